"""The rules of the house: imports run downward, modules stay short."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]
PACKAGES = ("corpus", "graph", "ontology", "search", "web")
LONGEST_MODULE = 300  # lines


def test_imports_run_downward() -> None:
    script = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([str(script), "--no-cache"], cwd=REPOSITORY, capture_output=True, encoding="utf-8", timeout=120)
    assert done.returncode == 0, done.stdout
    assert "0 broken" in done.stdout


def test_modules_stay_short_and_say_what_they_are_for() -> None:
    modules = [path for package in PACKAGES for path in sorted((REPOSITORY / package).rglob("*.py"))]
    assert len(modules) > 50
    lines = {path: path.read_text(encoding="utf-8").splitlines() for path in modules}
    assert {path.name: len(text) for path, text in lines.items() if len(text) > LONGEST_MODULE} == {}
    assert [str(path) for path, text in lines.items() if text and not text[0].startswith('"""')] == []
