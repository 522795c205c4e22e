"""Places in a question: districts, neighbourhoods, postal codes and schools."""

from __future__ import annotations

import unicodedata

import pytest

from ontology.vocabulary import read_vocabulary
from search.places import Gazetteer, PlaceFound

AMAGER, HUSUM, CITY = "Amager", "Brønshøj-Husum-Vanløse", "City-Østerbro"
NORTH, VALBY = "Nørrebro-Bispebjerg", "Valby-Vesterbro-Kgs. Enghave"


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer(Gazetteer.table(read_vocabulary("districts"), read_vocabulary("schools")))


@pytest.mark.parametrize(
    ("text", "said", "district"),
    [
        ("en dreng på Amager", "Amager", AMAGER), ("fra Ørestad", "Ørestad", AMAGER), ("i Nordhavn", "Nordhavn", CITY), ("VANLØSE", "VANLØSE", HUSUM),
        ("i sydhavnen", "sydhavnen", VALBY), ("Sydhavn", "Sydhavn", VALBY), ("2450 København", "2450", VALBY), ("Nørrebros unge", "Nørrebros", NORTH),
        ("bor i NV", "NV", NORTH), ("i City", "City", CITY), ("Kgs. Enghave", "Kgs. Enghave", VALBY), ("på Christianshavn", "Christianshavn", CITY),
        ("i indre by", "indre by", CITY), ("Tingbjerg", "Tingbjerg", HUSUM), ("VVK", "VVK", VALBY),
    ],
)  # fmt: skip
def test_district_by_any_of_its_names(gazetteer: Gazetteer, text: str, said: str, district: str) -> None:
    [found] = gazetteer.find(text)
    assert (found.kind, found.said, found.label, found.district) == ("district", said, district, district)
    assert text[found.start:found.end] == said


@pytest.mark.parametrize(("text", "school", "district"), [("på Rødkilde Skole", "Rødkilde Skole", HUSUM), ("Holbergskolen", "Holbergskolen", NORTH), ("Tingbjerg Skole", "Tingbjerg Skole", HUSUM)])
def test_school_lies_in_its_district(gazetteer: Gazetteer, text: str, school: str, district: str) -> None:
    [found] = gazetteer.find(text)
    assert (found.kind, found.label, found.district) == ("school", school, district)


@pytest.mark.parametrize("text", ["", "Roskilde", "1234 børn", "city", "nv", "Frederiksberg", "2300", "amagerikansk", "i-Valbyparkering"])
def test_other_words_are_no_place(gazetteer: Gazetteer, text: str) -> None:
    assert list(gazetteer.find(text)) == []


def test_amount_is_no_postal_code(gazetteer: Gazetteer) -> None:
    assert list(gazetteer.find("det koster 2300 kroner om året")) == []


def test_residence_is_told_from_other_places(gazetteer: Gazetteer) -> None:
    home, school = gazetteer.find("vi bor på Amager, skolen ligger i Husum")
    assert (home.district, home.residence) == (AMAGER, True) and (school.district, school.residence) == (HUSUM, False)


@pytest.mark.parametrize("text", [unicodedata.normalize("NFD", "på en å ved søen på Nørrebro, går på Ålholm Skole"), "İİİ går i skole på Amager"])
def test_place_is_cut_where_it_stands_however_letters_are_composed(gazetteer: Gazetteer, text: str) -> None:
    found = list(gazetteer.find(text))
    assert found and all(_as_named(place, text) for place in found)


def _as_named(place: PlaceFound, text: str) -> bool:
    said = unicodedata.normalize("NFC", text[place.start:place.end])
    return said == unicodedata.normalize("NFC", place.said) and said in place.label
