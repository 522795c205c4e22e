"""Conflicts as their page shows them: by kind, each with its quotes and what can be trusted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from graph.conflicts.conflict import CLEAN, CURATED, FIGURES, Conflict, Quote
from graph.offer import Offer
from web.citations import Citation, cite, short_section, source_words
from web.comparisons import BASES, CONFLICT_KINDS
from web.startup import Service

PER_PAGE = 20  # conflicts
SHOWN = 2  # quotes that are shown at once; more are folded away


@dataclass(frozen=True)
class Said:
    """A quote of a conflict; ``citation`` opens it where it stands, where it is of the clean text."""

    text: str
    source: str
    section: str
    is_draft: bool
    citation: Citation | None
    note: str


@dataclass(frozen=True)
class ConflictRow:
    """A conflict with its quotes, the first ones apart from the others."""

    conflict: Conflict
    basis: str
    is_curated: bool
    first: tuple[Said, ...]
    others: tuple[Said, ...]


@dataclass(frozen=True)
class Group:
    """The conflicts of a kind."""

    kind: str
    title: str
    rows: tuple[ConflictRow, ...]


def chosen_of(service: Service, kind: str) -> list[Conflict]:
    """The conflicts of a kind, or all of them."""
    return [conflict for conflict in service.conflicts if kind in ("", conflict.kind)]


def groups_of(service: Service, conflicts: Sequence[Conflict], page: int) -> list[Group]:
    """The conflicts of a page, numbered from 1, by kind."""
    shown = conflicts[(page - 1) * PER_PAGE:page * PER_PAGE]
    return [Group(kind, CONFLICT_KINDS[kind], tuple(_row(service, conflict) for conflict in group)) for kind, group in groupby(shown, key=lambda one: one.kind)]


def about(service: Service, offer: Offer) -> list[ConflictRow]:
    """The figures of an offer (money, dates, numbers, schools) that do not agree: those whose first quote is one of the offer's."""
    runs = [(fact.document, fact.start, fact.end) for fact in (service.index.facts[id_] for id_ in offer.facts)]
    return [_row(service, conflict) for conflict in chosen_of(service, FIGURES) if _is_of(conflict.quotes[0], runs)]


def _is_of(quote: Quote, runs: Sequence[tuple[str, int, int]]) -> bool:
    return quote.wording == CLEAN and any(quote.document == document and start < quote.end and quote.start < end for document, start, end in runs)


def _row(service: Service, conflict: Conflict) -> ConflictRow:
    said = tuple(_said(service, quote) for quote in conflict.quotes)
    return ConflictRow(conflict, BASES[conflict.basis], conflict.basis == CURATED, said[:SHOWN], said[SHOWN:])


def _said(service: Service, quote: Quote) -> Said:
    whole = service.documents.get(quote.document) or service.documents[_document_of(service, quote)]
    is_other = quote.document not in service.documents
    note = "Den anden udtrækning" if is_other else "" if quote.wording == CLEAN else "Filens egen ordlyd"
    citation = cite(service, quote.document, quote.start, quote.end) if quote.wording == CLEAN else None
    return Said(" ".join(quote.text.split()) if citation is None else quote.text, source_words(whole.source), short_section(quote.section), whole.source.is_draft, citation, note)


def _document_of(service: Service, quote: Quote) -> str:
    """The document that another extraction belongs to: its name begins with the document's."""
    return max((id_ for id_ in service.documents if quote.document.startswith(id_)), key=len)
