"""People's decisions on inferred links: accepted ones are reviewed, rejected ones never return, and each says who, when and why."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from rdflib import Namespace, URIRef

from corpus.document import Document, Source
from graph.dataset import INFERRED_GRAPH, REVIEWED_GRAPH, build_dataset
from graph.fact import INFERRED, REVIEWED, Fact
from graph.reviews import ACCEPT, FILE, REJECT, Review, ReviewError, add_review, apply_reviews, read_reviews
from graph.storage import union_graph
from ontology.names import DCT, TG
from ontology.vocabulary import VocabularyError
from web.cli import main
from web.settings import Settings
from web.startup import Service, open_service

BASE = "https://trivselsgrafen.example/"
TEXT = "Læsehjælp er for børn med massivt fravær. Den findes på Amager."
SMALL = Document(Source("lille", "Den lille plan", "Københavns Kommune", "2025-03", "gældende", "ab" * 32), TEXT)
LINK = Fact("Læsehjælp", "level", "Mistrivsel", "lille", "", TEXT[:41], 0, 41, basis=INFERRED, confidence=0.6, reason="Fordi.", rule="massivt")
OTHER = replace(LINK, object="Svær mistrivsel")

Run = Callable[..., Result]


def decision(link: Fact, made: str, why: str = "Læst i målgruppen", when: str = "2026-05-01") -> Review:
    return Review.of(link, made, "Bo Bang", when, why)


def test_undecided_links_stay_as_they_are() -> None:
    assert apply_reviews([LINK, OTHER], []) == [LINK, OTHER]


def test_accepted_is_reviewed_and_keeps_its_id_reason_and_rule() -> None:
    reviewed, other = apply_reviews([LINK, OTHER], [decision(LINK, ACCEPT)])
    assert (reviewed.basis, reviewed.confidence, reviewed.id) == (REVIEWED, 1.0, LINK.id)
    assert (reviewed.reason, reviewed.rule) == ("Fordi.", "massivt")
    assert other == OTHER


def test_rejected_is_gone_also_when_another_sentence_bears_it() -> None:
    elsewhere = replace(LINK, quote=TEXT[42:], start=42, end=len(TEXT), subject="læsehjælp")
    assert elsewhere.id != LINK.id
    assert apply_reviews([LINK, OTHER], [decision(LINK, REJECT)]) == [OTHER]
    assert apply_reviews([elsewhere, OTHER], [decision(LINK, REJECT)]) == [OTHER]


def test_acceptance_holds_only_for_the_sentence_that_was_read() -> None:
    elsewhere = replace(LINK, quote=TEXT[42:], start=42, end=len(TEXT))
    assert apply_reviews([elsewhere], [decision(LINK, ACCEPT)]) == [elsewhere]


def test_last_decision_holds(tmp_path: Path) -> None:
    for made in (REJECT, ACCEPT, REJECT):
        add_review(tmp_path, decision(LINK, made))
    assert [review.decision for review in read_reviews(tmp_path)] == [REJECT, ACCEPT, REJECT]
    assert apply_reviews([LINK], read_reviews(tmp_path)) == []
    add_review(tmp_path, decision(LINK, ACCEPT))
    assert [fact.basis for fact in apply_reviews([LINK], read_reviews(tmp_path))] == [REVIEWED]


def test_decisions_come_back_as_they_were_written_in_order(tmp_path: Path) -> None:
    texts = ['Citat "med" \\ og\nlinje', "Æ ø å »«", "a ; b . c", "<x> @da ^^"]
    given = [replace(decision(LINK, ACCEPT, why=text), link=f"{number:016x}", who=text) for number, text in enumerate(texts * 4)]
    for review in given:
        add_review(tmp_path, review)
    assert read_reviews(tmp_path) == given
    assert sorted(path.name for path in tmp_path.iterdir()) == [".reviews-lock", FILE]


def test_no_file_is_no_decision(tmp_path: Path) -> None:
    assert read_reviews(tmp_path / "none") == []


def _add_many(data: Path, first: int) -> None:
    for number in range(first, first + 5):
        add_review(data, replace(decision(LINK, ACCEPT), link=f"{number:016x}"))


def test_decisions_made_at_the_same_time_are_all_kept(tmp_path: Path) -> None:
    context = get_context("spawn")
    writers = [context.Process(target=_add_many, args=(tmp_path, first)) for first in (0, 5, 10)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    assert sorted(review.link for review in read_reviews(tmp_path)) == [f"{number:016x}" for number in range(15)]


@pytest.mark.parametrize(("body", "error"), [("<x> a <y", VocabularyError), (f"<x:1> a <{TG}Review> .", ReviewError)])
def test_broken_file_is_told_by_name(tmp_path: Path, body: str, error: type[Exception]) -> None:
    (tmp_path / FILE).write_text(body, encoding="utf-8")
    with pytest.raises(error, match=FILE):
        read_reviews(tmp_path)


def test_reviewed_and_decisions_stand_in_the_reviewed_graph_with_who_when_and_why() -> None:
    tg, dct = Namespace(TG), Namespace(DCT)
    reviews = [decision(LINK, ACCEPT), decision(OTHER, REJECT, why="Siger for meget")]
    dataset = build_dataset([SMALL], apply_reviews([LINK, OTHER], reviews), BASE, reviews)
    reviewed, inferred = (dataset.graph(URIRef(BASE + name)) for name in (REVIEWED_GRAPH, INFERRED_GRAPH))
    one = reviewed.value(URIRef(f"{BASE}udsagn/{LINK.id}"), tg.review)
    assert [str(reviewed.value(one, what)) for what in (tg.decision, tg.reviewer, dct.date, tg.why, tg.link)] == [
        "accept", "Bo Bang", "2026-05-01", "Læst i målgruppen", LINK.id,
    ]  # fmt: skip
    assert sorted(str(made) for made in reviewed.objects(None, tg.decision)) == ["accept", "reject"]
    assert "Siger for meget" in {str(why) for why in reviewed.objects(None, tg.why)}
    assert len(inferred) == 0
    union = union_graph(dataset)
    assert (URIRef(f"{BASE}udsagn/{LINK.id}"), None, None) in union and (URIRef(f"{BASE}udsagn/{OTHER.id}"), None, None) not in union


# the command


@pytest.fixture
def run(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs commands over a data folder of one's own."""
    shutil.copytree(settings.data, tmp_path, dirs_exist_ok=True)
    monkeypatch.setenv("TRIVSEL_DATA", str(tmp_path))
    monkeypatch.delenv("TRIVSEL_MODEL", raising=False)
    return lambda *arguments: CliRunner().invoke(main, arguments)


