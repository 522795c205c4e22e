"""Known slips of reading, as data: the shipped list, and what an editor adds to it or takes from it in ``rettelser.csv``.

Why a table and not a command: an editor sees all of it at once, in the program they keep lists in, and a line taken out is a decision undone.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from corpus.errors import CorpusError

SHIPPED_SLIPS = Path(__file__).parent / "documents" / "slips.csv"
OWN_FILE = "rettelser.csv"
ADD, WITHDRAW = "tilføj", "fjern"

_COLUMNS = ("handling", "dokument", "læst", "rettet", "hvorfor")


class BadRepair(CorpusError):
    """A line of ``rettelser.csv`` cannot be used; the message names line and fix, in Danish."""


@dataclass(frozen=True)
class Slips:
    """``patterns`` with what they are replaced by; ``withdrawn`` are the repairs, wording before and after, that shall not be made."""

    patterns: tuple[tuple[re.Pattern[str], str], ...] = ()
    withdrawn: frozenset[tuple[str, str]] = frozenset()

    def reading(self, before: str, after: str) -> str:
        """What a repair makes of ``before``: itself where the repair was withdrawn."""
        return before if self.is_withdrawn(before, after) else after

    def is_withdrawn(self, before: str, after: str) -> bool:
        """True where an editor has withdrawn the repair."""
        return (before, after) in self.withdrawn


@dataclass(frozen=True)
class OwnRepair:
    """An editor's line: in ``document`` (all when empty) the words ``before`` become ``after``, or shall no longer."""

    action: str
    document: str
    before: str
    after: str


@cache
def read_slips(path: Path) -> Slips:
    """The slips of a table of patterns."""
    rows = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    return Slips(tuple((re.compile(row["pattern"]), row["replacement"]) for row in rows))


def read_own_repairs(folder: Path) -> tuple[OwnRepair, ...]:
    """The lines of ``rettelser.csv`` in a data folder, none without the file.

    Raises BadRepair naming the first line that cannot be used.
    """
    path = folder / OWN_FILE
    if not path.exists():
        return ()
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadRepair(f"{OWN_FILE} kan ikke læses. Gem den som tekst i UTF-8, og prøv igen.") from error
    return tuple(_own_repairs(lines))


def _own_repairs(lines: list[str]) -> Iterator[OwnRepair]:
    rows = csv.DictReader(lines, delimiter=";" if lines and ";" in lines[0] else ",")
    missing = [name for name in _COLUMNS if name not in (rows.fieldnames or ())]
    if missing:
        raise BadRepair(f"{OWN_FILE} mangler {', '.join(missing)} i første linje. Den skal lyde: {','.join(_COLUMNS)}.")
    for row in rows:
        values = {name: (row[name] or "").strip() for name in _COLUMNS}
        if values["handling"] not in (ADD, WITHDRAW) or not values["læst"] or values["læst"] == values["rettet"]:
            raise BadRepair(
                f"{OWN_FILE} linje {rows.line_num} kan ikke bruges: handling skal være {ADD} eller {WITHDRAW}, og læst og rettet skal være forskellige."
            )
        if not values["hvorfor"]:
            raise BadRepair(f"{OWN_FILE} linje {rows.line_num} mangler hvorfor. Skriv, hvad rettelsen bygger på.")
        yield OwnRepair(values["handling"], values["dokument"], values["læst"], values["rettet"])


def slips_for(work: str, own: tuple[OwnRepair, ...]) -> Slips:
    """The shipped slips as an editor changed them for one work."""
    mine = [repair for repair in own if repair.document in ("", work)]
    added = tuple((_words(repair.before), repair.after.replace("\\", r"\\")) for repair in mine if repair.action == ADD)
    withdrawn = frozenset((repair.before, repair.after) for repair in mine if repair.action == WITHDRAW)
    shipped = read_slips(SHIPPED_SLIPS)
    return replace(shipped, patterns=(*shipped.patterns, *added), withdrawn=withdrawn)


def _words(text: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(text)}(?!\w)")
