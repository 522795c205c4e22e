"""The documents of a generation on disk: each is read when it is first asked for."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from corpus.document import Document

DOCUMENTS = "documents"
_EDITIONS = "editions.json"


class DocumentFolder(Mapping[str, Document]):
    """Documents by id, in the order of the ids given."""

    def __init__(self, folder: Path, ids: Sequence[str]) -> None:
        self._folder = folder / DOCUMENTS
        self._ids = dict.fromkeys(ids)
        self._read: dict[str, Document] = {}

    def __getitem__(self, id_: str) -> Document:
        if id_ not in self._ids:
            raise KeyError(id_)
        if id_ not in self._read:
            text = (self._folder / f"{id_}.json").read_text(encoding="utf-8")
            self._read[id_] = Document.from_json(json.loads(text))
        return self._read[id_]

    def __contains__(self, id_: object) -> bool:
        return id_ in self._ids

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)


@dataclass(frozen=True)
class Editions:
    """The lasting ids of the editions a generation answers from, and the ids of those it only keeps.

    ``keys`` are checksums of what each edition was read from, by its lasting id, ``ways`` one of all else the generation is made with.
    """

    chosen: tuple[str, ...]
    replaced: tuple[str, ...]
    keys: dict[str, str]
    ways: str

    def write(self, folder: Path) -> None:
        """Write the ids into a generation's folder."""
        (folder / _EDITIONS).write_text(json.dumps(asdict(self), ensure_ascii=False), encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> Editions:
        """The ids of a generation."""
        row = json.loads((folder / _EDITIONS).read_text(encoding="utf-8"))
        return cls(tuple(row["chosen"]), tuple(row["replaced"]), row["keys"], row["ways"])
