"""The vector index: faiss, exact up to tens of thousands of entries.

Why exact: at today's size a search takes microseconds, and up to about 50,000 entries exact search beats every approximate index.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import faiss
import numpy as np
from threadpoolctl import threadpool_limits

from search.embedder import Embedder
from search.profiles import Profile

SENTENCES = 40  # lines an entry may have as vectors of their own, besides the whole
SHORTEST_LINE = 8  # characters


class WrongModel(Exception):
    """The index was made with another model; the message says what to do, in Danish."""


class VectorIndex:
    """Entries by nearness of meaning; an entry has one vector for its head and some for its body."""

    def __init__(self, folder: Path, embedder: Embedder) -> None:
        meta = json.loads((folder / "vectors.json").read_text(encoding="utf-8"))
        if meta["model"] != embedder.fingerprint:
            raise WrongModel("Søgeindekset er lavet med en anden sprogmodel. Kør »trivsel build«, så passer de sammen igen.")
        self._ids: list[str] = meta["ids"]
        self._index = faiss.read_index(str(folder / "vectors.faiss"))
        self._embedder = embedder
        faiss.omp_set_num_threads(1)  # a question is too small a task to share
        threadpool_limits(1, user_api="blas")  # numpy's too: threads that wait for each other took half of a long question's time

    @staticmethod
    def build(folder: Path, embedder: Embedder, texts_by_id: Iterable[tuple[str, str]]) -> None:
        """Write the vectors of texts, each with the id it stands for, and the fingerprint of the model into a folder."""
        folder.mkdir(parents=True, exist_ok=True)
        ids, texts = (list(column) for column in zip(*texts_by_id))
        vectors = embedder.passages(texts)
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors))
        faiss.write_index(index, str(folder / "vectors.faiss"))
        (folder / "vectors.json").write_text(json.dumps({"model": embedder.fingerprint, "ids": ids}), encoding="utf-8")

    def search(self, texts: Sequence[str], limit: int) -> list[dict[str, float]]:
        """For each text the cosines of the nearest entries, each entry by its nearest vector."""
        if not texts:
            return []
        scores, places = self._index.search(self._embedder.queries(texts), min(limit, self._index.ntotal))
        return [self._best(row.tolist(), at.tolist()) for row, at in zip(scores, places)]

    def _best(self, scores: Sequence[float], places: Sequence[int]) -> dict[str, float]:
        return {self._ids[place]: score for score, place in zip(reversed(scores), reversed(places))}  # nearest last: it stays


def profile_texts(profiles: Iterable[Profile]) -> Iterator[tuple[str, str]]:
    """The texts by whose meaning an entry is found: the whole, its head and its first sentences."""
    for profile in profiles:
        lines = [line.removeprefix("- ") for line in profile.body.split("\n") if len(line) > SHORTEST_LINE][:SENTENCES]
        for text in dict.fromkeys([f"{profile.head}. {profile.body}"[:2000], profile.head, *lines]):
            yield profile.id, text
