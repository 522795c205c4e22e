"""All extractors over a document, and one name for one thing across documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from corpus.document import Document
from graph.extractors import abbreviations, chapters, commitments, contacts, curated, factsheets, ladder, levels, risktables
from graph.fact import Fact
from graph.linking import Linker, key

EXTRACTORS = (factsheets, ladder, levels, chapters, risktables, contacts, abbreviations, curated)
_BOUNDS = frozenset({"age_min", "age_max", "grade_min", "grade_max", "start_year"})


def extract_facts(documents: Iterable[Document]) -> list[Fact]:
    """Every fact of the documents, each once, ordered by document and place."""
    return linked(fact for document in documents for fact in facts_in(document))


def facts_in(document: Document) -> Iterator[Fact]:
    """What the extractors find in one document, every name as it is written there."""
    found = [fact for extractor in EXTRACTORS for fact in extractor.extract(document)]
    yield from found
    yield from _unsaid(found, commitments.extract(document))


def linked(found: Iterable[Fact]) -> list[Fact]:
    """The facts of some documents with one name for one thing, each once, ordered by document and place."""
    facts = list(found)
    linker = Linker(facts, curated.curated_names())
    named = [replace(fact, subject=linker.linked_subject(fact), object=linker.linked_object(fact)) for fact in facts]
    return sorted(_said_once(named), key=lambda fact: (fact.document, fact.start, fact.end, fact.subject, fact.relation, fact.id))


def _unsaid(found: Sequence[Fact], commitments_: Iterable[Fact]) -> Iterator[Fact]:
    """The commitments of a document of which no part has been read as a goal of its own."""
    goals = [fact for fact in found if fact.relation == "goal_of"]
    bound = list(commitments_)
    said = {
        fact.subject
        for fact in bound
        if fact.relation == "goal_of" and any(goal.start < fact.end and fact.start < goal.end for goal in goals)
    }
    yield from (fact for fact in bound if fact.subject not in said)


def _said_once(facts: Iterable[Fact]) -> Iterator[Fact]:
    """What a document says twice, once: with the words that tell it best."""
    kept: dict[tuple[str | None, ...], Fact] = {}
    for fact in facts:
        said = kept.setdefault(_saying(fact), fact)
        if _told(fact) > _told(said):
            kept[_saying(fact)] = fact
    yield from kept.values()


def _told(fact: Fact) -> tuple[bool, int]:
    """How well a fact's words tell it: a kind is told by words that name the thing; beyond that, the more the better."""
    return fact.relation == "type" and key(fact.subject) in key(fact.quote), len(fact.quote)


def _saying(fact: Fact) -> tuple[str | None, ...]:
    """What a fact says apart from its quote; of a bound the number alone says it."""
    words = key(fact.object or "") if fact.value is None or fact.relation not in _BOUNDS else ""
    number = None if fact.value is None else f"{fact.value} {'' if fact.relation in _BOUNDS else fact.unit}"
    return fact.document, fact.subject, fact.relation, words, number
