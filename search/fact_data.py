"""What the facts tell the search, worked out when an index is built: so no question, and no opening, goes through all facts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from corpus.document import Document
from graph.fact import Fact
from graph.offer import Offer

_NUMBER, _PARAGRAPH = re.compile(r"\b(\d+)\b"), re.compile(r"§ (\d+)\b")
_LEGAL = re.compile(r"§|\blov|pligt|underret", re.IGNORECASE)


def fact_data(documents: Sequence[Document], facts: Mapping[str, Fact], offers: Sequence[Offer]) -> dict[str, Any]:
    """What ``Index`` tells of facts by relation, place, paragraph, offer and document, as plain JSON data; ``facts`` are by id."""
    ids = {offer.label: offer.id for offer in offers}
    quoted = list(_quoted(documents, facts.values()))
    return {
        "told_in": _told_in(quoted, ids),
        "passages_on": _passages_on(quoted),
        "cited": sorted({number for fact in facts.values() if fact.relation == "legal_basis" or "§" in fact.quote for number in _NUMBER.findall(fact.object or "")}),
        "resting_on": _resting_on(offers, facts),
        "relations_of": {offer.id: sorted({facts[id_].relation for id_ in offer.facts}) for offer in offers},
        "form_of": _form_of(offers, facts.values()),
        "duties": _duties(facts),
    }


def _quoted(documents: Sequence[Document], facts: Iterable[Fact]) -> Iterator[tuple[int, Fact]]:
    """Each fact with the row of the passage that holds its quote."""
    by_id = {document.id: document for document in documents}
    rows = {passage: row for row, passage in enumerate(passage.id for document in documents for passage in document.passages)}
    for fact in facts:
        passage = by_id[fact.document].passage_at(fact.start) if fact.document in by_id else None
        if passage:
            yield rows[passage.id], fact


def _told_in(quoted: Iterable[tuple[int, Fact]], ids: Mapping[str, str]) -> dict[str, dict[str, list[int]]]:
    """For each relation the passages that hold the quote of such a fact: of all, under "", and of each offer by id."""
    found: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for row, fact in quoted:
        for told in {"", ids.get(fact.subject, "")}:
            found[fact.relation][told].add(row)
    return {relation: _sorted(told) for relation, told in found.items()}


def _passages_on(quoted: Iterable[tuple[int, Fact]]) -> dict[str, list[int]]:
    """The passages that say of something that it is found at a school or in a district."""
    found: dict[str, set[int]] = defaultdict(set)
    for row, fact in quoted:
        if fact.relation in ("school", "district") and fact.object:
            found[fact.object].add(row)
    return _sorted(found)


def _resting_on(offers: Sequence[Offer], facts: Mapping[str, Fact]) -> dict[str, list[str]]:
    """For each number of a paragraph the offers that rest on one."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for offer in offers:
        for fact in (facts[id_] for id_ in offer.facts):
            if fact.relation == "legal_basis":
                for number in _PARAGRAPH.findall(fact.object or ""):
                    found[number][offer.id] = None
    return {number: list(ids) for number, ids in found.items()}


def _form_of(offers: Sequence[Offer], facts: Iterable[Fact]) -> dict[str, str]:
    """The named offer that an offer is one form of, where there is one ("Chilled" is a form of "Cool kids og Chilled")."""
    ids = {offer.label: offer.id for offer in offers if offer.is_named}
    forms = {fact.subject: fact.object for fact in facts if fact.relation == "variant" and fact.object in ids}
    return {offer.id: ids[whole] for offer in offers if (whole := forms.get(offer.label) or "") in ids}


def _duties(facts: Mapping[str, Fact]) -> dict[str, list[str]]:
    """The facts that tell what the law asks of people, by document."""
    found: dict[str, list[str]] = defaultdict(list)
    for id_, fact in facts.items():
        if fact.relation == "duty" and _LEGAL.search(f"{fact.section} {fact.quote}"):
            found[fact.document].append(id_)
    return found


def _sorted(found: Mapping[str, Collection[int]]) -> dict[str, list[int]]:
    return {name: sorted(rows) for name, rows in found.items()}
