"""How alike two interventions are, and what the likeness means: the same help twice, two helps for one child, the next step, or a step."""

from __future__ import annotations

from graph.overlap.pair import COMPLEMENT, DOUBLE, SAME_STEP, STEP_UP
from graph.overlap.sharing import Sharing

# What each aspect adds at most; together 1. Need and place weigh most: they decide whether the two meet the same child.
WEIGHTS = {
    "target": 0.30, "schools": 0.15, "districts": 0.10, "methods": 0.15, "steps": 0.10, "ages": 0.05, "laws": 0.05, "entrances": 0.05, "funding": 0.05,
}  # fmt: skip
NEAR_DEGREE, BROAD = 0.6, 0.5  # of the weight of need, where only the neighbouring degree or a broad need is shared
CITYWIDE = 0.5  # of the weight of districts, where one of the two covers the whole city
BOTH_CITYWIDE = 0.3  # the same where both do: then the place tells nothing of the two
MANY_SCHOOLS = 3  # schools; from so many on the whole weight counts


def parts_of(sharing: Sharing) -> dict[str, float]:
    """The score's parts, one an aspect that is shared, each from 0 to its weight."""
    shares = {
        "target": _target(sharing),
        "schools": min(len(sharing.schools), MANY_SCHOOLS) / MANY_SCHOOLS,
        "districts": _districts(sharing),
        "methods": float(bool(sharing.methods)),
        "steps": float(bool(sharing.steps)),
        "ages": float(bool(sharing.ages)),
        "laws": float(bool(sharing.laws)),
        "entrances": float(bool(sharing.entrances)),
        "funding": float(bool(sharing.funding)),
    }
    return {name: round(WEIGHTS[name] * share, 3) for name, share in shares.items() if share}


def kind_of(sharing: Sharing) -> str:
    """The kind of an overlap.

    double: same need at the same place, and a method or a way in the two have in common. step_up: same need, on different steps of
    the ladder or in neighbouring degrees. same_step: nothing but the step, the laws that come with it and the district.
    complement: all else, as two kinds of help for one child or two groups at one school.
    """
    if sharing.same_need and sharing.steps_apart:
        return STEP_UP
    if sharing.same_need and sharing.meets and (sharing.methods or sharing.entrances):
        return DOUBLE
    if sharing.same_need and not sharing.steps and _only_near(sharing):
        return STEP_UP
    if sharing.steps and not (sharing.same_need or sharing.schools or sharing.funding or sharing.entrances):
        return SAME_STEP
    return COMPLEMENT


def _only_near(sharing: Sharing) -> bool:
    """True where all they share of need is a neighbouring degree."""
    return not sharing.needs and bool(sharing.shared_fields) and all(sharing.shared_fields.values())


def _target(sharing: Sharing) -> float:
    if not sharing.same_need:
        return 0.0
    if _only_near(sharing):
        return NEAR_DEGREE
    return BROAD if sharing.only_broad else 1.0


def _districts(sharing: Sharing) -> float:
    if sharing.both_everywhere:
        return BOTH_CITYWIDE
    if not sharing.districts:
        return 0.0
    return CITYWIDE if sharing.a.is_everywhere or sharing.b.is_everywhere else 1.0
