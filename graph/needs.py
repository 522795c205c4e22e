"""Which needs, methods and recipients a text speaks of: labels of the thesaurus met word by word, the longest label winning."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from os.path import commonprefix

from corpus.danish import STOP_WORDS, stem, words
from ontology.comparison import read_comparison
from ontology.vocabulary import from_vocabularies, read_vocabulary

SLACK = 2  # words that may stand between the words of a label
SURE_PREFIX = 4  # letters; longer words that share a stem must open alike this far: "ledelse" is not "ledig"

_NEEDS = frozenset({"Need", "Symptom", "Situation"})  # kinds of the thesaurus; places, roles and methods are no needs
_KINDS = frozenset({"preferred", "professional"})
_HYPHEN = re.compile(r"(?<=[^\W\d])-(?=\w)")  # within a compound: SOSU-elever are no pupils
_TELLING = frozenset({"uden", "ikke", "under", "over", "før", "mod"})  # small words that change what a label means


@dataclass(frozen=True)
class _Label:
    concept: str
    text: str
    words: tuple[str, ...]
    stems: tuple[str, ...]


@from_vocabularies
def needs_in(text: str) -> Mapping[str, str]:
    """The needs that a text names: their Danish names, each with the longest label that names it."""
    met = _met(text, _labels_of_needs())
    return {label_of(concept): label for concept, label in met.items()}


@from_vocabularies
def concepts_in(text: str) -> frozenset[str]:
    """The ids of the needs and methods by which interventions are compared that a text names."""
    return frozenset(_met(text, _labels_compared()))


@from_vocabularies
def recipients_in(text: str) -> frozenset[str]:
    """Whom a text is for, by the names of the groups in the rules of comparison."""
    said = [(stem(word), word) for word in _telling_words(text)]
    return frozenset(name for name, own in _recipients().items() if any(part in own and _alike(word, own[part]) for part, word in said))


def label_of(concept: str) -> str:
    """The Danish name of a need or method."""
    return _names()[concept]


@from_vocabularies
def _names() -> dict[str, str]:
    return {concept.id: concept.label for concept in read_vocabulary("needs")}


@from_vocabularies
def _recipients() -> dict[str, dict[str, str]]:
    return {name: {stem(word): word for word in own} for name, own in read_comparison().recipients.items()}


@from_vocabularies
def _labels_of_needs() -> dict[str, list[_Label]]:
    return _labels({concept.id for concept in read_vocabulary("needs") if concept.kind in _NEEDS})


@from_vocabularies
def _labels_compared() -> dict[str, list[_Label]]:
    return _labels(read_comparison().needs | read_comparison().methods)


def _labels(wanted: Collection[str]) -> dict[str, list[_Label]]:
    """The Danish labels of some concepts by the stem of their first word, without those that small words alone make long."""
    found: dict[str, list[_Label]] = defaultdict(list)
    for concept in read_vocabulary("needs"):
        for label in concept.labels if concept.id in wanted else ():
            told = _telling_words(label.text)
            vague = len(told) == 1 and len(words(label.text)) > 1
            if label.language == "da" and label.kind in _KINDS and told and not vague:
                stems = tuple(map(stem, told))
                found[stems[0]].append(_Label(concept.id, label.text, told, stems))
    return found


def _met(text: str, labels: Mapping[str, list[_Label]]) -> dict[str, str]:
    """The concepts whose labels a text holds, each with its longest; a label within a longer one that is met does not count."""
    said = _telling_words(text)
    stemmed = [stem(word) for word in said]
    met = [(places, label) for first, part in enumerate(stemmed) for label in labels.get(part, ()) if (places := _places(label, said, stemmed, first))]
    longest: dict[str, _Label] = {}
    for places, label in met:
        known = longest.get(label.concept)
        if (known is None or len(label.stems) > len(known.stems)) and not any(places < others for others, _ in met):
            longest[label.concept] = label
    return {concept: label.text for concept, label in longest.items()}


def _telling_words(text: str) -> tuple[str, ...]:
    return tuple(word for word in words(_HYPHEN.sub("", text)) if word in _TELLING or word not in STOP_WORDS)


def _places(label: _Label, said: tuple[str, ...], stemmed: list[str], first: int) -> frozenset[int]:
    """Where the words of a label stand, in order and close together, from a first place on; none when they do not."""
    places = [first]
    for part in label.stems[1:]:
        window = range(places[-1] + 1, min(places[-1] + 2 + SLACK, len(stemmed)))
        following = next((at for at in window if stemmed[at] == part), None)
        if following is None:
            return frozenset()
        places.append(following)
    return frozenset(places) if all(_alike(word, said[at]) for word, at in zip(label.words, places)) else frozenset()


def _alike(one: str, other: str) -> bool:
    """True for forms of one word; a stem that two long words share by chance is not enough."""
    shortest = min(len(one), len(other))
    return shortest <= SURE_PREFIX or len(commonprefix((one, other))) >= SURE_PREFIX
