"""Numbers of many entries side by side, so that a question is weighed against all of them at once and not one by one.

Why a column may be sparse: a question meets some hundred of the passages, however many there are, and what is new and was never written to
takes neither time nor memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Column = NDArray[np.floating[Any]]  # of shape (entries,)
Rows = NDArray[np.intp]  # which entries
Hits = tuple[Rows, Column]  # entries that were found, an entry maybe more than once, and how well each was met

_NEXT_TO_NOTHING = 0.001


@dataclass(frozen=True)
class Sparse:
    """The values of all entries, 0 but for those of some ``rows``, which may be named in any order and more than once."""

    rows: Rows
    values: Column

    @classmethod
    def strongest(cls, rows: Rows, values: Column, count: int) -> Sparse:
        """The largest of the values of each row, at least 0; there are so many entries (``count``)."""
        whole = np.zeros(count)
        np.maximum.at(whole, rows, values)
        return cls(rows, whole)

    def largest(self) -> float:
        """The largest value, 0 where there is none."""
        return float(self.values[self.rows].max(initial=0.0))


class Links:
    """Weighted links that are followed from the entries at one end to those at the other."""

    def __init__(self, here: Rows, there: Rows, weights: Column, counts: tuple[int, int]) -> None:
        """For each link the rows at both ends and the weight; ``counts`` are the numbers of entries at both."""
        order = np.argsort(here, kind="stable")
        self._there, self._weights, self._count = there[order], weights[order], counts[1]
        self._firsts = np.searchsorted(here[order], np.arange(counts[0] + 1))

    def strongest(self, rows: Rows, *columns: Column) -> list[Sparse]:
        """For each entry at the other end the largest product of weight and value of those of some rows that are linked to it, at least 0; for each column of values."""
        links, counts = spans(self._firsts, rows)
        there, weights = self._there[links], self._weights[links]
        return [Sparse.strongest(there, weights * np.repeat(values[rows], counts), self._count) for values in columns]


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
        """For each target the largest product of weight and value of its sources, at least 0."""
        found = np.zeros(self._targets)
        if len(self._held):
            found[self._held] = np.maximum.reduceat(values[self._sources] * self._weights, self._firsts)
        return np.maximum(found, 0.0)


def spans(firsts: NDArray[np.integer[Any]], rows: Rows) -> tuple[Rows, Rows]:
    """The places of what lies side by side for each of some rows, from where ``firsts`` says to where the next begins; and how many each has."""
    counts = firsts[rows + 1] - firsts[rows]
    return np.arange(counts.sum()) + np.repeat(firsts[rows] - np.cumsum(counts) + counts, counts), counts


def union(count: int, *parts: Rows) -> Rows:
    """The rows that are in any part, ascending, below ``count``."""
    held = np.zeros(count, dtype=bool)
    for rows in parts:
        held[rows[rows < count]] = True
    return np.flatnonzero(held)


def among(rows: Rows, some: Rows) -> NDArray[np.bool_]:
    """Which rows are among some that ascend."""
    return np.searchsorted(some, rows, "right") > np.searchsorted(some, rows)


def weighed(weights: Sequence[float], columns: Sequence[Column]) -> Column:
    """The weighted sum of columns, added up in their order."""
    total = np.zeros(len(columns[0]))
    for weight, column in zip(weights, columns, strict=True):
        total += weight * column
    return total


def best(values: Column, most: int) -> Rows:
    """The rows of the largest values above 0, at most so many, in any order; no value is below.

    A bound is halved until enough are above it: that is soon told, and few are then left to be put in order.
    """
    bound = float(values.max(initial=0.0)) / 2
    while bound > _NEXT_TO_NOTHING and np.count_nonzero(values > bound) < most:
        bound /= 2
    rows = np.flatnonzero(values > (bound if bound > _NEXT_TO_NOTHING else 0.0))
    return rows[np.argpartition(-values[rows], most)[:most]] if most < len(rows) else rows
