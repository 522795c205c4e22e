"""Repairs by rule: marks of layout, tracked changes, cuts by page breaks and known slips of reading."""

from __future__ import annotations

import re

from corpus.document import HYPHENATION, SLIP
from corpus.draft import Draft
from corpus.sentences import sentence_spans
from corpus.slips import Slips

WRAPPED_LEAST = 30  # characters; shorter lines are headings or labels, never cut sentences
CUT_PARAGRAPH = 80  # characters; a paragraph this long without an end was cut by a page break

TRACKED_INSERTION = "sporet indsættelse"
TRACKED_DELETION = "sporet sletning"
PAGE_BREAK = "sideskift midt i sætning"

_INSERTED = re.compile(r"\{\+\+(.*?)\+\+\}", re.DOTALL)
_STRUCK = re.compile(r"[ ]~~(?:(?!~~).)*~~(?=[\s.,;:!?)]|$)|~~(?:(?!~~).)*~~", re.DOTALL)  # one of the blanks around it goes too
_STRIKE = "~~"
_LINK = re.compile(r"\[([^\[\]]*)\]\([^)]*\)")
_LINK_LEFT = re.compile(r"\]\(#[^)]*\)|^\[(?=[^\]]*$)")  # of a link that spans paragraphs
_EMPHASIS = re.compile(r"\*+")
_NUMBER_MARK = re.compile(r"^(\w{1,2})\*\* ?")
_DOUBLE_BLANK = re.compile(r"(?<=\S)[ \u00a0]{2,}(?=\S)")
_HYPHEN_BLANK = re.compile(r"(?<=[a-zæøå])- (?=[A-ZÆØÅ])")
_DRAFT_MARK = re.compile(r"^[*_ ]*UDKAST[*_ ]*$", re.MULTILINE)
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")
_ENDS = (".", ":", "?", "!", ";", "”", '"', ")", "…")


def clean(pieces: list[Draft], slips: Slips, *, tracked_changes: bool) -> list[Draft]:
    """Apply all rules; ``tracked_changes`` says that links are insertions of a draft, not plain links."""
    for piece in pieces:
        piece.drop_marks(_INVISIBLE)
        piece.drop_marks(_DRAFT_MARK)
    _close_strikes(pieces)
    for piece in pieces:
        _clean_marks(piece, tracked_changes)
        for pattern, replacement in slips.patterns:
            piece.substitute(pattern, lambda match: slips.reading(match.group(), match.expand(replacement)), SLIP)
        piece.strip()
    return _join_cut_paragraphs([piece for piece in pieces if piece.text])


def _close_strikes(pieces: list[Draft]) -> None:
    """Where struck text runs over several pieces, strike each of them; a mark that is never closed says nothing."""
    open_at: int | None = None
    for index, piece in enumerate(pieces):
        if piece.text.count(_STRIKE) % 2 == 0:
            continue
        if open_at is None:
            open_at = index
            continue
        pieces[open_at].text += _STRIKE
        for between in pieces[open_at + 1:index]:
            between.text = f"{_STRIKE}{between.text.replace(_STRIKE, '')}{_STRIKE}"
        piece.text = _STRIKE + piece.text
        open_at = None


def _clean_marks(piece: Draft, tracked_changes: bool) -> None:
    """Layout marks go without a trace; what changes wording is recorded."""
    if piece.kind == "item":
        piece.drop_marks(_NUMBER_MARK, r"\1 ")
    piece.substitute(_STRUCK, "", TRACKED_DELETION)
    piece.substitute(_INSERTED, r"\1", TRACKED_INSERTION)
    piece.drop_marks(re.compile(_STRIKE))
    if tracked_changes:
        piece.substitute(_LINK, r"\1", TRACKED_INSERTION)
    else:
        piece.drop_marks(_LINK, r"\1")
    piece.drop_marks(_LINK_LEFT)
    piece.drop_marks(_EMPHASIS)
    piece.drop_marks(_DOUBLE_BLANK, " ")
    piece.substitute(_HYPHEN_BLANK, "-", HYPHENATION)


def _join_cut_paragraphs(pieces: list[Draft]) -> list[Draft]:
    joined: list[Draft] = []
    for piece in pieces:
        if joined and _is_continued(joined[-1], piece):
            joined[-1].append(piece, " ", PAGE_BREAK)
        else:
            joined.append(piece)
    return joined


def _is_continued(before: Draft, after: Draft) -> bool:
    """True where a page break cut ``before`` in mid-sentence and ``after`` goes on."""
    if before.kind not in ("paragraph", "item") or after.kind != "paragraph" or before.in_table != after.in_table:
        return False
    if before.text.endswith(_ENDS) or after.text[:1] in "•-–¹²³":
        return False
    if after.text[:1].islower():
        return len(before.text) > WRAPPED_LEAST
    return before.kind == "paragraph" and len(before.text) >= CUT_PARAGRAPH and after.text.endswith(_ENDS) and _is_running(before.text)


def _is_running(text: str) -> bool:
    """True for running text that has come past its first sentence; a long heading has not."""
    return len(list(sentence_spans(text))) > 1
