"""The documents there are, as a list for people: every edition, and what is not yet in the generation in use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from corpus.catalogue import Entry
from web.wording import date_words


@dataclass(frozen=True)
class Listed:
    """One document or edition; ``note`` says who added it, what replaced it, and whether it waits for a build."""

    id: str
    title: str
    date: str
    status: str
    note: str


def listed(rows: Iterable[Entry], built: Iterable[str]) -> Iterator[Listed]:
    """The documents in their order; ``built`` are the lasting ids of the editions in the generation in use."""
    known = set(built)
    for entry in rows:
        source = entry.source
        notes = []
        if source.replaced_on:
            notes.append(f"afløst {date_words(source.replaced_on)}")
        if entry.kept:
            notes.append(f"tilføjet {entry.kept.added[:10]}{f' af {entry.kept.by}' if entry.kept.by else ''}")
        if entry.edition not in known:
            notes.append("venter på »trivsel build«")
        yield Listed(source.id, source.title, source.date, source.status, ", ".join(notes))
