"""What was read and found is kept from build to build, and only that of documents that are here."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from corpus.catalogue import Entry, shipped_entries
from corpus.errors import UnreadableDocument
from corpus.sketches import sketch
from web import build
from web.readings import Readings
from web.settings import Settings


def entry() -> Entry:
    return next(one for one in shipped_entries() if one.source.id == "integrationspolitik")


def test_sketch_and_what_is_found_in_a_document_are_worked_out_once(tmp_path: Path) -> None:
    first, asked = Readings(tmp_path), []

    def find() -> list[str]:
        asked.append(1)
        return ["To tal passer ikke sammen."]

    assert first.found(entry(), "counts", find) == Readings(tmp_path).found(entry(), "counts", find) == ["To tal passer ikke sammen."]
    assert len(asked) == 1
    assert first.found(entry(), "years", lambda: []) == []
    assert first.sketch(entry()) == sketch(first.document(entry()).text) == Readings(tmp_path).sketch(entry()) != frozenset()


def test_what_is_learnt_is_there_in_the_next_build(tmp_path: Path) -> None:
    Readings(tmp_path).keep_meanings({"Barnet er ked af det.": [("need", 0.5)]})
    Readings(tmp_path).keep_stems({"barnet": "barn"})
    later = Readings(tmp_path)
    assert (later.meanings(), later.stems()) == ({"Barnet er ked af det.": [["need", 0.5]]}, {"barnet": "barn"})


def test_nothing_stays_of_a_document_that_was_not_read_again(tmp_path: Path) -> None:
    before = Readings(tmp_path)
    for one in shipped_entries():
        before.sketch(one)
    after = Readings(tmp_path)
    after.document(entry())
    after.forget_others()
    key = after.key(entry())
    assert {path.name for path in (tmp_path / "cache").glob("*.json") if ".pieces" not in path.name} == {f"{key}.document.json", f"{key}.sketch.json"}


def test_documents_are_read_by_others_first_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Other processes are fresh: what is forbidden in this one is not in them."""
    alone = [Readings(tmp_path / "alone").read(one) for one in shipped_entries()]
    monkeypatch.setattr(build, "_MANY", 4)
    monkeypatch.setattr(Readings, "_document", lambda *_: pytest.fail("read by the process that builds"))
    data, told = tmp_path / "shared", list[str]()
    read = build._read(list(shipped_entries()), Readings(data), Settings(data), told.append)
    assert read == alone and told == []
    assert not list((data / "cache").glob("*.tmp"))


def test_broken_file_among_many_is_told_when_it_is_its_turn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "_MANY", 4)
    first, *others = shipped_entries()
    gone = replace(first, texts=((tmp_path / "findes-ikke.txt", "0" * 64),))
    readings = Readings(tmp_path)
    with pytest.raises(UnreadableDocument, match="findes-ikke"):
        build._read([*others, gone], readings, Settings(tmp_path), print)
    assert [readings.is_read(one) for one in (*others, gone)] == [True, True, True, False]


def test_what_a_killed_process_began_to_write_is_tidied_away(tmp_path: Path) -> None:
    readings = Readings(tmp_path)
    readings.sketch(entry())
    begun = tmp_path / "cache" / "abc.document.01ab23cd.tmp"
    begun.write_text('{"text": "Det halve af', encoding="utf-8")
    readings.forget_others()
    assert not begun.exists() and readings.sketch(entry())
