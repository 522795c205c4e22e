"""What goes wrong, as pages and JSON in Danish: the only place that knows HTTP statuses.

Why nothing of an unexpected error but its kind and place is logged: its text could hold words of a question.
"""

from __future__ import annotations

import logging
import traceback
from http import HTTPStatus

from flask import Flask, Response, g, jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue
from pydantic import ValidationError
from werkzeug.exceptions import HTTPException

from corpus.cpr import mask_cpr
from graph.errors import GraphAway, SparqlAway, SparqlBusy, SparqlError, SparqlRefused, SparqlSyntax, SparqlTimeout, SparqlTooLarge, StorageError
from search.milvus import MilvusError
from search.searcher import QuestionError
from web.access import StaleForm
from web.notice_view import notice_groups
from web.audit import AuditError
from web.citations import opened
from web.generations import GenerationError
from web.negotiation import wants_data
from web.privacy import CprInAddress
from web.question_form import QuestionForm, QuestionRefused
from web.sparql import QueryWithCpr
from web.startup import UnknownName

_log = logging.getLogger(__name__)

OURS = "Noget gik galt hos os. Dit spørgsmål er ikke gemt."
TOO_LARGE = "Skriv kortere – højst 4.000 tegn."
_TEXTS = {
    400: ("forkert_kald", "Vi kunne ikke læse det, du sendte", "Gå tilbage, og prøv igen."),
    401: ("log_ind", "Du er ikke logget ind", "Log ind, og prøv igen."),
    403: ("ingen_adgang", "Det har du ikke adgang til", "Det må kun redaktører. Skal du have adgang, så spørg den, der driver tjenesten."),
    404: ("ikke_fundet", "Siden findes ikke", "Måske er adressen skrevet forkert, eller også er oplysningen flyttet."),
    406: ("forkert_format", "Vi har ikke det format", "Vælg HTML, Turtle, JSON-LD eller N-Triples."),
    405: ("forkert_metode", "Adressen kan ikke bruges på den måde", "Begynd forfra på siden Spørg."),
    413: ("for_langt", "Teksten er for lang", TOO_LARGE),
    415: ("forkert_format", "Vi kan ikke læse det format", "Send JSON med Content-Type: application/json."),
    429: ("for_mange", "Vent et øjeblik", "Du har spurgt mange gange på kort tid. Vent et minut."),
    500: ("fejl_hos_os", "Noget gik galt", OURS),
    503: ("ikke_klar", "Tjenesten er ikke klar endnu", "Vi er ved at læse dokumenterne. Prøv igen om et øjeblik."),
}
_SPARQL = "/sparql"
_SPARQL_TEXTS = {
    406: "Vælg et svarformat, vi har: application/sparql-results+json, application/sparql-results+xml, text/csv eller text/turtle.",
    413: "Forespørgslen er for lang. Den må højst fylde 16.384 byte.",
    415: "Send forespørgslen i en formular i feltet query eller som application/sparql-query.",
}
_SPARQL_ERRORS: dict[type[SparqlError], tuple[str, HTTPStatus]] = {
    SparqlRefused: ("afvist", HTTPStatus.BAD_REQUEST),
    SparqlSyntax: ("ugyldig_forespoergsel", HTTPStatus.BAD_REQUEST),
    SparqlTooLarge: ("for_stor", HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
    SparqlTimeout: ("stoppet", HTTPStatus.SERVICE_UNAVAILABLE),
    SparqlBusy: ("optaget", HTTPStatus.SERVICE_UNAVAILABLE),
    SparqlAway: ("grafen_svarer_ikke", HTTPStatus.SERVICE_UNAVAILABLE),
}
_SOON = "5"  # seconds until a query that was stopped or turned away may be tried again
_ADDRESS_CPR = "Vi har ikke brugt eller gemt nummeret. Slet adressen fra din browserhistorik, og prøv igen uden nummeret."
_QUERY_CPR = "Forespørgslen ser ud til at indeholde et cpr-nummer. Vi har hverken kørt eller gemt den. Fjern nummeret, og prøv igen."


def init_errors(app: Flask) -> None:
    """Register the handlers."""
    app.register_error_handler(QuestionError, _question_error)
    app.register_error_handler(QuestionRefused, _refused)
    app.register_error_handler(SparqlError, _sparql_error)
    app.register_error_handler(QueryWithCpr, _query_with_cpr)
    app.register_error_handler(GenerationError, _not_ready)
    app.register_error_handler(StorageError, _not_ready)
    app.register_error_handler(GraphAway, _no_graph)
    app.register_error_handler(MilvusError, _no_vectors)
    app.register_error_handler(UnknownName, _unknown_name)
    app.register_error_handler(StaleForm, _stale_form)
    app.register_error_handler(CprInAddress, _cpr_in_address)
    app.register_error_handler(AuditError, _not_noted)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(Exception, _unexpected)


def invalid_body(error: ValidationError) -> Response:
    """Tell which fields of an API call are wrong, without their values."""
    fields = sorted({".".join(map(str, row["loc"])) or "body" for row in error.errors(include_input=False, include_url=False, include_context=False)})
    return make_response(_json("forkert_felt", mask_cpr(f"Ret felterne: {', '.join(fields)}. Se /api/v1/docs."), HTTPStatus.UNPROCESSABLE_ENTITY))


def _question_error(error: QuestionError) -> ResponseReturnValue:
    if wants_data():
        return _json("ugyldigt_spoergsmaal", str(error), HTTPStatus.UNPROCESSABLE_ENTITY)
    form = QuestionForm.of(request.values)
    return render_template("spoerg.html", form=form, error=str(error)), HTTPStatus.UNPROCESSABLE_ENTITY


def _refused(error: QuestionRefused) -> ResponseReturnValue:
    if wants_data():
        return jsonify(error.answer.to_json()), HTTPStatus.UNPROCESSABLE_ENTITY
    form = QuestionForm.of(request.form).masked
    notices = notice_groups(opened(), error.answer.notices)
    page = render_template("spoerg.html", form=form, cpr=True, in_address=request.method == "GET", notices=notices)
    return page, HTTPStatus.UNPROCESSABLE_ENTITY


def _sparql_error(error: SparqlError) -> ResponseReturnValue:
    name, status = _SPARQL_ERRORS.get(type(error), ("afvist", HTTPStatus.BAD_REQUEST))
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        g.retry_after = _SOON
    if wants_data():
        return _json(name, str(error), status)
    return render_template("sparql.html", error=str(error)), status


def _query_with_cpr(error: QueryWithCpr) -> ResponseReturnValue:
    if wants_data():
        return _json("cpr_i_spoergsmaal", _QUERY_CPR, HTTPStatus.UNPROCESSABLE_ENTITY)
    return render_template("sparql.html", cpr=True, in_address=request.method == "GET"), HTTPStatus.UNPROCESSABLE_ENTITY


def _not_ready(error: GenerationError | StorageError) -> ResponseReturnValue:
    _log.error("%s", error)
    return _page(HTTPStatus.SERVICE_UNAVAILABLE, {"Retry-After": "30"})


def _no_graph(error: GraphAway) -> ResponseReturnValue:
    _log.error("%s", error)
    g.retry_after = _SOON
    return _told("grafen_svarer_ikke", "Grafen svarer ikke lige nu", "Du kan stadig spørge og læse dokumenterne. Prøv igen om et øjeblik.", HTTPStatus.SERVICE_UNAVAILABLE)


def _no_vectors(error: MilvusError) -> ResponseReturnValue:
    _log.error("%s", error)
    g.retry_after = _SOON
    return _told("soegning_svarer_ikke", "Vi kan ikke søge lige nu", "En del af søgningen svarer ikke. Dit spørgsmål er ikke gemt. Prøv igen om et øjeblik.", HTTPStatus.SERVICE_UNAVAILABLE)


def _unknown_name(error: UnknownName) -> ResponseReturnValue:
    return _json("ikke_fundet", mask_cpr(str(error)), HTTPStatus.NOT_FOUND) if wants_data() else _page(HTTPStatus.NOT_FOUND, {})


def http_error(error: HTTPException) -> ResponseReturnValue:
    """Any answer of HTTP that is no answer of ours, as a page or JSON."""
    if error.code is None or error.code < 400:
        return error.get_response()
    headers = {name: value for name, value in error.get_headers() if name in ("Allow", "Retry-After")}
    return _page(error.code, headers)


def _stale_form(error: StaleForm) -> ResponseReturnValue:
    return _told("gammel_formular", "Formularen er for gammel", "Gå tilbage, hent siden igen, og send den igen. Intet er ændret.", HTTPStatus.FORBIDDEN)


def _cpr_in_address(error: CprInAddress) -> ResponseReturnValue:
    return _told("cpr_i_adressen", "Der stod et cpr-nummer i adressen", _ADDRESS_CPR, HTTPStatus.UNPROCESSABLE_ENTITY)


def _not_noted(error: AuditError) -> ResponseReturnValue:
    _log.error("%s", error)
    return _told("ikke_noteret", "Intet er ændret", str(error), HTTPStatus.SERVICE_UNAVAILABLE)


def _told(name: str, title: str, text: str, status: HTTPStatus) -> ResponseReturnValue:
    if wants_data():
        return _json(name, text, status)
    return render_template("fejl.html", title=title, text=text), status


def _unexpected(error: Exception) -> ResponseReturnValue:
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{frames[-1].name} linje {frames[-1].lineno}" if frames else "ukendt sted"
    _log.error("Uventet fejl: %s i %s ved %s", type(error).__name__, place, request.url_rule or "ukendt side")
    return _page(HTTPStatus.INTERNAL_SERVER_ERROR, {})


def _page(code: int, headers: dict[str, str]) -> ResponseReturnValue:
    name, title, text = _TEXTS.get(code) or _TEXTS[400 if code < 500 else 500]
    if request.path == _SPARQL:
        text = _SPARQL_TEXTS.get(code, text)
    if wants_data():
        body, status = jsonify({"fejl": name, "besked": text}), code
        return body, status, headers
    return render_template("fejl.html", title=title, text=text), code, headers


def _json(name: str, text: str, status: HTTPStatus) -> ResponseReturnValue:
    return jsonify({"fejl": name, "besked": text}), status
