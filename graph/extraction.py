"""All extractors over a document, and one name for one thing across documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from corpus.document import Document
from graph.extractors import abbreviations, chapters, contacts, curated, factsheets, ladder, levels, risktables
from graph.fact import Fact
from graph.linking import Linker

EXTRACTORS = (factsheets, ladder, levels, chapters, risktables, contacts, abbreviations, curated)


def extract_facts(documents: Iterable[Document]) -> list[Fact]:
    """Every fact of the documents, each once, ordered by document and place."""
    found = [fact for document in documents for fact in _extract(document)]
    linker = Linker(found, curated.curated_names())
    facts: dict[str, Fact] = {}
    for fact in found:
        linked = replace(fact, subject=linker.name(fact.subject), object=linker.linked_object(fact))
        facts.setdefault(linked.id, linked)
    return sorted(facts.values(), key=lambda fact: (fact.document, fact.start, fact.end, fact.subject, fact.relation, fact.id))


def _extract(document: Document) -> Iterator[Fact]:
    for extractor in EXTRACTORS:
        yield from extractor.extract(document)
