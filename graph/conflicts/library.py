"""What the detectors read: the documents side by side, what was found in each by itself, and the facts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any, NamedTuple

from corpus.catalogue import SourceFile
from corpus.document import Document
from graph.conflicts.conflict import Conflict, Quote
from graph.conflicts.text import Text
from graph.fact import Fact
from graph.reading import Piece

_WORD = re.compile(r"\w+")

Keep = Callable[[Document, str, Callable[[], Any]], Any]


def at_once(document: Document, part: str, find: Callable[[], Any]) -> Any:
    """What a part of the detectors finds in a document by itself, found each time."""
    return find()


class Mention(NamedTuple):
    """A place in a document that is laid beside places in others, with the words by which they meet."""

    words: tuple[str, ...]
    piece: Piece


@dataclass(frozen=True)
class Words:
    """Where each word of a document's sentences stands, in small letters: the numbers of the sentences, one for each time."""

    document: Document
    spans: list[tuple[int, int]]
    places: dict[str, list[int]]

    def sentence(self, number: int) -> Piece:
        """A sentence by its number."""
        return Piece(self.document, *self.spans[number])


class Library:
    """Documents, files and facts, side by side; ``keep`` gives what was found before in one document by itself, plain values, or finds it."""

    def __init__(self, documents: Iterable[Document], facts: Iterable[Fact], files: Iterable[SourceFile] = (), keep: Keep = at_once) -> None:
        of_document: dict[str, list[SourceFile]] = defaultdict(list)
        for file in files:
            of_document[file.document].append(file)
        self.texts = {document.id: Text(document, of_document[document.id]) for document in documents}
        self.facts = list(facts)
        self._keep = keep

    @cached_property
    def by_subject(self) -> dict[str, list[Fact]]:
        """The facts by what they are about."""
        found: dict[str, list[Fact]] = defaultdict(list)
        for fact in self.facts:
            found[fact.subject].append(fact)
        return found

    def conflicts(self, part: str, *finds: Callable[[Text], Iterable[Conflict]]) -> Iterator[Conflict]:
        """The conflicts that each document has within itself: what the first way of finding sees in all documents, then the next."""
        for rows in zip(*(found for _, found in self._in_each(part, lambda text: [[conflict.to_json() for conflict in find(text)] for find in finds]))):
            yield from map(Conflict.from_json, chain.from_iterable(rows))

    def mentions(self, part: str, find: Callable[[Text], Iterable[Mention]]) -> Iterator[Mention]:
        """The mentions that ``find`` sees in each document, one document after another."""
        for text, rows in self._in_each(part, lambda text: [(piece.start, piece.end, *words) for words, piece in find(text)]):
            for start, end, *words in rows:
                yield Mention(tuple(words), Piece(text.document, start, end))

    @cached_property
    def words(self) -> list[Words]:
        """Where the words of each document stand."""
        return [Words(text.document, *row) for text, row in self._in_each("words", lambda text: _words(text.sentences))]

    @cached_property
    def words_of_contents(self) -> list[Words]:
        """The same for the lines of the lists of contents."""
        return [Words(text.document, *row) for text, row in self._in_each("contents", lambda text: _words(text.contents))]

    def _in_each(self, part: str, find: Callable[[Text], Any]) -> Iterator[tuple[Text, Any]]:
        for text in self.texts.values():
            yield text, self._keep(text.document, part, lambda: find(text))


def _words(pieces: Sequence[Piece]) -> tuple[list[tuple[int, int]], dict[str, list[int]]]:
    places: dict[str, list[int]] = defaultdict(list)
    for number, piece in enumerate(pieces):
        for word in _WORD.findall(piece.text.casefold()):
            places[word].append(number)
    return [(piece.start, piece.end) for piece in pieces], places


def quoted(piece: Piece) -> Quote:
    """A run of clean text as a quote."""
    return Quote(piece.document.id, piece.document.section_at(piece.start), piece.text, piece.start, piece.end)


def fact_quote(fact: Fact) -> Quote:
    """What a fact rests on as a quote."""
    return Quote(fact.document, fact.section, fact.quote, fact.start, fact.end)
