"""Answers SPARQL queries from anyone: checked first, then run in a worker process that is killed at the deadline.

Why processes: no engine stops a query in time from within, and some queries end the process that runs them. A worker holds the
read-only store, has no network and limited memory, and is replaced when it dies. The query is never logged. Where the graph is at an
endpoint, a worker judges the query as before and hands it on, within the same limits.

Why each query names its store: a new generation comes into use while people ask, and starting workers anew for it takes both cores for
seconds, where a worker that is there opens another store in hundredths of one.
"""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

from corpus.confinement import import_path
from graph.errors import SparqlAway, SparqlBusy, SparqlError, SparqlRefused, SparqlSyntax, SparqlTimeout, SparqlTooLarge, StorageError
from graph.sparql_text import TOO_DEEP, check_text
from ontology.names import PREFIXES

SELECT_TYPES = {"json": "application/sparql-results+json", "csv": "text/csv; charset=utf-8", "xml": "application/sparql-results+xml"}
TURTLE_TYPE = "text/turtle"

_WORKER = Path(__file__).with_name("sparql_worker.py")
_REASONS = {
    "update": "Forespørgslen vil ændre data. Grafen kan kun læses: brug SELECT, ASK, CONSTRUCT eller DESCRIBE.",
    "service": "SERVICE er ikke tilladt: grafen spørger ikke andre servere. Fjern SERVICE-delen.",
    "dataset": "FROM og FROM NAMED må kun nævne grafens egne navngivne grafer. Fjern adressen, eller brug GRAPH.",
    "depth": TOO_DEEP,
}
_NO_STORE = "Grafen kan ikke åbnes. Kør »trivsel build«, og prøv igen."


@dataclass(frozen=True)
class Limits:
    """What one query may use. ``waiting`` counts the queries that wait for a free worker."""

    seconds: float = 2.0
    rows: int = 10_000
    body: int = 5_000_000
    memory: int = 1 << 30
    waiting: int = 16
    boot_seconds: float = 30.0


@dataclass(frozen=True)
class SparqlAnswer:
    """The body of an answer; ``truncated`` says that rows beyond the limit were left out."""

    body: bytes
    media_type: str
    rows: int
    truncated: bool = False


