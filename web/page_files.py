"""What the pages of offers, the ladder and documents show, as files: by the end of the address or by the Accept header."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, jsonify, request, url_for
from werkzeug.exceptions import NotFound

from corpus.document import Document
from graph.offer import Offer
from search.index import Index
from web.citations import opened
from web.facets import TITLES, known_choices, left
from web.facts_table import facts_csv, rows_csv
from web.graph_access import graph_reader, path_of
from web.ladder_view import Rung, rungs
from web.originals import files_of

_TURTLE, _CSV = "text/turtle; charset=utf-8", "text/csv; charset=utf-8"
_COLUMNS = ("id", "label", "kind", "responsible", "districts", "citywide", "schools", "step", "valid_until")

page_files = Blueprint("page_files", __name__)


@page_files.get("/indsatser.<any(json,csv,ttl):form>")
def offers(form: str) -> Response:
    """The offers that the filters of the address leave."""
    service = opened()
    everything = list(service.index.offers.values())
    chosen = known_choices(service, everything, {name: request.args[name] for name in TITLES if request.args.get(name)})
    found = left(service, everything, chosen)
    if form == "json":
        return jsonify({"interventions": [offer.to_json() for offer in found]})
    return _table(rows_csv(_COLUMNS, map(_row, found)), "indsatser") if form == "csv" else _turtle(found)


@page_files.get("/indsats/<slug:id_>.<any(json,csv):form>")
def offer(id_: str, form: str) -> Response:
    """One offer with its facts."""
    index = opened().index
    if id_ not in index.offers:
        raise NotFound
    return jsonify(offer_data(index, id_)) if form == "json" else _table(facts_csv(index.facts[fact] for fact in index.offers[id_].facts), id_)


@page_files.get("/trappen.<any(json,ttl):form>")
def ladder(form: str) -> Response:
    """The steps of the ladder, or what the graph says of the offers on them."""
    service = opened()
    if form == "json":
        return jsonify(ladder_data(request.args.get("bydel") or None))
    return _turtle(offer for offer in service.index.offers.values() if offer.step)


@page_files.get("/dokument/<slug:id_>.json")
def document(id_: str) -> Response:
    """One document: its origin, files, text, passages and repairs."""
    documents = opened().documents
    if id_ not in documents:
        raise NotFound
    return jsonify(document_data(documents[id_]))


def accepted_file(forms: tuple[str, ...]) -> str | None:
    """The form of a list that the Accept header asks for rather than the page, of those there are; None for the page."""
    types = {"json": "application/json", "csv": "text/csv", "ttl": "text/turtle"}
    best = request.accept_mimetypes.best_match(["text/html", *(types[form] for form in forms)], default="text/html")
    return next((form for form in forms if types[form] == best), None)


def offer_data(index: Index, id_: str) -> dict[str, Any]:
    """An offer with all its facts."""
    return {**index.offers[id_].to_json(), "facts": [index.facts[fact].to_json() for fact in index.offers[id_].facts]}


def ladder_data(district: str | None) -> dict[str, Any]:
    """The steps, lowest first; a district leaves out what is only elsewhere."""
    return {"steps": [_step(rung) for rung in rungs(opened(), district)]}


def document_data(whole: Document) -> dict[str, Any]:
    """A document with the files it was read from, its pages that were scanned, its text, passages and repairs."""
    files = [
        {"name": file.name, "media_type": file.media_type, "size": file.size, "sha256": file.sha256, "url": url_for("reading_api.original", id=whole.id, number=number)}
        for number, file in enumerate(files_of(whole), 1)
    ]
    rows = {"originals": files, "passages": [asdict(passage) for passage in whole.passages], "repairs": [asdict(repair) for repair in whole.repairs]}
    return {**asdict(whole.source), "pages": whole.pages, "scanned": whole.scanned, "unread": whole.unread, "text": whole.text, **rows}


def _step(rung: Rung) -> dict[str, Any]:
    offers = [{"id": entry.row.id, "label": entry.row.label, "responsible": list(entry.row.responsible), "is_described": entry.is_described} for entry in rung.offers]
    cited = rung.fact
    return {
        "number": rung.number, "name": rung.name, "legal_basis": [law.text for law in rung.laws], "quote": cited.quote, "document": cited.document,
        "start": cited.start, "end": cited.end, "interventions": offers,
    }  # fmt: skip


def _row(offer: Offer) -> dict[str, Any]:
    several = {name: ", ".join(getattr(offer, name)) for name in ("responsible", "districts", "schools")}
    return {**{name: getattr(offer, name) for name in _COLUMNS}, **several, "citywide": "true" if offer.citywide else "false"}


def _table(table: str, name: str) -> Response:
    return Response(table, content_type=_CSV, headers={"Content-Disposition": f"attachment; filename={name}.csv"})


def _turtle(offers: Iterable[Offer]) -> Response:
    return Response(graph_reader().serialized_all(map(path_of, offers), "ttl"), content_type=_TURTLE)
