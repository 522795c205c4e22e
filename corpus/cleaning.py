"""Repairs by rule: marks of layout, tracked changes, cuts by page breaks and known slips of reading."""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib import resources

from corpus.draft import Draft

CUT_PARAGRAPH = 80  # characters; a paragraph this long without an end was cut by a page break

TRACKED_INSERTION = "sporet indsættelse"
TRACKED_DELETION = "sporet sletning"
PAGE_BREAK = "sideskift midt i sætning"
HYPHENATION = "orddeling"
SLIP = "læsefejl"

_STRUCK = re.compile(r"[ ]?~~.*?~~")
_LINK = re.compile(r"\[([^\]]*)\]\((?:[^)]*)\)")
_EMPHASIS = re.compile(r"\*{1,2}")
_NUMBER_MARK = re.compile(r"^(\w{1,2})\*\* ?")
_DOUBLE_BLANK = re.compile(r"(?<=\S)[  ]{2,}(?=\S)")
_HYPHEN_BLANK = re.compile(r"(?<=[a-zæøå])- (?=[A-ZÆØÅ])(?!og\b)")
_DRAFT_MARK = re.compile(r"^UDKAST$")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")
_ENDS = (".", ":", "?", "!", ";", "”", '"', ")", "…")


def clean(pieces: list[Draft], *, tracked_changes: bool) -> list[Draft]:
    """Apply all rules; ``tracked_changes`` says that links are insertions of a draft, not plain links."""
    kept = [piece for piece in pieces if not _DRAFT_MARK.match(piece.text.strip())]
    for piece in kept:
        _clean_marks(piece, tracked_changes)
        for pattern, replacement in _slips():
            piece.substitute(pattern, replacement, SLIP)
        piece.strip()
    return _join_cut_paragraphs([piece for piece in kept if piece.text])


def _clean_marks(piece: Draft, tracked_changes: bool) -> None:
    """Layout marks go without a trace; what changes wording is recorded."""
    piece.text = _INVISIBLE.sub("", piece.text)
    piece.text = _NUMBER_MARK.sub(r"\1 ", piece.text) if piece.kind == "item" else piece.text
    if tracked_changes:
        piece.substitute(_STRUCK, "", TRACKED_DELETION)
        piece.substitute(_LINK, r"\1", TRACKED_INSERTION)
    else:
        piece.text = _LINK.sub(r"\1", piece.text)
    piece.substitute(_EMPHASIS, "", "fremhævning")
    piece.repairs = [repair for repair in piece.repairs if repair.rule != "fremhævning"]
    piece.substitute(_DOUBLE_BLANK, " ", "dobbelt mellemrum")
    piece.repairs = [repair for repair in piece.repairs if repair.rule != "dobbelt mellemrum"]
    piece.substitute(_HYPHEN_BLANK, "-", HYPHENATION)


@cache
def _slips() -> list[tuple[re.Pattern[str], str]]:
    table = resources.files("corpus").joinpath("documents/slips.csv").read_text(encoding="utf-8")
    return [(re.compile(row["pattern"]), row["replacement"]) for row in csv.DictReader(table.splitlines())]


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
    if before.kind not in ("paragraph", "item") or after.kind != "paragraph":
        return False
    if before.text.endswith(_ENDS) or after.text[:1] in "•-–¹²³":
        return False
    if after.text[:1].islower():
        return len(before.text) > WRAPPED_LEAST
    return before.kind == "paragraph" and len(before.text) >= CUT_PARAGRAPH and after.text.endswith(_ENDS)


WRAPPED_LEAST = 30  # characters; shorter lines are headings or labels, never cut sentences
