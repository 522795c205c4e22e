"""The vector index in both its kinds: exact, and by lists that know what they miss."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import numpy as np
import pytest

from search import vectors
from search.embedder import Embedder, load_embedder
from search.lists import RECALL, lists_of
from search.vectors import VectorIndex

WHO = "barnet eleven pigen drengen familien klassen teenageren søskende".split()
DOES = ("er bange for", "savner", "undgår", "taler om", "bliver ked af", "drømmer om", "skændes om", "venter på", "holder fast i")
WHAT = "skolen mørket mor maden lektierne vennerne sporten hunden natten bussen festen computeren familien turen lægen".split()
TEXTS = [f"{who} {does} {what}" for who, does, what in product(WHO, DOES, WHAT)]
PHRASES = [f"{does} {what}" for does, what in product(DOES, WHAT)]


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    """The shipped model."""
    return load_embedder()


def written(folder: Path, embedder: Embedder) -> VectorIndex:
    """An index over the texts, each the text of an entry of its own."""
    VectorIndex.build(folder, embedder, ((f"t{number}", text) for number, text in enumerate(TEXTS)), PHRASES)
    return VectorIndex(folder, embedder)


def test_the_number_of_vectors_decides_the_kind(tmp_path: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors, "EXACT", len(TEXTS))
    assert not hasattr(vectors.index_of(TEXTS, PHRASES, embedder), "nlist")
    monkeypatch.setattr(vectors, "EXACT", len(TEXTS) - 1)
    assert vectors.index_of(TEXTS, PHRASES, embedder).nlist == 2 * int(len(TEXTS) ** 0.5)


def test_lists_find_what_a_comparison_with_all_finds(embedder: Embedder) -> None:
    index = lists_of(TEXTS, PHRASES, embedder)
    asked, all_ = embedder.queries(PHRASES), embedder.passages(TEXTS)
    scores, places = index.search(asked, 10)
    best = np.sort(asked @ all_.T, axis=1)[:, :-11:-1]
    assert 1 <= index.nprobe < index.nlist
    assert (scores >= best[:, -1:] - 0.001).mean() >= RECALL
    assert np.allclose(scores, np.take_along_axis(asked @ all_.T, places, axis=1), atol=0.001)


def test_both_kinds_answer_alike(tmp_path: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch) -> None:
    exact = written(tmp_path / "exact", embedder)
    monkeypatch.setattr(vectors, "EXACT", 10)
    lists = written(tmp_path / "lists", embedder)
    for number in range(0, len(TEXTS), 97):
        found, wanted = (index.search([TEXTS[number]], 5)[0] for index in (lists, exact))
        assert max(found, key=lambda id_: found[id_]) == max(wanted, key=lambda id_: wanted[id_]) == f"t{number}"
        assert found[f"t{number}"] == pytest.approx(1.0, abs=0.001)


def test_fewer_entries_than_asked_for_are_all_given(tmp_path: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors, "EXACT", 10)
    found, = written(tmp_path, embedder).search(["skolen"], 10_000)
    assert found and set(found) <= {f"t{number}" for number in range(len(TEXTS))}


def test_an_entry_counts_by_its_nearest_text(tmp_path: Path, embedder: Embedder) -> None:
    VectorIndex.build(tmp_path, embedder, [("a", "hunden"), ("a", "bange for at gå i skole"), ("b", "mad og drikke")], ["skole"])
    found, = VectorIndex(tmp_path, embedder).search(["bange for at gå i skole"], 10)
    assert found["a"] == pytest.approx(1.0, abs=1e-5) and found["b"] < 0.7
