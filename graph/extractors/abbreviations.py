"""Abbreviations in brackets after the name they stand for, laws by name, and administrations."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.document import Document
from graph.fact import Fact
from graph.reading import Piece, piece_of
from graph.recognisers.places import administrations, districts
from graph.recognisers.references import references
from ontology.vocabulary import read_vocabulary

_BRACKETED = re.compile(r"((?:[A-ZÆØÅ][\wæøå.-]*['’\"”]?,? |og |for |af |i ){1,6})\(([A-ZÆØÅ]{2,5})\)")
_BRACKET = re.compile(r"\(([^()]+)\)")


def extract(document: Document) -> Iterator[Fact]:
    """``defines`` facts of abbreviations, ``type`` facts of laws; each once a document, what is spelled out before what is listed."""
    seen: set[tuple[str, str]] = set()
    for fact in (*_all(document), *_listed_codes(document)):
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
            yield sentence.fact(reference.label, "type", "Law")
            code = re.match(r"[A-ZÆØÅ]{2}\b", piece.text[reference.start:])
            if code and by_code.get(code.group()) == reference.law:
                yield sentence.fact(code.group(), "defines", reference.law)


def _listed_codes(document: Document) -> Iterator[Fact]:
    """A district's code in brackets, which stands for the name it has in the list of districts."""
    for block in document.blocks:
        for line in piece_of(document, block).lines() if block.kind not in ("contents", "pullquote") else ():
            for bracket in _BRACKET.finditer(line.text):
                for place in districts(bracket.group(1)):
                    code = bracket.group(1)[place.start:place.end]
                    if code.isupper():
                        yield line.fact(code, "defines", place.label)


def _definition(piece: Piece, match: re.Match[str]) -> Iterator[Fact]:
    name, code = match.group(1).strip(" '’\"”"), match.group(2)
    district = next(districts(code), None)
    if district and all(place.label != district.label for place in districts(name)):
        return
    listed = any(place.label == code for place in administrations(name))
    full = name if listed or district else _spelled_out(name, code)
    if full:
        yield piece.fact(code, "defines", full)


def _spelled_out(name: str, code: str) -> str | None:
    """The end of a name that begins as its abbreviation does and holds its letters in order: "Ressourcecenter" for RC."""
    for start in (match.start() for match in re.finditer(r"\b\w", name)):
        letters = iter(name[start:].casefold())
        if name[start] == code[0] and all(letter in letters for letter in code.casefold()):
            return name[start:]
    return None
