"""One district, administration or law under several names, and codes for them that a document never spells out."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from graph.conflicts.conflict import NAMES, Conflict
from graph.conflicts.library import Library, Mention, quoted
from graph.conflicts.names import listed
from graph.conflicts.text import Text
from graph.linking import key
from graph.reading import Piece
from graph.recognisers.places import administrations, districts, schools
from ontology.concept import Concept
from ontology.vocabulary import from_vocabularies, read_vocabulary

_KINDS = (("Bydelen", districts), ("Forvaltningen", administrations))
_VOCABULARIES = ("administrations", "districts", "laws")
_USED, _BARE, _EXPLAINED = "used", "bare", "explained"  # a code; its name alone; its name with the code in brackets

_FULL_NAME = 8  # letters; shorter names and codes say nothing alone of another name


def detect(library: Library) -> Iterator[Conflict]:
    """Districts and administrations under several names, then codes never spelled out."""
    yield from _forms(library)
    yield from _codes(library)


def _forms(library: Library) -> Iterator[Conflict]:
    """A district or an administration that the documents call by several names."""
    found: dict[tuple[str, str], dict[str, tuple[str, Piece]]] = defaultdict(dict)
    for (kind, label, written), piece in library.mentions("authorities", _named):
        found[kind, label].setdefault(key(written), (written, piece))
    for (kind, label), forms in sorted(found.items()):
        if sum(_is_telling(written) for written, _ in forms.values()) > 1:
            yield Conflict(
                NAMES, f"{kind} {_full(label)} kaldes {listed([written for written, _ in forms.values()])}", f"»{_full(label)}«",
                "Dokumenterne bruger flere navne og forkortelser. Et kortere eller ældre navn kan dække et mindre område; hvor intet siger det, læses de som det samme.",
                tuple(quoted(piece) for _, piece in forms.values()),
            )  # fmt: skip


def _named(text: Text) -> Iterable[Mention]:
    """The first place of each name of a district or an administration; a school's name names no district."""
    found: dict[tuple[str, str, str], Mention] = {}
    for kind, recognise in _KINDS:
        for piece in text.sentences:
            places = list(recognise(piece.text))
            taken = [(school.start, school.end) for school in schools(piece.text)] if places else []
            for place in places:
                if not any(start <= place.start < end for start, end in taken):
                    written = piece.text[place.start:place.end]
                    found.setdefault((kind, place.label, key(written)), Mention((kind, place.label, written), piece))
    return found.values()


def _is_telling(written: str) -> bool:
    """True for a whole name; committees are not their administrations."""
    return len(written) >= _FULL_NAME and not written.endswith("udvalget")


def _full(label: str) -> str:
    return next((concept.label for concept in read_vocabulary("administrations") if concept.code == label), label)


@dataclass(frozen=True)
class _Code:
    """A code for something, with the names that spell it out."""

    concept: str
    code: str
    names: tuple[str, ...]

    @cached_property
    def used(self) -> re.Pattern[str]:
        return re.compile(rf"(?<![\w]){re.escape(self.code)}(?![a-zæøåA-ZÆØÅ])")

    @cached_property
    def spelled(self) -> re.Pattern[str]:
        return re.compile("|".join(map(re.escape, self.names)), re.IGNORECASE)

    @cached_property
    def explained(self) -> re.Pattern[str]:
        return re.compile(rf"(?:{self.spelled.pattern})\s?\({re.escape(self.code)}\)", re.IGNORECASE)


@from_vocabularies
def _known_codes() -> tuple[_Code, ...]:
    concepts = [concept for name in _VOCABULARIES for concept in read_vocabulary(name)]
    return tuple(_Code(concept.iri, code, _names(concept)) for concept in concepts for code in concept.texts("notation"))


def _names(concept: Concept) -> tuple[str, ...]:
    return tuple(text for text in concept.texts("preferred", "professional") if len(text) > len(concept.code))


def _codes(library: Library) -> Iterator[Conflict]:
    """A code for a law, district or administration that its document never spells out."""
    found: dict[tuple[str, str], list[tuple[str, Piece]]] = defaultdict(list)
    for (concept, code, way), piece in library.mentions("codes", _coded):
        found[concept, code].append((way, piece))
    for known in _known_codes():
        yield from _unexplained(known, found[known.concept, known.code])


def _coded(text: Text) -> Iterator[Mention]:
    """Where each code is used, and where a name that it stands for is written."""
    told = [(piece, piece.text, piece.text.casefold()) for piece in text.sentences]
    for known in _known_codes():
        small = [name.casefold() for name in known.names]
        for piece, said, folded in told:
            if known.code in said and known.used.search(said):
                yield Mention((known.concept, known.code, _USED), piece)
            if any(name in folded for name in small) and known.spelled.search(said):
                yield Mention((known.concept, known.code, _EXPLAINED if known.explained.search(said) else _BARE), piece)


def _unexplained(known: _Code, places: Sequence[tuple[str, Piece]]) -> Iterator[Conflict]:
    uses = [piece for way, piece in places if way == _USED]
    spellings = [(piece, way == _BARE) for way, piece in places if way != _USED]
    for id_, first in {piece.document.id: piece for piece in reversed(uses)}.items():
        if all(bare or piece.document.id != id_ for piece, bare in spellings):
            others = [((piece.document.id != id_, bare), piece) for piece, bare in spellings if piece != first]
            others = others or [((piece.document.id != id_, False), piece) for piece in uses if piece != first]
            meant = min(others, key=lambda one: one[0], default=(None, None))[1]
            yield Conflict(
                NAMES, f"»{known.code}« forklares ikke i »{first.document.source.title}«", f"»{known.names[0]}«",
                "Forkortelsen bruges uden at være skrevet ud. Betydningen er kendt fra andre steder eller fra ordlisten.",
                tuple(quoted(piece) for piece in (first, meant) if piece),
            )  # fmt: skip
