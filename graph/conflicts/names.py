"""One thing under several names, and two things under names that are easily taken for one another."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import combinations, groupby
from os.path import commonprefix

from corpus.danish import stem
from graph.conflicts.conflict import NAMES, Conflict, Quote
from graph.conflicts.library import Library, quoted
from graph.conflicts.text import Text
from graph.linking import LONG_WORD, key
from graph.offers import KINDS
from graph.reading import Piece

LOOKS_ALIKE = 0.8  # similarity from which an entry of the contents is another wording of a heading
SAME_HEAD, SAME_TAIL = 5, 4  # letters that two names easily mixed up begin and end with

Place = tuple[str, Piece]  # a spelling with the sentence or line it stands in

MOST_PLACES = 12  # places shown of each spelling

_GAP = r"[\s\-–/]{1,3}"  # what may stand between the words of a name
_WORD = re.compile(r"[^\W\d_]{%d,}" % LONG_WORD)
_NUMBER = re.compile(r"^[\d.\s-]+|[.\s\d]+$")


def detect(library: Library) -> Iterator[Conflict]:
    """Spellings of one name, joints of one compound, headings worded otherwise in the contents, and look-alikes."""
    yield from _spellings(library)
    yield from _joints(library)
    yield from library.conflicts("headings", _headings)
    yield from _look_alikes(library)


def _names(library: Library) -> list[str]:
    """The names of help that have a capital and more than one word or sign."""
    typed = {fact.subject for fact in library.facts if fact.relation == "type" and fact.object in KINDS}
    return sorted(name for name in typed if name[:1].isupper() and re.search(r"[\s-]", name) and "(" not in name)


def _spellings(library: Library) -> Iterator[Conflict]:
    """A name written with other capitals or signs than elsewhere, with every place; a first letter alone makes no other spelling."""
    for name, pieces in _holding(library, _names(library)).items():
        words = re.findall(r"\w+", name)
        pattern = re.compile(rf"(?<!\w){_GAP.join(words)}(?!\w)", re.IGNORECASE)
        found: dict[str, list[Place]] = defaultdict(list)
        for piece in pieces:
            for spelling in dict.fromkeys(match.group() for match in pattern.finditer(piece.text)):
                found[spelling[0].casefold() + spelling[1:]].append((spelling, piece))
        if len(found) > 1:
            shown = [places[0][0] for places in found.values()]
            yield Conflict(
                NAMES, f"Skrives på {len(found)} måder: {listed(shown)}", f"»{name}«",
                "Det er det samme; kun store bogstaver og tegn er forskellige. Tjenesten samler alle steder under ét navn.", _in_turn([piece for _, piece in places] for places in found.values()),
            )  # fmt: skip


def _holding(library: Library, names: Iterable[str]) -> dict[str, list[Piece]]:
    """The lines that hold all the words of each name."""
    wanted = {name: set(re.findall(r"\w+", name.casefold())) for name in names}
    found: dict[str, list[Piece]] = {name: [] for name in wanted}
    for words in (*library.words, *library.words_of_contents):
        for name, parts in wanted.items():
            if parts <= words.places.keys():
                found[name] += map(words.sentence, sorted(set.intersection(*(set(words.places[part]) for part in parts))))
    return found


def _in_turn(groups: Iterable[Sequence[Piece]]) -> tuple[Quote, ...]:
    """One place of each spelling first, then the others, at most so many of each."""
    ranked = [(place, number, piece) for number, group in enumerate(groups) for place, piece in enumerate(group[:MOST_PLACES])]
    return tuple(quoted(piece) for _, _, piece in sorted(ranked, key=lambda one: one[:2]))


def _joints(library: Library) -> Iterator[Conflict]:
    """A compound with and without an s at its joint, or with a letter doubled: "Holbergskolen" and "Holbergsskolen"."""
    said: dict[str, list[Piece]] = defaultdict(list)
    for words in (*library.words, *library.words_of_contents):
        for told, numbers in words.places.items():
            for word in _WORD.findall(told):
                said[word] += map(words.sentence, list(dict.fromkeys(numbers))[:MOST_PLACES - len(said[word])])
    found: dict[str, list[str]] = defaultdict(list)
    for word in said:
        found[_bare(word)].append(word)
    for alike in found.values():
        for one, other in combinations(sorted(alike), 2):
            if _differ_inside(one, other):
                yield Conflict(
                    NAMES, listed(_written(word, said[word][0]) for word in (one, other)), None,
                    "Ordene er ens på nær et bogstav, hvor delene mødes. Det er samme ord, stavet på to måder.", _in_turn([said[one], said[other]]),
                )  # fmt: skip


def _written(word: str, piece: Piece) -> str:
    """A word as a sentence writes it first; in lower case where it cannot be found again, as with a ligature, which is two letters when folded."""
    return next((match.group() for match in _WORD.finditer(piece.text) if match.group().casefold() == word), word)


def _bare(word: str) -> str:
    """A word by its stem, without the letters that come and go at a joint."""
    return "".join(letter for letter, _ in groupby(stem(word.casefold()))).replace("s", "")


def _differ_inside(one: str, other: str) -> bool:
    """True where the words differ within and not at their ends, which is inflection."""
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) != 1:
        return False
    at = next((place for place, (a, b) in enumerate(zip(short, long)) if a != b), len(short))
    return 3 < at < len(short) - 3 and short[at:] == long[at + 1:]


def _headings(text: Text) -> Iterator[Conflict]:
    """A heading that the list of contents words otherwise."""
    headings = [section for section in text.document.sections if not section.is_field]
    titles = [Piece(text.document, section.start, section.start + len(section.title)) for section in headings]
    keys = {key(_bare_title(title.text)) for title in titles}
    for line in text.contents:
        words = _bare_title(line.text)
        if len(words) > LONG_WORD and key(words) not in keys and titles:
            near = max(titles, key=lambda title: _alike(words, _bare_title(title.text)))
            if _alike(words, near.text) >= LOOKS_ALIKE or words.casefold().startswith(_bare_title(near.text).casefold()):
                yield Conflict(
                    NAMES, f"Indholdsfortegnelsen siger »{words}«, overskriften »{near.text}«", f"»{near.text}«",
                    "Det er samme afsnit. Overskriften i teksten gælder, for fortegnelsen kan være ældre.", (quoted(line), quoted(near)),
                )  # fmt: skip


def _bare_title(title: str) -> str:
    return _NUMBER.sub("", title)


def _look_alikes(library: Library) -> Iterator[Conflict]:
    """Two different kinds of help whose names open and end alike."""
    typed = {fact.subject: fact for fact in reversed(library.facts) if fact.relation == "type" and fact.object == "Intervention"}
    names = sorted(name for name in typed if name[:1].isupper() and "(" not in name and len(name) >= LONG_WORD)
    related = {frozenset((fact.subject, fact.object)) for fact in library.facts if fact.relation in ("part_of", "variant")}
    for one, other in _alike_at_the_ends(names):
        if _easily_mixed(one, other) and frozenset((one, other)) not in related:
            shown = [Piece(library.texts[typed[name].document].document, typed[name].start, typed[name].end) for name in (one, other)]
            yield Conflict(
                NAMES, f"{listed([one, other])} er ikke det samme", "begge navne",
                "Navnene ligner hinanden, men dokumenterne beskriver to ting. Se, hvem der står bag, og hvem de er til.", tuple(map(quoted, shown)),
            )  # fmt: skip


def _alike_at_the_ends(names: Sequence[str]) -> list[tuple[str, str]]:
    """The pairs of names with the same last two words, or the same first and last letters; no others need be compared."""
    groups: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for name in names:
        groups[tuple(name.split()[-2:])].append(name)
        groups[name[:SAME_HEAD], name[-SAME_TAIL:], ""].append(name)
    return sorted({pair for group in groups.values() for pair in combinations(group, 2)})


def _easily_mixed(one: str, other: str) -> bool:
    """True for names with the same beginning and end, or the same last two names, of which neither holds the other."""
    if one.casefold() in other.casefold() or other.casefold() in one.casefold():
        return False
    last = [name.split()[-2:] for name in (one, other)]
    same_end = len(last[0]) == 2 and last[0] == last[1] and all(word[:1].isupper() for word in last[0])
    head, tail = len(commonprefix((one, other))), len(commonprefix((one[::-1], other[::-1])))
    return same_end or (head >= SAME_HEAD and tail >= SAME_TAIL and head + tail >= 0.5 * max(len(one), len(other)))


def _alike(one: str, other: str) -> float:
    return SequenceMatcher(None, one.casefold(), other.casefold(), autojunk=False).ratio()


def listed(names: Iterable[str]) -> str:
    """Names in quotation marks as a Danish list."""
    shown = [f"»{name}«" for name in names]
    return " og ".join((", ".join(shown[:-1]), shown[-1])) if len(shown) > 1 else "".join(shown)
