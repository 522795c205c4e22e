"""What the data is and where it is had: the page about the data, its description for catalogues, and the files."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from weakref import WeakKeyDictionary

from flask import Blueprint, Response, current_app, render_template, send_from_directory
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from corpus.document import Document
from graph.dcat import DataFile, catalogue
from graph.fact import INFERRED
from web.access import EDITOR, visitor
from web.citations import SETTINGS, opened
from web.facts_table import facts_csv
from web.graph_access import graph_reader
from web.negotiation import DATA_TYPES, accepted_form, address_of, data_response, with_alternates
from web.runs import Run, last_run
from web.startup import Service

RIGHTS = (
    "Dokumenternes tekst tilhører deres udgiver, Københavns Kommune. Dokumenterne angiver ingen licens. "
    "Spørg kommunen, før du bruger teksten andre steder."
)
_MANIFEST = "manifest.json"
_STEM = "trivselsgrafen"
_FILES = {
    "ttl": ("Turtle", "text/turtle", "Det, der står i dokumenterne, og det, et menneske har gennemgået, i én graf"),
    "trig": ("TriG", "application/trig", "Alle navngivne grafer"),
    "jsonld": ("JSON-LD", "application/ld+json", "Alle navngivne grafer"),
    "nq": ("N-Quads", "application/n-quads", "Alle navngivne grafer"),
}
_CSV_PATH = "api/v1/facts.csv"

data_pages = Blueprint("data_pages", __name__)


@dataclass(frozen=True)
class Download:
    """A file as the page offers it."""

    url: str
    name: str
    holds: str
    size: int


@dataclass(frozen=True)
class DocumentRow:
    """A document with what was read out of it."""

    document: Document
    facts: int
    offers: int


@data_pages.get("/data")
def data() -> ResponseReturnValue:
    """The documents, the files, who owns what, and when it was all read."""
    service = opened()
    if form := accepted_form():
        return _catalogue(service, form)
    downloads = [Download(address_of(file.path), file.title, _holds(file), file.size) for file in _files(service)]
    page = render_template(
        "data.html", rows=_rows(service), downloads=downloads, rights=RIGHTS, generation=service.folder.name, built=built(service.folder),
        facts=len(service.stated), inferred=sum(link.basis == INFERRED for link in service.links), run=latest_run(), is_editor=visitor().role == EDITOR,
    )  # fmt: skip
    return with_alternates(page, "data")


@data_pages.get(f"/data.<any({','.join(DATA_TYPES)}):form>")
def data_description(form: str) -> ResponseReturnValue:
    """The description for catalogues (DCAT)."""
    return _catalogue(opened(), form)


@data_pages.get(f"/data/{_STEM}.<ending>")
def download(ending: str) -> Response:
    """The whole graph as a file of the generation in use."""
    if ending not in _FILES:
        raise NotFound
    response = send_from_directory(opened().folder, f"{_STEM}.{ending}", mimetype=_FILES[ending][1])
    response.headers["Content-Disposition"] = f"attachment; filename={_STEM}.{ending}"
    return response


def _catalogue(service: Service, form: str) -> Response:
    sources = [document.source for document in service.documents.values()]
    body = catalogue(graph_reader().base, sources, _files(service), built(service.folder), RIGHTS, form)
    return data_response(body, form, "data")


_known: WeakKeyDictionary[Service, list[DataFile]] = WeakKeyDictionary()  # by generation, and no longer than it


def _files(service: Service) -> list[DataFile]:
    """The files with their sizes, and the checksums their generation was sealed with; worked out once for a generation."""
    if service not in _known:
        _known[service] = _described(service)
    return _known[service]


def _described(service: Service) -> list[DataFile]:
    sealed = json.loads((service.folder / _MANIFEST).read_text(encoding="utf-8"))["files"]
    files = []
    for ending, (title, media_type, _) in _FILES.items():
        name = f"{_STEM}.{ending}"
        files.append(DataFile(f"data/{name}", title, media_type, (service.folder / name).stat().st_size, sealed[name]))
    table = facts_csv(service.stated).encode()
    return [*files, DataFile(_CSV_PATH, "CSV", "text/csv", len(table), hashlib.sha256(table).hexdigest())]


def _holds(file: DataFile) -> str:
    known = {f"data/{_STEM}.{ending}": holds for ending, (_, _, holds) in _FILES.items()}
    return known.get(file.path, "Alle oplysninger med citat og sted, til regneark")


def _rows(service: Service) -> list[DocumentRow]:
    counted = Counter(fact.document for fact in service.stated)
    offers = {id_: {fact.document for fact in (service.index.facts[one] for one in offer.facts)} for id_, offer in service.index.offers.items()}
    return [
        DocumentRow(document, counted[document.id], sum(document.id in documents for documents in offers.values()))
        for document in service.documents.values()
    ]


def latest_run() -> Run | None:
    """The last time documents were read, or the run that goes on."""
    return last_run(current_app.extensions[SETTINGS].data)


def built(folder: Path) -> datetime:
    """When the generation was sealed."""
    return datetime.fromtimestamp((folder / _MANIFEST).stat().st_mtime).astimezone()
