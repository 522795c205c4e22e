"""Which subjects may meet the conditions of a rule: the words of every quote are looked up, and each quote is searched once.

Why by the words of a quote and not subject by subject: most rules look for words that few quotes have, and one sentence is often
said of several subjects, as of a whole and its parts.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from graph.evidence import Subject
from ontology.rules import PLACES, Condition, Rule, anchors, pattern

_WORD = re.compile(r"[^\W_]+")


class QuoteIndex:
    """The quotes that stand in each place about the subjects, by their words."""

    def __init__(self, subjects: Sequence[Subject]) -> None:
        self._everyone = frozenset(range(len(subjects)))
        self._holders: dict[str, dict[str, list[int]]] = {place: defaultdict(list) for place in PLACES}
        for number, subject in enumerate(subjects):
            for place in PLACES:
                said = [subject.name] if place == "name" else [found.quote for found in subject.evidence(place)]
                for quote in dict.fromkeys(said):
                    self._holders[place][quote].append(number)
        self._quotes: dict[str, list[str]] = defaultdict(list)
        for quote in dict.fromkeys(quote for held in self._holders.values() for quote in held):
            for word in set(_WORD.findall(quote.casefold())):
                self._quotes[word].append(quote)
        self._words = "\n".join(["", *self._quotes, ""])

    def candidates(self, rule: Rule) -> list[int]:
        """The numbers of the subjects about whom the words of a rule stand where it looks for them, in order."""
        found = [self._told(condition) for condition in (rule.when, *rule.also) if condition.words]
        return sorted(self._everyone.intersection(*found))

    def _told(self, condition: Condition) -> set[int]:
        quotes = {quote for anchor in anchors(condition.words) for word in self._holding(anchor) for quote in self._quotes[word]}
        search = pattern(condition.words).search
        places = [self._holders[place] for place in condition.places]
        return {number for quote in quotes if search(quote) for held in places for number in held.get(quote, ())}

    def _holding(self, anchor: str) -> Iterator[str]:
        """The words that hold a run of letters; all words where it is empty."""
        if not anchor:
            yield from self._quotes
            return
        at = self._words.find(anchor)
        while at >= 0:
            end = self._words.find("\n", at)
            yield self._words[self._words.rfind("\n", 0, at) + 1:end]
            at = self._words.find(anchor, end)
