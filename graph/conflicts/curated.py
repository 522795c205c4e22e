"""Conflicts that no rule can find: a person's notes in Turtle, each with quotes that must still stand in the documents."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from pathlib import Path

from rdflib import RDF, SKOS, Graph, Namespace
from rdflib.term import Node

from corpus.document import Document
from graph.conflicts.conflict import CURATED, KINDS, Conflict, Quote
from graph.conflicts.library import Library, quoted
from graph.errors import CurationError
from graph.reading import Piece
from ontology.names import TG
from ontology.vocabulary import parse_turtle

NOTES = Path(__file__).with_name("curated.ttl")

_TG = Namespace(TG)
_log = logging.getLogger(__name__)


def detect(library: Library, path: Path = NOTES) -> Iterator[Conflict]:
    """The notes whose quotes all stand in the documents, ordered by their names; a note names works, and is of whichever edition is at hand.

    Raises CurationError when a note has an unknown kind, no explanation or fewer than two quotes.
    """
    graph = parse_turtle(path)
    works = {text.document.source.work: text.document for text in library.texts.values()}
    for node in sorted(graph.subjects(RDF.type, _TG.CuratedConflict), key=str):
        kind, what, why, trust = (graph.value(node, name) for name in (_TG.conflictKind, SKOS.prefLabel, _TG.why, _TG.trust))
        said = sorted(graph.objects(node, _TG.says), key=lambda one: int(str(graph.value(one, _TG.order) or 0)))
        if str(kind) not in KINDS or not what or not why or len(said) < 2:
            raise CurationError(f"{path.name}: »{what or node}« mangler slags, forklaring eller to citater. Ret filen, og prøv igen.")
        if any(str(graph.value(one, _TG.document)) not in works for one in said):
            continue
        quotes = [_quote(works, graph, one) for one in said]
        missing = sum(quote is None for quote in quotes)
        if missing:
            _log.warning("%s: »%s« er udeladt, fordi %d af citaterne ikke længere står i teksten.", path.name, what, missing)
        else:
            yield Conflict(str(kind), str(what), str(trust) if trust else None, str(why), tuple(quote for quote in quotes if quote), CURATED)


def _quote(works: Mapping[str, Document], graph: Graph, node: Node) -> Quote | None:
    whole, text = works[str(graph.value(node, _TG.document))], str(graph.value(node, _TG.quote))
    at = whole.text.find(text)
    return quoted(Piece(whole, at, at + len(text))) if at >= 0 else None
