"""Turns text into vectors: our own static model without heavy imports, or any sentence-transformers model by name.

Why: importing sentence-transformers takes seconds. A static model is a table of token vectors; its mean, normalised, is what
sentence-transformers itself computes (a test compares the two).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.danish import LONGEST_WORD
from corpus.kept import Kept

SHIPPED_MODEL = Path(__file__).parent / "model"

PROBE = "barnet vil ikke i skole"  # its vector tells models apart
PARTED = "barnet  vil\nikke\ti skole."  # tells whether a tokenizer cuts at white space before all else

Vectors = NDArray[np.float32]


class ModelError(Exception):
    """The embedding model is missing or damaged; the message says what to do, in Danish."""


class Embedder(Protocol):
    """``fingerprint`` tells models apart; vectors have unit length, float32, shape (texts, dimensions)."""

    fingerprint: str

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions."""

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of what is searched."""


def load_embedder(name: str | None = None) -> Embedder:
    """The shipped model, or the hub name or folder of another.

    Raises ModelError when it cannot be loaded.
    """
    if name is None:
        return StaticEmbedder(SHIPPED_MODEL)
    folder = Path(name)
    if folder.is_dir() and _is_static(folder):
        return StaticEmbedder(folder)
    return TransformerEmbedder(name)


def _is_static(folder: Path) -> bool:
    modules = folder / "modules.json"
    return modules.exists() and "StaticEmbedding" in modules.read_text(encoding="utf-8")


class StaticEmbedder:
    """A sentence-transformers folder with one StaticEmbedding module, read with numpy and tokenizers only."""

    def __init__(self, folder: Path) -> None:
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        try:
            module = next(folder / row["path"] for row in json.loads((folder / "modules.json").read_text()) if "Static" in row["type"])
            self._tokenizer = Tokenizer.from_file(str(module / "tokenizer.json"))
            files = [(module / name).read_bytes() for name in ("tokenizer.json", "model.safetensors")]
            self._table: NDArray[np.float32] = load_file(module / "model.safetensors")["embedding.weight"].astype(np.float32)
        except (OSError, StopIteration, KeyError, ValueError, Exception) as error:
            raise ModelError(
                f"Modellen i {folder.name} kan ikke læses. Kør »trivsel train«, eller vælg en anden model med TRIVSEL_MODEL."
            ) from error
        self._tokenizer.no_padding()
        self._kept: Kept[list[int]] = Kept(50_000)
        self._cuts_at_spaces = self._cut(PARTED) == [token for word in PARTED.split() for token in self._cut(word)]
        self.fingerprint = hashlib.sha256(b"".join(files)).hexdigest()[:16]  # a flipped bit in either makes another model

    def queries(self, texts: Sequence[str]) -> Vectors:
        return self.passages(texts)

    def passages(self, texts: Sequence[str]) -> Vectors:
        rows = np.zeros((len(texts), self._table.shape[1]), dtype=np.float32)
        for row, text in zip(rows, texts):
            if tokens := self.tokens(text):
                row[:] = self._table[tokens].mean(axis=0)
        return unit(rows)

    def tokens(self, text: str) -> list[int]:
        """The tokens of a text, each word of it cut once where words are cut for themselves: that is most of the work."""
        if not self._cuts_at_spaces:
            return self._cut(text)
        return [token for word in text.split() for token in (self._kept.get(word, self._cut) if len(word) <= LONGEST_WORD else self._cut(word))]

    def _cut(self, text: str) -> list[int]:
        tokens: list[int] = self._tokenizer.encode(text, add_special_tokens=False).ids
        return tokens


class TransformerEmbedder:
    """Any other model, through sentence_transformers; its own query and passage prompts are used where it has them."""

    def __init__(self, name: str) -> None:
        from sentence_transformers import SentenceTransformer

        try:
            self._model: Any = SentenceTransformer(name, device="cpu")
        except (OSError, ValueError) as error:
            raise ModelError(f"Modellen »{name}« kan ikke hentes. Kontrollér TRIVSEL_MODEL: et navn fra Hugging Face eller en mappe.") from error
        self.fingerprint = hashlib.sha256(self._encode([PROBE], "query").tobytes()).hexdigest()[:16]

    def queries(self, texts: Sequence[str]) -> Vectors:
        return self._encode(texts, "query")

    def passages(self, texts: Sequence[str]) -> Vectors:
        return self._encode(texts, "passage")

    def _encode(self, texts: Sequence[str], prompt: str) -> Vectors:
        known = prompt if prompt in (self._model.prompts or {}) else None
        return unit(np.asarray(self._model.encode(list(texts), prompt_name=known, show_progress_bar=False), dtype=np.float32))


def unit(rows: Vectors) -> Vectors:
    """Rows scaled to length 1; a row of zeros stays zero."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return (rows / np.where(lengths == 0, 1, lengths)).astype(np.float32)
