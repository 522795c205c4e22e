"""How long something lasts, and how often: "9,1 måned", "op til seks måneder", "over 18 uger", "10 gange"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

NUMBER_WORDS = {
    "en": 1, "et": 1, "én": 1, "ét": 1, "to": 2, "tre": 3, "fire": 4, "fem": 5, "seks": 6, "syv": 7, "otte": 8, "ni": 9, "ti": 10, "elleve": 11, "tolv": 12,
}  # fmt: skip
_UNITS = {
    "time": "timer", "timer": "timer", "dag": "dage", "dage": "dage", "hverdage": "hverdage", "uge": "uger", "uger": "uger", "måned": "måneder", "måneder": "måneder",
    "mdr": "måneder", "år": "år", "gange": "gange", "sessioner": "sessioner",
}  # fmt: skip
_DURATION = re.compile(
    r"\b(?:(\d+(?:,\d+)?)(?:\s*[-–]\s*(\d+(?:,\d+)?))?|(" + "|".join(NUMBER_WORDS) + r"))\s+("
    + "|".join(sorted(_UNITS, key=len, reverse=True)) + r")\b(?! ?\d)(\.?\s+pr\. barn| om ugen)?",
    re.IGNORECASE,
)  # fmt: skip


@dataclass(frozen=True)
class Duration:
    """``low`` and ``high`` are equal where the text gives one number."""

    low: float
    high: float
    unit: str
    start: int
    end: int


def durations(text: str) -> Iterator[Duration]:
    """All durations of a text, in order."""
    for match in _DURATION.finditer(text):
        first, second, word, unit, tail = match.groups()
        low = float(first.replace(",", ".")) if first else float(NUMBER_WORDS[word.lower()])
        high = float(second.replace(",", ".")) if second else low
        yield Duration(low, high, _UNITS[unit.lower()] + (tail or "").rstrip(), match.start(), match.end())
