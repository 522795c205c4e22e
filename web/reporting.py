"""What came of adding documents, and which there are, as text for the command line."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from web.adding import Report
from web.listing import Listed
from web.printing import WIDTH
from web.wording import count_words


def report(given: Report) -> str:
    """What came of adding documents: each with what was read out of it and what a reader should know."""
    lines = []
    for added in given.added:
        read = [count_words(added.sections, "overskrift", "overskrifter"), count_words(added.passages, "afsnit", "afsnit")]
        read += [count_words(added.interventions, "indsats", "indsatser"), count_words(added.facts, "oplysning", "oplysninger")]
        lines += [f"Tilføjet: {added.id} – {added.title}", f"  {', '.join(read)}, {count_words(added.repairs, 'rettelse', 'rettelser')}"]
        lines += [textwrap.fill(note, WIDTH, initial_indent="  ", subsequent_indent="  ") for note in added.notes]
    lines += [f"Er her allerede: {known.file} er {known.id} – {known.title}" for known in given.known]
    if given.generation:
        lines.append(f"Bygget: {given.generation}")
    return "\n".join(lines)


def documents(rows: Iterable[Listed]) -> str:
    """The documents, one a line: id, title, date, status, and what else is known."""
    return "\n".join("\t".join([row.id, row.title, row.date, row.status, row.note]).rstrip() for row in rows)
