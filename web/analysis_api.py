"""The analyses in the programming interface: traces and gaps, coverage, what is missing or ends, and the laws."""

from __future__ import annotations

from dataclasses import asdict

from flask import Response, jsonify

from web.analysis_shapes import CellList, CitationList, ExpiryList, ExpiryQuery, MissingList, TraceList, TraceQuery
from web.citations import opened
from web.interface import Interface
from web.trace_selection import selected
from web.upkeep_pages import rows_of

analysis_api = Interface("analysis_api", __name__, "Analyser", "Mål, huller, dækning og eftersyn", (400, 404, 422, 429, 500, 503))


@analysis_api.get("/traces", summary="Fra mål til indsats og lov", responses={200: TraceList})
def traces(query: TraceQuery) -> Response:
    """List traces and gaps, each with the words it rests on."""
    return jsonify(selected(opened().analyses, query.goal).to_json())


@analysis_api.get("/coverage", summary="Dækning", responses={200: CellList})
def coverage() -> Response:
    """Every cell of level × age group × focus area × district."""
    return jsonify({"cells": [{**asdict(cell), "state": cell.state} for cell in opened().analyses.coverage.cells()]})


@analysis_api.get("/expiring", summary="Penge, der slutter inden for et år", responses={200: ExpiryList})
def expiring(query: ExpiryQuery) -> Response:
    """The interventions whose money ends within a year of a day."""
    return jsonify(rows_of("udloeber"))


@analysis_api.get("/missing", summary="Det står ikke i kilden", responses={200: MissingList})
def missing() -> Response:
    """What the documents do not say of the interventions on the ladder."""
    return jsonify(rows_of("mangler"))


@analysis_api.get("/laws", summary="Lovhenvisninger", responses={200: CitationList})
def laws() -> Response:
    """Every law and paragraph cited, and what the table of laws says of it."""
    return jsonify(rows_of("love"))
