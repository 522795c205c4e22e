"""The documents shipped with the program, as ``sources.csv`` lists them."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from corpus.document import Document, Source
from corpus.errors import UnreadableDocument
from corpus.markup import read_pieces
from corpus.reader import read_document, read_text

SHIPPED = Path(__file__).parent / "documents"
_COLUMNS = ("id", "title", "publisher", "date", "status", "sha256", "file", "role")  # the first six in the order of Source


@dataclass
class _Entry:
    source: Source
    texts: list[str] = field(default_factory=list)
    extractions: list[str] = field(default_factory=list)


def read_catalogue(folder: Path = SHIPPED) -> Iterator[Document]:
    """Read every document of a folder, in the order of its ``sources.csv``.

    Raises UnreadableDocument when a file is missing, is not text or differs from its listed sha256.
    """
    for entry in _entries(folder):
        yield read_document(entry.source, read_pieces("\n\n".join(entry.texts)), entry.extractions)


def _entries(folder: Path) -> list[_Entry]:
    entries: dict[str, _Entry] = {}
    for row in csv.DictReader(read_text(folder / "sources.csv").splitlines()):
        missing = ", ".join(column for column in _COLUMNS if not row.get(column))
        if missing:
            raise UnreadableDocument(f"sources.csv mangler {missing} for {row.get('file') or 'en fil'}. Udfyld linjen, og prøv igen.")
        path = folder / row["file"]
        text = read_text(path)
        if hashlib.sha256(path.read_bytes()).hexdigest() != row["sha256"]:
            raise UnreadableDocument(
                f"{path.name} er ændret: kontrolsummen passer ikke med sources.csv. Hent filen igen, eller ret sources.csv."
            )
        fields = (row[name] for name in _COLUMNS[:6])
        entry = entries.setdefault(row["id"], _Entry(Source(*fields)))
        (entry.texts if row["role"] == "text" else entry.extractions).append(text)
    return list(entries.values())
