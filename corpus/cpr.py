"""The rule that finds Danish personal identification numbers (CPR).

Why: format and date decide. Modulus 11 never acquits a number, since valid numbers without it have been
issued since 2007, and replacement numbers add 60 to the day (CPR-kontoret).
"""

from __future__ import annotations

import datetime
import re

MASK = "[fjernet]"

_NUMBER = re.compile(
    r"(?<!\d)([0-36-9]\d)[ .]?(0[1-9]|1[0-2])[ .]?(\d{2})[   ]?[-–—‐‑ ]?[   ]?(\d{4})(?!\d)"
)


def _century(year: int, seventh: int) -> int:
    """The century from the seventh digit and the year, after the table of CPR-kontoret."""
    if seventh <= 3:
        return 1900
    if seventh in (4, 9):
        return 2000 if year <= 36 else 1900
    return 2000 if year <= 57 else 1800


def _is_real_date(match: re.Match[str]) -> bool:
    day, month, year = (int(match.group(part)) for part in (1, 2, 3))
    try:
        datetime.date(_century(year, int(match.group(4)[0])) + year, month, day - 60 if day > 60 else day)
    except ValueError:
        return False
    return True


def contains_cpr(text: str) -> bool:
    """True where the text holds something that must be taken for a CPR number."""
    return any(_is_real_date(match) for match in _NUMBER.finditer(text))


def mask_cpr(text: str) -> str:
    """The text with every CPR number replaced by ``[fjernet]``."""
    return _NUMBER.sub(lambda match: MASK if _is_real_date(match) else match.group(), text)
