"""Districts and schools in a question, also by neighbourhood, postal code and everyday short names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus.danish import fold
from ontology.concept import Concept

_POSTAL = re.compile(r"københavn|kbh|\b\d{4} (?:[nsvøk]|nv|sv|valby|vanløse|brønshøj|nordhavn)\b|postnummer")
_FOLDED = {code: one for code in range(0x2020) if len(one := fold(chr(code))) == 1}  # letters up to the dashes and quotes, one for one: offsets stay
_LIVES_IN = re.compile(r"\b(?:bor|bopæl|boende|hjemme|lives?|living|flyttet til)\b[^.?!,]{0,25}$")


@dataclass(frozen=True)
class PlaceFound:
    """A place met in a question; ``said`` are the words that named it, ``residence`` whether somebody lives there."""

    kind: str
    label: str
    said: str
    district: str
    start: int
    end: int
    residence: bool


class Gazetteer:
    """All names of districts and schools."""

    def __init__(self, table: Mapping[str, Sequence[str]]) -> None:
        """``table`` maps each folded name to its kind, label and district."""
        self._names = table
        names = "|".join(re.escape(name) for name in sorted(table, key=len, reverse=True))
        self._pattern = re.compile(rf"(?<![\w-])({names})(?:s|kvarteret)?(?!\w)")

    @staticmethod
    def table(districts: Iterable[Concept], schools: Iterable[Concept]) -> dict[str, list[str]]:
        """The names of the vocabularies in the form the constructor takes."""
        names: dict[str, list[str]] = {}
        by_id = {}
        for district in districts:
            by_id[district.id] = district.label
            for text in district.texts():
                names[fold(text)] = ["district", district.label, district.label]
        for school in schools:
            where = next((by_id[place] for place in school.spatial if place in by_id), "")
            for text in school.texts():
                names[fold(text)] = ["school", school.label, where]
        return names

    def find(self, text: str) -> Iterator[PlaceFound]:
        """The places of a text in order."""
        folded = text.translate(_FOLDED)
        for match in self._pattern.finditer(folded):
            kind, label, district = self._names[match.group(1)]
            if match.group(1) in ("city", "nv") and not re.search(rf"\b{match.group(1).upper()}\b|\b{match.group(1).capitalize()}\b", text):
                continue
            if match.group(1).isdigit() and not _POSTAL.search(folded[max(0, match.start() - 12):match.end() + 12]):
                continue
            residence = bool(_LIVES_IN.search(folded[max(0, match.start() - 40):match.start()]))
            yield PlaceFound(kind, label, text[match.start():match.end()], district, match.start(), match.end(), residence)
