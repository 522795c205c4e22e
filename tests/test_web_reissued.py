"""A re-issued overview that comes as a Word or PDF file: added by the real command, its facts answer and the difference is exactly what was changed."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from conversion import OFFICE, as_html, convert
from reissue import NEW, OLD, Saying, assert_exactly_the_changes, reissued, said

from corpus.catalogue import shipped_entries
from corpus.markup import read_pieces
from corpus.reader import read_document
from graph.extraction import extract_facts
from web.cli import main
from web.settings import Settings
from web.startup import open_service

LEAST = 0.95

pytestmark = pytest.mark.skipif(not OFFICE and "CI" not in os.environ, reason="LibreOffice (soffice) is not installed; CI installs it")


@pytest.fixture(scope="module")
def expected() -> set[Saying]:
    """What the text of the new edition states."""
    source = next(entry.source for entry in shipped_entries() if entry.source.id == NEW)
    return said(extract_facts([read_document(source, list(read_pieces(reissued())))]))


@pytest.mark.parametrize("format_", ["docx", "pdf"])
def test_new_edition_as_a_file_of_an_office(
    format_: str, expected: set[Saying], settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    """One build for each format; all that the new edition promises is asked of it."""
    shutil.copytree(settings.data, tmp_path / "data")
    page = tmp_path / "overblik.html"
    page.write_text(as_html(reissued()), encoding="utf-8")
    convert([page], format_, tmp_path)
    monkeypatch.setenv("TRIVSEL_DATA", str(tmp_path / "data"))

    def run(*arguments: str) -> str:
        done = CliRunner().invoke(main, arguments)
        assert done.exit_code == 0, done.output
        return done.stdout

    told = run("add", str(tmp_path / f"overblik.{format_}"), "--supersedes", NEW, "--date", "2027-03")
    assert f"Tilføjet: {NEW} – Praksisoverblik – igangværende fraværsindsatser" in told and "Bygget: gen-2" in told
    found = said(open_service(Settings(data=tmp_path / "data")).facts())
    assert len(expected) > 500 and len(expected & found) >= LEAST * len(expected), expected - found
    assert_exactly_the_changes(json.loads(run("diff", OLD, "--format", "json"))["changes"])
    answer = run("ask", "--json", "Hvor gammel skal man være til Mind My Mind?")
    assert OLD not in answer and "Aldersgruppe: 7-15 år" in answer and "6-16" not in answer
