"""Tables of risk factors: below a heading with an age group, columns headed "Risikofaktorer hos …".

Why some factors are quoted with the line above their list: that line names what they are signs of, and stands in no heading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.document import Document, Section
from graph.fact import Fact
from graph.reading import blocks_of, heading_of, piece_of
from graph.recognisers.spans import ages

_COLUMN = re.compile(r"^Risikofaktorer hos (.+)$")


def extract(document: Document) -> Iterator[Fact]:
    """Every risk factor with its age group and with whom it stands."""
    groups: set[str] = set()
    for section in document.sections:
        column = _COLUMN.match(section.title)
        if column and len(section.path) > 1:
            group = section.path[-2]
            if group not in groups:
                groups.add(group)
                yield from _age_group(document, section)
            yield from _factors(document, section, f"{group} / {column.group(1)}")


def _age_group(document: Document, column: Section) -> Iterator[Fact]:
    parent = next(section for section in document.sections if section.path == column.path[:-1])
    heading = heading_of(document, parent)
    yield heading.fact(parent.title, "type", "TargetGroup")
    for span in ages(heading.text):
        if span.low is not None:
            yield heading.fact(parent.title, "age_min", None, float(span.low), "år")
        if span.high is not None:
            yield heading.fact(parent.title, "age_max", None, float(span.high), "år")


def _factors(document: Document, section: Section, group: str) -> Iterator[Fact]:
    lead, topic = None, ""
    for block in blocks_of(document, section):
        piece = piece_of(document, block)
        if block.kind != "item":
            lead, topic = piece, _topic(piece.text)
            continue
        factor = piece.text.rstrip(".")
        quoted = lead.through(piece) if lead and topic else piece
        yield quoted.fact(f"{topic}{factor}", "risk_factor_of", group)
        yield quoted.fact(f"{topic}{factor}", "type", "RiskFactor")


def _topic(text: str) -> str:
    """A sub-heading such as "Negativ social kontrol, hvor …:" names the factors below it."""
    topic = re.match(r"([^,:]+), hvor\b.*:$", re.sub(r"[¹²³⁴⁵]", "", text))
    return f"{topic.group(1)}: " if topic else ""
