"""When two interventions are for the same child or work in the same way, read from ``comparison.ttl``.

Why data and not Python: what counts as the same need is a judgement of the field; those who know it can read and correct it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from rdflib import RDF, SKOS, Graph, Namespace, URIRef
from rdflib.term import Node

from ontology.names import TG
from ontology.vocabulary import VocabularyError, from_vocabularies, parse_turtle, read_vocabulary

COMPARISON = Path(__file__).parent / "comparison.ttl"

_TG = Namespace(TG)


@dataclass(frozen=True)
class Field:
    """A need that comes in degrees: ``degrees`` maps the id of a concept to its degree, 1 being the mildest.

    ``unspecified`` are concepts that name the field without a degree; they count as the mildest where no degree is said.
    ``by_age`` says that the degrees follow the child's age.
    """

    id: str
    label: str
    degrees: dict[str, int]
    unspecified: frozenset[str]
    by_age: bool = False


@dataclass(frozen=True)
class Comparison:
    """The concepts that count as a need or a method, by id, and the words that tell who receives a help, by its name.

    ``half`` are needs that say more of the place than of the child.
    """

    needs: frozenset[str]
    methods: frozenset[str]
    half: frozenset[str]
    fields: tuple[Field, ...]
    recipients: dict[str, tuple[str, ...]]

    def field_of(self, concept: str) -> Field | None:
        """The field a concept belongs to."""
        return self._fields.get(concept)

    @cached_property
    def _fields(self) -> dict[str, Field]:
        return {concept: field for field in self.fields for concept in (*field.degrees, *field.unspecified)}


@from_vocabularies
def read_comparison(path: Path = COMPARISON) -> Comparison:
    """The rules of comparison.

    Raises VocabularyError when the file is missing or broken, or names a concept that is not among the needs.
    """
    graph = parse_turtle(path)
    concepts = read_vocabulary("needs")
    rules = next(graph.subjects(RDF.type, _TG.Comparison), None)
    if rules is None:
        raise VocabularyError(f"{path.name} har ingen regler (tg:Comparison). Geninstallér programmet.")
    kinds, methods = (frozenset(map(str, graph.objects(rules, name))) for name in (_TG.comparesKind, _TG.methodKind))
    also, little, half = (_ids(graph, rules, name) for name in (_TG.comparesAlso, _TG.saysLittle, _TG.saysHalf))
    fields = tuple(sorted((_field(graph, node) for node in graph.subjects(RDF.type, _TG.Field)), key=lambda field: field.id))
    named = also | little | half | {concept for field in fields for concept in (*field.degrees, *field.unspecified)}
    if unknown := named - {concept.id for concept in concepts}:
        raise VocabularyError(f"{path.name} henviser til begreber, der ikke står i needs.ttl: {', '.join(sorted(unknown))}. Ret filen, og prøv igen.")
    graded = {concept for field in fields for concept in (*field.degrees, *field.unspecified)}
    return Comparison(
        needs=frozenset(c.id for c in concepts if c.kind in kinds) - little | also | graded,
        methods=frozenset(c.id for c in concepts if c.kind in methods) - little - graded,
        half=half,
        fields=fields,
        recipients={str(graph.value(node, SKOS.prefLabel)): _words(graph, node) for node in sorted(graph.subjects(RDF.type, _TG.Recipient), key=str)},
    )


def _field(graph: Graph, node: Node) -> Field:
    groups = graph.items(next(graph.objects(node, _TG.degrees)))
    degrees = {_local(concept): degree for degree, group in enumerate(groups, 1) for concept in graph.items(group)}
    return Field(_local(node), str(graph.value(node, SKOS.prefLabel)), degrees, _ids(graph, node, _TG.unspecified), graph.value(node, _TG.byAge) is not None)


def _ids(graph: Graph, node: Node, predicate: URIRef) -> frozenset[str]:
    return frozenset(_local(value) for value in graph.objects(node, predicate))


def _words(graph: Graph, node: Node) -> tuple[str, ...]:
    return tuple(sorted(str(word) for word in graph.objects(node, _TG.word)))


def _local(node: Node) -> str:
    return str(node).rsplit("/", 1)[-1]
