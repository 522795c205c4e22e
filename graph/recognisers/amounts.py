"""Danish amounts of money: "3,6 mio. kr. årligt", "80 t. kr.", "hhv. 25,9 mio. kr. og 39,8 mio. kr."."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_SCALES = {"mio": 1_000_000, "mia": 1_000_000_000, "t": 1_000}
_AMOUNT = re.compile(r"(?<![\d,.])(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d+))?\s*(?:(mio|mia|t)\.\s*)?kr\b\.?(\s*(?:årligt|om året|pr\. år))?")


_SHARED = re.compile(r"(?<![\d,.])(\d+)(?:,(\d+))? og (?=\d+(?:,\d+)?\s*(mio|mia|t)\.\s*kr\b)")  # "25,9 og 39,8 mio. kr.": one unit for both


@dataclass(frozen=True)
class Amount:
    """``value`` in kroner; ``start:end`` is where it stands in the text."""

    value: float
    yearly: bool
    start: int
    end: int


def amounts(text: str) -> Iterator[Amount]:
    """All amounts of a text, in order."""
    found = [_amount(match, match.group(4)) for match in _AMOUNT.finditer(text)]
    found += [_amount(match, None) for match in _SHARED.finditer(text)]
    yield from sorted(found, key=lambda amount: amount.start)


def _amount(match: re.Match[str], yearly: str | None) -> Amount:
    whole, part, scale = match.group(1, 2, 3)
    number = float(whole.replace(".", "") + ("." + part if part else ""))
    return Amount(round(number * _SCALES.get(scale or "", 1), 2), bool(yearly), match.start(), match.end())
