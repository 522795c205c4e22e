"""SPARQL 1.1 protocol at /sparql, and the same as a page with a form.

Why the query is never logged and never echoed in an address by us: it may hold what someone typed about a child. The rule for CPR
numbers is the one for questions.
"""

from __future__ import annotations

import time
from http import HTTPStatus

from flask import Blueprint, Response, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotAcceptable, UnsupportedMediaType

from corpus.cpr import contains_cpr, mask_cpr
from graph.errors import SparqlRefused, SparqlSyntax
from graph.sparql import TURTLE_TYPE, SparqlAnswer
from web.citations import opened
from web.graph_access import graph_access, graph_reader
from web.limiter import limiter, question_limit
from web.negotiation import PAGE
from web.sparql_view import answer_view

TABLE, JSON, CSV, XML, TURTLE = "tabel", "json", "csv", "xml", "turtle"
FORMS = {TABLE: "Tabel", CSV: "CSV", JSON: "JSON", XML: "XML", TURTLE: "Turtle"}
_ACCEPTED = {
    "application/sparql-results+json": JSON, "application/json": JSON, "application/sparql-results+xml": XML, "application/xml": XML,
    "text/csv": CSV, TURTLE_TYPE: TURTLE, PAGE: TABLE,
}  # fmt: skip
_QUERY_TYPE, _UPDATE_TYPE = "application/sparql-query", "application/sparql-update"
_FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")
_DATASET = ("default-graph-uri", "named-graph-uri", "using-graph-uri", "using-named-graph-uri")

sparql = Blueprint("sparql", __name__)


class QueryWithCpr(Exception):
    """The query holds a CPR number."""


@sparql.route("/sparql", methods=["GET", "POST"])
@limiter.limit(question_limit)
def endpoint() -> ResponseReturnValue:
    """Answer a query, or show the form."""
    text = _query_text()
    if text is not None and contains_cpr(text):
        g.query = mask_cpr(text)
        if request.method == "GET":
            return redirect(url_for("sparql.endpoint", stoppet="cpr"), HTTPStatus.SEE_OTHER)
        raise QueryWithCpr
    if request.args.get("stoppet") == "cpr":
        raise QueryWithCpr
    g.query = text
    if text is None:
        return _empty()
    form = _form()
    started = time.monotonic()
    answer = graph_access().query(opened().folder / "store", text, form if form in (CSV, XML) else JSON)
    return _shown(answer, time.monotonic() - started) if form == TABLE else _sent(answer, form)


def _empty() -> ResponseReturnValue:
    """The form, to all who did not ask for data; the workers start while the visitor writes.

    Raises SparqlRefused for a program that sends no query.
    """
    is_for_people = request.accept_mimetypes.best_match([PAGE, *_ACCEPTED], default=PAGE) == PAGE
    if request.method == "POST" or not is_for_people:
        raise SparqlRefused("Send en forespørgsel i feltet query.")
    graph_access().pool(opened().folder / "store")
    return render_template("sparql.html")


def _query_text() -> str | None:
    """The query of the request, None where there is none.

    Raises SparqlRefused when the request asks for anything but one query, UnsupportedMediaType for another kind of body.
    """
    queries = request.args.getlist("query")
    if request.method == "POST":
        if request.mimetype in _FORM_TYPES:
            queries += request.form.getlist("query")
        elif request.mimetype == _QUERY_TYPE:
            queries.append(_body())
        elif request.mimetype != _UPDATE_TYPE:
            raise UnsupportedMediaType
    if request.mimetype == _UPDATE_TYPE or "update" in request.values:
        raise SparqlRefused("Grafen kan kun læses: brug SELECT, ASK, CONSTRUCT eller DESCRIBE.")
    if any(name in request.values for name in _DATASET):
        raise SparqlRefused("Vælg grafer med FROM eller GRAPH i selve forespørgslen.")
    if len(queries) > 1:
        raise SparqlRefused("Send én forespørgsel ad gangen.")
    return queries[0] if queries else None


def _body() -> str:
    try:
        return request.get_data().decode("utf-8")
    except UnicodeDecodeError as error:
        raise SparqlSyntax("Forespørgslen er ikke tekst i UTF-8.") from error


def _form() -> str:
    """The form asked for by the field, else by the Accept header; JSON where neither says.

    Raises SparqlRefused for an unknown form, NotAcceptable when the header takes none of ours.
    """
    chosen = request.values.get("format")
    if chosen is not None:
        if chosen not in FORMS:
            raise SparqlRefused(f"Svarformatet kendes ikke. Vælg et af: {', '.join(FORMS)}.")
        return chosen
    if not request.accept_mimetypes:
        return JSON
    best = request.accept_mimetypes.best_match(_ACCEPTED)
    if best is None:
        raise NotAcceptable
    return _ACCEPTED[best]


def _sent(answer: SparqlAnswer, form: str) -> Response:
    is_triples = answer.media_type == TURTLE_TYPE
    if form == TURTLE and not is_triples and "format" in request.values:
        raise SparqlRefused("Turtle kan kun bruges til CONSTRUCT og DESCRIBE. Vælg et andet svarformat.")
    if is_triples and form != TURTLE and "format" in request.values:
        raise SparqlRefused("CONSTRUCT og DESCRIBE giver Turtle. Vælg svarformatet Turtle eller Tabel.")
    response = Response(answer.body, content_type=f"{TURTLE_TYPE}; charset=utf-8" if is_triples else answer.media_type)
    return _told(response, answer)


def _shown(answer: SparqlAnswer, seconds: float) -> Response:
    view = answer_view(answer, graph_reader(), seconds)
    return _told(Response(render_template("sparql.html", answer=view), mimetype=PAGE), answer)


def _told(response: Response, answer: SparqlAnswer) -> Response:
    if answer.truncated:
        response.headers["X-Truncated"] = "true"
    response.vary.add("Accept")
    return response
