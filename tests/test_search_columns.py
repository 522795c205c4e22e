"""Columns: what is computed for all entries at once is what one would compute for each."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.columns import Bearing, best, weighed

SHARES = st.sampled_from([0.0, 0.25, 0.5, 0.75, 1.0])
LINKS = st.dictionaries(st.tuples(st.integers(0, 4), st.integers(0, 5)), SHARES, max_size=12)


@given(LINKS, st.lists(SHARES, min_size=6, max_size=6))
def test_a_target_has_the_strongest_of_its_sources(weights: dict[tuple[int, int], float], values: list[float]) -> None:
    bearing = Bearing(((target, source, weight) for (target, source), weight in weights.items()), 5)
    wanted = [max((weight * values[source] for (target, source), weight in weights.items() if target == wanted), default=0.0) for wanted in range(5)]
    assert bearing.strongest(np.array(values)).tolist() == wanted
    assert bearing.strongest(np.array([values, [0.0] * 6])).tolist() == [wanted, [0.0] * 5]


def test_what_speaks_against_a_target_is_nothing_to_it() -> None:
    assert Bearing([(0, 0, 1.0), (1, 1, 0.5)], 2).strongest(np.array([-1.0, 0.5])).tolist() == [0.0, 0.25]


@given(st.lists(st.tuples(st.floats(-1, 1), st.lists(st.floats(0, 2), min_size=3, max_size=3)), min_size=1, max_size=9))
def test_a_weighted_sum_is_that_of_each_entry_to_the_last_digit(parts: list[tuple[float, list[float]]]) -> None:
    weights, columns = [weight for weight, _ in parts], [np.array(column) for _, column in parts]
    each = [sum(weight * column[row] for weight, column in parts) for row in range(3)]
    assert weighed(weights, columns).tolist() == each


def test_weights_without_a_column_are_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        weighed([0.5, 0.5], [np.array([1.0])])


def test_the_best_are_the_largest_above_nothing() -> None:
    values = np.array([0.2, 0.9, 0.4, 0.7, 0.0])
    assert sorted(best(values, 2)) == [1, 3]
    assert sorted(best(values, 9)) == [0, 1, 2, 3]
    assert best(np.zeros(3), 2).tolist() == []
