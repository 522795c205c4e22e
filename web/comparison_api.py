"""Overlaps and conflicts for programs, with their shapes in the OpenAPI description."""

from __future__ import annotations

from typing import Literal

from flask import Response, jsonify
from pydantic import BaseModel, ConfigDict, Field

from web.citations import opened
from web.comparisons import conflicts_data, overlaps_data
from web.interface import Interface

comparison_api = Interface("comparison_api", __name__, "Sammenligning", "Hvad der ligner hinanden, og hvad der ikke stemmer", (429, 500, 503))


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Run(_Shape):
    """The exact run of a document's text."""

    document: str
    section: str
    text: str
    start: int = Field(ge=0)
    end: int = Field(ge=0)


class OverlapQuote(Run):
    """A quote about one of the two."""

    about: str = Field(description="Indsatsen, citatet handler om")


class Shared(_Shape):
    """What both have, by aspect."""

    schools: list[str]
    districts: list[str]
    ages: list[str]
    steps: list[str]
    laws: list[str]
    target: list[str]
    methods: list[str]
    funding: list[str]
    entrances: list[str]


class OverlapRow(_Shape):
    """Two interventions that share something."""

    a: str
    b: str
    shared: Shared
    derived: list[str] = Field(description="Det af det fælles, som intet dokument siger direkte")
    kind: Literal["double", "complement", "step_up", "same_step"]
    score: float = Field(ge=0, le=1)
    parts: dict[str, float] = Field(description="Tallets dele; de giver tilsammen tallet")
    why: str
    quotes: list[OverlapQuote]


class OverlapList(_Shape):
    """All overlaps, the most alike first."""

    overlaps: list[OverlapRow]


class ConflictQuote(Run):
    """A quote of the clean text, or of the file as its publisher wrote it."""

    wording: Literal["clean", "source"]


class ConflictShape(_Shape):
    """A place where the documents do not agree."""

    kind: Literal["figures", "names", "ocr", "draft", "scope"]
    what: str
    trust: str | None
    why: str
    basis: Literal["rule", "curated"]
    quotes: list[ConflictQuote]


class ConflictList(_Shape):
    """All conflicts, by kind."""

    conflicts: list[ConflictShape]


@comparison_api.get("/overlaps", summary="Overlap mellem indsatser", responses={200: OverlapList})
def overlaps() -> Response:
    """List the pairs of interventions that share something, with what, how much and the quotes."""
    return jsonify(overlaps_data(opened().overlaps))


@comparison_api.get("/conflicts", summary="Hvor dokumenterne er uenige", responses={200: ConflictList})
def conflicts() -> Response:
    """List the places that say different things, with both quotes and what to trust."""
    return jsonify(conflicts_data(opened().conflicts))
