"""Every overlap of the interventions: traits → candidate pairs → what they share → kind, score, sentence and quotes.

Why no score rests on how common something is: an intervention more or less must change no other pair.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from graph.fact import INFERRED, Fact
from graph.needs import label_of
from graph.offer import Offer
from graph.overlap.candidates import candidates
from graph.overlap.pair import SAME_STEP, Overlap, Quotation
from graph.overlap.scoring import kind_of, parts_of
from graph.overlap.sharing import Sharing, distinct, span_words
from graph.overlap.traits import Traits, traits_of
from graph.overlap.wording import why

MOST_QUOTES = 3  # quotes of each of the two


def find_overlaps(offers: Iterable[Offer], facts: Iterable[Fact]) -> list[Overlap]:
    """The overlaps of the interventions among the offers, the most alike first; those that share only a step last."""
    return overlaps_of(traits_of(offers, facts))


def overlaps_of(traits: Sequence[Traits]) -> list[Overlap]:
    """The overlaps of interventions whose traits are known, in the same order."""
    pairs = (Sharing(traits[i], traits[j]) for i, j in candidates(traits))
    found = [_overlap(sharing) for sharing in pairs if sharing.binds]
    return sorted(found, key=lambda overlap: (overlap.kind == SAME_STEP, -overlap.score, overlap.a, overlap.b))


def _overlap(sharing: Sharing) -> Overlap:
    kind, parts = kind_of(sharing), parts_of(sharing)
    shared = {
        "schools": sharing.schools,
        "districts": sharing.districts,
        "ages": tuple(span_words(span) for span in sharing.ages),
        "steps": sharing.steps,
        "laws": sharing.laws,
        "target": sharing.target,
        "methods": tuple(label_of(name) for name in sharing.methods),
        "funding": sharing.funding,
        "entrances": sharing.entrances,
    }
    return Overlap(
        sharing.a.name, sharing.b.name, shared, tuple(_derived(sharing)), kind, round(sum(parts.values()), 3), parts,
        why(sharing, kind), tuple(_quotes(sharing)),
    )  # fmt: skip


def _derived(sharing: Sharing) -> Iterator[str]:
    """The shared values that one of the two has not by a statement of its own."""
    for school in sharing.schools:
        if not all(school in one.schools or school == _all(one) for one in (sharing.a, sharing.b)):
            yield school
    for district in sharing.districts:
        if not all(district in one.district_facts or (one.citywide and not sharing.both_everywhere) for one in (sharing.a, sharing.b)):
            yield district
    if sharing.ages and (sharing.a.ages_derived or sharing.b.ages_derived):
        yield from (span_words(span) for span in sharing.ages)
    yield from (law for law in sharing.laws if any(one.laws[law].basis == INFERRED for one in (sharing.a, sharing.b)))


def _all(one: Traits) -> str | None:
    return one.all_schools.object if one.all_schools else None


def _quotes(sharing: Sharing) -> Iterator[Quotation]:
    """What each of the two is quoted for: the need, the place, the way in or money, and the step."""
    for one in (sharing.a, sharing.b):
        for fact in distinct(_evidence(sharing, one), MOST_QUOTES):
            yield Quotation(fact.document, fact.section, fact.quote, fact.start, fact.end, one.name)


def _evidence(sharing: Sharing, one: Traits) -> Iterator[Fact | None]:
    yield next(iter(sharing.need_facts(one) if sharing.same_need else ()), None)
    yield next((one.schools[school] for school in sharing.schools if school in one.schools), one.all_schools if sharing.schools else None)
    if sharing.districts or sharing.both_everywhere:
        yield next((fact for name, fact in one.district_facts.items() if name in sharing.districts), one.citywide or one.all_schools)
    yield from (one.entrances[name] for name in sharing.entrances)
    yield from (one.funding[name] for name in sharing.funding)
    yield from (one.methods[name] for name in sharing.methods)
    yield from (one.steps[name] for name in sharing.steps)
    yield from (one.laws[name] for name in sharing.laws[:1])
    yield from one.age_facts[:1]
