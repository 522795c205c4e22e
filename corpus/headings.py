"""Which pieces are headings, how deep they stand, and what is only page furniture.

Why: the shipped sources mark no headings (where one does, with "#", its mark decides). A table of contents tells the upper levels; headings that recur (the fields of a
fact sheet, the parts of a chapter) stand below them; all others stand below the nearest of these.
"""

from __future__ import annotations

import re
from collections import Counter
from difflib import SequenceMatcher

from rapidfuzz import fuzz

from corpus.draft import Draft

LONGEST_HEADING = 110  # characters
SAME_HEADING = 0.93  # similarity from which two headings are one, spelled in two ways

SUPERSCRIPT = tuple("¹²³⁴⁵⁶⁷⁸⁹")  # the digits that open a footnote

_CONTENTS_TITLE = re.compile(r"^(Indhold|Indholdsfortegnelse|Disposition\b.*)$")
_CHAPTER_NUMBER = re.compile(r"^\d{1,2}\.?\s+")
_NO_HEADING_END = (".", ",", ":", ";", "!", "?")
_LABELLED = re.compile(r"^([A-ZÆØÅ][\wæøåé/-]*(?: [\wæøåé/-]+){0,3}): (?=\S)")


def key(text: str) -> str:
    """One key for a heading with and without number, case and layout."""
    return re.sub(r"\W+", " ", _CHAPTER_NUMBER.sub("", text.replace("\n", " "))).strip().casefold()


def mark_structure(pieces: list[Draft]) -> list[Draft]:
    """Give every piece its final kind, and headings and labels their level (1 is outermost)."""
    pieces = _mark_pullquotes([piece for piece in pieces if not _is_icon(piece)])
    contents, pieces = _take_contents(pieces)
    recurring = _recurring(pieces, contents)
    marked = (piece.level for piece in pieces if piece.kind == "heading")
    field_level = max([1, *contents.values(), *marked]) + 1
    pieces = _split_inline_labels(pieces, recurring)
    _mark_headings(pieces, contents, recurring, field_level)
    _demote_bodiless(pieces)
    for piece in pieces:
        _mark_detail(piece)
    return pieces


def _is_icon(piece: Draft) -> bool:
    return len(piece.text) <= 2 and piece.kind == "paragraph" and piece.text != "//" and not piece.text.isdigit()


def _mark_pullquotes(pieces: list[Draft]) -> list[Draft]:
    """Pull quotes stand after a slashes mark, or repeat running text that stood before under the same heading."""
    seen: set[str] = set()
    for before, piece in zip([Draft("start", ""), *pieces], pieces):
        if piece.kind in ("heading", "label", "column") or _looks_like_heading(piece):
            seen.clear()
        squeezed = re.sub(r"\W+", "", piece.text).casefold()
        if piece.kind == "paragraph" and (before.text == "//" or (len(squeezed) > 80 and squeezed in seen)):
            piece.kind = "pullquote"
        seen.add(squeezed)
    return [piece for piece in pieces if piece.text != "//"]


def _take_contents(pieces: list[Draft]) -> tuple[dict[str, int], list[Draft]]:
    """Read the table of contents; its pieces become kind ``contents``. Returns the level of each entry."""
    start = next((i for i, piece in enumerate(pieces) if _CONTENTS_TITLE.match(piece.text)), None)
    if start is None:
        return {}, pieces
    levels: dict[str, int] = {}
    has_pages = start + 1 < len(pieces) and pieces[start + 1].kind == "entry"
    end = start + 1
    while end < len(pieces) and _continues_contents(pieces[end], levels, has_pages):
        piece = pieces[end]
        nested = piece.kind == "item" or bool(_CHAPTER_NUMBER.match(piece.text))
        levels.setdefault(key(piece.text), 2 if nested else 1)
        piece.kind = "contents"
        end += 1
    return levels, pieces[:start] + pieces[start + 1:]


def _continues_contents(piece: Draft, levels: dict[str, int], has_pages: bool) -> bool:
    """Where entries have page numbers only these belong; elsewhere the list ends at an entry's second coming."""
    if has_pages:
        return piece.kind == "entry"
    return piece.kind != "heading" and len(piece.text) <= LONGEST_HEADING and _entry_level(piece.text, levels) is None


