"""What of an intervention can be shared with another: places, ages, step, law, needs, methods, money and way in, each with its fact.

Why a trait may lack a fact of its own: "alle almene folkeskoler" holds for every such school, a school lies in a district, and grades
tell ages. What is derived so, or taken over from the whole a part belongs to, counts and is named as derived.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from graph.fact import Fact
from graph.needs import concepts_in, recipients_in
from graph.offer import Offer
from ontology.comparison import read_comparison

ALL_SCHOOLS = "alle almene folkeskoler"
STARTING_AGE = 6  # years; the age at which most children enter grade 0
OLDEST = 120  # years; stands for an open upper end

_SOURCE = re.compile(r"\b[A-ZÆØÅ]{2}\d{2}\b")  # the number of a municipal investment or budget paper, such as TV02
_PARAGRAPH = "§"
_OF_WHOLE = frozenset({"goal_of", "part_of", "variant"})  # said of a goal or part, but telling of what it belongs to
_AGES = frozenset({"age_min", "age_max", "grade_min", "grade_max"})
_LIMITS = _AGES | {"school", "district", "citywide", "ladder_step"}
_QUOTED = '"{}"'  # how the documents write the name of a way in

Span = tuple[int, int]
Evidence = Mapping[str, Fact]


@dataclass(frozen=True)
class Traits:
    """``schools``, ``laws`` and so on map each value to the fact that gives it; ``own_place`` says that some fact names a place.

    ``needs`` are concepts of the thesaurus; ``degrees`` map a field of need to the degrees said. ``ages`` are inclusive spans in
    years, ``ages_derived`` where they follow from grades. ``above`` are the names of all it belongs to.
    """

    offer: Offer
    schools: Evidence = field(default_factory=dict)
    all_schools: Fact | None = None
    districts: frozenset[str] = frozenset()
    district_facts: Evidence = field(default_factory=dict)
    citywide: Fact | None = None
    ages: tuple[Span, ...] = ()
    ages_derived: bool = False
    age_facts: tuple[Fact, ...] = ()
    steps: Evidence = field(default_factory=dict)
    step_number: int = 0
    laws: Evidence = field(default_factory=dict)
    needs: Evidence = field(default_factory=dict)
    degrees: Mapping[str, frozenset[int]] = field(default_factory=dict)
    methods: Evidence = field(default_factory=dict)
    funding: Evidence = field(default_factory=dict)
    entrances: Evidence = field(default_factory=dict)
    recipients: frozenset[str] = frozenset()
    above: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        return self.offer.label

    @property
    def is_everywhere(self) -> bool:
        """True where the documents say that the whole city or all its schools are covered."""
        return self.offer.citywide or self.offer.all_schools

    @property
    def has_place(self) -> bool:
        """True where the documents say where it is."""
        return self.is_everywhere or bool(self.districts)


def traits_of(offers: Iterable[Offer], facts: Iterable[Fact]) -> list[Traits]:
    """The traits of every intervention that is compared, in the order of the offers.

    A variant, a part that is only described in small letters, or a part of what has a place, an age or a step of its own, is compared
    through its whole.
    """
    by_subject: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        by_subject[fact.subject].append(fact)
        if fact.relation in _OF_WHOLE and fact.object:
            by_subject[fact.object].append(fact)
    numbers = _step_numbers(by_subject)
    return [_traits(offer, by_subject, numbers) for offer in offers if _is_compared(offer, by_subject)]


def _is_compared(offer: Offer, by_subject: Mapping[str, list[Fact]]) -> bool:
    is_variant = any(fact.relation == "variant" and fact.subject == offer.label for fact in by_subject[offer.label])
    within = any(_is_limited(by_subject.get(whole, ())) for whole in offer.part_of)
    return offer.kind == "Intervention" and not is_variant and not within and (offer.is_named or not offer.part_of)


def _is_limited(whole: Sequence[Fact]) -> bool:
    """True for an intervention with a place, an age or a step of its own."""
    return any(fact.relation == "type" and fact.object == "Intervention" for fact in whole) and any(fact.relation in _LIMITS for fact in whole)


def _step_numbers(by_subject: Mapping[str, list[Fact]]) -> dict[str, int]:
    """The steps of the ladder numbered from the lowest, as the documents list them."""
    steps = [fact for rows in by_subject.values() for fact in rows if fact.relation == "type" and fact.object == "LadderStep"]
    ordered = sorted({fact.subject: fact for fact in steps}.values(), key=lambda fact: (fact.document, fact.start))
    return {fact.subject: number for number, fact in enumerate(ordered, 1)}


def _traits(offer: Offer, by_subject: Mapping[str, list[Fact]], numbers: Mapping[str, int]) -> Traits:
    rows = [fact for fact in by_subject[offer.label] if fact.subject == offer.label]
    goals = [fact for fact in by_subject[offer.label] if fact.relation == "goal_of" and fact.object == offer.label]
    named_schools = _by_object(rows, "school")
    spans, derived = _ages(offer) if _has_ages([*rows, *(fact for part in offer.parts for fact in by_subject[part])]) else ((), False)
    needs = _needs(rows, goals)
    steps = _by_object(rows, "ladder_step")
    return Traits(
        offer=offer,
        schools={name: fact for name, fact in named_schools.items() if name in offer.schools},
        all_schools=named_schools.get(ALL_SCHOOLS),
        districts=frozenset(offer.districts),
        district_facts=_by_object(rows, "district"),
        citywide=next(iter(_by_object(rows, "citywide").values()), None),
        ages=spans,
        ages_derived=derived,
        age_facts=tuple(fact for fact in rows if fact.relation in _AGES),
        steps=steps,
        step_number=max((numbers.get(step, 0) for step in steps), default=0),
        laws={name: fact for name, fact in _by_object(rows, "legal_basis").items() if _PARAGRAPH in name},
        needs=needs,
        degrees=_degrees(needs),
        methods=_methods(offer, rows, by_subject),
        funding=_funding(rows),
        entrances={name: fact for name, fact in _by_object(rows, "referral_route").items() if _QUOTED.format(name) in fact.quote},
        recipients=_recipients(rows),
        above=_above(offer, by_subject),
    )  # fmt: skip


def _by_object(rows: Iterable[Fact], relation: str) -> dict[str, Fact]:
    found: dict[str, Fact] = {}
    for fact in rows:
        if fact.relation == relation and fact.object:
            found.setdefault(fact.object, fact)
    return found


def _has_ages(rows: Iterable[Fact]) -> bool:
    """True where the ages are the offer's own or its variants', not those of what it belongs to."""
    return any(fact.relation in _AGES for fact in rows)


def _ages(offer: Offer) -> tuple[tuple[Span, ...], bool]:
    """The spans of ages, from the grades where no age is given."""
    if offer.ages:
        return tuple((low or 0, OLDEST if high is None else high) for low, high in offer.ages), False
    grades = ((low or 0, 10 if high is None else high) for low, high in offer.grades)
    return tuple((low + STARTING_AGE, high + STARTING_AGE + 1) for low, high in grades), bool(offer.grades)


def _needs(rows: Sequence[Fact], goals: Sequence[Fact]) -> dict[str, Fact]:
    """The needs of the target group; also those of name, definition and goals where the target group tells none but broad ones."""
    rules = read_comparison()
    told = _concepts([(fact.object or "", fact) for fact in rows if fact.relation == "target_group"], rules.needs)
    if told.keys() <= rules.half:
        named = [(fact.subject, fact) for fact in rows if fact.relation == "type" and fact.object == "Intervention"]
        about = [(fact.object or "", fact) for fact in rows if fact.relation == "defines"] + [(fact.subject, fact) for fact in goals]
        told |= {name: fact for name, fact in _concepts(named + about, rules.needs).items() if name not in told}
    specific = {field.id for concept in told if (field := rules.field_of(concept)) and concept in field.degrees}
    return {name: fact for name, fact in told.items() if not ((field := rules.field_of(name)) and name in field.unspecified and field.id in specific)}


def _degrees(needs: Iterable[str]) -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for concept in needs:
        if field := read_comparison().field_of(concept):
            found[field.id].add(field.degrees.get(concept, 1))
    return {name: frozenset(degrees) for name, degrees in found.items()}


def _methods(offer: Offer, rows: Sequence[Fact], by_subject: Mapping[str, list[Fact]]) -> dict[str, Fact]:
    """How it works: methods its name, definition and parts name."""
    texts = [(fact.object or "", fact) for fact in rows if fact.relation == "defines"]
    texts += [(fact.subject, fact) for fact in rows if fact.relation == "type" and fact.object == "Intervention"]
    texts += [(fact.subject, fact) for fact in by_subject[offer.label] if fact.relation in ("part_of", "variant") and fact.object == offer.label]
    return _concepts(texts, read_comparison().methods)


def _concepts(texts: Iterable[tuple[str, Fact]], wanted: frozenset[str]) -> dict[str, Fact]:
    found: dict[str, Fact] = {}
    for text, fact in texts:
        for concept in sorted(concepts_in(text) & wanted):
            found.setdefault(concept, fact)
    return found


def _funding(rows: Iterable[Fact]) -> dict[str, Fact]:
    """The papers its money comes from, by their number, where the words about it give one."""
    found: dict[str, Fact] = {}
    for fact in rows:
        if fact.relation in ("part_of", "funding_kind", "funding_period", "funding_amount"):
            for match in _SOURCE.finditer(f"{fact.object or ''} {fact.quote}"):
                found.setdefault(match.group(), fact)
    return found


def _recipients(rows: Iterable[Fact]) -> frozenset[str]:
    return frozenset(name for fact in rows if fact.relation == "target_group" for name in recipients_in(fact.object or ""))


def _above(offer: Offer, by_subject: Mapping[str, list[Fact]]) -> frozenset[str]:
    """All that an offer belongs to, directly or through others."""
    found: set[str] = set()
    waiting = list(offer.part_of)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += [fact.object for fact in by_subject.get(name, ()) if fact.relation in ("part_of", "variant") and fact.subject == name and fact.object]
    return frozenset(found)
