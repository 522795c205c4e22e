"""How often one visitor may ask in a minute, and how often one may fetch anything at all.

Why a visitor is a name where people log in: behind a proxy all come from one address.
Why no library: a bound is a count and when it is over, and what libraries can do besides took longer than a keyword search at every call.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from math import ceil
from typing import ParamSpec

from flask import Flask, Response, current_app, g, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import TooManyRequests

from web.access import login_name
from web.counting import Counts

QUESTION_LIMIT = "QUESTION_LIMIT"
MANY = 600  # a minute: a whole school may share one address, a batch may use the API; only floods are stopped

EVERY_LIMIT = "EVERY_LIMIT"
MOST = 6000  # a minute of anything at all, pages and pictures among it

_MINUTE = 60.0  # seconds
_KEY = "trivselsgrafen-counts"

P = ParamSpec("P")
View = Callable[P, ResponseReturnValue]


class Limiter:
    """Bounds for the views of an application; the files of styles and scripts are free."""

    def __init__(self) -> None:
        self._free: set[object] = set()

    def init_app(self, app: Flask) -> None:
        """Count every request to a view, and tell with each response how many are left."""
        app.extensions[_KEY] = Counts(_MINUTE)
        app.before_request(self._count_any)
        app.after_request(_tell)

    def exempt(self, view: View[P]) -> View[P]:
        """Let a view be called without bound."""
        self._free.add(view)
        return view

    def limit(self, most: Callable[[], int]) -> Callable[[View[P]], View[P]]:
        """Let each visitor call a view ``most()`` times in a minute; then it raises TooManyRequests."""

        def decorate(view: View[P]) -> View[P]:
            @wraps(view)
            def run(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
                _count(request.endpoint, most())
                return view(*args, **kwargs)

            return run

        return decorate

    def _count_any(self) -> None:
        endpoint = request.endpoint or ""
        view = current_app.view_functions.get(endpoint)
        if view is not None and view not in self._free and endpoint.rpartition(".")[2] != "static":
            _count(EVERY_LIMIT, current_app.config[EVERY_LIMIT])


limiter = Limiter()


def question_limit() -> int:
    """How many questions a visitor may ask in a minute."""
    limit: int = current_app.config[QUESTION_LIMIT]
    return limit


def _count(what: str | None, most: int) -> None:
    counts: Counts = current_app.extensions[_KEY]
    count, seconds = counts.add((login_name() or request.remote_addr, what))
    g.bound = most, count, seconds
    if count > most:
        raise TooManyRequests(retry_after=ceil(seconds))


def _tell(response: Response) -> Response:
    if "bound" in g:
        most, count, seconds = g.bound
        response.headers["X-RateLimit-Limit"] = str(most)
        response.headers["X-RateLimit-Remaining"] = str(max(0, most - count))
        response.headers["X-RateLimit-Reset"] = str(ceil(time.time() + seconds))
    return response
