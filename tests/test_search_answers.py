"""Every answer, whatever is asked: exact quotes, scores in order, no broken limit among what is recommended, never an exception."""

from __future__ import annotations

import json
import math
import random
import re
import socket
import time
from dataclasses import replace
from operator import mul
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from search.answer import Answer
from search.columns import Sparse
from search.limits import NO, fit
from search.offer_ranking import FULLY_TOPICAL, MOST, TOPICAL, WEIGHTS, OfferRanker
from search.passage_ranking import PassageRanker
from search.query import prepare
from search.understanding import Reader
from web.startup import Service

ROWS = [json.loads(line) for line in (Path(__file__).parent / "questions" / "development.jsonl").read_text(encoding="utf-8").splitlines()]
SAMPLE = random.Random(11).sample(ROWS, 90)
STATUSES = {"answered", "partial", "abstained", "refused"}
ODD = {
    "stop words": "og i at det som på de med den for",
    "emoji": "😀😢 👩‍👧‍👦",
    "english": "My 12-year-old son in Valby refuses to go to school, who can help us?",
    "sql": "'; DROP TABLE facts; -- SELECT * FROM users WHERE 1=1",
    "html": "<script>alert('x')</script><img src=x onerror=alert(1)> angst",
    "sparql": "PREFIX tg: <urn:x> SELECT ?s WHERE { ?s ?p ?o . FILTER(regex(?o, \"(a+)+$\")) }",
    "query syntax": "head:* AND (body:\"angst\" OR NOT parts:[a TO z])^9 ~2 +must -not",
    "story": "Vores søn på 9 har det svært. " + " ".join(["Han vil ikke i skole og græder om morgenen, og læreren på Rådmandsgades Skole ringer hver uge."] * 27),
    "signs": "\0\x1b[31m\u202e\ufeff", "letters": "ß ﬁ İ ŉ ǰ", "numbers": "1 2 3 4 5 6 7 8 9 10 11 12 13", "paragraph": "§ 999999999999999999999 a-z",
}


def checked(answer: Answer, service: Service) -> dict[str, Any]:
    """The answer as JSON, after everything that must hold of any answer."""
    given = answer.to_json()
    assert given["status"] in STATUSES
    for quote in [*(quote for offer in given["interventions"] for quote in offer["quotes"]), *given["passages"]]:
        assert service.documents[quote["document"]].text[quote["start"]:quote["end"]] == quote["text"] != ""
        assert len(quote["text"]) <= 1200
    for fact in given["facts"]:
        assert service.documents[fact["document"]].text[fact["start"]:fact["end"]] == fact["quote"]
    for notice in given["notices"]:
        assert notice["quote"] in service.documents[notice["document"]].text
    for condition in (condition for offer in given["interventions"] for condition in offer["conditions"]):
        assert any(condition["quote"] in document.text for document in service.documents.values())
    assert len(given["interventions"]) <= 10 and len(given["passages"]) <= 10
    scores = [offer["score"] for offer in given["interventions"]]
    assert scores == sorted(scores, reverse=True) and all(0 <= score <= 1 for score in scores)
    assert len({offer["id"] for offer in given["interventions"]}) == len(scores)
    passages = [passage["score"] for passage in given["passages"]]
    assert passages == sorted(passages, reverse=True) and all(score >= 0 for score in passages)
    if given["status"] in ("abstained", "refused"):
        assert given["reason"] and not given["interventions"] and not given["passages"] and not given["facts"]
    json.dumps(given, allow_nan=False)
    return given


@pytest.mark.parametrize("row", SAMPLE, ids=lambda row: row["id"])
def test_answer_to_a_question_of_users(service: Service, row: dict[str, Any]) -> None:
    given = checked(service.searcher.ask(row["query"]), service)
    understood = Reader(service.index).read(row["query"])
    for offer in given["interventions"]:
        how = fit(service.index.offers[offer["id"]], understood, service.index.excludes.get(offer["id"], {}))
        assert how.excluded is None and NO not in (how.age, how.grade, how.district), offer["label"]
        assert NO not in offer["fits"].values()
        assert offer["why"] and offer["quotes"]
    for miss in given["near_misses"]:
        how = fit(service.index.offers[miss["id"]], understood, service.index.excludes.get(miss["id"], {}))
        assert (how.excluded or NO in (how.age, how.grade, how.district)) and miss["why"]
    assert not {offer["id"] for offer in given["interventions"]} & {miss["id"] for miss in given["near_misses"]}


