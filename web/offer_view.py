"""An offer as the pages show it: the lines of a card and the fields of its own page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from flask import url_for

from corpus.document import Source
from graph.fact import Fact
from graph.offer import Offer, Quoted, is_condition
from search.limits import where
from web.citations import Statement, cite, quotations, short_section, source_words, statements
from web.startup import Service
from web.wording import KINDS, administrations, date_words

DESCRIPTION, _FUNDED_UNTIL = "Beskrivelse af indsats", "Finansieret til og med"

_WHO = ("target_group", "age_min", "age_max", "grade_min", "grade_max")
_WHERE = ("district", "citywide", "school")
_FUNDING = ("funding_kind", "funding_amount", "funding_period")
_FIXED = (
    ("Til hvem", _WHO), ("Til hvem ikke", ("exclusion",)), ("Hvor", _WHERE), ("Betingelser", ()), ("Sådan henviser du", ("referral_route",)),
    ("Kontakt", ("contact_phone",)), ("Hvor længe", ("duration",)), ("Finansiering", _FUNDING), ("Erfaring", ("evidence",)),
    ("Samarbejder med", ("partner", "provider")),
)  # fmt: skip
_WHERE_KNOWN = (
    ("Resultat", ("outcome",)), ("Lovgrundlag", ("legal_basis",)), ("Pligter", ("duty",)), ("Frister", ("deadline",)),
    ("Kapacitet", ("capacity",)), ("Begyndt", ("start_year",)), ("Betyder", ("defines",)),
)  # fmt: skip
_ON_PAPER = {"Hvad er det": 1, "Betingelser": 5, "Kontakt": 6, "Hvor": 4, "Finansiering": 3, "Erfaring": 20}  # a figure never goes without its caveat
_CARD = (("Til hvem", _WHO, 1), ("Hvor", _WHERE, 2), ("Hvor længe", ("duration",), 1), ("Finansiering", _FUNDING, 2))


@dataclass(frozen=True)
class Field:
    """A named field; ``more`` says how many statements were left out."""

    name: str
    statements: tuple[Statement, ...]
    more: int = 0


@dataclass(frozen=True)
class OfferRow:
    """An offer in a list."""

    id: str
    label: str
    kind: str
    responsible: tuple[str, ...]
    where: str
    step: str | None
    is_draft: bool


@dataclass(frozen=True)
class Origin:
    """A document that tells of an offer; ``is_old`` where it is from more than a year ago."""

    title: str
    date: str
    words: str
    is_old: bool


@dataclass(frozen=True)
class OfferPage:
    """All of one offer; ``sources`` are the documents that tell of it."""

    row: OfferRow
    owners: tuple[str, ...]
    fields: tuple[Field, ...]
    wholes: tuple[tuple[str, str | None], ...]
    parts: tuple[tuple[str, str | None], ...]
    sources: tuple[Origin, ...]
    references: tuple[str, ...]
    passages: tuple[Statement, ...]
    valid_until: str | None


def row_of(service: Service, offer: Offer) -> OfferRow:
    """An offer as a list shows it."""
    drafts = {service.index.sources[service.index.facts[id_].document]["status"] == "udkast" for id_ in offer.facts}
    return OfferRow(offer.id, offer.label, KINDS[offer.kind], offer.responsible, where(offer), offer.step, drafts == {True})


def card_fields(service: Service, offer: Offer) -> list[Field]:
    """The lines of a card, each with at most some statements, then conditions, way in, contact and end of funding.

    What is no intervention (a contact, an organisation) has only the lines the documents fill, and always its contact.
    """
    facts = facts_of(service, offer)
    fields = [_shortened(name, _told_once(statements(service, _of(facts, relations))), most) for name, relations, most in _CARD]
    fields.append(Field("Betingelser", _conditions(service, offer)))
    fields.append(Field("Sådan henviser du", tuple(statements(service, _quoted(service, offer.referral)))))
    fields.append(Field("Kontakt", tuple(statements(service, _quoted(service, offer.contact)))))
    if offer.valid_until:
        fields.append(Field(_FUNDED_UNTIL, _end_of_funding(service, offer, facts)))
    return fields if offer.kind == "Intervention" else [field for field in fields if field.statements or field.name == "Kontakt"]


def page_of(service: Service, offer: Offer) -> OfferPage:
    """The page of an offer: a fixed list of fields, then those the documents happen to know."""
    facts = facts_of(service, offer)
    conditions = " ".join(service.index.facts[quoted.fact].quote for quoted in offer.conditions)
    told = [fact for fact in facts if fact.relation != "referral_route" or fact.quote not in conditions]
    fields = [Field("Hvad er det", _description(service, offer))]
    for name, relations in _FIXED:
        found = _conditions(service, offer) if name == "Betingelser" else tuple(statements(service, _of(told, relations)))
        fields.append(Field(name, found))
        if name == "Finansiering" and offer.valid_until:
            fields.append(Field(_FUNDED_UNTIL, _end_of_funding(service, offer, facts)))
    known = (Field(name, tuple(statements(service, _of(facts, relations)))) for name, relations in _WHERE_KNOWN)
    sources = [service.documents[id_].source for id_ in dict.fromkeys(fact.document for fact in facts)]
    return OfferPage(
        row=row_of(service, offer),
        owners=tuple(administrations().get(short, short) for short in offer.responsible),
        fields=(*fields, *(field for field in known if field.statements)),
        wholes=tuple((name, link_of(service, name)) for name in offer.part_of),
        parts=tuple((name, link_of(service, name)) for name in offer.parts),
        sources=tuple(Origin(source.title, date_words(source.date), source_words(source), _is_old(source)) for source in sources),
        references=tuple(f"{source.publisher}: {source_words(source)}{' (udkast)' if source.is_draft else ''}. Afsnit: »{offer.label}«." for source in sources),
        passages=_mentions(service, offer),
        valid_until=date_words(offer.valid_until) if offer.valid_until else None,
    )


def handout_fields(service: Service, offer: Offer) -> list[Field]:
    """The fields of one sheet of paper: the description, then those of the fixed list, each with at most some statements."""
    rest = {name for name, _ in _WHERE_KNOWN}
    return [_shortened(field.name, list(field.statements), _ON_PAPER.get(field.name, 2)) for field in page_of(service, offer).fields if field.name not in rest]


def facts_of(service: Service, offer: Offer) -> list[Fact]:
    """The facts of an offer in the order of the text."""
    return [service.index.facts[id_] for id_ in offer.facts]


def link_of(service: Service, name: str) -> str | None:
    """The page of the offer of a name."""
    offer = next((offer for offer in service.index.offers.values() if offer.label == name), None)
    return url_for("pages.offer", id_=offer.id) if offer else None


def _is_old(source: Source) -> bool:
    """True where a document's date, or the year or month it is from, ended more than a year ago."""
    last = f"{source.date}{'-12-31'[len(source.date) - 10:]}" if len(source.date) < 10 else source.date
    return last[:7] < f"{date.today().year - 1}{date.today().isoformat()[4:7]}"


