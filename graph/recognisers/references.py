"""References to law: "BL§§ 30, 32, FL §23 og Sundhedsloven §126A", "§ 133 i barnets lov"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ontology.concept import Concept
from ontology.vocabulary import from_vocabularies, read_vocabulary

_PARAGRAPH = r"\d{1,3}(?:\s*[a-zA-Z](?![a-zæøå]))?"
_TARGET = re.compile(rf"({_PARAGRAPH})(?:\s*[-–]\s*({_PARAGRAPH}))?(?:\.(\d)\b)?(?:,?\s+(stk\. ?\d))?")
_SIGNS = re.compile(r"§(?:\s*§)?\s*")
_MORE = re.compile(r"\s*(?:,|og)\s*(?=\d)")


@dataclass(frozen=True)
class Reference:
    """``law`` is the law's preferred label, ``paragraph`` its number ("126 a", "§§ 120-126" as "120-126") or nothing."""

    law: str
    paragraph: str | None
    start: int
    end: int

    @property
    def label(self) -> str:
        """The reference in one form: "Barnets lov § 30", "Sundhedsloven §§ 120-126", "Folkeskoleloven § 20, stk. 2"."""
        if self.paragraph is None:
            return self.law
        return f"{self.law} {'§§' if '-' in self.paragraph else '§'} {self.paragraph}"


def references(text: str) -> Iterator[Reference]:
    """All laws a text names, one reference a paragraph, in order."""
    taken_until = 0
    for law, start, end in _laws(text):
        if start < taken_until:
            continue
        found = list(_paragraphs_after(text, law, start, end)) or list(_paragraph_before(text, law, start, end))
        yield from found or [Reference(law, None, start, end)]
        taken_until = max([end, *(reference.end for reference in found)])


@from_vocabularies
def _names() -> re.Pattern[str]:
    names = sorted((name for law in read_vocabulary("laws") for name in _written(law)), key=len, reverse=True)
    return re.compile(r"(?<![\w])(" + "|".join(map(re.escape, names)) + r")(?![a-zæøå])", re.IGNORECASE)


@from_vocabularies
def _by_name() -> dict[str, str]:
    return {name.casefold(): law.label for law in read_vocabulary("laws") for name in _written(law)}


def _written(law: Concept) -> list[str]:
    return [label.text for label in law.labels if label.language == "da" or label.kind == "notation"]


def _laws(text: str) -> Iterator[tuple[str, int, int]]:
    for match in _names().finditer(text):
        abbreviation = match.group().isupper()
        if not abbreviation and match.group().casefold() in ("bl", "fl"):
            continue
        yield _by_name()[match.group().casefold()], match.start(), match.end()


def _paragraphs_after(text: str, law: str, start: int, end: int) -> Iterator[Reference]:
    signs = re.compile(r"\s*" + _SIGNS.pattern).match(text, end)
    position = signs.end() if signs else -1
    while position >= 0:
        target = _TARGET.match(text, position)
        if not target:
            return
        yield Reference(law, _written_paragraph(target), start, target.end())
        more = _MORE.match(text, target.end())
        position = more.end() if more else -1


def _paragraph_before(text: str, law: str, start: int, end: int) -> Iterator[Reference]:
    before = re.search(rf"§\s*({_PARAGRAPH})\s+i\s+$", text[:start])
    if before:
        yield Reference(law, _spaced(before.group(1)), before.start(), end)


def _written_paragraph(target: re.Match[str]) -> str:
    first, last, point, part = target.groups()
    paragraph = _spaced(first) + (f"-{_spaced(last)}" if last else "")
    if point:
        return f"{paragraph}, stk. {point}"
    return f"{paragraph}, {part}" if part else paragraph


def _spaced(paragraph: str) -> str:
    return re.sub(r"(\d)\s*([a-zA-Z])", r"\1 \2", paragraph).lower()
