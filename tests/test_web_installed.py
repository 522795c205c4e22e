"""The installed command as its users run it: from a folder of their own, where Python finds our packages by the installation alone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from web.settings import Settings

COMMAND = Path(sys.executable).with_name("trivsel")


def _run(folder: Path, data: Path, *arguments: str) -> str:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"} | {"TRIVSEL_DATA": str(data)}
    done = subprocess.run([COMMAND, *arguments], env=environment, cwd=folder, capture_output=True, encoding="utf-8", timeout=600)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_query_is_answered_from_any_folder(settings: Settings, tmp_path: Path) -> None:
    query = 'PREFIX skos: <http://www.w3.org/2004/02/skos/core#> ASK { ?x skos:prefLabel "U-Start"@da }'
    assert json.loads(_run(tmp_path, settings.data, "sparql", query))["boolean"] is True


def test_document_is_read_from_any_folder(settings: Settings, tmp_path: Path) -> None:
    """The reader of files runs in a process of its own, which has to find our packages too."""
    note = tmp_path / "note.md"
    note.write_text("# Note\n\nTeamet har åbent mandag.\n", encoding="utf-8")
    assert "note" in _run(tmp_path, tmp_path / "data", "add", str(note))
