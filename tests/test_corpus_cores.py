"""Work shared out among processes: in order, with every error told, and nobody waits for a process that is gone."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus import cores
from corpus.cores import Interrupted, on_all_cores

_begun: list[int] = []


def begin(factor: int) -> None:
    if factor < 0:
        raise ValueError("kan ikke begynde")
    _begun.append(factor)


def times(number: int) -> tuple[int, int]:
    """The product, and who found it."""
    time.sleep(0.02 * (number % 3))  # so that later parts are done before earlier ones
    if number == 13:
        raise FileNotFoundError(2, "findes ikke", "tretten.txt")
    return _begun[0] * number, os.getpid()


def end(number: int) -> int:
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


@pytest.fixture(autouse=True)
def three_cores(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(os, "cpu_count", lambda: 3)
    yield
    assert not [path for path in Path("/proc/self/task").glob("*/children") for number in path.read_text().split() if b"take_part" in Path(f"/proc/{number}/cmdline").read_bytes()]


def test_results_come_in_order_from_several_processes() -> None:
    found = list(on_all_cores(times, range(12), begin, 5))
    assert [product for product, _ in found] == [5 * number for number in range(12)]
    assert len({process for _, process in found}) == 3 and os.getpid() not in {process for _, process in found} and _begun == []


def test_no_more_processes_than_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cores, "MOST", 1)
    assert len({process for _, process in on_all_cores(times, range(3), begin, 1)}) == 1
    assert list(on_all_cores(times, [], begin, 1)) == []


def test_what_the_work_raises_is_raised() -> None:
    with pytest.raises(FileNotFoundError, match="tretten.txt"):
        list(on_all_cores(times, range(10, 20), begin, 1))
    with pytest.raises(ValueError, match="kan ikke begynde"):
        list(on_all_cores(times, [1, 2], begin, -1))


def test_process_that_is_killed_is_told() -> None:
    with pytest.raises(Interrupted, match="mangler hukommelse"):
        list(on_all_cores(end, range(9), begin, 1))


def test_who_wants_no_more_need_not_wait_for_the_rest() -> None:
    results = on_all_cores(times, iter(range(10**9)), begin, 2)
    assert next(results)[0] == 0 and next(results)[0] == 2
    results.close()  # type: ignore[attr-defined]
