"""What a question is taken to mean."""

from __future__ import annotations

import unicodedata

import pytest

from search.numbers import Span
from search.understanding import Reader, language_of
from web.startup import Service


@pytest.fixture(scope="module")
def reader(service: Service) -> Reader:
    return Reader(service.index)


def test_all_parts_of_a_question(reader: Reader) -> None:
    understood = reader.read("Dreng i 8. klasse på Amager har over 40 procent skolefravær")
    assert (understood.language, understood.intent, understood.age, understood.grade) == ("da", "help", None, Span(8, 8))
    assert (understood.districts, understood.schools, understood.ages, understood.audience) == (("Amager",), (), Span(14, 15), 1.0)
    assert "skolefravær" in {need.label for need in understood.needs}
    assert [need.weight for need in understood.needs] == sorted((need.weight for need in understood.needs), reverse=True)
    assert all(0 < need.weight <= 1 and need.matched for need in understood.needs)


def test_where_somebody_lives_comes_first(reader: Reader) -> None:
    understood = reader.read("Han går på Rødkilde Skole og bor i Valby")
    assert understood.districts == ("Valby-Vesterbro-Kgs. Enghave", "Brønshøj-Husum-Vanløse") and understood.schools == ("Rødkilde Skole",)


def test_what_is_denied_is_no_need(reader: Reader) -> None:
    understood = reader.read("Pige på 7 har angst, men har ikke fravær")
    assert "angst" in {need.id for need in understood.needs} and "skolefravaer" in {need.id for need in understood.denied}
    assert not {need.id for need in understood.needs} & {need.id for need in understood.denied}


@pytest.mark.parametrize(("question", "audience"), [("mor på 45 er deprimeret", -1.0), ("min datter på 9 er ked af det", 1.0), ("hjælp", 0.0)])
def test_whom_it_is_about(reader: Reader, question: str, audience: float) -> None:
    assert reader.read(question).audience == audience


@pytest.mark.parametrize(("question", "intent"), [("Hvem ringer jeg til?", "contact"), ("Hvilken lov gælder?", "law"), ("han er trist", "help")])
def test_intent(reader: Reader, service: Service, question: str, intent: str) -> None:
    understood = reader.read(question)
    kind = service.index.intents[understood.intent]["kind"] if understood.intents else "help"
    assert kind == intent


@pytest.mark.parametrize(
    ("text", "language"), [("He refuses to go to school", "en"), ("Han vil ikke i skole", "da"), ("", "da"), ("angst", "da"), ("What is the law for my child", "en"), ("the", "da")]
)
def test_language(text: str, language: str) -> None:
    assert language_of(text) == language


def test_english_is_understood(reader: Reader) -> None:
    understood = reader.read("My 10-year-old refuses to go to school and he has anxiety")
    assert understood.language == "en" and understood.age == Span(10, 10) and "angst" in {need.id for need in understood.needs}


def test_places_are_not_read_as_needs(reader: Reader) -> None:
    assert reader.read("Tingbjerg Skole, Nørrebro").needs == ()


def test_decomposed_letters_mean_the_same(reader: Reader) -> None:
    question = "Vi bor på Nørrebro, og pigen på 7 år går på Nørre Fælled Skole og har angst"
    composed, decomposed = reader.read(question), reader.read(unicodedata.normalize("NFD", question))
    assert [(need.id, need.weight) for need in decomposed.needs] == [(need.id, need.weight) for need in composed.needs]
    assert (decomposed.districts, decomposed.schools, decomposed.age) == (composed.districts, composed.schools, composed.age)


@pytest.mark.parametrize("question", ["", " ", "?!", "😀", "\0", "§§§", "a" * 4000, "( " * 2000])
def test_anything_can_be_read(reader: Reader, question: str) -> None:
    understood = reader.read(question)
    assert understood.question == question and understood.age is None and understood.places == ()
