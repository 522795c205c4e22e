"""The documents there are: those shipped with the program, as ``sources.csv`` lists them, and the user's own, each in its editions.

Why the edition in force has the id of the work: links, answers, curated facts and people's decisions name the work, and go on
meaning the document that holds today. An edition that was replaced is called by work and date, ``praksisoverblik@2026-04``, and
its quotes stay where they were; it becomes the work itself again when the edition after it is removed.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.document import EDITION_MARK, Document, Source
from corpus.errors import UnreadableDocument
from corpus.extracted import Extracted
from corpus.library import Kept, Library
from corpus.markup import read_pieces
from corpus.reader import read_document, read_text
from corpus.slips import OwnRepair, slips_for

SHIPPED = Path(__file__).parent / "documents"
Extract = Callable[[Path, str], Extracted]  # the pieces of a file by its path and sha256
_COLUMNS = ("id", "title", "publisher", "date", "status", "sha256", "file", "role")  # the first six in the order of Source


@dataclass(frozen=True)
class SourceFile:
    """A file as its publisher wrote it: ``text`` is unchanged, ``document`` the id of the document it is an extraction of.

    The id of the extraction a document is made of is the document's own; that of another extraction is the name of its file.
    """

    id: str
    document: str
    text: str


@dataclass(frozen=True)
class Entry:
    """A document as it can be read: its source, the paths and checksums of its text, and those of other extractions of it, which only shipped documents have.

    ``edition`` names it for good; ``kept`` is the user's own line about it, None for a document shipped with the program.
    """

    source: Source
    edition: str
    texts: tuple[tuple[Path, str], ...] = ()
    extractions: tuple[tuple[Path, str], ...] = ()
    kept: Kept | None = None


def read_catalogue(folder: Path = SHIPPED) -> Iterator[Document]:
    """Read every document of a folder, in the order of its ``sources.csv``.

    Raises UnreadableDocument when a file is missing, is not text or differs from its listed sha256.
    """
    for entry in shipped_entries(folder):
        yield read_entry(entry)


def entries(library: Library) -> list[Entry]:
    """The shipped documents and the user's own, every edition of a work beside the others, the one in force last.

    Raises CorpusError when a list cannot be read.
    """
    works: dict[str, list[Entry]] = {entry.source.id: [entry] for entry in shipped_entries()}
    for kept in library.kept():
        works.setdefault(kept.work, []).append(entry_of(kept, library))
    return [entry for editions in works.values() for entry in _in_order(editions)]


def entry_of(kept: Kept, library: Library) -> Entry:
    """One of the user's documents as an entry; which edition it replaces is not told here."""
    source = Source(kept.work, kept.title, kept.publisher, kept.date, kept.status, kept.sha256, fetched=kept.added.partition("T")[0])
    return Entry(source, kept.edition, ((library.path(kept.sha256), kept.sha256),), (), kept)


def shipped_entries(folder: Path = SHIPPED) -> list[Entry]:
    """The documents of a folder as its ``sources.csv`` lists them.

    Raises UnreadableDocument when a line lacks something.
    """
    found: dict[str, Entry] = {}
    for row in csv.DictReader(read_text(folder / "sources.csv").splitlines()):
        missing = ", ".join(column for column in _COLUMNS if not row.get(column))
        if missing:
            raise UnreadableDocument(f"sources.csv mangler {missing} for {row.get('file') or 'en fil'}. Udfyld linjen, og prøv igen.")
        source = replace(Source(*(row[name] for name in _COLUMNS[:6])), fetched=row.get("fetched") or "")
        file = (folder / row["file"], row["sha256"])
        entry = found.get(source.id) or Entry(source, edition_id(source.id, source.date))
        found[source.id] = (
            replace(entry, texts=(*entry.texts, file)) if row["role"] == "text" else replace(entry, extractions=(*entry.extractions, file))
        )
    return list(found.values())


def source_files(chosen: Iterable[Entry]) -> list[SourceFile]:
    """The shipped files of some documents, in their order; several files of one document's text are one file here.

    The user's own documents have none: offsets in a Word or PDF file would lead nobody anywhere.

    Raises UnreadableDocument when a file is missing, is not text or differs from its listed sha256.
    """
    found: list[SourceFile] = []
    for entry in chosen:
        if not entry.kept:
            found.append(SourceFile(entry.source.id, entry.source.id, "\n\n".join(_shipped_text(*file) for file in entry.texts)))
            found += [SourceFile(path.stem, entry.source.id, _shipped_text(path, sha256)) for path, sha256 in entry.extractions]
    return found


def edition_id(work: str, date: str, taken: Iterable[str] = ()) -> str:
    """The lasting id of an edition; editions of the same date are told apart by a number."""
    plain = f"{work}{EDITION_MARK}{date}"
    names, number = set(taken), 2
    name = plain
    while name in names:
        name, number = f"{plain}-{number}", number + 1
    return name


def extract_shipped(path: Path, sha256: str) -> Extracted:
    """The pieces of a file shipped with the program, which is text and needs no process of its own.

    Raises UnreadableDocument when it is missing, is not text or differs from its checksum.
    """
    return Extracted("text", tuple(read_pieces(_shipped_text(path, sha256))))


def _shipped_text(path: Path, sha256: str) -> str:
    text = read_text(path)
    if hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
        raise UnreadableDocument(f"{path.name} er ændret: kontrolsummen passer ikke med sources.csv. Hent filen igen, eller ret sources.csv.")
    return text


def read_entry(entry: Entry, extract: Extract = extract_shipped, repairs: Sequence[OwnRepair] = ()) -> Document:
    """Read one document, with the repairs of an editor; ``extract`` gives the pieces of a file.

    Raises what ``extract`` raises, and PersonalNumberFound.
    """
    files = [extract(*file) for file in entry.texts]
    others = [_shipped_text(*file) for file in entry.extractions]
    document = read_document(entry.source, [piece for file in files for piece in file.pieces], others, slips_for(entry.source.work, tuple(repairs)))
    of_pages = [file for file in files if file.pages]  # one at most: the user's documents are one file each, and the shipped ones have no pages
    return replace(document, pages=of_pages[0].pages, scanned=of_pages[0].scanned, unread=of_pages[0].unread) if of_pages else document


def _in_order(editions: Sequence[Entry]) -> Iterator[Entry]:
    """Each edition with its id, the one before it and the date that ended its time."""
    for place, entry in enumerate(editions):
        is_last = place == len(editions) - 1
        yield replace(entry, source=replace(
            entry.source,
            id=entry.source.work if is_last else entry.edition,
            replaces=editions[place - 1].edition if place else "",
            replaced_on="" if is_last else editions[place + 1].source.date,
        ))  # fmt: skip
