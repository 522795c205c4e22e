"""A document as clean text with sections, blocks, passages and the repairs that were made."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

SECTION_SEPARATOR = " › "
SLIP, RECONCILED, HYPHENATION = "læsefejl", "afstemt mod anden udtrækning", "orddeling"  # rules by which words are put right
EDITION_MARK = "@"  # parts the id of a work from the date of an edition that is no longer in force

_OF_WORDING = frozenset({SLIP, RECONCILED, HYPHENATION})


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

    @property
    def is_of_wording(self) -> bool:
        """True where a word was put right; layout, tracked changes and readings not followed are told apart by their rules."""
        return self.rule in _OF_WORDING and self.before.split() != self.after.split()

    def to_json(self) -> dict[str, Any]:
        """A plain mapping from which ``Repair(**row)`` makes an equal repair."""
        return asdict(self)


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
    """What is known about a document's origin.

    ``replaces`` is the id of the edition before this one; ``replaced_on`` the date of the edition after it, which ends its time;
    ``fetched`` the ISO date of the day its file came here, empty where nobody noted it.
    """

    id: str
    title: str
    publisher: str
    date: str
    status: str
    sha256: str = ""
    replaces: str = ""
    replaced_on: str = ""
    fetched: str = ""

    @property
    def is_draft(self) -> bool:
        return self.status == "udkast"

    @property
    def work(self) -> str:
        """The id that all editions of the document share; the edition in force has it as its own id."""
        return self.id.partition(EDITION_MARK)[0]

    @property
    def is_replaced(self) -> bool:
        return EDITION_MARK in self.id


@dataclass(frozen=True)
class Document:
    """Clean text in which all offsets of sections, blocks, passages, repairs and quotes are counted.

    ``pages`` is how many pages its file has, None in formats without pages. Of the pages that were scanned, counted from 1, ``scanned``
    were read by text recognition and may hold slips; ``unread`` could not be read, so their text is missing here.
    """

    source: Source
    text: str
    sections: tuple[Section, ...] = ()
    blocks: tuple[Block, ...] = ()
    passages: tuple[Passage, ...] = ()
    repairs: tuple[Repair, ...] = field(default=())
    pages: int | None = None
    scanned: tuple[int, ...] = ()
    unread: tuple[int, ...] = ()

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
        block = self.block_at(start)
        return SECTION_SEPARATOR.join(self.path_of(block)) if block else ""

    def block_at(self, start: int) -> Block | None:
        """The block that covers an offset."""
        place = bisect_right(self._block_starts, start) - 1
        return self.blocks[place] if place >= 0 and start < self.blocks[place].end else None

    def passage_at(self, start: int) -> Passage | None:
        """The passage that covers an offset."""
        place = bisect_right(self._passage_starts, start) - 1
        return self.passages[place] if place >= 0 and start < self.passages[place].end else None

    def blocks_within(self, start: int, end: int) -> tuple[Block, ...]:
        """The blocks that lie wholly between two offsets."""
        first, last = bisect_left(self._block_starts, start), bisect_left(self._block_starts, end)
        return tuple(block for block in self.blocks[first:last] if block.end <= end)

    def index_of(self, section: Section) -> int:
        """The place of a section among the sections."""
        return self._section_places[section]

    def blocks_of(self, section: int) -> tuple[Block, ...]:
        """The blocks directly in a section, by its place."""
        return self._blocks_by_section.get(section, ())

    @cached_property
    def _block_starts(self) -> list[int]:
        return [block.start for block in self.blocks]

    @cached_property
    def _passage_starts(self) -> list[int]:
        return [passage.start for passage in self.passages]

    @cached_property
    def _section_places(self) -> dict[Section, int]:
        return {section: place for place, section in reversed(list(enumerate(self.sections)))}

    @cached_property
    def _blocks_by_section(self) -> dict[int, tuple[Block, ...]]:
        found: dict[int, list[Block]] = {}
        for block in self.blocks:
            found.setdefault(block.section, []).append(block)
        return {section: tuple(blocks) for section, blocks in found.items()}

    def to_json(self) -> dict[str, Any]:
        """A structure of plain lists and mappings from which ``from_json`` makes an equal document."""
        rows = {name: [dict(vars(row)) for row in getattr(self, name)] for name in ("sections", "blocks", "passages", "repairs")}
        return {"source": dict(vars(self.source)), "text": self.text, **rows, "pages": self.pages, "scanned": list(self.scanned), "unread": list(self.unread)}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Document:
        return cls(
            source=Source(**data["source"]),
            text=data["text"],
            sections=tuple(Section(**{**row, "path": tuple(row["path"])}) for row in data["sections"]),
            blocks=tuple(Block(**row) for row in data["blocks"]),
            passages=tuple(Passage(**row) for row in data["passages"]),
            repairs=tuple(Repair(**row) for row in data["repairs"]),
            pages=data["pages"],
            scanned=tuple(data["scanned"]),
            unread=tuple(data["unread"]),
        )
