"""An answer as a file: JSON in the fixed shape, a table of its offers and quotes, or their part of the graph."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping

from flask import Response

from graph.errors import GraphAway
from graph.offer import Offer
from search.answer import Answer
from web.facts_table import disarmed
from web.graph_access import graph_reader, path_of

FORMS = {"csv": ("CSV", "text/csv"), "json": ("JSON", "application/json"), "ttl": ("Turtle", "text/turtle")}
_COLUMNS = (
    "id", "label", "match", "score", "fits_age", "fits_grade", "fits_district", "conditions", "referral", "contact", "valid_until", "why",
    "document", "document_status", "section", "quote", "start", "end",
)  # fmt: skip


def answer_file(answer: Answer, offers: Mapping[str, Offer], form: str) -> Response:
    """The answer as csv, json or ttl, to be kept by the asker; only the JSON holds the question."""
    bodies = {
        "csv": lambda: answer_table(answer).encode(),
        "json": lambda: json.dumps(answer.to_json(), ensure_ascii=False, indent=2).encode(),
        "ttl": lambda: graph_reader().serialized_all((path_of(offers[offer.id]) for offer in answer.interventions), form),
    }
    response = Response(bodies[form](), content_type=f"{FORMS[form][1]}; charset=utf-8")
    response.headers["Content-Disposition"] = f"attachment; filename=svar.{form}"
    return response


def answer_table(answer: Answer) -> str:
    """One row for each quote of each offer; semicolons and a byte order mark, formulas disarmed."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.DictWriter(out, _COLUMNS, delimiter=";", lineterminator="\r\n")
    writer.writeheader()
    for offer in answer.interventions:
        fixed = {
            "id": offer.id, "label": offer.label, "match": offer.match, "score": offer.score, **{f"fits_{name}": fit for name, fit in offer.fits.items()},
            "conditions": " | ".join(row["text"] for row in offer.conditions), "referral": offer.referral, "contact": offer.contact,
            "valid_until": offer.valid_until, "why": " ".join(offer.why),
        }  # fmt: skip
        for quote in offer.quotes:
            place = {"document": quote.document, "document_status": quote.document_status, "section": quote.section}
            row = {**fixed, **place, "quote": quote.text, "start": quote.start, "end": quote.end}
            writer.writerow({name: disarmed(value) for name, value in row.items()})
    return out.getvalue()


def answer_query(offers: Iterable[Offer]) -> str:
    """A SPARQL query for what the graph states of some offers, empty when the graph cannot be reached; nothing of the question is in it."""
    try:
        base = graph_reader().base
        names = " ".join(f"<{base}{path_of(offer)}>" for offer in offers)
    except GraphAway:
        return ""
    return f"SELECT ?indsats ?egenskab ?vaerdi WHERE {{\n  VALUES ?indsats {{ {names} }}\n  ?indsats ?egenskab ?vaerdi .\n}}\nORDER BY ?indsats ?egenskab"
