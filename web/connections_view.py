"""What an offer is bound to in the graph: its connections as a table, and the nearest of them as a drawing; its goals are traces.

Why the drawing has three fixed columns and no layout of forces: what carries the offer stands on its left, what it serves on its
right, so two drawings can be compared, and the same offer always looks the same.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from graph.description import Description, GraphReader
from graph.offer import Offer
from web.citations import Citation
from web.graph_access import path_of
from web.startup import Service
from web.thing_view import FactRow, fact_rows
from web.wording import RELATIONS

_LEFT = ("responsible", "provider", "district", "ladder_step", "part_of", "variant")
_RIGHT = ("level",)
_DRAWN = tuple(RELATIONS[name] for name in (*_LEFT, *_RIGHT, "partner", "legal_basis"))
_PART = RELATIONS["part_of"]
_MOST = 6  # boxes on one side of the drawing
_WIDTH, _GAP, _LINE, _PADDING, _BETWEEN = 260, 90, 19, 9, 14  # units of the drawing
_LETTERS, _LINES = 30, 2  # of a box


@dataclass(frozen=True)
class Connection:
    """One line of the table: what binds the offer to something else, and how we know."""

    relation: str
    name: str
    path: str
    citation: Citation | None
    is_inferred: bool
    reason: str | None
    serves: bool


@dataclass(frozen=True)
class Box:
    """A thing in the drawing, at its left upper corner."""

    connection: Connection
    x: int
    y: int
    height: int
    lines: tuple[str, ...]
    edge: tuple[int, int, int, int]


@dataclass(frozen=True)
class Drawing:
    """The offer in the middle and its nearest on both sides."""

    width: int
    height: int
    middle: Box | None
    boxes: tuple[Box, ...]
    left_out: int


@dataclass(frozen=True)
class Connections:
    """All that binds an offer but its goals."""

    rows: tuple[Connection, ...]
    drawing: Drawing


def connections_of(service: Service, reader: GraphReader, offer: Offer) -> Connections:
    """What an offer is bound to, stated first."""
    path = path_of(offer)
    thing = reader.describe(path, inferred=True)
    rows = sorted(_connections(service, reader, thing), key=lambda row: (row.is_inferred, row.relation, row.name)) if thing else []
    return Connections(tuple(rows), _drawing(offer.label, rows))


def _connections(service: Service, reader: GraphReader, thing: Description) -> Iterator[Connection]:
    seen: set[tuple[str, str]] = set()
    for part, row in fact_rows(service, reader, thing):
        is_claim = part == "claims"
        other, name = (row.object_path, row.words) if is_claim else (row.subject_path, row.subject)
        if not other or other == thing.path or row.relation not in _DRAWN or (row.relation, other) in seen:
            continue
        seen.add((row.relation, other))
        yield Connection(row.relation if is_claim else _turned(row), name, other, row.citation, row.is_inferred, row.reason, _serves(row, is_claim))


def _turned(row: FactRow) -> str:
    """The relation as seen from the other end."""
    return {_PART: "Omfatter", RELATIONS["variant"]: "Findes som"}.get(row.relation, row.relation)


def _serves(row: FactRow, is_claim: bool) -> bool:
    """True for levels, and for the focus area that an offer was inferred to belong to."""
    return row.relation in tuple(RELATIONS[name] for name in _RIGHT) or (is_claim and row.relation == _PART and row.is_inferred)


def _drawing(label: str, rows: Sequence[Connection]) -> Drawing:
    left = [row for row in rows if not row.serves and row.relation != RELATIONS["legal_basis"]][:_MOST]
    right = [row for row in rows if row.serves][:_MOST]
    sizes = [sum(_height(row.name) + _BETWEEN for row in side) - _BETWEEN for side in (left, right) if side]
    height = max([*sizes, 60]) + 2 * _PADDING
    own = _height(label)
    centre = (_WIDTH + _GAP, (height - own) // 2)
    middle = Box(Connection("", label, "", None, False, None, False), *centre, own, _lines(label), (0, 0, 0, 0))
    boxes = [*_column(left, 0, height), *_column(right, 2 * (_WIDTH + _GAP), height)]
    return Drawing(3 * _WIDTH + 2 * _GAP, height, middle, tuple(boxes), len(rows) - len(boxes))


def _column(rows: Iterable[Connection], x: int, height: int) -> Iterator[Box]:
    """The boxes of one side, around the middle."""
    rows = list(rows)
    y = (height - sum(_height(row.name) + _BETWEEN for row in rows) + _BETWEEN) // 2
    for row in rows:
        tall = _height(row.name)
        inner = (_WIDTH, _WIDTH + _GAP) if x == 0 else (x, x - _GAP)
        yield Box(row, x, y, tall, _lines(row.name), (inner[0], y + tall // 2, inner[1], height // 2))
        y += tall + _BETWEEN


def _lines(text: str) -> tuple[str, ...]:
    return tuple(textwrap.wrap(text, _LETTERS, max_lines=_LINES, placeholder=" …"))


def _height(text: str) -> int:
    return (len(_lines(text)) + 1) * _LINE + 2 * _PADDING
