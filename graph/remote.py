"""The quads behind a SPARQL endpoint, for those who read things of the graph.

Why each thing is fetched whole and kept: a page asks for hundreds of small parts of some dozens of things, and a question to another
machine takes a thousand times as long as a look-up in a store here. The graph of a generation never changes, and a newer one gets a
reader of its own. Only addresses and names from the graph itself are asked for, never anything that a user wrote.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, QuerySolution

from graph.endpoint import SILENCE, Endpoint
from graph.errors import GraphAway
from graph.fact import INFERRED
from graph.quads import GraphName, Subject, Term
from graph.statements import GRAPHS

KEPT = 20_000  # things whose quads are remembered
AT_ONCE = 60  # things asked for in one query, which endpoints of ours take 16 kB of
GOING_THROUGH = 20.0  # seconds to wait for what the endpoint must go through the whole vocabulary for, once a generation
SUBJECT, VALUE = "s", "o"


class RemoteQuads:
    """The quads of an endpoint: its default graph and its graph of the inferred."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._known: dict[tuple[str, Term], list[Quad]] = {}

    def matching(self, subject: Subject | None, predicate: NamedNode | None, value: Term | None, graph: GraphName) -> Iterator[Quad]:
        """The quads of one graph that have the given parts; the subject or the value must be given.

        Raises GraphAway.
        """
        for quad in self._of(SUBJECT, subject) if subject is not None else self._of(VALUE, value) if value is not None else ():
            if quad.graph_name == graph and predicate in (None, quad.predicate) and value in (None, quad.object):
                yield quad

    def of_own(self, starts: tuple[str, ...], graph: NamedNode) -> Iterator[Quad]:
        """The quads of one graph whose subjects' addresses begin in one of the ways given.

        Raises GraphAway.
        """
        begins = " || ".join(f'STRSTARTS(STR(?s), "{start}")' for start in starts)
        rows = self._asked(f"SELECT ?s ?p ?o {{ GRAPH {graph} {{ ?s ?p ?o }} FILTER({begins}) }}", GOING_THROUGH)
        return (Quad(row["s"], row["p"], row["o"], graph) for row in rows)

    def look_ahead(self, subjects: Iterable[Term]) -> None:
        """Fetch the quads of subjects, many at a time.

        Raises GraphAway.
        """
        self._fetch(SUBJECT, subjects)

    def _of(self, end: str, term: Term) -> list[Quad]:
        known = self._known.get((end, term))
        return self._fetch(end, [term]).get((end, term), []) if known is None else known

    def _fetch(self, end: str, terms: Iterable[Term]) -> dict[tuple[str, Term], list[Quad]]:
        """Ask for the quads that have terms at one end, where they are not known; nothing is known of a node without an address."""
        missing = [term for term in dict.fromkeys(terms) if (end, term) not in self._known and isinstance(term, (NamedNode, Literal))]
        found: dict[tuple[str, Term], list[Quad]] = {(end, term): [] for term in missing}
        for start in range(0, len(missing), AT_ONCE):
            for row in self._asked(_query(end, missing[start:start + AT_ONCE])):
                found[end, row[end]].append(Quad(row["s"], row["p"], row["o"], row["g"] or DefaultGraph()))
        if len(self._known) + len(found) > KEPT:
            self._known = {}
        self._known.update(found)
        return found

    def _asked(self, query: str, patience: float = SILENCE) -> list[QuerySolution]:
        with self._endpoint.asked(query, patience) as found:
            rows = list(found.rows)
        if found.cut or found.names is None:
            raise GraphAway(f"Grafen på {self._endpoint.place} giver ikke hele svaret.")
        return rows


def _query(end: str, terms: Iterable[Term]) -> str:
    """The values stand in both parts, since engines do not carry them into a union."""
    values = f"VALUES ?{end} {{ {' '.join(map(str, terms))} }} "
    inferred = f"GRAPH ?g {{ ?s ?p ?o }} FILTER(STRENDS(STR(?g), \"/graf/{GRAPHS[INFERRED]}\"))"
    return f"SELECT ?g ?s ?p ?o {{ {{ {values} ?s ?p ?o }} UNION {{ {values} {inferred} }} }}"
