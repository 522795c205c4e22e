"""The safety note: shown when a question hints at violence, abuse, threats or negative social control.

Why: staff ask "hvem kan hjælpe" and do not name the danger; the rule not to tell the parents must stand before any offer that
involves them. Too often is better than too seldom. Cues, harmless uses and our fixed texts are data (``ontology/vocabularies/
safety.ttl``); rule, paragraph and numbers are taken from the documents when a generation is built, so that answering needs no RDF.
What no cue meets is weighed with what was learnt from examples (``search.hints``).
"""

from __future__ import annotations

from typing import Any

from corpus.danish import words
from search.answer import Notice
from search.cues import CueReader, Said
from search.hints import CERTAIN, Features, Hints


class Safety:
    """Finds hints of danger in a question; made from what ``safety_data.safety_data`` compiled.

    Raises ModelError when the learnt weights are missing or damaged.
    """

    def __init__(self, data: dict[str, Any]) -> None:
        self._cues = CueReader(data)
        self._features = Features()
        self._learnt = Hints.load()
        self._notices = {part: tuple(Notice(**row) for row in rows) for part, rows in data["notices"].items()}

    def notices(self, question: str, adult: bool = False) -> tuple[Notice, ...]:
        """The notices that stand above an answer; ``adult`` when the question concerns somebody of 18 or over."""
        said = self._cues.read(question)
        danger = next((kind for kind in ("Hint", "Crisis") if self._cues.meets(kind, said)), None) or self._resembles(question, said)
        if danger is None:
            return ()
        if danger == "Crisis":
            return self._notices["crisis_adult" if adult else "crisis"]
        return self._notices["child" if not adult else "both" if self._cues.meets("NamesMinor", said) else "adult"]

    def involves_parents(self, text: str) -> bool:
        """True where a passage is about talking with, informing or involving the parents."""
        return self._cues.meets("InvolvesParents", self._cues.read(text))

    def _resembles(self, question: str, said: Said) -> str | None:
        """The kind of danger that the question, or a stretch of it, resembles."""
        danger, crisis = self._learnt.odds(self._features.of(words(question), said, self._cues.explained(said)))
        return None if danger < CERTAIN else "Crisis" if crisis > 0 else "Hint"
