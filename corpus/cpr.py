"""The rule that finds Danish personal identification numbers (CPR).

Why: format and date decide. Modulus 11 never acquits a number, since valid numbers without it have been
issued since 2007, and replacement numbers add 60 to the day (CPR-kontoret).
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

MASK = "[fjernet]"

_BLANK = " \u00a0\u202f"
_DASH = "-\u2010\u2011\u2012\u2013\u2014\u2212"
_NUMBER = re.compile(
    rf"(?<!\d)([0-36-9]\d)[{_BLANK}.]?(0[1-9]|1[0-2])[{_BLANK}.]?(\d{{2}})[{_BLANK}]?[{_DASH}{_BLANK}]?[{_BLANK}]?(\d{{4}})(?!\d)"
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


def _numbers(text: str) -> Iterator[re.Match[str]]:
    """Every CPR number; one may begin inside what only looked like another."""
    at = 0
    while match := _NUMBER.search(text, at):
        is_number = _is_real_date(match)
        at = match.end() if is_number else match.start() + 1
        if is_number:
            yield match


def contains_cpr(text: str) -> bool:
    """True where the text holds something that must be taken for a CPR number."""
    return next(_numbers(text), None) is not None


def first_cpr(text: str) -> str | None:
    """The first CPR number with all but its first two digits masked, for finding it in the file; None where there is none."""
    match = next(_numbers(text), None)
    return f"{match.group(1)}••••-••••" if match else None


def mask_cpr(text: str) -> str:
    """The text with every CPR number replaced by ``[fjernet]``."""
    masked, at = "", 0
    for match in _numbers(text):
        masked += text[at:match.start()] + MASK
        at = match.end()
    return masked + text[at:]
