"""Filters of offers: what each reads of an offer, how its values are named, and how many offers each value leaves.

A value of a filter travels as one token "trin=Støttende indsatser", so that a form or an address can carry any number of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from graph.offer import Offer
from web.ladder_view import step_numbers
from web.startup import Service
from web.wording import FUNDING, NOT_STATED, administrations

WITHOUT, CITY = "uden", "hele-byen"
TITLES = {
    "trin": "Trin på indsatstrappen", "bydel": "Bydel", "forvaltning": "Forvaltning", "alder": "Alder og klassetrin", "finansiering": "Finansiering",
}  # fmt: skip
ORDERS = {"match": "Bedste match", "trin": "Trin på trappen"}

Bounds = tuple[int, int]


@dataclass(frozen=True)
class Stage:
    """A part of childhood, in years and, in school, in grades; bounds are inclusive."""

    label: str
    ages: Bounds
    grades: Bounds | None = None


STAGES = {
    "foer-skole": Stage("Under 6 år", (0, 5)),
    "indskoling": Stage("Indskoling (0.-3. klasse)", (6, 9), (0, 3)),
    "mellemtrin": Stage("Mellemtrin (4.-6. klasse)", (10, 12), (4, 6)),
    "udskoling": Stage("Udskoling (7.-10. klasse)", (13, 16), (7, 10)),
    "unge": Stage("Fra 17 år", (17, 120)),
}


@dataclass(frozen=True)
class Choice:
    """A value of a filter with the number of offers that it would leave."""

    value: str
    label: str
    count: int
    is_chosen: bool
    token: str


@dataclass(frozen=True)
class Facet:
    """A filter."""

    name: str
    title: str
    choices: tuple[Choice, ...]


def values_of(service: Service, offer: Offer, name: str) -> Iterable[str]:
    """The values that an offer has under a filter; "uden" where the documents give none."""
    return list(_READ[name](service, offer)) or [WITHOUT]


def left(service: Service, offers: Iterable[Offer], chosen: dict[str, str]) -> list[Offer]:
    """The offers that have every chosen value."""
    return [offer for offer in offers if all(value in values_of(service, offer, name) for name, value in chosen.items())]


def known_choices(service: Service, offers: Iterable[Offer], asked: dict[str, str]) -> dict[str, str]:
    """What of the asked filters some offer has; the rest is passed over."""
    offers = list(offers)
    return {name: value for name, value in asked.items() if name in _READ and any(value in values_of(service, offer, name) for offer in offers)}


def facets_of(service: Service, offers: Sequence[Offer], chosen: dict[str, str], names: Iterable[str]) -> tuple[Facet, ...]:
    """The filters, each with counts under the other filters."""
    return tuple(_facet(service, offers, chosen, name) for name in names)


def read_tokens(tokens: Iterable[str]) -> dict[str, str]:
    """Filters by name from tokens; of two for one filter the later counts."""
    pairs = (token.partition("=") for token in tokens)
    return {name: value for name, _, value in pairs if name in TITLES and value}


def _facet(service: Service, offers: Sequence[Offer], chosen: dict[str, str], name: str) -> Facet:
    others = {other: value for other, value in chosen.items() if other != name}
    counts = Counter(value for offer in left(service, offers, others) for value in values_of(service, offer, name))
    order = step_numbers(service) if name == "trin" else {value: place for place, value in enumerate((CITY, *STAGES, *FUNDING))}
    values = sorted(counts, key=lambda value: (value == WITHOUT, order.get(value, 0 if name == "trin" else len(order)), value))
    choices = (Choice(value, _label(name, value, order), counts[value], chosen.get(name) == value, f"{name}={value}") for value in values)
    return Facet(name, TITLES[name], tuple(choices))


def _label(name: str, value: str, order: dict[str, int]) -> str:
    if value == WITHOUT:
        return NOT_STATED
    if value == CITY:
        return "Hele byen"
    if name == "trin":
        return f"Trin {order[value]}: {value}" if value in order else value
    if name == "alder":
        return STAGES[value].label
    if name == "finansiering":
        return FUNDING.get(value, value)
    return administrations().get(value, value) if name == "forvaltning" else value


def _places(service: Service, offer: Offer) -> Iterable[str]:
    return [CITY] if offer.citywide or offer.all_schools else offer.districts


def _stages(service: Service, offer: Offer) -> Iterable[str]:
    return [
        name
        for name, stage in STAGES.items()
        if any(_meet(span, stage.ages) for span in offer.ages) or (stage.grades and any(_meet(span, stage.grades) for span in offer.grades))
    ]


def _meet(span: tuple[int | None, int | None], bounds: Bounds) -> bool:
    """True where a span, possibly open, and bounds share a year or a grade."""
    low, high = span
    return (low is None or low <= bounds[1]) and (high is None or bounds[0] <= high)


def _funding(service: Service, offer: Offer) -> Iterable[str]:
    facts = (service.index.facts[id_] for id_ in offer.facts)
    return dict.fromkeys(fact.object for fact in facts if fact.relation == "funding_kind" and fact.object)


_READ: dict[str, Callable[[Service, Offer], Iterable[str]]] = {
    "trin": lambda service, offer: [offer.step] if offer.step else [],
    "bydel": _places,
    "forvaltning": lambda service, offer: offer.responsible,
    "alder": _stages,
    "finansiering": _funding,
}
