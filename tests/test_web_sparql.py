"""SPARQL over HTTP: values in every form, attacks in the right status and a plain sentence, and nothing kept of a query."""

from __future__ import annotations

import csv
import io
import json
import logging
import re
import shutil
import statistics
import threading
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit
from xml.etree import ElementTree

import pyoxigraph
import pytest
from flask import Flask
from flask.testing import FlaskClient
from rdflib import Graph
from waitress.server import create_server

from graph.errors import SparqlError, StorageError
from web.application import create_app
from web.graph_access import WAITING, WORKERS, GraphAccess
from web.limiter import QUESTION_LIMIT
from web.serving import THREADS
from web.settings import Settings
from web.sparql_examples import EXAMPLES, START
from web.startup import Service

pytestmark = pytest.mark.alone

CPR = "010203-1234"
JSON, CSV, XML, TURTLE = "application/sparql-results+json", "text/csv", "application/sparql-results+xml", "text/turtle"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
DISTRICT = """PREFIX dct: <http://purl.org/dc/terms/> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?bydel { ?indsats dct:title "U-Start"@da ; dct:spatial/skos:prefLabel ?bydel }"""
GRAPH = DISTRICT.replace("SELECT ?bydel {", "CONSTRUCT { ?indsats skos:note ?bydel } {")
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
DOUBLING = (
    'SELECT ?z { BIND("aaaaaaaaaaaaaaaa" AS ?x0) '
    + " ".join(f"BIND(CONCAT(?x{i}, ?x{i}) AS ?x{i + 1})" for i in range(30))
    + " BIND(STRLEN(?x30) AS ?z) }"
)
ATTACKS = {
    "service": ("SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", 400, "SERVICE er ikke tilladt"),
    "from file": ("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", 400, "FROM og FROM NAMED må kun nævne"),
    "load": ("LOAD <file:///etc/passwd>", 400, "Grafen kan kun læses"),
    "drop": ("DROP ALL", 400, "Grafen kan kun læses"),
    "endless": (ENDLESS, 503, "Forespørgslen tog mere end 2 sekunder."),
    "doubling": (DOUBLING, 503, "Forespørgslen"),
    "nested": ("SELECT * { ?s ?p ?o FILTER(" + "(" * 6000 + "1" + ")" * 6000 + ") }", 400, "højst være 64 parenteser"),
    "too long": ("SELECT * {" + " " * 17_000 + "}", 413, "Den må højst fylde 16384."),
    "far too long": ("SELECT * {" + " " * 200_000 + "}", 413, "Den må højst fylde 16.384 byte."),
    "syntax": ("SELECT *\nWHERE {\n?s ?p ?o\n", 400, "linje"),
    "nul": ("SELECT * { ?s ?p ?o }\x00", 400, "nultegn"),
    "empty": ("", 400, "ikke gyldig SPARQL"),
}


