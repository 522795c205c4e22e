"""Ranks offers by their signals, combined by tuned weights.

Why so much weight on passages: an offer is found by the passages that speak of it rather than by its own name, and a named offer
stands above the section that only gathers several.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from operator import mul
from typing import NamedTuple

from graph.offer import Offer
from search.index import Index
from search.limits import Fit, fit
from search.profiles import ABOUT
from search.query import NAMED, Query

MOST_BY_EACH = 500  # offers that a question may meet by one signal alone; so few are all ranked
FULLY_TOPICAL = 0.8  # topical score from which the other signals count in full
TOPICAL = 7  # signals; the first so many are of the topic


class Signals(NamedTuple):
    """What speaks for an offer, each 0 to 1 (``asked_words`` and ``asked_near`` to 2); ``audience`` runs from -1.

    ``asked_words`` and ``asked_near`` are the likeness of the questions that it answers and of those that a passage about it answers,
    ``evidence_words`` and ``evidence_vectors`` are the likeness of the passages about it, ``needs`` the share of the question's needs it
    meets, ``meant`` the nearness in meaning to one of them; ``told`` that it is named and a fact of it asked for; ``headed`` that a section is headed by
    it; ``whole`` is how well the offer it is part of meets the topic.
    """

    asked_words: float = 0.0
    asked_near: float = 0.0
    evidence_words: float = 0.0
    evidence_vectors: float = 0.0
    needs: float = 0.0
    meant: float = 0.0
    told: float = 0.0
    near: float = 0.0
    audience: float = 0.0
    named: float = 0.0
    headed: float = 0.0
    contact: float = 0.0
    whole: float = 0.0


Weights = Signals
"""How much each signal counts; what gathers several offers (``headed``) counts against a single one."""

WEIGHTS = Weights(
    asked_words=0.25, asked_near=0.2, evidence_words=0.43, evidence_vectors=0.7, needs=0.27, meant=0.31, told=0.31, near=0.05, audience=0.1, named=0.96,
    headed=-0.44, contact=0.41, whole=0.12,
)  # tuned by cross-validation on the open and the development questions


@dataclass(frozen=True)
class ScoredOffer:
    """An offer with its score, its signals and how it fits the limits."""

    id: str
    score: float
    signals: Signals
    fit: Fit


class OfferRanker:
    """Ranks the offers of an index."""

    def __init__(self, index: Index, weights: Weights = WEIGHTS) -> None:
        self._index = index
        self._topical, self._other = weights[:TOPICAL], weights[TOPICAL:]

    def rank(self, query: Query) -> list[ScoredOffer]:
        """The named offers that can be among the best, best first; ties by id."""
        evidence = [self._evidence(likeness) for likeness in (query.asked_words, query.asked_near, query.words, query.near)]
        fits = {id_: fit(self._index.offers[id_], query.understood) for id_ in self._candidates(query, *evidence)}
        alone = {id_: self._signals(query, self._index.offers[id_], how, evidence) for id_, how in fits.items()}
        topical = {id_: sum(map(mul, self._topical, signals)) for id_, signals in alone.items()}
        scored = []
        for id_, signals in alone.items():
            if wholes := self._index.wholes[id_]:
                signals = signals._replace(whole=max(topical.get(whole, 0.0) for whole in wholes))
            scored.append(ScoredOffer(id_, self._score(signals, topical[id_]), signals, fits[id_]))
        return sorted(self._gathered(query, scored), key=lambda row: (-row.score, row.id))

    def _candidates(self, query: Query, *evidence: Mapping[str, float]) -> list[str]:
        """The offers that can be among the best, with those they belong to: their number does not grow with the documents."""
        offers = self._index.offers
        if len(offers) <= MOST_BY_EACH:
            return list(offers)
        scores = [{id_: value for id_, value in held.items() if id_ in offers} for held in (query.names, query.asked_words, query.asked_near, *evidence)]
        found = {id_ for held in scores for id_ in sorted(held, key=lambda id_: (-held[id_], id_))[:MOST_BY_EACH]}
        found |= {*query.met.best(MOST_BY_EACH, self._first)} & offers.keys()
        found |= {whole for id_ in found for whole in self._index.wholes[id_]}
        named = {self._index.named_offers[id_] for id_ in found}
        return sorted(found | named | {self._index.form_of[id_] for id_ in named & self._index.form_of.keys()})

    @cached_property
    def _first(self) -> int:
        return len(self._index.passages)

    def _evidence(self, likeness: Mapping[str, float]) -> dict[str, float]:
        """For each offer the likeness of the passage about it that is most alike."""
        best: dict[str, float] = {}
        for passage in likeness.keys() & self._telling.keys():
            value = likeness[passage]
            for offer, weight in self._telling[passage]:
                if weight * value >= best.get(offer, 0.0):
                    best[offer] = weight * value
        return best

    @cached_property
    def _telling(self) -> dict[str, tuple[tuple[str, float], ...]]:
        """The passages about any offer, each with those offers and weights."""
        return {passage: tuple(weights.items()) for passage, weights in self._index.about.items() if weights}

    def _signals(self, query: Query, offer: Offer, how: Fit, evidence: Sequence[Mapping[str, float]]) -> Signals:
        """What speaks for an offer itself."""
        return Signals(
            asked_words=query.asked_words.get(offer.id, 0.0) + evidence[0].get(offer.id, 0.0),
            asked_near=query.asked_near.get(offer.id, 0.0) + evidence[1].get(offer.id, 0.0),
            evidence_words=evidence[2].get(offer.id, 0.0),
            evidence_vectors=evidence[3].get(offer.id, 0.0),
            needs=query.met[offer.id],
            meant=query.meant[offer.id],
            told=query.wants_fact * query.names.get(offer.id, 0.0),
            near=how.near,
            audience=query.understood.audience * self._index.offer_audiences[offer.id],
            named=float(offer.id in self._named),
            headed=float(offer.id in self._headed),
            contact=float(query.wants_contact and offer.kind == "ContactPoint" and offer.contact is not None),
        )

    def _score(self, signals: Signals, topical: float) -> float:
        """The weighted sum; what does not concern the topic counts only as far as the topic is met."""
        return float(topical + min(1.0, topical / FULLY_TOPICAL) * sum(map(mul, self._other, signals[TOPICAL:])))

    def _gathered(self, query: Query, scored: list[ScoredOffer]) -> list[ScoredOffer]:
        """Each offer once, by its name: an unnamed part, and a form that the question does not name, lend their strength to the whole."""
        best = {row.id: row for row in scored}
        for row in scored:
            named = self._index.named_offers[row.id]
            whole = named if query.names.get(row.id, 0.0) >= NAMED else self._index.form_of.get(named, named)
            if whole == row.id:
                continue
            del best[row.id]
            held = best.get(whole)
            if held is not None and held.score < row.score and row.fit.is_possible >= held.fit.is_possible:
                best[whole] = replace(held, score=row.score)
        return list(best.values())

    @cached_property
    def _named(self) -> frozenset[str]:
        return frozenset(id_ for id_, offer in self._index.offers.items() if offer.is_named)

    @cached_property
    def _headed(self) -> frozenset[str]:
        """The offers that a section of a document is about."""
        return frozenset(id_ for id_, passages in self._index.passages_of.items() if ABOUT in passages.values())
