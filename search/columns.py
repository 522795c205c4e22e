"""Numbers of many entries side by side, so that a question is weighed against all of them at once and not one by one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Column = NDArray[np.floating[Any]]  # of shape (entries,)
Rows = NDArray[np.intp]  # which entries


class Bearing:
    """Which sources bear on each of some targets, and with what weight."""

    def __init__(self, links: Iterable[tuple[int, int, float]], targets: int, precision: type[np.floating[Any]] = np.float64) -> None:
        """``links`` are the rows of a target and of a source, and the weight; there are so many ``targets``."""
        rows = sorted(links)
        self._held, self._firsts = np.unique(np.array([target for target, _, _ in rows], dtype=np.intp), return_index=True)
        self._sources = np.array([source for _, source, _ in rows], dtype=np.intp)
        self._weights = np.array([weight for _, _, weight in rows], dtype=precision)
        self._targets = targets

    def strongest(self, values: Column) -> Column:
        """For each target the largest product of weight and value of its sources, at least 0; ``values`` are of shape (…, sources)."""
        found = np.zeros((*values.shape[:-1], self._targets))
        if len(self._held):
            found[..., self._held] = np.maximum.reduceat(values[..., self._sources] * self._weights, self._firsts, axis=-1)
        return np.maximum(found, 0.0)


def weighed(weights: Sequence[float], columns: Sequence[Column]) -> Column:
    """The weighted sum of columns, added up in their order."""
    total = np.zeros(len(columns[0]))
    for weight, column in zip(weights, columns, strict=True):
        total += weight * column
    return total


def best(values: Column, most: int) -> Rows:
    """The rows of the largest values above 0, at most so many, in any order."""
    rows = np.argpartition(-values, most)[:most] if most < len(values) else np.arange(len(values))
    return rows[values[rows] > 0]
