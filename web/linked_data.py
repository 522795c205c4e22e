"""Every address of the graph opens: as a page, and as Turtle, JSON-LD or N-Triples by its ending or the Accept header.

Why one rule for all kinds: kinds are data. A vocabulary that is added tomorrow opens without a new route here; what the graph does not
know is not found.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from flask import Blueprint, Flask, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound
from werkzeug.routing import BaseConverter

from web.citations import opened
from web.goal_view import goal_ids
from web.graph_access import graph_reader, path_of
from web.negotiation import DATA_TYPES, accepted_form, address_of, data_response, with_alternates
from web.thing_view import thing_page

linked_data = Blueprint("linked_data", __name__)


class AddressConverter(BaseConverter):
    """The path of a thing: no ending of data, and none of the folders that hold no things."""

    regex = r"(?!(?:api|static|bootstrap|data)/)[^/].*?" + "".join(rf"(?<!\.{form})" for form in DATA_TYPES)
    part_isolating = False


class SlugConverter(BaseConverter):
    """The last part of an address: never with an ending, so that data is asked for by the rule of all things."""

    regex = r"[^/.]+"


def init_converters(app: Flask) -> None:
    """Give the rules of the application their converters; to be called before any blueprint is registered."""
    app.url_map.converters.update(address=AddressConverter, slug=SlugConverter)


def describable(kind: str) -> Callable[[Callable[[str], ResponseReturnValue]], Callable[[str], ResponseReturnValue]]:
    """Let a page of its own be had as data by Accept, and open as a thing of the graph where the page does not know it."""

    def decorate(view: Callable[[str], ResponseReturnValue]) -> Callable[[str], ResponseReturnValue]:
        @wraps(view)
        def run(id_: str) -> ResponseReturnValue:
            path = f"{kind}/{id_}"
            if form := accepted_form():
                return data_of(path, form)
            try:
                page = view(id_)
            except NotFound:
                return _page(path)
            return with_alternates(page, path)

        return run

    return decorate


@linked_data.get("/<address:path>")
def thing(path: str) -> ResponseReturnValue:
    """A thing of the graph, in the form that is asked for."""
    form = accepted_form()
    return data_of(path, form) if form else _page(path)


@linked_data.get(f"/<address:path>.<any({','.join(DATA_TYPES)}):form>")
def thing_data(path: str, form: str) -> ResponseReturnValue:
    """A thing of the graph as data."""
    return data_of(path, form)


@linked_data.get("/ontologi")
def ontology() -> ResponseReturnValue:
    """Our own terms, the relations and the kinds of things."""
    form = accepted_form()
    if form:
        return data_of("ontologi", form)
    return with_alternates(render_template("ontologi.html", groups=graph_reader().own_terms), "ontologi")


def wants_inferred() -> bool:
    """True where what the service inferred is asked for too."""
    return request.args.get("inferred") == "true"


def _page(path: str) -> ResponseReturnValue:
    reader = graph_reader()
    found = reader.describe(path, wants_inferred())
    if found is None:
        raise NotFound
    page = thing_page(opened(), reader, found, request.args.get("side", 1, type=int))
    has_more = not wants_inferred() and reader.is_inferred_about(path)
    return with_alternates(render_template("ting.html", thing=page, iri=reader.base + path, has_more=has_more, inferred=wants_inferred()), path)


def data_of(path: str, form: str) -> ResponseReturnValue:
    """A thing of the graph in a form of data, or a redirect to where it is.

    Raises NotFound when the graph does not know it.
    """
    reader = graph_reader()
    body = reader.serialized(path, form, wants_inferred())
    if body is not None:
        return data_response(body, form, path)
    other = _other_address(path)
    if other is None:
        raise NotFound
    return redirect(address_of(f"{other}.{form}"), HTTPStatus.SEE_OTHER)


def _other_address(path: str) -> str | None:
    """The address in the graph of what has its page among the offers, such as a contact, or among the goals, such as a guiding mark."""
    offer = opened().index.offers.get(path.removeprefix("indsats/"))
    goal = goal_ids(opened().analyses.goals).get(path.removeprefix("maal/")) if path.startswith("maal/") else None
    found = goal.path if goal else path_of(offer) if offer else None
    return found if found != path else None
