"""The graph of the generation in use: workers for queries from outside, and a reader for descriptions; each made when first needed.

Why two generations at once: while a newer one comes into use, requests that began over the last go on, and neither may wait for the other.

Why a wait of its own before the pool: a query may run for two seconds, and every query must end within three, so one that finds both
workers taken waits only a moment before it is told to come back. So waiting queries can never hold all threads of the server.
"""

from __future__ import annotations

import atexit
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, current_app

from graph.description import GraphReader
from graph.errors import SparqlBusy, SparqlError
from graph.offer import Offer
from graph.sparql import SparqlAnswer, WorkerPool
from web.citations import opened

WORKERS = 2
WAITING = 16  # queries that may wait for a worker at once
WAIT = 0.5  # seconds
GENERATIONS = 2  # that the graph is open over at once
_KEY = "trivselsgrafen-graph"


@dataclass
class _Graph:
    """What is open over one store folder."""

    pool: WorkerPool | None = None
    reader: GraphReader | None = None

    def close(self) -> None:
        if self.pool:
            self.pool.close()


class GraphAccess:
    """A pool and a reader for the generation in use, and for one beside it: the next, or the last as long as requests over it go on."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._turns = threading.Semaphore(WORKERS)
        self._places = threading.Semaphore(WORKERS + WAITING)
        self._graphs: dict[Path, _Graph] = {}

    def query(self, folder: Path, text: str, form: str) -> SparqlAnswer:
        """The answer to a query over a store folder.

        Raises SparqlError, with a plain sentence, when the query is refused, wrong, too slow or too large, or all workers are busy.
        """
        if not self._places.acquire(blocking=False):
            raise SparqlBusy("Der er for mange forespørgsler lige nu. Prøv igen om et øjeblik.")
        try:
            if not self._turns.acquire(timeout=WAIT):
                raise SparqlBusy("Andre forespørgsler er i gang lige nu. Prøv igen om et øjeblik.")
            try:
                return self.pool(folder).query(text, form)
            finally:
                self._turns.release()
        finally:
            self._places.release()

    def pool(self, folder: Path) -> WorkerPool:
        """The workers over a store folder."""
        with self._lock:
            graph = self._graph(folder)
            graph.pool = graph.pool or WorkerPool(folder, WORKERS)
            return graph.pool

    def reader(self, folder: Path) -> GraphReader:
        """The reader of a store folder."""
        with self._lock:
            graph = self._graph(folder)
            graph.reader = graph.reader or GraphReader(folder)
            return graph.reader

    def _graph(self, folder: Path) -> _Graph:
        graph = self._graphs.setdefault(folder, _Graph())
        if len(self._graphs) > GENERATIONS:
            self._graphs.pop(next(iter(self._graphs))).close()
        return graph

    def prepare(self, folder: Path) -> None:
        """Open over the store folder of a generation that is not in use yet what is open over the one that is, and wait for it.

        Raises StorageError when there is no store.
        """
        with self._lock:
            used = list(self._graphs.values())
        reader = GraphReader(folder) if any(graph.reader for graph in used) else None
        pool = WorkerPool(folder, WORKERS) if any(graph.pool for graph in used) else None
        if pool:
            with suppress(SparqlError):
                pool.query("ASK {}")
        with self._lock:
            former = self._graphs.pop(folder, _Graph())
            self._graph(folder)
            self._graphs[folder] = _Graph(pool, reader)
        former.close()

    def keep_only(self, folder: Path) -> None:
        """Close what is open over other store folders."""
        with self._lock:
            others = [self._graphs.pop(other) for other in list(self._graphs) if other != folder]
        for graph in others:
            graph.close()

    def close(self) -> None:
        """End the workers."""
        with self._lock:
            graphs, self._graphs = list(self._graphs.values()), {}
        for graph in graphs:
            graph.close()


def init_graph_access(app: Flask) -> None:
    """Give the application its access to the graph, closed when the process ends."""
    access = GraphAccess()
    app.extensions[_KEY] = access
    atexit.register(access.close)


def graph_access() -> GraphAccess:
    """The access of this application."""
    return access_of(current_app)


def access_of(app: Flask) -> GraphAccess:
    """The access of an application."""
    access: GraphAccess = app.extensions[_KEY]
    return access


def graph_reader() -> GraphReader:
    """The reader of the generation in use."""
    return graph_access().reader(opened().folder / "store")


def path_of(offer: Offer) -> str:
    """Where an offer stands in the graph: its own page's address, or another, such as that of a contact."""
    reader, own = graph_reader(), f"indsats/{offer.id}"
    return own if reader.knows(own) or not offer.facts else reader.subject_of(offer.facts[0]) or own
