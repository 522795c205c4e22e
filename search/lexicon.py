"""Finds the labels of a vocabulary in running text: whole phrases, in any order, close together.

Why: people inflect, put words between and leave words out. A label is met when its words, by stem, stand within a short window;
a long label may lack a word of little weight. Rare words weigh more than common ones.

Why on disk: a thesaurus has tens of thousands of labels, a question meets a few dozen of them. Files: the labels as rows (``disk``), ``stems.json`` (the
stems, and how many labels hold each), and in numpy ``rows`` (the labels that hold each stem, side by side), ``shares`` (how much of the weight of
each it makes up), ``least`` (how many words of each label must be met) and ``danish`` (whether it is one).
"""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.danish import STOP_WORDS, Splitter, stem, words
from ontology.concept import Concept
from search.disk import DiskList, write_list

LIGHT_WORDS = frozenset(
    "af alt at da de dem den der deres det dette dig din du eller en er et for fra ham han hans hende hendes hun i jeg jer jo med meget mig min mit mine "
    "nu når og også om os på sig sin sit sine så som til var vi vores være været dog lige bare ret a an the to of in on at is are my our he she his her it "
    "they and i'm very dreng pige drengen pigen barnet barn søn datter elev eleven knægten".split()
)
NEGATIONS = frozenset({"ikke", "aldrig", "ingen", "uden", "not", "never", "no"})
SLACK = 3  # words; how many may stand between the words of a label
LEAST_COVER = 0.74  # share of a long label's weight that must be met
_ROUNDING = 1e-4  # of shares that are added up as they are kept, with few digits
LONG_LABEL = 3  # words; only labels this long may lack one
MANY_LABELS = 40  # labels; a word that more of them hold is no label of its own
SOME_LABELS = 8  # labels; the same for a label that lost its light words

MISSPELT = 0.9  # weight of a misspelling
INDICATES = "indication"  # the kind of words that may point to a concept, and to others as well
_KINDS = {"preferred": 1.0, "professional": 0.99, "everyday": 0.95, "misspelling": MISSPELT, INDICATES: 0.95}


@dataclass(frozen=True)
class Entry:
    """A label as stems; ``weight`` is how much it says of its concept (0 to 1), ``names`` is False where it may as well point to another."""

    concept: str
    text: str
    stems: tuple[str, ...]
    weight: float
    language: str = "da"
    names: bool = True


@dataclass(frozen=True)
class Match:
    """A label met in a text: ``score`` from 0 to 1, the words that met it, their first and last position, and whether it names the concept."""

    concept: str
    label: str
    words: str
    score: float
    first: int
    last: int
    names: bool = True


def tokens(text: str) -> list[tuple[str, str]]:
    """The words of a text with their stems, light words left out."""
    return [(word, stem(word)) for word in words(text) if word not in LIGHT_WORDS]


def entries_of(concepts: Iterable[Concept], *, cues: bool = False) -> Iterator[Entry]:
    """The labels of a vocabulary as entries, those left out that would fire on anything.

    A label that is one everyday word once its light words are gone, or one word that many labels share, says too little.
    ``cues`` keeps labels made of function words alone ("hvor længe"), which tell what is asked.
    """
    entries = [
        Entry(concept.id, label.text, tuple(part for _, part in tokens(label.text)), _KINDS[label.kind], label.language, label.kind != INDICATES)
        for concept in concepts
        for label in concept.labels
        if label.kind in _KINDS
    ]
    sharing = Counter(part for entry in entries for part in set(entry.stems))
    for entry in entries:
        if cues or (_says_something(entry) and not _is_vague(entry, sharing[entry.stems[0]])):
            yield entry


def _says_something(entry: Entry) -> bool:
    return any(part not in stop_stems() for part in entry.stems)


@cache
def stop_stems() -> frozenset[str]:
    """The words that say too little by themselves, and their stems; worked out when first needed: by then an index has told the stems."""
    return STOP_WORDS | {stem(word) for word in STOP_WORDS}


def _is_vague(entry: Entry, sharing: int) -> bool:
    """One word that stands in many labels, or what is left of a phrase once its light words are gone."""
    if len(entry.stems) > 1 or entry.weight == 1:
        return False
    if entry.stems[0].isdigit() or len(entry.stems[0]) < 3:
        return True
    if len(words(entry.text)) > 1:
        return sharing > SOME_LABELS
    return entry.weight < _KINDS["professional"] and sharing > MANY_LABELS


