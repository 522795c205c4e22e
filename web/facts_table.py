"""The facts as a table for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from graph.fact import Fact

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def facts_csv(facts: Iterable[Fact]) -> str:
    """Semicolons and a byte order mark, so that Excel opens it in Danish; formulas are disarmed."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.DictWriter(out, ["id", *(field.name for field in fields(Fact))], delimiter=";", lineterminator="\r\n")
    writer.writeheader()
    for fact in facts:
        writer.writerow({name: disarmed(value) for name, value in fact.to_json().items()})
    return out.getvalue()


def disarmed(value: Any) -> Any:
    """A text that a spreadsheet would run as a formula, made plain."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