def _entry_level(text: str, contents: dict[str, int]) -> int | None:
    """The level of the entry that names this heading, spelling slips allowed."""
    name = key(text)
    if name in contents:
        return contents[name]
    best = next((entry for entry in contents if _is_alike(entry, name)), None)
    return contents[best] if best else None


def _is_alike(entry: str, name: str) -> bool:
    """Why two ratios: the fast one is never below the other, so that most pairs are settled by it."""
    return fuzz.ratio(entry, name) >= 100 * SAME_HEADING and SequenceMatcher(None, entry, name).ratio() >= SAME_HEADING


def _looks_like_heading(piece: Draft) -> bool:
    first, *rest = piece.text.split("\n")
    return (
        piece.kind == "paragraph"
        and not piece.in_table
        and 2 < len(piece.text) <= LONGEST_HEADING
        and (first[0].isupper() or (first[0].isdigit() and not first.isdigit()))
        and not piece.text.endswith(_NO_HEADING_END)
        and all(line[:1].islower() for line in rest)
    )


def _recurring(pieces: list[Draft], contents: dict[str, int]) -> set[str]:
    """Keys of labels and headings that stand at least twice and are no entry of the contents."""
    counts = Counter(
        key(piece.text)
        for piece in pieces
        if (piece.kind == "label" or _looks_like_heading(piece)) and "\n" not in piece.text
    )
    return {label for label, count in counts.items() if count > 1 and label not in contents}


def _split_inline_labels(pieces: list[Draft], recurring: set[str]) -> list[Draft]:
    """Put a known label that runs into its text ("Hvor Seks skoler: …") on a piece of its own."""
    split: list[Draft] = []
    for piece in pieces:
        label = next((label for label in recurring if _starts_with_label(piece, label)), None)
        if label:
            split.append(Draft("label", piece.text[:len(label)]))
            piece.cut_front(len(label))
        split.append(piece)
    return split


def _starts_with_label(piece: Draft, label: str) -> bool:
    rest = piece.text[len(label):]
    return (
        piece.kind == "paragraph"
        and len(piece.text) > len(label) + 10
        and piece.text[:len(label)].casefold() == label
        and bool(re.match(r"\s+[A-ZÆØÅ\d\"”]", rest))
    )


def _mark_headings(pieces: list[Draft], contents: dict[str, int], recurring: set[str], field_level: int) -> None:
    fields = {piece.text.casefold() for piece in pieces if piece.kind == "label"}
    parent, in_sheet = 0, False
    for piece, following in zip(pieces, [*pieces[1:], Draft("end", "")]):
        if piece.kind == "column":
            piece.kind, piece.level = "label", parent + 1
            continue
        if piece.kind == "heading":
            parent, in_sheet = piece.level, False
            continue
        is_heading = _looks_like_heading(piece)
        listed = _entry_level(piece.text, contents) if is_heading else None
        opens_sheet = following.kind == "label" or key(following.text) in recurring & fields
        if piece.kind == "label" or (is_heading and key(piece.text) in recurring):
            in_sheet = in_sheet or key(piece.text) in fields
            piece.kind, piece.level = ("label" if key(piece.text) in fields else "heading"), field_level
            parent = field_level if piece.kind == "heading" else parent
        elif is_heading and (listed or opens_sheet):
            piece.kind, piece.level = "heading", listed or field_level - 1
            parent, in_sheet = piece.level, opens_sheet
        elif is_heading:
            piece.kind, piece.level = ("label", field_level) if in_sheet else ("heading", parent + 1)


def _demote_bodiless(pieces: list[Draft]) -> None:
    """A would-be heading with nothing below it is a line of text (cover, signatures, repeated furniture)."""
    following = Draft("line", "")
    for piece in reversed(pieces):
        closes = following.kind in ("line", "contents") or (following.kind == "heading" and following.level <= piece.level)
        if piece.kind == "heading" and closes:
            piece.kind = "line"
        if piece.kind != "pullquote":
            following = piece


def _mark_detail(piece: Draft) -> None:
    """Footnotes, and the leading "Term:" of a paragraph or list item."""
    if piece.kind == "paragraph" and piece.text[:1] in SUPERSCRIPT:
        piece.kind = "footnote"
    elif piece.kind in ("paragraph", "item"):
        labelled = _LABELLED.match(piece.text)
        piece.label = labelled.group(1) if labelled else None
