"""Passages: exact runs of the text that can be read alone, over the shipped documents and over random ones."""

from __future__ import annotations

import json
import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.document import Block, Document, Source
from corpus.markup import read_pieces
from corpus.passages import LONGEST
from corpus.reader import read_document
from corpus.sentences import sentence_spans

SOURCE = Source("prøve", "Prøvedokument", "Københavns Kommune", "2026", "gældende")
DRAFT = Source("prøve", "Prøvedokument", "Københavns Kommune", "2026", "udkast")
LEFT_OUT = ("heading", "contents", "footnote", "pullquote")


def read(raw: str, source: Source = SOURCE) -> Document:
    return read_document(source, read_pieces(raw))


def sentences_of(document: Document, block: Block) -> list[tuple[int, int]]:
    """The sentences of a block in the text's offsets, the bullet left out."""
    start = block.start + (2 if document.text_of(block).startswith("- ") else 0)
    return [(start + first, start + last) for first, last in sentence_spans(document.text[start:block.end])]


def check_layout(document: Document) -> None:
    """Blocks follow one another with nothing but white space between, inside the sections they name."""
    assert not any(document.text[one.end:two.start].strip() for one, two in pairwise(document.blocks))
    assert all(one.end <= two.start for one, two in pairwise(document.blocks))
    for block in document.blocks:
        section = document.sections[block.section] if block.section >= 0 else None
        assert section is None or section.start <= block.start <= block.end <= section.end
    for section in document.sections:
        assert document.text[section.start:section.end].replace("\n", " ").startswith(section.title)
        assert section.path[-1] == section.title


def check_passages(document: Document) -> None:
    """What every passage of every document must be."""
    assert all(document.text[p.start:p.end] == p.text for p in document.passages)
    assert all(0 < len(p.text) <= LONGEST and p.text == p.text.strip() for p in document.passages)
    assert all(one.end <= two.start for one, two in pairwise(document.passages))
    assert len({p.id for p in document.passages}) == len(document.passages)
    assert all(p.document == document.id and p.id.startswith(f"{document.id}-") for p in document.passages)
    for block in document.blocks:
        if block.kind in LEFT_OUT:
            assert not any(p.start < block.end and block.start < p.end for p in document.passages), block
    for p in document.passages:
        (first,) = [block for block in document.blocks if block.start <= p.start < block.end]
        inside = [block for block in document.blocks if p.start < block.end and block.start < p.end]
        path = document.path_of(first)
        with_label = (*path, first.label) if first.label and first.kind == "paragraph" else path
        assert p.section in (" › ".join(path), " › ".join(with_label))
        assert {document.path_of(block) for block in inside} == {path}


def check_sentences(document: Document) -> None:
    """Every sentence of content lies in one passage, unless it is longer than a passage may be."""
    for block in document.blocks:
        if block.kind not in ("paragraph", "item"):
            continue
        for start, end in sentences_of(document, block):
            said = document.text[start:end]
            if end - start > LONGEST - 2 or not said.endswith((".", "!", "?")):
                continue
            assert [p.id for p in document.passages if p.start <= start and end <= p.end], said


def check(document: Document) -> None:
    check_layout(document)
    check_passages(document)
    check_sentences(document)
    assert all(document.text_of(repair) == repair.after for repair in document.repairs)


# --- the shipped documents --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("index", range(4))
def test_shipped_documents_hold_all_rules(documents: list[Document], index: int) -> None:
    check(documents[index])


def test_shipped_documents_have_enough_passages(documents: list[Document]) -> None:
    assert all(len(document.passages) >= 30 for document in documents)
    shortest = min((p for document in documents for p in document.passages), key=lambda p: len(p.text))
    assert shortest.text == "Let mistrivsel\nMistrivsel"


def test_offsets_find_their_passage_and_section(documents: list[Document]) -> None:
    overview = documents[3]
    at = overview.text.index("15 skoler på Amager")
    path = "Udvalgte indsatser målrettet bekymrende fravær › U-Start (BUF/SOF) › Hvor"
    passage = overview.passage_at(at)
    assert passage is not None and passage.text == "Hvor\nU-Start er udbredt til 15 skoler på Amager."
    assert overview.section_at(at) == passage.section == path
    assert overview.passage_at(overview.text.index("Kom i Skole Igen (BUF)")) is None
    assert overview.section_at(len(overview.text) + 10) == ""


def test_documents_survive_json(documents: list[Document]) -> None:
    for document in documents:
        assert Document.from_json(json.loads(json.dumps(document.to_json()))) == document


# --- small documents --------------------------------------------------------------------------------------------------


