"""An overlap: two interventions, what they share, how alike they are, and what that means for those who plan."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

DOUBLE, COMPLEMENT, STEP_UP, SAME_STEP = "double", "complement", "step_up", "same_step"
KINDS = (DOUBLE, COMPLEMENT, STEP_UP, SAME_STEP)
ASPECTS = ("schools", "districts", "ages", "steps", "laws", "target", "methods", "funding", "entrances")


@dataclass(frozen=True)
class Quotation:
    """The exact run ``[start:end]`` of a document's clean text; ``about`` is the intervention it is said of."""

    document: str
    section: str
    text: str
    start: int
    end: int
    about: str


@dataclass(frozen=True)
class Overlap:
    """``shared`` maps each aspect to what both have, derived values too; ``derived`` names those of them that no document states.

    ``score`` runs from 0 to 1 and is the sum of ``parts``, one an aspect. ``why`` is one Danish sentence.
    """

    a: str
    b: str
    shared: dict[str, tuple[str, ...]]
    derived: tuple[str, ...]
    kind: str
    score: float
    parts: dict[str, float]
    why: str
    quotes: tuple[Quotation, ...]

    def to_json(self) -> dict[str, Any]:
        """The overlap as one element of ``trivsel overlaps --format json``."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Overlap:
        """The overlap that ``to_json`` gave, also after it went through JSON."""
        shared = {name: tuple(values) for name, values in data["shared"].items()}
        return cls(**{**data, "shared": shared, "derived": tuple(data["derived"]), "quotes": tuple(Quotation(**row) for row in data["quotes"])})
