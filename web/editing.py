"""Adding a document from the page about the data, for an editor who knows the installation's key.

Why a key in the form: it tells an editor from a visitor, without accounts. Without a key set, the page says how it is set and takes nothing.
"""

from __future__ import annotations

import hmac
import tempfile
from http import HTTPStatus
from pathlib import Path

from flask import Blueprint, Response, current_app, request
from flask.typing import ResponseReturnValue
from werkzeug.utils import secure_filename

from corpus.errors import CorpusError
from corpus.limits import Limits
from web.adding import STATUSES, AddingError, Report, Wishes, add
from web.citations import OPENER, SETTINGS
from web.form_token import TOO_OLD, form_page, is_from_our_page
from web.generations import GenerationError
from web.limiter import limiter
from web.settings import Settings
from web.startup import open_service

_FORM = 64 * 1024  # bytes of a form around its file
_FEW = "10 per minute"  # a key is not guessed by trying

editing = Blueprint("editing", __name__)


@editing.get("/data/tilfoej")
def form() -> ResponseReturnValue:
    """The form for adding a document."""
    return _page()


@editing.post("/data/tilfoej")
@limiter.limit(_FEW)
def upload() -> ResponseReturnValue:
    """Add the document of the form and answer from the new generation."""
    request.max_content_length = Limits().file + _FORM
    settings = _settings()
    if not settings.editor_key or not hmac.compare_digest(request.form.get("noegle", "").encode(), settings.editor_key.encode()):
        return _page(HTTPStatus.FORBIDDEN, error="Nøglen er ikke rigtig. Intet er tilføjet.")
    if not is_from_our_page():
        return _page(HTTPStatus.FORBIDDEN, error=TOO_OLD)
    given = request.files.get("fil")
    if given is None or not given.filename:
        return _page(HTTPStatus.UNPROCESSABLE_ENTITY, error="Vælg en fil.")
    fields = {name: " ".join(request.form.get(name, "").split()) for name in ("title", "publisher", "date", "supersedes")}
    status = request.form.get("status", "")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / (secure_filename(given.filename) or "fil")
        given.save(path)
        try:
            report = add(settings, [path], Wishes(status=status if status in STATUSES else "", **fields), lambda stage: None)
        except (AddingError, CorpusError, GenerationError) as error:
            return _page(HTTPStatus.UNPROCESSABLE_ENTITY, error=str(error))
    if report.generation:
        service = open_service(settings)
        current_app.extensions[OPENER] = lambda: service
    return _page(HTTPStatus.UNPROCESSABLE_ENTITY if report.failures else HTTPStatus.OK, report=report)


def _page(status: int = HTTPStatus.OK, error: str = "", report: Report | None = None) -> Response:
    is_open, largest = bool(_settings().editor_key), Limits().file // 1_000_000
    return form_page("tilfoej.html", status, is_open=is_open, error=error, report=report, statuses=STATUSES, largest=largest)


def _settings() -> Settings:
    settings: Settings = current_app.extensions[SETTINGS]
    return settings
