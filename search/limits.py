"""Hard limits: whether an offer fits the age, grade and district that a question names, and the child that it tells of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.offer import Offer
from search.numbers import Span, ages_of_grade, grades_of_age
from search.understanding import Understood

YES, NO, UNKNOWN = "yes", "no", "unknown"
SCHOOL_AGE = 5  # years; a younger child is no pupil
CLEARLY_SAID = 0.5  # weight of a need from which a question says it of the child


@dataclass(frozen=True)
class Fit:
    """How an offer meets each limit: yes, no or unknown; ``near`` is 1 at the named school, 0.6 in the district, 0.2 city-wide.

    ``excluded`` is the id of the fact by which the offer is not for such a child.
    """

    age: str
    grade: str
    district: str
    near: float = 0.0
    excluded: str | None = None

    @property
    def is_possible(self) -> bool:
        """True where no limit is broken."""
        return self.excluded is None and NO not in (self.age, self.grade, self.district)

    @property
    def met(self) -> int:
        """How many limits of age and grade the question names and the offer is known to meet."""
        return (self.age, self.grade).count(YES)


def fit(offer: Offer, question: Understood, excludes: Mapping[str, str]) -> Fit:
    """Compare an offer with the limits of a question; what either side leaves open is unknown.

    ``excludes`` are the needs of children that the offer is not for, each with the id of the fact that says so.
    """
    return Fit(*fit_of_age(offer, question), *fit_of_place(offer, question), excluded_by(question, excludes))


def fit_of_age(offer: Offer, question: Understood) -> tuple[str, str]:
    """How an offer meets the age and the grade; it rests on ``age_limits`` alone."""
    return _age(offer, question), _grade(offer, question)


def age_limits(offer: Offer) -> tuple[Any, ...]:
    """The limits of an offer by age and grade; offers with the same ones fit a question alike."""
    return offer.ages, offer.grades, offer.for_pupils


def fit_of_place(offer: Offer, question: Understood) -> tuple[str, float]:
    """How an offer meets the district, and how near it is; it rests on ``place_limits`` alone."""
    district = _district(offer, question)
    return district, _nearness(offer, question) if district == YES else 0.0


def place_limits(offer: Offer) -> tuple[Any, ...]:
    """The limits of an offer by place; offers with the same ones fit a question alike."""
    return offer.districts, offer.schools, offer.citywide, offer.all_schools


def excluded_by(question: Understood, excludes: Mapping[str, str]) -> str | None:
    """The fact by which an offer is not for the child that the question tells of."""
    return next((excludes[need.id] for need in question.needs if need.id in excludes and not need.alike and need.weight >= CLEARLY_SAID), None)


def _nearness(offer: Offer, question: Understood) -> float:
    if set(question.schools) & set(offer.schools):
        return 1.0
    return 0.6 if set(question.districts) & set(offer.districts) else 0.2


def _age(offer: Offer, question: Understood) -> str:
    asked = question.ages
    if asked is None:
        return UNKNOWN
    if offer.for_pupils and not offer.ages and asked.max < SCHOOL_AGE:
        return NO
    spans = offer.ages
    if not spans and offer.grades and question.age:
        usual = [ages_of_grade(Span(low or 0, 10 if high is None else high)) for low, high in offer.grades]
        spans = tuple((span.min, span.max) for span in usual)
    return _meets(asked, spans)


def _grade(offer: Offer, question: Understood) -> str:
    asked = question.grade or (grades_of_age(question.age) if question.age else None)
    if asked is None:
        return UNKNOWN
    return _meets(asked, offer.grades)


def _meets(asked: Span, spans: Sequence[tuple[int | None, int | None]]) -> str:
    if not spans:
        return UNKNOWN
    return YES if any(asked.meets(low, high) for low, high in spans) else NO


def _district(offer: Offer, question: Understood) -> str:
    if not question.districts and not question.schools:
        return UNKNOWN
    if offer.citywide or offer.all_schools:
        return YES
    if question.schools and offer.schools:
        return YES if set(question.schools) & set(offer.schools) else NO
    if not offer.districts:
        return UNKNOWN
    return YES if set(question.districts) & set(offer.districts) else NO


def where(offer: Offer) -> str:
    """The places of an offer as a short Danish phrase: "hele byen", "Amager", "Valby, Vesterbro og Kgs. Enghave"."""
    if offer.citywide:
        return "hele byen"
    if offer.all_schools:
        return "alle almene folkeskoler"
    names = list(offer.districts)
    return " og ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def limits(offer: Offer) -> str:
    """The ages and grades of an offer: "7-12 år og 13-17 år", "5. klasse"."""
    return ", ".join(filter(None, (spans(offer.ages, "år"), spans(offer.grades, "klasse"))))


def spans(bounds: Sequence[tuple[int | None, int | None]], unit: str) -> str:
    """Spans of ages or grades in words, the lowest first."""
    return " og ".join(_bounds(low, high, unit) for low, high in sorted(bounds, key=lambda span: (span[0] or 0, span[1] or 0)))


def _bounds(low: int | None, high: int | None, unit: str) -> str:
    """"7-12 år", "fra 15 år", "5. klasse"."""
    if unit == "klasse":
        return f"{low}. klasse" if low == high else f"{low or 0}.-{high if high is not None else 10}. klasse"
    if low is None or high is None:
        return f"fra {low} {unit}" if high is None else f"op til {high} {unit}"
    return f"{low}-{high} {unit}"
