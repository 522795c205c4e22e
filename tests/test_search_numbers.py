"""Ages and grades as people write them."""

from __future__ import annotations

import pytest

from search.numbers import Span, ages_of_grade, grades_of_age, read_age, read_grade, without_numbers


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("dreng på 12 ligger i sengen", 12, 12), ("en 3-årig", 3, 3), ("17-årige", 17, 17), ("12årig", 12, 12), ("pige på fire", 4, 4), ("7-12 år", 7, 12),
        ("7–12 år", 7, 12), ("fra 13 til 17 år", 13, 17), ("0-6 år", 0, 6), ("halvandet år", 1, 1), ("søn på 8 og datter på 11", 8, 11),
        ("min mor på 45 har en søn på 8", 8, 8), ("han er 15", 15, 15), ("hun bliver 6 til maj", 6, 6), ("vuggestuebarn", 0, 2), ("teenager i krise", 13, 17),
        ("14 years old", 14, 14), ("aged nine", 9, 9), ("is 9 and scared", 9, 9), ("PIGE PÅ TOLV", 12, 12), ("mor på 45", 45, 45),
        ("min pige (17) er kørt ned", 17, 17), ("min søn, 9, vil ikke", 9, 9), ("datter 14, som", 14, 14), ("han er lige blevet 12", 12, 12),
        ("barn på 10 måneder", 0, 0), ("pige på fem uger", 0, 0), ("babyen er fire måneder", 0, 0), ("barn på 18 måneder", 1, 1), ("født for 3 uger siden", 0, 0),
        ("går i 1.g", 15, 18), ("elev i 3 g", 17, 20), ("hun går i 2.hf", 16, 19),
    ],
)  # fmt: skip
def test_age_is_read(text: str, low: int, high: int) -> None:
    assert read_age(text) == Span(low, high)


@pytest.mark.parametrize(
    "text",
    [
        "", "for 12 år siden", "fem gange om ugen", "40 procent fravær", "8 uger", "2 måneder", "forløb på 8 uger", "væk i tre måneder", "2 g sukker",
        "det er blevet 20 procent", "hun fylder snart 18", "i 8. klasse", "33 17 33 33", "§ 32", "§ (12)", "(2024)",
    ],
)  # fmt: skip
def test_other_numbers_are_no_age(text: str) -> None:
    assert read_age(text) is None


@pytest.mark.parametrize(("text", "years"), [("6,5 år", 6), ("barn på 1,5 år", 1), ("6 ½ år", 6)])
def test_half_years_are_the_years_completed(text: str, years: int) -> None:
    assert read_age(text) == Span(years, years)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("8. klasse", 8, 8), ("8.klasse", 8, 8), ("8 kl.", 8, 8), ("femteklasses", 5, 5), ("i femte klasse", 5, 5), ("4.-6. klasse", 4, 6), ("4-6. klasse", 4, 6),
        ("indskolingen", 0, 3), ("mellemtrinnet", 4, 6), ("udskolingselev", 7, 9), ("børnehaveklassen", 0, 0), ("0. klasse", 0, 0), ("10. klasse", 10, 10),
        ("grade 7", 7, 7), ("7th grade", 7, 7), ("third grade", 3, 3), ("en i 2. klasse og en i 5. klasse", 2, 5),
    ],
)  # fmt: skip
def test_grade_is_read(text: str, low: int, high: int) -> None:
    assert read_grade(text) == Span(low, high)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("5. til 7. klasse", 5, 7), ("3. og 5. klasse", 3, 5), ("elev i 6.b", 6, 6), ("9. årgang", 9, 9), ("dreng i 2., forældrene", 2, 2),
        ("Sønnen i sjette", 6, 6), ("han går i niende", 9, 9), ("nu i ottende har han", 8, 8),
    ],
)  # fmt: skip
def test_grade_is_read_from_other_spellings(text: str, low: int, high: int) -> None:
    assert read_grade(text) == Span(low, high)


@pytest.mark.parametrize(
    "text",
    [
        "", "klassen", "12. klasse", "12 år", "hver 3. dag", "går i 2.g", "hun er i 1. trimester", "drengen i tredje række", "starter i 3. uge",
        "er i anden sammenhæng", "jeg er i tredje måned",
    ],
)  # fmt: skip
def test_other_numbers_are_no_grade(text: str) -> None:
    assert read_grade(text) is None


@pytest.mark.parametrize(
    ("low", "high", "meets"), [(6, 12, True), (12, 12, True), (13, None, False), (None, 9, False), (None, 10, True), (None, None, True), (11, 11, True)]
)
def test_spans_meet_where_they_share_a_number(low: int | None, high: int | None, meets: bool) -> None:
    assert Span(10, 12).meets(low, high) is meets


def test_grades_and_ages_correspond() -> None:
    assert ages_of_grade(Span(0, 0)) == Span(6, 7) and ages_of_grade(Span(7, 9)) == Span(13, 16)
    assert grades_of_age(Span(6, 6)) == Span(0, 0) and grades_of_age(Span(12, 12)) == Span(5, 6) and grades_of_age(Span(16, 16)) == Span(9, 10)
    assert grades_of_age(Span(3, 3)) is None and grades_of_age(Span(17, 17)) is None
    for grade in range(11):
        ages = ages_of_grade(Span(grade, grade))
        back = grades_of_age(ages)
        assert back is not None and back.min <= grade <= back.max


@pytest.mark.parametrize(
    ("text", "rest"),
    [("pige på 9 i 3. klasse i Valby", "i i Valby"), ("barn på 7 måneder med blå mærker", "med blå mærker"), ("hun går i 2.g og er træt", "hun går og er træt")],
)
def test_ages_and_grades_are_blanked_and_offsets_stay(text: str, rest: str) -> None:
    bare = without_numbers(text)
    assert len(bare) == len(text) and bare.split() == rest.split()
