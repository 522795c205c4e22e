"""Spelling: words that nobody knows are read as the nearest word of the thesaurus or the documents."""

from __future__ import annotations

import re
from collections.abc import Collection

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from corpus.danish import LONGEST_WORD, is_known
from corpus.kept import Kept

SHORTEST = 5  # letters; shorter words have too many neighbours
NEAR = 0.82  # normalised similarity from which a word counts as meant

_WORD = re.compile(r"[^\W\d_]{%d,}" % SHORTEST)  # what is longer than a word stays as it is


class Speller:
    """Corrects against a list of known word forms."""

    def __init__(self, forms: Collection[str]) -> None:
        self._known = frozenset(forms)
        self._kept: Kept[str] = Kept(4_096)
        self._by_letter: dict[str, list[str]] = {}
        for form in sorted(forms):
            if len(form) >= SHORTEST:
                self._by_letter.setdefault(form[0], []).append(form)

    def corrected(self, text: str) -> str:
        """The text with unknown words replaced by the nearest known form; words that are Danish or known stay."""
        return _WORD.sub(lambda match: self._kept.get(match.group(), self._nearest) if len(match.group()) <= LONGEST_WORD else match.group(), text)

    def _nearest(self, word: str) -> str:
        folded = word.casefold()
        if folded in self._known or is_known(folded) or is_known(folded, "en"):
            return word
        found = process.extractOne(
            folded, self._by_letter.get(folded[0], ()), scorer=DamerauLevenshtein.normalized_similarity, score_cutoff=NEAR
        )
        return found[0] if found else word