def test_short_neighbours_share_a_passage_and_long_ones_do_not() -> None:
    short, long = "Et kort afsnit står her.", "Et længere afsnit om trivsel står her. " * 17
    document = read(f"Første overskrift\n\n{short}\n\n{short[:-1]} igen.\n\n{long}")
    assert [len(p.text) for p in document.passages] == [2 * len(short) + 7, len(long.strip())]


def test_list_stays_with_its_lead_in() -> None:
    document = read("Overskrift\n\nFørst noget andet. Og mere om det.\n\nVi tilbyder:\n\n- Samtaler\n- Grupper\n- Besøg\n\nSlut her.")
    (passage,) = document.passages
    assert "Vi tilbyder:\n\n- Samtaler\n- Grupper\n- Besøg" in passage.text


def test_list_without_full_stops_under_an_outermost_heading_is_a_passage() -> None:
    document = read("# Kontakt\n\n- Ring til klubben\n- Skriv til skolen\n")
    assert [(p.section, p.text) for p in document.passages] == [("Kontakt", "- Ring til klubben\n- Skriv til skolen")]


def test_list_that_is_too_long_is_cut_between_its_items() -> None:
    items = [f"- Punkt {number} om trivsel. " + "Det handler om børn og unge i byen. " * 5 for number in range(10)]
    document = read("Overskrift\n\nVi vil arbejde for:\n\n" + "\n".join(items))
    assert len(document.passages) == 2
    assert [p.text.count("- Punkt") for p in document.passages] == [5, 5]
    assert document.passages[1].text.startswith("- Punkt 5 om trivsel.")


def test_long_field_is_cut_before_the_lead_in_of_its_list() -> None:
    lines = "\n".join(f"- Tilbud {number}: " + "hjælp til børn og unge i skolen " * 6 for number in range(5))
    raw = f"Tilbuddet (BUF)\n\nMålgruppe\t{'En lang beskrivelse af tilbuddet. ' * 10}\n\nDer findes fem former:\n\n{lines}\n\nHvor\tHele byen er med."
    found = [p.text for p in read(raw).passages if "Der findes fem former:" in p.text]
    assert len(found) == 1
    assert found[0].startswith("Der findes fem former:") and found[0].count("- Tilbud") == 5


def test_sentence_longer_than_a_passage_is_cut_between_words() -> None:
    sentence = "Barnet " + "har mange forskellige behov og " * 60 + "trives."
    document = read(f"Overskrift\n\n{sentence}")
    assert len(document.passages) == 2
    assert " ".join(p.text for p in document.passages) == sentence


def test_footnote_between_paragraphs_parts_their_passages() -> None:
    document = read("Overskrift\n\nFørste afsnit står her¹.\n\n¹ En note om afsnittet.\n\nAndet afsnit står her.")
    assert [p.text for p in document.passages] == ["Første afsnit står her¹.", "Andet afsnit står her."]


def test_same_heading_twice_gives_two_passages() -> None:
    document = read("# Om os\n\nFørste tekst.\n\n# Om os\n\nAnden tekst.\n")
    assert [(p.section, p.text) for p in document.passages] == [("Om os", "Første tekst."), ("Om os", "Anden tekst.")]


def test_marked_headings_decide_the_levels() -> None:
    document = read("# Plan\n\n## Mål\n\nVi vil mere.\n\n### Delmål\n\nVi vil endnu mere.\n\n## Midler\n\nVi har penge.\n")
    assert [section.path for section in document.sections] == [
        ("Plan",), ("Plan", "Mål"), ("Plan", "Mål", "Delmål"), ("Plan", "Midler"),
    ]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("Se <b>her</b>, hvad <a href='#'>vi</a> gør.", "Se her, hvad vi gør."),
        ("- Et <i>nyt</i> punkt &amp; mere.", "- Et nyt punkt & mere."),
        ("Vi hjælper&nbsp;børn.<!-- side 2 -->", "Vi hjælper børn."),
        ("Vi ~~hjalp~~~~støttede~~ støtter børn.", "Vi støtter børn."),
        ("**Fed****fed igen** tekst her.", "Fedfed igen tekst her."),
        ("Vi har for\u00adældre\u200bmøder her.", "Vi har forældremøder her."),
        ("Se [vores side](https://www.kk.dk/a) om trivsel.", "Se vores side om trivsel."),
    ],
)
def test_marks_go_and_words_stay(raw: str, text: str) -> None:
    assert read(f"Overskrift\n\n{raw}").text == f"Overskrift\n\n{text}\n"