CASE = "er ikke for børn der har en sag i SOF ved opstart af forløb"
SPECIAL = "er ikke for elever, som er visiteret til (eller hvor det påtænkes at visitere til) specialundervisning på en specialskole, specialklasse, dagbehandling eller anden specialpædagogisk bistand"


@pytest.mark.parametrize(
    ("question", "offer", "why"),
    [
        ("Elev i 5. klasse på Guldberg Skole har flere sygedage. Familien har en sag i SOF. Kan han komme til fraværssamtale?", "Kom glad i skole – hver dag", CASE),
        ("elev med ti sygedage, familien har allerede en sagsbehandler i Socialforvaltningen", "Kom glad i skole – hver dag", CASE),
        ("Min søn går i specialklasse og er syg. Kommer der en lærer hjem og underviser ham?", "Sygeundervisning i regi af Holbergskolen", SPECIAL),
    ],
)
def test_what_a_document_says_is_not_for_such_a_child_is_a_near_miss(service: Service, question: str, offer: str, why: str) -> None:
    answer = service.searcher.ask(question)
    assert offer not in [row.label for row in answer.interventions]
    assert [row.why for row in answer.near_misses if row.label == offer] == [why]


@pytest.mark.parametrize(("age", "shown"), [("4 år", False), ("7 måneder", False), ("9 år", True)])
def test_what_is_for_pupils_is_no_help_for_a_small_child(service: Service, age: str, shown: bool) -> None:
    answer = service.searcher.ask(f"kan man tale med en skolesocialrådgiver om et barn på {age}")
    assert ("Skolesocialrådgivere" in [row.label for row in answer.interventions]) is shown
    assert [row.why for row in answer.near_misses if row.label == "Skolesocialrådgivere"] == ([] if shown else ["gælder elever"])


def test_who_asks_about_the_offer_itself_is_told_whom_it_is_not_for(service: Service) -> None:
    answer = service.searcher.ask("Min søn går i specialklasse. Kommer der en lærer fra Holbergskolen hjem til os?")
    assert [row.why[0] for row in answer.interventions if row.label == "Sygeundervisning i regi af Holbergskolen"] == [f"Bemærk: {SPECIAL}."]


@pytest.mark.parametrize(
    ("question", "offer"),
    [
        ("Elev i 5. klasse på Guldberg Skole har flere sygedage. Der er ingen sag i SOF. Kan han komme til fraværssamtale?", "Kom glad i skole – hver dag"),
        ("Min søn går i folkeskolen og er alvorligt syg. Kommer der en lærer fra Holbergskolen hjem til os?", "Sygeundervisning i regi af Holbergskolen"),
    ],
)
def test_other_children_are_not_left_out(service: Service, question: str, offer: str) -> None:
    assert service.searcher.ask(question).interventions[0].label == offer


def test_limits_given_beside_the_question_hold(service: Service) -> None:
    for age, district in ((3, "Amager"), (9, "Valby"), (16, "Nørrebro"), (40, "Husum")):
        answer = service.searcher.ask("han kommer ikke i skole og har angst", age=age, district=district)
        given = checked(answer, service)
        assert given["understood"]["age"] == {"min": age, "max": age}
        for offer in given["interventions"]:
            assert all(_covers(span, age) for span in [service.index.offers[offer["id"]].ages] if span)
            assert offer["fits"]["district"] != NO


def _covers(spans: Any, age: int) -> bool:
    return any((low is None or low <= age) and (high is None or age <= high) for low, high in spans)


def test_limit_of_another_district_is_a_near_miss(service: Service) -> None:
    given = service.searcher.ask("Dreng i 8. klasse på Amager har over 40 procent fravær, og skolen har prøvet alt").to_json()
    assert "u-start" in [offer["id"] for offer in given["interventions"]][:3]
    assert "den-koordinerende-fravaersindsats" not in [offer["id"] for offer in given["interventions"]]


