"""The whole graph as one RDF dataset: what each document states, what people reviewed, what was inferred, and the vocabularies.

Why a named graph each: any query or page can leave the inferred out, and a document's statements go when the document goes.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pyoxigraph
from oxrdflib import OxigraphStore
from rdflib import Dataset, Graph, Literal
from rdflib.namespace import XSD as XSD_TYPES

from corpus.document import Document, Source
from graph.entities import Entities
from graph.fact import INFERRED, REVIEWED, Fact
from graph.reviews import Review, add_to_graph
from graph.services import MUNICIPALITY, add_orders, add_services
from graph.statements import GRAPHS, WHOLE, StatementWriter
from graph.terms import TYPE, QuadBag, node, plain, rebased, typed, words
from graph.vocabularies import add_vocabularies
from ontology.names import DCT, DEFAULT_BASE, ORG, PREFIXES, PROV, SCHEMA, SKOS, XSD, slug
from ontology.vocabulary import read_vocabulary

VOCABULARY_GRAPH = "graf/ordlister"
INFERRED_GRAPH = f"graf/{GRAPHS[INFERRED]}"
REVIEWED_GRAPH = f"graf/{GRAPHS[REVIEWED]}"
ADMS_STATUS = "http://www.w3.org/ns/adms#status"

_DATE_TYPES = {4: XSD + "gYear", 7: XSD + "gYearMonth", 10: XSD + "date"}  # by the length of the date as written
_DATE = re.compile(r"\d{4}(-\d\d){0,2}")
_GRAPH_LABELS = {VOCABULARY_GRAPH: "Ordlister og ontologi", REVIEWED_GRAPH: "Gennemgået af mennesker", INFERRED_GRAPH: "Udledt"}


class QuadStore(OxigraphStore):
    """An Oxigraph store behind rdflib's interface, open to those who need the quads as they are."""

    @property
    def quads(self) -> pyoxigraph.Store:
        """The Oxigraph store itself."""
        return self._inner

    def triples(self, triple_pattern: Any, context: Graph | None = None) -> Iterator[Any]:
        """The triples of a pattern; texts without language are plain, as rdflib's parsers give them, not typed xsd:string."""
        for triple, contexts in super().triples(triple_pattern, context):
            yield tuple(_plain(term) for term in triple), contexts


def _plain(term: Any) -> Any:
    return Literal(str(term)) if isinstance(term, Literal) and term.datatype == XSD_TYPES.string else term


@dataclass(frozen=True)
class Replaced:
    """The editions that others have replaced, and what they stated."""

    documents: tuple[Document, ...] = ()
    facts: tuple[Fact, ...] = ()


def build_dataset(
    documents: Sequence[Document], facts: Sequence[Fact], base: str = DEFAULT_BASE, reviews: Sequence[Review] = (), replaced: Replaced = Replaced()
) -> Dataset:  # fmt: skip
    """The dataset of the documents, facts and people's decisions; the same input gives the same quads.

    What replaced editions stated stands in their own graphs, which say by what they were replaced; nothing else speaks of it.

    Raises VocabularyError when a vocabulary file is broken.
    """
    bag = QuadBag()
    by_id = {document.id: document for document in documents}
    entities = Entities(facts, base, documents)
    add_vocabularies(bag, base + VOCABULARY_GRAPH, base)
    _add_graph_labels(bag, base)
    for document in documents:
        _add_document(bag, base, document.source)
    writer = StatementWriter(bag, base, entities, by_id)
    for fact in facts:
        writer.write(fact)
    add_to_graph(bag, base + REVIEWED_GRAPH, base, reviews, facts)
    add_services(bag, base, base + VOCABULARY_GRAPH, entities, facts, by_id)
    add_orders(bag, base, entities, facts)
    _add_replaced(bag, base, facts, replaced)
    _add_checksum(bag, base)
    return _dataset(bag)


def _add_replaced(bag: QuadBag, base: str, facts: Sequence[Fact], replaced: Replaced) -> None:
    if not replaced.documents:
        return
    entities = Entities([*facts, *replaced.facts], base, replaced.documents)
    writer = StatementWriter(bag, base, entities, {document.id: document for document in replaced.documents})
    for document in replaced.documents:
        _add_document(bag, base, document.source)
        graph = f"{base}graf/{document.id}"
        bag.into(graph)(graph, DCT + "isReplacedBy", node(f"{base}graf/{document.source.work}"))
    for fact in replaced.facts:
        writer.write(fact)


def _dataset(bag: QuadBag) -> Dataset:
    dataset = Dataset(store=QuadStore(store=bag.store))
    for prefix, namespace in PREFIXES.items():
        dataset.bind(prefix, namespace)
    return dataset


def _add_graph_labels(bag: QuadBag, base: str) -> None:
    add = bag.into(base + VOCABULARY_GRAPH)
    for graph, label in _GRAPH_LABELS.items():
        add(base + graph, DCT + "title", words(label))


def _add_checksum(bag: QuadBag, base: str) -> None:
    """A checksum of all else: whoever reads a copy of the graph elsewhere can tell whether it is the same."""
    content = hashlib.sha256()
    for number, line in enumerate(sorted(str(quad).encode() for quad in bag.store)):
        content.update(b"\n" + line if number else line)
    add = bag.into(base + VOCABULARY_GRAPH)
    add(base + WHOLE, DCT + "title", words("Hele grafen"))
    add(base + WHOLE, SCHEMA + "sha256", plain(content.hexdigest()))


def _add_document(bag: QuadBag, base: str, source: Source) -> None:
    graph, iri = f"{base}graf/{source.id}", f"{base}dokument/{source.id}"
    add = bag.into(graph)
    add(graph, DCT + "title", words(source.title))
    add(graph, PROV + "wasDerivedFrom", node(iri))
    add(iri, TYPE, node(SCHEMA + "DigitalDocument"))
    add(iri, TYPE, node(PROV + "Entity"))
    add(iri, DCT + "identifier", plain(source.id))
    add(iri, DCT + "title", words(source.title))
    if source.date:
        datatype = _DATE_TYPES.get(len(source.date)) if _DATE.fullmatch(source.date) else None
        add(iri, DCT + "issued", typed(source.date, datatype) if datatype else plain(source.date))
    if source.replaces:
        for predicate in (PROV + "wasRevisionOf", DCT + "replaces"):
            add(iri, predicate, node(f"{base}dokument/{source.replaces}"))
    if source.sha256:
        add(iri, SCHEMA + "sha256", plain(source.sha256))
    if source.publisher:
        _add_publisher(bag, graph, iri, base, source.publisher)
    if source.status:
        status = f"{base}status/{slug(source.status)}"
        add(iri, ADMS_STATUS, node(status))
        add(status, TYPE, node(SKOS + "Concept"))
        add(status, SKOS + "prefLabel", words(source.status))


def _add_publisher(bag: QuadBag, graph: str, document: str, base: str, name: str) -> None:
    add = bag.into(graph)
    municipality = next(concept for concept in read_vocabulary("municipality") if concept.iri == MUNICIPALITY)
    if name.casefold() == municipality.label.casefold():
        add(document, DCT + "publisher", node(rebased(MUNICIPALITY, base)))
        return
    publisher = f"{base}organisation/{slug(name)}"
    add(document, DCT + "publisher", node(publisher))
    add(publisher, TYPE, node(ORG + "Organization"))
    add(publisher, SKOS + "prefLabel", words(name))
