"""A piece of text under repair that remembers every change made to its wording."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from corpus.document import Repair


@dataclass
class Draft:
    """A laid-out piece before it has a place in the clean text; repairs count from its own start.

    ``in_table`` marks a piece that stood in a column of a table; ``page`` (from 1) is where it begins, where pages are known.
    """

    kind: str
    text: str
    label: str | None = None
    level: int = 0
    repairs: list[Repair] = field(default_factory=list)
    in_table: bool = False
    page: int | None = None

    def substitute(self, pattern: re.Pattern[str], new: str | Callable[[re.Match[str]], str], rule: str) -> None:
        """Replace every match and record the words that changed; matches that stay the same are no repair."""
        for match in reversed(list(pattern.finditer(self.text))):
            after = new(match) if callable(new) else match.expand(new)
            if after != match.group():
                self.replace(match.start(), match.end(), after, rule)

    def drop_marks(self, pattern: re.Pattern[str], new: str = "") -> None:
        """Replace every match of a layout mark; such marks are no wording and leave no repair behind."""
        for match in reversed(list(pattern.finditer(self.text))):
            if match.expand(new) != match.group():
                self.replace(match.start(), match.end(), match.expand(new), "")

    def replace(self, start: int, end: int, after: str, rule: str) -> None:
        """Put ``after`` in the place of ``start:end``; under a rule's name it is recorded with the raw wording.

        Why: a later repair may lie within an earlier one, which then grows with it (and tells of a deletion by itself),
        or swallow parts of earlier ones, which then become one repair whose ``before`` is what the source said.
        """
        swallowed = [repair for repair in self.repairs if _meets(repair, start, end) and not _holds(repair, start, end)]
        is_held = any(_holds(repair, start, end) for repair in self.repairs)
        first = min([start, *(repair.start for repair in swallowed)])
        last = max([end, *(repair.end for repair in swallowed)])
        before, text = _raw(self.text, first, last, swallowed), self.text
        self.text = text[:start] + after + text[end:]
        shift = len(self.text) - len(text)
        kept = [repair for repair in self.repairs if repair not in swallowed]
        behind = next((index for index, repair in enumerate(kept) if repair.start >= end), len(kept))
        self.repairs = [self._moved(repair, start, end, shift) for repair in kept]
        now = self.text[first:last + shift]
        if (rule or swallowed) and (now or not is_held):
            self.repairs.insert(behind, Repair(first, last + shift, before, now, rule or swallowed[0].rule))

    def note(self, start: int, end: int, other: str, rule: str) -> None:
        """Record another reading of ``start:end`` that was not followed."""
        self.repairs.append(Repair(start, end, other, self.text[start:end], rule))

    def append(self, other: Draft, joint: str, rule: str) -> None:
        """Join another piece to this one, recording the joint as a repair."""
        at = len(self.text)
        self.text += joint + other.text
        self.repairs.append(Repair(at, at + len(joint), "\n\n", joint, rule))
        shift = at + len(joint)
        self.repairs += [replace(repair, start=repair.start + shift, end=repair.end + shift) for repair in other.repairs]

    def cut_front(self, length: int) -> None:
        """Drop the first characters and the white space after them, keeping the repairs in step."""
        self.repairs = [repair for repair in self.repairs if repair.end > length or repair.start >= length]
        self._crop(len(self.text) - len(self.text[length:].lstrip()), len(self.text))

    def strip(self) -> None:
        """Drop white space at both ends, keeping the repairs in step."""
        self._crop(len(self.text) - len(self.text.lstrip()), len(self.text.rstrip()))

    def _crop(self, first: int, last: int) -> None:
        last = max(first, last)
        self.text = self.text[first:last]
        self.repairs = [self._clipped(repair, first, last) for repair in self.repairs]

    def _clipped(self, repair: Repair, first: int, last: int) -> Repair:
        start, end = (min(max(at, first), last) - first for at in (repair.start, repair.end))
        return replace(repair, start=start, end=end, after=self.text[start:end])

    def _moved(self, repair: Repair, start: int, end: int, shift: int) -> Repair:
        if _holds(repair, start, end):
            return replace(repair, end=repair.end + shift, after=self.text[repair.start:repair.end + shift])
        if repair.start < end or not shift:
            return repair
        return Repair(repair.start + shift, repair.end + shift, repair.before, repair.after, repair.rule)


def _meets(repair: Repair, start: int, end: int) -> bool:
    return repair.start < end and start < repair.end


def _holds(repair: Repair, start: int, end: int) -> bool:
    """True where the repair leaves none of the run out and reaches beyond it; an empty run must lie within it."""
    if start == end:
        return repair.start < start < repair.end
    return repair.start <= start and end <= repair.end and (repair.end - repair.start) > (end - start)


def place(repair: Repair) -> tuple[int, bool, int]:
    """Sorts repairs by where they stand: deletions first, then outer ones before those within them."""
    return repair.start, repair.end > repair.start, -repair.end


def _raw(text: str, first: int, last: int, repairs: list[Repair]) -> str:
    """What the source said where the text now says ``first:last``."""
    raw, at = "", first
    for repair in sorted(repairs, key=place):
        if repair.start >= at:
            raw += text[at:repair.start] + repair.before
            at = repair.end
    return raw + text[at:last]
