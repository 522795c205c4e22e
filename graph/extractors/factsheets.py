"""Fact sheets: a heading with its owners in brackets, and labelled fields below it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import takewhile

from corpus.document import Document, Section
from graph.fact import Fact
from graph.reading import Piece, blocks_of, heading_of, piece_of, sections_below, split_owners
from graph.recognisers.amounts import amounts
from graph.recognisers.durations import Duration, durations
from graph.recognisers.places import administrations, citywide, districts, schools
from graph.recognisers.spans import ages, grades

_EXCLUSION = re.compile(r"\bikke for\b|\bikke en del af målgruppen\b|\bikke omfattet\b")
_KEPT_OUT = re.compile(r"\bikke for (.+?)\.?$")
_NOT_WHO = re.compile(r"\bforstås\b|\bophører\b|\binteresse for at udvide\b|\budvalgt på baggrund\b")  # explains, ends or hopes, but names no one
_OPEN_END = re.compile(r" hvor:$")  # leads on to a list of conditions
_NO_TARGET = re.compile(r"(?:Alders?gruppe: |Den foregår )")  # says how old or where, but not who
_NOT_SHOWN = re.compile(r"Fra (?:(?:medio|ultimo|primo) )?20\d\d (?:har|indgår)\b|Det giver mulighed\b|.*\bregistreres\b")  # organises or counts, but shows nothing
_MORE_TIME = re.compile(r"behov|forlæng|ophør|varighed|varer|løbende|fleksib", re.IGNORECASE)
_START = re.compile(
    r"\b(?:[Ss]iden|startet op\b[^.]*?i(?: \w+)?|startede i|samarbejdsprojekt fra) ((?:19|20)\d\d)\b(?! ?[-–])"
)
_START_OF_MONEY = re.compile(r"\bmidlertidigt finansieret fra (?:medio |ultimo |primo )?(20\d\d)\b")
_LEANS_BACK = re.compile(r"\baf disse\b|\bses en (?:stigning|nedgang|reduktion) fra\b", re.IGNORECASE)  # counts "of these", or tells a rise and not of what
_SPENT = re.compile(r"\bbrugte\b|\bforbrug")
_PERIOD = re.compile(r"\b(?:fra (?:medio |ultimo |primo )?)?(20\d\d)\s?(?:[-–]|til og med)\s?((?:20)?\d\d)\b|\bsiden (20\d\d)\b")
_VARIANT_FORMS = re.compile(r"\bformer for (\w+)\b")


def extract(document: Document) -> Iterator[Fact]:
    """The facts of every fact sheet of a document; the type of a school or district once."""
    typed: set[str] = set()
    for fact in _sheets(document):
        place = fact.relation == "type" and fact.object in ("School", "District")
        if not (place and fact.subject in typed):
            yield fact
        if place:
            typed.add(fact.subject)


def _sheets(document: Document) -> Iterator[Fact]:
    """A heading that is an administration with its code is no fact sheet."""
    names = _short_names(document)
    for section in document.sections:
        name, owners = split_owners(section.title)
        if owners and not section.is_field and not any(place.label in owners for place in administrations(name)):
            yield from _sheet(document, section, names.get(name.casefold(), name), owners)


def _short_names(document: Document) -> dict[str, str]:
    """The contents list may name an intervention more shortly than its heading does."""
    listed = [split_owners(document.text_of(b).lstrip("- "))[0] for b in document.blocks if b.kind == "contents"]
    titles = [split_owners(section.title)[0] for section in document.sections]
    return {
        title.casefold(): entry
        for title in titles
        for entry in listed
        if len(entry) > 4 and title.casefold().startswith(entry.casefold() + " ")
    }


def _sheet(document: Document, section: Section, name: str, owners: list[str]) -> Iterator[Fact]:
    heading = heading_of(document, section)
    yield heading.fact(name, "type", "Intervention")
    for owner in owners:
        yield heading.fact(name, "responsible", owner)
    if len(section.path) > 1:
        yield heading.fact(name, "part_of", section.path[-2])
    for block in blocks_of(document, section):
        yield from _description(piece_of(document, block), name)
    for below in sections_below(document, section):
        yield from _field(document, below, name)


def _field(document: Document, field: Section, name: str) -> Iterator[Fact]:
    read = FIELDS.get(field.title.casefold(), _description)
    for block in blocks_of(document, field):
        piece = piece_of(document, block)
        by_label = FIELDS.get((block.label or "").casefold())
        yield from by_label(piece, name) if by_label else read(piece, name)


def _description(piece: Piece, name: str) -> Iterator[Fact]:
    yield from _starts(piece, name)
    if _VARIANT_FORMS.search(piece.text):
        yield from _variants(piece, name)


def _variants(lead: Piece, name: str) -> Iterator[Fact]:
    """"Der findes fire former for …:" is followed by a list with one labelled item a variant."""
    for piece in _items_after(lead):
        label, _, _ = piece.text.partition(":")
        variant = f"{label} (grundform)" if label.casefold() == name.casefold() else label
        yield piece.fact(variant, "type", "Intervention")
        yield lead.through(piece).fact(variant, "variant", name)
        target = piece.text.find("målrettet ")
        if target >= 0:
            whole = piece.part(0, len(piece.text.rstrip(".")))
            yield whole.fact(variant, "target_group", whole.text[target + len("målrettet "):])


def _funding(piece: Piece, name: str) -> Iterator[Fact]:
    for sentence in piece.sentences():
        kind = _funding_kind(sentence.text)
        if kind:
            yield sentence.fact(name, "funding_kind", kind)
        for amount in amounts(sentence.text):
            unit = "kr/år" if amount.yearly else "kr"
            yield sentence.fact(name, "funding_amount", None, amount.value, unit)
        for match in _PERIOD.finditer(sentence.text):
            yield sentence.fact(name, "funding_period", match.group())
        if begun := _START_OF_MONEY.search(sentence.text):
            yield sentence.fact(name, "start_year", begun.group(), float(begun.group(1)))
    yield from _starts(piece, name)


def _funding_kind(text: str) -> str | None:
    folded = text.casefold()
    if "midlertidig" in folded:
        return "midlertidig"
    if "permanent" in folded:
        return "permanent"
    if re.search(r"\begen ramme\b|ikke afsat særskilte midler|dagbehandlingsrammen", folded):
        return "ramme"
    return None


def _starts(piece: Piece, name: str) -> Iterator[Fact]:
    """The year an effort began; when a lasting one was first financed is its funding period."""
    match = _START.search(piece.text)
    if match and not piece.text[: match.start()].endswith("finansieret "):
        sentence = piece.sentence_at(match.start())
        yield sentence.fact(name, "start_year", match.group(), float(match.group(1)))


def _items_after(lead: Piece) -> Iterator[Piece]:
    """The list right below a line that leads on to it."""
    following = (block for block in lead.document.blocks if block.start >= lead.end)
    yield from (piece_of(lead.document, block) for block in takewhile(lambda block: block.kind == "item", following))


def _target(piece: Piece, name: str) -> Iterator[Fact]:
    """Whom it is for; what a list below "… hvor:" names are conditions, each quoted with the line that leads on to it."""
    lead = _lead_of(piece)
    if lead:
        yield lead.through(piece).fact(name, "target_group", f"betingelse: {_as_part(piece)}")
    for sentence in piece.sentences():
        yield from (fact for fact in _target_sentence(sentence, name) if not lead or fact.relation != "target_group")


def _lead_of(piece: Piece) -> Piece | None:
    """The sentence ending in "hvor:" right above the list that a piece is an item of."""
    blocks = [block for block in piece.document.blocks if block.start <= piece.start]
    above = next((block for block in reversed(blocks) if block.kind != "item"), None)
    last = list(piece_of(piece.document, above).sentences())[-1:] if above else []
    return last[0] if last and last[0].end < piece.start and _OPEN_END.search(last[0].text) else None


def _as_part(piece: Piece) -> str:
    """An item's words as part of a sentence."""
    return piece.text[0].lower() + piece.text[1:].rstrip(".")


