"""Recognisers read amounts, law references, ages, grades, durations, schools, districts and administrations as the documents write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.recognisers.amounts import amounts
from graph.recognisers.durations import durations
from graph.recognisers.places import administrations, citywide, districts, schools
from graph.recognisers.references import references
from graph.recognisers.spans import ages, grades
from ontology.vocabulary import read_vocabulary

BHV, VVK, NOEB = "Brønshøj-Husum-Vanløse", "Valby-Vesterbro-Kgs. Enghave", "Nørrebro-Bispebjerg"
ORDER = "Bekendtgørelse om elevers fravær fra undervisningen i folkeskolen"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Midlertidigt med 3,6 mio. kr. årligt fra 2025-28", [(3_600_000, True)]),
        ("Permanent finansieret med 3,5 mio. kr.", [(3_500_000, False)]),
        ("Permanent finansieret siden 2015 med 17,5 mio. kr. årligt.", [(17_500_000, True)]),
        ("hhv. 25,9 mio. kr. og 39,8 mio. kr. på skoleflex indsatser", [(25_900_000, False), (39_800_000, False)]),
        ("hhv. 25,9 og 39,8 mio. kr.", [(25_900_000, False), (39_800_000, False)]),
        ("afsat 660 t. kr. årligt ligeligt fordelt", [(660_000, True)]),
        ("BUF's andel (1,2 mio. kr.) og SOF's andel (80 t. kr.)", [(1_200_000, False), (80_000, False)]),
        ("1.250.000 kr. om året", [(1_250_000, True)]),
        ("2 mia. kr.", [(2_000_000_000, False)]),
        ("i 2025 var der 484 aktive forløb", []),
        ("33 17 33 33 kroner", []),
        ("3,6 mio. børn", []),
        ("", []),
    ],
)
def test_amounts(text: str, expected: list[tuple[float, bool]]) -> None:
    assert [(amount.value, amount.yearly) for amount in amounts(text)] == expected


@given(st.integers(min_value=0, max_value=999), st.integers(min_value=0, max_value=9), st.sampled_from([("mio", 10**6), ("t", 10**3), ("mia", 10**9)]))
def test_a_written_amount_is_read_back(whole: int, tenth: int, scale: tuple[str, int]) -> None:
    text = f"Der er afsat {whole},{tenth} {scale[0]}. kr. årligt til indsatsen."
    (found,) = amounts(text)
    assert (found.value, found.yearly) == (round((whole + tenth / 10) * scale[1], 2), True)
    assert text[found.start:found.end] == f"{whole},{tenth} {scale[0]}. kr. årligt"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("BL§§ 28, 29", ["Barnets lov § 28", "Barnets lov § 29"]),
        ("Sundhedsloven § §120 - 126", ["Sundhedsloven §§ 120-126"]),
        ("BL§§ 30, 32, FL §23 og Sundhedsloven §126A", ["Barnets lov § 30", "Barnets lov § 32", "Folkeskoleloven § 23", "Sundhedsloven § 126 a"]),
        ("BL§ 32 og FL § 20.2", ["Barnets lov § 32", "Folkeskoleloven § 20, stk. 2"]),
        ("Folkeskoleloven § 20, stk. 2", ["Folkeskoleloven § 20, stk. 2"]),
        ("Bek. om elevers fravær fra undervisningen i folkeskolen § 4-6", [f"{ORDER} §§ 4-6"]),
        ("Bek. om elevers fravær fra undervisningen i folkeskolen", [ORDER]),
        ("Som fagperson har du ifølge § 133 i barnets lov skærpet underretningspligt", ["Barnets lov § 133"]),
        ("Barnets lov § 133 om skærpet underretningspligt", ["Barnets lov § 133"]),
        ("Udveksling af oplysninger ifølge Retssikkerhedsloven § 11e", ["Retssikkerhedsloven § 11 e"]),
        ("kan du finde retssikkerhedslovens paragraf om dette nedenfor", ["Retssikkerhedsloven"]),
        ("brug for særlig støtte efter barnets lov", ["Barnets lov"]),
        ("støtte efter serviceloven på lige fod", ["Serviceloven"]),
        ("i henhold til lov om danskuddannelse", ["Lov om danskuddannelse"]),
        ("tager udgangspunkt i integrationsloven.", ["Integrationsloven"]),
        ("omfattet af lovgivningen om arbejdspligt", []),
        ("bl.a. via sundhedsplejen og fl. andre", []),
        ("Stk. 2.", []),
    ],
)
def test_law_references(text: str, expected: list[str]) -> None:
    assert [reference.label for reference in references(text)] == expected


@given(
    st.sampled_from([law.label for law in read_vocabulary("laws")]),
    st.lists(st.integers(min_value=1, max_value=199), min_size=1, max_size=4, unique=True),
    st.sampled_from(["§ ", "§", "§§ "]),
)
def test_listed_paragraphs_are_read_back_one_by_one(law: str, numbers: list[int], sign: str) -> None:
    text = f"{law} {sign}{', '.join(map(str, numbers))}"
    assert [reference.label for reference in references(text)] == [f"{law} § {number}" for number in numbers]


@given(st.sampled_from([law.label for law in read_vocabulary("laws")]), st.integers(1, 150), st.sampled_from("abce"), st.integers(1, 9))
def test_a_reference_in_its_one_form_reads_as_itself(law: str, number: int, letter: str, part: int) -> None:
    for label in (f"{law} § {number}", f"{law} § {number} {letter}", f"{law} §§ {number}-{number + part}", f"{law} § {number}, stk. {part}"):
        assert [reference.label for reference in references(label)] == [label]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Aldersgruppe: 6-16 år.", [(6, 16)]),
        ("Børn i aldersgruppen 7-12 år + deres forældre", [(7, 12)]),
        ("Unge fra 14 til 18 år", [(14, 18)]),
        ("Skolebarnet fra 6-13 år", [(6, 13)]),
        ("Kommende forældre og børn op til 5 år", [(None, 5)]),
        ("Til unge fra 15 år har Center for Mental Sundhed", [(15, None)]),
        ("børn i dagtilbud fra 3-årsalderen", [(3, None)]),
        ("en ung under 18 år", [(None, 17)]),
        ("ydelsesmodtagere over 30 år", [(30, None)]),
        ("under 18 år eller over 18 år", [(18, None), (None, 17)]),
        ("'Tidlig sprogindsats' for 0-2-årige", [(0, 2)]),
        ("kulturskabere i alderen 13-30", [(13, 30)]),
        ("økonomisk trængte voksne (+25 år)", [(25, None)]),
        ("andelen af 18-49-årige kvinder", [(18, 49)]),
        ("Cool Kids 7-12 år og Chilled 13-17 år", [(7, 12), (13, 17)]),
        ("over de seneste fem skoleår", []),
        ("i skoleåret 2024/2025", []),
        ("forløbet varer 3-4 mdr.", []),
    ],
)
def test_ages(text: str, expected: list[tuple[int | None, int | None]]) -> None:
    assert [(span.low, span.high) for span in ages(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("børn i det almene skoleregi fra 0.-9. klasse", [(0, 9)]),
        ("elever fra 7.-9. klasse 50 pct. mens elever fra 4.-6. klasse", [(7, 9), (4, 6)]),
        ("blandt børn i 7-9. klasse", [(7, 9)]),
        ("dansk og matematik i 8. og 9. klasse", [(8, 9)]),
        ("elever i 6. og 9. klasse", [(6, 6), (9, 9)]),
        ("på 5. klasses trin, men enkelte børn i 1. klasse", [(5, 5), (1, 1)]),
        ("elever i 4. klasser på skoler", [(4, 4)]),
        ("specialelever i Bh. kl. til 9. klasse", [(0, 9)]),
        ("børnene i børnehaveklassen", [(0, 0)]),
        ("fravær på 10 pct.", []),
        ("18. feb. 2026", []),
    ],
)
def test_grades(text: str, expected: list[tuple[int, int]]) -> None:
    assert [(span.low, span.high) for span in grades(text)] == expected


@given(st.integers(0, 9), st.integers(1, 9), st.sampled_from([("{}-{} år", ages), ("{}.-{}. klasse", grades)]))
def test_a_written_span_is_read_back(low: int, more: int, form: tuple[str, object]) -> None:
    pattern, read = form
    written = pattern.format(low, low + more)
    (found,) = read(f"Tilbuddet er til børn {written} i byen.")  # type: ignore[operator]
    assert (found.low, found.high) == (low, low + more)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("9-13 sessioner over 18 uger", [(9, 13, "sessioner"), (18, 18, "uger")]),
        ("Den gennemsnitlige varighed for et forløb er 9,1 måned.", [(9.1, 9.1, "måneder")]),
        ("op til seks måneder", [(6, 6, "måneder")]),
        ("et midlertidigt tilbud på 3-4 mdr.", [(3, 4, "måneder")]),
        ("Forløbet strækker sig over 10 gange", [(10, 10, "gange")]),
        ("estimeret 10 timer pr. barn", [(10, 10, "timer pr. barn")]),
        ("Ca. en dag om ugen pr. skole.", [(1, 1, "dage om ugen")]),
        ("indskrives de i et dagtilbud 30 timer om ugen", [(30, 30, "timer om ugen")]),
        ("i op til 37 timer om ugen", [(37, 37, "timer om ugen")]),
        ("inden for 24 timer vurderet", [(24, 24, "timer")]),
        ("inden for seks hverdage", [(6, 6, "hverdage")]),
        ("i op til fem år", [(5, 5, "år")]),
        ("på 7 skoler", []),
        ("efter behov", []),
    ],
)
def test_durations(text: str, expected: list[tuple[float, float, str]]) -> None:
    assert [(duration.low, duration.high, duration.unit) for duration in durations(text)] == expected


@given(st.integers(1, 60), st.integers(0, 20), st.sampled_from(["timer", "dage", "uger", "måneder", "gange", "sessioner"]))
def test_a_written_duration_is_read_back(low: int, more: int, unit: str) -> None:
    written = f"{low}-{low + more} {unit}" if more else f"{low} {unit}"
    (found,) = durations(f"Forløbet er på {written}.")
    assert (found.low, found.high, found.unit) == (low, low + more, unit)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rødkilde Skole (BHV), Tingbjerg Skole (BHV), Nørre Fælled Skole (NØB)", ["Rødkilde Skole", "Tingbjerg Skole", "Nørre Fælled Skole"]),
        ("Sygeundervisning fra Holbergsskolen og i regi af Holbergskolen", ["Holbergskolen", "Holbergskolen"]),
        ("startede op på Nørrebro Park Skole", ["Nørrebro Park Skole"]),
        ("Damhusengens Skole, Husum Skole", ["Damhusengens Skole", "Husum Skole"]),
        ("Sankt Annæ Gymnasiums Skole", ["Sankt Annæ Gymnasiums Skole"]),
        ("Tingbjerg", []),
        ("Folkeskolen, Almenskolen og Distriktsskolen", []),
        ("15 skoler på Amager", []),
    ],
)
def test_schools(text: str, expected: list[str]) -> None:
    assert [place.label for place in schools(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(VVK, BHV, NØB)", [VVK, BHV, NOEB]),
        ("Valby-Vesterbro-Kgs. Enghave: 33175504", [VVK]),
        ("Brønshøj-Vanløse. Bellahøj Skole", [BHV]),
        ("U-start (Amager)", ["Amager"]),
        ("City-Østerbro: 33174920", ["City-Østerbro"]),
        ("Tingbjerg", []),
        ("hele København", []),
    ],
)
def test_districts(text: str, expected: list[str]) -> None:
    assert [place.label for place in districts(text)] == expected


@given(st.sampled_from([concept.label for concept in read_vocabulary("districts")]))
def test_every_district_reads_as_itself(name: str) -> None:
    assert [place.label for place in districts(f"Gælder kun {name} i år.")] == [name]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Socialforvaltningen og Børne- og Ungdomsforvaltningen", ["SOF", "BUF"]),
        ("Børne-og Ungdomsforvaltningen", ["BUF"]),
        ("SOF/DSI, SUF, KKF, praktiserende læge", ["SOF", "SUF", "KFF"]),
        ("Kultur-, Fritids- og Borgerserviceforvaltningen", ["KFF"]),
        ("Beskæftigelses-, Integrations- og Erhvervsforvaltningen", ["BIF"]),
        ("Beskæftigelses- og Integrations- og Erhvervsforvaltningen", ["BIF"]),
        ("Teknik- og Miljøforvaltningen og Økonomiforvaltningen", ["TMF", "ØKF"]),
        ("Sundheds- og Omsorgsforvaltningen (SUF)", ["SUF", "SUF"]),
        ("en anden forvaltning", []),
    ],
)
def test_administrations(text: str, expected: list[str]) -> None:
    assert [place.label for place in administrations(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"), [("Indsatsen er bydækkende.", 1), ("lokalt i alle byområder", 1), ("for seniorer i hele byen", 1), ("på Amager", 0)]
)
def test_citywide(text: str, expected: int) -> None:
    assert len(list(citywide(text))) == expected


@given(st.text(alphabet="0123456789 §.,-–abkrmioårklaseBLF()", max_size=60))
def test_every_find_is_a_run_of_the_text(text: str) -> None:
    for read in (amounts, durations, references, ages, grades, schools, districts, administrations, citywide):
        for found in read(text):
            assert 0 <= found.start < found.end <= len(text)
