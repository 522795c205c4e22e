"""Tables for spreadsheets: the facts, and rows of any other kind."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any

from graph.fact import Fact

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def facts_csv(facts: Iterable[Fact]) -> str:
    """The facts, one a row."""
    return rows_csv(["id", *(field.name for field in fields(Fact))], (fact.to_json() for fact in facts))


def rows_csv(names: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """Semicolons and a byte order mark, so that Excel opens it in Danish; formulas are disarmed."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.DictWriter(out, list(names), delimiter=";", lineterminator="\r\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: disarmed(row.get(name)) for name in names})
    return out.getvalue()


def disarmed(value: Any) -> Any:
    """A text that a spreadsheet would run as a formula, made plain."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
