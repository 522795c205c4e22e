"""What reading a file gives: its laid-out pieces in reading order, and what was not read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from corpus.draft import Draft


@dataclass(frozen=True)
class Extracted:
    """The text of one file before repairs; ``read_document`` makes a document of its ``pieces``.

    ``format`` is pdf, docx, odt, html or text. ``pages`` is the number of pages where the format has pages; ``scanned`` are those read by
    text recognition, ``unread`` those that hold only a picture and could not be read, both counted from 1. ``notes`` are sentences for
    the user: what was left out (page headers, scanned pages, comments) and what was found out (the encoding).
    """

    format: str
    pieces: tuple[Draft, ...]
    pages: int | None = None
    notes: tuple[str, ...] = ()
    scanned: tuple[int, ...] = ()
    unread: tuple[int, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """A structure of plain lists and mappings from which ``from_json`` makes an equal value."""
        pieces = [[piece.kind, piece.text, piece.level, piece.in_table, piece.page] for piece in self.pieces]
        rest = {name: list(getattr(self, name)) for name in ("notes", "scanned", "unread")}
        return {"format": self.format, "pages": self.pages, "pieces": pieces, **rest}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Extracted:
        return cls(data["format"], tuple(_pieces(data["pieces"])), data["pages"], *(tuple(data[name]) for name in ("notes", "scanned", "unread")))


def _pieces(rows: list[list[Any]]) -> Iterable[Draft]:
    for kind, text, level, in_table, page in rows:
        yield Draft(kind, text, level=level, in_table=in_table, page=page)