class WorkerPool:
    """A few workers, and one in reserve, over a store folder or the address of an endpoint; use it as a context manager or close it."""

    def __init__(self, graph: Path | str, size: int = 2, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._graph = graph
        self._free = threading.Semaphore(size)
        self._lock = threading.Lock()
        self._waiting = 0
        self._closed = False
        _demand_store(graph)
        self._idle = deque(_Worker(graph, self.limits) for _ in range(size + 1))  # one more than may be used at once

    def query(self, text: str, format_: str = "json", graph: Path | str | None = None) -> SparqlAnswer:
        """The answer to a query: SPARQL JSON, CSV or XML of rows and yes/no, Turtle of triples; over another graph where one is given.

        Raises SparqlTooLarge, SparqlRefused, SparqlSyntax, SparqlTimeout, SparqlBusy or SparqlAway, with a plain sentence, StorageError
        when there is no store.
        """
        check_text(text)
        if format_ not in SELECT_TYPES:
            raise SparqlRefused(f"Formatet »{format_}« kendes ikke. Vælg et af: {', '.join(SELECT_TYPES)}.")
        if graph is not None:
            _demand_store(graph)
            self._graph = graph  # new workers begin with it: the first one may be gone by now
        self._take_turn()
        try:
            return self._run(text, format_, graph or self._graph)
        finally:
            self._free.release()

    def close(self) -> None:
        """End all workers."""
        with self._lock:
            self._closed = True
            workers, self._idle = list(self._idle), deque()
        for worker in workers:
            worker.kill()

    def __enter__(self) -> WorkerPool:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _take_turn(self) -> None:
        if self._free.acquire(blocking=False):
            return
        with self._lock:
            if self._waiting >= self.limits.waiting:
                raise SparqlBusy("Der er for mange forespørgsler lige nu. Prøv igen om et øjeblik.")
            self._waiting += 1
        try:
            self._free.acquire()
        finally:
            with self._lock:
                self._waiting -= 1

    def _run(self, text: str, format_: str, graph: Path | str) -> SparqlAnswer:
        worker = self._next_worker()
        healthy = False
        try:
            head, body = worker.ask(text, format_, graph)
            healthy = True
        finally:
            self._return(worker, healthy)
        return _answer(head, body, format_)

    def _next_worker(self) -> _Worker:
        """An idle worker, one that has started before one that is starting."""
        with self._lock:
            if self._closed:
                raise SparqlBusy("Tjenesten er ved at lukke. Prøv igen om et øjeblik.")
            living = [worker for worker in self._idle if not worker.is_dead()]
            chosen = next((worker for worker in living if worker.is_ready()), living[0] if living else None)
            dead = [worker for worker in self._idle if worker not in living]
            self._idle = deque(worker for worker in living if worker is not chosen)
        for worker in dead:
            worker.kill()
            self._refill()
        return chosen or self._new_worker()

    def _new_worker(self) -> _Worker:
        try:
            return _Worker(self._graph, self.limits)
        except OSError as error:
            raise SparqlBusy("Der kan ikke startes flere forespørgsler lige nu. Prøv igen om et øjeblik.") from error

    def _return(self, worker: _Worker, healthy: bool) -> None:
        if healthy:
            self._keep(worker)
        else:
            worker.kill()
            self._refill()

    def _refill(self) -> None:
        """Start a worker in place of a dead one; when none can be started now, the next query tries again."""
        try:
            self._keep(self._new_worker())
        except SparqlBusy:
            return

    def _keep(self, worker: _Worker) -> None:
        with self._lock:
            if not self._closed:
                self._idle.append(worker)
                return
        worker.kill()


def _answer(head: dict[str, Any], body: bytes, format_: str) -> SparqlAnswer:
    kind = head["kind"]
    if kind == "refused":
        raise SparqlRefused(_REASONS[head["reason"]])
    if kind == "syntax":
        line = head["line"]
        place = f" i linje {line}" if line else ""
        raise SparqlSyntax(f"Forespørgslen er ikke gyldig SPARQL{place}. Ret den, og prøv igen.", line)
    if kind == "no_store":
        raise SparqlError(_NO_STORE)
    if kind == "away":
        raise SparqlAway("Grafen svarer ikke lige nu. Prøv igen om et øjeblik.")
    if kind == "too_large":
        raise SparqlTooLarge("En enkelt række i svaret fylder mere end tilladt. Vælg færre eller kortere værdier.")
    media_type = TURTLE_TYPE if kind == "construct" else SELECT_TYPES[format_]
    return SparqlAnswer(body, media_type, head["rows"], head["truncated"])


def _demand_store(graph: Path | str) -> None:
    if isinstance(graph, Path) and not (graph / "CURRENT").is_file():
        raise StorageError(f"Der er ingen graf i {graph}. Kør »trivsel build«.")


def _place(graph: Path | str) -> dict[str, str]:
    return {"store": str(graph.resolve())} if isinstance(graph, Path) else {"endpoint": graph}


@dataclass(eq=False)
class _Worker:
    """One process with its pipes; not shared between threads."""

    graph: Path | str
    limits: Limits
    _ready: bool = False
    _buffer: bytearray = field(default_factory=bytearray)

    def __post_init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-S", str(_WORKER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )
        settings = {
            "place": _place(self.graph), "memory": self.limits.memory, "max_rows": self.limits.rows,
            "max_bytes": self.limits.body, "prefixes": PREFIXES, "seconds": self.limits.seconds, "path": import_path(),
        }  # fmt: skip
        self._send(settings)

    def is_ready(self) -> bool:
        """Whether the worker has opened the store, without waiting for it."""
        return self._ready or self._has_output(0)

    def is_dead(self) -> bool:
        """Whether the process has ended on its own."""
        return self._process.poll() is not None

    def ask(self, query: str, format_: str, graph: Path | str) -> tuple[dict[str, Any], bytes]:
        """Run a query over a graph, which is opened where another is open.

        Raises SparqlTimeout when the worker is not done in time or dies of the query.
        """
        if not self._ready:
            self._start()
        self._send({"query": query, "format": format_, "place": _place(graph)})
        return self._receive(self.limits.seconds)

    def kill(self) -> None:
        """End the process at once."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                try:
                    pipe.close()
                except OSError:
                    continue  # what was buffered for a dead process cannot be written

    def _start(self) -> None:
        try:
            head, _ = self._receive(self.limits.boot_seconds)
        except SparqlTimeout as error:
            raise SparqlBusy("Forespørgsler kan ikke startes lige nu. Prøv igen om et øjeblik.") from error
        if head["kind"] != "ready":
            raise SparqlError(_NO_STORE)
        self._ready = True

    def _send(self, message: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(message).encode() + b"\n")
            self._process.stdin.flush()
        except OSError as error:
            raise SparqlTimeout("Forespørgslen blev afbrudt. Prøv igen.") from error

    def _receive(self, seconds: float) -> tuple[dict[str, Any], bytes]:
        deadline = time.monotonic() + seconds
        while (end := self._buffer.find(b"\n")) < 0:
            self._read(deadline)
        head: dict[str, Any] = json.loads(self._buffer[:end])
        while len(self._buffer) < end + 1 + head["length"]:
            self._read(deadline)
        body = bytes(self._buffer[end + 1:])
        self._buffer.clear()
        return head, body

    def _read(self, deadline: float) -> None:
        assert self._process.stdout is not None
        left = deadline - time.monotonic()
        if left <= 0 or not self._has_output(left):
            raise SparqlTimeout(f"Forespørgslen tog mere end {self.limits.seconds:g} sekunder. Gør den enklere, eller brug LIMIT.")
        data = os.read(self._process.stdout.fileno(), 1 << 16)
        if not data:
            raise SparqlTimeout("Forespørgslen brugte mere hukommelse, end en forespørgsel må. Gør den enklere, eller brug LIMIT.")
        self._buffer += data

    def _has_output(self, seconds: float) -> bool:
        poll = select.poll()  # unlike select() it takes file numbers above 1,023
        poll.register(self._process.stdout or 0, select.POLLIN)
        return bool(poll.poll(seconds * 1000))
