"""The graph of the generation in use: workers for queries from outside, and a reader for descriptions; each made when first needed.

Why a wait of its own before the pool: a query may run for two seconds, and every query must end within three, so one that finds both
workers taken waits only a moment before it is told to come back. So waiting queries can never hold all threads of the server.
"""

from __future__ import annotations

import atexit
import threading
from contextlib import suppress
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
_KEY = "trivselsgrafen-graph"


class GraphAccess:
    """One pool and one reader, replaced when a new generation is in use; those of the next one may be made before it is."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._turns = threading.Semaphore(WORKERS)
        self._places = threading.Semaphore(WORKERS + WAITING)
        self._pool: tuple[Path, WorkerPool] | None = None
        self._next: tuple[Path, WorkerPool] | None = None
        self._reader: tuple[Path, GraphReader] | None = None

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
        """The workers over a store folder; those over an older one end when they are done."""
        with self._lock:
            if self._pool is None or self._pool[0] != folder:
                former = [pair for pair in (self._pool, self._next) if pair and pair[0] != folder]
                self._pool = self._next if self._next and self._next[0] == folder else (folder, WorkerPool(folder, WORKERS))
                self._next = None
                for _, pool in former:
                    pool.close()
            return self._pool[1]

    def prepare(self, folder: Path) -> None:
        """Start the workers over the store folder of a generation that is not in use yet, and wait for them.

        Raises StorageError when there is no store.
        """
        with self._lock:
            if self._pool is None or self._pool[0] == folder:
                return  # nobody has asked the graph anything yet, or they are there
        pool = WorkerPool(folder, WORKERS)
        with suppress(SparqlError):
            pool.query("ASK {}")
        with self._lock:
            former, self._next = self._next, (folder, pool)
        if former:
            former[1].close()

    def reader(self, folder: Path) -> GraphReader:
        """The reader of a store folder."""
        with self._lock:
            if self._reader is None or self._reader[0] != folder:
                self._reader = (folder, GraphReader(folder))
            return self._reader[1]

    def close(self) -> None:
        """End the workers."""
        with self._lock:
            for pair in filter(None, (self._pool, self._next)):
                pair[1].close()
            self._pool = self._next = None


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
