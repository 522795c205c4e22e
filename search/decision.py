"""Whether the documents answer a question: answered, partly, or not.

Why: a wrong answer can send a child the wrong way, so what the documents do not say is said to be missing. Three things make the
service refuse: the question asks for something that the documents are known to withhold, it names a paragraph they do not cite,
or too little of it is met anywhere in them.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from corpus.danish import STOP_WORDS, fold, stem, words
from search.answer import ABSTAINED, ANSWERED
from search.index import Index
from search.lexicon import LIGHT_WORDS, Match
from search.offer_ranking import NAMED, ScoredOffer
from search.query import PARAGRAPH, Query

LEAST_SHARE = 0.66  # of the best offer's score; weaker offers are not recommended
LEAST_LISTED = 0.5  # the same where somebody asks for all there is
LEAST_TOLD = 0.92  # the same where a fact is asked for: it is told of one
LEAST_PASSAGE = 1.1  # score; a weaker best passage answers nothing
LEAST_COVERED = 0.3  # share of the question's words, by rarity, that the documents know; what lacks is made up for by the score
STRANGE = 5.0  # score asked for a wholly strange question above the least
SURE_NEED = 0.5  # weight of a need from which the words' cover does not matter
CLEAR_NEED = 0.85  # weight of a need that outweighs a stray word of another matter
LISTING = frozenset({"law", "overlap", "trace"})  # intents that ask for a list
CLEAR_INTENT = 0.7  # match of a cue from which it is certain what is asked
TELLING_WORD = 10  # letters
WITHHELD = 0.6  # match of a withheld topic from which the question asks for it

NOTHING_FOUND = "Vi fandt ingen passage, der besvarer dit spørgsmål."


@dataclass(frozen=True)
class Decision:
    """``least_offer`` is the score from which an offer is recommended; ``reason`` is told to the user."""

    status: str
    least_offer: float
    reason: str | None


def decide(query: Query, offers: list[ScoredOffer], passages: list[tuple[str, float]], index: Index) -> Decision:
    """Decide by what is withheld, by how much of the question is met, and by the best offer and passage.

    A question that wants a contact (danger is hinted at, too) is never refused because its words are strange to the documents, and
    one that hints at danger not because it also asks for a detail they withhold.
    """
    reason = _withheld(query, index) or _uncited(query, index) or _untold(query, index) or (None if query.wants_contact else _unmet(query, passages, index))
    if reason:
        return Decision(ABSTAINED, math.inf, reason)
    best = next((row.score for row in offers if row.fit.is_possible), 0.0)
    return Decision(ANSWERED, _least_share(query, index) * best, None)


def _least_share(query: Query, index: Index) -> float:
    """How near an offer's score must be to the best: a fact is told of one offer, a list holds all there is."""
    kinds = {index.intents[intent]["kind"]: score for intent, score in reversed(query.understood.intents)}
    if not LISTING.isdisjoint(kinds):
        return LEAST_LISTED
    return LEAST_TOLD if kinds.get("fact", 0.0) >= CLEAR_INTENT else LEAST_SHARE


def _withheld(query: Query, index: Index) -> str | None:
    understood = query.understood
    found = [match for match in index.withheld.find(understood.question, understood.language) if match.score >= WITHHELD]
    strong = next((match for match in found if (_is_the_matter(match, query) if match.concept in index.matters else not query.urgent)), None)
    return f"Dokumenterne oplyser ikke noget om »{strong.words}«." if strong else None


def _is_the_matter(match: Match, query: Query) -> bool:
    """A short word of another matter decides only where no need of the question is met clearly; a long one is never stray."""
    if len(match.words) >= TELLING_WORD:
        return True
    said = set(match.words.split())
    needs = [need for need in query.understood.needs if not need.alike and not said & set(need.matched.split())]
    return max((need.weight for need in needs), default=0.0) < CLEAR_NEED


def _uncited(query: Query, index: Index) -> str | None:
    """A paragraph that the question names and no document cites."""
    for match in PARAGRAPH.finditer(query.understood.question):
        if not any(re.search(rf"\b{match.group(1)}\b", fact.object or "") for fact in index.facts.values() if fact.relation == "legal_basis" or "§" in fact.quote):
            return f"Dokumenterne nævner ikke § {match.group(1)}."
    return None


def _untold(query: Query, index: Index) -> str | None:
    """A detail of a named offer that the documents do not give: a number, the names of schools, a price …"""
    named = [id_ for id_, score in query.names.items() if score >= NAMED]
    told = {relation for id_ in named for part in _with_parts(id_, index) for relation in index.relations_of[part]}
    for intent, score in query.understood.intents:
        asked = {field for field in index.intents[intent]["asks"] if field[:1].islower()}
        if named and score >= CLEAR_INTENT and index.intents[intent]["kind"] in ("fact", "contact") and told.isdisjoint(asked):
            return f"Dokumenterne nævner {index.offers[named[0]].label}, men oplyser ikke det, du spørger om."
    return None


def _with_parts(id_: str, index: Index) -> list[str]:
    """An offer with those it holds and those it belongs to."""
    ids = {offer.label: offer.id for offer in index.offers.values()}
    offer = index.offers[id_]
    return [id_, *(ids[name] for name in (*offer.parts, *offer.part_of) if name in ids)]


def _unmet(query: Query, passages: list[tuple[str, float]], index: Index) -> str | None:
    """Too weak a best passage; where hardly a word of the question is known, nearness of meaning alone must be strong."""
    top = passages[0][1] if passages else 0.0
    sure = any(need.weight >= SURE_NEED for need in query.understood.needs) or query.names or query.understood.places
    known = LEAST_COVERED if sure else min(LEAST_COVERED, covered(query, index))
    return NOTHING_FOUND if top < LEAST_PASSAGE + STRANGE * (LEAST_COVERED - known) else None


def covered(query: Query, index: Index) -> float:
    """The share of a question's telling words that stand in the documents, rare words counting more; 0 when it has none."""
    understood = query.understood
    telling = {word for match in index.audiences.find(understood.question, understood.language) for word in match.words.split()} | set(understood.cue_words)
    telling |= {word for place in understood.places for word in words(fold(place.said))}
    met = {word for need in understood.needs if not need.alike for word in need.matched.split()}
    known = whole = 0.0
    for word in words(understood.question):
        if word in STOP_WORDS or word in LIGHT_WORDS or word.isdigit() or word in telling:
            continue
        count = index.frequency.get(stem(word), 0)
        weight = math.log(1 + 300 / (1 + count))
        whole += weight
        if count or word in met:
            known += weight
        elif any(index.frequency.get(part) for part in index.splitter.parts(word)):
            known += 0.6 * weight
    return known / whole if whole else 0.0
