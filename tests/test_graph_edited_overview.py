"""Next year's overview in the same form: other numbers, one intervention gone, a new one; the facts follow with no code touched."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conversion import OFFICE, as_html, convert

from corpus.catalogue import SHIPPED
from corpus.document import Document, Source
from corpus.markup import read_pieces
from corpus.reader import read_document
from corpus.reading import read_file
from graph.extraction import extract_facts
from graph.fact import Fact
from graph.inference import infer
from graph.offers import Offer, offers_of

STEP = "Tidlig forebyggende indsatser"
GONE = "Kom i skole igen"
NEW = "Morgenholdet"
ROUTE = 'Henvendelse sker via skolens "Morgentelefon"'
NUMBERS = [
    ("Midlertidigt med 3,6 mio. kr. årligt fra 2025-28", "Midlertidigt med 4,25 mio. kr. årligt fra 2026-29"),
    ("Aldersgruppe: 6-16 år.", "Aldersgruppe: 7-15 år."),
    ("tilbyder 9-13 sessioner over 18 uger", "tilbyder 8-10 sessioner over 12 uger"),
    ("for et forløb er 9,1 måned", "for et forløb er 7,5 måneder"),
    ("fra 0.-9. klasse med bekymrende fravær", "fra 3.-9. klasse med bekymrende fravær"),
    ("Elever med min. 15 % fravær og en underretning.", "Elever med min. 20 % fravær og en underretning."),
    ("Tagensbo Skole (NØB), Ellebjerg Skole (VVK)", "Tagensbo Skole (NØB), Lykkebo Skole (VVK)"),
    ("hhv. 25,9 mio. kr. og 39,8 mio. kr. på skoleflex", "hhv. 27,1 mio. kr. og 41 mio. kr. på skoleflex"),
]
SHEET = """Morgenholdet (BUF)

Beskrivelse af indsats

Morgenholdet blev startet op i 2026 på to skoler. To pædagoger henter eleven derhjemme og følger eleven i skole.

Finansiering: Midlertidigt finansieret med 750 t. kr. årligt fra 2026-27.

Målgruppe

- Elever i indskolingen, som har svært ved at komme af sted om morgenen.
- Aldersgruppe: 6-9 år.
- Elever fra 0.-3. klasse med min. 12 % fravær.

Indsatsen er ikke for børn, der har en plads i en specialskole.

Hvor

To skoler: Nørre Fælled Skole (NØB), Rødkilde Skole (BHV). Henvendelse sker via skolens "Morgentelefon".

Forløbslængde

Forløbene varer typisk 4-6 uger.

Erfaring

Der er endnu ikke udarbejdet en erfaringsopsamling for Morgenholdet.

