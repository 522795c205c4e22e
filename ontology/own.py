"""Writes the user's own vocabulary files: what an editor accepts becomes a concept that is read beside the shipped ones."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from rdflib import RDF, SKOS, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from ontology.names import DCT, DEFAULT_BASE, ELI, SCHEMA, TG, slug
from ontology.vocabulary import parse_turtle

PREFIXES = {"skos": str(SKOS), "tg": TG, "schema": SCHEMA, "eli": ELI, "dct": DCT}
CLASSES = {"schools": (SCHEMA + "School", "skole/"), "laws": (ELI + "LegalResource", "lov/"), "needs": (str(SKOS.Concept), "behov/")}

_TG = Namespace(TG)


def add_concept(folder: Path, vocabulary: str, name: str, who: str, when: str) -> Path:
    """Add a concept of a name to the user's own file of a vocabulary (schools, laws or needs); returns the file."""
    class_, path = CLASSES[vocabulary]
    concept = URIRef(f"{DEFAULT_BASE}{path}{slug(name).replace('-', '_') if vocabulary == 'needs' else slug(name)}")
    triples: list[tuple[Node, Node, Node]] = [(concept, RDF.type, URIRef(class_)), (concept, SKOS.prefLabel, Literal(name, lang="da"))]
    if vocabulary == "needs":
        triples.append((concept, SKOS.inScheme, URIRef(f"{DEFAULT_BASE}behov")))
    return add_triples(folder / f"{vocabulary}.ttl", [*triples, (concept, SKOS.editorialNote, Literal(f"Godkendt {when} af {who}", lang="da"))])


def add_triples(path: Path, triples: Iterable[tuple[Node, Node, Node]]) -> Path:
    """Add triples to a Turtle file; a reader meets the old file or the new one, never a half.

    Raises VocabularyError when the file that is there is not valid Turtle, OSError when it cannot be written.
    """
    graph = parse_turtle(path) if path.exists() else Graph()
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    for triple in triples:
        graph.add(triple)
    path.parent.mkdir(parents=True, exist_ok=True)
    work = path.with_suffix(".tmp")
    with open(work, "wb") as file:
        file.write(graph.serialize(format="turtle", encoding="utf-8"))
        file.flush()
        os.fsync(file.fileno())
    work.replace(path)
    return path
