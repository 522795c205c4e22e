"""Labels met in running text."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from corpus.danish import Splitter, stem
from ontology.concept import Concept, Label
from ontology.vocabulary import read_vocabulary
from search.lexicon import Entry, Lexicon, entries_of, tokens

LABELS = [("fravaer", "skolefravær"), ("fravaer", "kommer ikke i skole"), ("fravaer", "ondt i maven om morgenen"), ("angst", "angst"), ("angst", "bange for at gå hjemmefra")]


Made = Callable[[Iterable[Entry]], Lexicon]


@pytest.fixture(scope="module")
def lexicon_of(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Makes a lexicon of entries."""

    def made(entries: Iterable[Entry]) -> Lexicon:
        folder = tmp_path_factory.mktemp("labels") / "lexicon"
        Lexicon.build(folder, entries)
        return Lexicon(folder)

    return made


@pytest.fixture(scope="module")
def lexicon(lexicon_of: Made) -> Lexicon:
    entries = [Entry(concept, text, tuple(part for _, part in tokens(text)), 1.0) for concept, text in LABELS]
    return lexicon_of([*entries, Entry("fravaer", "truancy", ("truancy",), 1.0, "en")])


@pytest.mark.parametrize(
    ("text", "concept", "said"),
    [
        ("hans skolefravær er højt", "fravaer", "skolefravær"), ("Angsten fylder", "angst", "angsten"), ("kommer ikke længere i skolen", "fravaer", "kommer ikke skolen"),
        ("i skole kommer han ikke", "fravaer", "skole kommer ikke"), ("om morgenen har hun ondt i maven", "fravaer", "morgenen ondt maven"),
    ],
)  # fmt: skip
def test_label_is_met_in_any_order_and_inflection(lexicon: Lexicon, text: str, concept: str, said: str) -> None:
    [match] = lexicon.find(text)
    assert (match.concept, match.words) == (concept, said) and 0 < match.score <= 1
    assert match.first <= match.last < len(tokens(text))


@pytest.mark.parametrize("text", ["", "😀", "skole", "ondt her og der i dag igen og igen uden grund hele maven dagen lang morgen", "truancy is high"])
def test_scattered_or_missing_words_are_no_match(lexicon: Lexicon, text: str) -> None:
    assert lexicon.find(text) == []


def test_english_labels_are_met_in_english_only(lexicon: Lexicon) -> None:
    assert [match.concept for match in lexicon.find("truancy is high", "en")] == ["fravaer"]


def test_words_that_may_point_elsewhere_do_not_name_the_concept(lexicon_of: Made) -> None:
    told = Concept("fravaer", "urn:fravaer", (Label("pjækker", "da", "everyday"), Label("sover dårligt", "da", "indication"), Label("uro", "da", "placeholder")))
    lexicon = lexicon_of(entries_of([told]))
    found = {match.label: match.names for text in ("han pjækker", "han sover dårligt", "uro") for match in lexicon.find(text)}
    assert found == {"pjækker": True, "sover dårligt": False}


def test_words_close_together_score_higher(lexicon: Lexicon) -> None:
    [near], [far] = lexicon.find("kommer ikke i skole"), lexicon.find("kommer slet ikke mere ned på hans skole")
    assert near.score > far.score


def test_each_concept_is_met_once_by_its_best_label_best_first(lexicon: Lexicon) -> None:
    found = lexicon.find("hun har skolefravær, kommer ikke i skole og er bange for at gå hjemmefra, angst")
    assert {match.concept for match in found} == {"fravaer", "angst"} and len(found) == 2
    assert found[0].score >= found[1].score


def test_parts_of_compounds_count_with_a_splitter(lexicon: Lexicon) -> None:
    splitter = Splitter({stem("angst"), stem("behandling")})
    assert lexicon.find("angstbehandling") == []
    assert [match.concept for match in lexicon.find("angstbehandling", splitter=splitter)] == ["angst"]


def test_rare_words_weigh_more_than_common_ones(lexicon: Lexicon, lexicon_of: Made) -> None:
    assert lexicon.weight(stem("skole")) == lexicon.weight(stem("hjemmefra")) > 0 == lexicon.weight("ukendt")
    doubled = lexicon_of([Entry("a", "x y", ("x", "y"), 1.0), Entry("b", "x z", ("x", "z"), 1.0)])
    assert doubled.weight("y") > doubled.weight("x") > 0


def test_label_that_repeats_a_word_is_met(lexicon_of: Made) -> None:
    named = lexicon_of([Entry("mmm", "Mind My Mind", tuple(part for _, part in tokens("Mind My Mind")), 1.0)])
    assert [match.concept for match in named.find("hvad koster mind my mind")] == ["mmm"] and named.find("mindre tid") == []


@pytest.mark.parametrize("entries", [[], [Entry("a", "og", (), 1.0)]])
def test_lexicon_without_words_meets_nothing(lexicon_of: Made, entries: list[Entry]) -> None:
    lexicon = lexicon_of(entries)
    assert lexicon.find("angst og uro") == [] and len(lexicon.entries) == 0 and lexicon.stems == set()


def test_labels_come_back_as_they_were(lexicon_of: Made) -> None:
    entries = [*entries_of(read_vocabulary("withheld"), cues=True), Entry("a", "nul", ("nul",), 1 / 3, "en", False)]
    lexicon = lexicon_of(entries)
    assert [lexicon.entries[number] for number in range(len(lexicon.entries))] == entries
    assert lexicon.stems == {part for entry in entries for part in entry.stems}


def test_words_that_only_tell_what_is_asked_are_met_in_a_lexicon_of_cues_alone(tmp_path: Path) -> None:
    asked = [Entry("time", "hvor kan", tuple(part for _, part in tokens("hvor kan")), 1.0)]
    for name, cues in (("cues", True), ("labels", False)):
        Lexicon.build(tmp_path / name, asked, cues=cues)
    assert [match.concept for match in Lexicon(tmp_path / "cues").find("hvor kan")] == ["time"]
    assert Lexicon(tmp_path / "labels").find("hvor kan") == []


def test_shipped_labels_meet_their_own_concept(lexicon_of: Made) -> None:
    entries = [entry for entry in entries_of(read_vocabulary("needs")) if entry.language == "da"]
    lexicon = lexicon_of(entries)
    sample = entries[::97]
    assert len(sample) > 50
    met = [entry.concept in {match.concept for match in lexicon.find(entry.text)} for entry in sample]
    assert all(met), [entry.text for entry, is_met in zip(sample, met) if not is_met]
