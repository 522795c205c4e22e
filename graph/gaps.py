"""Goals that no intervention carries, goals that are carried only in part, and interventions that carry no goal.

Why a gap says no more than that the documents leave it open: the municipality may do what no document here describes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from graph.goals import AIM, MARK, OVERALL, Goal
from graph.likeness import Likeness
from graph.trace import Gap, Trace
from graph.tracing import Tracing
from ontology.goal_parts import GoalPart, read_goal_parts
from ontology.rules import pattern

NONE, PARTIAL = "none", "partial"
NEAREST, FEWEST_SHARED, LEAST_LIKE = 3, 2, 0.15  # interventions named beside a gap; what words each shares with the goal at least

_NOTHING = "Ingen indsats i dokumenterne er nævnt i målet, siger det samme som målet eller handler om det samme."
_PLANNED = "Målet nævner {names}, men dokumenterne beskriver det ikke som en indsats noget andet sted."
_OVERALL = "Målet gælder hele dokumentet og skal nås gennem dets fokusområder; ingen indsats handler om netop det."
_PART = "Målet er dækket af {carriers}, men der står ikke noget om {part} om nogen af dem."


def gaps_of(tracing: Tracing, traces: Sequence[Trace]) -> list[Gap]:
    """The goals without an intervention, then the parts of goals that are left open, each in the order of the texts."""
    carried: dict[str, list[str]] = defaultdict(list)
    for trace in traces:
        carried[trace.node].append(trace.intervention)
    near = _Nearest(tracing)
    bare = [_bare(goal, tracing, near) for goal in tracing.goals if goal.name not in carried and (goal.kind != OVERALL or goal.binds)]
    return bare + [gap for goal in tracing.goals if goal.name in carried for gap in _parts(goal, tracing, carried[goal.name])]


def orphans_of(tracing: Tracing, traces: Sequence[Trace]) -> list[str]:
    """The interventions that lead to no goal and no focus area, by name."""
    carrying = {trace.intervention for trace in traces if trace.kind != "formål"}
    return sorted(name for name in tracing.carriers.names() if name not in carrying and not carrying.intersection(tracing.carriers.wholes(name)))


class _Nearest:
    """The interventions whose words come nearest to a goal's."""

    def __init__(self, tracing: Tracing) -> None:
        self._names = tracing.carriers.names()
        self._likeness = Likeness([tracing.carriers.text(name) for name in self._names], FEWEST_SHARED)

    def of(self, goal: Goal) -> tuple[str, ...]:
        found = sorted(self._likeness.of(goal.quote), key=lambda row: (-row[1], row[0]))
        return tuple(self._names[number] for number, likeness, _ in found[:NEAREST] if likeness >= LEAST_LIKE)


def _bare(goal: Goal, tracing: Tracing, near: _Nearest) -> Gap:
    planned = [name for name in tracing.carriers.planned(goal) if tracing.carriers.carrier(name) != name]
    why = _PLANNED.format(names=_listed([f"»{name}«" for name in planned])) if planned else _OVERALL if goal.kind == OVERALL else _NOTHING
    return Gap(
        goal.words, goal.document, why, NONE, goal.kind, goal.name, goal.holder, goal.quote, goal.section, goal.start, goal.end, nearest=near.of(goal)
    )  # fmt: skip


def _parts(goal: Goal, tracing: Tracing, carriers: Sequence[str]) -> Iterator[Gap]:
    if goal.kind not in (AIM, MARK):
        return
    about = "\n".join(tracing.carriers.text(name) for name in dict.fromkeys(carriers))
    for part in read_goal_parts():
        said = _said(part, goal)
        if said and not pattern(part.words).search(about):
            why = _PART.format(carriers=_listed(list(dict.fromkeys(carriers))), part=part.label)
            yield Gap(
                said, goal.document, why, PARTIAL, goal.kind, goal.name, goal.holder, goal.quote, goal.section, goal.start, goal.end, goal.words
            )  # fmt: skip


def _said(part: GoalPart, goal: Goal) -> str:
    match = pattern(part.goal_words).search(goal.quote)
    return part.label if match else ""


def _listed(names: Sequence[str]) -> str:
    return " og ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else "".join(names)
