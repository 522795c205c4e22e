"""The list of offers with its filters and their counts."""

from __future__ import annotations

from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from web.facets import TITLES, Facet, facets_of, known_choices, left
from web.offer_view import OfferRow, row_of
from web.startup import Service

PAGE = 40  # offers a page, so that it stays below 60 kB


@dataclass(frozen=True)
class Catalogue:
    """One page of the list."""

    rows: tuple[OfferRow, ...]
    total: int
    facets: tuple[Facet, ...]
    chosen: dict[str, str]
    page: int
    pages: int


def catalogue(service: Service, query: MultiDict[str, str]) -> Catalogue:
    """The offers that the chosen filters leave; a value that no offer has is passed over."""
    offers = list(service.index.offers.values())
    chosen = known_choices(service, offers, {name: query[name] for name in TITLES if query.get(name)})
    rows = sorted((row_of(service, offer) for offer in left(service, offers, chosen)), key=lambda row: (row.is_draft, row.step is None, row.label.casefold()))
    pages = max(1, -(-len(rows) // PAGE))
    page = min(max(1, query.get("side", 1, type=int)), pages)
    return Catalogue(tuple(rows[(page - 1) * PAGE:page * PAGE]), len(rows), facets_of(service, offers, chosen, TITLES), chosen, page, pages)
