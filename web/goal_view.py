"""Goals as their pages show them: the list with its gaps, and one goal, or one intervention, with its traces."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from flask import url_for

from graph.trace import Gap, Trace
from web.citations import Citation, cite, source_words
from web.startup import Service
from web.trace_printing import BASES

if TYPE_CHECKING:
    from graph.goals import Goal

PURPOSE, AREA, MARK, OVERALL = "formål", "fokusområde", "pejlemærke", "overordnet mål"


@dataclass(frozen=True)
class GoalRow:
    """A goal in the list; ``carriers`` is the number of interventions that carry it."""

    id: str
    words: str
    kind: str
    carriers: int
    is_gap: bool
    is_partial: bool


@dataclass(frozen=True)
class GoalGroup:
    """The goals that one focus area, chapter or document sets."""

    name: str
    source: str
    is_draft: bool
    rows: tuple[GoalRow, ...]


@dataclass(frozen=True)
class TraceRow:
    """A trace in the table; ``between`` names what lies on the way."""

    goal: str
    goal_url: str | None
    between: tuple[str, ...]
    intervention: str
    intervention_url: str | None
    reason: str | None
    basis: str
    type_words: str
    confidence: float
    citation: Citation


@dataclass(frozen=True)
class GapRow:
    """A gap with the words it rests on."""

    goal: str
    why: str
    part_of: str
    url: str | None
    nearest: tuple[tuple[str, str | None], ...]
    citation: Citation


def goal_ids(goals: Iterable[Goal]) -> dict[str, Goal]:
    """The goals by the last part of their address; the first of two with the same keeps it."""
    found: dict[str, Goal] = {}
    for goal in goals:
        found.setdefault(goal.path.rpartition("/")[2], goal)
    return found


def groups(service: Service) -> list[GoalGroup]:
    """All goals by who sets them: in each document the focus areas and chapters in their order, then the document itself."""
    analyses = service.analyses
    carriers = Counter(trace.node for trace in analyses.traces)
    gaps = {gap.node: gap.coverage for gap in analyses.gaps}
    held: dict[tuple[str, str], list[GoalRow]] = defaultdict(list)
    places: dict[tuple[str, str], tuple[int, bool, int]] = {}
    documents = list(service.documents)
    for id_, goal in sorted(goal_ids(analyses.goals).items(), key=lambda pair: (pair[1].kind != AREA, pair[1].start)):
        place = goal.document, goal.holder
        coverage = gaps.get(goal.name)
        held[place].append(GoalRow(id_, goal.words, goal.kind, carriers[goal.name], coverage == "none", coverage == "partial"))
        places.setdefault(place, (documents.index(goal.document), goal.kind in (OVERALL, MARK), goal.start))
    return [
        GoalGroup(holder, source_words(source := service.documents[document].source), source.is_draft, tuple(held[document, holder]))
        for document, holder in sorted(held, key=lambda place: places[place])
    ]


def trace_rows(service: Service, traces: Sequence[Trace]) -> list[TraceRow]:
    """Traces as rows of a table."""
    urls, goals = offer_urls(service, {trace.intervention for trace in traces}), goal_urls(service, {trace.node for trace in traces})
    return [
        TraceRow(
            trace.goal, goals.get(trace.node), tuple(dict.fromkeys(step.object for step in trace.via[:-1] if step.object != trace.intervention)),
            trace.intervention, urls.get(trace.intervention), trace.link.reason, trace.basis, BASES[trace.basis], trace.confidence,
            cite(service, trace.link.document, trace.link.start, trace.link.end),
        )
        for trace in traces
    ]  # fmt: skip


def gap_rows(service: Service, gaps: Sequence[Gap]) -> list[GapRow]:
    """Gaps as rows of a list."""
    urls, goals = offer_urls(service, {name for gap in gaps for name in gap.nearest}), goal_urls(service, {gap.node for gap in gaps})
    return [
        GapRow(gap.goal, gap.why, gap.part_of, goals.get(gap.node), tuple((name, urls.get(name)) for name in gap.nearest), cite(service, gap.document, gap.start, gap.end))
        for gap in gaps
    ]


def offer_urls(service: Service, names: Container[str] | None = None) -> Mapping[str, str]:
    """The page of each intervention by its name, or of some."""
    return {offer.label: url_for("pages.offer", id_=offer.id) for offer in service.index.offers.values() if names is None or offer.label in names}


def goal_urls(service: Service, nodes: Container[str]) -> Mapping[str, str]:
    """The pages of some goals by their nodes."""
    return {goal.name: url_for("goal_pages.goal", id_=id_) for id_, goal in _ids(service.analyses.goals).items() if goal.name in nodes}


@lru_cache(maxsize=4)
def _ids(goals: tuple[Goal, ...]) -> dict[str, Goal]:
    return goal_ids(goals)
