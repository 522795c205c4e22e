"""The safety note: shown when a question hints at violence, abuse, threats or negative social control."""

from __future__ import annotations

from search.answer import Notice


class Safety:
    """Finds hints of danger in a question."""

    def notices(self, question: str) -> tuple[Notice, ...]:
        """The notices that stand above an answer."""
        return ()
