"""Bad inputs to pages, interface and graph: each gets its status and a plain sentence, in time, and the next request is answered."""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from web.application import create_app
from web.graph_access import access_of
from web.settings import Settings
from web.startup import Service

JSON = "application/json"
QUESTION = "angst hos barn på 9 år"
BOUND = 4.0  # seconds: two for the query, and the rest for a busy machine


@pytest.fixture(scope="module")
def app(service: Service, settings: Settings) -> Iterator[Flask]:
    """One application for all tests, so that its workers start once."""
    app = create_app(service, settings)
    app.test_client().get("/sparql?query=ASK%7B%7D", headers={"Accept": JSON})
    yield app
    access_of(app).close()


@pytest.mark.parametrize("value", ["-1", "0", "1000000000", '"x"', "NaN", "1e400", "-1e400", "Infinity", "1.5", "[]", "{}", "1" * 5_000])
@pytest.mark.parametrize("field", ["limit", "age", "grade"])
def test_numbers_that_are_none_are_explained(client: FlaskClient, field: str, value: str) -> None:
    response = client.post("/api/v1/ask", data=f'{{"query": "angst", "{field}": {value}}}', content_type=JSON)
    is_possible = field == "grade" and value == "0" or field == "age" and value == "0"
    assert response.status_code == 200 if is_possible else response.status_code in (400, 422), response.get_data(as_text=True)[:200]
    assert "Traceback" not in response.get_data(as_text=True)


BODIES = {
    "deep": ('{"query": ' + "[" * 10_000 + "]" * 10_000 + "}", {400, 422}),
    "deep objects": ('{"a":' * 10_000 + "1" + "}" * 10_000, {400, 422}),
    "keys twice": ('{"query": "vold", "query": "angst hos barn på 9 år"}', {200, 422}),
    "half a sign": ('{"query": "\\ud800 angst"}', {200, 422}),
    "nul": ('{"query": "angst\\u0000barn"}', {200, 422}),
    "100 kB": (json.dumps({"query": "a" * 100_000}), {422}),
    "1 MB": (json.dumps({"query": "a" * 1_000_000}), {413}),
    "10,000 fields": (json.dumps({"query": "angst", **{str(number): number for number in range(10_000)}}), {413, 422}),
    "nothing": ("", {400, 422}),
    "list": ("[1, 2]", {422}),
}


@pytest.mark.parametrize("name", BODIES)
def test_bodies_of_any_shape_are_answered_or_explained(client: FlaskClient, name: str) -> None:
    body, statuses = BODIES[name]
    started = time.process_time()
    response = client.post("/api/v1/ask", data=body, content_type=JSON)
    assert response.status_code in statuses and time.process_time() - started < BOUND
    assert response.status_code == 200 or response.get_json()["besked"].endswith(".")
    assert client.post("/api/v1/ask", json={"query": QUESTION}).get_json()["interventions"]


@pytest.mark.parametrize("path", ["/", "/api/v1/ask", "/sparql", "/indsatser", "/dokument/praksisoverblik"])
@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "TRACE", "PUT", "DELETE", "PATCH", "FOO"])
def test_other_methods_do_nothing(client: FlaskClient, path: str, method: str) -> None:
    response = client.open(path, method=method)
    assert response.status_code in (200, 400, 405) and (method in ("HEAD", "OPTIONS") or response.status_code == 405)
    assert method != "HEAD" or not response.data


