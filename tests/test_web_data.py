"""The data page, the description for catalogues, and the files: the same facts everywhere, with sizes and checksums that hold."""

from __future__ import annotations

import csv
import hashlib
import html
import io
import re
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from rdflib import DCTERMS, RDF, Dataset, Graph, Literal, Namespace, URIRef

from graph.fact import Fact
from web.application import create_app
from web.data_pages import built
from web.facts_table import disarmed, facts_csv
from web.settings import Settings
from web.startup import Service
from web.wording import date_words

BASE = "https://trivselsgrafen.example/"
DCAT = Namespace("http://www.w3.org/ns/dcat#")
SPDX = Namespace("http://spdx.org/rdf/terms#")
FILES = ("ttl", "trig", "jsonld", "nq")

# rdflib 7 warns of its own old names whenever it parses JSON-LD or is asked for a Dataset's quads.
pytestmark = pytest.mark.filterwarnings("ignore:(Dataset|ConjunctiveGraph).*deprecated:DeprecationWarning")


@pytest.fixture(scope="module")
def app(service: Service, settings: Settings) -> Flask:
    """One application for all tests: it reads only."""
    return create_app(service, settings)


@pytest.fixture(scope="module")
def description(app: Flask) -> Graph:
    """The description for catalogues."""
    return Graph().parse(data=app.test_client().get("/data.ttl").data, format="turtle")


def test_page_tells_documents_with_what_was_found(client: FlaskClient, service: Service) -> None:
    page = html.unescape(client.get("/data").get_data(as_text=True))
    rows = re.findall(rf'<tr><th scope="row"><a href="/dokument/([^"]+)">.*?</th>{7 * "<td(?: class=.day.)?>(.*?)</td>"}</tr>', page)
    assert [row[0] for row in rows] == list(service.documents)
    for id_, _, fetched, passages, facts, offers, unread, read in rows:
        assert int(passages) == len(service.documents[id_].passages)
        assert int(facts.replace(".", "")) == sum(fact.document == id_ for fact in service.stated)
        assert int(offers) > 0 and unread == "Intet" and fetched == date_words(service.documents[id_].source.fetched) == "21. november 2026"
        assert read == date_words(built(service.folder).date().isoformat())
    assert service.folder.name in page and "Københavns Kommune" in page and "MIT-licensen" in page


def test_page_links_only_to_what_opens(client: FlaskClient) -> None:
    page = client.get("/data").get_data(as_text=True)
    links = {html.unescape(link) for link in re.findall(r'href="([^"#]+)', page)}
    assert {f"/data/trivselsgrafen.{ending}" for ending in FILES} | {"/api/v1/facts.csv", "/data.ttl", "/data.jsonld", "/sparql", "/ontologi"} <= links
    for link in links:
        assert not urlsplit(link).netloc
        with client.get(link) as response:
            assert response.status_code in (200, 303), link


@pytest.mark.parametrize("ending", FILES)
def test_file_is_the_one_of_the_generation(client: FlaskClient, service: Service, ending: str) -> None:
    with client.get(f"/data/trivselsgrafen.{ending}") as response:
        body, headers = response.get_data(), response.headers
    assert body == (service.folder / f"trivselsgrafen.{ending}").read_bytes()
    assert "attachment" in headers["Content-Disposition"]
    with client.get(f"/data/trivselsgrafen.{ending}", headers={"If-None-Match": headers["ETag"]}) as again:
        assert again.status_code == 304


@pytest.mark.parametrize("path", ["/data/trivselsgrafen.exe", "/data/manifest.json", "/data/../manifest.json", "/data/trivselsgrafen.ttl/.."])
def test_no_other_file_is_given(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_description_lists_four_documents_with_their_checksums(description: Graph, service: Service) -> None:
    catalogue = next(description.subjects(RDF.type, DCAT.Catalog))
    datasets = set(description.objects(catalogue, DCAT.dataset))
    documents = {id_: URIRef(f"{BASE}dokument/{id_}") for id_ in service.documents}
    assert len(documents) == 4 and set(documents.values()) < datasets
    for id_, iri in documents.items():
        source = service.documents[id_].source
        assert (iri, DCTERMS.title, Literal(source.title, lang="da")) in description
        file = next(description.objects(iri, DCAT.distribution))
        values = [str(value) for checksum in description.objects(file, SPDX.checksum) for value in description.objects(checksum, SPDX.checksumValue)]
        assert values == [source.sha256] and re.fullmatch(r"[0-9a-f]{64}", values[0])


def test_description_tells_size_and_checksum_of_every_file(description: Graph, client: FlaskClient) -> None:
    files = list(description.objects(URIRef(f"{BASE}data#graf"), DCAT.distribution))
    assert len(files) == 5
    for file in files:
        path = str(next(description.objects(file, DCAT.downloadURL))).removeprefix(BASE)
        with client.get(f"/{path}") as response:
            body = response.get_data()
        checksum = next(description.objects(file, SPDX.checksum))
        assert str(next(description.objects(checksum, SPDX.checksumValue))) == hashlib.sha256(body).hexdigest(), path
        assert int(str(next(description.objects(file, DCAT.byteSize)))) == len(body), path


def test_description_is_the_same_in_every_form(client: FlaskClient, description: Graph) -> None:
    for ending, parser, media_type in (("jsonld", "json-ld", "application/ld+json"), ("nt", "nt", "application/n-triples")):
        for response in (client.get(f"/data.{ending}"), client.get("/data", headers={"Accept": media_type})):
            assert response.mimetype == media_type
            found = Dataset().parse(data=response.data, format=parser)
            assert {quad[:3] for quad in found.quads()} == set(description)
    service = next(description.subjects(RDF.type, DCAT.DataService))
    assert (service, DCAT.endpointURL, URIRef(f"{BASE}sparql")) in description


def test_facts_table_opens_in_a_spreadsheet(client: FlaskClient, service: Service) -> None:
    response = client.get("/api/v1/facts.csv")
    assert response.mimetype == "text/csv" and response.data.startswith(b"\xef\xbb\xbfid;subject;relation;object;")
    rows = list(csv.DictReader(io.StringIO(response.data.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert [row["id"] for row in rows] == [fact.id for fact in service.stated]
    assert not any(value.startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows for value in row.values())
    one = client.get("/api/v1/facts.csv?subject=U-Start&relation=district").get_data(as_text=True)
    assert one.count("\r\n") == 1 + len(service.facts("U-Start", "district")) and ";Amager;" in one
    assert client.get("/api/v1/facts.csv?relation=findes-ikke").status_code == 404


@pytest.mark.parametrize("text", ['=HYPERLINK("http://x")', "+45", "-1+2", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_formulas_are_disarmed(text: str) -> None:
    assert disarmed(text) == f"'{text}"
    table = facts_csv([Fact(text, "defines", text, "d", "s", text, 0, 1)])
    row = next(csv.DictReader(io.StringIO(table.removeprefix("\ufeff"), newline=""), delimiter=";"))
    assert row["subject"] == row["object"] == row["quote"] == f"'{text}"
    assert disarmed(-5) == -5
