"""A process that answers SPARQL queries from read-only stores on disk or an endpoint, one after the other, until it is killed.

Why a script of its own: it is started by path in a fresh interpreter, so a query that exhausts memory or the stack takes only this
process with it. It reads one JSON line for each query and writes one JSON line, then as many bytes as that line says.
The query is judged here and not in the server because parsing a hostile query can take seconds.

Why not every query is parsed twice: judging takes rdflib's parser several milliseconds, and the engine's own parser some hundredths of
one. A text without the letters of SERVICE and FROM can name no other server and no other data, and the engine runs no update as a query; so only
the others, and those the engine finds no sense in, are judged.
"""

from __future__ import annotations

import csv
import io
import json
import re
import signal
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

RECURSION_LIMIT = 20_000  # frames; 64 nested brackets need about 2,300 in the parser
_ELSEWHERE = re.compile(r"service|from|\\u", re.IGNORECASE)  # with a coded letter any word may hide
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class Refusal(Exception):
    """Why a query is not run: ``kind`` is refused, syntax or too_large."""

    def __init__(self, kind: str, reason: str = "", line: int | None = None) -> None:
        super().__init__(kind)
        self.kind, self.reason, self.line = kind, reason, line


def check(query: str, graphs: set[str]) -> None:
    """Raise Refusal for anything but a read-only query over our own graphs."""
    from pyparsing import ParseException
    from rdflib.plugins.sparql.algebra import translateQuery
    from rdflib.plugins.sparql.parser import parseQuery

    try:
        parsed = parseQuery(query)
    except ParseException as error:
        raise Refusal("refused", "update") if _is_update(query) else Refusal("syntax", line=error.lineno) from error
    names = {part.name for part in _parts(parsed)}
    if "ServiceGraphPattern" in names:
        raise Refusal("refused", "service")
    try:
        translated = translateQuery(parsed)
    except RecursionError:
        raise
    except Exception as error:  # rdflib raises bare Exception for unknown prefixes, SPARQLError and others
        raise Refusal("syntax") from error
    for clause in translated.algebra.datasetClause or ():
        if str(clause.default or clause.named) not in graphs:
            raise Refusal("refused", "dataset")


def _is_update(query: str) -> bool:
    from pyparsing import ParseException
    from rdflib.plugins.sparql.parser import parseUpdate

    try:
        return bool(parseUpdate(query).request)
    except ParseException:
        return False


def _parts(tree: Any) -> Iterator[Any]:
    """Every named part of a parse tree, without recursion."""
    waiting = [tree]
    while waiting:
        part = waiting.pop()
        if hasattr(part, "name") and isinstance(part, dict):
            yield part
            waiting.extend(part.values())
        elif not isinstance(part, (str, bytes)) and hasattr(part, "__iter__"):
            waiting.extend(part)


class Answerer:
    """Runs checked queries, by ``asked`` of a store or an endpoint, and writes their answers within the limits."""

    def __init__(self, max_rows: int, max_bytes: int) -> None:
        self._place: dict[str, str] = {}
        self._graph: Any = None
        self._max_rows, self._max_bytes = max_rows, max_bytes

    def turn_to(self, place: dict[str, str]) -> None:
        """Ask a store or an endpoint from now on, opened where it is not open; raises OSError when the store is damaged or gone."""
        from graph.endpoint import Endpoint, Stored

        if place != self._place:
            self._place, self._graph = {}, None  # the last is closed first: memory is for one
            self._graph = Stored(place["store"]) if "store" in place else Endpoint(place["endpoint"]).ready()
            self._place = place

    def answer(self, query: str, format_: str, prefixes: dict[str, str]) -> tuple[dict[str, Any], bytes]:
        """The head and the body of the answer.

        Raises Refusal when the query is not run, GraphAway when the endpoint does not answer.
        """
        if _ELSEWHERE.search(query.casefold()):
            check(query, self._graph.named_graphs())
        try:
            with self._graph.asked(query) as found:
                return self._written(found, format_, prefixes)
        except SyntaxError as error:
            check(query, self._graph.named_graphs())
            raise Refusal("syntax", line=error.lineno) from error

    def _written(self, found: Any, format_: str, prefixes: dict[str, str]) -> tuple[dict[str, Any], bytes]:
        if found.boolean is not None:
            return {"kind": "ask", "rows": 1, "truncated": False}, ask_body(found.boolean, format_)
        head, body = self._triples(found.triples, prefixes) if found.names is None else self._rows(found.names, found.rows, format_)
        return {**head, "truncated": head["truncated"] or found.cut}, body

    def _rows(self, names: Sequence[str], solutions: Iterable[Any], format_: str) -> tuple[dict[str, Any], bytes]:
        head, tail, separator, write = WRITERS[format_](names)
        parts: list[bytes] = []
        size, truncated = len(head) + len(tail), False
        for solution in solutions:
            row = write([solution[index] for index in range(len(names))])
            size += len(row) + len(separator)
            if len(parts) == self._max_rows or size > self._max_bytes:
                truncated = True
                break
            parts.append(row)
        if truncated and not parts:
            raise Refusal("too_large")
        return {"kind": "select", "rows": len(parts), "truncated": truncated}, head + separator.join(parts) + tail

    def _triples(self, found: Iterable[Any], prefixes: dict[str, str]) -> tuple[dict[str, Any], bytes]:
        import pyoxigraph

        triples: list[Any] = []
        size, truncated = 0, False
        for triple in found:
            size += len(str(triple).encode())
            if len(triples) == self._max_rows or size > self._max_bytes:
                truncated = True
                break
            triples.append(triple)
        if truncated and not triples:
            raise Refusal("too_large")
        used = {prefix: space for prefix, space in prefixes.items() if any(space in str(triple) for triple in triples)}
        body = pyoxigraph.serialize(sorted(set(triples), key=str), format=pyoxigraph.RdfFormat.TURTLE, prefixes=used)
        return {"kind": "construct", "rows": len(triples), "truncated": truncated}, body or b""


