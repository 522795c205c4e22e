"""Every known trap of the four shipped documents, by name."""

from __future__ import annotations

import re

import pytest

from corpus.catalogue import SHIPPED, read_catalogue
from corpus.document import Block, Document, Repair

IDS = ["trivselsstrategi", "handlevejledning", "integrationspolitik", "praksisoverblik"]
LEVELS_OF = {
    "Rammer, der styrker trivsel": "Trivsel\nLet mistrivsel\nMistrivsel\nSvær mistrivsel",
    "Positive fællesskaber for alle": "Trivsel\nLet mistrivsel\nMistrivsel\nSvær mistrivsel",
    "Tidlig hjælp, der forebygger": "Let mistrivsel\nMistrivsel",
    "Hjælp til dem, der har det sværest": "Mistrivsel\nSvær mistrivsel",
    "Fælles ansvar": "Trivsel\nLet mistrivsel\nMistrivsel\nSvær mistrivsel",
}
FOCUS_AREAS = list(LEVELS_OF)
FIELDS = {
    "Skolefraværsrådgivere på udvalgte skoler (BUF/SOF)": "Forløbslængde",
    "Kom glad i skole – hver dag (BUF)": "Forløbslængde",
    "Kom i skole igen (BUF)": "Forløbslængde",
    "U-Start (BUF/SOF)": "Forløbslængde",
    "Den koordinerende fraværsindsats (BUF/SOF)": "Forløbslængde",
    "Sygeundervisning i regi af Holbergskolen (BUF)": "Forløbslængde",
    "Skoleflex indsatser (BUF/SOF)": "Forløbslængde",
    "Skolesocialrådgivere (SOF)": "Tid og varighed",
    "Mind My Mind (BUF/SOF)": "Forløbslængde",
    "Cool kids og Chilled (BUF/SOF)": "Forløbslængde",
}


@pytest.fixture(scope="module")
def documents() -> dict[str, Document]:
    return {document.id: document for document in read_catalogue()}


@pytest.fixture(scope="module")
def strategy(documents: dict[str, Document]) -> Document:
    return documents["trivselsstrategi"]


@pytest.fixture(scope="module")
def guideline(documents: dict[str, Document]) -> Document:
    return documents["handlevejledning"]


@pytest.fixture(scope="module")
def policy(documents: dict[str, Document]) -> Document:
    return documents["integrationspolitik"]


@pytest.fixture(scope="module")
def overview(documents: dict[str, Document]) -> Document:
    return documents["praksisoverblik"]


def blocks_under(document: Document, *path: str) -> list[Block]:
    """The content blocks whose path ends with the given titles."""
    return [
        block
        for block in document.blocks
        if block.kind in ("paragraph", "item") and document.path_of(block)[-len(path):] == path
    ]


def texts_under(document: Document, *path: str) -> list[str]:
    return [document.text_of(block).removeprefix("- ") for block in blocks_under(document, *path)]


def repairs_of(document: Document, before: str) -> list[Repair]:
    return [repair for repair in document.repairs if repair.before == before]


def passage_with(document: Document, words: str) -> str:
    found = [passage.text for passage in document.passages if words in passage.text]
    assert len(found) == 1, f"{words!r} står i {len(found)} passager"
    return found[0]


# --- all four ---------------------------------------------------------------------------------------------------------


def test_the_four_documents_are_read_in_order(documents: dict[str, Document]) -> None:
    assert list(documents) == IDS
    assert [document.source.status for document in documents.values()] == ["gældende", "gældende", "udkast", "gældende"]
    assert [document.source.is_draft for document in documents.values()] == [False, False, True, False]


@pytest.mark.parametrize("id_", IDS)
@pytest.mark.parametrize("mark", ["<", "](", "#)", "~~", "*", "\t", "•", "\u200b", "\u00ad", "\r", "&nbsp;", "---", "//"])
def test_no_mark_of_layout_remains_anywhere(documents: dict[str, Document], id_: str, mark: str) -> None:
    document = documents[id_]
    assert mark not in document.text
    assert not any(mark in section.title for section in document.sections)


