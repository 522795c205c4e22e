"""The RDF dataset says what the facts say, with the words of the documents."""

from __future__ import annotations

from decimal import Decimal

import pytest
from rdflib import RDF, Dataset, Graph, Literal, Namespace, URIRef

from corpus.document import Document, Source
from graph.dataset import build_dataset
from graph.entities import Entities
from graph.fact import INFERRED, RELATIONS, REVIEWED, Fact
from graph.storage import sorted_quads, union_graph
from ontology.names import CPSV, CV, DCT, ELI, OA, PROV, SCHEMA, SKOS, TG
from ontology.relations import read_relations

BASE = "https://trivselsgrafen.example/"
PREFIXES = f"PREFIX dct: <{DCT}> PREFIX skos: <{SKOS}> PREFIX cpsv: <{CPSV}> PREFIX cv: <{CV}> PREFIX eli: <{ELI}> PREFIX tg: <{TG}> "

oa, prov, tg, schema, skos, dct = (Namespace(space) for space in (OA, PROV, TG, SCHEMA, SKOS, DCT))


@pytest.fixture(scope="module")
def dataset(documents: list[Document], facts: list[Fact]) -> Dataset:
    return build_dataset(documents, facts, BASE)


@pytest.fixture(scope="module")
def union(dataset: Dataset) -> Graph:
    return union_graph(dataset)


def values(graph: Graph, query: str) -> list[str]:
    return sorted(str(row[0]) for row in graph.query(PREFIXES + query))


def fact(subject: str, relation: str, object_: str | None = None, value: float | None = None, basis: str = "stated", start: int = 0) -> Fact:
    return Fact(subject, relation, object_, "lille", "", TEXT[start:start + 20], start, start + 20, value, None, basis)


TEXT = "Læsehjælp er en indsats for børn fra 8 til 10 år på Amager. Ring til os i dag."
SMALL = Document(Source("lille", "Den lille plan", "Københavns Kommune", "2025-03", "udkast", "ab" * 32), TEXT)


def test_every_relation_has_a_property_label_and_definition_in_the_data() -> None:
    assert set(read_relations()) == set(RELATIONS)
    assert read_relations()["legal_basis"].property == CV + "hasLegalResource"


def test_u_start_is_in_amager_under_two_administrations(union: Graph) -> None:
    assert values(union, 'SELECT ?l { ?i dct:title "U-Start"@da ; dct:spatial/skos:prefLabel ?l }') == ["Amager"]
    codes = values(union, 'SELECT ?c { ?i dct:title "U-Start"@da ; cv:hasCompetentAuthority/skos:notation ?c }')
    assert codes == ["BUF", "SOF"]


def test_every_intervention_has_one_identifier_and_one_danish_description(union: Graph) -> None:
    services = set(union.subjects(RDF.type, URIRef(CPSV + "PublicService")))
    assert len(services) > 30
    for service in services:
        assert len(list(union.objects(service, dct.identifier))) == 1
        (description,) = union.objects(service, dct.description)
        assert isinstance(description, Literal) and description.language == "da"
        assert list(union.objects(service, URIRef(CV + "hasCompetentAuthority")))


def test_every_fact_is_a_statement_beside_its_plain_triple(union: Graph, facts: list[Fact]) -> None:
    assert len(facts) > 1000
    for one in facts:
        statement = URIRef(f"{BASE}udsagn/{one.id}")
        subject, predicate, value = (union.value(statement, part) for part in (RDF.subject, RDF.predicate, RDF.object))
        assert (subject, predicate, value) in union
        assert str(predicate) == read_relations()[one.relation].property
        assert union.value(statement, tg.confidence) == Literal(Decimal(1))


def test_every_quote_equals_the_text_at_its_offsets(union: Graph, documents: list[Document]) -> None:
    texts = {f"{BASE}dokument/{document.id}": document.text for document in documents}
    sources = list(union.subjects(RDF.type, oa.SpecificResource))
    assert len(sources) > 500
    for source in sources:
        found = {}
        for selector in union.objects(source, oa.hasSelector):
            found.update({str(p).removeprefix(OA): v.toPython() for p, v in union.predicate_objects(selector) if isinstance(v, Literal)})
        text = texts[str(union.value(source, oa.hasSource))]
        assert text[found["start"]:found["end"]] == found["exact"]
        assert text[:found["start"]].endswith(found["prefix"]) and text[found["end"]:].startswith(found["suffix"])


def test_paragraphs_belong_to_their_law(union: Graph) -> None:
    query = 'SELECT ?n { ?i skos:prefLabel "Forebyggende og støttende indsatser"@da ; cv:hasLegalResource ?p . ?p eli:number ?n ; eli:is_part_of/skos:prefLabel "Barnets lov"@da }'
    assert values(union, query) == ["30", "32"]


def test_ladder_steps_keep_the_order_of_the_document(union: Graph) -> None:
    head = union.value(URIRef(f"{BASE}trin/raekkefoelge/praksisoverblik"), skos.memberList)
    labels = [str(union.value(member, skos.prefLabel)) for member in union.items(head)]
    assert labels[:2] == ["Forebyggende fraværsarbejde i skolerne", "Tidlig forebyggende indsatser"]