class Lexicon:
    """All labels of a vocabulary, indexed by stem."""

    def __init__(self, folder: Path) -> None:
        meta = json.loads((folder / "stems.json").read_text(encoding="utf-8"))
        self.folder = folder
        stems, ends = meta["stems"].split(), np.cumsum(meta["counts"], dtype=np.int64).tolist()
        self._cues: bool = meta["cues"]
        self.entries = DiskList(folder, _entry)
        self._spans = dict(zip(stems, zip([0, *ends], ends)))  # where the labels of each stem stand in the rows
        self._weights = _rarities(len(self.entries), stems, meta["counts"])
        self._rows, self._shares, self._least, self._danish = (
            np.asarray(np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False)) for name in ("rows", "shares", "least", "danish")
        )

    @staticmethod
    def build(folder: Path, entries: Iterable[Entry], *, cues: bool = False) -> None:
        """Write a lexicon into a folder of its own; one of ``cues`` may be met by function words and numbers alone."""
        entries = [entry for entry in entries if entry.stems]
        write_list(folder, (_row(entry) for entry in entries))
        by_stem: dict[str, list[int]] = defaultdict(list)
        for number, entry in enumerate(entries):
            for part in dict.fromkeys(entry.stems):
                by_stem[part].append(number)
        weights = _rarities(len(entries), by_stem, map(len, by_stem.values()))
        whole = [sum(weights[part] for part in entry.stems) for entry in entries]
        shares = (weights[part] * entries[number].stems.count(part) / whole[number] for part, rows in by_stem.items() for number in rows)
        columns = {
            "rows": np.fromiter((number for rows in by_stem.values() for number in rows), dtype=np.int32),
            "shares": np.fromiter(shares, dtype=np.float32),
            "least": np.array([len(set(entry.stems)) - (len(entry.stems) >= LONG_LABEL) for entry in entries], dtype=np.int32),
            "danish": np.array([entry.language == "da" for entry in entries], dtype=bool),
        }
        for name, column in columns.items():
            np.save(folder / f"{name}.npy", column, allow_pickle=False)
        meta = {"cues": cues, "stems": " ".join(by_stem), "counts": list(map(len, by_stem.values()))}
        (folder / "stems.json").write_text(json.dumps(meta, ensure_ascii=False), encoding="utf-8")

    @property
    def stems(self) -> set[str]:
        """Every stem that stands in a label."""
        return set(self._spans)

    def weight(self, part: str) -> float:
        """How rare a stem is among the labels; unknown stems weigh nothing."""
        return self._weights.get(part, 0.0)

    def find(self, text: str, language: str = "da", splitter: Splitter | None = None) -> list[Match]:
        """The labels of a language met in a text, best first; the best match of each concept.

        With a splitter the parts of compounds count as words too ("fraværsprojekter" holds "fravær").
        """
        found = tokens(text)
        positions: dict[str, list[int]] = defaultdict(list)
        for place, (_, part) in enumerate(found):
            positions[part].append(place)
        for place, (word, _) in enumerate(found):
            for piece in splitter.parts(word) if splitter else ():
                if piece not in positions:
                    positions[piece].append(place)
        best: dict[str, Match] = {}
        for number in self._candidates(positions, language):
            entry = self.entries[number]
            match = self._match(entry, positions, found)
            if match and (entry.concept not in best or match.score > best[entry.concept].score):
                best[entry.concept] = match
        return sorted(best.values(), key=lambda match: (-match.score, match.concept))

    def _candidates(self, parts: Iterable[str], language: str) -> list[int]:
        """The labels of a language of which enough is among the parts, in the order in which they are met; a Danish text meets no other."""
        spans = [self._spans[part] for part in parts if part in self._spans]
        if not spans:
            return []
        met: NDArray[np.int32] = np.concatenate([self._rows[first:last] for first, last in spans])
        shares = np.concatenate([self._shares[first:last] for first, last in spans])
        enough = np.bincount(met)[met] >= self._least[met]
        enough &= np.bincount(met, shares)[met] >= LEAST_COVER - _ROUNDING
        if language == "da":
            enough &= self._danish[met]
        return list(dict.fromkeys(met[enough].tolist()))

    def _match(self, entry: Entry, positions: dict[str, list[int]], found: Sequence[tuple[str, str]]) -> Match | None:
        present = [part for part in entry.stems if part in positions]
        if len(present) < len(entry.stems) and (len(entry.stems) < LONG_LABEL or len(present) < 2):
            return None
        if not self._cues and not any(not part.isdigit() and part not in stop_stems() for part in present):
            return None
        places = _closest(present, positions)
        if places[-1] - places[0] > len(entry.stems) - 1 + SLACK:
            return None
        whole = sum(self._weights[part] for part in entry.stems)
        cover = sum(self._weights[part] for part in present) / whole
        if cover < LEAST_COVER:
            return None
        spread = (places[-1] - places[0] + 1 - len(present)) / (SLACK + 1)
        score = entry.weight * cover**2 * (1 - 0.3 * max(spread, 0)) * min(1.0, 0.35 + whole / 12)
        said = " ".join(found[place][0] for place in sorted(set(places)))
        return Match(entry.concept, entry.text, said, score, places[0], places[-1], entry.names)


def _rarities(labels: int, stems: Iterable[str], counts: Iterable[int]) -> dict[str, float]:
    """How rare each stem is among so many labels, of which so many hold it."""
    return {part: math.log(1 + labels / count) for part, count in zip(stems, counts)}


def _row(entry: Entry) -> list[Any]:
    return [entry.concept, entry.text, list(entry.stems), entry.weight, entry.language, entry.names]


def _entry(row: list[Any]) -> Entry:
    return Entry(row[0], row[1], tuple(row[2]), *row[3:])


def _closest(parts: Sequence[str], positions: dict[str, list[int]]) -> list[int]:
    """One position for each part, near the rarest part's first position."""
    places = [positions[part] for part in parts]
    anchor = min(places, key=len)[0]
    return sorted(one[0] if len(one) == 1 else min(one, key=lambda place: abs(place - anchor)) for one in places)
