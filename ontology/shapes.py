"""Checks a graph against shapes and tells what is wrong in Danish."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rdflib import RDF, Graph, Namespace
from rdflib.term import Literal, Node

from ontology.names import PREFIXES
from ontology.vocabulary import parse_turtle

OWN_SHAPES = Path(__file__).parent / "shapes" / "trivselsgrafen.ttl"

_SH = Namespace("http://www.w3.org/ns/shacl#")
_RULES = {
    _SH.MinCountConstraintComponent: "Der mangler en værdi.",
    _SH.MaxCountConstraintComponent: "Der er flere værdier, end der må være.",
    _SH.ClassConstraintComponent: "Værdien har ikke den klasse, der kræves.",
    _SH.DatatypeConstraintComponent: "Værdien har ikke den datatype, der kræves.",
    _SH.NodeKindConstraintComponent: "Værdien er ikke af den art, der kræves.",
    _SH.PatternConstraintComponent: "Værdien har ikke den form, der kræves.",
}
_OTHER_RULE = "Værdien opfylder ikke reglen."


@dataclass(frozen=True)
class Violation:
    """Where a graph breaks a shape; ``path`` and ``value`` are empty when the rule has none."""

    focus: str
    path: str
    message: str
    value: str = ""
    shapes: str = ""

    def __str__(self) -> str:
        place = f"{self.focus} {self.path}".strip()
        return f"{place}: {self.message}" + (f" ({self.value})" if self.value else "")


def validate(graph: Graph, shapes: Sequence[Path]) -> list[Violation]:
    """Every place where the graph breaks one of the shape files, in a fixed order.

    Raises VocabularyError when a shape file is missing or not valid Turtle.
    """
    found = {violation for path in shapes for violation in _violations(graph, path)}
    return sorted(found, key=lambda violation: (violation.shapes, violation.focus, violation.path, violation.message, violation.value))


def _violations(graph: Graph, path: Path) -> list[Violation]:
    import pyshacl  # half a second to load, needed only here

    shapes = parse_turtle(path)
    # inplace: the graph is only read without inference, and copying it costs more than checking it.
    _, report, _ = pyshacl.validate(
        graph, shacl_graph=shapes, inference="none", inplace=True, do_owl_imports=False, meta_shacl=False, advanced=False,
    )
    logging.getLogger("pyshacl").setLevel(logging.ERROR)
    return [_violation(report, node, path.name) for node in report.subjects(RDF.type, _SH.ValidationResult)]


def _violation(report: Graph, node: Node, shapes: str) -> Violation:
    value = report.value(node, _SH.value)
    path = report.value(node, _SH.resultPath)
    return Violation(
        focus=str(report.value(node, _SH.focusNode)),
        path=_short(path) if path is not None else "",
        message=_message(report, node),
        value=str(value) if value is not None else "",
        shapes=shapes,
    )


def _message(report: Graph, node: Node) -> str:
    """The shape's own Danish message, else a Danish sentence for the kind of rule."""
    own = [text for text in report.objects(node, _SH.resultMessage) if isinstance(text, Literal) and text.language == "da"]
    rule = report.value(node, _SH.sourceConstraintComponent)
    return str(min(own)) if own else next((text for key, text in _RULES.items() if key == rule), _OTHER_RULE)


def _short(path: Node) -> str:
    iri = str(path)
    return next((f"{prefix}:{iri.removeprefix(space)}" for prefix, space in PREFIXES.items() if iri.startswith(space)), iri)
