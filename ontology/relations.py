"""What each relation and each kind of thing becomes in RDF, read from ``relations.ttl``.

Why data and not a table in Python: staff and other programs can read the mapping, and it stands in the graph itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rdflib import RDF, SKOS, Graph, Namespace
from rdflib.term import Node, URIRef

from ontology.names import TG
from ontology.concept import Concept
from ontology.vocabulary import parse_turtle, read_vocabulary

ONTOLOGY = Path(__file__).parent
OWN_FILES = (ONTOLOGY / "trivselsgrafen.ttl", ONTOLOGY / "relations.ttl", ONTOLOGY / "rules.ttl")

_TG = Namespace(TG)


@dataclass(frozen=True)
class Relation:
    """The RDF property of a fact relation and what its object is: a thing of a kind, one fixed node, a typed value or words."""

    name: str
    property: str
    inverse: str = ""
    object_kind: str = ""
    object_node: str = ""
    datatype: str = ""
    without: str = ""


@dataclass(frozen=True)
class Kind:
    """A kind of thing: its classes, its part of the address, and what every thing of the kind must carry."""

    name: str
    rank: int
    path: str
    classes: tuple[str, ...]
    label_properties: tuple[str, ...]
    vocabularies: tuple[str, ...] = ()
    scheme: str = ""
    located_in: str = ""
    ordered: bool = False
    identified: bool = False


@dataclass(frozen=True)
class DutyLevel:
    """A strength of duty with the words that show it, strongest first in ``read_duty_levels``."""

    iri: str
    cues: tuple[str, ...]


@cache
def read_relations(path: Path = OWN_FILES[1]) -> dict[str, Relation]:
    """The relations by name.

    Raises VocabularyError when the file is missing or broken.
    """
    graph = parse_turtle(path)
    relations = (_relation(graph, node) for node in graph.subjects(RDF.type, _TG.Relation))
    return {relation.name: relation for relation in sorted(relations, key=lambda relation: relation.name)}


@cache
def read_kinds(path: Path = OWN_FILES[1]) -> dict[str, Kind]:
    """The kinds of things by name, the kind that gives the address first.

    Raises VocabularyError when the file is missing or broken.
    """
    graph = parse_turtle(path)
    kinds = (_kind(graph, node) for node in graph.subjects(RDF.type, _TG.EntityKind))
    return {kind.name: kind for kind in sorted(kinds, key=lambda kind: kind.rank)}


@cache
def read_duty_levels(path: Path = OWN_FILES[0]) -> tuple[DutyLevel, ...]:
    """The strengths of duty in the order of their ``skos:memberList``."""
    graph = parse_turtle(path)
    head = next(graph.objects(None, SKOS.memberList))
    return tuple(DutyLevel(str(node), _texts(graph, node, SKOS.hiddenLabel)) for node in graph.items(head))


def known_things(kind: Kind) -> tuple[Concept, ...]:
    """The things of a kind that the vocabularies list."""
    return tuple(concept for name in kind.vocabularies for concept in read_vocabulary(name))


def _relation(graph: Graph, node: Node) -> Relation:
    object_kind = graph.value(node, _TG.objectKind)
    return Relation(
        name=_text(graph, node, SKOS.notation),
        property=_text(graph, node, _TG.property),
        inverse=_text(graph, node, _TG.inverseProperty),
        object_kind=_text(graph, object_kind, SKOS.notation) if object_kind is not None else "",
        object_node=_text(graph, node, _TG.objectNode),
        datatype=_text(graph, node, _TG.datatype),
        without=_text(graph, node, _TG.withoutCharacters),
    )


def _kind(graph: Graph, node: Node) -> Kind:
    return Kind(
        name=_text(graph, node, SKOS.notation),
        rank=int(_text(graph, node, _TG["rank"])),
        path=_text(graph, node, _TG.path),
        classes=_texts(graph, node, _TG["class"]),
        label_properties=_texts(graph, node, _TG.labelProperty) or (str(SKOS.prefLabel),),
        vocabularies=_texts(graph, node, _TG.vocabulary),
        scheme=_text(graph, node, _TG.scheme),
        located_in=_text(graph, node, _TG.locatedIn),
        ordered=bool(_text(graph, node, _TG.ordered)),
        identified=bool(_text(graph, node, _TG.identified)),
    )


def _text(graph: Graph, node: Node, predicate: URIRef) -> str:
    return next(iter(_texts(graph, node, predicate)), "")


def _texts(graph: Graph, node: Node, predicate: URIRef) -> tuple[str, ...]:
    return tuple(sorted(str(value) for value in graph.objects(node, predicate)))
