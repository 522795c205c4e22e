"""How near a question is to those that passages and offers are known to answer, by words and by meaning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from corpus.danish import Splitter, stems
from search.columns import Column, Sparse
from search.embedder import Embedder, Vectors
from search.keywords import KeywordIndex
from search.lexicon import stop_stems
from search.profiles import Profile
from search.vectors import VectorIndex

FAR, NEAR = 0.2, 0.8  # cosines that become 0 and 1
NEAREST = 120  # questions that are looked at for each text: with 60 and with 480 as many answers are right


class AskedQuestions:
    """The questions of a generation; ``ids`` are the entries that have any, in the order of the columns, and there may be none."""

    def __init__(self, folder: Path, embedder: Embedder) -> None:
        self._words = KeywordIndex(folder / "words")
        self._vectors = VectorIndex(folder / "vectors", embedder)
        self.ids = self._vectors.ids

    @staticmethod
    def build(folder: Path, embedder: Embedder, asked: Mapping[str, Sequence[str]], splitter: Splitter, phrases: Sequence[str]) -> None:
        """Write the questions of each entry; ``phrases`` are like what will be asked."""
        profiles = [Profile(id_, "", "\n".join(questions), {}) for id_, questions in asked.items()]
        KeywordIndex.build(folder / "words", profiles, splitter)
        VectorIndex.build(folder / "vectors", embedder, ((id_, question) for id_, questions in asked.items() for question in questions), phrases)

    def words(self, text: str, splitter: Splitter) -> Column:
        """For each entry the BM25 score of its questions: what words they share with a text, or parts of its compounds."""
        if not self.ids:
            return np.zeros(0)
        said = [word for word in stems(text) if word not in stop_stems()]
        terms = dict.fromkeys([*said, *(part for word in said for part in splitter.parts(word))], 1.0)
        return Sparse.strongest(*self._words.search(terms, len(self.ids)), len(self.ids)).values

    def near(self, asked: Vectors) -> Column:
        """For each entry the nearness of its nearest question to any of the vectors of texts, 0 to 1."""
        if not self.ids:
            return np.zeros(0)
        rows, cosines = self._vectors.nearest(asked, NEAREST)
        return Sparse.strongest(rows, np.minimum((cosines - FAR) / (NEAR - FAR), 1.0), len(self.ids)).values
