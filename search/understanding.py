"""What a question is about: intent, needs, age, grade, places, who is asked about and what is denied."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from corpus.danish import stems, words
from search.columns import Column
from search.embedder import Vectors
from search.index import Index
from search.lexicon import NEGATIONS, Match, tokens
from search.profiles import audience_of
from search.numbers import ADULT, HOW_OLD, Span, ages_of_grade, read_age, read_grade, without_numbers
from search.places import PlaceFound

_ENGLISH = frozenset("the is are what how who where when which with child school family from does they he she my our there not and of to a in".split())
_DANISH = frozenset("og er det til ikke en et jeg på med har hvad hvem hvor hvordan kan der at vi han hun den som må skal fra".split())
_CLAUSE = re.compile(r"[,.;:?!()\n]+|\b(?:og|men|and|but|så)\b")

LEAST_ALIKE, FULLY_ALIKE = 0.35, 0.8  # nearness from which a clause speaks of a need by its meaning, and wholly does
ALIKE_WEIGHT = 0.8
LEAST_NEAR, FULLY_NEAR = 0.25, 0.75  # nearness to a need as ``near`` tells it
LEAST_AGREED, FULLY_AGREED = 0.15, 0.45  # nearness of the clause in which a label is met by its words
LEAST_AGREEMENT = 0.1
LEAST_WEIGHT = 0.05
MOST_NEEDS = 12
SHORT_QUESTION = 12  # words
MOST_CLAUSES = 12


@dataclass(frozen=True)
class Need:
    """A concept of the thesaurus that the question speaks of, by its words or (``alike``) by words that mean much the same.

    ``named`` is False where the words may as well point to another.
    """

    id: str
    label: str
    matched: str
    weight: float
    alike: bool = False
    named: bool = True


@dataclass(frozen=True)
class Understood:
    """The parts of a question that the search acts on.

    ``spelled`` is the question with misspelt words mended. ``intents`` are intent ids with their scores, best first; ``asks`` the fact relations and field titles that would answer.
    ``denied`` are needs that the question says are not there. ``audience`` runs from -1 (adults) to 1 (children and young people).
    ``near`` is how near in meaning the question or a clause is to each need, 0 to 1, by the columns of ``NeedVectors``, 0 for those denied.
    ``vectors`` are those of the question and its clauses, in this order.
    """

    question: str
    spelled: str
    language: str
    near: Column = field(compare=False)
    vectors: Vectors = field(compare=False)
    needs: tuple[Need, ...] = ()
    denied: tuple[Need, ...] = ()
    clauses: tuple[str, ...] = ()
    intents: tuple[tuple[str, float], ...] = ()
    cue_words: frozenset[str] = frozenset()
    age: Span | None = None
    grade: Span | None = None
    places: tuple[PlaceFound, ...] = ()
    audience: float = 0.0

    @cached_property
    def met_words(self) -> frozenset[str]:
        """The words that met a need."""
        return frozenset(word for need in self.needs if not need.alike for word in need.matched.split())

    @property
    def intent(self) -> str:
        """The strongest intent's id, help when none is met."""
        return self.intents[0][0] if self.intents else "help"

    @cached_property
    def districts(self) -> tuple[str, ...]:
        """The districts the question names, where somebody lives first."""
        named = sorted((place for place in self.places if place.district), key=lambda place: not place.residence)
        return tuple(dict.fromkeys(place.district for place in named))

    @cached_property
    def schools(self) -> tuple[str, ...]:
        """The schools the question names."""
        return tuple(dict.fromkeys(place.label for place in self.places if place.kind == "school"))

    @cached_property
    def ages(self) -> Span | None:
        """The age, or the usual age of the grade."""
        return self.age or (ages_of_grade(self.grade) if self.grade else None)


