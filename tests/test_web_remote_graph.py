"""The service with its graph at a SPARQL endpoint: the same pages, data and answers to queries, and plain words when it is gone."""

from __future__ import annotations

import base64
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient
from sparql_server import Endpoint as Far
from sparql_server import Wsgi, endpoint_of, saying

from graph.endpoint import Endpoint
from graph.errors import GraphAway, SparqlError, SparqlRefused, SparqlSyntax, SparqlTimeout
from graph.sparql import WorkerPool
from web import graph_access
from web.application import create_app
from web.settings import Settings, SettingsError
from web.sparql_examples import EXAMPLES
from web.startup import Service

pytestmark = pytest.mark.alone

JSON = {"Accept": "application/json"}
PAGES = (
    "/indsats/u-start", "/niveau/mistrivsel", "/niveau/mistrivsel?inferred=true", "/bydel/amager", "/behov/skolefravaer", "/ontologi", "/slags/District",
    "/relation/district", "/spoerg?q=skolefrav%C3%A6r", "/forvaltning/koebenhavns-kommune", "/findes/ikke", "/sparql",
)  # fmt: skip
DATA = ("/indsats/u-start.ttl", "/indsats/u-start.jsonld", "/niveau/mistrivsel.nt?inferred=true", "/bydel/amager.ttl", "/ontologi.ttl", "/graf.nt", "/findes/ikke.ttl")
QUERIES = (
    *(query for _, query in EXAMPLES), "ASK { ?s ?p ?o }", "ASK FROM <https://trivselsgrafen.example/graf/udledt> { ?s a <urn:x> }",
    "SELECT ?s { ?s ?p ?o } LIMIT 12000", "CONSTRUCT { ?s skos:prefLabel ?o } { ?s skos:prefLabel ?o FILTER(STRSTARTS(?o, 'U')) }".replace("skos:prefLabel", "<http://www.w3.org/2004/02/skos/core#prefLabel>"),
    "DESCRIBE <https://trivselsgrafen.example/indsats/u-start>", "SELECT ?x { VALUES ?x { 1 1.50 'a'@da <urn:b> true 'c\"<&' UNDEF } }",
)  # fmt: skip


@pytest.fixture(scope="module")
def served(service: Service, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Far]:
    """An endpoint with the graph of the generation."""
    with endpoint_of(service.folder, tmp_path_factory.mktemp("endpoint")) as endpoint:
        yield endpoint


@pytest.fixture
def far(served: Far) -> Far:
    """The endpoint, answering as it should."""
    served.queries.clear()
    served.logins.clear()
    served.instead = None
    return served


@pytest.fixture
def moved(service: Service, settings: Settings, far: Far) -> FlaskClient:
    """A client of an application that reads the graph there."""
    return create_app(service, replace(settings, graph=far.address)).test_client()


def test_every_page_and_all_data_are_the_same(client: FlaskClient, moved: FlaskClient, far: Far) -> None:
    for path in (*PAGES, *DATA):
        here, there = client.get(path), moved.get(path)
        assert (there.status_code, there.get_data(as_text=True)) == (here.status_code, here.get_data(as_text=True)), path
    assert far.queries


@pytest.mark.parametrize("accept", ["application/sparql-results+json", "text/csv", "application/sparql-results+xml", "text/turtle"])
def test_every_query_is_answered_alike(client: FlaskClient, moved: FlaskClient, far: Far, accept: str) -> None:
    for query in QUERIES:
        here, there = (one.post("/sparql", data={"query": query}, headers={"Accept": accept}) for one in (client, moved))
        assert here.status_code == there.status_code == 200 and there.headers.get("X-Truncated") == here.headers.get("X-Truncated"), query
        assert there.data == here.data, query
        assert query in far.queries


def test_a_page_asks_seldom_and_a_second_time_not_at_all(moved: FlaskClient, far: Far) -> None:
    moved.get("/indsats/u-start")
    assert 0 < len(far.queries) < 40
    far.queries.clear()
    assert moved.get("/indsats/u-start").status_code == 200 and far.queries == []


@pytest.mark.parametrize(("query", "error"), [
    ("SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", SparqlRefused),
    (r"SELECT * { \u0053ERVICE <http://127.0.0.1/> { ?s ?p ?o } }", SparqlRefused),
    ("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", SparqlRefused),
    ("INSERT DATA { <urn:a> <urn:b> 1 }", SparqlRefused),
    ("DROP ALL", SparqlRefused),
    ("SELECT * { ?s ukendt:p ?o }", SparqlSyntax),
])  # fmt: skip
def test_what_is_refused_here_is_refused_there(far: Far, query: str, error: type[SparqlError]) -> None:
    with WorkerPool(far.address, 1) as pool:
        with pytest.raises(error):
            pool.query(query)
        assert pool.query("ASK { ?s ?p ?o }").body == b'{"head": {}, "boolean": true}'
    refused_before_sending = any(word in query for word in ("SERVICE", "ERVICE", "FROM"))
    assert (query in far.queries) is not refused_before_sending


