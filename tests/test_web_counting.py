"""Bounds on how often one may ask: counts are right when many call at once, and forgotten in time; each response tells what is left."""

from __future__ import annotations

import os
import threading
import time

import pytest
from flask import Flask

from web import counting
from web.counting import PLACES, SETS, Counts
from web.limiter import EVERY_LIMIT, QUESTION_LIMIT


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(counting, "time", clock)
    return clock


def test_counts_rise_each_by_itself_and_begin_anew_when_over(clock: Clock) -> None:
    counts = Counts(60)
    assert [counts.add("a"), counts.add("a"), counts.add("b")] == [(1, 60.0), (2, 60.0), (1, 60.0)]
    clock.now = 1059.5
    assert counts.add("a") == (3, 0.5)
    clock.now = 1060.0
    assert counts.add("a") == (1, 60.0)


def test_a_flood_fills_no_memory_and_takes_the_places_of_those_that_are_over_first(clock: Clock) -> None:
    counts = Counts(60)
    for visitor in range(2 * SETS * PLACES):
        clock.now += 0.0001
        assert counts.add(f"visitor {visitor}")[0] == 1
    assert len(counts._table) == SETS * PLACES * 20
    assert counts.add(f"visitor {2 * SETS * PLACES - 1}")[0] == 2 and counts.add("visitor 0")[0] == 1


def test_copies_of_the_process_count_together() -> None:
    counts, copies = Counts(60), []
    for _ in range(4):
        if (copy := os.fork()) == 0:
            for _ in range(500):
                counts.add("a")
            os._exit(0)
        copies.append(copy)
    assert [os.waitpid(copy, 0)[1] for copy in copies] == [0, 0, 0, 0]
    assert counts.add("a")[0] == 2001


def test_calls_at_once_are_all_counted_and_start_no_thread() -> None:
    counts, before = Counts(60), threading.active_count()
    threads = [threading.Thread(target=lambda: [counts.add("a") for _ in range(2000)]) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counts.add("a")[0] == 16_001 and threading.active_count() == before


def test_each_response_tells_what_is_left_and_who_must_wait_how_long(app: Flask) -> None:
    app.config[QUESTION_LIMIT], app.config[EVERY_LIMIT] = 1, 4
    client = app.test_client()
    told = []
    for path in ("/api/v1/documents", "/spoerg?q=angst", "/spoerg?q=angst", "/om", "/om", "/health", "/static/intet.css"):
        response = client.get(path)
        reset = response.headers.get("X-RateLimit-Reset")
        assert reset is None or 0 < int(reset) - time.time() <= 61, path
        told.append((response.status_code, response.headers.get("X-RateLimit-Limit"), response.headers.get("X-RateLimit-Remaining"), response.headers.get("Retry-After")))
    assert [row[:3] for row in told] == [
        (200, "4", "3"), (200, "1", "0"), (429, "1", "0"), (200, "4", "0"), (429, "4", "0"), (200, None, None), (404, None, None),
    ]  # fmt: skip
    assert [row[3] and 0 < int(row[3]) <= 60 for row in told] == [None, None, True, None, True, None, None]


def test_another_address_has_its_own_bound(app: Flask) -> None:
    app.config[QUESTION_LIMIT] = 1
    statuses = [
        app.test_client().post("/api/v1/ask", json={"query": "angst"}, environ_base={"REMOTE_ADDR": address}).status_code
        for address in ("10.9.8.7", "10.9.8.7", "10.9.8.8")
    ]
    assert statuses == [200, 429, 200]
