"""A conflict: places that say different things, or a text that was read, merged or limited in a way its reader must know of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

FIGURES, NAMES, OCR, DRAFT, SCOPE = "figures", "names", "ocr", "draft", "scope"
KINDS = (FIGURES, NAMES, OCR, DRAFT, SCOPE)
RULE, CURATED = "rule", "curated"
CLEAN, SOURCE = "clean", "source"


@dataclass(frozen=True)
class Quote:
    """The exact run ``[start:end]`` of a text.

    ``wording`` says which text: ``clean`` is the document's clean text, ``source`` the file as its publisher wrote it. What stands in
    another extraction of a document has that extraction's own id as ``document``, and is always of the source.
    """

    document: str
    section: str
    text: str
    start: int
    end: int
    wording: str = CLEAN


@dataclass(frozen=True)
class Conflict:
    """``what`` names it and ``why`` explains it, in Danish; ``trust`` says what holds, where that is known.

    ``basis`` is rule where a rule found it, curated where a person did.
    """

    kind: str
    what: str
    trust: str | None
    why: str
    quotes: tuple[Quote, ...]
    basis: str = RULE

    def to_json(self) -> dict[str, Any]:
        """The conflict as one element of ``trivsel conflicts --format json``."""
        return {"kind": self.kind, "what": self.what, "trust": self.trust, "why": self.why, "basis": self.basis, "quotes": [dict(vars(q)) for q in self.quotes]}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Conflict:
        """The conflict that ``to_json`` gave, also after it went through JSON."""
        return cls(**{**data, "quotes": tuple(Quote(**row) for row in data["quotes"])})
