"""The service as it was on a day, or with another edition of one document: a generation of its own over the documents that held.

Why a whole generation and not a filter over today's: names, offers, limits and the weights of words all come from the documents
together, so only a graph and an index over the documents of that day answer as they would have. It is built when it is first asked
for and kept, a few of them, as long as what it was made of stays the same: another document added today changes no day before.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from corpus.catalogue import Entry, entries
from corpus.editions import find, first_day, in_force, with_edition
from corpus.library import Library
from web.discarding import discarding
from web.document_folder import Editions
from web.generations import Discard, GenerationError, current, is_built, publish
from web.settings import Settings
from web.startup import Service, UnknownName, open_service

FOLDER = "as-of"
KEPT = 6  # days or editions that stay built for each process that answers: it keeps some of them open

Progress = Callable[[str], None]


def day(text: str) -> str:
    """A day as it was written, checked.

    Raises UnknownName when there is no such day.
    """
    try:
        return datetime.date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise UnknownName(f"Datoen »{text}« findes ikke. Skriv den som ÅÅÅÅ-MM-DD.") from error


def _silent(stage: str) -> None:
    """Tell nobody."""


def service_as_of(settings: Settings, date: str, now: Service | None = None, progress: Progress = _silent) -> Service:
    """The service over the documents that held on a day; the current generation must be built, ``now`` is it where it is open.

    ``progress`` is told why and how far, where it has to be built first.

    Raises UnknownName when the date is wrong or no document held on it, GenerationError when another process builds it just now.
    """
    rows = entries(Library(settings.data))
    chosen = in_force(rows, day(date))
    if not chosen:
        first = min((first_day(entry.source.date), entry.source.date) for entry in rows if first_day(entry.source.date))
        raise UnknownName(f"Ingen af dokumenterne gjaldt den {date}. Det ældste er fra {first[1]}.")
    if now and set(now.editions.chosen) == {entry.edition for entry in chosen}:
        return now
    return _service(settings, chosen, f"Bygger graf og søgeindeks, som de var den {date}; det sker kun første gang", progress)


def service_with(settings: Settings, id_: str, progress: Progress = _silent) -> Service:
    """The service with one edition in force and of every other document the newest.

    Raises UnknownDocument when there is no such edition.
    """
    rows = entries(Library(settings.data))
    return _service(settings, with_edition(rows, find(rows, id_)), f"Bygger graf og søgeindeks med {id_}; det sker kun første gang", progress)


def folder_name(now: Editions, chosen: Sequence[Entry]) -> str:
    """The name of the folder of some editions: it tells all they are made of; repairs, vocabularies and decisions are those of the generation in use."""
    made_of = [[entry.edition, entry.source.sha256, now.keys.get(entry.edition, "")] for entry in chosen]
    return hashlib.sha256(json.dumps([now.ways, *made_of]).encode()).hexdigest()[:24]


def _service(settings: Settings, chosen: Sequence[Entry], why: str, progress: Progress) -> Service:
    now = Editions.read(current(settings.data))
    if {entry.edition for entry in chosen} == set(now.chosen):
        return open_service(settings)
    folder = settings.data / FOLDER / folder_name(now, chosen)
    if not is_built(folder):
        from ontology.vocabulary import use_own  # what only building needs
        from web.build import write_past
        from web.readings import Readings

        progress(why)
        discard = discarding(settings)
        use_own(settings.vocabularies)
        publish(folder, lambda work: write_past(work, settings, chosen, Readings(settings.data), progress), discard)
        _forget(settings.data / FOLDER, KEPT * settings.processes, discard)
    return open_service(settings, folder)


def _forget(folder: Path, kept: int, discard: Discard) -> None:
    """Remove all but the newest."""
    built = sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime)
    for old in built[:-kept]:
        with suppress(GenerationError):  # next time a day is built it is tried again
            discard(old)