@pytest.mark.parametrize("id_", IDS)
def test_no_blanks_are_doubled_and_no_line_ends_in_one(documents: dict[str, Document], id_: str) -> None:
    assert not re.search(r"\S  +\S|[ ]+\n|\n{3,}", documents[id_].text)


@pytest.mark.parametrize("id_", IDS)
def test_what_was_repaired_stands_at_the_repairs_offsets(documents: dict[str, Document], id_: str) -> None:
    document = documents[id_]
    assert all(document.text_of(repair) == repair.after for repair in document.repairs)
    assert all(repair.before != repair.after and repair.rule for repair in document.repairs)
    starts = [repair.start for repair in document.repairs]
    assert starts == sorted(starts)


@pytest.mark.parametrize("id_", ["trivselsstrategi", "handlevejledning", "integrationspolitik"])
def test_raw_wording_of_every_repair_stands_in_a_source_file(documents: dict[str, Document], id_: str) -> None:
    raw = " ".join("\n".join(path.read_text("utf-8") for path in SHIPPED.glob(f"{id_}*")).split())
    repairs = documents[id_].repairs
    assert repairs
    assert [repair for repair in repairs if " ".join(repair.before.split()) not in raw.replace("** ", " ")] == []


@pytest.mark.parametrize("id_", IDS)
def test_lists_of_contents_are_no_passages(documents: dict[str, Document], id_: str) -> None:
    document = documents[id_]
    contents = [block for block in document.blocks if block.kind == "contents"]
    assert len(contents) >= 10
    covered = [p for p in document.passages for block in contents if p.start < block.end and block.start < p.end]
    assert covered == []


def test_contents_are_read_whole(documents: dict[str, Document]) -> None:
    counts = {id_: sum(b.kind == "contents" for b in document.blocks) for id_, document in documents.items()}
    assert counts == {"trivselsstrategi": 12, "handlevejledning": 17, "integrationspolitik": 10, "praksisoverblik": 14}


@pytest.mark.parametrize("id_", IDS)
def test_no_page_numbers_are_shown(documents: dict[str, Document], id_: str) -> None:
    assert not re.search(r"^\d{1,3}$", documents[id_].text.replace("\n2025\n", "\n"), re.MULTILINE)


# --- the strategy -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sentence",
    [
        "Forskning peger desuden på, at tryg og tæt tilknytning til forældre og nære omsorgspersoner",
        "Det drejer sig om behovet for sundhed, tryghed, autonomi, kompetence, samhørighed og for at bidrage.",
        "Børn og unge har bl.a. brug for følelsesmæssigt at opleve tryghed, både i forhold til fysiske rammer",
        "Forældre er også vigtige for børn og unges trivsel.",
        "have hjælp tidligst muligt, så vi forebygger, at problemerne vokser sig større",
        "Sådan står det til med trivslen i København",
        "- Sikre gode rammer for, at børn og unge i Københavns Kommune kan trives.",
    ],
)
def test_strategy_has_the_right_wording_of_its_two_extractions(strategy: Document, sentence: str) -> None:
    assert strategy.text.count(sentence) >= 1


@pytest.mark.parametrize("slip", ["tryk", "vigtige før", "børn og unge trivsel", "fore bygger", "trivlsen", "børneog", "Sundhedsog"])
def test_strategy_shows_no_slip_of_either_extraction(strategy: Document, slip: str) -> None:
    assert not re.search(rf"\b{slip}\b", strategy.text)


def test_strategy_keeps_each_corrected_tryk_visible(strategy: Document) -> None:
    rule = "afstemt mod anden udtrækning"
    replaced, *doubled = [repair for repair in strategy.repairs if repair.before.startswith("tryk")]
    assert (replaced.before, replaced.after, replaced.rule) == ("tryk", "tryg", rule)
    assert [(repair.before, repair.after, repair.rule) for repair in doubled] == [("tryk, ", "", rule)] * 2
    assert all(strategy.text[repair.start:].startswith("tryghed") for repair in doubled)


