"""Overlaps and conflicts as text, JSON and tables, the same for commands, pages and API."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from graph.conflicts.conflict import CURATED, DRAFT, FIGURES, NAMES, OCR, SCOPE, SOURCE, Conflict, Quote
from graph.overlap.pair import ASPECTS, COMPLEMENT, DOUBLE, SAME_STEP, STEP_UP, Overlap
from web.facts_table import disarmed
from web.printing import wrapped

OVERLAP_KINDS = {
    DOUBLE: "Samme målgruppe, samme slags hjælp", COMPLEMENT: "Supplerer hinanden", STEP_UP: "Næste trin", SAME_STEP: "Kun trinnet er fælles",
}  # fmt: skip
CONFLICT_KINDS = {
    FIGURES: "Tal, der ikke passer sammen", NAMES: "Navne og stavemåder", OCR: "Læsefejl og udtrækninger", DRAFT: "Udkast og ordlyd", SCOPE: "Regler og undtagelser",
}  # fmt: skip
ASPECT_NAMES = {
    "target": "Behov", "schools": "Skoler", "districts": "Bydele", "ages": "Alder", "steps": "Trin", "methods": "Metode", "entrances": "Indgang",
    "funding": "Penge", "laws": "Lovgrundlag",
}  # fmt: skip
BASES = {CURATED: "fundet af et menneske", "rule": "fundet af en regel"}


def overlaps_json(overlaps: Iterable[Overlap]) -> str:
    """The overlaps as the interface describes them."""
    return json.dumps(overlaps_data(overlaps), ensure_ascii=False, indent=2)


def overlaps_data(overlaps: Iterable[Overlap]) -> dict[str, Any]:
    """The same as plain data."""
    return {"overlaps": [overlap.to_json() for overlap in overlaps]}


def overlaps_csv(overlaps: Iterable[Overlap]) -> str:
    """One pair a row, for spreadsheets: semicolons and a byte order mark; formulas are disarmed."""
    head = ["a", "b", "kind", "score", *ASPECTS, "derived", "why"]
    rows = (
        [o.a, o.b, o.kind, f"{o.score:.3f}".replace(".", ","), *(", ".join(o.shared[aspect]) for aspect in ASPECTS), ", ".join(o.derived), o.why]
        for o in overlaps
    )
    return _table(head, rows)


def conflicts_csv(conflicts: Iterable[Conflict]) -> str:
    """One quote a row, with the conflict it belongs to."""
    head = ["kind", "what", "trust", "why", "basis", "document", "section", "text", "start", "end", "wording"]
    return _table(head, ([c.kind, c.what, c.trust or "", c.why, c.basis, q.document, q.section, q.text, q.start, q.end, q.wording] for c in conflicts for q in c.quotes))


def _table(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([disarmed(value) for value in row] for row in rows)
    return out.getvalue()


def overlaps_text(overlaps: Sequence[Overlap]) -> str:
    """The overlaps for people, the most alike first."""
    lines: list[str] = []
    for overlap in overlaps:
        lines += [f"{score_words(overlap.score)}  {overlap.a} – {overlap.b}", wrapped(overlap.why, "      "), ""]
    return "\n".join(lines).rstrip() or "Ingen af indsatserne deler noget."


def conflicts_json(conflicts: Iterable[Conflict]) -> str:
    """The conflicts as the interface describes them."""
    return json.dumps(conflicts_data(conflicts), ensure_ascii=False, indent=2)


def conflicts_data(conflicts: Iterable[Conflict]) -> dict[str, Any]:
    """The same as plain data."""
    return {"conflicts": [conflict.to_json() for conflict in conflicts]}


def conflicts_text(conflicts: Sequence[Conflict]) -> str:
    """The conflicts for people, by kind."""
    lines: list[str] = []
    for kind, group in groupby(conflicts, key=lambda conflict: conflict.kind):
        lines += [CONFLICT_KINDS[kind].upper(), ""]
        for conflict in group:
            lines += [f"{conflict.what} ({BASES[conflict.basis]})", wrapped(conflict.why, "   ")]
            lines += [wrapped(f"Det gælder: {conflict.trust}", "   ")] if conflict.trust else []
            lines += [*(_quote(quote) for quote in conflict.quotes), ""]
    return "\n".join(lines).rstrip() or "Dokumenterne siger ikke noget forskelligt, som tjenesten kan finde."


def score_words(score: float) -> str:
    """A score with a Danish comma and two decimals."""
    return f"{score:.2f}".replace(".", ",")


def _quote(quote: Quote) -> str:
    where = f"{quote.document}{', filens egen ordlyd' if quote.wording == SOURCE else ''}"
    return wrapped(f"»{' '.join(quote.text.split())}« ({where})", "   ")
