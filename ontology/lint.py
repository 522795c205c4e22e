"""Lints the vocabularies: labels that stand twice, concepts without a Danish name, references to nothing, and circles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from rdflib import SKOS
from rdflib.collection import Collection

from ontology.concept import Concept
from ontology.vocabulary import VocabularyError, parse_turtle, read_vocabulary

UNIQUE = frozenset({"needs", "districts", "schools", "laws", "levels", "administrations"})
"""Vocabularies in which a label may stand for one concept only."""


def lint(folder: Path) -> list[str]:
    """The problems of every vocabulary of a folder, one Danish sentence each, ordered by file."""
    problems: list[str] = []
    everywhere = _ids_of(folder)
    for path in sorted(folder.glob("*.ttl")):
        try:
            concepts = read_vocabulary(path.stem, folder)
        except VocabularyError as error:
            problems.append(str(error))
            continue
        found = [*_nameless(concepts), *_dangling(concepts, everywhere), *_misordered(path, concepts), *_circular(concepts)]
        found += _doubled(concepts) if path.stem in UNIQUE else []
        problems += [f"{path.name}: {problem}" for problem in found]
    return problems


def _nameless(concepts: Sequence[Concept]) -> Iterator[str]:
    for concept in concepts:
        names = [label for label in concept.labels if label.kind == "preferred" and label.language == "da"]
        if len(names) != 1:
            yield f"»{concept.id}« har {len(names)} danske navne (skos:prefLabel); der skal være ét."


def _ids_of(folder: Path) -> set[str]:
    """The ids of all vocabularies that can be read: places stand in another file than what lies there."""
    ids: set[str] = set()
    for path in folder.glob("*.ttl"):
        with suppress(VocabularyError):
            ids |= {concept.id for concept in read_vocabulary(path.stem, folder)}
    return ids


def _dangling(concepts: Sequence[Concept], everywhere: set[str]) -> Iterator[str]:
    known = {concept.id for concept in concepts}
    for concept in concepts:
        own = {*concept.broader, *concept.related, *concept.not_to_be_confused_with}
        for other in sorted((own - known) | (set(concept.spatial) - everywhere)):
            yield f"»{concept.id}« henviser til »{other}«, som ikke findes."


def _misordered(path: Path, concepts: Sequence[Concept]) -> Iterator[str]:
    if "memberList" not in path.read_text(encoding="utf-8"):
        return
    known = {concept.iri for concept in concepts}
    graph = parse_turtle(path)
    for head in graph.objects(None, SKOS.memberList):
        for node in Collection(graph, head):
            if str(node) not in known:
                yield f"rækkefølgen (skos:memberList) nævner »{str(node).replace('#', '/').rsplit('/', 1)[-1]}«, som ikke findes."


def _circular(concepts: Sequence[Concept]) -> Iterator[str]:
    broader = {concept.id: concept.broader for concept in concepts}
    for start in broader:
        seen: set[str] = set()
        above = set(broader[start])
        while above - seen:
            seen |= above
            above = {higher for id_ in above for higher in broader.get(id_, ())}
        if start in seen:
            yield f"»{start}« er overbegreb for sig selv (skos:broader går i ring)."


def _doubled(concepts: Sequence[Concept]) -> Iterator[str]:
    owners: dict[tuple[str, str], set[str]] = defaultdict(set)
    for concept in concepts:
        for label in concept.labels:
            owners[label.text.casefold(), label.language].add(concept.id)
    for (text, _), ids in sorted(owners.items()):
        if len(ids) > 1:
            yield f"Udtrykket »{text}« står ved flere begreber: {', '.join(sorted(ids))}. Lad det stå ét sted."
