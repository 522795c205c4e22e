"""Citations: words of a document with the link that opens them where they stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from flask import current_app, g, url_for

from corpus.document import SECTION_SEPARATOR, Document, Source
from graph.fact import Fact
from web.repair_words import repair_words
from web.startup import Service
from web.wording import date_words, marked_words, span_words

OPENER = "trivselsgrafen"
SETTINGS = "trivselsgrafen-settings"
MOST_DAYS = 4  # days whose services stay open
_DAYS = "trivselsgrafen-days"


@dataclass(frozen=True)
class Citation:
    """``text`` is the exact run of the document; ``url`` opens the document with it marked; ``repairs`` tell what was put right in it."""

    text: str
    url: str
    source: str
    section: str
    is_draft: bool
    repairs: tuple[str, ...] = ()

    @property
    def place(self) -> tuple[str, str]:
        """The document and section, without the exact run."""
        return self.source, self.section


@dataclass(frozen=True)
class Statement:
    """One thing that is said, with its citation; ``is_quote`` where the words are the source's own."""

    text: str
    citation: Citation
    is_quote: bool
    note: str = ""


def opened() -> Service:
    """The service of this app, opened on first use; one request sees one generation, also while a newer one comes into use.

    Raises GenerationError when there is no usable generation.
    """
    if "service" not in g:
        g.service = current_app.extensions[OPENER]()
    service: Service = g.service
    return service


def let_go(error: BaseException | None) -> None:
    """Forget the service when a request is done.

    Why: the macros of a page and what they were called with hold each other, and what a request of the moment leaves behind when a
    generation is kept from the garbage collector is never looked for again. It must not hold the generation before.
    """
    g.pop("service", None)


def opened_as_of(date: str | None) -> Service:
    """The service of this app as it was on a day, the newest without one.

    Raises UnknownName when the date is wrong or no document held on it.
    """
    if date is None:
        return opened()
    days: dict[tuple[Path, str], Service] = current_app.extensions.setdefault(_DAYS, {})
    key = (opened().folder, date)
    if key not in days:
        from web.timeline import service_as_of  # few ask for another day, and nobody waits at the start for what reads files

        days[key] = service_as_of(current_app.extensions[SETTINGS], date, opened())
        for old in list(days)[:-MOST_DAYS]:
            days.pop(old, None)
    return days[key]


def source_words(source: Source, page: int | None = None) -> str:
    """A document as it is referred to: "Praksisoverblik – igangværende fraværsindsatser, april 2026", with its page where it has any."""
    return f"{source.title}, {date_words(source.date)}{f', s. {page}' if page else ''}"


def page_at(document: Document, start: int) -> int | None:
    """The page of an offset, in documents whose files have pages."""
    block = document.block_at(start)
    return block.page if block else None


def cite(service: Service, document: str, start: int, end: int, others: Iterable[tuple[int, int]] = ()) -> Citation:
    """Cite a run of a document; ``others`` are runs of it that are cited in the same place and marked with it."""
    whole = service.documents[document]
    beside = ",".join(f"{low}-{high}" for low, high in others if (low, high) != (start, end))
    url = url_for("pages.document", id_=document, fra=start, til=end, med=beside or None, _anchor="citat")
    section = short_section(whole.section_at(start))
    return Citation(whole.text[start:end], url, source_words(whole.source, page_at(whole, start)), section, whole.source.is_draft, _repairs(service, document, start, end))


def cite_passage(service: Service, id_: str) -> Citation:
    """Cite a whole passage."""
    passage = service.index.passages[id_]
    source = service.documents[passage.document].source
    url = url_for("pages.document", id_=passage.document, p=id_, _anchor=f"p-{id_}")
    repairs = _repairs(service, passage.document, passage.start, passage.end)
    return Citation(passage.text, url, source_words(source, passage.page), short_section(passage.section), source.is_draft, repairs)


def _repairs(service: Service, document: str, start: int, end: int) -> tuple[str, ...]:
    return tuple(dict.fromkeys(repair_words(repair) for repair in service.repairs_in(document, start, end)))


def reference(citation: Citation, publisher: str) -> str:
    """A citation in words, to be copied: publisher, title, date and section."""
    section = f" Afsnit: »{citation.section}«." if citation.section else ""
    return f"{publisher}: {citation.source}{' (udkast)' if citation.is_draft else ''}.{section}"


def short_section(section: str) -> str:
    """The last two headings of a path."""
    return SECTION_SEPARATOR.join(section.split(SECTION_SEPARATOR)[-2:])


def statements(service: Service, facts: Iterable[Fact]) -> list[Statement]:
    """What facts say, the facts of one quote as one statement; what is said twice is told once, with the longest quote."""
    groups: dict[tuple[str, int, int], list[Fact]] = {}
    for fact in facts:
        groups.setdefault((fact.document, fact.start, fact.end), []).append(fact)
    said: dict[str, Statement] = {}
    for group in groups.values():
        statement = _statement(service, group)
        known = said.get(statement.text.casefold())
        if known is None or len(known.citation.text) < len(statement.citation.text):
            said[statement.text.casefold()] = statement
    return list(said.values())


def quotations(service: Service, facts: Iterable[Fact]) -> list[Statement]:
    """The quotes of facts as they stand; of quotes that overlap only the longest."""
    kept: list[Fact] = []
    for fact in sorted(facts, key=lambda fact: (fact.start - fact.end, fact.document, fact.start)):
        if all(fact.document != other.document or fact.end <= other.start or other.end <= fact.start for other in kept):
            kept.append(fact)
    kept.sort(key=lambda fact: (fact.document, fact.start))
    return [Statement(fact.quote, cite(service, fact.document, fact.start, fact.end), True) for fact in kept]


def _statement(service: Service, facts: list[Fact]) -> Statement:
    citation = cite(service, facts[0].document, facts[0].start, facts[0].end)
    words = list(dict.fromkeys(_words(facts)))
    own = [text for text in words if _same(text, citation.text)]
    if own:
        return Statement(citation.text, citation, True, ", ".join(text for text in words if text not in own))
    return Statement(", ".join(words), citation, False)


def _words(facts: list[Fact]) -> list[str]:
    """The words of facts that share a quote; a lower and an upper bound become one span."""
    bounds: dict[str, dict[str, float]] = {}
    words = []
    for fact in sorted(facts, key=lambda fact: fact.relation != "funding_kind"):
        kind, _, side = fact.relation.partition("_")
        if kind in ("age", "grade") and fact.value is not None:
            bounds.setdefault(kind, {})[side] = fact.value
        else:
            words.append(marked_words(fact))
    spans = [span_words(pair.get("min"), pair.get("max"), "år" if kind == "age" else "klasse") for kind, pair in bounds.items()]
    return [*words, *spans]


def _same(text: str, quote: str) -> bool:
    return text.casefold().strip(" .") == quote.casefold().strip(" .")
