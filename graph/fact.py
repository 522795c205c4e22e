"""A fact: what a document says of a subject, with the words that say it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

RELATIONS = (
    "type", "responsible", "provider", "partner", "district", "citywide", "school", "age_min", "age_max", "grade_min", "grade_max",
    "target_group", "exclusion", "level", "ladder_step", "legal_basis", "funding_amount", "funding_kind", "funding_period", "duration", "capacity",
    "start_year", "evidence", "outcome", "contact_phone", "referral_route", "part_of", "variant", "focus_area_level", "goal_of",
    "risk_factor_of", "defines", "duty", "deadline",
)  # fmt: skip

STATED, REVIEWED, INFERRED = "stated", "reviewed", "inferred"


@dataclass(frozen=True)
class Fact:
    """``quote`` is the exact run ``[start:end]`` of the document's clean text.

    ``object`` holds words or a name, ``value`` with ``unit`` a number; at least one of them is given. ``basis`` is
    stated, reviewed or inferred; ``confidence`` runs from 0 to 1. What was inferred has a ``reason``, a Danish sentence, and
    the id of its ``rule``.
    """

    subject: str
    relation: str
    object: str | None
    document: str
    section: str
    quote: str
    start: int
    end: int
    value: float | None = None
    unit: str | None = None
    basis: str = STATED
    confidence: float = 1.0
    reason: str | None = None
    rule: str | None = None

    @property
    def id(self) -> str:
        """A stable name made of what the fact says and where it is said."""
        parts = (self.subject, self.relation, self.object, self.value, self.unit, self.document, self.quote)
        return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:16]

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Fact:
        """The fact of a row that ``to_json`` made."""
        return cls(**{name: value for name, value in row.items() if name != "id"})

    def to_json(self) -> dict[str, Any]:
        """The fact as one row of ``trivsel facts``."""
        return {"id": self.id, **vars(self)}
