"""Pages about what is alike and what does not agree: overlaps, two interventions side by side, and conflicts; each also as data."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from graph.offer import Offer
from graph.overlap.pair import Overlap
from web.citations import opened
from web.comparisons import CONFLICT_KINDS, OVERLAP_KINDS, conflicts_csv, conflicts_data, overlaps_csv, overlaps_data
from web.conflict_view import PER_PAGE as MOST_CONFLICTS
from web.conflict_view import chosen_of, groups_of
from web.ladder_view import rungs
from web.overlap_view import EVERYTHING, GROUPS, PER_PAGE, Choice, find_pair, matrix_of, page_of, pair_query, quotes_of, rows_of, sides_of
from web.pictures import Drawing, ladder_drawing, matrix_drawing, offer_link

_SVG = "image/svg+xml"

overlap_pages = Blueprint("overlap_pages", __name__)


@overlap_pages.get("/overlap")
def overlaps() -> ResponseReturnValue:
    """The list of overlaps, then the matrix."""
    service, choice = opened(), Choice.of(request.args)
    rows = rows_of(service, choice)
    matrix = matrix_of(service, rows, choice.page)
    names = {name for row in rows for name in (row.overlap.a, row.overlap.b)}
    pages = -(-max(len(rows), len(names)) // PER_PAGE)
    return render_template(
        "overlap.html", choice=choice, rows=page_of(rows, choice.page), total=len(rows), pages=pages, matrix=matrix, groups=GROUPS, kinds=OVERLAP_KINDS,
        drawing=matrix_drawing(matrix, offer_link()), compared=len(names), per_page=PER_PAGE, all_pairs=replace(choice, least=0.0, page=1).query(),
    )  # fmt: skip


@overlap_pages.get("/overlap.svg")
def overlap_picture() -> Response:
    """The matrix of a page as a picture to keep."""
    choice = Choice.of(request.args)
    rows = rows_of(opened(), choice)
    return _picture(matrix_drawing(matrix_of(opened(), rows, choice.page), offer_link()), "Overlap mellem indsatser", "overlap")


@overlap_pages.get("/overlap.<any(json,csv):form>")
def overlaps_as_data(form: str) -> Response:
    """The overlaps that the address chooses, as data."""
    return _overlaps_as(form, [row.overlap for row in rows_of(opened(), Choice.of(request.args))], "overlap")


@overlap_pages.get("/overlap/<slug:a>/<slug:b>")
def pair(a: str, b: str) -> ResponseReturnValue:
    """Two interventions side by side: what they share, and where they differ."""
    service = opened()
    one, other = _offer(a), _offer(b)
    overlap = find_pair(service, one, other)
    return render_template(
        "overlappar.html", a=one, b=other, overlap=overlap, kind=OVERLAP_KINDS[overlap.kind] if overlap else "", sides=sides_of(service, one, other),
        quotes=quotes_of(service, overlap) if overlap else [], row=next((row for row in rows_of(service, EVERYTHING) if row.overlap is overlap), None),
        query=pair_query(one, other),
    )  # fmt: skip


@overlap_pages.get("/overlap/<slug:a>/<slug:b>.<any(json,csv):form>")
def pair_as_data(a: str, b: str, form: str) -> Response:
    """The overlap of two interventions as data."""
    found = find_pair(opened(), _offer(a), _offer(b))
    return _overlaps_as(form, [found] if found else [], f"overlap-{a}-{b}")


@overlap_pages.get("/trappen.svg")
def ladder_picture() -> Response:
    """The ladder as a picture to keep."""
    return _picture(ladder_drawing(rungs(opened()), offer_link()), "Indsatstrappen", "indsatstrappen")


@overlap_pages.get("/uenigheder")
def conflicts() -> ResponseReturnValue:
    """Where the documents say different things."""
    service = opened()
    asked = request.args.get("slags", "")
    chosen = asked if asked in CONFLICT_KINDS else ""
    found = chosen_of(service, chosen)
    pages = max(1, -(-len(found) // MOST_CONFLICTS))
    page = min(request.args.get("side", 1, type=lambda text: max(1, int(text))), pages)
    counts = {kind: len(chosen_of(service, kind)) for kind in CONFLICT_KINDS}
    return render_template(
        "uenigheder.html", groups=groups_of(service, found, page), kinds=CONFLICT_KINDS, counts=counts, chosen=chosen, total=len(service.conflicts), page=page,
        pages=pages,
    )  # fmt: skip


@overlap_pages.get("/uenigheder.<any(json,csv):form>")
def conflicts_as_data(form: str) -> Response:
    """The conflicts as data."""
    found = opened().conflicts
    return jsonify(conflicts_data(found)) if form == "json" else _table(conflicts_csv(found), "uenigheder")


def _offer(id_: str) -> Offer:
    offers = opened().index.offers
    if id_ not in offers:
        raise NotFound
    return offers[id_]


def _overlaps_as(form: str, overlaps: list[Overlap], name: str) -> Response:
    return jsonify(overlaps_data(overlaps)) if form == "json" else _table(overlaps_csv(overlaps), name)


def _table(table: str, name: str) -> Response:
    return Response(table, content_type="text/csv; charset=utf-8", headers={"Content-Disposition": f"attachment; filename={name}.csv"})


def _picture(drawing: Drawing, title: str, name: str) -> Response:
    body = render_template("billede.svg", drawing=drawing, title=title)
    return Response(body, content_type=f"{_SVG}; charset=utf-8", headers={"Content-Disposition": f"attachment; filename={name}.svg"})
