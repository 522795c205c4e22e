"""Work beside answers gives way to them: the commands that build, and a thread that stands back in a process that does not."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.confinement import BEHIND


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
    code = (
        "import os, threading\nfrom corpus.confinement import stand_back\n"
        "def look():\n    for _ in range(2):\n        stand_back()\n        print(os.getpriority(os.PRIO_PROCESS, 0))\n"
        "thread = threading.Thread(target=look)\nthread.start()\nthread.join()\nprint(os.getpriority(os.PRIO_PROCESS, 0))"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[1], capture_output=True, text=True)
    before = os.getpriority(os.PRIO_PROCESS, 0)
    assert run.stdout.split() == [str(min(19, before + BEHIND))] * 2 + [str(before)], run.stderr
