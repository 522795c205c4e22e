"""What the documents say of an intervention or organisation, sorted by where a rule of inference may look for words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from corpus.document import Document, Section
from graph.fact import Fact
from graph.linking import key
from graph.reading import Piece, blocks_of, piece_of, split_owners
from ontology.rules import KINDS, Condition, anchors, pattern

_PLACES = ("target_group", "purpose", "sheet", "name", "step", "owners")  # the order in which evidence is looked for
_NOT_SAID = frozenset({"type", "responsible", "legal_basis", "ladder_step", "exclusion", "goal_of"})
_ANYTHING = "*"
_ON = " på "
_NUMBER = re.compile(r"^\d{1,2}[.)]?\s+")


@dataclass(frozen=True)
class Evidence:
    """A run of a document's text, and the words of it that a rule found."""

    document: str
    section: str
    quote: str
    start: int
    end: int
    words: str = ""


class Subjects:
    """The interventions and organisations of the facts with their evidence."""

    def __init__(self, facts: Iterable[Fact], documents: Iterable[Document]) -> None:
        self._headings = {document.id: Headings(document) for document in documents}
        self._about: Mapping[str, list[Fact]] = defaultdict(list)
        self._goals: Mapping[str, list[Fact]] = defaultdict(list)
        for fact in facts:
            self._about[fact.subject].append(fact)
            if fact.relation == "goal_of" and fact.object:
                self._goals[fact.object].append(fact)

    def __iter__(self) -> Iterator[Subject]:
        for name in sorted(self._about):
            if any(fact.relation == "type" and fact.object in KINDS for fact in self._about[name]):
                yield Subject(name, self._about[name], self._goals.get(name, []), self._headings)


