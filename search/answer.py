"""The answer to a question, in the one shape that page, API and command line share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

ANSWERED, PARTIAL, ABSTAINED, REFUSED = "answered", "partial", "abstained", "refused"


@dataclass(frozen=True)
class Quote:
    """The exact run ``[start:end]`` of a document's clean text."""

    document: str
    section: str
    text: str
    start: int
    end: int
    document_status: str


@dataclass(frozen=True)
class Notice:
    """Something that stands above all results; ``kind`` is safety or duty."""

    kind: str
    text: str
    document: str
    section: str
    quote: str


@dataclass(frozen=True)
class Recommended:
    """An offer that breaks no limit; ``score`` from 0 to 1 orders the list and is no probability."""

    id: str
    label: str
    match: str
    score: float
    fits: dict[str, str]
    conditions: tuple[dict[str, str], ...]
    referral: str | None
    contact: str | None
    valid_until: str | None
    why: tuple[str, ...]
    quotes: tuple[Quote, ...]


@dataclass(frozen=True)
class NearMiss:
    """An offer that would help but breaks a limit; ``why`` says which."""

    id: str
    label: str
    why: str


@dataclass(frozen=True)
class Evidence:
    """A ranked passage."""

    id: str
    document: str
    section: str
    text: str
    start: int
    end: int
    score: float


@dataclass(frozen=True)
class Answer:
    """``understood`` is what the question was taken to mean; ``reason`` says in Danish why it is not (wholly) answered.

    ``nearest`` are the passages that came nearest to a question that is not answered, for its page alone: the interface has no place for them.
    """

    question: str
    language: str
    status: str
    understood: dict[str, Any]
    reason: str | None = None
    notices: tuple[Notice, ...] = ()
    interventions: tuple[Recommended, ...] = ()
    near_misses: tuple[NearMiss, ...] = ()
    facts: tuple[dict[str, Any], ...] = ()
    passages: tuple[Evidence, ...] = ()
    nearest: tuple[Evidence, ...] = ()

    def to_json(self, id_: str | None = None) -> dict[str, Any]:
        """The answer as the interface fixes it."""
        rows = {name: [dict(vars(row)) for row in getattr(self, name)] for name in ("notices", "near_misses", "passages")}
        rows["interventions"] = [{**vars(row), "quotes": [dict(vars(quote)) for quote in row.quotes]} for row in self.interventions]
        fields = {name: value for name, value in vars(self).items() if name != "nearest"}
        return {"id": id_, **fields, **rows}


NOTHING_UNDERSTOOD: dict[str, Any] = {"intent": "help", "needs": [], "age": None, "grade": None, "districts": [], "schools": []}
