"""Offers carry the limits, conditions, ways in, contacts and end dates that the facts of the four documents give them."""

from __future__ import annotations

import pytest

from corpus.catalogue import read_catalogue
from graph.extraction import extract_facts
from graph.fact import Fact
from graph.offers import Offer, offers_of

BHV, VVK, NOEB = "Brønshøj-Husum-Vanløse", "Valby-Vesterbro-Kgs. Enghave", "Nørrebro-Bispebjerg"
ENTRY = "Indgang til Bedre Mental Sundhed"


@pytest.fixture(scope="module")
def facts() -> list[Fact]:
    return extract_facts(read_catalogue())


@pytest.fixture(scope="module")
def offers(facts: list[Fact]) -> dict[str, Offer]:
    found = offers_of(facts)
    assert len(found) == len({offer.id for offer in found}) == len({offer.label for offer in found})
    return {offer.label: offer for offer in found}


@pytest.mark.parametrize(
    ("name", "ages"),
    [
        ("Mind My Mind", {(6, 16)}),
        ("Cool Kids", {(7, 12)}),
        ("Chilled", {(13, 17)}),
        ("Cool kids og Chilled", {(7, 12), (13, 17)}),
        ("Center for Mental Sundhed", {(15, None)}),
        ("Tidlig sprogindsats", {(0, 2)}),
        ("Snabslanten", {(13, 30)}),
        ("U-Start", set()),
    ],
)
def test_ages(offers: dict[str, Offer], name: str, ages: set[tuple[int | None, int | None]]) -> None:
    assert set(offers[name].ages) == ages


@pytest.mark.parametrize(
    ("name", "grades"),
    [
        ("U-Start", {(0, 9)}),
        ("Den koordinerende fraværsindsats", {(0, 9)}),
        ("Kom glad i skole – hver dag", {(5, 5), (1, 1)}),
        ("LæseLiga", {(4, 4)}),
        ("Mind My Mind", set()),
    ],
)
def test_grades(offers: dict[str, Offer], name: str, grades: set[tuple[int, int]]) -> None:
    assert set(offers[name].grades) == grades


@pytest.mark.parametrize(
    ("name", "districts", "schools"),
    [
        ("Skolefraværsrådgivere", {VVK, BHV, NOEB}, 6),
        ("Kom glad i skole – hver dag", {NOEB}, 9),
        ("Kom i skole igen", {BHV}, 9),
        ("U-Start", {"Amager"}, 0),
        ("Den koordinerende fraværsindsats", {VVK}, 0),
        ("Socialforvaltningen, lokal enhed Amager", {"Amager"}, 0),
    ],
)
def test_places(offers: dict[str, Offer], name: str, districts: set[str], schools: int) -> None:
    offer = offers[name]
    assert set(offer.districts) == districts
    assert len(offer.schools) == schools
    assert not offer.citywide


@pytest.mark.parametrize(
    ("name", "for_pupils"),
    [
        ("Skolesocialrådgivere", True), ("Skoleflex indsatser", True), ("Skoleflex MINI", True), ("Mind My Mind", False), ("PLUS-plads", False), ("Kontakt til Socialforvaltningen", False),
    ],
)  # fmt: skip
def test_pupils_are_known_by_the_target_group(offers: dict[str, Offer], name: str, for_pupils: bool) -> None:
    assert offers[name].for_pupils is for_pupils


def test_a_neighbourhood_counts_as_its_district(offers: dict[str, Offer]) -> None:
    outreach = next(offer for name, offer in offers.items() if name.startswith("fremskudte indsatser ("))
    assert set(outreach.districts) == {"Amager", BHV}


@pytest.mark.parametrize("name", ["Mind My Mind", "Cool kids og Chilled", "Skoleflex indsatser", "Sygeundervisning i regi af Holbergskolen"])
def test_whole_city(offers: dict[str, Offer], name: str) -> None:
    assert offers[name].citywide
    assert not offers[name].districts


