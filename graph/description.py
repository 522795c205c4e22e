"""Reads what the graph says of one thing: its triples, and the statements about it with their quotes.

Why not SPARQL: a look-up by subject or object in the read-only store takes microseconds, can be given no hostile text, and so
neither waits for the workers that answer outside queries nor takes their place. A graph on another machine is asked the same way.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from graph.errors import StorageError
from graph.fact import INFERRED
from graph.quads import Quads
from graph.statements import GRAPHS, WHOLE
from graph.terms import TYPE, node
from ontology.names import DCT, OA, PREFIXES, PROV, RDF, RDFS, SCHEMA, SKOS, TG
from ontology.relations import read_kinds

FORMATS = {"ttl": RdfFormat.TURTLE, "jsonld": RdfFormat.JSON_LD, "nt": RdfFormat.N_TRIPLES}

_ONTOLOGY = "ontologi"
_OWN_TERMS = ("relation", "slags")  # described with the ontology itself
_OWL_ONTOLOGY = "http://www.w3.org/2002/07/owl#Ontology"
_LABELS = (SKOS + "prefLabel", RDFS + "label", DCT + "title", OA + "exact")
_DEFINITIONS = (SKOS + "definition", DCT + "description", SKOS + "scopeNote", SKOS + "note")
_STATEMENT, _KINDS = "udsagn/", "slags/"
_TERM_CLASSES = {"relation": TG + "Relation", "kind": TG + "EntityKind", "class": RDFS + "Class", "property": RDF + "Property"}


@dataclass(frozen=True)
class Value:
    """What one property says: words, and the address where it is a thing of ours."""

    property: str
    text: str
    path: str | None = None


@dataclass(frozen=True)
class Claim:
    """A statement by its fact's id, with the addresses of the things it binds."""

    id: str
    subject: str
    object: str | None


@dataclass(frozen=True)
class Description:
    """A thing for people: ``claims`` are about it or, for a quote, rest on it; ``mentions`` name it; ``incoming`` are other things that point at it."""

    path: str
    label: str
    kind: str
    definitions: tuple[str, ...]
    values: tuple[Value, ...]
    claims: tuple[Claim, ...]
    mentions: tuple[Claim, ...]
    incoming: tuple[Value, ...]


@dataclass(frozen=True)
class OwnTerm:
    """A term of our own ontology with its name in Danish and English and what it means."""

    name: str
    label: str
    english: str
    definition: str


