"""Which edition of each document holds on a date."""

from __future__ import annotations

import re
from collections.abc import Iterable

from corpus.catalogue import Entry
from corpus.errors import CorpusError

_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")


class UnknownDocument(CorpusError):
    """No document has the id that was asked for; the message says so in Danish."""


def first_day(date: str) -> str:
    """The first day of a date of a year, a month or a day, as ``ÅÅÅÅ-MM-DD``; an empty text where there is no date."""
    match = _DATE.fullmatch(date)
    return f"{match[1]}-{match[2] or '01'}-{match[3] or '01'}" if match else ""


def in_force(entries: Iterable[Entry], date: str = "") -> list[Entry]:
    """The documents that hold on a day: dated no later, and not yet replaced. Without a day the newest edition of each."""
    if not date:
        return [entry for entry in entries if not entry.source.is_replaced]
    return [entry for entry in entries if first_day(entry.source.date) <= date and not _is_over(entry, date)]


def with_edition(entries: Iterable[Entry], chosen: Entry) -> list[Entry]:
    """The newest edition of each document, but of one work the edition that is chosen."""
    rows = list(entries)
    return [chosen if entry.source.work == chosen.source.work else entry for entry in in_force(rows)]


def find(entries: Iterable[Entry], id_: str) -> Entry:
    """A document by the id it has now or the lasting id of its edition.

    Raises UnknownDocument when there is none.
    """
    rows = list(entries)
    for entry in rows:
        if id_ in (entry.source.id, entry.edition):
            return entry
    raise UnknownDocument(f"Dokumentet »{id_}« findes ikke. Skriv et af: {', '.join(entry.source.id for entry in rows[:20])}.")


def _is_over(entry: Entry, date: str) -> bool:
    return bool(entry.source.replaced_on) and first_day(entry.source.replaced_on) <= date
