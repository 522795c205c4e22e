"""Adding a document from the page about the data, for editors."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Blueprint, Response, current_app, make_response, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.utils import secure_filename

from corpus.errors import CorpusError
from corpus.limits import Limits
from web.access import editor_only, note, visitor
from web.citations import SETTINGS
from web.freshness import use_newest
from web.generations import GenerationError
from web.limiter import limiter
from web.settings import Settings

if TYPE_CHECKING:  # what reads documents is not needed to answer questions
    from web.adding import Report

_FORM = 64 * 1024  # bytes of a form around its file
_FEW = 10  # a minute
_ADDED = "dokument tilføjet"

editing = Blueprint("editing", __name__)


@editing.get("/data/tilfoej")
@editor_only(_ADDED)
def form() -> ResponseReturnValue:
    """The form for adding a document."""
    return _page()


@editing.post("/data/tilfoej")
@limiter.limit(lambda: _FEW)
@editor_only(_ADDED, largest=Limits().file + _FORM)
def upload() -> ResponseReturnValue:
    """Add the document of the form and answer from the new generation."""
    from web.adding import STATUSES, AddingError, Wishes, add

    settings = replace(_settings(), user=visitor().name)
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
    note(", ".join(one.id for one in report.added))
    if report.generation:
        use_newest(settings)
    return _page(HTTPStatus.UNPROCESSABLE_ENTITY if report.failures else HTTPStatus.OK, report=report)


def _page(status: int = HTTPStatus.OK, error: str = "", report: Report | None = None) -> Response:
    from web.adding import STATUSES

    page = make_response(render_template("tilfoej.html", error=error, report=report, statuses=STATUSES, largest=Limits().file // 1_000_000), status)
    page.headers["Cache-Control"] = "no-store"
    return page


def _settings() -> Settings:
    settings: Settings = current_app.extensions[SETTINGS]
    return settings
