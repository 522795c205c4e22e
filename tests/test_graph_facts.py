"""All facts of the four documents: exact quotes, stable ids, one name for one thing, and what issue 3 wants to see as facts."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.catalogue import read_catalogue
from corpus.document import Document
from graph.extraction import extract_facts
from graph.fact import RELATIONS, Fact
from graph.linking import Linker, administration_code, key, law_name

CODES = {"BUF", "SOF", "SUF", "KFF", "BIF", "TMF", "ØKF"}
TYPES = {
    "Intervention", "FocusArea", "TrivselLevel", "Law", "LadderStep", "Organisation", "School", "District", "TargetGroup", "RiskFactor", "Goal",
    "Pejlemærke", "ContactPoint",
}  # fmt: skip
NUMERIC = {"age_min", "age_max", "grade_min", "grade_max", "funding_amount", "start_year"}


@pytest.fixture(scope="module")
def documents() -> dict[str, Document]:
    return {document.id: document for document in read_catalogue()}


@pytest.fixture(scope="module")
def facts(documents: dict[str, Document]) -> list[Fact]:
    return extract_facts(documents.values())


def rows(facts: list[Fact], subject: str, relation: str) -> list[Fact]:
    return [fact for fact in facts if (fact.subject, fact.relation) == (subject, relation)]


def objects(facts: list[Fact], subject: str, relation: str) -> set[str | None]:
    return {fact.object for fact in rows(facts, subject, relation)}


# Form


def test_nothing_is_said_of_a_thing_to_itself(facts: list[Fact]) -> None:
    """Another spelling of a subject must not turn what it is linked to into the subject itself."""
    assert not [fact for fact in facts if (fact.object or "").casefold() == fact.subject.casefold()]
    assert {fact.object for fact in facts if fact.subject == "Kom i skole igen" and fact.relation == "provider"} == {"supportteam på Damhusengens Skole"}


def test_every_quote_is_the_exact_run_of_its_document(documents: dict[str, Document], facts: list[Fact]) -> None:
    assert len(facts) > 2850
    wrong = [fact for fact in facts if fact.quote != documents[fact.document].text[fact.start:fact.end]]
    assert not wrong


def test_no_quote_is_empty_or_a_fragment(facts: list[Fact]) -> None:
    assert not [fact for fact in facts if len(fact.quote.strip()) < 4 or fact.quote != fact.quote.strip()]
    assert not [fact for fact in facts if fact.quote[0] in ").,;:"]


def test_ids_are_unique_and_the_same_in_a_second_run(documents: dict[str, Document], facts: list[Fact]) -> None:
    ids = [fact.id for fact in facts]
    assert not [id_ for id_, count in Counter(ids).items() if count > 1]
    assert [fact.id for fact in extract_facts(documents.values())] == ids


def test_relations_are_known_and_every_one_is_used_but_level(facts: list[Fact]) -> None:
    used = {fact.relation for fact in facts}
    assert used <= set(RELATIONS)
    assert set(RELATIONS) - used == {"level"}  # nothing in the documents links a level to an intervention: it is inferred


def test_every_fact_has_an_object_or_a_value(facts: list[Fact]) -> None:
    assert not [fact for fact in facts if fact.object is None and fact.value is None]
    assert not [fact for fact in facts if fact.relation in NUMERIC and fact.value is None]
    assert not [fact for fact in facts if fact.object is not None and len(fact.object.strip(" .,;()")) < 2]


def test_types_are_the_named_ones(facts: list[Fact]) -> None:
    assert {fact.object for fact in facts if fact.relation == "type"} == TYPES


def test_a_kind_is_told_by_words_that_name_the_thing(facts: list[Fact]) -> None:
    (told,) = [fact for fact in rows(facts, "Sygeundervisning i regi af Holbergskolen", "type") if fact.object == "Intervention"]
    assert told.quote == "Sygeundervisning i regi af Holbergskolen (BUF)"


def test_administrations_are_written_as_codes_and_are_no_interventions(facts: list[Fact]) -> None:
    assert {fact.object for fact in facts if fact.relation == "responsible"} == CODES | {"de syv politiske udvalg (arbejdet på egne områder)"}
    named = {fact.object for fact in facts if fact.relation in ("partner", "provider") and fact.object}
    assert not [name for name in named if administration_code(name) not in (None, name)]
    assert not [fact for fact in facts if fact.relation == "type" and fact.object == "Intervention" and administration_code(fact.subject)]


def test_money_ages_and_grades_are_sensible(facts: list[Fact]) -> None:
    bounds = {"age_min": (0, 99), "age_max": (0, 99), "grade_min": (0, 10), "grade_max": (0, 10), "start_year": (1990, 2030), "funding_amount": (1000, 1e9)}
    for relation, (low, high) in bounds.items():
        found = [fact.value for fact in facts if fact.relation == relation]
        assert found
        assert not [value for value in found if value is None or not low <= value <= high], relation


def test_a_fact_is_not_said_twice_in_the_same_place(facts: list[Fact]) -> None:
    said = Counter((fact.document, fact.subject, fact.relation, fact.object, fact.value, fact.unit, fact.start) for fact in facts)
    assert not [place for place, count in said.items() if count > 1]


def test_a_document_says_a_fact_once(facts: list[Fact]) -> None:
    said = Counter((fact.document, fact.subject, fact.relation, fact.object, fact.value, fact.unit) for fact in facts)
    assert not [what for what, count in said.items() if count > 1]


@pytest.mark.parametrize(
    ("subject", "relation", "opening", "ending"),
    [
        ("safezone", "partner", "I forbindelse med", "inddrages i arbejdet."),
        ("LæseLiga", "target_group", "Gennem 'LæseLiga'", "udvalgte udsatte boligområder."),
        ("Etnisk Ressourceteam", "target_group", "Sundheds- og", "på deres modersmål."),
        ("krav om op til 25 pct. almene boliger i nye byudviklingsområder", "exclusion", "Siden 2015 har", "eller er socialt udsat."),
        ("helbredsmæssig vurdering", "part_of", 'For flygtninge visiteret efter kommunekvoterne tilrettelægges indsatsen efter "Københavnmodellen".', "helbredsmæssig vurdering."),
        ("fysiske helhedsplaner", "type", "Da bygninger og udearealer", "samt bygnings- og områdefornyelser."),
        ("Muhabet", "type", "Københavns Kommune støtter en række NGO'er", "bygge bro til det danske samfund."),
        ("Muhabet", "target_group", "Københavns Kommune støtter en række NGO'er", "bygge bro til det danske samfund."),
        ("Bemandede legepladser", "target_group", "Bemandede legepladser er en vigtig", "stabilitet og færre konflikter."),
        ("handleplan (Politik for Udsatte Byområder)", "deadline", "For at sikre fremdrift", "ajourført hvert andet år."),
        ("interkulturelt lokale (Peder Lykke Centret)", "defines", "Peder Lykke Centret er", "en moské eller en kirke."),
        ("Forebyggende fraværsarbejde i skolerne", "type", "Bek. om elevers fravær", "mangfoldige børnefællesskaber\nSkolesocialrådgivere"),
        ("Negativ social kontrol: Kontrollerer påklædning", "type", "Negativ social kontrol³, hvor", "- Kontrollerer påklædning"),
        ("Negativ social kontrol: Kontrollerer påklædning", "risk_factor_of", "Negativ social kontrol³, hvor", "- Kontrollerer påklædning"),
        ("Socialforvaltningen, lokal enhed City-Østerbro", "responsible", "Har du brug for at kontakte Socialforvaltningen", "City-Østerbro: 33174920"),
        ("Socialforvaltningen, lokal enhed City-Østerbro", "contact_phone", "City-Østerbro: 33174920", "City-Østerbro: 33174920"),
        ("Socialudvalget", "deadline", "Vi forpligter os konkret til, at:", "behov for at justere retningen."),
    ],
)
def test_a_quote_is_whole_sentences_that_say_what_they_speak_of(facts: list[Fact], subject: str, relation: str, opening: str, ending: str) -> None:
    found = [fact.quote for fact in rows(facts, subject, relation)]
    assert found and all(quote.startswith(opening) and quote.endswith(ending) for quote in found)


def test_a_way_in_keeps_the_words_that_say_it(facts: list[Fact]) -> None:
    assert "kontakt den relevante lokale enhed" in objects(facts, "Kontakt til Socialforvaltningen", "referral_route")
    found = [fact.quote for fact in rows(facts, "Fritidsaktiviteter for børn og unge", "referral_route")]
    assert found == ["Børn og unge guides over i kultur- og foreningstilbuddene via FritidsGuiderne"]


# What each relation may hold


def test_who_is_in_charge_is_another_than_the_administration_itself(facts: list[Fact]) -> None:
    assert not [fact for fact in facts if fact.relation == "responsible" and administration_code(fact.subject)]
    assert objects(facts, "Tættere samarbejde mellem forvaltningerne omkring udsatte ukrainere", "responsible") == {"BIF", "SOF"}


def test_a_way_in_tells_both_when_and_how(facts: list[Fact]) -> None:
    assert objects(facts, "Den Sociale Døgnvagt", "referral_route") == {"udenfor normal åbningstid: Den Sociale Døgnvagt på tlf. 33 17 33 33"}


def test_a_share_says_of_whom(facts: list[Fact]) -> None:
    (fact,) = [fact for fact in facts if fact.relation == "outcome" and fact.value == 0.6]
    assert fact.subject == "18-49-årige kvinder med dansk oprindelse" and "18-49-årige" in fact.quote


def test_a_paragraph_is_quoted_with_its_number(facts: list[Fact]) -> None:
    assert all("§ 133" in fact.quote for fact in rows(facts, "Underretning", "legal_basis"))
    found = rows(facts, "Retssikkerhedsloven § 11 e", "defines") + rows(facts, "Retssikkerhedsloven § 11 e", "type")
    assert len(found) == 3 and all("§ 11e" in fact.quote for fact in found)


def test_exclusions_say_who_or_what_is_left_out(facts: list[Fact]) -> None:
    words = [str(fact.object) for fact in facts if fact.relation == "exclusion"]
    assert words and not [said for said in words if said.startswith(("kun ", "ikke kun", "forbeholdt"))]


def test_what_an_effort_does_is_neither_goal_nor_outcome_of_it(facts: list[Fact]) -> None:
    assert not objects(facts, "Sydhavn Genbrugscenter", "outcome") | objects(facts, "FritidsGuiderne", "outcome") | objects(facts, "småjob", "outcome")
    doing = {"Sydhavn Genbrugscenter", "Arbejdsmarkedsrettet dansk", "småjob", "FritidsGuiderne", "Signs of Safety", "Etnisk Ressourceteam", "Housing First"}
    assert not [fact for fact in facts if fact.relation == "goal_of" and fact.object in doing]


def test_a_definition_says_what_a_word_means(facts: list[Fact]) -> None:
    assert objects(facts, "Housing First", "defines") == {"en tilgang, hvor det første skridt er at hjælpe borgeren i egen bolig"}
    described = {"Skolefraværsrådgivere", "Center for Mental Sundhed", "Green Team", "Tidlig sprogindsats", "den rette tilbudsvifte"}
    assert not [fact for fact in facts if fact.relation == "defines" and fact.subject in described]


@pytest.mark.parametrize(
    ("subject", "relation", "value", "end"),
    [
        ("Cool kids og Chilled", "capacity", 4, "(mindst)"),
        ("Cool kids og Chilled", "capacity", 6, "(højst)"),
        ("Mind My Mind", "duration", 9, "(mindst)"),
        ("Mind My Mind", "duration", 13, "(højst)"),
        ("Mind My Mind", "duration", 18, "18 uger"),
    ],
)
def test_an_end_of_a_span_is_marked_as_the_end_it_is(facts: list[Fact], subject: str, relation: str, value: float, end: str) -> None:
    assert [str(fact.object).endswith(end) for fact in rows(facts, subject, relation) if fact.value == value] == [True]


def test_goals_are_no_finite_fragments(facts: list[Fact]) -> None:
    finite = ("understøtter ", "støtter ", "giver ", "danner ", "bygger ", "styrker ", "styrkes ", "skaber ", "sikrer ")
    assert not [fact.subject for fact in facts if fact.relation == "goal_of" and fact.subject.startswith(finite)]


def test_definitions_are_no_questions_and_can_be_read_alone(facts: list[Fact]) -> None:
    words = [str(fact.object) for fact in facts if fact.relation == "defines"]
    assert not [said for said in words if said.endswith("?") or said.startswith(("De er", "Reaktionerne kan"))]


def test_actors_are_no_part_of_a_heading(facts: list[Fact]) -> None:
    actors = {"De fire forvaltninger", "De fire politiske udvalg", "FAKTI", "Sjakket", "Muhabet", "Kringlebakken", "Diversity Works"}
    assert not [fact for fact in facts if fact.relation == "part_of" and fact.subject in actors]
    assert {"FAKTI", "Sjakket"} <= objects(facts, "Samarbejde med civilsamfundsaktører til forebyggelse af social udsathed", "partner")


@pytest.mark.parametrize(
    ("subject", "relation", "doubtful"),
    [
        ("Forebyggelse af hjemløshed", "start_year", 2009),
        ("Forebyggelse af racisme, etnisk diskrimination og hadforbrydelser", "start_year", 2021),
        ("Avatarer", "part_of", "Sygeundervisning i regi af Holbergskolen"),
        ("Sydhavn Genbrugscenter", "part_of", "Lokal forankring"),
        ("Indgang til Bedre Mental Sundhed", "provider", "Københavns Kommune"),
        ("Et grønnere natteliv", "goal_of", "By og bolig"),
        ("få øje på mistrivsel tidligt i problemudviklingen", "goal_of", "Handlevejledning ved mistrivsel"),
        ("mængden, intensiteten og varigheden af faktorer, der belaster barnet", "type", "RiskFactor"),
        ("Cool kids og Chilled", "target_group", "forældre"),
        ("sproglig sygeliggørelse af almene følelser som bekymring og nervøsitet", "type", "RiskFactor"),
        ("styrkelse af barnets fremadrettede trivsel og fremmøde", "goal_of", "Kom glad i skole – hver dag"),
    ],
)
def test_what_a_sentence_only_hints_at_is_not_stated(facts: list[Fact], subject: str, relation: str, doubtful: object) -> None:
    assert [fact for fact in facts if fact.subject == subject]
    assert doubtful not in {fact.object if fact.value is None else fact.value for fact in rows(facts, subject, relation)}


def test_a_part_of_the_staff_is_told_with_the_whole(facts: list[Fact]) -> None:
    (half,) = [fact for fact in rows(facts, "Den koordinerende fraværsindsats", "capacity") if fact.value == 0.5]
    assert "ét helt årsværk i hver" in str(half.object) and half.quote.endswith("ét helt årsværk i BUF og ét helt årsværk i SOF.")


@pytest.mark.parametrize("proposal", ["TV01", "TV02", "SO34"])
def test_an_investment_proposal_is_no_intervention_but_has_parts(facts: list[Fact], proposal: str) -> None:
    assert not [fact for fact in facts if fact.relation == "type" and fact.subject.startswith(proposal)]
    assert [fact for fact in facts if fact.relation == "part_of" and str(fact.object).startswith(proposal)]


def test_what_is_allowed_by_law_is_a_duty_and_what_is_offered_is_neither_duty_nor_goal(facts: list[Fact]) -> None:
    assert not [fact for fact in facts if fact.relation == "duty" and str(fact.object).startswith(("kan give", "kan tilbyde", "kan om nødvendigt"))]
    assert not [fact for fact in facts if fact.relation == "goal_of" and fact.subject.startswith(("give råd", "give hjælp", "tilbyde samtaler", "tilbyde sparring"))]
    advisers = "Daginstitution- og skolesocialrådgiverne"
    assert "pædagoger og lærere, som kan få hjælp til at udarbejde en underretning" in objects(facts, advisers, "target_group")
    assert not rows(facts, advisers, "duty") + rows(facts, advisers, "referral_route")
    assert len(rows(facts, "Udveksling af oplysninger", "duty")) == 5
    assert {"skoler", "dagtilbud", "Familieretshuset"} <= objects(facts, "Udveksling af oplysninger", "target_group")
    assert len(rows(facts, "Skærpet underretningspligt", "duty")) == 7


def test_each_case_of_the_duty_to_report_keeps_what_it_hangs_on(facts: list[Fact]) -> None:
    holds = "hvis de under udøvelsen af tjenesten eller hvervet får kendskab til eller har grund til at antage"
    for name in ("Barnets lov § 133", "Skærpet underretningspligt", "Personer, der udøver offentlig tjeneste eller offentligt hverv"):
        cases = [fact for fact in rows(facts, name, "duty") if "overgreb" in str(fact.object) or "undervisningspligten" in str(fact.object)]
        assert len(cases) == 2
        assert all(holds in str(fact.object) and fact.quote.startswith("Personer, der udøver offentlig tjeneste") for fact in cases)


def test_how_things_stand_is_evidence_and_a_cause_is_no_risk_factor(facts: list[Fact]) -> None:
    assert "færre borgere føler sig trygge" in objects(facts, "udsatte byområder", "evidence")
    assert "utryghed er den største enkeltstående årsag til, at folk flytter fra de udsatte byområder" in objects(facts, "udsatte byområder", "evidence")
    assert not objects(facts, "udsatte byområder", "outcome") - {"mindre udsatte fra 2019 til 2025; især markant flere er i arbejde og har en uddannelse"}
    of_policy = {fact.subject for fact in facts if fact.relation == "risk_factor_of" and fact.document == "integrationspolitik"}
    assert of_policy == set()


def test_a_difference_tells_which_way_it_goes(facts: list[Fact]) -> None:
    assert not [fact for fact in facts if fact.relation == "evidence" and str(fact.object).startswith("forskelle på")]


# One name for one thing


@pytest.mark.parametrize(
    ("name", "documents_"),
    [
        ("Skolesocialrådgivere", {"praksisoverblik", "handlevejledning"}),
        ("Mangfoldige børnefællesskaber", {"praksisoverblik", "integrationspolitik"}),
        ("Center for Mental Sundhed", {"handlevejledning"}),
        ("Barnets lov", {"praksisoverblik", "handlevejledning", "integrationspolitik"}),
        ("Amager", {"praksisoverblik", "handlevejledning", "integrationspolitik"}),
    ],
)
def test_one_name_across_documents(facts: list[Fact], name: str, documents_: set[str]) -> None:
    assert {fact.document for fact in facts if fact.subject == name} == documents_
    spellings = {fact.subject for fact in facts if key(fact.subject) == key(name)}
    assert spellings == {name}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Etnisk Konsulentteam", "Etnisk Ressourceteam"),
        ("Center for Mental Sundhed", "Indgang til Bedre Mental Sundhed"),
        ("Fælles kommunal indgang", "Indgang til Bedre Mental Sundhed"),
        ("Lettilgængeligt tilbud med en fælles kommunal indgang", "Indgang til Bedre Mental Sundhed"),
        ("Skolefraværsrådgivere", "Skolesocialrådgivere"),
        ("Daginstitution- og skolesocialrådgiverne", "Skolesocialrådgivere"),
        ("Skoleflex indsatser", "Skoleflex"),
        ("Tingbjerg", "Tingbjerg Skole"),
        ("negativ social kontrol", "Forebyggelse af negativ social kontrol"),
    ],
)
def test_look_alikes_stay_apart(facts: list[Fact], one: str, other: str) -> None:
    assert {one, other} <= {fact.subject for fact in facts}


@pytest.mark.parametrize(
    "spelling",
    [
        "Skolefraværsrådgivere på udvalgte skoler", "Skolefraværsrådgivere på seks skoler", "U-start", "Mind my Mind", "mangfoldige børnefællesskaber",
        "Sygeundervisning og faglig understøttelse fra Holbergsskolen", "1 Beskæftigelse og medborgerskab", "Barnets lov § 133 om skærpet underretningspligt",
        "Retssikkerhedsloven § 11e", "Inddragelse Samarbejde med af civilsamfund og erhvervslivet", "Skoleflex (grundform)",
    ],
)  # fmt: skip
def test_another_spelling_is_no_subject_of_its_own(facts: list[Fact], spelling: str) -> None:
    assert spelling not in {fact.subject for fact in facts}


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzæøå -§0123456789", min_size=1, max_size=40))
def test_a_name_nobody_lists_is_its_own_name(name: str) -> None:
    assert Linker([], {}).name(name) == name
    assert key(name) == key(name.upper())


def test_names_of_laws_and_administrations() -> None:
    assert law_name("Retssikkerhedsloven § 11e") == "Retssikkerhedsloven § 11 e"
    assert law_name("lovgivningen om arbejdspligt") == "lovgivningen om arbejdspligt"
    assert administration_code("Socialforvaltningen") == "SOF"
    assert administration_code("Socialudvalget") is None
    assert administration_code("social indsats fra Socialforvaltningen") is None


# What issue 3 names


@pytest.mark.parametrize(
    ("subject", "relation", "expected"),
    [
        ("Den koordinerende fraværsindsats", "target_group", "betingelse: min. 15 % fravær"),
        ("Den koordinerende fraværsindsats", "target_group", "betingelse: en underretning"),
        ("Skoleflex indsatser", "referral_route", "kræver en bevilling fra det lokale Beslutnings- og Koordinationsudvalg (BEKU)"),
        ("Kom glad i skole – hver dag", "exclusion", "børn der har en sag i SOF ved opstart af forløb"),
        ("Skolefraværsrådgivere", "target_group", "betingelse: bosat i et monitoreringsområde"),
        ("Mind My Mind", "referral_route", "Indgang til Bedre Mental Sundhed"),
        ("Cool kids og Chilled", "referral_route", "Indgang til Bedre Mental Sundhed"),
        ("Den Sociale Døgnvagt", "contact_phone", "33 17 33 33"),
        ("Den koordinerende fraværsindsats", "funding_period", "fra medio 2023 til og med 2026"),
        ("Skolefraværsrådgivere", "funding_period", "fra 2025-28"),
        ("Kom glad i skole – hver dag", "partner", "KFF"),
        ("Kom glad i skole – hver dag", "partner", "SUF"),
        ("Kom glad i skole – hver dag", "partner", "SOF"),
        ("Kom glad i skole – hver dag", "partner", "DSI"),
        ("Underretning", "legal_basis", "Barnets lov § 133"),
        ("Fagperson", "legal_basis", "Barnets lov § 133"),
        ("Center for Mental Sundhed", "responsible", "SUF"),
        ("Mangfoldige børnefællesskaber", "ladder_step", "Forebyggende fraværsarbejde i skolerne"),
        ("Mangfoldige børnefællesskaber", "part_of", "Børn og unge"),
        ("Vurdering af mistrivsel", "partner", "Skolesocialrådgivere"),
        ("Tingbjerg", "type", "District"),
        ("By og bolig", "responsible", "TMF"),
        ("SUF", "defines", "Sundheds- og Omsorgsforvaltningen"),
    ],
)
def test_named_facts(facts: list[Fact], subject: str, relation: str, expected: str) -> None:
    assert expected in objects(facts, subject, relation)


@pytest.mark.parametrize(
    ("subject", "relation", "value", "unit"),
    [
        ("Underretning", "deadline", 24, "timer"),
        ("Underretning", "deadline", 6, "hverdage"),
        ("De fire politiske udvalg", "deadline", 1, "gang/år"),
        ("handleplan (Politik for Udsatte Byområder)", "deadline", 2, "år"),
        ("indskrivning i dagtilbud 30 timer om ugen", "duration", 30, "timer om ugen"),
        ("Sprogvurderinger", "deadline", 5, "år (barnets alder)"),
        ("Ny i København", "start_year", 2017, None),
        ("Hjemløseplanen", "start_year", 2022, None),
        ("Cool kids og Chilled", "capacity", 4, "børn pr. forløb"),
        ("Cool kids og Chilled", "capacity", 6, "børn pr. forløb"),
        ("Cool kids og Chilled", "capacity", 120, "børn og unge/år"),
        ("Cool kids og Chilled", "capacity", 144, "børn og unge/år"),
        ("Kom glad i skole – hver dag", "deadline", 1, "måneder"),
        ("Kom glad i skole – hver dag", "deadline", 3, "måneder"),
        ("Center for Mental Sundhed", "age_min", 15, "år"),
        ("LæseLiga", "grade_min", 4, "klasse"),
        ("Tidlig sprogindsats", "age_max", 2, "år"),
    ],
)
def test_named_numbers(facts: list[Fact], subject: str, relation: str, value: float, unit: str) -> None:
    assert (value, unit) in {(fact.value, fact.unit) for fact in rows(facts, subject, relation)}


def test_places_of_outreach_are_districts(facts: list[Fact]) -> None:
    outreach = {fact.subject for fact in facts if fact.subject.startswith("fremskud") and "Center for" in fact.subject}
    assert outreach
    assert all({"Amager", "Tingbjerg"} <= objects(facts, name, "district") for name in outreach)


def test_the_parents_may_not_be_told(facts: list[Fact]) -> None:
    told = [fact for fact in rows(facts, "Underretning", "duty") if "ikke fortælle forældrene" in str(fact.object)]
    assert told and all("må du ikke fortælle forældrene" in fact.quote for fact in told)


@pytest.mark.parametrize("effort", ["FerieCamp", "ABIF Klub", "FritidsGuiderne", "Etnisk Konsulentteam", "SprogTrappen", "PLUS-plads"])
def test_efforts_named_inside_a_sentence(facts: list[Fact], effort: str) -> None:
    assert objects(facts, effort, "type") == {"Intervention"}
    assert objects(facts, effort, "part_of")


def test_variants_run_from_the_form_to_the_whole(facts: list[Fact]) -> None:
    pairs = {(fact.subject, fact.object) for fact in facts if fact.relation == "variant"}
    assert not pairs & {(whole, part) for part, whole in pairs if part != whole}
    assert {("Cool Kids", "Cool kids og Chilled"), ("Skoleflex", "Skoleflex indsatser"), ("Skoleflex MINI", "Skoleflex indsatser")} <= pairs
    assert "Ny i København" in objects(facts, "PLUS-plads", "part_of")  # a place that the model leads to, not a form of the model
