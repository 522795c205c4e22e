"""The page for those who keep the sources: money that ends, what the source does not say, and the laws it cites."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from flask import Blueprint, Response, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest, NotFound

from graph.laws import Citation as LawCitation
from graph.missing import within_a_year
from ontology.law_table import read_law_table
from web.citations import cite, opened
from web.facts_table import rows_csv
from web.goal_view import offer_urls

upkeep_pages = Blueprint("upkeep_pages", __name__)


@upkeep_pages.get("/eftersyn")
def upkeep() -> ResponseReturnValue:
    """What ends, what is missing, and which laws are cited."""
    service = opened()
    analyses = service.analyses
    day, is_valid = _day()
    missing: dict[str, list[str]] = defaultdict(list)
    for row in analyses.missing:
        missing[row.intervention].append(row.label)
    return render_template(
        "eftersyn.html", day=day.isoformat(), is_valid=is_valid, urls=offer_urls(service), missing=missing, asked=list(dict.fromkeys(row.label for row in analyses.missing)),
        ending=[(row, cite(service, row.document, row.start, row.end)) for row in within_a_year(analyses.expiries, day)],
        later=[(row, cite(service, row.document, row.start, row.end)) for row in analyses.expiries if row not in within_a_year(analyses.expiries, day)],
        laws=_by_law((row, cite(service, row.document, row.start, row.end)) for row in analyses.citations), table=read_law_table(),
    )  # fmt: skip


@upkeep_pages.get("/eftersyn/<any(udloeber,mangler,love):part>.<any(json,csv):form>")
def upkeep_data(part: str, form: str) -> ResponseReturnValue:
    """One part of the page as data."""
    rows = rows_of(part)
    if form == "json":
        return jsonify(rows)
    (table,) = (value for value in rows.values() if isinstance(value, list))
    flat = [{name: ", ".join(value) if isinstance(value, (list, tuple)) else value for name, value in row.items()} for row in table]
    body = rows_csv(list(flat[0]) if flat else ["intervention"], flat)
    return Response(body, content_type="text/csv; charset=utf-8", headers={"Content-Disposition": f"attachment; filename={part}.csv"})


def rows_of(part: str) -> Mapping[str, Any]:
    """The rows of a part, with the date they hold for.

    Raises NotFound when there is no such part, BadRequest when the day is no date.
    """
    analyses = opened().analyses
    if part == "udloeber":
        day, is_valid = _day()
        if not is_valid:
            raise BadRequest
        return {"as_of": day.isoformat(), "expiring": [asdict(row) for row in within_a_year(analyses.expiries, day)]}
    if part == "mangler":
        return {"missing": [asdict(row) for row in analyses.missing]}
    if part == "love":
        return {"table_date": read_law_table().date, "laws": [asdict(row) for row in analyses.citations]}
    raise NotFound


def _day() -> tuple[date, bool]:
    """The day asked for, today when none is or it is no date; and whether it could be read."""
    asked = request.args.get("dato") or request.args.get("as_of")
    try:
        return (date.fromisoformat(asked), True) if asked else (date.today(), True)
    except ValueError:
        return date.today(), False


def _by_law(rows: Iterable[tuple[LawCitation, Any]]) -> dict[str, list[tuple[LawCitation, Any]]]:
    """Citations by law, the laws in the order of the alphabet."""
    found: dict[str, list[tuple[LawCitation, Any]]] = defaultdict(list)
    for row, citation in rows:
        found[row.law].append((row, citation))
    return dict(sorted(found.items()))