def test_same_question_gives_the_same_answer(service: Service) -> None:
    for row in SAMPLE[:15]:
        first, second = (json.dumps(service.searcher.ask(row["query"]).to_json(row["id"]), ensure_ascii=False) for _ in range(2))
        assert first == second


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_odd_question_is_answered_or_refused(service: Service, text: str) -> None:
    assert checked(service.searcher.ask(text), service)["question"] == text


@pytest.mark.parametrize("name", ["stop words", "numbers", "emoji", "sql"])
def test_question_that_says_nothing_is_not_answered(service: Service, name: str) -> None:
    assert service.searcher.ask(ODD[name]).status == "abstained"


def test_mere_name_of_an_offer_is_answered_with_it(service: Service) -> None:
    """But for a heading that only gathers the local units, and a form that is told of with the rest."""
    offers = [offer for offer in service.index.offers.values() if offer.is_named]
    missed = {offer.label for offer in offers if offer.id not in {found.id for found in service.searcher.ask(offer.label).interventions}}
    assert len(offers) > 90 and missed == {"Kontakt til Socialforvaltningen", "Skoleflex"}


@pytest.mark.parametrize(
    ("question", "offer"),
    [
        ("Hvor gamle børn er Mind My Mind til?", "Mind My Mind"),
        ("hvor længe varer Mind My Mind", "Mind My Mind"),
        ("hvor mange gange mødes man i Cool Kids", "Cool kids"),
        ("hvem henviser til U-Start", "U-Start"),
    ],
)
def test_what_is_told_of_a_named_offer_is_answered(service: Service, question: str, offer: str) -> None:
    answer = service.searcher.ask(question)
    assert answer.status == "answered" and answer.interventions[0].label.startswith(offer)


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("hvor lang er ventetiden på Mind My Mind", "Dokumenterne oplyser ikke noget om ventetid."),
        ("hvad siger § 999 om fravær", "Dokumenterne nævner ikke § 999."),
        ("hvor mange ansatte har U-Start på deres afdeling", "Dokumenterne oplyser ikke noget om antal ansatte."),
        ("hvilken farve er bilen", "Vi fandt ingen passage, der besvarer dit spørgsmål."),
    ],
)
def test_refusal_says_what_is_not_told(service: Service, question: str, reason: str) -> None:
    answer = service.searcher.ask(question)
    assert answer.status == "abstained" and (answer.reason or "").startswith(reason)


def test_refusal_points_to_the_nearest_passages_outside_the_fixed_shape(service: Service) -> None:
    answer = service.searcher.ask("hvor lang er ventetiden på Mind My Mind")
    assert answer.nearest and "Mind My Mind" in answer.nearest[0].section
    assert answer.passages == () and "nearest" not in answer.to_json()
    assert service.searcher.ask("dosering af panodil junior til 14 kg").nearest == ()


def test_facts_are_those_of_the_offer_that_is_named_and_the_asked_one_comes_first(service: Service) -> None:
    for question, relation, value in [
        ("Hvor mange penge er der sat af til Mind My Mind?", "funding_amount", 3_000_000.0), ("Hvor længe varer et forløb i U-Start?", "duration", 9.1),
        ("hvad koster skolesocialrådgiverne om året", "funding_amount", 17_500_000.0),
    ]:  # fmt: skip
        facts = service.searcher.ask(question).facts
        assert (facts[0]["relation"], facts[0]["value"]) == (relation, value), question
        assert len({fact["subject"] for fact in facts}) == 1, question


def test_fact_that_only_the_whole_of_a_named_part_tells_is_told_of_the_whole(service: Service) -> None:
    answer = service.searcher.ask("hvor mange gange mødes man i Cool Kids")
    assert [(fact["subject"], fact["relation"]) for fact in answer.facts[:1]] == [("Cool kids og Chilled", "duration")]
    assert "10 gange" in answer.passages[0].text


def test_passages_about_other_offers_stand_below_those_of_the_named_one(service: Service) -> None:
    passages = service.searcher.ask("Hvor længe varer et forløb i U-Start?").passages[:2]
    assert all("U-Start" in passage.section for passage in passages), [passage.section for passage in passages]


def test_no_offer_is_recommended_that_has_hardly_to_do_with_the_question(service: Service) -> None:
    assert service.searcher.ask("Jeg tror en pige er ved at udvikle en spiseforstyrrelse").interventions == ()


