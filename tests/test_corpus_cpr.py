"""The CPR rule: what is taken for a personal number, what is not, and that masking leaves nothing of it."""

from __future__ import annotations

import datetime
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.cpr import MASK, contains_cpr, mask_cpr

CAUGHT = [
    "070761-4285",
    "0707614285",
    "070761 4285",
    "07 07 61 4285",
    "07 07 61-4285",
    "07.07.61-4285",
    "070761 - 4285",
    "070761–4285",
    "070761—4285",
    "070761\u20114285",
    "070761\u20104285",
    "070761\u00a04285",
    "07\u00a007\u00a061\u00a0-\u00a04285",
    "670761-4285",
    "910190-1234",
    "010190-1234",
    "010107-9999",
    "290200-4123",
    "290204-5123",
    "311257-8888",
    "010101-5000",
]
NOT_CAUGHT = [
    "33 17 33 33",
    "33173333",
    "33174710",
    "+45 33 17 33 33",
    "tlf. 3317 3333",
    "310290-1234",
    "310490-1234",
    "290201-1234",
    "290200-1234",
    "000190-1234",
    "010090-1234",
    "011390-1234",
    "920190-1234",
    "990190-1234",
    "410190-1234",
    "2024-0012345",
    "j.nr. 2024-32-0283",
    "01-01-2026 kl. 1200",
    "5798009811578",
    "010190-12345",
    "1010190-1234",
    "fra 2025-28",
    "120-144 børn",
    "1.8.2026",
]


@pytest.mark.parametrize("number", CAUGHT)
@pytest.mark.parametrize("frame", ["{}", "Drengen ({}) mistrives.", "cpr{}", "nr. 12 {} og 14 år"])
def test_numbers_are_caught_and_masked(number: str, frame: str) -> None:
    said = frame.format(number)
    assert contains_cpr(said)
    assert mask_cpr(said) == frame.format(MASK)


@pytest.mark.parametrize("text", NOT_CAUGHT)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert not contains_cpr(text)
    assert mask_cpr(text) == text


def test_modulus_eleven_acquits_nobody() -> None:
    weights = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
    passes = {number: sum(w * int(d) for w, d in zip(weights, number)) % 11 == 0 for number in ("0707614285", "0101901234")}
    assert passes == {"0707614285": True, "0101901234": False}
    assert all(contains_cpr(number) for number in passes)


def test_case_number_that_looks_like_a_date_is_the_accepted_false_alarm() -> None:
    assert contains_cpr("24/0101901234")


def test_every_number_of_a_text_is_masked() -> None:
    assert mask_cpr("010190-1234, 0201901234 og 33 17 33 33.") == f"{MASK}, {MASK} og 33 17 33 33."


def test_number_that_begins_inside_an_impossible_one_is_found() -> None:
    assert mask_cpr("310290-0101 90-1234") == f"310290-{MASK}"


def test_text_without_numbers_is_unchanged() -> None:
    assert mask_cpr("") == "" and mask_cpr("Barnet er 12 år.") == "Barnet er 12 år."


def seventh_digits(year: int) -> str:
    """The digits that may stand seventh for a year of birth, after the table of CPR-kontoret."""
    if year < 1900:
        return "5678"
    if year < 1937:
        return "0123"
    if year < 2000:
        return "012349"
    return "456789" if year <= 2036 else "5678"


dates = st.dates(datetime.date(1858, 1, 1), datetime.date(2057, 12, 31))
joints = st.sampled_from(["", "-", " ", " - ", "–", "—", "\u2011", "\u00a0"])
inner = st.sampled_from(["", " ", "."])
around = st.text(alphabet="abæ ,.()\n", max_size=12)


@settings(max_examples=300, deadline=None)
@given(dates, st.data(), st.integers(0, 999), st.booleans(), inner, joints, around, around)
def test_any_real_date_with_four_digits_is_found_and_masked(
    date: datetime.date, data: st.DataObject, serial: int, replaced: bool, between: str, joint: str, before: str, after: str
) -> None:
    seventh = data.draw(st.sampled_from(seventh_digits(date.year)))
    day = date.day + (60 if replaced else 0)
    number = between.join([f"{day:02}", f"{date.month:02}", f"{date.year % 100:02}"]) + f"{joint}{seventh}{serial:03}"
    said = before + number + after
    assert contains_cpr(said)
    assert mask_cpr(said) == before + MASK + after


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="0123456789 -.a", max_size=60))
def test_masked_text_holds_no_number_any_more(text: str) -> None:
    masked = mask_cpr(text)
    assert not contains_cpr(masked)
    assert mask_cpr(masked) == masked
    assert (masked != text) == contains_cpr(text)
    assert re.fullmatch("[0-9 .-]{10,16}".join(map(re.escape, masked.split(MASK))), text)


@settings(max_examples=200, deadline=None)
@given(st.integers(20000000, 99999999), st.sampled_from([8, 2, 4]))
def test_danish_telephone_numbers_are_never_caught(number: int, group: int) -> None:
    digits = str(number)
    assert not contains_cpr(" ".join(digits[at:at + group] for at in range(0, 8, group)))
