"""The page of the coverage matrix, also as JSON, CSV and SVG."""

from __future__ import annotations

from dataclasses import asdict

from flask import Blueprint, Response, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from graph.coverage import Coverage
from web.citations import opened
from web.coverage_view import heat_map, heat_rows
from web.facts_table import rows_csv
from web.goal_view import offer_urls

coverage_pages = Blueprint("coverage_pages", __name__)


@coverage_pages.get("/daekning")
def coverage() -> ResponseReturnValue:
    """The matrix for one age group as heat map and table."""
    service = opened()
    matrix = service.analyses.coverage
    chosen = _age_group(matrix)
    rows = heat_rows(matrix, chosen)
    empty = sum(not cell.known for row in rows for cell in row.cells)
    single = sum(len(cell.known) == 1 for row in rows for cell in row.cells)
    return render_template(
        "daekning.html", matrix=matrix, chosen=chosen, rows=rows, heat=heat_map(rows, matrix.districts), urls=offer_urls(service), empty=empty, single=single,
        total=len(rows) * len(matrix.districts),
    )  # fmt: skip


@coverage_pages.get("/daekning.<any(json,csv,svg):form>")
def coverage_data(form: str) -> ResponseReturnValue:
    """Every cell of the matrix as data; the drawing shows one age group."""
    matrix = opened().analyses.coverage
    if form == "svg":
        chosen = _age_group(matrix)
        body = render_template("daekning.svg", heat=heat_map(heat_rows(matrix, chosen), matrix.districts), title=chosen, linked=False)
        return Response(body, content_type="image/svg+xml; charset=utf-8", headers={"Content-Disposition": "attachment; filename=daekning.svg"})
    cells = [{**asdict(cell), "state": cell.state} for cell in matrix.cells()]
    if form == "json":
        return jsonify({"cells": cells})
    names = ("level", "age_group", "focus_area", "district", "state", "known", "possible")
    table = rows_csv(names, ({**cell, "known": ", ".join(cell["known"]), "possible": ", ".join(cell["possible"])} for cell in cells))
    return Response(table, content_type="text/csv; charset=utf-8", headers={"Content-Disposition": "attachment; filename=daekning.csv"})


def _age_group(matrix: Coverage) -> str:
    """The age group asked for by its number, the second when none is."""
    number = request.args.get("alder", 2, type=int)
    return matrix.age_groups[min(max(number, 1), len(matrix.age_groups)) - 1]
