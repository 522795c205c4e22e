"""Figures on gold questions: how often the right help and the right passage come first, and how often it rightly refuses.

A question is {"id", "query", "kind", "lang", "interventions", "acceptable", "wrong", "quotes": [{"doc", "text"}]}; kind ``none`` says
that the documents do not answer it.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterable, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from search.answer import ABSTAINED, ANSWERED, PARTIAL, Answer
from search.offer_ranking import WEIGHTS, Weights
from search.searcher import Searcher

SHARE_OF_QUOTE = 0.85  # of a gold quote that must stand in one run of a passage
DEPTH, TOP = 10, 5

Question = dict[str, Any]
Ways = dict[str, Weights]

WAYS: Ways = {
    "samlet": WEIGHTS,
    "kun ord": WEIGHTS._replace(asked_words=0.0, asked_near=0.0, evidence_vectors=0.0, needs=0.0, meant=0.0),
    "kun vektorer": WEIGHTS._replace(asked_words=0.0, asked_near=0.0, evidence_words=0.0, needs=0.0, meant=0.0, told=0.0),
    "uden spørgsmål": WEIGHTS._replace(asked_words=0.0, asked_near=0.0),
    "uden behov": WEIGHTS._replace(needs=0.0, meant=0.0),
    "uden vektorer": WEIGHTS._replace(asked_near=0.0, evidence_vectors=0.0, meant=0.0),
    "uden ord": WEIGHTS._replace(asked_words=0.0, evidence_words=0.0),
}


class QuestionsError(Exception):
    """The gold file cannot be read; the message says which line and why, in Danish."""


def read_questions(path: Path) -> list[Question]:
    """The questions of a JSON-lines file.

    Raises QuestionsError for a line that is no question.
    """
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            row = json.loads(line) if line.strip() else None
        except (ValueError, RecursionError) as error:
            raise QuestionsError(f"{path.name}, linje {number}: ikke gyldig JSON. Ret linjen, og prøv igen.") from error
        if row is not None:
            if not isinstance(row, dict) or not isinstance(row.get("query"), str):
                raise QuestionsError(f"{path.name}, linje {number}: der mangler et spørgsmål (query). Ret linjen, og prøv igen.")
            rows.append({"kind": "help", "interventions": [], "acceptable": [], "wrong": [], "quotes": [], **row})
    return rows


def evaluate(searcher: Searcher, questions: Sequence[Question], ways: Ways = WAYS) -> dict[str, dict[str, float]]:
    """The figures of each way of searching, in one run over the same index."""
    return {name: measure((searcher.weighted(weights).ask_line(row["query"]) for row in questions), questions) for name, weights in ways.items()}


def measure(answers: Iterable[Answer], questions: Sequence[Question]) -> dict[str, float]:
    """The figures of answers given in the order of the questions; all between 0 and 1."""
    pairs = list(zip(answers, questions))
    real = [(answer, row) for answer, row in pairs if row["kind"] != "none"]
    quoted = [(answer, row) for answer, row in real if row["quotes"]]
    helped = [(answer, row) for answer, row in real if row["interventions"]]
    wrongable = [(answer, row) for answer, row in real if row["wrong"]]
    refused = [answer.status == ABSTAINED for answer, row in pairs if row["kind"] == "none"]
    return {
        "passage_success@1": _mean(quoted, lambda answer, row: any(_hits(answer, row)[:1])),
        "passage_success@5": _mean(quoted, lambda answer, row: any(_hits(answer, row)[:TOP])),
        "passage_mrr@10": _mean(quoted, lambda answer, row: _reciprocal_rank(_hits(answer, row))),
        "passage_ndcg@10": _mean(quoted, lambda answer, row: _gain(_hits(answer, row), [1.0] * min(DEPTH, len(row["quotes"])))),
        "intervention_first": _mean(helped, lambda answer, row: any(_same(label, row["interventions"]) for label in _labels(answer)[:1])),
        "intervention_ndcg@5": _mean(helped, _intervention_gain),
        "wrong_in_top_3": _mean(wrongable, lambda answer, row: any(_same(label, row["wrong"]) for label in _labels(answer)[:3])),
        "refused_rightly": sum(refused) / max(len(refused), 1),
        "answered_rightly": _mean(real, lambda answer, row: answer.status in (ANSWERED, PARTIAL)),
    }


def _mean(pairs: Sequence[tuple[Answer, Question]], figure: Callable[[Answer, Question], float]) -> float:
    return sum(float(figure(answer, row)) for answer, row in pairs) / max(len(pairs), 1)


def _labels(answer: Answer) -> list[str]:
    return [offer.label for offer in answer.interventions]


def _hits(answer: Answer, row: Question) -> list[float]:
    """For each passage how many gold quotes it is the first to hold."""
    used: set[int] = set()
    hits = []
    for passage in answer.passages[:DEPTH]:
        held = {i for i, quote in enumerate(row["quotes"]) if passage.document == quote["doc"] and _holds(passage.text, quote["text"])}
        hits.append(float(len(held - used)))
        used |= held
    return hits


def _holds(passage: str, quote: str) -> bool:
    whole, part = _squeezed(passage), _squeezed(quote)
    if part in whole:
        return bool(part)
    run = SequenceMatcher(None, whole, part, autojunk=False).find_longest_match()
    return bool(part) and run.size >= SHARE_OF_QUOTE * len(part)


def _squeezed(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


def _reciprocal_rank(hits: Sequence[float]) -> float:
    return next((1 / place for place, hit in enumerate(hits, start=1) if hit), 0.0)


def _gain(gains: Sequence[float], ideal: Sequence[float]) -> float:
    """Normalised discounted cumulative gain (Järvelin and Kekäläinen 2002)."""
    return min(1.0, _discounted(gains) / _discounted(ideal))


def _discounted(gains: Sequence[float]) -> float:
    return sum(gain / math.log2(place + 1) for place, gain in enumerate(gains, start=1))


def _intervention_gain(answer: Answer, row: Question) -> float:
    gains, seen = [], set()
    for label in _labels(answer)[:TOP]:
        repeated = _squeezed(label) in seen
        seen.add(_squeezed(label))
        gains.append(0.0 if repeated else 2.0 if _same(label, row["interventions"]) else 1.0 if _same(label, row["acceptable"]) else 0.0)
    return _gain(gains, ([2.0] * len(row["interventions"]) + [1.0] * len(row["acceptable"]))[:TOP])


def _same(label: str, names: Sequence[str]) -> bool:
    """One name within the other, when both are long enough to tell."""
    key = _name(label)
    for name in names:
        short, long = sorted((key, _name(name)), key=len)
        if short == long or (len(short) >= 8 and len(short) >= 0.55 * len(long) and short in long):
            return True
    return False


def _name(label: str) -> str:
    return _squeezed(re.sub(r"\([^)]*\)", "", label))
