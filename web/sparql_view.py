"""The answer to a query as a table for the page."""

from __future__ import annotations

import html
import json
from dataclasses import dataclass
from typing import Any

from graph.description import GraphReader
from graph.sparql import TURTLE_TYPE, SparqlAnswer

_PAGE_SIZE = 36_000  # characters of HTML that an answer may take on the page
_CELL_SIZE = 20


@dataclass(frozen=True)
class Cell:
    """Words, and the page they lead to when they are an address of ours."""

    text: str
    path: str | None = None
    language: str | None = None


@dataclass(frozen=True)
class AnswerView:
    """Rows under names, yes or no, or Turtle; ``left_out`` says how many rows are not shown on the page."""

    rows: int
    seconds: float
    is_truncated: bool
    names: tuple[str, ...] = ()
    table: tuple[tuple[Cell, ...], ...] = ()
    yes: bool | None = None
    turtle: str | None = None
    is_cut: bool = False

    @property
    def left_out(self) -> int:
        """How many rows the page leaves out."""
        return self.rows - len(self.table) if self.names else 0


def answer_view(answer: SparqlAnswer, reader: GraphReader, seconds: float) -> AnswerView:
    """An answer in SPARQL JSON or Turtle for the page."""
    if answer.media_type == TURTLE_TYPE:
        text = answer.body.decode("utf-8", "replace")
        shown = _first_lines(text)
        return AnswerView(answer.rows, seconds, answer.truncated, turtle=shown, is_cut=len(shown) < len(text))
    data = json.loads(answer.body)
    if "boolean" in data:
        return AnswerView(1, seconds, False, yes=data["boolean"])
    names = tuple(data["head"]["vars"])
    return AnswerView(answer.rows, seconds, answer.truncated, names, tuple(_table(data["results"]["bindings"], names, reader)))


def _table(bindings: list[dict[str, Any]], names: tuple[str, ...], reader: GraphReader) -> list[tuple[Cell, ...]]:
    """As many rows as fit on the page."""
    table: list[tuple[Cell, ...]] = []
    size = 0
    for binding in bindings:
        row = tuple(_cell(binding.get(name), reader) for name in names)
        size += sum(_CELL_SIZE + len(html.escape(cell.text)) + (len(cell.path) + 10 if cell.path else 0) for cell in row)
        if size > _PAGE_SIZE:
            break
        table.append(row)
    return table


def _cell(term: dict[str, str] | None, reader: GraphReader) -> Cell:
    if term is None:
        return Cell("")
    path = reader.path_of(term["value"]) if term["type"] == "uri" else None
    language = term.get("xml:lang")
    return Cell(path or term["value"], path, language if language != "da" else None)


def _first_lines(text: str) -> str:
    """The first lines of a text that fit on the page."""
    size = 0
    for number, line in enumerate(lines := text.splitlines(keepends=True)):
        size += len(html.escape(line))
        if size > _PAGE_SIZE:
            return "".join(lines[:number])
    return text
