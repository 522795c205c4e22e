"""An answer as its page shows it: notices, what was understood, cards, near misses, evidence and facts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph.fact import Fact
from search.answer import ABSTAINED, Answer, Quote, Recommended
from web.answer_files import answer_query
from web.citations import Citation, cite, cite_passage, reference, short_section, source_words, statements
from web.conflict_view import about
from web.facets import ORDERS, Facet, facets_of, known_choices, left, read_tokens
from web.ladder_view import step_numbers
from web.notice_view import SAFETY, NoticeGroup, notice_groups
from web.offer_view import Field, OfferRow, card_fields, row_of
from web.question_form import QuestionForm
from web.startup import Service
from web.wording import KINDS, RELATIONS, count_words, fact_words, listed, marked_words

MATCHES = {"strong": "Stærkt match", "possible": "Muligt match"}
REFERENCES = 3  # quotes a card shows
NEAREST = 3  # sections that are pointed to where a question is not answered
FULL = 6  # cards; where there are more, each shows one quote and fewer passages follow, so that the page stays below 60 kB
_CAVEAT, _SENTENCE_ENDS = re.compile(r"\budtømmende\b"), ".!?\n"
NARROWED_BY = ("trin", "bydel", "forvaltning", "finansiering")

_OF_WORDS, _OF_FACTS, _FEW = ("definition", "law"), ("fact", "contact", "risk"), 2

_PROBLEM = 1.0  # weight of a need that is a problem of a child, and not a place, a law or who asks
_LIMITS = {"age": "Alder", "grade": "Klasse", "place": "Sted"}


@dataclass(frozen=True)
class Part:
    """A part of what was understood; ``token`` is what takes it away, ``matched`` the words of the question that it was found by."""

    name: str
    text: str
    token: str
    matched: str = ""


@dataclass(frozen=True)
class Card:
    """A recommended offer; ``conflicts`` is the number of places where the documents do not agree on it."""

    row: OfferRow
    match: str
    is_strong: bool
    quotes: tuple[Citation, ...]
    fields: tuple[Field, ...]
    why: tuple[str, ...]
    score: str
    involves_parents: bool
    reference: str
    conflicts: int


@dataclass(frozen=True)
class PassageView:
    """A ranked passage."""

    citation: Citation
    paragraphs: tuple[str, ...]
    involves_parents: bool


@dataclass(frozen=True)
class FactRow:
    """A fact in the table below the cards."""

    subject: str
    relation: str
    words: str
    citation: Citation


@dataclass(frozen=True)
class Phone:
    """Somebody to call, as the documents name them."""

    name: str
    number: str
    citation: Citation


@dataclass(frozen=True)
class AnswerPage:
    """All the page of an answer needs."""

    answer: Answer
    heading: str
    notices: tuple[NoticeGroup, ...]
    parts: tuple[Part, ...]
    removed: tuple[Part, ...]
    cards: tuple[Card, ...]
    passages: tuple[PassageView, ...]
    facts: tuple[FactRow, ...]
    phones: tuple[Phone, ...]
    nearest: tuple[Citation, ...]
    caveat: Citation | None
    documents: int
    references: tuple[str, ...]
    facets: tuple[Facet, ...]
    order: str
    graph_query: str

    @property
    def leads_with_words(self) -> bool:
        """True where what the documents say answers better than the offers: a meaning or a law is asked for, or a fact where hardly any offer fits."""
        intent = self.answer.understood["intent"]
        return bool(self.passages) and (intent in _OF_WORDS or intent in _OF_FACTS and len(self.answer.interventions) <= _FEW)

    @property
    def found(self) -> str:
        """What was found in words: interventions, or also those who can be asked."""
        return _found(self.answer, [card.row.kind for card in self.cards])

    @property
    def is_narrowed(self) -> bool:
        """True where filters leave some of the cards out."""
        return len(self.cards) < len(self.answer.interventions)


def answer_page(service: Service, answer: Answer, form: QuestionForm) -> AnswerPage:
    """Lay an answer out."""
    in_danger = any(notice.kind == SAFETY for notice in answer.notices)
    abstained = answer.status == ABSTAINED
    offers = [service.index.offers[offer.id] for offer in answer.interventions]
    chosen = known_choices(service, offers, read_tokens(form.chosen))
    shown = {offer.id for offer in left(service, offers, chosen)}
    cited = _cited(answer)
    cards = [_card(service, offer, in_danger, cited, REFERENCES if len(shown) <= FULL else 1) for offer in answer.interventions if offer.id in shown]
    if form.order == "trin":
        numbers = step_numbers(service)
        cards.sort(key=lambda card: numbers.get(card.row.step or "", len(numbers) + 1))
    return AnswerPage(
        answer=answer,
        heading=_heading(service, answer, [card.row.kind for card in cards]),
        notices=notice_groups(service, answer.notices),
        parts=_parts(answer),
        removed=tuple(_removed(service, form.without)),
        cards=tuple(cards),
        passages=tuple(_passage(service, evidence.id, in_danger) for evidence in answer.passages[:_most_passages(len(cards))]),
        facts=tuple(_fact(service, Fact(**{name: value for name, value in row.items() if name != "id"})) for row in answer.facts),
        phones=_phones(service, answer.understood["districts"]) if abstained else (),
        nearest=_sections(service, answer),
        caveat=_caveat(service) if abstained else None,
        documents=len(service.documents),
        references=_references(service, answer),
        facets=tuple(facet for facet in facets_of(service, offers, chosen, NARROWED_BY) if len(facet.choices) > 1 or facet.name in chosen),
        order=form.order or next(iter(ORDERS)),
        graph_query=answer_query(service.index.offers[card.row.id] for card in cards) if cards else "",
    )


def _heading(service: Service, answer: Answer, kinds: list[str]) -> str:
    """How many may fit, and what or whom: the foremost need where it is a problem, age or grade, and place."""
    if answer.status == ABSTAINED:
        return "Det kan vi ikke svare på ud fra dokumenterne"
    if answer.interventions:
        foremost = [need for need in answer.understood["needs"][:1] if service.index.topics[need["id"]].weight >= _PROBLEM]
        whom = [*(need["label"] for need in foremost), *(part.text for part in _parts(answer) if part.token in _LIMITS)]
        return f"{_found(answer, kinds)}, der kan passe{': ' if whom else ''}{', '.join(whom)}"
    if answer.near_misses:
        return "Ingen af indsatserne passer helt"
    return "Det skriver dokumenterne"


def _found(answer: Answer, kinds: list[str]) -> str:
    """How many offers there are, by the kinds of those that are shown: only who can be asked, or interventions too."""
    others_only = bool(kinds) and KINDS["Intervention"] not in kinds
    return count_words(len(answer.interventions), *(("kontakt", "kontakter") if others_only else ("indsats", "indsatser")))


def _parts(answer: Answer) -> tuple[Part, ...]:
    understood = answer.understood
    needs = [Part("Behov", need["label"], need["id"], need["matched"]) for need in understood["needs"]]
    spans = [Part(_LIMITS[key], _span(understood[key]) + ending, key) for key, ending in (("age", " år"), ("grade", ". klasse")) if understood[key]]
    places = [*understood["districts"], *understood["schools"]]
    return (*needs, *spans, *([Part(_LIMITS["place"], listed(places), "place")] if places else []))


def _span(span: dict[str, int]) -> str:
    return str(span["min"]) if span["min"] == span["max"] else f"{span['min']}-{span['max']}"


def _removed(service: Service, tokens: tuple[str, ...]) -> Iterator[Part]:
    """The parts that were taken away; what is no part is passed over."""
    for token in tokens:
        if token in _LIMITS:
            yield Part(_LIMITS[token], "", token)
        elif token in service.index.topics:
            yield Part("Behov", service.index.topics[token].label, token)


def _most_passages(cards: int) -> int:
    """How many passages stand below some cards, so that the page stays below 60 kB."""
    return 10 if cards <= FULL // 2 else 6 if cards <= FULL else 3


def _cited(answer: Answer) -> dict[str, list[tuple[int, int]]]:
    """The runs that the cards quote first, by document in the order of its text."""
    runs: dict[str, set[tuple[int, int]]] = {}
    for quote in (quote for offer in answer.interventions for quote in offer.quotes[:1]):
        runs.setdefault(quote.document, set()).add((quote.start, quote.end))
    return {document: sorted(found) for document, found in runs.items()}


def _card(service: Service, recommended: Recommended, in_danger: bool, cited: dict[str, list[tuple[int, int]]], most: int) -> Card:
    offer = service.index.offers[recommended.id]
    chosen = _apart(recommended.quotes)[:most]
    quotes = tuple(cite(service, quote.document, quote.start, quote.end, cited.get(quote.document, ())) for quote in chosen)
    fields = tuple(card_fields(service, offer))
    texts = [quote.text for quote in quotes] + [statement.text for field in fields for statement in field.statements]
    return Card(
        row=row_of(service, offer),
        match=MATCHES[recommended.match],
        is_strong=recommended.match == "strong",
        quotes=quotes,
        fields=fields,
        why=recommended.why,
        score=f"{recommended.score:.2f}".replace(".", ","),
        involves_parents=in_danger and any(map(service.index.safety.involves_parents, texts)),
        reference=reference(quotes[0], service.documents[chosen[0].document].source.publisher) if quotes else "",
        conflicts=len(about(service, offer)),
    )


def _apart(quotes: Sequence[Quote]) -> list[Quote]:
    """Quotes that say something of their own: the first of those that overlap, and no heading alone."""
    kept: list[Quote] = []
    for quote in quotes:
        is_new = all(quote.document != other.document or quote.end <= other.start or other.end <= quote.start for other in kept)
        if is_new and (not kept or not quote.section.endswith(quote.text)):
            kept.append(quote)
    return kept


def _passage(service: Service, id_: str, in_danger: bool) -> PassageView:
    citation = cite_passage(service, id_)
    paragraphs = tuple(line.removeprefix("- ") for line in citation.text.split("\n") if line.strip())
    return PassageView(citation, paragraphs, in_danger and service.index.safety.involves_parents(citation.text))


def _fact(service: Service, fact: Fact) -> FactRow:
    return FactRow(fact.subject, RELATIONS[fact.relation], marked_words(fact), cite(service, fact.document, fact.start, fact.end))


def _phones(service: Service, districts: list[str]) -> tuple[Phone, ...]:
    """The telephone numbers of the documents, those of the question's districts first."""
    facts = [fact for fact in service.index.facts.values() if fact.relation == "contact_phone" and fact.object]
    facts.sort(key=lambda fact: not any(name in fact.subject for name in districts))
    return tuple(
        Phone(fact.subject, fact_words(fact), statement.citation) for fact in facts for statement in statements(service, [fact])
    )


