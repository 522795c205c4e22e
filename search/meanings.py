"""What sentences mean: the needs that each speaks of. Each sentence is looked at once, and what it was found to mean is kept for the next build.

Many sentences are shared out among processes, one for each core: looking at them is most of what building an index takes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path

from corpus.cores import on_all_cores
from search.lexicon import Lexicon

MANY = 20_000  # sentences from which other processes are started for them; that takes as long as looking at some thousands
AT_ONCE = 1_000  # sentences that a process is handed

Meaning = Sequence[tuple[str, float]]  # needs with scores
Meanings = dict[str, Meaning]  # by sentence


class Spoken:
    """The needs that sentences speak of; ``known`` are those of earlier builds with the same labels."""

    def __init__(self, needs: Lexicon, known: Meanings) -> None:
        self._needs, self._known = needs, known
        self._kept: dict[tuple[str, float], tuple[str, float]] = {}  # most needs have the same score in many sentences
        self.met: Meanings = {}

    def of(self, sentence: str) -> Meaning:
        """The needs of a sentence with their scores."""
        if sentence not in self.met:
            known = self._known.get(sentence)
            self.met[sentence] = self._one_of_each(_found(self._needs, sentence)) if known is None else known
        return self.met[sentence]

    def look_at(self, sentences: Iterable[str], many: int = MANY) -> None:
        """Find out what sentences mean that will be asked for, on all cores where they are ``many``.

        Raises Interrupted when one of them ends before its time.
        """
        new = [sentence for sentence in dict.fromkeys(sentences) if sentence not in self.met and sentence not in self._known]
        if len(new) >= many:
            at_once = (new[first:first + AT_ONCE] for first in range(0, len(new), AT_ONCE))
            shared = on_all_cores(_look_at, at_once, _open, self._needs.folder)
            for sentence, found in zip(new, chain.from_iterable(shared)):
                self.met[sentence] = self._one_of_each(found)

    def _one_of_each(self, found: Meaning) -> Meaning:
        return tuple(self._kept.setdefault(one, one) for one in found)


def _found(needs: Lexicon, sentence: str) -> Meaning:
    return tuple((match.concept, match.score) for match in needs.find(sentence))


_opened: list[Lexicon] = []  # the lexicon of a process that looks at sentences for another


def _open(folder: Path) -> None:
    _opened.append(Lexicon(folder))


def _look_at(sentences: Sequence[str]) -> list[Meaning]:
    return [_found(_opened[0], sentence) for sentence in sentences]
