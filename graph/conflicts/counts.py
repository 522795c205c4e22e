"""Numbers that do not fit together: shares that are not the ratio beside them, sums, counts of one thing, amounts without a period."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from corpus.document import Section
from graph.conflicts.conflict import FIGURES, Conflict
from graph.conflicts.library import Library, fact_quote, quoted
from graph.conflicts.text import Text
from graph.fact import Fact
from graph.reading import Piece
from graph.recognisers.durations import NUMBER_WORDS
from graph.recognisers.places import schools

NEAR = 0.1  # share; two counts of one thing this close together look like a slip
SMALLEST = 10  # smaller counts are alike by chance
LISTED = 3  # names; a sentence with so many schools is a list of them

_SHARE = r"(?P<share>\d+(?:,\d+)?)\s?(?:%|pct\.?)\)"
_RATIO = re.compile(rf"\b(?P<part>\d+) ud af (?:de )?(?P<whole>\d+)\b[^()%]{{0,60}}\({_SHARE}", re.IGNORECASE)
_SHARE_FIRST = re.compile(rf"\b(?P<part>\d+) \({_SHARE} af (?:de )?(?P<whole>\d+)\b")
_SCHOOLS = re.compile(r"\b(\d{1,3}|" + "|".join(NUMBER_WORDS) + r") (?:forskellige )?skoler\b", re.IGNORECASE)
_CASES = re.compile(r"\b(\d{1,4}) (?:\w+ )?(forløb|sager|elever|børn)\b")
_LAST_NUMBER = re.compile(r"\b(\d+)\b(?!.*\d)", re.DOTALL)
_PARTS = re.compile(r"\bAf disse [\w-]+ var (.+)$")
_NUMBER = re.compile(r"\b\d+\b")
_AMOUNT = re.compile(r"\d mio\. kr\.")
_YEARLY = re.compile(r"årligt|pr\. år|om året|\b[Ii] (?:19|20)\d\d\b|i alt|samlet")


def detect(library: Library) -> Iterator[Conflict]:
    """Numbers that do not fit, sentence by sentence and section by section."""
    yield from library.conflicts("counts", _in_sentences, _in_sections)
    yield from _amounts_without_period(library)


def _in_sentences(text: Text) -> Iterator[Conflict]:
    for piece in text.sentences:
        yield from _ratios(piece)
    for before, piece in zip(text.sentences, text.sentences[1:]):
        yield from _sums(before, piece)


def _in_sections(text: Text) -> Iterator[Conflict]:
    for section, inside in text.chapters:
        yield from _school_counts(section, inside)
        yield from _near_counts(section, inside)


def _ratios(piece: Piece) -> Iterator[Conflict]:
    if ")" not in piece.text:
        return
    for match in (*_RATIO.finditer(piece.text), *_SHARE_FIRST.finditer(piece.text)):
        part, whole, share = match["part"], match["whole"], match["share"]
        decimals = len(share.partition(",")[2])
        right = 100 * int(part) / int(whole) if int(whole) else 0.0
        if abs(right - float(share.replace(",", "."))) > 0.5 * 10**-decimals:
            shown = f"{right:.{decimals}f}".replace(".", ",")
            yield Conflict(
                FIGURES, f"{part} ud af {whole} er {shown} pct., men der står {share} pct.", f"{part} ud af {whole}",
                "Procenten passer ikke med de to tal, den står ved. De hele tal er talt, og procenten er regnet ud af dem, så de hele tal holder.",
                (quoted(piece.part(*match.span())), quoted(piece)),
            )  # fmt: skip


def _sums(before: Piece, piece: Piece) -> Iterator[Conflict]:
    """Parts that do not add up to the whole of the sentence before."""
    parts = _PARTS.search(piece.text)
    if not parts:
        return
    whole, numbers = _LAST_NUMBER.search(before.text), [int(number) for number in _NUMBER.findall(parts.group(1))]
    if whole and len(numbers) > 1 and sum(numbers) != int(whole.group(1)):
        yield Conflict(
            FIGURES, f"Delene giver {sum(numbers)}, men der står {whole.group(1)} i alt", None,
            "Enten mangler en del, eller også er et af tallene forkert. Kilden siger ikke hvilket.", (quoted(before), quoted(piece)),
        )  # fmt: skip


def _school_counts(section: Section, pieces: Sequence[Piece]) -> Iterator[Conflict]:
    """A number of schools beside a list of more or fewer names, or beside no name at all."""
    claims: dict[int, list[Piece]] = defaultdict(list)
    for piece in pieces:
        for match in _SCHOOLS.finditer(piece.text):
            claims[_number(match.group(1))].append(piece)
    named = [(piece, {school.label for school in schools(piece.text)}) for piece in pieces] if claims else []
    lists = [piece for piece, labels in named if len(labels) >= LISTED]
    names = {label for _, labels in named if len(labels) >= LISTED for label in labels}
    is_named = any(labels for piece, labels in named if piece.start != section.start)
    for number, said in claims.items():
        if names and number != len(names):
            yield Conflict(
                FIGURES, f"{section.title}: {number} skoler i teksten, {len(names)} ved navn", f"de {len(names)} navne",
                "Begge tal kan være rigtige, hvis de gælder hver sin tid: se det skoleår eller den dato, sætningen nævner. Listen med navne siger, hvor indsatsen er i dag.",
                (*map(quoted, said), *map(quoted, lists)),
            )  # fmt: skip
        elif not is_named and number > 1:
            yield Conflict(
                FIGURES, f"{section.title}: {number} skoler, men ingen ved navn", None,
                "Tallet kan ikke regnes efter, og det kan ikke afgøres, om en bestemt skole er med. Spørg indsatsen.",
                (*map(quoted, said), quoted(pieces[0])),
            )  # fmt: skip


def _near_counts(section: Section, pieces: Sequence[Piece]) -> Iterator[Conflict]:
    """Two counts of the same thing that differ by little."""
    counts: dict[str, dict[int, Piece]] = defaultdict(dict)
    for piece in pieces:
        for match in _CASES.finditer(piece.text):
            counts[match.group(2)].setdefault(int(match.group(1)), piece)
    for noun, found in counts.items():
        ordered = sorted(found.items())
        for (low, one), (high, other) in zip(ordered, ordered[1:]):
            if low >= SMALLEST and (high - low) / high <= NEAR and one.start != other.start:
                yield Conflict(
                    FIGURES, f"{section.title}: {high} {noun} og {low} {noun}", None,
                    "Tallene ligner hinanden, men behøver ikke at tælle det samme; det ene kan være en del af det andet. Læs, hvad hver sætning tæller.",
                    (quoted(one), quoted(other)),
                )  # fmt: skip


def _amounts_without_period(library: Library) -> Iterator[Conflict]:
    """An amount that does not say whether it is for a year, where other amounts of the document do."""
    amounts: dict[str, dict[str, Fact]] = defaultdict(dict)
    for fact in library.facts:
        if fact.relation == "funding_amount" and _AMOUNT.search(fact.quote):
            amounts[fact.document].setdefault(fact.quote, fact)
    for facts in amounts.values():
        yearly = next((fact for fact in facts.values() if _YEARLY.search(fact.quote)), None)
        for fact in facts.values():
            if yearly and not _YEARLY.search(fact.quote):
                yield Conflict(
                    FIGURES, f"{fact.subject}: beløbet siger ikke, om det er årligt", None,
                    "Andre beløb i dokumentet er årlige. Dette kan også være det, men det står der ikke. Læg det ikke sammen med de andre uden at spørge.",
                    (fact_quote(fact), fact_quote(yearly)),
                )  # fmt: skip


def _number(word: str) -> int:
    return int(word) if word.isdigit() else NUMBER_WORDS[word.casefold()]
