"""Scores passages and offers: keywords, vectors, needs and names, each calibrated to 0–1, combined by tuned weights."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from graph.offer import Offer
from search.index import Index
from search.keywords import weighted_terms
from search.limits import Fit, fit
from search.profiles import ABOUT
from search.understanding import Understood

PARAGRAPH = re.compile(r"(?:§+|paragraf(?:fen)?)\s*(\d+)", re.IGNORECASE)

SERVING = frozenset({"target_group", "age_min", "age_max", "grade_min", "grade_max", "contact_phone", "school", "referral_route"})

CONTACT = 3.0
CONFUSED = 0.6  # how much it costs to speak of what a need is not to be confused with
TOPICAL = 0.8  # topical score from which the other bonuses count in full

POOL = 60  # entries each part of the search may bring
EXPANSION = 0.45  # weight of the professional words of a matched need


@dataclass(frozen=True)
class Weights:
    """How much each part counts; tuned by cross-validation on the open and the development questions."""

    keywords: float = 1.0
    vectors: float = 1.2
    needs: float = 0.9
    name: float = 1.5
    fits: float = 0.1
    near: float = 0.15
    audience: float = 0.3
    standing: float = 0.35
    asked: float = 0.3
    field: float = 0.35
    support: float = 0.8


WEIGHTS = Weights()


@dataclass(frozen=True)
class Signals:
    """The calibrated parts of one entry's score, each 0 to 1."""

    keywords: float = 1.0
    vectors: float = 1.2
    needs: float = 0.9
    name: float = 1.5

    def score(self, weights: Weights) -> float:
        """The weighted sum."""
        return (
            weights.keywords * self.keywords + weights.vectors * self.vectors + weights.needs * self.needs + weights.name * self.name
        )


@dataclass(frozen=True)
class Query:
    """A question made ready: weighted stems, weighted needs, names met, and its vector's nearest entries."""

    understood: Understood
    terms: dict[str, float]
    needs: dict[str, float]
    names: dict[str, float]
    near: dict[str, float]
    wants_contact: bool


@dataclass(frozen=True)
class ScoredOffer:
    """An offer with its score, its parts and how it fits the limits."""

    id: str
    score: float
    signals: Signals
    fit: Fit


