"""Abbreviations in brackets after the name they stand for, laws by name, and administrations."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.document import Document
from graph.fact import Fact
from graph.reading import Piece, piece_of
from graph.recognisers.places import administrations
from graph.recognisers.references import references
from ontology.vocabulary import read_vocabulary

_BRACKETED = re.compile(r"((?:[A-ZÆØÅ][\wæøå.-]*,? |og |for |af |i ){1,6})\(([A-ZÆØÅ]{2,5})\)")


def extract(document: Document) -> Iterator[Fact]:
    """``defines`` facts of abbreviations, ``type`` facts of laws; each once a document."""
    seen: set[tuple[str, str]] = set()
    for fact in _all(document):
        if (fact.subject, fact.relation) not in seen:
            seen.add((fact.subject, fact.relation))
            yield fact


def _all(document: Document) -> Iterator[Fact]:
    by_code = {law.code: law.label for law in read_vocabulary("laws") if law.code}
    for block in document.blocks:
        if block.kind in ("contents", "pullquote"):
            continue
        piece = piece_of(document, block)
        for match in _BRACKETED.finditer(piece.text):
            yield from _definition(piece.part(match.start(1), match.end()), match)
        for reference in references(piece.text):
            sentence = piece.sentence_at(reference.start)
            yield sentence.fact(reference.law, "type", "Law")
            code = re.match(r"[A-ZÆØÅ]{2}\b", piece.text[reference.start:])
            if code and by_code.get(code.group()) == reference.law:
                yield sentence.fact(code.group(), "defines", reference.law)


def _definition(piece: Piece, match: re.Match[str]) -> Iterator[Fact]:
    name, code = match.group(1).strip(), match.group(2)
    initials = {word[0].upper() for word in re.findall(r"\w+", name)}
    listed = any(place.label == code for place in administrations(name))
    if listed or (code[0] in initials and sum(letter in initials for letter in code) >= len(code) - 1):
        yield piece.fact(code, "defines", name)
