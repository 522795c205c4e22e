"""Cues: which patterns each word of a text meets, and which phrases of them stand close together.

A pattern is ``~stem``, ``=word``, ``begin*``, ``*end`` or ``*inside*``; ``@GROUP`` stands for any pattern of a group.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from corpus.danish import LONGEST_WORD, plain, stem, words
from corpus.kept import Kept

SLACK = {"Hint": 4, "Crisis": 4, "InvolvesParents": 12}  # words; how many may stand between the words of a cue
LEAST_LOOSE = 7  # letters; shorter beginnings are met only as they are spelt
LEAST_PART = 4  # letters; a shorter first word is hardly half a compound

_DOUBLED = re.compile(r"([b-df-hj-np-tv-z])\1")

Said = list[frozenset[str]]
Phrase = tuple[tuple[tuple[str, ...], ...], tuple[int, ...] | None]


class CueReader:
    """Reads texts with the cues that ``safety_data.cue_data`` compiled."""

    def __init__(self, data: dict[str, Any]) -> None:
        phrases = {kind: [_phrase(row) for row in rows] for kind, rows in data["phrases"].items()}
        self._keys = _Keys(data["groups"], phrases)
        self._cues = {kind: _Cues(rows, SLACK.get(kind, 0)) for kind, rows in phrases.items()}

    def read(self, text: str) -> Said:
        """The patterns met at each word of a text."""
        return self._keys.of(text)

    def meets(self, kind: str, said: Said) -> bool:
        """True where a cue of a kind is met that no harmless use explains; the longer of the two wins."""
        harmless: list[frozenset[int]] | None = None
        for places in self._cues[kind].find(said):
            if harmless is None:
                harmless = list(self._cues["Harmless"].find(said))
            if all(use < places for use in harmless if use & places):
                return True
        return False

    def explained(self, said: Said) -> frozenset[int]:
        """The places of the words that a harmless use explains."""
        return frozenset().union(*self._cues["Harmless"].find(said))


class _Keys:
    """Which patterns of the cues each word of a text meets."""

    def __init__(self, groups: dict[str, list[str]], phrases: dict[str, list[Phrase]]) -> None:
        self._kept: Kept[frozenset[str]] = Kept(20_000)
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

    def _word(self, word: str) -> frozenset[str]:
        return self._kept.get(word, self._met) if len(word) <= LONGEST_WORD else self._met(word)  # what strangers write must not fill the memory

    def _met(self, word: str) -> frozenset[str]:
        folded = plain(word)
        restored = folded.replace("aa", "å").replace("ae", "æ").replace("oe", "ø")
        keys = {f"={folded}", f"~{plain(stem(word))}", f"~{plain(stem(restored))}"} & self._whole
        keys |= {folded[:length] + "*" for length in self._lengths if length <= len(folded)} & self._begins
        keys.update(key for key in self._ends if folded.endswith(key[1:]))
        single = _DOUBLED.sub(r"\1", folded)
        keys.update(key for key in self._inside if key[1:-1] in folded or key[1:-1] in single)
        keys.update(key for key in self._loose.get(folded[:2], ()) if _nearly(folded, key[:-1]))
        return frozenset(keys.union(*(self._groups[key] for key in keys if key in self._groups)))

    def _joined(self, first: str, second: str) -> set[str]:
        """Beginnings that reach over the blank between two words: "tvangs ægteskab"."""
        folded = plain(first)
        if len(folded) < LEAST_PART:
            return set()
        whole = folded + plain(second)
        return {key for key in self._loose.get(folded[:2], ()) if len(key) > len(folded) + 2 and whole.startswith(key[:-1])}


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
    if len(slots) == 1:
        return frozenset((place,))
    reach = len(slots) - 1 + slack
    taken = {place}
    for number, slot in enumerate(slots):
        if number == rarest:
            continue
        for other in _around(place, reach, len(said)):
            if other not in taken and not said[other].isdisjoint(slot):
                taken.add(other)
                break
        else:
            return None
    return frozenset(taken) if max(taken) - min(taken) <= reach else None


@lru_cache(4_096)
def _around(place: int, reach: int, count: int) -> tuple[int, ...]:
    """The places of so many words within reach of one of them, the nearest first; of two as near the first."""
    return tuple(sorted(range(max(0, place - reach), min(count, place + reach + 1)), key=lambda other: abs(other - place)))


def _run(slots: tuple[tuple[str, ...], ...], gaps: tuple[int, ...], rarest: int, place: int, said: list[frozenset[str]]) -> frozenset[int] | None:
    """The places of the slots in their order, with no more words between them than the gaps allow."""
    taken, at = [place], place
    for number in range(rarest + 1, len(slots)):
        for at in range(at + 1, min(at + 2 + gaps[number - 1], len(said))):
            if not said[at].isdisjoint(slots[number]):
                break
        else:
            return None
        taken.append(at)
    at = place
    for number in range(rarest - 1, -1, -1):
        for at in range(at - 1, max(at - 2 - gaps[number], -1), -1):
            if not said[at].isdisjoint(slots[number]):
                break
        else:
            return None
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


def _phrase(row: list[Any]) -> Phrase:
    slots, gaps = row
    return tuple(tuple(slot) for slot in slots), None if gaps is None else tuple(gaps)