@pytest.mark.parametrize(("raw", "kept"), [("før", "for"), ("unge", "unges"), ("fore bygger", "forebygger")])
def test_strategy_keeps_the_slips_of_the_other_extraction_visible(strategy: Document, raw: str, kept: str) -> None:
    (repair,) = repairs_of(strategy, raw)
    assert (repair.after, repair.rule) == (kept, "anden udtrækning læser her forkert")


def test_strategy_lists_focus_areas_without_their_icons(strategy: Document) -> None:
    assert texts_under(strategy, "Vores fem fokusområder")[2:] == FOCUS_AREAS
    assert {repair.before for repair in strategy.repairs if repair.after == ""} >= {"R ", "Pf ", "Th ", "H ", "Fa "}


def test_strategy_defines_four_levels(strategy: Document) -> None:
    levels = ["Trivsel", "Let mistrivsel", "Mistrivsel", "Svær mistrivsel"]
    defined = [block for block in strategy.blocks if block.kind == "paragraph" and block.label in levels]
    assert [block.label for block in defined] == levels
    assert all(strategy.text_of(block).startswith(f"{block.label}: Børn og unge") for block in defined)
    passages = [passage for passage in strategy.passages if passage.section.startswith("Vi står på en fælles forståelse af trivsel › ")]
    assert [passage.section.rpartition(" › ")[2] for passage in passages] == levels


@pytest.mark.parametrize(("area", "levels"), list(LEVELS_OF.items()))
def test_levels_stand_under_their_own_focus_area(strategy: Document, area: str, levels: str) -> None:
    assert texts_under(strategy, "Vores fem fokusområder", area, "Niveau") == [levels]


def test_first_focus_area_has_its_levels_before_its_text_and_the_others_after(strategy: Document) -> None:
    order = {
        area: [section.title for section in strategy.sections if section.path[:-1] == ("Vores fem fokusområder", area)]
        for area in FOCUS_AREAS
    }
    assert order.pop(FOCUS_AREAS[0]) == ["Niveau", "Det, vi sigter mod", "Sådan gør vi"]
    assert all(titles == ["Det, vi sigter mod", "Sådan gør vi", "Niveau"] for titles in order.values())


def test_pull_quotes_of_the_strategy_are_no_passages(strategy: Document) -> None:
    quotes = [strategy.text_of(block) for block in strategy.blocks if block.kind == "pullquote"]
    assert [quote.split()[0] for quote in quotes] == ["Vi", "Som", "De", "Strategien", "De"]
    passage_with(strategy, "Vi har et fælles ansvar for at sikre")
    passage_with(strategy, "Strategien genbesøges i 2026/2027")


def test_signatures_and_cover_of_the_strategy_are_no_passages(strategy: Document) -> None:
    for words in ("Jakob Næsager", "Socialborgmester", "2024-2030\n", "Fa\nFælles ansvar"):
        assert words in strategy.text
        assert not any(words in passage.text for passage in strategy.passages)


# --- the guideline ----------------------------------------------------------------------------------------------------


def test_rule_not_to_tell_the_parents_is_joined_across_the_page_break(guideline: Document) -> None:
    rule = (
        "Ved mistanke om, at det er forældrene til et barn eller en ung, der udsætter det for negativ social kontrol, "
        "æresrelateret konflikt, vold eller overgreb, må du ikke fortælle forældrene, at du laver en underretning."
    )
    assert rule in passage_with(guideline, "må du ikke fortælle forældrene")


