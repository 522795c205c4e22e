"""Counting how often a visitor asks."""

from __future__ import annotations

import threading

import pytest
from limits import parse
from limits.strategies import FixedWindowRateLimiter

from web import limiter
from web.limiter import Counts


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def time(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(limiter, "time", clock)
    return clock


def test_a_window_is_counted_until_it_ends(clock: Clock) -> None:
    counts = Counts()
    assert [counts.incr("a", 60), counts.incr("a", 60), counts.incr("b", 60)] == [1, 2, 1]
    clock.now += 59
    assert (counts.get("a"), counts.get_expiry("a")) == (2, 1_000_060.0)
    clock.now += 1
    assert (counts.get("a"), counts.incr("a", 60), counts.get_expiry("c")) == (0, 1, clock.now)


def test_what_is_over_is_forgotten_and_starts_no_thread(clock: Clock) -> None:
    counts, threads = Counts(), threading.active_count()
    for visitor in range(100):
        counts.incr(str(visitor), 60)
    clock.now += 61
    counts.incr("new", 60)
    assert threading.active_count() == threads
    assert counts.reset() == 1


def test_the_library_limits_by_it() -> None:
    strategy = FixedWindowRateLimiter(Counts())
    assert [strategy.hit(parse("2 per minute"), "visitor") for _ in range(3)] == [True, True, False]
    strategy.clear(parse("2 per minute"), "visitor")
    assert strategy.hit(parse("2 per minute"), "visitor")
