"""Ranks offers by their signals, combined by tuned weights.

Why so much weight on passages: an offer is found by the passages that speak of it rather than by its own name, and a named offer
stands above the section that only gathers several.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cached_property
from operator import attrgetter, mul

from graph.offer import Offer
from search.index import Index
from search.limits import Fit, fit
from search.profiles import ABOUT
from search.query import Query

MOST_BY_NEEDS = 500  # offers that a question may meet by its needs alone; so few are all ranked
FULLY_TOPICAL = 0.8  # topical score from which the other signals count in full
TOPICAL = ("vectors", "evidence_words", "evidence_vectors", "needs", "name")


@dataclass(frozen=True)
class Signals:
    """What speaks for an offer, each 0 to 1; ``audience`` runs from -1.

    ``vectors`` is the likeness of its own texts, ``evidence_words`` and ``evidence_vectors`` that of the passages about it,
    ``needs`` the share of the question's needs it meets; ``headed`` tells that a section is headed by it.
    """

    vectors: float = 0.0
    evidence_words: float = 0.0
    evidence_vectors: float = 0.0
    needs: float = 0.0
    name: float = 0.0
    near: float = 0.0
    audience: float = 0.0
    named: float = 0.0
    headed: float = 0.0
    contact: float = 0.0


Weights = Signals
"""How much each signal counts; what gathers several offers (``headed``) counts against a single one."""

_topical = attrgetter(*TOPICAL)
_other = attrgetter(*(field.name for field in fields(Signals) if field.name not in TOPICAL))

WEIGHTS = Weights(
    vectors=0.37, evidence_words=0.98, evidence_vectors=0.93, needs=0.39, name=0.23, near=0.14, audience=0.09, named=0.87, headed=-0.65, contact=0.35
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
        self._topical, self._other = _topical(weights), _other(weights)

    def rank(self, query: Query) -> list[ScoredOffer]:
        """The named offers that can be among the best, best first; ties by id."""
        scored = []
        evidence = self._evidence(query.words), self._evidence(query.near)
        for id_ in self._candidates(query, *evidence):
            offer = self._index.offers[id_]
            how = fit(offer, query.understood)
            signals = self._signals(query, offer, how, evidence)
            scored.append(ScoredOffer(id_, self._score(signals), signals, how))
        return sorted(self._named_only(scored), key=lambda row: (-row.score, row.id))

    def _candidates(self, query: Query, *evidence: Mapping[str, float]) -> list[str]:
        """The offers that can be among the best, with those they belong to: their number does not grow with the documents."""
        offers = self._index.offers
        if len(offers) <= MOST_BY_NEEDS:
            return list(offers)
        found = {*query.near, *query.names, *query.met.best(MOST_BY_NEEDS, self._first), *(id_ for held in evidence for id_ in held)} & offers.keys()
        return sorted(found | {self._index.named_offers[id_] for id_ in found})

    @cached_property
    def _first(self) -> int:
        return len(self._index.passages)

    def _evidence(self, likeness: Mapping[str, float]) -> dict[str, float]:
        """For each offer the likeness of the passage about it that is most alike."""
        best: dict[str, float] = {}
        for passage, value in likeness.items():
            for offer, weight in self._index.about.get(passage, {}).items():
                best[offer] = max(weight * value, best.get(offer, 0.0))
        return best

    def _signals(self, query: Query, offer: Offer, how: Fit, evidence: tuple[Mapping[str, float], Mapping[str, float]]) -> Signals:
        """What speaks for an offer."""
        return Signals(
            vectors=query.near.get(offer.id, 0.0),
            evidence_words=evidence[0].get(offer.id, 0.0),
            evidence_vectors=evidence[1].get(offer.id, 0.0),
            needs=query.met[offer.id],
            name=query.names.get(offer.id, 0.0),
            near=how.near,
            audience=query.understood.audience * self._index.offer_audiences[offer.id],
            named=float(offer.id in self._named),
            headed=float(offer.id in self._headed),
            contact=float(query.wants_contact and offer.kind == "ContactPoint" and offer.contact is not None),
        )

    def _score(self, signals: Signals) -> float:
        """The weighted sum; what does not concern the topic counts only as far as the topic is met."""
        topical = sum(map(mul, self._topical, _topical(signals)))
        return float(topical + min(1.0, topical / FULLY_TOPICAL) * sum(map(mul, self._other, _other(signals))))

    def _named_only(self, scored: list[ScoredOffer]) -> list[ScoredOffer]:
        """An unnamed part lends its strength to the named offer it belongs to, so that a name is shown and not a description."""
        best = {row.id: row for row in scored}
        for row in scored:
            whole = self._index.named_offers[row.id]
            if whole == row.id:
                continue
            del best[row.id]
            held = best.get(whole)
            if held is not None and held.score < row.score:
                best[whole] = replace(held, score=row.score)
        return list(best.values())

    @cached_property
    def _named(self) -> frozenset[str]:
        return frozenset(id_ for id_, offer in self._index.offers.items() if offer.is_named)

    @cached_property
    def _headed(self) -> frozenset[str]:
        """The offers that a section of a document is about."""
        return frozenset(id_ for id_, passages in self._index.passages_of.items() if ABOUT in passages.values())
