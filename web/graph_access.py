"""The graph of the generation in use: workers for queries from outside, and a reader for descriptions; each made when first needed.

Both read the store folder of the generation, or an endpoint that holds the same graph. Whether it is the same is looked at when the reader
is made and now and then, since it is loaded there by others: what is shown of the graph is never of another than what is answered from.

Why several graphs at once: a question about another day is answered from that day's generation. The workers are the same for all: each query names its store.

Why a wait of its own before the pool: a query may run for two seconds, and every query must end within three, so one that finds both
workers taken waits only a moment before it is told to come back. So waiting queries can never hold all threads of the server.
"""

from __future__ import annotations

import atexit
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, current_app

from graph.description import GraphReader
from graph.endpoint import Endpoint
from graph.errors import GraphAway, SparqlBusy
from graph.offer import Offer
from graph.quads import StoredQuads
from graph.remote import RemoteQuads
from graph.sparql import SparqlAnswer, WorkerPool
from web.citations import opened
from web.settings import Settings

WORKERS = 2  # in all processes together, but one in each
WAITING = 16  # queries that may wait for a worker at once, in all
WAIT = 0.5  # seconds
GENERATIONS = 2  # that the graph is open over at once
LOOKS = 5.0  # seconds between two looks at whether an endpoint holds the same graph
_KEY = "trivselsgrafen-graph"


@dataclass
class _Graph:
    """What is open over one store folder; ``problem`` is what was wrong at the last look at an endpoint."""

    reader: GraphReader | None = None
    here: GraphReader | None = None
    problem: str = ""
    next_look: float = 0.0


class GraphAccess:
    """A pool, and a reader for the generation in use and for one beside it."""

    def __init__(self, address: str = "", processes: int = 1) -> None:
        """Access to the store folders of generations, or to the endpoint at an address, for one of so many processes."""
        self._endpoint = Endpoint(address) if address else None
        self._lock = threading.Lock()
        self._workers = max(1, WORKERS // processes)
        self._turns = threading.Semaphore(self._workers)
        self._places = threading.Semaphore(self._workers + WAITING // processes)
        self._graphs: dict[Path, _Graph] = {}
        self._pool: WorkerPool | None = None

    def query(self, folder: Path, text: str, form: str) -> SparqlAnswer:
        """The answer to a query over a store folder.

        Raises SparqlError, with a plain sentence, when the query is refused, wrong, too slow or too large, or all workers are busy, GraphAway.
        """
        self.check(folder)
        if not self._places.acquire(blocking=False):
            raise SparqlBusy("Der er for mange forespørgsler lige nu. Prøv igen om et øjeblik.")
        try:
            if not self._turns.acquire(timeout=WAIT):
                raise SparqlBusy("Andre forespørgsler er i gang lige nu. Prøv igen om et øjeblik.")
            try:
                return self.pool(folder).query(text, form, None if self._endpoint else folder)
            finally:
                self._turns.release()
        finally:
            self._places.release()

    def pool(self, folder: Path) -> WorkerPool:
        """The workers, started over a store folder where there are none."""
        with self._lock:
            self._pool = self._pool or WorkerPool(self._endpoint.address if self._endpoint else folder, self._workers)
            return self._pool

    def reader(self, folder: Path) -> GraphReader:
        """The reader of a store folder.

        Raises StorageError when there is no store, GraphAway when the graph is at an endpoint that cannot be reached or holds another.
        """
        with self._lock:
            graph = self._graph(folder)
            was_looked_at = time.monotonic() < graph.next_look
            if graph.reader and (was_looked_at or not self._endpoint):
                return graph.reader
            if graph.problem and was_looked_at:
                raise GraphAway(graph.problem)  # at once: threads that wait for what is away would soon be all of them
            graph.next_look = time.monotonic() + LOOKS
        try:
            graph.reader, graph.problem = self._looked_at(graph, folder), ""
        except GraphAway as error:
            graph.reader, graph.problem = None, str(error)
            raise
        return graph.reader

    def check(self, folder: Path) -> None:
        """Raise GraphAway when the graph is at an endpoint that cannot be reached or holds another than the store folder."""
        if self._endpoint:
            self.reader(folder)

    def _looked_at(self, graph: _Graph, folder: Path) -> GraphReader:
        """The reader of a graph, a new one only where there is none."""
        graph.here = graph.here or GraphReader(StoredQuads(folder))
        if not self._endpoint:
            return graph.here
        there = GraphReader(RemoteQuads(self._endpoint))
        if not there.is_same(graph.here):
            raise GraphAway(f"Grafen på {self._endpoint.place} er ikke den, der er bygget her. Indlæs trivselsgrafen.nq og trivselsgrafen.ttl fra {folder.parent.name} der.")
        return graph.reader or there

    def _graph(self, folder: Path) -> _Graph:
        graph = self._graphs.setdefault(folder, _Graph())
        if len(self._graphs) > GENERATIONS:
            self._graphs.pop(next(iter(self._graphs)))
        return graph

    def close(self) -> None:
        """End the workers."""
        with self._lock:
            pool, self._pool, self._graphs = self._pool, None, {}
        if pool:
            pool.close()


def init_graph_access(app: Flask, settings: Settings) -> None:
    """Give the application its access to the graph, at an endpoint where there is one, closed when the process ends."""
    access = GraphAccess(settings.graph, settings.processes)
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
