"""Builds a generation: documents → facts → links → graph → search index, each called once.

Why offers and index are made of the stated facts alone: an answer never rests on what was inferred.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import corpus
import graph
import ontology
import search
import web
from corpus import dictionaries
from corpus.catalogue import Entry, entries, source_files
from corpus.cores import on_all_cores
from corpus.danish import gathering_stems
from corpus.document import Document
from corpus.editions import in_force
from corpus.errors import CorpusError
from corpus.library import Library
from graph.analyses import analyse
from graph.asked import asked_of
from graph.conflicts.conflict import Conflict
from graph.conflicts.detection import find_conflicts
from graph.dataset import Replaced, build_dataset
from graph.errors import GraphError
from graph.extraction import linked
from graph.extractors.curated import curated_names
from graph.fact import Fact
from graph.inference import infer, with_laws_of_steps
from graph.met_needs import met_needs
from graph.offer import Offer
from graph.offers import offers_of
from graph.overlap.overlaps import find_overlaps
from graph.overlap.pair import Overlap
from graph.reviews import Review, apply_reviews, read_reviews
from graph.storage import SUFFIXES, Older, export_files, write_store
from graph.unanswered import unanswered_questions
from ontology.vocabulary import own_digest, read_vocabulary, use_own
from search.embedder import Embedder, load_embedder
from search.index_building import Means, build_index
from search.kept_vectors import KeptVectors
from search.meanings import Meanings
from web.discarding import discarding
from web.document_folder import DOCUMENTS, Editions
from web.generations import part, publish
from web.readings import Reading, Readings, digest, program_digest
from web.runs import COMPARES, FINDS, FOLLOWS, INDEXES, LINKS_UP, READS, Progress, noted
from web.settings import Settings
from web.startup import ANALYSES, CONFLICTS, DICTIONARIES, LINKS, OVERLAPS, REPAIRS, REPLACED, milvus_of

_VOCABULARIES = ("needs", "intents", "audiences", "withheld", "safety", "districts", "schools")
_MANY = 10  # documents from which other processes are started to read them; that takes as long as reading some of them
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
        write_generation(folder, settings, in_force(rows), others, readings, log)
        log.outcome(len(in_force(rows)))

    with noted(settings.data, progress) as log, gathering_stems(readings.stems()) as stems:
        folder = publish(settings.data, write, discarding(settings))
        readings.keep_stems(stems)
        readings.forget_others()
    return folder


@dataclass(frozen=True)
class _Found:
    """What was read and found, from which all else of a generation is made.

    ``told`` are the facts with the laws that follow from steps of the ladder.
    """

    documents: list[Document]
    facts: list[Fact]
    told: list[Fact]
    offers: list[Offer]
    links: list[Fact]
    reviews: list[Review]
    replaced: Replaced
    embedder: Embedder


def write_generation(
    folder: Path, settings: Settings, chosen: Sequence[Entry], others: Sequence[Entry], readings: Readings, progress: Progress
) -> None:  # fmt: skip
    """Write a generation over the chosen documents into an empty folder; ``others`` are editions that are kept but answer nothing."""
    found = _write_found(folder, settings, chosen, others, readings, progress)
    progress(COMPARES)
    _write_rows(folder / OVERLAPS, find_overlaps(found.offers, found.told))
    by_id = {entry.source.id: entry for entry in chosen}
    conflicts = find_conflicts(found.documents, found.facts, source_files(chosen), lambda document, *part: readings.found(by_id[document.id], *part))
    _write_rows(folder / CONFLICTS, conflicts)
    progress(FOLLOWS)
    analyses = analyse(found.documents, found.facts, found.links, found.offers, settings.base_iri)
    (folder / ANALYSES).write_text(json.dumps(analyses.to_json(), ensure_ascii=False), encoding="utf-8")
    progress(LINKS_UP)
    _write_graph(folder, settings, found, with_files=True)
    progress(INDEXES)
    dictionaries.write(folder / DICTIONARIES, part(settings.data, DICTIONARIES))
    embedder = KeptVectors(found.embedder, readings.vectors)
    readings.keep_meanings(_write_index(folder, settings, found, readings, embedder))
    embedder.keep()


def write_past(folder: Path, settings: Settings, chosen: Sequence[Entry], readings: Readings, progress: Progress) -> None:
    """Write what questions, facts and queries about another day need into an empty folder: no comparisons, no goals, no files to fetch."""
    found = _write_found(folder, settings, chosen, (), readings, progress)
    progress(LINKS_UP)
    _write_graph(folder, settings, found, with_files=False)
    progress(INDEXES)
    _write_index(folder, settings, found, readings, KeptVectors(found.embedder, readings.vectors))


def _write_found(
    folder: Path, settings: Settings, chosen: Sequence[Entry], others: Sequence[Entry], readings: Readings, progress: Progress
) -> _Found:  # fmt: skip
    """Read the documents and find facts and links; write all of it."""
    progress(READS)
    read, former = _read(chosen, readings, settings, progress), _read(others, readings, settings, progress)
    documents = [reading.document for reading in read]
    _write_documents(folder, [*documents, *(reading.document for reading in former)])
    embedder, reviews = load_embedder(settings.model), read_reviews(settings.data)
    keys = {entry.edition: readings.key(entry) for entry in (*chosen, *others)}
    ways = _ways(settings, reviews, embedder)
    Editions(tuple(entry.edition for entry in chosen), tuple(entry.source.id for entry in others), keys, ways).write(folder)
    progress(FINDS)
    stated = [fact for reading in read for fact in reading.facts]
    facts = linked(stated)
    replaced = _replaced(stated, former)
    _write_rows(folder / REPLACED, replaced.facts)
    links = apply_reviews(infer(facts, documents), reviews)
    _write_rows(folder / LINKS, links)
    told = with_laws_of_steps(facts, links)
    return _Found(documents, facts, told, offers_of(told), links, reviews, replaced, embedder)


def _ways(settings: Settings, reviews: Sequence[Review], embedder: Embedder) -> str:
    """A checksum of all that a generation is made with beside its documents: the program, vocabularies, decisions, addresses, model and Milvus."""
    programs = program_digest(corpus, graph, ontology, search, web)
    return digest([programs, own_digest(), [asdict(review) for review in reviews], settings.base_iri, embedder.fingerprint, settings.vectors])


def _write_graph(folder: Path, settings: Settings, found: _Found, with_files: bool) -> None:
    dataset = build_dataset(found.documents, [*found.facts, *found.links], settings.base_iri, found.reviews, found.replaced)
    store, nquads = (part(settings.data, name) for name in ("store", f"trivselsgrafen.{SUFFIXES['nquads']}"))
    write_store(dataset, folder / "store", Older(store, nquads) if store and nquads else None)
    if with_files:
        export_files(dataset, folder)


def _write_index(folder: Path, settings: Settings, found: _Found, readings: Readings, embedder: Embedder) -> Meanings:
    vocabularies = {name: read_vocabulary(name) for name in _VOCABULARIES}
    means = Means(
        embedder, readings.meanings(), met_needs(found.documents), asked_of(found.documents, found.offers), unanswered_questions(), milvus_of(settings)
    )
    return build_index(folder, found.documents, found.told, found.offers, vocabularies, curated_names(), means)


def _read(chosen: Sequence[Entry], readings: Readings, settings: Settings, progress: Progress) -> list[Reading]:
    """Read documents; many that were not read before are first read on all cores, which keep what they read."""
    new = [entry for entry in chosen if not readings.is_read(entry)]
    if len(new) >= _MANY:
        for number, _ in enumerate(on_all_cores(_read_ahead, new, _begin, settings.data, settings.vocabularies), 1):
            if number % _TELL_EVERY == 0:
                progress(f"{READS}: {number} af {len(new)}")
    return [readings.read(entry) for entry in chosen]


_readings: list[Readings] = []  # of a process that reads for another


def _begin(data: Path, vocabularies: Path) -> None:
    use_own(vocabularies)
    _readings.append(Readings(data))


def _read_ahead(entry: Entry) -> None:
    """Read a document that is then kept; what is wrong with one is told when it is its turn."""
    with suppress(CorpusError, GraphError):
        _readings[0].read(entry)


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
