"""A concept of a vocabulary with its labels and relations."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Label:
    """``kind`` is preferred, professional, everyday, misspelling, notation or place; or indication, which names nothing and may point elsewhere too."""

    text: str
    language: str
    kind: str


@dataclass(frozen=True)
class Concept:
    """One entry of a vocabulary; the relations hold ids of other concepts of the same file."""

    id: str
    iri: str
    labels: tuple[Label, ...]
    kind: str = ""
    definition: str = ""
    broader: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    not_to_be_confused_with: tuple[str, ...] = ()
    spatial: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    answered_by: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The preferred Danish label."""
        return self.preferred("da")

    @property
    def code(self) -> str:
        """The first notation, or an empty text."""
        return next((label.text for label in self.labels if label.kind == "notation"), "")

    def preferred(self, language: str) -> str:
        """The preferred label in a language, else in any."""
        labels = [label for label in self.labels if label.kind == "preferred"]
        return next((label.text for label in labels if label.language == language), labels[0].text if labels else self.id)

    def texts(self, *kinds: str) -> list[str]:
        """All label texts, or those of the given kinds."""
        return [label.text for label in self.labels if not kinds or label.kind in kinds]
