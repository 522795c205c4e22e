"""What each passage and offer speaks of: the needs in its text, also by way of nearer or wider ones, one list a need.

Why lists: a question has a handful of needs, so it reads a handful of lists, however many entries and needs there are.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from search.columns import Column


class SpokenOf:
    """The lists of a generation; ``rows`` are its entries by id, passages first."""

    def __init__(self, folder: Path) -> None:
        meta = json.loads((folder / "spoken.json").read_text(encoding="utf-8"))
        self.rows: dict[str, int] = {id_: row for row, id_ in enumerate(meta["ids"])}
        self._spans: dict[str, tuple[int, int]] = dict(zip(meta["needs"], zip(meta["firsts"], meta["firsts"][1:])))
        self._rows: NDArray[np.int32] = np.asarray(np.load(folder / "rows.npy", mmap_mode="r", allow_pickle=False))
        self._weights: NDArray[np.float32] = np.asarray(np.load(folder / "weights.npy", mmap_mode="r", allow_pickle=False))

    @staticmethod
    def build(folder: Path, concepts: Mapping[str, Mapping[str, float]], near: Mapping[str, Mapping[str, float]]) -> None:
        """Write the lists: ``concepts`` are the needs that each entry names with weights, ``near`` the nearness of other needs to each."""
        folder.mkdir(parents=True, exist_ok=True)
        reach: dict[str, dict[str, float]] = {need: {need: 1.0} for need in near}
        for need, others in near.items():
            for other, factor in others.items():
                reach.setdefault(other, {})[need] = factor
        lists: dict[str, dict[int, float]] = {need: {} for need in near}
        for row, named in enumerate(concepts.values()):
            met: dict[str, float] = defaultdict(float)
            for concept, weight in named.items():
                for need, factor in reach[concept].items():
                    met[need] = max(met[need], factor * weight)
            for need, weight in met.items():
                lists[need][row] = weight
        firsts = np.cumsum([0, *(len(rows) for rows in lists.values())]).tolist()
        np.save(folder / "rows.npy", np.array([row for rows in lists.values() for row in rows], dtype=np.int32), allow_pickle=False)
        np.save(folder / "weights.npy", np.array([weight for rows in lists.values() for weight in rows.values()], dtype=np.float32), allow_pickle=False)
        (folder / "spoken.json").write_text(json.dumps({"ids": list(concepts), "needs": list(lists), "firsts": firsts}), encoding="utf-8")

    def shares(self, needs: Mapping[str, float]) -> Column:
        """For each entry how much of weighted needs it speaks of, 0 to 1 where the weights add up to 1."""
        values = np.zeros(len(self.rows), dtype=np.float32)
        for need, weight in needs.items():
            first, last = self._spans[need]
            values[self._rows[first:last]] += np.float32(weight) * self._weights[first:last]
        return values.astype(np.float64)
