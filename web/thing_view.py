"""A thing of the graph as its page shows it: what the documents say of it, where it is named, and its properties."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph.description import Claim, Description, GraphReader, Value
from graph.fact import INFERRED, Fact
from web.citations import Citation, cite
from web.startup import Service
from web.wording import RELATIONS, fact_words

_PAGE_SIZE = 24_000  # characters of text in the tables of one page
_ROW_SIZE = 420  # characters of markup around a row, about
_LONGEST = 300  # characters of a property's words
_PROPERTIES = 40
_STATEMENT, _QUOTE = "udsagn", "citat"
_OWN_KINDS = {
    "udsagn": "Udsagn", "citat": "Citat", "graf": "Navngiven graf", "dokument": "Dokument", "status": "Dokumentets status", "behov": "Behov",
    "hensigt": "Hensigt med et spørgsmål", "publikum": "Hvem hjælpen er til", "uden-for": "Emne uden for dokumenterne", "relation": "Relation",
    "slags": "Slags ting",
}  # fmt: skip
_VOCABULARY, _UNNAMED = "Ordliste", "Del af grafen"


@dataclass(frozen=True)
class FactRow:
    """A fact with the addresses of what it binds and the words it rests on."""

    subject: str
    subject_path: str | None
    relation: str
    words: str
    object_path: str | None
    citation: Citation | None
    is_inferred: bool
    reason: str | None


@dataclass(frozen=True)
class ThingPage:
    """One page of a thing; ``number`` of ``count`` pages."""

    path: str
    label: str
    kind: str
    definitions: tuple[str, ...]
    claims: tuple[FactRow, ...]
    mentions: tuple[FactRow, ...]
    incoming: tuple[Value, ...]
    values: tuple[Value, ...]
    number: int
    count: int


Row = tuple[str, FactRow | Value]


def thing_page(service: Service, reader: GraphReader, thing: Description, number: int) -> ThingPage:
    """One page of what is known of a thing; long tables go on over several pages."""
    sheets = list(_sheets(list(_rows(service, reader, thing))))
    number = min(max(number, 1), len(sheets))
    chosen = sheets[number - 1]
    facts = {part: tuple(row for name, row in chosen if name == part and isinstance(row, FactRow)) for part in ("claims", "mentions")}
    return ThingPage(
        path=thing.path,
        label=_label(service, thing),
        kind=_kind(thing),
        definitions=tuple(text for text in thing.definitions if text != thing.label),
        claims=facts["claims"],
        mentions=facts["mentions"],
        incoming=tuple(row for name, row in chosen if name == "incoming" and isinstance(row, Value)),
        values=_shortened(thing.values) if number == 1 else (),
        number=number,
        count=len(sheets),
    )


def _rows(service: Service, reader: GraphReader, thing: Description) -> Iterator[Row]:
    """All rows in their order: about the thing, naming it, pointing at it."""
    yield from fact_rows(service, reader, thing)
    told = {claim.subject for claim in thing.mentions}
    for value in sorted(set(thing.incoming), key=lambda value: (value.text, value.property)):
        if value.path not in told:
            yield "incoming", value


def fact_rows(service: Service, reader: GraphReader, thing: Description) -> Iterator[tuple[str, FactRow]]:
    """The facts about a thing ("claims") and those about other things that name it ("mentions")."""
    first, _, rest = thing.path.partition("/")
    if first == _STATEMENT:
        claims: Sequence[Claim] = [Claim(rest, reader.subject_of(rest) or "", None)]
    else:
        claims = thing.claims
    for part, found in (("claims", claims), ("mentions", thing.mentions)):
        pairs = [(fact, claim) for claim in found if (fact := service.fact(claim.id))]
        for fact, claim in sorted(pairs, key=lambda pair: (pair[0].document, pair[0].start, pair[0].relation, pair[0].id)):
            yield part, _fact_row(service, reader, fact, claim)


def _fact_row(service: Service, reader: GraphReader, fact: Fact, claim: Claim) -> FactRow:
    is_cited = bool(fact.quote) and fact.document in service.documents
    return FactRow(
        subject=fact.subject,
        subject_path=claim.subject or None,
        relation=RELATIONS.get(fact.relation, fact.relation),
        words=reader.kind_label(fact.object or "").capitalize() if fact.relation == "type" else fact_words(fact),
        object_path=claim.object,
        citation=cite(service, fact.document, fact.start, fact.end) if is_cited else None,
        is_inferred=fact.basis == INFERRED,
        reason=fact.reason,
    )


def _sheets(rows: list[Row]) -> Iterator[list[Row]]:
    """The rows cut into pages; there is always a first page."""
    sheet: list[Row] = []
    size = 0
    for row in rows:
        weight = _weight(row[1])
        if sheet and size + weight > _PAGE_SIZE:
            yield sheet
            sheet, size = [], 0
        sheet.append(row)
        size += weight
    yield sheet


def _weight(row: FactRow | Value) -> int:
    if isinstance(row, Value):
        return _ROW_SIZE // 2 + len(row.text)
    return _ROW_SIZE + len(row.subject) + len(row.words) + (len(row.citation.text) if row.citation else 0)


def _shortened(values: Sequence[Value]) -> tuple[Value, ...]:
    cut = (Value(value.property, f"{value.text[:_LONGEST]} …" if len(value.text) > _LONGEST else value.text, value.path) for value in values)
    return tuple(cut)[:_PROPERTIES]


def _kind(thing: Description) -> str:
    """What sort of thing it is; a first part of addresses alone names the vocabulary of those below it."""
    first, _, rest = thing.path.partition("/")
    return (_OWN_KINDS.get(first) or thing.kind or _UNNAMED) if rest else _VOCABULARY


def _label(service: Service, thing: Description) -> str:
    first, _, rest = thing.path.partition("/")
    if first == _STATEMENT and (fact := service.fact(rest)):
        return f"{fact.subject}: {fact_words(fact)}"
    if first == _QUOTE:
        document, _, place = rest.partition("/")
        return f"Citat fra {service.index.sources.get(document, {}).get('title', document)}, plads {place}"
    return thing.label
