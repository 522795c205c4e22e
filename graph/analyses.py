"""All analyses of a generation, made at build time and kept as one file: traces, gaps, coverage, missing facts, money, laws."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from corpus.document import Document
from graph.coverage import Coverage, coverage_of
from graph.entities import Entities
from graph.fact import Fact
from graph.goals import Goal
from graph.laws import Citation, citations_of
from graph.missing import Expiry, Missing, expiries_of, missing_of
from graph.offer import Offer
from graph.trace import Gap, Trace
from ontology.law_table import read_law_table


@dataclass(frozen=True)
class Analyses:
    """``goals`` are all goals and focus areas, ``orphans`` the interventions that lead to none of them."""

    goals: tuple[Goal, ...]
    traces: tuple[Trace, ...]
    gaps: tuple[Gap, ...]
    orphans: tuple[str, ...]
    coverage: Coverage
    missing: tuple[Missing, ...]
    expiries: tuple[Expiry, ...]
    citations: tuple[Citation, ...]

    def to_json(self) -> dict[str, Any]:
        """Plain data from which ``from_json`` makes equal analyses."""
        rows = {name: [row.to_json() for row in getattr(self, name)] for name in _ROWS}
        return {**rows, "orphans": list(self.orphans), "coverage": self.coverage.to_json()}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Analyses:
        """The analyses of plain data."""
        rows = {name: tuple(type_.from_json(row) for row in data[name]) for name, type_ in _ROWS.items()}
        return cls(**rows, orphans=tuple(data["orphans"]), coverage=Coverage.from_json(data["coverage"]))


_ROWS: Mapping[str, Any] = {"goals": Goal, "traces": Trace, "gaps": Gap, "missing": Missing, "expiries": Expiry, "citations": Citation}


def analyse(documents: Sequence[Document], facts: Sequence[Fact], links: Sequence[Fact], offers: Sequence[Offer], base: str) -> Analyses:
    """Analyse what the documents state and what was inferred and reviewed of it; ``base`` is where the graph's addresses start."""
    from graph.gaps import gaps_of, orphans_of  # networkx is not needed to read analyses
    from graph.tracing import Tracing

    every = [*facts, *links]
    tracing = Tracing(every, documents)
    traces = tracing.traces()
    return Analyses(
        goals=tuple(_addressed([*tracing.areas, *tracing.goals], Entities(every, base, documents), base)),
        traces=tuple(traces),
        gaps=tuple(gaps_of(tracing, traces)),
        orphans=tuple(orphans_of(tracing, traces)),
        coverage=coverage_of(every, offers),
        missing=tuple(missing_of(facts, offers)),
        expiries=tuple(expiries_of(facts, offers)),
        citations=tuple(citations_of(documents, every, read_law_table())),
    )


def _addressed(goals: Iterable[Goal], entities: Entities, base: str) -> Iterable[Goal]:
    return (replace(goal, path=entities.subject(goal.name).iri.removeprefix(base)) for goal in goals)
