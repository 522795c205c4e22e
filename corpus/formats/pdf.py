"""PDF: pages in order, each column after column, tables by their rules; page headers, footers and numbers are left out."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTPage
from pdfminer.pdfdocument import PDFDocument, PDFPasswordIncorrect
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser

from corpus.errors import Refusal
from corpus.formats.found import Cell, Found
from corpus.formats.pdf_furniture import furniture_of
from corpus.formats.pdf_gutters import GutterTable, gutter_tables
from corpus.formats.pdf_lines import Line, has_picture, is_readable, letters_of, lines_of
from corpus.formats.pdf_tables import Grid, Position, grids_of
from corpus.formats.pdf_text import Style, joined, paragraphs_of, style_of, text_of
from corpus.formats.scanned import Scanner
from corpus.limits import Expect, Limits

END_MARK_IN = 4_096  # bytes at the end in which a whole file says that it ends
SPACER = 8  # points; an empty column that narrow only keeps others apart
PADDING = 5  # points between the text of a cell and its rule, at least
NEARLY = 60  # points; a table ending so near the end of the text is as wide as the text
LEAST_TEXT = 20  # letters; a page with fewer and a picture is a scanned page
ENDS = (".", "?", "!", ":", "…", "”", '"')
SUPERSCRIPT = tuple("¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True)
class Box:
    """A cell of a table: where it begins and ends, and its lines."""

    left: float
    right: float
    lines: list[Line]


@dataclass(frozen=True)
class Table:
    """A table of a page, row by row; a cell over several rows stands in the first, empty ones below it."""

    box: tuple[float, float, float, float]
    rows: list[list[Box]]


@dataclass
class Page:
    """A page: its lines in reading order outside tables, and its tables from the top."""

    number: int
    height: float
    lines: list[Line]
    tables: list[Table]
    is_scanned: bool = False
    left_out: list[Line] = field(default_factory=list)


def read_pdf(data: bytes, limits: Limits, expect: Expect) -> Found:
    """The text of a PDF.

    Raises Refusal when it is protected, cut off, has too many pages, or when all its pages are scanned and cannot be read.
    """
    if b"%%EOF" not in data[-END_MARK_IN:]:
        raise Refusal("er ufuldstændig: slutningen af filen mangler. Hent eller gem den igen, og prøv igen.")
    sheets = _sheets(data, limits)
    expect(len(sheets), 0)
    pages = [_page(number, layout) for number, layout in enumerate(_layouts(sheets), 1)]
    found = Found("pdf", pages=len(pages))
    _leave_out_furniture(pages, found)
    _add_unruled(pages)
    style = style_of([lines for page in pages for lines in [page.lines, *(box.lines for table in page.tables for row in table.rows for box in row)]])
    _Writer(found, style).write(pages)
    _read_scans(data, pages, found, limits, expect)
    return found


def _sheets(data: bytes, limits: Limits) -> list[PDFPage]:
    try:
        document = PDFDocument(PDFParser(io.BytesIO(data)))
    except PDFPasswordIncorrect as error:
        raise Refusal("er beskyttet med adgangskode. Gem den uden adgangskode, og prøv igen.") from error
    sheets = list(islice(PDFPage.create_pages(document), limits.pages + 1))
    if len(sheets) > limits.pages:
        raise Refusal(f"har flere end {limits.pages} sider. Del filen i flere.")
    if not sheets:
        raise Refusal("har ingen sider. Vælg en fil med tekst i.")
    return sheets


def _layouts(sheets: list[PDFPage]) -> Iterator[LTPage]:
    resources = PDFResourceManager()
    device = PDFPageAggregator(resources, laparams=None)
    interpreter = PDFPageInterpreter(resources, device)
    for sheet in sheets:
        interpreter.process_page(sheet)
        yield device.get_result()


def _page(number: int, layout: LTPage) -> Page:
    grids = grids_of(layout)
    outside = []
    for letter in letters_of(layout):
        holder = next((grid for grid in grids if _is_inside(letter.x0, letter.y0, grid)), None)
        position = holder.position(letter) if holder else None
        if holder and position is not None:
            holder.letters[position].append(letter)
        else:
            outside.append(letter)
    tables = [_table(grid) for grid in grids if any(grid.letters.values())]
    readable = sum(is_readable(letter) for letter in outside)
    is_scanned = not tables and readable < LEAST_TEXT and (has_picture(layout) or len(outside) - readable >= LEAST_TEXT)
    return Page(number, layout.height, lines_of(outside, layout.bbox), tables, is_scanned)


def _add_unruled(pages: list[Page]) -> None:
    """Take the tables without rules out of the lines of the pages; one at the end of a page may go on over the next."""
    before: GutterTable | None = None
    for page in pages:
        right = max((line.x1 for line in page.lines), default=0.0)
        found = gutter_tables(page.lines, before)
        inside = {id(line) for unruled in found for row in unruled.rows for cell in row for line in cell}
        page.lines = [line for line in page.lines if id(line) not in inside]
        page.tables = sorted([*page.tables, *(_unruled(one, right) for one in found)], key=lambda table: -table.box[3])
        last = found[-1] if found else None
        before = last if last and all(line.y0 > last.box[1] for line in page.lines) else None


def _unruled(found: GutterTable, right: float) -> Table:
    """A table without rules, its cells bounded by the middles of its gutters, the last by where the text of the page ends when it nearly reaches it."""
    edges = (found.box[0], *found.edges, (right if right - found.box[2] < NEARLY else found.box[2]) + PADDING)
    bounds = list(zip(edges, edges[1:]))
    return Table(found.box, [[Box(left, right, cell) for (left, right), cell in zip(bounds, row)] for row in found.rows])


def _is_inside(x: float, y: float, grid: Grid) -> bool:
    left, bottom, right, top = grid.box
    return left <= x <= right and bottom <= y <= top


def _table(grid: Grid) -> Table:
    rows = []
    for row in range(len(grid.rows) - 1):
        cells = dict.fromkeys(grid.first_field[row, column] for column in range(len(grid.columns) - 1))
        boxes = [_box(grid, position, position[0] == row) for position in cells]
        rows.append([box for box in boxes if box.lines or box.right - box.left > SPACER])
    return Table(grid.box, [row for row in rows if any(box.lines for box in row)])


def _box(grid: Grid, position: Position, is_first_row: bool) -> Box:
    box = grid.cell_box(position)
    return Box(box[0], box[2], lines_of(grid.letters.get(position, ()), box) if is_first_row else [])


def _leave_out_furniture(pages: list[Page], found: Found) -> None:
    furniture = furniture_of([(page.height, page.lines) for page in pages])
    for page, left_out in zip(pages, furniture):
        page.lines = [line for line in page.lines if line not in left_out]
        found.left_out += [(page.number, line.text) for line in left_out]
    texts = list(dict.fromkeys(line.text for lines in furniture for line in lines))
    if texts:
        found.note(f"Sidehoved, sidefod og sidetal er ikke læst, fx »{texts[0]}«.")


class _Writer:
    """Writes the pages; a table that goes on over the page break stays one, footnotes wait for the end of their section."""

    def __init__(self, found: Found, style: Style) -> None:
        self._found, self._style = found, style
        self._footnotes: list[tuple[int, str]] = []
        self._rows: list[list[Cell]] = []
        self._table: Table | None = None
        self._table_page = 0

    def write(self, pages: list[Page]) -> None:
        for page in pages:
            lines, tables = list(page.lines), list(page.tables)
            while tables:
                at = _place(tables[0], lines)
                self._write_lines(lines[:at], page)
                self._write_table(tables.pop(0), page)
                lines = lines[at:]
            self._write_lines(lines, page)
        self._end_table()
        self._add_footnotes()

    def _write_lines(self, lines: list[Line], page: Page) -> None:
        if not lines:
            return
        self._end_table()
        for paragraph in paragraphs_of(lines, self._style):
            text = text_of(paragraph, self._style)
            if paragraph.kind == "heading":
                self._add_footnotes()
                self._found.heading(self._style.level(paragraph), text, page.number)
            elif paragraph.kind == "item":
                self._found.item(text, page=page.number)
            elif text.startswith(SUPERSCRIPT):
                self._footnotes.append((page.number, text))
            elif not self._goes_on(text, page.number):
                self._found.paragraph(text, page.number)
            last = self._found.blocks[-1][1] if self._found.blocks else ""
            if last.endswith(ENDS) or last.startswith(SUPERSCRIPT):
                self._add_footnotes()

    def _goes_on(self, text: str, on_page: int) -> bool:
        """Whether a paragraph is the rest of a word that a break cut, or goes on after an abbreviation at the end of a page."""
        page, before = self._found.blocks[-1] if self._found.blocks else (None, "")
        is_cut = before.endswith("-") or (before.endswith(".") and page != on_page)
        if not is_cut or not text[:1].islower() or "\t" in before or before.startswith("#"):
            return False
        self._found.blocks[-1] = page, joined(before, text, self._style.whole_words)
        return True

    def _write_table(self, table: Table, page: Page) -> None:
        rows = [[self._cell(box) for box in row] for row in table.rows]
        if self._table and _same_columns(self._table.rows[-1], table.rows[0]):
            rows = rows[1:] if rows[0] == self._rows[0] else rows
            if rows and self._is_cut(self._rows[-1], rows[0]):
                self._rows[-1] = [self._merged(above, below) for above, below in zip(self._rows[-1], rows.pop(0))]
            self._rows += rows
        else:
            self._end_table()
            self._rows, self._table_page = rows, page.number
        self._table = table

    def _is_cut(self, above: list[Cell], below: list[Cell]) -> bool:
        """Whether the page break fell within a row: its label stays empty, or a sentence goes on."""
        return not below[0] or any(_goes_on(one, other) for one, other in zip(above, below))

    def _merged(self, above: Cell, below: Cell) -> Cell:
        if not _goes_on(above, below):
            return [*above, *below]
        (kind, text), (_, rest) = above[-1], below[0]
        return [*above[:-1], (kind, joined(text, rest, self._style.whole_words)), *below[1:]]

    def _end_table(self) -> None:
        self._found.table(self._rows, self._table_page)
        self._rows, self._table = [], None

    def _cell(self, box: Box) -> Cell:
        paragraphs = paragraphs_of(box.lines, self._style, box.right - PADDING)
        return [("item" if one.kind == "item" else "paragraph", text_of(one, self._style)) for one in paragraphs]

    def _add_footnotes(self) -> None:
        for page, text in self._footnotes:
            self._found.paragraph(text, page)
        self._footnotes = []


def _goes_on(above: Cell, below: Cell) -> bool:
    """Whether the first paragraph of a cell ends the last sentence of the cell above."""
    return bool(above and below) and below[0][0] == "paragraph" and below[0][1][:1].islower() and not above[-1][1].endswith(ENDS)


def _place(table: Table, lines: list[Line]) -> int:
    """The index of the first line after a table; where text stands beside it, of the first in its own column."""
    left, bottom, right, top = table.box
    is_alone = not any(line.y0 < top and line.y1 > bottom for line in lines)
    below = (at for at, line in enumerate(lines) if line.y1 <= top and (is_alone or (line.x0 < right and line.x1 > left)))
    return next(below, len(lines))


def _same_columns(above: list[Box], below: list[Box]) -> bool:
    return len(above) == len(below) and all(abs(one.left - other.left) < SPACER and abs(one.right - other.right) < SPACER for one, other in zip(above, below))


def _read_scans(data: bytes, pages: list[Page], found: Found, limits: Limits, expect: Expect) -> None:
    """Read the scanned pages where the machine can, and tell of those that were not read."""
    scans = [page.number for page in pages if page.is_scanned]
    if not scans:
        return
    expect(len(pages), len(scans))
    scanner = Scanner(data)
    texts = {number: scanner.text(number) for number in scans[:limits.scanned]} if scanner.is_able else {}
    for number, text in texts.items():
        found.insert(number, text)
    unread = tuple(number for number in scans if not texts.get(number, "").strip())
    if unread and not found.blocks:
        raise Refusal(f"består af scannede billeder og er ikke læst ({scanner.reason}). Gem dokumentet som PDF med tekst, og prøv igen.")
    for number in unread:
        found.note(f"Side {number} er scannet og er ikke læst.")
    read = tuple(number for number in scans if number not in unread)
    if read:
        found.note(f"Scannede sider læst med tekstgenkendelse; der kan være læsefejl: side {', '.join(map(str, read))}.")
    found.scanned, found.unread = read, unread
