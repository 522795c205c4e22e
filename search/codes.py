"""The faiss index for many vectors: a question is compared with short codes of them all, and then in full with the nearest of these.

Why codes: texts have few clusters, so sorting them into lists saves little; a code is an eighth of a vector and sixteen are compared at once.
Why it is measured how many are compared in full and not chosen: how much the codes blur depends on the texts, and on how many there are.
When the index is made, phrases like those that will be asked are also compared with everything, and so many are taken as find RECALL of all
that a question asks for; of the ten nearest hardly any is then missed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import faiss
import numpy as np

from search.embedder import Embedder, Vectors

RECALL = 0.98  # share of the nearest of all vectors that must be found
CODE_BITS = 4  # of each pair of numbers of a vector
LEARNING = 10_000  # vectors from which the codes are learnt
ASKED_FOR = 480  # nearest vectors that a question asks for
LEAST_SPARE, MOST_SPARE = 4.0, 64.0  # vectors compared in full for each that is asked for; with fewer some answers changed
CHUNK = 20_000  # texts that are turned into vectors at a time


def codes_of(texts: Sequence[str], phrases: Sequence[str], embedder: Embedder) -> Any:
    """A faiss index over the vectors of texts, in their order, in full in half precision, which finds RECALL of what a question asks for, as told by the phrases."""
    asked = embedder.queries(phrases)
    width = asked.shape[1]
    codes = faiss.IndexPQFastScan(width, width // math.gcd(width, 2), CODE_BITS, faiss.METRIC_INNER_PRODUCT)
    full = faiss.IndexScalarQuantizer(width, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)
    index = faiss.IndexRefine(codes, full)
    faiss.omp_set_num_threads(1)  # learning is many small tasks: on a busy machine threads wait for each other a hundred times as long as it takes
    index.train(np.ascontiguousarray(embedder.passages(texts[::max(1, len(texts) // LEARNING)])))
    nearest = Nearest(asked)
    for start in range(0, len(texts), CHUNK):
        vectors = np.ascontiguousarray(embedder.passages(texts[start:start + CHUNK]))
        index.add(vectors)
        nearest.see(vectors)
    index.k_factor = LEAST_SPARE
    while index.k_factor < MOST_SPARE and nearest.share_found(index) < RECALL:
        index.k_factor *= 2
    return index


class Nearest:
    """The scores of the vectors nearest to each phrase among all vectors seen, as many as a question asks for."""

    def __init__(self, asked: Vectors) -> None:
        self._asked = asked
        self._best = np.zeros((len(asked), 0), dtype=np.float32)

    def see(self, vectors: Vectors) -> None:
        both = np.hstack([self._best, self._asked @ vectors.T])
        self._best = -np.partition(-both, ASKED_FOR - 1, axis=1)[:, :ASKED_FOR] if both.shape[1] > ASKED_FOR else both

    def share_found(self, index: Any) -> float:
        """The mean share of these that an index finds; half precision may move a score by a ten-thousandth."""
        if not len(self._asked):
            return 1.0
        found = [index.search(self._asked[row:row + 1], self._best.shape[1])[0] for row in range(len(self._asked))]
        return float((np.concatenate(found) >= self._best.min(axis=1, keepdims=True) - 0.0001).mean())
