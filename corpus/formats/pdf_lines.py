"""The lines of a PDF page in reading order, and what stands between them: tables and pictures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from statistics import median

from pdfminer.layout import LAParams, LTAnno, LTChar, LTComponent, LTContainer, LTImage, LTLayoutContainer, LTPage, LTTextBox, LTTextLine

from corpus.formats.found import SUPERSCRIPTS

RAISED = 0.78  # of the size of its line; a smaller digit is the mark of a footnote
SAME_LINE = 0.5  # of the height of a line; what overlaps by more stands on the same line
BULLET_GAP = 45  # points between a bullet and its text, at most
MOST_BULLETS = 200  # on one page
FEWEST_LINES = 4  # of a column
SHORTEST_PROSE = 25  # letters; lines of prose are longer
PICTURE = 0.3  # share of the page from which a picture may be a scanned page

_BULLETS = "•●▪■◦○‣∙·➢➤✓\uf0b7\uf0a7\uf0d8\u2022"
_NUMBER = re.compile(r"^\d{1,3}$")
_LAYOUT = LAParams()


@dataclass(frozen=True)
class Line:
    """A line of text with its box in points from the lower left; ``size`` is that of its letters, ``bullet`` its mark."""

    text: str
    x0: float
    x1: float
    y0: float
    y1: float
    size: float
    is_bold: bool = False
    bullet: str = ""

    @property
    def letter(self) -> float:
        """The mean width of a letter."""
        return (self.x1 - self.x0) / max(1, len(self.text))


def letters_of(page: LTContainer[LTComponent]) -> Iterator[LTChar]:
    """The letters of a page, those in forms within it too."""
    for part in page:
        if isinstance(part, LTChar):
            yield part
        elif isinstance(part, LTContainer):
            yield from letters_of(part)


def is_readable(letter: LTChar) -> bool:
    """Whether the file tells which letter it draws; fonts for bullets often do not, and some fonts for text neither."""
    return not letter.get_text().startswith("(cid:")


def has_picture(page: LTPage) -> bool:
    """Whether a picture covers so much of the page that its text may be in it."""
    return any(picture.width * picture.height >= PICTURE * page.width * page.height for picture in _pictures(page))


def _pictures(page: LTContainer[LTComponent]) -> Iterator[LTImage]:
    for part in page:
        if isinstance(part, LTImage):
            yield part
        elif isinstance(part, LTContainer) and not isinstance(part, LTTextBox):
            yield from _pictures(part)


def lines_of(letters: Iterable[LTChar], box: tuple[float, float, float, float]) -> list[Line]:
    """The letters put together to lines, column after column (pdfminer's layout analysis)."""
    bullets, container = [], LTLayoutContainer(box)
    for letter in letters:
        if letter.get_text() in _BULLETS or not is_readable(letter):
            bullets.append(letter)
        elif letter.upright:
            container.add(letter)
    container.analyze(_LAYOUT)
    boxes = in_columns([part for part in container if isinstance(part, LTTextBox)])
    lines = [_line(line) for text_box in boxes for line in text_box if isinstance(line, LTTextLine)]
    return _with_bullets(_with_numbers([line for line in lines if line.text]), bullets if len(bullets) <= MOST_BULLETS else [])


def in_columns(boxes: list[LTTextBox]) -> list[LTTextBox]:
    """The boxes of text with columns of prose read from the left, the shorter as the longer; other boxes stay in pdfminer's order.

    Why: pdfminer reads the column first that ends highest on the page, and a last column is often the shortest.
    """
    for gutter in sorted({box.x0 for box in boxes}):
        left, right = [box for box in boxes if box.x1 <= gutter], [box for box in boxes if box.x0 >= gutter]
        if not (_is_prose(left) and _is_prose(right)):
            continue
        top, bottom = max(box.y1 for box in left + right), min(box.y0 for box in left + right)
        over = [box for box in boxes if box.x0 < gutter < box.x1]
        if all(box.y0 >= top - 1 or box.y1 <= bottom + 1 for box in over) and _is_beside(left, right):
            above = [box for box in over if box.y0 >= top - 1]
            return [*above, *in_columns(left), *in_columns(right), *(box for box in over if box not in above)]
    return boxes


def _is_prose(boxes: list[LTTextBox]) -> bool:
    """Whether some lines stand here, and most are longer than a label."""
    lengths = [len(line.get_text().strip()) for box in boxes for line in box if isinstance(line, LTTextLine)]
    return len(lengths) >= FEWEST_LINES and median(lengths) >= SHORTEST_PROSE


def _is_beside(left: list[LTTextBox], right: list[LTTextBox]) -> bool:
    """Whether two columns stand beside one another over most of the shorter one."""
    (low, high), (below, above) = ((min(box.y0 for box in side), max(box.y1 for box in side)) for side in (left, right))
    return min(high, above) - max(low, below) > 0.5 * min(high - low, above - below)


def _line(line: LTTextLine) -> Line:
    letters = [letter for letter in line if isinstance(letter, LTChar)]
    size = round(median([letter.size for letter in letters if letter.get_text().strip()] or [line.height]), 1)
    text = "".join(_said(part, size) for part in line)
    is_bold = sum("bold" in letter.fontname.lower() for letter in letters) > 0.95 * len(letters)
    return Line(" ".join(text.split()), line.x0, line.x1, line.y0, line.y1, size, is_bold)


def _said(part: LTChar | LTAnno, size: float) -> str:
    if isinstance(part, LTChar):
        text = part.get_text()
        return text.translate(SUPERSCRIPTS) if part.size < RAISED * size and text.isdigit() else text
    return part.get_text()


def _with_bullets(lines: list[Line], bullets: list[LTChar]) -> list[Line]:
    """The lines with the bullets to the left of them."""
    for bullet in bullets:
        right = [line for line in lines if _on_one_line(line, bullet) and -2 < line.x0 - bullet.x1 < BULLET_GAP]
        if right:
            line = min(right, key=lambda one: one.x0)
            marked = Line(line.text, line.x0, line.x1, line.y0, line.y1, line.size, line.is_bold, "•")
            lines[lines.index(line)] = marked
    return lines


def _with_numbers(lines: list[Line]) -> list[Line]:
    """A number on its own at the right end of a line (of a table of contents) joined to it by a tab; it may stand between two lines of one entry."""
    joined: list[Line] = []
    numbers = [line for line in lines if _NUMBER.match(line.text)]
    taken: set[int] = set()
    for line in lines:
        number = None if line in numbers else next((one for one in numbers if id(one) not in taken and one.x0 > line.x1 and _on_one_line(line, one)), None)
        if number:
            taken.add(id(number))
            line = _numbered(line, number)
        joined.append(line)
    for number in (one for one in numbers if id(one) not in taken):
        entry = [at for at, line in enumerate(joined) if line not in numbers and line.x1 < number.x0 and _meets(line, number) and "\t" not in line.text]
        if len(entry) == 2 and entry[1] == entry[0] + 1:
            first, last = (joined[at] for at in entry)
            whole = Line(f"{first.text} {last.text}", first.x0, max(first.x1, last.x1), last.y0, first.y1, first.size, first.is_bold, first.bullet)
            joined[entry[0]:entry[1] + 1] = [_numbered(whole, number)]
            taken.add(id(number))
    return [line for line in joined if id(line) not in taken]


def _numbered(line: Line, number: Line) -> Line:
    return Line(f"{line.text}\t{number.text}", line.x0, number.x1, line.y0, line.y1, line.size, line.is_bold, line.bullet)


def _meets(one: Line, other: Line) -> bool:
    """Whether two lines share some height."""
    return min(one.y1, other.y1) - max(one.y0, other.y0) > 0.2 * (one.y1 - one.y0)


def _on_one_line(one: Line, other: Line | LTChar) -> bool:
    overlap = min(one.y1, other.y1) - max(one.y0, other.y0)
    return overlap > SAME_LINE * min(one.y1 - one.y0, other.y1 - other.y0)