def test_a_slow_endpoint_ends_at_the_deadline(far: Far) -> None:
    def slow(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        time.sleep(3)
        return saying("200 OK")(environ, start)

    with WorkerPool(far.address, 1) as pool:
        pool.query("ASK {}")
        far.instead = slow
        started = time.monotonic()
        with pytest.raises(SparqlTimeout, match="2 sekunder"):
            pool.query("ASK {}")
        assert time.monotonic() - started < 3


FAULTS = [
    saying("500 Internal Server Error"), saying("301 Moved Permanently", Location="http://127.0.0.1:9/"), saying("200 OK", b"<html>"),
    saying("200 OK", b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"a"}},', "application/sparql-results+json"),
    saying("401 Unauthorized"), saying("429 Too Many Requests"), saying("200 OK", b"<urn:a> <urn:b", "text/turtle"),
]  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS, ids=["500", "redirect", "page", "cut", "login", "many", "triples"])
def test_what_is_no_answer_is_told_plainly_and_the_next_is_given(client: FlaskClient, moved: FlaskClient, far: Far, monkeypatch: pytest.MonkeyPatch, fault: Wsgi) -> None:
    monkeypatch.setattr(graph_access, "LOOKS", 0.0)  # looks at every request
    far.instead = fault
    for path in ("/niveau/mistrivsel", "/bydel/amager.ttl", "/sparql?query=ASK%20%7B%7D"):
        answer = moved.get(path, headers=JSON)
        assert answer.status_code == 503 and answer.headers["Retry-After"] == "5", path
        assert answer.get_json() == {"fejl": "grafen_svarer_ikke", "besked": "Du kan stadig spørge og læse dokumenterne. Prøv igen om et øjeblik."}
    ready = moved.get("/ready").get_json()
    assert ready["status"] == "klar, men uden grafen" and ready["problem"].startswith("Grafen på 127.0.0.1:")
    page = moved.post("/spoerg", data={"q": "skolefravær"})
    assert page.status_code == 200 and "U-Start" in page.get_data(as_text=True) and "VALUES ?indsats" not in page.get_data(as_text=True)
    far.instead = None
    assert moved.get("/ready").get_json() == client.get("/ready").get_json()
    assert moved.get("/bydel/amager.ttl").data == client.get("/bydel/amager.ttl").data


def test_an_answer_that_breaks_off_is_an_error_in_a_worker_too(far: Far) -> None:
    with WorkerPool(far.address, 1) as pool:
        for fault in FAULTS:
            far.instead = fault
            with pytest.raises(SparqlError, match="Grafen svarer ikke lige nu"):
                pool.query("SELECT ?x { ?x ?y ?z }")
        far.instead = None
        assert pool.query("ASK { ?s ?p ?o }").rows == 1


def test_an_endpoint_that_leaves_rows_out_is_not_read_from(far: Far) -> None:
    far.instead = saying("200 OK", b'{"head":{"vars":["g"]},"results":{"bindings":[]}}', "application/sparql-results+json", X_Truncated="true")
    with Endpoint(far.address).asked("SELECT * {}") as found:
        assert found.cut and list(found.rows) == []


def test_another_graph_is_not_shown(moved: FlaskClient, far: Far, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graph_access, "LOOKS", 0.0)
    assert moved.get("/bydel/amager").status_code == 200
    far.instead = saying("200 OK", b'{"head":{"vars":["g","s","p","o"]},"results":{"bindings":[]}}', "application/sparql-results+json")
    assert moved.get("/bydel/amager", headers=JSON).status_code == 503
    assert moved.get("/ready").get_json()["status"] == "klar, men uden grafen"


def test_an_endpoint_that_is_gone_is_told_without_its_password(service: Service, settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    gone = replace(settings, graph="http://navn:hemmeligtord@127.0.0.1:9/sparql?noegle=hemmeligtord")
    client = create_app(service, gone).test_client()
    assert client.get("/ready").get_json()["problem"] == "Grafen på 127.0.0.1:9/sparql kan ikke nås. Kontrollér, at den kører, og TRIVSEL_GRAPH."
    assert client.get("/bydel/amager").status_code == 503
    assert "Grafen på 127.0.0.1:9/sparql kan ikke nås" in caplog.text and "hemmeligtord" not in caplog.text + repr(gone) + repr(Endpoint(gone.graph))
    with pytest.raises(GraphAway) as caught, Endpoint(gone.graph).asked("ASK {}"):
        pass
    assert "hemmeligtord" not in str(caught.value)


def test_the_password_is_sent_and_questions_never(service: Service, settings: Settings, far: Far) -> None:
    address = far.address.replace("://", "://navn:kode@")
    client = create_app(service, replace(settings, graph=address)).test_client()
    assert client.post("/spoerg", data={"q": "hemmeligtord om skolefravær på Amager"}).status_code == 200
    assert client.get("/indsats/u-start").status_code == 200
    assert far.queries and not any("hemmeligtord" in query or "skolefravær" in query for query in far.queries)
    assert set(far.logins) == {"Basic " + base64.b64encode(b"navn:kode").decode()}


@pytest.mark.parametrize("address", ["https://graf.example/sparql", "https://navn:kode@graf.example:8443/sparql", "http://127.0.0.1:3030/t/query", "http://localhost/x"])
def test_an_address_is_encrypted_or_on_this_machine(address: str) -> None:
    settings = Settings.from_environment({"TRIVSEL_GRAPH": address})
    assert settings.graph == address and "kode" not in repr(settings)


@pytest.mark.parametrize("address", ["http://graf.example/sparql", "graf.example/sparql", "file:///etc/passwd", "https://", "https://["])
def test_other_addresses_are_refused(address: str) -> None:
    with pytest.raises(SettingsError, match="TRIVSEL_GRAPH skal være https://vært/sti"):
        Settings.from_environment({"TRIVSEL_GRAPH": address})
