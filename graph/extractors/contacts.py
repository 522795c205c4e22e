"""Contact lists: "District: number" below a line that says whom one reaches, and "Name på tlf. number"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.document import Document
from graph.fact import Fact
from graph.reading import Piece, piece_of
from graph.recognisers.places import Place, administrations, districts

_LOCAL = re.compile(r"^([^:]+): ?(\d{2} ?\d{2} ?\d{2} ?\d{2})$")
_NAMED = re.compile(r"(?:^|: |\bkontakt )([A-ZÆØÅ][^:.]*?) på (?:tlf\.|telefon) ?(\d{2} ?\d{2} ?\d{2} ?\d{2})")
_UNIT = re.compile(r"den relevante (lokale enhed)")


def extract(document: Document) -> Iterator[Fact]:
    """Contact points with number, district and who answers."""
    owner: tuple[Piece, Place] | None = None
    for block in document.blocks:
        if block.kind not in ("item", "paragraph"):
            continue
        piece = piece_of(document, block)
        unit = _UNIT.search(piece.text)
        if unit:
            owner = next(((piece, place) for place in administrations(piece.text)), None)
        local, named = _LOCAL.match(piece.text), _NAMED.search(piece.text)
        if local and owner:
            yield from _local_unit(piece, local, *owner)
        elif named:
            yield from _named_contact(piece, named)


def _local_unit(piece: Piece, match: re.Match[str], above: Piece, owner: Place) -> Iterator[Fact]:
    """What a unit is and whose, quoted with the line above the list; its number and district, quoted with its own line."""
    district = next(districts(match.group(1)), None)
    place = district.label if district else match.group(1)
    name = f"{above.text[owner.start:owner.end]}, lokal enhed {place}"
    whole = above.through(piece)
    yield whole.fact(name, "type", "ContactPoint")
    yield whole.fact(name, "responsible", owner.label)
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
