"""What a strategy binds itself to: sentences in which "we" will, shall, wish or set something up, and the items of such a list.

Why an item is quoted in two ways: that it binds stands in the sentence that opens its list, so as a goal it is quoted with that; whose
goal it is is quoted with its own words, by which one goal is told from the next (goals.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.document import Block, Document, Section
from graph.fact import Fact
from graph.extractors.levels import focus_areas
from graph.reading import Piece, piece_of

_BINDS = re.compile(
    r"\bvi (?:\w+ ){0,3}?(?:vil|skal|ønsker|forpligter)\b|\b(?:vil|skal|ønsker|etablerer|forpligter) vi\b|\bkan vi (?!se\b)|\bpotentiale i at\b"
    r"|\b(?:fokus|perspektiv)(?:et)? vil altid\b|\bskal (?:\w+ ){0,3}?(?:have|være|opleve|gøre|bidrage|tilrettelægges|tilgodese)\b"
    r"|\bkræver[^.]*\bat vi (?!prioriterer)|\bog for det andet, at vi\b",
    re.IGNORECASE,
)
_OPENS_LIST = re.compile(r"^Vi (?:forpligter os|vil fokusere)\b.*:$")
_NOT_BINDING = re.compile(r":$|^Ved at\b|^Det vil vi (?:bl\.a\. )?gøre (?:gennem|med|ved)\b")  # what opens a list, states an effect, a model or a means
_AIMS = re.compile(r"sigter mod")  # read in levels.py, where the aim is named without "Vi ønsker, at"
SHORTEST = 30  # letters; a shorter sentence binds to nothing that can be found again


def extract(document: Document) -> Iterator[Fact]:
    """The commitments of a document that has focus areas for levels of wellbeing, each as a goal of its area or of the document."""
    areas = focus_areas(document)
    if not areas:
        return
    opening = None
    for block in document.blocks:
        text = document.text_of(block)
        if block.kind != "item":
            opening = piece_of(document, block) if _OPENS_LIST.match(text) else None
        if block.kind not in ("paragraph", "item") or any(_AIMS.search(title) for title in document.path_of(block)):
            continue
        for sentence in piece_of(document, block).sentences():
            if _binds(sentence.text, opening is not None and block.kind == "item"):
                yield from _commitment(sentence, opening or sentence, _holder(document, block, areas))


def _binds(text: str, listed: bool) -> bool:
    return len(text) >= SHORTEST and not _NOT_BINDING.search(text) and (listed or _BINDS.search(text) is not None)


def _holder(document: Document, block: Block, areas: list[Section]) -> str:
    """The focus area that a block stands under, or the document."""
    return next((area.title for area in areas if area.start <= block.start < area.end), document.source.title)


def _commitment(sentence: Piece, opening: Piece, holder: str) -> Iterator[Fact]:
    words = sentence.text.rstrip(".:")
    yield sentence.fact(words, "goal_of", holder)
    yield opening.through(sentence).fact(words, "type", "Goal")