def _target_sentence(sentence: Piece, name: str) -> Iterator[Fact]:
    if _EXCLUSION.search(sentence.text):
        yield sentence.fact(name, "exclusion", _excluded(sentence.text))
        return
    if _NOT_WHO.search(sentence.text):
        return
    label, colon, _ = sentence.text.partition(": ")
    folded = name.casefold()
    variant = label if colon and label.casefold() in folded and label.casefold() != folded else None
    subject = variant or name
    if variant:
        yield sentence.fact(variant, "type", "Intervention")
        yield sentence.fact(variant, "variant", name)
    spans = [*ages(sentence.text), *grades(sentence.text)]
    if not _NO_TARGET.match(sentence.text):
        yield _with_conditions(sentence, subject)
    for span in spans:
        where = _clause(sentence, span.start) if len(spans) > 1 else sentence
        said = where.text.rstrip(".") if len(spans) > 1 else None  # one of several holds for its clause only
        prefix = "age" if span.unit == "år" else "grade"
        if span.low is not None:
            yield where.fact(subject, f"{prefix}_min", said, float(span.low), span.unit)
        if span.high is not None:
            yield where.fact(subject, f"{prefix}_max", said, float(span.high), span.unit)


def _with_conditions(sentence: Piece, name: str) -> Fact:
    """Whom a sentence says it is for; one that ends in "hvor:" with the list it leads on to."""
    items = list(_items_after(sentence)) if _OPEN_END.search(sentence.text) else []
    words = " ".join([sentence.text, "; ".join(map(_as_part, items))]).strip()
    return sentence.through((items or [sentence])[-1]).fact(name, "target_group", words)


