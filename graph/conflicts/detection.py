"""All detectors over the documents: every place that says different things, each once."""

from __future__ import annotations

from collections.abc import Iterable

from corpus.catalogue import SourceFile
from corpus.document import Document
from graph.conflicts import authorities, counts, curated, drafts, misspellings, names, readings, scope, years
from graph.conflicts.conflict import KINDS, Conflict
from graph.conflicts.library import Keep, Library, at_once
from graph.fact import Fact

DETECTORS = (counts, years, names, authorities, readings, misspellings, drafts, scope, curated)


def find_conflicts(documents: Iterable[Document], facts: Iterable[Fact], files: Iterable[SourceFile] = (), keep: Keep = at_once) -> list[Conflict]:
    """The conflicts of the documents, by kind and detector.

    ``files`` are the files the documents were made of; without them, raw wording and other extractions cannot be quoted. ``keep`` gives what
    was found in a document alone in an earlier build, or finds it.
    """
    library = Library(documents, facts, files, keep)
    found: dict[tuple[object, ...], Conflict] = {}
    for detector in DETECTORS:
        for conflict in detector.detect(library):
            found.setdefault((conflict.kind, conflict.what, conflict.quotes), conflict)
    return sorted(found.values(), key=lambda conflict: KINDS.index(conflict.kind))
