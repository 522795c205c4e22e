"""Traces as a layered drawing: goals, what lies between, interventions and laws, each kind in its own column."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.trace import Trace

if TYPE_CHECKING:
    import networkx as nx

GOAL, BETWEEN, INTERVENTION, LAW = range(4)
WIDTH, GAP, MARGIN = 208, 44, 12  # units of the drawing: a box, the room between columns, the room around
LINE, PADDING, BETWEEN_ROWS = 18, 10, 14  # units: a line of text, the room in a box, the room between boxes
LETTERS, MOST_LINES = 23, 4  # of the text in a box

Key = tuple[int, str]


@dataclass(frozen=True)
class Box:
    """A thing in a column; ``lines`` are its name, cut to fit, ``x`` and ``y`` its upper left corner."""

    column: int
    name: str
    lines: tuple[str, ...]
    x: float
    y: float
    width: float
    height: float

    @property
    def baselines(self) -> list[tuple[float, str]]:
        """Where each line of text stands."""
        top = self.y + PADDING + 0.75 * LINE
        return [(top + number * LINE, line) for number, line in enumerate(self.lines)]


@dataclass(frozen=True)
class Curve:
    """A link between two boxes; ``is_way`` where it is a step of the way and not the link between goal and intervention."""

    path: str
    basis: str
    is_way: bool


@dataclass(frozen=True)
class Drawing:
    """The boxes in reading order, column by column, and the curves behind them."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    curves: tuple[Curve, ...]


def layered(traces: Sequence[Trace], show_laws: bool = True) -> Drawing:
    """Draw traces; the order within a column is that of the traces."""
    import networkx as nx  # only a drawing needs it

    network = nx.DiGraph()
    for trace in traces:
        _add(network, trace, show_laws)
    used = sorted({column for column, _ in network})
    layers = {column: [key for key in network if key[0] == column] for column in used}  # lists, for a set of names has no fixed order
    places = nx.multipartite_layout(network, subset_key=layers, align="vertical") if network else {}
    columns = {column: sorted(keys, key=lambda key: places[key][1]) for column, keys in layers.items()}
    heights = {key: len(_lines(key[1])) * LINE + 2 * PADDING for key in network}
    tallest = max((_height(keys, heights) for keys in columns.values()), default=0.0)
    boxes: dict[Key, Box] = {}
    for number, column in enumerate(used):
        y = MARGIN + (tallest - _height(columns[column], heights)) / 2
        for key in columns[column]:
            boxes[key] = Box(column, key[1], _lines(key[1]), MARGIN + number * (WIDTH + GAP), y, WIDTH, heights[key])
            y += heights[key] + BETWEEN_ROWS
    curves = tuple(Curve(_path(boxes[one], boxes[other]), data["basis"], data["is_way"]) for one, other, data in network.edges(data=True))
    return Drawing(2 * MARGIN + len(used) * WIDTH + (len(used) - 1) * GAP if used else 0, tallest + 2 * MARGIN, tuple(boxes.values()), curves)


def _add(network: nx.DiGraph, trace: Trace, show_laws: bool) -> None:
    goal, intervention = (GOAL, trace.goal), (INTERVENTION, trace.intervention)
    ends = [(goal, intervention, trace.basis, False)]
    for step in trace.via[-2:-1]:
        between = (BETWEEN, step.subject)
        ends += [(goal, between, trace.via[0].basis, True), (between, intervention, step.basis, True)]
    if show_laws:
        ends += [(intervention, (LAW, step.object), step.basis, True) for step in trace.laws]
    for one, other, basis, is_way in ends:
        for key in (one, other):
            network.add_node(key, column=key[0])
        if not network.has_edge(one, other):
            network.add_edge(one, other, basis=basis, is_way=is_way)


def _lines(name: str) -> tuple[str, ...]:
    lines = textwrap.wrap(name, LETTERS)
    return tuple(lines if len(lines) <= MOST_LINES else [*lines[:MOST_LINES - 1], f"{lines[MOST_LINES - 1][:LETTERS - 2]} …"])


def _height(keys: Iterable[Key], heights: dict[Key, int]) -> float:
    each = [heights[key] for key in keys]
    return sum(each) + BETWEEN_ROWS * (len(each) - 1)


def _path(one: Box, other: Box) -> str:
    """A soft curve from the right side of one box to the left side of the other."""
    x1, y1, x2, y2 = one.x + one.width, one.y + one.height / 2, other.x, other.y + other.height / 2
    bend = (x2 - x1) / 2
    return f"M{x1:.0f} {y1:.0f}C{x1 + bend:.0f} {y1:.0f} {x2 - bend:.0f} {y2:.0f} {x2:.0f} {y2:.0f}"
