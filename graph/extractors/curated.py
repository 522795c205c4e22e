"""Facts that no rule can read, curated as Turtle with a quote; a quote the text no longer holds is left out.

Why a quote may grow: a curated quote is kept short so that it outlives small changes around it, but a reader must find the fact in
it. Where the whole sentence holds clearly more of the fact's own words than the quote does, or names the subject when the quote
does not, the sentence is quoted. A way in keeps its quote: of several in one sentence the first is the one to be shown.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path

from rdflib import DCTERMS, RDF, SKOS, Graph, Literal, Namespace
from rdflib.term import Node, URIRef

from corpus.danish import stems
from corpus.document import Document
from graph.errors import CurationError
from graph.fact import RELATIONS, Fact
from graph.reading import Piece, piece_of
from ontology.names import DEFAULT_BASE, TG, slug
from ontology.own import add_triples
from ontology.vocabulary import from_vocabularies, own_files, parse_turtle

CURATED = Path(__file__).parent.parent / "curated"
OWN = "curated"  # the folder within the user's own vocabularies
CLEARLY_MORE = 0.25  # of the fact's words; what a sentence must hold beyond the quote to be quoted instead
LONGEST_SENTENCE = 400  # characters; a longer one is no better to read than its part

_BRACKETS = re.compile(r" \([^)]*\)$")
_TG = Namespace(TG)
_log = logging.getLogger(__name__)


def extract(document: Document, folder: Path = CURATED) -> Iterator[Fact]:
    """The curated facts whose quote stands in the document, below the heading that the fact may name.

    Raises CurationError when a fact has an unknown relation, no quote, or neither object nor value.
    """
    missing = 0
    for name, relation, object_, value, unit, quote, section in _statements(folder).get(document.source.work, ()):
        piece = _place(document, quote, section)
        if piece is None:
            missing += 1
        else:
            quoted = piece if relation == "referral_route" else _readable(piece, name, object_ or "")
            yield quoted.fact(name, relation, object_, value, unit)
    if missing:
        _log.warning("%s: %d kuraterede oplysninger er udeladt, fordi citatet ikke længere står i teksten.", document.id, missing)


_Statement = tuple[str, str, str | None, float | None, str | None, str, str]


def _place(document: Document, quote: str, section: str) -> Piece | None:
    """The first place of a quote below a heading, not in the list of contents."""
    for match in re.finditer(re.escape(quote), document.text):
        listed = any(block.kind == "contents" and block.start <= match.start() < block.end for block in document.blocks)
        if not listed and section in document.section_at(match.start()):
            return Piece(document, *match.span())
    return None


def _files(folder: Path) -> list[Path]:
    """The curated files of a folder; beside the shipped ones stand those of the user."""
    return [*sorted(folder.glob("*.ttl")), *(own_files(f"{OWN}/*.ttl") if folder == CURATED else ())]


@from_vocabularies
def _graphs(folder: Path) -> list[tuple[Path, Graph]]:
    """The curated files, parsed once for what they state and what they name."""
    return [(path, parse_turtle(path)) for path in _files(folder)]


def _readable(quote: Piece, name: str, object_: str) -> Piece:
    """The quote, or the sentence around it where a reader finds more of the fact."""
    block = quote.document.block_at(quote.start)
    if block is None or block.kind == "heading" or block.end < quote.end:
        return quote
    around = piece_of(quote.document, block)
    sentence = around.sentence_at(quote.start - around.start)
    if not sentence.start <= quote.start < quote.end <= sentence.end <= sentence.start + LONGEST_SENTENCE:
        return quote
    said, more, subject = set(stems(quote.text)), set(stems(sentence.text)), set(stems(_BRACKETS.sub("", name)))
    wanted = subject | set(stems(object_))
    gained = len(wanted & more) - len(wanted & said)
    named = not subject & said and 2 * len(subject & more) >= max(len(subject), 1)
    return sentence if named or gained >= CLEARLY_MORE * len(wanted) else quote


@from_vocabularies
def _statements(folder: Path) -> dict[str, list[_Statement]]:
    """Curated statements by document, in a fixed order."""
    found: dict[str, list[_Statement]] = {}
    for path, graph in _graphs(folder):
        for subject in sorted(graph.subjects(RDF.type, _TG.CuratedSubject), key=str):
            document = str(graph.value(subject, DCTERMS.source))
            name = str(graph.value(subject, SKOS.prefLabel))
            for node in graph.objects(subject, _TG.states):
                found.setdefault(document, []).append(_statement(graph, node, name, path))
    return {document: sorted(rows, key=str) for document, rows in found.items()}


@from_vocabularies
def curated_names(folder: Path = CURATED) -> dict[str, tuple[str, ...]]:
    """Other spellings of curated subjects, by name."""
    names: dict[str, tuple[str, ...]] = {}
    for path, graph in _graphs(folder):
        for subject in sorted(graph.subjects(RDF.type, _TG.CuratedSubject), key=str):
            others = tuple(sorted(str(label) for label in graph.objects(subject, SKOS.altLabel)))
            name = str(graph.value(subject, SKOS.prefLabel))
            names[name] = tuple(dict.fromkeys([*names.get(name, ()), *others]))
    return names


def _statement(graph: Graph, node: Node, name: str, path: Path) -> _Statement:
    relation, object_, value, unit, quote, section = (
        graph.value(node, predicate) for predicate in (_TG.relation, _TG.object, _TG.value, _TG.unit, _TG.quote, _TG.section)
    )
    if str(relation) not in RELATIONS or not quote or (object_ is None and value is None):
        raise CurationError(
            f"{path.name}: en oplysning om »{name}« mangler citat, objekt eller en kendt relation ({relation}). Ret filen, og prøv igen."
        )
    number = float(str(value)) if value is not None else None
    words = (str(term) if term is not None else None for term in (object_, unit))
    return name, str(relation), next(words), number, next(words), str(quote), str(section or "")


def add_intervention(folder: Path, name: str, work: str, quote: str, note: str) -> Path:
    """Add to the user's own curated facts that a quote of a document names an intervention; returns the file.

    Raises VocabularyError when the file that is there is not valid Turtle.
    """
    subject = URIRef(f"{DEFAULT_BASE}kurateret/{work}-{slug(name)}")
    says = URIRef(f"{subject}-slags")
    return add_triples(folder / OWN / "indsatser.ttl", [
        (subject, RDF.type, _TG.CuratedSubject), (subject, SKOS.prefLabel, Literal(name, lang="da")), (subject, DCTERMS.source, Literal(work)),
        (subject, SKOS.editorialNote, Literal(note, lang="da")), (subject, _TG.states, says), (says, _TG.relation, Literal("type")),
        (says, _TG.object, Literal("Intervention")), (says, _TG.quote, Literal(quote)),
    ])  # fmt: skip
