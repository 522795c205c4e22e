"""Facts that no rule can read, curated as Turtle with a quote; a quote the text no longer holds is left out.

Why a quote grows: a curated quote is kept short so that it outlives small changes around it, but a reader must find the fact in it, with
what it hangs on. So the whole sentence is quoted, and the one before it where the sentence speaks of "the model" or "them" and only the
one before says who that is, or where it opens with a word that points back ("Det sker bl.a. gennem …"). A quote of several sentences is
made whole too. A way in keeps its quote: of several in one sentence the first is the one to be shown.
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
NAMED = 0.6  # of the words of a name; what a text must hold to speak of it
LONGEST_SENTENCE = 400  # characters; a longer one is no better to read than its part
LONGEST_QUOTE = 600  # characters; of a sentence with what stands before it

_POINTS_BACK = re.compile(r"(?:Det|Dette) (?:sker|gælder|samme|kan (?:fx|også|ske)|indebærer|er på baggrund)\b|(?:Denne|Her|Midlerne) (?:er|tilbydes|anvendes)\b")
_BRACKETS = re.compile(r" \((.*)\)$")
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
    """The sentence around a quote, with the sentences before it that say of whom or what it speaks."""
    block = quote.document.block_at(quote.start)
    if block is None or block.kind == "heading" or block.end < quote.end:
        return quote
    sentences = list(piece_of(quote.document, block).sentences())
    at = next((at for at, one in enumerate(sentences) if one.start <= quote.start < one.end), None)
    last = next((one for one in sentences if one.start < quote.end <= one.end), None)
    if at is None or last is None:
        return quote
    whole = sentences[at].through(last)
    if len(whole.text) > (LONGEST_SENTENCE if sentences[at] == last else LONGEST_QUOTE):
        whole = quote
    if at and _POINTS_BACK.match(sentences[at].text) and whole.end - sentences[at - 1].start <= LONGEST_QUOTE:
        whole, at = sentences[at - 1].through(whole), at - 1
    heading = quote.document.section_at(quote.start)
    for before in reversed(sentences[:at]):
        if whole.end - before.start > LONGEST_QUOTE:
            break
        longer = before.through(whole)
        if any(not _speaks_of(words, f"{heading} {whole.text}") and _speaks_of(words, before.text) for words in (*_parts(name), object_)):
            return longer
    return whole


def _parts(name: str) -> list[str]:
    """A name without its brackets, and what the brackets say, which tells it from others of that name."""
    return [part for part in _BRACKETS.split(name) if part]


def _speaks_of(words: str, text: str) -> bool:
    """True where a text holds a share NAMED of the words of a name or more."""
    wanted = set(stems(_BRACKETS.sub("", words)))
    return len(wanted & set(stems(text))) >= NAMED * len(wanted)


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
