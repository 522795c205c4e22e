"""Overlaps: what two interventions share by the documents, what it means, and that each pair depends on its two alone."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import pytest

from graph.fact import Fact
from graph.needs import concepts_in, recipients_in
from graph.offers import offers_of
from graph.overlap.candidates import candidates
from graph.overlap.overlaps import find_overlaps, overlaps_of
from graph.overlap.pair import ASPECTS, KINDS, Overlap
from graph.overlap.scoring import WEIGHTS
from graph.overlap.sharing import Sharing
from graph.overlap.traits import Traits, traits_of
from web.startup import Service

ADVISERS, GLAD, AGAIN = "Skolefraværsrådgivere", "Kom glad i skole – hver dag", "Kom i skole igen"
START, COORDINATED, SICK = "U-Start", "Den koordinerende fraværsindsats", "Sygeundervisning i regi af Holbergskolen"
SOCIAL, FLEX, MIND, COOL = "Skolesocialrådgivere", "Skoleflex indsatser", "Mind My Mind", "Cool kids og Chilled"
BHV, NOEB, VVK = "Brønshøj-Husum-Vanløse", "Nørrebro-Bispebjerg", "Valby-Vesterbro-Kgs. Enghave"
NINE = {
    "Bellahøj Skole", "Brønshøj Skole", "Damhusengens Skole", "Husum Skole", "Katrinedals Skole", "Kirkebjerg Skole", "Korsager Skole", "Rødkilde Skole", "Tingbjerg Skole",
}  # fmt: skip


@pytest.fixture(scope="module")
def facts(service: Service) -> list[Fact]:
    return list(service.index.facts.values())


@pytest.fixture(scope="module")
def traits(facts: list[Fact]) -> list[Traits]:
    return traits_of(offers_of(facts), facts)


@pytest.fixture(scope="module")
def overlaps(service: Service) -> dict[frozenset[str], Overlap]:
    found = {frozenset((overlap.a, overlap.b)): overlap for overlap in service.overlaps}
    assert len(found) == len(service.overlaps) > 50
    return found


def keyed(found: Sequence[Overlap]) -> dict[frozenset[str], Overlap]:
    return {frozenset((overlap.a, overlap.b)): overlap for overlap in found}


@pytest.mark.parametrize(
    ("a", "b", "schools", "derived"),
    [
        (ADVISERS, GLAD, {"Nørre Fælled Skole", "Holbergskolen", "Tagensbo Skole"}, False),
        (ADVISERS, AGAIN, {"Rødkilde Skole", "Tingbjerg Skole"}, False),
        (AGAIN, SOCIAL, NINE, True),
        (GLAD, MIND, set(), False),
        (ADVISERS, SICK, set(), False),  # Holbergskolen runs the one and houses the other
    ],
)
def test_schools(overlaps: dict[frozenset[str], Overlap], a: str, b: str, schools: set[str], derived: bool) -> None:
    overlap = overlaps[frozenset((a, b))]
    assert set(overlap.shared["schools"]) == schools
    assert schools.isdisjoint(overlap.derived) or schools <= set(overlap.derived)
    assert bool(schools & set(overlap.derived)) is derived


@pytest.mark.parametrize(
    ("a", "b", "kind", "aspect", "values"),
    [
        (MIND, COOL, "double", "entrances", ("Indgang til Bedre Mental Sundhed",)),
        (MIND, COOL, "double", "methods", ("kognitiv adfærdsterapi",)),
        (MIND, COOL, "double", "ages", ("7-12 år", "13-16 år")),
        (START, COORDINATED, "complement", "districts", ()),
        (START, MIND, "complement", "funding", ("TV02",)),
        (START, SICK, "complement", "target", ("massivt fravær",)),
        (START, FLEX, "step_up", "laws", ("Barnets lov § 32",)),
        (ADVISERS, COORDINATED, "step_up", "districts", (VVK,)),
        (ADVISERS, GLAD, "complement", "steps", ("Tidlig forebyggende indsatser",)),
        (COOL, START, "same_step", "target", ()),
        (COOL, START, "same_step", "districts", ("Amager",)),
        (GLAD, AGAIN, "same_step", "districts", ()),
        ("Aktive Børn i Forening", "ABIF Klub", "complement", "target", ("udsatte byområder og boligområder",)),
        ("Tidlig sprogindsats", "Sprogvurderinger", "step_up", "target", ("børns sprog",)),
    ],
)
def test_kinds_and_what_is_shared(overlaps: dict[frozenset[str], Overlap], a: str, b: str, kind: str, aspect: str, values: tuple[str, ...]) -> None:
    overlap = overlaps[frozenset((a, b))]
    assert overlap.kind == kind
    assert overlap.shared[aspect] == values


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (GLAD, START), (GLAD, FLEX), (GLAD, SICK), (AGAIN, MIND), (AGAIN, FLEX), (SOCIAL, SICK), (SOCIAL, FLEX), (ADVISERS, START), (COOL, SOCIAL),
        ("Cool Kids", COOL), ("Aktive Børn i Forening", "Fritidsaktiviteter for børn og unge"),
    ],
)  # fmt: skip
def test_pairs_that_share_nothing_that_matters(overlaps: dict[frozenset[str], Overlap], a: str, b: str) -> None:
    assert frozenset((a, b)) not in overlaps


def test_parallel_offers_are_told_to_lie_in_different_districts(overlaps: dict[frozenset[str], Overlap]) -> None:
    assert overlaps[frozenset((START, COORDINATED))].why.startswith("Samme målgruppe, men i forskellige bydele: begge nævner bekymrende fravær")


def test_most_alike_come_first_and_mere_steps_last(service: Service) -> None:
    first, *_ = service.overlaps
    assert {first.a, first.b} == {MIND, COOL}
    kinds = [overlap.kind == "same_step" for overlap in service.overlaps]
    assert kinds == sorted(kinds) and any(kinds)


def test_score_is_the_sum_of_its_parts(service: Service) -> None:
    assert sum(WEIGHTS.values()) == pytest.approx(1) and WEIGHTS.keys() == set(ASPECTS)
    for overlap in service.overlaps:
        assert overlap.kind in KINDS
        assert 0 < overlap.score <= 1 and overlap.score == pytest.approx(sum(overlap.parts.values()), abs=0.002)
        assert all(0 < part <= WEIGHTS[aspect] for aspect, part in overlap.parts.items())
        assert overlap.shared.keys() == set(ASPECTS)


def test_quotes_are_exact_and_of_both(service: Service) -> None:
    assert service.overlaps
    for overlap in service.overlaps:
        assert {quote.about for quote in overlap.quotes} == {overlap.a, overlap.b}
        for quote in overlap.quotes:
            assert service.documents[quote.document].text[quote.start:quote.end] == quote.text != ""


def test_survives_json(service: Service) -> None:
    assert [Overlap.from_json(overlap.to_json()) for overlap in service.overlaps] == service.overlaps


def test_order_of_interventions_does_not_matter(traits: list[Traits]) -> None:
    forwards, backwards = keyed(overlaps_of(traits)), keyed(overlaps_of(traits[::-1]))
    assert forwards.keys() == backwards.keys()
    for pair, overlap in forwards.items():
        assert (overlap.shared, overlap.kind, overlap.score, set(overlap.derived)) == (
            backwards[pair].shared, backwards[pair].kind, backwards[pair].score, set(backwards[pair].derived),
        )  # fmt: skip


def test_products_find_every_pair_that_binds(traits: list[Traits]) -> None:
    found = set(candidates(traits))
    bound = {(i, j) for i, j in combinations(range(len(traits)), 2) if Sharing(traits[i], traits[j]).binds}
    assert bound and bound <= found


def stated(name: str, **said: str) -> list[Fact]:
    told = {"type": "Intervention", **said}
    return [Fact(name, relation, words, "prøve", name, words, 0, len(words)) for relation, words in told.items()]


def test_city_wide_offers_with_different_needs_do_not_meet() -> None:
    facts = [*stated("Alfa", citywide="true", target_group="børn med angst"), *stated("Beta", citywide="true", target_group="elever med massivt fravær")]
    assert find_overlaps(offers_of(facts), facts) == []


def test_same_need_in_different_districts_is_no_overlap() -> None:
    facts = [*stated("Alfa", district="Amager", target_group="børn med angst"), *stated("Beta", district=NOEB, target_group="børn med angst")]
    assert find_overlaps(offers_of(facts), facts) == []


def test_same_need_for_pupils_and_for_staff_is_no_overlap() -> None:
    facts = [*stated("Alfa", target_group="elever med massivt fravær"), *stated("Beta", target_group="medarbejdere, der møder massivt fravær")]
    assert find_overlaps(offers_of(facts), facts) == []


def test_degrees_beside_each_other_meet_and_others_do_not() -> None:
    mild, high, massive = "børn med begyndende fravær", "elever med højt fravær", "elever med massivt fravær"
    facts = [*stated("Alfa", target_group=mild), *stated("Beta", target_group=high), *stated("Gamma", target_group=massive)]
    found = keyed(find_overlaps(offers_of(facts), facts))
    assert {tuple(sorted(pair)): overlap.kind for pair, overlap in found.items()} == {("Alfa", "Beta"): "step_up", ("Beta", "Gamma"): "step_up"}
    assert found[frozenset(("Alfa", "Beta"))].shared["target"] == ("fravær",)


@pytest.mark.parametrize(
    ("text", "concepts"),
    [
        ("børn med begyndende eller lavt fravær", {"begyndende_fravaer"}),
        ("elever med særligt bekymrende eller massivt skolefravær", {"bekymrende_fravaer", "massivt_fravaer"}),
        ("ledelse på en skole", set()),  # no "ledig"
        ("alle børn", set()),
    ],
)
def test_needs_of_a_text(text: str, concepts: set[str]) -> None:
    assert concepts_in(text) & {"begyndende_fravaer", "bekymrende_fravaer", "massivt_fravaer", "skolefravaer", "ledighed"} == concepts


@pytest.mark.parametrize(
    ("text", "groups"),
    [("Personale på skolerne", {"fagfolk"}), ("elever og forældre", {"børn og unge"}), ("SOSU-elever", set()), ("ansatte i Københavns Kommune", {"fagfolk"})],
)
def test_recipients_of_a_text(text: str, groups: set[str]) -> None:
    assert recipients_in(text) == groups
