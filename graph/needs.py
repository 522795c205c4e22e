"""The needs of the thesaurus that a text names, by their preferred and professional Danish labels."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from corpus.danish import stems
from graph.fact import INFERRED, Fact
from graph.goals import Goal
from graph.trace import Step
from ontology.concept import Concept

NEED = "need"
CONFIDENCE = 0.6  # that a text which names a need is about it
KINDS = frozenset({"Need", "Symptom", "Situation"})  # of the thesaurus; places, roles and methods are no needs
SHORTEST = 5  # letters; a shorter single word names too many things


@dataclass(frozen=True)
class Need:
    """A need with one of the ways in which a text may name it, as stems."""

    label: str
    words: str
    stems: tuple[str, ...]


def named_needs(concepts: Iterable[Concept]) -> list[Need]:
    """All names of all concepts that can be looked for."""
    found = []
    for concept in concepts:
        for label in concept.labels if concept.kind in KINDS else ():
            said = tuple(stems(label.text)) if label.language == "da" and label.kind in ("preferred", "professional") else ()
            if len(said) > 1 or (said and " " not in label.text and len(label.text) >= SHORTEST):  # a name cut to one word means less than it says
                found.append(Need(concept.label, label.text, said))
    return found


class NeedIndex:
    """Finds needs in texts."""

    def __init__(self, needs: Iterable[Need]) -> None:
        self._by_first: dict[str, list[Need]] = defaultdict(list)
        for need in needs:
            self._by_first[need.stems[0]].append(need)

    def in_text(self, text: str) -> dict[str, Need]:
        """The needs that a text names, each by its longest name."""
        said = stems(text)
        found: dict[str, Need] = {}
        for place, word in enumerate(said):
            for need in self._by_first.get(word, ()):
                same = tuple(said[place:place + len(need.stems)]) == need.stems
                if same and (need.label not in found or len(need.stems) > len(found[need.label].stems)):
                    found[need.label] = need
        return found


def needs_in(subject: str, said: Goal | Fact, index: NeedIndex) -> Iterator[Step]:
    """A step from a thing to each need that a goal or a fact about it names."""
    for label, need in index.in_text(said.quote).items():
        reason = f"Teksten nævner »{need.words}«."
        yield Step(NEED, subject, label, INFERRED, CONFIDENCE, said.document, said.section, said.quote, said.start, said.end, reason)
