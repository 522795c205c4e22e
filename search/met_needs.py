"""How near a question is in meaning to the needs that each offer meets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np


class MetNeeds:
    """The needs that offers meet, as one table; ``telling`` says how much each need tells, 0 to 1."""

    def __init__(self, offers: Sequence[str], met: Mapping[str, Mapping[str, float]], telling: Mapping[str, float]) -> None:
        self._offers, self._needs = list(offers), list(telling)
        columns = {need: column for column, need in enumerate(self._needs)}
        self._weights = np.zeros((len(self._offers), len(self._needs)), dtype=np.float32)
        for row, offer in zip(self._weights, self._offers):
            for need, weight in met.get(offer, {}).items():
                row[columns[need]] = weight * telling[need]

    def nearest(self, near: Mapping[str, float]) -> dict[str, float]:
        """For each offer the nearness of the need that speaks most for it, 0 to 1; ``near`` holds the nearness to each need."""
        nearness = np.array([near.get(need, 0.0) for need in self._needs], dtype=np.float32)
        return dict(zip(self._offers, (self._weights * nearness).max(axis=1, initial=0.0).tolist()))
