"""What the source does not say of an intervention, and money that runs out."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from graph.fact import Fact
from graph.offer import Offer

ASKED = {
    "contact_phone": "Telefonnummer", "referral_route": "Hvordan man henviser", "evidence": "Evaluering eller erfaring", "duration": "Varighed",
    "capacity": "Hvor mange der kan få den", "funding_amount": "Beløb", "target_group": "Målgruppe",
}  # fmt: skip
_DENIED = re.compile(r"\b(?:ikke|ingen)\b[^.]*\b(?:udarbejdet|evalueret|opgjort|afsat)\b", re.IGNORECASE)  # a source that says there is none


@dataclass(frozen=True)
class Missing:
    """A kind of fact that the documents do not give of an intervention."""

    intervention: str
    relation: str
    label: str

    def to_json(self) -> dict[str, Any]:
        """The row as plain data."""
        return asdict(self)

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Missing:
        """The row of plain data."""
        return cls(**row)


@dataclass(frozen=True)
class Expiry:
    """An intervention whose money ends on ``until``, an ISO date, with the words that say so."""

    intervention: str
    until: str
    document: str
    section: str
    quote: str
    start: int
    end: int

    def to_json(self) -> dict[str, Any]:
        """The row as plain data."""
        return asdict(self)

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Expiry:
        """The row of plain data."""
        return cls(**row)


def missing_of(facts: Iterable[Fact], offers: Iterable[Offer]) -> list[Missing]:
    """For every intervention on the ladder, what is asked of it and not said, by name."""
    said: dict[str, set[str]] = defaultdict(set)
    for fact in facts:
        if not _DENIED.search(fact.quote):
            said[fact.subject].add(fact.relation)
    asked = [offer.label for offer in offers if offer.step]
    return [
        Missing(name, relation, label)
        for name in sorted(set(asked)) for relation, label in ASKED.items()
        if relation not in said[name]
    ]  # fmt: skip


def expiries_of(facts: Iterable[Fact], offers: Iterable[Offer]) -> list[Expiry]:
    """The interventions whose money has an end, the first to end first."""
    ends = {offer.label: offer.valid_until for offer in offers if offer.valid_until}
    found: dict[str, Expiry] = {}
    for fact in facts:
        if fact.relation == "funding_period" and fact.subject in ends and ends[fact.subject]:
            row = Expiry(fact.subject, ends[fact.subject] or "", fact.document, fact.section, fact.quote, fact.start, fact.end)
            found.setdefault(fact.subject, row)
    return sorted(found.values(), key=lambda row: (row.until, row.intervention))


def within_a_year(rows: Iterable[Expiry], as_of: date) -> list[Expiry]:
    """The rows that end on or after a day and before the same day of the next year."""
    last = as_of.replace(year=as_of.year + 1, day=28) if (as_of.month, as_of.day) == (2, 29) else as_of.replace(year=as_of.year + 1)
    return [row for row in rows if as_of.isoformat() <= row.until < last.isoformat()]
