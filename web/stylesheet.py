"""What the pages use of Bootstrap: its style sheet without the rules whose classes stand in no template.

Why: the whole sheet is 31 kB packed, nine tenths of it for parts that no page has. What is left is a tenth, and a class that is
used in a template tomorrow brings its rules along by itself.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import flask_bootstrap  # type: ignore[import-untyped]
from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

_WHOLE = Path(flask_bootstrap.__file__).parent / "static" / "bootstrap5" / "css" / "bootstrap.min.css"
_TEMPLATES = Path(__file__).parent / "templates"
_CLASS = re.compile(r"\.(-?[_a-zA-Z][\w-]*)")
_LICENCE = re.compile(r"/\*!.*?\*/", re.DOTALL)
_NO_RULE = re.compile(r"/\*.*?\*/|@charset[^;]*;", re.DOTALL)
_SELECTORS = re.compile(r",(?![^(]*\))")
_HOUR = 3600

stylesheet = Blueprint("stylesheet", __name__)


@stylesheet.get("/bootstrap.css")
def bootstrap() -> ResponseReturnValue:
    """Bootstrap's rules for the classes of our templates."""
    text = _used()
    response = Response(text, content_type="text/css; charset=utf-8", headers={"Cache-Control": f"public, max-age={_HOUR}"})
    response.set_etag(hashlib.sha256(text.encode()).hexdigest()[:20])
    return response.make_conditional(request)


@cache
def _used() -> str:
    words = {word for path in _TEMPLATES.glob("*.html") for word in re.findall(r"[\w-]+", path.read_text(encoding="utf-8"))}
    whole = _WHOLE.read_text(encoding="utf-8")
    return "".join([*_LICENCE.findall(whole), "\n", *used_rules(_NO_RULE.sub("", whole), words)])


def used_rules(css: str, classes: set[str]) -> Iterator[str]:
    """The rules of a style sheet whose classes are all among the given ones; rules without a class stay, animations go."""
    for head, body in _blocks(css):
        if head.startswith(("@media", "@supports")):
            inner = "".join(used_rules(body, classes))
            if inner:
                yield f"{head}{{{inner}}}"
        elif not head.startswith("@") and (kept := [one for one in _SELECTORS.split(head) if classes.issuperset(_CLASS.findall(one))]):
            yield f"{','.join(kept)}{{{body}}}"


def _blocks(css: str) -> Iterator[tuple[str, str]]:
    """The outermost blocks of a style sheet: what stands before the brace, and what between."""
    depth, start, opened = 0, 0, 0
    for found in re.finditer(r"[{}]", css):
        at = found.start()
        if found.group() == "{":
            if depth == 0:
                opened = at
            depth += 1
        else:
            depth -= 1
            if depth == 0:
                yield css[start:opened].strip(), css[opened + 1:at]
                start = at + 1
