"""Large JSON objects, written so that they can be read a slice at a time.

Why: the parser answers nobody else until it is done, which for a whole index is a fifth of a second in which every question waits.
The file is plain JSON; its lines are such that each can be read on its own.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SLICE = 100  # rows a line; reading one takes about a millisecond


def write_slices(path: Path, data: dict[str, Any]) -> None:
    """Write an object as JSON, some rows of its lists and objects a line."""
    members = ",\n".join(f"{_text(name)}: {_laid_out(value)}" for name, value in sorted(data.items()))
    path.write_text("{\n" + members + "\n}\n", encoding="utf-8")


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


def _laid_out(value: Any) -> str:
    """A value as one line, or as an opening bracket, lines of rows and a closing bracket."""
    if not value or not isinstance(value, (list, dict)):
        return _text(value)
    rows = list(sorted(value.items())) if isinstance(value, dict) else value
    slices = [_text(dict(part) if isinstance(value, dict) else part)[1:-1] for part in (rows[at:at + SLICE] for at in range(0, len(rows), SLICE))]
    first, last = "{}" if isinstance(value, dict) else "[]"
    return f"{first}\n" + ",\n".join(slices) + f"\n{last}"


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
