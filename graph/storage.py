"""The dataset on disk and as files: an Oxigraph store for queries, and exports that are the same from build to build.

Why the store holds the stated and reviewed triples twice: SPARQL over several default graphs gives a triple once for each graph it
stands in, so their union is kept as the store's default graph. The exports hold every quad once.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import chain, islice, takewhile
from pathlib import Path
from typing import IO

import pyoxigraph
from pyoxigraph import NamedNode, Quad, RdfFormat, serialize
from rdflib import Dataset, Graph

from graph.dataset import INFERRED_GRAPH, QuadStore
from graph.errors import StorageError, UnknownFormat
from ontology.names import DCT, PREFIXES

READ_AT_ONCE = 10_000  # lines
LOADED_AT_ONCE = 250_000  # quads; they take about 1 kB each until they are written, and in smaller parts the store takes more of the disk
MOST_CHANGED = 0.5  # share of a store that may differ from the one before for it to be changed and not made anew

FORMATS = {
    "turtle": RdfFormat.TURTLE,
    "trig": RdfFormat.TRIG,
    "jsonld": RdfFormat.JSON_LD,
    "nquads": RdfFormat.N_QUADS,
}
MEDIA_TYPES = {"turtle": "text/turtle", "trig": "application/trig", "jsonld": "application/ld+json", "nquads": "application/n-quads"}
SUFFIXES = {"turtle": "ttl", "trig": "trig", "jsonld": "jsonld", "nquads": "nq"}
_IS_REPLACED = NamedNode(DCT + "isReplacedBy")


@dataclass(frozen=True)
class Older:
    """The store folder of an older dataset, and the file of N-Quads that holds the same."""

    store: Path
    nquads: Path


def write_store(dataset: Dataset, folder: Path, like: Older | None = None) -> None:
    """Write a dataset to a new Oxigraph store folder.

    ``like`` is an older store of which a copy is changed where little differs; the quads are the same with it and without.

    Raises StorageError when the folder cannot be written.
    """
    wanted = _store(dataset)
    try:
        if like is None or not _changed(like, folder, wanted):
            store = pyoxigraph.Store(str(folder))
            left = chain(_named(wanted), _stated(wanted))
            while part := list(islice(left, LOADED_AT_ONCE)):
                store.bulk_extend(part)
            store.flush()
            store.optimize()
    except OSError as error:
        raise StorageError(f"Grafen kan ikke skrives i {folder} ({error}). Kontrollér pladsen på disken, og prøv igen.") from error


def _changed(like: Older, folder: Path, wanted: pyoxigraph.Store) -> bool:
    """Copy a store and make its quads those that are wanted; nothing is done where much of it differs or it cannot be read.

    Why lines are compared: to look every quad up in a store on disk takes ten times as long.
    """
    lines = _named_lines(wanted)
    try:
        had = set(like.nquads.read_bytes().splitlines(keepends=True))
        pyoxigraph.Store.read_only(str(like.store))  # else damage would be found only when it has been copied
    except (OSError, RuntimeError):  # Oxigraph tells of damage by either
        return False
    new, gone = [line for line in lines if line not in had], sorted(had.difference(lines))
    if len(new) + len(gone) > MOST_CHANGED * len(lines):
        return False
    shutil.copytree(like.store, folder)
    store = pyoxigraph.Store(str(folder))
    _change(store, list(_parsed(new)), list(_parsed(gone)), wanted)
    if len(store) == len(lines) + len(_stated_lines(wanted)):
        return True
    del store  # the older one was made by other rules
    shutil.rmtree(folder)
    return False


def _change(store: pyoxigraph.Store, new: list[Quad], gone: list[Quad], wanted: pyoxigraph.Store) -> None:
    """Put the new quads of named graphs into a store, take out those that are gone, and do with its default graph what follows."""
    stated = set(_stated_graphs(wanted))
    moved = {quad.graph_name for quad in (*new, *gone) if quad.predicate == _IS_REPLACED and quad.subject == quad.graph_name}  # no longer stated, or again
    touched = chain(new, gone, *(wanted.quads_for_pattern(None, None, None, graph) for graph in moved))
    triples = {
        quad.triple: any(other.graph_name in stated for other in wanted.quads_for_pattern(quad.subject, quad.predicate, quad.object, None))
        for quad in touched
    }
    for quad in (*gone, *(Quad(*triple) for triple, is_stated in triples.items() if not is_stated)):
        store.remove(quad)
    store.extend([*new, *(Quad(*triple) for triple, is_stated in triples.items() if is_stated)])
    store.flush()


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
    file = BytesIO()
    store = _store(dataset)
    _serialize(_stated_lines(store) if format_ == "turtle" else _named_lines(store), format_, file)
    return file.getvalue()


def export_files(dataset: Dataset, folder: Path) -> dict[str, Path]:
    """Write every format to a folder, as ``trivselsgrafen.ttl`` and so on, and say which file holds which format.

    Raises StorageError when the folder cannot be written.
    """
    paths = {format_: folder / f"trivselsgrafen.{suffix}" for format_, suffix in SUFFIXES.items()}
    store = _store(dataset)
    named = _named_lines(store)
    try:
        for format_, path in paths.items():
            with open(path, "w+b") as file:
                _serialize(_stated_lines(store) if format_ == "turtle" else named, format_, file)
    except OSError as error:
        raise StorageError(f"Grafen kan ikke skrives i {folder} ({error.strerror}). Kontrollér pladsen på disken, og prøv igen.") from error
    return paths


def sorted_quads(dataset: Dataset) -> list[Quad]:
    """The quads of the named graphs in a fixed order."""
    return list(_parsed(_named_lines(_store(dataset))))


def union_graph(dataset: Dataset) -> Graph:
    """Stated and reviewed triples with the vocabularies as one rdflib graph in memory, for checking with shapes."""
    graph = Graph(bind_namespaces="none")
    graph.parse(data=b"".join(_stated_lines(_store(dataset))), format="nt")
    return graph


def _serialize(lines: Iterable[bytes], format_: str, file: IO[bytes]) -> None:
    """Write quads to an empty file; the serialiser writes its opening lines of prefixes in any order, and they are put in one."""
    if format_ == "nquads":
        file.writelines(lines)
        return
    serialize(_parsed(lines), file, format=FORMATS[format_], prefixes=PREFIXES)
    file.seek(0)
    head = sorted(takewhile(lambda line: line.startswith(b"@prefix "), file))
    file.seek(0)
    file.writelines(head)


def _named_lines(store: pyoxigraph.Store) -> list[bytes]:
    """The quads of the named graphs as sorted lines of N-Quads."""
    ends = ((graph, f"{graph} .\n".encode()) for graph in _graphs(store))
    return sorted(line.removesuffix(b".\n") + end for graph, end in ends for line in _dumped(store, graph))


def _stated_lines(store: pyoxigraph.Store) -> list[bytes]:
    """The stated triples, each once, as sorted lines of N-Triples."""
    return sorted({line for graph in _stated_graphs(store) for line in _dumped(store, graph)})


def _dumped(store: pyoxigraph.Store, graph: NamedNode) -> list[bytes]:
    return (store.dump(format=RdfFormat.N_TRIPLES, from_graph=graph) or b"").splitlines(keepends=True)


def _store(dataset: Dataset) -> pyoxigraph.Store:
    if isinstance(dataset.store, QuadStore):
        return dataset.store.quads
    store = pyoxigraph.Store()
    store.bulk_load(dataset.serialize(format="nquads"), RdfFormat.N_QUADS)
    return store


def _parsed(lines: Iterable[bytes]) -> Iterator[Quad]:
    left = iter(lines)
    while part := b"".join(islice(left, READ_AT_ONCE)):
        yield from pyoxigraph.parse(part, RdfFormat.N_QUADS)


def _graphs(store: pyoxigraph.Store) -> Iterator[NamedNode]:
    return (graph for graph in store.named_graphs() if isinstance(graph, NamedNode))


def _named(store: pyoxigraph.Store) -> Iterator[Quad]:
    """Every quad of the named graphs."""
    return chain.from_iterable(store.quads_for_pattern(None, None, None, graph) for graph in _graphs(store))


def _stated(store: pyoxigraph.Store) -> Iterator[Quad]:
    """The stated triples in the default graph, as often as they stand in other graphs."""
    graphs = (store.quads_for_pattern(None, None, None, graph) for graph in _stated_graphs(store))
    return (Quad(*quad.triple) for quads in graphs for quad in quads)


def _stated_graphs(store: pyoxigraph.Store) -> Iterator[NamedNode]:
    """All graphs but the inferred and those of what replaced editions stated."""
    for graph in _graphs(store):
        if not graph.value.endswith(f"/{INFERRED_GRAPH}") and not any(store.quads_for_pattern(graph, _IS_REPLACED, None, graph)):
            yield graph
