"""The safety note: shown when a question hints at violence, abuse, threats or negative social control.

Why: staff ask "hvem kan hjælpe" and do not name the danger; the rule not to tell the parents must stand before any offer that
involves them. Too often is better than too seldom. Cues, harmless uses and our fixed texts are data (``ontology/vocabularies/
safety.ttl``); rule, paragraph and numbers are taken from the documents when a generation is built, so that answering needs no RDF.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from corpus.danish import stem, words
from corpus.document import Document
from corpus.sentences import sentence_spans
from graph.fact import Fact
from ontology.concept import Concept
from search.answer import Notice

SAFETY, CRISIS = "safety", "crisis"
SLACK = {"Hint": 4, "Crisis": 4, "InvolvesParents": 12}  # words; how many may stand between the words of a cue
GAP = 4  # words; how many "…" stands for
LEAST_LOOSE = 7  # letters; shorter beginnings are met only as they are spelt
LEAST_PART = 4  # letters; a shorter first word is hardly half a compound
AUTHORITY = "SOF"

_RULE, _DUTY, _OVER_18, _NUMBERS, _NO_NUMBERS = "tekst_foraeldre", "tekst_pligt", "tekst_over_18", "tekst_numre", "tekst_uden_numre"
_FIELDS = {"paragraf": re.compile(r"§§? ?\d+(?: ?[a-hj-z]\b)?"), "alder": re.compile(r"(?<=over )\d+(?= år)")}
_DOUBLED = re.compile(r"([b-df-hj-np-tv-z])\1")
_PLAIN = str.maketrans({"å": "aa", "æ": "ae", "ø": "oe", "é": "e"})

Phrase = tuple[tuple[tuple[str, ...], ...], tuple[int, ...] | None]


class Safety:
    """Finds hints of danger in a question; made from what ``safety_data`` compiled."""

    def __init__(self, data: dict[str, Any]) -> None:
        phrases = {kind: [_phrase(row) for row in rows] for kind, rows in data["phrases"].items()}
        self._keys = _Keys(data["groups"], phrases)
        self._cues = {kind: _Cues(rows, SLACK.get(kind, 0)) for kind, rows in phrases.items()}
        self._notices = {part: tuple(Notice(**row) for row in rows) for part, rows in data["notices"].items()}

    def notices(self, question: str, adult: bool = False) -> tuple[Notice, ...]:
        """The notices that stand above an answer; ``adult`` when the question concerns somebody of 18 or over."""
        said = self._keys.of(question)
        if not self._meets("Hint", said):
            return self._notices["crisis_adult" if adult else "crisis"] if self._meets("Crisis", said) else ()
        part = "child" if not adult else "both" if self._meets("NamesMinor", said) else "adult"
        return self._notices[part]

    def involves_parents(self, text: str) -> bool:
        """True where a passage is about talking with, informing or involving the parents."""
        return self._meets("InvolvesParents", self._keys.of(text))

    def _meets(self, kind: str, said: list[frozenset[str]]) -> bool:
        """True where a cue is met that no harmless use explains; the longer of the two wins."""
        harmless: list[frozenset[int]] | None = None
        for places in self._cues[kind].find(said):
            if harmless is None:
                harmless = list(self._cues["Harmless"].find(said))
            if all(use < places for use in harmless if use & places):
                return True
        return False


class _Keys:
    """Which patterns of the cues each word of a text meets.

    A pattern is ``~stem``, ``=word``, ``begin*``, ``*end`` or ``*inside*``; ``@GROUP`` stands for any pattern of a group.
    """

    def __init__(self, groups: dict[str, list[str]], phrases: dict[str, list[Phrase]]) -> None:
        self._groups: dict[str, set[str]] = defaultdict(set)
        for name, patterns in groups.items():
            for pattern in patterns:
                self._groups[pattern].add(f"@{name}")
        known = {key for rows in phrases.values() for slots, _ in rows for slot in slots for key in slot} | set(self._groups)
        self._whole = {key for key in known if key[0] in "~="}
        stars = {key for key in known if "*" in key}
        self._inside = [key for key in stars if key[0] == "*" == key[-1]]
        self._ends = [key for key in stars if key[-1] != "*"]
        self._begins = {key for key in stars if key[0] != "*"}
        self._lengths = sorted({len(key) - 1 for key in self._begins})
        single = {key for slots, _ in phrases["Hint"] if len(slots) == 1 for key in slots[0]}
        self._loose: dict[str, list[str]] = defaultdict(list)
        for key in sorted(self._begins & single):
            if len(key) > LEAST_LOOSE:
                self._loose[key[:2]].append(key)

    def of(self, text: str) -> list[frozenset[str]]:
        """The patterns met at each word; a compound written apart counts at its first part."""
        said = words(text)
        found = [self._word(word) for word in said]
        for place in range(len(said) - 1):
            joined = self._joined(said[place], said[place + 1])
            if joined:
                found[place] |= joined
        return found

    @lru_cache(maxsize=20_000)  # noqa: B019 - one Safety lives as long as the generation it serves
    def _word(self, word: str) -> frozenset[str]:
        plain = _plain(word)
        restored = plain.replace("aa", "å").replace("ae", "æ").replace("oe", "ø")
        keys = {f"={plain}", f"~{_plain(stem(word))}", f"~{_plain(stem(restored))}"} & self._whole
        keys |= {plain[:length] + "*" for length in self._lengths if length <= len(plain)} & self._begins
        keys.update(key for key in self._ends if plain.endswith(key[1:]))
        single = _DOUBLED.sub(r"\1", plain)
        keys.update(key for key in self._inside if key[1:-1] in plain or key[1:-1] in single)
        keys.update(key for key in self._loose.get(plain[:2], ()) if _nearly(plain, key[:-1]))
        return frozenset(keys.union(*(self._groups[key] for key in keys if key in self._groups)))

    def _joined(self, first: str, second: str) -> set[str]:
        """Beginnings that reach over the blank between two words: "tvangs ægteskab"."""
        plain = _plain(first)
        if len(plain) < LEAST_PART:
            return set()
        whole = plain + _plain(second)
        return {key for key in self._loose.get(plain[:2], ()) if len(key) > len(plain) + 2 and whole.startswith(key[:-1])}


class _Cues:
    """Phrases indexed by the slot that fewest of them share."""

    def __init__(self, phrases: Sequence[Phrase], slack: int) -> None:
        self._slack = slack
        sharing: dict[str, int] = defaultdict(int)
        for slots, _ in phrases:
            for key in {key for slot in slots for key in slot}:
                sharing[key] += 1
        self._by_key: dict[str, list[tuple[Phrase, int]]] = defaultdict(list)
        for phrase in phrases:
            slots = phrase[0]
            rarest = min(range(len(slots)), key=lambda slot: sum(sharing[key] for key in slots[slot]))
            for key in slots[rarest]:
                self._by_key[key].append((phrase, rarest))

    def find(self, said: list[frozenset[str]]) -> Iterator[frozenset[int]]:
        """The places of each phrase met."""
        for place, keys in enumerate(said):
            for key in keys:
                for (slots, gaps), rarest in self._by_key.get(key, ()):
                    found = _near(slots, rarest, place, said, self._slack) if gaps is None else _run(slots, gaps, rarest, place, said)
                    if found:
                        yield found


def _near(slots: tuple[tuple[str, ...], ...], rarest: int, place: int, said: list[frozenset[str]], slack: int) -> frozenset[int] | None:
    """The places of the slots in any order close around a place."""
    reach = len(slots) - 1 + slack
    near = sorted(range(max(0, place - reach), min(len(said), place + reach + 1)), key=lambda other: abs(other - place))
    taken = {place}
    for number, slot in enumerate(slots):
        if number == rarest:
            continue
        found = next((other for other in near if other not in taken and not said[other].isdisjoint(slot)), None)
        if found is None:
            return None
        taken.add(found)
    return frozenset(taken) if max(taken) - min(taken) <= reach else None


def _run(slots: tuple[tuple[str, ...], ...], gaps: tuple[int, ...], rarest: int, place: int, said: list[frozenset[str]]) -> frozenset[int] | None:
    """The places of the slots in their order, with no more words between them than the gaps allow."""
    taken = [place]
    for step, numbers in ((1, range(rarest + 1, len(slots))), (-1, range(rarest - 1, -1, -1))):
        at = place
        for number in numbers:
            reach = 1 + gaps[number - 1 if step > 0 else number]
            options = (at + step * far for far in range(1, reach + 1))
            found = next((other for other in options if 0 <= other < len(said) and not said[other].isdisjoint(slots[number])), None)
            if found is None:
                return None
            at = found
            taken.append(at)
    return frozenset(taken)


def _nearly(word: str, begin: str) -> bool:
    """True where a word begins so with one letter wrong, missing, extra or swapped, not counting the last."""
    at = next((place for place, (one, other) in enumerate(zip(word, begin, strict=False)) if one != other), min(len(word), len(begin)))
    if not 2 <= at < len(begin) - 1:
        return False
    rest = begin[at:]
    return (
        word.startswith((rest[1:], rest[1] + rest[0] + rest[2:]), at)
        or word.startswith(rest, at + 1)
        or word.startswith(rest[1:], at + 1)
    )  # fmt: skip


def _plain(word: str) -> str:
    """A word as typed without Danish letters."""
    return word.translate(_PLAIN)


def _phrase(row: list[Any]) -> Phrase:
    slots, gaps = row
    return tuple(tuple(slot) for slot in slots), None if gaps is None else tuple(gaps)


def safety_data(concepts: Iterable[Concept], documents: Sequence[Document], facts: Sequence[Fact]) -> dict[str, Any]:
    """What ``Safety`` needs, as plain JSON data: cues from the vocabulary, the notices' quotes from documents and facts."""
    concepts = tuple(concepts)
    names = {concept.code for concept in concepts if concept.kind == "WordGroup"}
    groups = {concept.code: [_pattern(text) for text in _cue_texts(concept)] for concept in concepts if concept.kind == "WordGroup"}
    phrases: dict[str, list[list[Any]]] = {"Hint": [], "Crisis": [], "Harmless": [], "InvolvesParents": [], "NamesMinor": []}
    for concept in concepts:
        if concept.kind in phrases:
            phrases[concept.kind].extend(_compile(text, names, concept.kind == "Harmless") for text in _cue_texts(concept))
    return {"groups": groups, "phrases": phrases, "notices": _compile_notices({concept.id: concept for concept in concepts}, documents, facts)}


