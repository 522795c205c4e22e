"""The dataset on disk and as files: an Oxigraph store for queries, and exports that are the same from build to build.

Why the store holds the stated and reviewed triples twice: SPARQL over several default graphs gives a triple once for each graph it
stands in, so their union is kept as the store's default graph. The exports hold every quad once.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pyoxigraph
from pyoxigraph import Quad, RdfFormat, serialize
from rdflib import Dataset, Graph

from graph.dataset import INFERRED_GRAPH, QuadStore
from graph.errors import StorageError, UnknownFormat
from ontology.names import DCT, PREFIXES

Lines = Mapping[str, list[bytes]]  # the triples of each named graph, a line of N-Triples each

MOST_CHANGED = 0.5  # share of a store that may differ from the one before for it to be changed and not made anew

FORMATS = {
    "turtle": RdfFormat.TURTLE,
    "trig": RdfFormat.TRIG,
    "jsonld": RdfFormat.JSON_LD,
    "nquads": RdfFormat.N_QUADS,
}
MEDIA_TYPES = {"turtle": "text/turtle", "trig": "application/trig", "jsonld": "application/ld+json", "nquads": "application/n-quads"}
SUFFIXES = {"turtle": "ttl", "trig": "trig", "jsonld": "jsonld", "nquads": "nq"}


def write_store(dataset: Dataset, folder: Path, like: Path | None = None) -> None:
    """Write a dataset to a new Oxigraph store folder.

    ``like`` is an older store of which a copy is changed where little differs; the quads are the same with it and without.

    Raises StorageError when the folder cannot be written.
    """
    by_graph = _by_graph(dataset)
    wanted = {*_quads(by_graph), *_stated(by_graph)}
    try:
        if like is None or not _changed(like, folder, wanted):
            store = pyoxigraph.Store(str(folder))
            store.bulk_load(b"".join(wanted), RdfFormat.N_QUADS)
            store.flush()
            store.optimize()
    except OSError as error:
        raise StorageError(f"Grafen kan ikke skrives i {folder} ({error}). Kontrollér pladsen på disken, og prøv igen.") from error


def _changed(like: Path, folder: Path, wanted: set[bytes]) -> bool:
    """Copy a store and make its quads those that are wanted; nothing is done where much of it differs or it cannot be read."""
    try:
        have = set(_split(pyoxigraph.Store.read_only(str(like)).dump(format=RdfFormat.N_QUADS)))
    except (OSError, RuntimeError):  # Oxigraph tells of damage by either
        return False
    if len(have ^ wanted) > MOST_CHANGED * len(wanted):
        return False
    shutil.copytree(like, folder)
    store = pyoxigraph.Store(str(folder))
    for quad in _parsed(have - wanted):
        store.remove(quad)
    store.extend(_parsed(wanted - have))
    store.flush()
    return True


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
    return _serialized(_by_graph(dataset), format_)


def export_files(dataset: Dataset, folder: Path) -> dict[str, Path]:
    """Write every format to a folder, as ``trivselsgrafen.ttl`` and so on, and say which file holds which format.

    Raises StorageError when the folder cannot be written.
    """
    by_graph = _by_graph(dataset)
    paths = {format_: folder / f"trivselsgrafen.{suffix}" for format_, suffix in SUFFIXES.items()}
    try:
        for format_, path in paths.items():
            path.write_bytes(_serialized(by_graph, format_))
    except OSError as error:
        raise StorageError(f"Grafen kan ikke skrives i {folder} ({error.strerror}). Kontrollér pladsen på disken, og prøv igen.") from error
    return paths


def sorted_quads(dataset: Dataset) -> list[Quad]:
    """The quads of the named graphs in a fixed order."""
    return list(_parsed(sorted(_quads(_by_graph(dataset)))))


def union_graph(dataset: Dataset) -> Graph:
    """Stated and reviewed triples with the vocabularies as one rdflib graph in memory, for checking with shapes."""
    graph = Graph(bind_namespaces="none")
    graph.parse(data=b"".join(sorted(_stated(_by_graph(dataset)))), format="nt")
    return graph


def _serialized(by_graph: Lines, format_: str) -> bytes:
    lines = sorted(_stated(by_graph) if format_ == "turtle" else _quads(by_graph))
    return _with_sorted_prefixes(serialize(_parsed(lines), format=FORMATS[format_], prefixes=PREFIXES) or b"")


def _with_sorted_prefixes(data: bytes) -> bytes:
    """The serialiser writes its opening lines of prefixes in any order; they are put in one."""
    end = 0
    while data.startswith(b"@prefix ", end):
        end = data.index(b"\n", end) + 1
    return b"".join(sorted(data[:end].splitlines(keepends=True))) + data[end:]


def _by_graph(dataset: Dataset) -> Lines:
    if isinstance(dataset.store, QuadStore):
        store = dataset.store.quads
    else:
        store = pyoxigraph.Store()
        store.bulk_load(dataset.serialize(format="nquads"), RdfFormat.N_QUADS)
    return {graph.value: _split(store.dump(format=RdfFormat.N_TRIPLES, from_graph=graph)) for graph in store.named_graphs()}


def _split(data: bytes | None) -> list[bytes]:
    return (data or b"").splitlines(keepends=True)


def _parsed(lines: Iterable[bytes]) -> Iterator[Quad]:
    return pyoxigraph.parse(b"".join(lines), RdfFormat.N_QUADS)


def _quads(by_graph: Lines) -> Iterator[bytes]:
    """Every quad as a line of N-Quads."""
    for graph, lines in by_graph.items():
        end = f"<{graph}> .\n".encode()
        yield from (line.removesuffix(b".\n") + end for line in lines)


def _stated(by_graph: Lines) -> set[bytes]:
    """Each triple once, whatever graphs it stands in; the inferred and what replaced editions stated are left out."""
    return {line for graph, lines in by_graph.items() if not _is_inferred(graph) and not _is_replaced(graph, lines) for line in lines}


def _is_inferred(graph: str) -> bool:
    return graph.endswith(f"/{INFERRED_GRAPH}")


def _is_replaced(graph: str, lines: list[bytes]) -> bool:
    says_so = f"<{graph}> <{DCT}isReplacedBy> ".encode()
    return any(line.startswith(says_so) for line in lines)
