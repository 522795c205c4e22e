"""The files that documents were read from, as they came: which there are, and of what kind, by their bytes and not by their names."""

from __future__ import annotations

import hashlib
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.formats.kinds import FIRST_BYTES, looks_like_html

if TYPE_CHECKING:  # giving a file takes none of what reads them
    from corpus.catalogue import Entry

PDF, HTML, PLAIN, MARKDOWN = "application/pdf", "text/html", "text/plain", "text/markdown"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
OPEN_DOCUMENT = "application/vnd.oasis.opendocument.text"

_NAMES = {PDF: "PDF", HTML: "HTML", PLAIN: "tekst", MARKDOWN: "Markdown", WORD: "Word", OPEN_DOCUMENT: "OpenDocument"}
_ENDINGS = {PDF: "pdf", HTML: "html", PLAIN: "txt", MARKDOWN: "md", WORD: "docx", OPEN_DOCUMENT: "odt"}
_ODD = re.compile(r"[^\w .()+-]+")
_LONGEST_NAME = 120  # characters


@dataclass(frozen=True)
class Original:
    """A kept file: ``name`` is what it is called when it is fetched, ``media_type`` one of those above, ``size`` in bytes."""

    path: Path
    name: str
    media_type: str
    size: int
    sha256: str

    @property
    def kind(self) -> str:
        """What people call files of this kind: "PDF", "Word"."""
        return _NAMES[self.media_type]

    def is_whole(self) -> bool:
        """True where the file is there and has the bytes it had when the document was read."""
        try:
            with open(self.path, "rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest() == self.sha256
        except OSError:
            return False


def originals_of(entry: Entry) -> list[Original]:
    """The files of a document, its text first and then other extractions of it; a file that is gone is left out."""
    found = []
    for path, sha256 in (*entry.texts, *entry.extractions):
        if path.is_file():
            name = entry.kept.file if entry.kept else path.name
            kind = _media_type(path, name)
            found.append(Original(path, _plain_name(name, kind), kind, path.stat().st_size, sha256))
    return found


def _media_type(path: Path, name: str) -> str:
    with open(path, "rb") as file:
        head = file.read(FIRST_BYTES)
    if b"%PDF-" in head:
        return PDF
    if head.startswith(b"PK"):
        with zipfile.ZipFile(path) as archive:
            return WORD if "word/document.xml" in archive.namelist() else OPEN_DOCUMENT
    if looks_like_html(head):
        return HTML
    return MARKDOWN if name.casefold().endswith(".md") else PLAIN


def _plain_name(name: str, media_type: str) -> str:
    """A name that is no path on any system and ends as its kind does."""
    stem = _ODD.sub("_", name.replace("\\", "/").rsplit("/", 1)[-1]).strip(" .")
    ending = f".{_ENDINGS[media_type]}"
    return stem if stem.casefold().endswith(ending) else f"{stem[:_LONGEST_NAME] or 'dokument'}{ending}"
