"""What people decided about inferred links: accepted ones become reviewed, rejected ones never return.

Why a rejection also meets links with another id: an id holds the quote, and a new edition or a mended rule may quote another
sentence for the same link. An acceptance does not: who accepted it had read that one sentence.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rdflib import DCTERMS, RDF, XSD, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from graph.errors import GraphError
from graph.fact import INFERRED, REVIEWED, Fact
from graph.linking import key
from graph.terms import TYPE, QuadBag, node, plain, typed, words
from ontology.names import DCT, DEFAULT_BASE, TG
from ontology.names import XSD as XSD_SPACE
from ontology.vocabulary import parse_turtle

ACCEPT, REJECT = "accept", "reject"
FILE = "reviews.ttl"
SHIPPED = Path(__file__).parent / FILE
PATH = "gennemgang"

_TG = Namespace(TG)


class ReviewError(GraphError):
    """A file of decisions cannot be read or written; the message says what to do, in Danish."""


@dataclass(frozen=True)
class Review:
    """One decision: ``link`` is the id of the inferred fact, ``when`` an ISO date."""

    link: str
    decision: str
    who: str
    when: str
    why: str
    subject: str
    relation: str
    object: str

    @property
    def saying(self) -> tuple[str, str, str]:
        """What the link says, whatever sentence it rests on."""
        return _saying(self.subject, self.relation, self.object)

    @classmethod
    def of(cls, fact: Fact, decision: str, who: str, when: str, why: str) -> Review:
        """A decision about a link."""
        return cls(fact.id, decision, who, when, why, fact.subject, fact.relation, fact.object or "")


def read_reviews(data: Path) -> list[Review]:
    """The decisions shipped and those in a data folder, oldest first.

    Raises ReviewError when a decision lacks something, VocabularyError when a file is not valid Turtle.
    """
    return [review for path in (SHIPPED, data / FILE) if path.exists() for review in _read(path)]


def apply_reviews(inferred: Iterable[Fact], reviews: Iterable[Review]) -> list[Fact]:
    """The inferred links as people decided; the last decision about a link holds."""
    last = {review.saying: review for review in reviews}
    decided = ((fact, last.get(_saying(fact.subject, fact.relation, fact.object or ""))) for fact in inferred)
    return [_reviewed(fact, review) for fact, review in decided if review is None or review.decision != REJECT]


def add_review(data: Path, review: Review) -> None:
    """Add a decision to the file of a data folder; a reader meets the old file or the new one, never a half.

    Raises ReviewError when the folder cannot be written.
    """
    path = data / FILE
    try:
        data.mkdir(parents=True, exist_ok=True)
        with open(data / ".reviews-lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            reviews = [*(_read(path) if path.exists() else []), review]
            work = path.with_suffix(".tmp")
            with open(work, "wb") as file:
                file.write(_turtle(reviews))
                file.flush()
                os.fsync(file.fileno())
            work.replace(path)
    except OSError as error:
        raise ReviewError(f"Afgørelsen kan ikke gemmes i {data} ({error.strerror}). Kontrollér plads og rettigheder, og prøv igen.") from error


def add_to_graph(bag: QuadBag, graph: str, base: str, reviews: Sequence[Review], facts: Iterable[Fact]) -> None:
    """Write the decisions into a named graph, and let each accepted statement name its own."""
    add = bag.into(graph)
    names = {(review.link, review.decision): f"{base}{PATH}/{number}" for number, review in enumerate(reviews, 1)}
    for number, review in enumerate(reviews, 1):
        iri = f"{base}{PATH}/{number}"
        add(iri, TYPE, node(TG + "Review"))
        for name in ("link", "decision", "relation"):
            add(iri, TG + name, plain(getattr(review, name)))
        for name, text in (("subject", review.subject), ("object", review.object), ("why", review.why)):
            add(iri, TG + name, words(text))
        add(iri, TG + "reviewer", plain(review.who))
        add(iri, DCT + "date", typed(review.when, XSD_SPACE + "date"))
    for fact in facts:
        if fact.basis == REVIEWED and (fact.id, ACCEPT) in names:
            add(f"{base}udsagn/{fact.id}", TG + "review", node(names[fact.id, ACCEPT]))


def _reviewed(fact: Fact, review: Review | None) -> Fact:
    accepted = review is not None and review.link == fact.id and fact.basis == INFERRED
    return replace(fact, basis=REVIEWED, confidence=1.0) if accepted else fact


def _saying(subject: str, relation: str, object_: str) -> tuple[str, str, str]:
    return key(subject), relation, key(object_)


def _read(path: Path) -> list[Review]:
    graph = parse_turtle(path)
    nodes = sorted(graph.subjects(RDF.type, _TG.Review), key=_number)
    return [_review(graph, one, path.name) for one in nodes]


def _number(one: Node) -> tuple[int, str]:
    last = str(one).rsplit("/", 1)[-1]
    return (int(last) if last.isdigit() else 0, str(one))


def _review(graph: Graph, one: Node, file: str) -> Review:
    names = ("link", "decision", "reviewer", "why", "subject", "relation", "object")
    found = {name: graph.value(one, _TG[name]) for name in names}
    when = graph.value(one, DCTERMS.date)
    missing = [f"tg:{name}" for name, value in found.items() if value is None] + (["dct:date"] if when is None else [])
    if missing or str(found["decision"]) not in (ACCEPT, REJECT):
        raise ReviewError(f"{file}: afgørelsen {one} mangler {', '.join(missing) or 'accept eller reject'}. Ret filen, og prøv igen.")
    said = {name: str(value) for name, value in found.items()}
    return Review(said["link"], said["decision"], said["reviewer"], str(when), said["why"], said["subject"], said["relation"], said["object"])


def _turtle(reviews: Sequence[Review]) -> bytes:
    graph = Graph()
    graph.bind("tg", _TG)
    graph.bind("dct", DCTERMS)
    for number, review in enumerate(reviews, 1):
        one = URIRef(f"{DEFAULT_BASE}{PATH}/{number}")
        graph.add((one, RDF.type, _TG.Review))
        graph.add((one, DCTERMS.date, Literal(review.when, datatype=XSD.date)))
        for name, text in (("link", review.link), ("decision", review.decision), ("relation", review.relation), ("reviewer", review.who)):
            graph.add((one, _TG[name], Literal(text)))
        for name, text in (("subject", review.subject), ("object", review.object), ("why", review.why)):
            graph.add((one, _TG[name], Literal(text, lang="da")))
    return graph.serialize(format="turtle", encoding="utf-8")
