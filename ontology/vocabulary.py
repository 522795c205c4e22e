"""The vocabularies as data: SKOS files read once into concepts with labels and relations."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from rdflib import DCTERMS, RDF, SKOS, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.plugins.parsers.notation3 import BadSyntax
from rdflib.term import Literal, Node

from ontology.concept import Concept, Label
from ontology.names import TG

VOCABULARIES = Path(__file__).parent / "vocabularies"

_TG = Namespace(TG)
_LABEL_KINDS = (
    (SKOS.prefLabel, "preferred"),
    (SKOS.altLabel, "professional"),
    (_TG.everydayLabel, "everyday"),
    (SKOS.hiddenLabel, "misspelling"),
    (SKOS.notation, "notation"),
    (_TG.placeName, "place"),
)


class VocabularyError(Exception):
    """A vocabulary file is missing or is not valid Turtle; the message names file, place and fix, in Danish."""


@cache
def read_vocabulary(name: str, folder: Path = VOCABULARIES) -> tuple[Concept, ...]:
    """The concepts of ``<name>.ttl``, ordered by id.

    Raises VocabularyError when the file is missing or broken.
    """
    graph = parse_turtle(folder / f"{name}.ttl")
    labelled = {node for node in graph.subjects(SKOS.prefLabel) if (node, RDF.type, SKOS.ConceptScheme) not in graph}
    return tuple(sorted((_concept(graph, node) for node in labelled), key=lambda concept: concept.id))


@cache
def read_order(name: str, folder: Path = VOCABULARIES) -> tuple[str, ...]:
    """The preferred Danish labels of an ordered vocabulary, in the order of its ``skos:memberList``."""
    graph = parse_turtle(folder / f"{name}.ttl")
    head = next(graph.objects(None, SKOS.memberList), None)
    by_iri = {concept.iri: concept.label for concept in read_vocabulary(name, folder)}
    return tuple(by_iri[str(node)] for node in Collection(graph, head)) if head is not None else ()


def parse_turtle(path: Path) -> Graph:
    """Read one Turtle file.

    Raises VocabularyError with file name, line and remedy.
    """
    try:
        return Graph().parse(path, format="turtle")
    except OSError as error:
        raise VocabularyError(f"Ordlisten {path.name} kan ikke åbnes ({error.strerror}). Geninstallér programmet.") from error
    except (UnicodeDecodeError, AssertionError) as error:
        raise VocabularyError(
            f"Ordlisten {path.name} kan ikke læses til ende: den er ikke tekst i UTF-8, eller et anførselstegn mangler. Ret filen, og prøv igen."
        ) from error
    except BadSyntax as error:
        # BadSyntax counts lines from 0 in `lines`; its own text is English and holds the whole file.
        raise VocabularyError(
            f"Ordlisten {path.name} har en fejl i linje {error.lines + 1}: teksten er ikke gyldig Turtle. Ret linjen (tit et manglende "
            "punktum, semikolon eller anførselstegn), og prøv igen."
        ) from error


def _concept(graph: Graph, node: Node) -> Concept:
    return Concept(
        id=_local(node),
        iri=str(node),
        labels=tuple(_labels(graph, node)),
        kind=next((_local(kind) for kind in graph.objects(node, _TG.kind)), ""),
        definition=str(graph.value(node, SKOS.definition) or ""),
        broader=_ids(graph, node, SKOS.broader),
        related=_ids(graph, node, SKOS.related),
        not_to_be_confused_with=_ids(graph, node, _TG.notToBeConfusedWith),
        spatial=_ids(graph, node, DCTERMS.spatial),
        answered_by=tuple(sorted(str(value) for value in graph.objects(node, _TG.answeredBy))),
        asks=tuple(sorted(str(value) for value in graph.objects(node, _TG.asks))),
    )


def _labels(graph: Graph, node: Node) -> Iterator[Label]:
    for predicate, kind in _LABEL_KINDS:
        for value in sorted(graph.objects(node, predicate), key=lambda value: (getattr(value, "language", "") or "", str(value))):
            language = value.language if isinstance(value, Literal) and value.language else "da"
            yield Label(str(value), language, kind)


def _ids(graph: Graph, node: Node, predicate: URIRef) -> tuple[str, ...]:
    return tuple(sorted(_local(value) for value in graph.objects(node, predicate)))


def _local(node: Node) -> str:
    return str(node).replace("#", "/").rsplit("/", 1)[-1]