@pytest.mark.parametrize(
    ("question", "helps"),
    [
        ("Hvordan kan jeg se om et barn på 4 ikke trives?", False), ("hvad er forskellen på let mistrivsel og mistrivsel", False),
        ("Hvad er forskellen på Mind My Mind og Cool Kids?", True), ("hvad skal jeg holde øje med, og hvem kan jeg ringe til på Amager", True),
    ],
)  # fmt: skip
def test_offers_stand_beside_signs_and_meanings_only_where_help_is_asked_for(service: Service, question: str, helps: bool) -> None:
    answer = service.searcher.ask(question)
    assert answer.status == "answered" and answer.passages and bool(answer.interventions) == helps, [offer.label for offer in answer.interventions]


def test_whom_to_call_stands_beside_signs_of_danger(service: Service) -> None:
    answer = service.searcher.ask("Hvilke tegn er der på, at et barn bliver slået derhjemme?")
    told = {offer.label for offer in answer.interventions}
    assert answer.notices and {"Den Sociale Døgnvagt", "Socialforvaltningen, lokal enhed Amager"} <= told, told
    assert not any(label.startswith("Beredskaber") for label in told)


def test_words_that_may_point_elsewhere_are_told_as_such(service: Service) -> None:
    """"passer søskende" is an indication in the thesaurus, "islamisk stat" a name."""
    [may_point] = service.searcher.ask("Datteren på 12 passer sine små søskende, mens mor er syg").interventions[:1]
    [named] = service.searcher.ask("han er begyndt at tale om islamisk stat").interventions[:1]
    assert any(reason.startswith("»passer små søskende« kan pege på barnet påtager sig voksenansvar") for reason in may_point.why), may_point.why
    assert any(reason.startswith("»islamisk stat« svarer til ekstremisme") for reason in named.why), named.why


def test_words_of_a_name_are_not_told_as_a_need(service: Service) -> None:
    best = service.searcher.ask("Hvornår er U-Start kommet i gang på skolerne på Amager?").interventions[0]
    assert best.label == "U-Start" and "Du nævner U-Start." in best.why
    assert not any("start" in reason.partition("»")[2].partition("«")[0] for reason in best.why), best.why


def test_detail_that_is_not_told_does_not_hide_help_in_danger(service: Service) -> None:
    answer = service.searcher.ask("far slår ham, hvad er ventetiden hos Socialforvaltningen")
    assert answer.status == "answered" and answer.notices and "Den Sociale Døgnvagt" in [offer.label for offer in answer.interventions]


_WORDS = st.sampled_from(sorted({word for row in ROWS for word in row["query"].split()}))


@hypothesis_settings(max_examples=80, deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.one_of(st.text(st.characters(codec="utf-8"), min_size=1, max_size=200), st.lists(_WORDS, min_size=1, max_size=40).map(" ".join)))
def test_any_text_is_answered_or_refused(service: Service, text: str) -> None:
    checked(service.searcher.ask_line(text), service)


def test_half_signs_are_no_exception(service: Service) -> None:
    assert service.searcher.ask_line("angst \ud800 hos mit barn").status in STATUSES


def test_endless_word_is_no_burden(service: Service) -> None:
    began = time.process_time()
    checked(service.searcher.ask("en" * 2000), service)
    assert time.process_time() - began < 1


def test_scores_of_passages_are_shares(service: Service) -> None:
    scores = [passage.score for row in SAMPLE[:20] for passage in service.searcher.ask(row["query"]).passages]
    assert len(scores) > 50 and all(0 <= score <= 1 for score in scores)


