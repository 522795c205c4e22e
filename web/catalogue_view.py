"""The list of offers with its filters and their counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from graph.offer import Offer
from web.ladder_view import step_numbers
from web.offer_view import OfferRow, row_of
from web.startup import Service
from web.wording import administrations

PAGE = 40  # offers a page, so that it stays below 60 kB


@dataclass(frozen=True)
class Choice:
    """A value of a filter with the number of offers that it would leave."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    """A filter."""

    name: str
    title: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Catalogue:
    """One page of the list."""

    rows: tuple[OfferRow, ...]
    total: int
    facets: tuple[Facet, ...]
    chosen: dict[str, str]
    page: int
    pages: int


_Values = Callable[[Offer], Iterable[str]]
_READ: dict[str, _Values] = {
    "trin": lambda offer: [offer.step] if offer.step else ["uden"],
    "bydel": lambda offer: ["hele-byen"] if offer.citywide or offer.all_schools else offer.districts or ["uden"],
    "forvaltning": lambda offer: offer.responsible or ["uden"],
}
_TITLES = {"trin": "Trin på indsatstrappen", "bydel": "Bydel", "forvaltning": "Forvaltning"}


def catalogue(service: Service, query: MultiDict[str, str]) -> Catalogue:
    """The offers that the chosen filters leave; a value that no offer has is passed over."""
    offers = list(service.index.offers.values())
    known = {name: {value for offer in offers for value in read(offer)} for name, read in _READ.items()}
    chosen = {name: value for name in _READ if (value := query.get(name, "")) in known[name]}
    rows = sorted((row_of(service, offer) for offer in _left(offers, chosen)), key=lambda row: (row.is_draft, row.step is None, row.label.casefold()))
    pages = max(1, -(-len(rows) // PAGE))
    page = min(max(1, query.get("side", 1, type=int)), pages)
    facets = tuple(_facet(service, offers, chosen, name) for name in _READ)
    return Catalogue(tuple(rows[(page - 1) * PAGE:page * PAGE]), len(rows), facets, chosen, page, pages)


def _left(offers: Iterable[Offer], chosen: dict[str, str]) -> list[Offer]:
    return [offer for offer in offers if all(value in _READ[name](offer) for name, value in chosen.items())]


def _facet(service: Service, offers: list[Offer], chosen: dict[str, str], name: str) -> Facet:
    """A filter with counts under the other filters."""
    others = {other: value for other, value in chosen.items() if other != name}
    counts = Counter(value for offer in _left(offers, others) for value in _READ[name](offer))
    order = step_numbers(service) if name == "trin" else {}
    values = sorted(counts, key=lambda value: (value == "uden", order.get(value, 0), value))
    choices = (Choice(value, _label(name, value, order), counts[value], chosen.get(name) == value) for value in values)
    return Facet(name, _TITLES[name], tuple(choices))


def _label(name: str, value: str, order: dict[str, int]) -> str:
    if value == "uden":
        return "Står ikke i kilden"
    if value == "hele-byen":
        return "Hele byen"
    if name == "trin":
        return f"Trin {order[value]}: {value}" if value in order else value
    return administrations().get(value, value) if name == "forvaltning" else value
