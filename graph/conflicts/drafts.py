"""Text that is not settled: open tracked changes, struck words, old and new wording merged, and one sentence in two wordings."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import combinations

from corpus.cleaning import TRACKED_DELETION, TRACKED_INSERTION
from corpus.document import Block, Document, Repair
from graph.conflicts.conflict import DRAFT, SOURCE, Conflict, Quote
from graph.conflicts.library import Library, quoted
from graph.conflicts.text import Text
from graph.reading import Piece, piece_of

TWO_WORDINGS = 0.8  # similarity from which two sentences are one in two wordings
SHORTEST = 60  # letters; shorter sentences are alike by chance
LONG_WORD = 14  # letters; a word so long does not stand twice in one sentence of itself
PULL_QUOTE = "pullquote"
SHARED = 3  # words; another sentence with so many of a merged one shows what it may mean

_COLLIDING = re.compile(r"\b(?:med (?:af|for|hos|fra)|af (?:for|hos|med)|for (?:af|hos)|hos (?:af|for)|fra (?:af|hos))\b")
_WORD = re.compile(r"\w+")
_MARK = re.compile(r"^[*_ ]*UDKAST[*_ ]*$", re.MULTILINE)


def detect(library: Library) -> Iterator[Conflict]:
    """Open changes of drafts, merged wordings, and sentences that stand in two wordings."""
    return library.conflicts("drafts", _in_document)


def _in_document(text: Text) -> Iterator[Conflict]:
    yield from _marked(text)
    for repair in text.document.repairs:
        if repair.rule == TRACKED_INSERTION:
            yield _inserted(text, repair)
        elif repair.rule == TRACKED_DELETION:
            yield _struck(text, repair)
    for piece in text.sentences:
        yield from _merged(text, piece)
    yield from _two_wordings(text)


def _marked(text: Text) -> Iterator[Conflict]:
    """The mark of a draft in the source, which the clean text leaves out."""
    document = text.document
    marks = list(_MARK.finditer(text.file.text)) if text.file else []
    if marks or document.source.is_draft:
        shown = [Quote(document.id, "", match.group(), *match.span(), wording=SOURCE) for match in marks]
        title = next(iter(text.sentences), None)
        yield Conflict(
            DRAFT, f"»{document.source.title}« er et udkast", None,
            "Dokumentet er ikke vedtaget, og teksten kan blive ændret. Det, der bygger på det, er mærket »Udkast« i tjenesten.",
            (*([quoted(title)] if title else []), *shown),
        )  # fmt: skip


def _inserted(text: Text, repair: Repair) -> Conflict:
    added = Piece(text.document, repair.start, repair.end)
    around = _line(text.document, repair.start)
    raw = _in_source(text, repair.before, repair.start)
    return Conflict(
        DRAFT, f"Indsat, men ikke godkendt: »{_short(added.text)}«", None,
        "Ordene er en rettelse i udkastet, som ingen har godkendt endnu. De læses med, men kan falde ud igen.",
        tuple(quote for quote in (quoted(added), raw, quoted(around) if around.text != added.text else None) if quote),
    )  # fmt: skip


def _struck(text: Text, repair: Repair) -> Conflict:
    around = _line(text.document, repair.start)
    raw = _in_source(text, repair.before.strip(), repair.start)
    return Conflict(
        DRAFT, f"Streget ud, men ikke slettet: »{_short(repair.before.strip(' ~'))}«", "teksten uden de ord, der er streget ud",
        "Ordene er streget ud i udkastet. De vises aldrig som tekst, men rettelsen er ikke godkendt endnu.",
        tuple(quote for quote in (quoted(around), raw) if quote),
    )  # fmt: skip


def _merged(text: Text, piece: Piece) -> Iterator[Conflict]:
    """Two prepositions in a row, or one long word twice in a sentence: the marks of an old and a new wording run together."""
    collision = _COLLIDING.search(piece.text)
    words = [word.casefold() for word in _WORD.findall(piece.text) if len(word) >= LONG_WORD]
    twice = next((word for word in words if words.count(word) > 1), None) if _is_inserted(piece) else None
    if collision or twice:
        other = text.alike(piece, SHARED)
        yield Conflict(
            DRAFT, f"To ordlyde løber sammen: »{_short(_around(piece.text, collision) if collision else piece.text)}«", None,
            f"»{collision.group() if collision else twice}« kan ikke stå sådan i én sætning. En ældre og en nyere ordlyd er blevet stående ved siden af hinanden.",
            tuple(quoted(one) for one in (piece, other) if one),
        )  # fmt: skip


def _is_inserted(piece: Piece) -> bool:
    return any(repair.rule == TRACKED_INSERTION and repair.start < piece.end and piece.start < repair.end for repair in piece.document.repairs)


def _two_wordings(text: Text) -> Iterator[Conflict]:
    """A whole sentence that stands twice with other words, as in a pull quote."""
    whole = [piece for piece in text.sentences if len(piece.text) >= SHORTEST and piece.text.endswith(".")]
    worded = [frozenset(_WORD.findall(piece.text.casefold())) for piece in whole]
    for one, other, words, also in ((whole[i], whole[j], worded[i], worded[j]) for i, j in near(worded)):
        if 2 * len(words & also) >= TWO_WORDINGS * (len(words) + len(also)) and one.text != other.text:
            if SequenceMatcher(None, one.text, other.text, autojunk=False).ratio() >= TWO_WORDINGS:
                is_pulled = any(_block(text.document, piece.start).kind == PULL_QUOTE for piece in (one, other))
                yield Conflict(
                    DRAFT, f"Samme sætning i to ordlyde: »{_short(one.text)}«", "brødteksten" if is_pulled else None,
                    "Sætningen står to gange, men ikke med samme ord. Den ene er et fremhævet uddrag eller en ældre udgave af den anden.",
                    (quoted(one), quoted(other)),
                )  # fmt: skip


def near(worded: Sequence[frozenset[str]]) -> list[tuple[int, int]]:
    """The places of the pairs that may have enough words in common: each has one of the other's rarest words.

    Method: prefix filtering (Chaudhuri, Ganti and Kaushik 2006). Sets of which so large a share is common must meet among the words
    that are left when as many of the commonest are set aside as they may share.
    """
    counts = Counter(word for words in worded for word in words)
    holders: dict[str, list[int]] = defaultdict(list)
    for number, words in enumerate(worded):
        least = int(TWO_WORDINGS / (2 - TWO_WORDINGS) * len(words))
        for word in sorted(words, key=lambda word: (counts[word], word))[:len(words) - least + 1]:
            holders[word].append(number)
    return sorted({pair for numbers in holders.values() for pair in combinations(numbers, 2)})


def _block(document: Document, at: int) -> Block:
    """The block that holds an offset."""
    return next(block for block in document.blocks if block.start <= at <= block.end)


def _line(document: Document, at: int) -> Piece:
    return piece_of(document, _block(document, at))


def _in_source(text: Text, raw: str, start: int) -> Quote | None:
    at = text.file.text.find(raw) if text.file else -1
    return Quote(text.document.id, text.document.section_at(start), raw, at, at + len(raw), SOURCE) if at >= 0 else None


def _around(text: str, match: re.Match[str]) -> str:
    return text[max(0, match.start() - 30):match.end() + 30].strip()


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:60].rsplit(" ", 1)[0] + " …"
