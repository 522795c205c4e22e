"""What the rules infer, value by value, and that each link rests on its own words alone."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from rdflib import Namespace, URIRef

from corpus.catalogue import SHIPPED
from corpus.document import Document
from corpus.markup import read_pieces
from corpus.reader import read_document
from graph.dataset import INFERRED_GRAPH, build_dataset
from graph.extraction import extract_facts
from graph.fact import INFERRED, RELATIONS, STATED, Fact
from graph.inference import infer, with_laws_of_steps
from ontology.names import TG
from ontology.rules import pattern, read_rules
from ontology.vocabulary import VocabularyError

OVERVIEW = "praksisoverblik"
GONE = "U-Start"
LEVELS = {
    "Skolesocialrådgivere": {"Trivsel": 0.45, "Let mistrivsel": 0.65, "Mistrivsel": 0.45},
    "Skolefraværsrådgivere": {"Let mistrivsel": 0.55, "Mistrivsel": 0.55},
    "Kom glad i skole – hver dag": {"Let mistrivsel": 0.7},
    "Kom i skole igen": {"Let mistrivsel": 0.5, "Mistrivsel": 0.45},
    "U-Start": {"Mistrivsel": 0.6, "Svær mistrivsel": 0.7},
    "Den koordinerende fraværsindsats": {"Mistrivsel": 0.65, "Svær mistrivsel": 0.45},
    "Mind My Mind": {"Let mistrivsel": 0.45, "Mistrivsel": 0.8},
    "Cool kids og Chilled": {"Let mistrivsel": 0.45, "Mistrivsel": 0.65},
    "Sygeundervisning i regi af Holbergskolen": {"Mistrivsel": 0.5, "Svær mistrivsel": 0.45},
    "Skoleflex indsatser": {"Mistrivsel": 0.6, "Svær mistrivsel": 0.65},
}
RAMMER, FAELLESSKABER, TIDLIG, SVAEREST, ANSVAR = (
    "Rammer, der styrker trivsel", "Positive fællesskaber for alle", "Tidlig hjælp, der forebygger", "Hjælp til dem, der har det sværest", "Fælles ansvar",
)  # fmt: skip
FOCUS_AREAS = {
    "Skolesocialrådgivere": {RAMMER: 0.45, FAELLESSKABER: 0.7, TIDLIG: 0.7, ANSVAR: 0.55},
    "Skolefraværsrådgivere": {TIDLIG: 0.7, ANSVAR: 0.55},
    "Kom glad i skole – hver dag": {TIDLIG: 0.7, ANSVAR: 0.55},
    "Kom i skole igen": {RAMMER: 0.45, TIDLIG: 0.7, ANSVAR: 0.45},
    "U-Start": {FAELLESSKABER: 0.45, SVAEREST: 0.7, ANSVAR: 0.55},
    "Den koordinerende fraværsindsats": {TIDLIG: 0.45, SVAEREST: 0.55, ANSVAR: 0.55},
    "Mind My Mind": {TIDLIG: 0.7, SVAEREST: 0.55, ANSVAR: 0.45},
    "Cool kids og Chilled": {FAELLESSKABER: 0.45, TIDLIG: 0.7, SVAEREST: 0.45, ANSVAR: 0.55},
    "Sygeundervisning i regi af Holbergskolen": {FAELLESSKABER: 0.45, SVAEREST: 0.5},
    "Skoleflex indsatser": {FAELLESSKABER: 0.65, SVAEREST: 0.7, ANSVAR: 0.55},
}

Said = tuple[str, str, str | None]


@pytest.fixture(scope="module")
def links(facts: list[Fact], documents: list[Document]) -> list[Fact]:
    return infer(facts, documents)


def said(links: list[Fact]) -> set[Said]:
    return {(link.subject, link.relation, link.object) for link in links}


@pytest.mark.parametrize("name", LEVELS)
def test_levels_of_the_ten_interventions(links: list[Fact], name: str) -> None:
    assert {link.object: link.confidence for link in links if (link.subject, link.relation) == (name, "level")} == LEVELS[name]


@pytest.mark.parametrize("name", FOCUS_AREAS)
def test_focus_areas_of_the_ten_interventions(links: list[Fact], name: str) -> None:
    assert {link.object: link.confidence for link in links if (link.subject, link.relation) == (name, "part_of")} == FOCUS_AREAS[name]


def test_promise_and_what_seems_to_fulfil_it_are_two_with_the_strongest_link(links: list[Fact]) -> None:
    link = next(link for link in links if link.rule == "loefte-indgang")
    assert (link.subject, link.relation, link.object) == (
        "Indgang til Bedre Mental Sundhed", "variant", "Lettilgængeligt tilbud med en fælles kommunal indgang",
    )  # fmt: skip
    assert link.confidence == max(link.confidence for link in links) == 0.9
    assert "Center for Mental Sundhed" not in {link.subject for link in links if link.relation == "variant"}


@pytest.mark.parametrize(
    ("goal", "intervention", "rule"),
    [
        ("At fortsætte udviklingen af Mangfoldige Børnefællesskaber", "Mangfoldige børnefællesskaber", "maal-naevnt"),
        ("handle på tidlige tegn på mistrivsel, fx fravær fra skole", "Kom glad i skole – hver dag", "maal-fravaer"),
        ("fortsat have fokus på tidlig opsporing", "Skolesocialrådgivere", "maal-opsporing"),
        ("De børn og unge, der har det sværest", "U-Start", "maal-stoerst-behov"),
        ("Pejlemærke 5", "Flere i dagtilbud", "maal-pejlemaerke-boern"),
        ("At forebygge racisme", "Forebyggelse af racisme, etnisk diskrimination og hadforbrydelser", "maal-samme-ord"),
    ],
)
def test_goals_lead_to_interventions(links: list[Fact], goal: str, intervention: str, rule: str) -> None:
    found = [link for link in links if link.relation == "goal_of" and link.object == intervention and link.subject.startswith(goal)]
    assert [link.rule for link in found] == [rule]


def test_links_are_marked_quoted_and_explained(links: list[Fact], documents: list[Document]) -> None:
    texts = {document.id: document.text for document in documents}
    rules = {rule.id: rule for rule in read_rules()}
    assert 300 < len(links) < 700
    for link in links:
        assert link.basis in (rules[link.rule or ""].basis, INFERRED) and link.relation in RELATIONS and 0.4 <= link.confidence <= 0.9, link
        assert texts[link.document][link.start:link.end] == link.quote != ""
        assert link.rule in rules and link.reason and link.reason.endswith(".") and "{" not in link.reason
    assert len({link.id for link in links}) == len(said(links)) == len(links)


LAWS = {
    "Skolesocialrådgivere": {"Bekendtgørelse om elevers fravær fra undervisningen i folkeskolen §§ 4-6"},
    "Kom i skole igen": {"Barnets lov § 28", "Barnets lov § 29", "Sundhedsloven §§ 120-126"},
    "U-Start": {
        "Barnets lov § 30", "Barnets lov § 32", "Folkeskoleloven § 23", "Sundhedsloven § 126 a", "Bekendtgørelse om elevers fravær fra undervisningen i folkeskolen",
    },
    "Skolealliancen": {"Barnets lov § 32", "Folkeskoleloven § 20, stk. 2"},
}  # fmt: skip


@pytest.mark.parametrize("name", LAWS)
def test_what_stands_on_a_step_is_inferred_to_rest_on_its_laws(links: list[Fact], facts: list[Fact], name: str) -> None:
    found = [link for link in links if (link.subject, link.relation) == (name, "legal_basis")]
    assert {link.object for link in found} == LAWS[name] and {(link.basis, link.confidence) for link in found} == {(INFERRED, 0.8)}
    assert not [fact for fact in facts if (fact.subject, fact.relation) == (name, "legal_basis")]


def test_a_law_of_a_step_is_quoted_from_its_line_down_to_the_intervention(links: list[Fact]) -> None:
    (link,) = (link for link in links if (link.subject, link.object) == ("U-Start", "Barnets lov § 30"))
    assert link.quote == (
        "BL§§ 30, 32, FL §23 og Sundhedsloven §126A\nBek. om elevers fravær fra undervisningen i folkeskolen\nForebyggende og støttende indsatser\n\nU-start (Amager)"
    )
    assert (link.reason or "").startswith("Oversigten nævner loven ved trinnet »Forebyggende og støttende indsatser«, og U-Start står på det trin;")


def test_laws_of_steps_go_with_the_facts_and_no_other_link_does(facts: list[Fact], links: list[Fact]) -> None:
    assert {link.relation for link in with_laws_of_steps(facts, links)[len(facts):]} == {"legal_basis"}


def test_a_goal_that_names_only_a_part_is_inferred_to_be_one_of_the_whole(links: list[Fact]) -> None:
    basis = {link.object: link.basis for link in links if link.rule == "maal-naevnt" and link.subject.startswith("At arbejde videre med trivselsproblematikker")}
    assert basis == {"Kompetenceudvikling": STATED, "Fokus på trivsel og forebyggelse af diskrimination": INFERRED}


def test_reason_names_the_words_that_stand_in_the_quote(links: list[Fact]) -> None:
    link = next(link for link in links if (link.subject, link.object) == ("U-Start", "Svær mistrivsel"))
    assert link.reason == "U-Start er for børn med »problemer i mange arenaer«; Svær mistrivsel er netop vidtrækkende belastning i strategiens ord."
    assert link.rule == "niveau-kompleksitet"
    assert link.quote == (
        "U-Start er en individuelt tilpasset indsats til børn i det almene skoleregi fra 0.-9. klasse, som har særligt bekymrende eller massivt skolefravær, hvor:\n\n"
        "- Skolelederen har udtømt de handlemuligheder, der normalt benyttes i fraværssager.\n"
        "- Der er brug for ekstra hjælp til løsninger, fordi problemerne rækker ud over det, der kan løses i det øvrige støttesystem.\n"
        "- Der er kompleksitet: Barnet har problemer i mange arenaer."
    )


@pytest.mark.parametrize(
    ("name", "owners"),
    [
        ("Perspektiv", {"BIF"}), ("Tryghedspartnerskaberne", {"TMF", "ØKF"}), ("PLUS-plads", {"BUF"}), ("SprogTrappen", {"BUF"}), ("FerieCamp", {"KFF"}),
        ("ABIF Klub", {"KFF"}), ("FritidsGuiderne", {"KFF"}), ("Etnisk Konsulentteam", {"SOF"}), ("Fensmarksgade", {"SOF"}), ("Assak", {"SOF"}),
        ("Mangfoldige børnefællesskaber", {"BUF"}), ("Center for Demens", {"SUF"}),
        ("Etnisk Ressourceteam", set()), ("FAKTI", set()), ("Region Hovedstaden Psykiatri", set()), ("Skolesocialrådgivere", set()),
        ("Københavns Kommunes indsats for de ukrainske fordrevne", set()),
    ],
)  # fmt: skip
def test_a_chapter_gives_the_administration_that_no_sentence_names(links: list[Fact], name: str, owners: set[str]) -> None:
    found = [link for link in links if (link.subject, link.relation) == (name, "responsible")]
    assert {link.object for link in found} == owners
    assert all(link.document == "integrationspolitik" and name in link.quote and "kapitlet om" in (link.reason or "") for link in found)


def test_goals_for_children_do_not_reach_efforts_for_adults(links: list[Fact]) -> None:
    adults = re.compile(r"ældre|demens|naboer|hjemløse|seniorklub", re.IGNORECASE)
    assert not [link for link in links if link.relation in ("level", "part_of") and adults.search(link.subject)]


def test_nothing_stated_is_inferred_again_and_nothing_follows_from_links(facts: list[Fact], documents: list[Document], links: list[Fact]) -> None:
    assert not said(links) & said(facts)
    assert infer([*facts, *links], documents) == links
    stated = replace(links[0], basis=STATED, reason=None, rule=None)
    assert said(infer([*facts, stated], documents)) == said(links) - said([stated])


def test_same_every_time(facts: list[Fact], documents: list[Document], links: list[Fact]) -> None:
    assert infer(list(facts), list(documents)) == links


def test_removing_an_intervention_removes_exactly_its_links(documents: list[Document], links: list[Fact]) -> None:
    raw = (SHIPPED / f"{OVERVIEW}.md").read_text(encoding="utf-8")
    less, sheets = re.subn(r"(?ms)^U-Start \(BUF/SOF\)$.*?(?=^Den koordinerende fraværsindsats \(BUF/SOF\)$)", "", raw)
    less, lines = re.subn(r"(?m)^(?:- U-start \(BUF/SOF\)|U-start \(Amager\))\n", "", less)
    assert (sheets, lines) == (1, 2)
    edited = [read_document(one.source, read_pieces(less)) if one.id == OVERVIEW else one for one in documents]
    left = said(infer(extract_facts(edited), edited))
    gone = {link for link in said(links) if GONE in (link[0], link[2])}
    assert len(gone) >= 10
    assert said(links) - left == gone
    assert left <= said(links)


def test_inferred_links_stand_in_their_own_graph_with_rule_and_reason(documents: list[Document], facts: list[Fact], links: list[Fact]) -> None:
    base, tg = "https://trivselsgrafen.example/", Namespace(TG)
    dataset = build_dataset(documents, [*facts, *links], base)
    link = next(link for link in links if link.rule == "niveau-kompleksitet")
    statement = URIRef(f"{base}udsagn/{link.id}")
    graph = dataset.graph(URIRef(base + INFERRED_GRAPH))
    assert str(graph.value(statement, tg.reason)) == link.reason
    assert graph.value(statement, tg.rule) == URIRef(f"{base}regel/{link.rule}")
    assert {str(context.identifier) for context in dataset.graphs() if (statement, None, None) in context} == {base + INFERRED_GRAPH}
    assert next(dataset.quads((URIRef(f"{base}regel/{link.rule}"), tg.reason, None, None)))[3] == URIRef(base + "graf/ordlister")


def test_row_of_a_fact_keeps_its_keys_in_order() -> None:
    row = Fact("a", "level", "b", "d", "s", "q", 0, 1).to_json()
    assert list(row) == [
        "id", "subject", "relation", "object", "document", "section", "quote", "start", "end", "value", "unit", "basis", "confidence", "reason", "rule",
    ]  # fmt: skip
    assert Fact("a", "level", "b", "d", "s", "q", 0, 1, reason="r", rule="x").id == row["id"]


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("begyndende … fravær", "et begyndende højt fravær.", "begyndende højt fravær"),
        ("begyndende … fravær", "begyndende problemer. Fravær", None),
        ("*fravær", "stigende skolefravær", "skolefravær"),
        ("tidlig* opsporing", "tidlige\nopsporing", "tidlige\nopsporing"),
        ("racisme", "antiracisme", None),
        ("ikke kun \"tunge\" sager", "(ikke kun \"tunge\" sager)", "ikke kun \"tunge\" sager"),
    ],
)
def test_phrases(phrase: str, text: str, found: str | None) -> None:
    match = pattern((phrase,)).search(text)
    assert (match.group() if match else None) == found


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("", "skal have tg:when, tg:then, tg:reason og tg:confidence"),
        ('tg:when [ tg:lookIn "et andet sted" ] ; tg:then [ tg:relation "level" ] ; tg:confidence 0.5 ; tg:reason "x"', "kender ikke »et andet sted«"),
        ('tg:when [ tg:lookIn "name" ] ; tg:then [ tg:relation "level" ] ; tg:confidence 0.5 ; tg:reason "{hvad}"', "kender ikke »hvad«"),
        ('tg:about "Mål" ; tg:when [ tg:lookIn "name" ] ; tg:then [ tg:relation "level" ] ; tg:confidence 0.5 ; tg:reason "x"', "kender ikke »Mål«"),
        ('tg:when [ tg:lookIn "name" ] ; tg:then [ tg:relation "level" ] ; tg:confidence 1.5 ; tg:reason "x"', "sikkerhed mellem 0 og 1"),
    ],
)
def test_broken_rule_is_told_by_name(tmp_path: Path, body: str, told: str) -> None:
    path = tmp_path / "rules.ttl"
    path.write_text(f"@prefix tg: <{TG}> .\n<https://x.example/regel/min> a tg:Rule {'; ' + body if body else ''} .", encoding="utf-8")
    with pytest.raises(VocabularyError, match="min") as error:
        read_rules(path)
    assert told in str(error.value)


@pytest.mark.parametrize(
    ("subject", "relation", "whole", "rule"),
    [
        ("Et grønnere natteliv", "goal_of", "By og bolig", "maal-af-plan"),
        ("Flere i arbejde og uddannelse", "goal_of", "By og bolig", "maal-af-plan"),
        ("Avatarer", "part_of", "Sygeundervisning i regi af Holbergskolen", "del-af-sygeundervisning"),
        ("Sydhavn Genbrugscenter", "part_of", "Lokal forankring", "del-af-lokal-forankring"),
        ("Borgmesterforum for Udsatte Boligområder", "part_of", "Ingen udsatte by- eller boligområder", "del-af-udsatte-omraader"),
    ],
)
def test_what_only_its_place_in_the_text_says_is_inferred(links: list[Fact], subject: str, relation: str, whole: str, rule: str) -> None:
    (link,) = [link for link in links if (link.subject, link.relation, link.object) == (subject, relation, whole)]
    assert (link.basis, link.rule) == (INFERRED, rule) and whole in str(link.reason)


def test_goals_that_a_chapter_sets_itself_are_not_inferred_again(links: list[Fact]) -> None:
    assert {link.object for link in links if link.rule == "maal-af-plan"} == {"By og bolig"}
    assert len([link for link in links if link.rule == "maal-af-plan"]) == 15
