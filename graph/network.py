"""The network of meaningful links between goals, focus areas, levels, needs and interventions, and the lightest ways through it.

Why a way is looked for without the link that joins goal and intervention: the rule is that link's reason; where else the two meet is
what a reader can judge it by.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

import networkx as nx

from graph.fact import INFERRED, Fact
from graph.goals import AREA, Goal
from graph.needs import needs_in
from graph.trace import Step

Node = tuple[str, str]

GOAL, FOCUS, LEVEL, NEED, INTERVENTION = "goal", "focus_area", "level", "need", "intervention"
LONGEST_WAY = 3  # links between goal and intervention: over a focus area and a level, or over a need
HOP = 0.1  # what each link adds to the weight of a way, so that of two equally sure ways the shorter is taken
NAMED = 0.6  # how sure it is that a text which names a need is about it
LEAST_SURE = 0.3  # no link is less sure, so heavier ways need not be looked for
HEAVIEST = LONGEST_WAY * (HOP - math.log(LEAST_SURE))


class Network:
    """Links weighed by how sure they are."""

    def __init__(self, facts: Iterable[Fact], goals: Iterable[Goal], areas: Iterable[Goal], interventions: Iterable[str]) -> None:
        self._links = nx.DiGraph()
        self._last: dict[str, dict[Node, Step]] = defaultdict(dict)  # the last step to each intervention, by where it starts
        self._areas = {area.name for area in areas}
        self._interventions = set(interventions)
        for goal in goals:
            self._add_goal(goal)
        for fact in facts:
            for one, other, kind in self._ends(fact):
                self._connect(one, other, Step.of(fact, kind, one[1], other[1]))
            if fact.relation == "target_group" and fact.subject in self._interventions:
                for step in _needs(fact.subject, fact):
                    turned = replace(step, kind=INTERVENTION, subject=step.object, object=fact.subject)
                    self._connect((NEED, step.object), (INTERVENTION, fact.subject), turned)

    def ways(self, goal: Goal, interventions: Iterable[str]) -> dict[str, tuple[Step, ...]]:
        """The lightest way from a goal or focus area to each of some interventions that it reaches, their own link left out."""
        start: Node = (FOCUS, goal.name) if goal.kind == AREA else (GOAL, goal.name)
        if start not in self._links:
            return {}
        weights, paths = nx.single_source_dijkstra(self._links, start, cutoff=HEAVIEST)
        order = {node: place for place, node in enumerate(weights) if node != start}
        ways = {}
        for name in interventions:
            ends = {node: weights[node] + _weight(step) for node, step in self._last[name].items() if node in order}
            best = min(ends, key=lambda node: (ends[node], order[node]), default=None)
            if best and ends[best] <= HEAVIEST:
                ways[name] = (*(self._links[one][other]["step"] for one, other in zip(paths[best], paths[best][1:])), self._last[name][best])
        return ways

    def _add_goal(self, goal: Goal) -> None:
        if goal.holder in self._areas:
            step = Step(FOCUS, goal.words, goal.holder, "stated", 1.0, goal.document, goal.section, goal.quote, goal.start, goal.end)
            self._connect((GOAL, goal.name), (FOCUS, goal.holder), step)
        for step in _needs(goal.words, goal):
            self._connect((GOAL, goal.name), (NEED, step.object), step)

    def _ends(self, fact: Fact) -> Iterator[tuple[Node, Node, str]]:
        """What a fact joins, in the direction from goals to interventions."""
        other = fact.object or ""
        if fact.relation == "focus_area_level":
            yield (FOCUS, fact.subject), (LEVEL, other), LEVEL
        if fact.relation == "level" and fact.subject in self._interventions:
            yield (LEVEL, other), (INTERVENTION, fact.subject), INTERVENTION
        if fact.relation == "part_of" and other in self._areas and fact.subject in self._interventions:
            yield (FOCUS, other), (INTERVENTION, fact.subject), INTERVENTION

    def _connect(self, one: Node, other: Node, step: Step) -> None:
        """Join two things; of several links between them the surest stays."""
        if other[0] == INTERVENTION:
            known = self._last[other[1]].get(one)
            self._last[other[1]][one] = step if known is None or _weight(step) < _weight(known) else known
        elif not self._links.has_edge(one, other) or _weight(step) < self._links[one][other]["weight"]:
            self._links.add_edge(one, other, weight=_weight(step), step=step)


def _needs(subject: str, said: Goal | Fact) -> Iterator[Step]:
    """A step from a thing to each need that a goal or a fact about it names."""
    for need, label in needs_in(said.quote).items():
        reason = f"Teksten nævner »{label}«."
        yield Step(NEED, subject, need, INFERRED, NAMED, said.document, said.section, said.quote, said.start, said.end, reason)


def _weight(step: Step) -> float:
    return HOP - math.log(step.confidence)
