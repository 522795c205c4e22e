"""No CPR number in an address: an address stays in histories and in the logs of what stands between us and the browser.

Why pages that take a question look for themselves: they have more to say, such as whom to call.
"""

from __future__ import annotations

from flask import Flask, request

from corpus.cpr import contains_cpr

_LOOK_THEMSELVES = frozenset({"pages.ask_by_link", "sparql.endpoint", "feedback.write", "feedback.send", "pages.ask"})


class CprInAddress(Exception):
    """The address of a request holds a CPR number."""


def init_privacy(app: Flask) -> None:
    """Refuse every request whose path or query holds a CPR number."""

    @app.before_request
    def look() -> None:
        if request.endpoint not in _LOOK_THEMSELVES and address_holds_cpr():
            raise CprInAddress


def address_holds_cpr() -> bool:
    """True where path or query hold a CPR number; in the raw address "%20" could hide where it begins."""
    query = [text for name, values in request.args.lists() for text in (name, *values)]
    return any(map(contains_cpr, (request.path, *query)))
