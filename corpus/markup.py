"""From raw Markdown-like text to a list of laid-out pieces: paragraphs, list items and table rows."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator

from corpus.draft import Draft

WRAPPED_LINE = 75  # characters; lines at least this long are one paragraph cut by the page width
SHORT_CELL = 40  # characters; a first cell up to this long labels its row
HEADER_CELL = 80  # characters; header cells are at most this long

_RULE_ROW = re.compile(r"[\s|:-]+")  # with three dashes among them; looked for apart, since both at once takes the cube of a line's length
_ITEM = re.compile(r"^\s*(?:[-•*]\s+|(\d{1,2}\)\s+))")
_CELL_MARK = re.compile(r"<(/?)(p|ul|ol|li|br)\b[^<>]*>|•", re.IGNORECASE)
_COMMENT = re.compile(r"<!--(?:(?!<!--).)*?-->")
_INLINE_TAG = re.compile(r"</?(?:a|abbr|b|em|font|i|mark|s|small|span|strong|sub|sup|u)\b[^<>]*>", re.IGNORECASE)
_LEFT_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_HEADING = re.compile(r"^ {0,3}(#{1,6}) +(.*)$")
_PAGE = re.compile(r"^\d{1,3}$")
_PIPE_ROW = re.compile(r"^\s*\|(.*)\|\s*$")


def read_pieces(raw: str) -> list[Draft]:
    """The pieces of a text in order; kinds are paragraph, item, heading, label, column and entry (of a contents list).

    A paragraph of several short lines keeps them, separated by newlines.
    """
    pieces: list[Draft] = []
    for group in _groups(_PIPE_ROW.sub(_tabbed, line) for line in raw.splitlines()):
        pieces += _table(group) if "\t" in group[0] else _text(group)
    return [piece for piece in pieces if piece.text.strip()]


def _tabbed(row: re.Match[str]) -> str:
    return "\t".join(cell.strip() for cell in row.group(1).split("|"))


def _plain(text: str) -> str:
    """The text without the tags and entities of HTML."""
    without_tags = _LEFT_TAG.sub(" ", _INLINE_TAG.sub("", _COMMENT.sub("", text)))
    return html.unescape(without_tags.replace("&nbsp;", " ")).strip()


def _groups(lines: Iterable[str]) -> Iterator[list[str]]:
    """Runs of lines that belong together; table rows parted by blank lines stay one table."""
    group: list[str] = []
    for line in lines:
        line = line.rstrip()
        is_rule = "---" in line and bool(_RULE_ROW.fullmatch(line))
        is_row = "\t" in line
        in_table = bool(group) and "\t" in group[0]
        if is_rule or (in_table and not line):
            continue
        if group and (not line or is_row != in_table):
            yield group
            group = []
        if line:
            group.append(line)
    if group:
        yield group


def _text(lines: list[str]) -> Iterator[Draft]:
    paragraph: list[str] = []
    for line in lines:
        item, heading = _ITEM.match(line), _HEADING.match(line)
        if item or heading:
            yield from _paragraph(paragraph)
            paragraph = []
        if item:
            yield Draft("item", (item.group(1) or "") + _plain(line[item.end():]))
        elif heading:
            yield Draft("heading", _plain(heading.group(2).rstrip(" #")), level=len(heading.group(1)))
        else:
            paragraph.append(line.strip())
    yield from _paragraph(paragraph)


def _paragraph(lines: list[str]) -> Iterator[Draft]:
    if not lines:
        return
    wrapped = any(len(line) >= WRAPPED_LINE for line in lines)
    if any(_CELL_MARK.search(line) for line in lines):
        yield from _cell(" ".join(lines))
    else:
        yield Draft("paragraph", (" " if wrapped else "\n").join(_plain(line) for line in lines))


def _table(lines: list[str]) -> list[Draft]:
    rows = [[cell.strip() for cell in line.split("\t")] for line in lines]
    if all(len(row) > 1 and _PAGE.match(row[-1]) for row in rows):
        return [Draft("entry", _plain(row[0]).rstrip(". ")) for row in rows]
    if len(rows) > 1 and all(len(cell) <= HEADER_CELL for cell in rows[0]) and len(rows[1][0]) > SHORT_CELL:
        return list(_columns(rows))
    return [piece for row in rows for piece in _labelled_row(row)]


def _columns(rows: list[list[str]]) -> Iterator[Draft]:
    """A table with a header row, column after column, so that each can be read alone."""
    for index, header in enumerate(rows[0]):
        yield Draft("column", _plain(header), in_table=True)
        for row in rows[1:]:
            yield from _in_table(row[index]) if index < len(row) else ()


def _in_table(text: str) -> Iterator[Draft]:
    for piece in _cell(text):
        piece.in_table = True
        yield piece


def _labelled_row(row: list[str]) -> Iterator[Draft]:
    first, rest = row[0], " ".join(cell for cell in row[1:] if cell)
    if len(first) <= SHORT_CELL:
        yield Draft("label", _plain(first))
    else:
        yield from _cell(first)
    yield from _in_table(rest)


def _cell(text: str) -> Iterator[Draft]:
    """Split a cell at its HTML and bullets; what follows a bullet, ``li`` or ``ul`` is a list item."""
    kind, start = "paragraph", 0
    for mark in _CELL_MARK.finditer(text):
        yield from _fragment(kind, text[start:mark.start()])
        tag = (mark.group(2) or "").lower()
        opens_item = mark.group() == "•" or (tag in ("li", "ul", "ol") and not mark.group(1))
        kind, start = ("item" if opens_item else "paragraph"), mark.end()
    yield from _fragment(kind, text[start:])


def _fragment(kind: str, text: str) -> Iterator[Draft]:
    text = re.sub(r"\s+", " ", _plain(text)).strip()
    if text:
        yield Draft(kind, text)
