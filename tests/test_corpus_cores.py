"""Work shared out among processes: in order, with every error told, and nobody waits for a process that is gone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import repeat
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


# a program that has work shared out without end
ENDLESS = """
import itertools, signal, time
from corpus.cores import on_all_cores
signal.signal(signal.SIGINT, signal.default_int_handler)  # what is started in the background ignores it
for _ in on_all_cores(time.sleep, itertools.repeat(0.01), time.tzset):
    pass
"""


@pytest.fixture(autouse=True)
def three_cores(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(os, "cpu_count", lambda: 3)
    yield
    assert helpers_of(os.getpid()) == []


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


def test_process_that_is_killed_as_soon_as_it_is_there_is_told() -> None:
    with ThreadPoolExecutor(1) as thread:
        working = thread.submit(list, on_all_cores(time.sleep, repeat(0.01), time.tzset))
        until(lambda: helpers_of(os.getpid()) != [])
        os.kill(helpers_of(os.getpid())[0], signal.SIGKILL)
        with pytest.raises(Interrupted, match="mangler hukommelse"):
            working.result(60)


@pytest.mark.parametrize("signalled", [signal.SIGKILL, signal.SIGTERM])
def test_processes_end_with_the_one_that_started_them(signalled: signal.Signals) -> None:
    with endless() as started:
        helpers = helpers_of(started.pid)
        started.send_signal(signalled)
        started.wait(60)
    until(lambda: not any(is_helper(helper) for helper in helpers))


def test_work_that_is_interrupted_ends_soon_with_one_word_of_it() -> None:
    with endless() as started:
        os.killpg(started.pid, signal.SIGINT)  # as Ctrl-C in a terminal does
        _, told = started.communicate(timeout=60)
    assert told.count("Traceback") == 1 and told.rstrip().endswith("KeyboardInterrupt")


def test_who_wants_no_more_need_not_wait_for_the_rest() -> None:
    results = on_all_cores(times, iter(range(10**9)), begin, 2)
    assert next(results)[0] == 0 and next(results)[0] == 2
    results.close()  # type: ignore[attr-defined]


@contextmanager
def endless() -> Iterator[subprocess.Popen[str]]:
    """The endless program, as soon as it has helpers."""
    with subprocess.Popen([sys.executable, "-c", ENDLESS], stderr=subprocess.PIPE, text=True, start_new_session=True) as started:
        try:
            until(lambda: helpers_of(started.pid) != [])
            yield started
        finally:
            started.kill()


def helpers_of(pid: int) -> list[int]:
    """The processes that one started for its work."""
    try:
        return [int(number) for path in Path(f"/proc/{pid}/task").glob("*/children") for number in path.read_text().split() if is_helper(int(number))]
    except (FileNotFoundError, ProcessLookupError):
        return []


def is_helper(number: int) -> bool:
    """Whether a process is one that takes part in another's work and has not ended."""
    try:
        return b"take_part" in Path(f"/proc/{number}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return False


def until(holds: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)
