"""What the European profile for public services asks of an intervention beyond its facts, and the order of steps and areas.

Why a default authority: CPSV-AP wants one for every service. Where the documents name no administration it is Københavns Kommune,
written in the graph of vocabularies because no document says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from corpus.document import Block, Document
from corpus.sentences import sentence_spans
from graph.entities import Entities
from graph.fact import INFERRED, Fact
from graph.statements import graph_of
from graph.terms import TYPE, QuadBag, node, number, rebased, words
from ontology.names import CPSV, CV, DCT, DEFAULT_BASE, RDF, SCHEMA, SKOS
from ontology.relations import Kind, read_kinds, read_relations

SERVICE = CPSV + "PublicService"
AUTHORITY = CV + "hasCompetentAuthority"
MUNICIPALITY = DEFAULT_BASE + "forvaltning/koebenhavns-kommune"
DESCRIPTION_LENGTH = 600  # characters; a description is a few sentences
SHORT_QUOTE = 40  # characters; a shorter quote is mostly a heading


def add_services(bag: QuadBag, base: str, unstated: str, entities: Entities, facts: Sequence[Fact], documents: Mapping[str, Document]) -> None:
    """Give every intervention its description, its authority (in the graph ``unstated`` when none is named) and its audiences by age."""
    by_service: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.basis != INFERRED:
            thing = entities.subject(fact.subject)
            if any(SERVICE in kind.classes for kind in thing.kinds):
                by_service[thing.iri].append(fact)
    for iri, rows in by_service.items():
        described = _described(rows, documents)
        bag.into(graph_of(described[0], base))(iri, DCT + "description", words(described[1]))
        if not any(read_relations()[fact.relation].property == AUTHORITY and fact.object for fact in rows):
            bag.into(unstated)(iri, AUTHORITY, node(rebased(MUNICIPALITY, base)))
        _add_audiences(bag, base, iri, rows)


def add_orders(bag: QuadBag, base: str, entities: Entities, facts: Sequence[Fact]) -> None:
    """Keep the order in which a document gives the things of an ordered kind, as a list."""
    listed: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for fact in sorted(facts, key=lambda fact: (fact.document, fact.start)):
        kind = read_kinds().get(fact.object or "")
        if fact.relation == "type" and kind and kind.ordered:
            members = listed[graph_of(fact, base), kind.path, fact.document]
            members.extend({entities.subject(fact.subject).iri} - set(members))
    for (graph, path, document), members in listed.items():
        _add_list(bag, graph, f"{base}{path}/raekkefoelge/{document}", members)


def _add_list(bag: QuadBag, graph: str, collection: str, members: Sequence[str]) -> None:
    add = bag.into(graph)
    cells = [f"{collection}/{place}" for place in range(1, len(members) + 1)]
    add(collection, TYPE, node(SKOS + "OrderedCollection"))
    add(collection, SKOS + "memberList", node(cells[0]))
    for cell, member, rest in zip(cells, members, [*cells[1:], RDF + "nil"]):
        add(collection, SKOS + "member", node(member))
        add(cell, RDF + "first", node(member))
        add(cell, RDF + "rest", node(rest))


def _add_audiences(bag: QuadBag, base: str, service: str, rows: Sequence[Fact]) -> None:
    """One audience for each pair of bounds that stand in the same quote."""
    bounds: dict[tuple[str, int], dict[str, Fact]] = defaultdict(dict)
    for fact in rows:
        if fact.relation in ("age_min", "age_max") and fact.value is not None:
            bounds[fact.document, fact.start].setdefault(fact.relation, fact)
    for pair in bounds.values():
        low, high = (pair[name].value if name in pair else None for name in ("age_min", "age_max"))
        add = bag.into(graph_of(next(iter(pair.values())), base))
        kind = read_kinds()["TargetGroup"]
        audience = f"{base}{kind.path}/alder-{_span(low, high, '', '')}"
        _add_kind(bag, graph_of(next(iter(pair.values())), base), audience, kind)
        add(service, DCT + "audience", node(audience))
        add(audience, SKOS + "prefLabel", words(f"{_span(low, high, 'fra ', 'til ')} år"))
        for name, value in (("requiredMinAge", low), ("requiredMaxAge", high)):
            if value is not None:
                add(audience, SCHEMA + name, number(value))


def _add_kind(bag: QuadBag, graph: str, iri: str, kind: Kind) -> None:
    for class_ in kind.classes:
        bag.into(graph)(iri, TYPE, node(class_))


def _span(low: float | None, high: float | None, only_low: str, only_high: str) -> str:
    if low is None or high is None:
        given = low if low is not None else high
        prefix = (only_low or "fra-") if low is not None else (only_high or "til-")
        return f"{prefix}{number(given or 0).value}"
    return f"{number(low).value}-{number(high).value}"


def _described(rows: Sequence[Fact], documents: Mapping[str, Document]) -> tuple[Fact, str]:
    """The fact to describe a service by, and the words: those below its heading, its definition, else its first real quote."""
    for fact in rows:
        text = _below_heading(fact, documents.get(fact.document)) if fact.relation == "type" else ""
        if text:
            return fact, text
    defined = next((fact for fact in rows if fact.relation == "defines"), None)
    best = defined or next((fact for fact in rows if len(fact.quote) >= SHORT_QUOTE), rows[0])
    return best, best.quote or best.subject


def _below_heading(fact: Fact, document: Document | None) -> str:
    """The opening sentences of the text below a heading that the fact quotes."""
    if document is None:
        return ""
    blocks = document.blocks
    place = next((index for index, block in enumerate(blocks) if block.start == fact.start and block.kind == "heading"), None)
    if place is None:
        return ""
    path = document.path_of(blocks[place])
    below = (block for block in blocks[place + 1:] if block.kind == "paragraph" and len(document.text_of(block)) >= SHORT_QUOTE)
    block = next(below, None)
    return _opening(document, block) if block and document.path_of(block)[:len(path)] == path else ""


def _opening(document: Document, block: Block) -> str:
    text = document.text_of(block)
    ends = [end for _, end in sentence_spans(text) if end <= DESCRIPTION_LENGTH]
    return text[:ends[-1]] if ends else text[:DESCRIPTION_LENGTH]
