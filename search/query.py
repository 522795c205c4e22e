"""A question made ready for ranking: its words, names, needs and nearness to every entry, each computed once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.danish import STOP_WORDS, words
from graph.offer import Offer
from search.codes import ASKED_FOR
from search.columns import Column, Sparse
from search.embedder import Vectors
from search.index import Index
from search.keywords import weighted_terms
from search.lexicon import Match, tokens
from search.understanding import Understood

PARAGRAPH = re.compile(r"(?:§+|paragraf(?:fen)?)\s*(\d+)", re.IGNORECASE)

POOL = 60  # entries that the search by words may bring
EXPANSION = 0.45  # weight of the professional words of a matched need
MOST_NEEDS = 8  # needs of a question that count
LEAST_NAMED = 0.3  # match from which a name is met
TOLD = frozenset({"fact", "law"})  # kinds of intents that a fact answers
NAMED = 0.7  # match from which the question is about that offer
BY_PARAGRAPH = 0.8  # what naming an offer's paragraph counts as naming the offer
HALF_WORDS = 15.0  # the BM25 score that becomes one half
HALF_ASKED = 12.0  # the same for the questions that are known
NO_COSINE, FULL_COSINE = 0.05, 0.65  # cosines that become 0 and 1


@dataclass(frozen=True)
class Query:
    """``words`` and ``near`` are the likeness of words and meaning with each entry, 0 to about 1; of words with passages alone.

    ``asked_words`` and ``asked_near`` are the same with the questions that each entry answers; where none are known, with its own text.
    ``met`` is the share of the question's needs that each entry speaks of, ``meant`` how near its meaning is to a need that each offer meets.
    ``unanswered`` is the cosine of the nearest question that the documents do not answer. ``terms`` are weighted stems, ``names`` the
    offers it names, ``telling`` the same with the wholes that alone tell what is asked of a part, ``bare`` its words without those names,
    ``says`` whether it has a word that tells anything; ``wants_fact`` is how sure it is that a fact is asked for, or a law.
    """

    understood: Understood
    terms: dict[str, float]
    met: NDArray[np.float32]
    meant: Column
    names: dict[str, float]
    telling: dict[str, float]
    words: Sparse
    near: Sparse
    asked_words: Sparse
    asked_near: Sparse
    unanswered: float
    bare: str
    says: bool
    wants_contact: bool
    wants_fact: float = 0.0
    urgent: bool = False

    def asks_about(self, offer: Offer) -> bool:
        """Whether the question names the offer, or the school in its name: whether it is for such a child is then what it asks."""
        return self.names.get(offer.id, 0.0) > LEAST_NAMED or any(school in offer.label for school in self.understood.schools)


def prepare(index: Index, understood: Understood, *, urgent: bool = False) -> Query:
    """Everything about a question that the rankings need; in an ``urgent`` one whom to call comes first."""
    terms = weighted_terms(understood.spelled, index.splitter, _expansion(index, understood), understood.cue_words, understood.met_words)
    found, scores = index.keywords.search(terms, POOL)
    words = Sparse.strongest(found, _halved(scores, HALF_WORDS), len(index.passages))
    near = _nearest(index, understood.vectors)
    named = index.names.find(understood.spelled)
    names = _named(index, understood.spelled, named)
    said = [word for word, _ in tokens(understood.spelled)]
    return Query(
        understood=understood,
        terms=terms,
        met=index.spoken.shares(_telling(index, understood)),
        meant=index.met_needs.strongest(understood.near),
        names=names,
        telling=_with_wholes(index, understood, names),
        words=words,
        near=near,
        asked_words=_with_asked(words, _halved(index.asked.words(understood.spelled, index.splitter), HALF_ASKED), index),
        asked_near=_with_asked(near, index.asked.near(understood.vectors), index),
        unanswered=index.unanswered.near(understood.vectors[:1]),
        urgent=urgent,
        bare=_without_names(understood.spelled, named),
        says=any(word not in STOP_WORDS and not word.isdigit() for word in said),
        wants_fact=max((score for intent, score in understood.intents if index.intents[intent]["kind"] in TOLD), default=0.0),
        wants_contact=urgent or any(index.intents[intent]["kind"] == "contact" for intent, _ in understood.intents),
    )


def _with_wholes(index: Index, understood: Understood, names: dict[str, float]) -> dict[str, float]:
    """The names, and where a fact is asked of a part that only its whole tells, the whole besides."""
    asked = {field for intent, _ in understood.intents if index.intents[intent]["kind"] == "fact" for field in index.intents[intent]["asks"]}
    found = dict(names)
    for id_, score in names.items():
        if score >= NAMED and asked.isdisjoint(index.relations_of[id_]):
            wholes = (index.ids_by_label[label] for label in index.offers[id_].part_of if label in index.ids_by_label)
            found.update({whole: max(score, found.get(whole, 0.0)) for whole in wholes if not asked.isdisjoint(index.relations_of[whole])})
    return found


def _telling(index: Index, understood: Understood) -> dict[str, float]:
    """The needs that tell most, with their shares of all they tell; the shares add up to 1."""
    weighed = {need.id: need.weight * index.concept_weights[need.id] for need in understood.needs}
    telling = sorted(weighed.items(), key=lambda row: (-row[1], row[0]))[:MOST_NEEDS]
    whole = sum(weight for _, weight in telling)
    return {id_: weight / whole for id_, weight in telling if weight}


def _expansion(index: Index, understood: Understood) -> dict[str, float]:
    """The professional words of the needs: what the documents would say."""
    expansion: dict[str, float] = {}
    for need in understood.needs:
        topic = index.topics[need.id]
        for place, word in enumerate(topic.terms):
            weight = EXPANSION * need.weight * topic.weight / (1 + place / 3)
            expansion[word] = max(weight, expansion.get(word, 0.0))
    return expansion


def _halved(scores: Column, half: float) -> Column:
    """BM25 scores brought between 0 and 1."""
    return scores / (scores + half)


def _with_asked(likeness: Sparse, asked: Column, index: Index) -> Sparse:
    """The likeness with each entry, where it answers known questions that with them."""
    whole = np.zeros(len(index.rows))
    whole[likeness.rows] = likeness.values[likeness.rows]
    whole[index.asked_rows] = asked
    return Sparse(np.concatenate([likeness.rows, index.asked_rows]), whole)


def _nearest(index: Index, vectors: Vectors) -> Sparse:
    """For each entry how near its nearest text is to the question or one of its clauses."""
    rows, cosines = index.vectors.nearest(vectors, ASKED_FOR)
    return Sparse.strongest(rows, (cosines - NO_COSINE) / (FULL_COSINE - NO_COSINE), len(index.rows))


def _without_names(question: str, matches: Sequence[Match]) -> str:
    """The words of a question without those that are meant as names of offers."""
    named = {word for match in matches if match.score > LEAST_NAMED for word in match.words.split()}
    return " ".join(word for word in words(question) if word not in named)


def _named(index: Index, question: str, matches: Sequence[Match]) -> dict[str, float]:
    """Offers that the question names, by the matches of their names, and those that rest on a paragraph it names."""
    found = {match.concept: match.score for match in matches if match.score > LEAST_NAMED}
    for match in PARAGRAPH.finditer(question):
        for id_ in index.resting_on.get(match.group(1), ()):
            found[id_] = max(BY_PARAGRAPH, found.get(id_, 0.0))
    return found