@pytest.fixture(scope="module")
def app(service: Service, settings: Settings) -> Iterator[Flask]:
    """One application for all tests, so that its workers start once."""
    app = create_app(service, settings)
    yield app
    access_of(app).close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A client with a warm pool."""
    client = app.test_client()
    client.get("/sparql")
    return client


@pytest.fixture(scope="module")
def address(app: Flask) -> Iterator[str]:
    """The application on a real server with as many threads as ours."""
    server = create_server(app, host="127.0.0.1", port=0, threads=THREADS, asyncore_use_poll=True)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"127.0.0.1:{server.effective_port}"
    server.close()
    thread.join(timeout=5)


def access_of(app: Flask) -> GraphAccess:
    """The graph access of an application."""
    found = [value for value in app.extensions.values() if isinstance(value, GraphAccess)]
    assert len(found) == 1
    return found[0]


def fetch(address: str, query: str, accept: str = JSON) -> tuple[int, dict[str, str], bytes, float]:
    """POST a query to a real server: status, headers, body, seconds."""
    started = time.monotonic()
    connection = HTTPConnection(address, timeout=10)
    try:
        body = urlencode({"query": query})
        connection.request("POST", "/sparql", body, {"Content-Type": "application/x-www-form-urlencoded", "Accept": accept})
        response = connection.getresponse()
        return response.status, dict(response.getheaders()), response.read(), time.monotonic() - started
    finally:
        connection.close()


def cells(body: bytes) -> list[list[str]]:
    """The values of an answer in SPARQL JSON."""
    return [[cell["value"] for cell in row.values()] for row in json.loads(body)["results"]["bindings"]]


@pytest.mark.parametrize("way", ["get", "form", "body"])
def test_district_of_u_start_comes_as_json_by_every_way(client: FlaskClient, way: str) -> None:
    if way == "get":
        response = client.get("/sparql", query_string={"query": DISTRICT})
    elif way == "form":
        response = client.post("/sparql", data={"query": DISTRICT}, headers={"Accept": JSON})
    else:
        response = client.post("/sparql", data=DISTRICT, content_type="application/sparql-query; charset=utf-8")
    assert response.status_code == 200 and response.content_type == JSON
    assert cells(response.data) == [["Amager"]]
    assert response.headers["Cache-Control"] == "no-store" and "X-Truncated" not in response.headers and "Accept" in response.headers["Vary"]


def test_district_of_u_start_comes_as_csv_and_xml(client: FlaskClient) -> None:
    response = client.get("/sparql", query_string={"query": DISTRICT}, headers={"Accept": CSV})
    assert response.mimetype == CSV and list(csv.reader(io.StringIO(response.get_data(as_text=True)))) == [["bydel"], ["Amager"]]
    response = client.get("/sparql", query_string={"query": DISTRICT}, headers={"Accept": XML})
    literal = ElementTree.fromstring(response.data).find(".//{*}literal")
    assert response.mimetype == XML and literal is not None and literal.text == "Amager"
    assert client.get("/sparql", query_string={"query": DISTRICT, "format": "csv"}).mimetype == CSV


def test_graph_comes_as_turtle_that_parses(client: FlaskClient, service: Service) -> None:
    for accept in (TURTLE, "*/*"):
        response = client.get("/sparql", query_string={"query": GRAPH}, headers={"Accept": accept})
        assert response.mimetype == TURTLE
        assert [str(value) for value in Graph().parse(data=response.data, format="turtle").objects()] == ["Amager"]
    response = client.get("/sparql", query_string={"query": "DESCRIBE <https://trivselsgrafen.example/indsats/u-start>"})
    assert "U-Start" in {str(value) for value in Graph().parse(data=response.data, format="turtle").objects()}


def test_yes_and_no(client: FlaskClient) -> None:
    assert client.get("/sparql", query_string={"query": "ASK { ?s ?p ?o }"}).get_json(force=True)["boolean"] is True
    page = client.post("/sparql", data={"query": "ASK { <urn:a> ?p ?o }", "format": "tabel"}).get_data(as_text=True)
    assert re.search(r'role="status">Nej', page)


def test_page_shows_rows_with_links_and_keeps_the_query(client: FlaskClient) -> None:
    query = DISTRICT.replace("?bydel {", "?indsats ?bydel {")
    page = client.post("/sparql", data={"query": query, "format": "tabel"}, headers={"Accept": BROWSER}).get_data(as_text=True)
    assert '<a href="/indsats/u-start">indsats/u-start</a></td><td>Amager</td>' in page
    assert re.search(r'<p role="status">1 række på \d+,\d\d sek\.</p>', page)
    assert "SELECT ?indsats ?bydel {" in page and "query=SELECT" not in page
    assert "<title>Svar – SPARQL – Trivselsgrafen</title>" in page


def test_form_is_shown_to_browsers_and_to_no_program(client: FlaskClient) -> None:
    page = client.get("/sparql", headers={"Accept": BROWSER}).get_data(as_text=True)
    for words in ("Spørg grafen direkte (SPARQL)", "For dig, der kender SPARQL.", "Forespørgsel", "Svarformat", "Kør", "Prøv for eksempel"):
        assert words in page
    response = client.get("/sparql", headers={"Accept": JSON})
    assert response.status_code == 400 and response.get_json()["besked"] == "Send en forespørgsel i feltet query."


@pytest.mark.parametrize(("name", "query"), [("udgangspunkt", START), *EXAMPLES], ids=lambda value: value[:20])
def test_examples_have_answers(client: FlaskClient, name: str, query: str) -> None:
    response = client.get("/sparql", query_string={"query": query}, headers={"Accept": BROWSER})
    found = re.search(r'role="status">([\d.]+) rækker', response.get_data(as_text=True))
    assert response.status_code == 200 and found and int(found.group(1).replace(".", "")) > 1
    assert len(response.data) < 60_000


def test_page_of_many_rows_stays_small_and_says_so(client: FlaskClient) -> None:
    response = client.post("/sparql", data={"query": "SELECT * { ?s ?p ?o }", "format": "tabel"})
    page = response.get_data(as_text=True)
    assert len(response.data) < 60_000 and "10.000 rækker på" in page
    assert "Svaret er afkortet" in page and "Siden viser kun begyndelsen" in page
    assert response.headers["X-Truncated"] == "true"
    response = client.post("/sparql", data={"query": "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", "format": "tabel"})
    assert len(response.data) < 60_000 and "Siden viser kun begyndelsen" in response.get_data(as_text=True)


def test_markup_in_query_and_answer_is_shown_as_text(client: FlaskClient) -> None:
    page = client.post("/sparql", data={"query": 'SELECT ("<script>alert(1)</script>" AS ?x) {}', "format": "tabel"}).get_data(as_text=True)
    assert "<script>alert" not in page and "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize("name", ATTACKS)
def test_attack_ends_in_its_status_and_sentence_within_three_seconds(client: FlaskClient, name: str) -> None:
    query, status, words = ATTACKS[name]
    started = time.monotonic()
    response = client.post("/sparql", data={"query": query}, headers={"Accept": JSON})
    assert time.monotonic() - started < 3
    assert response.status_code == status
    answer = response.get_json()
    assert set(answer) == {"fejl", "besked"} and words in answer["besked"] and answer["besked"].endswith(".")
    assert response.headers.get("Retry-After") == ("5" if status == 503 else None)
    page = client.post("/sparql", data={"query": query}, headers={"Accept": BROWSER})
    assert page.status_code == status and words in page.get_data(as_text=True)
    assert cells(client.get("/sparql", query_string={"query": DISTRICT}).data) == [["Amager"]]


@pytest.mark.parametrize(
    ("options", "status", "words"),
    [
        ({"data": "DROP ALL", "content_type": "application/sparql-update"}, 400, "Grafen kan kun læses"),
        ({"data": {"update": "DROP ALL"}}, 400, "Grafen kan kun læses"),
        ({"data": {"query": DISTRICT, "default-graph-uri": "file:///etc/passwd"}}, 400, "FROM eller GRAPH"),
        ({"data": {"query": DISTRICT}, "query_string": {"query": DISTRICT}}, 400, "én forespørgsel"),
        ({"data": {"query": DISTRICT, "format": "exe"}}, 400, "Svarformatet kendes ikke"),
        ({"data": {"query": DISTRICT, "format": "turtle"}}, 400, "Turtle kan kun bruges"),
        ({"data": {"query": GRAPH, "format": "csv"}}, 400, "giver Turtle"),
        ({"data": DISTRICT, "content_type": "text/plain"}, 415, "application/sparql-query"),
        ({"data": b"ASK { \xff }", "content_type": "application/sparql-query"}, 400, "UTF-8"),
        ({"data": {"query": DISTRICT}, "headers": {"Accept": "image/png"}}, 406, "svarformat"),
        ({"data": {"andet": "felt"}}, 400, "query"),
    ],
)
def test_wrong_use_is_explained(client: FlaskClient, options: dict[str, object], status: int, words: str) -> None:
    response = client.post("/sparql", **{"headers": {"Accept": JSON}, **options})  # type: ignore[arg-type]
    assert response.status_code == status and words in response.get_data(as_text=True)


def test_other_requests_go_on_while_queries_run_for_ever(address: str) -> None:
    fetch(address, DISTRICT)
    calm = [_front(address) for _ in range(10)]
    ends: list[tuple[int, float]] = []

    def attack() -> None:
        status, headers, _, seconds = fetch(address, ENDLESS)
        assert headers["Retry-After"]
        ends.append((status, seconds))

    threads = [threading.Thread(target=attack) for _ in range(8)]
    for thread in threads:
        thread.start()
    time.sleep(0.2)
    busy = [_front(address) for _ in range(10)]
    for thread in threads:
        thread.join()
    assert [status for status, _ in ends] == [503] * 8 and max(seconds for _, seconds in ends) < 3
    assert statistics.median(busy) < max(0.2, 5 * statistics.median(calm))
    assert cells(fetch(address, DISTRICT)[2]) == [["Amager"]]


def _front(address: str) -> float:
    """Seconds to open a page that reads facts."""
    started = time.monotonic()
    connection = HTTPConnection(address, timeout=10)
    connection.request("GET", "/bydel/amager")
    assert b"Amager" in connection.getresponse().read()
    connection.close()
    return time.monotonic() - started


def test_server_has_threads_left_when_all_queries_wait() -> None:
    assert THREADS > WORKERS + WAITING


def test_cpr_number_is_stopped_and_never_echoed_or_logged(
    client: FlaskClient, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    query = f'SELECT * {{ ?s ?p "{CPR}" }}'
    page = client.post("/sparql", data={"query": query}, headers={"Accept": BROWSER})
    told = client.post("/sparql", data={"query": query}, headers={"Accept": JSON})
    led = client.get("/sparql", query_string={"query": query})
    assert (page.status_code, told.status_code, led.status_code) == (422, 422, 303)
    assert "[fjernet]" in page.get_data(as_text=True) and "Vi har hverken kørt eller gemt den" in page.get_data(as_text=True)
    assert told.get_json()["fejl"] == "cpr_i_spoergsmaal"
    stopped = client.get(led.headers["Location"], headers={"Accept": BROWSER})
    assert stopped.status_code == 422 and "Slet den fra din browserhistorik" in stopped.get_data(as_text=True)
    output = capfd.readouterr()
    seen = "".join(response.get_data(as_text=True) for response in (page, told, led, stopped)) + led.headers["Location"]
    assert CPR not in seen + caplog.text + output.out + output.err


def test_query_is_never_logged(address: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    caplog.set_level(logging.DEBUG)
    fetch(address, 'SELECT ("hemmeligtord" AS ?x) {}')
    fetch(address, "hemmeligtord")
    connection = HTTPConnection(address, timeout=10)
    connection.request("GET", f"/sparql?query={quote('hemmeligtord')}")
    assert connection.getresponse().status == 400
    connection.close()
    output = capfd.readouterr()
    assert "hemmeligtord" not in caplog.text + output.out + output.err


def test_too_many_queries_are_asked_to_wait(app: Flask) -> None:
    kept, app.config[QUESTION_LIMIT] = app.config[QUESTION_LIMIT], 2
    try:
        client = app.test_client()
        asked = [client.get("/sparql", query_string={"query": DISTRICT}, environ_base={"REMOTE_ADDR": "10.9.8.6"}) for _ in range(3)]
    finally:
        app.config[QUESTION_LIMIT] = kept
    assert [response.status_code for response in asked] == [200, 200, 429]
    assert asked[-1].get_json()["besked"] == "Du har spurgt mange gange på kort tid. Vent et minut." and asked[-1].headers["Retry-After"]


def test_pool_is_made_once_and_ends_with_the_application(service: Service, settings: Settings) -> None:
    app = create_app(service, settings)
    access, store = access_of(app), service.folder / "store"
    pool = access.pool(store)
    assert access.pool(store) is pool
    workers = [worker._process for worker in pool._idle]
    access.close()
    assert len(workers) == WORKERS + 1 and all(process.poll() is not None for process in workers)


def test_sparql_page_has_one_heading_and_no_address_elsewhere(client: FlaskClient) -> None:
    page = client.get("/sparql").get_data(as_text=True)
    addresses = re.findall(r'(?:href|src|action)="([^"]*)"', page)
    assert page.count("<h1") == 1 and len(addresses) > 10 and not any(urlsplit(one).netloc for one in addresses)


def test_generations_of_two_days_are_asked_through_the_same_workers(service: Service, settings: Settings, tmp_path: Path) -> None:
    app = create_app(service, settings)
    access, store, other = access_of(app), service.folder / "store", tmp_path / "store"
    one = pyoxigraph.Store(str(other))
    one.load('<urn:a> <urn:b> "næste" .', pyoxigraph.RdfFormat.TURTLE)
    del one
    word = "SELECT ?w { <urn:a> <urn:b> ?w }"
    assert access._pool is None  # nobody has asked yet, so nothing is started
    assert [cells(access.query(store, query, "json").body) for query in (DISTRICT, word)] == [[["Amager"]], []]
    workers = {worker._process.pid for worker in access.pool(store)._idle}
    for _ in range(WORKERS + 1):  # each of them, over both
        assert cells(access.query(other, word, "json").body) == [["næste"]]
        assert cells(access.query(store, DISTRICT, "json").body) == [["Amager"]]
    assert {worker._process.pid for worker in access.pool(other)._idle} == workers
    shutil.rmtree(other)
    with pytest.raises(StorageError, match="Der er ingen graf"):
        access.query(other, word, "json")
    access.close()


@pytest.mark.parametrize(("processes", "workers"), [(1, WORKERS), (2, 1), (4, 1)])
def test_workers_are_shared_out_among_processes(service: Service, processes: int, workers: int) -> None:
    access = GraphAccess("", processes)
    assert len(access.pool(service.folder / "store")._idle) == workers + 1  # and one in reserve
    access.close()


def test_worker_started_later_is_over_the_generation_in_use(service: Service, settings: Settings, tmp_path: Path) -> None:
    access, store, first = access_of(create_app(service, settings)), service.folder / "store", tmp_path / "store"
    shutil.copytree(store, first)
    assert cells(access.query(first, DISTRICT, "json").body) == [["Amager"]]
    shutil.rmtree(first)  # as its generation goes in time
    assert cells(access.query(store, DISTRICT, "json").body) == [["Amager"]]
    for worker in list(access.pool(store)._idle):
        worker._process.kill()
        worker._process.wait()
    assert cells(access.query(store, DISTRICT, "json").body) == [["Amager"]]
    access.close()


def test_damaged_store_is_told_and_its_worker_answers_about_others(service: Service, settings: Settings, tmp_path: Path) -> None:
    access, store, damaged = access_of(create_app(service, settings)), service.folder / "store", tmp_path / "store"
    shutil.copytree(store, damaged)
    (damaged / "CURRENT").write_text("MANIFEST-999999\n")
    for _ in range(WORKERS + 1):
        assert cells(access.query(store, DISTRICT, "json").body) == [["Amager"]]
        with pytest.raises(SparqlError, match="Grafen kan ikke åbnes"):
            access.query(damaged, DISTRICT, "json")
    assert cells(access.query(store, DISTRICT, "json").body) == [["Amager"]]
    access.close()
