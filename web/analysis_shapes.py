"""The shapes of the analyses in the programming interface, as its OpenAPI description tells them."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

_DATE = r"^\d{4}-\d{2}-\d{2}$"
_Basis = Literal["stated", "reviewed", "inferred"]


class TraceQuery(BaseModel):
    """Which traces to list."""

    goal: str | None = Field(None, max_length=1000, description="Et mål, et pejlemærke, et fokusområde, et kapitel eller en indsats")


class ExpiryQuery(BaseModel):
    """From which day to look ahead."""

    as_of: str | None = Field(None, pattern=_DATE, description="Dato, der regnes et år frem fra: ÅÅÅÅ-MM-DD")


class Place(BaseModel):
    """Where words stand: quote is the run start:end of the document's clean text."""

    document: str
    section: str
    quote: str
    start: int
    end: int


class StepShape(Place):
    """One link of the way from a goal to an intervention or a law."""

    kind: str
    subject: str
    object: str
    basis: _Basis
    confidence: float
    reason: str | None
    fact: str


class TraceShape(BaseModel):
    """An intervention that carries a goal; the link between them stands last in via."""

    goal: str
    document: str
    intervention: str
    via: list[StepShape]
    basis: _Basis
    confidence: float
    quote: str
    kind: str
    node: str
    holder: str
    laws: list[StepShape]


class GapShape(Place):
    """A goal, or a part of one, that no intervention of the documents carries."""

    goal: str
    why: str
    coverage: Literal["none", "partial"]
    kind: str
    node: str
    holder: str
    part_of: str
    nearest: list[str]


class TraceList(BaseModel):
    """Traces, goals without an intervention, and parts of goals that are left open."""

    traces: list[TraceShape]
    gaps: list[GapShape]
    partial_gaps: list[GapShape]


class CellShape(BaseModel):
    """A cell of the coverage matrix."""

    level: str
    age_group: str
    focus_area: str
    district: str
    known: list[str]
    possible: list[str]
    state: Literal["tom", "én indsats", "dækket"]


class CellList(BaseModel):
    """Every cell."""

    cells: list[CellShape]


class ExpiryShape(Place):
    """An intervention whose money ends."""

    intervention: str
    until: str


class ExpiryList(BaseModel):
    """What ends within a year of a day."""

    as_of: str
    expiring: list[ExpiryShape]


class MissingShape(BaseModel):
    """A kind of fact that the source does not give."""

    intervention: str
    relation: str
    label: str


class MissingList(BaseModel):
    """What the source does not give."""

    missing: list[MissingShape]


class CitationShape(Place):
    """A law or paragraph cited, with what the table of laws says of it."""

    law: str
    paragraph: str
    subjects: list[str]
    status: str
    since: str
    note: str
    flagged: bool


class CitationList(BaseModel):
    """All citations, and the day the table of laws was last looked over."""

    table_date: str
    laws: list[CitationShape]
