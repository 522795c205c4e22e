"""A re-issued overview takes the place of the old one: its facts answer, the old ones are kept apart, and the difference is exactly what was changed."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask.testing import FlaskClient
from reissue import NEW, OLD, assert_exactly_the_changes, reissued, said

from corpus.catalogue import entries
from corpus.editions import in_force
from corpus.library import Library
from web.adding import Wishes, add
from web.application import create_app
from web.checking import check
from web.cli import main
from web.document_folder import Editions
from web.generations import current
from web.settings import Settings
from web.startup import Service, UnknownName, open_service
from web.timeline import folder_name, service_as_of


@pytest.fixture(scope="module")
def two(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A data folder in which a later edition has replaced the overview."""
    data = tmp_path_factory.mktemp("editions") / "data"
    shutil.copytree(settings.data, data)
    path = data.parent / "Overblik 2027.md"
    path.write_text(reissued(), encoding="utf-8")
    settings = Settings(data=data, user="redaktør")
    report = add(settings, [path], Wishes(date="2027-03", supersedes="praksisoverblik"), lambda stage: None)
    assert [(added.id, added.title) for added in report.added] == [(NEW, "Praksisoverblik – igangværende fraværsindsatser")]
    assert not report.failures and report.generation == "gen-2"
    return settings


@pytest.fixture(scope="module")
def now(two: Settings) -> Service:
    return open_service(two)


@pytest.fixture(scope="module")
def then(two: Settings) -> Service:
    told: list[str] = []
    service = service_as_of(two, "2026-06-01", progress=told.append)
    assert told[0] == "Bygger graf og søgeindeks, som de var den 2026-06-01; det sker kun første gang" and "Bygger søgeindekset" in told
    service_as_of(two, "2026-06-01", progress=told.append)
    assert len(told) == 5
    return service


