"""The Danish words of the pages."""

from __future__ import annotations

import pytest

from graph.fact import Fact
from web.wording import date_words, fact_words, money_words, page_words, phone_parts, span_words


@pytest.mark.parametrize(("date", "words"), [("2026-04", "april 2026"), ("2025", "2025"), ("2026-12-31", "31. december 2026"), ("ukendt", "ukendt")])
def test_dates_are_danish(date: str, words: str) -> None:
    assert date_words(date) == words


def test_numbers_are_danish() -> None:
    assert money_words(3_500_000, "kr") == "3,5 mio. kr."
    assert money_words(660_000, "kr/år") == "660.000 kr. om året"
    assert (span_words(7, 12, "år"), span_words(0, 9, "klasse"), span_words(None, 9, "klasse")) == ("7-12 år", "0.-9. klasse", "Til og med 9. klasse")


def test_neighbouring_pages_are_a_span() -> None:
    assert (page_words((3,)), page_words((1, 2, 3, 7)), page_words((2, 4, 5, 9))) == ("side 3", "side 1-3 og 7", "side 2, 4-5 og 9")


def test_telephone_numbers_can_be_called() -> None:
    assert phone_parts("Ring 33172337 nu") == [("Ring ", None), ("33 17 23 37", "33172337"), (" nu", None)]
    assert phone_parts("nummer 123456789") == [("nummer 123456789", None)]


def test_fact_with_a_number_tells_the_number() -> None:
    place = ("", "", "", 0, 0)
    assert fact_words(Fact("U-Start", "duration", "varighed", *place, value=9.1, unit="måneder")) == "varighed: 9,1 måneder"
    assert fact_words(Fact("Rådgivere", "duration", "ca. en dag om ugen pr. skole.", *place, value=1.0, unit="dag om ugen")) == "ca. en dag om ugen pr. skole."
    assert fact_words(Fact("SOF", "deadline", "kvittering inden for seks hverdage", *place, value=6.0, unit="hverdage")) == "kvittering inden for seks hverdage"
    assert fact_words(Fact("SOF", "deadline", "kvittering senere.", *place, value=6.0, unit="hverdage")) == "kvittering senere: 6 hverdage"
    assert fact_words(Fact("U-Start", "start_year", "2024", *place, value=2024.0, unit="år")) == "2024"
    assert fact_words(Fact("U-Start", "age_min", None, *place, value=6.0, unit="år")) == "Fra 6 år"
