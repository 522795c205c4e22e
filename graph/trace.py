"""A trace: the way from a goal to an intervention and its law, every step with what it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from graph.fact import Fact


@dataclass(frozen=True)
class Step:
    """One link of a way, read from ``subject`` to ``object``; ``quote`` is the run ``[start:end]`` of the document's clean text."""

    kind: str
    subject: str
    object: str
    basis: str
    confidence: float
    document: str
    section: str
    quote: str
    start: int
    end: int
    reason: str | None = None
    fact: str = ""

    @classmethod
    def of(cls, fact: Fact, kind: str, subject: str, object_: str) -> Step:
        """A step that a fact supports, in the direction of the way."""
        return cls(
            kind, subject, object_, fact.basis, fact.confidence, fact.document, fact.section, fact.quote, fact.start, fact.end, fact.reason, fact.id
        )  # fmt: skip


@dataclass(frozen=True)
class Trace:
    """One intervention that carries a goal.

    ``via`` is the way, the link between goal and intervention last; ``laws`` are the paragraphs the intervention rests on. ``basis``,
    ``confidence`` and ``quote`` are those of the link.
    """

    goal: str
    document: str
    intervention: str
    via: tuple[Step, ...]
    basis: str
    confidence: float
    quote: str
    kind: str
    node: str
    holder: str
    laws: tuple[Step, ...] = ()

    @property
    def link(self) -> Step:
        """The step between goal and intervention."""
        return self.via[-1]

    def to_json(self) -> dict[str, Any]:
        """The trace as one row of ``trivsel trace``."""
        return asdict(self)

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Trace:
        """The trace whose row this is."""
        steps = {name: tuple(Step(**step) for step in row[name]) for name in ("via", "laws")}
        return cls(**{**row, **steps})


@dataclass(frozen=True)
class Gap:
    """A goal, or the part of one, that no intervention of the documents carries.

    ``coverage`` is none, or partial where only the words in ``goal`` are left of the goal ``part_of``; ``nearest`` are interventions that
    speak of something near.
    """

    goal: str
    document: str
    why: str
    coverage: str
    kind: str
    node: str
    holder: str
    quote: str
    section: str
    start: int
    end: int
    part_of: str = ""
    nearest: tuple[str, ...] = field(default=())

    def to_json(self) -> dict[str, Any]:
        """The gap as one row of ``trivsel trace``."""
        return asdict(self)

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Gap:
        """The gap whose row this is."""
        return cls(**{**row, "nearest": tuple(row["nearest"])})
