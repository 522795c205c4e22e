"""Queries are answered with values, and attacks end in the right error while the next query is answered."""

from __future__ import annotations

import csv
import io
import json
import logging
import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from rdflib import Graph

from corpus.catalogue import read_catalogue
from graph.dataset import build_dataset
from graph.errors import SparqlBusy, SparqlError, SparqlRefused, SparqlSyntax, SparqlTimeout, SparqlTooLarge, StorageError
from graph.extraction import extract_facts
from graph.fact import INFERRED, Fact
from graph.sparql import Limits, WorkerPool
from graph.sparql_text import check_text
from graph.storage import write_store

pytestmark = pytest.mark.alone

BASE = "https://trivselsgrafen.example/"
GOOD = """PREFIX dct: <http://purl.org/dc/terms/> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?bydel { ?i dct:title "U-Start"@da ; dct:spatial/skos:prefLabel ?bydel }"""
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
DOUBLING = (
    'SELECT ?z { BIND("aaaaaaaaaaaaaaaa" AS ?x0) '
    + " ".join(f"BIND(CONCAT(?x{i}, ?x{i}) AS ?x{i + 1})" for i in range(30))
    + " BIND(STRLEN(?x30) AS ?z) }"
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("graf") / "store"
    documents = list(read_catalogue())
    guess = Fact("U-Start", "level", "Mistrivsel", "praksisoverblik", "", documents[0].text[:9], 0, 9, basis=INFERRED)
    write_store(build_dataset(documents, [*extract_facts(documents), guess], BASE), folder)
    return folder


@pytest.fixture(scope="module")
def pool(store: Path) -> Iterator[WorkerPool]:
    with WorkerPool(store) as pool:
        yield pool


def rows(pool: WorkerPool, query: str) -> list[dict[str, str]]:
    found = json.loads(pool.query(query).body)["results"]["bindings"]
    return [{name: cell["value"] for name, cell in row.items()} for row in found]


def test_a_query_answers_with_the_district(pool: WorkerPool) -> None:
    assert rows(pool, GOOD) == [{"bydel": "Amager"}]


def test_rows_come_as_csv_and_xml(pool: WorkerPool) -> None:
    assert list(csv.reader(io.StringIO(pool.query(GOOD, "csv").body.decode()))) == [["bydel"], ["Amager"]]
    answer = pool.query(GOOD, "xml")
    literal = ElementTree.fromstring(answer.body).find(".//{*}literal")
    assert literal is not None and (literal.text, list(literal.attrib.values())) == ("Amager", ["da"])
    assert answer.media_type == "application/sparql-results+xml"


def test_yes_and_no_and_triples(pool: WorkerPool) -> None:
    assert json.loads(pool.query("ASK { ?s ?p ?o }").body)["boolean"] is True
    answer = pool.query(GOOD.replace("SELECT ?bydel {", "CONSTRUCT { ?i skos:note ?bydel } {"))
    assert answer.media_type == "text/turtle"
    assert [str(value) for value in Graph().parse(data=answer.body, format="turtle").objects()] == ["Amager"]
    described = Graph().parse(data=pool.query(f"DESCRIBE <{BASE}indsats/u-start>").body, format="turtle")
    assert "U-Start" in {str(value) for value in described.objects()}


def test_the_inferred_is_only_found_by_graph(pool: WorkerPool) -> None:
    pattern = f"<{BASE}indsats/u-start> <http://data.europa.eu/m8g/isClassifiedBy> <{BASE}niveau/mistrivsel>"
    assert json.loads(pool.query(f"ASK {{ {pattern} }}").body)["boolean"] is False
    assert rows(pool, f"SELECT ?g {{ GRAPH ?g {{ {pattern} }} }}") == [{"g": BASE + "graf/udledt"}]
    assert json.loads(pool.query(f"ASK FROM <{BASE}graf/udledt> {{ {pattern} }}").body)["boolean"] is True


def test_no_triple_comes_twice(pool: WorkerPool) -> None:
    query = "SELECT (COUNT(*) AS ?n) { SELECT ?s ?p ?o (COUNT(*) AS ?c) { ?s ?p ?o } GROUP BY ?s ?p ?o HAVING (COUNT(*) > 1) }"
    assert rows(pool, query) == [{"n": "0"}]


def test_rows_beyond_the_limit_are_left_out_and_said(pool: WorkerPool) -> None:
    answer = pool.query("SELECT * { ?s ?p ?o }")
    assert (answer.rows, answer.truncated) == (10_000, True)
    assert len(json.loads(answer.body)["results"]["bindings"]) == 10_000


def test_a_body_beyond_the_limit_is_cut_at_a_row(store: Path) -> None:
    with WorkerPool(store, 1, Limits(body=20_000)) as pool:
        answer = pool.query("SELECT * { ?s ?p ?o }")
        assert answer.truncated and len(answer.body) <= 20_000
        assert len(json.loads(answer.body)["results"]["bindings"]) == answer.rows > 10
        with pytest.raises(SparqlTooLarge, match="række"):
            pool.query('SELECT ?x { BIND("' + "a" * 13_000 + '" AS ?y) BIND(CONCAT(?y, ?y) AS ?x) }')


ATTACKS = [
    ("endless", ENDLESS, SparqlTimeout),
    ("doubling", DOUBLING, SparqlTimeout),
    ("long condition", "SELECT * { ?s ?p ?o FILTER(" + "||".join(["?s=1"] * 2500) + ") }", SparqlTimeout),
    ("nested", "SELECT * { ?s ?p ?o FILTER(" + "(" * 6000 + "1" + ")" * 6000 + ") }", SparqlRefused),
    ("escaped brackets", "SELECT * " + r"\u007B" * 100 + " ?s ?p ?o " + "}" * 100, SparqlRefused),
    ("service", "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", SparqlRefused),
    ("service silent", "SELECT * { ?s ?p ?o FILTER EXISTS { SERVICE SILENT ?s { ?s ?p ?o } } }", SparqlRefused),
    ("escaped service", r"SELECT * { \u0053ERVICE <http://127.0.0.1/> { ?s ?p ?o } }", SparqlRefused),
    ("service in small letters", "select * { sErViCe <http://127.0.0.1/> { ?s ?p ?o } }", SparqlRefused),
    ("from in small letters", "select * from <file:///etc/passwd> { ?s ?p ?o }", SparqlRefused),
    ("escaped from", r"SELECT * F\U00000052OM <file:///etc/passwd> { ?s ?p ?o }", SparqlRefused),
    ("from file", "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", SparqlRefused),
    ("from named", "PREFIX e: <http://e.example/> SELECT * FROM NAMED e:g { GRAPH ?g { ?s ?p ?o } }", SparqlRefused),
    ("load", "LOAD <file:///etc/passwd>", SparqlRefused),
    ("drop", "DROP ALL", SparqlRefused),
    ("clear", "CLEAR GRAPH <urn:a>", SparqlRefused),
    ("insert", "INSERT DATA { <urn:a> <urn:b> 1 }", SparqlRefused),
    ("delete", "DELETE WHERE { ?s ?p ?o }", SparqlRefused),
    ("two statements", "SELECT * { ?s ?p ?o } ; DROP ALL", SparqlSyntax),
    ("unknown prefix", "SELECT * { ?s ukendt:p ?o }", SparqlSyntax),
    ("empty", "", SparqlSyntax),
    ("nul", "SELECT * { ?s ?p ?o }\x00", SparqlSyntax),
    ("lone surrogate", 'SELECT * { ?s ?p "\ud800" }', SparqlSyntax),
    ("too long", "SELECT * {" + " " * 17_000 + "}", SparqlTooLarge),
]


@pytest.mark.parametrize(("query", "error"), [attack[1:] for attack in ATTACKS], ids=[attack[0] for attack in ATTACKS])
def test_an_attack_ends_in_its_error_and_the_next_query_is_answered(pool: WorkerPool, query: str, error: type[SparqlError]) -> None:
    started = time.monotonic()
    with pytest.raises(error) as caught:
        pool.query(query)
    assert time.monotonic() - started < 3
    assert type(caught.value) is error and str(caught.value).endswith(".")
    started = time.monotonic()
    assert rows(pool, GOOD) == [{"bydel": "Amager"}]
    assert time.monotonic() - started < 1


def test_the_keyword_in_texts_and_comments_passes(pool: WorkerPool) -> None:
    assert rows(pool, 'SELECT ("SERVICE <a> {{" AS ?x) {} # SERVICE ((((') == [{"x": "SERVICE <a> {{"}]


@pytest.mark.parametrize("query", ['ASK { ?s ?p "' + "(" * 100 + '" }', "ASK { FILTER(1 < 2) } #" + "{" * 100, "ASK " + "{" * 64 + "}" * 64])
def test_only_real_nesting_counts(query: str) -> None:
    check_text(query)


def test_deep_but_allowed_nesting_is_answered(pool: WorkerPool) -> None:
    assert rows(pool, "SELECT ?x { BIND(" + "(" * 60 + "1" + ")" * 60 + " AS ?x) }") == [{"x": "1"}]


def test_a_syntax_error_names_its_line(pool: WorkerPool) -> None:
    with pytest.raises(SparqlSyntax) as caught:
        pool.query("SELECT *\nWHERE {\n?s ?p ?o\n")
    assert caught.value.line is not None and f"linje {caught.value.line}" in str(caught.value)


def test_too_much_memory_ends_the_query(store: Path) -> None:
    with WorkerPool(store, 1, Limits(seconds=20, memory=100 << 20)) as pool:
        with pytest.raises(SparqlTimeout, match="hukommelse"):
            pool.query(DOUBLING)
        assert rows(pool, GOOD) == [{"bydel": "Amager"}]


def test_queries_beyond_the_queue_are_refused_at_once(store: Path) -> None:
    with WorkerPool(store, 1, Limits(seconds=1.5, waiting=1)) as pool:
        rows(pool, GOOD)
        outcomes: list[str] = []

        def ask() -> None:
            try:
                pool.query(ENDLESS)
            except SparqlError as error:
                outcomes.append(type(error).__name__)

        threads = [threading.Thread(target=ask) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(outcomes) == ["SparqlBusy", "SparqlBusy", "SparqlTimeout", "SparqlTimeout"]
        assert rows(pool, GOOD) == [{"bydel": "Amager"}]


def test_workers_killed_while_idle_are_replaced(store: Path) -> None:
    with WorkerPool(store, 2) as pool:
        rows(pool, GOOD)
        for worker in list(pool._idle):
            os.kill(worker._process.pid, signal.SIGKILL)
            worker._process.wait()
        assert rows(pool, GOOD) == [{"bydel": "Amager"}]


def test_the_query_is_not_logged(pool: WorkerPool, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        rows(pool, 'SELECT ("hemmeligt-ord" AS ?x) {}')
        with pytest.raises(SparqlSyntax) as caught:
            pool.query("hemmeligt-ord")
    assert "hemmeligt" not in caplog.text + str(caught.value)


def test_a_missing_store_and_a_closed_pool_say_so(store: Path, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="trivsel build"):
        WorkerPool(tmp_path)
    pool = WorkerPool(store, 1)
    pool.close()
    with pytest.raises(SparqlBusy):
        pool.query(GOOD)
