"""Ranks offers by their signals, combined by tuned weights.

Why so much weight on passages: an offer is found by the passages that speak of it rather than by its own name, and a named offer
stands above the section that only gathers several.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from graph.offer import Offer
from search.columns import Bearing, Column, Links, Rows, union, weighed
from search.index import Index
from search.limits import NO, Fit, age_limits, fit, fit_of_age, fit_of_place, place_limits
from search.profiles import ABOUT
from search.query import NAMED, Query

MOST = 12  # offers within the limits that are told of, and all that rank above the next
FULLY_TOPICAL = 0.8  # topical score from which the other signals count in full
FAR_CONTACT = 0.2  # what a line of the whole city counts as where the question names a district
TOPICAL = 7  # signals; the first so many are of the topic
LEAST_OFFER = 0.36  # share of what all signals of the topic can give, below which an offer hardly has to do with the question
LEAST_UNASKED = 0.83  # the same where no help is asked for

Value = TypeVar("Value")


class Signals(NamedTuple, Generic[Value]):
    """What speaks for an offer, each 0 to 1 (``asked_words`` and ``asked_near`` to 2); ``audience`` runs from -1. For all offers each is a column.

    ``asked_words`` and ``asked_near`` are the likeness of the questions that it answers and of those that a passage about it answers,
    ``evidence_words`` and ``evidence_vectors`` are the likeness of the passages about it, ``needs`` the share of the question's needs it
    meets, ``meant`` the nearness in meaning to one of them; ``told`` that it is named and a fact of it asked for; ``headed`` that a section is headed by
    it; ``whole`` is how well the offer it is part of meets the topic.
    """

    asked_words: Value
    asked_near: Value
    evidence_words: Value
    evidence_vectors: Value
    needs: Value
    meant: Value
    told: Value
    near: Value
    audience: Value
    named: Value
    headed: Value
    contact: Value
    whole: Value


Weights = Signals[float]
"""How much each signal counts; what gathers several offers (``headed``) counts against a single one."""

WEIGHTS = Weights(
    asked_words=0.33, asked_near=0.18, evidence_words=0.37, evidence_vectors=0.58, needs=0.295, meant=0.365, told=0.3, near=0.05, audience=0.11, named=0.96,
    headed=-0.43, contact=0.37, whole=0.09,
)  # tuned by cross-validation on the open and the development questions


@dataclass(frozen=True)
class ScoredOffer:
    """An offer with its score, its signals and how it fits the limits."""

    id: str
    score: float
    signals: Signals[float]
    fit: Fit


class OfferRanker:
    """Ranks the offers of an index."""

    def __init__(self, index: Index, weights: Weights = WEIGHTS) -> None:
        self._index = index
        self._topical, self._other = weights[:TOPICAL], weights[TOPICAL:]
        self._full = sum(self._topical)

    def least(self, helps: bool) -> float:
        """The score below which no offer is recommended, though it be the best; ``helps`` tells whether help is asked for."""
        return (LEAST_OFFER if helps else LEAST_UNASKED) * self._full

    def rank(self, query: Query) -> list[ScoredOffer]:
        """The named offers that can be told of, best first; ties by id."""
        possible, near = self._fits(query)
        signals, topical = self._signals(query, near)
        # what does not concern the topic counts only as far as the topic is met
        scores = topical + np.minimum(1.0, topical / FULLY_TOPICAL) * weighed(self._other, signals[TOPICAL:])
        rows, scores = self._gathered(query, scores, possible)
        rows = rows[np.lexsort((self._alphabetical[rows], -scores[rows]))]
        rows = rows[np.cumsum(possible[rows]) <= MOST]
        told = np.column_stack([column[rows] for column in signals]).tolist()
        return [
            ScoredOffer(self._ids[row], score, Signals(*values), self._fit(query, self._ids[row]))
            for row, score, values in zip(rows.tolist(), scores[rows].tolist(), told)
        ]

    def _fits(self, query: Query) -> tuple[NDArray[np.bool_], Column]:
        """Which offers break no limit, and how near each is; every kind of limits is looked at once."""
        (ages, age_of), (places, place_of) = self._by_age, self._by_place
        fits = [fit_of_place(offer, query.understood) for offer in places]
        possible = np.array([NO not in fit_of_age(offer, query.understood) for offer in ages], dtype=bool)[age_of]
        possible &= np.array([district != NO for district, _ in fits], dtype=bool)[place_of]
        for id_ in self._index.excludes:
            if self._fit(query, id_).excluded:
                possible[self._rows[id_]] = False
        return possible, np.array([near for _, near in fits])[place_of]

    def _fit(self, query: Query, id_: str) -> Fit:
        offer = self._index.offers[id_]
        return fit(offer, query.understood, self._excludes(query, offer))

    def _excludes(self, query: Query, offer: Offer) -> Mapping[str, str]:
        """Whom the offer is not for, save where just that is asked."""
        excludes = self._index.excludes.get(offer.id, {})
        return {} if excludes and query.asks_about(offer) else excludes

    def _signals(self, query: Query, near: Column) -> tuple[Signals[Column], Column]:
        """What speaks for each offer, and how well it meets the topic by itself."""
        first = len(self._index.passages)
        likeness = (query.asked_words, query.asked_near, query.words, query.near)
        met = self._about.strongest(union(first, *(one.rows for one in likeness)), *(one.values for one in likeness))
        evidence = [offers.values for offers in met]
        alone = (
            query.asked_words.values[first:] + evidence[0], query.asked_near.values[first:] + evidence[1], evidence[2], evidence[3], query.met[first:].astype(float),
            query.meant, query.wants_fact * self._index.column(query.telling)[first:],
        )  # fmt: skip
        topical = weighed(self._topical, alone)
        others = (
            near, query.understood.audience * self._audiences, self._named, self._headed, self._called(query),
            self._wholes.strongest(topical),
        )  # fmt: skip
        return Signals(*alone, *others), topical

    def _called(self, query: Query) -> Column:
        """Whom to call, where that is asked for; where a district is named the whole city's lines count less, save in danger."""
        if query.understood.districts and not query.urgent:
            return float(query.wants_contact) * np.where(self._local, self._contacts, FAR_CONTACT * self._contacts)
        return float(query.wants_contact) * self._contacts

    def _gathered(self, query: Query, scores: Column, possible: NDArray[np.bool_]) -> tuple[Rows, Column]:
        """Each offer once, by its name: an unnamed part, and a form that the question does not name, lend their strength to the whole."""
        wholes = self._forms.copy()
        for id_, score in query.names.items():
            if score >= NAMED:
                row = self._rows[id_]
                wholes[row] = self._names[row]
        is_whole = wholes == np.arange(len(wholes))
        lending = np.flatnonzero(~is_whole & (possible >= possible[wholes]))
        gathered = scores.copy()
        np.maximum.at(gathered, wholes[lending], scores[lending])
        return np.flatnonzero(is_whole), gathered

    @cached_property
    def _ids(self) -> list[str]:
        return list(self._index.offers)

    @cached_property
    def _rows(self) -> dict[str, int]:
        return {id_: row for row, id_ in enumerate(self._ids)}

    @cached_property
    def _alphabetical(self) -> Rows:
        return self._index.alphabetical[len(self._index.passages):]

    @cached_property
    def _by_age(self) -> tuple[list[Offer], Rows]:
        return self._kinds(age_limits)

    @cached_property
    def _by_place(self) -> tuple[list[Offer], Rows]:
        return self._kinds(place_limits)

    def _kinds(self, limits: Callable[[Offer], Any]) -> tuple[list[Offer], Rows]:
        """One offer of each kind of limits, and for each offer the place of its kind."""
        kinds: dict[Any, int] = {}
        kind_of = [kinds.setdefault(limits(offer), len(kinds)) for offer in self._index.offers.values()]
        first = np.unique(np.array(kind_of, dtype=np.intp), return_index=True)[1].tolist()
        return [self._index.offers[self._ids[row]] for row in first], np.array(kind_of, dtype=np.intp)

    @cached_property
    def _about(self) -> Links:
        """From passages to the offers that they are about."""
        about = self._index.about
        return Links(about.passages, about.offers, about.weights, (len(self._index.passages), len(self._ids)))

    @cached_property
    def _wholes(self) -> Bearing:
        """The offers that each is part of or a form of."""
        return Bearing(((self._rows[id_], self._rows[whole], 1.0) for id_, wholes in self._index.wholes.items() for whole in wholes), len(self._ids))

    @cached_property
    def _names(self) -> Rows:
        """For each offer the nearest one that has a name of its own."""
        return np.array([self._rows[self._index.named_offers[id_]] for id_ in self._ids], dtype=np.intp)

    @cached_property
    def _forms(self) -> Rows:
        """The same, and for a form the offer that it is a form of."""
        named = self._index.named_offers
        return np.array([self._rows[self._index.form_of.get(named[id_], named[id_])] for id_ in self._ids], dtype=np.intp)

    @cached_property
    def _audiences(self) -> Column:
        return np.array([self._index.offer_audiences[id_] for id_ in self._ids])

    @cached_property
    def _contacts(self) -> Column:
        return np.array([float(offer.kind == "ContactPoint" and offer.contact is not None) for offer in self._index.offers.values()])

    @cached_property
    def _local(self) -> NDArray[np.bool_]:
        return np.array([bool(offer.districts) for offer in self._index.offers.values()])

    @cached_property
    def _named(self) -> Column:
        return np.array([float(offer.is_named) for offer in self._index.offers.values()])

    @cached_property
    def _headed(self) -> Column:
        """1 for the offers that a section of a document is about."""
        about, headed = self._index.about, np.zeros(len(self._ids))
        headed[about.offers[about.weights == ABOUT]] = 1.0
        return headed
