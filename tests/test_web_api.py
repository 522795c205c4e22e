"""The programming interface: the shape and meaning of answers, and what it never says."""

from __future__ import annotations

import logging
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph.fact import RELATIONS
from web.startup import Service

QUESTION = "Dreng i 8. klasse på Amager har over 40 procent fravær, og skolen har prøvet alt"
CPR = "010203-1234"


def test_answer_has_the_fixed_shape_and_exact_quotes(client: FlaskClient, service: Service) -> None:
    answer = client.post("/api/v1/ask", json={"query": QUESTION}).get_json()
    assert set(answer) >= {
        "id", "question", "language", "status", "reason", "understood", "notices", "interventions", "near_misses", "facts", "passages",
    }  # fmt: skip
    assert answer["question"] == QUESTION and answer["status"] == "answered"
    start = next(offer for offer in answer["interventions"] if offer["id"] == "u-start")
    assert start["quotes"] and answer["passages"]
    for quote in [*start["quotes"], *answer["passages"]]:
        assert quote["text"] == service.documents[quote["document"]].text[quote["start"]:quote["end"]]


def test_page_and_api_recommend_the_same(client: FlaskClient) -> None:
    answer = client.post("/api/v1/ask", json={"query": QUESTION}).get_json()
    page = client.post("/spoerg", data={"q": QUESTION}).get_data(as_text=True)
    places = [page.index(f'<a href="/indsats/{offer["id"]}">') for offer in answer["interventions"]]
    assert places and places == sorted(places)


def test_limit_and_district_narrow(client: FlaskClient) -> None:
    body = {"query": "eleven kommer ikke i skole", "district": "Amager", "grade": 8, "limit": 1}
    answer = client.post("/api/v1/ask", json=body).get_json()
    assert len(answer["interventions"]) == 1
    assert answer["understood"]["districts"] == ["Amager"] and answer["understood"]["grade"] == {"min": 8, "max": 8}


@pytest.mark.parametrize("body", [{"query": f"dreng {CPR}"}, {"query": "angst", "school": CPR}, {"query": "angst", "district": f"Amager {CPR}"}])
def test_cpr_number_is_refused_in_the_shape_of_an_answer(
    client: FlaskClient, body: dict[str, str], caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    response = client.post("/api/v1/ask", json=body)
    answer = response.get_json()
    assert response.status_code == 422 and answer["status"] == "refused" and answer["reason"]
    assert answer["interventions"] == answer["passages"] == answer["facts"] == []
    output = capfd.readouterr()
    assert CPR not in response.get_data(as_text=True) + caplog.text + output.out + output.err


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"query": ""}, "Skriv et spørgsmål."), ({"query": "a" * 4001}, "Skriv kortere"), ({}, "query"), ({"query": 7}, "query"),
        ({"query": "angst", "hemmeligtord": 1}, "Ret felterne"), ({"query": "hemmeligtord", "age": "ti"}, "age"), ({"query": "x", "as_of": "i går"}, "as_of"),
        (["hemmeligtord"], "body"),
    ],
)  # fmt: skip
def test_body_that_cannot_be_used_is_explained_without_its_values(client: FlaskClient, body: object, words: str) -> None:
    response = client.post("/api/v1/ask", json=body)
    assert response.status_code == 422
    assert set(response.get_json()) == {"fejl", "besked"} and words in response.get_json()["besked"]
    assert "hemmeligtord" not in response.get_data(as_text=True).replace('Ret felterne: hemmeligtord', "")


@pytest.mark.parametrize(("path", "code"), [("/api/v1/findes-ikke", 404), ("/api/v1/interventions/findes-ikke", 404), ("/api/v1/ask", 405)])
def test_errors_are_json(client: FlaskClient, path: str, code: int) -> None:
    response = client.get(path)
    assert response.status_code == code and set(response.get_json()) == {"fejl", "besked"}


def test_body_that_is_not_json_is_an_error_of_the_caller(client: FlaskClient) -> None:
    for content_type in ("application/json", "text/plain"):
        response = client.post("/api/v1/ask", data="{hemmeligtord", content_type=content_type)
        assert 400 <= response.status_code < 500 and "hemmeligtord" not in response.get_data(as_text=True)


