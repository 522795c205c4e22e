"""What was read out of each document, kept from build to build: only a document that changed is read again.

Why the key holds a digest of the program's own files: what an older program read is never taken for what this one would read, and
nobody has to remember to raise a number.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from secrets import token_hex
from typing import Any

import corpus
import graph
import ontology
import search
from corpus.catalogue import Entry, extract_shipped, read_entry
from corpus.document import Document
from corpus.extracted import Extracted
from corpus.reading import read_file
from corpus.sketches import sketch
from corpus.slips import read_own_repairs, slips_for
from graph.extraction import facts_in
from graph.fact import Fact
from ontology.vocabulary import own_digest
from search.meanings import Meanings

FOLDER = "cache"
_PIECES = ".pieces"
_BEGUN = ".tmp"
_READ = {".py", ".csv", ".ttl"}


@dataclass(frozen=True)
class Reading:
    """A document with the facts found in it, before names are linked across documents."""

    document: Document
    facts: tuple[Fact, ...]


class Readings:
    """Reads documents, each once; what was read is kept in a data folder."""

    def __init__(self, data: Path) -> None:
        self._folder = data / FOLDER
        self._repairs = read_own_repairs(data)
        self._used: set[str] = set()
        self._keys: dict[Entry, str] = {}

    def read(self, entry: Entry) -> Reading:
        """What a document holds.

        Raises CorpusError when its file cannot be read, GraphError when a curated file is broken.
        """
        document = self.document(entry)
        rows = self._kept(self._facts_name(entry), lambda: [fact.to_json() for fact in facts_in(document)])
        return Reading(document, tuple(Fact.from_json(row) for row in rows))

    def is_read(self, entry: Entry) -> bool:
        """Whether a document was read before and is as it was then."""
        return self._path(self._facts_name(entry)).is_file()

    def document(self, entry: Entry) -> Document:
        """A document alone.

        Raises CorpusError when its file cannot be read.
        """
        return Document.from_json(self._kept(f"{self.key(entry)}.document", lambda: self._document(entry).to_json()))

    def extracted(self, path: Path, sha256: str) -> Extracted:
        """The pieces of one of the user's files.

        Raises UnreadableDocument or PersonalNumberFound, naming the file.
        """
        key = digest([program_digest(corpus), sha256])
        return Extracted.from_json(self._kept(f"{key}{_PIECES}", lambda: read_file(path).to_json()))

    def sketch(self, entry: Entry) -> frozenset[int]:
        """The sketch of a document, by which its like is found.

        Raises CorpusError when its file cannot be read.
        """
        return frozenset(self._kept(f"{self.key(entry)}.sketch", lambda: sorted(sketch(self.document(entry).text))))

    def found(self, entry: Entry, part: str, find: Callable[[], Any]) -> Any:
        """What a part of the program finds in a document by itself, plain values."""
        return self._kept(f"{self._found_key(entry)}.{part}", find)

    @property
    def vectors(self) -> Path:
        """The folder for the vectors of texts."""
        return self._folder / "vectors"

    def stems(self) -> dict[str, str]:
        """The stems of the words of the last generation, with the program of today."""
        with suppress(OSError, ValueError):
            known: dict[str, str] = json.loads(self._stems.read_text(encoding="utf-8"))
            return known
        return {}

    def meanings(self) -> Meanings:
        """What sentences were found to mean when the last generation was built, with the program and the vocabularies of today."""
        with suppress(OSError, ValueError):
            known: Meanings = json.loads(self._meanings.read_text(encoding="utf-8"))
            return known
        return {}

    def keep_meanings(self, meanings: Meanings) -> None:
        """Keep what the sentences of a generation mean, and none of documents that are no longer here."""
        self._keep(self._meanings, meanings)

    def keep_stems(self, stems: Mapping[str, str]) -> None:
        """Keep the stems of the words of a generation, and none of documents that are no longer here."""
        self._keep(self._stems, stems)

    def _keep(self, path: Path, value: Any) -> None:
        self._used.add(path.name.partition(".")[0])
        _write(path, value)

    @property
    def _meanings(self) -> Path:
        return self._folder / f"{digest([program_digest(corpus, ontology, search), own_digest()])}.meanings.json"

    @property
    def _stems(self) -> Path:
        return self._folder / f"{digest([program_digest(corpus), version('simplemma'), version('snowballstemmer')])}.stems.json"

    def forget_others(self) -> None:
        """Remove what was not asked for in this run."""
        for path in self._folder.glob("*.json"):
            if path.suffixes[0] != _PIECES and path.name.partition(".")[0] not in self._used:
                path.unlink(missing_ok=True)
        for path in self._folder.glob(f"*{_BEGUN}"):  # of a process that was killed
            path.unlink(missing_ok=True)

    def _document(self, entry: Entry) -> Document:
        return read_entry(entry, self.extracted if entry.kept else extract_shipped, self._repairs)

    def key(self, entry: Entry) -> str:
        """A checksum of all that a document is read from: its files, what is known of it, its repairs and the program that reads it."""
        if entry not in self._keys:
            slips = slips_for(entry.source.work, self._repairs)
            known = [[pattern.pattern, words] for pattern, words in slips.patterns], sorted(slips.withdrawn)
            files = [sha256 for _, sha256 in (*entry.texts, *entry.extractions)]
            self._keys[entry] = digest([program_digest(corpus), asdict(entry.source), len(entry.texts), files, known])
        return self._keys[entry]

    def _facts_name(self, entry: Entry) -> str:
        return f"{self._found_key(entry)}.facts"

    def _found_key(self, entry: Entry) -> str:
        """A checksum of all that rests on a document and on the rules and vocabularies by which it is understood."""
        return digest([self.key(entry), program_digest(corpus, graph, ontology), own_digest()])

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.json"

    def _kept(self, name: str, make: Callable[[], Any]) -> Any:
        self._used.add(name.partition(".")[0])
        path = self._path(name)
        with suppress(OSError, ValueError):
            return json.loads(path.read_text(encoding="utf-8"))
        made = make()
        _write(path, made)
        return made


def _write(path: Path, made: Any) -> None:
    """Write a value whole or not at all; where it is tidied away meanwhile it is found anew next time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    work = path.with_suffix(f".{token_hex(4)}{_BEGUN}")  # several processes may write the same
    work.write_text(json.dumps(made, ensure_ascii=False), encoding="utf-8")
    with suppress(FileNotFoundError):
        work.replace(path)


def program_digest(*packages: Any) -> str:
    """A checksum of the program text and data of some packages."""
    return digest([_package_digest(package.__path__[0]) for package in packages])


@cache
def _package_digest(folder: str) -> str:
    whole = hashlib.sha256()
    for path in sorted(_files(Path(folder))):
        whole.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.suffix in _READ)


def digest(parts: Iterable[Any]) -> str:
    """A checksum of plain values."""
    return hashlib.sha256(json.dumps(list(parts), ensure_ascii=False).encode("utf-8")).hexdigest()
