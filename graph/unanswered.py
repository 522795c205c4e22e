"""Questions that people ask and the documents do not answer, written down so that the search can tell them from others; never shown.

Each was held against the documents when it was written; those that a later document answers are for an editor to take out.
"""

from __future__ import annotations

from pathlib import Path

from rdflib import RDF, Namespace

from ontology.names import TG
from ontology.vocabulary import from_vocabularies, parse_turtle

SHIPPED = Path(__file__).with_name("unanswered.ttl")

_TG = Namespace(TG)


@from_vocabularies
def unanswered_questions(path: Path = SHIPPED) -> tuple[str, ...]:
    """The questions, in a fixed order."""
    graph = parse_turtle(path)
    return tuple(sorted({str(question) for row in graph.subjects(RDF.type, _TG.Unanswered) for question in graph.objects(row, _TG.asked)}))
