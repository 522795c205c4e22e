"""Finds phrases that tell what is asked for ("hvor mange gange", "må jeg"): their words as they are, in order and close together.

Why not as other labels are found: in "hvor mange børn" it is the small words, their forms and their order that tell; "flere børn" asks for nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from corpus.danish import words

SLACK = 2  # words; how many may stand between the words of a phrase
HALF = 0.35  # words by which a phrase becomes half certain; one word comes to 0.74, two to 0.85


@dataclass(frozen=True)
class Phrase:
    """A label as its words."""

    concept: str
    words: tuple[str, ...]
    language: str = "da"


@dataclass(frozen=True)
class Asked:
    """A phrase met in a text: ``score`` grows with its words, from 0.74 to 1."""

    concept: str
    words: tuple[str, ...]
    score: float
    places: frozenset[int]


class Phrases:
    """The phrases of a vocabulary, by their first word."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self._by_first: dict[str, list[Phrase]] = defaultdict(list)
        for phrase in phrases:
            self._by_first[phrase.words[0]].append(phrase)

    def find(self, text: str, language: str = "da") -> list[Asked]:
        """The longest phrase met of each concept, longest first; none that lies within a longer one. A Danish text meets no English ones."""
        said = words_of(text)
        found = []
        for first, word in enumerate(said):
            for phrase in self._by_first.get(word, ()):
                places = _places(phrase.words, said, first)
                if places and (language != "da" or phrase.language == "da"):
                    score = len(places) / (len(places) + HALF)
                    found.append(Asked(phrase.concept, tuple(said[place] for place in places), score, frozenset(places)))
        whole = [one for one in found if not any(one.places < other.places for other in found)]
        best: dict[str, Asked] = {}
        for one in sorted(whole, key=lambda one: (-one.score, min(one.places), one.concept)):
            best.setdefault(one.concept, one)
        return list(best.values())


def words_of(text: str) -> list[str]:
    """The words of a text, "§" among them."""
    return words(text.replace("§", " paragraf "))


def _places(phrase: tuple[str, ...], said: list[str], first: int) -> list[int]:
    """Where the words of a phrase stand from ``first`` on; empty where one is missing or too far off."""
    places, last = [first], first + len(phrase) - 1 + SLACK
    for word in phrase[1:]:
        place = next((place for place in range(places[-1] + 1, min(last + 1, len(said))) if said[place] == word), None)
        if place is None:
            return []
        places.append(place)
    return places
