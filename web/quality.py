"""How good the answers are, in plain words: the figures that were last measured, as the page Om shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from corpus.cpr import mask_cpr
from search.quality import Measured, keep_measured, read_measured

_SETS = {
    "heldout": "Egne spørgsmål, som svarene ikke er tilpasset efter",
    "questions": "Åbne spørgsmål med facit",
}
_FIGURES = (
    ("intervention_first", "En rigtig indsats står øverst", True),
    ("intervention_ndcg@5", "Rækkefølgen af de fem øverste indsatser (100 er helt rigtig)", True),
    ("passage_success@1", "Det øverste afsnit rummer svaret", True),
    ("passage_success@5", "Et af de fem øverste afsnit rummer svaret", True),
    ("wrong_in_top_3", "En indsats, der ikke passer, er blandt de tre øverste", False),
    ("answered_rightly", "Der kommer et svar, når dokumenterne svarer", True),
    ("refused_rightly", "Tjenesten siger fra, når dokumenterne ikke svarer", True),
)


@dataclass(frozen=True)
class Column:
    """One set of questions: its name in words, and what was measured."""

    name: str
    run: Measured


@dataclass(frozen=True)
class Row:
    """One figure: what it tells, a per cent for each set, and whether much is good."""

    name: str
    values: tuple[int | None, ...]
    more_is_better: bool


@dataclass(frozen=True)
class Quality:
    """The table."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@lru_cache(maxsize=1)
def quality() -> Quality:
    """The last figures; without columns where nothing was measured."""
    runs = read_measured()
    columns = tuple(Column(_SETS.get(run.questions, run.questions), run) for run in runs)
    rows = (Row(name, tuple(_percent(run.figures, key) for run in runs), better) for key, name, better in _FIGURES)
    return Quality(columns, tuple(rows))


def keep_figures(questions: Path, rows: Sequence[Mapping[str, Any]], figures: Mapping[str, dict[str, float]], commit: str) -> None:
    """Keep the figures of the whole search, the first of the ways that were measured."""
    unanswerable = sum(row["kind"] == "none" for row in rows)
    keep_measured(Measured(mask_cpr(questions.stem), len(rows), unanswerable, date.today().isoformat(), commit, next(iter(figures.values()))))


def _percent(figures: Mapping[str, float], key: str) -> int | None:
    return round(100 * figures[key]) if key in figures else None
