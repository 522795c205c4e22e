"""Columns: what is computed for all entries at once is what one would compute for each."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.columns import Bearing, Links, Sparse, among, best, union, weighed

SHARES = st.sampled_from([0.0, 0.25, 0.5, 0.75, 1.0])
LINKS = st.dictionaries(st.tuples(st.integers(0, 4), st.integers(0, 5)), SHARES, max_size=12)


@given(LINKS, st.lists(SHARES, min_size=6, max_size=6))
def test_a_target_has_the_strongest_of_its_sources(weights: dict[tuple[int, int], float], values: list[float]) -> None:
    bearing = Bearing(((target, source, weight) for (target, source), weight in weights.items()), 5)
    wanted = [max((weight * values[source] for (target, source), weight in weights.items() if target == wanted), default=0.0) for wanted in range(5)]
    assert bearing.strongest(np.array(values)).tolist() == wanted


def test_what_speaks_against_a_target_is_nothing_to_it() -> None:
    assert Bearing([(0, 0, 1.0), (1, 1, 0.5)], 2).strongest(np.array([-1.0, 0.5])).tolist() == [0.0, 0.25]


@given(LINKS, st.lists(st.sampled_from([-1.0, 0.0, 0.5, 1.0]), min_size=5, max_size=5), st.sets(st.integers(0, 4)))
def test_links_lead_to_the_strongest_that_is_linked(weights: dict[tuple[int, int], float], values: list[float], rows: set[int]) -> None:
    here, there = (np.array([ends[end] for ends in weights], dtype=np.intp) for end in (0, 1))
    links = Links(here, there, np.array(list(weights.values())), (5, 6))
    found, half = links.strongest(np.array(sorted(rows), dtype=np.intp), np.array(values), np.array(values) / 2)
    wanted = [max((weight * values[at] for (at, to), weight in weights.items() if to == entry and at in rows), default=0.0) for entry in range(6)]
    assert found.values.tolist() == [max(value, 0.0) for value in wanted] and half.values.tolist() == (found.values / 2).tolist()
    assert set(found.rows.tolist()) == {to for at, to in weights if at in rows}


@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from([-0.5, 0.0, 0.25, 1.0]))))
def test_of_a_row_that_is_named_often_the_largest_value_counts(named: list[tuple[int, float]]) -> None:
    found = Sparse.strongest(np.array([row for row, _ in named], dtype=np.intp), np.array([value for _, value in named]), 6)
    assert found.values.tolist() == [max((value for other, value in named if other == row and value > 0), default=0.0) for row in range(6)]
    assert found.largest() == max(found.values)


@given(st.lists(st.lists(st.integers(0, 9))), st.integers(1, 10))
def test_the_rows_of_all_parts_below_a_bound(parts: list[list[int]], count: int) -> None:
    arrays = [np.array(rows, dtype=np.intp) for rows in parts]
    assert union(count, *arrays).tolist() == sorted({row for rows in parts for row in rows if row < count})


@given(st.lists(st.integers(0, 9)), st.sets(st.integers(0, 9)))
def test_rows_are_told_that_are_among_others(rows: list[int], some: set[int]) -> None:
    assert among(np.array(rows, dtype=np.intp), np.array(sorted(some), dtype=np.intp)).tolist() == [row in some for row in rows]


@given(st.lists(st.tuples(st.floats(-1, 1), st.lists(st.floats(0, 2), min_size=3, max_size=3)), min_size=1, max_size=9))
def test_a_weighted_sum_is_that_of_each_entry_to_the_last_digit(parts: list[tuple[float, list[float]]]) -> None:
    weights, columns = [weight for weight, _ in parts], [np.array(column) for _, column in parts]
    each = [sum(weight * column[row] for weight, column in parts) for row in range(3)]
    assert weighed(weights, columns).tolist() == each


def test_weights_without_a_column_are_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        weighed([0.5, 0.5], [np.array([1.0])])


@given(st.lists(st.sampled_from([0.0, 1e-6, 0.0009, 0.002, 0.1, 0.4, 0.5, 0.9, 1.0, 3.0])), st.integers(1, 9))
def test_the_best_are_the_largest_above_nothing(values: list[float], most: int) -> None:
    column = np.array(values)
    rows = best(column, most).tolist()
    assert len(set(rows)) == len(rows)
    assert sorted(column[rows].tolist(), reverse=True) == [value for value in sorted(values, reverse=True) if value > 0][:most]
