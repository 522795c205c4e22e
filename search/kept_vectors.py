"""Remembers the vectors of texts from build to build, so that only texts that are new go through the model.

Why parcels: what a build adds is written as a file of its own beside the others, so adding a document writes no more than its own vectors.
When a parcel holds a text that is gone, or there are many parcels, all are written anew as one: nothing of a removed document stays.
"""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Sequence
from hashlib import blake2b
from pathlib import Path

import numpy as np

from search.embedder import Embedder, Vectors

MOST_PARCELS = 32

_NAME_BYTES = 16


class KeptVectors:
    """An embedder that looks into a folder first; what another model made there is removed."""

    def __init__(self, embedder: Embedder, folder: Path) -> None:
        self.fingerprint = embedder.fingerprint
        self._embedder = embedder
        self._folder = folder / f"model-{embedder.fingerprint}"
        self._rows: dict[bytes, int] = {}
        self._used: set[bytes] = set()
        self._made: dict[bytes, Vectors] = {}
        self._parcels = sorted(self._folder.glob("*.npz"))
        parcels = [parcel for path in self._parcels if (parcel := _read(path))]
        self._table: Vectors = np.concatenate([vectors for _, vectors in parcels]) if parcels else np.zeros((0, 0), dtype=np.float32)
        self._rows.update((name, row) for row, name in enumerate(name for names, _ in parcels for name in names))

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions; none of them is kept."""
        return self._embedder.queries(texts)

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of what is searched, those of texts that were seen before taken from the folder."""
        names = [_name(text) for text in texts]
        new = {name: text for name, text in zip(names, texts) if name not in self._rows and name not in self._made}
        if new:
            self._made.update(zip(new, self._embedder.passages(list(new.values()))))
        self._used.update(names)
        known = np.array([self._rows.get(name, -1) for name in names], dtype=np.int64)
        width = self._table.shape[1] or len(next(iter(self._made.values()), ()))
        found = np.zeros((len(names), width), dtype=np.float32)
        if len(self._table):
            found[known >= 0] = self._table[known[known >= 0]]
        for place in np.flatnonzero(known < 0).tolist():
            found[place] = self._made[names[place]]
        return found

    def keep(self) -> None:
        """Write the vectors of all texts asked for, and no others."""
        self._folder.mkdir(parents=True, exist_ok=True)
        for other in self._folder.parent.iterdir():
            if other != self._folder:
                shutil.rmtree(other, ignore_errors=True)
        number = 1 + max((int(path.stem) for path in self._parcels), default=0)
        whole = len(self._parcels) < MOST_PARCELS and self._rows.keys() <= self._used
        old = {} if whole else {name: self._table[row] for name, row in self._rows.items() if name in self._used}
        rows = {**old, **self._made}
        if rows:
            _write(self._folder / f"{number:08d}.npz", rows)
        for path in () if whole else self._parcels:
            path.unlink(missing_ok=True)


def _name(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_NAME_BYTES).digest()


def _read(path: Path) -> tuple[list[bytes], Vectors] | None:
    """The names and vectors of a parcel; None where it is damaged, which its own checksums show."""
    try:
        with np.load(path, allow_pickle=False) as parcel:
            return [row.tobytes() for row in parcel["names"]], parcel["vectors"]
    except (OSError, ValueError, KeyError, zipfile.BadZipFile):
        return None


def _write(path: Path, rows: dict[bytes, Vectors]) -> None:
    """Write a parcel whole or not at all."""
    names = np.frombuffer(b"".join(rows), dtype=np.uint8).reshape(-1, _NAME_BYTES)
    work = path.with_suffix(".tmp")
    with open(work, "wb") as file:
        np.savez(file, names=names, vectors=np.stack(list(rows.values())))
    work.replace(path)