class Ranker:
    """Ranks the entries of an index."""

    def __init__(self, index: Index, weights: Weights = WEIGHTS) -> None:
        self._index = index
        self._weights = weights

    def prepare(self, understood: Understood, *, urgent: bool = False) -> Query:
        """Everything about a question that both rankings need, computed once; in an ``urgent`` one whom to call comes first."""
        needs = {need.id: need.weight for need in understood.needs}
        expansion: dict[str, float] = {}
        for need in understood.needs:
            topic = self._index.topics[need.id]
            for place, word in enumerate(topic.terms):
                weight = EXPANSION * need.weight * topic.weight / (1 + place / 3)
                expansion[word] = max(weight, expansion.get(word, 0.0))
        terms = weighted_terms(understood.spelled, self._index.splitter, expansion, understood.cue_words, understood.met_words)
        return Query(
            understood=understood,
            terms=terms,
            needs=self._spread(needs),
            names=self._named(understood.spelled),
            near=self._nearest(understood),
            wants_contact=urgent or any(self._index.intents[intent]["kind"] == "contact" for intent, _ in understood.intents),
        )

    def _nearest(self, understood: Understood) -> dict[str, float]:
        """For each entry the cosine of its nearest text with the question or one of its clauses."""
        best: dict[str, float] = {}
        texts = list(dict.fromkeys([understood.spelled, *understood.clauses]))
        for near in self._index.vectors.search(texts, POOL * 8):
            for id_, cosine in near.items():
                best[id_] = max(cosine, best.get(id_, 0.0))
        return best

    def _named(self, question: str) -> dict[str, float]:
        """Offers that the question names, and those that rest on a paragraph it names."""
        found = {match.concept: match.score for match in self._index.names.find(question) if match.score > 0.3}
        for match in PARAGRAPH.finditer(question):
            wanted = re.compile(rf"§ {match.group(1)}\b")
            for id_, offer in self._index.offers.items():
                if any(fact.relation == "legal_basis" and wanted.search(fact.object or "") for fact in (self._index.facts[f] for f in offer.facts)):
                    found[id_] = max(0.8, found.get(id_, 0.0))
        return found

    def _spread(self, needs: Mapping[str, float]) -> dict[str, float]:
        """The needs of a question with broader, narrower and related ones at falling weight."""
        spread = dict(needs)
        for id_, weight in needs.items():
            for near, factor in self._index.topics[id_].near.items():
                spread[near] = max(spread.get(near, 0.0), weight * factor)
        return spread

    def offers(self, query: Query) -> list[ScoredOffer]:
        """All named offers, best first; ties by id."""
        by_words = self._index.keywords.search(query.terms, "offer", POOL)
        scored = []
        for id_, offer in self._index.offers.items():
            signals = self._signals(query, id_, by_words)
            how = fit(offer, query.understood)
            topical = signals.score(self._weights)
            score = topical + min(1.0, topical / TOPICAL) * self._bonus(query, offer, how)
            scored.append(ScoredOffer(id_, score, signals, how))
        return sorted(self._named_only(scored), key=lambda row: (-row.score, row.id))

    def _bonus(self, query: Query, offer: Offer, how: Fit) -> float:
        """What speaks for an offer besides its topic: limits met, nearness, audience, standing, and facts asked for."""
        weights = self._weights
        return (
            weights.fits * how.met
            + weights.near * how.near
            + weights.audience * query.understood.audience * self._index.offer_audiences[offer.id]
            + weights.standing * self._standing[offer.id]
            + weights.asked * self._asked(query, offer)
        )

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
    def _standing(self) -> dict[str, float]:
        """How much of an offer of its own a name is: headed by a section, named, only described, only planned, for nobody."""
        found = {}
        for id_, offer in self._index.offers.items():
            headed = any(weight == ABOUT for weight in self._index.passages_of.get(id_, {}).values())
            sections = [self._index.facts[fact].section for fact in offer.facts if self._index.facts[fact].relation == "type"]
            planned = bool(sections) and all("fremadrettet" in section for section in sections)
            serves = not SERVING.isdisjoint(self._index.relations_of[id_])
            found[id_] = (1.0 if headed else 0.5 if offer.label[:1].isupper() else -0.5) - planned - (not serves)
        return found

    def _asked(self, query: Query, offer: Offer) -> float:
        """Whether the offer has a fact in a relation the question asks for; a contact point counts more where a contact is asked for."""
        if offer.kind == "ContactPoint" and offer.contact and query.wants_contact:
            return CONTACT
        asked = {field for intent, _ in query.understood.intents for field in self._index.intents[intent]["asks"]}
        return float(not asked.isdisjoint(self._index.relations_of[offer.id]))

    def passages(self, query: Query, offers: list[ScoredOffer]) -> list[tuple[str, float]]:
        """All passages with any signal, best first; passages about a well-ranked offer or in a field that is asked for gain."""
        by_words = self._index.keywords.search(query.terms, "passage", POOL)
        top = offers[0].score if offers else 1.0
        strength = {row.id: row.score / max(top, 1.0) for row in offers[:12] if row.fit.is_possible}
        wanted = self._fields(query.understood)
        scored = []
        for id_, passage in self._index.passages.items():
            score = self._signals(query, id_, by_words).score(self._weights)
            about = self._index.about.get(id_, {})
            score += self._weights.support * max((strength.get(offer, 0.0) * weight for offer, weight in about.items()), default=0.0)
            last = passage.section.rsplit(" › ", 1)[-1]
            score += self._weights.field * wanted.get(last, 0.0)
            if score > 0.05:
                scored.append((id_, score))
        return sorted(scored, key=lambda row: (-row[1], row[0]))

    def _fields(self, understood: Understood) -> dict[str, float]:
        """The field titles that the question's intents ask for."""
        fields = {field: score for intent, score in understood.intents for field in self._index.intents[intent]["asks"] if field[:1].isupper()}
        return fields or {"Målgruppe": 0.5, "Hvor": 0.25}

    def _signals(self, query: Query, id_: str, by_words: Mapping[str, float]) -> Signals:
        concepts = self._index.concepts.get(id_, {})
        return Signals(
            keywords=_saturated(by_words.get(id_, 0.0), 15.0),
            vectors=max(0.0, query.near.get(id_, 0.0) - 0.05) / 0.6,
            needs=self._shared(query, concepts),
            name=query.names.get(id_, 0.0),
        )

    def _shared(self, query: Query, concepts: Mapping[str, float]) -> float:
        """The share of the question's needs that an entry speaks of, rare needs counting more."""
        weights = self._index.concept_weights
        own = {need.id: need.weight for need in query.understood.needs}
        whole = sum(weights[id_] * weight for id_, weight in own.items())
        if not whole:
            return 0.0
        met = 0.0
        for id_, weight in own.items():
            best = concepts.get(id_, 0.0)
            for near, factor in self._index.topics[id_].near.items():
                best = max(best, factor * concepts.get(near, 0.0))
            mistaken = max((concepts.get(other, 0.0) for other in self._index.topics[id_].confused), default=0.0)
            met += weights[id_] * weight * (best - CONFUSED * max(0.0, mistaken - concepts.get(id_, 0.0)))
        return max(0.0, met / whole)


def _saturated(score: float, half: float) -> float:
    """A BM25 score brought to 0–1; ``half`` is the score that becomes one half."""
    return score / (score + half)
