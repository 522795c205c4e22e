"""Which needs of the thesaurus each offer meets, curated from the documents, each with the words it rests on.

Why beside what the offers' texts name: a document says "elever med massivt fravær" and not all that such a pupil may need; whoever
reads it knows. A need whose words no longer stand in its document is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rdflib import DCTERMS, RDF, SKOS, Namespace

from corpus.document import Document
from graph.errors import CurationError
from ontology.names import TG
from ontology.vocabulary import from_vocabularies, parse_turtle

SHIPPED = Path(__file__).with_name("met_needs.ttl")
WEIGHTS = {3: 1.0, 2: 0.75, 1: 0.4}  # the offer exists for it, it clearly belongs to it, it can help

_TG = Namespace(TG)


@dataclass(frozen=True)
class MetNeed:
    """An offer by its label and the id of a need it meets; ``weight`` from 0 to 1, ``[start:end]`` the words in the document."""

    offer: str
    need: str
    weight: float
    document: str
    start: int
    end: int


def met_needs(documents: Iterable[Document], path: Path = SHIPPED) -> list[MetNeed]:
    """The needs met, of those whose words stand in the documents, in a fixed order.

    Raises CurationError when a row lacks its need, its quote or a weight of 1, 2 or 3.
    """
    by_work = {document.source.work: document for document in documents}
    found = [met for work, rows in _rows(path).items() if work in by_work for met in _placed(rows, by_work[work])]
    return sorted(found, key=lambda met: (met.offer, -met.weight, met.need))


_Row = tuple[str, str, float, str]


def _placed(rows: list[_Row], document: Document) -> Iterator[MetNeed]:
    for offer, need, weight, quote in rows:
        start = document.text.find(quote)
        if start >= 0:
            yield MetNeed(offer, need, weight, document.id, start, start + len(quote))


@from_vocabularies
def _rows(path: Path) -> dict[str, list[_Row]]:
    """The rows of the file by the work they quote."""
    graph = parse_turtle(path)
    found: dict[str, list[_Row]] = {}
    for offer in graph.subjects(RDF.type, _TG.MetNeeds):
        label = str(graph.value(offer, SKOS.prefLabel))
        for node in graph.objects(offer, _TG.meets):
            need, weight, quote = (graph.value(node, predicate) for predicate in (DCTERMS.subject, _TG.weight, _TG.quote))
            if need is None or not quote or str(weight) not in map(str, WEIGHTS):
                raise CurationError(f"{path.name}: et behov under »{label}« mangler citat, behov eller vægten 1, 2 eller 3 ({weight}). Ret filen, og prøv igen.")
            row = (label, str(need).rsplit("/", 1)[-1], WEIGHTS[int(str(weight))], str(quote))
            found.setdefault(str(graph.value(offer, DCTERMS.source)), []).append(row)
    return {work: sorted(rows) for work, rows in sorted(found.items())}


def strays(needs: Iterable[str], path: Path = SHIPPED) -> Iterator[str]:
    """One Danish sentence for each row of a need that does not exist; an offer may be gone with the document that told of it."""
    known = set(needs)
    for offer, need, _, _ in (row for rows in _rows(path).values() for row in rows):
        if need not in known:
            yield f"{path.name}: behovet »{need}« under »{offer}« findes ikke i ordlisten."
