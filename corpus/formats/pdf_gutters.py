"""Tables of a PDF page that have no rules, found by the white gutters between their columns.

Why so careful: two columns of running text have a gutter too, and must be read one after the other. So lines are a table only where
rows begin on the same height in the columns, after a white line through all of them, and where they do not run on as prose does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.formats.pdf_lines import Line

NARROWEST = 6.0  # points; a narrower gutter is a wide blank
CLOSEST = 1.0  # points; what must be left of a gutter between the longest line and the next column
FARTHEST, FARTHEST_OTHER = 2.7, 2.0  # times the size of the letters, from which a white line ends a table; the second where they change size
NEAR_LINES = 1.3  # times the size of the letters, up to which lines belong to one cell
LOOSER = 1.12  # times the distance of lines in a cell, from which a new row may begin
SAME_HEIGHT = 2.0  # points; lines whose feet are closer than this stand on one height
LONGEST_LABEL = 60  # characters; a longer text heads no column
SHORTEST_TEXT = 40  # characters; a cell with less may be a label
MOST_LINES = 6  # lines that a cell of a table has on the average, where the table has no header
FULL = 0.7  # share of full lines from which a column is prose


@dataclass(frozen=True)
class GutterTable:
    """Rows of cells, each the lines of one column; ``edges`` are the middles of the gutters, ``box`` is the smallest around all lines."""

    rows: list[list[list[Line]]]
    gutters: tuple[tuple[float, float], ...]
    edges: tuple[float, ...]
    box: tuple[float, float, float, float]


Height = list[Line]  # the lines that stand on one height, from the left
Gutter = tuple[float, float]


def gutter_tables(lines: Sequence[Line], before: GutterTable | None = None) -> list[GutterTable]:
    """The tables without rules among the lines of a page, from the top; ``before`` is one that reached the end of the page before and may go on."""
    heights = _heights(lines)
    found, at, free = [], 0, 0
    if before and heights and _goes_on(before, heights[0]):
        end, gutters = _reach(heights, 0, list(before.gutters))
        if len(gutters) == len(before.gutters) and (table := _table(heights[:end], gutters, before)):
            found.append(table)
            at = free = end
    while at < len(heights):
        end, gutters = _reach(heights, at, _beside(heights[at]))
        first = _first(heights, at, gutters, free)
        table = _table(heights[first:end], gutters) if gutters else None
        if table:
            found.append(table)
            free = end
        at = end if table else at + 1
    return found


def _goes_on(before: GutterTable, height: Height) -> bool:
    """Whether the first height of a page fits into the columns of the table before it: items, or text in another column than the first."""
    fits = all(_narrowed(gutter, height) for gutter in before.gutters)
    return fits and (any(line.bullet for line in height) or any(_column(line, before.gutters) for line in height))


def _heights(lines: Sequence[Line]) -> list[Height]:
    heights: list[Height] = []
    for line in sorted(lines, key=lambda one: -one.y0):
        if heights and heights[-1][0].y0 - line.y0 < SAME_HEIGHT:
            heights[-1].append(line)
        else:
            heights.append([line])
    return [sorted(height, key=lambda line: line.x0) for height in heights]


def _beside(height: Height) -> list[Gutter]:
    """The gutters between the lines of a height."""
    return [(one.x1, other.x0) for one, other in zip(height, height[1:]) if other.x0 - one.x1 >= NARROWEST]


def _reach(heights: Sequence[Height], first: int, gutters: list[Gutter]) -> tuple[int, list[Gutter]]:
    """How far down the gutters of a height go on, and what is left of them."""
    end = first + 1
    while gutters and end < len(heights):
        left = [narrower for gutter in gutters if (narrower := _narrowed(gutter, heights[end]))]
        if _is_far(heights[end - 1], heights[end]) or not left:
            break
        gutters, end = left, end + 1
    while end > first + 1 and _is_trailing(heights, end, gutters):
        end -= 1
    return end, gutters


def _first(heights: Sequence[Height], at: int, gutters: Sequence[Gutter], free: int) -> int:
    """The height at which the table of a height begins: a cell whose neighbour stands in its middle begins above it."""
    while gutters and at > free and not _is_far(heights[at - 1], heights[at]):
        above = heights[at - 1]
        is_last = all(_column(line, gutters) == len(gutters) for line in above)
        is_near = above[0].y0 - heights[at][0].y0 < NEAR_LINES * above[0].size and all(_narrowed(gutter, above) for gutter in gutters)
        if not is_last and not is_near:
            break
        at -= 1
    return at


def _is_far(above: Height, below: Height) -> bool:
    most = FARTHEST if abs(above[0].size - below[0].size) < 0.5 else FARTHEST_OTHER
    return above[0].y0 - below[0].y0 > most * below[0].size


def _narrowed(gutter: Gutter, height: Height) -> Gutter | None:
    """What the lines of a height leave of a gutter."""
    left, right = gutter
    for line in height:
        if line.x0 <= left and line.x1 >= right:
            return None
        if line.x0 < right and line.x1 > left:
            left, right = max(((left, min(right, line.x0)), (max(left, line.x1), right)), key=lambda one: one[1] - one[0])
    return (left, right) if right - left >= CLOSEST else None


def _is_trailing(heights: Sequence[Height], end: int, gutters: Sequence[Gutter]) -> bool:
    """Whether the last height holds one column only and stands apart, so that it follows the table rather than ends it."""
    above, last = heights[end - 2], heights[end - 1]
    return len({_column(line, gutters) for line in last}) == 1 and above[0].y0 - last[0].y0 > 1.6 * last[0].size


def _column(line: Line, gutters: Sequence[Gutter]) -> int:
    return sum(line.x0 >= right - CLOSEST / 2 for _, right in gutters)


def _table(heights: Sequence[Height], gutters: list[Gutter], before: GutterTable | None = None) -> GutterTable | None:
    kept = sorted(gutters)
    columns = len(kept) + 1
    lines = [line for height in heights for line in height]
    pitch = _pitch(lines, kept)
    cells = [[line for line in lines if _column(line, kept) == column] for column in range(columns)]
    if cells[-1] and all(_is_number(line) for line in cells[-1]):
        return None  # a list of contents
    is_labelled = columns == 2 and bool(cells[1]) and all(_is_label(label) for label in _runs(cells[0], pitch))
    rows = labelled_rows(_runs(cells[0], pitch), _runs(cells[1], pitch)) if is_labelled else list(_rows(heights, kept, pitch))
    if not (all(cells) or before) or not (is_labelled or before or _is_table(rows)):
        return None
    box = min(line.x0 for line in lines), min(line.y0 for line in lines), max(line.x1 for line in lines), max(line.y1 for line in lines)
    edges = before.edges if before else tuple((left + right) / 2 for left, right in kept)
    return GutterTable(rows, tuple(kept), edges, box)


def _pitch(lines: Sequence[Line], gutters: Sequence[Gutter]) -> float:
    """The usual distance of lines in one column."""
    distances: Counter[float] = Counter()
    for column in range(len(gutters) + 1):
        feet = [line.y0 for line in lines if _column(line, gutters) == column]
        distances.update(round(above - below, 1) for above, below in zip(feet, feet[1:]) if above - below < 1.6 * lines[0].size)
    return min((distance for distance, count in distances.items() if 3 * count >= max(distances.values())), default=1.25 * lines[0].size)


def _rows(heights: Sequence[Height], gutters: Sequence[Gutter], pitch: float) -> Iterator[list[list[Line]]]:
    """The rows: each begins after a white line where the first column and another have text on the same height; the header ends with a white line."""
    row: list[list[Line]] = [[] for _ in range(len(gutters) + 1)]
    count = 0
    for at, height in enumerate(heights):
        begun = {_column(line, gutters): line for line in reversed(height)}
        is_apart = at > 0 and heights[at - 1][0].y0 - height[0].y0 > LOOSER * pitch
        ends_header = count == 0 and _is_header(row)
        begins_row = 0 in begun and len(begun) > 1 and not begun[0].bullet
        if is_apart and (ends_header or begins_row):
            yield row
            row, count = [[] for _ in range(len(gutters) + 1)], count + 1
        for line in height:
            row[_column(line, gutters)].append(line)
    yield row


def _runs(lines: Sequence[Line], pitch: float) -> list[list[Line]]:
    """The lines of a column, parted by its white lines."""
    runs: list[list[Line]] = []
    for line in lines:
        if runs and runs[-1][-1].y0 - line.y0 <= LOOSER * pitch:
            runs[-1].append(line)
        else:
            runs.append([line])
    return runs


def labelled_rows(labels: Sequence[list[Line]], texts: Sequence[list[Line]]) -> list[list[list[Line]]]:
    """A row for each label with the runs of text it stands at the top or in the middle of; text above all labels is a row of its own.

    Why by dynamic programming: each row takes some runs that follow one another, and all labels must stand as well as can be.
    """
    best: dict[tuple[int, int], tuple[float, int]] = {(0, 0): (0.0, 0)}  # (labels, runs) used → cost, runs before the last row
    for used in range(1, len(texts) + 1):
        best[0, used] = (texts[0][0].size / 2, 0)
    for count, label in enumerate(labels, 1):
        for used in range(len(texts) + 1):
            costs = [
                (best[count - 1, before][0] + _cost(label, texts[before:used]), before) for before in range(used + 1) if (count - 1, before) in best
            ]
            best[count, used] = min(costs)
    rows, used = [], len(texts)
    for count in range(len(labels), -1, -1):
        before = best[count, used][1]
        rows.append([labels[count - 1] if count else [], [line for run in texts[before:used] for line in run]])
        used = before
    return [row for row in reversed(rows) if any(row)]


def _cost(label: Sequence[Line], runs: Sequence[list[Line]]) -> float:
    """How far a label stands from the top or the middle of its text, in points; a label without text costs most."""
    if not runs:
        return 20 * label[0].size
    top, bottom = runs[0][0], runs[-1][-1]
    middle = (top.y1 + bottom.y0) / 2 - (label[0].y1 + label[-1].y0) / 2
    return min(abs(top.y0 - label[0].y0), abs(middle))


def _is_table(rows: Sequence[list[list[Line]]]) -> bool:
    if len(rows) == 1:
        return False
    body = rows[1:] if _is_header(rows[0]) else rows
    if any(all(_is_prose(cell) for cell in row) for row in rows):
        return False
    return len(body) < len(rows) or sum(max(map(len, row)) for row in rows) <= MOST_LINES * len(rows)


def _is_number(line: Line) -> bool:
    return line.text.strip(" .").isdigit() and len(line.text.strip(" .")) <= 3


def _is_label(cell: Sequence[Line]) -> bool:
    """Whether a cell only names what the next one says."""
    return 1 <= len(cell) <= 3 and not cell[0].bullet and sum(len(line.text) for line in cell) < SHORTEST_TEXT and not cell[-1].text.endswith(".")


def _is_header(row: Sequence[Sequence[Line]]) -> bool:
    """Whether every column is headed by a short text without a full stop."""
    return all(1 <= len(cell) <= 2 and not cell[0].bullet and sum(len(line.text) for line in cell) < LONGEST_LABEL and not cell[-1].text.endswith(".") for cell in row)


def _is_prose(cell: Sequence[Line]) -> bool:
    """Whether a cell is a long run of full lines."""
    if len(cell) <= MOST_LINES or any(line.bullet for line in cell):
        return False
    edge = max(line.x1 for line in cell) - 8 * cell[0].letter
    return sum(line.x1 >= edge for line in cell) >= FULL * len(cell)