PATHS = (
    "/%2e%2e/%2e%2e/etc/passwd", "/dokument/%2e%2e%2f%2e%2e%2fetc%2fpasswd", "/dokument/%252e%252e%252fetc%252fpasswd", "/static/../settings.py", "/static/%2e%2e/settings.py",
    "/indsats/%00", "/dokument/praksisoverblik%00.txt", "/api/v1/docs/%2e%2e/%2e%2e/secret", "/data/../../CURRENT", "/dokument/" + "a" * 5_000, "/indsats/<script>",
)  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_addresses_lead_nowhere_else(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    text = response.get_data(as_text=True)
    assert response.status_code in (301, 308, 400, 404, 405) and "root:" not in text and "<script>" not in text


@pytest.mark.parametrize("path", ["/indsatser", "/overlap", "/maal", "/trappen", "/sparql", "/data", "/dokument/praksisoverblik", "/api/v1/facts", "/api/v1/interventions"])
@pytest.mark.parametrize("query", ["side=999999", "side=-1", "side=x", "ukendt=1", "bydel=%00", "bydel=" + "a" * 3_000, "&".join(f"a{n}=1" for n in range(1_000)), "side=1&side=2", "side=%D9%A3"])
def test_parameters_of_any_kind_are_passed_over_or_explained(client: FlaskClient, path: str, query: str) -> None:
    response = client.get(f"{path}?{query}")
    assert response.status_code in (200, 303, 400, 404, 422), response.status_code


def test_other_host_is_in_no_address(client: FlaskClient) -> None:
    for path in ("/", "/indsatser", "/sparql", "/api/v1/openapi.json", "/indsats/u-start"):
        response = client.get(path, headers={"Host": "ond.example", "X-Forwarded-Host": "ond.example", "X-Original-URL": "/admin"})
        assert "ond.example" not in response.get_data(as_text=True) and "ond.example" not in response.headers.get("Location", "")


_X = 'SELECT ?z { BIND("aaaaaaaaaaaaaaaa" AS ?x0) '
QUERIES = {
    "number of 5,000 digits": ("SELECT * { BIND(" + "9" * 5_000 + " AS ?x) }", {200, 400}),
    "1,500 unions": ("SELECT * {" + " UNION ".join("{}" for _ in range(1_500)) + "}", {200, 400, 503}),
    "values": ("SELECT * { VALUES ?x { " + "1 " * 7_000 + "} ?s ?p ?x }", {200, 503}),
    "100,000 values": ("SELECT * { VALUES ?x { " + "1 " * 100_000 + "} }", {413}),
    "1 MB": ("SELECT * {" + " " * 1_000_000 + "}", {413}),
    "replace": (_X + " ".join(f'BIND(REPLACE(?x{i}, "a", "aaaaaaaa") AS ?x{i + 1})' for i in range(12)) + " BIND(STRLEN(?x12) AS ?z) }", {503}),
    "regex": (f'SELECT ?x {{ BIND("{"a" * 33}b" AS ?x) FILTER REGEX(?x, "^(a+)+$") }}', {200, 503}),
    "free path": ("SELECT (COUNT(*) AS ?n) { ?a (<urn:a>|^<urn:a>|!<urn:c>|^!<urn:d>)* ?b }", {200, 503}),
    "sorted cross product": ("SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?a ?f", {503}),
    "everything in one": ("SELECT (GROUP_CONCAT(STR(?o)) AS ?x) { ?s ?p ?o . ?a ?b ?c }", {413, 503}),
    "explosion": ("CONSTRUCT { ?a ?e ?c } { ?a ?b ?c . ?d ?e ?f }", {200, 503}),
    "no address": ("SELECT * { <http://[x> ?p ?o }", {400}),
    "blank in an address": ("SELECT * { <http://x.example/a b> ?p ?o }", {400}),
    "half a sign": ('SELECT * { ?s ?p "\\uD800" }', {400}),
    "the word in a comment": ("SELECT ?s { ?s ?p ?o } LIMIT 1 # SERVICE <http://x.example/>", {200}),
    "the word in a text": ('SELECT ?x { BIND("SERVICE <http://x.example/> FROM <file:///etc/passwd>" AS ?x) }', {200}),
}


@pytest.mark.alone
@pytest.mark.parametrize("name", QUERIES)
def test_queries_of_any_kind_end_in_time(client: FlaskClient, name: str) -> None:
    query, statuses = QUERIES[name]
    started = time.monotonic()
    response = client.post("/sparql", data={"query": query}, headers={"Accept": JSON})
    assert response.status_code in statuses and time.monotonic() - started < BOUND
    assert response.status_code == 200 or response.get_json()["besked"].endswith(".")
    assert client.post("/sparql", data={"query": "ASK { ?s ?p ?o }"}, headers={"Accept": JSON}).get_json()["boolean"] is True


def test_packed_body_is_not_unpacked(client: FlaskClient) -> None:
    bomb = gzip.compress(b"query=" + b"A" * 20_000_000)
    started = time.process_time()
    for path, kind in (("/sparql", "application/x-www-form-urlencoded"), ("/api/v1/ask", JSON), ("/spoerg", "application/x-www-form-urlencoded")):
        response = client.post(path, data=bomb, content_type=kind, headers={"Content-Encoding": "gzip", "Accept": JSON})
        assert 400 <= response.status_code < 500
    assert time.process_time() - started < BOUND


INJECTED = ('"} UNION {?s ?p ?o} #', "'; DROP ALL; --", "<x> } ; INSERT DATA { <a> <b> <c> }", "\\u0022 } SERVICE <http://x.example/> {", "{{7*7}}", "${7*7}", "<img src=x onerror=alert(1)>", "javascript:alert(1)")


@pytest.mark.parametrize("text", INJECTED)
def test_what_is_typed_is_only_text(client: FlaskClient, text: str) -> None:
    for path, fields in (("/spoerg", {"q": text}), ("/spoerg", {"q": QUESTION, "district": text}), ("/spoerg", {"q": QUESTION, "school": text})):
        page = client.post(path, data=fields)
        assert page.status_code in (200, 422) and "<img src=x" not in page.get_data(as_text=True)
    for path in ("/indsatser", "/api/v1/suggest", "/overlap", f"/ting/{quote(text, safe='')}"):
        response = client.get(path, query_string={"q": text, "bydel": text})
        assert response.status_code in (200, 400, 404) and "<img src=x" not in response.get_data(as_text=True)
    assert client.get("/indsats/u-start").status_code == 200
