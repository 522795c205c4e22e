"""How near a question is to those that passages and offers are known to answer, by words and by meaning."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from corpus.danish import Splitter, stems
from search.columns import Column
from search.embedder import Embedder, Vectors
from search.keywords import KeywordIndex
from search.lexicon import stop_stems
from search.profiles import Profile
from search.vectors import read_meta

FAR, NEAR = 0.2, 0.8  # cosines that become 0 and 1


class AskedQuestions:
    """The questions of a generation; ``ids`` are the entries that have any, in the order of the columns, and there may be none."""

    def __init__(self, folder: Path, embedder: Embedder) -> None:
        meta = read_meta(folder / "asked.json", embedder)
        self.ids: list[str] = meta["ids"]
        self._rows, self._firsts = np.array(meta["rows"], dtype=np.intp), np.array(meta["firsts"], dtype=np.intp)
        self._vectors: Vectors = np.asarray(np.load(folder / "vectors.npy", mmap_mode="r", allow_pickle=False))  # of shape (dimensions, questions)
        self._words = KeywordIndex(folder / "words")

    @staticmethod
    def build(folder: Path, embedder: Embedder, asked: Mapping[str, Sequence[str]], splitter: Splitter) -> None:
        """Write the questions of each entry."""
        profiles = [Profile(id_, "", "\n".join(questions), {}) for id_, questions in asked.items()]
        KeywordIndex.build(folder / "words", profiles, splitter)
        every = [question for questions in asked.values() for question in questions]
        rows = {question: row for row, question in enumerate(dict.fromkeys(every))}
        np.save(folder / "vectors.npy", np.ascontiguousarray(embedder.passages(list(rows)).T), allow_pickle=False)
        firsts = np.cumsum([0, *(len(questions) for questions in asked.values())])[:-1].tolist()
        meta = {"model": embedder.fingerprint, "ids": list(asked), "rows": [rows[question] for question in every], "firsts": firsts}
        (folder / "asked.json").write_text(json.dumps(meta), encoding="utf-8")

    def words(self, text: str, splitter: Splitter) -> Column:
        """For each entry the BM25 score of its questions: what words they share with a text, or parts of its compounds."""
        if not self.ids:
            return np.zeros(0)
        said = [word for word in stems(text) if word not in stop_stems()]
        terms = dict.fromkeys([*said, *(part for word in said for part in splitter.parts(word))], 1.0)
        return self._words.search(terms, len(self.ids))

    def near(self, asked: Vectors) -> Column:
        """For each entry the nearness of its nearest question to any of the vectors of texts, 0 to 1."""
        if not self.ids:
            return np.zeros(0)
        cosines = np.max([text @ self._vectors for text in asked], axis=0)  # each reads the vectors once, in order; all at once would copy them first
        nearest = np.maximum.reduceat(cosines[self._rows], self._firsts)
        return np.clip((nearest - FAR) / (NEAR - FAR), 0.0, 1.0).astype(np.float64)
