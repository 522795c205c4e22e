"""A piece of text under repair that remembers every change made to its wording."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from corpus.document import Repair


@dataclass
class Draft:
    """A laid-out piece before it has a place in the clean text; repairs count from its own start."""

    kind: str
    text: str
    label: str | None = None
    level: int = 0
    repairs: list[Repair] = field(default_factory=list)

    def substitute(self, pattern: re.Pattern[str], new: str | Callable[[re.Match[str]], str], rule: str) -> None:
        """Replace every match and record the words that changed; matches that stay the same are no repair."""
        start = 0
        while match := pattern.search(self.text, start):
            after = new(match) if callable(new) else match.expand(new)
            if after != match.group():
                self.replace(match.start(), match.end(), after, rule)
            start = match.start() + max(len(after), 1)
            if start > len(self.text):
                break

    def replace(self, start: int, end: int, after: str, rule: str) -> None:
        """Put ``after`` in the place of ``start:end`` and record it under the rule's name."""
        before = self.text[start:end]
        self.text = self.text[:start] + after + self.text[end:]
        shift = len(after) - len(before)
        self.repairs = [
            replace(repair, start=repair.start + shift, end=repair.end + shift) if repair.start >= end else repair
            for repair in self.repairs
        ]
        self.repairs.append(Repair(start, start + len(after), before, after, rule))

    def append(self, other: Draft, joint: str, rule: str) -> None:
        """Join another piece to this one, recording the joint as a repair."""
        at = len(self.text)
        self.text += joint + other.text
        self.repairs.append(Repair(at, at + len(joint), "\n\n", joint, rule))
        shift = at + len(joint)
        self.repairs += [replace(repair, start=repair.start + shift, end=repair.end + shift) for repair in other.repairs]

    def cut_front(self, length: int) -> None:
        """Drop the first characters and the white space after them, keeping the repairs in step."""
        rest = self.text[length:].lstrip()
        self._shift(len(self.text) - len(rest))
        self.text = rest

    def strip(self) -> None:
        """Drop white space at both ends, keeping the repairs in step."""
        self.cut_front(0)
        self.text = self.text.rstrip()

    def _shift(self, cut: int) -> None:
        self.repairs = [
            replace(repair, start=repair.start - cut, end=repair.end - cut)
            for repair in self.repairs
            if repair.start >= cut
        ]
