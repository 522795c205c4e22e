"""Suggestions of names: by form, with the place they stand, gone once they are accepted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.document import Document, Source
from corpus.markup import read_pieces
from corpus.reader import read_document
from graph.extraction import extract_facts
from graph.extractors.curated import add_intervention
from graph.needs import label_of
from graph.suggestions import Suggestion, suggestions
from ontology.own import add_concept
from ontology.vocabulary import VocabularyError, read_vocabulary, use_own

TEXT = """# Plan for området

## Ankerholdet (BUF)

Målgruppe

- Børn med lejrskolehjemve.
- Unge med lejrskolehjemve og bekymrende fravær.

## Samarbejde

Vi bruger tilbuddet »Trampolinen« til de mindste, og indsatsen Åben Vej For Alle til de store. Trampolinen er populær.
På Nordhavnsvejens Skole følger vi naturskoleloven § 4, og efter folkeskoleloven § 20 er der fri adgang.
"""


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Path]:
    """A folder of own vocabularies in use for one test."""
    use_own(tmp_path / "own")
    yield tmp_path / "own"
    use_own(tmp_path / "none")


def found(document: Document | None = None) -> dict[str, Suggestion]:
    document = document or read()
    return {row.id: row for row in suggestions([document], extract_facts([document]))}


def read() -> Document:
    return read_document(Source("plan", "Plan", "Kommunen", "2026", "gældende"), read_pieces(TEXT))


def test_names_are_found_by_their_form(own: Path) -> None:
    assert {(row.kind, row.name) for row in found().values()} == {
        ("indsats", "Trampolinen"), ("indsats", "Åben Vej For Alle"), ("lov", "naturskoleloven"), ("skole", "Nordhavnsvejens Skole"), ("behov", "lejrskolehjemve"),
    }  # fmt: skip


def test_each_stands_where_it_is_said(own: Path) -> None:
    document = read()
    for row in found(document).values():
        assert row.places and all(document.text[place.start:place.end] == place.quote and row.name in place.quote for place in row.places)
    assert found(document)["behov-lejrskolehjemve"].count == 2


def test_what_is_accepted_is_known_and_suggested_no_more(own: Path) -> None:
    with pytest.raises(KeyError):
        label_of("lejrskolehjemve")
    add_concept(own, "schools", "Nordhavnsvejens Skole", "redaktør", "2026-11-26")
    add_concept(own, "laws", "naturskoleloven", "redaktør", "2026-11-26")
    add_concept(own, "needs", "lejrskolehjemve", "redaktør", "2026-11-26")
    add_intervention(own, "Trampolinen", "plan", found()["indsats-trampolinen"].places[0].quote, "Godkendt")
    use_own(own)
    facts = extract_facts([read()])
    assert [fact.object for fact in facts if fact.subject == "Trampolinen"] == ["Intervention"]
    assert {row.name for row in suggestions([read()], facts)} == {"Åben Vej For Alle"}
    assert "Nordhavnsvejens Skole" in {concept.label for concept in read_vocabulary("schools")}
    assert "lejrskolehjemve" in {concept.label for concept in read_vocabulary("needs")}
    assert label_of("lejrskolehjemve") == "lejrskolehjemve"


def test_own_file_adds_words_to_a_shipped_concept(own: Path) -> None:
    own.mkdir()
    need = "<https://trivselsgrafen.example/behov/skolevaegring>"
    (own / "needs.ttl").write_text(f'{need} <https://trivselsgrafen.example/ontologi#everydayLabel> "morgenstrejke"@da .', encoding="utf-8")
    use_own(own)
    concept = next(concept for concept in read_vocabulary("needs") if concept.id == "skolevaegring")
    assert "morgenstrejke" in concept.texts("everyday") and len(concept.texts()) > 5


def test_broken_own_file_is_named(own: Path) -> None:
    own.mkdir()
    (own / "laws.ttl").write_text("dette er ikke Turtle", encoding="utf-8")
    use_own(own)
    with pytest.raises(VocabularyError, match="laws.ttl"):
        read_vocabulary("laws")


def test_without_own_files_the_shipped_ones_stand(own: Path) -> None:
    use_own(own)
    assert "naturskoleloven" not in {text for concept in read_vocabulary("laws") for text in concept.texts()}
