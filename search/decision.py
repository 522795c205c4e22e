"""Whether the documents answer a question: answered or not.

Why: a wrong answer can send a child the wrong way, so what the documents do not say is said to be missing. The service refuses a question
that names a paragraph they do not cite, and one where more speaks against an answer than for it: what is asked is known to be withheld or
the question is like others without answer, against how well the best passage and known questions meet it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from operator import mul
from typing import NamedTuple

from search.answer import ABSTAINED, ANSWERED
from search.index import Index
from search.lexicon import Match
from search.offer_ranking import ScoredOffer
from search.query import NAMED, PARAGRAPH, Query

LEAST_SHARE = 0.8  # of the best offer's score; weaker offers are not recommended
LEAST_LISTED = 0.75  # the same where somebody asks for all there is
LEAST_TOLD = 0.92  # the same where a fact is asked for: it is told of one
LISTING = frozenset({"law", "overlap", "trace"})  # intents that ask for a list
TELLING = frozenset({"risk", "definition"})  # intents that ask for what is told and not for help
LEAST_NEED, LEAST_KNOWN = 0.1, 0.36  # weight of a need, and nearness to a question that is answered, below which nothing is understood
WITHHELD = 0.6  # match of a withheld topic from which the refusal names it

NOTHING_FOUND = "Vi fandt ingen passage, der besvarer dit spørgsmål."


class Doubts(NamedTuple):
    """What speaks against an answer, or for one.

    ``detail`` and ``matter`` are the matches of a detail and of another kind of matter that the documents withhold, ``untold`` that they
    name an offer and not the detail that is asked of it, 0 to 1; ``evidence`` is what the words say for a question without answer, about -1
    to 1, ``unanswered`` the nearness to one, 0 to 1; ``asked`` the nearness to a question that is answered, 0 to 1, ``passage`` the score of
    the best passage, 0 to about 5.
    """

    detail: float = 0.0
    matter: float = 0.0
    untold: float = 0.0
    evidence: float = 0.0
    unanswered: float = 0.0
    asked: float = 0.0
    passage: float = 0.0


DOUBTS = Doubts(detail=3.5, matter=2.7, untold=2.6, evidence=4.15, unanswered=4.4, asked=-2.8, passage=-1.7)
LEAST_DOUBT = -2.6  # weighed doubts from which the service refuses
# Tuned by logistic regression on the open and the development questions and a part of those without answer.


@dataclass(frozen=True)
class Decision:
    """``least_offer`` is the score from which an offer is recommended, ``helps`` whether help is asked for at all; ``reason`` is told to the user."""

    status: str
    least_offer: float
    reason: str | None
    helps: bool = True


def decide(query: Query, offers: list[ScoredOffer], passages: list[tuple[str, float]], index: Index) -> Decision:
    """Decide by what speaks for and against an answer; one that hints at danger is refused only where it is plainly another matter."""
    reason = _uncited(query, index) or _doubted(query, passages, index)
    if reason:
        return Decision(ABSTAINED, math.inf, reason)
    best = next((row.score for row in offers if row.fit.is_possible), 0.0)
    return Decision(ANSWERED, _least_share(query, index) * best, None, _asks_for_help(query, index))


def _least_share(query: Query, index: Index) -> float:
    """How near an offer's score must be to the best: a fact is told of one offer, a list holds all there is."""
    kinds = {index.intents[intent]["kind"] for intent, _ in query.understood.intents}
    if not LISTING.isdisjoint(kinds):
        return LEAST_LISTED
    if "fact" in kinds:
        return LEAST_TOLD
    return LEAST_SHARE


def _asks_for_help(query: Query, index: Index) -> bool:
    """False where only signs or the meaning of words are asked for, and of no named offer."""
    kinds = {index.intents[intent]["kind"] for intent, _ in query.understood.intents}
    named = any(score >= NAMED for score in query.names.values())
    return named or not kinds or not kinds <= TELLING


def _doubted(query: Query, passages: list[tuple[str, float]], index: Index) -> str | None:
    """Why the question is refused: that it says nothing, or the best known of what speaks against an answer; the mere name of an offer is not."""
    if not query.says or _is_unknown(query):
        return NOTHING_FOUND
    if not query.bare:
        return None
    withheld = index.withheld.find(query.understood.question, query.understood.language)
    named = next((match for match in withheld if match.score >= WITHHELD and (match.concept in index.matters or not query.urgent)), None)
    doubts = doubts_of(query, passages, withheld, index)
    if sum(map(mul, DOUBTS, doubts)) < LEAST_DOUBT or (query.urgent and not named):
        return None
    if named:
        return f"Dokumenterne oplyser ikke noget om {index.withheld_names[named.concept]}."
    if doubts.untold:
        offer = index.offers[max(query.names, key=lambda id_: query.names[id_])]
        return f"Dokumenterne nævner {offer.label}, men oplyser ikke det, du spørger om."
    return NOTHING_FOUND


def _is_unknown(query: Query) -> bool:
    """Whether nothing of the question is understood, and no known question is like it: not even what it is about can be told."""
    understood = query.understood
    met = any(need.weight >= LEAST_NEED for need in understood.needs)
    return not (met or understood.intents or query.names or query.urgent) and query.asked_near.largest() < LEAST_KNOWN


def doubts_of(query: Query, passages: list[tuple[str, float]], withheld: list[Match], index: Index) -> Doubts:
    """The doubts of a question, given its passages and the withheld topics it touches."""
    return Doubts(
        detail=max((match.score for match in withheld if match.concept not in index.matters), default=0.0),
        matter=max((match.score for match in withheld if match.concept in index.matters), default=0.0),
        untold=float(_is_untold(query, index)),
        evidence=index.unanswered.evidence(query.bare),
        unanswered=query.unanswered,
        asked=query.asked_near.largest(),
        passage=passages[0][1] if passages else 0.0,
    )


def _uncited(query: Query, index: Index) -> str | None:
    """A paragraph that the question names and no document cites."""
    for match in PARAGRAPH.finditer(query.understood.question):
        if match.group(1) not in index.cited:
            return f"Dokumenterne nævner ikke § {match.group(1)}."
    return None


def _is_untold(query: Query, index: Index) -> bool:
    """Whether a detail is asked of a named offer that the documents do not give: a number, the names of schools, a price …"""
    named = [id_ for id_, score in query.names.items() if score >= NAMED]
    told = {relation for id_ in named for part in _with_parts(id_, index) for relation in index.relations_of[part]}
    for intent, _ in query.understood.intents:
        asked = {field for field in index.intents[intent]["asks"] if field[:1].islower()}
        if named and index.intents[intent]["kind"] in ("fact", "contact") and told.isdisjoint(asked):
            return True
    return False


def _with_parts(id_: str, index: Index) -> list[str]:
    """An offer with those it holds and those it belongs to."""
    offer, ids = index.offers[id_], index.ids_by_label
    return [id_, *(ids[name] for name in (*offer.parts, *offer.part_of) if name in ids)]
