"""One name for one thing: spellings that differ in case, layout, inflection or a listed alias are one subject."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from itertools import chain, combinations

from graph.fact import Fact
from graph.recognisers.places import administrations
from graph.recognisers.references import references

NAMED_KINDS = frozenset(
    {"Intervention", "Organisation", "ContactPoint", "FocusArea", "LadderStep", "TrivselLevel", "Law", "District", "School", "TargetGroup", "Goal"}
)
_ENTITY_RELATIONS = frozenset({"part_of", "variant", "ladder_step", "goal_of", "provider", "partner", "referral_route", "level", "school"})
_AUTHORITY_RELATIONS = frozenset({"responsible", "provider", "partner"})
_ON_SCHOOLS = re.compile(r" på \w+ skoler$")
_SIGNS = re.compile(r"[\W_]+")
_ABBREVIATION = re.compile(r"[A-ZÆØÅ]{2,5}$")
LONG_WORD = 8  # letters; shorter words say too little to join two names
SAME_WORD = 0.9  # similarity from which two words are one, misspelled


def key(name: str) -> str:
    """The key under which the spellings of a name meet: letters and digits of its folded form, without a leading "at"."""
    return _SIGNS.sub("", name.casefold().removeprefix("at "))


class Linker:
    """Maps every spelling met in the facts to one name.

    Headings win over lines, and the spelling that more facts use wins over a rarer one. An administration's code is never
    another spelling of its name, because what a code stands for is a fact of its own.
    """

    def __init__(self, facts: Iterable[Fact], aliases: Mapping[str, Iterable[str]]) -> None:
        facts = list(facts)
        typed = [fact for fact in facts if fact.relation == "type" and fact.object in NAMED_KINDS]
        self._counts = Counter(fact.subject for fact in facts)
        by_key: dict[str, list[str]] = {}
        for fact in typed:
            by_key.setdefault(key(fact.subject), []).append(fact.subject)
        self._names = {k: self._most_used(names) for k, names in by_key.items()}
        self._merge_aliases(aliases)
        self._merge_longer_headings(typed)
        self._name_paragraphs(typed)

    def name(self, spelling: str) -> str:
        """The one name of a spelling; an unknown spelling is its own name."""
        return self._names.get(key(spelling), spelling)

    def linked_subject(self, fact: Fact) -> str:
        """The subject of a fact by its one name; an abbreviation that is explained stays as it is."""
        explained = fact.relation == "defines" and _ABBREVIATION.match(fact.subject)
        return fact.subject if explained else self.name(fact.subject)

    def linked_object(self, fact: Fact) -> str | None:
        """The object of a fact, by its one name where it names a thing, by its code where it names an administration."""
        if fact.object is None:
            return None
        if fact.relation in _AUTHORITY_RELATIONS and (code := administration_code(fact.object)):
            return code
        if fact.relation == "legal_basis":
            return law_name(fact.object)
        return self.name(fact.object) if fact.relation in _ENTITY_RELATIONS else fact.object

    def _most_used(self, names: Iterable[str]) -> str:
        """The spelling with most facts; a heading's or a name's capital wins where two are used alike."""
        return max(dict.fromkeys(names), key=lambda name: (self._counts[name], name[:1].isupper(), name))

    def _merge_aliases(self, aliases: Mapping[str, Iterable[str]]) -> None:
        for name, others in aliases.items():
            keys = [key(spelling) for spelling in (name, *others) if not administration_code(spelling) or spelling == name]
            known = {self._names[k] for k in keys if k in self._names}
            target = self._most_used(sorted({*known, name}))
            merged = {k for k, other in self._names.items() if other in known} | set(keys)
            self._names.update(dict.fromkeys(merged, target))

    def _name_paragraphs(self, typed: list[Fact]) -> None:
        """A paragraph of a law has the law's name and its number, whatever its heading adds."""
        laws = {name: law_name(name) for name in {self.name(fact.subject) for fact in typed if fact.object == "Law"}}
        self._names = {k: laws.get(name, name) for k, name in self._names.items()}

    def _merge_longer_headings(self, typed: list[Fact]) -> None:
        """"Skolefraværsrådgivere på seks skoler" is "Skolefraværsrådgivere"; an umbrella's bare name is the umbrella."""
        by_first_word: dict[str, list[str]] = {}
        for name in sorted({self.name(fact.subject) for fact in typed if fact.object == "Intervention"}, key=len):
            by_first_word.setdefault(name.partition(" ")[0].casefold(), []).append(name)
        for names in by_first_word.values():
            bare = {name.casefold(): name for name in names if len(name) >= LONG_WORD}
            on_schools = ((bare.get(_ON_SCHOOLS.sub("", name).casefold(), name), name) for name in names)
            slips = (pair for pair in combinations(filter(_is_of_a_kind, names), 2) if _ends_alike(*pair))
            self._names.update({key(longer): shorter for shorter, longer in chain(on_schools, slips) if shorter != longer})


def administration_code(name: str) -> str | None:
    """The code of an administration by its name or code; a committee is not its administration."""
    found = next(administrations(name), None)
    whole = found is not None and (found.start, found.end) == (0, len(name))
    return found.label if found and whole and not name.endswith("udvalget") else None


def law_name(name: str) -> str:
    """A law or paragraph in its one form: "Retssikkerhedsloven § 11 e" for "§ 11e" and for a heading that goes on with "om …"."""
    found = next(references(name), None)
    if found is None or found.start > 0:
        return name
    rest = name[found.end:]
    return found.label if not rest or (found.paragraph and rest.startswith(" om ")) else name


def _is_of_a_kind(name: str) -> bool:
    """A name that opens with a long word and ends with a proper name."""
    words = name.split()
    return "(" not in name and len(words[0]) >= LONG_WORD and len(words[-1]) >= LONG_WORD and words[-1][0].isupper()


def _ends_alike(one: str, other: str) -> bool:
    """Two names that end with the same word, spelling slips allowed."""
    return SequenceMatcher(None, one.split()[-1], other.split()[-1]).ratio() >= SAME_WORD
