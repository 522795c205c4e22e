"""How near a text is in meaning to each need: its nearest label and the middle of all its labels.

Why both: one label alone may be near by chance, the middle alone blurs what a need has many sides of; together they name the right
need more often than either. The middle is compared with all needs first, labels only with the nearest of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from search.embedder import Embedder, Vectors, unit
from search.vectors import read_meta

NEAREST = 40  # needs whose labels are compared


class NeedVectors:
    """The vectors of a thesaurus; ``ids`` are its needs in the order of the columns of ``nearness``, ``columns`` the column of each."""

    def __init__(self, folder: Path, embedder: Embedder) -> None:
        meta = read_meta(folder / "needs.json", embedder)
        self.ids: list[str] = meta["ids"]
        self.columns = {id_: column for column, id_ in enumerate(self.ids)}
        self._counts = np.diff(meta["firsts"])
        labels: Vectors = np.asarray(np.load(folder / "labels.npy", mmap_mode="r", allow_pickle=False))  # slices of a memmap cost more
        self._labels = [labels[first:last] for first, last in zip(meta["firsts"], meta["firsts"][1:])]  # of each need
        self._middles: Vectors = np.load(folder / "middles.npy", allow_pickle=False)

    @staticmethod
    def build(folder: Path, embedder: Embedder, labels: Iterable[tuple[str, str]]) -> None:
        """Write the vectors of labels, each with the id of its need."""
        folder.mkdir(parents=True, exist_ok=True)
        rows = sorted(labels)
        ids = sorted({id_ for id_, _ in rows})
        vectors = embedder.passages([text for _, text in rows])
        owners = np.searchsorted(ids, [id_ for id_, _ in rows])
        firsts = np.searchsorted(owners, np.arange(len(ids) + 1))
        np.save(folder / "labels.npy", vectors, allow_pickle=False)
        np.save(folder / "middles.npy", unit(np.add.reduceat(vectors, firsts[:-1], axis=0)), allow_pickle=False)
        meta = {"model": embedder.fingerprint, "ids": ids, "firsts": firsts.tolist()}
        (folder / "needs.json").write_text(json.dumps(meta), encoding="utf-8")

    def nearness(self, vectors: Vectors) -> NDArray[np.float32]:
        """The mean of both cosines to the vectors of texts, float32 of shape (texts, needs); 0 for needs that are not among the nearest of a text."""
        middles = vectors @ self._middles.T
        found = np.zeros_like(middles)
        for row, (vector, to_middle) in enumerate(zip(vectors, middles)):
            needs = np.argpartition(-to_middle, min(NEAREST, len(self.ids)) - 1)[:NEAREST]
            cosines = np.concatenate([self._labels[need].dot(vector) for need in needs.tolist()])
            counts = self._counts[needs]
            to_labels = np.maximum.reduceat(cosines, np.cumsum(counts) - counts)
            found[row, needs] = (to_labels + to_middle[needs]) / 2
        return found
