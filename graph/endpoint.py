"""The two that answer whole SPARQL queries, and alike: a store on this machine, and an endpoint asked by the SPARQL 1.1 protocol.

Why the answers of an endpoint are read as they arrive: another server sets no bound on them, and what is beyond ours is never taken in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pyoxigraph import (
    NamedNode, QueryBoolean, QueryResultsFormat, QuerySolution, QuerySolutions, QueryTriples, RdfFormat, Store, Triple, parse, parse_query_results,
)

from graph.errors import GraphAway

if TYPE_CHECKING:  # only those who ask an endpoint load it
    from requests import Response, Session

CONNECTING, SILENCE = 1.0, 3.0  # seconds that connecting may take, and that an answer may stand still
TRIPLES = {"application/n-triples": RdfFormat.N_TRIPLES, "text/turtle": RdfFormat.TURTLE}
ACCEPTED = "application/sparql-results+json, application/n-triples;q=0.9, text/turtle;q=0.8"
CUT = "X-Truncated"  # told by endpoints of ours where they leave rows out


@dataclass(frozen=True)
class Found:
    """What is answered: yes or no, rows of named columns, or triples; ``cut`` where an endpoint says that it left some out."""

    boolean: bool | None = None
    names: tuple[str, ...] | None = None
    rows: Iterable[QuerySolution] = ()
    triples: Iterable[Triple] = ()
    cut: bool = False


class Stored:
    """A store folder."""

    def __init__(self, folder: str) -> None:
        """Open a store read-only; raises OSError when it is damaged."""
        self._store = Store.read_only(folder)

    @contextmanager
    def asked(self, query: str) -> Iterator[Found]:
        """The answer to a query.

        Raises SyntaxError when it makes no sense.
        """
        found = self._store.query(query)
        if isinstance(found, QueryBoolean):
            yield Found(boolean=bool(found))
        elif isinstance(found, QueryTriples):
            yield Found(triples=found)
        else:
            yield _rows(found)

    def named_graphs(self) -> set[str]:
        """The addresses of the named graphs."""
        return {graph.value for graph in self._store.named_graphs() if isinstance(graph, NamedNode)}


@dataclass(frozen=True)
class Endpoint:
    """An endpoint by its address, ``http(s)://[user:password@]host[:port]/path``."""

    address: str = field(repr=False)

    @property
    def place(self) -> str:
        """The address as it may be told: without user, password and parameters."""
        parts = urlsplit(self.address)
        return f"{parts.netloc.rpartition('@')[2]}{parts.path}"

    @contextmanager
    def asked(self, query: str, patience: float = SILENCE) -> Iterator[Found]:
        """The answer to a query, to be read before the context ends; ``patience`` is how long it may stand still, in seconds.

        Raises GraphAway when the endpoint cannot be reached, refuses or breaks off, SyntaxError when it finds no sense in the query.
        """
        from requests import RequestException
        from urllib3.exceptions import HTTPError

        try:
            with self._session.post(
                self.address, data={"query": query}, headers={"Accept": ACCEPTED}, timeout=(CONNECTING, patience), stream=True, allow_redirects=False
            ) as response:  # fmt: skip
                if response.status_code == 400:
                    raise SyntaxError
                if response.status_code != 200:
                    raise GraphAway(f"Grafen på {self.place} svarer med fejlen {response.status_code}.")
                try:
                    yield _found(response)
                except (SyntaxError, ValueError, OSError, HTTPError):  # what arrived is no answer, or it broke off
                    raise GraphAway(f"Grafen på {self.place} svarer ikke, som den skal.") from None
        except (RequestException, HTTPError):
            raise GraphAway(f"Grafen på {self.place} kan ikke nås. Kontrollér, at den kører, og TRIVSEL_GRAPH.") from None

    def ready(self) -> Endpoint:
        """This endpoint, with what asking it needs loaded before the first query."""
        assert self._session is not None
        return self

    def named_graphs(self) -> set[str]:
        """The addresses of the named graphs.

        Raises GraphAway.
        """
        with self.asked("SELECT DISTINCT ?g { GRAPH ?g { } }") as found:
            return {row["g"].value for row in found.rows if isinstance(row["g"], NamedNode)}

    @cached_property
    def _session(self) -> Session:
        from requests import Session

        session = Session()
        session.trust_env = False  # no passwords from files of the user
        return session


def _found(response: Response) -> Found:
    cut = response.headers.get(CUT) == "true"
    response.raw.decode_content = True
    if form := TRIPLES.get(response.headers.get("Content-Type", "").partition(";")[0].strip()):
        return Found(triples=(quad.triple for quad in parse(response.raw, form)), cut=cut)
    found = parse_query_results(response.raw, QueryResultsFormat.JSON)
    return Found(boolean=bool(found)) if isinstance(found, QueryBoolean) else _rows(found, cut)


def _rows(found: QuerySolutions, cut: bool = False) -> Found:
    return Found(names=tuple(variable.value for variable in found.variables), rows=found, cut=cut)
