"""Lists, offers, the ladder and documents as files: the same as the pages and the interface say, by ending and by Accept."""

from __future__ import annotations

import csv
import io
import re

import pytest
from flask.testing import FlaskClient
from rdflib import RDF, Graph, Namespace

from search.index import Index
from web.startup import Service

CPSV = Namespace("http://purl.org/vocab/cpsv#")


def rows(table: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(table.removeprefix("\ufeff")), delimiter=";"))


@pytest.fixture
def index(service: Service) -> Index:
    return service.index


def test_list_of_offers_is_what_the_page_shows(client: FlaskClient) -> None:
    query = "?forvaltning=SOF&bydel=Amager"
    shown = re.findall(r'<h3><a href="/indsats/([^"]+)"', client.get(f"/indsatser{query}").get_data(as_text=True))
    told = client.get(f"/indsatser.json{query}").get_json()
    table = rows(client.get(f"/indsatser.csv{query}").get_data(as_text=True))
    assert len(shown) > 1 and {row["id"] for row in told["interventions"]} == {row["id"] for row in table} == set(shown)
    assert told == client.get(f"/api/v1/interventions{query}").get_json()
    start = next(row for row in table if row["id"] == "u-start")
    assert (start["label"], start["districts"], start["citywide"]) == ("U-Start", "Amager", "false")
    assert set(start["responsible"].split(", ")) == {"BUF", "SOF"}


def test_filter_that_no_offer_has_is_passed_over_as_on_the_page(client: FlaskClient, index: Index) -> None:
    assert len(client.get("/indsatser.json?bydel=Odense").get_json()["interventions"]) == len(index.offers)


def test_offer_as_files(client: FlaskClient, index: Index) -> None:
    assert client.get("/indsats/u-start.json").get_json() == client.get("/api/v1/interventions/u-start").get_json()
    table = client.get("/indsats/u-start.csv")
    assert [row["id"] for row in rows(table.get_data(as_text=True))] == list(index.offers["u-start"].facts)
    assert table.headers["Content-Disposition"] == "attachment; filename=u-start.csv"


def test_ladder_and_document_as_files(client: FlaskClient, index: Index) -> None:
    assert client.get("/trappen.json?bydel=Amager").get_json() == client.get("/api/v1/ladder?bydel=Amager").get_json()
    graph = Graph().parse(data=client.get("/trappen.ttl").data, format="turtle")
    named = {str(subject).rpartition("/")[2] for subject in graph.subjects(RDF.type, CPSV.PublicService)}
    assert named >= {offer.id for offer in index.offers.values() if offer.step and offer.kind == "Intervention"} and len(named) > 10
    assert client.get("/dokument/praksisoverblik.json").get_json() == client.get("/api/v1/documents/praksisoverblik").get_json()


@pytest.mark.parametrize(
    ("path", "accepted", "told"),
    [
        ("/indsatser", "application/json", "application/json"), ("/indsatser", "text/csv", "text/csv"), ("/indsatser?bydel=Amager", "text/turtle", "text/turtle"),
        ("/trappen", "application/json", "application/json"), ("/trappen", "text/turtle", "text/turtle"), ("/trappen", "text/csv", "text/html"),
        ("/indsatser", "text/html,application/json;q=0.9,*/*;q=0.8", "text/html"), ("/trappen", "*/*", "text/html"),
    ],
)  # fmt: skip
def test_accept_header_chooses_the_form(client: FlaskClient, path: str, accepted: str, told: str) -> None:
    assert client.get(path, headers={"Accept": accepted}).mimetype == told


@pytest.mark.parametrize("path", ["/indsats/findes-ikke.json", "/indsats/findes-ikke.csv", "/dokument/findes-ikke.json", "/trappen.csv", "/indsatser.xml"])
def test_what_is_not_there_is_not_found(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_page_of_an_offer_tells_where_its_figures_disagree(client: FlaskClient) -> None:
    page = client.get("/indsats/u-start").get_data(as_text=True)
    section = page.partition('id="uenige"')[2].partition("</section>")[0]
    assert "15 skoler, men ingen ved navn" in section and "beløbet siger ikke, om det er årligt" in section and section.count("<blockquote>") >= 4
    assert 'id="uenige"' not in client.get("/indsats/skoleflex-mini").get_data(as_text=True)
