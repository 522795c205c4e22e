"""How a rule finds what it links: by words about an intervention, by the goal's topic, by name, by shared wording, by likeness, by its step."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from corpus.danish import stem, stems, words
from graph.carriers import Carriers, meets
from graph.evidence import Evidence, Subject
from graph.fact import INFERRED, Fact
from graph.goals import Goal
from graph.likeness import Likeness
from graph.linking import key
from graph.quote_index import QuoteIndex
from ontology.rules import Rule, anchors, pattern

LONGEST_WORDS = 120  # characters of a goal that a reason quotes
SHORTEST_NAME, SHORTEST_WORD = 8, 6  # letters; the longest word of a name, and of a described part, that a goal must hold
FEWEST_RARE = 3  # rare words in a row that two texts share word for word


class Scene:
    """The interventions and goals that the rules look at, with what is asked of them again and again; ``laws`` are those of each ladder step."""

    def __init__(self, subjects: Sequence[Subject], goals: Sequence[Goal], laws: Mapping[str, Sequence[Fact]]) -> None:
        self.subjects = subjects
        self.goals = goals
        self.laws = laws
        self.carriers = Carriers(subjects, goals)
        self._index = QuoteIndex(subjects)
        self.likeness = Likeness([goal.quote for goal in goals])
        self.goal_words = [frozenset(words(goal.quote)) for goal in goals]
        self.goal_stems = [frozenset(stems(goal.quote)) for goal in goals]
        self._holders = [key(goal.holder) for goal in goals]
        self._small = [goal.quote.casefold() for goal in goals]

    def carrier(self, subject: Subject) -> str | None:
        """The name by which an intervention can carry a goal."""
        return self.carriers.carrier(subject.name)

    def goals_with(self, phrases: tuple[str, ...]) -> Iterator[tuple[Goal, str]]:
        """The goals that hold one of some phrases, each with the words found."""
        wanted, needed = pattern(phrases), anchors(phrases)
        for goal, small in zip(self.goals, self._small):
            match = wanted.search(goal.quote) if any(anchor in small for anchor in needed) else None
            if match:
                yield goal, match.group()

    def holding(self, rule: Rule) -> Iterator[tuple[Subject, Evidence]]:
        """The subjects that meet all conditions of a rule, each with the evidence for it."""
        for number in self._index.candidates(rule):
            subject = self.subjects[number]
            found = subject.meets(rule.when)
            if found and all(subject.meets(condition) for condition in rule.also) and not any(subject.meets(condition) for condition in rule.unless):
                yield subject, found

    def chapter_goals(self, subject: Subject) -> Iterator[int]:
        """The numbers of the goals that are set in the chapter to which an intervention, or its whole, belongs."""
        chapters = self.carriers.chapters(subject.name)
        return (number for number, holder in enumerate(self._holders) if holder in chapters)


def _by_words(rule: Rule, scene: Scene) -> Iterator[Fact]:
    for subject, found in scene.holding(rule):
        yield _link(rule, subject, found, subject.name, rule.object)


def _by_topic(rule: Rule, scene: Scene) -> Iterator[Fact]:
    chosen = list(scene.goals_with(rule.goal_words))
    for subject, found in scene.holding(rule) if chosen else ():
        carrier = scene.carrier(subject)
        for goal, said in chosen if carrier else ():
            if not meets(goal, found):
                yield _link(rule, subject, found, goal.name, carrier or "", " ".join(said.split()))


def _by_mention(rule: Rule, scene: Scene) -> Iterator[Fact]:
    """A goal that names an intervention, or a part of one; a single word is a name where it has a capital or its chapter is the goal's.

    That a goal which names a part is also a goal of the whole is never stated.
    """
    for subject in scene.subjects:
        carrier = scene.carrier(subject)
        for number, said in [*_named(subject, scene), *_named_in_chapter(subject, scene)] if carrier else ():
            goal = scene.goals[number]
            found = Evidence(goal.document, goal.section, goal.quote, goal.start, goal.end, " ".join(said.split()))
            link = _link(rule, subject, found, goal.name, carrier or "")
            yield link if carrier == subject.name else replace(link, basis=INFERRED)


def _named(subject: Subject, scene: Scene) -> Iterator[tuple[int, str]]:
    """The goals that name an intervention by its whole name, with the words that do."""
    name = subject.name.replace("*", "")
    opening, wanted = words(name)[:1], pattern((name,))
    for number, goal in enumerate(scene.goals):
        match = wanted.search(goal.quote) if opening and opening[0] in scene.goal_words[number] else None
        if match and (" " in name or (match.group() == name and name[:1].isupper() and match.start() > 0)):
            yield number, match.group()


def _named_in_chapter(subject: Subject, scene: Scene) -> Iterator[tuple[int, str]]:
    """The goals of its own chapter that hold all words of an intervention's name, in whatever form, with the longest of them."""
    name = set(stems(subject.name))
    is_cut = len(name) == 1 and " " in subject.name  # "Flere i dagtilbud" is more than any word on day care
    for number in scene.chapter_goals(subject) if name and not is_cut else ():
        goal = scene.goals[number]
        if name <= scene.goal_stems[number] and not subject.only_in(goal.document, goal.start, goal.end):
            said = [word for word in re.findall(r"[^\W\d_]+", goal.quote) if stem(word.casefold()) in name]
            longest = max(said, key=len, default="")
            if len(longest) >= SHORTEST_NAME or (len(longest) >= SHORTEST_WORD and not subject.is_named):
                yield number, longest


