"""Gives the files that documents were read from, as they came.

Why by number and never by name: no part of the address is ever a path. Why only PDF opens in the browser: it is what people want to
leaf through; pages of HTML that others wrote are only ever saved, so that no script of theirs runs under our address.
"""

from __future__ import annotations

import logging

from flask import Blueprint, Response, current_app, send_file, url_for
from werkzeug.exceptions import NotFound

from corpus.document import Document
from corpus.library import Library
from corpus.originals import MARKDOWN, PDF, PLAIN, Original, originals_of
from web.citations import SETTINGS, opened
from web.startup import UnknownName

_POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"  # what a browser's own viewer of PDF needs
_TEXT = (PLAIN, MARKDOWN)

_log = logging.getLogger(__name__)

originals = Blueprint("originals", __name__)


@originals.get("/dokument/<slug:id_>/original/<int:number>")
def original(id_: str, number: int) -> Response:
    """A file of a document, counted from 1."""
    return sent(id_, number)


def files_of(document: Document) -> list[Original]:
    """The files a document was read from; none where it has left the list since this generation was made."""
    from corpus.catalogue import entries  # what reads files is not needed to answer questions

    library = Library(current_app.extensions[SETTINGS].data)
    entry = next((entry for entry in entries(library) if document.source.sha256 in {sha256 for _, sha256 in entry.texts}), None)
    return originals_of(entry) if entry else []


def address_of_original(document: Document, number: int) -> str:
    """Where a file of a document is fetched."""
    return url_for("originals.original", id_=document.id, number=number)


def sent(id_: str, number: int) -> Response:
    """The file, under the name it came with.

    Raises NotFound when there is none, or when it is no longer what the document was read from.
    """
    try:
        files = files_of(opened().document(id_))
    except UnknownName as error:
        raise NotFound from error
    if not 1 <= number <= len(files):
        raise NotFound
    file = files[number - 1]
    if not file.is_whole():
        _log.error("Filen til dokumentet %s er ændret eller væk.", id_)
        raise NotFound
    response = send_file(file.path, file.media_type, as_attachment=file.media_type != PDF, download_name=file.name, etag=file.sha256)
    if file.media_type in _TEXT:
        response.headers["Content-Type"] = file.media_type  # of which character set they are, only their writers know
    response.headers["Content-Security-Policy"] = _POLICY
    return response
