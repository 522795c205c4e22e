"""Builds a generation: documents → facts → graph → search index, each called once."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from corpus.catalogue import read_catalogue
from graph.dataset import build_dataset
from graph.extraction import extract_facts
from graph.extractors.curated import curated_names
from graph.offers import offers_of
from graph.storage import export_files, write_store
from ontology.vocabulary import read_vocabulary
from search.embedder import load_embedder
from search.index import build_index
from web.generations import publish
from web.settings import Settings

Progress = Callable[[str], None]

_VOCABULARIES = ("needs", "intents", "audiences", "withheld", "safety", "districts", "schools")


def build(settings: Settings, progress: Progress) -> Path:
    """Build a new generation and put it in use; ``progress`` is told each stage. Returns its folder.

    Raises CorpusError, VocabularyError, GraphError or GenerationError; the old generation then stays in use.
    """
    return publish(settings.data, lambda folder: _write(folder, settings, progress))


def _write(folder: Path, settings: Settings, progress: Progress) -> None:
    progress("Læser dokumenterne")
    documents = list(read_catalogue())
    (folder / "documents").mkdir()
    for document in documents:
        text = json.dumps(document.to_json(), ensure_ascii=False)
        (folder / "documents" / f"{document.id}.json").write_text(text, encoding="utf-8")
    progress("Finder oplysninger")
    facts = extract_facts(documents)
    offers = offers_of(facts)
    progress("Bygger grafen")
    dataset = build_dataset(documents, facts, settings.base_iri)
    write_store(dataset, folder / "store")
    export_files(dataset, folder)
    progress("Bygger søgeindekset")
    vocabularies = {name: read_vocabulary(name) for name in _VOCABULARIES}
    build_index(folder, documents, facts, offers, vocabularies, curated_names(), load_embedder(settings.model))
