"""Opens a generation: everything that answering needs, composed in one place."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path

from corpus.document import Document
from graph.fact import RELATIONS, Fact
from graph.sparql import SparqlAnswer, WorkerPool
from search.embedder import load_embedder
from search.index import Index
from search.searcher import Searcher
from web.generations import GenerationError, current
from web.quotes import misplaced
from web.settings import Settings


LINKS = "links.json"  # the inferred and reviewed links of a generation


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
    def documents(self) -> dict[str, Document]:
        """The documents by id, in their order."""
        paths = (self.folder / "documents" / f"{id_}.json" for id_ in self.index.sources)
        return {path.stem: Document.from_json(json.loads(path.read_text(encoding="utf-8"))) for path in paths}

    @cached_property
    def links(self) -> list[Fact]:
        """What was inferred, and what of it people reviewed; none in a generation from before there were links."""
        path = self.folder / LINKS
        rows = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
        return [Fact(**{name: value for name, value in row.items() if name != "id"}) for row in rows]

    def document(self, id_: str) -> Document:
        """One document.

        Raises UnknownName when there is none of that id.
        """
        if id_ not in self.documents:
            raise UnknownName(f"Dokumentet »{id_}« findes ikke. {did_you_mean(id_, self.documents)}")
        return self.documents[id_]

    def export(self, form: str) -> bytes:
        """The graph as turtle, trig, jsonld or nquads."""
        from graph.storage import SUFFIXES  # rdflib is not needed to answer questions

        return (self.folder / f"trivselsgrafen.{SUFFIXES[form]}").read_bytes()

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
        facts = [*self.index.facts.values(), *(self.links if inferred else [])]
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


def open_service(settings: Settings, quotes_hold: bool = True) -> Service:
    """Open the current generation; with ``quotes_hold`` only where every quote stands in its document, so that no other is ever shown.

    Raises GenerationError when there is none or it is damaged, WrongModel when another model made it.
    """
    folder = current(settings.data)
    service = Service(folder, Searcher(Index(folder, load_embedder(settings.model))))
    if quotes_hold:
        texts = {id_: json.loads((folder / "documents" / f"{id_}.json").read_bytes())["text"] for id_ in service.index.sources}
        for problem in misplaced(texts, [*service.index.facts.values(), *service.links], service.index.passages.values()):
            raise GenerationError(f"{problem} Kør »trivsel build«, så laves generationen igen; »trivsel check« viser alle fejl.")
    return service
