"""Tables of a PDF page, found by their rules: every cell is what rules enclose."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pdfminer.layout import LTChar, LTComponent, LTContainer, LTCurve, LTPage

NEAR = 3.0  # points; rules closer than this are one
THIN = 4.0  # points; a rectangle thinner than this is a rule
MOST_RULES = 3_000  # on one page; more are a drawing

Box = tuple[float, float, float, float]
Position = tuple[int, int]  # row from the top, column from the left


@dataclass
class Grid:
    """A table: the places of its rules, and the letters of its cells by the position of their first field."""

    box: Box
    columns: list[float]
    rows: list[float]
    first_field: dict[Position, Position]
    letters: dict[Position, list[LTChar]] = field(default_factory=lambda: defaultdict(list))

    def position(self, letter: LTChar) -> Position | None:
        """The cell in which a letter stands."""
        x, y = (letter.x0 + letter.x1) / 2, (letter.y0 + letter.y1) / 2
        column = next((at for at, (left, right) in enumerate(zip(self.columns, self.columns[1:])) if left <= x < right), None)
        row = next((at for at, (top, bottom) in enumerate(zip(self.rows, self.rows[1:])) if bottom <= y < top), None)
        return None if row is None or column is None else self.first_field[row, column]

    def cell_box(self, position: Position) -> Box:
        """The box of a cell."""
        fields = [place for place, first in self.first_field.items() if first == position]
        return (
            min(self.columns[column] for _, column in fields), min(self.rows[row + 1] for row, _ in fields),
            max(self.columns[column + 1] for _, column in fields), max(self.rows[row] for row, _ in fields),
        )  # fmt: skip


@dataclass(frozen=True)
class _Rule:
    """A rule at ``at`` across its direction, from ``start`` to ``end`` along it."""

    at: float
    start: float
    end: float


def grids_of(page: LTPage) -> list[Grid]:
    """The tables of a page of at least two cells, from the top; a single frame is none."""
    level, upright = _rules(page)
    if len(level) + len(upright) > MOST_RULES:
        return []
    grids = [grid for group in _groups(_joined(level), _joined(upright)) if (grid := _grid(*group))]
    return sorted(grids, key=lambda grid: -grid.box[3])


def _rules(page: LTPage) -> tuple[list[_Rule], list[_Rule]]:
    """The level and the upright rules of a page: lines, thin rectangles and the edges of others."""
    level: list[_Rule] = []
    upright: list[_Rule] = []
    for shape in _shapes(page):
        if shape.height <= THIN and shape.width > THIN:
            level.append(_Rule((shape.y0 + shape.y1) / 2, shape.x0, shape.x1))
        elif shape.width <= THIN and shape.height > THIN:
            upright.append(_Rule((shape.x0 + shape.x1) / 2, shape.y0, shape.y1))
        elif shape.width > THIN and shape.height > THIN:
            level += [_Rule(shape.y0, shape.x0, shape.x1), _Rule(shape.y1, shape.x0, shape.x1)]
            upright += [_Rule(shape.x0, shape.y0, shape.y1), _Rule(shape.x1, shape.y0, shape.y1)]
    return level, upright


def _shapes(page: LTContainer[LTComponent]) -> Iterator[LTCurve]:
    for part in page:
        if isinstance(part, LTCurve):
            yield part
        elif isinstance(part, LTContainer):
            yield from _shapes(part)


def _joined(rules: list[_Rule]) -> list[_Rule]:
    """Rules that continue one another made one."""
    joined: list[_Rule] = []
    for rule in sorted(rules, key=lambda one: (round(one.at / NEAR), one.start)):
        last = joined[-1] if joined else None
        if last and abs(last.at - rule.at) <= NEAR and rule.start <= last.end + NEAR:
            joined[-1] = _Rule(last.at, last.start, max(last.end, rule.end))
        else:
            joined.append(rule)
    return joined


def _groups(level: list[_Rule], upright: list[_Rule]) -> Iterator[tuple[list[_Rule], list[_Rule]]]:
    """Rules that touch one another."""
    waiting = [(True, rule) for rule in level] + [(False, rule) for rule in upright]
    while waiting:
        reached, front = [], [waiting.pop()]
        while front:
            one = front.pop()
            reached.append(one)
            touching = [other for other in waiting if other[0] != one[0] and _touch(one[1], other[1])]
            front += touching
            waiting = [other for other in waiting if other not in touching]
        yield [rule for is_level, rule in reached if is_level], [rule for is_level, rule in reached if not is_level]


def _touch(one: _Rule, other: _Rule) -> bool:
    return one.start - NEAR <= other.at <= one.end + NEAR and other.start - NEAR <= one.at <= other.end + NEAR


def _grid(level: list[_Rule], upright: list[_Rule]) -> Grid | None:
    rows = sorted(_places(level), reverse=True)
    columns = sorted(_places(upright))
    if len(rows) < 2 or len(columns) < 2:
        return None
    fields = _merged(rows, columns, level, upright)
    if len(set(fields.values())) < 2:
        return None
    return Grid((columns[0], rows[-1], columns[-1], rows[0]), columns, rows, fields)


def _places(rules: Iterable[_Rule]) -> list[float]:
    places: list[float] = []
    for at in sorted(rule.at for rule in rules):
        if not places or at - places[-1] > NEAR:
            places.append(at)
    return places


def _merged(rows: list[float], columns: list[float], level: list[_Rule], upright: list[_Rule]) -> dict[Position, Position]:
    """For every field of the grid the first field of its cell; fields with no rule between them are one cell."""
    first: dict[Position, Position] = {}
    for row in range(len(rows) - 1):
        middle = (rows[row] + rows[row + 1]) / 2
        for column in range(len(columns) - 1):
            centre = (columns[column] + columns[column + 1]) / 2
            if column and not _parts(upright, columns[column], middle):
                first[row, column] = first[row, column - 1]
            elif row and not _parts(level, rows[row], centre):
                first[row, column] = first[row - 1, column]
            else:
                first[row, column] = (row, column)
    return first


def _parts(rules: list[_Rule], at: float, along: float) -> bool:
    return any(abs(rule.at - at) <= NEAR and rule.start <= along <= rule.end for rule in rules)