def ask_body(value: bool, format_: str) -> bytes:
    """The answer of an ASK query."""
    word = "true" if value else "false"
    if format_ == "csv":
        return f"{word}\r\n".encode()
    if format_ == "xml":
        return f'{XML_OPENING}<head/><boolean>{word}</boolean></sparql>'.encode()
    return json.dumps({"head": {}, "boolean": value}).encode()


XML_OPENING = '<?xml version="1.0" encoding="UTF-8"?><sparql xmlns="http://www.w3.org/2005/sparql-results#">'


def json_writer(names: Sequence[str]) -> tuple[bytes, bytes, bytes, Any]:
    """Opening, ending, separator and row writer of SPARQL JSON."""
    head = b'{"head":' + json.dumps({"vars": names}).encode() + b',"results":{"bindings":[\n'

    def write(terms: list[Any]) -> bytes:
        row = {name: _json_term(term) for name, term in zip(names, terms) if term is not None}
        return json.dumps(row, ensure_ascii=False).encode("utf-8", "replace")

    return head, b"\n]}}", b",\n", write


def csv_writer(names: Sequence[str]) -> tuple[bytes, bytes, bytes, Any]:
    """Opening, ending, separator and row writer of SPARQL CSV."""

    def write(texts: list[Any]) -> bytes:
        line = io.StringIO()
        csv.writer(line).writerow(["" if text is None else _plain(text) for text in texts])
        return line.getvalue().encode("utf-8", "replace")

    return write([type("Name", (), {"value": name})() for name in names]), b"", b"", write


def xml_writer(names: Sequence[str]) -> tuple[bytes, bytes, bytes, Any]:
    """Opening, ending, separator and row writer of SPARQL XML."""
    variables = "".join(f"<variable name={quoteattr(name)}/>" for name in names)
    head = f"{XML_OPENING}<head>{variables}</head><results>".encode()

    def write(terms: list[Any]) -> bytes:
        cells = (f"<binding name={quoteattr(name)}>{_xml_term(term)}</binding>" for name, term in zip(names, terms) if term is not None)
        return f"<result>{''.join(cells)}</result>".encode("utf-8", "replace")

    return head, b"</results></sparql>", b"", write


WRITERS = {"json": json_writer, "csv": csv_writer, "xml": xml_writer}


def _plain(term: Any) -> str:
    return str(getattr(term, "value", term))


def _json_term(term: Any) -> dict[str, str]:
    kind = type(term).__name__
    if kind != "Literal":
        return {"type": {"NamedNode": "uri", "BlankNode": "bnode"}.get(kind, "triple"), "value": _plain(term)}
    cell = {"type": "literal", "value": term.value}
    if term.language:
        cell["xml:lang"] = term.language
    elif not term.datatype.value.endswith("#string"):
        cell["datatype"] = term.datatype.value
    return cell


def _xml_term(term: Any) -> str:
    text = escape(_CONTROL.sub("\ufffd", _plain(term)))
    kind = type(term).__name__
    if kind != "Literal":
        return f"<uri>{text}</uri>" if kind == "NamedNode" else f"<bnode>{text}</bnode>"
    if term.language:
        return f"<literal xml:lang={quoteattr(term.language)}>{text}</literal>"
    datatype = term.datatype.value
    return f"<literal>{text}</literal>" if datatype.endswith("#string") else f"<literal datatype={quoteattr(datatype)}>{text}</literal>"


def main() -> None:
    """Open the store or endpoint named in the first line of input, then answer the queries of the following lines, each over the one it names."""
    source, target = sys.stdin.buffer, sys.stdout.buffer
    settings = json.loads(source.readline())
    sys.path[:] = settings["path"]
    from corpus.confinement import leave_network, limit_memory, stand_back

    if "store" in settings["place"]:
        leave_network()
    from graph.errors import GraphAway

    try:
        check("ASK {}", set())  # loads the parser before the first query
        sys.setrecursionlimit(RECURSION_LIMIT)
        answerer = Answerer(settings["max_rows"], settings["max_bytes"])
        answerer.turn_to(settings["place"])
        limit_memory(settings["memory"])
        stand_back()  # now, so that it starts as fast as it can
    except OSError:
        _write(target, {"kind": "no_store", "length": 0}, b"")
        return
    _write(target, {"kind": "ready", "length": 0}, b"")
    for line in source:
        request = json.loads(line)
        signal.setitimer(signal.ITIMER_REAL, settings["seconds"] + 1)  # ends this process should the server be gone
        try:
            answerer.turn_to(request["place"])
            head, body = answerer.answer(request["query"], request["format"], settings["prefixes"])
        except Refusal as refusal:
            head, body = {"kind": refusal.kind, "reason": refusal.reason, "line": refusal.line}, b""
        except RecursionError:
            head, body = {"kind": "refused", "reason": "depth"}, b""
        except GraphAway:
            head, body = {"kind": "away"}, b""
        except OSError:
            head, body = {"kind": "no_store"}, b""
        signal.setitimer(signal.ITIMER_REAL, 0)
        _write(target, {**head, "length": len(body)}, body)


def _write(target: Any, head: dict[str, Any], body: bytes) -> None:
    target.write(json.dumps(head).encode() + b"\n" + body)
    target.flush()


if __name__ == "__main__":
    main()
