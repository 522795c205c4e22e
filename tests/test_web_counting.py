"""Counts for the bounds on how often one may ask: right when many call at once, also from copies of the process, and no thread for any."""

from __future__ import annotations

import os
import threading

import pytest
from limits.storage import storage_from_string

from web import counting
from web.counting import PLACES, SETS, Counts
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


def test_a_flood_fills_no_memory_and_takes_only_the_places_of_those_that_are_over_first(clock: Clock) -> None:
    counts = Counts()
    assert counts.incr("long", 3600, 7) == 7
    for visitor in range(2 * SETS * PLACES):
        clock.now += 0.001
        assert counts.incr(f"visitor {visitor}", 60) == 1
    assert counts.get("long") == 7 and len(counts._table) == SETS * PLACES * 20
    assert counts.get(f"visitor {2 * SETS * PLACES - 1}") == 1
    counts.clear("long")
    assert counts.get("long") == 0 and 0.9 * SETS * PLACES < counts.reset() < SETS * PLACES and counts.get(f"visitor {2 * SETS * PLACES - 1}") == 0


def test_copies_of_the_process_count_together() -> None:
    counts = Counts()
    copies = []
    for _ in range(4):
        if (copy := os.fork()) == 0:
            for _ in range(500):
                counts.incr("a", 60)
            os._exit(0)
        copies.append(copy)
    assert [os.waitpid(copy, 0)[1] for copy in copies] == [0, 0, 0, 0]
    assert counts.get("a") == 2000


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
