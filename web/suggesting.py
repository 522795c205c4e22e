"""Suggestions of names the vocabularies lack, and what accepting one does to the user's own vocabulary."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from graph.extractors.curated import add_intervention
from graph.suggestions import INTERVENTION, LAW, NEED, SCHOOL, Suggestion, suggestions
from ontology.own import add_concept
from ontology.vocabulary import use_own
from web.settings import Settings
from web.startup import Service, UnknownName, did_you_mean

_VOCABULARIES = {SCHOOL: "schools", LAW: "laws", NEED: "needs"}
_NAMES = {INTERVENTION: "Indsatser", LAW: "Love", SCHOOL: "Skoler", NEED: "Behov"}


def suggested(service: Service, settings: Settings) -> list[Suggestion]:
    """What an editor may accept, in the documents of the generation in use."""
    use_own(settings.vocabularies)
    return suggestions(service.documents.values(), list(service.index.facts.values()))


def accept(service: Service, settings: Settings, id_: str) -> str:
    """Write a suggestion into the user's own vocabulary; returns what was done, in Danish.

    Raises UnknownName when nothing of that id is suggested.
    """
    by_id = {suggestion.id: suggestion for suggestion in suggested(service, settings)}
    if id_ not in by_id:
        raise UnknownName(f"Der er intet forslag »{id_}«. {did_you_mean(id_, by_id)}")
    found, today, who = by_id[id_], datetime.date.today().isoformat(), settings.user or "en redaktør"
    if found.kind == INTERVENTION:
        first = found.places[0]
        path = add_intervention(settings.vocabularies, found.name, service.document(first.document).source.work, first.quote, f"Godkendt {today} af {who}")
    else:
        path = add_concept(settings.vocabularies, _VOCABULARIES[found.kind], found.name, who, today)
    return f"Godkendt: »{found.name}« står nu i {path.name} i {path.parent}. Kør »trivsel build«, så bruges det."


def as_text(rows: Iterable[Suggestion]) -> str:
    """The suggestions for people: by kind, each with its id and where it stands."""
    lines: list[str] = []
    kind = ""
    for row in rows:
        if row.kind != kind:
            kind = row.kind
            lines += ["", _NAMES[kind]]
        lines.append(f"  {row.id}\t{row.name} ({row.count})")
        lines += [f"      {place.document}: »{' '.join(place.quote.split())[:160]}«" for place in row.places[:1]]
    return "\n".join(lines).strip() or "Ingen forslag."
