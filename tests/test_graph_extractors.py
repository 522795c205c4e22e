"""What each extractor reads in the four shipped documents: fact sheets, ladder, levels, chapters, risk tables, contacts, abbreviations."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from corpus.catalogue import read_catalogue
from corpus.document import Document
from graph.extractors import abbreviations, chapters, contacts, factsheets, ladder, levels, risktables
from graph.fact import Fact

BHV, VVK, NOEB = "Brønshøj-Husum-Vanløse", "Valby-Vesterbro-Kgs. Enghave", "Nørrebro-Bispebjerg"
WORRYING, GENERAL = "Udvalgte indsatser målrettet bekymrende fravær", "Udvalgte indsatser målrettet generel mistrivsel"
ORDER = "Bekendtgørelse om elevers fravær fra undervisningen i folkeskolen"
SHEETS = {  # name: owners, part, kind of funding, amounts in kr
    "Skolefraværsrådgivere": ("BUF SOF", WORRYING, {"midlertidig"}, {3_600_000}),
    "Kom glad i skole – hver dag": ("BUF", WORRYING, {"ramme"}, set()),
    "Kom i skole igen": ("BUF", WORRYING, {"ramme"}, set()),
    "U-Start": ("BUF SOF", WORRYING, {"permanent"}, {3_500_000}),
    "Den koordinerende fraværsindsats": ("BUF SOF", WORRYING, {"midlertidig", "ramme"}, {660_000}),
    "Sygeundervisning i regi af Holbergskolen": ("BUF", WORRYING, {"permanent"}, {22_700_000}),
    "Skoleflex indsatser": ("BUF SOF", WORRYING, {"ramme"}, {25_900_000, 39_800_000}),
    "Skolesocialrådgivere": ("SOF", GENERAL, {"permanent"}, {17_500_000}),
    "Mind My Mind": ("BUF SOF", GENERAL, {"permanent"}, {3_000_000}),
    "Cool kids og Chilled": ("BUF SOF", GENERAL, {"permanent"}, {1_200_000, 80_000}),
}
RUNGS = [
    ("Forebyggende fraværsarbejde i skolerne", [f"{ORDER} §§ 4-6"]),
    ("Tidlig forebyggende indsatser", ["Barnets lov § 28", "Barnets lov § 29", "Sundhedsloven §§ 120-126"]),
    ("Forebyggende og støttende indsatser", ["Barnets lov § 30", "Barnets lov § 32", "Folkeskoleloven § 23", "Sundhedsloven § 126 a", ORDER]),
    ("Støttende indsatser og specialpædagogisk bistand", ["Barnets lov § 32", "Folkeskoleloven § 20, stk. 2"]),
]
STANDING = {
    RUNGS[0][0]: ["Fraværsregistrering", "Handleplan for håndtering af bekymrende fravær", "mangfoldige børnefællesskaber", "Skolesocialrådgivere"],
    RUNGS[1][0]: ["Skolefraværsrådgivere på seks skoler", "Kom glad i skole – hver dag", "Kom i skole igen"],
    RUNGS[2][0]: [
        "U-start", "Den koordinerende fraværsindsats", "Mind my Mind", "Cool kids og Chilled", "Sygeundervisning og faglig understøttelse fra Holbergsskolen",
    ],
    RUNGS[3][0]: ["Skoleflex indsatser", "Skolealliancen", "Center for Skolevægning"],
}  # fmt: skip
ALL_LEVELS = ["Trivsel", "Let mistrivsel", "Mistrivsel", "Svær mistrivsel"]
AREAS = {
    "Rammer, der styrker trivsel": ALL_LEVELS,
    "Positive fællesskaber for alle": ALL_LEVELS,
    "Tidlig hjælp, der forebygger": ["Let mistrivsel", "Mistrivsel"],
    "Hjælp til dem, der har det sværest": ["Mistrivsel", "Svær mistrivsel"],
    "Fælles ansvar": ALL_LEVELS,
}
CHAPTERS = ["Beskæftigelse og medborgerskab", "By og bolig", "Børn og unge", "Kultur og fritid", "Socialområdet", "Sundhed og omsorg"]
PHONES = {
    "Socialforvaltningen, lokal enhed Amager": "33172337",
    "Socialforvaltningen, lokal enhed Brønshøj-Husum-Vanløse": "33174710",
    "Socialforvaltningen, lokal enhed City-Østerbro": "33174920",
    "Socialforvaltningen, lokal enhed Nørrebro-Bispebjerg": "33174015",
    "Socialforvaltningen, lokal enhed Valby-Vesterbro-Kgs. Enghave": "33175504",
    "Den Sociale Døgnvagt": "33 17 33 33",
}


@pytest.fixture(scope="module")
def documents() -> dict[str, Document]:
    return {document.id: document for document in read_catalogue()}


def of(facts: list[Fact], relation: str, subject: str | None = None) -> list[Fact]:
    """Facts of a relation in the order of the text, none of them twice."""
    rows = [fact for fact in facts if fact.relation == relation and subject in (None, fact.subject)]
    return list({(fact.subject, fact.object, fact.value, fact.unit): fact for fact in sorted(rows, key=lambda fact: fact.start)}.values())


def objects(facts: list[Fact], relation: str, subject: str) -> list[str | None]:
    return list(dict.fromkeys(fact.object for fact in of(facts, relation, subject)))


def subjects(facts: list[Fact], relation: str, object_: str) -> list[str]:
    return [fact.subject for fact in of(facts, relation) if fact.object == object_]


def values(facts: list[Fact], relation: str, subject: str) -> set[tuple[float | None, str | None]]:
    return {(fact.value, fact.unit) for fact in of(facts, relation, subject)}


# Fact sheets


@pytest.fixture(scope="module")
def sheets(documents: dict[str, Document]) -> list[Fact]:
    return list(factsheets.extract(documents["praksisoverblik"]))


def test_the_ten_sheets_are_found(sheets: list[Fact]) -> None:
    assert [fact.subject for fact in of(sheets, "part_of")] == list(SHEETS)


@pytest.mark.parametrize("name", SHEETS)
def test_each_sheet_has_owners_part_and_funding(sheets: list[Fact], name: str) -> None:
    owners, part, kinds, amounts = SHEETS[name]
    assert sorted(filter(None, objects(sheets, "responsible", name))) == owners.split()
    assert objects(sheets, "part_of", name) == [part]
    assert set(objects(sheets, "funding_kind", name)) == kinds
    assert {fact.value for fact in of(sheets, "funding_amount", name)} == amounts


@pytest.mark.parametrize(
    ("name", "relation", "expected"),
    [
        ("Skolefraværsrådgivere", "start_year", {(2022, None)}),
        ("Kom glad i skole – hver dag", "start_year", {(2021, None)}),
        ("Kom i skole igen", "start_year", {(2024, None)}),
        ("U-Start", "start_year", {(2024, None)}),
        ("Den koordinerende fraværsindsats", "start_year", {(2023, None)}),
        ("Skolesocialrådgivere", "start_year", {(2007, None)}),
        ("Skolefraværsrådgivere", "funding_amount", {(3_600_000, "kr/år")}),
        ("U-Start", "funding_amount", {(3_500_000, "kr")}),
        ("U-Start", "grade_min", {(0, "klasse")}),
        ("U-Start", "grade_max", {(9, "klasse")}),
        ("Kom glad i skole – hver dag", "grade_min", {(5, "klasse"), (1, "klasse")}),
        ("Mind My Mind", "age_min", {(6, "år")}),
        ("Mind My Mind", "age_max", {(16, "år")}),
        ("Cool Kids", "age_min", {(7, "år")}),
        ("Cool Kids", "age_max", {(12, "år")}),
        ("Chilled", "age_min", {(13, "år")}),
        ("Chilled", "age_max", {(17, "år")}),
        ("U-Start", "duration", {(9.1, "måneder")}),
        ("Den koordinerende fraværsindsats", "duration", {(6, "måneder")}),
        ("Skoleflex indsatser", "duration", {(12.6, "måneder")}),
        ("Mind My Mind", "duration", {(9, "sessioner"), (13, "sessioner"), (18, "uger")}),
        ("Cool kids og Chilled", "duration", {(10, "gange")}),
    ],
)
def test_numbers_of_a_sheet(sheets: list[Fact], name: str, relation: str, expected: set[tuple[float, str | None]]) -> None:
    assert values(sheets, relation, name) == expected


def test_both_ends_of_a_span_in_words_and_numbers(sheets: list[Fact]) -> None:
    found = values(sheets, "duration", "Sygeundervisning i regi af Holbergskolen")
    assert {(3.0, "måneder"), (4.0, "måneder")} <= found


def test_periods_of_money(sheets: list[Fact]) -> None:
    assert objects(sheets, "funding_period", "Skolefraværsrådgivere") == ["fra 2025-28"]
    assert objects(sheets, "funding_period", "Den koordinerende fraværsindsats") == ["fra medio 2023 til og med 2026"]
    assert objects(sheets, "funding_period", "Skolesocialrådgivere") == ["siden 2015"]


def test_schools_and_their_districts(sheets: list[Fact]) -> None:
    six = {
        "Rødkilde Skole": BHV, "Tingbjerg Skole": BHV, "Nørre Fælled Skole": NOEB, "Holbergskolen": NOEB, "Tagensbo Skole": NOEB, "Ellebjerg Skole": VVK,
    }  # fmt: skip
    assert objects(sheets, "school", "Skolefraværsrådgivere") == list(six)
    assert {school: objects(sheets, "district", school) for school in six} == {school: [district] for school, district in six.items()}
    assert len(objects(sheets, "school", "Kom glad i skole – hver dag")) == 9
    assert len(objects(sheets, "school", "Kom i skole igen")) == 9
    assert "alle almene folkeskoler" in objects(sheets, "school", "Skolesocialrådgivere")
    assert set(six) <= set(subjects(sheets, "type", "School"))


def test_the_fifteen_schools_of_u_start_are_not_invented(sheets: list[Fact]) -> None:
    assert not of(sheets, "school", "U-Start")
    assert objects(sheets, "district", "U-Start") == ["Amager"]


def test_whole_city(sheets: list[Fact]) -> None:
    assert set(subjects(sheets, "citywide", "true")) == {
        "Sygeundervisning i regi af Holbergskolen", "Skoleflex indsatser", "Mind My Mind", "Cool kids og Chilled",
    }  # fmt: skip


def test_conditions_stand_with_the_target_group(sheets: list[Fact]) -> None:
    assert "Elever med min. 15 % fravær og en underretning." in objects(sheets, "target_group", "Den koordinerende fraværsindsats")
    assert "Elever med massivt fravær" in objects(sheets, "target_group", "Skoleflex indsatser")
    assert objects(sheets, "exclusion", "Kom glad i skole – hver dag") == ["børn der har en sag i SOF ved opstart af forløb"]


def test_what_explains_or_hopes_is_no_target_group(sheets: list[Fact]) -> None:
    words = " ".join(str(fact.object) for fact in of(sheets, "target_group"))
    assert "Perioder forstås" not in words and "ophører" not in words and "interesse for at udvide" not in words


def test_the_four_forms_of_skoleflex(sheets: list[Fact]) -> None:
    assert subjects(sheets, "variant", "Skoleflex indsatser") == ["Skoleflex", "Skoleflex MINI", "Skoleflex Plus", "Tilbageslusringsflex"]


def test_a_form_is_quoted_with_the_line_that_says_it_is_one(sheets: list[Fact]) -> None:
    (mini,) = [fact for fact in of(sheets, "variant", "Skoleflex MINI") if fact.object == "Skoleflex indsatser"]
    assert mini.quote.startswith("Der findes fire former for skoleflex:\n\n- Skoleflex: målrettet børn og unge")
    assert mini.quote.endswith("\n- Skoleflex MINI: kortere skoleflex-forløb.")


def test_what_a_list_of_conditions_names_is_quoted_with_whom_it_holds_for(sheets: list[Fact]) -> None:
    told = {fact.object: fact.quote for fact in of(sheets, "target_group", "U-Start")}
    few = told["betingelse: der er kompleksitet: Barnet har problemer i mange arenaer"]
    assert few.startswith("U-Start er en individuelt tilpasset indsats til børn i det almene skoleregi")
    assert few.endswith("\n- Der er kompleksitet: Barnet har problemer i mange arenaer.")
    (whole,) = [said for said in told if str(said).startswith("U-Start er en individuelt")]
    assert " hvor: skolelederen har udtømt de handlemuligheder, der normalt benyttes i fraværssager; der er brug for" in str(whole)
    assert told[whole].endswith("\n- Der er fastlåsthed og slidthed ift. problemløsningen.")


def test_a_duration_that_limits_another_is_told_with_it(sheets: list[Fact]) -> None:
    (more,) = [said for said in objects(sheets, "duration", "Sygeundervisning i regi af Holbergskolen") if "forlængelse" in str(said)]
    assert str(more).startswith("For elever med massivt fravær er sygeundervisningen et midlertidigt tilbud på 3-4 mdr.")


def test_what_stands_in_brackets_stays_with_its_sentence(sheets: list[Fact]) -> None:
    evidence = objects(sheets, "evidence", "Skolefraværsrådgivere")
    assert not [words for words in evidence if words and words.startswith("Almen- og specialelever")]
    assert [words for words in evidence if words and words.endswith("gået hele året på skolen.)")]


def test_an_administration_is_no_fact_sheet(documents: dict[str, Document]) -> None:
    assert not [fact for fact in factsheets.extract(documents["handlevejledning"])]


# Ladder


@pytest.fixture(scope="module")
def steps(documents: dict[str, Document]) -> list[Fact]:
    return list(ladder.extract(documents["praksisoverblik"]))


def test_rungs_in_order_with_the_laws_that_stand_before_them(steps: list[Fact]) -> None:
    assert subjects(steps, "type", "LadderStep") == [rung for rung, _ in RUNGS]
    assert [(rung, objects(steps, "legal_basis", rung)) for rung, _ in RUNGS] == RUNGS


@pytest.mark.parametrize("rung", STANDING)
def test_interventions_of_a_rung(steps: list[Fact], rung: str) -> None:
    assert subjects(steps, "ladder_step", rung) == STANDING[rung]


def test_a_law_is_stated_of_the_rung_alone(steps: list[Fact]) -> None:
    assert {fact.subject for fact in steps if fact.relation == "legal_basis"} == {rung for rung, _ in RUNGS}


def test_what_is_read_of_a_rung_is_quoted_from_its_first_line(steps: list[Fact]) -> None:
    quotes = {fact.quote for fact in steps if fact.object == "Barnets lov § 30"}
    assert quotes == {f"BL§§ 30, 32, FL §23 og Sundhedsloven §126A\nBek. om elevers fravær fra undervisningen i folkeskolen\n{RUNGS[2][0]}"}
    assert {fact.quote for fact in steps if fact.subject == "U-start" and fact.relation == "ladder_step"} == {f"{RUNGS[2][0]}\n\nU-start (Amager)"}


def test_districts_and_parts_of_a_rung(steps: list[Fact]) -> None:
    assert objects(steps, "district", "Skolefraværsrådgivere på seks skoler") == [VVK, BHV, NOEB]
    assert objects(steps, "responsible", "Kom i skole igen") == ["BUF"]
    assert subjects(steps, "part_of", "Skoleflex indsatser") == ["Skolealliancen", "Center for Skolevægning"]


# Levels and focus areas


@pytest.fixture(scope="module")
def aims(documents: dict[str, Document]) -> list[Fact]:
    return list(levels.extract(documents["trivselsstrategi"]))


def test_four_levels_with_definitions(aims: list[Fact]) -> None:
    assert subjects(aims, "type", "TrivselLevel") == ALL_LEVELS
    openings = {level: str(objects(aims, "defines", level)[0]) for level in ALL_LEVELS}
    assert openings["Trivsel"].startswith("Børn og unge, som er i trivsel, er i positiv og alderssvarende udvikling")
    assert openings["Let mistrivsel"].startswith("Børn og unge, som er i let mistrivsel, viser ofte gentagne tegn")
    assert openings["Mistrivsel"].startswith("Børn og unge, som er i mistrivsel, viser ofte tydelige tegn")
    assert openings["Svær mistrivsel"].startswith("Børn og unge i svær mistrivsel viser alvorlige tegn")


def test_five_focus_areas_with_exactly_their_levels(aims: list[Fact]) -> None:
    assert subjects(aims, "type", "FocusArea") == list(AREAS)
    assert {area: objects(aims, "focus_area_level", area) for area in AREAS} == AREAS


def test_each_area_aims_at_what_we_wish(aims: list[Fact]) -> None:
    assert {area: len(subjects(aims, "goal_of", area)) for area in AREAS} == dict.fromkeys(AREAS, 1)
    assert subjects(aims, "goal_of", "Rammer, der styrker trivsel") == ["skabe rammer, der muliggør et liv i trivsel for alle børn og unge i København"]
    assert not [fact for fact in of(aims, "goal_of") if fact.subject.startswith("Vi tror")]


# Chapters


@pytest.fixture(scope="module")
def policy(documents: dict[str, Document]) -> list[Fact]:
    return list(chapters.extract(documents["integrationspolitik"]))


def test_six_chapters_without_their_numbers(policy: list[Fact]) -> None:
    assert subjects(policy, "type", "FocusArea") == CHAPTERS


def test_seven_guiding_marks_with_their_words(policy: list[Fact]) -> None:
    marks = subjects(policy, "type", "Pejlemærke")
    assert [mark.partition(": ")[0] for mark in marks] == [f"Pejlemærke {number}" for number in range(1, 8)]
    assert objects(policy, "defines", "Pejlemærke 4: Behandle alle københavnere ligeværdigt") == []  # its name says it
    assert marks[4].startswith("Pejlemærke 5: Bidrage til, at alle børn og unge kommer godt fra start")
    assert set(marks) <= set(subjects(policy, "goal_of", "Integrations- og medborgerskabspolitik 2027-2030"))
    assert not [fact for fact in policy if fact.subject.startswith("Pejlemærke") and fact.subject not in marks and fact.subject[11].isdigit()]


@pytest.mark.parametrize(
    ("chapter", "effort"),
    [
        ("Beskæftigelse og medborgerskab", "Perspektiv"),
        ("By og bolig", "Et blandet boligmarked"),
        ("Børn og unge", "Mangfoldige børnefællesskaber"),
        ("Børn og unge", "Ny i København"),
        ("Kultur og fritid", "Fritidsaktiviteter for børn og unge"),
        ("Socialområdet", "Forebyggelse af hjemløshed"),
        ("Sundhed og omsorg", "Etnisk Ressourceteam"),
    ],
)
def test_headed_efforts_are_parts_of_their_chapter(policy: list[Fact], chapter: str, effort: str) -> None:
    assert objects(policy, "type", effort) == ["Intervention"]
    assert objects(policy, "part_of", effort) == [chapter]


def test_every_chapter_has_goals(policy: list[Fact]) -> None:
    assert {chapter: len(goals) for chapter in CHAPTERS if (goals := subjects(policy, "goal_of", chapter))} == {
        "Beskæftigelse og medborgerskab": 8, "Børn og unge": 5, "Kultur og fritid": 10, "Socialområdet": 4, "Sundhed og omsorg": 4,
    }  # fmt: skip
    assert "At øge chanceligheden blandt byens børn" in subjects(policy, "goal_of", "Børn og unge")


def test_goals_listed_as_those_of_a_plan_are_not_stated_of_the_chapter(policy: list[Fact]) -> None:
    listed = {"Alle københavnere skal have gode livschancer og muligheder, uanset hvor de bor", "Styrket børne- og ungeliv", "Et natteliv for alle"}
    assert listed <= set(subjects(policy, "type", "Goal"))
    assert not [fact for fact in policy if fact.subject in listed and fact.relation == "goal_of"]


def test_administrations_that_a_section_names(policy: list[Fact]) -> None:
    assert sorted(filter(None, objects(policy, "responsible", "By og bolig"))) == ["TMF", "ØKF"]
    assert objects(policy, "responsible", "Etnisk Ressourceteam") == ["SUF"]
    assert objects(policy, "responsible", "Fritidsaktiviteter for børn og unge") == ["KFF"]


def test_an_administration_named_as_a_place_or_for_one_part_is_not_in_charge_of_a_section(policy: list[Fact]) -> None:
    assert objects(policy, "type", "Kultur- og sprogaktiviteter for børn og unge") == ["Intervention"]
    assert not objects(policy, "responsible", "Kultur- og sprogaktiviteter for børn og unge")  # they work together on 'Tidlig sprogindsats'
    assert not objects(policy, "responsible", "Nødovernatning for hjemløse borgere")  # Natcaféen is "under Herbergscentret Sundholm i Socialforvaltningen"


# Risk tables


@pytest.fixture(scope="module")
def risks(documents: dict[str, Document]) -> list[Fact]:
    return list(risktables.extract(documents["handlevejledning"]))


@pytest.mark.parametrize(
    ("group", "count", "factor"),
    [
        ("Kommende forældre og børn op til 5 år / barnet", 15, "Søvnforstyrrelser"),
        ("Kommende forældre og børn op til 5 år / forældrene", 12, "Den ene forælder har udsat den anden for negativ social kontrol"),
        ("Skolebarnet fra 6-13 år / barnet", 11, "Barnet/den unge er tidligt begyndt at drikke alkohol"),
        ("Skolebarnet fra 6-13 år / forældrene", 15, "Negativ social kontrol: Kontrollerer påklædning"),
        ("Unge fra 14 til 18 år / den unge", 12, "Den unge har boet/sovet på gaden"),
        ("Unge fra 14 til 18 år / forældrene", 15, "Der er vold i hjemmet"),
    ],
)
def test_risk_factors_by_age_group_and_person(risks: list[Fact], group: str, count: int, factor: str) -> None:
    found = subjects(risks, "risk_factor_of", group)
    assert len(found) == count
    assert factor in found


def test_age_groups_of_the_tables(risks: list[Fact]) -> None:
    assert {fact.subject: fact.value for fact in of(risks, "age_min")} == {"Skolebarnet fra 6-13 år": 6, "Unge fra 14 til 18 år": 14}
    assert {fact.subject: fact.value for fact in of(risks, "age_max")} == {
        "Kommende forældre og børn op til 5 år": 5, "Skolebarnet fra 6-13 år": 13, "Unge fra 14 til 18 år": 18,
    }  # fmt: skip


def test_what_was_spent_is_an_amount_and_no_evidence(sheets: list[Fact]) -> None:
    assert {value for value, _ in values(sheets, "funding_amount", "Skoleflex indsatser")} == {25_900_000, 39_800_000}
    assert all(str(said).startswith("I 2025 brugte Socialforvaltningen og") for said in objects(sheets, "funding_amount", "Skoleflex indsatser"))
    shown = [str(said) for said in objects(sheets, "evidence", "Skoleflex indsatser")]
    assert shown and not [said for said in shown if "brugte" in said]


def test_a_rise_is_told_with_what_rises(sheets: list[Fact]) -> None:
    shown = [str(said) for said in objects(sheets, "evidence", "Skolefraværsrådgivere") if "ses en stigning fra" in str(said)]
    assert len(shown) == 2 and all("andelen af elever med 10 pct. fravær" in said for said in shown)


# Contacts and abbreviations


def test_contacts_with_digits_as_in_the_document(documents: dict[str, Document]) -> None:
    found = list(contacts.extract(documents["handlevejledning"]))
    assert {fact.subject: fact.object for fact in of(found, "contact_phone")} == PHONES
    assert all(digits in documents["handlevejledning"].text for digits in PHONES.values())
    assert objects(found, "district", "Socialforvaltningen, lokal enhed City-Østerbro") == ["City-Østerbro"]
    assert objects(found, "referral_route", "Den Sociale Døgnvagt") == ["udenfor normal åbningstid: Den Sociale Døgnvagt på tlf. 33 17 33 33"]


def defined(document: Document) -> Iterator[tuple[str, str]]:
    for fact in abbreviations.extract(document):
        if fact.relation == "defines" and fact.object:
            yield fact.subject, fact.object


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (
            "handlevejledning",
            {"SOF": "Socialforvaltningen", "BUF": "Børne- og Ungdomsforvaltningen", "SUF": "Sundheds- og Omsorgsforvaltningen"},
        ),
        (
            "praksisoverblik",
            {
                "BL": "Barnets lov",
                "FL": "Folkeskoleloven",
                "VVK": "Valby, Vesterbro og Kgs. Enghave",
                "BHV": "Brønshøj-Husum-Vanløse",
                "NØB": "Nørrebro-Bispebjerg",
                "BEKU": "Beslutnings- og Koordinationsudvalg",
                "PLC": "Pædagogiske Læringscenter",
                "RC": "Ressourcecenter",
            },
        ),
        ("integrationspolitik", {"ABIF": "Aktive Børn i Forening"}),
        ("trivselsstrategi", {}),
    ],
)
def test_abbreviations(documents: dict[str, Document], document: str, expected: dict[str, str]) -> None:
    assert dict(defined(documents[document])) == expected