def rows(run: Run) -> dict[str, dict[str, object]]:
    return {row["id"]: row for row in map(json.loads, run("facts").stdout.splitlines())}


def link_of(service: Service, rule: str) -> Fact:
    return next(link for link in service.links if link.rule == rule)


def test_command_rejects_for_ever_and_accepts(run: Run, service: Service, tmp_path: Path) -> None:
    bad, good = link_of(service, "niveau-kompleksitet"), link_of(service, "loefte-indgang")
    assert rows(run)[bad.id]["basis"] == rows(run)[good.id]["basis"] == "inferred"
    rejected = run("review", "reject", bad.id, "--by", "Bo Bang", "--why", "For stærkt sagt")
    assert rejected.exit_code == 0 and "Afvist: »U-Start« level »Svær mistrivsel«" in rejected.stdout and "»trivsel build«" in rejected.stdout
    assert run("review", "accept", good.id, "--by", "Bo Bang", "--why", "Samme tilbud").exit_code == 0
    assert run("build").exit_code == 0
    found = rows(run)
    assert bad.id not in found
    assert (found[good.id]["basis"], found[good.id]["confidence"]) == ("reviewed", 1.0)
    service = open_service(Settings(data=tmp_path))
    assert not [link for link in service.links if (link.subject, link.object) == ("U-Start", "Svær mistrivsel")]
    assert {fact.basis for fact in service.stated} == {"stated"}
    assert {fact.relation for fact in service.index.facts.values() if fact.basis != "stated"} == {"legal_basis"}
    back = run("review", "accept", bad.id, "--by", "Bo Bang", "--why", "Alligevel rigtigt")
    assert back.exit_code == 0 and run("build").exit_code == 0 and rows(run)[bad.id]["basis"] == "reviewed"
    assert run("check").stdout == "Alt er i orden.\n"


def test_command_tells_what_is_wrong_and_keeps_nothing(run: Run, service: Service, tmp_path: Path) -> None:
    link = link_of(service, "niveau-kompleksitet")
    stated = next(iter(service.index.facts))
    near = link.id[:-1] + ("0" if link.id[-1] != "0" else "1")
    given = ("--by", "Bo Bang", "--why", "Derfor")
    for arguments, code, told in (
        (("accept", near, *given), 1, f"Mente du {link.id} (»U-Start« level »Svær mistrivsel«)"),
        (("accept", "U-Start", *given), 1, "»U-Start«"),
        (("accept", stated, *given), 1, "står i et dokument"),
        (("accept", link.id, "--by", " ", "--why", "Derfor"), 1, "hvem (--by)"),
        (("accept", link.id, "--by", "Bo", "--why", "Barnet 010110-1234 siger det"), 1, "CPR"),
        (("accept", link.id, "--by", "Bo"), 2, "mangler"),
        (("maybe", link.id, *given), 2, "ikke gyldig"),
    ):
        result = run("review", *arguments)
        assert (result.exit_code, result.stdout) == (code, ""), result.output
        assert told in result.stderr and "010110" not in result.stderr and "Traceback" not in result.stderr
    assert not (tmp_path / FILE).exists()


def test_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("en fil", encoding="utf-8")
    with pytest.raises(ReviewError, match="kan ikke gemmes"):
        add_review(tmp_path / "data", decision(LINK, ACCEPT))


def test_answers_rest_on_what_is_stated_and_on_the_laws_of_steps(service: Service) -> None:
    of_steps = {link.id for link in service.links if link.rule == "lov-trin"}
    assert len(of_steps) > 40 and {service.index.facts[id_].basis for id_ in of_steps} == {"inferred"}
    assert {link.id for link in service.links} & set(service.index.facts) == of_steps
    assert {link.id for link in service.links} & {id_ for offer in service.index.offers.values() for id_ in offer.facts} == of_steps
    assert {fact.basis for fact in service.facts()} == {"stated"}
    assert {fact.basis for fact in service.facts(inferred=True)} == {"stated", "inferred"}
