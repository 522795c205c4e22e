"""The parts of a Word file beside its body: styles, numbering, footnotes and comments."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.formats.package import Package
from corpus.formats.xml_tree import Element, attribute, child, local, parsed

DEEPEST_HEADING = 6
MOST_BASES = 20  # styles that may be based on one another

_HEADING_NAME = re.compile(r"^(?:heading|overskrift) ?(\d)$", re.IGNORECASE)
_TITLES = frozenset({"title", "titel"})


@dataclass(frozen=True)
class Style:
    """What a paragraph style says: the level of a heading, and its list (``numId``)."""

    based_on: str | None
    level: int | None
    list_id: str | None


class Styles:
    """The paragraph styles by id, each with what it inherits."""

    def __init__(self, package: Package) -> None:
        data = package.read("word/styles.xml")
        found = parsed(data) if data else []
        self._styles = {attribute(style, "styleId") or "": _style(style) for style in found if local(style) == "style"}

    def level(self, id_: str | None) -> int | None:
        """The level of a heading, from 1; None for body text."""
        return next((style.level for style in self._line(id_) if style.level), None)

    def list_id(self, id_: str | None) -> str | None:
        """The list that a style puts its paragraphs in."""
        return next((style.list_id for style in self._line(id_) if style.list_id), None)

    def _line(self, id_: str | None) -> Iterator[Style]:
        for _ in range(MOST_BASES):
            style = self._styles.get(id_ or "")
            if style is None:
                return
            yield style
            id_ = style.based_on


def _style(element: Element) -> Style:
    name, properties = _value(child(element, "name")) or "", child(element, "pPr")
    return Style(_value(child(element, "basedOn")), _level(name, properties), _value(child(properties, "numPr", "numId")))


def _value(element: Element | None) -> str | None:
    return None if element is None else attribute(element, "val")


def _level(name: str, properties: Element | None) -> int | None:
    named = _HEADING_NAME.match(name)
    if named:
        return min(int(named.group(1)), DEEPEST_HEADING) or 1
    if name.casefold() in _TITLES:
        return 1
    outline = _value(child(properties, "outlineLvl"))
    return int(outline) + 1 if outline and outline.isdigit() and int(outline) < DEEPEST_HEADING else None


class Numbering:
    """Which lists are numbered, and the next number of each."""

    def __init__(self, package: Package) -> None:
        data = package.read("word/numbering.xml")
        root = parsed(data) if data else None
        self._formats: dict[tuple[str, str], str] = {}
        self._abstract: dict[str, str] = {}
        for element in () if root is None else root:
            self._learn(element)
        self._counts: Counter[tuple[str, str]] = Counter()

    def _learn(self, element: Element) -> None:
        if local(element) == "abstractNum":
            for level in element:
                if local(level) == "lvl":
                    key = attribute(element, "abstractNumId") or "", attribute(level, "ilvl") or "0"
                    self._formats[key] = _value(child(level, "numFmt")) or "bullet"
        elif local(element) == "num":
            self._abstract[attribute(element, "numId") or ""] = _value(child(element, "abstractNumId")) or ""

    def next(self, list_id: str, depth: str) -> int | None:
        """The number of the next item of a list at a depth; None where it has bullets."""
        if self._formats.get((self._abstract.get(list_id, ""), depth), "bullet") != "decimal":
            return None
        self._counts[list_id, depth] += 1
        for deeper in [key for key in self._counts if key[0] == list_id and key[1] > depth]:
            del self._counts[deeper]
        return self._counts[list_id, depth]


def notes_of(package: Package, part: str, kind: str) -> dict[str, Element]:
    """Footnotes, endnotes or comments by id; those that only draw a line between text and notes are none."""
    data = package.read(f"word/{part}.xml")
    found = parsed(data) if data else []
    return {
        attribute(note, "id") or "": note
        for note in found
        if local(note) == kind and attribute(note, "type") in (None, "normal")
    }
