"""The token that ties a form to the browser it was shown in.

Why a token in a cookie and in the form: another site can make a browser send a form, but it can neither read nor set our cookie.
"""

from __future__ import annotations

import secrets
from typing import Any

from flask import Response, make_response, render_template, request

FIELD = "formular"  # the hidden field, and the cookie
TOO_OLD = "Formularen er for gammel, eller din browser tager ikke imod cookies. Send den igen."


def form_page(template: str, status: int = 200, **words: Any) -> Response:
    """A page with a form that is sent to the page's own address; its template gets the token as ``token``."""
    token = request.cookies.get(FIELD) or secrets.token_urlsafe(24)
    page = make_response(render_template(template, token=token, **words), status)
    page.set_cookie(FIELD, token, secure=request.is_secure, httponly=True, samesite="Strict", path=request.path)
    page.headers["Cache-Control"] = "no-store"
    return page


def is_from_our_page() -> bool:
    """True where the form that was sent holds the token of the browser's cookie."""
    cookie = request.cookies.get(FIELD, "")
    return bool(cookie) and secrets.compare_digest(cookie.encode(), request.form.get(FIELD, "").encode())
