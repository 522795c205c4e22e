"""An offer: anything the documents name that can help someone, with its limits, conditions and contacts."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, field
from typing import Any

from graph.fact import Fact

SHORTEST_NAME = 12  # letters of a single word that names an offer without a capital
CONDITION_MARK = re.compile(r"betingelse(?:r)?: |kræver:? ", re.IGNORECASE)


@dataclass(frozen=True)
class Quoted:
    """Words with the id of the fact whose quote holds them."""

    text: str
    fact: str


@dataclass(frozen=True)
class Offer:
    """What is known of an offer.

    ``ages`` and ``grades`` are inclusive spans, an open end is None; no span means that the documents give no limit.
    ``for_pupils`` says that a target group of it are pupils. ``districts`` are full district names; ``citywide`` says that the
    whole city is covered. ``facts`` are the ids of all its facts, ``parts`` the names of the offers below it.
    """

    id: str
    label: str
    kind: str
    responsible: tuple[str, ...] = ()
    ages: tuple[tuple[int | None, int | None], ...] = ()
    grades: tuple[tuple[int | None, int | None], ...] = ()
    for_pupils: bool = False
    districts: tuple[str, ...] = ()
    schools: tuple[str, ...] = ()
    citywide: bool = False
    all_schools: bool = False
    conditions: tuple[Quoted, ...] = ()
    referral: Quoted | None = None
    contact: Quoted | None = None
    valid_until: str | None = None
    step: str | None = None
    part_of: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    facts: tuple[str, ...] = field(default=())

    @property
    def is_named(self) -> bool:
        """True where the label is a name: with a capital, or one long word in the definite ("kontingentstøtteordningen")."""
        one_word = " " not in self.label and len(self.label) >= SHORTEST_NAME and self.label.endswith(("en", "et"))
        return "(" not in self.label and (self.label[:1].isupper() or one_word)

    def to_json(self) -> dict[str, Any]:
        """Plain data from which ``from_json`` makes an equal offer."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Offer:
        quoted = {name: Quoted(**data[name]) if data[name] else None for name in ("referral", "contact")}
        lists = {
            name: tuple(tuple(item) if isinstance(item, list) else item for item in data[name])
            for name in ("responsible", "ages", "grades", "districts", "schools", "part_of", "parts", "facts")
        }
        return cls(**{**data, **quoted, **lists, "conditions": tuple(Quoted(**row) for row in data["conditions"])})


def is_condition(fact: Fact) -> bool:
    """Whether a fact is marked as a condition of entry, not as whom it is for."""
    return bool(CONDITION_MARK.match(fact.object or ""))
