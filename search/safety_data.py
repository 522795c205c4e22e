"""Compiles the safety note when a generation is built: cues from the vocabulary, rule, paragraph and numbers from the documents."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from corpus.danish import plain, stem
from corpus.document import Document
from corpus.sentences import sentence_spans
from graph.fact import Fact
from ontology.concept import Concept

SAFETY, CRISIS = "safety", "crisis"
GAP = 4  # words; how many "…" stands for
AUTHORITY = "SOF"

_RULE, _DUTY, _OVER_18, _NUMBERS, _NO_NUMBERS = "tekst_foraeldre", "tekst_pligt", "tekst_over_18", "tekst_numre", "tekst_uden_numre"
_FIELDS = {"paragraf": re.compile(r"§§? ?\d+(?: ?[a-hj-z]\b)?"), "alder": re.compile(r"(?<=over )\d+(?= år)")}


def safety_data(concepts: Iterable[Concept], documents: Sequence[Document], facts: Sequence[Fact]) -> dict[str, Any]:
    """What ``Safety`` needs, as plain JSON data: cues from the vocabulary, the notices' quotes from documents and facts."""
    concepts = tuple(concepts)
    return {**cue_data(concepts), "notices": _compile_notices({concept.id: concept for concept in concepts}, documents, facts)}


def cue_data(concepts: Sequence[Concept]) -> dict[str, Any]:
    """What ``CueReader`` needs: the word groups and the phrases of each kind."""
    names = {concept.code for concept in concepts if concept.kind == "WordGroup"}
    groups = {concept.code: [_pattern(text) for text in _cue_texts(concept)] for concept in concepts if concept.kind == "WordGroup"}
    phrases: dict[str, list[list[Any]]] = {"Hint": [], "Crisis": [], "Harmless": [], "InvolvesParents": [], "NamesMinor": []}
    for concept in concepts:
        if concept.kind in phrases:
            phrases[concept.kind].extend(_compile(text, names, concept.kind == "Harmless") for text in _cue_texts(concept))
    return {"groups": groups, "phrases": phrases}


def _cue_texts(concept: Concept) -> list[str]:
    return concept.texts("professional", "everyday", "misspelling")


def _compile(text: str, names: set[str], ordered: bool) -> list[Any]:
    """A label as slots of patterns, with the gaps between them where the order counts."""
    slots: list[list[str]] = []
    gaps: list[int] = []
    for word in text.strip("»«").split():
        if word == "…":
            gaps[-1] = GAP
            continue
        slots.append([f"@{option}" if option in names else _pattern(option) for option in word.split("|")])
        gaps.append(0)
    return [slots, gaps[:-1] if ordered or text[0] == "»" else None]


def _pattern(word: str) -> str:
    folded = plain(word.casefold())
    return folded if "*" in folded or folded[0] == "=" else f"~{plain(stem(word.casefold()))}"


def _compile_notices(texts: dict[str, Concept], documents: Sequence[Document], facts: Sequence[Fact]) -> dict[str, list[dict[str, str]]]:
    rule, duty, over_18 = (_stated(texts[part], documents) for part in (_RULE, _DUTY, _OVER_18))
    numbers = _numbers(texts[_NUMBERS], documents, facts) or _section_link(texts[_NO_NUMBERS], documents, [*rule, *duty])
    crisis = [{**notice, "kind": CRISIS} for notice in (*duty, *numbers)]
    return {
        "crisis": crisis,
        "crisis_adult": crisis[len(duty):],
        "child": [*rule, *duty, *numbers],
        "adult": [*rule, *over_18, *numbers],
        "both": [*rule, *duty, *over_18, *numbers],
    }


def _stated(part: Concept, documents: Sequence[Document]) -> list[dict[str, str]]:
    """A fixed text with the sentences that state it; nothing where no document does."""
    for wanted in part.texts("professional", "everyday"):
        pattern = re.compile(r"[^\n]*?".join(re.escape(piece.strip()) for piece in wanted.split("…")), re.IGNORECASE)
        for document in documents:
            match = pattern.search(document.text)
            if match:
                held = [span for span in sentence_spans(document.text) if span[0] < match.end() and match.start() < span[1]]
                text, quote = part.definition, document.text[held[0][0]:held[-1][1]]
                for name, field in _FIELDS.items():
                    value = field.search(quote)
                    text = text.replace(f"{{{name}}}", value.group() if value else "")
                return [_notice(text + (" (Udkast)" if document.source.is_draft else ""), document, held[0][0], quote)]
    return []


def _numbers(part: Concept, documents: Sequence[Document], facts: Sequence[Fact]) -> list[dict[str, str]]:
    """The numbers of the local units and of who answers out of hours: one notice for each list in the documents."""
    said: dict[str, dict[str, str]] = defaultdict(dict)
    for fact in facts:
        if fact.object:
            said[fact.relation][fact.subject] = fact.object
    phones = [fact for fact in facts if fact.relation == "contact_phone" and fact.object]
    local = [fact for fact in phones if said["responsible"].get(fact.subject) == AUTHORITY and fact.subject in said["district"]]
    notices = []
    for document in documents:
        for section in dict.fromkeys(fact.section for fact in local if fact.document == document.id):
            here = [fact for fact in phones if (fact.document, fact.section) == (document.id, section)]
            units = dict.fromkeys(f"{said['district'][fact.subject]} {fact.object}" for fact in here if fact in local)
            others = dict.fromkeys(f" {_when(said['referral_route'].get(fact.subject))}{fact.subject} {fact.object}." for fact in here if fact not in local)
            start, end = min(fact.start for fact in here), max(fact.end for fact in here)
            text = part.definition.replace("{numre}", f"{' · '.join(units)}.{''.join(others)}")
            notices.append(_notice(text, document, start, document.text[start:end]))
    return notices


def _when(route: str | None) -> str:
    when = (route or "").partition(":")[0]  # what stands before the colon: when to call, not whom
    return f"{when[0].upper()}{when[1:]}: " if when else ""


def _section_link(part: Concept, documents: Sequence[Document], others: list[dict[str, str]]) -> list[dict[str, str]]:
    """A notice without numbers that leads to where they should stand."""
    titles = set(part.texts("professional"))
    for document in documents:
        for section in document.sections:
            if section.title in titles:
                return [_notice(part.definition, document, section.start, section.title)]
    return [{**others[0], "text": part.definition, "quote": ""}] if others else []


def _notice(text: str, document: Document, start: int, quote: str) -> dict[str, str]:
    return {"kind": SAFETY, "text": text, "document": document.id, "section": document.section_at(start), "quote": quote}
