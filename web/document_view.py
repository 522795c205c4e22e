"""A document as its page shows it: chapters of headings, paragraphs and lists, with cited runs marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from corpus.document import Block, Document, Passage
from web.repair_words import repair_words

WHOLE = 60_000  # bytes of HTML that one page may have
_BLOCK_MARKUP = 150  # bytes of HTML around a block, about
_SHORT = 500  # characters; a chapter this short is joined with the next


@dataclass(frozen=True)
class Piece:
    """A run of text with one look; ``anchor`` is the address of the passage or quote that starts here."""

    text: str
    marked: bool
    anchor: str = ""


@dataclass(frozen=True)
class Item:
    """A block: its lines of pieces, its address, the passage that starts with it, and what was put right in it."""

    kind: str
    level: int
    anchor: str
    passage: str
    lines: tuple[tuple[Piece, ...], ...]
    repairs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Chapter:
    """What one page of a document holds."""

    number: int
    title: str
    blocks: tuple[Block, ...]
    headings: tuple[tuple[str, str], ...]

    def covers(self, start: int) -> bool:
        """True where an offset lies in this chapter."""
        return self.blocks[0].start <= start < self.blocks[-1].end


@dataclass(frozen=True)
class Marks:
    """The runs to mark; the first is where the page opens."""

    spans: tuple[tuple[int, int], ...] = field(default=())


def chapters_of(document: Document) -> list[Chapter]:
    """The whole document, or its top-level chapters when it is long; a chapter that is itself too long is cut once more."""
    groups = [document.blocks] if _size(document.blocks) <= WHOLE else list(_split(document, document.blocks, 1))
    return [
        Chapter(number, _title(document, blocks), tuple(blocks), tuple(_headings(document, blocks)))
        for number, blocks in enumerate(_joined(groups), 1)
        if blocks
    ]


def items_of(document: Document, chapter: Chapter, marks: Marks) -> list[list[Item]]:
    """The blocks of a chapter, neighbouring list items as one group."""
    starts = {passage.start: passage for passage in document.passages}
    groups: list[list[Item]] = []
    for block in chapter.blocks:
        item = _item(document, block, marks, starts)
        if groups and item.kind in ("item", "contents") and groups[-1][0].kind == item.kind:
            groups[-1].append(item)
        else:
            groups.append([item])
    return groups


def _size(blocks: Sequence[Block]) -> int:
    return sum(block.end - block.start + _BLOCK_MARKUP for block in blocks)


def _split(document: Document, blocks: Sequence[Block], level: int) -> Iterator[Sequence[Block]]:
    current: list[Block] = []
    for block in blocks:
        if block.kind == "heading" and document.sections[block.section].level <= level and current:
            yield from _small_enough(document, current, level)
            current = []
        current.append(block)
    yield from _small_enough(document, current, level)


def _small_enough(document: Document, blocks: Sequence[Block], level: int) -> Iterator[Sequence[Block]]:
    deepest = max((document.sections[block.section].level for block in blocks if block.section >= 0), default=0)
    if _size(blocks) > WHOLE and level < deepest:
        yield from _split(document, blocks, level + 1)
    else:
        yield blocks


def _joined(groups: Sequence[Sequence[Block]]) -> Iterator[list[Block]]:
    """Groups with at least some text; what is nearly empty goes with the next."""
    waiting: list[Block] = []
    for blocks in groups:
        waiting = [*waiting, *blocks]
        if sum(block.end - block.start for block in waiting) >= _SHORT:
            yield waiting
            waiting = []
    if waiting:
        yield waiting


def _title(document: Document, blocks: Sequence[Block]) -> str:
    headings = [block for block in blocks if block.kind == "heading"]
    deep = [block for block in headings[:2] if document.sections[block.section].level > 1]
    chosen = deep[:1] if deep and len(headings) > 1 and headings[0].end + 3 > deep[0].start else headings[:1]
    return document.text_of(chosen[0]) if chosen else document.source.title


def _headings(document: Document, blocks: Sequence[Block]) -> Iterator[tuple[str, str]]:
    for block in blocks:
        if block.kind == "heading" and document.sections[block.section].level <= 2:
            yield f"a-{block.start}", document.text_of(block)


def _item(document: Document, block: Block, marks: Marks, starts: dict[int, Passage]) -> Item:
    start = block.start
    if block.kind == "item" and document.text.startswith("- ", start):
        start += len("- ")
    passage = starts.get(block.start)
    level = document.sections[block.section].level if block.section >= 0 else 1
    inner = {at: f"p-{found.id}" for at, found in starts.items() if start < at < block.end}
    return Item(
        kind=block.kind,
        level=min(level + 1, 6),
        anchor=f"a-{block.start}",
        passage=passage.id if passage else "",
        lines=tuple(_lines(document.text, start, block.end, marks, inner)),
        repairs=tuple(dict.fromkeys(_repairs(document, block))),
    )


def _repairs(document: Document, block: Block) -> Iterator[str]:
    for repair in document.repairs:
        if repair.is_of_wording and block.start <= repair.start and repair.end <= block.end:
            yield repair_words(repair)


def _lines(text: str, start: int, end: int, marks: Marks, inner: dict[int, str]) -> Iterator[tuple[Piece, ...]]:
    at = start
    for line in text[start:end].split("\n"):
        yield tuple(_pieces(text, at, at + len(line), marks, inner))
        at += len(line) + 1


def _pieces(text: str, start: int, end: int, marks: Marks, inner: dict[int, str]) -> Iterator[Piece]:
    """A line cut where marks begin and end and where passages start."""
    cuts = {start, end, *(at for at in inner if start <= at < end)}
    cuts |= {at for span in marks.spans for at in span if start < at < end}
    edges = sorted(cuts)
    for first, last in zip(edges, edges[1:], strict=False):
        marked = any(low <= first and last <= high for low, high in marks.spans)
        yield Piece(text[first:last], marked, inner.get(first, ""))
