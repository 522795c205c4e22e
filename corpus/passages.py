"""Passages: runs of clean text that can be read alone and be quoted as evidence."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from corpus.document import SECTION_SEPARATOR, Block, Document, Passage
from corpus.sentences import sentence_spans

LONGEST = 1200  # characters
COMFORTABLE = 700  # characters; neighbouring paragraphs are joined up to this length

_SENTENCE = re.compile(r"[.!?:;]\s*$|[.!?]\s", re.MULTILINE)
_CONTENT = ("paragraph", "item", "line")


Unit = tuple[str, int, int, bool]  # section, start, end, and whether it stands alone


def passages_of(document: Document) -> Iterator[Passage]:
    """Cut a document into passages: a field, a list with its lead-in, or some paragraphs of one section."""
    number = 0
    starts = [block.start for block in document.blocks]
    for section, start, end in _runs(document):
        for first, last in _fit(document, start, end):
            number += 1
            yield Passage(
                id=f"{document.id}-{number}",
                document=document.id,
                section=section,
                start=first,
                end=last,
                text=document.text[first:last],
                page=document.blocks[bisect_right(starts, first) - 1].page,
            )


def _runs(document: Document) -> Iterator[tuple[str, int, int]]:
    """Units of neighbouring blocks joined while they share a section and stay short; fields are never joined."""
    for blocks in _stretches(document):
        current: Unit | None = None
        for unit in _units(document, blocks):
            if current and _joins(current, unit):
                current = (*current[:2], unit[2], False)
            else:
                if current:
                    yield current[:3]
                current = unit
        if current:
            yield current[:3]


def _joins(current: Unit, unit: Unit) -> bool:
    return current[0] == unit[0] and not (current[3] or unit[3]) and unit[2] - current[1] <= COMFORTABLE


def _stretches(document: Document) -> Iterator[list[Block]]:
    """Runs of blocks with content; headings, footnotes, pull quotes and furniture part them and are left out."""
    stretch: list[Block] = []
    for block in document.blocks:
        if block.kind in (*_CONTENT, "label") and not _is_furniture(document, block):
            stretch.append(block)
        elif stretch:
            yield stretch
            stretch = []
    if stretch:
        yield stretch


def _units(document: Document, blocks: Sequence[Block]) -> Iterator[Unit]:
    """A field with its label, a list with its lead-in, or one paragraph."""
    index = 0
    while index < len(blocks):
        block = blocks[index]
        stop = _unit_end(document, blocks, index)
        closed = block.kind == "label" or block.label is not None or _is_law_line(document, block)
        yield SECTION_SEPARATOR.join(_path(document, block)), block.start, blocks[stop - 1].end, closed
        index = stop


def _path(document: Document, block: Block) -> tuple[str, ...]:
    path = document.path_of(block)
    return (*path, block.label) if block.label and block.kind == "paragraph" else path


def _is_furniture(document: Document, block: Block) -> bool:
    """Lines of cover, signatures and page ends hold no sentence; nor do headings with nothing below them."""
    is_outer = block.kind == "paragraph" and len(document.path_of(block)) <= 1
    return (is_outer or block.kind == "line") and not _SENTENCE.search(document.text_of(block))


def _unit_end(document: Document, blocks: Sequence[Block], index: int) -> int:
    """The index after the last block of the unit that starts at ``index``."""
    first = blocks[index]
    stop = index + 1
    if first.kind == "label":
        return _field_end(document, blocks, index)
    if _is_law_line(document, first):
        stop += stop < len(blocks) and not _is_law_line(document, blocks[stop])
    elif first.kind == "item" or _leads_in(document, blocks, index):
        while stop < len(blocks) and blocks[stop].kind == "item" and blocks[stop].section == first.section:
            stop += 1
    return stop


def _field_end(document: Document, blocks: Sequence[Block], index: int) -> int:
    """A field goes to the next label or "Term: text", or to where it would be too long; lists stay whole."""
    stop = index + 1
    while stop < len(blocks) and blocks[stop].section == blocks[index].section and not _opens_anew(blocks, index, stop):
        following = _unit_end(document, blocks, stop)
        if stop > index + 1 and blocks[following - 1].end - blocks[index].start > LONGEST:
            break
        stop = following
    return stop


def _opens_anew(blocks: Sequence[Block], index: int, stop: int) -> bool:
    """Within a field, a later paragraph of the form "Term: text" is a unit of its own."""
    return stop > index + 1 and blocks[stop].label is not None and blocks[stop].kind == "paragraph"


def _is_law_line(document: Document, block: Block) -> bool:
    """A run of lines that opens with a paragraph reference belongs with the run below it (a rung of a ladder)."""
    text = document.text_of(block)
    return block.kind == "paragraph" and "\n" in text and "§" in text.split("\n")[0]


def _leads_in(document: Document, blocks: Sequence[Block], index: int) -> bool:
    following = blocks[index + 1] if index + 1 < len(blocks) else None
    if following is None or following.kind != "item" or following.section != blocks[index].section:
        return False
    return document.text_of(blocks[index]).endswith((":", "at", "på")) or len(document.text_of(blocks[index])) < 200


def _fit(document: Document, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a run that is too long between its blocks, or where a block is too long itself, between sentences."""
    if end - start <= LONGEST:
        yield start, end
        return
    parts = -(-(end - start) // LONGEST)
    aim = (end - start) / parts
    first = last = start
    for begin, stop in _atoms(document, start, end):
        too_long = stop - first > LONGEST
        even = last - first >= aim and begin > first
        if last > first and (too_long or even):
            yield first, last
            first = begin
        last = stop
    yield first, last


def _atoms(document: Document, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Runs that should not be cut: short blocks, sentences of long blocks, and between words a sentence too long itself."""
    for block in document.blocks_within(start, end):
        if block.end - block.start <= LONGEST:
            yield block.start, block.end
        else:
            yield from _short_sentences(document.text, block.start, block.end)


def _short_sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for begin, stop in sentence_spans(text[start:end]):
        begin, stop = start + begin, start + stop
        while stop - begin > LONGEST:
            cut = text.rfind(" ", begin, begin + LONGEST)
            cut = cut if cut > begin else begin + LONGEST
            yield begin, cut
            begin = cut + (text[cut] == " ")
        yield begin, stop
