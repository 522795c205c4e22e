"""The ladder as its page shows it: the rungs in the order of the text, each with its laws and offers."""

from __future__ import annotations

from dataclasses import dataclass

from graph.fact import Fact
from graph.offer import Offer
from web.citations import Citation, Statement, cite, statements
from web.offer_view import OfferRow, facts_of, row_of
from web.startup import Service


@dataclass(frozen=True)
class RungOffer:
    """An offer on a rung; ``is_described`` is false where only the ladder names it."""

    row: OfferRow
    is_described: bool


@dataclass(frozen=True)
class Rung:
    """A step of the ladder; ``fact`` is what names it."""

    number: int
    name: str
    fact: Fact
    citation: Citation
    laws: tuple[Statement, ...]
    offers: tuple[RungOffer, ...]


def rungs(service: Service, district: str | None = None) -> list[Rung]:
    """The steps, lowest first as the document has them; ``district`` leaves out what is only elsewhere."""
    return [_rung(service, number, fact, district) for number, fact in enumerate(_steps(service), 1)]


def step_numbers(service: Service) -> dict[str, int]:
    """The number of each step by its name."""
    return {fact.subject: number for number, fact in enumerate(_steps(service), 1)}


def without_step(service: Service) -> list[OfferRow]:
    """The interventions of the ladder's own document that stand on no step."""
    documents = {rung.document for rung in service.index.facts.values() if rung.relation == "ladder_step"}
    return [
        row_of(service, offer)
        for offer in service.index.offers.values()
        if offer.step is None and offer.kind == "Intervention" and any(fact.document in documents for fact in facts_of(service, offer))
    ]


def _steps(service: Service) -> list[Fact]:
    """What names the steps, in the order of the text."""
    return sorted((fact for fact in service.index.facts.values() if fact.relation == "type" and fact.object == "LadderStep"), key=_place)


def _rung(service: Service, number: int, fact: Fact, district: str | None) -> Rung:
    laws = [law for law in service.index.facts.values() if law.subject == fact.subject and law.relation == "legal_basis"]
    offers = [offer for offer in service.index.offers.values() if offer.step == fact.subject and _is_near(offer, district)]
    return Rung(
        number=number,
        name=fact.subject,
        fact=fact,
        citation=cite(service, fact.document, fact.start, fact.end),
        laws=tuple(statements(service, sorted(laws, key=_place))),
        offers=tuple(RungOffer(row_of(service, offer), _is_described(service, offer)) for offer in offers),
    )


def _place(fact: Fact) -> tuple[str, int]:
    return fact.document, fact.start


def _is_near(offer: Offer, district: str | None) -> bool:
    """True where an offer may reach a district; what names no place is kept."""
    return district is None or offer.citywide or offer.all_schools or not offer.districts or district in offer.districts


def _is_described(service: Service, offer: Offer) -> bool:
    on_ladder = {fact.section for fact in facts_of(service, offer) if fact.relation == "ladder_step"}
    return any(fact.section not in on_ladder for fact in facts_of(service, offer))
