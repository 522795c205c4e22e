"""Danish sentence boundaries."""

from __future__ import annotations

import re
from collections.abc import Iterator

_ABBREVIATIONS = frozenset(
    "bl.a bla fx f.eks eks pct mio mia kr ca min max jf mv m.v m.m mm nr stk pkt kl dvs ift pr bek o.l e.lign lign mhp hhv "
    "evt vedr tlf inkl ekskl osv m.fl fl s.k div t stamafd afd d st ang ifm iht tilsv gl".split()
)
_END = re.compile(r"[.!?][\"”»)]?(?=\s+[A-ZÆØÅ\"”«(\d•–-])|\n+")


def sentence_spans(text: str) -> Iterator[tuple[int, int]]:
    """The spans ``(start, end)`` of the sentences of a text, without the white space between them."""
    start = 0
    for match in _END.finditer(text):
        if _is_abbreviation(text, match):
            continue
        yield from _span(text, start, match.end())
        start = match.end()
    yield from _span(text, start, len(text))


def _span(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    lead = len(piece) - len(piece.lstrip())
    if piece.strip():
        yield start + lead, start + len(piece.rstrip())


def _is_abbreviation(text: str, match: re.Match[str]) -> bool:
    if match.group()[0] != ".":
        return False
    word = re.search(r"[\w.]*$", text[:match.start()])
    before = word.group().casefold() if word else ""
    return before in _ABBREVIATIONS or (before.isdigit() and len(before) <= 2)
