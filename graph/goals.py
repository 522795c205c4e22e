"""The goals that a policy sets: guiding marks, items of what it will work for, and the sentences that bind it.

Why a goal is a whole sentence: readers quote sentences, and one sentence is often read as several facts. Its node is the fact that
holds most of it, and every other fact inside it is another name for it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from operator import itemgetter
from typing import Any

from corpus.document import Document
from corpus.sentences import sentences
from graph.fact import STATED, Fact
from graph.linking import key
from graph.reading import Piece, piece_of

MARK, AREA, AIM, OVERALL, PURPOSE = "pejlemærke", "fokusområde", "mål", "overordnet mål", "formål"
MOST = 0.85  # of a sentence's letters
_BINDS = re.compile(r"\bvi (?:\w+ ){0,2}?(?:vil|skal)\b|\b(?:vil|skal) vi\b", re.IGNORECASE)


@dataclass(frozen=True)
class Goal:
    """``name`` is the goal's node, ``words`` what is shown of it, ``holder`` the focus area or document that sets it.

    ``names`` are the nodes of all facts that stand in the same words. ``kind`` is pejlemærke, fokusområde, mål, overordnet mål (set for
    the whole document, before its first focus area) or formål: the purpose that a document states for an intervention.
    ``path`` is its address in the graph, set when the graph is built.
    """

    name: str
    words: str
    kind: str
    holder: str
    document: str
    section: str
    quote: str
    start: int
    end: int
    names: tuple[str, ...] = ()
    path: str = ""

    def to_json(self) -> dict[str, Any]:
        """The goal as plain data."""
        return asdict(self)

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Goal:
        """The goal of plain data."""
        return cls(**{**row, "names": tuple(row["names"])})

    @property
    def binds(self) -> bool:
        """True where the words say what "we" will or shall do, not only how things shall be."""
        return _BINDS.search(self.quote) is not None


class Frame:
    """The focus areas of the documents, who else sets goals, and the guiding marks."""

    def __init__(self, facts: Sequence[Fact]) -> None:
        kinds = [fact for fact in facts if fact.relation == "type"]
        self.areas = {fact.subject: fact for fact in reversed(kinds) if fact.object == "FocusArea"}
        self.marks = {fact.subject for fact in kinds if fact.object == "Pejlemærke"}
        self.holders = {*self.areas, *(fact.object or "" for fact in facts if fact.relation == "part_of" and fact.subject in self.areas)}
        self.documents = {fact.document for fact in self.areas.values()}

    def sets(self, fact: Fact) -> bool:
        """True where a fact says that a focus area or a whole document has a goal."""
        return fact.relation == "goal_of" and fact.document in self.documents and (fact.object in self.holders or fact.subject in self.marks)

    def first_area(self, document: str) -> int:
        """Where the first focus area of a document starts."""
        return min(fact.start for fact in self.areas.values() if fact.document == document)


def goals_of(facts: Iterable[Fact], documents: Iterable[Document]) -> list[Goal]:
    """The goals of the documents that have focus areas, each once, in the order of the texts; a goal of an area may be inferred."""
    facts = list(facts)
    frame = Frame([fact for fact in facts if fact.basis == STATED])
    said = [fact for fact in facts if fact.relation == "goal_of" and (fact.basis == STATED or fact.object in frame.areas)]
    texts = {document.id: document for document in documents if document.id in frame.documents}
    goals = []
    for inside in _spans([fact for fact in said if fact.document in texts], texts, frame):
        group = sorted(inside, key=lambda fact: (fact.start - fact.end, -len(key(fact.subject)), fact.object not in frame.areas, fact.start))
        goals.append(_goal(group, texts[group[0].document], frame))
    return goals


def areas_of(facts: Iterable[Fact]) -> list[Goal]:
    """The focus areas for levels of wellbeing, as goals that lead to what belongs to them; a policy's chapter is no goal of its own."""
    facts = list(facts)
    levelled = {fact.subject for fact in facts if fact.relation == "focus_area_level"}
    kinds = [fact for fact in facts if fact.basis == STATED and (fact.relation, fact.object) == ("type", "FocusArea") and fact.subject in levelled]
    return [
        Goal(fact.subject, fact.subject, AREA, fact.subject, fact.document, fact.section, fact.quote, fact.start, fact.end, (fact.subject,))
        for fact in kinds
    ]


def _spans(said: Sequence[Fact], texts: dict[str, Document], frame: Frame) -> list[list[Fact]]:
    """The facts in each sentence, or longer quote, in which a goal is set."""
    spans: list[tuple[str, int, int]] = []
    for fact in sorted(filter(frame.sets, said), key=lambda fact: (fact.document, fact.start, -fact.end)):
        start, end = _sentence(texts[fact.document], fact)
        if spans and spans[-1][0] == fact.document and start < spans[-1][2]:
            spans[-1] = (fact.document, spans[-1][1], max(end, spans[-1][2]))
        else:
            spans.append((fact.document, start, end))
    placed = sorted((fact.document, fact.start, number) for number, fact in enumerate(said))
    inside = (placed[bisect_left(placed, (id_, start)):bisect_left(placed, (id_, end + 1))] for id_, start, end in spans)
    return [[said[number] for *_, number in sorted(found, key=itemgetter(2)) if said[number].end <= end] for found, (_, _, end) in zip(inside, spans)]


def _sentence(document: Document, fact: Fact) -> tuple[int, int]:
    """The sentence around a quote, or the quote where it is longer."""
    block = document.block_at(fact.start)
    around = piece_of(document, block).sentences() if block else ()
    held = next((sentence for sentence in around if sentence.start <= fact.start < sentence.end), Piece(document, fact.start, fact.end))
    return min(held.start, fact.start), max(held.end, fact.end)


def _says_all(name: str, quote: str) -> bool:
    """True where a fact's name holds most of the first sentence of a quote, so that it can stand for it."""
    opening = key(next(sentences(quote), quote))
    return key(name) in opening and len(key(name)) >= MOST * len(opening)


def _goal(group: Sequence[Fact], document: Document, frame: Frame) -> Goal:
    """One goal of its facts, the longest quote first, and of those that share it the one with most words."""
    first = group[0]
    held = _sentence(document, first)
    start, end = min(held[0], *(fact.start for fact in group)), max(held[1], *(fact.end for fact in group))
    quote = document.text[start:end]
    whole = first.subject in frame.marks or _says_all(first.subject, quote)
    area = next((fact.object for fact in group if fact.object in frame.areas), None)
    holder = area or next((fact.object for fact in group if fact.object in frame.holders), None) or ""
    overall = area is None and start < frame.first_area(document.id)
    kind = MARK if first.subject in frame.marks else OVERALL if overall else AIM
    words = first.subject if whole else quote.rstrip(".")
    return Goal(first.subject, words, kind, holder, document.id, first.section, quote, start, end, tuple(dict.fromkeys(fact.subject for fact in group)))
