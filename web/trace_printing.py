"""Traces and gaps as text for the command line."""

from __future__ import annotations

from itertools import groupby

from graph.trace import Gap, Step, Trace
from search.index import Index
from web.printing import source_words, wrapped
from web.trace_selection import Selection

BASES = {"stated": "Står direkte i kilden", "reviewed": "Gennemgået af et menneske", "inferred": "Udledt af tjenesten"}
CAVEAT = "Et hul kan betyde, at dokumentet mangler – ikke at indsatsen mangler."


def selection(found: Selection, index: Index) -> str:
    """Each goal with its interventions, then the gaps."""
    lines: list[str] = []
    for _, rows in groupby(found.traces, key=lambda trace: (trace.node, trace.document)):
        lines += _goal(list(rows), index)
    if found.gaps:
        lines += [f"Mål uden indsats i dokumenterne ({len(found.gaps)}):", *(line for gap in found.gaps for line in _gap(gap))]
    if found.partial_gaps:
        lines += [f"Mål, der kun er dækket delvist ({len(found.partial_gaps)}):", *(line for gap in found.partial_gaps for line in _gap(gap))]
    if found.gaps or found.partial_gaps:
        lines += ["", CAVEAT]
    return "\n".join(lines).rstrip() or f"»{found.name}« fører ikke til noget mål i dokumenterne. {CAVEAT}"


def _goal(rows: list[Trace], index: Index) -> list[str]:
    first = rows[0]
    lines = [wrapped(first.goal), f"  {first.kind.capitalize()} i {source_words(first.document, index)}"]
    return [*lines, *(line for row in rows for line in _trace(row, index)), ""]


def _trace(trace: Trace, index: Index) -> list[str]:
    link = trace.link
    lines = [f"  → {trace.intervention} ({BASES[trace.basis]}, sikkerhed {f'{trace.confidence:.2f}'.replace('.', ',')})"]
    lines += [wrapped(f"Hvorfor: {link.reason}", "    ")] if link.reason else []
    lines += [f"    Vej: {_way(trace.via)}"] if len(trace.via) > 1 else []
    lines += [wrapped(f"Lov: {', '.join(dict.fromkeys(step.object for step in trace.laws))}", "    ")] if trace.laws else []
    return [*lines, wrapped(f"»{trace.quote}«", "    "), f"    Kilde: {source_words(link.document, index)} – {link.section}"]


def _way(via: tuple[Step, ...]) -> str:
    """The things between goal and intervention, from the way without the link itself."""
    return " → ".join(["mål", *(step.object for step in via[:-1])])


def _gap(gap: Gap) -> list[str]:
    lines = [wrapped(f"- {gap.goal}" + (f" (i målet: {gap.part_of})" if gap.part_of else ""), "  "), wrapped(gap.why, "    ")]
    return [*lines, f"    Nærmest: {', '.join(gap.nearest)}"] if gap.nearest else lines
