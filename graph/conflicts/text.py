"""One document as the detectors read it by itself: its sentences and headings, and the files it was made of."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from corpus.catalogue import SourceFile
from corpus.danish import stems
from corpus.document import Document, Repair, Section
from corpus.reconciliation import NOT_FOLLOWED
from corpus.sentences import sentence_spans
from graph.conflicts.conflict import SOURCE, Quote
from graph.reading import Piece, piece_of

_WORD = re.compile(r"\w+")
_CUT = r"(?:-[ ]*\n\s*)?"  # a word divided at the end of a line
_ENDS = ".!?)"
_BETWEEN = r"\W{1,40}?"  # what layout may put between two words of the source


class Text:
    """A document with its sentences and files; what is found in it rests on nothing else, so it can be kept with the document."""

    def __init__(self, document: Document, files: Iterable[SourceFile] = ()) -> None:
        self.document = document
        self.files = {file.id: file for file in files}

    @property
    def file(self) -> SourceFile | None:
        """The file that the document's text was taken from, where it is at hand."""
        return self.files.get(self.document.id)

    @property
    def other_files(self) -> list[SourceFile]:
        """The other extractions of the document."""
        return [file for file in self.files.values() if file.id != self.document.id]

    @cached_property
    def sentences(self) -> list[Piece]:
        """The sentences in their order, headings and lines of lists too, the list of contents left out."""
        return list(_sentences(self.document))

    @property
    def contents(self) -> list[Piece]:
        """The lines of the list of contents."""
        return [Piece(self.document, block.start, block.end) for block in self.document.blocks if block.kind == "contents"]

    @cached_property
    def chapters(self) -> list[tuple[Section, list[Piece]]]:
        """The innermost headings with the sentences they govern; fields of a fact sheet belong to their heading."""
        found = []
        headings, pieces = [section for section in self.document.sections if not section.is_field], self.sentences
        heading_starts, starts = sorted(section.start for section in headings), [piece.start for piece in pieces]
        for section in headings:
            after = bisect_right(heading_starts, section.start)
            holds_other = after < len(headings) and heading_starts[after] < section.end
            inside = pieces[bisect_left(starts, section.start):bisect_left(starts, section.end)]
            if inside and not holds_other:
                found.append((section, inside))
        return found

    def sentence_at(self, start: int) -> Piece:
        """The sentence that holds an offset or ends there, else the line."""
        text = self.document.text
        end = text.find("\n", start)
        line = Piece(self.document, text.rfind("\n", 0, start) + 1, len(text) if end < 0 else end)
        within = (piece for piece in self.sentences if piece.start <= start < piece.end)
        return next(within, next((piece for piece in self.sentences if piece.end == start), line))

    def raw(self, piece: Piece) -> Quote | None:
        """How the source writes a run of clean text, its repairs undone; None where the source is not at hand."""
        return self.in_file(self.document.id, undone(piece), self.document.section_at(piece.start))

    def in_file(self, file: str, text: str, section: str = "") -> Quote | None:
        """The first place of a text in a file, layout between its words allowed."""
        words = [_CUT.join(map(re.escape, match.group())) for match in _WORD.finditer(text)]
        if file not in self.files or not words:
            return None
        source = self.files[file].text
        end = re.escape(text[len(text.rstrip(_ENDS)):])
        found = re.search(f"{_BETWEEN.join(words)}(?:{end})?", source)
        return Quote(file, section, found.group(), *found.span(), wording=SOURCE) if found else None

    def akin(self, piece: Piece, word: str, most: int) -> list[Piece]:
        """Other sentences with a word in any form, those with most other words in common first."""
        wanted = set(stems(word))
        found = [(shared + (word.casefold() in other.text.casefold()), other) for shared, said, other in self._compared(piece) if wanted and wanted <= said]
        return [other for _, other in sorted(found, key=lambda one: (-one[0], one[1].start))[:most]]

    def alike(self, piece: Piece, least: int) -> Piece | None:
        """The other sentence with most words in common, at least so many."""
        shared, _, best = max(self._compared(piece), key=lambda one: (one[0], -one[2].start), default=(0, None, piece))
        return best if shared >= least else None

    def _compared(self, piece: Piece) -> Iterator[tuple[int, frozenset[str], Piece]]:
        own = set(stems(piece.text))
        for said, other in zip(self._stems, self.sentences):
            if other.end <= piece.start or piece.end <= other.start:
                yield len(own & said), said, other

    @cached_property
    def _stems(self) -> list[frozenset[str]]:
        return [frozenset(stems(piece.text)) for piece in self.sentences]


def undone(piece: Piece) -> str:
    """A run of clean text as the source worded it; a reading that was not followed is no change."""
    text, at = "", piece.start
    for repair in repairs_in(piece):
        if repair.start >= at:
            text += piece.document.text[at:repair.start] + repair.before
            at = repair.end
    return text + piece.document.text[at:piece.end]


def repairs_in(piece: Piece) -> Sequence[Repair]:
    """The repairs made within a run, in order, readings that were not followed left out."""
    return [r for r in piece.document.repairs if piece.start <= r.start and r.end <= piece.end and r.rule != NOT_FOLLOWED]


def _sentences(document: Document) -> Iterator[Piece]:
    for block in document.blocks:
        if block.kind == "contents":
            continue
        whole = piece_of(document, block)
        for start, end in sentence_spans(whole.text):
            yield whole.part(start, end)
