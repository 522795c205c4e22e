"""Helps extractors walk a document: its sections with their blocks, and facts with exact quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.document import Block, Document, Section
from corpus.sentences import sentence_spans
from graph.fact import Fact

_OWNERS = re.compile(r"\s*\(([A-ZÆØÅ]{3}(?:/[A-ZÆØÅ]{3})*)\)$")


@dataclass(frozen=True)
class Piece:
    """A run of a document's text that can be quoted."""

    document: Document
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.document.text[self.start:self.end]

    def part(self, start: int, end: int) -> Piece:
        """A smaller run, counted from this piece's start."""
        return Piece(self.document, self.start + start, self.start + end)

    def through(self, last: Piece) -> Piece:
        """All from the start of this piece to the end of a later one, with what stands between."""
        return Piece(self.document, self.start, last.end)

    def lines(self) -> Iterator[Piece]:
        """The lines of the piece that are not empty."""
        for match in re.finditer(r"[^\n]+", self.text):
            yield self.part(*match.span())

    def sentences(self) -> Iterator[Piece]:
        """The sentences of the piece; what stands in brackets is never cut from the sentence before it."""
        opened = -1
        for start, end in sentence_spans(self.text):
            first = opened if opened >= 0 else start
            words = self.text[first:end]
            if words.count("(") > words.count(")") and ")" in self.text[end:]:
                opened = first
                continue
            opened = -1
            yield self.part(first, end)

    def sentence_at(self, position: int) -> Piece:
        """The sentence that holds a position counted from this piece's start."""
        return next((s for s in self.sentences() if s.start <= self.start + position < s.end), self)

    def fact(
        self, subject: str, relation: str, object_: str | None = None, value: float | None = None, unit: str | None = None
    ) -> Fact:
        """A stated fact whose quote is this piece."""
        section = self.document.section_at(self.start)
        return Fact(subject, relation, object_, self.document.id, section, self.text, self.start, self.end, value, unit)


def sections_below(document: Document, parent: Section) -> list[Section]:
    """The sections directly or indirectly below another."""
    return [
        section
        for section in document.sections
        if parent.start < section.start < parent.end and section.level > parent.level
    ]


def blocks_of(document: Document, section: Section, *, nested: bool = False) -> list[Block]:
    """The content blocks of a section: paragraphs, items and lines, not its heading."""
    inside = {document.index_of(section)}
    if nested:
        inside |= {document.index_of(below) for below in sections_below(document, section)}
    found = sorted((block for index in inside for block in document.blocks_of(index)), key=lambda block: block.start)
    return [block for block in found if block.kind in ("paragraph", "item", "line")]


def piece_of(document: Document, block: Block) -> Piece:
    """The text of a block without its bullet."""
    bullet = 2 if document.text_of(block).startswith("- ") else 0
    return Piece(document, block.start + bullet, block.end)


def heading_of(document: Document, section: Section) -> Piece:
    """The heading itself, for quoting."""
    return Piece(document, section.start, section.start + _heading_length(document, section))


def _heading_length(document: Document, section: Section) -> int:
    block = document.block_at(section.start)
    return block.end - block.start if block else 0


def split_owners(title: str) -> tuple[str, list[str]]:
    """A title such as "U-Start (BUF/SOF)" as its name and the codes of its owners."""
    match = _OWNERS.search(title)
    return (title[: match.start()], match.group(1).split("/")) if match else (title, [])
