"""An editor's repairs: added ones are made and can be seen, withdrawn ones are not made, and a wrong line is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.catalogue import read_entry, shipped_entries
from corpus.document import Document
from corpus.slips import OWN_FILE, BadRepair, OwnRepair, read_own_repairs, slips_for

HEAD = "handling,dokument,læst,rettet,hvorfor\n"


def read(*repairs: OwnRepair) -> Document:
    entry = next(entry for entry in shipped_entries() if entry.source.id == "integrationspolitik")
    return read_entry(entry, repairs=repairs)


def made(document: Document) -> set[tuple[str, str]]:
    return {(repair.before, repair.after) for repair in document.repairs if repair.is_of_wording}


def test_withdrawn_repair_leaves_the_words_of_the_source() -> None:
    before, after = made(read()), made(read(OwnRepair("fjern", "integrationspolitik", "Indsætterne", "Indsatserne")))
    assert before - after == {("Indsætterne", "Indsatserne")} and not after - before
    assert "Indsætterne" in read(OwnRepair("fjern", "", "Indsætterne", "Indsatserne")).text
    assert made(read(OwnRepair("fjern", "handlevejledning", "Indsætterne", "Indsatserne"))) == before


def test_added_repair_is_made_and_recorded() -> None:
    plain = read()
    document = read(OwnRepair("tilføj", "", "medborgerskab", "medborgerskabet"))
    assert made(document) - made(plain) == {("medborgerskab", "medborgerskabet")}
    repairs = [repair for repair in document.repairs if repair.after == "medborgerskabet"]
    assert repairs and all(document.text[repair.start:repair.end] == "medborgerskabet" for repair in repairs)


def test_table_is_read_with_commas_and_semicolons(tmp_path: Path) -> None:
    (tmp_path / OWN_FILE).write_text("\ufeff" + HEAD + "tilføj,,a b,c,slået fejl\n", encoding="utf-8")
    assert read_own_repairs(tmp_path) == (OwnRepair("tilføj", "", "a b", "c"),)
    (tmp_path / OWN_FILE).write_text(HEAD.replace(",", ";") + "fjern;x;a;b;står i kilden\n", encoding="utf-8")
    assert read_own_repairs(tmp_path) == (OwnRepair("fjern", "x", "a", "b"),)
    assert read_own_repairs(tmp_path / "none") == ()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("læst,rettet\na,b\n", "mangler handling, dokument, hvorfor i første linje"), (HEAD + "slet,,a,b,c\n", "linje 2 kan ikke bruges"),
        (HEAD + "tilføj,,a,a,c\n", "linje 2 kan ikke bruges"), (HEAD + "tilføj,,a,b,c\ntilføj,,a,b,\n", "linje 3 mangler hvorfor"), ("", "mangler"),
    ],
)  # fmt: skip
def test_wrong_line_is_named(tmp_path: Path, content: str, words: str) -> None:
    (tmp_path / OWN_FILE).write_text(content, encoding="utf-8")
    with pytest.raises(BadRepair, match=words):
        read_own_repairs(tmp_path)


@pytest.mark.parametrize("words", ["a.b", "(x", "\\d", "a\\g<0>"])
def test_editors_words_are_words_and_no_patterns(words: str) -> None:
    pattern, replacement = slips_for("x", (OwnRepair("tilføj", "", words, words + "!"),)).patterns[-1]
    assert pattern.sub(replacement, f"før {words} efter") == f"før {words}! efter" and not pattern.search("før aXb 1 efter")
