"""Parts that a goal may name beside others, read from ``goal_parts.ttl``, with the words that show that a part is covered."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rdflib import RDF, SKOS, Namespace

from ontology.names import TG
from ontology.vocabulary import VocabularyError, parse_turtle

GOAL_PARTS = Path(__file__).parent / "goal_parts.ttl"
_TG = Namespace(TG)


@dataclass(frozen=True)
class GoalPart:
    """``goal_words`` find the part in a goal, ``words`` what must stand about an intervention that covers it."""

    label: str
    goal_words: tuple[str, ...]
    words: tuple[str, ...]


@cache
def read_goal_parts(path: Path = GOAL_PARTS) -> tuple[GoalPart, ...]:
    """The parts, ordered by label.

    Raises VocabularyError when the file is missing or broken, or a part lacks its words.
    """
    graph = parse_turtle(path)
    found = []
    for node in graph.subjects(RDF.type, _TG.GoalPart):
        label = next((str(text) for text in graph.objects(node, SKOS.prefLabel) if getattr(text, "language", "") == "da"), str(node))
        goal_words, words = (tuple(sorted(map(str, graph.objects(node, _TG[name])))) for name in ("goalWords", "words"))
        if not goal_words or not words:
            raise VocabularyError(f"{path.name}: delen »{label}« skal have tg:goalWords og tg:words. Ret filen, og prøv igen.")
        found.append(GoalPart(label, goal_words, words))
    return tuple(sorted(found, key=lambda part: part.label))
