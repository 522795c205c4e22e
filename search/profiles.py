"""What the index knows of each passage and offer: weighted texts, the offers a passage is about, the needs a text speaks of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus.danish import stems
from corpus.document import SECTION_SEPARATOR, Document, Passage
from corpus.sentences import sentences
from graph.fact import Fact
from graph.offer import Offer
from search.lexicon import Lexicon
from search.meanings import Spoken

ABOUT, MENTIONED = 1.0, 0.45
_TARGETED = frozenset({"target_group", "defines", "risk_factor_of", "outcome", "evidence", "duty", "referral_route"})


@dataclass(frozen=True)
class Profile:
    """The text by which something is found: ``head`` names it, ``body`` describes it; ``concepts`` maps needs to weights."""

    id: str
    head: str
    body: str
    concepts: dict[str, float]

    @property
    def head_stems(self) -> list[str]:
        """The stems of the head, in order."""
        return stems(self.head)

    @property
    def body_stems(self) -> list[str]:
        """The stems of the body, in order."""
        return stems(self.body)


def passage_profiles(passages: Sequence[Passage], needs: Spoken) -> list[Profile]:
    """One profile a passage; the headings count as its head."""
    heads = [passage.section.replace(SECTION_SEPARATOR, ". ") for passage in passages]
    needs.look_at(sentence for passage, head in zip(passages, heads) for text in (passage.text, head) for sentence in sentences(text))
    return [
        Profile(passage.id, head, passage.text, _concepts([(passage.text, 1.0), (head, 0.7)], needs)) for passage, head in zip(passages, heads)
    ]  # fmt: skip


def offer_profiles(
    offers: Sequence[Offer], facts: Iterable[Fact], documents: Sequence[Document], about: dict[str, dict[str, float]], needs: Spoken
) -> list[Profile]:
    """One profile an offer: its name, what its facts quote, and the whole of a section headed by it."""
    by_subject: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        by_subject[fact.subject].append(fact)
        if fact.relation == "goal_of" and fact.object:
            by_subject[fact.object].append(fact)
    passages = {passage.id: passage for document in documents for passage in document.passages}
    sections: dict[str, list[str]] = defaultdict(list)
    for passage_id, weights in about.items():
        for offer_id, weight in weights.items():
            if weight == ABOUT:
                sections[offer_id].append(passages[passage_id].text)
    return [_offer_profile(offer, by_subject, sections[offer.id], needs) for offer in offers]


def _offer_profile(offer: Offer, by_subject: dict[str, list[Fact]], section: list[str], needs: Spoken) -> Profile:
    facts = by_subject[offer.label] + [fact for part in offer.parts for fact in by_subject[part] if fact.relation in _TARGETED]
    targets = [fact.object or "" for fact in facts if fact.relation in _TARGETED]
    purposes = [fact.subject for fact in facts if fact.relation == "goal_of"]
    quotes = list(dict.fromkeys(fact.quote for fact in facts if fact.relation not in ("legal_basis", "ladder_step")))
    texts = [(offer.label, 1.0)] + [(text, 0.9) for text in targets + purposes] + [(text, 0.7) for text in quotes] + [(text, 0.6) for text in section]
    body = "\n".join(dict.fromkeys([*targets, *purposes, *quotes, *section]))
    return Profile(offer.id, offer.label, body, _concepts(texts, needs))


def _concepts(texts: Sequence[tuple[str, float]], needs: Spoken) -> dict[str, float]:
    """The strongest weight with which each need is spoken of, sentence by sentence."""
    found: dict[str, float] = {}
    for text, weight in texts:
        for sentence in sentences(text):
            for concept, score in needs.of(sentence):
                found[concept] = max(found.get(concept, 0.0), round(weight * score, 4))
    return dict(sorted(found.items()))


def audience_of(text: str, audiences: Lexicon, language: str = "da", adults: frozenset[str] = frozenset({"adult", "citizen"})) -> float:
    """Whom a text is about, from -1 (adults) to 1 (children and young people); 0 where both or neither are named."""
    met = {match.concept for match in audiences.find(text, language)}
    return float("child" in met) - float(not met.isdisjoint(adults))


def offer_audience(offer: Offer, facts: Mapping[str, Fact], audiences: Lexicon) -> float:
    """Whom an offer is for, by its ages, else by the words of its target groups and name."""
    if offer.ages:
        return 1.0 if any(low is None or low < 18 for low, _ in offer.ages) else -1.0
    if offer.grades or offer.schools:
        return 1.0
    targets = [facts[id_].object or "" for id_ in offer.facts if facts[id_].relation == "target_group"]
    return audience_of(". ".join([offer.label, *targets]), audiences, adults=frozenset({"adult"}))


def offers_by_passage(documents: Sequence[Document], offers: Sequence[Offer], facts: Iterable[Fact]) -> dict[str, dict[str, float]]:
    """For each passage the offers it is about (it stands below their heading) or mentions (a fact quotes it), with a weight."""
    ids = {offer.label: offer.id for offer in offers}
    by_document = {document.id: document for document in documents}
    found: dict[str, dict[str, float]] = {passage.id: {} for document in documents for passage in document.passages}
    for fact in facts:
        if fact.subject not in ids or fact.document not in by_document:
            continue
        for passage_id, weight in _passages_of(by_document[fact.document], fact):
            weights = found[passage_id]
            weights[ids[fact.subject]] = max(weight, weights.get(ids[fact.subject], 0.0))
    return found


def _passages_of(document: Document, fact: Fact) -> Iterator[tuple[str, float]]:
    """The passage that holds a fact's quote; for a quoted heading all passages below it."""
    section = next((section for section in document.sections if section.start == fact.start), None)
    if section and fact.relation == "type" and not section.is_field:
        yield from ((passage.id, ABOUT) for passage in document.passages if section.start <= passage.start < section.end)
    passage = document.passage_at(fact.start)
    if passage:
        yield passage.id, MENTIONED