class Headings:
    """The headings of a document by where they stand and what they name, with the sentences below each read once."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._sections = [section for section in document.sections if not section.is_field]
        self._at: dict[int, list[int]] = defaultdict(list)
        self._named: dict[str, list[int]] = defaultdict(list)
        self._sentences: dict[int, list[Evidence]] = {}
        for number, section in enumerate(self._sections):
            self._at[section.start].append(number)
            title, owners = split_owners(section.title)
            for name in _names_in(title) if owners else ():
                self._named[name].append(number)

    def of(self, name: str, starts: Iterable[int]) -> list[Section]:
        """The sections that start at one of some places, or whose heading with its owners bears a name, in the order of the text."""
        bearing = (*self._named.get(key(name), ()), *self._named.get(f"{name.casefold()}{_ON}", ()))
        return [self._sections[number] for number in sorted({*bearing, *(number for start in starts for number in self._at.get(start, ()))})]

    def sentences(self, section: Section) -> list[Evidence]:
        """The sentences of a section and those below it."""
        number = self._document.index_of(section)
        if number not in self._sentences:
            pieces = (piece_of(self._document, block) for block in blocks_of(self._document, section, nested=True))
            self._sentences[number] = [_from(sentence) for piece in pieces for sentence in piece.sentences()]
        return self._sentences[number]


def _names_in(title: str) -> Iterator[str]:
    """The keys under which a heading is found: all of it, and each opening before "på" ("Rådgivere på seks skoler")."""
    yield key(title)
    folded = title.casefold()
    yield from (folded[:match.end()] for match in re.finditer(_ON, folded))


class Subject:
    """One intervention or organisation: its facts, the goals set for it, and the text under its heading."""

    def __init__(self, name: str, facts: list[Fact], goals: list[Fact], headings: Mapping[str, Headings]) -> None:
        self.name = name
        self._facts = facts
        self._goals = goals
        self._all_headings = headings

    @cached_property
    def kinds(self) -> frozenset[str]:
        """What the documents call it."""
        return frozenset(fact.object for fact in self._facts if fact.relation == "type" and fact.object)

    @cached_property
    def owners(self) -> tuple[str, ...]:
        """The administrations in charge."""
        return tuple(sorted({fact.object for fact in self._facts if fact.relation == "responsible" and fact.object}))

    @cached_property
    def step(self) -> str:
        """The ladder step it stands on, or an empty text."""
        return next((fact.object for fact in self._facts if fact.relation == "ladder_step" and fact.object), "")

    @cached_property
    def documents(self) -> frozenset[str]:
        """The documents that call it an intervention."""
        return frozenset(fact.document for fact in self._facts if fact.relation == "type")

    def meets(self, condition: Condition) -> Evidence | None:
        """The first evidence that the condition holds, or None."""
        if not self._belongs(condition):
            return None
        if not condition.places:
            return self.evidence("name")[0]
        words = pattern(condition.words) if condition.words else None
        for place in _PLACES:
            if place in condition.places and condition.words and not any(anchor in self._small[place] for anchor in anchors(condition.words)):
                continue
            if place == "name" and words and not words.search(self.name):
                continue
            for found in self.evidence(place) if place in condition.places else ():
                if condition.sections and not _under(found, condition.sections):
                    continue
                if words is None:
                    return found
                match = words.search(found.quote) or (words.search(self.name) if place == "name" else None)  # a draft's heading may be two in one
                if match:
                    return Evidence(found.document, found.section, found.quote, found.start, found.end, " ".join(match.group().split()))
        return None

    @cached_property
    def _small(self) -> dict[str, str]:
        """What stands in each place, in small letters, to see quickly that words are not there."""
        return {place: "\n".join([self.name, *(one.quote for one in self._evidence[place])]).casefold() for place in _PLACES}

    def _belongs(self, condition: Condition) -> bool:
        if condition.steps and not (self.step and (_ANYTHING in condition.steps or pattern(condition.steps).match(self.step))):
            return False
        if condition.wholes and not {key(whole) for whole in condition.wholes} & self._whole_keys:
            return False
        return len(self.owners) >= condition.owners

    @cached_property
    def wholes(self) -> tuple[str, ...]:
        """What it is a part of: another intervention, a chapter or a focus area."""
        return tuple(dict.fromkeys(fact.object for fact in self._facts if fact.relation == "part_of" and fact.object))

    @cached_property
    def is_named(self) -> bool:
        """True where it has a name and not a description in small letters or with an explanation in brackets."""
        return self.name[:1].isupper() and "(" not in self.name

    @cached_property
    def namings(self) -> list[Evidence]:
        """Where it is called an intervention."""
        return [_of(fact) for fact in self._facts if fact.relation == "type" and fact.object == "Intervention"]

    def covers(self, found: Evidence) -> bool:
        """True where a run of text stands under a heading of its own."""
        return any(found.document == id_ and section.start <= found.start < section.end for id_, section in self._headed)

    @cached_property
    def variant_of(self) -> frozenset[str]:
        """The interventions that it is one form of."""
        return frozenset(fact.object for fact in self._facts if fact.relation == "variant" and fact.object)

    def only_in(self, document: str, start: int, end: int) -> bool:
        """True where nothing outside a run of a document's text calls it an intervention."""
        return all(one.document == document and start <= one.start and one.end <= end for one in self.namings)

    @cached_property
    def _whole_keys(self) -> frozenset[str]:
        return frozenset(key(whole) for whole in self.wholes)

    @cached_property
    def text(self) -> str:
        """Its name and all that stands in any of the places."""
        return "\n".join(dict.fromkeys([self.name, *(one.quote for place in _PLACES for one in self._evidence[place])]))

    def evidence(self, place: str) -> list[Evidence]:
        """What stands in one of the places, in the order of the text."""
        return self._evidence[place]

    @cached_property
    def _evidence(self) -> dict[str, list[Evidence]]:
        kinds = [fact for fact in self._facts if fact.relation == "type"]
        headed = {id_ for id_, _ in self._headed}
        return {
            "target_group": [_of(fact) for fact in self._facts if fact.relation == "target_group"],
            "purpose": [_of(fact) for fact in self._goals],
            "sheet": [*self._sheet(), *(_of(fact) for fact in self._facts if fact.relation not in _NOT_SAID and fact.document not in headed)],
            "name": [_of(fact) for fact in kinds if key(self.name) in key(fact.quote)] or [_of(fact) for fact in kinds],
            "step": [_of(fact) for fact in self._facts if fact.relation == "ladder_step"],
            "owners": [_of(fact) for fact in self._facts if fact.relation == "responsible"],
        }

    def _sheet(self) -> Iterator[Evidence]:
        """The sentences under the headings that are the intervention's own, without those that say who is not covered."""
        excluded = {(fact.document, fact.start) for fact in self._facts if fact.relation == "exclusion"}
        excluded -= {(fact.document, fact.start) for fact in self._facts if fact.relation == "target_group"}
        for id_, section in self._headed:
            yield from (sentence for sentence in self._all_headings[id_].sentences(section) if (id_, sentence.start) not in excluded)

    @cached_property
    def _headed(self) -> list[tuple[str, Section]]:
        """The sections under a heading that calls it an intervention, or that bears its name, with their documents."""
        starts = {id_: {one.start for one in self.namings if one.document == id_} for id_ in sorted(self.documents)}
        return [(id_, section) for id_, at in starts.items() for section in self._all_headings[id_].of(self.name, at)]


def titles_of(section: str) -> list[str]:
    """The headings that a place stands under, the outermost first, without their numbers."""
    return [_NUMBER.sub("", title) for title in section.split(" › ")]


def _under(found: Evidence, headings: Sequence[str]) -> bool:
    """True below one of the headings, whose own numbers do not count."""
    return any(title in headings for title in titles_of(found.section))


def _of(fact: Fact) -> Evidence:
    return Evidence(fact.document, fact.section, fact.quote, fact.start, fact.end)


def _from(piece: Piece) -> Evidence:
    section = piece.document.section_at(piece.start)
    return Evidence(piece.document.id, section, piece.text, piece.start, piece.end)
