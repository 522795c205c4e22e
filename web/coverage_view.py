"""The coverage matrix as its page shows it: one row a focus area and level, one column a district, for one age group."""

from __future__ import annotations

from dataclasses import dataclass

from graph.coverage import Cell, Coverage

CELL, HEAD, ROW, TOP, LEFT = 96, 8, 40, 64, 252  # units of the heat map: width of a cell, room around, height of a row, head row, row names


@dataclass(frozen=True)
class HeatRow:
    """A focus area at a level, with a cell for each district."""

    focus_area: str
    level: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Square:
    """A cell of the drawing; ``shade`` is 0, 1 or 2."""

    x: int
    y: int
    width: int
    height: int
    shade: int
    number: str
    label: str
    anchor: str


@dataclass(frozen=True)
class HeatMap:
    """The drawing: squares, the names of rows and of columns with their places."""

    width: int
    height: int
    squares: tuple[Square, ...]
    rows: tuple[tuple[int, str, str], ...]
    columns: tuple[tuple[int, tuple[str, ...]], ...]


def heat_rows(coverage: Coverage, age_group: str) -> list[HeatRow]:
    """The rows for an age group, focus areas in their order."""
    cells = {(cell.focus_area, cell.level, cell.district): cell for cell in coverage.cells() if cell.age_group == age_group}
    return [HeatRow(area, level, tuple(cells[area, level, district] for district in coverage.districts)) for area, level in coverage.pairs]


def heat_map(rows: list[HeatRow], districts: tuple[str, ...]) -> HeatMap:
    """The rows as a drawing, each square a link to its row of the table."""
    squares = [
        Square(
            LEFT + column * CELL, TOP + number * ROW, CELL - 4, ROW - 4, min(len(cell.known), 2), _number(cell),
            f"{row.focus_area}, {row.level}, {cell.district}: {_count(cell)}", f"raekke-{number + 1}",
        )
        for number, row in enumerate(rows) for column, cell in enumerate(row.cells)
    ]  # fmt: skip
    names = tuple((TOP + number * ROW, row.focus_area, row.level) for number, row in enumerate(rows))
    heads = tuple((LEFT + number * CELL, _parts(name)) for number, name in enumerate(districts))
    return HeatMap(LEFT + len(districts) * CELL + HEAD, TOP + len(rows) * ROW + HEAD, tuple(squares), names, heads)


def _number(cell: Cell) -> str:
    return f"{len(cell.known)}{f' (+{len(cell.possible)})' if cell.possible else ''}"


def _count(cell: Cell) -> str:
    known = "ingen indsats" if not cell.known else "1 indsats" if len(cell.known) == 1 else f"{len(cell.known)} indsatser"
    return known + (f", {len(cell.possible)} uden oplyst alder eller sted" if cell.possible else "")


def _parts(name: str) -> tuple[str, ...]:
    """A district's name cut at its hyphens, so that it fits above a column."""
    parts = name.split("-")
    return tuple(f"{part}-" if number < len(parts) - 1 else part for number, part in enumerate(parts))
