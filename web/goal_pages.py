"""The pages from goals to interventions and back, each also as JSON, CSV and, for the drawing, SVG."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from graph.drawing import layered
from graph.goals import Goal
from graph.offer import Offer
from graph.trace import Trace
from web.citations import cite, opened
from web.goal_view import AREA, PURPOSE, gap_rows, goal_ids, groups, offer_urls, trace_rows
from web.graph_access import graph_reader
from web.linked_data import describable
from web.startup import Service
from web.trace_selection import Selection, of_goal, of_intervention, selected
from web.trace_table import traces_csv

PAGE = 15  # goals a page, so that it stays below 60 kB

_FORMS = "<any(json,csv,svg):form>"

goal_pages = Blueprint("goal_pages", __name__)


@goal_pages.get("/maal")
def overview() -> ResponseReturnValue:
    """All goals by who sets them."""
    service = opened()
    return render_template("maal.html", groups=groups(service), gaps=len(selected(service.analyses, None).gaps))


@goal_pages.get("/maal/huller")
def gaps() -> ResponseReturnValue:
    """The goals that nothing carries, and those carried in part."""
    service = opened()
    found = selected(service.analyses, None)
    return render_template("huller.html", gaps=gap_rows(service, found.gaps), partial=gap_rows(service, found.partial_gaps))


@goal_pages.get("/maal/indsatser")
def interventions() -> ResponseReturnValue:
    """The interventions that lead to a goal, and those that lead to none."""
    service = opened()
    urls = offer_urls(service)
    return render_template("maal_indsatser.html", carrying=_carrying(service), orphans=[(name, urls.get(name)) for name in service.analyses.orphans])


@goal_pages.get("/maal.<any(json,csv,ttl):form>")
def overview_data(form: str) -> ResponseReturnValue:
    """All traces and gaps as data, or what the graph says of the goals."""
    if form == "ttl":
        paths = dict.fromkeys(goal.path for goal in opened().analyses.goals if goal.path)
        return Response(graph_reader().serialized_all(paths, form), content_type="text/turtle; charset=utf-8")
    return _data(selected(opened().analyses, None), form, "maal")


@goal_pages.get("/maal/<slug:id_>")
@describable("maal")
def goal(id_: str) -> ResponseReturnValue:
    """One goal with the interventions that carry it."""
    service = opened()
    found = _goal(service, id_)
    chosen = of_goal(service.analyses, found)
    drawing = layered(chosen.traces) if chosen.traces else None
    return render_template(
        "maal_et.html", goal=found, id_=id_, is_area=found.kind == AREA, rows=trace_rows(service, chosen.traces), drawing=drawing, links=_links(service, chosen),
        gaps=gap_rows(service, chosen.gaps), partial=gap_rows(service, chosen.partial_gaps), citation=cite(service, found.document, found.start, found.end),
    )  # fmt: skip


@goal_pages.get(f"/maal/<slug:id_>.{_FORMS}")
def goal_data(id_: str, form: str) -> ResponseReturnValue:
    """One goal's traces and gaps as data or as a drawing."""
    service = opened()
    return _data(of_goal(service.analyses, _goal(service, id_)), form, f"maal-{id_}")


@goal_pages.get("/maal/fra-indsats/<slug:id_>")
def backwards(id_: str) -> ResponseReturnValue:
    """One intervention with the goals it leads to."""
    service = opened()
    offer = _offer(service, id_)
    chosen = of_intervention(service.analyses, offer.label)
    every = [trace for trace in chosen.traces if trace.kind != PURPOSE]
    count = max(1, -(-len(every) // PAGE))
    number = min(max(request.args.get("side", 1, type=int), 1), count)
    aims = every[(number - 1) * PAGE:number * PAGE]
    drawing = layered(aims, show_laws=False) if aims else None
    return render_template(
        "maal_fra.html", offer=offer, rows=trace_rows(service, aims), total=len(every), number=number, count=count, purposes=trace_rows(service, [trace for trace in chosen.traces if trace.kind == PURPOSE]),
        laws=list(dict.fromkeys(step.object for trace in chosen.traces for step in trace.laws)), drawing=drawing, links=_links(service, chosen),
    )  # fmt: skip


@goal_pages.get(f"/maal/fra-indsats/<slug:id_>.{_FORMS}")
def backwards_data(id_: str, form: str) -> ResponseReturnValue:
    """One intervention's traces as data or as a drawing."""
    service = opened()
    return _data(of_intervention(service.analyses, _offer(service, id_).label), form, f"maal-fra-{id_}")


def _data(found: Selection, form: str, name: str) -> ResponseReturnValue:
    if form == "json":
        return jsonify(found.to_json())
    if form == "csv":
        return Response(traces_csv(found), content_type="text/csv; charset=utf-8", headers=_attached(f"{name}.csv"))
    if not found.traces:
        raise NotFound
    body = render_template("tegning.svg", drawing=layered([trace for trace in found.traces if trace.kind != PURPOSE] or found.traces), links={}, title=name)
    return Response(body, content_type="image/svg+xml; charset=utf-8", headers=_attached(f"{name}.svg"))


def _attached(name: str) -> dict[str, str]:
    return {"Content-Disposition": f"attachment; filename={name}"}


def _goal(service: Service, id_: str) -> Goal:
    found = goal_ids(service.analyses.goals).get(id_)
    if found is None:
        raise NotFound
    return found


def _offer(service: Service, id_: str) -> Offer:
    if id_ not in service.index.offers:
        raise NotFound
    return service.index.offers[id_]


def _carrying(service: Service) -> list[tuple[str, str]]:
    """The interventions that lead to a goal, with their way back."""
    names = {trace.intervention for trace in service.analyses.traces if trace.kind != PURPOSE}
    return sorted((offer.label, url_for("goal_pages.backwards", id_=offer.id)) for offer in service.index.offers.values() if offer.label in names)


def _links(service: Service, found: Selection) -> dict[str, str]:
    """Where the boxes of a drawing lead: goals, interventions, focus areas."""
    ids = goal_ids(service.analyses.goals)
    links = dict(offer_urls(service))
    links |= {one.words: url_for("goal_pages.goal", id_=id_) for id_, one in ids.items()}
    named: list[Trace] = list(found.traces)
    return links | {trace.goal: "#maal" for trace in named if trace.goal not in links}
