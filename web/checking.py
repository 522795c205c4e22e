"""Everything ``trivsel check`` looks at: quotes at their offsets, vocabularies, and shapes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from graph.storage import open_store, union_graph
from ontology.lint import lint
from ontology.shapes import OWN_SHAPES, validate
from ontology.vocabulary import VOCABULARIES, parse_turtle
from web.quotes import misplaced, texts_of
from web.startup import Service


def check(service: Service, shapes: Sequence[Path] = ()) -> list[str]:
    """All problems of a generation, one Danish sentence each; none when all is well.

    Raises VocabularyError when one of the given shape files cannot be read.
    """
    for path in shapes:
        parse_turtle(path)  # a wrong path is told before the work, not after it
    passages = [passage for document in service.documents.values() for passage in document.passages]
    problems = list(misplaced(texts_of(service.documents), [*service.index.facts.values(), *service.links], passages))
    problems += lint(VOCABULARIES)
    graph = union_graph(open_store(service.folder / "store"))
    return problems + [str(violation) for violation in validate(graph, [OWN_SHAPES, *shapes])]
