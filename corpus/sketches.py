"""Finds out whether two documents are nearly the same text, such as one document read from two files.

Why sampled runs of words (Manber 1994, Broder 1997): a second extraction differs in layout, hyphens and slips, so neither lines nor
checksums meet; but most runs of five words do. Keeping only the runs whose hash a fixed number divides leaves some hundred a
document, the same ones in both, and an index over them finds the like among thousands without comparing each with each.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable

from corpus.danish import words

RUN = 5  # words
KEPT_OF = 8  # one run of so many is kept
FEWEST = 12  # kept runs; a shorter text tells too little
ALIKE = 0.5  # share of the smaller document's runs from which two are taken for the same text


def sketch(text: str) -> frozenset[int]:
    """The kept runs of a text, as numbers."""
    said = [word for word in words(text) if not word.isdigit()]
    hashes = (_number(" ".join(said[place:place + RUN])) for place in range(len(said) - RUN + 1))
    return frozenset(number for number in hashes if number % KEPT_OF == 0)


class Sketches:
    """The documents met so far, by their sketches."""

    def __init__(self, known: Iterable[tuple[str, frozenset[int]]] = ()) -> None:
        self._sizes: dict[str, int] = {}
        self._holders: dict[int, list[str]] = {}
        for name, runs in known:
            self.add(name, runs)

    def add(self, name: str, runs: frozenset[int]) -> None:
        """Remember a document."""
        self._sizes[name] = len(runs)
        for run in runs:
            self._holders.setdefault(run, []).append(name)

    def nearest(self, runs: frozenset[int]) -> tuple[str, float] | None:
        """The known document most like one, with the share of runs they have in common (0 to 1); None where none is alike."""
        shared = Counter(name for run in runs for name in self._holders.get(run, ()))
        shares = {name: count / min(self._sizes[name], len(runs)) for name, count in shared.items() if min(self._sizes[name], len(runs)) >= FEWEST}
        best = max(shares, key=lambda name: (shares[name], name), default=None)
        return (best, shares[best]) if best is not None and shares[best] >= ALIKE else None


def _number(run: str) -> int:
    return int.from_bytes(hashlib.blake2b(run.encode("utf-8"), digest_size=8).digest(), "big")
