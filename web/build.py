"""Builds a generation: documents → facts → links → graph → search index, each called once.

Why offers and index are made of the stated facts alone: an answer never rests on what was inferred.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from corpus.catalogue import Entry, entries, source_files
from corpus.document import Document
from corpus.editions import in_force
from corpus.library import Library
from graph.analyses import analyse
from graph.conflicts.conflict import Conflict
from graph.conflicts.detection import find_conflicts
from graph.dataset import Replaced, build_dataset
from graph.extraction import linked
from graph.extractors.curated import curated_names
from graph.fact import Fact
from graph.inference import infer
from graph.met_needs import met_needs
from graph.offers import offers_of
from graph.overlap.overlaps import find_overlaps
from graph.overlap.pair import Overlap
from graph.reviews import apply_reviews, read_reviews
from graph.storage import export_files, write_store
from ontology.vocabulary import read_vocabulary, use_own
from search.embedder import load_embedder
from search.index import build_index
from web.document_folder import DOCUMENTS, Editions
from web.generations import publish
from web.readings import Reading, Readings
from web.settings import Settings
from web.startup import ANALYSES, CONFLICTS, LINKS, OVERLAPS, REPAIRS, REPLACED

Progress = Callable[[str], None]

_VOCABULARIES = ("needs", "intents", "audiences", "withheld", "safety", "districts", "schools")
_TELL_EVERY = 50  # documents; so many are read between two words of progress


def build(settings: Settings, progress: Progress) -> Path:
    """Build a new generation and put it in use; ``progress`` is told each stage. Returns its folder.

    Raises CorpusError, VocabularyError, GraphError or GenerationError; the old generation then stays in use.
    """
    use_own(settings.vocabularies)
    readings = Readings(settings.data)

    def write(folder: Path) -> None:
        rows = entries(Library(settings.data))
        others = [entry for entry in rows if entry.source.is_replaced]
        write_generation(folder, settings, in_force(rows), others, readings, progress)

    folder = publish(settings.data, write)
    readings.forget_others()
    return folder


def write_generation(
    folder: Path, settings: Settings, chosen: Sequence[Entry], others: Sequence[Entry], readings: Readings, progress: Progress
) -> None:  # fmt: skip
    """Write a generation over the chosen documents into an empty folder; ``others`` are editions that are kept but answer nothing."""
    progress("Læser dokumenterne")
    read, former = _read(chosen, readings, progress), _read(others, readings, progress)
    documents = [reading.document for reading in read]
    _write_documents(folder, [*documents, *(reading.document for reading in former)])
    Editions(tuple(entry.edition for entry in chosen), tuple(entry.source.id for entry in others)).write(folder)
    progress("Finder oplysninger")
    found = [fact for reading in read for fact in reading.facts]
    facts = linked(found)
    replaced = _replaced(found, former)
    _write_rows(folder / REPLACED, replaced.facts)
    offers = offers_of(facts)
    reviews = read_reviews(settings.data)
    links = apply_reviews(infer(facts, documents), reviews)
    _write_rows(folder / LINKS, links)
    progress("Sammenligner indsatser og dokumenter")
    _write_rows(folder / OVERLAPS, find_overlaps(offers, facts))
    _write_rows(folder / CONFLICTS, find_conflicts(documents, facts, source_files(chosen)))
    progress("Følger målene")
    analyses = analyse(documents, facts, links, offers, settings.base_iri)
    (folder / ANALYSES).write_text(json.dumps(analyses.to_json(), ensure_ascii=False), encoding="utf-8")
    progress("Bygger grafen")
    dataset = build_dataset(documents, [*facts, *links], settings.base_iri, reviews, replaced)
    write_store(dataset, folder / "store")
    export_files(dataset, folder)
    progress("Bygger søgeindekset")
    vocabularies = {name: read_vocabulary(name) for name in _VOCABULARIES}
    build_index(folder, documents, facts, offers, vocabularies, curated_names(), met_needs(documents), load_embedder(settings.model))


def _read(chosen: Sequence[Entry], readings: Readings, progress: Progress) -> list[Reading]:
    read = []
    for number, entry in enumerate(chosen, 1):
        read.append(readings.read(entry))
        if number % _TELL_EVERY == 0:
            progress(f"Læser dokumenterne: {number} af {len(chosen)}")
    return read


def _replaced(found: Sequence[Fact], former: Sequence[Reading]) -> Replaced:
    """What replaced editions said, in the names that are used today where they are the same."""
    facts = []
    for reading in former:
        facts += [fact for fact in linked([*found, *reading.facts]) if fact.document == reading.document.id]
    return Replaced(tuple(reading.document for reading in former), tuple(facts))


def _write_documents(folder: Path, documents: Iterable[Document]) -> None:
    (folder / DOCUMENTS).mkdir()
    repairs = {}
    for document in documents:
        text = json.dumps(document.to_json(), ensure_ascii=False)
        (folder / DOCUMENTS / f"{document.id}.json").write_text(text, encoding="utf-8")
        if changed := [repair for repair in document.repairs if repair.is_of_wording]:
            repairs[document.id] = [repair.to_json() for repair in changed]
    (folder / REPAIRS).write_text(json.dumps(repairs, ensure_ascii=False), encoding="utf-8")


def _write_rows(path: Path, rows: Iterable[Fact | Overlap | Conflict]) -> None:
    path.write_text(json.dumps([row.to_json() for row in rows], ensure_ascii=False), encoding="utf-8")
