"""What entries speak of: the lists of each need give what a plain sum over all entries gives."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.spoken import SpokenOf

NEEDS = ["angst", "fravær", "sorg", "uro"]
WEIGHTS = st.sampled_from([0.25, 0.5, 0.75, 1.0])
NAMED = st.dictionaries(st.sampled_from(NEEDS), WEIGHTS)
ENTRIES = st.lists(NAMED, min_size=1, max_size=12)
NEAR = st.fixed_dictionaries({need: st.dictionaries(st.sampled_from([other for other in NEEDS if other != need]), WEIGHTS) for need in NEEDS})


def plainly(named: dict[str, float], near: dict[str, dict[str, float]], asked: dict[str, float]) -> float:
    """How much of the asked needs an entry speaks of, worked out need by need."""
    return sum(
        weight * max((named[other] * (1.0 if other == need else near[need].get(other, 0.0)) for other in named), default=0.0)
        for need, weight in asked.items()
    )


@given(ENTRIES, NEAR, NAMED)
def test_the_share_of_every_entry_is_that_of_a_plain_sum(entries: list[dict[str, float]], near: dict[str, dict[str, float]], asked: dict[str, float]) -> None:
    concepts = {f"e{row}": named for row, named in enumerate(entries)}
    with tempfile.TemporaryDirectory() as folder:
        SpokenOf.build(Path(folder), concepts, near)
        spoken = SpokenOf(Path(folder))
        assert list(spoken.rows) == list(concepts)
        assert spoken.shares(asked).tolist() == pytest.approx([plainly(named, near, asked) for named in concepts.values()])
