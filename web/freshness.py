"""Whether the service lives and is ready, and from which generation it answers."""

from __future__ import annotations

from flask import Blueprint, current_app, g, request
from flask.typing import ResponseReturnValue

from graph.errors import GraphAway
from web.answering import PROBLEM, RENEW
from web.citations import OPENER, opened
from web.graph_access import graph_access
from web.limiter import limiter
from web.settings import Settings
from web.startup import open_service

state = Blueprint("state", __name__)


def use_newest(settings: Settings) -> None:
    """Answer from the generation in use now, from this request on; where processes answer, from new ones before this answer is given.

    Raises what ``open_service`` raises.
    """
    if RENEW in request.environ:
        request.environ[RENEW] = True
        return
    service = open_service(settings)
    current_app.extensions[OPENER] = lambda: service
    g.service = service


@state.get("/health")
@limiter.exempt
def health() -> ResponseReturnValue:
    """Say that the process lives."""
    return {"status": "ok"}


@state.get("/ready")
@limiter.exempt
def ready() -> ResponseReturnValue:
    """Say that questions can be answered, from which generation, and whether a newer one is damaged.

    Raises MilvusError when the vectors lie there and cannot be reached: then no question can be answered.
    """
    opened().index.vectors.check()
    answer = {"status": "klar", "generation": opened().folder.name}
    if problem := request.environ.get(PROBLEM):
        return {**answer, "status": "klar, men ikke med det nyeste", "problem": problem}
    try:
        graph_access().check(opened().folder / "store")
    except GraphAway as error:
        return {**answer, "status": "klar, men uden grafen", "problem": str(error)}
    return answer
