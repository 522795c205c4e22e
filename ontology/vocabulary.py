"""The vocabularies as data: SKOS files read once into concepts with labels and relations.

Why the user's own files are added to the shipped ones before anything is made of them: a concept, a label or a school that an editor
accepted is then no different from one we ship, wherever the vocabularies are used.

Why Oxigraph's parser: it reads Turtle three times as fast as rdflib's, and reading vocabularies was a quarter of a build.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar, cast

import pyoxigraph
from rdflib import DCTERMS, RDF, SKOS, XSD, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.plugins.stores.memory import SimpleMemory
from rdflib.term import BNode, Literal, Node

from ontology.concept import Concept, Label
from ontology.names import TG

VOCABULARIES = Path(__file__).parent / "vocabularies"
REMEMBERED = 50_000

Made = TypeVar("Made", bound=Callable[..., Any])

_own: list[Path] = []  # the folder of the user's own files, when there is one
_in_use: list[str] = [hashlib.sha256().hexdigest()]  # the checksum of those files when they were taken into use
_caches: list[Callable[[], None]] = []
_TG = Namespace(TG)
_LABEL_KINDS = (
    (SKOS.prefLabel, "preferred"),
    (SKOS.altLabel, "professional"),
    (_TG.everydayLabel, "everyday"),
    (SKOS.hiddenLabel, "misspelling"),
    (_TG.indication, "indication"),
    (SKOS.notation, "notation"),
    (_TG.placeName, "place"),
)


class VocabularyError(Exception):
    """A vocabulary file is missing or is not valid Turtle; the message names file, place and fix, in Danish."""


def from_vocabularies(function: Made) -> Made:
    """Let a function remember what it made of the vocabularies until other files are in use, of at most ``REMEMBERED`` arguments."""
    remembered = lru_cache(REMEMBERED)(function)
    _caches.append(remembered.cache_clear)
    return cast(Made, remembered)


def use_own(folder: Path) -> None:
    """Read the user's own vocabulary files of a folder beside the shipped ones from now on; the folder need not exist.

    What was made of the vocabularies is forgotten only where the files are not those in use. Raises VocabularyError when one cannot be opened.
    """
    _own[:] = [folder]
    found = own_digest()
    if _in_use != [found]:
        _in_use[:] = [found]
        for forget in _caches:
            forget()


def own_files(pattern: str = "*.ttl") -> list[Path]:
    """The user's own files, in a fixed order."""
    return sorted(path for folder in _own for path in folder.glob(pattern))


def own_digest() -> str:
    """A checksum of the user's own files.

    Raises VocabularyError when one cannot be opened.
    """
    whole = hashlib.sha256()
    for path in own_files("**/*.ttl"):
        try:
            whole.update(path.name.encode() + path.read_bytes())
        except OSError as error:
            raise VocabularyError(f"Ordlisten {path.name} kan ikke åbnes ({error.strerror}). Kontrollér rettighederne, og prøv igen.") from error
    return whole.hexdigest()


@from_vocabularies
def read_vocabulary(name: str, folder: Path = VOCABULARIES) -> tuple[Concept, ...]:
    """The concepts of ``<name>.ttl`` with what the user's own file of that name adds, ordered by id.

    Raises VocabularyError when a file is missing or broken.
    """
    graph = parse_turtle(folder / f"{name}.ttl")
    for path in own_files(f"{name}.ttl") if folder == VOCABULARIES else ():
        graph += parse_turtle(path)
    labelled = {node for node in graph.subjects(SKOS.prefLabel) if (node, RDF.type, SKOS.ConceptScheme) not in graph}
    return tuple(sorted((_concept(graph, node) for node in labelled), key=lambda concept: concept.id))


@from_vocabularies
def labels_by_notation(name: str) -> dict[str, str]:
    """The preferred labels of a vocabulary's concepts by their short forms."""
    return {label.text: concept.label for concept in read_vocabulary(name) for label in concept.labels if label.kind == "notation"}


@from_vocabularies
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
    graph, terms = Graph(store=SimpleMemory(), bind_namespaces="none"), _Terms()
    try:
        quads = pyoxigraph.parse(path.read_bytes(), pyoxigraph.RdfFormat.TURTLE, base_iri=path.resolve().as_uri(), rename_blank_nodes=True)
        for quad in quads:
            graph.add((terms[quad.subject], terms[quad.predicate], terms[quad.object]))
    except OSError as error:
        raise VocabularyError(f"Ordlisten {path.name} kan ikke åbnes ({error.strerror}). Geninstallér programmet.") from error
    except SyntaxError as error:
        fault = "teksten er ikke UTF-8" if "UTF-8" in str(error) else "teksten er ikke gyldig Turtle"
        raise VocabularyError(
            f"Ordlisten {path.name} har en fejl i linje {error.lineno}: {fault}. Ret linjen (tit et manglende punktum, semikolon eller "
            "anførselstegn), og prøv igen."
        ) from error
    for prefix, namespace in quads.prefixes.items():
        graph.bind(prefix, namespace)
    return graph


class _Terms(dict[Any, Node]):
    """Oxigraph's terms as rdflib's, each made once."""

    def __missing__(self, term: Any) -> Node:
        if isinstance(term, pyoxigraph.NamedNode):
            made: Node = URIRef(term.value)
        elif isinstance(term, pyoxigraph.BlankNode):
            made = BNode(term.value)
        else:
            is_plain = term.language or term.datatype.value == str(XSD.string)
            made = Literal(term.value, lang=term.language, datatype=None if is_plain else URIRef(term.datatype.value))
        self[term] = made
        return made


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
