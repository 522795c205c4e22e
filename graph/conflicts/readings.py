"""Words read wrongly when a text was extracted: slips, and places where two extractions of one document differ."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import Match, SequenceMatcher

from corpus.catalogue import SourceFile
from corpus.cleaning import PAGE_BREAK
from corpus.document import HYPHENATION, RECONCILED, SLIP, Repair
from corpus.reconciliation import NOT_FOLLOWED
from graph.conflicts.conflict import OCR, SOURCE, Conflict, Quote
from graph.conflicts.library import Library, quoted
from graph.conflicts.text import Text
from graph.reading import Piece

EVIDENCE = 3  # sentences that show the right form
LEAST_MISSING = 12  # words; a longer run that one extraction lacks is told
SHORT_MARK = 2  # letters; an icon's letters read as a word are no conflict

_WORD = re.compile(r"\w+")
_FOLLOWING = 12  # words shown of what follows a run that is missing


class WordMatcher(SequenceMatcher[str]):
    """Lays two texts beside each other word by word, as its base does.

    Why runs are looked for among pairs of words first: the longest run of words is the longest run of pairs, and pairs seldom recur;
    single words are only compared where no pair is common.
    """

    def __init__(self, ours: Sequence[str], theirs: Sequence[str]) -> None:
        super().__init__(None, ours, theirs, autojunk=False)
        self._lengths = len(ours), len(theirs)
        self._pairs = SequenceMatcher(None, list(zip(ours, ours[1:])), list(zip(theirs, theirs[1:])), autojunk=False)

    def find_longest_match(self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None) -> Match:
        """The longest run both have within two ranges; of equal ones the first."""
        ahi, bhi = self._lengths[0] if ahi is None else ahi, self._lengths[1] if bhi is None else bhi
        pairs = self._pairs.find_longest_match(alo, max(ahi - 1, alo), blo, max(bhi - 1, blo))
        return Match(pairs.a, pairs.b, pairs.size + 1) if pairs.size else super().find_longest_match(alo, ahi, blo, bhi)


def detect(library: Library) -> Iterator[Conflict]:
    """A conflict for each repair that changed a word or joined a cut sentence, and for each passage only one extraction has."""
    return library.conflicts("readings", _in_document)


def _in_document(text: Text) -> Iterator[Conflict]:
    for repair in text.document.repairs:
        yield from _of_repair(text, repair)
    for file in text.other_files:
        yield from _missing(text, file)


def _of_repair(text: Text, repair: Repair) -> Iterator[Conflict]:
    piece = text.sentence_at(repair.start)
    if repair.rule == SLIP:
        yield _slip(text, piece, repair)
    elif repair.rule == HYPHENATION:
        yield _hyphen(text, piece, repair)
    elif repair.rule == PAGE_BREAK:
        yield from _cut(text, piece, repair)
    elif repair.rule == RECONCILED and len(repair.before.strip()) > SHORT_MARK:
        yield _read_otherwise(text, piece, repair)
    elif repair.rule == NOT_FOLLOWED:
        yield _not_followed(text, piece, repair)


def _slip(text: Text, piece: Piece, repair: Repair) -> Conflict:
    shown = text.akin(piece, repair.after, EVIDENCE)
    told = "andre steder i dokumentet står den rette form" if shown else "ordet i kilden giver ingen mening her"
    what = f"»{repair.before}« står, hvor der må menes »{repair.after}«" if repair.after else f"»{repair.before}« er overflødigt i »{piece.text}«"
    return Conflict(
        OCR, what, repair.after or piece.text,
        f"Det er en læse- eller slåfejl i kilden; {told}. Teksten her er rettet, og kildens ordlyd er bevaret som rettelse.",
        tuple(quote for quote in (text.raw(piece), quoted(piece), *map(quoted, shown)) if quote),
    )  # fmt: skip


def _hyphen(text: Text, piece: Piece, repair: Repair) -> Conflict:
    word = _around(piece, repair).strip(".,:;")
    return Conflict(
        OCR, f"»{word}« er delt i kilden", word, "En bindestreg med mellemrum efter er en orddeling fra siden, ikke en del af navnet.",
        tuple(quote for quote in (text.raw(piece), quoted(piece)) if quote),
    )  # fmt: skip


def _cut(text: Text, piece: Piece, repair: Repair) -> Iterator[Conflict]:
    """A sentence cut by a page break, quoted in the source's two halves and as it reads joined."""
    halves = (Piece(piece.document, piece.start, repair.start), Piece(piece.document, repair.end, piece.end))
    if piece.start < repair.start and repair.end < piece.end:
        raws = [quote for half in halves if (quote := text.raw(half))]
        yield Conflict(
            OCR, f"Sætningen er delt i to: »{_tail(halves[0].text)} | {_head(halves[1].text)}«", "den samlede sætning",
            "Et sideskift står midt i sætningen i kilden. Læst hver for sig siger de to dele noget andet end hele sætningen.", (*raws, quoted(piece)),
        )  # fmt: skip


