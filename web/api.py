"""The programming interface under /api/v1, with its OpenAPI description and Swagger UI."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import flask_openapi3_swagger  # type: ignore[import-untyped]
from flask import Response, current_app, jsonify, render_template, send_from_directory
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import BaseModel, ConfigDict, Field
from werkzeug.exceptions import NotFound

from web.citations import opened, opened_as_of
from web.facts_table import facts_csv
from web.limiter import limiter, question_limit
from web.question_form import HIGHEST_AGE, HIGHEST_GRADE, ask

_SWAGGER = Path(flask_openapi3_swagger.__file__).parent / "templates" / "swagger"
_DATE = r"^\d{4}-\d{2}-\d{2}$"

api = APIBlueprint("api", __name__, url_prefix="/api/v1", abp_tags=[Tag(name="Trivselsgrafen", description="Spørg, og hent oplysninger")])


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


class OfferPath(BaseModel):
    """Which offer."""

    id: str = Field(description="Indsatsens id")


class FilePath(BaseModel):
    """Which file of Swagger UI."""

    name: str


@api.post("/ask", summary="Stil et spørgsmål")
@limiter.limit(question_limit)
def ask_question(body: QuestionBody) -> Response:
    """Answer a question with interventions, facts and passages, each with the words it rests on."""
    options = body.model_dump(exclude={"query", "as_of"}, exclude_none=True)
    answer = ask(opened_as_of(body.as_of).searcher, body.query, [body.district or "", body.school or ""], options)
    return jsonify(answer.to_json())


@api.get("/facts", summary="Alle oplysninger")
def facts(query: FactQuery) -> Response:
    """List the facts, each with its quote and offsets."""
    chosen = opened().facts(query.subject, query.relation)
    return jsonify({"facts": [fact.to_json() for fact in chosen]})


@api.get("/facts.csv", summary="Alle oplysninger til regneark")
def facts_table(query: FactQuery) -> Response:
    """The facts as a table that Excel opens: UTF-8 with a byte order mark, semicolons, formulas disarmed."""
    table = facts_csv(opened().facts(query.subject, query.relation))
    return Response(table, content_type="text/csv; charset=utf-8", headers={"Content-Disposition": "attachment; filename=oplysninger.csv"})


@api.get("/interventions", summary="Alle indsatser")
def interventions() -> Response:
    """List everything the documents name that can help someone."""
    return jsonify({"interventions": [offer.to_json() for offer in opened().index.offers.values()]})


@api.get("/interventions/<id>", summary="En indsats")
def intervention(path: OfferPath) -> Response:
    """One intervention with all its facts."""
    index = opened().index
    if path.id not in index.offers:
        raise NotFound
    offer = index.offers[path.id]
    data: dict[str, Any] = {**offer.to_json(), "facts": [index.facts[id_].to_json() for id_ in offer.facts]}
    return jsonify(data)


@api.get("/documents", summary="Dokumenterne")
def documents() -> Response:
    """List the documents with publisher, date, status and checksum."""
    return jsonify({"documents": list(opened().index.sources.values())})


@api.get("/openapi.json", doc_ui=False)
def description() -> Response:
    """The OpenAPI description."""
    return jsonify(current_app.api_doc)  # type: ignore[attr-defined]


@api.get("/docs", doc_ui=False)
def docs() -> str:
    """Swagger UI from the installed package, started by our own script file."""
    return render_template("api.html")


@api.get("/docs/<path:name>", doc_ui=False)
def swagger_file(path: FilePath) -> Response:
    """A file of Swagger UI."""
    return send_from_directory(_SWAGGER, path.name)