def _sections(service: Service, answer: Answer) -> tuple[Citation, ...]:
    """The sections that came nearest to a question that is not answered, a few, each once."""
    found: dict[tuple[str, str], Citation] = {}
    for citation in (cite_passage(service, evidence.id) for evidence in answer.nearest):
        if citation.section:
            found.setdefault(citation.place, citation)
    return tuple(found.values())[:NEAREST]


def _caveat(service: Service) -> Citation | None:
    """The sentence in which a document says itself that it does not hold everything."""
    for document in service.documents.values():
        if found := _CAVEAT.search(document.text):
            start = max(document.text.rfind(sign, 0, found.start()) for sign in _SENTENCE_ENDS) + 1
            start += len(document.text[start:]) - len(document.text[start:].lstrip())
            ends = [at for sign in _SENTENCE_ENDS if (at := document.text.find(sign, found.end())) >= 0]
            return cite(service, document.id, start, min(ends, default=len(document.text) - 1) + 1)
    return None


def _references(service: Service, answer: Answer) -> tuple[str, ...]:
    """The sources of the answer in words, to be copied."""
    found: dict[str, list[str]] = {}
    for quote in (quote for offer in answer.interventions for quote in offer.quotes[:REFERENCES]):
        source = service.documents[quote.document].source
        sections = found.setdefault(f"{source.publisher}: {source_words(source)}{' (udkast)' if source.is_draft else ''}", [])
        name = short_section(quote.section)
        if name and name not in sections:
            sections.append(name)
    return tuple(f"{source}. Afsnit: {listed(f'»{name}«' for name in names)}." for source, names in found.items())