def _of(facts: Iterable[Fact], relations: tuple[str, ...]) -> list[Fact]:
    return [fact for fact in facts if fact.relation in relations and not (fact.relation == "target_group" and is_condition(fact))]


def _quoted(service: Service, quoted: Quoted | None) -> list[Fact]:
    return [service.index.facts[quoted.fact]] if quoted else []


def _told_once(found: list[Statement]) -> list[Statement]:
    """Statements without those whose words stand within another's."""
    texts = [statement.text.casefold().strip(" .") for statement in found]
    return [statement for at, statement in enumerate(found) if not any(texts[at] in text and (texts[at] != text or other < at) for other, text in enumerate(texts) if other != at)]


def _shortened(name: str, found: list[Statement], most: int) -> Field:
    return Field(name, tuple(found[:most]), max(0, len(found) - most))


def _conditions(service: Service, offer: Offer) -> tuple[Statement, ...]:
    return tuple(quotations(service, (service.index.facts[quoted.fact] for quoted in offer.conditions)))


def _end_of_funding(service: Service, offer: Offer, facts: list[Fact]) -> tuple[Statement, ...]:
    """The last day of the money, resting on the sentence that gives the period."""
    year = (offer.valid_until or "")[:4]
    period = next((fact for fact in facts if fact.relation == "funding_period" and year[2:] in fact.quote), None)
    if period is None or offer.valid_until is None:
        return ()
    return (Statement(date_words(offer.valid_until), cite(service, period.document, period.start, period.end), False),)


def _description(service: Service, offer: Offer) -> tuple[Statement, ...]:
    """What the documents write under the heading of a description, without the heading itself."""
    found = []
    for id_ in service.index.passages_of(offer.id):
        passage = service.index.passages[id_]
        if not short_section(passage.section).endswith(DESCRIPTION):
            continue
        start = passage.start + (len(DESCRIPTION) + 1 if passage.text.startswith(f"{DESCRIPTION}\n") else 0)
        found.append((passage.start, Statement(passage.text[start - passage.start:], cite(service, passage.document, start, passage.end), True)))
    return tuple(statement for _, statement in sorted(found, key=lambda pair: pair[0]))


def _mentions(service: Service, offer: Offer) -> tuple[Statement, ...]:
    """Where the offer is spoken of, one line a section."""
    seen: dict[tuple[str, str], Statement] = {}
    for fact in facts_of(service, offer):
        citation = cite(service, fact.document, fact.start, fact.end)
        seen.setdefault((citation.source, citation.section), Statement(citation.section or citation.source, citation, False))
    return tuple(seen.values())
