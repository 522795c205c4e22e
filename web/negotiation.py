"""Which form of a thing is asked for: by the end of the address, else by the Accept header."""

from __future__ import annotations

from flask import Response, make_response, request
from flask.typing import ResponseReturnValue

PAGE = "text/html"
DATA_TYPES = {"ttl": "text/turtle", "jsonld": "application/ld+json", "nt": "application/n-triples"}
_ACCEPTED = {**{media_type: form for form, media_type in DATA_TYPES.items()}, "application/json": "jsonld"}


def address_of(path: str) -> str:
    """Where a path below the base is served, also behind a proxy that adds a prefix."""
    return f"{request.script_root}/{path}"


def accepted_form() -> str | None:
    """The form of data that the Accept header asks for, None for a page."""
    best = request.accept_mimetypes.best_match([PAGE, *_ACCEPTED], default=PAGE)
    return _ACCEPTED.get(best or PAGE)


def wants_data() -> bool:
    """True where an error is to be told as JSON and not as a page."""
    ending = request.path.rpartition(".")[2]
    if request.path.startswith("/api/") or ending in (*DATA_TYPES, "json", "csv"):
        return True
    if request.path == "/sparql":
        return PAGE != request.accept_mimetypes.best_match(["application/json", PAGE], default="application/json")
    return accepted_form() is not None


def data_response(body: bytes, form: str, path: str) -> Response:
    """Data in a form, saying which other forms there are."""
    response = Response(body, content_type=f"{DATA_TYPES[form]}; charset=utf-8" if form == "ttl" else DATA_TYPES[form])
    response.headers["Content-Location"] = address_of(f"{path}.{form}")
    return with_alternates(response, path)


def with_alternates(page: ResponseReturnValue, path: str) -> Response:
    """A response that says which other forms of it there are."""
    response = make_response(page)
    address = address_of(path)
    links = [f'<{address}.{form}>; rel="alternate"; type="{media_type}"' for form, media_type in DATA_TYPES.items()]
    response.headers["Link"] = ", ".join([*links, f'<{address}>; rel="canonical"; type="{PAGE}"'])
    response.vary.add("Accept")
    return response
