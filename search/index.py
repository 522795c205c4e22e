"""The search index of one generation: built once from documents, facts and vocabularies, then only read.

Files: ``index.json`` (passages, offers, facts, words), ``keywords/`` (Tantivy), ``entries/`` (faiss) and ``needs/``
(numpy), both with the fingerprint of the model that made them.
"""

from __future__ import annotations

import json
import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.danish import STOP_WORDS, Splitter, remember, stem, stems, words
from corpus.document import Document, Passage
from graph.fact import Fact
from graph.offer import Offer
from ontology.concept import Concept
from search.embedder import Embedder
from search.keywords import KeywordIndex
from search.lexicon import LIGHT_WORDS, MISSPELT, Entry, Lexicon, entries_of, tokens
from search.need_vectors import NeedVectors
from search.places import Gazetteer
from search.profiles import Meanings, Profile, Spoken, offer_audience, offer_profiles, offers_by_passage, passage_profiles
from search.spelling import Speller
from search.safety import Safety
from search.safety_data import safety_data
from search.vectors import VectorIndex, profile_texts

FORMAT = 7  # raised whenever the files of an index change their form

BROADER, NARROWER, RELATED, GRANDPARENT = 0.5, 0.6, 0.35, 0.25
KIND_WEIGHTS = {"Role": 0.15, "Place": 0.5, "TargetGroup": 0.8, "Method": 0.8, "Duty": 0.6}
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


@dataclass(frozen=True)
class Means:
    """What an index is built with: the model, and what sentences were found to mean in earlier builds with the same labels."""

    embedder: Embedder
    known: Meanings


def build_index(
    folder: Path, documents: Sequence[Document], facts: Sequence[Fact], offers: Sequence[Offer], vocabularies: Mapping[str, Sequence[Concept]],
    names: Mapping[str, Sequence[str]], means: Means,
) -> Meanings:  # fmt: skip
    """Write the index of a generation into an empty folder; ``names`` are other spellings of offers.

    Gives what the sentences of the documents mean, for the next build to start from.
    """
    entries = list(entries_of(vocabularies["needs"]))
    needs = Lexicon(entries)
    about = offers_by_passage(documents, offers, facts)
    passages = [passage for document in documents for passage in document.passages]
    spoken = Spoken(needs, means.known)
    by_passage = passage_profiles(passages, spoken)
    by_offer = offer_profiles(offers, facts, documents, about, spoken)
    known = sorted({word for profile in [*by_passage, *by_offer] for word in stems(profile.body)} | needs.stems)
    KeywordIndex.build(folder / "keywords", by_passage, Splitter(known))
    VectorIndex.build(folder / "entries", means.embedder, profile_texts([*by_passage, *by_offer]))
    NeedVectors.build(folder / "needs", means.embedder, ((entry.concept, entry.text) for entry in entries))
    data = {
        "format": FORMAT,
        "documents": [asdict(document.source) for document in documents],
        "passages": [asdict(passage) for passage in passages],
        "facts": [fact.to_json() for fact in facts],
        "offers": [offer.to_json() for offer in offers],
        "about": about,
        "concepts": {profile.id: profile.concepts for profile in [*by_passage, *by_offer]},
        "entries": [_row(entry) for entry in entries],
        "cues": [_row(entry) for entry in entries_of(vocabularies["intents"], cues=True)],
        "audiences": [_row(entry) for entry in entries_of(vocabularies["audiences"], cues=True)],
        "offer_audiences": _offer_audiences(offers, facts, vocabularies["audiences"]),
        "withheld": [_row(entry) for entry in entries_of(_still_withheld(vocabularies["withheld"], passages), cues=True)],
        "matters": sorted(concept.id for concept in vocabularies["withheld"] if concept.kind == "Matter"),
        "frequency": dict(sorted(_frequency(by_passage, Splitter(known)).items())),
        "intents": {concept.id: {"kind": concept.kind, "asks": list(concept.asks)} for concept in vocabularies["intents"]},
        "names": [[offer.id, name, [part for _, part in tokens(name)], 1.0, "da"] for offer in offers for name in (offer.label, *names.get(offer.label, ()))],
        "topics": {id_: asdict(topic) for id_, topic in _topics(vocabularies["needs"]).items()},
        "places": Gazetteer.table(vocabularies["districts"], vocabularies["schools"]),
        "known": known,
        "forms": {form: stem(form) for form in sorted(_forms(entries, by_passage, vocabularies))},
        "safety": safety_data(vocabularies["safety"], documents, facts),
    }
    (folder / "index.json").write_text(json.dumps(data, ensure_ascii=False, sort_keys=True), encoding="utf-8")
    return spoken.met