@pytest.mark.parametrize(
    "joined",
    [
        "skal henvises til et tidligt forebyggende tilbud.",
        "mulige tilbud og indsatser i Socialforvaltningen og hjælp til at udarbejde en underretning.",
        "samarbejde med supportens forskellige fagpersoner",
        "om der skal handles akut i sagen.",
    ],
)
def test_guideline_sentences_cut_by_page_breaks_are_joined(guideline: Document, joined: str) -> None:
    at = guideline.text.index(joined)
    cuts = [repair for repair in guideline.repairs if at <= repair.start < at + len(joined)]
    assert [(repair.before, repair.after, repair.rule) for repair in cuts] == [("\n\n", " ", "sideskift midt i sætning")]


def test_guideline_title_is_repaired(guideline: Document) -> None:
    assert guideline.sections[0].title == "Handlevejledning ved mistrivsel"
    assert [repair.after for repair in repairs_of(guideline, "mistriivsel")] == ["mistrivsel"]


@pytest.mark.parametrize(
    ("group", "column", "count", "first", "last"),
    [
        ("Kommende forældre og børn op til 5 år", "Risikofaktorer hos barnet", 15, "Spiseproblemer", "Barnet har svært ved følelsesregulering."),
        ("Kommende forældre og børn op til 5 år", "Risikofaktorer hos forældrene", 12, "Har været anbragt uden for hjemmet under opvæksten",
         "Den ene forælder har udsat den anden for negativ social kontrol."),
        ("Skolebarnet fra 6-13 år", "Risikofaktorer hos barnet", 11,
         "Barnet/den unge har flere gange været fraværende fra skole fx grundet sygdom inden for det sidste år",
         "Barnet/den unge viser tegn på selvdestruktiv adfærd."),
        ("Skolebarnet fra 6-13 år", "Risikofaktorer hos forældrene", 15, "Har været anbragt uden for hjemmet under opvæksten",
         "Giver ikke den unge ret til at bestemme over egen krop/ seksualitet."),
        ("Unge fra 14 til 18 år", "Risikofaktorer hos den unge", 12, "Den unge ryger", "Den unge viser tegn på selvdestruktiv adfærd."),
        ("Unge fra 14 til 18 år", "Risikofaktorer hos forældrene", 15, "Har været anbragt uden for hjemmet under opvæksten",
         "Giver ikke den unge ret til at bestemme over egen krop/ seksualitet."),
    ],
)
def test_risk_tables_are_read_column_by_column(
    guideline: Document, group: str, column: str, count: int, first: str, last: str
) -> None:
    items = [block for block in blocks_under(guideline, group, column) if block.kind == "item"]
    texts = [guideline.text_of(block).removeprefix("- ") for block in items]
    assert (len(texts), texts[0], texts[-1]) == (count, first, last)
    (passage,) = [p for p in guideline.passages if p.section == f"{group} › {column}"]
    assert all(passage.start <= block.start and block.end <= passage.end for block in items)


def test_risk_table_cut_by_a_page_break_keeps_both_columns_whole(guideline: Document) -> None:
    child = texts_under(guideline, "Skolebarnet fra 6-13 år", "Risikofaktorer hos barnet")
    parents = texts_under(guideline, "Skolebarnet fra 6-13 år", "Risikofaktorer hos forældrene")
    assert child[5:7] == ["Barnet/den unge har en seksuelt bekymrende eller grænseoverskridende adfærd",
                          "Barnet/den unge er tidligt begyndt at drikke alkohol"]
    assert parents[9:12] == ["Der er mange skænderier og konflikter i hjemmet",
                             "Der er sket stressfulde/traumatiserende livshændelser i familien.",
                             "Negativ social kontrol³, hvor den ene eller begge forældre:"]


def test_footnotes_stand_in_no_passage(guideline: Document) -> None:
    notes = [block for block in guideline.blocks if block.kind == "footnote"]
    assert [guideline.text_of(block)[0] for block in notes] == ["¹", "²", "³"]
    assert [p.id for p in guideline.passages for note in notes if p.start < note.end and note.start < p.end] == []


