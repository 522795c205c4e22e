"""Contact lists: "District: number" below a line that says whom one reaches, and "Name på tlf. number"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.document import Document
from graph.fact import Fact
from graph.reading import Piece, piece_of
from graph.recognisers.places import administrations, districts

_LOCAL = re.compile(r"^([^:]+): ?(\d{2} ?\d{2} ?\d{2} ?\d{2})$")
_NAMED = re.compile(r"(?:^|: |\bkontakt )([A-ZÆØÅ][^:.]*?) på (?:tlf\.|telefon) ?(\d{2} ?\d{2} ?\d{2} ?\d{2})")
_UNIT = re.compile(r"den relevante (lokale enhed)")


def extract(document: Document) -> Iterator[Fact]:
    """Contact points with number, district and who answers."""
    owner: tuple[str, str] | None = None
    for block in document.blocks:
        if block.kind not in ("item", "paragraph"):
            continue
        piece = piece_of(document, block)
        unit = _UNIT.search(piece.text)
        if unit:
            owner = _owner(piece)
        local, named = _LOCAL.match(piece.text), _NAMED.search(piece.text)
        if local and owner:
            yield from _local_unit(piece, local, *owner)
        elif named:
            yield from _named_contact(piece, named)


def _owner(piece: Piece) -> tuple[str, str] | None:
    found = next(administrations(piece.text), None)
    return (piece.text[found.start:found.end], found.label) if found else None


def _local_unit(piece: Piece, match: re.Match[str], owner: str, code: str) -> Iterator[Fact]:
    district = next(districts(match.group(1)), None)
    place = district.label if district else match.group(1)
    name = f"{owner}, lokal enhed {place}"
    yield piece.fact(name, "type", "ContactPoint")
    yield piece.fact(name, "responsible", code)
    yield piece.fact(name, "contact_phone", match.group(2))
    yield piece.fact(name, "district", place)
    yield piece.fact(place, "type", "District")


def _named_contact(piece: Piece, match: re.Match[str]) -> Iterator[Fact]:
    name = match.group(1)
    yield piece.fact(name, "type", "ContactPoint")
    yield piece.fact(name, "contact_phone", match.group(2))
    if ": " in piece.text:
        way = piece.text[:match.end()]
        yield piece.fact(name, "referral_route", way[0].lower() + way[1:])
