"""Every form of SPARQL 1.1 gives through the endpoint what rdflib gives over the same graphs."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from rdflib import Dataset, Graph, URIRef
from rdflib.compare import isomorphic
from rdflib.term import Literal

from graph.storage import write_store
from web.application import create_app
from web.graph_access import GraphAccess
from web.settings import Settings
from web.startup import Service

pytestmark = [pytest.mark.alone, pytest.mark.filterwarnings("ignore::DeprecationWarning")]  # the warning is rdflib's own, of its Dataset

BASE = "https://trivselsgrafen.example/"
PREFIXES = f"PREFIX : <{BASE}t/> PREFIX g: <{BASE}graf/> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
STATED = f"""@prefix : <{BASE}t/> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:a a :Indsats ; skos:prefLabel "U-Start"@da, "U-Start"@en ; :alder 7, 15 ; :bydel :amager ; :pris 12.5 ; :fra "2024-08-01"^^xsd:date ; :aktiv true .
:b a :Indsats ; skos:prefLabel "Mobil skole"@da ; :alder 10 ; :bydel :valby, :amager ; :pris 3 ; :fra "2025-01-15"^^xsd:date .
:c a :Indsats ; skos:prefLabel "Åben anonym rådgivning"@da ; :alder 18 ; skos:note "Ring 33 17 33 33" ; :aktiv false .
:d a :Hold ; skos:prefLabel "Hold"@da ; :del :a .
:e a :Hold ; skos:prefLabel "Underhold"@da ; :del :d .
:f a :Hold ; :del :e ; :nævner "a+b (c)" .
:amager skos:prefLabel "Amager"@da ; skos:broader :kbh . :valby skos:prefLabel "Valby"@da ; skos:broader :kbh . :kbh skos:prefLabel "København"@da ; skos:broader :dk .
"""
INFERRED = f"@prefix : <{BASE}t/> . :a :niveau :mistrivsel . :b :niveau :trivsel . :c :ligner :a ."

FORMS = {
    "basic": "SELECT ?s ?l { ?s a :Indsats ; skos:prefLabel ?l }",
    "optional": "SELECT ?s ?n { ?s a :Indsats OPTIONAL { ?s skos:note ?n } }",
    "optional filter": "SELECT ?s ?p { ?s a :Indsats OPTIONAL { ?s :pris ?p FILTER(?p > 5) } }",
    "union": "SELECT ?s { { ?s :bydel :valby } UNION { ?s :alder 18 } }",
    "filter numbers": "SELECT ?s ?x { ?s :alder ?x FILTER(?x >= 10 && ?x < 18) }",
    "filter lang": 'SELECT ?s { ?s skos:prefLabel ?l FILTER(LANG(?l) = "en") }',
    "lang matches": 'SELECT ?l { ?s skos:prefLabel ?l FILTER(LANGMATCHES(LANG(?l), "da")) }',
    "regex": 'SELECT ?l { ?s skos:prefLabel ?l FILTER(REGEX(STR(?l), "^u", "i")) }',
    "contains danish": 'SELECT ?s { ?s skos:prefLabel ?l FILTER(CONTAINS(LCASE(?l), "åben")) }',
    "exists": "SELECT ?s { ?s a :Indsats FILTER EXISTS { ?s :bydel :amager } }",
    "not exists": "SELECT ?s { ?s a :Indsats FILTER NOT EXISTS { ?s :bydel ?b } }",
    "minus": "SELECT ?s { ?s a :Indsats MINUS { ?s :bydel :valby } }",
    "bind": 'SELECT ?s ?x { ?s :alder ?a BIND(?a * 2 + 1 AS ?x) }',
    "values": "SELECT ?s ?l { VALUES ?s { :a :c } ?s skos:prefLabel ?l }",
    "values rows": "SELECT ?s ?l { ?s skos:prefLabel ?l } VALUES (?s ?l) { (:a UNDEF) (:b \"Mobil skole\"@da) }",
    "sequence path": "SELECT ?s ?l { ?s :bydel/skos:prefLabel ?l }",
    "inverse path": "SELECT ?s { :amager ^:bydel ?s }",
    "alternative path": "SELECT ?s ?x { ?s (:pris|:alder) ?x }",
    "one or more": "SELECT ?x { :f :del+ ?x }",
    "zero or more": "SELECT ?x { :f :del* ?x }",
    "zero or one": "SELECT ?x { :f :del? ?x }",
    "negated path": "SELECT ?s ?x { ?s !(skos:prefLabel|a|:alder) ?x }",
    "count": "SELECT (COUNT(*) AS ?n) (COUNT(DISTINCT ?s) AS ?m) { ?s :alder ?x }",
    "group": "SELECT ?b (COUNT(?s) AS ?n) (MIN(?p) AS ?low) (MAX(?p) AS ?high) (SUM(?p) AS ?all) { ?s :bydel ?b ; :pris ?p } GROUP BY ?b",
    "average": "SELECT (AVG(?x) AS ?m) { ?s :alder ?x }",
    "having": "SELECT ?b { ?s :bydel ?b } GROUP BY ?b HAVING (COUNT(?s) > 1)",
    "sample": "SELECT ?s (SAMPLE(?x) AS ?one) { ?s :pris ?x } GROUP BY ?s",
    "group concat": 'SELECT (GROUP_CONCAT(?x; separator="|") AS ?all) { :c skos:note ?x }',
    "sub select": "SELECT ?s ?top { ?s :bydel :amager { SELECT (MAX(?p) AS ?top) { ?z :pris ?p } } }",
    "distinct": "SELECT DISTINCT ?b { ?s :bydel ?b }",
    "reduced": "SELECT REDUCED ?p { :a ?p 7 }",
    "order limit": "SELECT ?x { ?s :alder ?x } ORDER BY DESC(?x) LIMIT 2 OFFSET 1",
    "order text": "SELECT ?l { ?s skos:broader :kbh ; skos:prefLabel ?l } ORDER BY ?l",
    "graph": "SELECT ?s ?o { GRAPH g:udledt { ?s :niveau ?o } }",
    "graph variable": "SELECT ?g ?s { GRAPH ?g { ?s :ligner|:del ?o } }",
    "from": "SELECT ?s ?o FROM g:udledt { ?s ?p ?o }",
    "from named": "SELECT ?g ?o FROM NAMED g:udledt { GRAPH ?g { :a ?p ?o } }",
    "text functions": 'SELECT (STRLEN(?l) AS ?n) (UCASE(STR(?l)) AS ?u) (SUBSTR(STR(?l), 2, 3) AS ?m) (REPLACE(STR(?l), "-", "+") AS ?r) { :a skos:prefLabel ?l FILTER(LANG(?l) = "da") }',
    "text tests": 'SELECT ?l (STRBEFORE(STR(?l), " ") AS ?x) { ?s skos:prefLabel ?l FILTER(STRSTARTS(STR(?l), "Mobil") || STRENDS(STR(?l), "hold")) }',
    "dates": "SELECT ?s (YEAR(?d) AS ?y) (MONTH(?d) AS ?m) { ?s :fra ?d FILTER(?d > \"2024-12-31\"^^xsd:date) }",
    "if coalesce": 'SELECT ?s (IF(BOUND(?n), "ja", "nej") AS ?x) (COALESCE(?n, "-") AS ?y) { ?s a :Indsats OPTIONAL { ?s skos:note ?n } }',
    "in": "SELECT ?s { ?s :alder ?x FILTER(?x IN (7, 18)) FILTER(?s NOT IN (:c)) }",
    "types": "SELECT ?o { :a ?p ?o FILTER(ISLITERAL(?o) && DATATYPE(?o) = xsd:integer) }",
    "iri functions": f'SELECT ?l {{ BIND(IRI(CONCAT("{BASE}t/", "b")) AS ?s) ?s skos:prefLabel ?l FILTER(ISIRI(?s)) }}',
    "rounding": "SELECT (CEIL(?p) AS ?c) (FLOOR(?p) AS ?f) (ROUND(?p) AS ?r) (ABS(-?p) AS ?a) { :a :pris ?p }",
    "hash": 'SELECT (SHA256("abc") AS ?h) (MD5("abc") AS ?m) (ENCODE_FOR_URI("æ ø") AS ?e) {}',
    "escaped text": r'SELECT ?s { ?s :nævner "a+b (c)" FILTER(REGEX("a+b (c)", "\\(c\\)$")) }',
    "ask yes": "ASK { :a :bydel :amager }",
    "ask no": "ASK { :a :niveau ?x }",
    "construct": "CONSTRUCT { ?s :kaldes ?l } WHERE { ?s a :Hold ; skos:prefLabel ?l }",
    "construct where": "CONSTRUCT WHERE { ?s :del ?o }",
    "describe": "DESCRIBE :valby",
}


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    """Two named graphs, one of them the inferred."""
    dataset = Dataset()
    for name, turtle in (("a", STATED), ("udledt", INFERRED)):
        dataset.graph(URIRef(f"{BASE}graf/{name}")).parse(data=turtle, format="turtle")
    return dataset


@pytest.fixture(scope="module")
def reference(dataset: Dataset) -> Dataset:
    """The same for rdflib, what is stated also as its default graph."""
    reference = Dataset()
    for graph in dataset.graphs():
        for triple in graph:
            reference.graph(graph.identifier).add(triple)
            if not str(graph.identifier).endswith("udledt"):
                reference.default_graph.add(triple)
    return reference


@pytest.fixture(scope="module")
def client(dataset: Dataset, service: Service, settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """The application over these graphs."""
    folder: Path = tmp_path_factory.mktemp("former")
    write_store(dataset, folder / "store")
    app = create_app(replace(service, folder=folder), settings)
    yield app.test_client()
    next(value for value in app.extensions.values() if isinstance(value, GraphAccess)).close()


def term(value: object) -> str:
    """A term as text, numbers by their value: 1.0 and 1 are one number in two spellings."""
    if isinstance(value, Literal):
        number = value.value if value.datatype and not isinstance(value.value, bool) else None
        return str(float(number)) if hasattr(number, "__float__") else f"{value}@{value.language or ''}"
    return "" if value is None else str(value)


def cell(row: dict[str, dict[str, str]], name: str) -> str:
    """The same of a cell of SPARQL JSON."""
    found = row.get(name)
    if found is None or found["type"] == "uri":
        return found["value"] if found else ""
    return term(Literal(found["value"], lang=found.get("xml:lang"), datatype=URIRef(found["datatype"]) if "datatype" in found else None))


def test_there_are_queries_of_every_form() -> None:
    assert len(FORMS) >= 40


@pytest.mark.parametrize("name", FORMS)
def test_same_as_rdflib(client: FlaskClient, reference: Dataset, name: str) -> None:
    query = PREFIXES + FORMS[name]
    response = client.post("/sparql", data={"query": query}, headers={"Accept": "application/sparql-results+json, text/turtle;q=0.5"})
    assert response.status_code == 200, response.get_data(as_text=True)
    wanted = reference.query(query)
    if wanted.type == "ASK":
        assert json.loads(response.data)["boolean"] is wanted.askAnswer and wanted.askAnswer is (name == "ask yes")
    elif wanted.type == "SELECT":
        found = json.loads(response.data)
        names = [str(variable) for variable in wanted.vars or ()]
        rows = [tuple(cell(row, one) for one in names) for row in found["results"]["bindings"]]
        expected = [tuple(map(term, row)) for row in wanted]
        assert found["head"]["vars"] == names and expected
        assert rows == expected if "ORDER BY" in query else Counter(rows) == Counter(expected)
    else:
        graph = Graph().parse(data=response.data, format="turtle")
        assert len(graph) > 0 and isomorphic(graph, wanted.graph)


def test_csv_holds_the_same_rows(client: FlaskClient) -> None:
    rows = client.post("/sparql", data={"query": PREFIXES + FORMS["filter numbers"], "format": "csv"}).get_data(as_text=True)
    assert sorted(list(csv.reader(io.StringIO(rows)))[1:]) == [[f"{BASE}t/a", "15"], [f"{BASE}t/b", "10"]]
