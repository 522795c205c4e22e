"""What follows from the facts by the rules of ``ontology/rules.ttl``: links that no document states, and goals that name an intervention.

Why the rarity of words is counted over the goals alone: a link must rest on its own goal and intervention, so that taking one
intervention out of the documents takes its links away and touches no other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from corpus.document import Document
from graph.evidence import Evidence, Subjects, titles_of
from graph.fact import INFERRED, STATED, Fact
from graph.goals import goals_of
from graph.linking import key
from graph.methods import METHODS, Scene
from ontology.rules import CHAPTER, read_rules


def infer(facts: Iterable[Fact], documents: Iterable[Document]) -> list[Fact]:
    """The links that follow, each once with its surest rule, ordered by subject, relation and object.

    A link is stated where the rule only reads what the goal itself says, else inferred.
    """
    stated = [fact for fact in facts if fact.basis == STATED and fact.rule is None]
    documents = list(documents)
    rules = [rule for rule in read_rules() if rule.method != CHAPTER]
    of_chapters = list(_of_chapters(stated))
    subjects, goals, laws = list(Subjects(stated, documents)), goals_of([*stated, *of_chapters], documents), _laws_of_steps(stated)
    scenes = {about: Scene([one for one in subjects if not one.kinds.isdisjoint(about)], goals, laws) for about in {rule.about for rule in rules}}
    inferable = {rule.relation for rule in rules}
    known = {(fact.relation, key(fact.subject), key(fact.object or "")) for fact in stated if fact.relation in inferable}
    best: dict[tuple[str, str, str], Fact] = {}
    for rule in rules:
        scene = scenes[rule.about]
        for link in _without_echoes(list(METHODS[rule.method](rule, scene)), scene):
            same = (link.relation, key(link.subject), key(link.object or ""))
            if same not in known and (same not in best or _surer(link, best[same])):
                best[same] = link
    return sorted([*of_chapters, *best.values()], key=lambda link: (link.subject, link.relation, link.object or "", link.id))


def _of_chapters(stated: Sequence[Fact]) -> Iterator[Fact]:
    """What a chapter lists as the goals of a plan, as goals of the chapter's area too."""
    areas = {fact.subject for fact in stated if fact.relation == "type" and fact.object == "FocusArea"}
    own = [fact for fact in stated if fact.relation == "goal_of" and fact.object in areas]
    listed = [fact for fact in stated if fact.relation == "type" and fact.object == "Goal"]
    for rule in (rule for rule in read_rules() if rule.method == CHAPTER):
        for fact in listed:
            titles = titles_of(fact.section)
            area = next((title for title in titles if title in areas), None)
            if area and not {*rule.when.sections}.isdisjoint(titles) and not any(_overlap(fact, one) for one in own):
                reason = rule.reason.format(objekt=area, maal=fact.subject)
                yield replace(fact, relation=rule.relation, object=area, basis=INFERRED, confidence=rule.confidence, reason=reason, rule=rule.id)


def with_laws_of_steps(facts: Sequence[Fact], links: Iterable[Fact]) -> list[Fact]:
    """The facts and the laws that follow from steps of the ladder, which keep their mark: whoever asks for a law asks for both."""
    return [*facts, *(link for link in links if link.relation == "legal_basis")]


def _laws_of_steps(stated: Sequence[Fact]) -> dict[str, list[Fact]]:
    """What says that a step of the ladder rests on a law, by step."""
    steps = {fact.subject for fact in stated if fact.relation == "type" and fact.object == "LadderStep"}
    return {step: [fact for fact in stated if fact.relation == "legal_basis" and fact.subject == step] for step in steps}


def _surer(link: Fact, other: Fact) -> bool:
    return (link.basis == STATED, link.confidence) > (other.basis == STATED, other.confidence)


def _without_echoes(links: Sequence[Fact], scene: Scene) -> Iterator[Fact]:
    """A rule's links without those that say one thing twice.

    Where a whole and its part serve one goal, the whole goes when all it rests on is the sentence that speaks of the part, and a part that
    is only one form of the whole goes.
    """
    by_pair = {(link.subject, link.object): link for link in links if link.relation == "goal_of"}
    dropped: set[str] = set()
    for goal, name in by_pair:
        part = scene.carriers.subject(name or "")
        for whole in scene.carriers.wholes(name or "") if part else ():
            other, above = by_pair.get((goal, whole)), scene.carriers.subject(whole)
            if other is None or above is None or part is None:
                continue
            if whole in part.variant_of:
                dropped.add(by_pair[goal, name].id)
            elif any(above.covers(one) and _overlap(one, other) for one in part.namings):
                dropped.add(other.id)
    return (link for link in links if link.id not in dropped)


def _overlap(one: Evidence | Fact, other: Fact) -> bool:
    return one.document == other.document and one.start < other.end and other.start < one.end