def test_all_schools(offers: dict[str, Offer]) -> None:
    assert [name for name, offer in offers.items() if offer.all_schools] == ["Skolesocialrådgivere"]


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("Skolefraværsrådgivere", "2028-12-31"),
        ("Den koordinerende fraværsindsats", "2026-12-31"),
        ("U-Start", None),
        ("Skolesocialrådgivere", None),
        ("Kom glad i skole – hver dag", None),
    ],
)
def test_valid_until_is_the_last_day_of_temporary_money(offers: dict[str, Offer], name: str, date: str | None) -> None:
    assert offers[name].valid_until == date


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Den koordinerende fraværsindsats", "min. 15 % fravær og en underretning"),
        ("Skoleflex indsatser", "bevilling fra det lokale Beslutnings- og Koordinationsudvalg (BEKU)"),
        ("Kom glad i skole – hver dag", "har en sag i SOF ved opstart af forløb"),
        ("Skolefraværsrådgivere", "bosat i et monitoreringsområde"),
        ("U-Start", "udtømt de handlemuligheder"),
        ("Mind My Mind", "mistanke om psykisk mistrivsel"),
        ("Sygeundervisning i regi af Holbergskolen", "ikke en del af målgruppen"),
    ],
)
def test_conditions_with_a_fact_behind_each(facts: list[Fact], offers: dict[str, Offer], name: str, words: str) -> None:
    quotes = {fact.id: fact.quote for fact in facts}
    conditions = offers[name].conditions
    assert [condition for condition in conditions if words in condition.text]
    assert all(quotes[condition.fact] for condition in conditions)


@pytest.mark.parametrize("name", ["Skolesocialrådgivere", "Kom i skole igen", "Center for Mental Sundhed"])
def test_no_condition_where_the_documents_give_none(offers: dict[str, Offer], name: str) -> None:
    assert offers[name].conditions == ()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Mind My Mind", ENTRY),
        ("Cool kids og Chilled", ENTRY),
        ("Kom glad i skole – hver dag", "samtale med sundhedsplejersken"),
        ("Center for Mental Sundhed", "henvisning til tilbuddene"),
        ("Den Sociale Døgnvagt", "normal åbningstid"),
        ("Fælles kommunal indgang", "henvende sig"),
    ],
)
def test_referral(facts: list[Fact], offers: dict[str, Offer], name: str, words: str) -> None:
    referral = offers[name].referral
    assert referral is not None and words in referral.text
    assert referral.fact in {fact.id for fact in facts if fact.relation == "referral_route"}


@pytest.mark.parametrize(
    ("name", "digits"), [("Den Sociale Døgnvagt", "33 17 33 33"), ("Socialforvaltningen, lokal enhed City-Østerbro", "33174920"), ("U-Start", None)]
)
def test_contact(offers: dict[str, Offer], name: str, digits: str | None) -> None:
    contact = offers[name].contact
    assert (contact.text if contact else None) == digits


def test_parts_and_steps(offers: dict[str, Offer]) -> None:
    umbrella = offers["Skoleflex indsatser"]
    assert {"Skoleflex", "Skoleflex MINI", "Skoleflex Plus", "Tilbageslusringsflex"} <= set(umbrella.parts)
    assert umbrella.step == "Støttende indsatser og specialpædagogisk bistand"
    assert "Skoleflex indsatser" in offers["Skoleflex MINI"].part_of
    assert not set(umbrella.part_of) & set(umbrella.parts)


def test_no_offer_is_an_administration_a_document_or_a_law(offers: dict[str, Offer]) -> None:
    names = set(offers)
    assert len(names) > 250
    assert not names & {"BUF", "SOF", "SUF", "Socialforvaltningen", "Børne- og Ungdomsforvaltningen", "Sundheds- og Omsorgsforvaltningen"}
    assert not names & {"Handlevejledning ved mistrivsel", "Trivselsstrategi for Københavns børn og unge 2024-2030", "Barnets lov"}


def test_every_offer_goes_to_data_and_back(offers: dict[str, Offer]) -> None:
    assert all(Offer.from_json(offer.to_json()) == offer for offer in offers.values())


def fact(relation: str, object_: str | None, value: float | None = None) -> Fact:
    return Fact("Morgenholdet", relation, object_, "lille", "", "Morgenholdet er for børn fra 6-9 år.", 0, 36, value)


def test_an_open_end_is_none() -> None:
    (offer,) = offers_of([fact("type", "Intervention"), fact("age_max", None, 9.0)])
    assert offer.ages == ((None, 9),)


def test_permanent_money_has_no_end() -> None:
    (offer,) = offers_of([fact("type", "Intervention"), fact("funding_kind", "permanent"), fact("funding_period", "fra 2025-28")])
    assert offer.valid_until is None


def test_what_has_no_type_is_no_offer() -> None:
    assert offers_of([fact("age_min", None, 6.0)]) == []