def test_text_after_the_table_of_questions_belongs_to_the_chapter_again(guideline: Document) -> None:
    own = texts_under(guideline, "Vurdering af mistrivsel")
    assert len(own) == 5
    assert own[2].startswith("Hvis du er bekymret for barnet i en grad")
    assert "Husk at du ikke må involvere forældrene" in own[3]
    (asked,) = texts_under(guideline, "Vurdering af mistrivsel", "Hvad kan de næste skridt være?")
    assert asked.endswith("Vurderer I, at der skal underrettes til SOF om bekymringen?")


def test_links_of_the_guideline_are_plain_text_and_no_repair(guideline: Document) -> None:
    assert "kan du finde på Københavns Kommunes hjemmeside." in guideline.text
    assert {repair.rule for repair in guideline.repairs} == {"sideskift midt i sætning", "orddeling", "læsefejl"}


def test_districts_of_the_contact_list_have_no_blank_after_the_hyphen(guideline: Document) -> None:
    contacts = texts_under(guideline, "Kontakt til Socialforvaltningen")
    assert contacts[2:] == [
        "Amager: 33172337",
        "Brønshøj-Husum-Vanløse: 33174710",
        "City-Østerbro: 33174920",
        "Nørrebro-Bispebjerg: 33174015",
        "Valby-Vesterbro-Kgs. Enghave: 33175504",
        "Udenfor normal åbningstid: Den Sociale Døgnvagt på tlf. 33 17 33 33.",
    ]


def test_duty_and_permission_keep_their_words_and_sections(guideline: Document) -> None:
    duty = texts_under(guideline, "Barnets lov § 133 om skærpet underretningspligt")
    assert duty[0].startswith("Personer, der udøver offentlig tjeneste eller offentligt hverv, skal underrette")
    assert len(duty) == 5
    permission = texts_under(guideline, "Udveksling af oplysninger ifølge Retssikkerhedsloven § 11e")
    assert "kan, men er ikke forpligtet dertil, indbyrdes udveksle oplysninger" in permission[0]


# --- the draft policy -------------------------------------------------------------------------------------------------


def test_draft_mark_and_struck_text_are_never_text(policy: Document) -> None:
    assert "UDKAST" not in policy.text
    assert "helbredsmestring" not in policy.text
    (struck,) = [repair for repair in policy.repairs if repair.rule == "sporet sletning"]
    assert (struck.before, struck.after) == (" ~~eller problemer med helbredsmestring.~~", "")
    assert policy.text[:struck.start].endswith("- Sundhedsudfordringer,")


def test_tracked_insertions_are_text_and_stay_visible_as_repairs(policy: Document) -> None:
    inserted = [repair for repair in policy.repairs if repair.rule == "sporet indsættelse"]
    assert len(inserted) == 12
    assert "beskriver kommunens overordnede samlede tilgang" in policy.text
    assert inserted[0].before == "[overordnede samlede](#)"


def test_a_slip_inside_a_tracked_insertion_keeps_both_repairs_true(policy: Document) -> None:
    (slip,) = repairs_of(policy, "beskæftigelsesgabets")
    (insertion,) = [r for r in policy.repairs if r.rule == "sporet indsættelse" and r.start <= slip.start and slip.end <= r.end]
    assert slip.after == "beskæftigelsesgabet"
    assert insertion.after == policy.text_of(insertion)
    assert insertion.after.startswith("Og selvom beskæftigelsesgabet mellem") and insertion.after.endswith("blandt mænd.")


def test_merged_old_and_new_wording_is_not_guessed_at(policy: Document) -> None:
    assert "Inddragelse Samarbejde med af civilsamfund og erhvervslivet" in [section.title for section in policy.sections]
    assert "Arbejde giver identitet, og kollegialt fællesskab arbejdspladser fungerer samtidig" in policy.text


