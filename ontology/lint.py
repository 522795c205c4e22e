"""Lints the vocabularies: labels that stand twice, concepts without a Danish name, references to nothing, and circles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from ontology.concept import Concept
from ontology.vocabulary import VocabularyError, read_vocabulary

UNIQUE = frozenset({"needs", "districts", "schools", "laws", "levels", "administrations"})
"""Vocabularies in which a label may stand for one concept only."""


def lint(folder: Path) -> list[str]:
    """The problems of every vocabulary of a folder, one Danish sentence each, ordered by file."""
    problems: list[str] = []
    for path in sorted(folder.glob("*.ttl")):
        try:
            concepts = read_vocabulary(path.stem, folder)
        except VocabularyError as error:
            problems.append(str(error))
            continue
        found = [*_nameless(concepts), *_dangling(concepts), *_circular(concepts)]
        found += _doubled(concepts) if path.stem in UNIQUE else []
        problems += [f"{path.name}: {problem}" for problem in found]
    return problems


def _nameless(concepts: Sequence[Concept]) -> Iterator[str]:
    for concept in concepts:
        names = [label for label in concept.labels if label.kind == "preferred" and label.language == "da"]
        if len(names) != 1:
            yield f"»{concept.id}« har {len(names)} danske navne (skos:prefLabel); der skal være ét."


def _dangling(concepts: Sequence[Concept]) -> Iterator[str]:
    known = {concept.id for concept in concepts}
    for concept in concepts:
        for other in (*concept.broader, *concept.related, *concept.not_to_be_confused_with):
            if other not in known:
                yield f"»{concept.id}« henviser til »{other}«, som ikke findes."


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
