"""The programming interface under /api/v1, with its OpenAPI description and Swagger UI."""

from __future__ import annotations

from pathlib import Path

import flask_openapi3_swagger  # type: ignore[import-untyped]
from flask import Response, current_app, jsonify, render_template, send_from_directory
from werkzeug.exceptions import NotFound

from web.api_shapes import AnswerShape, DocumentList, FactList, FactQuery, FilePath, OfferList, OfferPath, OfferQuery, OfferWithFacts, QuestionBody, Refusal
from web.citations import opened, opened_as_of
from web.facets import left
from web.facts_table import facts_csv
from web.interface import Interface, described
from web.limiter import limiter, question_limit
from web.page_files import offer_data
from web.question_form import ask

CSV_TABLE = {"description": "Semikolon mellem felterne, UTF-8", "content": {"text/csv": {"schema": {"type": "string"}}}}
_SWAGGER = Path(flask_openapi3_swagger.__file__).parent / "templates" / "swagger"

api = Interface("api", __name__, "Trivselsgrafen", "Spørg, og hent oplysninger", (400, 404, 413, 415, 422, 429, 500, 503))


@api.post("/ask", summary="Stil et spørgsmål", responses={200: AnswerShape, 422: Refusal})
@limiter.limit(question_limit)
def ask_question(body: QuestionBody) -> Response:
    """Answer a question with interventions, facts and passages, each with the words it rests on."""
    options = body.model_dump(exclude={"query", "as_of"}, exclude_none=True)
    answer = ask(opened_as_of(body.as_of).searcher, body.query, [body.district or "", body.school or ""], options)
    return jsonify(answer.to_json())


@api.get("/facts", summary="Alle oplysninger", responses={200: FactList})
def facts(query: FactQuery) -> Response:
    """List the facts, each with its quote and offsets."""
    chosen = opened().facts(query.subject, query.relation, query.inferred)
    return jsonify({"facts": [fact.to_json() for fact in chosen]})


@api.get("/facts.csv", summary="Alle oplysninger til regneark", responses={200: CSV_TABLE})
def facts_table(query: FactQuery) -> Response:
    """The facts as a table that Excel opens: UTF-8 with a byte order mark, semicolons, formulas disarmed."""
    table = facts_csv(opened().facts(query.subject, query.relation, query.inferred))
    return Response(table, content_type="text/csv; charset=utf-8", headers={"Content-Disposition": "attachment; filename=oplysninger.csv"})


@api.get("/interventions", summary="Alle indsatser", responses={200: OfferList})
def interventions(query: OfferQuery) -> Response:
    """List everything the documents name that can help someone, or what the filters leave of it."""
    service = opened()
    chosen = {name: value for name, value in query.model_dump().items() if value}
    return jsonify({"interventions": [offer.to_json() for offer in left(service, service.index.offers.values(), chosen)]})


@api.get("/interventions/<id>", summary="En indsats", responses={200: OfferWithFacts})
def intervention(path: OfferPath) -> Response:
    """One intervention with all its facts."""
    index = opened().index
    if path.id not in index.offers:
        raise NotFound
    return jsonify(offer_data(index, path.id))


@api.get("/documents", summary="Dokumenterne", responses={200: DocumentList})
def documents() -> Response:
    """List the documents with publisher, date, status and checksum."""
    return jsonify({"documents": list(opened().index.sources.values())})


@api.get("/openapi.json", doc_ui=False)
def description() -> Response:
    """The OpenAPI description."""
    return jsonify(described(tuple(part for part in current_app.blueprints.values() if isinstance(part, Interface))))


@api.get("/docs", doc_ui=False)
def docs() -> str:
    """Swagger UI from the installed package, started by our own script file."""
    return render_template("api.html")


@api.get("/docs/<path:name>", doc_ui=False)
def swagger_file(path: FilePath) -> Response:
    """A file of Swagger UI."""
    return send_from_directory(_SWAGGER, path.name)
