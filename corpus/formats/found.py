"""What a reader of a format finds, block after block; laid out in the marks that ``corpus.markup`` reads.

Why one set of marks: the shipped documents are text with these marks, so every format walks the road that they walk. Changes that
an author tracked are marked too: ``{++inserted++}`` and ``~~deleted~~``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from corpus.draft import Draft
from corpus.markup import HEADER_CELL, read_pieces

SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")

_BLANKS = re.compile(r"[ \t\n\r\u00a0]+")

Cell = Sequence[tuple[str, str]]  # kind (paragraph or item) and text of each of its paragraphs


@dataclass
class Found:
    """The blocks found so far, each with its page; ``left_out`` is text that no one will see but the CPR guard reads.

    ``pages``, ``scanned`` and ``unread`` are those of ``corpus.extracted.Extracted``.
    """

    format: str
    blocks: list[tuple[int | None, str]] = field(default_factory=list)
    left_out: list[tuple[int | None, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    pages: int | None = None
    scanned: tuple[int, ...] = ()
    unread: tuple[int, ...] = ()

    @property
    def pieces(self) -> Iterator[Draft]:
        """The blocks as laid-out pieces."""
        for page, block in self.blocks:
            for piece in read_pieces(block):
                piece.page = page
                yield piece

    def all_text(self) -> Iterator[tuple[int | None, str]]:
        """Everything that the file says, page by page, shown or not."""
        yield from self.blocks
        yield from self.left_out

    def heading(self, level: int, text: str, page: int | None = None) -> None:
        """Add a heading; level 1 is outermost."""
        if text.strip():
            self.blocks.append((page, f"{'#' * min(level, 6)} {_one_line(text)}"))

    def paragraph(self, text: str, page: int | None = None) -> None:
        """Add a paragraph, or several lines that belong together."""
        if text.strip():
            self.blocks.append((page, text))

    def item(self, text: str, number: int | None = None, page: int | None = None) -> None:
        """Add an item of a list, with its number where it has one."""
        if text.strip():
            self.blocks.append((page, f"{'-' if number is None else f'{number})'} {_one_line(text)}"))

    def table(self, rows: Sequence[Sequence[Cell]], page: int | None = None) -> None:
        """Add a table row by row; one of a single column is only a frame around its text."""
        filled = [row for row in rows if any(text.strip() for cell in row for _, text in cell)]
        if all(sum(bool(cell) for cell in row) <= 1 for row in filled) and not any(len(row) > 1 for row in filled):
            for row in filled:
                self._frame(row, page)
        elif filled:
            self._rows(["\t".join(_cell(cell) for cell in row) for row in filled], page)

    def _rows(self, rows: list[str], page: int | None) -> None:
        """A table without a row of headers right after one with as many columns goes on with it (LibreOffice and PDF cut tables)."""
        before, width = self.blocks[-1][1] if self.blocks else "", rows[0].count("\t")
        if width and all(row.count("\t") == width for row in before.split("\n")) and max(map(len, rows[0].split("\t"))) > HEADER_CELL:
            self.blocks[-1] = self.blocks[-1][0], "\n".join([before, *rows])
        else:
            self.blocks.append((page, "\n".join(rows)))

    def _frame(self, row: Sequence[Cell], page: int | None) -> None:
        for cell in row:
            for kind, text in cell:
                self.item(text, page=page) if kind == "item" else self.paragraph(text, page)

    def insert(self, page: int, text: str) -> None:
        """Put the text of a page, its paragraphs parted by blank lines, where the pages before it end."""
        at = next((at for at, (number, _) in enumerate(self.blocks) if number and number > page), len(self.blocks))
        self.blocks.insert(at, (page, text))

    def note(self, sentence: str) -> None:
        """Add a sentence for the user, once."""
        if sentence not in self.notes:
            self.notes.append(sentence)


def joined_changes(text: str) -> str:
    """The text with neighbouring marks of the same change made one."""
    return text.replace("++}{++", "").replace("~~~~", "")


def _one_line(text: str) -> str:
    return _BLANKS.sub(" ", text).strip()


def _cell(cell: Cell) -> str:
    """The paragraphs of a cell on one line; a single one needs no tags."""
    texts = [(kind, _one_line(text)) for kind, text in cell if text.strip()]
    if len(texts) == 1 and texts[0][0] == "paragraph":
        return texts[0][1]
    return "".join(f"<li>{text}</li>" if kind == "item" else f"<p>{text}</p>" for kind, text in texts)
