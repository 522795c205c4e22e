"""How like a question is to those that the documents leave unanswered: by its words and pairs of words, and by meaning.

Why: such a question often lies near one that is answered: "hvor længe venter man på Mind My Mind" beside "hvor længe varer Mind My Mind".
Which words tell them apart is learnt from questions of both kinds by logistic regression. Why not by counting each word for itself (naive
Bayes): the kinds are written as pairs that differ in few words, and counted alone the words they share weigh as well; on questions kept apart it
told fewer of those without answer.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from corpus.danish import stem, stems, words
from search.embedder import Embedder, Vectors
from search.vectors import read_meta

FEWEST_ANSWERED = 0.5  # answered questions for each without answer, below which the two kinds are not compared
LEAST_SEEN = 2  # questions; a word or pair in fewer tells nothing
LOOSENESS = 0.3  # how far the weights of words may follow the questions (the inverse of the strength of regularisation)
LEAST_EVIDENCE = 0.01  # of a word or pair; less is not kept
MOST_EVIDENCE = 3.0  # of a single word or pair, either way
FEW_PARTS = 8  # words and pairs by which a text is taken to be longer: of a short one little can be told
MOST_TOLD = 3  # answered questions that a word of the documents counts as at most: what they speak of can be answered


class UnansweredQuestions:
    """The questions of a generation that its documents do not answer; there may be none."""

    def __init__(self, folder: Path, embedder: Embedder) -> None:
        parts: list[str] = read_meta(folder / "unanswered.json", embedder)["parts"]
        self._evidence: dict[str, float] = dict(zip(parts, np.load(folder / "evidence.npy", allow_pickle=False).tolist()))
        self._vectors: Vectors = np.asarray(np.load(folder / "vectors.npy", mmap_mode="r", allow_pickle=False))  # of shape (dimensions, questions)

    @staticmethod
    def build(folder: Path, embedder: Embedder, unanswered: Sequence[str], answered: Sequence[str], told: Iterable[str]) -> None:
        """Write what tells unanswered from answered questions; ``told`` are the texts of the documents.

        Where few answered questions are known, as when other documents stand in the place of those shipped, nothing can be told.
        """
        folder.mkdir(parents=True)
        if len(answered) < FEWEST_ANSWERED * len(unanswered):
            unanswered = []
        np.save(folder / "vectors.npy", np.ascontiguousarray(embedder.passages(unanswered).T), allow_pickle=False)
        evidence = _evidence(unanswered, answered, told)
        np.save(folder / "evidence.npy", np.array(list(evidence.values())), allow_pickle=False)
        meta = {"model": embedder.fingerprint, "parts": list(evidence)}
        (folder / "unanswered.json").write_text(json.dumps(meta, ensure_ascii=False), encoding="utf-8")

    def evidence(self, text: str) -> float:
        """What the words of a text say: above 0 for an unanswered question, below 0 for an answered one."""
        parts = set(_parts(text))
        return math.fsum(self._evidence.get(part, 0.0) for part in parts) / math.sqrt(len(parts) + FEW_PARTS)

    def near(self, asked: Vectors) -> float:
        """The largest cosine of an unanswered question with any of the vectors of texts, 0 when there is none."""
        return max((float((text @ self._vectors).max(initial=0.0)) for text in asked), default=0.0)


def _parts(text: str) -> Iterator[str]:
    """The words of a text by stem, function words too, and each two that follow one another."""
    said = [stem(word) for word in words(text)]
    yield from said
    yield from map(" ".join, zip(said, said[1:]))


def _evidence(unanswered: Sequence[str], answered: Sequence[str], told: Iterable[str]) -> dict[str, float]:
    """The evidence of each word and pair; none where there are questions of one kind only."""
    if not unanswered or not answered:
        return {}
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.linear_model import LogisticRegression

    asked = [list(dict.fromkeys(_parts(text))) for text in (*unanswered, *answered)]
    seen = Counter(part for parts in asked for part in parts)
    known = sorted(part for part, count in seen.items() if count >= LEAST_SEEN)
    if not known:
        return {}
    documents = Counter(part for text in told for part in set(stems(text)) if seen[part] >= LEAST_SEEN)
    rows = [*asked, *([part] for part in sorted(documents))]
    kinds = [1] * len(unanswered) + [0] * (len(rows) - len(unanswered))
    counts = [1] * len(asked) + [min(documents[part], MOST_TOLD) for part in sorted(documents)]
    reader = CountVectorizer(analyzer=list, vocabulary=known)
    learnt = LogisticRegression(C=LOOSENESS, solver="liblinear").fit(reader.transform(rows), kinds, sample_weight=counts)
    weights = np.clip(learnt.coef_[0], -MOST_EVIDENCE, MOST_EVIDENCE).round(4).tolist()
    return {part: weight for part, weight in zip(reader.get_feature_names_out().tolist(), weights) if abs(weight) >= LEAST_EVIDENCE}
