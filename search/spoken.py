"""What each passage and offer speaks of: the needs in its text, also by way of nearer or wider ones, one list a need.

Why lists: a question has a handful of needs, so it reads a handful of lists, however many entries and needs there are.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

AT_ONCE = 5_000  # entries that are weighed side by side

Reach = NDArray[np.float64]


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
        columns = {need: column for column, need in enumerate(near)}
        reach = np.eye(len(near))  # how much of each need an entry speaks of that names another
        for need, others in near.items():
            for other, factor in others.items():
                if other in columns:
                    reach[columns[other], columns[need]] = factor
        rows, weights = [array("i") for _ in near], [array("f") for _ in near]
        entries, first = iter(concepts.values()), 0
        while part := list(islice(entries, AT_ONCE)):
            met = np.array([_strongest(reach, [columns[need] for need in named], list(named.values())) for named in part])
            for column, values in enumerate(met.T):
                found = np.flatnonzero(values)
                rows[column].frombytes((first + found).astype(np.int32).tobytes())
                weights[column].frombytes(values[found].astype(np.float32).tobytes())
            first += len(part)
        firsts = np.cumsum([0, *map(len, rows)]).tolist()
        np.save(folder / "rows.npy", np.frombuffer(b"".join(rows), dtype=np.int32), allow_pickle=False)
        np.save(folder / "weights.npy", np.frombuffer(b"".join(weights), dtype=np.float32), allow_pickle=False)
        (folder / "spoken.json").write_text(json.dumps({"ids": list(concepts), "needs": list(near), "firsts": firsts}), encoding="utf-8")

    def shares(self, needs: Mapping[str, float]) -> NDArray[np.float32]:
        """For each entry how much of weighted needs it speaks of, 0 to 1 where the weights add up to 1."""
        values = np.zeros(len(self.rows), dtype=np.float32)
        for need, weight in needs.items():
            first, last = self._spans[need]
            values[self._rows[first:last]] += np.float32(weight) * self._weights[first:last]
        return values


def _strongest(reach: Reach, columns: Sequence[int], weights: Sequence[float]) -> Reach:
    """How much of each need is spoken of where some are named with weights."""
    met: Reach = (reach[columns] * np.array(weights)[:, np.newaxis]).max(axis=0, initial=0.0)
    return met
