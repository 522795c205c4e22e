"""Writes the search index of one generation: what is found in documents, facts and vocabularies, in the files that ``search.index`` reads."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path

from corpus.danish import STOP_WORDS, Splitter, stem, stems, tells, words
from corpus.document import Document, Passage
from graph.fact import Fact
from graph.met_needs import MetNeed
from graph.offer import Offer
from ontology.concept import Concept
from search.asked import AskedQuestions
from search.disk import write_map
from search.embedder import Embedder
from search.fact_data import fact_data
from search.keywords import KeywordIndex
from search.lexicon import LIGHT_WORDS, MISSPELT, Entry, Lexicon, entries_of, tokens
from search.meanings import Meanings, Spoken
from search.milvus import Milvus
from search.need_vectors import NeedVectors
from search.numbers import read_age
from search.phrases import Phrase, words_of
from search.places import Gazetteer
from search.profiles import offer_audience, offer_profiles, offers_by_passage, passage_profiles
from search.safety_data import safety_data
from search.slices import write_slices
from search.spoken import SpokenOf
from search.index import FORMAT, Topic
from search.unanswered import UnansweredQuestions
from search.vectors import VectorIndex, profile_texts

BROADER, NARROWER, RELATED, GRANDPARENT = 0.5, 0.6, 0.35, 0.25
KIND_WEIGHTS = {"Role": 0.15, "Place": 0.5, "TargetGroup": 0.8, "Method": 0.8, "Duty": 0.6}
SAID_APART = 0.9  # weight of a compound name whose words are said apart
NAMED_ONLY = 0.6  # weight of a need that an offer's texts name and that are not curated
OF_A_CHILD = frozenset({"Place", "Situation", "Symptom"})  # kinds of needs that tell how it is with a child, or where it is
SURELY_SAID = 0.8  # match from which a text speaks of a need for sure
PHRASES = 200  # at least; questions and labels with which the vector index measures what it misses


@dataclass(frozen=True)
class Means:
    """What an index is built with: the model, what sentences were found to mean in earlier builds, needs met, questions asked and those without answer.

    ``milvus`` keeps the vectors of passages and offers, where there is one.
    """

    embedder: Embedder
    known: Meanings
    met: Sequence[MetNeed]
    asked: Mapping[str, Sequence[str]]
    unanswered: Sequence[str]
    milvus: Milvus | None = None


def build_index(
    folder: Path, documents: Sequence[Document], facts: Sequence[Fact], offers: Sequence[Offer], vocabularies: Mapping[str, Sequence[Concept]],
    names: Mapping[str, Sequence[str]], means: Means,
) -> Meanings:  # fmt: skip
    """Write the index of a generation into an empty folder; ``names`` are other spellings of offers.

    Gives what the sentences of the documents mean, for the next build to start from.
    """
    entries = list(entries_of(vocabularies["needs"]))
    facts_by_id = {fact.id: fact for fact in facts}
    labels = folder / "labels"
    Lexicon.build(labels / "needs", entries)
    Lexicon.build(labels / "audiences", entries_of(vocabularies["audiences"], cues=True), cues=True)
    needs = Lexicon(labels / "needs")
    about = offers_by_passage(documents, offers, facts)
    passages = [passage for document in documents for passage in document.passages]
    spoken = Spoken(needs, means.known)
    by_passage = passage_profiles(passages, spoken)
    by_offer = offer_profiles(offers, facts, documents, about, spoken)
    said = _words_of(profile.body for profile in by_passage)
    known = sorted({stem(word) for word in said | _words_of(profile.body for profile in by_offer) if tells(word)} | needs.stems)
    splitter = Splitter(known)
    Lexicon.build(labels / "withheld", entries_of(_still_withheld(vocabularies["withheld"], passages), cues=True), cues=True)
    Lexicon.build(labels / "names", (entry for offer in offers for name in (offer.label, *names.get(offer.label, ())) for entry in _name_entries(offer.id, name, splitter)))
    phrases = _phrases(entries, means.asked)
    KeywordIndex.build(folder / "keywords", by_passage, splitter)
    VectorIndex.build(folder / "entries", means.embedder, profile_texts([*by_passage, *by_offer]), phrases, means.milvus)
    AskedQuestions.build(folder / "asked", means.embedder, means.asked, splitter, phrases)
    NeedVectors.build(folder / "needs", means.embedder, ((entry.concept, entry.text) for entry in entries))
    met_by_offer = _met(offers, means.met, {concept.id for concept in vocabularies["needs"]})
    concepts = {profile.id: _joined(profile.concepts, met_by_offer.get(profile.id)) for profile in [*by_passage, *by_offer]}
    topics = _topics(vocabularies["needs"])
    answered = [*(question for questions in means.asked.values() for question in questions), *(offer.label for offer in offers)]
    answered += [topics[need].label for need in sorted({need for needs_met in met_by_offer.values() for need in needs_met})]
    UnansweredQuestions.build(folder / "unanswered", means.embedder, means.unanswered, answered, (passage.text for passage in passages))
    SpokenOf.build(folder / "spoken", concepts, {id_: topic.near for id_, topic in topics.items()})
    forms = {form: stem(form) for form in sorted(said | _forms(entries, vocabularies))}
    write_map(folder / "passages", [passage.id for passage in passages], map(vars, passages))
    write_map(folder / "facts", list(facts_by_id), (fact.to_json() for fact in facts_by_id.values()))
    write_map(folder / "concepts", sorted(concepts), (concepts[id_] for id_ in sorted(concepts)))
    data = {
        "format": FORMAT,
        "documents": (asdict(document.source) for document in documents),
        **fact_data(documents, facts_by_id, offers),
        "offers": (offer.to_json() for offer in offers),
        "about": _links(about, offers),
        "heading_ages": _heading_ages(passages),
        "met": met_by_offer,
        "cues": [asdict(phrase) for phrase in _cues(vocabularies["intents"])],
        "excludes": _excludes(offers, facts, spoken, vocabularies["needs"]),
        "offer_audiences": _offer_audiences(offers, facts_by_id, Lexicon(labels / "audiences")),
        "withheld_names": {concept.id: concept.label for concept in vocabularies["withheld"]},
        "matters": sorted(concept.id for concept in vocabularies["withheld"] if concept.kind == "Matter"),
        "intents": {concept.id: {"kind": concept.kind, "asks": list(concept.asks)} for concept in vocabularies["intents"]},
        "topics": {id_: asdict(topic) for id_, topic in topics.items()},
        "places": Gazetteer.table(vocabularies["districts"], vocabularies["schools"]),
        "known": known,
        "forms": forms,
        "safety": safety_data(vocabularies["safety"], documents, facts),
    }
    write_slices(folder / "index.json", data)
    return spoken.met


def _links(about: Mapping[str, Mapping[str, float]], offers: Sequence[Offer]) -> list[tuple[int, int, float]]:
    """The number of each passage with that of an offer it is about, and the weight."""
    numbers = {offer.id: number for number, offer in enumerate(offers)}
    return [(passage, numbers[id_], weight) for passage, weights in enumerate(about.values()) for id_, weight in weights.items()]


def _heading_ages(passages: Sequence[Passage]) -> list[tuple[int, int, int]]:
    """The number of each passage whose headings name an age, with the least and the most of it."""
    ages = {section: read_age(section) for section in dict.fromkeys(passage.section for passage in passages)}
    return [(number, age.min, age.max) for number, passage in enumerate(passages) if (age := ages[passage.section])]


def _cues(intents: Sequence[Concept]) -> Iterator[Phrase]:
    """The phrases that tell what is asked for; the name of an intent is none."""
    for concept in intents:
        for label in concept.labels:
            if label.kind != "preferred":
                yield Phrase(concept.id, tuple(words_of(label.text)), label.language)


def _met(offers: Sequence[Offer], met: Sequence[MetNeed], needs: set[str]) -> dict[str, dict[str, float]]:
    """For each offer the needs it meets, with weights."""
    ids = {offer.label: offer.id for offer in offers}
    found: dict[str, dict[str, float]] = {}
    for row in met:
        if row.offer in ids and row.need in needs:
            found.setdefault(ids[row.offer], {})[row.need] = row.weight
    return found


def _excludes(offers: Sequence[Offer], facts: Sequence[Fact], spoken: Spoken, concepts: Sequence[Concept]) -> dict[str, dict[str, str]]:
    """For each offer that is not for some children the needs by which such a child is known, with the id of the fact that says so.

    What its target group is told to be as well marks nobody as left out.
    """
    of_a_child = {concept.id for concept in concepts if concept.kind in OF_A_CHILD}
    ids = {offer.label: offer.id for offer in offers}
    said = {
        (fact.relation, fact.subject, need): fact.id
        for fact in sorted(facts, key=lambda fact: (-len(fact.object or ""), fact.id))  # the shortest tells it
        if fact.relation in ("exclusion", "target_group") and fact.subject in ids
        for need, score in spoken.of(fact.object or "") if score >= SURELY_SAID and need in of_a_child
    }  # fmt: skip
    found: dict[str, dict[str, str]] = {}
    for (relation, offer, need), fact_id in sorted(said.items()):
        if relation == "exclusion" and ("target_group", offer, need) not in said:
            found.setdefault(ids[offer], {})[need] = fact_id
    return found


def _joined(named: dict[str, float], met: Mapping[str, float] | None) -> dict[str, float]:
    """The needs an entry speaks of; where it is curated which an offer meets, those that its texts merely name count less."""
    if met is None:
        return named
    return {need: max(NAMED_ONLY * named.get(need, 0.0), met.get(need, 0.0)) for need in sorted({*named, *met})}


def _phrases(entries: Sequence[Entry], asked: Mapping[str, Sequence[str]]) -> list[str]:
    """Some of the questions that are known and of the labels of needs, spread over them all: people ask in such phrases."""
    said = [*(question for questions in asked.values() for question in questions), *(entry.text for entry in entries)]
    return said[::max(1, len(said) // PHRASES)]


def _offer_audiences(offers: Sequence[Offer], facts: Mapping[str, Fact], audiences: Lexicon) -> dict[str, float]:
    """Whom each offer is for, from -1 (adults) to 1 (children and young people)."""
    return {offer.id: offer_audience(offer, facts, audiences) for offer in offers}


def _words_of(texts: Iterable[str]) -> set[str]:
    return {word for text in texts for word in words(text)}


def _forms(entries: Sequence[Entry], vocabularies: Mapping[str, Sequence[Concept]]) -> set[str]:
    """Every word form that is rightly spelt beside those of the documents: of labels and names of places, and the little words."""
    labels = (entry.text for entry in entries if entry.weight > MISSPELT)
    names = (text for name in ("districts", "schools", "withheld", "audiences") for concept in vocabularies[name] for text in concept.texts())
    return _words_of(chain(labels, names)) | STOP_WORDS | LIGHT_WORDS


def _still_withheld(concepts: Sequence[Concept], passages: Sequence[Passage]) -> list[Concept]:
    """What the documents do not tell; a topic that a document speaks of in the words of ``tg:answeredBy`` is no longer one."""
    wanted = {said: (said.casefold(), re.compile(rf"\b{re.escape(said)}\b", re.IGNORECASE)) for concept in concepts for said in concept.answered_by}
    told: set[str] = set()
    for passage in passages:
        folded = passage.text.casefold()
        told.update(said for said, (plain, whole) in wanted.items() if plain in folded and said not in told and whole.search(passage.text))
    return [concept for concept in concepts if told.isdisjoint(concept.answered_by)]


def _name_entries(offer: str, name: str, splitter: Splitter) -> Iterator[Entry]:
    """A name as it stands; a compound also as the words it is made of, which people say apart: "fraværsrådgivere på skolerne"."""
    yield Entry(offer, name, tuple(part for _, part in tokens(name)), 1.0)
    if len(said := words(name)) == 1:
        yield from (Entry(offer, name, cut, SAID_APART) for cut in splitter.cuts(said[0]))


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