@pytest.mark.parametrize(
    ("raw", "wording"),
    [
        ("tryk", "At skabe en tryg, blandet og velfungerende by"),
        ("tryk", "samt områdernes tryghed og attraktivitet"),
        ("Trykke", "- Trygge rammer for festen"),
        ("læsegælde", "arbejde for at styrke læseglæde, kreativitet"),
        ("Indsætterne", "Indsatserne kan indgå som led i borgerens jobtræningsbane"),
        ("trykthed", "skaber tryghed, stabilitet og færre konflikter"),
        ("Forsættelse", "- Fortsættelse og udvidelse af LæseLiga"),
    ],
)
def test_slips_of_the_draft_are_corrected_with_the_raw_wording_kept(policy: Document, raw: str, wording: str) -> None:
    at = policy.text.index(wording)
    inside = [repair.before for repair in policy.repairs if at <= repair.start < at + len(wording)]
    assert raw in inside
    assert not re.search(rf"\b{raw}\b", policy.text)


def test_chapters_of_the_draft_have_three_parts_each(policy: Document) -> None:
    parts = ["Situationen i København", "Det gør vi allerede", "Det vil vi arbejde for fremadrettet"]
    chapters = [section for section in policy.sections if section.path[:-1] == ("Udfordringer og visioner på 6 centrale områder",)]
    assert [chapter.title for chapter in chapters] == [
        "1 Beskæftigelse og medborgerskab", "2 By og bolig", "3 Børn og unge", "4 Kultur og fritid", "5 Socialområdet",
        "6 Sundhed og omsorg",
    ]
    for chapter in chapters:
        assert [section.title for section in policy.sections if section.path[:-1] == chapter.path] == parts


def test_seven_guiding_marks_are_one_list_in_one_passage(policy: Document) -> None:
    marks = [text for text in texts_under(policy, "Pejlemærker for integration og medborgerskab") if text[0].isdigit()]
    assert [mark.split()[0] for mark in marks] == list("1234567")
    passage = passage_with(policy, marks[0])
    assert passage.startswith("Københavns Kommune vil:") and all(mark in passage for mark in marks)


# --- the overview -----------------------------------------------------------------------------------------------------


def test_ladder_names_laws_before_the_step_they_belong_to(overview: Document) -> None:
    ladder = texts_under(overview, "Fraværs- og mistrivselsindsatser på indsatsstrappen")
    assert [text.split("\n") for text in ladder[::2]] == [
        ["Bek. om elevers fravær fra undervisningen i folkeskolen § 4-6", "Forebyggende fraværsarbejde i skolerne"],
        ["BL§§ 28, 29", "Sundhedsloven § §120 - 126", "Tidlig forebyggende indsatser"],
        ["BL§§ 30, 32, FL §23 og Sundhedsloven §126A", "Bek. om elevers fravær fra undervisningen i folkeskolen",
         "Forebyggende og støttende indsatser"],
        ["BL§ 32 og FL § 20.2", "Støttende indsatser og specialpædagogisk bistand"],
    ]
    assert ladder[1].split("\n") == ["Fraværsregistrering", "Handleplan for håndtering af bekymrende fravær",
                                     "Arbejdet med mangfoldige børnefællesskaber", "Skolesocialrådgivere"]
    assert ladder[7].split("\n")[1] == "(herunder Skolealliancen, Center for Skolevægning m.fl.)"


def test_each_step_of_the_ladder_is_one_passage_with_its_laws(overview: Document) -> None:
    steps = [p.text for p in overview.passages if p.section.endswith("på indsatsstrappen")]
    assert [step.split("\n")[0] for step in steps] == [
        "Bek. om elevers fravær fra undervisningen i folkeskolen § 4-6", "BL§§ 28, 29",
        "BL§§ 30, 32, FL §23 og Sundhedsloven §126A", "BL§ 32 og FL § 20.2",
    ]
    assert steps[0].endswith("Skolesocialrådgivere") and steps[2].endswith("fra Holbergsskolen")