def test_facts_are_all_there_and_can_be_narrowed(client: FlaskClient, service: Service) -> None:
    every = client.get("/api/v1/facts").get_json()["facts"]
    assert [fact["id"] for fact in every] == [fact.id for fact in service.stated] and {fact["basis"] for fact in every} == {"stated"}
    ages = client.get("/api/v1/facts?relation=age_min&subject=Cool%20Kids").get_json()["facts"]
    assert [(fact["subject"], fact["relation"], fact["value"]) for fact in ages] == [("Cool Kids", "age_min", 7)]
    assert client.get("/api/v1/facts?relation=legal_basis&subject=U-Start").get_json()["facts"] == []
    laws = client.get("/api/v1/facts?relation=legal_basis&subject=U-Start&inferred=true").get_json()["facts"]
    assert len(laws) == 5 and {(fact["subject"], fact["relation"], fact["basis"]) for fact in laws} == {("U-Start", "legal_basis", "inferred")}
    unknown = client.get("/api/v1/facts?relation=legal_basi")
    assert unknown.status_code == 404 and "legal_basis" in unknown.get_json()["besked"]
    for fact in every[::25]:
        assert fact["relation"] in RELATIONS
        assert fact["quote"] == service.documents[fact["document"]].text[fact["start"]:fact["end"]]


def test_interventions_and_documents_are_listed(client: FlaskClient) -> None:
    offers = client.get("/api/v1/interventions").get_json()["interventions"]
    assert "u-start" in {offer["id"] for offer in offers}
    one = client.get("/api/v1/interventions/u-start").get_json()
    assert one["label"] == "U-Start" and {fact["subject"] for fact in one["facts"]} == {"U-Start"}
    documents = client.get("/api/v1/documents").get_json()["documents"]
    assert {document["id"]: document["status"] for document in documents}["integrationspolitik"] == "udkast"


def test_description_names_every_path(client: FlaskClient, app: Flask) -> None:
    description = client.get("/api/v1/openapi.json").get_json()
    served = {re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule) for rule in app.url_map.iter_rules() if rule.rule.startswith("/api/v1/")}
    hidden = {path for path in served if path.startswith("/api/v1/docs") or path.endswith("openapi.json")}
    assert set(description["paths"]) == served - hidden and len(description["paths"]) >= 10
    fields = description["components"]["schemas"]["QuestionBody"]["properties"]
    assert set(fields) == {"query", "age", "grade", "district", "school", "limit", "inferred", "as_of"}


def test_pages_and_programs_get_the_same_ladder(client: FlaskClient, service: Service) -> None:
    steps = client.get("/api/v1/ladder?bydel=Amager").get_json()["steps"]
    page = client.get("/trappen?bydel=Amager").get_data(as_text=True)
    assert [step["number"] for step in steps] == [1, 2, 3, 4]
    for step in steps:
        assert step["quote"] == service.documents[step["document"]].text[step["start"]:step["end"]]
        assert all(f'href="/indsats/{offer["id"]}"' in page for offer in step["interventions"])
    assert "u-start" in {offer["id"] for step in steps for offer in step["interventions"]}


def test_document_has_the_text_its_offsets_count_in(client: FlaskClient, service: Service) -> None:
    whole = client.get("/api/v1/documents/trivselsstrategi").get_json()
    assert whole["text"] == service.documents["trivselsstrategi"].text and whole["sha256"]
    assert whole["passages"] and all(row["text"] == whole["text"][row["start"]:row["end"]] for row in whole["passages"])
    assert any(repair["before"].strip() == "fore bygger" for repair in whole["repairs"])
    assert client.get("/api/v1/documents/findes-ikke").status_code == 404


def test_interventions_are_narrowed_by_the_filters_of_the_page(client: FlaskClient) -> None:
    found = client.get("/api/v1/interventions?forvaltning=SOF&bydel=Amager&alder=udskoling").get_json()["interventions"]
    page = client.get("/indsatser?forvaltning=SOF&bydel=Amager&alder=udskoling").get_data(as_text=True)
    assert "u-start" in {offer["id"] for offer in found}
    assert all("SOF" in offer["responsible"] and "Amager" in offer["districts"] for offer in found)
    assert f">{len(found)} indsats" in page


def test_data_counts_what_there_is(client: FlaskClient, service: Service) -> None:
    data = client.get("/api/v1/data").get_json()
    assert (data["documents"], data["facts"], data["interventions"]) == (len(service.documents), len(service.stated), len(service.index.offers))
    assert data["inferred"] > 0 and data["generation"] == service.folder.name


def test_suggestions_are_names_and_needs(client: FlaskClient) -> None:
    found = client.get("/api/v1/suggestions").get_json()["suggestions"]
    assert {"U-Start", "bekymrende fravær"} <= set(found) and len(found) == 300
    assert found == sorted(found, key=str.casefold) and len({name.casefold() for name in found}) == 300


def test_swagger_comes_from_the_installed_package(client: FlaskClient) -> None:
    page = client.get("/api/v1/docs").get_data(as_text=True)
    assert "<script>" not in page and "http" not in page
    for file in ("css/swagger-ui.css", "js/swagger-ui-bundle.js"):
        assert f"/api/v1/docs/{file}" in page
        with client.get(f"/api/v1/docs/{file}") as response:
            assert response.status_code == 200
    assert client.get("/api/v1/docs/../../plugins.py").status_code == 404
