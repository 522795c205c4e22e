"""Whether every quote stands where it says: looked at before a generation is used, and told in full by ``trivsel check``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from corpus.document import Document, Passage
from graph.fact import Fact


def misplaced(texts: Mapping[str, str], facts: Iterable[Fact], passages: Iterable[Passage]) -> Iterator[str]:
    """A Danish sentence for each quote and passage that is not the exact run of its document's clean text."""
    for fact in facts:
        if texts.get(fact.document, "")[fact.start:fact.end] != fact.quote:
            yield f"Citatet for {fact.subject} ({fact.relation}) står ikke i {fact.document} på plads {fact.start}-{fact.end}."
    for passage in passages:
        if texts.get(passage.document, "")[passage.start:passage.end] != passage.text:
            yield f"Afsnittet {passage.id} står ikke i {passage.document} på plads {passage.start}-{passage.end}."


def texts_of(documents: Mapping[str, Document]) -> dict[str, str]:
    """The clean text of each document by its id."""
    return {id_: document.text for id_, document in documents.items()}
