"""Ranks passages by their signals, combined by tuned weights; the evidence an answer shows."""

from __future__ import annotations

from collections.abc import Mapping
from operator import mul
from typing import NamedTuple

from search.index import Index
from search.numbers import Span, read_age
from search.offer_ranking import ScoredOffer
from search.query import Query
from search.understanding import Understood

SUPPORTERS = 12  # best offers whose passages gain
LEAST_SCORE = 0.05
MOST_BY_NEEDS = 200  # passages that a question may meet by its needs alone; its words, its meaning and its offers bring others


class PassageSignals(NamedTuple):
    """What speaks for a passage, each 0 to 1; ``ages`` runs from -1.

    ``asked_words`` and ``asked_near`` are the likeness of the questions that it answers, ``support`` is the strength of the offers it speaks
    of, ``told`` that it holds a fact in a relation that is asked for, ``told_of`` how surely the question names the offer of that fact,
    ``placed`` that it tells what is found at a place the question names, ``ages`` that its heading names the asked age.
    """

    asked_words: float = 0.0
    asked_near: float = 0.0
    words: float = 0.0
    vectors: float = 0.0
    needs: float = 0.0
    support: float = 0.0
    told: float = 0.0
    told_of: float = 0.0
    placed: float = 0.0
    ages: float = 0.0


PassageWeights = PassageSignals

WEIGHTS = PassageWeights(
    asked_words=0.9, asked_near=0.85, words=0.25, vectors=1.05, needs=0.7, support=0.65, told=0.4, told_of=0.3, placed=0.2, ages=0.05,
)  # tuned as the weights of offers are


class PassageRanker:
    """Ranks the passages of an index."""

    def __init__(self, index: Index, weights: PassageWeights = WEIGHTS) -> None:
        self._index = index
        self._weights = weights
        self._heading_ages: dict[str, Span | None] = {}

    def rank(self, query: Query, offers: list[ScoredOffer]) -> list[tuple[str, float]]:
        """The passages that words, meaning, needs or the best offers bring, with their scores, best first; ties by id."""
        scored = [(id_, self._score(signals)) for id_, signals in self.signals(query, offers).items()]
        return sorted((row for row in scored if row[1] > LEAST_SCORE), key=lambda row: (-row[1], row[0]))

    def signals(self, query: Query, offers: list[ScoredOffer]) -> dict[str, PassageSignals]:
        """What speaks for each passage."""
        top = max(offers[0].score if offers else 1.0, 1.0)
        strength = {row.id: row.score / top for row in offers[:SUPPORTERS] if row.fit.is_possible}
        understood = query.understood
        relations = {field for intent, _ in understood.intents for field in self._index.intents[intent]["asks"]}
        told = self._told(query, relations)
        placed = {id_ for place in (*understood.schools, *understood.districts) for id_ in self._index.passages_on.get(place, ())}
        found = {}
        for id_ in self._candidates(query, strength):
            about = self._index.about.get(id_, {})
            found[id_] = PassageSignals(
                asked_words=query.asked_words.get(id_, 0.0),
                asked_near=query.asked_near.get(id_, 0.0),
                words=query.words.get(id_, 0.0),
                vectors=query.near.get(id_, 0.0),
                needs=query.met[id_],
                support=max((strength.get(offer, 0.0) * weight for offer, weight in about.items()), default=0.0),
                told=float(id_ in told),
                told_of=told.get(id_, 0.0),
                placed=float(id_ in placed),
                ages=self._age_fit(understood, id_),
            )
        return found

    def _told(self, query: Query, relations: set[str]) -> dict[str, float]:
        """The passages that hold a fact in one of the relations, each with how surely the question names an offer of such a fact."""
        found: dict[str, float] = {}
        for relation in relations & self._index.told_in.keys():
            for id_, offers in self._index.told_in[relation].items():
                found[id_] = max(found.get(id_, 0.0), *(query.names.get(offer, 0.0) for offer in offers), 0.0)
        return found

    def _candidates(self, query: Query, strength: Mapping[str, float]) -> set[str]:
        """The passages that can be among the best: their number does not grow with the documents."""
        found = {*query.words, *query.near, *query.asked_words, *query.asked_near, *query.met.best(MOST_BY_NEEDS, last=len(self._index.passages))}
        found.update(passage for offer in strength for passage in self._index.passages_of.get(offer, ()))
        return found & self._index.passages.keys()

    def _score(self, signals: PassageSignals) -> float:
        return float(sum(map(mul, self._weights, signals)))

    def _age_fit(self, understood: Understood, passage: str) -> float:
        """1 where the heading names an age group that holds the asked age, -1 where it names another."""
        asked = understood.ages
        told = self._heading_age(self._index.passages[passage].section) if asked else None
        if asked is None or told is None:
            return 0.0
        return 1.0 if asked.meets(told.min, told.max) else -1.0

    def _heading_age(self, section: str) -> Span | None:
        """The age a heading names, read once."""
        if section not in self._heading_ages:
            self._heading_ages[section] = read_age(section)
        return self._heading_ages[section]
