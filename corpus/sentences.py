"""Danish sentence boundaries."""

from __future__ import annotations

import re
from collections.abc import Iterator

_ABBREVIATIONS = frozenset(
    "bl.a bla fx f.eks eks ca min max jf nr stk pkt kl dvs ift pr bek e.lign lign mhp hhv evt vedr tlf inkl "
    "ekskl s.k div t stamafd afd d st ang ifm iht tilsv gl kgs skt kap sml bh jan feb apr jun jul aug sep sept okt nov dec".split()
)
# Why two lists: these stand at the end of what they shorten, so before a word with a capital they also end the sentence.
_CLOSING_ABBREVIATIONS = frozenset("pct mio mia kr mv m.v m.m mm o.l osv m.fl fl".split())
_END = re.compile(r"[.!?][\"”»)]?(?=\s+[A-ZÆØÅ\"”«(\d•–-])|\n+")
_NEW_SENTENCE = re.compile(r"\s+[\"”«]?[A-ZÆØÅ]")


def sentence_spans(text: str) -> Iterator[tuple[int, int]]:
    """The spans ``(start, end)`` of the sentences of a text, without the white space between them."""
    start = 0
    for match in _END.finditer(text):
        if _is_abbreviation(text, match):
            continue
        yield from _span(text, start, match.end())
        start = match.end()
    yield from _span(text, start, len(text))


def sentences(text: str) -> Iterator[str]:
    """The sentences of a text."""
    return (text[start:end] for start, end in sentence_spans(text))


def _span(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    lead = len(piece) - len(piece.lstrip())
    if piece.strip():
        yield start + lead, start + len(piece.rstrip())


def _is_abbreviation(text: str, match: re.Match[str]) -> bool:
    if match.group()[0] != ".":
        return False
    before = _word_before(text, match.start()).casefold()
    if before in _CLOSING_ABBREVIATIONS:
        return not _NEW_SENTENCE.match(text, match.end())
    return before in _ABBREVIATIONS or (before.isdigit() and len(before) <= 2)


def _word_before(text: str, end: int) -> str:
    """The letters, digits and full stops right before a place; a walk backwards, since a search from the start takes long in a long text."""
    start = end
    while start and (text[start - 1].isalnum() or text[start - 1] in "._"):
        start -= 1
    return text[start:end]