def _cue_texts(concept: Concept) -> list[str]:
    return concept.texts("professional", "everyday", "misspelling")


def _compile(text: str, names: set[str], ordered: bool) -> list[Any]:
    """A label as slots of patterns, with the gaps between them where the order counts."""
    slots: list[list[str]] = []
    gaps: list[int] = []
    for word in text.strip("»«").split():
        if word == "…":
            gaps[-1] = GAP
            continue
        slots.append([f"@{option}" if option in names else _pattern(option) for option in word.split("/")])
        gaps.append(0)
    return [slots, gaps[:-1] if ordered or text[0] == "»" else None]


def _pattern(word: str) -> str:
    folded = _plain(word.casefold())
    return folded if "*" in folded or folded[0] == "=" else f"~{_plain(stem(word.casefold()))}"


def _compile_notices(texts: dict[str, Concept], documents: Sequence[Document], facts: Sequence[Fact]) -> dict[str, list[dict[str, str]]]:
    rule, duty, over_18 = (_stated(texts[part], documents) for part in (_RULE, _DUTY, _OVER_18))
    numbers = _numbers(texts[_NUMBERS], documents, facts) or _section_link(texts[_NO_NUMBERS], documents, [*rule, *duty])
    crisis = [{**notice, "kind": CRISIS} for notice in (*duty, *numbers)]
    return {
        "crisis": crisis,
        "crisis_adult": crisis[len(duty):],
        "child": [*rule, *duty, *numbers],
        "adult": [*rule, *over_18, *numbers],
        "both": [*rule, *duty, *over_18, *numbers],
    }


