"""Spans of age and school grade: "6-16 år", "fra 0.-9. klasse", "på 5. klasses trin", "0-2-årige"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Span:
    """A lower and an upper bound, either of which may be open; ``unit`` is år or klasse."""

    low: int | None
    high: int | None
    unit: str
    start: int
    end: int


_AGES = (
    (re.compile(r"\b(\d{1,2})\s*[-–]\s*(\d{1,2})[ -]*år(?:ige|ig)?\b"), (1, 2)),
    (re.compile(r"\balderen (\d{1,2})\s*[-–]\s*(\d{1,2})\b"), (1, 2)),
    (re.compile(r"\bfra (\d{1,2}) til (\d{1,2}) år\b"), (1, 2)),
    (re.compile(r"\bfra (\d{1,2})(?: år\b|-årsalderen)"), (1, None)),
    (re.compile(r"\bop til (\d{1,2}) år\b"), (None, 1)),
    (re.compile(r"\bover (\d{1,2}) år\b"), (1, None)),
    (re.compile(r"\(\+(\d{1,2}) år\)"), (1, None)),
    (re.compile(r"\bunder (\d{1,2}) år\b"), (None, 1)),
)
_GRADES = (
    (re.compile(r"\b[Bb](?:h\. ?kl\.|ørnehaveklassen?) (?:til|[-–]) (\d{1,2})\.\s*klasse"), (None, 1)),
    (re.compile(r"\bbørnehaveklassen?\b", re.IGNORECASE), (None, None)),
    (re.compile(r"\b(\d{1,2})\.?\s*[-–]\s*(\d{1,2})\.\s*klasse"), (1, 2)),
    (re.compile(r"\b(\d{1,2})\.? (?:til|og) (\d{1,2})\.\s*klasse"), (1, 2)),
    (re.compile(r"\b(?:på|i) (\d{1,2})\. klasse(?:s|r)?\b"), (1, 1)),
)


def ages(text: str) -> Iterator[Span]:
    """All age spans of a text, in whole years; overlapping readings are given once, the longest first.

    One is under 18 until the birthday, so 17 is the last year, and over 18 from then on, so 18 is the first.
    """
    for span in _spans(text, _AGES, "år"):
        is_below = text.startswith("under", span.start) and span.high is not None
        yield replace(span, high=(span.high or 0) - 1) if is_below else span


def grades(text: str) -> Iterator[Span]:
    """All spans of school grades of a text, 0 (børnehaveklassen) to 10."""
    for span in _spans(text, _GRADES, "klasse"):
        words = text[span.start:span.end].casefold()
        if words.startswith("b"):
            yield replace(span, low=0, high=span.high or 0)
        elif " og " in words and (span.high or 0) - (span.low or 0) > 1:  # "6. og 9. klasse" leaves out what is between
            yield replace(span, high=span.low)
            yield replace(span, low=span.high)
        else:
            yield span


def _spans(text: str, patterns: tuple[tuple[re.Pattern[str], tuple[int | None, int | None]], ...], unit: str) -> Iterator[Span]:
    taken: list[tuple[int, int]] = []
    for pattern, (low, high) in patterns:
        for match in pattern.finditer(text):
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            taken.append(match.span())
            yield Span(
                int(match.group(low)) if low else None, int(match.group(high)) if high else None, unit, match.start(), match.end()
            )
