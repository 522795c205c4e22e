"""Builds a generation: documents → facts → links → graph → search index, each called once.

Why offers and index are made of the stated facts alone: an answer never rests on what was inferred.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from corpus.catalogue import read_catalogue, read_source_files
from graph.analyses import analyse
from graph.conflicts.detection import find_conflicts
from graph.dataset import build_dataset
from graph.extraction import extract_facts
from graph.extractors.curated import curated_names
from graph.inference import infer
from graph.offers import offers_of
from graph.overlap.overlaps import find_overlaps
from graph.reviews import apply_reviews, read_reviews
from graph.storage import export_files, write_store
from ontology.vocabulary import read_vocabulary
from search.embedder import load_embedder
from search.index import build_index
from web.generations import publish
from web.settings import Settings
from web.startup import ANALYSES, CONFLICTS, LINKS, OVERLAPS

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
    reviews = read_reviews(settings.data)
    links = apply_reviews(infer(facts, documents), reviews)
    (folder / LINKS).write_text(json.dumps([link.to_json() for link in links], ensure_ascii=False), encoding="utf-8")
    progress("Sammenligner indsatser og dokumenter")
    for name, found in ((OVERLAPS, find_overlaps(offers, facts)), (CONFLICTS, find_conflicts(documents, facts, read_source_files()))):
        (folder / name).write_text(json.dumps([one.to_json() for one in found], ensure_ascii=False), encoding="utf-8")
    progress("Følger målene")
    analyses = analyse(documents, facts, links, offers, settings.base_iri)
    (folder / ANALYSES).write_text(json.dumps(analyses.to_json(), ensure_ascii=False), encoding="utf-8")
    progress("Bygger grafen")
    dataset = build_dataset(documents, [*facts, *links], settings.base_iri, reviews)
    write_store(dataset, folder / "store")
    export_files(dataset, folder)
    progress("Bygger søgeindekset")
    vocabularies = {name: read_vocabulary(name) for name in _VOCABULARIES}
    build_index(folder, documents, facts, offers, vocabularies, curated_names(), load_embedder(settings.model))
