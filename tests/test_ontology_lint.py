"""The lint of vocabularies: each kind of fault is found and named, and the shipped vocabularies have none."""

from __future__ import annotations

from pathlib import Path

import pytest

from ontology.lint import lint
from ontology.vocabulary import VOCABULARIES

HEAD = (
    "@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix tg: <https://trivselsgrafen.example/ontologi#> .\n"
    "@prefix dct: <http://purl.org/dc/terms/> . @prefix a: <urn:a/> .\n"
)


def faults(folder: Path, text: str, name: str = "needs") -> list[str]:
    """What the lint says of one vocabulary."""
    (folder / f"{name}.ttl").write_text(HEAD + text, encoding="utf-8")
    return lint(folder)


def test_shipped_vocabularies_are_clean() -> None:
    assert len(list(VOCABULARIES.glob("*.ttl"))) >= 10
    assert lint(VOCABULARIES) == []


def test_clean_vocabulary_has_no_faults(tmp_path: Path) -> None:
    text = 'a:x skos:prefLabel "X"@da , "The X"@en ; skos:broader a:y .\na:y skos:prefLabel "Y"@da ; skos:related a:x .'
    assert faults(tmp_path, text) == []
    assert lint(tmp_path / "missing") == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('a:x skos:prefLabel "X"@en .', "needs.ttl: »x« har 0 danske navne (skos:prefLabel); der skal være ét."),
        ('a:x skos:prefLabel "X"@da , "Z"@da .', "needs.ttl: »x« har 2 danske navne (skos:prefLabel); der skal være ét."),
        ('a:x skos:prefLabel "X"@da ; skos:broader a:z .', "needs.ttl: »x« henviser til »z«, som ikke findes."),
        ('a:x skos:prefLabel "X"@da ; skos:related a:z .', "needs.ttl: »x« henviser til »z«, som ikke findes."),
        ('a:x skos:prefLabel "X"@da ; tg:notToBeConfusedWith a:z .', "needs.ttl: »x« henviser til »z«, som ikke findes."),
        ('a:x skos:prefLabel "X"@da ; dct:spatial a:z .', "needs.ttl: »x« henviser til »z«, som ikke findes."),
        ('a:x skos:prefLabel "X"@da . a:l skos:memberList ( a:x a:z ) .', "needs.ttl: rækkefølgen (skos:memberList) nævner »z«, som ikke findes."),
        ('a:x skos:prefLabel "X"@da ; skos:broader a:x .', "needs.ttl: »x« er overbegreb for sig selv (skos:broader går i ring)."),
    ],
)
def test_fault_is_named(tmp_path: Path, text: str, fault: str) -> None:
    assert faults(tmp_path, text) == [fault]


def test_circle_is_named_at_each_of_its_concepts_only(tmp_path: Path) -> None:
    text = "".join(f'a:{one} skos:prefLabel "{one}"@da ; skos:broader a:{other} .\n' for one, other in ("xy", "yz", "zx", "wx"))
    assert [fault.split("»")[1][0] for fault in faults(tmp_path, text)] == ["x", "y", "z"]


def test_label_of_two_concepts_is_named_where_labels_must_differ(tmp_path: Path) -> None:
    text = 'a:x skos:prefLabel "X"@da ; skos:altLabel "Fravær"@da , "absence"@en .\na:y skos:prefLabel "Y"@da ; tg:everydayLabel "fravær"@da , "absence"@da .'
    assert faults(tmp_path, text) == ["needs.ttl: Udtrykket »fravær« står ved flere begreber: x, y. Lad det stå ét sted."]
    assert faults(tmp_path, text, "audiences")[0].startswith("needs.ttl") and len(lint(tmp_path)) == 1


def test_broken_file_is_one_fault_and_the_others_are_still_read(tmp_path: Path) -> None:
    (tmp_path / "aaa.ttl").write_text("@prefix a: <urn:a> .\na:b a:c .\n", encoding="utf-8")
    first, second = faults(tmp_path, 'a:x skos:prefLabel "X"@en .')
    assert first.startswith("Ordlisten aaa.ttl har en fejl i linje 2: ") and second.startswith("needs.ttl: »x«")
