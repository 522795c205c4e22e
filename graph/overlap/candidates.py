"""Which pairs can overlap at all, by sparse matrix products over what binds two interventions together.

Why products and not a loop: most of all pairs share nothing. The work grows with the pairs that share something, not with the square
of the interventions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np
from scipy.sparse import csr_matrix, triu

from graph.overlap.traits import ALL_SCHOOLS, Traits

Features = Callable[[Traits], Iterable[str]]


def candidates(traits: Sequence[Traits]) -> Iterator[tuple[int, int]]:
    """The places ``(i, j)``, i before j, of interventions with a school, step, paragraph, need, funding or way in in common."""
    if not traits:
        return
    binding = _product(traits, _bound_by, _bound_by) + _product(traits, _degrees_said, _degrees_met)
    binding = binding + binding.T + _everywhere(traits)
    rows, columns = triu(binding, k=1).nonzero()
    order = np.lexsort((columns, rows))
    yield from zip(rows[order].tolist(), columns[order].tolist())


def _bound_by(one: Traits) -> Iterator[str]:
    named = (one.schools, one.steps, one.laws, one.needs, one.funding, one.entrances)
    for kind, values in enumerate(named):
        yield from (f"{kind} {value}" for value in values)
    if one.all_schools:
        yield ALL_SCHOOLS


def _degrees_said(one: Traits) -> Iterator[str]:
    for field, degrees in one.degrees.items():
        yield from (f"{field} {degree}" for degree in degrees)


def _degrees_met(one: Traits) -> Iterator[str]:
    """The degrees said and those beside them."""
    for field, degrees in one.degrees.items():
        yield from {f"{field} {near}" for degree in degrees for near in (degree - 1, degree, degree + 1)}


def _everywhere(traits: Sequence[Traits]) -> csr_matrix:
    """What is at all schools meets what is at a named one."""
    everywhere = np.array([[bool(one.all_schools)] for one in traits], dtype=np.int32)
    somewhere = np.array([[bool(one.schools)] for one in traits], dtype=np.int32)
    met = csr_matrix(everywhere) @ csr_matrix(somewhere).T
    return met + met.T


def _product(traits: Sequence[Traits], own: Features, others: Features) -> csr_matrix:
    columns: dict[str, int] = {}
    left, right = (_matrix(traits, features, columns) for features in (own, others))
    width = len(columns)
    left.resize((len(traits), width))
    right.resize((len(traits), width))
    return left @ right.T


def _matrix(traits: Sequence[Traits], features: Features, columns: dict[str, int]) -> csr_matrix:
    places = [(row, columns.setdefault(name, len(columns))) for row, one in enumerate(traits) for name in features(one)]
    rows, cols = zip(*places) if places else ((), ())
    return csr_matrix((np.ones(len(rows), dtype=np.int32), (rows, cols)), shape=(len(traits), max(len(columns), 1)))
