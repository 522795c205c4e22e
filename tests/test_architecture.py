"""The rules of the house: imports run downward, modules stay short."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]
PACKAGES = ("corpus", "graph", "ontology", "search", "web")
LONGEST_MODULE = 300  # lines


def test_imports_run_downward() -> None:
    script = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([str(script), "--no-cache"], cwd=REPOSITORY, capture_output=True, encoding="utf-8", timeout=600)
    assert done.returncode == 0, done.stdout
    assert "0 broken" in done.stdout


def test_modules_stay_short_and_say_what_they_are_for() -> None:
    modules = [path for package in PACKAGES for path in sorted((REPOSITORY / package).rglob("*.py"))]
    assert len(modules) > 50
    lines = {path: path.read_text(encoding="utf-8").splitlines() for path in modules}
    assert {path.name: len(text) for path, text in lines.items() if len(text) > LONGEST_MODULE} == {}
    assert [str(path) for path, text in lines.items() if text and not text[0].startswith('"""')] == []


def test_bill_of_materials_is_what_is_pinned() -> None:
    lock = re.findall(r"^([\w.-]+)==(\S+) --hash=sha256:(\w{64})$", (REPOSITORY / "requirements.lock").read_text(encoding="utf-8"), re.MULTILINE)
    bill = json.loads((REPOSITORY / "docs" / "stykliste.cdx.json").read_text(encoding="utf-8"))
    assert len(lock) > 100 and bill["bomFormat"] == "CycloneDX"
    assert [(part["name"], part["version"], part["hashes"][0]["content"]) for part in bill["components"]] == sorted(lock, key=lambda row: row[0].lower())
    assert all(part["purl"].endswith(f"@{part['version']}") for part in bill["components"])


def test_every_test_named_in_the_table_of_faults_exists() -> None:
    table = (REPOSITORY / "docs" / "fejl.md").read_text(encoding="utf-8")
    named, missing, file = 0, [], ""
    for place, name in re.findall(r"`(test_\w+\.py|…)::(test_\w+)…?`", table):
        file = file if place == "…" else place
        named += 1
        if f"def {name}" not in (REPOSITORY / "tests" / file).read_text(encoding="utf-8"):
            missing.append(f"{file}::{name}")
    assert named > 50 and missing == []
