"""The shapes of what the reading pages show, as the OpenAPI description tells them."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field

from web.api_shapes import DocumentRow


class LadderQuery(BaseModel):
    """Which offers of the ladder to list."""

    bydel: str | None = Field(None, description="Bydel")


class DocumentPath(BaseModel):
    """Which document."""

    id: str = Field(description="Dokumentets id")


class LadderStep(BaseModel):
    """A step of the ladder, the lowest first."""

    number: int
    name: str
    legal_basis: list[str]
    quote: str
    document: str
    start: int
    end: int
    interventions: list[dict[str, Any]]


class Ladder(BaseModel):
    """The ladder."""

    steps: list[LadderStep]


class WholeDocument(DocumentRow):
    """A document with its clean text, its passages and the repairs of its text."""

    text: str
    passages: list[dict[str, Any]]
    repairs: list[dict[str, Any]]


class DataShape(BaseModel):
    """What the generation in use holds."""

    generation: str
    built: str
    documents: int
    facts: int
    inferred: int
    interventions: int


class SuggestionList(BaseModel):
    """Names and needs that the question field offers."""

    suggestions: list[str]
