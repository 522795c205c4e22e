"""One district, administration or law under several names, and codes for them that a document never spells out."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from graph.conflicts.conflict import NAMES, Conflict
from graph.conflicts.library import Library, quoted
from graph.conflicts.names import listed
from graph.linking import key
from graph.reading import Piece
from graph.recognisers.places import administrations, districts, schools
from ontology.vocabulary import read_vocabulary

_VOCABULARIES = ("administrations", "districts", "laws")
Told = tuple[Piece, str, str]  # a sentence with its text, and its text in small letters

_FULL_NAME = 8  # letters; shorter names and codes say nothing alone of another name


def detect(library: Library) -> Iterator[Conflict]:
    """Districts and administrations under several names, then codes never spelled out."""
    yield from _forms(library)
    yield from _codes(library)


def _forms(library: Library) -> Iterator[Conflict]:
    """A district or an administration that the documents call by several names; a school's name names no district."""
    for kind, recognise in (("Bydelen", districts), ("Forvaltningen", administrations)):
        found: dict[str, dict[str, tuple[str, Piece]]] = defaultdict(dict)
        for piece in library.all_sentences():
            places = list(recognise(piece.text))
            taken = [(school.start, school.end) for school in schools(piece.text)] if places else []
            for place in places:
                if not any(start <= place.start < end for start, end in taken):
                    written = piece.text[place.start:place.end]
                    found[place.label].setdefault(key(written), (written, piece))
        for label, forms in sorted(found.items()):
            if sum(_is_telling(written) for written, _ in forms.values()) > 1:
                yield Conflict(
                    NAMES, f"{kind} {_full(label)} kaldes {listed([written for written, _ in forms.values()])}", f"»{_full(label)}«",
                    "Dokumenterne bruger flere navne og forkortelser. Et kortere eller ældre navn kan dække et mindre område; hvor intet siger det, læses de som det samme.",
                    tuple(quoted(piece) for _, piece in forms.values()),
                )  # fmt: skip


def _is_telling(written: str) -> bool:
    """True for a whole name; committees are not their administrations."""
    return len(written) >= _FULL_NAME and not written.endswith("udvalget")


def _full(label: str) -> str:
    return next((concept.label for concept in read_vocabulary("administrations") if concept.code == label), label)


def _codes(library: Library) -> Iterator[Conflict]:
    """A code for a law, district or administration that its document never spells out."""
    told = [(piece, piece.text, piece.text.casefold()) for piece in library.all_sentences()]
    for vocabulary in _VOCABULARIES:
        for concept in read_vocabulary(vocabulary):
            names = [text for text in concept.texts("preferred", "professional") if len(text) > len(concept.code)]
            for code in concept.texts("notation"):
                yield from _code(told, code, names)


def _code(told: Sequence[Told], code: str, names: list[str]) -> Iterator[Conflict]:
    used = re.compile(rf"(?<![\w]){re.escape(code)}(?![a-zæøåA-ZÆØÅ])")
    spelled = re.compile("|".join(map(re.escape, names)), re.IGNORECASE)
    explained = re.compile(rf"(?:{spelled.pattern})\s?\({re.escape(code)}\)", re.IGNORECASE)
    small = [name.casefold() for name in names]
    uses = [piece for piece, text, _ in told if code in text and used.search(text)]
    spellings = [(piece, not explained.search(text)) for piece, text, folded in told if any(name in folded for name in small) and spelled.search(text)]
    for id_, first in {piece.document.id: piece for piece in reversed(uses)}.items():
        if all(bare or piece.document.id != id_ for piece, bare in spellings):
            others = [((piece.document.id != id_, bare), piece) for piece, bare in spellings if piece != first]
            others = others or [((piece.document.id != id_, False), piece) for piece in uses if piece != first]
            meant = min(others, key=lambda one: one[0], default=(None, None))[1]
            yield Conflict(
                NAMES, f"»{code}« forklares ikke i »{first.document.source.title}«", f"»{names[0]}«",
                "Forkortelsen bruges uden at være skrevet ud. Betydningen er kendt fra andre steder eller fra ordlisten.",
                tuple(quoted(piece) for piece in (first, meant) if piece),
            )  # fmt: skip
