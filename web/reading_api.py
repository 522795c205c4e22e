"""What the reading pages show, for programs: the ladder, whole documents, what the data holds, and the names that are suggested."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask import Response, jsonify
from werkzeug.exceptions import NotFound

from graph.fact import INFERRED
from web.citations import opened
from web.data_pages import built, latest_run
from web.interface import Interface
from web.originals import sent
from web.page_files import document_data, ladder_data
from web.reading_shapes import ORIGINAL_FILE, DataShape, DocumentPath, Ladder, LadderQuery, OriginalPath, SuggestionList, WholeDocument
from web.suggestions import suggestions

reading_api = Interface("reading_api", __name__, "Sider", "Det, siderne viser", (404, 422, 429, 500, 503))


@reading_api.get("/ladder", summary="Indsatstrappen", responses={200: Ladder})
def ladder(query: LadderQuery) -> Response:
    """The steps, lowest first; a district leaves out what is only elsewhere."""
    return jsonify(ladder_data(query.bydel or None))


@reading_api.get("/documents/<id>", summary="Et dokument", responses={200: WholeDocument})
def document(path: DocumentPath) -> Response:
    """One document: its origin, the files it was read from, clean text, passages with offsets, and how its text was repaired."""
    documents = opened().documents
    if path.id not in documents:
        raise NotFound
    return jsonify(document_data(documents[path.id]))


@reading_api.get("/documents/<id>/originals/<int:number>", summary="En fil, som dokumentet er læst fra", responses={200: ORIGINAL_FILE})
def original(path: OriginalPath) -> Response:
    """One of the files a document was read from, unchanged; they are counted from 1."""
    return sent(path.id, path.number)


@reading_api.get("/data", summary="Det, tjenesten har læst", responses={200: DataShape})
def data() -> Response:
    """What the generation in use holds, and when it was made."""
    service = opened()
    counts = {"documents": len(service.documents), "facts": len(service.stated), "interventions": len(service.index.offers)}
    inferred = sum(link.basis == INFERRED for link in service.links)
    return jsonify({"generation": service.folder.name, "built": built(service.folder).isoformat(), **counts, "inferred": inferred, "run": _run()})


def _run() -> dict[str, Any] | None:
    """The last run without the names of files that could not be added: those are for editors."""
    run = latest_run()
    return {**asdict(run), "failures": len(run.failures)} if run else None


@reading_api.get("/suggestions", summary="Navne og behov, der foreslås", responses={200: SuggestionList})
def suggested() -> Response:
    """The names and needs that the question field offers."""
    return jsonify({"suggestions": suggestions(opened())})
