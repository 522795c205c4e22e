"""One document in two extractions: word by word, where they differ, the better wording is kept.

Why: neither extraction is always right. The structured one is the base. A word of it gives way only when the other
extraction has, in its place, a word that both use elsewhere while its own stands nowhere else.
"""

from __future__ import annotations

import re
from collections import Counter
from difflib import SequenceMatcher

from corpus.draft import Draft

RULE = "afstemt mod anden udtrækning"
_WORD = re.compile(r"\w+", re.UNICODE)
_LINE_HYPHEN = re.compile(r"(?<=\w)-[ ]*\n\s*(?=[a-zæøå])")


def reconcile(pieces: list[Draft], other: str) -> None:
    """Correct the pieces in place by the text of another extraction of the same document."""
    theirs = _WORD.findall(_LINE_HYPHEN.sub("", other))
    spans = [(piece, match) for piece in pieces for match in _WORD.finditer(piece.text)]
    ours = [match.group() for _, match in spans]
    matcher = SequenceMatcher(None, _fold(ours), _fold(theirs), autojunk=False)
    mine, others = Counter(_fold(ours)), Counter(_fold(theirs))
    for tag, i1, i2, j1, j2 in reversed(matcher.get_opcodes()):
        if tag != "replace" or i2 - i1 != 1 or j2 - j1 != 1:
            continue
        own, their = ours[i1].casefold(), theirs[j1].casefold()
        if mine[own] == 1 and others[own] == 0 and mine[their] and others[their] > 1:
            piece, match = spans[i1]
            piece.replace(match.start(), match.end(), theirs[j1], RULE)


def _fold(words: list[str]) -> list[str]:
    return [word.casefold() for word in words]
