"""Body text of word processors: whether a line is a paragraph, or one of several lines that belong together."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.formats.found import Found

LEAST = 5  # lines; fewer say nothing about how a document is typed
SHARE = 0.6  # share of lines after an empty one from which a document is typed line by line


class TypedLines:
    """Gathers lines of body text until it is known that the next does not belong to them.

    Why: some parts paragraphs by empty lines, as in plain text; there neighbours belong together. Rows of tabs do everywhere.
    """

    def __init__(self, found: Found) -> None:
        self._found = found
        self._lines: list[str] = []
        self.is_lined = False

    def learn(self, lines: Sequence[str]) -> None:
        """Find out from all lines of the document how it is typed; items of lists say nothing."""
        texts = [line.strip() for line in lines]
        said = [(before, text) for before, text in zip(["", *texts], texts) if text and text[:1] not in "-•*"]
        apart = sum(not before for before, _ in said)
        self.is_lined = len(said) >= LEAST and apart >= SHARE * len(said)

    def add(self, text: str) -> None:
        """Add a line; an empty one ends what stood before, except between rows of tabs."""
        in_rows = bool(self._lines) and "\t" in self._lines[-1]
        if not text.strip():
            if not in_rows:
                self.flush()
            return
        is_row = "\t" in text.strip()
        if self._lines and is_row != in_rows or not (is_row or self.is_lined):
            self.flush()
        self._lines.append(text.strip("\n "))

    def flush(self) -> None:
        """Hand over the lines gathered."""
        self._found.paragraph("\n".join(self._lines))
        self._lines = []