def run(settings: Settings, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> Result:
    monkeypatch.setenv("TRIVSEL_DATA", str(settings.data))
    return CliRunner().invoke(main, arguments)


def values(service: Service, subject: str, relation: str) -> set[float | None]:
    return {fact.value for fact in service.facts(subject, relation)}


def test_new_edition_answers_with_its_facts(now: Service, service: Service) -> None:
    assert values(now, "Mind My Mind", "age_min") == {7} and values(now, "Mind My Mind", "age_max") == {15}
    assert values(now, "Skolefraværsrådgivere", "funding_amount") == {4_250_000}
    kept = said([fact for fact in service.stated if fact.document == NEW])
    still = said([fact for fact in now.index.facts.values() if fact.document == NEW])
    assert len(kept & still) / len(kept) > 0.95 and kept - still and still - kept


def test_nothing_of_the_old_edition_is_in_answers_or_facts(now: Service) -> None:
    assert set(now.index.sources) == set(now.documents) and OLD not in now.documents
    assert not [fact for fact in now.facts() if OLD in fact.document or "Ellebjerg" in f"{fact.subject} {fact.object}"]
    answer = now.searcher.ask("Mind My Mind til et barn på 6 år")
    assert OLD not in json.dumps(answer.to_json(), ensure_ascii=False)
    assert {quote.document for offer in answer.interventions for quote in offer.quotes} <= set(now.documents)


def test_ids_of_facts_that_stayed_are_the_same(now: Service, service: Service) -> None:
    """Links, decisions and citations that name the work go on holding."""
    before = {fact.id for fact in service.index.facts.values() if fact.document == NEW}
    after = {fact.id for fact in now.index.facts.values() if fact.document == NEW}
    assert len(before & after) > 550


def test_old_edition_is_kept_with_its_dates_and_facts(now: Service, service: Service) -> None:
    old = now.document(OLD)
    assert old.source.replaced_on == "2027-03" and old.source.date == "2026-04" and old.source.is_replaced
    assert old.text == service.document(NEW).text
    assert now.document(NEW).source.replaces == OLD and now.document("praksisoverblik@2027-03") is now.document(NEW)
    assert said(now.replaced_facts) == said([fact for fact in service.stated if fact.document == NEW])
    assert all(old.text[fact.start:fact.end] == fact.quote for fact in now.replaced_facts)


def test_generation_with_two_editions_has_no_violation(now: Service, two: Settings) -> None:
    assert check(now, two.vocabularies) == []


def test_each_edition_has_its_named_graph(now: Service) -> None:
    ages = "SELECT ?g WHERE { GRAPH ?g { ?x <http://www.w3.org/ns/oa#exact> ?q } FILTER(STRSTARTS(STR(?q), 'Aldersgruppe: 6-16')) }"
    graphs = {row["g"]["value"].rsplit("/", 1)[-1] for row in json.loads(now.sparql(ages).body)["results"]["bindings"]}
    assert graphs == {OLD}
    revision = "ASK { ?new <http://www.w3.org/ns/prov#wasRevisionOf> ?old . FILTER(STRENDS(STR(?old), 'praksisoverblik@2026-04')) }"
    assert json.loads(now.sparql(revision).body)["boolean"] is True
    default = "ASK { ?x <http://www.w3.org/ns/oa#exact> ?q . FILTER(STRSTARTS(STR(?q), 'Aldersgruppe: 6-16')) }"
    assert json.loads(now.sparql(default).body)["boolean"] is False
    assert b"@2026-04/" not in now.export("turtle") and b"citat/praksisoverblik@2026-04/" in now.export("nquads")


def test_as_it_was_on_a_day(then: Service, two: Settings, now: Service) -> None:
    assert OLD in then.documents and NEW not in then.documents
    assert values(then, "Mind My Mind", "age_min") == {6}
    answer = then.searcher.ask("Mind My Mind til et barn på 6 år")
    quoted = [quote for offer in answer.interventions for quote in offer.quotes if quote.document == OLD]
    assert quoted and all(now.document(OLD).text[quote.start:quote.end] == quote.text for quote in quoted)
    assert service_as_of(two, "2027-03-01", now) is now
    with pytest.raises(UnknownName, match="Ingen af dokumenterne gjaldt den 2001-01-01. Det ældste er fra 2024."):
        service_as_of(two, "2001-01-01")
    with pytest.raises(UnknownName, match="»2026-13-01« findes ikke"):
        service_as_of(two, "2026-13-01")


def test_day_stays_built_when_another_document_comes(two: Settings) -> None:
    """And is built again where something of what it was made of is another."""
    now, chosen = Editions.read(current(two.data)), in_force(entries(Library(two.data)), "2026-06-01")
    built = folder_name(now, chosen)
    later = replace(now, chosen=(*now.chosen, "plan@2027"), keys={**now.keys, "plan@2027": "x"})
    assert OLD in {entry.edition for entry in chosen} <= now.keys.keys() and folder_name(later, chosen) == built
    assert len({built, folder_name(replace(now, ways="x"), chosen), folder_name(replace(now, keys={**now.keys, OLD: "x"}), chosen)}) == 3


@pytest.mark.parametrize("day", ["2027-02-28", "2026-04-01"])
def test_last_and_first_day_of_an_edition(then: Service, two: Settings, day: str) -> None:
    assert service_as_of(two, day).folder == then.folder


def test_command_as_of_a_day(then: Service, two: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    facts = run(two, monkeypatch, "facts", "--as-of", "2026-06-01", "--subject", "Mind My Mind", "--relation", "age_max")
    assert {json.loads(line)["value"] for line in facts.stdout.splitlines()} == {16}
    found = run(two, monkeypatch, "sparql", "--as-of", "2026-06-01", "ASK { <https://trivselsgrafen.example/dokument/praksisoverblik@2026-04> ?p ?o }")
    assert json.loads(found.stdout)["boolean"] is True
    answer = json.loads(run(two, monkeypatch, "ask", "--json", "--as-of", "2026-06-01", "Mind My Mind til et barn på 6 år").stdout)
    assert OLD in {quote["document"] for offer in answer["interventions"] for quote in offer["quotes"]}


def test_difference_is_exactly_what_was_changed(two: Settings, now: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    result = run(two, monkeypatch, "diff", OLD, "--format", "json")
    changes = json.loads(result.stdout)["changes"]
    assert_exactly_the_changes(changes)
    assert json.loads(run(two, monkeypatch, "diff", NEW, NEW, "--format", "json").stdout)["changes"] == []


def test_difference_as_text_and_of_answers(two: Settings, then: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    questions = tmp_path / "spørgsmål.jsonl"
    rows = [{"id": "a", "query": "Mind My Mind til et barn på 16 år"}, {"id": "b", "query": "Hvad gør jeg ved mistanke om vold?"}]
    questions.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    text = run(two, monkeypatch, "diff", OLD, NEW, "--questions", str(questions)).stdout
    assert "Ændret: Alder: »Fra 6 år« → »Fra 7 år«" in text and "Ændret: Beløb: »3,6 mio. kr. om året« → »4,25 mio. kr. om året«" in text
    assert "Andet svar på a: Mind My Mind til et barn på 16 år" in text and "svar på b" not in text


def test_pages_of_both_editions(two: Settings, now: Service) -> None:
    client: FlaskClient = create_app(now, two).test_client()
    old, new = (client.get(f"/dokument/{id_}").get_data(as_text=True) for id_ in (OLD, NEW))
    assert "Denne udgave gælder ikke længere. Den blev afløst marts 2027." in old and 'href="/dokument/praksisoverblik"' in old
    assert "Andre udgaver" in new and OLD in new
    assert client.get(f"/dokument/{OLD}.txt").get_data(as_text=True) == now.document(OLD).text


def test_interface_as_of_a_day(then: Service, two: Settings, now: Service) -> None:
    client = create_app(now, two).test_client()
    body = {"query": "Mind My Mind til et barn på 6 år", "as_of": "2026-06-01"}
    documents = {quote["document"] for offer in client.post("/api/v1/ask", json=body).get_json()["interventions"] for quote in offer["quotes"]}
    assert OLD in documents and NEW not in documents
    assert client.post("/api/v1/ask", json={**body, "as_of": "2001-01-01"}).status_code == 404


def test_list_tells_who_added_what_and_what_replaced_it(two: Settings, now: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = {line.split("\t")[0]: line for line in run(two, monkeypatch, "documents").stdout.splitlines()}
    assert "afløst marts 2027" in lines[OLD] and "af redaktør" in lines[NEW] and "venter" not in "".join(lines.values())
    assert [entry.edition for entry in entries(Library(two.data)) if entry.source.work == NEW] == [OLD, "praksisoverblik@2027-03"]
