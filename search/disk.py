"""Rows on disk, each read when it is asked for: so an index opens at once, and its memory does not grow with its documents.

Why no database: each look-up would let another thread go first, and where several answer at once it takes milliseconds to get the turn back.
Files: ``rows.jsonl`` (a row a line), ``starts.npy`` (where each begins, and the end) and, where rows have names, ``ids.json``. The rows are mapped
into memory, so they can be read for as long as they are open, though the folder be removed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from corpus.kept import Kept

MOST = 5_000  # rows of a list that stay as objects once they were read: more than the shipped documents have passages or facts

Value = TypeVar("Value")

_ROWS, _STARTS, _IDS = "rows.jsonl", "starts.npy", "ids.json"


class DiskList(Generic[Value]):
    """Rows by number, from 0; ``make`` makes a value of the plain data of one."""

    def __init__(self, folder: Path, make: Callable[[Any], Value]) -> None:
        self._make = make
        self._kept: Kept[Value] = Kept(MOST)
        self._starts: NDArray[np.int64] = np.asarray(np.load(folder / _STARTS, mmap_mode="r", allow_pickle=False))
        with open(folder / _ROWS, "rb") as file:
            self._rows = mmap(file.fileno(), 0, access=ACCESS_READ) if len(self) else b""  # an empty file cannot be mapped

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, number: int) -> Value:
        return self._kept.get(number, self._read)

    def _read(self, number: int) -> Value:
        return self._make(json.loads(str(self._rows[self._starts[number]:self._starts[number + 1]], "utf-8")))


class DiskMap(Mapping[str, Value]):
    """Rows by id, in their order."""

    def __init__(self, folder: Path, make: Callable[[Any], Value]) -> None:
        self._list = DiskList(folder, make)
        self._numbers = {id_: number for number, id_ in enumerate(json.loads((folder / _IDS).read_text(encoding="utf-8")))}

    def __len__(self) -> int:
        return len(self._numbers)

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def __contains__(self, id_: object) -> bool:
        return id_ in self._numbers

    def __getitem__(self, id_: str) -> Value:
        return self._list[self._numbers[id_]]


def write_list(folder: Path, rows: Iterable[Any]) -> None:
    """Write rows of plain data into a folder of their own, each as it comes."""
    folder.mkdir(parents=True)
    with open(folder / _ROWS, "wb") as file:
        lengths = (file.write(f"{json.dumps(row, ensure_ascii=False)}\n".encode()) for row in rows)
        np.save(folder / _STARTS, np.fromiter(accumulate(lengths, initial=0), dtype=np.int64), allow_pickle=False)


def write_map(folder: Path, ids: Sequence[str], rows: Iterable[Any]) -> None:
    """Write rows of plain data with their ids into a folder of their own."""
    write_list(folder, rows)
    (folder / _IDS).write_text(json.dumps(ids, ensure_ascii=False), encoding="utf-8")