def _offer_audiences(offers: Sequence[Offer], facts: Sequence[Fact], audiences: Sequence[Concept]) -> dict[str, float]:
    """Whom each offer is for, from -1 (adults) to 1 (children and young people)."""
    by_id = {fact.id: fact for fact in facts}
    words_of = Lexicon(entries_of(audiences, cues=True), cues=True)
    return {offer.id: offer_audience(offer, by_id, words_of) for offer in offers}


def _forms(entries: Sequence[Entry], passages: Sequence[Profile], vocabularies: Mapping[str, Sequence[Concept]]) -> set[str]:
    """Every word form that is rightly spelt: of labels, documents and names of places, and the little words."""
    texts = [entry.text for entry in entries if entry.weight > MISSPELT] + [profile.body for profile in passages]
    texts += [text for name in ("districts", "schools", "withheld", "audiences") for concept in vocabularies[name] for text in concept.texts()]
    return {word for text in texts for word in words(text)} | STOP_WORDS | LIGHT_WORDS


def _still_withheld(concepts: Sequence[Concept], passages: Sequence[Passage]) -> list[Concept]:
    """What the documents do not tell; a topic that a document speaks of in the words of ``tg:answeredBy`` is no longer one."""
    text = "\n".join(passage.text.casefold() for passage in passages)
    return [concept for concept in concepts if not any(word.casefold() in text for word in concept.answered_by)]


def _frequency(profiles: Sequence[Profile], splitter: Splitter) -> Counter[str]:
    """In how many passages each stem stands, alone or as part of a compound."""
    counts: Counter[str] = Counter()
    for profile in profiles:
        own = set(stems(f"{profile.head} {profile.body}"))
        counts.update(own | {part for word in own for part in splitter.parts(word)})
    return counts


def _row(entry: Entry) -> list[Any]:
    return [entry.concept, entry.text, list(entry.stems), entry.weight, entry.language]


def _topics(concepts: Sequence[Concept]) -> dict[str, Topic]:
    narrower: dict[str, list[str]] = {}
    parents = {concept.id: concept.broader for concept in concepts}
    for concept in concepts:
        for parent in concept.broader:
            narrower.setdefault(parent, []).append(concept.id)
    topics = {}
    for concept in concepts:
        near: dict[str, float] = {}
        steps = [(concept.related, RELATED), (narrower.get(concept.id, ()), NARROWER), (concept.broader, BROADER)]
        steps.append(([above for parent in concept.broader for above in parents.get(parent, ())], GRANDPARENT))
        for ids, weight in steps:
            for id_ in ids:
                near[id_] = max(weight, near.get(id_, 0.0))
        near.pop(concept.id, None)
        confused = set(concept.not_to_be_confused_with)
        near = {id_: weight for id_, weight in sorted(near.items()) if id_ not in confused}
        topics[concept.id] = Topic(concept.label, KIND_WEIGHTS.get(concept.kind, 1.0), near, _terms(concept), concept.not_to_be_confused_with)
    return topics


def _terms(concept: Concept) -> tuple[str, ...]:
    """The stems of the Danish professional labels, most used first: what the documents would say."""
    counts = Counter(
        part for label in concept.labels if label.language == "da" and label.kind in ("preferred", "professional") for part in set(stems(label.text))
    )
    return tuple(word for word, _ in sorted(counts.items(), key=lambda row: (-row[1], row[0]))[:12])


