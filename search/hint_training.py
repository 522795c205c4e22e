"""Learns what resembles danger: weights for ``search.hints`` from examples, the vocabulary of needs and the cues' own word groups.

Method: logistic regression over the features of a text, all of them at once and in a fixed order, so that the same data give the same
weights. What people say of needs that are danger stands beside the examples; what they say of all other needs shows everyday questions.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.danish import words
from ontology.concept import Concept
from search.cues import CueReader
from search.hints import DANGER, ITSELF, SLOTS, Features, worth
from search.safety_data import cue_data

EXAMPLES = Path(__file__).with_name("hints.ttl")
HINT, CRISIS, HARMLESS, NEEDS, CRISIS_NEEDS, UNDECIDED = "HintExample", "CrisisExample", "HarmlessExample", "HintNeeds", "CrisisNeeds", "UndecidedNeeds"
WAYS = 2  # how often each alternative of an example is used
EVERYDAY = 0.2  # how much an everyday question counts beside a harmless example
MOST_DANGER = 0.02  # share of the questions to a passage or offer that may hold a cue of danger; with more, the others may well hint at it too
ROUNDS = 150
RATE = 0.25
RIDGE = 2.0
_LARGEST = 127  # int8

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class _Told:
    """A text with what it is an example of (1 or 0) for each row of the weights, NaN where it is no example, and how much it counts."""

    text: str
    danger: float
    itself: float
    counts: float


def train_hints(path: Path, examples: Sequence[Concept], needs: Sequence[Concept], asked: Mapping[str, Sequence[str]], cues: Sequence[Concept]) -> int:
    """Learn the weights and write them; returns how many texts they were learnt from.

    ``asked`` are the questions that each passage or offer answers, ``cues`` the vocabulary of ``safety_data``.
    """
    from safetensors.numpy import save_file

    reader = CueReader(cue_data(cues))
    everyday = (_Told(text, 0.0, np.nan, EVERYDAY) for text in _harmless(reader, asked))
    told = [text for text in (*_told(examples, needs), *everyday) if text.danger or text.counts == 1.0 or not _is_cue(reader, text.text)]
    rows = _Rows(list(_features(reader, [text.text for text in told])))
    fits = {DANGER: _fit(rows, told, [text.danger for text in told]), ITSELF: _fit(rows, told, [text.itself for text in told])}
    scale = np.array([np.abs(fits[row][0]).max() / _LARGEST for row in sorted(fits)])
    table = np.stack([np.rint(fits[row][0] / scale[row]) for row in sorted(fits)])
    start = np.array([fits[row][1] for row in sorted(fits)])
    save_file({"table": table.astype(np.int8), "scale": scale.astype(np.float32), "start": start.astype(np.float32)}, path)
    path.chmod(0o644)  # the library writes a file that only its owner may read
    return len(told)


def _harmless(reader: CueReader, asked: Mapping[str, Sequence[str]]) -> list[str]:
    """The questions of passages and offers that are hardly ever asked for in words of danger, each once."""
    dangerous = {id_ for id_, questions in asked.items() if sum(_is_cue(reader, text) for text in questions) > MOST_DANGER * len(questions)}
    of_danger = {text for id_ in dangerous for text in asked[id_]}
    return list(dict.fromkeys(text for questions in asked.values() for text in questions if text not in of_danger))


def _is_cue(reader: CueReader, text: str) -> bool:
    said = reader.read(text)
    return reader.meets("Hint", said) or reader.meets("Crisis", said)


def _features(reader: CueReader, texts: Iterable[str]) -> Iterator[list[int]]:
    features = Features()
    for text in texts:
        said = reader.read(text)
        yield [slot for place in features.of(words(text), said, reader.explained(said)) for slot in place]


def spoken(example: str) -> Iterator[str]:
    """The sentences of an example: "far|mor slår ham|de_små" stands for sentences with one of the alternatives at each place."""
    places = [[option.replace("_", " ") for option in word.split("|")] for word in example.split()]
    longest = max(map(len, places))
    chooser = random.Random(example)
    for _ in range(WAYS if longest > 1 else 1):
        mixed = [chooser.sample(options, len(options)) for options in places]
        for number in range(longest):
            yield " ".join(options[number % len(options)] for options in mixed)


def _told(examples: Sequence[Concept], needs: Sequence[Concept]) -> Iterator[_Told]:
    named = {kind: set(_texts(examples, kind, "notation")) for kind in (NEEDS, CRISIS_NEEDS, UNDECIDED)}
    for kind, danger, itself in ((HINT, 1.0, 0.0), (CRISIS, 1.0, 1.0), (HARMLESS, 0.0, np.nan)):
        for example in _texts(examples, kind, "everyday"):
            yield from (_Told(text, danger, itself, 1.0) for text in spoken(example))
    for need in needs:
        texts = dict.fromkeys(need.texts("preferred", "professional", "everyday", "indication"))
        if need.id in named[NEEDS] | named[CRISIS_NEEDS]:
            yield from (_Told(text, 1.0, float(need.id in named[CRISIS_NEEDS]), 1.0) for text in texts)
        elif need.id not in named[UNDECIDED]:
            yield from (_Told(text, 0.0, np.nan, EVERYDAY) for text in texts)


def _texts(concepts: Iterable[Concept], kind: str, label: str) -> list[str]:
    return [text for concept in concepts if concept.kind == kind for text in concept.texts(label)]


class _Rows:
    """The features of texts as a sparse matrix, kept to those that more than one text has."""

    def __init__(self, features: Sequence[Sequence[int]]) -> None:
        counts = [len(row) for row in features]
        slots = np.fromiter((slot for row in features for slot in row), dtype=np.int64, count=sum(counts))
        rows = np.repeat(np.arange(len(features)), counts)
        shared = (np.bincount(slots, minlength=SLOTS) > 1)[slots]
        self._slots, self._rows, self._count = slots[shared], rows[shared], len(features)
        self._values = np.repeat([worth(count) for count in counts], counts)[shared]

    def times(self, weights: Floats) -> Floats:
        """One sum for each text."""
        return np.bincount(self._rows, self._values * weights[self._slots], self._count).astype(np.float64)

    def transposed(self, texts: Floats) -> Floats:
        """One sum for each slot."""
        return np.bincount(self._slots, self._values * texts[self._rows], SLOTS).astype(np.float64)


def _fit(rows: _Rows, told: Sequence[_Told], wanted: Sequence[float]) -> tuple[Floats, float]:
    """Weights and start of a logistic regression in which both answers count the same, by Adam over all texts at once."""
    answer = np.array(wanted)
    counts = np.where(np.isnan(answer), 0.0, [text.counts for text in told])
    answer = np.nan_to_num(answer)
    for side in (0.0, 1.0):
        counts[answer == side] *= len(told) / 2 / counts[answer == side].sum()
    weights, start = np.zeros(SLOTS), 0.0
    pull, spread = np.zeros(SLOTS + 1), np.zeros(SLOTS + 1)
    for number in range(1, ROUNDS + 1):
        off = counts * (1 / (1 + np.exp(-(rows.times(weights) + start))) - answer)
        slope = np.append(rows.transposed(off) + RIDGE * weights, off.sum())
        pull, spread = 0.9 * pull + 0.1 * slope, 0.999 * spread + 0.001 * slope**2
        step = RATE * (1 - number / (ROUNDS + 1)) * (pull / (1 - 0.9**number)) / (np.sqrt(spread / (1 - 0.999**number)) + 1e-8)
        weights, start = weights - step[:-1], start - float(step[-1])
    return weights, start
