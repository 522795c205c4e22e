"""Everything ``trivsel check`` looks at: quotes at their offsets, vocabularies, and shapes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from graph.conflicts.conflict import CLEAN
from graph.conflicts.conflict import Quote as ConflictQuote
from graph.met_needs import strays
from graph.overlap.pair import Quotation
from graph.storage import open_store, union_graph
from ontology.lint import lint
from ontology.shapes import OWN_SHAPES, validate
from ontology.vocabulary import VOCABULARIES, parse_turtle, use_own
from web.quotes import misplaced, texts_of
from web.startup import Service


def check(service: Service, vocabularies: Path, shapes: Sequence[Path] = ()) -> list[str]:
    """All problems of a generation, one Danish sentence each; none when all is well. ``vocabularies`` is the folder of the user's own.

    Raises VocabularyError when one of the given shape files cannot be read.
    """
    for path in shapes:
        parse_turtle(path)  # a wrong path is told before the work, not after it
    use_own(vocabularies)
    problems: list[str] = []
    for documents, facts in ((service.documents, [*service.stated, *service.links]), (service.replaced, service.replaced_facts)):
        problems += misplaced(texts_of(documents), facts, [passage for document in documents.values() for passage in document.passages])
    problems += _compared(service)
    problems += lint(VOCABULARIES)
    problems += strays(service.index.topics)
    graph = union_graph(open_store(service.folder / "store"))
    return problems + [str(violation) for violation in validate(graph, [OWN_SHAPES, *shapes])]


def _compared(service: Service) -> Iterator[str]:
    """Quotes of overlaps and conflicts; those of a file's own wording are checked when they are found."""
    told: list[tuple[str, Quotation | ConflictQuote]] = [(f"{overlap.a} og {overlap.b}", quote) for overlap in service.overlaps for quote in overlap.quotes]
    told += [(conflict.what, quote) for conflict in service.conflicts for quote in conflict.quotes if quote.wording == CLEAN]
    for what, quote in told:
        if service.documents[quote.document].text[quote.start:quote.end] != quote.text:
            yield f"Citatet for »{what}« står ikke i {quote.document} på plads {quote.start}-{quote.end}."
