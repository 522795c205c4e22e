"""The user's own documents: the files as they were given, kept under their sha256, and a list of what each is.

Why a list that only grows: one line is written and synced when a document is wholly read, so that a process killed at any moment leaves
each document either listed or not; a last line without its end is what such a death leaves behind and counts for nothing. Removing is a
line too, and the list tells who added and removed what, and when.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from corpus.errors import CorpusError

FOLDER = "documents"

_LIST = "documents.jsonl"
_FILES = "files"
_LOCK = ".lock"


class LibraryError(CorpusError):
    """The user's documents cannot be read or written; the message says why and what to do, in Danish."""


@dataclass(frozen=True)
class Kept:
    """One of the user's documents: an edition of ``work``.

    ``edition`` is the id under which the document stays known when a later edition has replaced it; ``file`` is the name it came with;
    ``added`` an ISO date and time.
    """

    work: str
    edition: str
    title: str
    publisher: str
    date: str
    status: str
    sha256: str
    file: str
    added: str
    by: str


class Library:
    """The documents of one data folder."""

    def __init__(self, data: Path) -> None:
        self.folder = data / FOLDER

    def path(self, sha256: str) -> Path:
        """Where the file of a checksum is kept."""
        return self.folder / _FILES / sha256

    def kept(self) -> list[Kept]:
        """The documents in the order they were added, without those that were removed.

        Raises LibraryError when a line of the list is damaged.
        """
        found: dict[str, Kept] = {}
        for number, line in enumerate(_whole_lines(self.folder / _LIST), 1):
            try:
                row = json.loads(line)
                if "removed" in row:
                    found.pop(row["removed"], None)
                else:
                    found[row["sha256"]] = Kept(**row)
            except (ValueError, TypeError, LookupError) as error:
                raise LibraryError(f"{_LIST} i {self.folder} er beskadiget i linje {number}. Slet linjen, og tilføj dokumentet igen.") from error
        return list(found.values())

    def keep(self, content: bytes) -> str:
        """Keep the bytes of a file, once; returns their sha256."""
        sha256 = hashlib.sha256(content).hexdigest()
        path = self.path(sha256)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            work = path.with_suffix(".tmp")
            with open(work, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            work.replace(path)
        return sha256

    def add(self, kept: Kept) -> None:
        """List a document whose file is kept; from now on it is one of the documents."""
        self._append(asdict(kept))

    def remove(self, kept: Kept, when: str, by: str) -> None:
        """Take a document off the list; its file stays, so that adding it again is no loss."""
        self._append({"removed": kept.sha256, "edition": kept.edition, "when": when, "by": by})

    @contextmanager
    def only_writer(self) -> Iterator[None]:
        """Hold the list for one change of it.

        Raises LibraryError when somebody else holds it.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        with open(self.folder / _LOCK, "w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise LibraryError("Andre dokumenter er ved at blive tilføjet i samme mappe. Vent, til det er færdigt, og prøv igen.") from error
            yield

    def _append(self, row: dict[str, str]) -> None:
        path = self.folder / _LIST
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(path, "a+b") as file:
            file.truncate(_whole_length(path))
            file.write(json.dumps(row, ensure_ascii=False).encode("utf-8") + b"\n")
            file.flush()
            os.fsync(file.fileno())


def _whole_lines(path: Path) -> list[bytes]:
    content = path.read_bytes() if path.exists() else b""
    return content[: content.rfind(b"\n") + 1].splitlines()


def _whole_length(path: Path) -> int:
    """The length of a list without the part of a line that a killed process left."""
    size = path.stat().st_size
    with open(path, "rb") as file:
        file.seek(max(0, size - 1))
        if size == 0 or file.read(1) == b"\n":
            return size
    return path.read_bytes().rfind(b"\n") + 1
