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


@dataclass(frozen=True)
class SourceFile:
    """A file as its publisher wrote it: ``text`` is unchanged, ``document`` the id of the document it is an extraction of.

    The id of the extraction a document is made of is the document's own; that of another extraction is the name of its file.
    """

    id: str
    document: str
    text: str


@dataclass
class _Entry:
    source: Source
    texts: list[str] = field(default_factory=list)
    extractions: dict[str, str] = field(default_factory=dict)  # by the name of the file


def read_catalogue(folder: Path = SHIPPED) -> Iterator[Document]:
    """Read every document of a folder, in the order of its ``sources.csv``.

    Raises UnreadableDocument when a file is missing, is not text or differs from its listed sha256.
    """
    for entry in _entries(folder):
        yield read_document(entry.source, read_pieces("\n\n".join(entry.texts)), list(entry.extractions.values()))


def read_source_files(folder: Path = SHIPPED) -> list[SourceFile]:
    """The files of a folder, in the order of its ``sources.csv``; several files of one document's text are one file here.

    Raises UnreadableDocument when a file is missing, is not text or differs from its listed sha256.
    """
    found: list[SourceFile] = []
    for entry in _entries(folder):
        found.append(SourceFile(entry.source.id, entry.source.id, "\n\n".join(entry.texts)))
        found += [SourceFile(name, entry.source.id, text) for name, text in entry.extractions.items()]
    return found


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
        if row["role"] == "text":
            entry.texts.append(text)
        else:
            entry.extractions[path.stem] = text
    return list(entries.values())
