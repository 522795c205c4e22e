"""Answers and figures as text for the command line."""

from __future__ import annotations

import textwrap
from typing import Any

from search.answer import ABSTAINED, REFUSED, Answer
from search.index import Index
from web.repair_words import repair_words
from web.startup import Service

WIDTH = 96


def answer(given: Answer, service: Service) -> str:
    """An answer for people: notices, help with quotes, and the passages it rests on."""
    index = service.index
    lines: list[str] = []
    for notice in given.notices:
        lines += [wrapped(f"! {notice.text}" if notice.kind != "duty" else f"! »{notice.quote}«"), ""]
    if given.status in (ABSTAINED, REFUSED):
        return "\n".join([*lines, wrapped(given.reason or "")])
    if given.reason:
        lines += [wrapped(given.reason), ""]
    for number, offer in enumerate(given.interventions, start=1):
        lines += _offer(number, offer, service)
    if given.near_misses:
        lines += ["Passer ikke helt:", *(f"  {miss.label}: {miss.why}" for miss in given.near_misses), ""]
    lines.append("Det siger dokumenterne:")
    for passage in given.passages[:3]:
        lines += [f"  {source_words(passage.document, index)} – {passage.section}", wrapped(f"»{passage.text}«", "    ")]
        lines += [*_repairs(service, passage, "    "), ""]
    return "\n".join(lines).rstrip()


def _offer(number: int, offer: Any, service: Service) -> list[str]:
    match = "stærkt match" if offer.match == "strong" else "muligt match"
    lines = [f"{number}. {offer.label} ({match})"]
    lines += [f"   {reason}" for reason in offer.why]
    lines += [wrapped(_condition(condition["text"]), "   ") for condition in offer.conditions]
    lines += [f"   Kontakt: {offer.contact}"] if offer.contact else []
    lines += [f"   Sådan henviser du: {offer.referral}"] if offer.referral else []
    lines += [f"   Finansieret til og med {offer.valid_until[:4]}"] if offer.valid_until else []
    for quote in offer.quotes[:1]:
        lines += [wrapped(f"»{quote.text}«", "   "), f"   Kilde: {source_words(quote.document, service.index)} – {quote.section}"]
        lines += _repairs(service, quote, "   ")
    return [*lines, ""]


def _repairs(service: Service, quote: Any, indent: str) -> list[str]:
    """The words that were put right in what is quoted."""
    return [f"{indent}({repair_words(repair)})" for repair in service.repairs_in(quote.document, quote.start, quote.end)]


def _condition(text: str) -> str:
    return text if text.startswith("Gælder ikke") else f"Betingelse: {text}"


def source_words(document: str, index: Index) -> str:
    """The title of a document, and that it is a draft."""
    source = index.sources[document]
    return f"{source['title']}{' (udkast)' if source['status'] == 'udkast' else ''}"


def wrapped(text: str, indent: str = "") -> str:
    """The text in lines that fit a terminal."""
    return "\n".join(textwrap.fill(line, WIDTH, initial_indent=indent, subsequent_indent=indent) for line in text.split("\n"))


def figures(measured: dict[str, Any]) -> str:
    """A table of figures, one row a measure and one column a way of searching."""
    ways = list(measured)
    names = list(measured[ways[0]]) if ways else []
    head = f"{'':28}" + "".join(f"{way:>14}" for way in ways)
    return "\n".join([head, *(f"{name:28}" + "".join(f"{measured[way][name]:>14.3f}" for way in ways) for name in names)])
