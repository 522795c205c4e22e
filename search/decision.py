"""Whether the documents answer a question: answered, partly, or not."""

from __future__ import annotations

from dataclasses import dataclass

from search.answer import ABSTAINED, ANSWERED, PARTIAL
from search.index import Index
from search.ranking import Query, ScoredOffer

NAMED = 0.7  # a name's match from which the question is about that offer
LEAST_SHARE = 0.55  # of the best offer's score; weaker offers are not recommended


@dataclass(frozen=True)
class Decision:
    """``least_offer`` is the score from which an offer is recommended; ``reason`` is told to the user."""

    status: str
    least_offer: float
    reason: str | None


def decide(query: Query, offers: list[ScoredOffer], passages: list[tuple[str, float]], index: Index) -> Decision:
    """Decide by the strength of the best offer and passage."""
    possible = [row for row in offers if row.fit.is_possible]
    best = possible[0].score if possible else 0.0
    top = passages[0][1] if passages else 0.0
    if max(best, top) < 0.6:
        return Decision(ABSTAINED, 1.0, "Vi fandt ingen passage, der besvarer dit spørgsmål.")
    named = [row.score for row in possible if row.signals.name >= NAMED]
    if named and _asks_a_fact(query, index):
        return Decision(ANSWERED, max(min(named), LEAST_SHARE * best), None)
    return Decision(ANSWERED, LEAST_SHARE * best, None)


def _asks_a_fact(query: Query, index: Index) -> bool:
    """True where a named offer is asked about, and not what else there is."""
    return any(index.intents[intent]["kind"] == "fact" for intent, _ in query.understood.intents)


