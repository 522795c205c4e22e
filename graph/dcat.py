"""The data set described for catalogues of data (DCAT): the documents with their checksums, and the files the graph can be had as."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from corpus.document import Source
from graph.description import written
from graph.terms import TYPE, Adder, QuadBag, node, number, plain, typed, words
from ontology.names import DCT, PROV, SCHEMA, SKOS, XSD, slug

DCAT = "http://www.w3.org/ns/dcat#"
SPDX = "http://spdx.org/rdf/terms#"

MUNICIPALITY_NAME = "Københavns Kommune"

_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
_DANISH = "http://publications.europa.eu/resource/authority/language/DAN"
_TITLE = "Trivselsgrafen"
_ABOUT = "Hjælp, mål, love, pligter og risikofaktorer, som Københavns Kommunes dokumenter om børns trivsel nævner, hver med citat og sted."


@dataclass(frozen=True)
class DataFile:
    """A file of the data set: its path below the base, what it holds and its checksum."""

    path: str
    title: str
    media_type: str
    size: int
    sha256: str


def catalogue(base: str, sources: Iterable[Source], files: Iterable[DataFile], built: datetime, rights: str, form: str) -> bytes:
    """The description as ttl, jsonld or nt."""
    bag = QuadBag()
    add = bag.into(f"{base}data")
    whole, graph = f"{base}data", f"{base}data#graf"
    _add_resource(add, whole, "Catalog", f"{_TITLE}: data", _ABOUT)
    _add_resource(add, graph, "Dataset", _TITLE, _ABOUT)
    for iri in (whole, graph):
        _add_publisher(add, iri, base, MUNICIPALITY_NAME)
        add(iri, DCT + "language", node(_DANISH))
        add(iri, DCT + "modified", typed(built.isoformat(timespec="seconds"), XSD + "dateTime"))
        add(iri, DCT + "rights", words(rights))
    add(graph, DCAT + "landingPage", node(whole))
    add(whole, DCAT + "dataset", node(graph))
    for file in files:
        _add_file(add, base, graph, file)
    for source in sources:
        _add_document(add, base, source, rights)
        add(whole, DCAT + "dataset", node(f"{base}dokument/{source.id}"))
        add(graph, PROV + "wasDerivedFrom", node(f"{base}dokument/{source.id}"))
    _add_service(add, base, graph)
    return written((quad.triple for quad in bag.store), form, {"dcat": DCAT, "spdx": SPDX})


def _add_resource(add: Adder, iri: str, class_: str, title: str, about: str) -> None:
    add(iri, TYPE, node(DCAT + class_))
    add(iri, DCT + "title", words(title))
    add(iri, DCT + "description", words(about))


def _add_file(add: Adder, base: str, dataset: str, file: DataFile) -> None:
    iri = f"{base}data#{file.path.rpartition('/')[2]}"
    add(dataset, DCAT + "distribution", node(iri))
    add(iri, TYPE, node(DCAT + "Distribution"))
    add(iri, DCT + "title", words(file.title))
    add(iri, DCAT + "accessURL", node(f"{base}data"))
    add(iri, DCAT + "downloadURL", node(base + file.path))
    add(iri, DCAT + "mediaType", node(_MEDIA_TYPES + file.media_type))
    add(iri, DCAT + "byteSize", number(file.size))
    _add_checksum(add, iri, file.sha256)


def _add_document(add: Adder, base: str, source: Source, rights: str) -> None:
    iri, file = f"{base}dokument/{source.id}", f"{base}data#{source.id}"
    about = f"{source.title}, {source.publisher}. Status: {source.status}." if source.status else f"{source.title}, {source.publisher}."
    _add_resource(add, iri, "Dataset", source.title, about)
    add(iri, DCT + "identifier", plain(source.id))
    _add_publisher(add, iri, base, source.publisher)
    add(iri, DCT + "language", node(_DANISH))
    add(iri, DCT + "rights", words(rights))
    add(iri, DCAT + "distribution", node(file))
    if source.date:
        kind = {4: "gYear", 7: "gYearMonth", 10: "date"}.get(len(source.date))
        add(iri, DCT + "issued", typed(source.date, XSD + kind) if kind else plain(source.date))
    add(file, TYPE, node(DCAT + "Distribution"))
    add(file, DCT + "title", words(f"{source.title}: kildefilen"))
    add(file, DCAT + "accessURL", node(iri))
    if source.sha256:
        add(iri, SCHEMA + "sha256", plain(source.sha256))
        _add_checksum(add, file, source.sha256)


def _add_publisher(add: Adder, iri: str, base: str, name: str) -> None:
    """The address is the one the graph has for the publisher."""
    kind = "forvaltning" if name.casefold() == MUNICIPALITY_NAME.casefold() else "organisation"
    publisher = f"{base}{kind}/{slug(name)}"
    add(iri, DCT + "publisher", node(publisher))
    add(publisher, SKOS + "prefLabel", words(name))


def _add_checksum(add: Adder, iri: str, sha256: str) -> None:
    checksum = f"{iri}-sha256"
    add(iri, SPDX + "checksum", node(checksum))
    add(checksum, TYPE, node(SPDX + "Checksum"))
    add(checksum, SPDX + "algorithm", node(SPDX + "checksumAlgorithm_sha256"))
    add(checksum, SPDX + "checksumValue", typed(sha256, XSD + "hexBinary"))


def _add_service(add: Adder, base: str, dataset: str) -> None:
    service = f"{base}data#sparql"
    _add_resource(add, service, "DataService", f"{_TITLE}: SPARQL", "Spørg grafen med SPARQL 1.1.")
    add(f"{base}data", DCAT + "service", node(service))
    add(service, DCAT + "endpointURL", node(f"{base}sparql"))
    add(service, DCAT + "servesDataset", node(dataset))
