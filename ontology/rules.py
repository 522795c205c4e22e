"""The rules of inference, read from ``rules.ttl``: what must stand in the documents, and what then seems to follow.

Why data and not Python: those who answer for a link can read the rule behind it, correct it, and see it in the graph itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter

from rdflib import RDF, SKOS, Graph, Namespace
from rdflib.term import Node

from ontology.names import TG
from ontology.vocabulary import VocabularyError, parse_turtle

RULES = Path(__file__).parent / "rules.ttl"
CHAPTER = "chapter"  # reads the goals themselves, before any rule asks what carries them
METHODS = frozenset({"words", "topic", "mention", "wording", "similarity", "fulfilment", "step", CHAPTER})
BASES = frozenset({"stated", "inferred"})  # stated: the rule only reads what the goal itself says
PLACES = frozenset({"target_group", "purpose", "sheet", "name", "step", "owners"})
KINDS = frozenset({"Intervention", "Organisation"})
PLACEHOLDERS = frozenset({"indsats", "ord", "trin", "objekt", "forvaltninger", "maal", "maalord"})

_TG = Namespace(TG)
_GAP = r"[^.\n]{0,60}?"


@dataclass(frozen=True)
class Condition:
    """Words that must stand in one of the places, and the ladder step, whole or section the intervention must belong to.

    No words means that the place must only be there. ``sections`` are headings, without their number, that the place stands
    under. ``owners`` is the least number of administrations in charge.
    """

    places: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    wholes: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    owners: int = 0


@dataclass(frozen=True)
class Rule:
    """``when`` gives the sentence that the inference rests on; ``also`` must hold too, ``unless`` must not; ``about`` are kinds."""

    id: str
    label: str
    method: str
    when: Condition
    relation: str
    confidence: float
    reason: str
    object: str = ""
    also: tuple[Condition, ...] = ()
    unless: tuple[Condition, ...] = ()
    goal_words: tuple[str, ...] = ()
    threshold: float = 0.0
    basis: str = "inferred"
    about: tuple[str, ...] = ("Intervention",)


@cache
def read_rules(path: Path = RULES) -> tuple[Rule, ...]:
    """The rules, ordered by id.

    Raises VocabularyError when the file is missing or broken, or a rule lacks what it needs.
    """
    graph = parse_turtle(path)
    return tuple(sorted((_rule(graph, node, path.name) for node in graph.subjects(RDF.type, _TG.Rule)), key=lambda rule: rule.id))


@cache
def pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """Finds any of the phrases as whole words; ``*`` stands for any ending or beginning, ``…`` for some words between."""
    return re.compile("|".join(rf"(?<!\w){_phrase(phrase)}(?!\w)" for phrase in phrases), re.IGNORECASE)


@cache
def anchors(phrases: tuple[str, ...]) -> tuple[str, ...]:
    """For each phrase a piece of small letters without which it cannot be found; an empty text where it has none."""
    return tuple(max(re.findall(r"[^\W_]+", phrase.casefold()), key=len, default="") for phrase in phrases)


def _phrase(phrase: str) -> str:
    pieces = [piece.strip() for piece in phrase.split("…")]
    return _GAP.join(r"\s+".join(r"\w*".join(map(re.escape, word.split("*"))) for word in piece.split()) for piece in pieces)


def _rule(graph: Graph, node: Node, file: str) -> Rule:
    id_ = str(node).rsplit("/", 1)[-1]
    when = graph.value(node, _TG.when)
    then = graph.value(node, _TG.then)
    reason, confidence = graph.value(node, _TG.reason), graph.value(node, _TG.confidence)
    if when is None or then is None or reason is None or confidence is None:
        raise VocabularyError(f"{file}: reglen »{id_}« skal have tg:when, tg:then, tg:reason og tg:confidence. Ret filen, og prøv igen.")
    rule = Rule(
        id=id_,
        label=str(graph.value(node, SKOS.prefLabel) or id_),
        method=str(graph.value(node, _TG.method) or "words"),
        when=_condition(graph, when),
        relation=str(graph.value(then, _TG.relation) or ""),
        confidence=float(str(confidence)),
        reason=str(reason),
        object=str(graph.value(then, _TG.object) or ""),
        also=tuple(_condition(graph, one) for one in graph.objects(node, _TG.also)),
        unless=tuple(_condition(graph, one) for one in graph.objects(node, _TG.unless)),
        goal_words=_texts(graph, then, "goalWords"),
        threshold=float(str(graph.value(node, _TG.threshold) or 0)),
        basis=str(graph.value(node, _TG.basis) or "inferred"),
        about=_texts(graph, node, "about") or Rule.about,
    )
    _check(rule, file)
    return rule


def _check(rule: Rule, file: str) -> None:
    places = {place for condition in (rule.when, *rule.also, *rule.unless) for place in condition.places}
    used = {name for _, name, _, _ in Formatter().parse(rule.reason) if name is not None}
    wrong = sorted((places - PLACES) | (used - PLACEHOLDERS) | ({rule.method} - METHODS) | ({rule.basis} - BASES) | ({*rule.about} - KINDS))
    if wrong or not 0 < rule.confidence < 1:
        fault = f"kender ikke {', '.join(f'»{word}«' for word in wrong)}" if wrong else "skal have en sikkerhed mellem 0 og 1"
        raise VocabularyError(f"{file}: reglen »{rule.id}« {fault}. Ret filen, og prøv igen.")


def _condition(graph: Graph, node: Node) -> Condition:
    return Condition(
        places=_texts(graph, node, "lookIn"),
        words=_texts(graph, node, "words"),
        steps=_texts(graph, node, "step"),
        wholes=_texts(graph, node, "whole"),
        sections=_texts(graph, node, "section"),
        owners=int(str(graph.value(node, _TG.owners) or 0)),
    )


def _texts(graph: Graph, node: Node, name: str) -> tuple[str, ...]:
    return tuple(sorted(str(value) for value in graph.objects(node, _TG[name])))