class Index:
    """A loaded index."""

    def __init__(self, folder: Path, embedder: Embedder) -> None:
        data: dict[str, Any] = json.loads((folder / "index.json").read_text(encoding="utf-8"))
        if data.get("format") != FORMAT:
            raise StaleIndex("Søgeindekset er lavet af en anden udgave af programmet. Kør »trivsel build«.")
        self.sources = {row["id"]: row for row in data["documents"]}
        self.passages = {row["id"]: Passage(**row) for row in data["passages"]}
        self.facts = {row["id"]: Fact(**{name: value for name, value in row.items() if name != "id"}) for row in data["facts"]}
        self.offers = {row["id"]: Offer.from_json(row) for row in data["offers"]}
        self.about: dict[str, dict[str, float]] = data["about"]
        self.concepts: dict[str, dict[str, float]] = data["concepts"]
        self.topics = {id_: Topic(row["label"], row["weight"], row["near"], tuple(row["terms"]), tuple(row["confused"])) for id_, row in data["topics"].items()}
        self.intents: dict[str, dict[str, Any]] = data["intents"]
        self.needs = Lexicon(_entry(row) for row in data["entries"])
        self.cues = Lexicon((_entry(row) for row in data["cues"]), cues=True)
        self.offer_audiences: dict[str, float] = data["offer_audiences"]
        self.audiences = Lexicon((_entry(row) for row in data["audiences"]), cues=True)
        self.withheld = Lexicon((_entry(row) for row in data["withheld"]), cues=True)
        self.matters = frozenset(data["matters"])
        self.frequency: dict[str, int] = data["frequency"]
        remember(data["forms"])
        self.speller = Speller(data["forms"])
        self.safety = Safety(data["safety"])
        self.names = Lexicon(_entry(row) for row in data["names"])
        self.gazetteer = Gazetteer(data["places"])
        self.known = frozenset(data["known"])
        self.splitter = Splitter(self.known)
        self.keywords = KeywordIndex(folder / "keywords")
        self.vectors = VectorIndex(folder / "entries", embedder)
        self.need_vectors = NeedVectors(folder / "needs", embedder)

    @cached_property
    def concept_weights(self) -> dict[str, float]:
        """How much a need tells, 0 to 1: its weight by kind times its rarity among the offers."""
        total = len(self.offers)
        counts = Counter(concept for id_ in self.offers for concept, weight in self.concepts.get(id_, {}).items() if weight > SPOKEN_OF)
        return {id_: topic.weight * math.log(1 + total / (1 + counts[id_])) / math.log(1 + total) for id_, topic in self.topics.items()}

    def share_met(self, needs: Mapping[str, float]) -> dict[str, float]:
        """For each entry how much of weighted needs it speaks of."""
        columns = [self._columns[need] for need in needs]
        met = self._spoken_of[:, columns] @ np.array(list(needs.values()), dtype=np.float32)
        return dict(zip(self.concepts, met.tolist()))

    @cached_property
    def _columns(self) -> dict[str, int]:
        return {need: column for column, need in enumerate(self.topics)}

    @cached_property
    def _spoken_of(self) -> NDArray[np.float32]:
        """What each entry speaks of, also by way of a nearer or wider need at falling weight; shape (entries, needs)."""
        reach: dict[str, list[tuple[str, float]]] = {}
        for need, topic in self.topics.items():
            for near, factor in topic.near.items():
                reach.setdefault(near, []).append((need, factor))
        found = np.zeros((len(self.concepts), len(self.topics)), dtype=np.float32)
        for row, concepts in zip(found, self.concepts.values()):
            for concept, weight in concepts.items():
                for need, factor in [(concept, 1.0), *reach.get(concept, ())]:
                    row[self._columns[need]] = max(row[self._columns[need]], factor * weight)
        return found

    @cached_property
    def told_in(self) -> dict[str, frozenset[str]]:
        """The relations of the facts that each passage holds the quote of."""
        passages = sorted(self.passages.values(), key=lambda passage: (passage.document, passage.start))
        starts = [(passage.document, passage.start) for passage in passages]
        found: dict[str, set[str]] = {id_: set() for id_ in self.passages}
        for fact in self.facts.values():
            place = bisect_right(starts, (fact.document, fact.start)) - 1
            if place >= 0 and passages[place].document == fact.document and fact.start < passages[place].end:
                found[passages[place].id].add(fact.relation)
        return {id_: frozenset(relations) for id_, relations in found.items()}

    @cached_property
    def relations_of(self) -> dict[str, frozenset[str]]:
        """The relations in which the documents say something of each offer."""
        return {id_: frozenset(self.facts[fact].relation for fact in offer.facts) for id_, offer in self.offers.items()}

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
    def passages_of(self) -> dict[str, dict[str, float]]:
        """For each offer its passages with weights."""
        found: dict[str, dict[str, float]] = {}
        for passage_id, weights in self.about.items():
            for offer_id, weight in weights.items():
                found.setdefault(offer_id, {})[passage_id] = weight
        return found


def _entry(row: list[Any]) -> Entry:
    return Entry(row[0], row[1], tuple(row[2]), row[3], row[4])
