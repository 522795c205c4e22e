"""Whether the documents answer a question: answered, partly, or not."""

from __future__ import annotations

from dataclasses import dataclass

from search.answer import ABSTAINED, ANSWERED, PARTIAL
from search.index import Index
from search.ranking import Query, ScoredOffer

LEAST_SHARE = 0.45  # of the best offer's score; weaker offers are not recommended


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
    return Decision(ANSWERED, LEAST_SHARE * best, None)


