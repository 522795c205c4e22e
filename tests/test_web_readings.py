"""What was read and found is kept from build to build, and only that of documents that are here."""

from __future__ import annotations

from pathlib import Path

from corpus.catalogue import Entry, shipped_entries
from corpus.sketches import sketch
from web.readings import Readings


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
