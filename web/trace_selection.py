"""Which traces and gaps are meant by a name: of a goal, a guiding mark, a focus area, a chapter, a document or an intervention."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.trace import Gap, Trace
from web.startup import UnknownName, did_you_mean

if TYPE_CHECKING:  # only who asks for traces loads what makes them
    from graph.analyses import Analyses
    from graph.goals import Goal

SHORTEST_PART = 8  # letters; a shorter piece of a goal names too many
NONE = "none"


def _key(name: str) -> str:
    from graph.linking import key  # what reads facts is not needed to answer questions

    return key(name)


@dataclass(frozen=True)
class Selection:
    """``gaps`` are the goals that nothing carries, ``partial_gaps`` the parts of carried goals that are left open."""

    name: str | None
    traces: tuple[Trace, ...]
    gaps: tuple[Gap, ...]
    partial_gaps: tuple[Gap, ...]

    def to_json(self) -> dict[str, Any]:
        """The answer of ``trivsel trace``."""
        return {
            "traces": [trace.to_json() for trace in self.traces],
            "gaps": [gap.to_json() for gap in self.gaps],
            "partial_gaps": [gap.to_json() for gap in self.partial_gaps],
        }


def selected(analyses: Analyses, name: str | None) -> Selection:
    """All traces and gaps, or those that a name means.

    Raises UnknownName with the nearest names when nothing has the name.
    """
    if name is None or not name.strip():
        return _where(analyses, None, lambda row: True)
    wanted = _key(name)
    for means in (_by_intervention, _by_holder, _by_goal):
        if (chosen := means(analyses, wanted)) is not None:
            return _where(analyses, name, chosen)
    raise UnknownName(f"Der er hverken et mål eller en indsats, der hedder »{name}«. {did_you_mean(name, _names(analyses))}".rstrip())


def of_goal(analyses: Analyses, goal: Goal) -> Selection:
    """The traces and gaps of one goal or focus area."""
    return _where(analyses, goal.words, lambda row: row.node == goal.name and row.document == goal.document)


def of_intervention(analyses: Analyses, name: str) -> Selection:
    """The traces that lead to one intervention."""
    return _where(analyses, name, lambda row: isinstance(row, Trace) and row.intervention == name)


_Test = Callable[[Trace | Gap], bool]


def _where(analyses: Analyses, name: str | None, wanted: _Test) -> Selection:
    gaps = [gap for gap in analyses.gaps if wanted(gap)]
    return Selection(
        name,
        tuple(trace for trace in analyses.traces if wanted(trace)),
        tuple(gap for gap in gaps if gap.coverage == NONE),
        tuple(gap for gap in gaps if gap.coverage != NONE),
    )


def _by_intervention(analyses: Analyses, wanted: str) -> _Test | None:
    named = {trace.intervention for trace in analyses.traces if _key(trace.intervention) == wanted}
    named |= {name for name in analyses.orphans if _key(name) == wanted}
    return (lambda row: isinstance(row, Trace) and row.intervention in named) if named else None


def _by_holder(analyses: Analyses, wanted: str) -> _Test | None:
    holders = {goal.holder for goal in analyses.goals if _key(goal.holder) == wanted}
    return (lambda row: row.holder in holders and row.kind != "formål") if holders else None


def _by_goal(analyses: Analyses, wanted: str) -> _Test | None:
    nodes = {goal.name for goal in analyses.goals if any(_key(name) == wanted for name in (goal.words, *goal.names))}
    nodes |= {trace.node for trace in analyses.traces if _key(trace.goal) == wanted}
    nodes |= {gap.node for gap in analyses.gaps if _key(gap.goal) == wanted}
    if not nodes and len(wanted) >= SHORTEST_PART:
        nodes = {goal.name for goal in analyses.goals if wanted in _key(goal.words)}
    return (lambda row: row.node in nodes) if nodes else None


def _names(analyses: Analyses) -> list[str]:
    """What can be asked for, one spelling each."""
    goals: list[Goal] = list(analyses.goals)
    names = [*(trace.intervention for trace in analyses.traces), *analyses.orphans, *(goal.holder for goal in goals), *(goal.words for goal in goals)]
    return list(dict.fromkeys(names))
