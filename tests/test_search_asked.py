"""Questions that are known to be answered: how near a text is to those of each entry."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.danish import Splitter
from search.asked import AskedQuestions
from search.embedder import SHIPPED_MODEL, StaticEmbedder

ASKED = {
    "sygdom": ["Min søn er opereret og kan ikke komme i skole", "hvem underviser syge børn"],
    "fravær": ["hun vil ikke i skole om morgenen", "hvem underviser syge børn"],
    "fritid": ["hvad koster det at gå til fodbold"],
}
PHRASES = ["min søn vil ikke i skole"]


@pytest.fixture(scope="module")
def embedder() -> StaticEmbedder:
    return StaticEmbedder(SHIPPED_MODEL)


@pytest.fixture
def asked(tmp_path: Path, embedder: StaticEmbedder) -> AskedQuestions:
    AskedQuestions.build(tmp_path / "asked", embedder, ASKED, Splitter([]), PHRASES)
    return AskedQuestions(tmp_path / "asked", embedder)


def test_question_held_by_two_entries_is_near_for_both(asked: AskedQuestions, embedder: StaticEmbedder) -> None:
    near = dict(zip(asked.ids, asked.near(embedder.queries(["hvem underviser syge børn"]))))
    assert near["sygdom"] == near["fravær"] == 1.0 and near["fritid"] < 0.5


def test_nearest_of_several_texts_counts(asked: AskedQuestions, embedder: StaticEmbedder) -> None:
    texts = embedder.queries(["hvad koster det at gå til fodbold", "hun vil ikke i skole om morgenen"])
    assert list(asked.near(texts)) == [max(one, other) for one, other in zip(asked.near(texts[:1]), asked.near(texts[1:]))]
    assert dict(zip(asked.ids, asked.near(texts)))["fritid"] == 1.0


def test_where_no_questions_are_known_nothing_is_near(tmp_path: Path, embedder: StaticEmbedder) -> None:
    AskedQuestions.build(tmp_path / "none", embedder, {}, Splitter([]), PHRASES)
    none = AskedQuestions(tmp_path / "none", embedder)
    assert none.near(embedder.queries(["hvem underviser syge børn"])).shape == none.words("syge børn", Splitter([])).shape == (0,)


def test_only_the_nearest_questions_are_looked_at(tmp_path: Path, embedder: StaticEmbedder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.asked.NEAREST", 2)
    AskedQuestions.build(tmp_path / "asked", embedder, ASKED, Splitter([]), PHRASES)
    near = dict(zip(ASKED, AskedQuestions(tmp_path / "asked", embedder).near(embedder.queries(["hun vil ikke i skole"]))))
    assert near["fravær"] > near["sygdom"] > 0.0 == near["fritid"]
