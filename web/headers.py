"""Headers that every response carries.

Why so strict: pages fetch nothing from elsewhere and run no inline script, so that a question can never leak to a third party.
"""

from __future__ import annotations

from flask import Flask, Response, g, request

_POLICY = "; ".join((
    "default-src 'self'", "img-src 'self' data:", "object-src 'none'", "base-uri 'self'", "form-action 'self'", "frame-ancestors 'none'",
))  # fmt: skip
_ALWAYS = {
    "Content-Security-Policy": _POLICY,
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_ASKING = ("/spoerg", "/api/v1/ask", "/sparql")


def init_headers(app: Flask) -> None:
    """Add the headers to every response; answers are never stored anywhere on the way."""

    @app.after_request
    def add_headers(response: Response) -> Response:
        for name, value in _ALWAYS.items():
            response.headers.setdefault(name, value)
        if request.path.startswith(_ASKING) or response.status_code >= 400:
            response.headers["Cache-Control"] = "no-store"
        if "retry_after" in g:
            response.headers["Retry-After"] = g.retry_after
        return response
