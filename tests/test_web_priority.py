"""Work beside answers gives way to them: the commands that build, and a thread that stands back in a process that does not."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from corpus.confinement import BEHIND, stand_back


@pytest.mark.parametrize(("command", "steps"), [(["build"], BEHIND), (["add", "findes-ikke.md"], BEHIND), (["remove", "findes-ikke"], BEHIND), (["documents"], 0)])
def test_commands_that_build_stand_back(tmp_path: Path, command: list[str], steps: int) -> None:
    """None of them gets far: the data folder is a file."""
    (tmp_path / "data").write_text("")
    code = "import atexit, os; atexit.register(lambda: print(os.nice(0))); from web.cli import main; main()"
    run = subprocess.run(
        [sys.executable, "-c", code, *command], env={**os.environ, "TRIVSEL_DATA": str(tmp_path / "data")}, cwd=Path(__file__).parents[1], capture_output=True, text=True
    )
    assert run.returncode == 1 and run.stdout.split() == [str(min(19, os.nice(0) + steps))], run.stderr


def test_thread_stands_back_alone_and_once() -> None:
    before, told = os.getpriority(os.PRIO_PROCESS, 0), list[int]()

    def look() -> None:
        for _ in range(2):
            stand_back()
            told.append(os.getpriority(os.PRIO_PROCESS, 0))

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert told == [min(19, before + BEHIND)] * 2 and os.getpriority(os.PRIO_PROCESS, 0) == before