def _excluded(words: str) -> str:
    """Who an excluding sentence keeps out; the whole sentence where it does not say so plainly."""
    found = _KEPT_OUT.search(words)
    return found.group(1) if found else words


def _clause(sentence: Piece, position: int) -> Piece:
    """The part between commas that holds a position, so that two spans of one sentence have a quote each."""
    start = sentence.text.rfind(", ", 0, position) + 2 if ", " in sentence.text[:position] else 0
    end = sentence.text.find(", ", position)
    return sentence.part(start, end if end >= 0 else len(sentence.text))


def _where(piece: Piece, name: str) -> Iterator[Fact]:
    for sentence in piece.sentences():
        yield from _schools(sentence, name)
        yield from _areas(sentence, name)


def _schools(sentence: Piece, name: str) -> Iterator[Fact]:
    for place in schools(sentence.text):
        yield sentence.fact(name, "school", place.label)
        yield sentence.fact(place.label, "type", "School")
        district = re.match(r" \((\w+)\)", sentence.text[place.end:])
        for found in districts(district.group(1)) if district else ():
            yield sentence.fact(place.label, "district", found.label)
    for match in re.finditer(r"\balle almene folkeskoler\b|\budvalgte privat- og friskoler\b", sentence.text):
        yield sentence.fact(name, "school", match.group())


def _areas(sentence: Piece, name: str) -> Iterator[Fact]:
    seen = {place.label for place in schools(sentence.text)}
    school_spans = [(place.start, place.end) for place in schools(sentence.text)]
    for place in districts(sentence.text):
        if place.label not in seen and not any(start <= place.start < end for start, end in school_spans):
            seen.add(place.label)
            yield sentence.fact(name, "district", place.label)
            yield sentence.fact(place.label, "type", "District")
    if next(citywide(sentence.text), None):
        yield sentence.fact(name, "citywide", "true")
    if "Henvendelse" in sentence.text:
        yield sentence.fact(name, "referral_route", sentence.text.rstrip("."))
        quoted = re.search(r'\bvia [^"]*"([^"]+)"', sentence.text)
        if quoted:
            yield sentence.part(*quoted.span()).fact(name, "referral_route", quoted.group(1))


def _duration(piece: Piece, name: str) -> Iterator[Fact]:
    """How long it lasts; what "Der er dog" adds is told with the sentence it limits."""
    before: Piece | None = None
    for sentence in piece.sentences():
        found = list(durations(sentence.text))
        for duration in found:
            for value, end in _ends(duration):
                yield sentence.fact(name, "duration", sentence.text.rstrip(".") + end, value, duration.unit)
        if not found and (sentence.start == piece.start or _MORE_TIME.search(sentence.text)):
            whole = before.through(sentence) if before and sentence.text.startswith("Der er dog ") else sentence
            yield whole.fact(name, "duration", whole.text.rstrip("."))
        before = sentence


def _ends(duration: Duration) -> Iterator[tuple[float, str]]:
    """The number of a duration, or both ends of its span, each marked as the end it is."""
    span = duration.low < duration.high
    yield duration.low, " (mindst)" if span else ""
    if span:
        yield duration.high, " (højst)"


def _evidence(piece: Piece, name: str) -> Iterator[Fact]:
    """What was shown, sentence by sentence; what was spent is an amount, and shows nothing."""
    for sentence in _with_what_they_count(piece.sentences()):
        spent = list(amounts(sentence.text)) if _SPENT.search(sentence.text) else []
        if not spent and not _NOT_SHOWN.match(sentence.text):
            yield sentence.fact(name, "evidence", sentence.text)
        for amount in spent:
            yield sentence.fact(name, "funding_amount", sentence.text.rstrip("."), amount.value, "kr")


def _with_what_they_count(sentences: Iterable[Piece]) -> Iterator[Piece]:
    """Sentences, each that does not say of what it counts or rises with the one before it, and what that one leans on."""
    before: Piece | None = None
    for sentence in sentences:
        leans = before is not None and _LEANS_BACK.search(sentence.text)
        before = Piece(sentence.document, before.start, sentence.end) if before and leans else sentence
        yield before


FIELDS: dict[str, Callable[[Piece, str], Iterator[Fact]]] = {
    "beskrivelse af indsats": _description,
    "finansiering": _funding,
    "økonomi": _funding,
    "målgruppe": _target,
    "hvor": _where,
    "forløbslængde": _duration,
    "tid og varighed": _duration,
    "erfaring": _evidence,
}
