"""Counts for the bounds on how often one may ask: right when many call at once, forgotten in time, and no thread for any."""

from __future__ import annotations

import threading

import pytest
from limits.storage import storage_from_string

from web import counting
from web.counting import SWEEPS, Counts
from web.limiter import limiter


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def time(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(counting, "time", clock)
    return clock


def test_counts_rise_each_by_itself_and_begin_anew_when_over(clock: Clock) -> None:
    counts = Counts()
    assert [counts.incr("a", 60), counts.incr("a", 60), counts.incr("b", 60, 5)] == [1, 2, 5]
    assert (counts.get("a"), counts.get("b"), counts.get("c")) == (2, 5, 0)
    assert counts.get_expiry("a") == 1060.0 and counts.get_expiry("c") == 1000.0
    clock.now = 1059.9
    assert counts.incr("a", 60) == 3 and counts.get_expiry("a") == 1060.0
    clock.now = 1060.0
    assert counts.get("a") == 0 and counts.incr("a", 60) == 1 and counts.get_expiry("a") == 1120.0


def test_clock_that_is_turned_back_stops_nobody_for_longer(clock: Clock) -> None:
    counts = Counts()
    assert counts.incr("a", 60, 600) == 600
    clock.now = 100.0
    assert counts.incr("a", 60) == 1


def test_what_is_over_is_forgotten(clock: Clock) -> None:
    counts = Counts()
    for visitor in range(1000):
        counts.incr(f"visitor {visitor}", 60)
    clock.now += SWEEPS
    counts.incr("another", 60)
    assert set(counts._counts) == {"another"}
    counts.incr("one more", 60)
    counts.clear("another")
    assert (counts.get("another"), counts.reset(), counts.get("one more")) == (0, 1, 0)


def test_calls_at_once_are_all_counted_and_start_no_thread() -> None:
    counts, before = Counts(), threading.active_count()
    threads = [threading.Thread(target=lambda: [counts.incr("a", 60) for _ in range(2000)]) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counts.get("a") == 16_000 and threading.active_count() == before


def test_limiter_counts_here() -> None:
    assert isinstance(storage_from_string(str(limiter._storage_uri)), Counts)