def test_answering_opens_no_connection(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object, **more: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    assert checked(service.searcher.ask(ROWS[0]["query"]), service)["passages"]


def test_offers_ranked_at_once_are_as_each_would_be(service: Service) -> None:
    index, reader, ranker = service.index, Reader(service.index), OfferRanker(service.index)
    seen = 0
    for row in [*SAMPLE[:12], {"query": "Hvad er der til en pige på 9 år i Valby?"}]:
        query = prepare(index, reader.read(row["query"]))
        ranked = ranker.rank(query)
        assert ranked == sorted(ranked, key=lambda offer: (-offer.score, offer.id))
        assert sum(offer.fit.is_possible for offer in ranked) == MOST
        alone = [fit(offer, query.understood, ranker._excludes(query, offer)) for offer in index.offers.values()]
        possible, near = ranker._fits(query)
        assert possible.tolist() == [how.is_possible for how in alone] and near.tolist() == [how.near for how in alone]
        assert {offer.id for offer in ranked} <= {index.form_of.get(id_, id_) for id_ in index.named_offers.values()} | query.names.keys()
        for offer in ranked:
            passages, at = index.passages_of(offer.id), index.rows[offer.id]
            assert offer.fit == fit(index.offers[offer.id], query.understood, index.excludes.get(offer.id, {}))
            assert offer.signals.evidence_words == max((weight * query.words.values[index.rows[id_]] for id_, weight in passages.items()), default=0.0)
            assert offer.signals.needs == query.met[at] and offer.signals.near == offer.fit.near
            topical, other = (math.fsum(map(mul, WEIGHTS[part], offer.signals[part])) for part in (slice(0, TOPICAL), slice(TOPICAL, None)))
            own = topical + min(1.0, topical / FULLY_TOPICAL) * other
            seen += offer.score == pytest.approx(own)
            assert offer.score >= own - 1e-9, "a part may lend its strength to the whole"
    assert seen > 100


def test_paragraphs_are_looked_up_as_they_would_be_searched_for(service: Service) -> None:
    index = service.index
    laws = {id_: [index.facts[one].object or "" for one in offer.facts if index.facts[one].relation == "legal_basis"] for id_, offer in index.offers.items()}
    assert {"29", "120"} <= index.resting_on.keys() and "999" not in index.cited
    for number in map(str, range(200)):
        assert index.resting_on.get(number, []) == [id_ for id_, texts in laws.items() if any(re.search(rf"§ {number}\b", text) for text in texts)]
        told = (fact.object or "" for fact in index.facts.values() if fact.relation == "legal_basis" or "§" in fact.quote)
        assert (number in index.cited) == any(re.search(rf"\b{number}\b", text) for text in told)


def test_what_the_facts_tell_is_what_going_through_them_all_finds(service: Service) -> None:
    index = service.index
    ids = {offer.label: offer.id for offer in index.offers.values()}
    holding = {
        id_: index.rows[passage.id] for id_, fact in index.facts.items() for passage in index.passages.values()
        if passage.document == fact.document and passage.start <= fact.start < passage.end
    }  # fmt: skip
    told = {(fact.relation, of, holding[id_]) for id_, fact in index.facts.items() if id_ in holding for of in {"", ids.get(fact.subject, "")}}
    assert {(relation, of, row) for relation, rows_of in index.told_in.items() for of, rows in rows_of.items() for row in rows.tolist()} == told
    assert len(told) > 1000
    placed = {(fact.object, holding[id_]) for id_, fact in index.facts.items() if id_ in holding and fact.relation in ("school", "district") and fact.object}
    assert {(place, row) for place, rows in index.passages_on.items() for row in rows.tolist()} == placed != set()
    assert {id_: set(relations) for id_, relations in index.relations_of.items()} == {
        id_: {index.facts[one].relation for one in offer.facts} for id_, offer in index.offers.items()
    }
    duties = [index.facts[id_] for ids in index.duties.values() for id_ in ids]
    assert {fact.relation for fact in duties} == {"duty"} and all(index.facts[id_].document == document for document, ids in index.duties.items() for id_ in ids)
    variants = {(fact.subject, fact.object) for fact in index.facts.values() if fact.relation == "variant"}
    assert {(index.offers[form].label, index.offers[whole].label) for form, whole in index.form_of.items()} <= variants and index.form_of


def test_passages_that_nothing_brings_are_not_ranked(service: Service) -> None:
    index = service.index
    query = prepare(index, Reader(index).read("Hvad koster U-Start?"))
    offers = OfferRanker(index).rank(query)
    ranked = PassageRanker(index).rank(query, offers)
    assert len(ranked) == 10 and [score for _, score in ranked] == sorted((score for _, score in ranked), reverse=True)
    nothing = dict.fromkeys(("words", "near", "asked_words", "asked_near"), Sparse(np.zeros(0, dtype=np.intp), np.zeros(len(index.rows))))
    assert PassageRanker(index).rank(replace(query, met=np.zeros_like(query.met), **nothing), []) == []
