"""Vectors that are kept are those the model gives, and nothing stays of texts that are gone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from search.embedder import Vectors, load_embedder
from search.kept_vectors import KeptVectors

TEXTS = ["barnet vil ikke i skole", "angst", "søvn og uro", "angst"]


class Counting:
    """The shipped model, which also remembers what it was asked."""

    def __init__(self, fingerprint: str = "") -> None:
        self._model = load_embedder()
        self.fingerprint = fingerprint or self._model.fingerprint
        self.asked: list[str] = []

    def queries(self, texts: Sequence[str]) -> Vectors:
        return self._model.queries(texts)

    def passages(self, texts: Sequence[str]) -> Vectors:
        self.asked += texts
        return self._model.passages(texts)


def kept(folder: Path, texts: Sequence[str], fingerprint: str = "") -> tuple[Vectors, list[str]]:
    """The vectors of texts in one build, and what the model was asked."""
    model = Counting(fingerprint)
    vectors = KeptVectors(model, folder)
    found = vectors.passages(texts)
    vectors.keep()
    return found, model.asked


def test_vectors_are_those_of_the_model_and_only_new_texts_are_asked(tmp_path: Path) -> None:
    wanted = load_embedder().passages([*TEXTS, "fravær"])
    first, asked = kept(tmp_path, TEXTS)
    assert np.array_equal(first, wanted[:4]) and asked == ["barnet vil ikke i skole", "angst", "søvn og uro"]
    second, asked = kept(tmp_path, [*TEXTS, "fravær"])
    assert np.array_equal(second, wanted) and asked == ["fravær"]
    assert len(list(tmp_path.rglob("*.npz"))) == 2


def test_nothing_stays_of_a_text_that_is_gone(tmp_path: Path) -> None:
    kept(tmp_path, TEXTS)
    kept(tmp_path, TEXTS[1:])
    with np.load(next(tmp_path.rglob("*.npz"))) as parcel:
        assert parcel["vectors"].shape[0] == 2
    assert len(list(tmp_path.rglob("*.npz"))) == 1
    assert kept(tmp_path, TEXTS)[1] == ["barnet vil ikke i skole"]


def test_another_models_vectors_are_neither_used_nor_kept(tmp_path: Path) -> None:
    kept(tmp_path, TEXTS, "a")
    assert len(kept(tmp_path, TEXTS, "b")[1]) == 3
    assert [path.name for path in tmp_path.iterdir()] == ["model-b"]


def test_a_damaged_parcel_is_made_anew(tmp_path: Path) -> None:
    wanted, _ = kept(tmp_path, TEXTS)
    parcel = next(tmp_path.rglob("*.npz"))
    content = bytearray(parcel.read_bytes())
    content[len(content) // 2] ^= 1
    parcel.write_bytes(bytes(content))
    found, asked = kept(tmp_path, TEXTS)
    assert np.array_equal(found, wanted) and len(asked) == 3
    assert kept(tmp_path, TEXTS)[1] == []


def test_many_parcels_become_one(tmp_path: Path) -> None:
    texts = [f"sætning nummer {number}" for number in range(40)]
    for count in range(1, 41):
        kept(tmp_path, texts[:count])
    assert 0 < len(list(tmp_path.rglob("*.npz"))) <= 32
    assert kept(tmp_path, texts)[1] == []
