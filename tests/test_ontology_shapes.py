"""The graph conforms to our shapes and the European ones, and a broken graph is found out."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import Graph

from corpus.catalogue import read_catalogue
from graph.dataset import build_dataset
from graph.extraction import extract_facts
from graph.storage import sorted_quads, union_graph
from ontology.relations import OWN_FILES
from ontology.shapes import OWN_SHAPES, validate
from ontology.vocabulary import VocabularyError, parse_turtle

CPSV_AP = Path(__file__).parents[2] / "shared" / "shapes" / "cpsv-ap-3.2.0.ttl"
HEAD = """
@prefix a: <urn:a:> . @prefix cpsv: <http://purl.org/vocab/cpsv#> . @prefix dct: <http://purl.org/dc/terms/> .
@prefix cv: <http://data.europa.eu/m8g/> . @prefix oa: <http://www.w3.org/ns/oa#> . @prefix schema: <https://schema.org/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix tg: <https://trivselsgrafen.example/ontologi#> .
@prefix prov: <http://www.w3.org/ns/prov#> . @prefix eli: <http://data.europa.eu/eli/ontology#> .
"""
QUOTE = "a:q a oa:SpecificResource ; oa:hasSource a:d ; oa:hasSelector [ oa:exact 'ord' ] , [ a oa:TextPositionSelector ; oa:start 1 ; oa:end 4 ] ."
STATEMENT = (
    "a:u a rdf:Statement ; rdf:subject a:i ; rdf:predicate a:p ; rdf:object a:o ; tg:basis 'stated' ; tg:confidence 1 ; prov:wasDerivedFrom a:q . "
    + QUOTE
)
SERVICE = "a:i a cpsv:PublicService ; dct:title 'Indsats'@da . " + STATEMENT


@pytest.fixture(scope="module")
def graph() -> Graph:
    documents = list(read_catalogue())
    return union_graph(build_dataset(documents, extract_facts(documents)))


def messages(turtle: str) -> set[str]:
    return {violation.message for violation in validate(Graph().parse(data=HEAD + turtle, format="turtle"), [OWN_SHAPES])}


def test_the_graph_conforms_to_our_shapes(graph: Graph) -> None:
    assert len(graph) > 10_000
    assert validate(graph, [OWN_SHAPES]) == []


def test_the_graph_conforms_to_cpsv_ap(graph: Graph) -> None:
    if not CPSV_AP.is_file():
        pytest.skip(f"{CPSV_AP.name} ligger ikke ved siden af projektet")
    assert validate(graph, [CPSV_AP]) == []


def test_cpsv_ap_finds_an_intervention_without_authority() -> None:
    if not CPSV_AP.is_file():
        pytest.skip(f"{CPSV_AP.name} ligger ikke ved siden af projektet")
    broken = Graph().parse(data=HEAD + "a:i a cpsv:PublicService ; dct:title 'x'@da ; dct:identifier 'x' ; dct:description 'x'@da .", format="turtle")
    (violation,) = validate(broken, [CPSV_AP])
    assert (violation.focus, violation.path, violation.message) == ("urn:a:i", "cv:hasCompetentAuthority", "Der mangler en værdi.")


def test_a_whole_graph_has_no_violations() -> None:
    assert messages(SERVICE) == set()


@pytest.mark.parametrize(
    ("turtle", "message"),
    [
        ("a:m a schema:PeopleAudience ; schema:requiredMinAge 12 ; schema:requiredMaxAge 10 .",
         "Den laveste alder skal være et tal og må ikke være større end den højeste."),
        (SERVICE.replace("@da", "@en"), "En indsats skal have en dansk titel."),
        ("a:i a cpsv:PublicService ; dct:title 'Indsats'@da .", "En indsats skal have mindst ét udsagn med et citat."),
        (STATEMENT.replace("oa:exact 'ord'", "oa:prefix 'ord'"), "Et citat skal have den ordrette tekst."),
        (STATEMENT.replace("oa:start 1 ;", ""), "Et citat skal have en startplads i teksten."),
        (STATEMENT.replace("; oa:end 4", ""), "Et citat skal have en slutplads i teksten."),
        (STATEMENT.replace("oa:end 4", "oa:end 1"), "Et citat skal begynde, før det slutter."),
        (STATEMENT.replace("; prov:wasDerivedFrom a:q", ""), "Et udsagn, der ikke er udledt, skal have et citat."),
        (STATEMENT.replace("tg:confidence 1", "tg:confidence 2"), "Et udsagns sikkerhed skal være et tal fra 0 til 1."),
        ("a:k cv:telephone '3317333' .", "Et telefonnummer skal have otte cifre."),
        ("a:par a eli:LegalResourceSubdivision ; eli:number '30' .", "En paragraf skal høre til en lov."),
    ],
)  # fmt: skip
def test_a_broken_graph_yields_the_violation(turtle: str, message: str) -> None:
    assert messages(turtle) == {message}


def test_an_inferred_statement_needs_no_quote() -> None:
    turtle = STATEMENT.replace("; prov:wasDerivedFrom a:q", "").replace("'stated'", "'inferred'")
    assert messages(turtle) == set()


def test_a_broken_shape_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "former.ttl"
    path.write_text("a:b", encoding="utf-8")
    with pytest.raises(VocabularyError, match="former.ttl"):
        validate(Graph(), [path])


def test_every_own_term_of_the_statements_is_defined_in_danish_and_english() -> None:
    own = "https://trivselsgrafen.example/ontologi#"
    documents = list(read_catalogue())
    quads = sorted_quads(build_dataset(documents, extract_facts(documents)))
    terms = {str(getattr(term, "value", "")) for quad in quads for term in (quad.predicate, quad.object) if "/ordlister" not in quad.graph_name.value}
    used = {term for term in terms if term.startswith(own)}
    defined = parse_turtle(OWN_FILES[0])
    labels: dict[str, set[str]] = {}
    for subject, _, label in defined:
        if getattr(label, "language", None):
            labels.setdefault(str(subject), set()).add(label.language)
    assert len(used) > 10
    assert {term for term in used if not labels.get(term, set()) >= {"da", "en"}} == set()
