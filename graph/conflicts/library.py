"""What the detectors read: the documents with their sentences, the files they were made of, and the facts."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property

from corpus.catalogue import SourceFile
from corpus.danish import stems
from corpus.document import Document, Repair, Section
from corpus.reconciliation import NOT_FOLLOWED
from corpus.sentences import sentence_spans
from graph.conflicts.conflict import SOURCE, Conflict, Quote
from graph.fact import Fact
from graph.reading import Piece, piece_of

_WORD = re.compile(r"\w+")
_CUT = r"(?:-[ ]*\n\s*)?"  # a word divided at the end of a line
_ENDS = ".!?)"
_BETWEEN = r"\W{1,40}?"  # what layout may put between two words of the source


Keep = Callable[[Document, Callable[[], list[Conflict]]], list[Conflict]]


def at_once(document: Document, find: Callable[[], list[Conflict]]) -> list[Conflict]:
    """What a document says against itself, found each time."""
    return find()


class Library:
    """Documents, files and facts, side by side; ``keep`` gives what was found before in one document by its text alone, or finds it."""

    def __init__(self, documents: Iterable[Document], facts: Iterable[Fact], files: Iterable[SourceFile] = (), keep: Keep = at_once) -> None:
        self.documents = {document.id: document for document in documents}
        self.facts = list(facts)
        self.files = {file.id: file for file in files}
        self.keep = keep
        self._stems: dict[str, list[frozenset[str]]] = {}

    @cached_property
    def by_subject(self) -> dict[str, list[Fact]]:
        """The facts by what they are about."""
        found: dict[str, list[Fact]] = defaultdict(list)
        for fact in self.facts:
            found[fact.subject].append(fact)
        return found

    @cached_property
    def sentences(self) -> dict[str, list[Piece]]:
        """The sentences of each document in their order, headings and lines of lists too, the list of contents left out."""
        return {id_: list(_sentences(document)) for id_, document in self.documents.items()}

    def all_sentences(self) -> Iterator[Piece]:
        """The sentences of all documents, one document after another."""
        for pieces in self.sentences.values():
            yield from pieces

    @cached_property
    def chapters(self) -> list[tuple[Section, list[Piece]]]:
        """The innermost headings of every document with the sentences they govern; fields of a fact sheet belong to their heading."""
        found = []
        for document in self.documents.values():
            headings, pieces = [section for section in document.sections if not section.is_field], self.sentences[document.id]
            heading_starts, starts = sorted(section.start for section in headings), [piece.start for piece in pieces]
            for section in headings:
                after = bisect_right(heading_starts, section.start)
                holds_other = after < len(headings) and heading_starts[after] < section.end
                inside = pieces[bisect_left(starts, section.start):bisect_left(starts, section.end)]
                if inside and not holds_other:
                    found.append((section, inside))
        return found

    def others_of(self, document: str) -> list[SourceFile]:
        """The other extractions of a document."""
        return [file for file in self.files.values() if file.document == document and file.id != document]

    def sentence_at(self, document: str, start: int) -> Piece:
        """The sentence that holds an offset or ends there, else the line."""
        text = self.documents[document].text
        end = text.find("\n", start)
        line = Piece(self.documents[document], text.rfind("\n", 0, start) + 1, len(text) if end < 0 else end)
        pieces = self.sentences[document]
        within = (piece for piece in pieces if piece.start <= start < piece.end)
        return next(within, next((piece for piece in pieces if piece.end == start), line))

    def raw(self, piece: Piece) -> Quote | None:
        """How the source writes a run of clean text, its repairs undone; None where the source is not at hand."""
        return self.in_file(piece.document.id, undone(piece), piece.document.section_at(piece.start))

    def in_file(self, file: str, text: str, section: str = "") -> Quote | None:
        """The first place of a text in a file, layout between its words allowed."""
        words = [_CUT.join(map(re.escape, match.group())) for match in _WORD.finditer(text)]
        if file not in self.files or not words:
            return None
        source = self.files[file].text
        end = re.escape(text[len(text.rstrip(_ENDS)):])
        found = re.search(f"{_BETWEEN.join(words)}(?:{end})?", source)
        return Quote(file, section, found.group(), *found.span(), wording=SOURCE) if found else None

    def stems(self, document: str) -> list[frozenset[str]]:
        """The stems of each sentence of a document, in the order of ``sentences``."""
        if document not in self._stems:
            self._stems[document] = [frozenset(stems(piece.text)) for piece in self.sentences[document]]
        return self._stems[document]

    def akin(self, piece: Piece, word: str, most: int) -> list[Piece]:
        """Other sentences of the document with a word in any form, those with most other words in common first."""
        wanted = set(stems(word))
        found = [(shared + (word.casefold() in other.text.casefold()), other) for shared, said, other in self._compared(piece) if wanted and wanted <= said]
        return [other for _, other in sorted(found, key=lambda one: (-one[0], one[1].start))[:most]]

    def alike(self, piece: Piece, least: int) -> Piece | None:
        """The other sentence of the document with most words in common, at least so many."""
        shared, _, best = max(self._compared(piece), key=lambda one: (one[0], -one[2].start), default=(0, None, piece))
        return best if shared >= least else None

    def _compared(self, piece: Piece) -> Iterator[tuple[int, frozenset[str], Piece]]:
        own, id_ = set(stems(piece.text)), piece.document.id
        for said, other in zip(self.stems(id_), self.sentences[id_]):
            if other.end <= piece.start or piece.end <= other.start:
                yield len(own & said), said, other


def quoted(piece: Piece) -> Quote:
    """A run of clean text as a quote."""
    return Quote(piece.document.id, piece.document.section_at(piece.start), piece.text, piece.start, piece.end)


def fact_quote(fact: Fact) -> Quote:
    """What a fact rests on as a quote."""
    return Quote(fact.document, fact.section, fact.quote, fact.start, fact.end)


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
