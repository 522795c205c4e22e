"""Drawings as plain geometry, from which a template makes SVG: the matrix of overlaps and the steps of the ladder.

Why lengths are whole numbers of user units: the drawing scales with the page, and the same file is had as a download.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from web.ladder_view import Rung
from web.overlap_view import Matrix

CELL, LABEL, HEAD, LETTER = 26, 276, 34, 8
LONGEST = 30  # letters of a name in a drawing
STEP_WIDTH, STEP_RISE, LINE, TOP = 235, 46, 19, 30
LEAST_SHADE = 0.15  # of the full colour


@dataclass(frozen=True)
class Square:
    """A cell with its shade from 0 to 1; ``name`` is read aloud."""

    x: int
    y: int
    shade: float
    url: str
    name: str


@dataclass(frozen=True)
class Label:
    """Words at a place; ``url`` where they are a link."""

    x: int
    y: int
    text: str
    url: str = ""
    name: str = ""


@dataclass(frozen=True)
class Block:
    """A rectangle with a heading and lines."""

    x: int
    y: int
    width: int
    height: int
    heading: tuple[str, ...]
    lines: tuple[Label, ...]
    number: int


@dataclass(frozen=True)
class Drawing:
    """A picture of a size, in user units."""

    width: int
    height: int
    squares: tuple[Square, ...] = ()
    labels: tuple[Label, ...] = ()
    blocks: tuple[Block, ...] = ()


def offer_link() -> str:
    """The address of an offer's page, with {} for its id."""
    return url_for("pages.offer", id_="x").removesuffix("x") + "{}"


def matrix_drawing(matrix: Matrix, link: str) -> Drawing:
    """The matrix as squares; rows and columns carry the numbers of the table. ``link`` is the address of an offer, with {} for its id."""
    squares = [
        Square(
            LABEL + column * CELL, HEAD + row * CELL, LEAST_SHADE + (1 - LEAST_SHADE) * pair.score, pair.url,
            f"{pair.overlap.a} og {pair.overlap.b}: {pair.score_words}",
        )
        for row, cells in enumerate(matrix.cells)
        for column, pair in enumerate(cells)
        if pair
    ]  # fmt: skip
    numbers = {offer.id: number for number, offer in enumerate(matrix.columns, 1)}
    heads = [Label(LABEL + column * CELL + CELL // 2, HEAD - 10, str(column + 1)) for column in range(len(matrix.columns))]
    sides = [
        Label(LABEL - 10, HEAD + row * CELL + 18, f"{short(offer.label)}{f'  {numbers[offer.id]}' if offer.id in numbers else ''}", link.format(offer.id), offer.label)
        for row, offer in enumerate(matrix.rows)
    ]
    return Drawing(LABEL + len(matrix.columns) * CELL + 10, HEAD + len(matrix.rows) * CELL + 10, tuple(squares), (*heads, *sides))


def ladder_drawing(rungs: Sequence[Rung], link: str) -> Drawing:
    """The ladder as steps, the lowest at the left; each step names what stands on it."""
    most = max((len(rung.offers) for rung in rungs), default=0)
    height = TOP + STEP_RISE * len(rungs) + LINE * (most + 4)
    blocks = []
    for place, rung in enumerate(rungs):
        y = TOP + STEP_RISE * (len(rungs) - 1 - place)
        heading = wrapped(f"{rung.number}. {rung.name}", STEP_WIDTH // LETTER - 5)
        first = y + 38 + LINE * len(heading)
        lines = tuple(
            Label(place * STEP_WIDTH + 14, first + number * LINE, short(entry.row.label, STEP_WIDTH // LETTER - 4), link.format(entry.row.id), entry.row.label)
            for number, entry in enumerate(rung.offers)
        )
        blocks.append(Block(place * STEP_WIDTH, y, STEP_WIDTH - 8, height - y - 10, heading, lines, rung.number))
    return Drawing(STEP_WIDTH * len(rungs), height, blocks=tuple(blocks))


def short(text: str, longest: int = LONGEST) -> str:
    """A name cut to what a drawing has room for."""
    return text if len(text) <= longest else text[:longest - 1].rstrip() + "…"


def wrapped(text: str, longest: int) -> tuple[str, ...]:
    """Words in lines of at most so many letters, longer words on a line of their own."""
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > longest:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return tuple(lines)
