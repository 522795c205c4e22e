"""Phrases that tell what is asked for: their words, forms and order."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from search.phrases import SLACK, Phrase, Phrases, words_of

PHRASES = Phrases([
    Phrase("capacity", ("hvor", "mange", "børn")), Phrase("capacity", ("hvor", "mange")), Phrase("cost", ("hvor", "mange", "penge")), Phrase("law", ("må", "jeg")),
    Phrase("law", ("paragraf",)), Phrase("cost", ("how", "much"), "en"),
])  # fmt: skip


def _found(text: str, language: str = "da") -> list[tuple[str, str]]:
    return [(phrase.concept, " ".join(phrase.words)) for phrase in PHRASES.find(text, language)]


def test_a_phrase_is_met_by_its_words_in_order() -> None:
    assert _found("Hvor mange af børn på 7 år er med?") == [("capacity", "hvor mange børn")]
    assert _found("Der er flere børn på skolen") == []
    assert _found("Børn, hvor mange?") == [("capacity", "hvor mange")]
    assert _found("Hun må ikke gå i skole, og jeg er bekymret") == []
    assert _found("må jeg godt fortælle det") == [("law", "må jeg")]


def test_what_lies_within_a_longer_phrase_is_no_phrase_of_its_own() -> None:
    assert _found("Hvor mange penge får de?") == [("cost", "hvor mange penge")]


def test_the_sign_of_a_paragraph_is_a_word() -> None:
    assert _found("Hvad siger § 133?") == [("law", "paragraf")]


def test_english_is_met_in_english_questions_only() -> None:
    assert _found("how much is it", "en") == [("cost", "how much")]
    assert _found("how much is it") == []


@given(st.lists(st.sampled_from(["og", "så", "det"]), max_size=6), st.lists(st.sampled_from(["og", "så", "det"]), max_size=6))
def test_words_between_are_passed_over_only_when_few(first: list[str], second: list[str]) -> None:
    text = " ".join(["hvor", *first, "mange", *second, "penge"])
    assert (("cost", "hvor mange penge") in _found(text)) == (len(first) + len(second) <= SLACK)


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    assert all(set(phrase.words) <= set(words_of(text)) for phrase in PHRASES.find(text))
