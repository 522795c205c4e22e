"""The dataset on disk and as files: an Oxigraph store for queries, and exports that are the same from build to build.

Why the store holds the stated and reviewed triples twice: SPARQL over several default graphs gives a triple once for each graph it
stands in, so their union is kept as the store's default graph. The exports hold every quad once.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph
from pyoxigraph import DefaultGraph, Quad, RdfFormat, Triple, serialize
from rdflib import Dataset, Graph

from graph.dataset import INFERRED_GRAPH, QuadStore
from graph.errors import StorageError, UnknownFormat
from graph.terms import node
from ontology.names import DCT, PREFIXES

_REPLACED = node(DCT + "isReplacedBy")
FORMATS = {
    "turtle": RdfFormat.TURTLE,
    "trig": RdfFormat.TRIG,
    "jsonld": RdfFormat.JSON_LD,
    "nquads": RdfFormat.N_QUADS,
}
MEDIA_TYPES = {"turtle": "text/turtle", "trig": "application/trig", "jsonld": "application/ld+json", "nquads": "application/n-quads"}
SUFFIXES = {"turtle": "ttl", "trig": "trig", "jsonld": "jsonld", "nquads": "nq"}


def write_store(dataset: Dataset, folder: Path) -> None:
    """Write a dataset to a new Oxigraph store folder.

    Raises StorageError when the folder cannot be written.
    """
    try:
        store = pyoxigraph.Store(str(folder))
        quads = list(_quads(dataset))
        default = DefaultGraph()
        stated = set(_stated(quads))
        store.bulk_extend([*quads, *(Quad(triple.subject, triple.predicate, triple.object, default) for triple in stated)])
        store.flush()
        store.optimize()
    except OSError as error:
        raise StorageError(f"Grafen kan ikke skrives i {folder} ({error}). Kontrollér pladsen på disken, og prøv igen.") from error


def open_store(folder: Path) -> Dataset:
    """Open a store folder read-only; its default graph is stated and reviewed triples with the vocabularies.

    Raises StorageError when the folder is missing or damaged.
    """
    if not (folder / "CURRENT").is_file():
        raise StorageError(f"Der er ingen graf i {folder}. Kør »trivsel build«.")
    try:
        return Dataset(store=QuadStore(store=pyoxigraph.Store.read_only(str(folder))))
    except OSError as error:
        raise StorageError(f"Grafen i {folder} kan ikke åbnes ({error}). Kør »trivsel build«.") from error


def export(dataset: Dataset, format_: str) -> bytes:
    """The dataset as turtle, trig, jsonld or nquads; Turtle holds one graph, so it leaves the inferred out.

    Raises UnknownFormat for any other format.
    """
    if format_ not in FORMATS:
        raise UnknownFormat(f"Formatet »{format_}« kendes ikke. Vælg et af: {', '.join(FORMATS)}.")
    return _serialized(sorted_quads(dataset), format_)


def export_files(dataset: Dataset, folder: Path) -> dict[str, Path]:
    """Write every format to a folder, as ``trivselsgrafen.ttl`` and so on, and say which file holds which format.

    Raises StorageError when the folder cannot be written.
    """
    quads = sorted_quads(dataset)
    paths = {format_: folder / f"trivselsgrafen.{suffix}" for format_, suffix in SUFFIXES.items()}
    try:
        for format_, path in paths.items():
            path.write_bytes(_serialized(quads, format_))
    except OSError as error:
        raise StorageError(f"Grafen kan ikke skrives i {folder} ({error.strerror}). Kontrollér pladsen på disken, og prøv igen.") from error
    return paths


def sorted_quads(dataset: Dataset) -> list[Quad]:
    """The quads of the named graphs in a fixed order."""
    return sorted(_quads(dataset), key=str)


def union_graph(dataset: Dataset) -> Graph:
    """Stated and reviewed triples with the vocabularies as one rdflib graph in memory, for checking with shapes."""
    graph = Graph(bind_namespaces="none")
    graph.parse(data=serialize(_union(sorted_quads(dataset)), format=RdfFormat.N_TRIPLES), format="nt")
    return graph


def _serialized(quads: list[Quad], format_: str) -> bytes:
    content: list[Triple] | list[Quad] = _union(quads) if format_ == "turtle" else quads
    return _with_sorted_prefixes(serialize(content, format=FORMATS[format_], prefixes=PREFIXES) or b"")


def _with_sorted_prefixes(data: bytes) -> bytes:
    """The serialiser writes its opening lines of prefixes in any order; they are put in one."""
    end = 0
    while data.startswith(b"@prefix ", end):
        end = data.index(b"\n", end) + 1
    return b"".join(sorted(data[:end].splitlines(keepends=True))) + data[end:]


def _quads(dataset: Dataset) -> Iterator[Quad]:
    if isinstance(dataset.store, QuadStore):
        found: Iterator[Quad] = iter(dataset.store.quads)
    else:
        found = iter(pyoxigraph.parse(dataset.serialize(format="nquads"), RdfFormat.N_QUADS))
    return (quad for quad in found if not isinstance(quad.graph_name, DefaultGraph))


def _union(quads: list[Quad]) -> list[Triple]:
    """Each triple once, whatever graphs it stands in; the inferred and what replaced editions stated are left out."""
    return sorted(set(_stated(quads)), key=str)


def _stated(quads: list[Quad]) -> Iterator[Triple]:
    replaced = {quad.graph_name for quad in quads if quad.predicate == _REPLACED and quad.subject == quad.graph_name}
    return (quad.triple for quad in quads if quad.graph_name not in replaced and not _is_inferred(quad))


def _is_inferred(quad: Quad) -> bool:
    return str(getattr(quad.graph_name, "value", "")).endswith(f"/{INFERRED_GRAPH}")
