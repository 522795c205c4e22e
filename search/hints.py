"""A second look at a question that no cue meets: how much its words together resemble what is said of a child in danger.

Why: cues know the ways of putting it that somebody thought of, and a new one was missed one time in four. The weights of words, parts
of words and pairs of words are learnt from examples (``search/hints.ttl``) and the vocabulary of needs by ``search/hint_training.py``.
Words that a harmless use explains ("slår rekord") are left out, so the curated cues and the learnt weights correct each other.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from itertools import chain
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from corpus.danish import LONGEST_WORD, plain, stem
from corpus.kept import Kept
from search.embedder import SHIPPED_MODEL, ModelError

WEIGHTS = SHIPPED_MODEL / "hints.safetensors"
SLOTS = 1 << 17  # places for weights; a feature has the one its checksum names
DANGER, ITSELF = 0, 1  # rows: danger or none; danger from within or for want of care (crisis) or from others
CERTAIN = 1.25  # log odds; how much a question must resemble the examples of danger

_REACH = 3  # words; so far apart may two words stand and still be a pair
_PARTS = (4, 5)  # letters of the parts of a word
_FEWEST = 12  # features; a text with fewer is not weighed as if it said as much with them
_STRETCH = 24  # words; of a longer text each such stretch is weighed too, so that one sentence on danger does not drown in nine others

Name = tuple[bytes, int]  # of a stem or word group: its letters, and the checksum of a pair that begins with it


class Hints:
    """The learnt weights; ``table`` is int8 of shape (2, SLOTS), ``scale`` what one step is worth and ``start`` the log odds of an empty text, of shape (2,)."""

    def __init__(self, table: NDArray[np.int8], scale: NDArray[np.float32], start: NDArray[np.float32]) -> None:
        self._weights = [memoryview(row).__getitem__ for row in np.ascontiguousarray(table)]  # one by one, so few are read faster so than as an array
        self._scale, self._start = scale.tolist(), start.tolist()

    @classmethod
    def load(cls, path: Path = WEIGHTS) -> Hints:
        """The shipped weights.

        Raises ModelError when they are missing or damaged.
        """
        from safetensors import SafetensorError
        from safetensors.numpy import load_file

        try:
            held = load_file(path)
            return cls(held["table"], held["scale"], held["start"])
        except (OSError, KeyError, SafetensorError) as error:
            raise ModelError(f"Vægtene i {path.name} kan ikke læses. Geninstallér programmet, eller kør »trivsel train«.") from error

    def odds(self, features: Sequence[Sequence[int]]) -> tuple[float, float]:
        """The log odds of danger where the text is most dangerous, and there of its being a crisis; ``features`` as ``Features.of`` tells them."""
        stretches = [features, *(features[at:at + _STRETCH] for at in range(0, len(features) - _STRETCH // 2, _STRETCH // 2) if len(features) > _STRETCH)]
        sums = [sum(map(self._weights[DANGER], chain.from_iterable(stretch))) for stretch in stretches]
        danger, worst = max((self._odds(DANGER, total, stretch), number) for number, (total, stretch) in enumerate(zip(sums, stretches)))
        return danger, self._odds(ITSELF, sum(map(self._weights[ITSELF], chain.from_iterable(stretches[worst]))), stretches[worst])

    def _odds(self, row: int, total: int, stretch: Sequence[Sequence[int]]) -> float:
        return float(total * self._scale[row] * worth(sum(map(len, stretch))) + self._start[row])


def worth(count: int) -> float:
    """What each feature counts in a text with so many."""
    return 5 / math.sqrt(max(_FEWEST, count))


class Features:
    """What the weights are of: stems and word groups, pairs of them close together, and the parts of each word."""

    def __init__(self) -> None:
        self._words: Kept[tuple[Name, tuple[int, ...]]] = Kept(20_000)
        self._groups: Kept[tuple[Name, int]] = Kept(1_000)

    def of(self, words: Sequence[str], met: Sequence[Collection[str]], left_out: Collection[int]) -> list[list[int]]:
        """The slots of each place of a text; ``met`` holds the patterns of cues at each, ``left_out`` the places not to look at."""
        found: list[list[int]] = []
        names: list[list[Name]] = []
        for place, word in enumerate(words):
            if place in left_out:
                names.append([])
                found.append([])
                continue
            stemmed, parts = self._words.get(word, _word) if len(word) <= LONGEST_WORD else _word(word[:LONGEST_WORD])
            groups = [self._groups.get(pattern, _group) for pattern in met[place] if pattern[0] == "@"]
            here = [stemmed, *(name for name, _ in groups)]
            found.append([*parts, *(slot for _, slot in groups)])
            found[-1] += [crc32(name, pair) % SLOTS for name, _ in here for before in names[-_REACH:] for _, pair in before]
            names.append(here)
        return found


def _word(word: str) -> tuple[Name, tuple[int, ...]]:
    """The name of a word's stem, and the slots of the stem and of the word's parts."""
    framed = f"^{plain(word)}$"
    parts = {f"#{framed[start:start + length]}" for length in _PARTS for start in range(len(framed) - length + 1)}
    name, slot = _group(plain(stem(word)))
    return name, (slot, *sorted(crc32(part.encode()) % SLOTS for part in parts))


def _group(name: str) -> tuple[Name, int]:
    return (name.encode(), crc32(f"{name} ".encode())), crc32(name.encode()) % SLOTS
