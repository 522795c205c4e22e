"""The figures that were last measured on gold questions and go with the program: figures only, never a question.

Why a file beside the code: who reads the pages shall see how good the answers are, and of which state of the program that was measured.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path

MEASURED = Path(__file__).parent / "quality.json"


@dataclass(frozen=True)
class Measured:
    """The figures of one set of questions.

    ``questions`` is the name of its file without ending, ``count`` how many it holds and ``unanswerable`` how many of them the documents
    do not answer; ``date`` an ISO date, ``commit`` the state of the program; ``figures`` are those of ``search.evaluation.measure``.
    """

    questions: str
    count: int
    unanswerable: int
    date: str
    commit: str
    figures: dict[str, float]


def read_measured(path: Path = MEASURED) -> list[Measured]:
    """What was measured, one of each set of questions; nothing where there is no such file."""
    return [Measured(**row) for row in json.loads(path.read_text(encoding="utf-8"))] if path.exists() else []


def keep_measured(run: Measured, path: Path = MEASURED) -> None:
    """Write a run in the place of the last one of the same questions, its figures with three decimals."""
    rounded = replace(run, figures={name: round(value, 3) for name, value in run.figures.items()})
    rows = {row.questions: asdict(row) for row in (*read_measured(path), rounded)}
    path.write_text(json.dumps([rows[name] for name in sorted(rows)], ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
