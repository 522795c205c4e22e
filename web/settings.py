"""The settings: the only place that reads the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_path

from ontology.names import DEFAULT_BASE


@dataclass(frozen=True)
class Settings:
    """``data`` is the folder of generations and the user's documents; ``model`` another embedding model than the shipped one.

    ``user`` is who adds and removes documents; ``editor_key`` opens the page where documents are added.
    """

    data: Path
    base_iri: str = DEFAULT_BASE
    model: str | None = None
    user: str = ""
    editor_key: str = ""

    @property
    def vocabularies(self) -> Path:
        """Where the user's own vocabulary files are kept."""
        return self.data / "vocabularies"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """Read TRIVSEL_DATA, TRIVSEL_BASE_IRI, TRIVSEL_MODEL, TRIVSEL_EDITOR_KEY and the name of the user; each has a default."""
        return cls(
            data=Path(environment.get("TRIVSEL_DATA") or user_data_path("trivselsgrafen")),
            base_iri=environment.get("TRIVSEL_BASE_IRI") or DEFAULT_BASE,
            model=environment.get("TRIVSEL_MODEL") or None,
            user=environment.get("USER") or environment.get("LOGNAME") or "",
            editor_key=environment.get("TRIVSEL_EDITOR_KEY") or "",
        )
