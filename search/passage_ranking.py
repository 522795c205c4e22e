"""Ranks passages by their signals, combined by tuned weights; the evidence an answer shows."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.columns import Column, Links, Rows, Sparse, among, best, union, weighed
from search.index import Index
from search.offer_ranking import ScoredOffer
from search.query import NAMED, Query
from search.understanding import Understood

SUPPORTERS = 12  # best offers whose passages gain
LEAST_SCORE = 0.05
MOST = 10  # passages that are told of
MOST_BY_NEEDS = 200  # passages that a question may meet by its needs alone; its words, its meaning and its offers bring others


class PassageWeights(NamedTuple):
    """How much each signal counts that speaks for a passage, each from 0 to 1; ``ages`` runs from -1.

    ``asked_words`` and ``asked_near`` are the likeness of the questions that it answers, ``support`` is the strength of the offers it speaks
    of, ``told`` that it holds a fact in a relation that is asked for, ``told_of`` how surely the question names the offer of that fact,
    ``placed`` that it tells what is found at a place the question names, ``ages`` that its heading names the asked age, ``others`` that the question
    names an offer and the passage speaks only of other ones (to 2, where a fact or a law is asked for).
    """

    asked_words: float
    asked_near: float
    words: float
    vectors: float
    needs: float
    support: float
    told: float
    told_of: float
    placed: float
    others: float
    ages: float


WEIGHTS = PassageWeights(
    asked_words=1.35, asked_near=0.6, words=0.1, vectors=1.4, needs=0.55, support=0.65, told=0.47, told_of=0.3, placed=0.08,
    others=-0.6, ages=0.12,
)  # tuned as the weights of offers are


class PassageRanker:
    """Ranks the passages of an index."""

    def __init__(self, index: Index, weights: PassageWeights = WEIGHTS) -> None:
        self._index = index
        self._weights = weights

    def rank(self, query: Query, offers: list[ScoredOffer]) -> list[tuple[str, float]]:
        """The best passages of those that words, meaning, needs or the best offers bring, with their scores, best first; ties by id."""
        support = self._support(offers)
        rows = self._brought(query, support)
        met = [likeness.values[rows] for likeness in (query.asked_words, query.asked_near, query.words, query.near)]
        likeness = [*met, query.met[rows].astype(float), support.values[rows], *self._told(query, rows), self._placed(query, rows), self._others(query, rows)]
        rows, scores = self._aged(query.understood, rows, weighed(self._weights[:-1], likeness))
        rows, scores = rows[scores > LEAST_SCORE], scores[scores > LEAST_SCORE]
        first = np.lexsort((self._index.alphabetical[rows], -scores))[:MOST]
        return [(self._index.ids[row], score) for row, score in zip(rows[first].tolist(), scores[first].tolist())]

    @property
    def _count(self) -> int:
        return len(self._index.passages)

    @cached_property
    def _about(self) -> Links:
        """From offers to the passages that speak of them."""
        about = self._index.about
        return Links(about.offers, about.passages, about.weights, (len(self._index.offers), self._count))

    @cached_property
    def _speaking(self) -> NDArray[np.bool_]:
        """Which passages speak of any offer."""
        speaking = np.zeros(self._count, dtype=bool)
        speaking[self._index.about.passages] = True
        return speaking

    def _of(self, offers: dict[str, float]) -> Sparse:
        """For each passage the strongest of some offers that it speaks of."""
        rows = np.array([self._index.rows[id_] - self._count for id_ in offers], dtype=np.intp)
        strengths = np.zeros(len(self._index.offers))
        strengths[rows] = list(offers.values())
        return self._about.strongest(rows, strengths)[0]

    def _support(self, offers: list[ScoredOffer]) -> Sparse:
        """For each passage the strength of the best offers it speaks of."""
        top = max(offers[0].score if offers else 1.0, 1.0)
        return self._of({row.id: row.score / top for row in offers[:SUPPORTERS] if row.fit.is_possible})

    def _told(self, query: Query, rows: Rows) -> tuple[Column, Column]:
        """Which passages hold a fact in a relation that is asked for, and how surely the question names an offer of such a fact."""
        told, told_of = np.zeros(len(rows)), np.zeros(len(rows))
        for relation in {field for intent, _ in query.understood.intents for field in self._index.intents[intent]["asks"]} & self._index.told_in.keys():
            rows_of = self._index.told_in[relation]
            told[among(rows, rows_of[""])] = 1.0
            for offer, score in query.telling.items():
                if offer in rows_of:
                    told_of = np.maximum(told_of, score * among(rows, rows_of[offer]))
        return told, told_of

    def _placed(self, query: Query, rows: Rows) -> Column:
        """Which passages tell what is found at a place that the question names."""
        placed = np.zeros(len(rows))
        for place in {*query.understood.schools, *query.understood.districts} & self._index.passages_on.keys():
            placed[among(rows, self._index.passages_on[place])] = 1.0
        return placed

    def _others(self, query: Query, rows: Rows) -> Column:
        """Which passages speak of offers, and of none that the question names; none where it names none."""
        named = {id_: 1.0 for id_, score in query.names.items() if score >= NAMED}
        if not named:
            return np.zeros(len(rows))
        return np.where(self._speaking[rows] & (self._of(named).values[rows] == 0), 1.0 + query.wants_fact, 0.0)

    def _brought(self, query: Query, support: Sparse) -> Rows:
        """The passages that can be among the best: their number does not grow with the documents."""
        brought = [one.rows[one.values[one.rows] > 0] for one in (support, query.words, query.near, query.asked_words, query.asked_near)]
        return union(self._count, *brought, best(query.met[:self._count], MOST_BY_NEEDS))

    def _aged(self, understood: Understood, rows: Rows, scores: Column) -> tuple[Rows, Column]:
        """The passages whose headings' ages can bring them among the best, and their scores with these counted."""
        tenth = -np.partition(-scores, MOST - 1)[MOST - 1] if len(scores) > MOST else -np.inf
        close = scores >= tenth - 2 * self._weights.ages
        return rows[close], scores[close] + self._weights.ages * self._age_fit(understood, rows[close])

    def _age_fit(self, understood: Understood, rows: Rows) -> Column:
        """1 where the heading names an age group that holds the asked age, -1 where it names another."""
        asked = understood.ages
        if asked is None:
            return np.zeros(len(rows))
        told = [self._index.heading_ages.get(row) for row in rows.tolist()]
        return np.array([0.0 if span is None else 1.0 if asked.meets(span.min, span.max) else -1.0 for span in told])
