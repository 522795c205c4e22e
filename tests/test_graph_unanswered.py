"""The questions that the documents do not answer: none is one that they do, and none is one we measure with."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from corpus.document import Document
from graph.asked import asked_of
from graph.fact import Fact
from graph.offers import offers_of
from graph.unanswered import unanswered_questions


def test_no_question_is_answered_too(documents: Sequence[Document], facts: Sequence[Fact]) -> None:
    answered = {question.casefold() for questions in asked_of(documents, offers_of(facts)).values() for question in questions}
    unanswered = {question.casefold() for question in unanswered_questions()}
    assert len(unanswered) > 1800 and unanswered & answered == set()


def test_no_question_is_one_that_we_measure_with() -> None:
    measured = {
        json.loads(line)["query"].casefold() for path in (Path(__file__).parent / "questions").glob("*.jsonl") for line in path.read_text(encoding="utf-8").splitlines()
    }
    assert len(measured) > 400 and {question.casefold() for question in unanswered_questions()} & measured == set()


def test_questions_are_read_from_a_file_once_each_and_in_order(tmp_path: Path) -> None:
    path = tmp_path / "unanswered.ttl"
    path.write_text(
        '@prefix tg: <https://trivselsgrafen.example/ontologi#> .\n[] a tg:Unanswered ; tg:asked "ventetid"@da , "hvem er lederen"@da .\n'
        '[] a tg:Unanswered ; tg:asked "ventetid"@da .\n[] a tg:Asked ; tg:asked "hvad laver de"@da .\n',
        encoding="utf-8",
    )
    assert unanswered_questions(path) == ("hvem er lederen", "ventetid")
