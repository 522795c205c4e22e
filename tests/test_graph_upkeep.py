"""Law watch, missing facts and money that ends: values against the documents, and what the table does and does not say."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from corpus.document import Document, Source
from corpus.markup import read_pieces
from corpus.reader import read_document
from graph.fact import Fact
from graph.inference import infer, with_laws_of_steps
from graph.laws import Citation, citations_of
from graph.missing import Expiry, expiries_of, missing_of, within_a_year
from graph.offers import offers_of
from ontology.goal_parts import read_goal_parts
from ontology.law_table import read_law_table
from ontology.names import TG
from ontology.vocabulary import VocabularyError


@pytest.fixture(scope="module")
def citations(documents: list[Document], facts: list[Fact]) -> list[Citation]:
    return citations_of(documents, with_laws_of_steps(facts, infer(facts, documents)), read_law_table())


def test_citations_tell_document_paragraph_and_what_rests_on_it(citations: list[Citation], documents: list[Document]) -> None:
    texts = {document.id: document.text for document in documents}
    assert all(texts[row.document][row.start:row.end] == row.quote for row in citations) and len(citations) > 20
    (ladder,) = [row for row in citations if row.paragraph == "Folkeskoleloven § 23"]
    assert ladder.document == "praksisoverblik" and {"U-Start", "Mind My Mind", "Cool kids og Chilled"} <= set(ladder.subjects)
    assert {row.paragraph for row in citations if row.document == "handlevejledning"} >= {"Barnets lov § 133", "Retssikkerhedsloven § 11 e"}


def test_only_what_the_table_holds_is_said_of_a_law(citations: list[Citation]) -> None:
    assert {row.law for row in citations if row.flagged} == {"Serviceloven"}
    assert {row.status for row in citations if row.law == "Barnets lov"} == {"gældende"}
    assert {(row.status, row.note) for row in citations if row.law in ("Folkeskoleloven", "Sundhedsloven")} == {("", "")}


@pytest.mark.parametrize(
    ("text", "flagged", "note"),
    [
        ("Hjælpen gives efter barnets lov § 32, jf. LBK nr. 890 af 2. juli 2024.", True, "nr. 890/2024. Tabellens nyeste er nr. 282/2025"),
        ("Hjælpen gives efter barnets lov § 32, jf. lovbekendtgørelse nr. 282/2025.", False, "afløste servicelovens regler"),
        ("Hjælpen gives efter serviceloven § 52.", True, "afløst af barnets lov"),
        ("Hjælpen gives efter sundhedsloven § 120.", False, ""),
    ],
)
def test_older_editions_and_superseded_laws_are_flagged(text: str, flagged: bool, note: str) -> None:
    document = read_document(Source("x", "En vejledning", "Havnen", "2020", "gældende"), read_pieces(f"# Hjælp\n\n{text}\n"))
    (row,) = citations_of([document], [], read_law_table())
    assert row.flagged is flagged and note in row.note and row.subjects == ()


def test_table_has_a_date_and_refuses_what_is_no_law(tmp_path: Path) -> None:
    assert date.fromisoformat(read_law_table().date) and set(read_law_table().rows) == {"Barnets lov", "Serviceloven"}
    for body, told in (("", "skal have en dato"), ('<https://x.example/t> a tg:LawTable ; <http://purl.org/dc/terms/modified> "2026-01-01" . <https://x.example/l> tg:lawStatus "sådan da" .', "status")):
        path = tmp_path / "consolidations.ttl"
        path.write_text(f"@prefix tg: <{TG}> .\n{body}", encoding="utf-8")
        read_law_table.cache_clear()
        with pytest.raises(VocabularyError, match=told):
            read_law_table(path)
    read_law_table.cache_clear()


def test_goal_part_without_words_is_told_by_name(tmp_path: Path) -> None:
    path = tmp_path / "goal_parts.ttl"
    path.write_text(f'@prefix tg: <{TG}> . <https://x.example/del> a tg:GoalPart ; <http://www.w3.org/2004/02/skos/core#prefLabel> "drømme"@da .', encoding="utf-8")
    with pytest.raises(VocabularyError, match="drømme"):
        read_goal_parts(path)


def test_missing_is_what_the_sheet_leaves_out(facts: list[Fact]) -> None:
    missing = {(row.intervention, row.label) for row in missing_of(facts, offers_of(facts))}
    assert ("Kom i skole igen", "Evaluering eller erfaring") in missing  # the sheet says that none was made
    assert ("Kom glad i skole – hver dag", "Evaluering eller erfaring") not in missing
    assert ("U-Start", "Telefonnummer") in missing and ("U-Start", "Varighed") not in missing and ("U-Start", "Beløb") not in missing


def test_money_that_ends(facts: list[Fact]) -> None:
    rows = expiries_of(facts, offers_of(facts))
    assert [(row.intervention, row.until) for row in rows] == [("Den koordinerende fraværsindsats", "2026-12-31"), ("Skolefraværsrådgivere", "2028-12-31")]


@pytest.mark.parametrize(
    ("day", "until", "ends"),
    [
        ("2026-01-01", "2026-12-31", True), ("2025-12-31", "2026-12-31", False), ("2026-12-31", "2026-12-31", True), ("2027-01-01", "2026-12-31", False),
        ("2024-02-29", "2025-02-28", False), ("2024-02-29", "2025-02-27", True),
    ],
)  # fmt: skip
def test_within_a_year(day: str, until: str, ends: bool) -> None:
    row = Expiry("Vagten", until, "x", "", "", 0, 0)
    assert within_a_year([row], date.fromisoformat(day)) == ([row] if ends else [])