@pytest.mark.parametrize(("title", "length"), list(FIELDS.items()))
def test_every_fact_sheet_has_its_fields_whatever_form_their_labels_have(overview: Document, title: str, length: str) -> None:
    fields = [section for section in overview.sections if len(section.path) > 2 and section.path[-2] == title]
    assert [field.title for field in fields] == ["Beskrivelse af indsats", "Målgruppe", "Hvor", length, "Erfaring"]
    assert all(field.is_field for field in fields)
    assert all(texts_under(overview, title, field.title) for field in fields)


def test_funding_is_labelled_under_both_its_names(overview: Document) -> None:
    labels = [
        block.label
        for title in FIELDS
        for block in blocks_under(overview, title, "Beskrivelse af indsats")
        if block.label in ("Finansiering", "Økonomi")
    ]
    assert labels == ["Finansiering"] * 6 + ["Økonomi"] + ["Finansiering"] * 3


def test_label_with_a_blank_is_parted_from_its_text(overview: Document) -> None:
    sheet = "Skolefraværsrådgivere på udvalgte skoler (BUF/SOF)"
    (where,) = texts_under(overview, sheet, "Hvor")
    assert where.startswith("Seks skoler: Rødkilde Skole (BHV), Tingbjerg Skole (BHV)") and where.endswith("Ellebjerg Skole (VVK).")
    assert texts_under(overview, sheet, "Forløbslængde") == ["Efter behov - indsatsen tilpasses den enkelte elev."]


def test_dashed_rows_of_a_table_are_gone_and_its_fields_whole(overview: Document) -> None:
    assert texts_under(overview, "Kom i skole igen (BUF)", "Målgruppe") == ["Personale på skolerne i Brønshøj-Vanløse."]
    (where,) = texts_under(overview, "Kom i skole igen (BUF)", "Hvor")
    assert where.count("Skole") == 9
    assert "--" not in overview.text


def test_html_of_a_cell_becomes_paragraphs_and_items(overview: Document) -> None:
    blocks = blocks_under(overview, "Kom glad i skole – hver dag (BUF)", "Målgruppe")
    assert [block.kind for block in blocks] == ["paragraph", "item", "item", "paragraph"]
    assert overview.text_of(blocks[1]).startswith("- Børn, der har haft 5 fraværsperioder")
    assert overview.text_of(blocks[3]).startswith("Indsatsen er ikke for børn der har en sag i SOF")


def test_u_start_has_fifteen_schools_without_names(overview: Document) -> None:
    assert texts_under(overview, "U-Start (BUF/SOF)", "Hvor") == ["U-Start er udbredt til 15 skoler på Amager."]


def test_skoleflex_keeps_its_four_forms_in_one_passage_with_their_lead_in(overview: Document) -> None:
    passage = passage_with(overview, "Der findes fire former for skoleflex:")
    assert [line.split(":")[0] for line in passage.split("\n- ")[1:]] == [
        "Skoleflex", "Skoleflex MINI", "Skoleflex Plus", "Tilbageslusringsflex",
    ]


def test_split_amounts_keep_their_order(overview: Document) -> None:
    said = "brugte Socialforvaltningen og Børne- og Ungdomsforvaltningen hhv. 25,9 mio. kr. og 39,8 mio. kr. på skoleflex indsatser."
    assert said in passage_with(overview, "39,8 mio. kr.")


def test_a_sentence_repeated_on_two_fact_sheets_is_text_on_both(overview: Document) -> None:
    words = "Indsatsen udspringer af det tværgående investeringsforslag TV02"
    sections = [passage.section.split(" › ")[1] for passage in overview.passages if words in passage.text]
    assert sections == ["U-Start (BUF/SOF)", "Mind My Mind (BUF/SOF)"]


def test_spellings_of_the_overview_stand_as_written(overview: Document) -> None:
    for words in ("Center for Skolevægning", "Holbergsskolen", "Holbergskolen", "U-start", "U-Start", "indsatstrappen", "indsatsstrappen"):
        assert words in overview.text
    assert overview.repairs == ()
