"""Rows on disk come back as they were, in their order, for as long as they are open."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.disk import DiskList, DiskMap, write_list, write_map

PLAIN = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
ROWS = st.recursive(PLAIN, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("aæ\n", max_size=4), inner, max_size=4), max_leaves=8)


@given(rows=st.lists(ROWS, max_size=8))
def test_rows_come_back_as_they_were(tmp_path_factory: pytest.TempPathFactory, rows: list[Any]) -> None:
    folder = tmp_path_factory.mktemp("disk") / "rows"
    write_list(folder, iter(rows))
    found: DiskList[Any] = DiskList(folder, lambda row: row)
    assert [found[number] for number in range(len(found))] == rows == [found[number] for number in range(len(found))]
    assert (folder / "rows.jsonl").read_bytes().count(b"\n") == len(rows)


def test_named_rows_are_a_mapping_in_the_order_written(tmp_path: Path) -> None:
    rows = {"ø/2": ["å", 1], "a": ["–", None], "": []}
    write_map(tmp_path / "rows", list(rows), rows.values())
    found = DiskMap(tmp_path / "rows", tuple)
    assert list(found.items()) == [(id_, tuple(row)) for id_, row in rows.items()] and len(found) == 3
    assert "a" in found and "b" not in found and found.get("b") is None
    with pytest.raises(KeyError):
        found["b"]


def test_a_value_is_made_when_it_is_asked_for_and_stays_while_there_are_few(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.disk.MOST", 2)
    write_list(tmp_path / "rows", range(5))
    made: list[int] = []

    def make(row: int) -> int:
        made.append(row)
        return row * 10

    found = DiskList(tmp_path / "rows", make)
    assert made == []
    assert [found[number] for number in (3, 3, 1, 3, 4, 4, 3)] == [30, 30, 10, 30, 40, 40, 30]
    assert made == [3, 1, 4, 3]


def test_rows_are_read_after_their_folder_is_removed(tmp_path: Path) -> None:
    write_map(tmp_path / "rows", ["a", "b"], ["x", "y"])
    found = DiskMap(tmp_path / "rows", str)
    shutil.rmtree(tmp_path / "rows")
    assert dict(found) == {"a": "x", "b": "y"}
