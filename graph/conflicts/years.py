"""Years that do not fit together: a plan named after another year than it runs in, money from before its paper, several beginnings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.document import SECTION_SEPARATOR, Section
from graph.conflicts.conflict import FIGURES, Conflict
from graph.conflicts.library import Library, quoted
from graph.conflicts.text import Text
from graph.reading import Piece

_YEAR = r"((?:19|20)\d\d)"
_MONTH = r"(?:medio|ultimo|primo|januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december)"
_PERIOD = re.compile(rf"\bi perioden (?:fra )?{_YEAR}\s?[-–]\s?{_YEAR}\b")
_NAMED = re.compile(rf"[A-ZÆØÅ][\w-]+(?: og [A-ZÆØÅ][\w-]+)? {_YEAR}\b(?!\s?[-–])")
_GRANTED_FROM = re.compile(rf"\bfra (?:{_MONTH} )?{_YEAR} til og med\b")
_DATED = re.compile(rf"\({_YEAR}\)")
_BEGINS = re.compile(
    rf"\b(?:[Ss]iden|startet(?: op)?\b[^.]{{0,20}}? i(?: {_MONTH})?|startede i|samarbejdsprojekt fra|Fra(?: {_MONTH})?|fra {_MONTH}) {_YEAR}\b(?!\s?(?:[-–/]|til (?:19|20)))"
)  # fmt: skip
SHOWN = 2  # later sentences with a year that are shown beside money that runs from before its paper


def detect(library: Library) -> Iterator[Conflict]:
    """Years that do not fit, section by section, then money sentence by sentence."""
    yield from library.conflicts("years", _in_sections, _granted_before)


def _in_sections(text: Text) -> Iterator[Conflict]:
    for section, pieces in text.chapters:
        yield from _named_otherwise(pieces)
        yield from _beginnings(section, pieces)


def _named_otherwise(pieces: Sequence[Piece]) -> Iterator[Conflict]:
    """A plan named after a year outside the period it runs in."""
    for piece in pieces:
        for period in _PERIOD.finditer(piece.text):
            named = [(match, other) for other in pieces if other.start < piece.start for match in _NAMED.finditer(other.text)]
            for match, other in named[-1:]:
                if not int(period.group(1)) <= int(match.group(1)) <= int(period.group(2)):
                    yield Conflict(
                        FIGURES, f"»{match.group()}« løber i {period.group(1)}-{period.group(2)}", f"perioden {period.group(1)}-{period.group(2)}",
                        "Året i navnet er ikke planens periode. Det kan være året, planen er skrevet eller vedtaget; perioden står for sig selv.",
                        (quoted(other), quoted(piece)),
                    )  # fmt: skip


def _beginnings(section: Section, pieces: Sequence[Piece]) -> Iterator[Conflict]:
    """Several years from which one effort, its money or its results are counted."""
    years: dict[int, Piece] = {}
    for piece in pieces:
        for match in _BEGINS.finditer(piece.text):
            years.setdefault(int(match.group(1)), piece)
    if len({piece.start for piece in years.values()}) > 1:
        yield Conflict(
            FIGURES, f"{section.title}: {' og '.join(map(str, sorted(years)))} som begyndelse", f"{min(years)} er det tidligste",
            "Årene siger hver sit: hvornår indsatsen begyndte, hvornår den fik sine penge eller sin nuværende form, eller fra hvornår der er tal. Læs, hvad sætningen gælder.",
            tuple(quoted(years[year]) for year in sorted(years)),
        )  # fmt: skip


def _granted_before(text: Text) -> Iterator[Conflict]:
    """Money that runs from before the paper that grants it."""
    for piece in text.sentences:
        start, paper = _GRANTED_FROM.search(piece.text), _DATED.search(piece.text)
        if start and paper and int(start.group(1)) < int(paper.group(1)):
            effort = _effort(piece)
            later = [other for other in text.sentences if other.start > piece.start and _effort(other) == effort and _BEGINS.search(other.text)]
            yield Conflict(
                FIGURES, f"Pengene løber fra {start.group(1)}, men forslaget er fra {paper.group(1)}", None,
                "Pengene begynder, før det papir, der giver dem, er dateret. Begyndelsen er uklar: det ene år kan være ansættelsernes, det andet bevillingens.",
                (quoted(piece), *map(quoted, later[:SHOWN])),
            )  # fmt: skip


def _effort(piece: Piece) -> str:
    """The heading path above the field a sentence stands in."""
    return piece.document.section_at(piece.start).rpartition(SECTION_SEPARATOR)[0]
