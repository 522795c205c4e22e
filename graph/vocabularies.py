"""The ontology and the vocabularies as quads, under this installation's base.

Why no blank nodes: lists get an address of their own, so that every export is the same from build to build and two exports can be
compared line by line.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse

from graph.terms import TYPE, Object, QuadBag, node, rebased
from ontology.names import DCT
from ontology.relations import OWN_FILES, known_things, read_kinds
from ontology.vocabulary import VOCABULARIES, VocabularyError, own_files

NEEDS_PLACE = DCT + "spatial"


def add_vocabularies(bag: QuadBag, graph: str, base: str) -> None:
    """Add the ontology and every vocabulary file to one named graph.

    Raises VocabularyError when a file is not valid Turtle.
    """
    add = bag.into(graph)
    placed = set()
    for path in (*OWN_FILES, *sorted(VOCABULARIES.glob("*.ttl")), *own_files()):
        for subject, predicate, value in _triples(path, base):
            add(subject, predicate, value)
            if predicate == NEEDS_PLACE:
                placed.add(subject)
    for kind in read_kinds().values():
        for thing in known_things(kind):
            iri = rebased(thing.iri, base)
            for class_ in kind.classes:
                add(iri, TYPE, node(class_))
            if kind.located_in and iri not in placed:
                add(iri, NEEDS_PLACE, node(rebased(kind.located_in, base)))


def _triples(path: Path, base: str) -> Iterator[tuple[str, str, Object]]:
    names: dict[str, str] = {}

    def name(term: object) -> str:
        if isinstance(term, BlankNode):
            return names.setdefault(term.value, f"{base}.well-known/genid/{path.stem}-{len(names) + 1}")
        assert isinstance(term, NamedNode)
        return rebased(term.value, base)

    try:
        for triple in parse(path=str(path), format=RdfFormat.TURTLE):
            value = triple.object if isinstance(triple.object, Literal) else node(name(triple.object))
            yield name(triple.subject), triple.predicate.value, value
    except SyntaxError as error:
        raise VocabularyError(f"Ordlisten {path.name} er ikke gyldig Turtle (linje {error.lineno}). Ret linjen, og prøv igen.") from error
