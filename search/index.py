"""The search index of one generation: built once from documents, facts and vocabularies, then only read.

Files: ``index.json`` (offers, words and what needs no look-up), ``passages/``, ``facts/`` and ``concepts/`` (rows, see ``disk``), ``labels/`` (the labels of
vocabularies and the names of offers), ``keywords/`` (Tantivy), ``spoken/`` (numpy), ``entries/`` (faiss), ``asked/`` (Tantivy, faiss),
``unanswered/`` and ``needs/`` (numpy), the last four with the fingerprint of the model that made them.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from corpus.danish import Splitter, remember
from corpus.document import Passage
from graph.fact import Fact
from graph.offer import Offer
from search.asked import AskedQuestions
from search.columns import Bearing, Column, Rows
from search.disk import DiskMap
from search.embedder import Embedder
from search.keywords import KeywordIndex
from search.lexicon import Lexicon
from search.milvus import Milvus
from search.need_vectors import NeedVectors
from search.numbers import Span
from search.phrases import Phrase, Phrases
from search.places import Gazetteer
from search.spelling import Speller
from search.safety import Safety
from search.slices import read_slices
from search.spoken import SpokenOf
from search.unanswered import UnansweredQuestions
from search.vectors import VectorIndex

FORMAT = 16  # raised whenever the files of an index change their form

SPOKEN_OF = 0.25  # weight from which an offer counts as speaking of a need


class StaleIndex(Exception):
    """The index was written in another form; the message says what to do, in Danish."""


@dataclass(frozen=True)
class Topic:
    """A need as the search uses it: its label, weight by kind, near needs with falling weight, and those it is not."""

    label: str
    weight: float
    near: dict[str, float]
    terms: tuple[str, ...]
    confused: tuple[str, ...] = ()


class About(NamedTuple):
    """Which passages are about which offers, each numbered from 0, and with what weight: of shape (links,)."""

    passages: Rows
    offers: Rows
    weights: Column

    @classmethod
    def of(cls, links: list[tuple[int, int, float]]) -> About:
        """The columns of links, each the number of a passage, that of an offer, and the weight."""
        passages, offers, weights = np.array(links, dtype=float).reshape(-1, 3).T
        return cls(passages.astype(np.intp), offers.astype(np.intp), weights)


class Index:
    """A loaded index; its vectors may lie in a Milvus."""

    def __init__(self, folder: Path, embedder: Embedder, milvus: Milvus | None = None) -> None:
        data = read_slices(folder / "index.json")
        if data.get("format") != FORMAT:
            raise StaleIndex("Søgeindekset er lavet af en anden udgave af programmet. Kør »trivsel build«.")
        self.sources = {row["id"]: row for row in data["documents"]}
        self.passages = DiskMap(folder / "passages", lambda row: Passage(**row))
        self.facts = DiskMap(folder / "facts", Fact.from_json)
        self.offers = {row["id"]: Offer.from_json(row) for row in data["offers"]}
        self.about = About.of(data["about"])
        self.heading_ages = {row: Span(low, high) for row, low, high in data["heading_ages"]}  # of the passages whose headings name an age
        self.met: dict[str, dict[str, float]] = data["met"]
        self.concepts: DiskMap[dict[str, float]] = DiskMap(folder / "concepts", dict)
        self._told_in: dict[str, dict[str, list[int]]] = data["told_in"]
        self.passages_on = _rows(data["passages_on"])  # that say of something that it is found at a school or in a district
        self.cited = frozenset(data["cited"])  # the numbers of all paragraphs that the documents may cite
        self.resting_on: dict[str, list[str]] = data["resting_on"]  # for each number of a paragraph the offers that rest on one
        self.relations_of: dict[str, list[str]] = data["relations_of"]  # in which the documents say something of each offer
        self.form_of: dict[str, str] = data["form_of"]  # the named offer that an offer is one form of
        self.duties: dict[str, list[str]] = data["duties"]  # the facts that tell what the law asks of people, by document
        self.topics = {id_: Topic(row["label"], row["weight"], row["near"], tuple(row["terms"]), tuple(row["confused"])) for id_, row in data["topics"].items()}
        self.excludes: dict[str, dict[str, str]] = data["excludes"]
        self.intents: dict[str, dict[str, Any]] = data["intents"]
        self.needs, self.audiences, self.withheld, self.names = (Lexicon(folder / "labels" / name) for name in ("needs", "audiences", "withheld", "names"))
        self.cues = Phrases(Phrase(row["concept"], tuple(row["words"]), row["language"]) for row in data["cues"])
        self.offer_audiences: dict[str, float] = data["offer_audiences"]
        self.withheld_names: dict[str, str] = data["withheld_names"]
        self.matters = frozenset(data["matters"])
        remember(data["forms"])
        self.speller = Speller(data["forms"])
        self.safety = Safety(data["safety"])
        self.gazetteer = Gazetteer(data["places"])
        self.known = frozenset(data["known"])
        self.splitter = Splitter(self.known)
        self.keywords = KeywordIndex(folder / "keywords")
        self.spoken = SpokenOf(folder / "spoken")
        self.rows = self.spoken.rows
        self.embedder = embedder
        self.vectors = VectorIndex(folder / "entries", embedder, milvus)
        self.need_vectors = NeedVectors(folder / "needs", embedder)
        self.asked = AskedQuestions(folder / "asked", embedder)
        self.unanswered = UnansweredQuestions(folder / "unanswered", embedder)

    @cached_property
    def concept_weights(self) -> dict[str, float]:
        """How much a need tells, 0 to 1: its weight by kind times its rarity among the offers."""
        total = len(self.offers)
        counts = Counter(concept for id_ in self.offers for concept, weight in self.concepts.get(id_, {}).items() if weight > SPOKEN_OF)
        return {id_: topic.weight * math.log(1 + total / (1 + counts[id_])) / math.log(1 + total) for id_, topic in self.topics.items()}

    @cached_property
    def met_needs(self) -> Bearing:
        """The needs that bear on each offer, as it meets them: by how much they tell."""
        columns = self.need_vectors.columns
        met = ((row, need, weight) for row, id_ in enumerate(self.offers) for need, weight in self.met.get(id_, {}).items())
        return Bearing(((row, columns[need], weight * self.concept_weights[need]) for row, need, weight in met), len(self.offers), np.float32)

    def column(self, values: Mapping[str, float]) -> Column:
        """The values of some entries by id as a column of all, 0 for the others."""
        column = np.zeros(len(self.rows))
        column[[self.rows[id_] for id_ in values]] = list(values.values())
        return column

    @cached_property
    def asked_rows(self) -> Rows:
        """The rows of the entries that answer known questions."""
        return np.array([self.rows[id_] for id_ in self.asked.ids], dtype=np.intp)

    @cached_property
    def ids(self) -> list[str]:
        """The ids of the entries by row."""
        return list(self.rows)

    @cached_property
    def alphabetical(self) -> Rows:
        """For each entry its place among all by id, by which ties are settled."""
        return np.argsort(np.argsort(np.array(self.ids)))

    @cached_property
    def told_in(self) -> dict[str, dict[str, Rows]]:
        """For each relation the passages that hold the quote of such a fact: of all, under "", and of each offer by id."""
        return {relation: _rows(told) for relation, told in self._told_in.items()}

    @cached_property
    def ids_by_label(self) -> dict[str, str]:
        """The offers' ids by their names."""
        return {offer.label: offer.id for offer in self.offers.values()}

    @cached_property
    def named_offers(self) -> dict[str, str]:
        """For each offer the nearest one that has a name of its own: itself, or the offer a mere description is part of."""
        by_label = {offer.label: offer for offer in self.offers.values()}
        found = {}
        for offer in self.offers.values():
            named, steps = offer, 0
            while not named.is_named and steps < 3:
                above = next((by_label[label] for label in named.part_of if label in by_label), None)
                if above is None:
                    break
                named, steps = above, steps + 1
            found[offer.id] = named.id
        return found

    @cached_property
    def wholes(self) -> dict[str, tuple[str, ...]]:
        """For each offer those it is part of or a form of."""
        ids = self.ids_by_label
        return {offer.id: tuple(ids[label] for label in offer.part_of if label in ids) for offer in self.offers.values()}

    def passages_of(self, offer: str) -> dict[str, float]:
        """The passages about an offer with weights."""
        links = np.flatnonzero(self.about.offers == self.rows[offer] - len(self.passages))
        return dict(zip((self.ids[row] for row in self.about.passages[links].tolist()), self.about.weights[links].tolist()))


def _rows(found: Mapping[str, list[int]]) -> dict[str, Rows]:
    return {name: np.array(rows, dtype=np.intp) for name, rows in found.items()}