def _stated(part: Concept, documents: Sequence[Document]) -> list[dict[str, str]]:
    """A fixed text with the sentences that state it; nothing where no document does."""
    for wanted in part.texts("professional", "everyday"):
        pattern = re.compile(r"[^\n]*?".join(re.escape(piece.strip()) for piece in wanted.split("…")), re.IGNORECASE)
        for document in documents:
            match = pattern.search(document.text)
            if match:
                held = [span for span in sentence_spans(document.text) if span[0] < match.end() and match.start() < span[1]]
                text, quote = part.definition, document.text[held[0][0]:held[-1][1]]
                for name, field in _FIELDS.items():
                    value = field.search(quote)
                    text = text.replace(f"{{{name}}}", value.group() if value else "")
                return [_notice(text + (" (Udkast)" if document.source.is_draft else ""), document, held[0][0], quote)]
    return []


def _numbers(part: Concept, documents: Sequence[Document], facts: Sequence[Fact]) -> list[dict[str, str]]:
    """The numbers of the local units and of who answers out of hours: one notice for each list in the documents."""
    said: dict[str, dict[str, str]] = defaultdict(dict)
    for fact in facts:
        if fact.object:
            said[fact.relation][fact.subject] = fact.object
    phones = [fact for fact in facts if fact.relation == "contact_phone" and fact.object]
    local = [fact for fact in phones if said["responsible"].get(fact.subject) == AUTHORITY and fact.subject in said["district"]]
    notices = []
    for document in documents:
        for section in dict.fromkeys(fact.section for fact in local if fact.document == document.id):
            here = [fact for fact in phones if (fact.document, fact.section) == (document.id, section)]
            units = dict.fromkeys(f"{said['district'][fact.subject]} {fact.object}" for fact in here if fact in local)
            others = dict.fromkeys(f" {_when(said['referral_route'].get(fact.subject))}{fact.subject} {fact.object}." for fact in here if fact not in local)
            start, end = min(fact.start for fact in here), max(fact.end for fact in here)
            text = part.definition.replace("{numre}", f"{' · '.join(units)}.{''.join(others)}")
            notices.append(_notice(text, document, start, document.text[start:end]))
    return notices


def _when(route: str | None) -> str:
    return f"{route[0].upper()}{route[1:]}: " if route else ""


def _section_link(part: Concept, documents: Sequence[Document], others: list[dict[str, str]]) -> list[dict[str, str]]:
    """A notice without numbers that leads to where they should stand."""
    titles = set(part.texts("professional"))
    for document in documents:
        for section in document.sections:
            if section.title in titles:
                return [_notice(part.definition, document, section.start, section.title)]
    return [{**others[0], "text": part.definition, "quote": ""}] if others else []


def _notice(text: str, document: Document, start: int, quote: str) -> dict[str, str]:
    return {"kind": SAFETY, "text": text, "document": document.id, "section": document.section_at(start), "quote": quote}
