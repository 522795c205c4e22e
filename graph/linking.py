"""One name for one thing: spellings that differ in case, layout, inflection or a listed alias are one subject."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from itertools import combinations

from graph.fact import Fact

NAMED_KINDS = frozenset({"Intervention", "Organisation", "ContactPoint", "FocusArea", "LadderStep", "TrivselLevel", "Law", "District", "School", "TargetGroup"})
_ENTITY_RELATIONS = frozenset({"part_of", "variant", "ladder_step", "goal_of", "provider", "partner", "referral_route", "level"})
LONG_WORD = 8  # letters; shorter words say too little to join two names
SAME_WORD = 0.9  # similarity from which two words are one, misspelled


def key(name: str) -> str:
    """The key under which the spellings of a name meet: letters and digits of its folded form."""
    return re.sub(r"[\W_]+", "", name.casefold())


class Linker:
    """Maps every spelling met in the facts to one name.

    Headings win over lines, and the spelling that more facts use wins over a rarer one.
    """

    def __init__(self, facts: Iterable[Fact], aliases: Mapping[str, Iterable[str]]) -> None:
        typed = [fact for fact in facts if fact.relation == "type" and fact.object in NAMED_KINDS]
        counts = Counter(fact.subject for fact in facts)
        by_key: dict[str, list[str]] = {}
        for fact in typed:
            by_key.setdefault(key(fact.subject), []).append(fact.subject)
        self._names = {k: max(dict.fromkeys(names), key=lambda name: (counts[name], name)) for k, names in by_key.items()}
        self._merge_aliases(aliases)
        self._merge_longer_headings(typed)

    def name(self, spelling: str) -> str:
        """The one name of a spelling; an unknown spelling is its own name."""
        return self._names.get(key(spelling), spelling)

    def linked_object(self, fact: Fact) -> str | None:
        """The object of a fact, by its one name where it names a thing."""
        if fact.object is None or fact.relation not in _ENTITY_RELATIONS:
            return fact.object
        return self.name(fact.object)

    def _merge_aliases(self, aliases: Mapping[str, Iterable[str]]) -> None:
        for name, others in aliases.items():
            target = self._names.get(key(name), name)
            for other in others:
                self._names.setdefault(key(other), target)

    def _merge_longer_headings(self, typed: list[Fact]) -> None:
        """"Skolefraværsrådgivere på seks skoler" is "Skolefraværsrådgivere"; an umbrella's bare name is the umbrella."""
        interventions = sorted({self.name(fact.subject) for fact in typed if fact.object == "Intervention"}, key=len)
        for shorter, longer in combinations(interventions, 2):
            extends = len(shorter) >= LONG_WORD and longer.casefold().startswith(f"{shorter.casefold()} på ")
            if extends or _same_thing(shorter, longer):
                self._names[key(longer)] = shorter


def _same_thing(one: str, other: str) -> bool:
    """Two names that open with the same long word and share another, spelling slips allowed."""
    (first, *rest), (also_first, *also_rest) = one.casefold().split(), other.casefold().split()
    return (
        first == also_first
        and len(first) >= LONG_WORD
        and any(
            len(word) >= LONG_WORD and SequenceMatcher(None, word, also).ratio() >= SAME_WORD
            for word in rest
            for also in also_rest
        )
    )
