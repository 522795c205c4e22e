"""A document as its page shows it: chapters of headings, paragraphs and lists, with cited runs marked."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from werkzeug.datastructures import MultiDict

from corpus.document import Block, Document, Passage, Repair

WHOLE = 60_000  # bytes of HTML that one page may have
_BLOCK_MARKUP = 150  # bytes of HTML around a block, about
_MOST_MARKS = 40
_SHORT = 500  # characters; a chapter this short is joined with the next


Run = tuple[int, int]


@dataclass(frozen=True)
class Piece:
    """A run of text with one look; ``anchor`` is the address of the passage or quote that starts here, ``cited`` is for the mark one came for."""

    text: str
    marked: bool
    anchor: str = ""
    cited: bool = False


@dataclass(frozen=True)
class Item:
    """A block: its lines of pieces, its address and the passage that starts with it.

    ``scan`` is the number of the scanned page whose text begins here, None elsewhere.
    """

    kind: str
    level: int
    anchor: str
    passage: str
    lines: tuple[tuple[Piece, ...], ...]
    scan: int | None


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
    """The runs to mark; the first is where the page opens, the others are cited in the same answer."""

    spans: tuple[Run, ...] = field(default=())

    @property
    def neighbours(self) -> tuple[Run | None, Run | None]:
        """The marks before and after the one where the page opens, in the order of the text."""
        ordered = sorted(set(self.spans))
        at = ordered.index(self.spans[0]) if self.spans else 0
        return ordered[at - 1] if at else None, ordered[at + 1] if at + 1 < len(ordered) else None


def chapters_of(document: Document) -> list[Chapter]:
    """The whole document, or its top-level chapters when it is long; a chapter that is itself too long is cut once more."""
    groups = [document.blocks] if _size(document.blocks) <= WHOLE else list(_split(document, document.blocks, 1))
    return [
        Chapter(number, _title(document, blocks), tuple(blocks), tuple(_headings(document, blocks)))
        for number, blocks in enumerate(_joined(groups), 1)
        if blocks
    ]


def items_of(document: Document, chapter: Chapter, marks: Marks) -> list[list[Item]]:
    """The blocks of a chapter, neighbouring list items as one group; a group begins anew with each scanned page."""
    starts = {passage.start: passage for passage in document.passages}
    groups: list[list[Item]] = []
    before: int | None = None
    for block in chapter.blocks:
        scan = block.page if block.page in document.scanned and block.page != before else None
        item = _item(document, block, marks, starts, scan)
        if groups and item.kind in ("item", "contents") and groups[-1][0].kind == item.kind and not scan:
            groups[-1].append(item)
        else:
            groups.append([item])
        before = block.page
    return groups


def repairs_in(document: Document, chapter: Chapter) -> list[tuple[Repair, str]]:
    """The repairs of a chapter's text in their order, each with its raw wording and the address of the block it stands in."""
    starts = [block.start for block in chapter.blocks]
    inside = [repair for repair in document.repairs if starts[0] <= repair.start < chapter.blocks[-1].end]
    return [(repair, f"a-{starts[bisect_right(starts, repair.start) - 1]}") for repair in sorted(inside, key=lambda repair: repair.start)]


def read_marks(document: Document, fields: MultiDict[str, str]) -> Marks:
    """The marks an address asks for: the passage ``p``, or the run ``fra``–``til`` with the runs ``med`` cited beside it."""
    passage = next((passage for passage in document.passages if passage.id == fields.get("p")), None)
    if passage:
        return Marks(((passage.start, passage.end),))
    beside = (part.partition("-") for part in fields.get("med", "").split(",")[:_MOST_MARKS])
    asked = [(fields.get("fra", ""), fields.get("til", "")), *((low, high) for low, _, high in beside)]
    spans = [(int(low), int(high)) for low, high in asked if low.isdecimal() and high.isdecimal() and max(len(low), len(high)) < 10]
    spans = [(low, high) for low, high in spans if 0 <= low < high <= len(document.text)]
    return Marks(tuple(dict.fromkeys(spans))) if spans and asked[0] == tuple(map(str, spans[0])) else Marks()


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


def _item(document: Document, block: Block, marks: Marks, starts: dict[int, Passage], scan: int | None) -> Item:
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
        scan=scan,
    )


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
        cited = bool(marks.spans) and marks.spans[0][0] <= first and last <= marks.spans[0][1]
        yield Piece(text[first:last], marked, inner.get(first, ""), cited)
