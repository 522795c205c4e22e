"""Words that look misread: unknown to the dictionary and one letter from a known word, or of a form that cannot stand where it does."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from rapidfuzz.distance import DamerauLevenshtein

from corpus.danish import is_known
from graph.conflicts.conflict import OCR, Conflict
from graph.conflicts.library import Library, quoted
from graph.conflicts.text import Text
from graph.reading import Piece
from ontology.vocabulary import read_vocabulary

SHORTEST = 8  # letters; shorter words are alike by chance
HEAD, TAIL = 4, 3  # letters at the ends that must be the same: a difference there is inflection
SHOWN = 2  # places of the right form

_WORD = re.compile(r"[^\W\d_]{%d,}" % SHORTEST)
_FORMS = (
    (re.compile(r"\b(?:kan|vil|skal|må) (?:det |der )?(været|haft|gjort|blevet)\b"), "efter »kan«, »vil«, »skal« og »må« står ordet i navnemåde"),
    (re.compile(r"\b(?:Kommunes|kommunens) (har|er|vil|skal|kan)\b"), "grundleddet står i ejefald"),
)


def detect(library: Library) -> Iterator[Conflict]:
    """A conflict for each word used once that is most likely another, and for each form that cannot stand where it does."""
    yield from _misread(library)
    yield from library.conflicts("forms", _wrong_forms)


def _wrong_forms(text: Text) -> Iterator[Conflict]:
    for piece in text.sentences:
        for pattern, rule in _FORMS:
            for match in pattern.finditer(piece.text):
                shown = text.akin(piece, match.group(1), SHOWN)
                yield Conflict(
                    OCR, f"»{match.group()}« er en forkert bøjning", None, f"Sådan kan der ikke stå: {rule}. Meningen er klar; teksten er ikke rettet.",
                    tuple(quote for quote in (quoted(piece), text.raw(piece), *map(quoted, shown)) if quote),
                )  # fmt: skip


def _misread(library: Library) -> Iterator[Conflict]:
    places: dict[str, list[Piece]] = defaultdict(list)
    counts: Counter[str] = Counter()
    for words in library.words:
        for told, numbers in words.places.items():
            for word in _WORD.findall(told):
                counts[word] += len(numbers)
                places[word] += [words.sentence(number) for number in numbers[:SHOWN - len(places[word])]]
    field = _field()
    unknown = [word for word, count in counts.items() if count == 1 and word not in field and not is_known(word)]
    known: dict[tuple[str, str], list[str]] = defaultdict(list)
    for word in sorted({word for word, count in counts.items() if count > 1} | field):
        known[_ends(word)].append(word)
    for word in unknown:
        if meant := next((other for other in known[_ends(word)] if _one_letter_apart(word, other)), None):
            piece = places[word][0]
            written = next((match.group() for match in _WORD.finditer(piece.text) if match.group().casefold() == word), word)  # a ligature is two letters when folded
            shown = [quoted(other) for other in places.get(meant, [])[:SHOWN]]
            yield Conflict(
                OCR, f"»{written}« ligner »{meant}«", meant,
                "Ordet står kun her og findes ikke i ordbogen, men et ord med ét bogstav anderledes gør. Det er sandsynligvis en slå- eller læsefejl; teksten er ikke rettet.",
                tuple(quote for quote in (quoted(piece), library.texts[piece.document.id].raw(piece), *shown) if quote),
            )  # fmt: skip


def _ends(word: str) -> tuple[str, str]:
    return word[:HEAD], word[-TAIL:]


def _one_letter_apart(word: str, other: str) -> bool:
    return DamerauLevenshtein.distance(word, other, score_cutoff=1) == 1


def _field() -> frozenset[str]:
    """The words of the thesaurus' Danish labels."""
    texts = (label.text for need in read_vocabulary("needs") for label in need.labels if label.language == "da" and label.kind in ("preferred", "professional"))
    return frozenset(match.group().casefold() for text in texts for match in _WORD.finditer(text))
