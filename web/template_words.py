"""What all templates share: the menu, the theme, the documents' dates and filters for Danish words."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Flask, current_app, g, request

from graph.fact import INFERRED
from graph.statements import GRAPHS
from search.decision import NOTHING_FOUND
from web.answer_files import FORMS as ANSWER_FORMS
from web.citations import opened, source_words
from web.facets import ORDERS
from web.generations import GenerationError
from web.graph_access import graph_reader
from web.negotiation import address_of
from web.pages import THEMES
from web.privacy import address_holds_cpr
from web.sparql import FORMS
from web.sparql_examples import EXAMPLES as SPARQL_EXAMPLES
from web.sparql_examples import START
from web.suggestions import suggestions
from web.trace_printing import BASES, CAVEAT
from web.wording import NOT_STATED, administrations, count_words, date_words, megabyte_words, number_words, page_words, phone_parts, second_words, sentence, span_words

MENU = (
    ("", "Spørg", ("/", "/spoerg")), ("indsatser", "Indsatser", ("/indsatser", "/indsats/")), ("maal", "Mål og indsatser", ("/maal", "/maal/", "/daekning")),
    ("overlap", "Overlap", ("/overlap", "/overlap/")), ("trappen", "Trappen", ("/trappen",)),
    ("dokumenter", "Dokumenter", ("/dokumenter", "/dokument/")), ("sparql", "SPARQL", ("/sparql",)),
    ("om", "Om og data", ("/om", "/data", "/ontologi", "/uenigheder", "/english", "/tilgaengelighed", "/eftersyn")),
)  # fmt: skip
FORM_NAMES = {"ttl": "Turtle", "jsonld": "JSON-LD", "nt": "N-Triples", "json": "JSON", "csv": "CSV"}
EXAMPLES = (
    "Hvad hjælp findes til elever med bekymrende fravær på Amager?",
    "Hvilke indsatser er til børn med angst?",
    "Hvem kan en lærer spørge til råds?",
)


def init_template_words(app: Flask) -> None:
    """Give the templates their shared words; lines that hold only a tag of the template leave no trace in the page."""
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(date_words=date_words, page_words=page_words, phone_parts=phone_parts, source_words=source_words, seconds=second_words, megabytes=megabyte_words, number_words=number_words, sentence=sentence)
    app.jinja_env.globals.update(
        BASES=BASES, FORM_NAMES=FORM_NAMES, CAVEAT=CAVEAT, EXAMPLES=EXAMPLES, NOT_STATED=NOT_STATED, administrations=administrations, count_words=count_words, districts=_districts,
        span_words=span_words, SPARQL_EXAMPLES=SPARQL_EXAMPLES, address=address_of, SPARQL_FORMS=FORMS, SPARQL_START=START, ANSWER_FORMS=ANSWER_FORMS, ORDERS=ORDERS, NOTHING_FOUND=NOTHING_FOUND, inferred_graph=_inferred_graph,
        suggestions=lambda: suggestions(opened()),
    )  # fmt: skip
    app.context_processor(_shared)


def _shared() -> dict[str, Any]:
    chosen = g.get("theme") or request.cookies.get("tema", "")
    if chosen not in THEMES:
        chosen = ""
    menu = [(path, name, _is_here(paths)) for path, name, paths in MENU if _has_page(path)]
    here = request.full_path.rstrip("?")
    return {"menu": menu, "theme": THEMES.get(chosen), "updated": _updated(), "here": "/" if address_holds_cpr() else here}


def _has_page(path: str) -> bool:
    """True where the application has a page of its own at a path, not only a thing of the graph."""
    return any(rule.rule == f"/{path}" for rule in current_app.url_map.iter_rules())


def _is_here(paths: tuple[str, ...]) -> bool:
    return any(request.path == path or (path.endswith("/") and path != "/" and request.path.startswith(path)) for path in paths)


def _updated() -> str:
    """The day of the generation in use."""
    try:
        built = opened().folder.stat().st_mtime
    except (GenerationError, OSError):
        return ""
    return date_words(date.fromtimestamp(built).isoformat())


def _inferred_graph() -> str:
    """The address of the named graph that holds what was inferred."""
    return f"{graph_reader().base}graf/{GRAPHS[INFERRED]}"


def _districts() -> list[str]:
    """The districts that offers are bound to."""
    return sorted({name for offer in opened().index.offers.values() for name in offer.districts})
