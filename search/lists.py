"""The faiss index for many vectors: sorted into lists around middles, of which a question is compared with the nearest few.

Why the number of lists compared is measured and not chosen: how much is missed depends on the texts. When the lists are made, phrases
like those that will be asked are also compared with everything, and so many lists are compared later as find RECALL of what that finds.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import faiss
import numpy as np

from search.embedder import Embedder, Vectors

RECALL = 0.98  # share of the ten nearest of all vectors that must be found
DEPTH = 10
LEAST_COMPARED = 8  # lists
LEARNING = 40  # vectors a list from which the middles are learnt
ROUNDS = 6  # of learning
CHUNK = 20_000  # texts that are turned into vectors at a time


def lists_of(texts: Sequence[str], phrases: Sequence[str], embedder: Embedder) -> Any:
    """A faiss index over the vectors of texts, in their order, in half precision, which finds RECALL of what is nearest to the phrases."""
    asked, count = embedder.queries(phrases), 2 * math.isqrt(len(texts))
    width, half = asked.shape[1], faiss.ScalarQuantizer.QT_fp16
    index = faiss.IndexIVFScalarQuantizer(faiss.IndexFlatIP(width), width, count, half, faiss.METRIC_INNER_PRODUCT, False)
    index.cp.niter, index.cp.max_points_per_centroid = ROUNDS, LEARNING
    index.train(embedder.passages(texts[::max(1, len(texts) // (LEARNING * count))]))
    nearest = Nearest(asked)
    for start in range(0, len(texts), CHUNK):
        vectors = np.ascontiguousarray(embedder.passages(texts[start:start + CHUNK]))
        index.add(vectors)
        nearest.see(vectors)
    index.nprobe = LEAST_COMPARED
    while index.nprobe < count and nearest.share_found(index) < RECALL:
        index.nprobe = min(count, math.ceil(1.5 * index.nprobe))
    return index


class Nearest:
    """The lowest score among the DEPTH best of all vectors seen, for each phrase."""

    def __init__(self, asked: Vectors) -> None:
        self._asked = asked
        self._best = np.full((len(asked), DEPTH), -np.inf, dtype=np.float32)

    def see(self, vectors: Vectors) -> None:
        both = np.hstack([self._best, self._asked @ vectors.T])
        self._best = -np.partition(-both, DEPTH - 1, axis=1)[:, :DEPTH]

    def share_found(self, index: Any) -> float:
        """The mean share of the best that an index finds; half precision may move a score by a thousandth."""
        scores, _ = index.search(self._asked, DEPTH)
        return float((scores >= self._best.min(axis=1, keepdims=True) - 0.001).mean())
