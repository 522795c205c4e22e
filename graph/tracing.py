"""Which interventions carry each goal, and by which way: from goals to interventions and their laws, and back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from corpus.document import Document
from graph.carriers import Carriers
from graph.evidence import Subjects
from graph.fact import STATED, Fact
from graph.goals import PURPOSE, Goal, areas_of, goals_of
from graph.linking import key
from graph.network import INTERVENTION, Network
from graph.trace import Step, Trace

LAW = "law"
_SUREST_FIRST = {"stated": 0, "reviewed": 1, "inferred": 2}


class Tracing:
    """The traces between the goals and the interventions of the documents."""

    def __init__(self, facts: Iterable[Fact], documents: Iterable[Document]) -> None:
        self._facts = list(facts)
        documents = list(documents)
        self.goals = goals_of(self._facts, documents)
        said = [fact for fact in self._facts if fact.basis == STATED and fact.rule is None]
        self.carriers = Carriers([one for one in Subjects(said, documents) if "Intervention" in one.kinds], self.goals)
        self.areas = areas_of(self._facts)
        kinds = [fact for fact in self._facts if fact.relation == "type" and fact.object == "Intervention"]
        self.interventions = {fact.subject: fact for fact in reversed(kinds)}
        self._goal_links: dict[str, list[Fact]] = defaultdict(list)
        self._parts: dict[str, list[Fact]] = defaultdict(list)
        self._laws: dict[str, list[Step]] = defaultdict(list)
        self._running = {fact.subject for fact in self._facts if fact.relation == "duration" and fact.basis == STATED}
        for fact in self._facts:
            if fact.relation == "goal_of" and self._is_carrier(fact.object):
                self._goal_links[fact.subject].append(fact)
            if fact.relation == "part_of" and self._is_carrier(fact.subject):
                self._parts[fact.object or ""].append(fact)
            if fact.relation == "legal_basis":
                self._laws[fact.subject].append(Step.of(fact, LAW, fact.subject, fact.object or ""))
        self._network = Network(self._facts, self.goals, self.areas, self.interventions)

    def traces(self) -> list[Trace]:
        """Every trace: goals in the order of the texts, then focus areas, then what interventions are said to be for; the surest first."""
        rows = [row for goal in self.goals for row in self._rows(goal, self._carriers(goal))]
        rows += [row for area in self.areas for row in self._rows(area, [(fact.subject, fact) for fact in self._parts[area.name]])]
        return rows + list(self._purposes())

    def _is_carrier(self, name: str | None) -> bool:
        return name is not None and self.carriers.carrier(name) == name

    def _carriers(self, goal: Goal) -> list[tuple[str, Fact]]:
        """The interventions that carry a goal; of those it is stated to be set for, those it names itself and those that run for a time.

        A plan that runs is what shall reach its goals; a policy only sets them.
        """
        links = [(fact.object or "", fact) for name in goal.names for fact in self._goal_links[name]]
        return [(name, link) for name, link in links if link.rule or link.basis != STATED or name in self._running or key(name) in key(goal.quote)]

    def _rows(self, goal: Goal, links: Sequence[tuple[str, Fact]]) -> list[Trace]:
        best: dict[str, Fact] = {}
        for name, link in links:
            if name not in best or _rank(link) < _rank(best[name]):
                best[name] = link
        ways = self._network.ways(goal, best) if best else {}
        rows = [self._trace(goal, name, link, ways.get(name, ())) for name, link in best.items()]
        return sorted(rows, key=lambda row: (_SUREST_FIRST[row.basis], -row.confidence, row.intervention))

    def _trace(self, goal: Goal, name: str, link: Fact, way: Sequence[Step]) -> Trace:
        via = (*way, Step.of(link, INTERVENTION, goal.words, name))
        return Trace(
            goal.words, goal.document, name, via, link.basis, link.confidence, link.quote, goal.kind, goal.name, goal.holder, tuple(self._laws[name])
        )  # fmt: skip

    def _purposes(self) -> Iterator[Trace]:
        """What the documents say an intervention is for, outside the goals of the policies."""
        inside = {fact.id for goal in self.goals for name in goal.names for fact in self._goal_links[name] if fact.document == goal.document}
        for fact in self._facts:
            if fact.relation == "goal_of" and fact.basis == STATED and fact.rule is None and fact.id not in inside and self._is_carrier(fact.object):
                name = fact.object or ""
                yield self._trace(Goal(fact.subject, fact.subject, PURPOSE, name, fact.document, fact.section, fact.quote, fact.start, fact.end), name, fact, ())


def _rank(link: Fact) -> tuple[int, bool, float]:
    """The surest first; of two that are stated, the one that tells which words name the intervention."""
    return _SUREST_FIRST[link.basis], link.rule is None, -link.confidence
