"""Vocabularies as data: what stands in the files, and what is said of a broken one."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path

import pytest
from rdflib import SKOS, Literal

from corpus.danish import stems
from ontology.relations import OWN_FILES
from ontology.vocabulary import VOCABULARIES, VocabularyError, labels_by_notation, parse_turtle, read_order, read_vocabulary

HEAD = "@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix tg: <https://trivselsgrafen.example/ontologi#> . @prefix a: <urn:a/> .\n"


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b'@prefix a: <urn:a> .\na:b a:c "x"\na:d a:e "y" .\n', 3), (b"<a> <b> nope:x .", 1), (b"<a> <b> ( 1 2 .", 1), (b"@prefix a <x> .", 1),
        (b'<a> <b> "\\q" .', 1), (b"\n\n<a> <b> .\n", 3), (b"\0", 1),
    ],
)  # fmt: skip
def test_broken_turtle_names_file_line_and_remedy(tmp_path: Path, content: bytes, line: int) -> None:
    (tmp_path / "mine.ttl").write_bytes(content)
    with pytest.raises(VocabularyError) as caught:
        parse_turtle(tmp_path / "mine.ttl")
    assert str(caught.value).startswith(f"Ordlisten mine.ttl har en fejl i linje {line}: ") and "Ret linjen" in str(caught.value)


@pytest.mark.parametrize("content", [b'<a> <b> "\xff" .', b'<a> <b> "never closed'])
def test_turtle_that_cannot_be_read_to_its_end_is_explained(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "mine.ttl").write_bytes(content)
    with pytest.raises(VocabularyError, match="mine.ttl"):
        parse_turtle(tmp_path / "mine.ttl")


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(VocabularyError, match="Ordlisten mine.ttl kan ikke åbnes"):
        read_vocabulary("mine", tmp_path)


def test_concept_holds_what_the_file_says(tmp_path: Path) -> None:
    (tmp_path / "mine.ttl").write_text(
        HEAD + 'a:s a skos:ConceptScheme ; skos:prefLabel "Liste"@da .\n'
        'a:x skos:prefLabel "Fravær"@da , "Absence"@en ; skos:altLabel "ulovligt fravær"@da ; tg:everydayLabel "pjækker"@da ; skos:hiddenLabel "fravar"@da ; tg:indication "er altid træt"@da ;'
        ' skos:notation "F1" ; skos:definition "Ikke i skole."@da ; skos:broader a:y ; skos:related a:y , a:b ; tg:notToBeConfusedWith a:b ; tg:kind tg:Need .\n'
        'a:b skos:prefLabel "Barn"@en . a:y skos:prefLabel "Skole"@da .', encoding="utf-8",
    )  # fmt: skip
    barn, fravaer, skole = read_vocabulary("mine", tmp_path)
    assert [barn.id, fravaer.id, skole.id] == ["b", "x", "y"]
    assert (fravaer.iri, fravaer.label, fravaer.preferred("en"), fravaer.code, fravaer.kind) == ("urn:a/x", "Fravær", "Absence", "F1", "Need")
    assert fravaer.definition == "Ikke i skole." and fravaer.broader == ("y",) and fravaer.related == ("b", "y") and fravaer.not_to_be_confused_with == ("b",)
    assert {label.kind: label.text for label in fravaer.labels if label.language == "da"} == {
        "preferred": "Fravær", "professional": "ulovligt fravær", "everyday": "pjækker", "misspelling": "fravar", "indication": "er altid træt", "notation": "F1",
    }  # fmt: skip
    assert fravaer.texts("everyday", "misspelling") == ["pjækker", "fravar"] and barn.label == "Barn" and skole.code == ""


def test_orders_come_from_the_member_list(tmp_path: Path) -> None:
    assert read_order("levels") == ("Trivsel", "Let mistrivsel", "Mistrivsel", "Svær mistrivsel")
    assert read_order("audiences") == ()
    (tmp_path / "mine.ttl").write_text(HEAD + 'a:l skos:memberList ( a:c a:b ) . a:b skos:prefLabel "B"@da . a:c skos:prefLabel "C"@da .')
    assert read_order("mine", tmp_path) == ("C", "B")


def test_short_forms_lead_to_names() -> None:
    names = labels_by_notation("administrations")
    assert set(names) == {"BUF", "SOF", "SUF", "KFF", "BIF", "TMF", "ØKF"} and names["SOF"] == "Socialforvaltningen"
    assert labels_by_notation("levels") == {}


def test_thesaurus_is_broad() -> None:
    concepts = read_vocabulary("needs")
    labels = [label for concept in concepts for label in concept.labels if label.kind != "indication"]
    danish = {" ".join(stems(label.text)) for label in labels if label.language == "da"} - {""}
    assert len(concepts) >= 250 and len(danish) >= 6000
    kinds = Counter((label.kind, label.language) for label in labels)
    for kind in ("preferred", "professional", "everyday"):
        assert kinds[kind, "da"] >= 250 and kinds[kind, "en"] >= 250
    assert kinds["misspelling", "da"] >= 250
    assert sum(bool(concept.broader) for concept in concepts) >= 200 and any(concept.not_to_be_confused_with for concept in concepts)


def test_everyday_words_stand_where_staff_would_look() -> None:
    where = {label.text.casefold(): concept.label for concept in read_vocabulary("needs") for label in concept.labels}
    assert where["skolefravær"] == "skolefravær" and where["angst"] == "angst"


@pytest.mark.parametrize(("name", "count"), [("districts", 5), ("schools", 58), ("levels", 4), ("administrations", 7)])
def test_fixed_vocabularies_are_whole(name: str, count: int) -> None:
    concepts = read_vocabulary(name)
    assert len(concepts) == count == len({concept.label for concept in concepts})
    if name == "schools":
        districts = {district.id for district in read_vocabulary("districts")}
        assert all(set(concept.spatial) <= districts for concept in concepts) and sum(bool(concept.spatial) for concept in concepts) >= 50
    if name == "administrations":
        assert {"BUF", "SOF", "SUF", "KFF", "BIF", "TMF", "ØKF"} == {concept.code for concept in concepts}


def test_every_vocabulary_can_be_read() -> None:
    for path in VOCABULARIES.glob("*.ttl"):
        assert read_vocabulary(path.stem), path.name


def test_relations_and_kinds_tell_what_they_cover() -> None:
    graph = parse_turtle(OWN_FILES[1])
    told: dict[str, dict[str | None, str]] = defaultdict(dict)
    for node, text in graph.subject_objects(SKOS.definition):
        if isinstance(text, Literal):
            told[str(graph.value(node, SKOS.notation))][text.language] = str(text)
    for name in ("responsible", "goal_of", "Intervention", "Goal", "ContactPoint", "Organisation", "TargetGroup"):
        assert set(told[name]) == {"da", "en"}, name
    assert "politik" in told["Intervention"]["da"] and "forpligter sig" in told["Goal"]["da"] and "sammen med andre" in told["responsible"]["da"]
