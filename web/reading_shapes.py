"""The shapes of what the reading pages show, as the OpenAPI description tells them."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field

from corpus.originals import HTML, MARKDOWN, OPEN_DOCUMENT, PDF, PLAIN, WORD
from web.api_shapes import DocumentRow

ORIGINAL_FILE = {
    "description": "Filen, som den kom",
    "content": {kind: {"schema": {"type": "string", "format": "binary"}} for kind in (PDF, HTML, PLAIN, MARKDOWN, WORD, OPEN_DOCUMENT)},
}


class LadderQuery(BaseModel):
    """Which offers of the ladder to list."""

    bydel: str | None = Field(None, description="Bydel")


class DocumentPath(BaseModel):
    """Which document."""

    id: str = Field(description="Dokumentets id")


class OriginalPath(DocumentPath):
    """Which file of a document."""

    number: int = Field(description="Filens nummer, fra 1")


class OriginalFile(BaseModel):
    """A file that a document was read from; ``url`` gives it unchanged."""

    name: str
    media_type: str
    size: int
    sha256: str
    url: str


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
    """A document with its files, its clean text, its passages and the repairs of its text.

    ``pages`` is null in formats without pages; ``scanned`` are the pages read by text recognition, ``unread`` those that could not be read.
    """

    pages: int | None
    scanned: list[int]
    unread: list[int]
    originals: list[OriginalFile]
    text: str
    passages: list[dict[str, Any]]
    repairs: list[dict[str, Any]]


class RunShape(BaseModel):
    """The last time documents were read; ``done`` of ``total`` steps are behind it, and ``failures`` files could not be added."""

    began: str
    stage: str
    done: int
    total: int
    seconds: float
    documents: int
    failures: int
    has_ended: bool
    goes_on: bool


class DataShape(BaseModel):
    """What the generation in use holds."""

    generation: str
    built: str
    documents: int
    facts: int
    inferred: int
    interventions: int
    run: RunShape | None


class SuggestionList(BaseModel):
    """Names and needs that the question field offers."""

    suggestions: list[str]