def test_struck_text_over_several_paragraphs_is_never_text() -> None:
    document = read("Overskrift\n\nDet gælder nu. ~~Det gjaldt før.\n\nDet gjaldt også.\n\n- Og dette.~~ Men ikke mere.\n", DRAFT)
    assert "gjaldt" not in document.text and "Og dette" not in document.text and "~" not in document.text
    assert [p.text for p in document.passages] == ["Det gælder nu.\n\n- Men ikke mere."]


def test_strike_mark_that_is_never_closed_strikes_nothing() -> None:
    assert read("Overskrift\n\nDet ~~gælder nu.\n", DRAFT).text == "Overskrift\n\nDet gælder nu.\n"


def test_long_heading_is_not_taken_for_a_cut_paragraph() -> None:
    heading = "Forebyggende arbejde med sammenhængende indsatser for børn og unge i hele Københavns Kommune"
    document = read(f"Plan\n\n{heading}\n\nVi arbejder sammen om trivsel.\n")
    assert heading in [section.title for section in document.sections]


def test_rows_that_end_in_long_numbers_are_no_list_of_contents() -> None:
    document = read("# Kontakt\n\nAmager\t33172337\nValby\t33175504\n")
    assert "33172337" in document.text and "33175504" in document.text


# --- random documents -------------------------------------------------------------------------------------------------

WORDS = "trivsel skolen barnet forældre hjælp fravær bl.a. samtaler netværk 12 pct. unge støtte dagtilbud ca. indsatsen mv. børn".split()

words = st.sampled_from(WORDS)
sentence = st.lists(words, min_size=2, max_size=30).map(lambda chosen: "Vi " + " ".join(chosen).rstrip(".") + " her.")
long_sentence = st.integers(180, 320).map(lambda count: "Det er " + "ord og mere " * count + "slut.")
paragraph = st.lists(sentence, min_size=1, max_size=9).map(" ".join)
title = st.lists(st.sampled_from("Mål Plan Indsats Hvor Kontakt Målgruppe Børn Unge".split()), min_size=1, max_size=3).map(" ".join)
listed = st.lists(sentence | title, min_size=1, max_size=12).map(lambda items: "\n".join(f"- {item}" for item in items))
struck = st.tuples(sentence, sentence).map(lambda pair: f"{pair[0]} ~~STRØGET {pair[1]}~~")
piece = st.one_of(
    title,
    st.tuples(st.integers(1, 4), title).map(lambda pair: f"{'#' * pair[0]} {pair[1]}"),
    paragraph,
    long_sentence,
    listed,
    sentence.map(lambda text: f"Vi tilbyder:\n\n- {text}\n- Mere af det"),
    struck,
    sentence.map(lambda text: f"[{text}](#)"),
    sentence.map(lambda text: f"**{text[:10]}**{text[10:]}"),
    sentence.map(lambda text: text.replace(" ", "\n\n", 1) if len(text) > 400 else text),
    st.tuples(title, paragraph).map(lambda pair: f"{pair[0]}\t<p>{pair[1]}</p> <ul> • Et punkt • Et andet. </ul>"),
    st.tuples(title, title, paragraph, paragraph).map(lambda four: f"{four[0]}\t{four[1]}\n{four[2]}\t{four[3]}"),
    st.just("-----\t-----"),
    st.just("¹ En note, som står nederst."),
    paragraph.map(lambda text: f"//\n\n{text}"),
    st.just("UDKAST"),
)
raw_documents = st.lists(piece, min_size=1, max_size=14).map("\n\n".join)


@settings(max_examples=150, deadline=None)
@given(raw=raw_documents, source=st.sampled_from([SOURCE, DRAFT]))
def test_random_documents_hold_all_rules(raw: str, source: Source) -> None:
    document = read(raw, source)
    check(document)
    assert not re.search(r"~~|\*\*|\]\(|\t|<|•|STRØGET|UDKAST", document.text)


@settings(max_examples=60, deadline=None)
@given(raw=raw_documents)
def test_random_documents_keep_every_word_outside_strikes(raw: str) -> None:
    document = read(raw)
    said = re.sub(r"~~.*?~~|<[^>]*>", " ", raw.replace("**", ""))
    assert set(re.findall(r"\w+", said)) - set(re.findall(r"\w+", document.text)) <= {"UDKAST"}


@settings(max_examples=60, deadline=None)
@given(raw=st.text(alphabet="Aaæ .,:;-–•*~[]()#<>/|\t\n\u00a0¹12§", max_size=400))
def test_any_text_is_read_with_true_offsets(raw: str) -> None:
    document = read(raw)
    check_layout(document)
    check_passages(document)
    assert all(document.text_of(repair) == repair.after for repair in document.repairs)
