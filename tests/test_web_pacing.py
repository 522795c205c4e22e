"""Work beside answers gives way to them: a generation that is opened in the background, and the commands that build."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from corpus.confinement import BEHIND
from web import freshness, pacing
from web.freshness import FreshService
from web.pacing import RESTS, WORKS, giving_way
from web.settings import Settings
from web.startup import Service


@dataclass
class Clock:
    """A clock on which each look takes three tenths of a turn, and which notes the rests."""

    now: float = 0.0
    rests: list[float] = field(default_factory=list)

    def perf_counter(self) -> float:
        self.now += 0.3 * WORKS
        return self.now

    def sleep(self, seconds: float) -> None:
        self.rests.append(seconds)
        self.now += seconds


def test_thread_rests_whenever_it_has_worked_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    monkeypatch.setattr(pacing, "time", clock)
    with giving_way():
        for _ in range(100):
            str.upper("a")  # a call and a return
    assert 50 <= len(clock.rests) <= 52 and set(clock.rests) == {RESTS}  # of some 200 looks every fourth is over the turn
    assert sys.getprofile() is None


def test_hook_goes_with_an_error_too() -> None:
    with pytest.raises(ZeroDivisionError), giving_way():
        assert sys.getprofile() is not None
        raise ZeroDivisionError
    assert sys.getprofile() is None


def test_generation_opened_in_the_background_gives_way_and_one_that_somebody_waits_for_does_not(
    service: Service, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    gave_way: list[bool] = []

    def open_(settings: Settings) -> Service:
        gave_way.append(sys.getprofile() is not None)
        return service

    monkeypatch.setattr(freshness, "LINGERS", 0.0)
    fresh = FreshService(settings, open_)
    fresh.renew()
    fresh._replace()
    assert gave_way == [False, False, True] and fresh() is service


@pytest.mark.parametrize(("command", "steps"), [(["build"], BEHIND), (["add", "findes-ikke.md"], BEHIND), (["remove", "findes-ikke"], BEHIND), (["documents"], 0)])
def test_commands_that_build_stand_back(tmp_path: Path, command: list[str], steps: int) -> None:
    """None of them gets far: the data folder is a file."""
    (tmp_path / "data").write_text("")
    code = "import atexit, os; atexit.register(lambda: print(os.nice(0))); from web.cli import main; main()"
    run = subprocess.run(
        [sys.executable, "-c", code, *command], env={**os.environ, "TRIVSEL_DATA": str(tmp_path / "data")}, cwd=Path(__file__).parents[1], capture_output=True, text=True
    )
    assert run.returncode == 1 and run.stdout.split() == [str(min(19, os.nice(0) + steps))], run.stderr