class Reader:
    """Reads questions with the vocabularies of needs, intents and places of an index."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def read(self, question: str) -> Understood:
        """Understand one question."""
        question = unicodedata.normalize("NFC", question)
        language = language_of(question)
        spelled = question if language == "en" else self._index.speller.corrected(question)
        places = tuple(self._index.gazetteer.find(spelled))
        bare = without_numbers(_without(spelled, places))
        found = self._index.needs.find(bare, language, self._index.splitter)
        said = [word for word, _ in tokens(bare)]
        needs = [self._need(match) for match in found if not _is_denied(match, said)]
        denied = [self._need(match) for match in found if _is_denied(match, said)]
        clauses = _clauses(bare)
        texts = list(dict.fromkeys([bare, *clauses]))
        said_so = list(dict.fromkeys([spelled, *clauses, bare]))
        vectors = self._index.embedder.queries(said_so)
        near = self._index.need_vectors.nearness(vectors[[said_so.index(text) for text in texts]])
        cues = self._index.cues.find(spelled, language)
        age = read_age(spelled)
        return Understood(
            question=question,
            spelled=spelled,
            language=language,
            near=self._near(near, denied),
            vectors=vectors[:len({spelled, *clauses})],
            needs=self._weighed(needs, {need.id for need in denied}, texts, near),
            denied=tuple(denied),
            clauses=tuple(clauses),
            intents=tuple((phrase.concept, phrase.score) for phrase in cues),
            cue_words=frozenset(word for phrase in cues for word in phrase.words),
            age=age,
            grade=read_grade(spelled),
            places=places,
            audience=self._audience(HOW_OLD.sub("", spelled), language, age),
        )

    def _near(self, near: NDArray[np.float32], denied: list[Need]) -> Column:
        nearest = _share(near.max(axis=0), LEAST_NEAR, FULLY_NEAR)
        nearest[[self._index.need_vectors.columns[need.id] for need in denied]] = 0.0
        return nearest

    def _audience(self, question: str, language: str, age: Span | None) -> float:
        """Whom the question is about: told by age, else by words."""
        if age is not None:
            return -1.0 if age.min >= ADULT else 1.0
        return audience_of(question, self._index.audiences, language)

    def _weighed(self, met: list[Need], denied: set[str], texts: list[str], near: NDArray[np.float32]) -> tuple[Need, ...]:
        """The needs met by words, weighed by whether the meaning of their clause agrees, and those that clauses are near to."""
        columns = self._index.need_vectors.columns
        alike = ALIKE_WEIGHT * _share(near.max(axis=0), LEAST_ALIKE, FULLY_ALIKE) ** 2
        needs: dict[str, Need] = {}
        close = np.flatnonzero(alike > LEAST_WEIGHT)
        for column, row, weight in zip(close.tolist(), near[:, close].argmax(axis=0).tolist(), alike[close].tolist()):
            id_ = self._index.need_vectors.ids[column]
            needs[id_] = Need(id_, self._index.topics[id_].label, " ".join(texts[row].split()), weight, alike=True)
        said = [set(words(text)) for text in texts]
        agreement = _share(near[:, [columns[need.id] for need in met]], LEAST_AGREED, FULLY_AGREED).T.tolist()
        for need, shares in zip(met, agreement):
            own = [share for share, held in zip(shares, said) if held.issuperset(need.matched.split())]
            agreed = max(LEAST_AGREEMENT, *(own or shares))
            if need.weight * agreed >= float(alike[columns[need.id]]):
                needs[need.id] = replace(need, weight=need.weight * agreed)
        found = [replace(need, weight=round(need.weight, 4)) for need in needs.values() if need.weight > LEAST_WEIGHT and need.id not in denied]
        return tuple(sorted(found, key=lambda need: (-need.weight, need.id))[:MOST_NEEDS])

    def _need(self, match: Match) -> Need:
        return Need(match.concept, self._index.topics[match.concept].label, match.words, match.score, named=match.names)


def _share(nearness: NDArray[np.float32], least: float, full: float) -> NDArray[np.float32]:
    """How far a nearness lies from ``least`` (0) to ``full`` (1)."""
    return np.asarray(np.clip((nearness - least) / (full - least), 0.0, 1.0))


def _clauses(text: str) -> list[str]:
    """The parts of a text between stops, commas and "og", and the whole when it is short."""
    parts = [part for part in _CLAUSE.split(text) if len(stems(part)) > 1]
    return list(dict.fromkeys([*parts, text] if len(text.split()) <= SHORT_QUESTION else parts))[:MOST_CLAUSES]


def language_of(text: str) -> str:
    """``en`` where more English than Danish function words stand in a text, else ``da``."""
    said = words(text)
    english = sum(word in _ENGLISH for word in said)
    return "en" if english > 1 and english > sum(word in _DANISH for word in said) else "da"


def _without(text: str, places: tuple[PlaceFound, ...]) -> str:
    """The text with the names of places blanked, so that they are not read as needs."""
    for place in places:
        text = text[:place.start] + " " * (place.end - place.start) + text[place.end:]
    return text


def _is_denied(match: Match, said: list[str]) -> bool:
    """True where "ikke", "aldrig", "uden" … stands right before words that hold no negation themselves."""
    own = set(words(match.label)) | set(said[match.first:match.last + 1])
    before = said[max(0, match.first - 2):match.first]
    return not own & NEGATIONS and len(before) > 0 and (before[-1] in NEGATIONS or (before[0] in NEGATIONS and before[-1] in ("længere", "mere", "anymore")))
