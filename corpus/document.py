"""A document as clean text with sections, blocks, passages and the repairs that were made."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

SECTION_SEPARATOR = " › "


@dataclass(frozen=True)
class Repair:
    """One change from the source's wording; ``start:end`` is where ``after`` stands in the clean text.

    Where two extractions of a document differ, a reading that was not followed is kept in the same way.
    """

    start: int
    end: int
    before: str
    after: str
    rule: str


@dataclass(frozen=True)
class Section:
    """A heading, or a field label, with the run ``start:end`` of clean text that it governs.

    ``path`` holds the titles from the top down to this section. ``is_field`` marks a label of a
    fact sheet or a table column rather than a heading.
    """

    title: str
    level: int
    path: tuple[str, ...]
    start: int
    end: int
    is_field: bool = False


@dataclass(frozen=True)
class Block:
    """The smallest laid-out piece of text.

    ``kind`` is one of heading, label, paragraph, item, line, footnote, contents, pullquote.
    ``label`` is the leading term of a paragraph of the form "Term: text". ``page`` (from 1) is where the block begins, in formats with pages.
    """

    kind: str
    start: int
    end: int
    section: int
    label: str | None = None
    page: int | None = None


@dataclass(frozen=True)
class Passage:
    """A run ``text == document.text[start:end]`` that can be read alone, at most 1,200 characters; ``page`` is where it begins."""

    id: str
    document: str
    section: str
    start: int
    end: int
    text: str
    page: int | None = None


@dataclass(frozen=True)
class Source:
    """What is known about a document's origin: one line of ``sources.csv``."""

    id: str
    title: str
    publisher: str
    date: str
    status: str
    sha256: str = ""

    @property
    def is_draft(self) -> bool:
        return self.status == "udkast"


@dataclass(frozen=True)
class Document:
    """Clean text in which all offsets of sections, blocks, passages, repairs and quotes are counted."""

    source: Source
    text: str
    sections: tuple[Section, ...] = ()
    blocks: tuple[Block, ...] = ()
    passages: tuple[Passage, ...] = ()
    repairs: tuple[Repair, ...] = field(default=())

    @property
    def id(self) -> str:
        return self.source.id

    def text_of(self, piece: Section | Block | Repair) -> str:
        """The clean text of a section, block or repair."""
        return self.text[piece.start:piece.end]

    def path_of(self, block: Block) -> tuple[str, ...]:
        """The headings above a block, outermost first."""
        return self.sections[block.section].path if block.section >= 0 else ()

    def section_at(self, start: int) -> str:
        """The heading path at an offset, as one line."""
        for block in self.blocks:
            if block.start <= start < block.end:
                return SECTION_SEPARATOR.join(self.path_of(block))
        return ""

    def passage_at(self, start: int) -> Passage | None:
        """The passage that covers an offset."""
        return next((passage for passage in self.passages if passage.start <= start < passage.end), None)

    def to_json(self) -> dict[str, Any]:
        """A structure of plain lists and mappings from which ``from_json`` makes an equal document."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Document:
        return cls(
            source=Source(**data["source"]),
            text=data["text"],
            sections=tuple(Section(**{**row, "path": tuple(row["path"])}) for row in data["sections"]),
            blocks=tuple(Block(**row) for row in data["blocks"]),
            passages=tuple(Passage(**row) for row in data["passages"]),
            repairs=tuple(Repair(**row) for row in data["repairs"]),
        )