"""


def edited(raw: str) -> str:
    for before, after in NUMBERS:
        assert raw.count(before) == 1, before
        raw = raw.replace(before, after)
    raw, sheets = re.subn(r"(?ms)^Kom i skole igen \(BUF\)$.*?(?=^U-Start \(BUF/SOF\)$)", SHEET, raw)
    raw, listed = re.subn(r"(?m)^- Kom i Skole Igen \(BUF\)$", "- Morgenholdet (BUF)", raw)
    raw, rungs = re.subn(r"(?m)^Kom i skole igen \(kun BUF, BHV\)$", "Morgenholdet (kun BUF, NØB)", raw)
    assert (sheets, listed, rungs) == (1, 1, 1)
    return raw


@pytest.fixture(scope="module")
def document() -> Document:
    raw = (SHIPPED / "praksisoverblik.md").read_text(encoding="utf-8")
    return read_document(Source("praksisoverblik", "Praksisoverblik 2027", "Københavns Kommune", "2027", "gældende"), read_pieces(edited(raw)))


@pytest.fixture(scope="module")
def facts(document: Document) -> list[Fact]:
    return extract_facts([document])


@pytest.fixture(scope="module")
def offers(facts: list[Fact]) -> dict[str, Offer]:
    return {offer.label: offer for offer in offers_of(facts)}


def objects(facts: list[Fact], subject: str, relation: str) -> set[str | None]:
    return {fact.object for fact in facts if (fact.subject, fact.relation) == (subject, relation)}


def values(facts: list[Fact], subject: str, relation: str) -> set[tuple[float | None, str | None]]:
    return {(fact.value, fact.unit) for fact in facts if (fact.subject, fact.relation) == (subject, relation) and fact.value is not None}


def test_the_laws_of_its_step_follow_the_new_intervention(document: Document, facts: list[Fact]) -> None:
    laws = {"Barnets lov § 28", "Barnets lov § 29", "Sundhedsloven §§ 120-126"}
    assert objects(infer(facts, [document]), NEW, "legal_basis") == laws


def test_every_quote_is_in_the_edited_text(document: Document, facts: list[Fact]) -> None:
    assert len(facts) > 400
    assert all(fact.quote == document.text[fact.start:fact.end] for fact in facts)


@pytest.mark.parametrize(
    ("subject", "relation", "expected"),
    [
        ("Skolefraværsrådgivere", "funding_amount", {(4_250_000, "kr/år")}),
        ("Mind My Mind", "age_min", {(7, "år")}),
        ("Mind My Mind", "age_max", {(15, "år")}),
        ("Mind My Mind", "duration", {(8, "sessioner"), (10, "sessioner"), (12, "uger")}),
        ("U-Start", "duration", {(7.5, "måneder")}),
        ("Den koordinerende fraværsindsats", "grade_min", {(3, "klasse")}),
        ("Den koordinerende fraværsindsats", "grade_max", {(9, "klasse")}),
        ("Skoleflex indsatser", "funding_amount", {(27_100_000, "kr"), (41_000_000, "kr")}),
    ],
)
def test_changed_numbers_are_the_new_ones(facts: list[Fact], subject: str, relation: str, expected: set[tuple[float, str]]) -> None:
    assert values(facts, subject, relation) == expected


def test_changed_words_are_the_new_ones(facts: list[Fact], offers: dict[str, Offer]) -> None:
    assert objects(facts, "Skolefraværsrådgivere", "funding_period") == {"fra 2026-29"}
    assert "Elever med min. 20 % fravær og en underretning." in objects(facts, "Den koordinerende fraværsindsats", "target_group")
    assert objects(facts, "Lykkebo Skole", "district") == {"Valby-Vesterbro-Kgs. Enghave"}
    assert "Ellebjerg Skole" not in objects(facts, "Skolefraværsrådgivere", "school")
    assert offers["Skolefraværsrådgivere"].valid_until == "2029-12-31"


def test_no_old_number_is_left(facts: list[Fact]) -> None:
    words = " ".join(f"{fact.object} {fact.quote}" for fact in facts)
    assert not [before for before, _ in NUMBERS if before in words]
    assert not {fact.value for fact in facts if fact.relation == "funding_amount"} & {3_600_000, 25_900_000, 39_800_000}


def test_a_removed_intervention_leaves_no_fact(facts: list[Fact], offers: dict[str, Offer]) -> None:
    assert not [fact for fact in facts if GONE.casefold() in f"{fact.subject} {fact.object}".casefold()]
    assert not [fact for fact in facts if "Supportteam" in fact.subject]
    assert GONE not in offers


@pytest.mark.parametrize(
    ("relation", "expected"),
    [
        ("type", {"Intervention"}),
        ("responsible", {"BUF"}),
        ("part_of", {"Udvalgte indsatser målrettet bekymrende fravær"}),
        ("ladder_step", {STEP}),
        ("funding_kind", {"midlertidig"}),
        ("funding_period", {"fra 2026-27"}),
        ("school", {"Nørre Fælled Skole", "Rødkilde Skole"}),
        ("district", {"Nørrebro-Bispebjerg", "Brønshøj-Husum-Vanløse"}),
        ("referral_route", {"Morgentelefon", ROUTE}),
        ("exclusion", {"børn, der har en plads i en specialskole"}),
        ("evidence", {"Der er endnu ikke udarbejdet en erfaringsopsamling for Morgenholdet."}),
        (
            "target_group",
            {
                "Elever i indskolingen, som har svært ved at komme af sted om morgenen.",
                "Elever fra 0.-3. klasse med min. 12 % fravær.",
            },
        ),
    ],
)
def test_a_new_intervention_has_its_words(facts: list[Fact], relation: str, expected: set[str]) -> None:
    assert objects(facts, NEW, relation) == expected


@pytest.mark.parametrize(
    ("relation", "expected"),
    [
        ("start_year", {(2026, None)}),
        ("funding_amount", {(750_000, "kr/år")}),
        ("age_min", {(6, "år")}),
        ("age_max", {(9, "år")}),
        ("grade_min", {(0, "klasse")}),
        ("grade_max", {(3, "klasse")}),
        ("duration", {(4, "uger"), (6, "uger")}),
    ],
)
def test_a_new_intervention_has_its_numbers(facts: list[Fact], relation: str, expected: set[tuple[float, str]]) -> None:
    assert values(facts, NEW, relation) == expected


def test_a_new_intervention_is_offered_with_its_limits(offers: dict[str, Offer]) -> None:
    offer = offers[NEW]
    assert (offer.ages, offer.grades, offer.step, offer.valid_until) == (((6, 9),), ((0, 3),), STEP, "2027-12-31")
    assert offer.referral is not None and offer.referral.text == ROUTE
    assert {condition.text for condition in offer.conditions} == {
        "Elever fra 0.-3. klasse med min. 12 % fravær.",
        "Gælder ikke: børn, der har en plads i en specialskole",
    }


def test_the_interventions_that_stay_are_still_there(offers: dict[str, Offer]) -> None:
    assert {
        "Skolefraværsrådgivere", "Kom glad i skole – hver dag", "U-Start", "Den koordinerende fraværsindsats", "Sygeundervisning i regi af Holbergskolen",
        "Skoleflex indsatser", "Skolesocialrådgivere", "Mind My Mind", "Cool kids og Chilled",
    } <= set(offers)  # fmt: skip


@pytest.mark.parametrize("format_", ["docx", "pdf"])
@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_re_issued_as_another_format_it_says_the_same(facts: list[Fact], document: Document, tmp_path: Path, format_: str) -> None:
    page = tmp_path / "overblik.html"
    page.write_text(as_html(edited((SHIPPED / "praksisoverblik.md").read_text(encoding="utf-8"))), encoding="utf-8")
    convert([page], format_, tmp_path)
    read = extract_facts([read_document(document.source, read_file(tmp_path / f"overblik.{format_}").pieces)])
    wanted, found = ({(f.subject, f.relation, f.object, f.value, f.unit) for f in rows} for rows in (facts, read))
    assert len(wanted) > 540 and len(wanted & found) / len(wanted) >= 0.95
