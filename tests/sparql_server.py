"""A SPARQL endpoint of another kind than ours, as a municipality may run: an engine over the files that a build writes, without any bounds."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from pyoxigraph import QueryResultsFormat, QueryTriples, RdfFormat, Store
from waitress.server import create_server

Start = Callable[..., Any]
Wsgi = Callable[[dict[str, Any], Start], Iterable[bytes]]


@dataclass
class Endpoint:
    """The engine and its address; ``queries`` are those that came and ``logins`` their fields; ``instead`` answers where it is given."""

    store: Store
    address: str = ""
    queries: list[str] = field(default_factory=list)
    logins: list[str] = field(default_factory=list)
    instead: Wsgi | None = None

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        """Note a query and answer it."""
        body = environ["wsgi.input"].read()
        query = parse_qs(body.decode()).get("query", [""])[0]
        self.queries.append(query)
        self.logins.append(environ.get("HTTP_AUTHORIZATION", ""))
        return self.instead(environ, start) if self.instead else self._answered(query, start)

    def _answered(self, query: str, start: Start) -> Iterable[bytes]:
        try:
            found = self.store.query(query)
        except SyntaxError as error:
            return saying("400 Bad Request", str(error).encode())({}, start)
        if isinstance(found, QueryTriples):
            return saying("200 OK", found.serialize(format=RdfFormat.N_TRIPLES) or b"", "application/n-triples")({}, start)
        return saying("200 OK", found.serialize(format=QueryResultsFormat.JSON) or b"", "application/sparql-results+json")({}, start)


def saying(status: str, body: bytes = b"", kind: str = "text/plain", **headers: str) -> Wsgi:
    """An application that always says the same."""

    def answer(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        start(status, [("Content-Type", kind), *((name.replace("_", "-"), value) for name, value in headers.items())])
        return [body]

    return answer


@contextmanager
def endpoint_of(generation: Path, folder: Path) -> Iterator[Endpoint]:
    """An endpoint that has loaded the files of a generation into a folder as docs/drift.md says, on a real server."""
    store = Store(str(folder))
    for name, form in (("trivselsgrafen.nq", RdfFormat.N_QUADS), ("trivselsgrafen.ttl", RdfFormat.TURTLE)):
        store.bulk_load(path=str(generation / name), format=form)
    endpoint = Endpoint(store)
    server = create_server(endpoint, host="127.0.0.1", port=0, threads=4, asyncore_use_poll=True)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    endpoint.address = f"http://127.0.0.1:{server.effective_port}/sparql"
    yield endpoint
    server.close()
    thread.join(timeout=5)
