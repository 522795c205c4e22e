"""Traces and gaps as one table for spreadsheets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from graph.trace import Gap, Trace
from web.facts_table import rows_csv
from web.trace_selection import Selection

NAMES = (
    "row", "goal", "kind", "holder", "document", "intervention", "basis", "confidence", "reason", "via", "laws", "quote", "quote_document",
    "section", "start", "end", "coverage", "why",
)  # fmt: skip


def traces_csv(found: Selection) -> str:
    """A row for each trace, then one for each gap."""
    return rows_csv(NAMES, _rows(found))


def _rows(found: Selection) -> Iterator[dict[str, Any]]:
    yield from map(_trace_row, found.traces)
    yield from map(_gap_row, (*found.gaps, *found.partial_gaps))


def _trace_row(trace: Trace) -> dict[str, Any]:
    link = trace.link
    return {
        "row": "trace", "goal": trace.goal, "kind": trace.kind, "holder": trace.holder, "document": trace.document, "intervention": trace.intervention,
        "basis": trace.basis, "confidence": trace.confidence, "reason": link.reason, "via": " → ".join(step.object for step in trace.via),
        "laws": ", ".join(step.object for step in trace.laws), "quote": trace.quote, "quote_document": link.document, "section": link.section,
        "start": link.start, "end": link.end,
    }  # fmt: skip


def _gap_row(gap: Gap) -> dict[str, Any]:
    goal = f"{gap.goal} (i: {gap.part_of})" if gap.part_of else gap.goal
    return {
        "row": "gap", "goal": goal, "kind": gap.kind, "holder": gap.holder, "document": gap.document, "quote": gap.quote, "quote_document": gap.document,
        "section": gap.section, "start": gap.start, "end": gap.end, "coverage": gap.coverage, "why": gap.why,
    }  # fmt: skip
