"""Levels of wellbeing and their definitions, and the focus areas with the levels they apply to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.document import Document, Section
from graph.fact import Fact
from graph.reading import Piece, blocks_of, heading_of, piece_of, sections_below
from ontology.vocabulary import read_order

_OPENINGS = {
    "De": "Børn og unge i",
    "Barnet eller den unge": "Barnet eller den unge i",
    "Reaktionerne": "Reaktionerne ved",
    "Adfærd og funktionsniveau": "Adfærd og funktionsniveau ved",
}


def extract(document: Document) -> Iterator[Fact]:
    """Definitions of the form "Level: …", and every heading that has a list of levels below it."""
    levels = set(read_order("levels"))
    for block in document.blocks:
        if block.label in levels and block.kind == "paragraph":
            yield from _definition(piece_of(document, block), str(block.label))
    for section, listed in _listings(document):
        yield from _focus_area(document, section, listed)


def focus_areas(document: Document) -> list[Section]:
    """The headings that have a list of levels below them."""
    return [section for section, _ in _listings(document)]


def _listings(document: Document) -> Iterator[tuple[Section, list[Piece]]]:
    levels = set(read_order("levels"))
    for section in document.sections:
        listed = [line for field in _direct_fields(document, section) for line in _level_lines(document, field, levels)]
        if listed:
            yield section, listed


def _definition(piece: Piece, level: str) -> Iterator[Fact]:
    """Each sentence that says what a level is; a later one is quoted with those before it, which name the level."""
    yield piece.fact(level, "type", "TrivselLevel")
    for sentence in piece.sentences():
        words = sentence.text.removeprefix(f"{level}: ")
        through = Piece(piece.document, piece.start, sentence.end)
        yield through.fact(level, "defines", words if words != sentence.text else _said_alone(words, level))


def _said_alone(words: str, level: str) -> str:
    """A later sentence, with the level of which it speaks, so that it can be read without the first one."""
    for opening, whole in _OPENINGS.items():
        if words.startswith(f"{opening} "):
            return f"{whole} {level.lower()}{words[len(opening):]}"
    return f"{level}: {words}"


def _direct_fields(document: Document, section: Section) -> list[Section]:
    return [below for below in sections_below(document, section) if below.path[:-1] == section.path]


def _level_lines(document: Document, field: Section, levels: set[str]) -> list[Piece]:
    lines = [
        piece_of(document, block).part(match.start(), match.end())
        for block in blocks_of(document, field)
        for match in re.finditer(r"[^\n]+", document.text_of(block))
    ]
    return lines if lines and all(line.text in levels for line in lines) else []


def _focus_area(document: Document, section: Section, lines: list[Piece]) -> Iterator[Fact]:
    name = section.title
    heading = heading_of(document, section)
    yield heading.fact(name, "type", "FocusArea")
    yield heading.fact(name, "part_of", document.source.title)
    for line in lines:
        yield line.fact(name, "focus_area_level", line.text)
    for field in _direct_fields(document, section):
        if re.search(r"sigter mod", field.title):
            for block in blocks_of(document, field):
                yield from _aims(piece_of(document, block), name)


def _aims(piece: Piece, name: str) -> Iterator[Fact]:
    for sentence in piece.sentences():
        aim = re.match(r"Vi ønsker(?: derfor)?,? (?:at )?", sentence.text)
        if aim is None:
            continue
        words = sentence.text[aim.end():].rstrip(".")
        yield sentence.fact(words, "goal_of", name)
        yield sentence.fact(words, "type", "Goal")
