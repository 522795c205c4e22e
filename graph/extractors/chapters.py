"""Policy chapters of the pattern situation – what we do already – what we will work for; and numbered guiding marks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.document import Document, Section
from graph.fact import Fact
from graph.reading import Piece, blocks_of, heading_of, piece_of, sections_below
from graph.recognisers.places import administrations

_DONE = re.compile(r"^Det gør vi allerede$")
_AHEAD = re.compile(r"^Det vil vi arbejde for fremadrettet$")
_OF_A_PLAN = re.compile(r"\b(?:planens|politikkens|strategiens)\b|\bunder mål \d|\bopsat (?:\w+ )?mål\b", re.IGNORECASE)  # what opens a list
_GUIDING_MARKS = re.compile(r"^Pejlemærker\b")
_NUMBERED = re.compile(r"^(\d{1,2})[.)]?\s+")
_TOGETHER = re.compile(r"\b(?:sammen|samarbejde[rt]?) med (?:[\w,-]+ og )?$")
_PLACE = re.compile(r"\bi $")  # "Herbergscentret Sundholm i Socialforvaltningen" tells where something else belongs
_OF_ANOTHER = re.compile(r"\bom '[^']+'")  # what follows is one named effort, of which the sentence speaks
SHORTEST_GOAL = 12  # letters; a shorter list item says too little to be a goal


def extract(document: Document) -> Iterator[Fact]:
    """Chapters as focus areas, headed efforts as interventions, list items ahead as goals, numbered marks."""
    chapters = [document.sections[index] for index in sorted(_chapter_indexes(document))]
    for chapter in chapters:
        yield from _chapter(document, chapter)
    for section in document.sections:
        if _GUIDING_MARKS.match(section.title) and not section.is_field:
            yield from _marks(document, section)


def _chapter_indexes(document: Document) -> set[int]:
    """A chapter is a heading with "Det gør vi allerede" directly below it."""
    paths = {section.path[:-1] for section in document.sections if _DONE.match(section.title)}
    return {index for index, section in enumerate(document.sections) if section.path in paths}


def _chapter(document: Document, chapter: Section) -> Iterator[Fact]:
    heading = heading_of(document, chapter)
    name = _NUMBERED.sub("", chapter.title)
    yield heading.fact(name, "type", "FocusArea")
    yield heading.fact(name, "part_of", document.source.title)
    for part in sections_below(document, chapter):
        if _DONE.match(part.title):
            yield from _owners(document, part, name)
            for effort in sections_below(document, part):
                yield from _effort(document, effort, name)
        if _AHEAD.match(part.title):
            yield from _goals(document, part, name)


def _effort(document: Document, effort: Section, chapter: str) -> Iterator[Fact]:
    heading = heading_of(document, effort)
    yield heading.fact(effort.title, "type", "Intervention")
    yield heading.fact(effort.title, "part_of", chapter)
    yield from _owners(document, effort, effort.title)


def _owners(document: Document, section: Section, name: str) -> Iterator[Fact]:
    """The administrations that a section's own text says act, except as those one works together with or for one of its parts."""
    for block in blocks_of(document, section):
        for sentence in piece_of(document, block).sentences():
            for place in administrations(sentence.text) if not _OF_ANOTHER.search(sentence.text) else ():
                before = sentence.text[:place.start]
                committee = sentence.text[place.start:place.end].endswith("udvalget")
                if not committee and not _TOGETHER.search(before) and not _PLACE.search(before):
                    yield sentence.fact(name, "responsible", place.label)


def _goals(document: Document, part: Section, chapter: str) -> Iterator[Fact]:
    """The items of what lies ahead as goals; those of a list that opens as a plan's are not stated to be the chapter's."""
    opening = ""
    for block in blocks_of(document, part, nested=True):
        piece = piece_of(document, block)
        if block.kind != "item":
            opening = piece.text
        elif len(piece.text) >= SHORTEST_GOAL:
            sentence = next(piece.sentences())
            words = re.sub(r"^\d+\)\s*", "", sentence.text).rstrip(".")
            if not _OF_A_PLAN.search(opening):
                yield piece.fact(words, "goal_of", chapter)
            yield piece.fact(words, "type", "Goal")


def _marks(document: Document, section: Section) -> Iterator[Fact]:
    for block in blocks_of(document, section):
        piece = piece_of(document, block)
        number = _NUMBERED.match(piece.text)
        if block.kind == "item" and number:
            yield from _mark(document, piece, number)


def _mark(document: Document, piece: Piece, number: re.Match[str]) -> Iterator[Fact]:
    """A guiding mark is one node, named by its number and its words."""
    words = next(piece.sentences()).text[number.end():].rstrip(".")
    name = f"Pejlemærke {number.group(1)}: {words}"
    yield piece.fact(name, "type", "Pejlemærke")
    yield piece.fact(name, "type", "Goal")
    yield piece.fact(name, "goal_of", document.source.title)
