"""What a reader of the graph asks for, and the store folder that answers it; ``graph.remote`` answers the same from another machine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

import pyoxigraph
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from graph.errors import StorageError

Subject = NamedNode | BlankNode | Triple
Term = Subject | Literal
GraphName = NamedNode | DefaultGraph


class Quads(Protocol):
    """The quads of a graph: stated and reviewed in its default graph, the inferred and the vocabularies in graphs of their own."""

    def matching(self, subject: Subject | None, predicate: NamedNode | None, value: Term | None, graph: GraphName) -> Iterator[Quad]:
        """The quads of one graph that have the given parts; the subject or the value must be given."""

    def of_own(self, starts: tuple[str, ...], graph: NamedNode) -> Iterator[Quad]:
        """The quads of one graph whose subjects' addresses begin in one of the ways given."""

    def look_ahead(self, subjects: Iterable[Term]) -> None:
        """Told which subjects will be asked for next, so that what is far away can be fetched at once."""


class StoredQuads:
    """The quads of a store folder."""

    def __init__(self, folder: Path) -> None:
        """Open a store read-only.

        Raises StorageError when the folder is missing or damaged.
        """
        if not (folder / "CURRENT").is_file():
            raise StorageError(f"Der er ingen graf i {folder}. Kør »trivsel build«.")
        try:
            self._store = pyoxigraph.Store.read_only(str(folder))
        except OSError as error:
            raise StorageError(f"Grafen i {folder} kan ikke åbnes ({error}). Kør »trivsel build«.") from error

    def matching(self, subject: Subject | None, predicate: NamedNode | None, value: Term | None, graph: GraphName) -> Iterator[Quad]:
        """The quads of one graph that have the given parts."""
        return self._store.quads_for_pattern(subject, predicate, value, graph)

    def of_own(self, starts: tuple[str, ...], graph: NamedNode) -> Iterator[Quad]:
        """The quads of one graph whose subjects' addresses begin in one of the ways given."""
        return (quad for quad in self.matching(None, None, None, graph) if str(getattr(quad.subject, "value", "")).startswith(starts))

    def look_ahead(self, subjects: Iterable[Term]) -> None:
        """Nothing to fetch: a look-up takes microseconds."""
