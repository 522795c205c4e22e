"""What seems to follow from the facts: links that no document states, each by a rule of ``ontology/rules.ttl``.

Why the rarity of words is counted over the goals alone: a link must rest on its own goal and intervention, so that taking one
intervention out of the documents takes its links away and touches no other.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from corpus.danish import stem, stems, words
from corpus.document import Document
from graph.evidence import Evidence, Subject, Subjects
from graph.fact import INFERRED, STATED, Fact
from graph.linking import key
from ontology.rules import Rule, pattern, read_rules

_GOAL_HOLDERS = frozenset({"FocusArea"})
_GUIDING_MARK = "Pejlemærke"
_FEWEST_SHARED, _FEWEST_ACROSS = 3, 5  # words within a document and across two; texts with fewer in common are alike by chance
_LONGEST_WORDS = 120  # characters of a goal that a reason quotes


def infer(facts: Iterable[Fact], documents: Iterable[Document]) -> list[Fact]:
    """The inferred links, each once with its surest rule, ordered by subject, relation and object."""
    stated = [fact for fact in facts if fact.basis == STATED]
    subjects = list(Subjects(stated, documents))
    goals = _goals(stated)
    known = {(fact.relation, key(fact.subject), key(fact.object or "")) for fact in stated}
    best: dict[tuple[str, str, str], Fact] = {}
    for rule in read_rules():
        chosen = [subject for subject in subjects if not subject.kinds.isdisjoint(rule.about)]
        for link in _METHODS[rule.method](rule, chosen, goals):
            same = (link.relation, key(link.subject), key(link.object or ""))
            if same not in known and (same not in best or link.confidence > best[same].confidence):
                best[same] = link
    return sorted(best.values(), key=lambda link: (link.subject, link.relation, link.object or "", link.id))


def _goals(facts: Sequence[Fact]) -> list[Fact]:
    """The goals a policy sets for its focus areas, and its guiding marks, each once; ``quote`` holds their words."""
    areas = {fact.subject for fact in facts if fact.relation == "type" and fact.object in _GOAL_HOLDERS}
    marks = {fact.subject for fact in facts if fact.relation == "type" and fact.object == _GUIDING_MARK}
    found = [fact for fact in facts if fact.relation == "goal_of" and (fact.object in areas or fact.subject in marks)]
    return list({fact.subject: fact for fact in reversed(found)}.values())[::-1]


def _holds(rule: Rule, subject: Subject) -> Evidence | None:
    """The evidence for a rule about an intervention, when all its conditions are met."""
    if any(subject.meets(condition) for condition in rule.unless) or not all(subject.meets(condition) for condition in rule.also):
        return None
    return subject.meets(rule.when)


def _by_words(rule: Rule, subjects: Sequence[Subject], goals: Sequence[Fact]) -> Iterator[Fact]:
    for subject in subjects:
        if found := _holds(rule, subject):
            yield _link(rule, subject, found, subject.name, rule.object)


def _by_topic(rule: Rule, subjects: Sequence[Subject], goals: Sequence[Fact]) -> Iterator[Fact]:
    wanted = pattern(rule.goal_words)
    chosen = [(goal, match.group()) for goal in goals if (match := wanted.search(goal.quote))]
    for subject in subjects:
        if chosen and (found := _holds(rule, subject)):
            for goal, said in chosen:
                yield _link(rule, subject, found, goal.subject, subject.name, said)


def _by_mention(rule: Rule, subjects: Sequence[Subject], goals: Sequence[Fact]) -> Iterator[Fact]:
    """A goal that names an intervention; a single word counts as a name only when it has a capital there too."""
    for subject in subjects:
        named = pattern((subject.name.replace("*", ""),))
        for goal in goals:
            match = named.search(goal.quote)
            if match and (" " in subject.name or (match.group() == subject.name and subject.name[:1].isupper() and match.start() > 0)):
                found = Evidence(goal.document, goal.section, goal.quote, goal.start, goal.end, match.group())
                yield _link(rule, subject, found, goal.subject, subject.name)


def _by_sentence(rule: Rule, subjects: Sequence[Subject], goals: Sequence[Fact]) -> Iterator[Fact]:
    """An intervention that is named where a goal is set."""
    for subject in subjects:
        for found in subject.evidence(rule.when.places[0]):
            for goal in goals:
                if _meets(goal, found):
                    yield _link(rule, subject, found, goal.subject, subject.name)


def _meets(goal: Fact, found: Evidence) -> bool:
    return goal.document == found.document and goal.start < found.end and found.start < goal.end


def _by_similarity(rule: Rule, subjects: Sequence[Subject], goals: Sequence[Fact]) -> Iterator[Fact]:
    """Goals and sentences with the same rare words; how rare a word is, the goals alone say."""
    texts = [set(stems(goal.quote)) for goal in goals]
    counts = Counter(word for text in texts for word in text)
    rarity = {word: math.log(len(goals) / count) for word, count in counts.items()}
    by_word: dict[str, list[int]] = defaultdict(list)
    for number, text in enumerate(texts):
        for word in text:
            by_word[word].append(number)
    lengths = [math.sqrt(sum(rarity[word] ** 2 for word in text)) for text in texts]
    unseen = math.log(len(goals) or 1)
    for subject in subjects:
        best: dict[int, tuple[float, Evidence, set[str]]] = {}
        for found in (one for place in rule.when.places for one in subject.evidence(place)):
            said = set(stems(found.quote))
            length = math.sqrt(sum(rarity.get(word, unseen) ** 2 for word in said))
            for number, shared in Counter(number for word in said for number in by_word.get(word, ())).items():
                fewest = _FEWEST_SHARED if goals[number].document == found.document else _FEWEST_ACROSS
                if shared >= fewest and not _meets(goals[number], found):
                    both = said & texts[number]
                    likeness = sum(rarity[word] ** 2 for word in both) / (length * lengths[number])
                    if likeness >= rule.threshold and (number not in best or likeness > best[number][0]):
                        best[number] = (likeness, found, both)
        for number, (likeness, found, both) in sorted(best.items()):
            shown = _first_forms(found.quote, both)
            confidence = min(rule.confidence, round(likeness, 2))
            evidence = Evidence(found.document, found.section, found.quote, found.start, found.end, shown)
            yield _link(rule, subject, evidence, goals[number].subject, subject.name, confidence=confidence)


def _first_forms(text: str, chosen: set[str]) -> str:
    """The chosen words as the text first writes them."""
    forms: dict[str, str] = {}
    for word in words(text):
        forms.setdefault(stem(word), word)
    return ", ".join(f"»{form}«" for stemmed, form in forms.items() if stemmed in chosen)


def _by_fulfilment(rule: Rule, subjects: Sequence[Subject], goals: Sequence[Fact]) -> Iterator[Fact]:
    """An intervention of one document that seems to be what another document promises."""
    wanted = pattern(rule.goal_words)
    promised = [(subject, match.group()) for subject in subjects if (match := wanted.match(subject.name))]
    for subject in subjects:
        for promise, said in promised:
            if promise.documents.isdisjoint(subject.documents) and (found := _holds(rule, subject)):
                yield _link(rule, subject, found, subject.name, promise.name, said)


_METHODS = {
    "words": _by_words,
    "topic": _by_topic,
    "mention": _by_mention,
    "sentence": _by_sentence,
    "similarity": _by_similarity,
    "fulfilment": _by_fulfilment,
}


def _link(rule: Rule, about: Subject, found: Evidence, subject: str, object_: str, said: str = "", confidence: float | None = None) -> Fact:
    reason = rule.reason.format(
        indsats=about.name, ord=found.words or found.quote, trin=about.step, objekt=object_, forvaltninger=_listed(about.owners),
        maal=_shortened(subject), maalord=said,
    )  # fmt: skip
    return Fact(
        subject, rule.relation, object_, found.document, found.section, found.quote, found.start, found.end,
        basis=INFERRED, confidence=rule.confidence if confidence is None else confidence, reason=reason, rule=rule.id,
    )  # fmt: skip


def _listed(names: Sequence[str]) -> str:
    return " og ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else "".join(names)


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_WORDS else text[:_LONGEST_WORDS].rsplit(" ", 1)[0] + " …"
