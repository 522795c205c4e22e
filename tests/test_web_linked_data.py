"""Every address of the graph opens, as a page and as data, and says what the documents say."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from rdflib import RDF, Dataset, Graph, URIRef
from rdflib.namespace import SKOS

from graph.description import GraphReader
from graph.quads import StoredQuads
from ontology.names import slug
from ontology.relations import read_kinds
from web.application import create_app
from web.settings import Settings
from web.startup import Service

BASE = "https://trivselsgrafen.example/"
OA = "http://www.w3.org/ns/oa#"
TYPES = {"ttl": "text/turtle", "jsonld": "application/ld+json", "nt": "application/n-triples"}
PARSERS = {"ttl": "turtle", "jsonld": "json-ld", "nt": "nt"}
OTHERS = ("udsagn", "citat", "graf", "dokument", "status", "behov", "relation", "slags", "hensigt", "ontologi")

# rdflib 7 warns of its own old names whenever it parses JSON-LD or is asked for a Dataset's quads.
pytestmark = pytest.mark.filterwarnings("ignore:(Dataset|ConjunctiveGraph).*deprecated:DeprecationWarning")


@pytest.fixture(scope="module")
def app(service: Service, settings: Settings) -> Flask:
    """One application for all tests: it reads only."""
    return create_app(service, settings)


@pytest.fixture(scope="module")
def paths(service: Service) -> dict[str, list[str]]:
    """The addresses of the graph by their first part."""
    found: dict[str, set[str]] = {}
    for line in (service.folder / "trivselsgrafen.nq").read_text(encoding="utf-8").splitlines():
        subject = line.split(" ", 1)[0].strip("<>")
        path = subject.removeprefix(BASE)
        if path != subject and "#" not in path:
            found.setdefault(path.split("/")[0], set()).add(path)
    return {kind: sorted(members) for kind, members in sorted(found.items())}


def graph_of(body: bytes, form: str) -> Graph:
    """Data as a graph."""
    graph = Graph()
    for quad in Dataset().parse(data=body, format=PARSERS[form]).quads():
        graph.add(quad[:3])
    return graph


def test_every_kind_of_address_is_in_the_graph(paths: dict[str, list[str]]) -> None:
    assert {kind.path for kind in read_kinds().values()} | set(OTHERS) <= set(paths)


def test_every_kind_opens_as_page_by_ending_and_by_accept(client: FlaskClient, paths: dict[str, list[str]]) -> None:
    assert len(paths) > 25
    for members in paths.values():
        for path in dict.fromkeys((members[0], members[len(members) // 2], members[-1])):
            page = client.get(f"/{path}")
            assert page.status_code == 200 and page.mimetype == "text/html", path
            assert "Accept" in page.headers["Vary"] and f'</{path}.ttl>; rel="alternate"; type="text/turtle"' in page.headers["Link"]
            graphs = []
            for form, media_type in TYPES.items():
                by_ending = client.get(f"/{path}.{form}")
                by_accept = client.get(f"/{path}", headers={"Accept": media_type})
                assert by_ending.status_code == by_accept.status_code == 200, path
                assert by_ending.mimetype == by_accept.mimetype == media_type
                assert by_ending.data == by_accept.data and "Accept" in by_accept.headers["Vary"]
                graphs.append(graph_of(by_ending.data, form))
            assert len(graphs[0]) > 0 and set(graphs[0]) == set(graphs[1]) == set(graphs[2]), path
            assert (URIRef(BASE + path), None, None) in graphs[0]


def test_every_page_of_every_kind_is_closed_small_and_titled(client: FlaskClient, paths: dict[str, list[str]]) -> None:
    chosen = [path for members in paths.values() for path in members[:: max(1, len(members) // 6)]]
    assert len(chosen) > 100
    for path in chosen:
        response = client.get(f"/{path}")
        page = response.get_data(as_text=True)
        addresses = re.findall(r'(?:href|src|action)="([^"]*)"', page)
        assert len(response.data) < 60_000, path
        assert addresses and not any(urlsplit(html.unescape(one)).netloc for one in addresses), path
        assert page.count("<h1") == 1 and re.search(r"<title>.+ – Trivselsgrafen</title>", page), path


def test_turtle_holds_the_quote_that_stands_in_the_document(client: FlaskClient, service: Service) -> None:
    graph = graph_of(client.get("/bydel/amager.ttl").data, "ttl")
    thing = URIRef(BASE + "bydel/amager")
    statements = {statement for end in (RDF.subject, RDF.object) for statement in graph.subjects(end, thing)}
    assert statements
    quotes = [str(quote) for quote in graph.objects(None, URIRef(OA + "exact"))]
    facts = [service.index.facts[str(statement).rsplit("/", 1)[-1]] for statement in statements]
    assert sorted(set(quotes)) == sorted({fact.quote for fact in facts})
    for fact in facts:
        assert fact.quote == service.documents[fact.document].text[fact.start:fact.end]
    assert "Amager" in {str(name) for name in graph.objects(thing, SKOS.prefLabel)}


def test_page_tells_what_the_documents_say_with_quote_and_source(client: FlaskClient, service: Service) -> None:
    named = next(fact for fact in service.index.facts.values() if (fact.relation, fact.object) == ("type", "Pejlemærke"))
    path = GraphReader(StoredQuads(service.folder / "store")).subject_of(named.id)
    page = html.unescape(client.get(f"/{path}").get_data(as_text=True))
    facts = [fact for fact in service.index.facts.values() if fact.subject == named.subject]
    assert facts and "Det siger dokumenterne" in page
    for fact in facts:
        assert f"»{fact.quote}«" in page
        assert f"/dokument/{fact.document}?fra={fact.start}&til={fact.end}#citat" in page
    page = client.get("/bydel/amager").get_data(as_text=True)
    assert "<td>Bydel</td>" in page and "Nævnt i" in page and '<a href="/indsats/u-start">U-Start</a>' in page


def test_links_of_a_page_open(client: FlaskClient) -> None:
    page = client.get("/forvaltning/sof").get_data(as_text=True)
    links = {html.unescape(link) for link in re.findall(r'href="(/[^"#]*)', page)}
    assert len(links) > 20
    for link in links:
        with client.get(link) as response:
            assert response.status_code in (200, 303), link


def test_statement_and_quote_have_their_own_pages(client: FlaskClient, service: Service) -> None:
    fact = next(fact for fact in service.index.facts.values() if fact.subject == "U-Start" and fact.relation == "district")
    page = html.unescape(client.get(f"/udsagn/{fact.id}").get_data(as_text=True))
    assert "<h1>U-Start: Amager</h1>" in page and f"»{fact.quote}«" in page
    page = html.unescape(client.get(f"/citat/{fact.document}/{fact.start}-{fact.end}").get_data(as_text=True))
    assert f"»{fact.quote}«" in page


def test_long_tables_go_on_over_several_pages(client: FlaskClient, service: Service) -> None:
    first = client.get("/forvaltning/sof").get_data(as_text=True)
    found = re.search(r"Side 1 af (\d+)", first)
    assert found and int(found.group(1)) > 1
    pages = [client.get(f"/forvaltning/sof?side={number}").get_data(as_text=True) for number in range(1, int(found.group(1)) + 1)]
    rows = [row for page in pages for row in re.findall(r"<tr><th scope=\"row\"><a href=\"/indsats/([^\"]+)\">[^<]*</a></th><td>Ansvarlig", page)]
    facts = [fact for fact in service.index.facts.values() if fact.relation == "responsible" and fact.object == "SOF"]
    assert len(facts) > 20 and 0 < len(set(rows)) <= len({fact.subject for fact in facts})
    for other in ("0", "-1", "99999999999999999999", "x"):
        assert client.get(f"/forvaltning/sof?side={other}").status_code == 200


@pytest.mark.parametrize(("path", "accept", "is_page"), [
    ("/bydel/findes-ikke", "text/html", True), ("/findes-ikke", "*/*", True), ("/indsats/findes-ikke", "text/html", True),
    ("/bydel/findes-ikke.ttl", "*/*", False), ("/bydel/findes-ikke", "text/turtle", False), ("/findes/slet/ikke", "application/ld+json", False),
    ("/indsats/findes-ikke.nt", "*/*", False), ("/bydel/a%22%3E%3Cb", "text/html", True), ("/a%00b", "text/html", True), ("/æøå", "text/html", True),
])  # fmt: skip
def test_what_the_graph_does_not_know_is_not_found(client: FlaskClient, path: str, accept: str, is_page: bool) -> None:
    response = client.get(path, headers={"Accept": accept})
    assert response.status_code == 404
    if is_page:
        assert "Siden findes ikke" in response.get_data(as_text=True)
    else:
        assert response.get_json()["fejl"] == "ikke_fundet"


def test_government_service_names_operator_area_and_age(client: FlaskClient) -> None:
    page = client.get("/indsats/u-start").get_data(as_text=True)
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert len(blocks) == 1
    service = json.loads(blocks[0])
    assert service["@type"] == "GovernmentService" and service["@id"] == BASE + "indsats/u-start" and service["name"] == "U-Start"
    assert {operator["name"] for operator in service["serviceOperator"]} == {"Børne- og Ungdomsforvaltningen", "Socialforvaltningen"}
    assert [area["name"] for area in service["areaServed"]] == ["Amager"]
    assert service["description"] and service["inLanguage"] == "da"


def test_markup_cannot_be_left_by_what_documents_say(client: FlaskClient, service: Service) -> None:
    blocks = 0
    for offer in service.index.offers.values():
        page = client.get(f"/indsats/{offer.id}").get_data(as_text=True)
        for block in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL):
            blocks += 1
            assert "<" not in block and json.loads(block)["serviceOperator"]
    assert blocks > 90


def test_offer_that_lies_elsewhere_in_the_graph_leads_there(client: FlaskClient, service: Service) -> None:
    contacts = [offer.id for offer in service.index.offers.values() if offer.kind == "ContactPoint"]
    assert contacts
    response = client.get(f"/indsats/{contacts[0]}.ttl", follow_redirects=True)
    assert response.status_code == 200 and response.mimetype == "text/turtle" and len(graph_of(response.data, "ttl")) > 0


def test_ontology_is_a_page_and_turtle_of_our_own_terms(client: FlaskClient) -> None:
    page = client.get("/ontologi").get_data(as_text=True)
    assert 'id="addressesGoal"' in page and "arbejder for målet" in page and "addresses goal" in page
    graph = graph_of(client.get("/ontologi.ttl").data, "ttl")
    assert (URIRef(BASE + "ontologi"), RDF.type, URIRef("http://www.w3.org/2002/07/owl#Ontology")) in graph
    assert (URIRef(BASE + "ontologi#Goal"), RDF.type, None) in graph and (URIRef(BASE + "relation/duty"), None, None) in graph


def test_inferred_is_left_out_until_asked_for(tmp_path_factory: pytest.TempPathFactory) -> None:
    reader = next(_reader_with_a_guess(tmp_path_factory))
    level = "niveau/mistrivsel"
    assert reader.describe(level).mentions == ()  # type: ignore[union-attr]
    asked = reader.describe(level, inferred=True)
    assert asked and [claim.subject for claim in asked.mentions] == ["indsats/u-start"]
    assert b"indsats/u-start" not in (reader.serialized(level, "nt") or b"")
    assert b"indsats/u-start" in (reader.serialized(level, "nt", inferred=True) or b"")
    assert reader.serialized(f"udsagn/{asked.mentions[0].id}", "nt")  # what is only inferred has its address too


def test_page_marks_what_was_inferred_and_shows_it_only_when_asked(client: FlaskClient, service: Service) -> None:
    inferred = [link for link in service.links if link.basis == "inferred" and link.relation == "level"]
    assert inferred and inferred[0].reason
    path = GraphReader(StoredQuads(service.folder / "store")).subject_of(inferred[0].id)
    target = "niveau/" + slug(inferred[0].object or "")
    page = client.get(f"/{target}").get_data(as_text=True)
    assert "Udledt af tjenesten" not in page and f'href="/{target}?inferred=true"' in page
    asked = html.unescape(client.get(f"/{target}?inferred=true").get_data(as_text=True))
    assert "Udledt af tjenesten" in asked and inferred[0].reason in asked and f'href="/{path}"' in asked
    assert "Udledt af tjenesten" in client.get(f"/udsagn/{inferred[0].id}").get_data(as_text=True)


def _reader_with_a_guess(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GraphReader]:
    from corpus.catalogue import read_catalogue
    from graph.dataset import build_dataset
    from graph.fact import INFERRED, Fact
    from graph.storage import write_store

    documents = list(read_catalogue())
    text = documents[0].text[:9]
    facts = [
        Fact("U-Start", "type", "Intervention", documents[0].id, "", text, 0, 9),
        Fact("U-Start", "level", "Mistrivsel", documents[0].id, "", text, 0, 9, basis=INFERRED),
    ]
    folder = tmp_path_factory.mktemp("graf") / "store"
    dataset = build_dataset(documents, facts, BASE)
    assert isinstance(dataset, Dataset)
    write_store(dataset, folder)
    yield GraphReader(StoredQuads(folder))


def test_graph_under_another_base_opens_too(tmp_path_factory: pytest.TempPathFactory) -> None:
    from graph.dataset import build_dataset
    from graph.storage import write_store

    folder = tmp_path_factory.mktemp("graf") / "store"
    write_store(build_dataset([], [], "https://data.example.dk/trivsel/"), folder)
    reader = GraphReader(StoredQuads(folder))
    assert reader.base == "https://data.example.dk/trivsel/"
    found = reader.describe("bydel/amager")
    assert found and found.label == "Amager"
