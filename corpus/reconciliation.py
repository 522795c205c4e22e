"""One document in two extractions: word by word, where they differ, the better wording is kept.

Why: neither extraction is always right. The structured one is the base. A word of it that the other extraction never
has was misread: it gives way to the word in its place, or goes where the other has none. A word that both use
elsewhere stands, and the other's reading is noted as not followed.
"""

from __future__ import annotations

import re
from collections import Counter
from difflib import SequenceMatcher

from corpus.document import RECONCILED
from corpus.draft import Draft
from corpus.slips import Slips

NOT_FOLLOWED = "anden udtrækning læser her forkert"
ALIKE = 0.6  # similarity from which two readings are readings of the same words
MOST_WORDS = 2  # words; longer differences are differences of layout

_WORD = re.compile(r"\w+", re.UNICODE)
_LINE_HYPHEN = re.compile(r"(?<=\w)-[ ]*\n\s*(?=[a-zæøå])(?!og\b|eller\b)")

Spans = list[tuple[Draft, re.Match[str]]]


def reconcile(pieces: list[Draft], other: str, slips: Slips) -> None:
    """Correct the pieces in place by the text of another extraction of the same document; a repair that was withdrawn is not made."""
    other = _LINE_HYPHEN.sub("", other)
    theirs = list(_WORD.finditer(other))
    spans = [(piece, match) for piece in pieces for match in _WORD.finditer(piece.text)]
    ours_folded, theirs_folded = _fold([match for _, match in spans]), _fold(theirs)
    used = Counter(theirs_folded)
    matcher = SequenceMatcher(None, ours_folded, theirs_folded, autojunk=False)
    for tag, i1, i2, j1, j2 in reversed(matcher.get_opcodes()):
        misread = i2 - i1 == 1 and not used[ours_folded[i1]]
        if tag == "delete" and misread:
            _drop(spans, i1, slips)
        elif tag == "replace" and max(i2 - i1, j2 - j1) <= MOST_WORDS and spans[i1][0] is spans[i2 - 1][0]:
            _settle(spans[i1:i2], other[theirs[j1].start():theirs[j2 - 1].end()], misread and j2 - j1 == 1, slips)


def _drop(spans: Spans, index: int, slips: Slips) -> None:
    """Take out a word up to the next one of its piece; at the end of a piece it stays."""
    piece, match = spans[index]
    if index + 1 < len(spans) and spans[index + 1][0] is piece and not slips.is_withdrawn(match.group(), ""):
        piece.replace(match.start(), spans[index + 1][1].start(), "", RECONCILED)


def _settle(words: Spans, reading: str, misread: bool, slips: Slips) -> None:
    piece, start, end = words[0][0], words[0][1].start(), words[-1][1].end()
    own = piece.text[start:end]
    if SequenceMatcher(None, own.casefold(), reading.casefold()).ratio() < ALIKE:
        return
    if misread and not slips.is_withdrawn(own, reading):
        piece.replace(start, end, reading, RECONCILED)
    else:
        piece.note(start, end, " ".join(reading.split()), NOT_FOLLOWED)


def _fold(words: list[re.Match[str]]) -> list[str]:
    return [match.group().casefold() for match in words]
