"""Danish word forms and sentence boundaries."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import danish
from corpus.danish import Splitter, fold, gathering_stems, stem, stems, words
from corpus.sentences import sentence_spans


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize(
    "forms",
    [
        "børn børnene børns børnenes barn barnet barnets",
        "unge unges ung",
        "skolefravær skolefraværet skolefraværets",
        "skole skolen skoler skolerne skolernes",
        "elev eleven elever eleverne elevernes",
        "forælder forældre forældrene forældrenes",
        "penge pengene",
        "indsats indsatsen indsatser indsatserne",
        "underretning underretningen underretninger underretningerne",
    ],
)
def test_forms_of_a_word_meet(forms: str) -> None:
    assert len({stem(form) for form in forms.split()}) == 1


@pytest.mark.parametrize(("one", "other"), [("barn", "ung"), ("skole", "klub"), ("fravær", "trivsel"), ("trivsel", "mistrivsel")])
def test_different_words_stay_apart(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_words_are_folded_and_keep_their_order() -> None:
    assert words("Børnene – og 'KKFO’er' i KAK's 12,5 pct. af 0.-9. klasse") == [
        "børnene", "og", "kkfo", "i", "kak", "12,5", "pct", "af", "0", "9", "klasse",
    ]


def test_decomposed_letters_are_the_same_letters() -> None:
    assert fold("Sma\u030a bo\u0308rn") == "små börn"
    assert words("SKA\u030aNE") == words("Skåne") == ["skåne"]


def test_stems_leave_out_stop_words_and_single_letters_but_keep_numbers() -> None:
    assert stems("Han er 9 år og kommer ikke i skole") == ["9", "skol"]


def test_numbers_are_their_own_stems() -> None:
    assert [stem("12"), stem("2026")] == ["12", "2026"]


@pytest.mark.parametrize(
    ("compound", "parts"),
    [
        ("skolefravær", ("skole", "fravær")),
        ("skolefraværet", ("skole", "fravær")),
        ("sundhedspleje", ("sundhed", "pleje")),
        ("børnefællesskaber", ("børn", "fællesskab")),
        ("familiebehandling", ("familie", "behandling")),
    ],
)
def test_compounds_are_split_into_known_words(compound: str, parts: tuple[str, str]) -> None:
    known = {stem(word) for word in "skole fravær sundhed pleje børn fællesskab familie behandling".split()}
    assert Splitter(known).parts(compound) == tuple(stem(part) for part in parts)


def test_words_that_are_no_compounds_of_known_words_have_no_parts() -> None:
    splitter = Splitter({stem("skole"), stem("fravær")})
    assert splitter.parts("trivsel") == () and splitter.parts("skole") == () and splitter.parts("") == ()


@pytest.mark.parametrize(
    "whole",
    [
        "Det gælder bl.a. Amager og Valby.",
        "Det er f.eks. Region Hovedstaden Psykiatri.",
        "Tal fra Danmarks Statistik, jf. Boligredegørelsen 2025.",
        "Valby, Vesterbro og Kgs. Enghave (VVK)",
        "Valby-Vesterbro-Kgs. Enghave: 33175504",
        "Der er igangsat 43 forløb (pr. 18. feb. 2026).",
        "Elever fra 0.-9. klasse med min. 15 % fravær.",
        "Loven, nr. 12 af 3. februar 2026.",
        "De fik hhv. 25,9 mio. kr. og 39,8 mio. kr. på et år.",
        "Ca. 17 pct. af alle i Bh. kl. til 9. klasse.",
        "Efter stk. 2 gælder 1. pkt. for alle.",
        "Det er støtte, vejledning mv. til unge.",
        "Ring på tlf. 33 17 33 33.",
    ],
)
def test_abbreviations_and_ordinals_end_no_sentence(whole: str) -> None:
    assert sentences(whole) == [whole]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Barnet trives. Det går godt!", ["Barnet trives.", "Det går godt!"]),
        ("Hvor længe? \"Altid.\" Slut.", ["Hvor længe?", "\"Altid.\"", "Slut."]),
        ("Grupper mv. Desuden samtaler.", ["Grupper mv.", "Desuden samtaler."]),
        ("Det var 34,5 pct. De fleste kom.", ["Det var 34,5 pct.", "De fleste kom."]),
        ("Det koster 3,5 mio. kr. Pengene er fundet.", ["Det koster 3,5 mio. kr.", "Pengene er fundet."]),
        ("Møder mm. Teamet kommer.", ["Møder mm.", "Teamet kommer."]),
        ("Efter 1-3 mdr. Forældre er med.", ["Efter 1-3 mdr.", "Forældre er med."]),
        ("Det var i 2026. Nu er det nu.", ["Det var i 2026.", "Nu er det nu."]),
        ("Første linje\nAnden linje", ["Første linje", "Anden linje"]),
        ("(Det er sandt.) Og nyt.", ["(Det er sandt.)", "Og nyt."]),
        ("  \n ", []),
        ("", []),
    ],
)
def test_sentences_are_found(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="aæ.!? \nAÆ12\"()pctmv", max_size=80))
def test_sentences_cover_all_but_white_space_in_order(text: str) -> None:
    spans = list(sentence_spans(text))
    assert all(start < end and text[start:end] == text[start:end].strip() for start, end in spans)
    assert "".join("".join(text[start:end].split()) for start, end in spans) == "".join(text.split())
    assert all(one[1] <= two[0] for one, two in zip(spans, spans[1:]))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40))
def test_any_text_has_words_and_stems(text: str) -> None:
    assert all(word == word.casefold() and word for word in words(text))
    assert len(stems(text)) <= len(words(text))


def test_stems_that_were_gathered_are_not_worked_out_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(danish, "_remembered", {"skolerne": "skol"})
    with gathering_stems({}) as first, ThreadPoolExecutor(1) as other:
        assert stems("Børnene savner skolerne") == ["barn", "savn", "skol"]
        assert other.submit(stems, "hemmeligt").result() == ["hem"]
    monkeypatch.setattr(danish, "_computed", lambda word: f"ny-{word}")
    with gathering_stems(first) as second:
        assert stems("Børnene leger") == ["barn", "ny-leger"]
    assert first == {"børnene": "barn", "savner": "savn", "skolerne": "skol"}, "also what is remembered, and no other thread's words"
    assert second == {"børnene": "barn", "leger": "ny-leger"}, "what is no longer said is no longer kept"


def test_stems_are_the_same_in_many_threads_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    heads = "skolefravær trivsel bekymring underretning vejledning samarbejde indsats forløb".split()
    said = [f"{head}{tail}" for head in heads for tail in ("erne", "ernes", "sgruppen", "splanerne", "sholdet", "et", "ens")]
    monkeypatch.setattr(danish, "_remembered", {})
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        danish._computed.cache_clear()
        wanted = [danish.stem(word) for word in said]
        danish._computed.cache_clear()
        with ThreadPoolExecutor(8) as pool:
            for _ in range(3):
                assert list(pool.map(danish._computed.__wrapped__, said * 10)) == wanted * 10
    finally:
        sys.setswitchinterval(interval)
