"""The shapes of the programming interface, as its OpenAPI description tells them."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, RootModel

from web.question_form import HIGHEST_AGE, HIGHEST_GRADE

_DATE = r"^\d{4}-\d{2}-\d{2}$"
_Fit = Literal["yes", "no", "unknown"]


class QuestionBody(BaseModel):
    """A question with what narrows it."""

    model_config = ConfigDict(extra="forbid")

    query: str = Field(description="Spørgsmålet, højst 4.000 tegn. Skriv ikke navne eller cpr-numre.")
    age: int | None = Field(None, ge=0, le=HIGHEST_AGE, description="Alder i år")
    grade: int | None = Field(None, ge=0, le=HIGHEST_GRADE, description="Klassetrin")
    district: str | None = Field(None, max_length=200, description="Bydel")
    school: str | None = Field(None, max_length=200, description="Skole")
    limit: int | None = Field(None, ge=1, le=10, description="Højst så mange indsatser")
    inferred: bool | None = Field(None, description="Tag det med, som tjenesten har udledt")
    as_of: str | None = Field(None, pattern=_DATE, description="Dato, som svaret skal gælde for: ÅÅÅÅ-MM-DD")


class FactQuery(BaseModel):
    """Which facts to list."""

    subject: str | None = Field(None, description="Det, oplysningen handler om")
    relation: str | None = Field(None, description="Slags oplysning, for eksempel legal_basis")
    inferred: bool = Field(False, description="Også det, tjenesten selv har udledt")


class OfferQuery(BaseModel):
    """Which offers to list, by the filters of the page."""

    trin: str | None = Field(None, description="Trin på indsatstrappen")
    bydel: str | None = Field(None, description="Bydel, eller hele-byen")
    forvaltning: str | None = Field(None, description="Forvaltning, for eksempel BUF")
    alder: str | None = Field(None, description="foer-skole, indskoling, mellemtrin, udskoling eller unge")
    finansiering: str | None = Field(None, description="permanent, midlertidig eller ramme")


class OfferPath(BaseModel):
    """Which offer."""

    id: str = Field(description="Indsatsens id")


class FilePath(BaseModel):
    """Which file of Swagger UI."""

    name: str


class Problem(BaseModel):
    """What went wrong, and what to do."""

    fejl: str
    besked: str


class Span(BaseModel):
    """Whole numbers from ``min`` to ``max``, both counted in."""

    min: int
    max: int


class Need(BaseModel):
    """A need that was understood, with the words it was read from."""

    id: str
    label: str
    matched: str


class Understood(BaseModel):
    """What the question was taken to mean."""

    intent: Literal["help", "fact", "law", "contact", "risk", "trace", "overlap", "definition"]
    needs: list[Need]
    age: Span | None
    grade: Span | None
    districts: list[str]
    schools: list[str]


class Notice(BaseModel):
    """Something that stands above all results."""

    kind: str
    text: str
    document: str
    section: str
    quote: str


class Quote(BaseModel):
    """The exact run ``[start:end]`` of a document's clean text."""

    document: str
    section: str
    text: str
    start: int
    end: int
    document_status: str


class Fits(BaseModel):
    """How an offer meets each limit of the question."""

    age: _Fit
    grade: _Fit
    district: _Fit


class Condition(BaseModel):
    """A condition for getting an offer."""

    text: str
    quote: str


class RecommendedOffer(BaseModel):
    """An offer that breaks no limit."""

    id: str
    label: str
    match: Literal["strong", "possible"]
    score: float = Field(ge=0, le=1)
    fits: Fits
    conditions: list[Condition]
    referral: str | None
    contact: str | None
    valid_until: str | None
    why: list[str]
    quotes: list[Quote]


class NearMiss(BaseModel):
    """An offer that breaks a limit."""

    id: str
    label: str
    why: str


class FactRow(BaseModel):
    """What a document says of a subject, with the words that say it."""

    id: str
    subject: str
    relation: str
    object: str | None
    value: float | None
    unit: str | None
    basis: Literal["stated", "reviewed", "inferred"]
    confidence: float = Field(ge=0, le=1)
    document: str
    section: str
    quote: str
    start: int
    end: int
    reason: str | None = None
    rule: str | None = None


class PassageRow(BaseModel):
    """A ranked passage."""

    id: str
    document: str
    section: str
    text: str
    start: int
    end: int
    score: float


class AnswerShape(BaseModel):
    """The answer to a question."""

    id: str | None
    question: str
    language: str
    status: Literal["answered", "partial", "abstained", "refused"]
    reason: str | None
    understood: Understood
    notices: list[Notice]
    interventions: list[RecommendedOffer] = Field(max_length=10)
    near_misses: list[NearMiss]
    facts: list[FactRow]
    passages: list[PassageRow] = Field(max_length=10)


class Refusal(RootModel[AnswerShape | Problem]):
    """A question with a CPR number, masked and unanswered, or what is wrong with the fields."""


class FactList(BaseModel):
    """Facts."""

    facts: list[FactRow]


class OfferShape(BaseModel):
    """An offer with its limits, conditions and contacts."""

    model_config = ConfigDict(extra="allow")

    id: str
    label: str
    kind: Literal["Intervention", "Organisation", "ContactPoint"]
    responsible: list[str]
    districts: list[str]
    schools: list[str]
    citywide: bool
    valid_until: str | None
    step: str | None


class OfferWithFacts(OfferShape):
    """An offer with all its facts."""

    facts: list[FactRow]


class OfferList(BaseModel):
    """Offers."""

    interventions: list[OfferShape]


class DocumentRow(BaseModel):
    """What is known of a document's origin; ``fetched`` is the day its file came here."""

    model_config = ConfigDict(extra="allow")

    id: str
    title: str
    publisher: str
    date: str
    status: str
    fetched: str


class DocumentList(BaseModel):
    """Documents."""

    documents: list[DocumentRow]
