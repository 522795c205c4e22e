"""Large JSON objects, written so that they can be read a slice at a time.

Why: the parser answers nobody else until it is done, which for a whole index is a fifth of a second in which every question waits.
The file is plain JSON; its lines are such that each can be read on its own.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

SLICE = 100  # rows a line; reading one takes about a millisecond


def write_slices(path: Path, data: dict[str, Any]) -> None:
    """Write an object as JSON, some rows of its lists and objects a line; an iterator is written as a list, its rows made as they are written."""
    with open(path, "w", encoding="utf-8") as file:
        before = "{\n"
        for name, value in sorted(data.items()):
            file.write(f"{before}{_text(name)}: ")
            file.writelines(_laid_out(value))
            before = ",\n"
        file.write("\n}\n" if data else "{}\n")


def read_slices(path: Path) -> dict[str, Any]:
    """The object that ``write_slices`` wrote.

    Raises OSError or ValueError when it cannot be read.
    """
    data: dict[str, Any] = {}
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            name, row = _member(line)
            if row in ("[", "{"):
                data[name] = _gathered(lines, row)
            elif row:
                data[name] = json.loads(row)
    return data


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _laid_out(value: Any) -> Iterator[str]:
    """A value as one line, or as an opening bracket, lines of rows and a closing bracket."""
    if isinstance(value, dict):
        slices = (_text(dict(part))[1:-1] for part in _parts(sorted(value.items())))
        first, last = "{}"
    elif isinstance(value, (list, Iterator)):
        slices = (_text(part)[1:-1] for part in _parts(value))
        first, last = "[]"
    else:
        yield _text(value)
        return
    if (row := next(slices, None)) is None:
        yield first + last
        return
    yield f"{first}\n{row}"
    yield from (f",\n{row}" for row in slices)
    yield f"\n{last}"


def _parts(rows: Iterable[Any]) -> Iterator[list[Any]]:
    """The rows, so many at a time as stand on a line."""
    left = iter(rows)
    while part := list(islice(left, SLICE)):
        yield part


def _member(line: str) -> tuple[str, str]:
    """The name and the rest of a line that begins a member, both empty for the brackets around all."""
    if not line.startswith('"'):
        return "", ""
    name, at = json.JSONDecoder().raw_decode(line)
    return name, line[at + 1:].strip().removesuffix(",")


def _gathered(lines: Iterator[str], first: str) -> Any:
    """The rows of the lines up to the closing bracket."""
    rows: Any = {} if first == "{" else []
    for line in lines:
        row = line.strip().removesuffix(",")
        if row in ("]", "}"):
            return rows
        (rows.update if first == "{" else rows.extend)(json.loads(f"{first}{row}{'}' if first == '{' else ']'}"))
    raise ValueError("the file ends too soon")