def _by_wording(rule: Rule, scene: Scene) -> Iterator[Fact]:
    """An intervention of the goal's own chapter that is spoken of in the goal's very words."""
    rare = [frozenset(filter(scene.likeness.is_rare, said)) for said in scene.goal_words]
    for subject in scene.subjects:
        carrier = scene.carrier(subject)
        numbers = list(scene.chapter_goals(subject)) if carrier else []
        for found in (one for place in rule.when.places for one in subject.evidence(place)) if numbers else ():
            said = frozenset(words(found.quote))
            for number in numbers:
                goal = scene.goals[number]
                if len(said & rare[number]) >= FEWEST_RARE and not meets(goal, found):
                    if run := shared_run(goal.quote, found.quote, rare[number]):
                        yield _link(rule, subject, replace(found, words=run), goal.name, carrier or "")


def shared_run(one: str, other: str, rare: Collection[str]) -> str:
    """The longest run of words that two texts share, when it holds enough rare words; else an empty text."""
    first, second = words(one), words(other)
    places: dict[str, list[int]] = {}
    for place, word in enumerate(second):
        places.setdefault(word, []).append(place)
    best: tuple[int, str] = (0, "")
    for start, word in enumerate(first):
        for place in places.get(word, ()):
            length = 0
            while start + length < len(first) and place + length < len(second) and first[start + length] == second[place + length]:
                length += 1
            run = first[start:start + length]
            best = max(best, (sum(word in rare for word in run), " ".join(run)))
    return best[1] if best[0] >= FEWEST_RARE else ""


def _by_similarity(rule: Rule, scene: Scene) -> Iterator[Fact]:
    """Goals and sentences of their documents with the same rare words; how rare a word is, the goals alone say."""
    documents = {goal.document for goal in scene.goals}
    for subject in scene.subjects:
        if scene.carrier(subject) != subject.name:
            continue
        best: dict[int, tuple[float, Evidence, set[str]]] = {}
        for found in (one for place in rule.when.places for one in subject.evidence(place) if one.document in documents):
            for number, likeness, shared in scene.likeness.of(found.quote):
                goal = scene.goals[number]
                likely = likeness >= rule.threshold and goal.document == found.document and not meets(goal, found)
                if likely and (number not in best or likeness > best[number][0]):
                    best[number] = (likeness, found, shared)
        for number, (likeness, found, shared) in sorted(best.items()):
            evidence = replace(found, words=_first_forms(found.quote, shared))
            confidence = min(rule.confidence, round(likeness, 2))
            yield _link(rule, subject, evidence, scene.goals[number].name, subject.name, confidence=confidence)


def _first_forms(text: str, chosen: set[str]) -> str:
    """The chosen words as the text first writes them."""
    forms: dict[str, str] = {}
    for word in words(text):
        forms.setdefault(stem(word), word)
    return ", ".join(f"»{form}«" for stemmed, form in forms.items() if stemmed in chosen)


def _by_fulfilment(rule: Rule, scene: Scene) -> Iterator[Fact]:
    """An intervention of one document that seems to be what another document promises."""
    wanted = pattern(rule.goal_words)
    promised = [(subject, match.group()) for subject in scene.subjects if (match := wanted.match(subject.name))]
    for subject, found in scene.holding(rule) if promised else ():
        for promise, said in promised:
            if promise.documents.isdisjoint(subject.documents):
                yield _link(rule, subject, found, subject.name, promise.name, said)


def _by_step(rule: Rule, scene: Scene) -> Iterator[Fact]:
    """The laws that a ladder names beside the step on which an intervention stands."""
    for subject, found in scene.holding(rule):
        for law in scene.laws.get(subject.step, ()):
            yield _link(rule, subject, _from_law(law, found), subject.name, law.object or "")


def _from_law(law: Fact, found: Evidence) -> Evidence:
    """The run from a law's line down to the intervention's, where the one quote ends within the other; else the intervention's alone."""
    if law.document != found.document or not law.start <= found.start <= law.end <= found.end:
        return found
    return replace(found, quote=law.quote + found.quote[law.end - found.start:], start=law.start)


METHODS: Mapping[str, Callable[[Rule, Scene], Iterator[Fact]]] = {
    "words": _by_words,
    "topic": _by_topic,
    "mention": _by_mention,
    "wording": _by_wording,
    "similarity": _by_similarity,
    "fulfilment": _by_fulfilment,
    "step": _by_step,
}


def _link(rule: Rule, about: Subject, found: Evidence, subject: str, object_: str, said: str = "", confidence: float | None = None) -> Fact:
    reason = rule.reason.format(
        indsats=about.name, ord=found.words or found.quote, trin=about.step, objekt=object_, forvaltninger=_listed(about.owners),
        maal=_shortened(subject), maalord=said,
    )  # fmt: skip
    return Fact(
        subject, rule.relation, object_, found.document, found.section, found.quote, found.start, found.end,
        basis=rule.basis, confidence=rule.confidence if confidence is None else confidence, reason=reason, rule=rule.id,
    )  # fmt: skip


def _listed(names: Sequence[str]) -> str:
    return " og ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else "".join(names)


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_WORDS else text[:LONGEST_WORDS].rsplit(" ", 1)[0] + " …"
