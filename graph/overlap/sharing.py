"""What two interventions share, aspect by aspect, with the facts that show it, and whether it binds them together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from graph.fact import Fact
from graph.needs import label_of
from graph.overlap.traits import ALL_SCHOOLS, OLDEST, Evidence, Span, Traits
from ontology.comparison import read_comparison
from ontology.vocabulary import from_vocabularies, read_vocabulary


T = TypeVar("T")


class kept(Generic[T]):  # noqa: N801 - read as a decorator
    """A property that is worked out once.

    Why not ``functools.cached_property``: in Python 3.11 it takes a lock each first time, which is most of the time of a pair.
    """

    def __init__(self, work_out: Callable[[Any], T]) -> None:
        self._work_out = work_out
        self._name = work_out.__name__
        self.__doc__ = work_out.__doc__

    def __get__(self, owner: Any, kind: Any = None) -> T:
        value = self._work_out(owner)
        owner.__dict__[self._name] = value
        return value


@dataclass(frozen=True)
class Sharing:
    """Two interventions side by side; every property is what both have."""

    a: Traits
    b: Traits

    @kept
    def schools(self) -> tuple[str, ...]:
        """Schools by name; what is at all schools is at those the other names."""
        if self.a.all_schools and self.b.all_schools:
            return (ALL_SCHOOLS,)
        if self.a.all_schools or self.b.all_schools:
            return tuple(sorted((self.b if self.a.all_schools else self.a).schools))
        return _both(self.a.schools, self.b.schools)

    @kept
    def districts(self) -> tuple[str, ...]:
        """Districts by full name; what covers the city meets every district of the other, and all where both do."""
        if self.both_everywhere:
            return _all_districts()
        if self.a.is_everywhere or self.b.is_everywhere:
            return tuple(sorted((self.b if self.a.is_everywhere else self.a).districts))
        return tuple(sorted(self.a.districts & self.b.districts))

    @kept
    def both_everywhere(self) -> bool:
        """True where both cover the whole city."""
        return self.a.is_everywhere and self.b.is_everywhere

    @kept
    def meets(self) -> bool:
        """False only where the documents put them in different places."""
        return not (self.a.has_place and self.b.has_place) or self.both_everywhere or bool(self.schools or self.districts)

    @kept
    def ages(self) -> tuple[Span, ...]:
        """The spans of ages, in years, that both cover; none where one of them gives no age."""
        met = {(max(a[0], b[0]), min(a[1], b[1])) for a in self.a.ages for b in self.b.ages}
        return tuple(sorted(span for span in met if span[0] <= span[1]))

    @kept
    def may_be_same_age(self) -> bool:
        """False only where both give ages that never meet."""
        return bool(self.ages) or not (self.a.ages and self.b.ages)

    @kept
    def may_be_same_recipient(self) -> bool:
        """False only where they turn to different people, as to pupils and to staff."""
        return bool(self.a.recipients & self.b.recipients) or not (self.a.recipients and self.b.recipients)

    @kept
    def needs(self) -> tuple[str, ...]:
        """Concepts of need that both name."""
        return _both(self.a.needs, self.b.needs)

    @kept
    def fields(self) -> dict[str, int]:
        """Fields of need in which their degrees meet, with how far apart the nearest are: 0 or 1."""
        apart = {
            name: min(abs(one - other) for one in self.a.degrees[name] for other in self.b.degrees[name])
            for name in self.a.degrees
            if name in self.b.degrees
        }
        return {name: distance for name, distance in apart.items() if distance <= 1}

    @kept
    def steps(self) -> tuple[str, ...]:
        """The step of the ladder both stand on."""
        return _both(self.a.steps, self.b.steps)

    @property
    def steps_apart(self) -> int:
        """How many steps lie between them; 0 where one stands on none."""
        return abs(self.a.step_number - self.b.step_number) if self.a.step_number and self.b.step_number else 0

    @kept
    def laws(self) -> tuple[str, ...]:
        """Paragraphs both rest on."""
        return _both(self.a.laws, self.b.laws)

    @kept
    def methods(self) -> tuple[str, ...]:
        """Concepts of method that both name."""
        return _both(self.a.methods, self.b.methods)

    @kept
    def funding(self) -> tuple[str, ...]:
        """Papers both have their money from."""
        return _both(self.a.funding, self.b.funding)

    @kept
    def entrances(self) -> tuple[str, ...]:
        """The way in to both."""
        return _both(self.a.entrances, self.b.entrances)

    @kept
    def shared_fields(self) -> dict[str, int]:
        """The fields in which they may meet the same need: people and ages that meet, and degrees or steps beside each other."""
        if not self.fields or not self.may_be_same_recipient:
            return {}
        ageless = {field.id for field in read_comparison().fields if field.by_age}
        return {
            name: apart
            for name, apart in self.fields.items()
            if (self.may_be_same_age or (name in ageless and apart)) and (apart == 0 or self.steps_apart <= 1)
        }

    @kept
    def same_need(self) -> bool:
        """True where they may meet the same child with the same need."""
        rules = read_comparison()
        whole = [name for name in self.needs if name not in rules.half and rules.field_of(name) is None]
        if self.shared_fields:
            return True
        return self.may_be_same_age and self.may_be_same_recipient and (bool(whole) or self._broadly_alike)

    @property
    def _broadly_alike(self) -> bool:
        """True where both name nothing but the same broad need for the same people, and an owner or a way of working ties them together."""
        close = self.methods or self.wholes or set(self.a.offer.responsible) & set(self.b.offer.responsible)
        return bool(self.needs) and self.only_broad and bool(close) and self.a.recipients == self.b.recipients

    @property
    def only_broad(self) -> bool:
        """True where neither names more than needs that say more of the place than of the child."""
        return self.a.needs.keys() | self.b.needs.keys() <= read_comparison().half

    @kept
    def wholes(self) -> tuple[str, ...]:
        """What both are a part of."""
        return tuple(name for name in self.a.offer.part_of if name in self.b.offer.part_of)

    @property
    def binds(self) -> bool:
        """True where they share enough to be looked at together."""
        if self.a.name in self.b.above or self.b.name in self.a.above:
            return False
        return bool(self.schools or self.steps or self.laws or self.entrances or self.funding) or (self.same_need and self.meets)

    @kept
    def target(self) -> tuple[str, ...]:
        """The needs of the same child in words: those both name, and the fields in which only the degree differs."""
        if not self.same_need:
            return ()
        rules = read_comparison()
        told = {field.id for name in self.needs if (field := rules.field_of(name))}
        return (*map(label_of, self.needs), *(field.label for field in rules.fields if field.id in self.shared_fields and field.id not in told))

    def need_facts(self, one: Traits) -> list[Fact]:
        """The facts of one of the two that name the needs both have."""
        rules = read_comparison()
        return [
            fact
            for name, fact in one.needs.items()
            if name in self.needs or ((field := rules.field_of(name)) and field.id in self.shared_fields)
        ]


@from_vocabularies
def _all_districts() -> tuple[str, ...]:
    return tuple(sorted(district.label for district in read_vocabulary("districts")))


def span_words(span: Span) -> str:
    """A span of ages as it is shown: "7-12 år", "fra 15 år"."""
    low, high = span
    if high == OLDEST:
        return f"fra {low} år"
    if low == 0:
        return f"til og med {high} år"
    return f"{low} år" if low == high else f"{low}-{high} år"


def _both(one: Evidence, other: Mapping[str, Fact]) -> tuple[str, ...]:
    return tuple(sorted(name for name in one if name in other)) if one and other else ()


def distinct(facts: Iterable[Fact | None], most: int) -> list[Fact]:
    """The first facts that are there, each quote once."""
    found: dict[tuple[str, int, int], Fact] = {}
    for fact in facts:
        if fact:
            found.setdefault((fact.document, fact.start, fact.end), fact)
            if len(found) == most:
                break
    return list(found.values())
