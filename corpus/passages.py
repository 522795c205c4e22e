"""Passages: runs of clean text that can be read alone and be quoted as evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.document import SECTION_SEPARATOR, Block, Document, Passage
from corpus.sentences import sentence_spans

LONGEST = 1200  # characters
COMFORTABLE = 700  # characters; neighbouring paragraphs are joined up to this length

_SENTENCE = re.compile(r"[.!?:;]\s*$|[.!?]\s", re.MULTILINE)
_CONTENT = ("paragraph", "item", "line")


def passages_of(document: Document) -> Iterator[Passage]:
    """Cut a document into passages: a field, a list with its lead-in, or some paragraphs of one section."""
    number = 0
    for section, start, end in _runs(document):
        for first, last in _fit(document.text, start, end):
            number += 1
            yield Passage(
                id=f"{document.id}-{number}",
                document=document.id,
                section=section,
                start=first,
                end=last,
                text=document.text[first:last],
            )


def _runs(document: Document) -> Iterator[tuple[str, int, int]]:
    """Units of blocks joined while they share a section and stay short; fields are never joined."""
    current: tuple[str, int, int, bool] | None = None
    for section, start, end, is_closed in _units(document):
        joins = (
            current is not None
            and current[0] == section
            and not (current[3] or is_closed)
            and end - current[1] <= COMFORTABLE
        )
        if current and joins:
            current = (section, current[1], end, False)
        else:
            if current:
                yield current[:3]
            current = (section, start, end, is_closed)
    if current:
        yield current[:3]


def _units(document: Document) -> Iterator[tuple[str, int, int, bool]]:
    """``(section, start, end, closed)``: a field with its label, a list with its lead-in, or one paragraph."""
    blocks = [block for block in document.blocks if block.kind in (*_CONTENT, "label")]
    index = 0
    while index < len(blocks):
        block = blocks[index]
        stop = _unit_end(document, blocks, index)
        if not _is_furniture(document, blocks[index:stop]):
            closed = block.kind == "label" or block.label is not None or _is_law_line(document, block)
            yield SECTION_SEPARATOR.join(_path(document, block)), block.start, blocks[stop - 1].end, closed
        index = stop


def _path(document: Document, block: Block) -> tuple[str, ...]:
    path = document.path_of(block)
    return (*path, block.label) if block.label and block.kind == "paragraph" else path


def _is_furniture(document: Document, blocks: Sequence[Block]) -> bool:
    """Lines of cover, signatures and page ends hold no sentence and stand outside the inner sections."""
    shallow = all(len(document.path_of(block)) <= 1 for block in blocks)
    return shallow and not any(_SENTENCE.search(document.text_of(block)) for block in blocks)


def _unit_end(document: Document, blocks: Sequence[Block], index: int) -> int:
    """The index after the last block of the unit that starts at ``index``."""
    first = blocks[index]
    stop = index + 1
    if first.kind == "label":
        while stop < len(blocks) and blocks[stop].section == first.section and not _opens_anew(blocks, index, stop):
            stop += 1
    elif _is_law_line(document, first):
        stop += stop < len(blocks) and not _is_law_line(document, blocks[stop])
    elif first.kind == "item" or _leads_in(document, blocks, index):
        while stop < len(blocks) and blocks[stop].kind == "item" and blocks[stop].section == first.section:
            stop += 1
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


def _fit(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a run that is too long between sentences; a sentence that is too long itself, between words."""
    if end - start <= LONGEST:
        yield start, end
        return
    parts = -(-(end - start) // LONGEST)
    aim = (end - start) / parts
    first = last = start
    for begin, stop in _short_sentences(text, start, end):
        too_long = stop - first > LONGEST
        even = last - first >= aim and begin > first
        if last > first and (too_long or even):
            yield first, last
            first = begin
        last = stop
    yield first, last


def _short_sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for begin, stop in sentence_spans(text[start:end]):
        begin, stop = start + begin, start + stop
        while stop - begin > LONGEST:
            cut = text.rfind(" ", begin, begin + LONGEST)
            cut = cut if cut > begin else begin + LONGEST
            yield begin, cut
            begin = cut + (text[cut] == " ")
        yield begin, stop