def _read_otherwise(text: Text, piece: Piece, repair: Repair) -> Conflict:
    others = _in_others(text, piece)
    what = f"»{repair.before.strip(' ,')}« i den ene udtrækning, »{repair.after}« i den anden" if repair.after else f"»{repair.before.strip(' ,')}« står kun i den ene udtrækning"
    return Conflict(
        OCR, what, repair.after or "ordet udelades",
        "De to udtrækninger af dokumentet er sammenlignet ord for ord. Ordet findes ikke andre steder i den anden udtrækning og er læst forkert.",
        tuple(quote for quote in (text.raw(piece), quoted(piece), *others) if quote),
    )  # fmt: skip


def _not_followed(text: Text, piece: Piece, repair: Repair) -> Conflict:
    reading = piece.text
    for note in sorted((n for n in piece.document.repairs if n.rule == NOT_FOLLOWED and piece.start <= n.start < piece.end), key=lambda n: -n.start):
        reading = reading[:note.start - piece.start] + note.before + reading[note.end - piece.start:]
    found = [quote for file in text.other_files if (quote := _nearest(text, file, reading, repair.before))]
    return Conflict(
        OCR, f"»{repair.before}« i den anden udtrækning for »{repair.after}«", repair.after,
        "De to udtrækninger er ikke enige. Den, teksten bygger på, har ordet, som også står andre steder; den anden er delt eller læst forkert.",
        (quoted(piece), *found),
    )  # fmt: skip


def _in_others(text: Text, piece: Piece) -> list[Quote]:
    return [quote for file in text.other_files if (quote := _nearest(text, file, piece.text, ""))]


def _nearest(text: Text, file: SourceFile, words: str, must: str) -> Quote | None:
    """The longest run of a sentence's words that another extraction has, a word that must be in it kept."""
    places = [match.span() for match in _WORD.finditer(words)]
    for length in range(len(places), 2, -1):
        for (start, _), (_, end) in zip(places, places[length - 1:]):
            run = words[start:end]
            if must in run and (found := text.in_file(file.id, run)):
                return found
    return None


def _missing(text: Text, file: SourceFile) -> Iterator[Conflict]:
    """Long runs of the text that another extraction does not have, with what follows them there."""
    ours, theirs = list(_WORD.finditer(text.document.text)), list(_WORD.finditer(file.text))
    matcher = WordMatcher([m.group().casefold() for m in ours], [m.group().casefold() for m in theirs])
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag in ("delete", "replace") and i2 - i1 - (j2 - j1) >= LEAST_MISSING and j2 < len(theirs):
            last = theirs[min(j2 + _FOLLOWING, len(theirs)) - 1].end()
            following = Quote(file.id, "", file.text[theirs[j2].start():last], theirs[j2].start(), last, SOURCE)
            run = Piece(text.document, ours[i1].start(), ours[i2 - 1].end())
            pieces = [p for p in text.sentences if run.start <= p.start and p.end <= run.end + 1 and p.text.endswith(".")]
            if pieces:
                many = "1 sætning" if len(pieces) == 1 else f"{len(pieces)} sætninger"
                yield Conflict(
                    OCR, f"{many} står kun i den ene udtrækning, fra »{_head(pieces[0].text)}«", "den udtrækning, der har teksten",
                    "Den anden udtrækning går her direkte videre. Teksten er altså faldet ud dér; den er ikke taget ud af dokumentet.",
                    (*map(quoted, pieces), following),
                )  # fmt: skip


def _around(piece: Piece, repair: Repair) -> str:
    """The word a repair stands in."""
    at = repair.start - piece.start
    before, after = re.search(r"\S*$", piece.text[:at]), re.search(r"^\S*", piece.text[at:])
    return (before.group() if before else "") + (after.group() if after else "")


def _head(text: str) -> str:
    return " ".join(text.split()[:5])


def _tail(text: str) -> str:
    return " ".join(text.split()[-5:])
