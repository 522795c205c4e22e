"""Opens a generation: everything that answering needs, composed in one place."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property, lru_cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.danish import use_dictionaries
from corpus.document import Document, Repair
from graph.conflicts.conflict import Conflict
from graph.fact import RELATIONS, STATED, Fact
from graph.overlap.pair import Overlap
from graph.sparql import SparqlAnswer, WorkerPool
from search.embedder import SHIPPED_MODEL, Embedder, load_embedder
from search.index import Index
from search.milvus import Milvus
from search.searcher import Searcher
from web.document_folder import DOCUMENTS, DocumentFolder, Editions
from web.generations import GenerationError, current
from web.quotes import misplaced
from web.settings import Settings


if TYPE_CHECKING:  # answering a question must not load what it does not use
    from graph.analyses import Analyses

LINKS = "links.json"  # the inferred and reviewed links of a generation, and those that a goal itself names
ANALYSES = "analyses.json"  # traces, gaps, coverage, missing facts and laws of a generation
OVERLAPS, CONFLICTS = "overlaps.json", "conflicts.json"  # its pairs of interventions, and places that do not agree
REPLACED = "replaced.json"  # the facts of editions that others have replaced
DICTIONARIES = "dictionaries"  # of word forms, to be looked up without reading them first
REPAIRS = "repairs.json"  # the words that were put right, by document


class UnknownName(Exception):
    """Something that does not exist was asked for by name; the message offers near names, in Danish."""


@dataclass(frozen=True)
class Service:
    """An open generation; it stays as it is when a newer one is built."""

    folder: Path
    searcher: Searcher

    @property
    def index(self) -> Index:
        """Passages, offers, facts and sources of the generation."""
        return self.searcher.index

    @cached_property
    def documents(self) -> DocumentFolder:
        """The documents that answers rest on, by id, in their order."""
        return DocumentFolder(self.folder, list(self.index.sources))

    @cached_property
    def replaced(self) -> DocumentFolder:
        """The editions that others have replaced, by id."""
        return DocumentFolder(self.folder, self.editions.replaced)

    @cached_property
    def editions(self) -> Editions:
        """The editions of the generation."""
        return Editions.read(self.folder)

    @cached_property
    def stated(self) -> list[Fact]:
        """The facts that documents state; the index beside it holds the laws that follow from steps."""
        return [fact for fact in self.index.facts.values() if fact.basis == STATED]

    @cached_property
    def links(self) -> list[Fact]:
        """What was inferred, and what of it people reviewed."""
        return [Fact.from_json(row) for row in self._rows(LINKS)]

    @cached_property
    def _links_by_id(self) -> dict[str, Fact]:
        return {link.id: link for link in self.links}

    def fact(self, id_: str) -> Fact | None:
        """A fact or a link by its id."""
        return self.index.facts.get(id_) or self._links_by_id.get(id_)

    @cached_property
    def replaced_facts(self) -> list[Fact]:
        """What the editions that others have replaced stated."""
        return [Fact.from_json(row) for row in self._rows(REPLACED)]

    @cached_property
    def overlaps(self) -> list[Overlap]:
        """The pairs of interventions that share something, the most alike first."""
        return [Overlap.from_json(row) for row in self._rows(OVERLAPS)]

    @cached_property
    def conflicts(self) -> list[Conflict]:
        """The places that say different things, by kind."""
        return [Conflict.from_json(row) for row in self._rows(CONFLICTS)]

    @cached_property
    def repairs(self) -> dict[str, tuple[Repair, ...]]:
        """The words that were put right, by document."""
        return {id_: tuple(Repair(**row) for row in repairs) for id_, repairs in self._rows(REPAIRS).items()}

    def repairs_in(self, document: str, start: int, end: int) -> list[Repair]:
        """The words that were put right within a run of a document."""
        return [repair for repair in self.repairs.get(document, ()) if start <= repair.start and repair.end <= end]

    @cached_property
    def analyses(self) -> Analyses:
        """What follows from goals, interventions and laws together."""
        from graph.analyses import Analyses  # rdflib and networkx are not needed to answer questions

        return Analyses.from_json(self._rows(ANALYSES))

    def document(self, id_: str) -> Document:
        """One document or replaced edition, by the id it has now or the lasting id of its edition.

        Raises UnknownName when there is none of that id.
        """
        known = {**dict(zip(self.editions.chosen, self.index.sources)), **{id_: id_ for id_ in (*self.replaced, *self.documents)}}
        if id_ not in known:
            raise UnknownName(f"Dokumentet »{id_}« findes ikke. {did_you_mean(id_, known.values())}")
        folder = self.documents if known[id_] in self.documents else self.replaced
        return folder[known[id_]]

    def _rows(self, name: str) -> Any:
        return json.loads((self.folder / name).read_text(encoding="utf-8"))

    def export(self, form: str) -> bytes:
        """The graph as turtle, trig, jsonld or nquads."""
        from graph.storage import SUFFIXES  # rdflib is not needed to answer questions

        return (self.folder / f"trivselsgrafen.{SUFFIXES[form]}").read_bytes()

    def read_all(self) -> None:
        """Read everything that an answer or a page may need once the folder is gone."""
        for read in (dict(self.documents), dict(self.replaced), self.links, self.replaced_facts, self.repairs, self.overlaps, self.conflicts, self.analyses):
            assert read is not None

    def sparql(self, query: str, form: str = "json") -> SparqlAnswer:
        """The answer to a query, run in a worker of its own within its limits.

        Raises SparqlError when the query is refused, wrong, too slow or too large.
        """
        with WorkerPool(self.folder / "store", size=1) as pool:
            return pool.query(query, form)

    def facts(self, subject: str | None = None, relation: str | None = None, inferred: bool = False) -> list[Fact]:
        """All stated facts, or those of a subject or relation; ``inferred`` adds the inferred and reviewed links.

        Raises UnknownName when the subject or relation does not exist.
        """
        facts = [*self.stated, *(self.links if inferred else [])]
        subjects = {fact.subject for fact in facts}
        if relation is not None and relation not in RELATIONS:
            raise UnknownName(f"Relationen »{relation}« findes ikke. {did_you_mean(relation, RELATIONS)}")
        if subject is not None and subject not in subjects:
            raise UnknownName(f"Der er ingen oplysninger om »{subject}«. {did_you_mean(subject, subjects)}")
        return [
            fact
            for fact in facts
            if (subject is None or fact.subject == subject) and (relation is None or fact.relation == relation)
        ]


def did_you_mean(name: str, names: Iterable[str]) -> str:
    """"Mente du …?" with the nearest names, or all of a few."""
    folded = {other.casefold(): other for other in names}
    near = get_close_matches(name.casefold(), folded, n=3, cutoff=0.5) or ([] if len(folded) > 40 else sorted(folded))
    return f"Mente du {' eller '.join(f'»{folded[other]}«' for other in near)}?" if near else ""


def milvus_of(settings: Settings) -> Milvus | None:
    """The Milvus that keeps the vectors, where there is one."""
    return Milvus(settings.vectors) if settings.vectors else None


@lru_cache(maxsize=1)
def _embedder(model: str | None, files: tuple[tuple[str, int, int], ...]) -> Embedder:
    """The model, one for all generations as long as its files stay the same: it is a quarter of what there is to open."""
    return load_embedder(model)


def _files(model: str | None) -> tuple[tuple[str, int, int], ...]:
    """The files of a model with time and size; none of one that is known by name alone."""
    found = ((path, path.stat()) for path in sorted((Path(model) if model else SHIPPED_MODEL).rglob("*")))
    return tuple((str(path), state.st_mtime_ns, state.st_size) for path, state in found)


def open_service(settings: Settings, data: Path | None = None, quotes_hold: bool = True) -> Service:
    """Open the current generation of the data folder, or of another folder of generations.

    With ``quotes_hold`` only where every quote stands in its document, so that no other is ever shown. Raises GenerationError when
    there is none or it is damaged, WrongModel when another model made it, WrongPlace or MilvusError when its vectors are not where they should be.
    """
    folder = current(data or settings.data)
    use_dictionaries(folder / DICTIONARIES)
    service = Service(folder, Searcher(Index(folder, _embedder(settings.model, _files(settings.model)), milvus_of(settings))))
    if quotes_hold:
        texts = {id_: json.loads((folder / DOCUMENTS / f"{id_}.json").read_bytes())["text"] for id_ in service.index.sources}
        for problem in misplaced(texts, chain(service.index.facts.values(), service.links), service.index.passages.values()):
            raise GenerationError(f"{problem} Kør »trivsel build«, så laves generationen igen; »trivsel check« viser alle fejl.")
    return service