class GraphReader:
    """Reads a graph, in a store folder or elsewhere; paths are addresses below the base."""

    def __init__(self, quads: Quads) -> None:
        self._source = quads

    @cached_property
    def base(self) -> str:
        """The base of the addresses in this store."""
        found = next(self._source.matching(None, node(TYPE), node(_OWL_ONTOLOGY), DefaultGraph()), None)
        if found is None or not isinstance(found.subject, NamedNode):
            raise StorageError("Grafen mangler sin ontologi. Kør »trivsel build«.")
        return found.subject.value.removesuffix(_ONTOLOGY)

    def is_same(self, other: GraphReader) -> bool:
        """True where this graph says of itself what another says: the checksum of all that it holds."""
        whole = node(other.base + WHOLE), node(SCHEMA + "sha256"), None, DefaultGraph()
        return [quad.object for quad in self._source.matching(*whole)] == [quad.object for quad in other._source.matching(*whole)] != []

    def knows(self, path: str) -> bool:
        """True where the graph says something of a path."""
        return _is_address(path) and next(self._quads(subject=self._node(path)), None) is not None

    def describe(self, path: str, inferred: bool = False) -> Description | None:
        """What the graph says of a path, None when nothing; ``inferred`` adds the statements that were inferred."""
        if not self.knows(path):
            return None
        subject = self._node(path)
        outgoing = list(self._quads(subject=subject))
        self._source.look_ahead(quad.object for quad in outgoing if self._path(quad.object))
        return Description(
            path=path,
            label=self.label(path),
            kind=self._kind(path),
            definitions=tuple(_danish(quad for quad in outgoing if quad.predicate.value in _DEFINITIONS)),
            values=tuple(sorted({self._value(quad) for quad in outgoing}, key=lambda value: (value.property, value.text))),
            claims=tuple(claim for end in (RDF + "subject", PROV + "wasDerivedFrom") for claim in self._claims(subject, end, inferred)),
            mentions=tuple(self._claims(subject, RDF + "object", inferred)),
            incoming=tuple(self._incoming(subject)),
        )

    def serialized(self, path: str, form: str, inferred: bool = False) -> bytes | None:
        """The description of a path as ttl, jsonld or nt, None when the graph says nothing of it."""
        if not self.knows(path):
            return None
        triples = self._ontology_triples if path == _ONTOLOGY else self._triples(self._node(path), inferred)
        return written(triples, form)

    def serialized_all(self, paths: Iterable[str], form: str) -> bytes:
        """The descriptions of several paths as one; what the graph does not know is left out."""
        named = [path for path in paths if _is_address(path)]
        self._source.look_ahead(map(self._node, named))
        known = [self._node(path) for path in named if self.knows(path)]
        return written({triple for thing in known for triple in self._triples(thing, inferred=False)}, form)

    def label(self, path: str) -> str:
        """The Danish name of a path, else the path."""
        for predicate in _LABELS:
            if found := _danish(self._quads(subject=self._node(path), predicate=predicate)):
                return found[0]
        return path

    def names_of(self, path: str, predicate: str) -> list[str]:
        """The names of the things a property of a path points at, or its words."""
        quads = self._quads(subject=self._node(path), predicate=predicate)
        return sorted({self._value(quad).text for quad in quads})

    @cached_property
    def own_terms(self) -> dict[str, list[OwnTerm]]:
        """The terms of the ontology by what they are: classes, properties, relations, kinds of things and others."""
        groups: dict[str, list[OwnTerm]] = {name: [] for name in (*_TERM_CLASSES, "")}
        classes: dict[str, set[str]] = defaultdict(set)
        texts: dict[str, dict[tuple[str, str | None], str]] = defaultdict(dict)
        for triple in self._ontology_triples:
            subject = str(getattr(triple.subject, "value", ""))
            if triple.predicate.value == TYPE:
                classes[subject].add(str(getattr(triple.object, "value", "")))
            elif isinstance(triple.object, Literal):
                texts[subject][triple.predicate.value, triple.object.language] = triple.object.value
        for subject in sorted(classes, key=str.casefold):
            group = next((name for name, class_ in _TERM_CLASSES.items() if class_ in classes[subject]), "")
            name = _short(subject).removeprefix(self.base)
            da, en = (next((texts[subject][label, language] for label in _LABELS if (label, language) in texts[subject]), "") for language in ("da", "en"))
            if name != _ONTOLOGY and da:
                groups[group].append(OwnTerm(name, da, en, texts[subject].get((SKOS + "definition", "da"), "")))
        return groups

    def subject_of(self, statement: str) -> str | None:
        """The path of the thing a statement is about."""
        quads = self._quads(subject=self._node(_STATEMENT + statement), predicate=RDF + "subject")
        return next((path for quad in quads if (path := self._path(quad.object))), None)

    def is_inferred_about(self, path: str) -> bool:
        """True where something was inferred of a path or names it."""
        graph, thing = node(f"{self.base}graf/{GRAPHS[INFERRED]}"), self._node(path)
        ends = (node(RDF + "subject"), node(RDF + "object"))
        return any(next(self._source.matching(None, end, thing, graph), None) is not None for end in ends)

    def kind_label(self, name: str) -> str:
        """The Danish name of a kind of thing, such as "bydel" for District."""
        listed = (self._path(quad.subject) or "" for quad in self._quads(predicate=SKOS + "notation", value=Literal(name)))
        return next((self.label(path) for path in listed if path.startswith(_KINDS)), name)

    def path_of(self, iri: str) -> str | None:
        """The path of an address under the base."""
        return iri.removeprefix(self.base) if iri.startswith(self.base) else None

    def _node(self, path: str) -> NamedNode:
        return NamedNode(self.base + path)

    def _path(self, term: object) -> str | None:
        return self.path_of(term.value) if isinstance(term, NamedNode) else None

    def _quads(self, subject: Any = None, predicate: str | None = None, value: Any = None, inferred: bool = False) -> Iterator[Quad]:
        """Stated and reviewed triples; those inferred where asked for, and for a thing that only stands there."""
        pattern = (subject, node(predicate) if predicate else None, value)
        yield from self._source.matching(*pattern, DefaultGraph())
        if inferred or (subject is not None and self._is_inferred(subject)):
            yield from self._source.matching(*pattern, node(f"{self.base}graf/{GRAPHS[INFERRED]}"))

    def _is_inferred(self, subject: Any) -> bool:
        return next(self._source.matching(subject, None, None, DefaultGraph()), None) is None

    def _value(self, quad: Quad) -> Value:
        path = self._path(quad.object)
        text = self.label(path) if path else str(getattr(quad.object, "value", quad.object))
        return Value(_short(quad.predicate.value), _short(text) if isinstance(quad.object, NamedNode) and not path else text, path)

    def _claims(self, thing: NamedNode, predicate: str, inferred: bool) -> Iterator[Claim]:
        quads = list(self._quads(predicate=predicate, value=thing, inferred=inferred))
        self._source.look_ahead(quad.subject for quad in quads)
        for quad in quads:
            if statement := self._path(quad.subject):
                ends = [next(self._quads(subject=quad.subject, predicate=RDF + end), None) for end in ("subject", "object")]
                subject, object_ = (self._path(end.object) if end else None for end in ends)
                yield Claim(statement.removeprefix(_STATEMENT), subject or "", object_)

    def _incoming(self, thing: NamedNode) -> Iterator[Value]:
        """Things that point here by a property of their own; what a statement says is told by the statement."""
        quads = [quad for quad in self._quads(value=thing) if not (self._path(quad.subject) or _STATEMENT).startswith(_STATEMENT)]
        self._source.look_ahead(quad.subject for quad in quads)
        for quad in quads:
            if path := self._path(quad.subject):
                yield Value(_short(quad.predicate.value), self.label(path), path)

    def _kind(self, path: str) -> str:
        """The Danish name of the kind of a path: by its classes, else by its scheme."""
        first = path.partition("/")[0]
        classes = {quad.object.value for quad in self._quads(subject=self._node(path), predicate=TYPE) if isinstance(quad.object, NamedNode)}
        fitting = [kind for kind in read_kinds().values() if kind.path == first and classes.issuperset(kind.classes)]
        if "/" in path and fitting:
            return self.kind_label(max(fitting, key=lambda kind: (len(kind.classes), kind.rank)).name)
        return next(iter(self.names_of(path, SKOS + "inScheme")), "")

    def _triples(self, thing: NamedNode, inferred: bool) -> set[Triple]:
        """The triples of a thing, of the statements that name it, and of the quotes these rest on."""
        direct = [*self._quads(subject=thing, inferred=inferred), *self._quads(value=thing, inferred=inferred)]
        statements = {quad.subject for quad in direct if (self._path(quad.subject) or "").startswith(_STATEMENT)}
        self._source.look_ahead(statements)
        about = [*direct, *(quad for statement in statements for quad in self._quads(subject=statement, inferred=inferred))]
        sources = {quad.object for quad in about if quad.predicate.value == PROV + "wasDerivedFrom"}
        self._source.look_ahead(sources)
        cited = [quad for source in sources for quad in self._quads(subject=source, inferred=inferred)]
        selectors = {quad.object for quad in (*direct, *cited) if quad.predicate.value == OA + "hasSelector"}
        self._source.look_ahead(selectors)
        exact = [quad for selector in selectors for quad in self._quads(subject=selector, inferred=inferred)]
        return {quad.triple for quad in (*about, *cited, *exact)}

    @cached_property
    def _ontology_triples(self) -> set[Triple]:
        """Everything said of our own terms, the relations and the kinds of things; the whole vocabulary is gone through to find it."""
        own = (TG, *(self.base + name for name in _OWN_TERMS), self.base + _ONTOLOGY)
        return {quad.triple for quad in self._source.of_own(own, node(f"{self.base}graf/ordlister"))}


def written(triples: Iterable[Triple], form: str, prefixes: dict[str, str] | None = None) -> bytes:
    """Triples as ttl, jsonld or nt, in a fixed order."""
    rows = sorted(triples, key=str)
    known = {**PREFIXES, **(prefixes or {})}
    used = {name: space for name, space in sorted(known.items()) if any(space in str(row) for row in rows)}
    return serialize(rows, format=FORMATS[form], prefixes=used) or b""


def _is_address(path: str) -> bool:
    """True for what can stand in an address of ours."""
    return bool(path) and path.isascii() and path.isprintable() and not any(sign in path for sign in ' <>"{}|^`\\')


def _danish(quads: Iterable[Quad]) -> list[str]:
    """The words of literals, Danish ones first; other languages only where there is nothing else."""
    literals = [quad.object for quad in quads if isinstance(quad.object, Literal)]
    own = sorted({literal.value for literal in literals if literal.language in ("da", None)})
    return own or sorted({literal.value for literal in literals})


def _short(iri: str) -> str:
    """An address with its prefix: ``dct:title``."""
    return next((f"{name}:{iri.removeprefix(space)}" for name, space in PREFIXES.items() if iri.startswith(space)), iri)
