"""From the lines of a PDF to paragraphs, items and headings: which lines go on, which begin anew, which words were cut."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median

from corpus.danish import is_known
from corpus.formats.pdf_lines import Line

LARGER = 1.12  # times the size of running text, from which a line is a heading
LOOSE = 1.25  # times the usual distance of lines, from which a new paragraph begins
INDENT = 6.0  # points; a smaller shift of a line's start is none
LONGEST_HEADING = 160  # characters
SHORT = 2  # letters; so short a word before a hyphen is no cut word unless the whole is known (e-mail)
WIDE = 1.15  # times the mean width of a letter, which a word may have
LONG = 75  # characters; as long as this, a line was filled

_ITEM = re.compile(r"^(?:[•●▪■◦○]|[-–](?= )|\d{1,2}\)(?= ))\s*")
_CUT_WORD = re.compile(r"(?<![\w-])(\w+)-$")
_HYPHEN = re.compile(r"\w-$")
_GOES_ON = re.compile(r"^(?!(?:og|eller|samt|til)\b)[a-zæøå]\w*")
_ENDS = (".", "?", "!", ":", ";", "”", '"')


@dataclass
class Paragraph:
    """Lines that belong together; ``kind`` is paragraph, item or heading."""

    kind: str
    lines: list[Line]
    hard: list[bool] = field(default_factory=list)  # whether each line but the last was ended by the author

    @property
    def size(self) -> float:
        return self.lines[0].size


@dataclass(frozen=True)
class Style:
    """What is usual in a document: the size of running text, the distance of its lines, the sizes of its headings, its cut words."""

    size: float
    pitch: float
    heading_sizes: tuple[float, ...]
    whole_words: frozenset[str]

    def level(self, paragraph: Paragraph) -> int:
        """The level of a heading: 1 for the largest letters."""
        return 1 + next((at for at, size in enumerate(self.heading_sizes) if paragraph.size >= size - 0.3), len(self.heading_sizes))


def style_of(pages: Iterable[Sequence[Line]]) -> Style:
    """What is usual over all pages."""
    pages = list(pages)
    sizes = Counter[float]()
    for line in (line for page in pages for line in page):
        sizes[round(line.size * 2) / 2] += len(line.text)
    body = sizes.most_common(1)[0][0] if sizes else 10.0
    pitches = [
        before.y0 - line.y0
        for page in pages
        for before, line in zip(page, page[1:])
        if abs(line.size - body) < 0.5 and 0 < before.y0 - line.y0 < 2.2 * body and abs(before.x0 - line.x0) < 3 * INDENT
    ]
    usual = Counter(round(pitch) for pitch in pitches).most_common(1)
    pitch = median([one for one in pitches if abs(one - usual[0][0]) <= 1]) if usual else 1.2 * body
    larger = sorted((size for size in sizes if size >= LARGER * body), reverse=True)
    words = frozenset(word for page in pages for line in page for word in re.findall(r"[\w-]+(?!-?$)", line.text))
    return Style(body, pitch, tuple(larger), words)


def paragraphs_of(lines: Sequence[Line], style: Style, right: float | None = None) -> list[Paragraph]:
    """The paragraphs of lines in reading order; ``right`` is where lines end at the latest, where it is known."""
    paragraphs: list[Paragraph] = []
    edges = _edges(lines, style) if right is None else [right] * len(lines)
    for line, edge in zip(lines, [edges[0] if edges else 0.0, *edges]):
        last = paragraphs[-1] if paragraphs else None
        if last and _belongs(last, line, style, edge):
            last.hard.append(_left_room(last.lines[-1], line, edge))
            last.lines.append(line)
        else:
            kind = "item" if line.bullet or _ITEM.match(line.text) else "heading" if _is_large(line, style) and "\t" not in line.text else "paragraph"
            paragraphs.append(Paragraph(kind, [line]))
    for paragraph in paragraphs:
        if paragraph.kind == "heading" and sum(len(line.text) for line in paragraph.lines) > LONGEST_HEADING:
            paragraph.kind = "paragraph"
    return paragraphs


def _edges(lines: Sequence[Line], style: Style) -> list[float]:
    """How far to the right the lines of each line's column reach."""
    edges = []
    for line in lines:
        column = [one for one in lines if abs(one.size - line.size) < 1 and one.x0 < line.x0 + 12 * INDENT and one.x1 > line.x0]
        starts = [one for one in column if abs(one.x0 - line.x0) < 6 * INDENT] or column
        edges.append(max(one.x1 for one in starts))
    return edges


def _is_large(line: Line, style: Style) -> bool:
    return line.size >= LARGER * style.size and any(letter.isalpha() for letter in line.text)


def _belongs(paragraph: Paragraph, line: Line, style: Style, edge: float) -> bool:
    """Whether a line goes on with a paragraph."""
    last, first = paragraph.lines[-1], paragraph.lines[0]
    pitch = last.y0 - line.y0
    if line.bullet or abs(line.size - last.size) > 0.12 * last.size or "\t" in last.text or "\t" in line.text:
        return False  # a tab parts an entry of a list of contents from its page
    usual = style.pitch * max(1.0, last.size / style.size)
    if not 0.3 * usual < pitch <= LOOSE * usual or line.x0 > last.x1 or line.x1 < last.x0:
        return False
    is_full = not _left_room(last, line, edge)
    is_cut = is_full and not last.text.endswith(_ENDS)
    if _ITEM.match(line.text):
        return is_cut and paragraph.kind == "paragraph" and line.text[:1] in "-–"  # a dash within a sentence
    begins = not is_full and last.text.endswith(_ENDS) and not line.text[:1].islower()
    if paragraph.kind == "item":
        return line.x0 >= first.x0 - INDENT / 2 and not begins
    indented = line.x0 > last.x0 + INDENT and len(paragraph.lines) > 1
    ended = begins and (len(last.text) >= LONG or len(paragraph.lines) > 1)
    return not indented and not ended and (paragraph.kind == "heading" or last.is_bold == line.is_bold or is_full)


def _left_room(last: Line, line: Line, edge: float) -> bool:
    """Whether the first word of a line had fitted on the line before, so that the author ended that one."""
    word = line.text.split(" ", 1)[0]
    return last.x1 + WIDE * (len(word) + 1) * line.letter < edge


def text_of(paragraph: Paragraph, style: Style) -> str:
    """The text of a paragraph; lines that its author ended stay lines."""
    text = _ITEM.sub("", paragraph.lines[0].text) if paragraph.kind == "item" else paragraph.lines[0].text
    for line, is_hard in zip(paragraph.lines[1:], paragraph.hard):
        text = f"{text}\n{line.text}" if is_hard and paragraph.kind == "paragraph" else joined(text, line.text, style.whole_words)
    return text


def joined(before: str, after: str, whole_words: frozenset[str]) -> str:
    """Two lines made one; a word that was cut between them is put together again, a hyphen of its own stays."""
    cut, rest = _CUT_WORD.search(before), _GOES_ON.match(after)
    if not cut or not rest:
        return before + ("" if _HYPHEN.search(before) and rest else " ") + after
    first, last = cut.group(1), rest.group()
    is_short = len(first) <= SHORT and f"{first}{last}" not in whole_words and not is_known(first + last)
    keeps_hyphen = f"{first}-{last}" in whole_words or not first[-1].islower() or is_short
    return before + after if keeps_hyphen else before[:-1] + after
