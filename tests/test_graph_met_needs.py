"""The needs that offers meet: each rests on words of its document, and points at an offer and a need that exist."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from rdflib import URIRef

from corpus.document import Document
from graph.errors import CurationError
from graph.fact import Fact
from graph.met_needs import SHIPPED, met_needs, strays
from graph.offers import offers_of
from ontology.names import TG
from ontology.vocabulary import parse_turtle, read_vocabulary

ROW = """@prefix need: <https://trivselsgrafen.example/behov/> .
@prefix tg: <https://trivselsgrafen.example/ontologi#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
[] a tg:MetNeeds ; skos:prefLabel "U-Start"@da ; dct:source "praksisoverblik" ; tg:meets [ dct:subject need:massivt_fravaer ; tg:weight %s ; tg:quote "%s" ] .
"""


def test_every_row_shipped_stands_in_its_document(documents: Sequence[Document]) -> None:
    rows = list(parse_turtle(SHIPPED).objects(None, URIRef(f"{TG}meets")))
    assert len(met_needs(documents)) == len(rows) > 1000


def test_every_row_shipped_names_an_offer_and_a_need(documents: Sequence[Document], facts: Sequence[Fact]) -> None:
    offers = {offer.label for offer in offers_of(facts)}
    assert [met for met in met_needs(documents) if met.offer not in offers] == []
    assert list(strays(concept.id for concept in read_vocabulary("needs"))) == []


def test_row_of_a_need_that_does_not_exist_is_told(tmp_path: Path) -> None:
    path = tmp_path / "met.ttl"
    path.write_text(ROW % (3, "skolefraværsindsats"), encoding="utf-8")
    assert list(strays(["angst"], path)) == ["met.ttl: behovet »massivt_fravaer« under »U-Start« findes ikke i ordlisten."]


def test_row_is_read_with_the_place_of_its_words(documents: Sequence[Document], tmp_path: Path) -> None:
    path = tmp_path / "met.ttl"
    path.write_text(ROW % (3, "skolefraværsindsats"), encoding="utf-8")
    met = met_needs(documents, path)[0]
    text = next(document.text for document in documents if document.id == met.document)
    assert (met.offer, met.need, met.weight, text[met.start:met.end]) == ("U-Start", "massivt_fravaer", 1.0, "skolefraværsindsats")


def test_row_whose_words_are_gone_does_not_count(documents: Sequence[Document], tmp_path: Path) -> None:
    path = tmp_path / "met.ttl"
    path.write_text(ROW % (3, "står ikke i noget dokument"), encoding="utf-8")
    assert met_needs(documents, path) == []


@pytest.mark.parametrize("weight", ["4", "0", "2.5"])
def test_weight_that_does_not_exist_is_told(documents: Sequence[Document], tmp_path: Path, weight: str) -> None:
    path = tmp_path / "met.ttl"
    path.write_text(ROW % (weight, "skolefraværsindsats"), encoding="utf-8")
    with pytest.raises(CurationError, match="U-Start"):
        met_needs(documents, path)
