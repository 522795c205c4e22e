"""A fact as RDF: its plain triple, the statement about it, and the quote the statement rests on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from corpus.document import Document
from graph.entities import Entities, Entity, paragraph_reference
from graph.fact import INFERRED, REVIEWED, Fact
from graph.terms import TYPE, Adder, Object, QuadBag, decimal, node, number, plain, rebased, typed, words
from ontology.names import CV, DCT, ELI, OA, PROV, RDF, SCHEMA, SKOS, TG, XSD, slug
from ontology.relations import Relation, read_duty_levels, read_kinds, read_relations

CONTEXT = 32  # characters before and after a quote, enough to find it again in a changed text
WHOLE = "graf"  # the graph as a whole, which says what tells it from every other
GRAPHS = {REVIEWED: "gennemgaaet", INFERRED: "udledt"}

_PART_OF_GROUP = " / "  # "Skolebarnet fra 6-13 år / barnet" is a part of the group named first


class StatementWriter:
    """Writes facts into the named graph that their basis and document give."""

    def __init__(self, bag: QuadBag, base: str, entities: Entities, documents: Mapping[str, Document]) -> None:
        self._bag = bag
        self._base = base
        self._entities = entities
        self._documents = documents

    def write(self, fact: Fact) -> None:
        """Add one fact."""
        add = self._bag.into(graph_of(fact, self._base))
        relation = read_relations()[fact.relation]
        subject = self._describe(add, self._entities.subject(fact.subject))
        value = self._object(add, fact, relation)
        add(subject, relation.property, value)
        if relation.inverse:
            add(value.value, relation.inverse, node(subject))
        self._state(add, fact, relation, subject, value)
        if relation.property == CV + "telephone":
            self._add_contact(add, fact, subject, value)

    def _object(self, add: Adder, fact: Fact, relation: Relation) -> Object:
        if relation.name == "type":
            return node(self._class(add, fact))
        if relation.object_node:
            return node(rebased(relation.object_node, self._base))
        if relation.object_kind and fact.object:
            return node(self._thing(add, fact, fact.object, relation.object_kind))
        return _literal(fact, relation)

    def _class(self, add: Adder, fact: Fact) -> str:
        """The main class of a type; a type we do not know becomes a concept of its own."""
        kind = read_kinds().get(fact.object or "")
        return kind.classes[0] if kind else self._describe(add, self._entities.object(fact.object or fact.relation, "Concept"))

    def _thing(self, add: Adder, fact: Fact, name: str, kind: str) -> str:
        reference = paragraph_reference(name) if kind == "Law" else None
        entity = self._entities.object(reference.label if reference else name, kind)
        iri = self._describe(add, entity)
        if reference:
            add(iri, ELI + "is_part_of", node(self._describe(add, self._entities.object(reference.law, "Law"))))
            add(iri, ELI + "number", plain(reference.paragraph or ""))
        if any(one.name in ("Duty", "Deadline") for one in entity.kinds):
            add(iri, DCT + "description", words(fact.quote or name))
            add(iri, TG + "dutyLevel", node(_duty_level(f"{name} {fact.quote}")))
        if _PART_OF_GROUP in name:
            group = self._entities.object(name.split(_PART_OF_GROUP)[0], "Concept")
            add(iri, SKOS + "broader", node(self._describe(add, group)))
        return iri

    def _describe(self, add: Adder, entity: Entity) -> str:
        """Say what a thing is and is called, in the graph that speaks of it."""
        for kind in entity.kinds:
            for class_ in kind.classes:
                add(entity.iri, TYPE, node(class_))
            if kind.scheme:
                add(entity.iri, SKOS + "inScheme", node(rebased(kind.scheme, self._base)))
            if kind.located_in and not entity.listed:
                add(entity.iri, DCT + "spatial", node(rebased(kind.located_in, self._base)))
            if kind.identified:
                add(entity.iri, DCT + "identifier", plain(entity.iri.removeprefix(self._base)))
            for predicate in kind.label_properties:
                if not (entity.listed and predicate == SKOS + "prefLabel"):
                    add(entity.iri, predicate, words(entity.name))
        return entity.iri

    def _state(self, add: Adder, fact: Fact, relation: Relation, subject: str, value: Object) -> None:
        statement = f"{self._base}udsagn/{fact.id}"
        add(statement, TYPE, node(RDF + "Statement"))
        add(statement, RDF + "subject", node(subject))
        add(statement, RDF + "predicate", node(relation.property))
        add(statement, RDF + "object", value)
        add(statement, TG + "relation", plain(fact.relation))
        add(statement, TG + "basis", plain(fact.basis))
        add(statement, TG + "confidence", decimal(fact.confidence))
        if fact.object is not None:
            add(statement, TG + "object", words(fact.object))
        if fact.value is not None:
            add(statement, SCHEMA + "value", number(fact.value))
        if fact.unit:
            add(statement, SCHEMA + "unitText", words(fact.unit))
        if fact.reason:
            add(statement, TG + "reason", words(fact.reason))
        if fact.rule:
            add(statement, TG + "rule", node(f"{self._base}regel/{fact.rule}"))
        if fact.document and fact.quote:
            add(statement, PROV + "wasDerivedFrom", node(self._quote(add, fact)))

    def _quote(self, add: Adder, fact: Fact) -> str:
        """The quoted place; facts that rest on the same words share it."""
        source = f"{self._base}citat/{fact.document}/{fact.start}-{fact.end}"
        exact, position = f"{source}/ord", f"{source}/plads"
        add(source, TYPE, node(OA + "SpecificResource"))
        add(source, OA + "hasSource", node(f"{self._base}dokument/{fact.document}"))
        add(source, OA + "hasSelector", node(exact))
        add(source, OA + "hasSelector", node(position))
        if fact.section:
            add(source, SCHEMA + "articleSection", words(fact.section))
        add(exact, TYPE, node(OA + "TextQuoteSelector"))
        add(exact, OA + "exact", plain(fact.quote))
        document = self._documents.get(fact.document)
        if document:
            add(exact, OA + "prefix", plain(document.text[max(0, fact.start - CONTEXT):fact.start]))
            add(exact, OA + "suffix", plain(document.text[fact.end:fact.end + CONTEXT]))
        add(position, TYPE, node(OA + "TextPositionSelector"))
        add(position, OA + "start", number(fact.start))
        add(position, OA + "end", number(fact.end))
        return source

    def _add_contact(self, add: Adder, fact: Fact, subject: str, phone: Object) -> None:
        """A number given for something that is no contact point gets a contact point of its own."""
        contact_point = read_kinds()["ContactPoint"]
        if contact_point in self._entities.subject(fact.subject).kinds:
            return
        contact = f"{self._base}{contact_point.path}/{slug(fact.subject)}-telefon"
        add(subject, CV + "contactPoint", node(contact))
        add(contact, TYPE, node(CV + "ContactPoint"))
        add(contact, SKOS + "prefLabel", words(fact.subject))
        add(contact, CV + "telephone", phone)


def graph_of(fact: Fact, base: str) -> str:
    """The named graph of a fact: its document's, or the one for its basis."""
    return f"{base}graf/{GRAPHS.get(fact.basis, fact.document)}"


def _literal(fact: Fact, relation: Relation) -> Object:
    if relation.datatype and fact.value is not None:
        if relation.datatype == XSD + "gYear":
            return typed(f"{int(fact.value):04d}", relation.datatype)
        return decimal(fact.value) if relation.datatype == XSD + "decimal" else number(fact.value)
    text = fact.object if fact.object is not None else _amount(fact)
    if relation.without:
        return plain("".join(letter for letter in text if letter not in relation.without))
    return words(text)


def _amount(fact: Fact) -> str:
    return " ".join(part for part in (number(fact.value).value if fact.value is not None else "", fact.unit) if part) or fact.quote


def _duty_level(text: str) -> str:
    """The strongest duty that the words show; a rule without such a word says what must be done."""
    levels = read_duty_levels()
    return next((level.iri for level in levels if _cues(level.cues).search(text)), levels[0].iri)


@cache
def _cues(cues: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, cues)) + r")(?!\w)", re.IGNORECASE)
