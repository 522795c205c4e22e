"""The ways in which people ask for what a passage tells or an offer is help for, written down for the search to find by; never shown.

Why: who asks uses other words than the documents do. A question that somebody may ask, beside the passage that answers it, bridges the
two (document expansion: Nogueira, Yang, Lin and Cho, "Document Expansion by Query Prediction", 2019; here the questions are curated).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from rdflib import DCTERMS, RDF, SKOS, Namespace
from rdflib.term import Node

from corpus.document import Document
from graph.errors import CurationError
from graph.offer import Offer
from ontology.names import TG
from ontology.vocabulary import from_vocabularies, parse_turtle

SHIPPED = Path(__file__).with_name("asked.ttl")

_TG = Namespace(TG)


def asked_of(documents: Iterable[Document], offers: Iterable[Offer], path: Path = SHIPPED) -> dict[str, tuple[str, ...]]:
    """The questions by the id of the passage or offer that answers them, in a fixed order.

    A passage counts as long as it opens with the words it is known by.

    Raises CurationError when a row names neither a passage nor an offer.
    """
    by_opening, by_offer = _rows(path)
    ids = {offer.label: offer.id for offer in offers}
    found = {ids[label]: questions for label, questions in by_offer.items() if label in ids}
    for document in documents:
        for opening, questions in by_opening.get(document.source.work, ()):
            found.update({passage.id: questions for passage in document.passages if passage.text.startswith(opening)})
    return dict(sorted(found.items()))


_Passages = dict[str, list[tuple[str, tuple[str, ...]]]]


@from_vocabularies
def _rows(path: Path) -> tuple[_Passages, dict[str, tuple[str, ...]]]:
    """Openings with questions by work, and questions by the label of an offer."""
    passages: _Passages = {}
    offers: dict[str, tuple[str, ...]] = {}
    for label, source, opening, questions in _read(path):
        if label is not None:
            offers[label] = tuple(sorted({*offers.get(label, ()), *questions}))
        elif source and opening:
            passages.setdefault(source, []).append((opening, questions))
        else:
            raise CurationError(f"{path.name}: spørgsmålene »{'«, »'.join(questions[:2])}« hører til intet. Skriv dokument og første ord, eller en indsats.")
    return passages, offers


def _read(path: Path) -> Iterator[tuple[str | None, str | None, str | None, tuple[str, ...]]]:
    graph = parse_turtle(path)
    for row in graph.subjects(RDF.type, _TG.Asked):
        label, source, opening = (graph.value(row, predicate) for predicate in (SKOS.prefLabel, DCTERMS.source, _TG.quote))
        questions = tuple(sorted(map(str, graph.objects(row, _TG.asked))))
        yield _text(label), _text(source), _text(opening), questions


def _text(node: Node | None) -> str | None:
    return None if node is None else str(node)
