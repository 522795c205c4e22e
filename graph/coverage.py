"""The coverage matrix: level × age group × focus area × district, with the interventions in each cell.

Why a cell has two kinds of interventions: where the documents give no age or district, an intervention may cover the cell, and a cell that
only such interventions reach is not shown as covered.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import product
from typing import Any

from graph.fact import Fact
from graph.offer import Offer
from ontology.vocabulary import read_order, read_vocabulary

GRADE_AGE = 6  # years of a child in grade 0
_YEARS = re.compile(r"(?:(\d{1,2})\s*(?:-|–|til)\s*)?(\d{1,2}) år")
_PUPILS = re.compile(r"\belev|\bskole", re.IGNORECASE)  # whoever is a pupil is of school age
_UP_TO = re.compile(r"op til (\d{1,2}) år")

Key = tuple[str, str, str, str]


@dataclass(frozen=True)
class AgeGroup:
    """An age group as a document names it, with its first and last year."""

    label: str
    youngest: int
    oldest: int


@dataclass(frozen=True)
class Cell:
    """``known`` are the interventions that the documents place in the cell, ``possible`` those for which age or district is not given."""

    level: str
    age_group: str
    focus_area: str
    district: str
    known: tuple[str, ...] = ()
    possible: tuple[str, ...] = ()

    @property
    def state(self) -> str:
        """"tom", "én indsats" when the cell hangs on one, else "dækket"."""
        return ("tom", "én indsats")[len(self.known)] if len(self.known) < 2 else "dækket"


@dataclass(frozen=True)
class Coverage:
    """The four axes in their order, and the cells that hold something; every other cell of ``pairs`` is empty."""

    levels: tuple[str, ...]
    age_groups: tuple[str, ...]
    focus_areas: tuple[str, ...]
    districts: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]
    filled: tuple[Cell, ...]

    def cells(self) -> list[Cell]:
        """Every cell: a focus area only at the levels that its document gives it."""
        filled = {(cell.level, cell.age_group, cell.focus_area, cell.district): cell for cell in self.filled}
        keys = ((level, age, area, district) for area, level in self.pairs for age, district in product(self.age_groups, self.districts))
        return [filled.get(key) or Cell(*key) for key in keys]

    def to_json(self) -> dict[str, Any]:
        """Plain data from which ``from_json`` makes an equal matrix."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Coverage:
        """The matrix of plain data."""
        axes = {name: tuple(data[name]) for name in ("levels", "age_groups", "focus_areas", "districts")}
        cells = tuple(Cell(**{**row, "known": tuple(row["known"]), "possible": tuple(row["possible"])}) for row in data["filled"])
        return cls(**axes, pairs=tuple((area, level) for area, level in data["pairs"]), filled=cells)


def coverage_of(facts: Iterable[Fact], offers: Iterable[Offer]) -> Coverage:
    """The matrix of all interventions that have a level and a focus area."""
    facts = list(facts)
    groups = age_groups(facts)
    districts = tuple(concept.label for concept in read_vocabulary("districts"))
    pairs = tuple(dict.fromkeys((fact.subject, fact.object or "") for fact in facts if fact.relation == "focus_area_level"))
    levels, areas = _links(facts, "level"), _links(facts, "part_of", {area for area, _ in pairs})
    known: dict[Key, list[str]] = defaultdict(list)
    possible: dict[Key, list[str]] = defaultdict(list)
    placed = {offer.label: offer for offer in offers if levels[offer.label] and areas[offer.label]}
    pupils = {fact.subject for fact in facts if fact.relation == "target_group" and _PUPILS.search(fact.quote)}
    for offer in sorted(placed.values(), key=lambda offer: offer.label):
        if not placed.keys().isdisjoint(offer.part_of):
            continue  # one form of an intervention is counted with it
        ages, places = _ages(offer, groups), _places(offer, districts)
        open_ages = [group.label for group in groups if group.oldest >= GRADE_AGE or not (offer.step or offer.label in pupils)]
        for area, level in pairs:
            if area in areas[offer.label] and level in levels[offer.label]:
                for age, place in product(ages or open_ages, places or districts):
                    (known if ages and places else possible)[level, age, area, place].append(offer.label)
    filled = tuple(Cell(*key, tuple(known[key]), tuple(possible[key])) for key in sorted({*known, *possible}))
    return Coverage(
        tuple(read_order("levels")), tuple(group.label for group in groups), tuple(dict.fromkeys(area for area, _ in pairs)), districts, pairs, filled
    )  # fmt: skip


def age_groups(facts: Iterable[Fact]) -> list[AgeGroup]:
    """The age groups into which a document sorts its risk factors, the youngest first."""
    names = dict.fromkeys((fact.object or "").split(" / ")[0] for fact in facts if fact.relation == "risk_factor_of")
    groups = [_group(name) for name in names if _YEARS.search(name)]
    return sorted(groups, key=lambda group: group.youngest)


def _group(name: str) -> AgeGroup:
    up_to, years = _UP_TO.search(name), _YEARS.search(name)
    if up_to:
        return AgeGroup(name, 0, int(up_to.group(1)))
    first, last = years.groups() if years else (None, "0")
    return AgeGroup(name, int(first or last), int(last))


def _links(facts: Iterable[Fact], relation: str, objects: set[str] | None = None) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for fact in facts:
        if fact.relation == relation and fact.object and (objects is None or fact.object in objects):
            found[fact.subject].add(fact.object)
    return found


def _ages(offer: Offer, groups: Sequence[AgeGroup]) -> list[str]:
    """The age groups that an offer's ages or grades reach; none where the documents give neither."""
    spans = [*offer.ages, *((_age(first), _age(last)) for first, last in offer.grades)]
    return [group.label for group in groups if any((low or 0) <= group.oldest and group.youngest <= (99 if high is None else high) for low, high in spans)]


def _age(grade: int | None) -> int | None:
    return None if grade is None else grade + GRADE_AGE


def _places(offer: Offer, districts: Sequence[str]) -> list[str]:
    return list(districts) if offer.citywide or offer.all_schools else [district for district in districts if district in offer.districts]
