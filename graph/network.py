"""The network of meaningful links between goals, focus areas, levels, needs and interventions, and the lightest ways through it.

Why a way is looked for without the link that joins goal and intervention: the rule is that link's reason; where else the two meet is
what a reader can judge it by.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import replace

import networkx as nx

from graph.fact import Fact
from graph.goals import AREA, Goal
from graph.needs import NeedIndex, needs_in
from graph.trace import Step

Node = tuple[str, str]

GOAL, FOCUS, LEVEL, NEED, INTERVENTION = "goal", "focus_area", "level", "need", "intervention"
LONGEST_WAY = 3  # links between goal and intervention; a longer way explains nothing
HOP = 0.1  # what each link adds to the weight of a way, so that of two equally sure ways the shorter is taken
LEAST_SURE = 0.3  # no link is less sure, so heavier ways need not be looked for


class Network:
    """Links weighed by how sure they are."""

    def __init__(self, facts: Iterable[Fact], goals: Iterable[Goal], areas: Iterable[Goal], interventions: Iterable[str], needs: NeedIndex) -> None:
        self._links = nx.DiGraph()
        self._areas = {area.name for area in areas}
        self._interventions = set(interventions)
        for goal in goals:
            self._add_goal(goal, needs)
        for fact in facts:
            for one, other, kind in self._ends(fact):
                self._connect(one, other, Step.of(fact, kind, one[1], other[1]))
            if fact.relation == "target_group" and fact.subject in self._interventions:
                for step in needs_in(fact.subject, fact, needs):
                    turned = replace(step, kind=INTERVENTION, subject=step.object, object=fact.subject)
                    self._connect((NEED, step.object), (INTERVENTION, fact.subject), turned)

    def ways(self, goal: Goal) -> dict[str, tuple[Step, ...]]:
        """The lightest way from a goal or focus area to each intervention it reaches, their own link left out."""
        start: Node = (FOCUS, goal.name) if goal.kind == AREA else (GOAL, goal.name)
        if start not in self._links:
            return {}
        links = self._links
        own = links[start]

        def weight(one: Node, other: Node, edge: dict[str, float]) -> float | None:
            return None if one == start and other[0] == INTERVENTION and other in own else edge["weight"]

        _, paths = nx.single_source_dijkstra(links, start, weight=weight, cutoff=LONGEST_WAY * (HOP - math.log(LEAST_SURE)))
        return {
            node[1]: tuple(links[one][other]["step"] for one, other in zip(path, path[1:]))
            for node, path in paths.items() if node[0] == INTERVENTION and len(path) - 1 <= LONGEST_WAY
        }  # fmt: skip

    def _add_goal(self, goal: Goal, needs: NeedIndex) -> None:
        if goal.holder in self._areas:
            step = Step(FOCUS, goal.words, goal.holder, "stated", 1.0, goal.document, goal.section, goal.quote, goal.start, goal.end)
            self._connect((GOAL, goal.name), (FOCUS, goal.holder), step)
        for step in needs_in(goal.words, goal, needs):
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
        weight = HOP - math.log(step.confidence)
        if not self._links.has_edge(one, other) or weight < self._links[one][other]["weight"]:
            self._links.add_edge(one, other, weight=weight, step=step)
