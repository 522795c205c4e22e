"""Schools, districts and administrations by every way the documents write them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ontology.vocabulary import from_vocabularies, read_vocabulary

_SCHOOL_FORM = re.compile(r"\b((?:[A-ZÆØÅ][a-zæøå]+ ){1,3}Skole(?:n)?|[A-ZÆØÅ][a-zæøå]+skolen)\b")
_NO_SCHOOL = frozenset({"Folkeskolen", "Almenskolen", "Distriktsskolen", "Specialskolen"})
_CITYWIDE = re.compile(r"\b[Bb]ydækkende\b|\balle byområder\b|\bhele byen\b")


@dataclass(frozen=True)
class Place:
    """A name found in a text: ``kind`` is school, district, administration or citywide; ``label`` its preferred form."""

    kind: str
    label: str
    start: int
    end: int


def schools(text: str) -> Iterator[Place]:
    """School names: those of the list of names, and others that have the form of one."""
    taken: list[tuple[int, int]] = []
    for match in _known("schools").finditer(text):
        taken.append(match.span())
        yield Place("school", _labels("schools")[match.group().casefold()], match.start(), match.end())
    for match in _SCHOOL_FORM.finditer(text):
        if match.group() not in _NO_SCHOOL and not any(start < match.end() and match.start() < end for start, end in taken):
            yield Place("school", match.group(), match.start(), match.end())


def districts(text: str) -> Iterator[Place]:
    """Districts by name, part of a name or abbreviation; neighbourhoods are not districts."""
    for match in _known("districts").finditer(text):
        yield Place("district", _labels("districts")[match.group().casefold()], match.start(), match.end())


def administrations(text: str) -> Iterator[Place]:
    """Administrations, labelled by their code: BUF, SOF, SUF, KFF, BIF, TMF, ØKF."""
    for match in _known("administrations").finditer(text):
        yield Place("administration", _labels("administrations")[match.group().casefold()], match.start(), match.end())


def citywide(text: str) -> Iterator[Place]:
    """Words that say that the whole city is covered."""
    for match in _CITYWIDE.finditer(text):
        yield Place("citywide", "true", match.start(), match.end())


@from_vocabularies
def _labels(vocabulary: str) -> dict[str, str]:
    by_code = vocabulary == "administrations"
    return {
        label.text.casefold(): (concept.code if by_code else concept.label)
        for concept in read_vocabulary(vocabulary)
        for label in concept.labels
        if label.language == "da" and label.kind != "place"
    }


@from_vocabularies
def _known(vocabulary: str) -> re.Pattern[str]:
    names = sorted(
        {
            re.escape(label.text)
            for concept in read_vocabulary(vocabulary)
            for label in concept.labels
            if label.language == "da" and label.kind != "place"
        },
        key=len,
        reverse=True,
    )
    return re.compile(r"(?<![\w-])(?:" + "|".join(names) + r")(?![\w-]*\w)", 0)
