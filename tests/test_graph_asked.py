"""The questions that passages and offers answer: each belongs to something that is there, and none is one we measure with."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from rdflib import RDF, URIRef

from corpus.document import Document
from graph.asked import SHIPPED, asked_of
from graph.errors import CurationError
from graph.fact import Fact
from graph.offers import offers_of
from ontology.names import TG
from ontology.vocabulary import parse_turtle

PREFIXES = """@prefix tg: <https://trivselsgrafen.example/ontologi#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
OFFER = '[] a tg:Asked ; skos:prefLabel "U-Start"@da ; tg:asked "hvem hjælper ham tilbage"@da , "a way back to school"@en .'
PASSAGE = '[] a tg:Asked ; dct:source "praksisoverblik" ; tg:quote "%s" ; tg:asked "hvad laver de"@da .'


def test_every_row_shipped_belongs_to_a_passage_or_an_offer(documents: Sequence[Document], facts: Sequence[Fact]) -> None:
    rows = list(parse_turtle(SHIPPED).subjects(RDF.type, URIRef(f"{TG}Asked")))
    asked = asked_of(documents, offers_of(facts))
    assert len(asked) == len(rows) > 500 and sum(map(len, asked.values())) > 3500


def test_no_question_is_one_that_we_measure_with(documents: Sequence[Document], facts: Sequence[Fact]) -> None:
    measured = {
        json.loads(line)["query"].casefold() for path in (Path(__file__).parent / "questions").glob("*.jsonl") for line in path.read_text(encoding="utf-8").splitlines()
    }
    asked = {question.casefold() for questions in asked_of(documents, offers_of(facts)).values() for question in questions}
    assert len(measured) > 400 and asked & measured == set()


def test_questions_follow_the_name_and_the_opening(documents: Sequence[Document], facts: Sequence[Fact], tmp_path: Path) -> None:
    passage = next(passage for document in documents if document.id == "praksisoverblik" for passage in document.passages if "U-Start er en" in passage.text)
    path = tmp_path / "asked.ttl"
    path.write_text("\n".join((PREFIXES, OFFER, PASSAGE % passage.text[:40].replace("\n", "\\n"))), encoding="utf-8")
    asked = asked_of(documents, offers_of(facts), path)
    assert asked["u-start"] == ("a way back to school", "hvem hjælper ham tilbage")
    assert asked[passage.id] == ("hvad laver de",)


def test_questions_of_words_that_are_gone_do_not_count(documents: Sequence[Document], facts: Sequence[Fact], tmp_path: Path) -> None:
    path = tmp_path / "asked.ttl"
    path.write_text(PREFIXES + PASSAGE % "Sådan begynder intet afsnit", encoding="utf-8")
    assert asked_of(documents, offers_of(facts), path) == {}


def test_questions_that_belong_to_nothing_are_told(documents: Sequence[Document], facts: Sequence[Fact], tmp_path: Path) -> None:
    path = tmp_path / "asked.ttl"
    path.write_text(PREFIXES + '[] a tg:Asked ; tg:asked "hvem hjælper"@da .', encoding="utf-8")
    with pytest.raises(CurationError, match="hvem hjælper"):
        asked_of(documents, offers_of(facts), path)
