"""Which thing a name stands for, and the thing's address.

Why an address may end in a check code: long names are cut, and two different names must never share an address. A name keeps its
plain slug as long as it alone has it.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.document import Document
from graph.fact import Fact
from graph.linking import key
from graph.recognisers.places import schools
from graph.recognisers.references import Reference, references
from graph.terms import rebased
from ontology.names import slug
from ontology.relations import Kind, known_things, read_kinds, read_relations
from ontology.vocabulary import from_vocabularies

PLAIN = "Concept"
_OWNER_KINDS = ("Administration",)  # an administration is the same thing whatever else it is called


@dataclass(frozen=True)
class Entity:
    """A thing with its address and the kinds it is of; what is listed has its name from a vocabulary or a document's title."""

    name: str
    iri: str
    kinds: tuple[Kind, ...]
    listed: bool = False


class Entities:
    """Finds the thing behind every name in the facts."""

    def __init__(self, facts: Iterable[Fact], base: str, documents: Sequence[Document] = ()) -> None:
        self._base = base
        self._titles = {document.source.title: f"{base}dokument/{document.id}" for document in documents}
        self._types: dict[str, set[str]] = defaultdict(set)
        facts = list(facts)
        for fact in facts:
            if fact.relation == "type" and fact.object in read_kinds():
                self._types[fact.subject].add(fact.object)
        self._keys: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._register(facts)

    def subject(self, name: str) -> Entity:
        """The thing a fact is about."""
        return self._entity(name, "")

    def object(self, name: str, kind: str) -> Entity:
        """The thing a fact points at, known to be of a kind."""
        return self._entity(name, _kind_by_form(name, kind))

    def _register(self, facts: list[Fact]) -> None:
        """Remember under which addresses the names of the facts would meet, each name looked at once."""
        asked = {relation: read_relations()[relation].object_kind for relation in {fact.relation for fact in facts}}
        objects = {(fact.object, asked[fact.relation]) for fact in facts if fact.object and asked[fact.relation]}
        named = {(fact.subject, "") for fact in facts} | {(name, _kind_by_form(name, kind)) for name, kind in objects}
        for name, kind in named:
            self._keys[self._kinds(name, kind)[0].path, slug(name)].add(key(name))

    def _entity(self, name: str, kind: str) -> Entity:
        kinds = self._kinds(name, kind)
        separate = kind in _SEPARATE
        known = None if separate else next((iri for one in (*_owners(), *kinds) if (iri := _known(one.name).get(name.casefold()))), None)
        if known is None and not separate and not self._types.get(name):
            known = self._titles.get(name) or (_known_anywhere(name) if kind in ("", PLAIN) else None)
        if known:
            return Entity(name, rebased(known, self._base), kinds, listed=True)
        return Entity(name, self._minted(name, kinds[0].path), kinds)

    def _kinds(self, name: str, kind: str) -> tuple[Kind, ...]:
        """The kinds of a name by rank; the kind its relation asks for gives the address only when no type does."""
        types = self._types.get(name)
        own = [one for one in read_kinds().values() if one.name in types] if types else []
        asked = [read_kinds()[kind]] if kind and not (kind == PLAIN and own) else []
        if kind in _SEPARATE:
            return (read_kinds()[kind],)
        return tuple(dict.fromkeys([*own, *asked])) or (read_kinds()[PLAIN],)

    def _minted(self, name: str, path: str) -> str:
        plain = slug(name)
        sharers = self._keys.get((path, plain), ())
        code = f"-{hashlib.sha256(key(name).encode()).hexdigest()[:6]}" if len(sharers) > 1 else ""
        return f"{self._base}{path}/{plain}{code}"


_SEPARATE = frozenset({"Duty", "Deadline", "Channel", "Paragraph"})  # a rule or a way in is never the thing of the same name


def _kind_by_form(name: str, kind: str) -> str:
    """The kind a relation asks for, made right by what the name itself shows."""
    if kind == "Law" and paragraph_reference(name):
        return "Paragraph"
    if kind == "School" and not next(schools(name), None):
        return PLAIN
    if kind == "District" and name.casefold() not in _known("District"):
        return "Place"
    return kind


@from_vocabularies
def paragraph_reference(name: str) -> Reference | None:
    """The reference, when a name is one to a paragraph of a law."""
    found = next(references(name), None)
    return found if found and found.paragraph else None


@from_vocabularies
def _owners() -> tuple[Kind, ...]:
    return tuple(read_kinds()[name] for name in _OWNER_KINDS)


@from_vocabularies
def _known(kind: str) -> dict[str, str]:
    """The addresses of the vocabularies' things by each name they have, in lower case."""
    return {
        label.text.casefold(): thing.iri
        for thing in known_things(read_kinds()[kind])
        for label in thing.labels
        if label.language == "da" and label.kind in ("preferred", "professional", "misspelling", "notation")
    }


def _known_anywhere(name: str) -> str | None:
    return next((iri for kind in read_kinds() if (iri := _known(kind).get(name.casefold()))), None)
