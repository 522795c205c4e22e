"""Names the vocabularies lack: candidates for interventions, laws, schools and needs, each with the words where it stands, for an editor to accept.

Why by form and not by likeness: an editor can see from the words alone why something is suggested, and what is suggested today is
suggested tomorrow until it is accepted.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from corpus.danish import STOP_WORDS, stem, words
from corpus.document import Document
from corpus.sentences import sentence_spans
from graph.fact import Fact
from graph.linking import key
from graph.recognisers.places import schools
from graph.recognisers.references import references
from ontology.names import slug
from ontology.vocabulary import read_vocabulary

INTERVENTION, LAW, SCHOOL, NEED = "indsats", "lov", "skole", "behov"
MOST_PLACES = 3  # passages a suggestion shows
FEWEST_TARGETS = 2  # target groups that must use a word before it is suggested as a need
SHORTEST_NEED = 7  # letters; shorter words are too general

_NAME = r"[A-ZÆØÅ][\wæøåÆØÅ-]+(?: (?:(?:i|på|og|for|til|af|med|ved|under) )?[A-ZÆØÅ][\wæøåÆØÅ-]+)*"
_KIND = r"(?:indsats(?:en)?|tilbud(?:det)?|projekt(?:et)?|team(?:et)?|cent(?:er|ret)|forløb(?:et)?|program(?:met)?)"
_NAMED = (
    re.compile(rf"\b[\wæøå]*{_KIND} [»\"”“]([A-ZÆØÅ][^«\"”“\n]{{2,60}})[«\"”]"),
    re.compile(rf"[»\"”“]([A-ZÆØÅ][^«\"”“\n]{{2,60}})[«\"”] (?:er (?:et|en) )?[\wæøå]*{_KIND}\b"),
    re.compile(rf"\b[a-zæøå]*(?:indsatsen|tilbuddet|projektet|teamet|centret|forløbet|programmet) ({_NAME})"),
    re.compile(rf"\b({_NAME})-(?:indsatsen|tilbuddet|projektet|teamet|centret|forløbet|programmet)\b"),
)
_LAW = re.compile(r"\b([A-ZÆØÅa-zæøå]{3,40}(?:loven|bekendtgørelsen))s?(?= ?,? ?§| kap\b|[.,;) ])")


@dataclass(frozen=True)
class Place:
    """Words where a name stands: the run ``start:end`` of a document's clean text."""

    document: str
    section: str
    quote: str
    start: int
    end: int


@dataclass(frozen=True)
class Suggestion:
    """A name that no vocabulary has; ``kind`` is indsats, lov, skole or behov, ``count`` how often it stands."""

    id: str
    kind: str
    name: str
    count: int
    places: tuple[Place, ...]

    def to_json(self) -> dict[str, Any]:
        """The suggestion as a plain mapping."""
        return asdict(self)


def suggestions(documents: Iterable[Document], facts: Sequence[Fact]) -> list[Suggestion]:
    """The candidates, by kind and then the most used first."""
    found: dict[tuple[str, str], list[tuple[str, Place]]] = defaultdict(list)
    known = {INTERVENTION: _known_names(facts), LAW: _labels("laws"), SCHOOL: _labels("schools")}
    for document in documents:
        for start, end in sentence_spans(document.text):
            sentence = document.text[start:end]
            place = Place(document.id, document.section_at(start), sentence, start, end)
            for kind, names in _FORMS.items():
                for name in names(sentence):
                    if key(name) not in known[kind]:
                        found[kind, key(name)].append((name, place))
    for word, place in _needs(facts):
        found[NEED, key(word)].append((word, place))
    rows = [_suggestion(kind, uses) for (kind, _), uses in found.items() if kind != NEED or len(uses) >= FEWEST_TARGETS]
    return sorted(rows, key=lambda row: (tuple(_KINDS).index(row.kind), -row.count, row.name))


def _interventions(sentence: str) -> Iterator[str]:
    for form in _NAMED:
        yield from (match.group(1).strip() for match in form.finditer(sentence))


def _laws(sentence: str) -> Iterator[str]:
    """Words of the form of a law that are none of the laws we know."""
    taken = [(found.start, found.end) for found in references(sentence)]
    for match in _LAW.finditer(sentence):
        if not any(start <= match.start() < end for start, end in taken):
            yield match.group(1)


def _schools(sentence: str) -> Iterator[str]:
    """Names of the form of a school, without the word with a capital that a sentence may open with."""
    for place in schools(sentence):
        first, _, rest = place.label.partition(" ")
        yield rest if rest and first.casefold() in STOP_WORDS else place.label


_FORMS: dict[str, Callable[[str], Iterator[str]]] = {INTERVENTION: _interventions, LAW: _laws, SCHOOL: _schools}
_KINDS = (*_FORMS, NEED)


def _needs(facts: Sequence[Fact]) -> Iterator[tuple[str, Place]]:
    """Words of target groups that no label of the thesaurus meets, each once a target group."""
    met = {stem(word) for concept in read_vocabulary("needs") for text in concept.texts() for word in words(text)}
    met |= {stem(word) for fact in facts if fact.relation in ("type", "district", "school") for word in words(fact.subject)}
    forms: dict[str, str] = {}
    for fact in facts:
        if fact.relation == "target_group":
            place = Place(fact.document, fact.section, fact.quote, fact.start, fact.end)
            for stemmed, word in {stem(word): word for word in words(fact.object or "")}.items():
                if len(word) >= SHORTEST_NEED and word.isalpha() and word not in STOP_WORDS and stemmed not in met:
                    yield forms.setdefault(stemmed, word), place


def _known_names(facts: Iterable[Fact]) -> set[str]:
    typed = {key(fact.subject) for fact in facts if fact.relation == "type"}
    return typed | _labels("administrations") | _labels("districts") | _labels("schools")


def _labels(vocabulary: str) -> set[str]:
    return {key(text) for concept in read_vocabulary(vocabulary) for text in concept.texts()}


def _suggestion(kind: str, uses: Sequence[tuple[str, Place]]) -> Suggestion:
    name = uses[0][0]
    return Suggestion(f"{kind}-{slug(name)}", kind, name, len(uses), tuple(dict.fromkeys(place for _, place in uses))[:MOST_PLACES])
