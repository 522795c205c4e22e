"""Finds the format of a file by its first bytes and reads it; every format gives the same kind of pieces."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace

from corpus.cpr import first_cpr
from corpus.draft import Draft
from corpus.errors import Refusal
from corpus.extracted import Extracted
from corpus.formats.found import Found
from corpus.limits import Expect, Limits

TOO_LONG = "indeholder mere tekst, end der kan læses på én gang. Del filen i flere."
LONGEST_PIECE = 5_000  # characters; a longer piece is cut between words, so that no later step sees unbounded text
FIRST_BYTES = 1_024  # bytes in which a PDF or a page of HTML must declare itself

_HTML = re.compile(rb"^[\s\xef\xbb\xbf\x00\xff\xfe]*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|\?xml[^>]*\?>\s*<(?:!doctype\s+)?html)\b", re.IGNORECASE | re.DOTALL)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_HIDDEN = re.compile(r"[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_FOREIGN = (
    (b"{\\rtf", "er i formatet RTF. Gem filen som Word (.docx), PDF eller ren tekst, og prøv igen."),
    (b"\xd0\xcf\x11\xe0", "er beskyttet med adgangskode eller i et gammelt Office-format. Gem den uden adgangskode som .docx, og prøv igen."),
    (b"\x89PNG", "er et billede. Gem det som PDF, og prøv igen."),
    (b"\xff\xd8\xff", "er et billede. Gem det som PDF, og prøv igen."),
    (b"GIF8", "er et billede. Gem det som PDF, og prøv igen."),
    (b"II*\0", "er et billede. Gem det som PDF, og prøv igen."),
    (b"MM\0*", "er et billede. Gem det som PDF, og prøv igen."),
)


def extract(data: bytes, limits: Limits = Limits(), expect: Expect = lambda pages, scanned: None) -> Extracted:
    """The text of a file's bytes; ``expect`` is told the number of pages and of scanned pages before they are read.

    Raises Refusal when there is no text, the format is not read, a limit is passed or a CPR number is found; whatever else is
    raised means that the file is damaged.
    """
    if not data.strip(b"\0\t\n\r "):
        raise Refusal("er tom. Vælg en fil med tekst i.")
    found = _read(data, limits, expect)
    for page, text in found.all_text():
        _refuse_cpr(page, text)
    pieces = [piece for piece in _tidy(found.pieces) if piece.text.strip()]
    _refuse_cpr(None, "\n".join(piece.text for piece in pieces))
    if not pieces:
        raise Refusal("indeholder ingen tekst. Vælg en fil med tekst i.")
    if len(pieces) > limits.pieces or sum(len(piece.text) for piece in pieces) > limits.characters:
        raise Refusal(TOO_LONG)
    notes = [*found.notes]
    if any(_HIDDEN.search(piece.text) for piece in pieces):
        notes.append("Skjulte tegn, der vender tekstens retning, er fjernet.")
    return Extracted(found.format, tuple(pieces), found.pages, tuple(notes), found.scanned, found.unread)


def looks_like_html(head: bytes) -> bool:
    """True where the first bytes of a file declare a page of HTML."""
    return _HTML.match(head.replace(b"\0", b"")) is not None


def _read(data: bytes, limits: Limits, expect: Expect) -> Found:
    """Why imports within: each format brings libraries that no other needs."""
    for mark, reason in _FOREIGN:
        if data.startswith(mark):
            raise Refusal(reason)
    if b"%PDF-" in data[:FIRST_BYTES]:
        from corpus.formats.pdf import read_pdf

        return read_pdf(data, limits, expect)
    if data.startswith(b"PK"):
        return _read_package(data, limits)
    if looks_like_html(data[:FIRST_BYTES]):
        from corpus.formats.webpage import read_webpage

        return read_webpage(data)
    from corpus.formats.plain import read_plain

    return read_plain(data)


def _read_package(data: bytes, limits: Limits) -> Found:
    from corpus.formats.package import open_package

    package = open_package(data, limits)
    if package.holds("word/document.xml"):
        from corpus.formats.word import read_word

        return read_word(package)
    if package.holds("content.xml") and b"opendocument.text" in package.read("mimetype"):
        from corpus.formats.opendocument import read_opendocument

        return read_opendocument(package)
    raise Refusal("er en pakket fil, som hverken er Word (.docx) eller OpenDocument (.odt). Pak den ud, og tilføj dokumenterne enkeltvis.")


def _refuse_cpr(page: int | None, text: str) -> None:
    number = first_cpr(text)
    if number:
        where = f" på side {page}" if page else ""
        raise Refusal(f"indeholder et cpr-nummer ({number}){where} og er ikke læst. Fjern nummeret, og prøv igen.", is_personal=True)


def _tidy(pieces: Iterable[Draft]) -> Iterator[Draft]:
    """The pieces in composed letters (NFC), without control characters, none too long."""
    for piece in pieces:
        text = unicodedata.normalize("NFC", _CONTROL.sub("", piece.text))
        for start, end in _cuts(text):
            yield replace(piece, text=text[start:end].strip())


def _cuts(text: str) -> Iterator[tuple[int, int]]:
    """Where a text is cut so that no part is too long: at a blank where there is one."""
    start = 0
    while len(text) - start > LONGEST_PIECE:
        blank = text.rfind(" ", start, start + LONGEST_PIECE)
        end = blank if blank > start else start + LONGEST_PIECE
        yield start, end
        start = end
    yield start, len(text)
