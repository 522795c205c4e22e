"""Objects written in slices come back as they were, and are plain JSON besides."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.slices import SLICE, read_slices, write_slices

PLAIN = st.none() | st.booleans() | st.integers() | st.text(max_size=8)
VALUES = st.recursive(PLAIN, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4), max_leaves=12)


@settings(deadline=None)
@given(data=st.dictionaries(st.text(max_size=8), VALUES, max_size=6))
def test_object_comes_back_as_it_was(tmp_path_factory: pytest.TempPathFactory, data: dict[str, Any]) -> None:
    path = tmp_path_factory.getbasetemp() / "slices.json"
    write_slices(path, data)
    assert read_slices(path) == data == json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("count", [1, SLICE - 1, SLICE, SLICE + 1, 3 * SLICE])
def test_long_members_are_read_in_several_lines(tmp_path: Path, count: int) -> None:
    data = {"rows": [[number, "]", "},"] for number in range(count)], "table": {str(number): "{" for number in range(count)}, "empty": [], "none": {}}
    write_slices(tmp_path / "a.json", data)
    assert read_slices(tmp_path / "a.json") == data
    assert max(map(len, (tmp_path / "a.json").read_text(encoding="utf-8").splitlines())) < 20 * SLICE


@pytest.mark.parametrize("count", [0, 1, SLICE, SLICE + 1])
def test_rows_made_as_they_are_written_are_as_those_of_a_list(tmp_path: Path, count: int) -> None:
    rows = [{"row": number} for number in range(count)]
    write_slices(tmp_path / "list.json", {"rows": rows})
    write_slices(tmp_path / "made.json", {"rows": (row for row in rows)})
    assert (tmp_path / "made.json").read_bytes() == (tmp_path / "list.json").read_bytes() and read_slices(tmp_path / "made.json") == {"rows": rows}


@pytest.mark.parametrize("end", [0, 5, 100, -4])
def test_file_that_ends_too_soon_is_not_taken_for_whole(tmp_path: Path, end: int) -> None:
    path = tmp_path / "a.json"
    write_slices(path, {"rows": list(range(300)), "table": {str(number): number for number in range(300)}})
    whole = path.read_text(encoding="utf-8")
    path.write_text(whole[:end], encoding="utf-8")
    try:
        found = read_slices(path)
    except ValueError:
        found = {}
    assert found != json.loads(whole)
