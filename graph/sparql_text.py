"""The first look at a SPARQL query: its size and nesting, before anything parses it."""

from __future__ import annotations

import re

from graph.errors import SparqlRefused, SparqlSyntax, SparqlTooLarge

MAX_QUERY_BYTES = 16_384
MAX_DEPTH = 64
TOO_DEEP = f"Forespørgslen er for indviklet: der må højst være {MAX_DEPTH} parenteser inden i hinanden."

_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_SKIPPED = re.compile(
    r'#[^\n\r]*|<[^<>"{}|^`\\\x00-\x20]*>'
    r'|"""(?:[^"\\]|\\.|"(?!""))*"""' r"|'''(?:[^'\\]|\\.|'(?!''))*'''"
    r'|"(?:[^"\\\n\r]|\\.)*"' r"|'(?:[^'\\\n\r]|\\.)*'",
    re.DOTALL,
)  # fmt: skip


def check_text(query: str) -> None:
    """Check a query's size and nesting before anything parses it.

    Raises SparqlTooLarge, SparqlSyntax or SparqlRefused.
    """
    try:
        size = len(query.encode())
    except UnicodeEncodeError as error:
        raise SparqlSyntax("Forespørgslen indeholder tegn, der ikke er gyldig Unicode.") from error
    if size > MAX_QUERY_BYTES:
        raise SparqlTooLarge(f"Forespørgslen fylder {size} byte. Den må højst fylde {MAX_QUERY_BYTES}.")
    if "\x00" in query:
        raise SparqlSyntax("Forespørgslen indeholder et nultegn.")
    if _depth(_ESCAPE.sub(_unescaped, query)) > MAX_DEPTH:
        raise SparqlRefused(TOO_DEEP)


def _unescaped(match: re.Match[str]) -> str:
    code = int(match.group(1) or match.group(2), 16)
    return chr(code) if code < 0x110000 else ""


def _depth(query: str) -> int:
    """The deepest nesting of brackets outside texts, addresses and comments."""
    depth = deepest = 0
    for letter in _SKIPPED.sub(" ", query):
        if letter in "([{":
            depth += 1
            deepest = max(deepest, depth)
        elif letter in ")]}":
            depth -= 1
    return deepest