def test_quads_put_away_a_few_at_a_time_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    facts = [fact("Læsehjælp", "type", "Intervention"), fact("Læsehjælp", "district", "Amager"), fact("Læsehjælp", "age_min", value=8)]
    whole = sorted_quads(build_dataset([SMALL], facts, BASE))
    monkeypatch.setattr("graph.terms.MOST_WAITING", 7)
    assert len(whole) > 100 and sorted_quads(build_dataset([SMALL], facts, BASE)) == whole


def test_a_document_is_described_and_its_draft_is_marked() -> None:
    graph = union_graph(build_dataset([SMALL], [], BASE))
    document = URIRef(f"{BASE}dokument/lille")
    status = graph.value(document, URIRef("http://www.w3.org/ns/adms#status"))
    assert str(graph.value(document, dct.issued)) == "2025-03"
    assert str(graph.value(document, schema.sha256)) == "ab" * 32
    assert graph.value(document, dct.publisher) == URIRef(f"{BASE}forvaltning/koebenhavns-kommune")
    assert Literal("udkast", lang="da") in set(graph.objects(status, skos.prefLabel)) and graph.value(status, skos.note)


def test_basis_decides_the_named_graph_and_the_union_leaves_out_the_inferred() -> None:
    facts = [fact("Læsehjælp", "type", "Intervention")]
    facts += [fact("Læsehjælp", "level", "Mistrivsel", basis=INFERRED), fact("Læsehjælp", "district", "Amager", basis=REVIEWED)]
    dataset = build_dataset([SMALL], facts, BASE)
    graphs = {one.id: {str(q.graph_name.value) for q in sorted_quads(dataset) if q.subject.value == f"{BASE}udsagn/{one.id}"} for one in facts}
    assert [graphs[one.id] for one in facts] == [{BASE + "graf/lille"}, {BASE + "graf/udledt"}, {BASE + "graf/gennemgaaet"}]
    union = union_graph(dataset)
    assert not list(union.objects(URIRef(BASE + "indsats/laesehjaelp"), URIRef(CV + "isClassifiedBy")))
    assert values(union, 'SELECT ?l { ?i dct:title "Læsehjælp"@da ; dct:spatial/skos:prefLabel ?l }') == ["Amager"]


def test_an_intervention_without_named_administration_gets_the_municipality() -> None:
    graph = union_graph(build_dataset([SMALL], [fact("Læsehjælp", "type", "Intervention")], BASE))
    (authority,) = graph.objects(URIRef(BASE + "indsats/laesehjaelp"), URIRef(CV + "hasCompetentAuthority"))
    assert authority == URIRef(BASE + "forvaltning/koebenhavns-kommune")


def test_ages_become_an_audience_with_both_bounds() -> None:
    facts = [fact("Læsehjælp", "type", "Intervention"), fact("Læsehjælp", "age_min", None, 8.0), fact("Læsehjælp", "age_max", None, 10.0)]
    graph = union_graph(build_dataset([SMALL], facts, BASE))
    (audience,) = graph.objects(URIRef(BASE + "indsats/laesehjaelp"), dct.audience)
    assert (graph.value(audience, schema.requiredMinAge).toPython(), graph.value(audience, schema.requiredMaxAge).toPython()) == (8, 10)


@pytest.mark.parametrize(("words", "level"), [("skal ringe", "skal"), ("må ikke ringe", "skal"), ("bør ringe", "boer"), ("kan ringe", "kan")])
def test_a_duty_is_a_rule_with_its_strength(words: str, level: str) -> None:
    graph = union_graph(build_dataset([SMALL], [fact("Læreren", "duty", words)], BASE))
    (rule,) = graph.objects(None, URIRef(CPSV + "follows"))
    assert graph.value(rule, tg.dutyLevel) == URIRef(TG + level)
    assert str(graph.value(rule, dct.title)) == words


def test_a_neighbourhood_is_a_place_and_no_district() -> None:
    graph = union_graph(build_dataset([SMALL], [fact("Læsehjælp", "district", "Tingbjerg")], BASE))
    assert (None, dct.spatial, URIRef(BASE + "begreb/tingbjerg")) in graph


def test_long_names_that_are_cut_alike_are_two_things() -> None:
    names = ["x" * 90 + " en", "x" * 90 + " to"]
    entities = Entities([fact(name, "type", "Goal") for name in names], BASE, [SMALL])
    assert len({entities.subject(name).iri for name in names}) == 2


def test_another_base_moves_things_but_not_terms() -> None:
    graph = union_graph(build_dataset([SMALL], [fact("Læsehjælp", "district", "Amager")], "https://graf.kk.example/"))
    assert values(graph, "SELECT DISTINCT ?d { ?i dct:spatial ?d . ?d skos:prefLabel 'Amager'@da }") == ["https://graf.kk.example/bydel/amager"]
    addresses = {str(term) for triple in graph for term in triple if isinstance(term, URIRef)}
    assert {address for address in addresses if address.startswith(BASE) and not address.startswith(TG)} == {BASE + "ontologi"} & addresses


def test_any_subject_and_relation_can_be_written() -> None:
    facts = [fact("Noget", relation, "ét ord", start=1) for relation in RELATIONS]
    union = union_graph(build_dataset([SMALL], facts, BASE))
    assert {str(o) for o in union.objects(None, tg.relation)} == set(RELATIONS)
