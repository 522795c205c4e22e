"""Conflicts: each rule finds what it is for in any document, and nothing where all fits; the shipped ones rest on exact quotes."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.catalogue import SourceFile, shipped_entries, source_files
from corpus.document import Document, Source
from corpus.markup import read_pieces
from corpus.reader import read_document
from graph.conflicts import counts, curated, drafts, misspellings, names, readings, scope, years
from graph.conflicts.conflict import CLEAN, KINDS, RULE, Conflict
from graph.conflicts.detection import find_conflicts
from graph.conflicts.library import Library
from graph.conflicts.text import repairs_in
from graph.errors import CurationError
from graph.fact import Fact
from web.startup import Service

OVERVIEW = "praksisoverblik"


def document(text: str, *others: str, draft: bool = False) -> Document:
    """A small document of its own."""
    return read_document(Source("prøve", "Prøve", "Kommunen", "2026", "udkast" if draft else "gældende"), read_pieces(text), others)


def library(text: str, *others: str, draft: bool = False, facts: list[Fact] | None = None) -> Library:
    files = [SourceFile("prøve", "prøve", text), *(SourceFile(f"prøve-{number}", "prøve", other) for number, other in enumerate(others))]
    return Library([document(text, *others, draft=draft)], facts or [], files)


def whats(found: list[Conflict]) -> list[str]:
    return [conflict.what for conflict in found]


@pytest.fixture(scope="module")
def shipped(service: Service) -> Library:
    return Library(service.documents.values(), service.index.facts.values(), source_files(shipped_entries()))


# What is shipped


def test_four_of_each_kind_are_found_by_rule(service: Service) -> None:
    by_rule = Counter(conflict.kind for conflict in service.conflicts if conflict.basis == RULE)
    assert set(by_rule) == set(KINDS) and min(by_rule.values()) >= 4


def test_quotes_are_exact_runs(service: Service, shipped: Library) -> None:
    files = {file.id: file.text for text in shipped.texts.values() for file in text.files.values()}
    assert len(service.conflicts) > 100
    for conflict in service.conflicts:
        assert len(conflict.quotes) >= 2, conflict.what
        assert conflict.what and conflict.why.endswith(".")
        for quote in conflict.quotes:
            text = service.documents[quote.document].text if quote.wording == CLEAN else files[quote.document]
            assert text[quote.start:quote.end] == quote.text != "", conflict.what


@pytest.mark.parametrize(
    ("kind", "what", "said"),
    [
        ("figures", "14 ud af 21 er 67 pct., men der står 66 pct.", "I 14 ud af 21 afsluttede sager (66%) har der været en reduktion i fravær."),
        ("figures", "Kom glad i skole – hver dag (BUF): 7 skoler i teksten, 9 ved navn", "I skoleåret 2024/25 blev indsatsen afprøvet i 5. klasse på 7 skoler"),
        ("figures", "U-Start (BUF/SOF): 15 skoler, men ingen ved navn", "U-Start er udbredt til 15 skoler på Amager."),
        ("names", "»Holbergskolen« og »Holbergsskolen«", "Sygeundervisning og faglig understøttelse fra Holbergsskolen"),
        ("names", "»Etnisk Konsulentteam« og »Etnisk Ressourceteam« er ikke det samme", "Etnisk Ressourceteam"),
        ("ocr", "»læsegælde« står, hvor der må menes »læseglæde«", "fortsat arbejde for at styrke læseglæde"),
        ("draft", "»Integrations- og medborgerskabspolitik 2027-2030« er et udkast", "UDKAST"),
        ("scope", "»Fraværsregistrering« står på indsatstrappen, men er ikke beskrevet", "Fraværsregistrering"),
        ("scope", "Sygeundervisning i regi af Holbergskolen: målgruppen har en undtagelse", "anden specialpædagogisk bistand"),
    ],
)
def test_known_conflicts(service: Service, kind: str, what: str, said: str) -> None:
    found = [conflict for conflict in service.conflicts if conflict.what == what]
    assert [conflict.kind for conflict in found] == [kind]
    assert any(said in " ".join(quote.text.split()) for quote in found[0].quotes)


def test_described_help_is_not_said_to_be_missing(service: Service) -> None:
    missing = {conflict.what for conflict in service.conflicts if conflict.what.endswith("men er ikke beskrevet")}
    assert missing == {
        f"»{name}« står på indsatstrappen, men er ikke beskrevet"
        for name in ("Center for Skolevægning", "Fraværsregistrering", "Handleplan for håndtering af bekymrende fravær", "Skolealliancen")
    }


def test_both_wordings_of_the_other_extraction_are_quoted(service: Service) -> None:
    found = next(conflict for conflict in service.conflicts if conflict.what == "»fore bygger« i den anden udtrækning for »forebygger«")
    assert [(quote.document, quote.wording) for quote in found.quotes] == [("trivselsstrategi", "clean"), ("trivselsstrategi-pdf", "source")]
    assert "så vi fore bygger, at" in " ".join(found.quotes[1].text.split())


def test_exception_goes_before_the_rule(service: Service) -> None:
    found = [conflict for conflict in service.conflicts if conflict.what.startswith("Regel og undtagelse")]
    assert len(found) == 2
    for conflict in found:
        assert conflict.trust == "undtagelsen går forud for reglen"
        assert any("informeres altid" in quote.text and quote.document == OVERVIEW for quote in conflict.quotes)


def test_every_curated_note_still_holds(shipped: Library) -> None:
    notes = curated.NOTES.read_text(encoding="utf-8").count("a tg:CuratedConflict")
    assert len(list(curated.detect(shipped))) == notes > 15


def test_raw_wording_is_found_for_every_repaired_sentence(shipped: Library) -> None:
    repaired = [(text, piece) for text in shipped.texts.values() for piece in text.sentences if any(repair.rule == "læsefejl" for repair in repairs_in(piece))]
    assert len(repaired) > 10
    for text, piece in repaired:
        raw = text.raw(piece)
        assert raw and raw.text != piece.text
        assert all(repair.before.strip() in raw.text for repair in repairs_in(piece) if repair.rule == "læsefejl" and repair.after)


def test_what_is_kept_of_each_document_gives_the_same_conflicts_in_the_same_order(service: Service, shipped: Library) -> None:
    documents, files = [text.document for text in shipped.texts.values()], source_files(shipped_entries())
    kept: dict[tuple[str, str], str] = {}

    def keep(document: Document, part: str, find: Callable[[], Any]) -> Any:
        kept[document.id, part] = json.dumps(find())
        return json.loads(kept[document.id, part])

    found = find_conflicts(documents, shipped.facts, files, keep)
    again = find_conflicts(documents, shipped.facts, files, lambda document, part, find: json.loads(kept[document.id, part]))
    assert again == found == service.conflicts


def test_survives_json(service: Service) -> None:
    assert [Conflict.from_json(conflict.to_json()) for conflict in service.conflicts] == service.conflicts


# What the rules find in other documents


@given(whole=st.integers(2, 400), part=st.integers(1, 400), off=st.integers(-3, 3))
def test_share_is_a_conflict_just_when_it_is_not_the_ratio(whole: int, part: int, off: int) -> None:
    part = min(part, whole)
    share = round(100 * part / whole) + off
    if share < 0:
        return
    found = list(counts.detect(library(f"I {part} ud af {whole} afsluttede sager ({share} %) gik det godt, siger de.")))
    assert bool(found) is (abs(share - 100 * part / whole) > 0.5)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("I 2025 var der 50 forløb. Af disse forløb var 20 Alfa, 20 Beta og 9 Gamma.", ["Delene giver 49, men der står 50 i alt"]),
        ("I 2025 var der 49 forløb. Af disse forløb var 20 Alfa, 20 Beta og 9 Gamma.", []),
        ("Fremgangen er stor: 24 (80 %) af de 32 børn fik det bedre.", ["24 ud af 32 er 75 pct., men der står 80 pct."]),
        ("Fremgangen er stor: 24 (75 %) af de 32 børn fik det bedre.", []),
    ],
)
def test_counts(text: str, what: list[str]) -> None:
    assert whats(list(counts.detect(library(text)))) == what


def test_schools_named_and_counted() -> None:
    text = "Lektiehjælpen (BUF)\n\nHjælpen gives på {} skoler i bydelen og har gjort det i flere år.\n\nDen findes på Guldberg Skole, Husum Skole og Tingbjerg Skole."
    assert whats(list(counts.detect(library(text.format("fire"))))) == ["Lektiehjælpen (BUF): 4 skoler i teksten, 3 ved navn"]
    assert whats(list(counts.detect(library(text.format("tre"))))) == []


def test_plan_named_after_another_year_than_it_runs_in() -> None:
    text = "Natteliv\n\nByens Nattelivsplan 2025 skal gøre byen rarere for alle, der bor her.\n\nPlanen løber i perioden {}."
    assert whats(list(years.detect(library(text.format("2026-2029"))))) == ["»Nattelivsplan 2025« løber i 2026-2029"]
    assert whats(list(years.detect(library(text.format("2025-2029"))))) == []


def test_money_from_before_the_paper_that_grants_it() -> None:
    text = "Den er midlertidigt finansieret fra medio {} til og med 2026 via forslaget Gode overgange (2024)."
    assert whats(list(years.detect(library(text.format(2023))))) == ["Pengene løber fra 2023, men forslaget er fra 2024"]
    assert whats(list(years.detect(library(text.format(2024))))) == []


def test_spellings_of_a_name_and_of_a_compound() -> None:
    text = "Gode-Start hjælper børn i gang. Det gør gode-start også for Søholmskolen, skriver Søholmsskolen selv. Man skal kende Gode-start."
    fact = Fact("Gode-Start", "type", "Intervention", "prøve", "", "Gode-Start", 0, 10)
    found = list(names.detect(library(text, facts=[fact])))
    assert whats(found) == ["Skrives på 2 måder: »Gode-Start« og »gode-start«", "»Søholmskolen« og »Søholmsskolen«"]
    assert found[0].trust == "»Gode-Start«"


def test_open_changes_of_a_draft() -> None:
    text = "Vi hjælper [alle](#) børn, ~~men ikke unge~~, i byen.\n\nInddragelse Samarbejde med af foreninger"
    found = whats(list(drafts.detect(library(text, draft=True))))
    assert found[:3] == ["»Prøve« er et udkast", "Indsat, men ikke godkendt: »alle«", "Streget ud, men ikke slettet: »men ikke unge«"]
    assert found[3:] == ["To ordlyde løber sammen: »Inddragelse Samarbejde med af foreninger«"]
    assert whats(list(drafts.detect(library("Vi hjælper alle børn i byen.")))) == []


def test_sentence_in_two_wordings() -> None:
    one, other = "Størstedelen af byens børn og unge trives hjemme, i skolen og i fritiden.", "Størstedelen af byens børn og unge trives i hjemmet, i skolen og i fritiden."
    assert whats(list(drafts.detect(library(f"{one}\n\n{other}")))) == ["Samme sætning i to ordlyde: »Størstedelen af byens børn og unge trives hjemme, i skolen …«"]


def test_word_of_one_extraction_only() -> None:
    text = "Børn har brug for tryk, tryghed og nærvær i hverdagen, siger forskningen."
    found = list(readings.detect(library(text, "Børn har brug for tryghed og nærvær i hverdagen, siger forskningen.")))
    assert whats(found) == ["»tryk« står kun i den ene udtrækning"]
    assert [(quote.document, quote.wording) for quote in found[0].quotes] == [("prøve", "source"), ("prøve", "clean"), ("prøve-0", "source")]
    assert found[0].quotes[0].text == text


def test_word_that_is_one_letter_from_a_word_of_the_field() -> None:
    found = list(misspellings.detect(library("Barnet har skolevægning og bliver hjemme.")))
    assert [(conflict.what, conflict.trust) for conflict in found] == [("»skolevægning« ligner »skolevægring«", "skolevægring")]


def test_rule_and_exception() -> None:
    text = "Husk, at du ikke må involvere forældrene, hvis du har mistanke om vold. Det er vigtigt, at du tidligt taler med forældrene om barnet."
    assert len(list(scope.detect(library(text)))) == 1
    assert list(scope.detect(library("Det er vigtigt, at du tidligt taler med forældrene om barnet."))) == []


def test_general_rule_with_a_limit() -> None:
    text = "Tilbuddet er for alle børn på skolen. Der er dog kun plads til ti ad gangen."
    assert whats(list(scope.detect(library(text)))) == ["»alle« med »dog«: Der er dog kun plads til ti ad gangen."]


def test_curated_note_without_two_quotes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "noter.ttl"
    path.write_text(
        '@prefix tg: <https://trivselsgrafen.example/ontologi#> .\n@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n'
        '<x:1> a tg:CuratedConflict ; tg:conflictKind "figures" ; skos:prefLabel "Tal"@da ; tg:why "Fordi."@da ; tg:says [ tg:document "prøve" ; tg:quote "Vi" ] .',
        encoding="utf-8",
    )
    with pytest.raises(CurationError, match="»Tal« mangler slags, forklaring eller to citater"):
        list(curated.detect(library("Vi hjælper."), path))


def test_curated_note_whose_quote_is_gone_is_left_out(shipped: Library, caplog: pytest.LogCaptureFixture) -> None:
    emptied = [replace(text.document, text="Her står noget helt andet.") for text in shipped.texts.values()]
    assert list(curated.detect(Library(emptied, []))) == []
    assert "ikke længere står i teksten" in caplog.text


def test_curated_notes_are_of_the_edition_at_hand_and_of_no_other_document(shipped: Library, caplog: pytest.LogCaptureFixture) -> None:
    renamed = [replace(text.document, source=replace(text.document.source, id=f"{text.document.id}@2026")) for text in shipped.texts.values()]
    of_edition = list(curated.detect(Library(renamed, [])))
    assert [conflict.what for conflict in of_edition] == [conflict.what for conflict in curated.detect(shipped)]
    assert {quote.document for conflict in of_edition for quote in conflict.quotes} <= {document.id for document in renamed}
    assert list(curated.detect(library("Her står noget helt andet."))) == [] and not caplog.text


@given(st.lists(st.sampled_from("abcd"), max_size=25), st.lists(st.sampled_from("abcd"), max_size=25))
def test_words_are_laid_beside_each_other_as_without_the_short_cut(ours: list[str], theirs: list[str]) -> None:
    assert readings.WordMatcher(ours, theirs).get_opcodes() == SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes()


def test_two_wordings_of_a_sentence_meet_by_their_rare_words() -> None:
    words = [frozenset(text.split()) for text in ("alle børn skal trives i skolen hver dag", "alle børn skal trives i skolen hver uge", "byens træer skal vandes om sommeren")]
    assert drafts.near(words) == [(0, 1)]


@given(st.lists(st.frozensets(st.sampled_from("abcdefgh"), min_size=1), max_size=12))
def test_no_pair_with_enough_words_in_common_is_passed_over(worded: list[frozenset[str]]) -> None:
    alike = {(i, j) for i, j in combinations(range(len(worded)), 2) if 2 * len(worded[i] & worded[j]) >= drafts.TWO_WORDINGS * (len(worded[i]) + len(worded[j]))}
    assert alike <= set(drafts.near(worded))
