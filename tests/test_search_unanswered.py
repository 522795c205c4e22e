"""What tells a question without answer from one with: the words of both kinds, and nearness in meaning."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from search.embedder import SHIPPED_MODEL, StaticEmbedder
from search.unanswered import MOST_EVIDENCE, UnansweredQuestions

UNANSWERED = ["hvor lang er ventetiden på forløbet", "er der ventetid for min søn", "hvad hedder lederen af stedet", "hvad hedder koordinatoren"]
ANSWERED = ["hvor lang tid varer forløbet", "hvem kan få hjælp til min søn", "hvad koster stedet", "hvor ligger stedet", "hvem henviser til stedet", "varer hjælpen længe"]


@pytest.fixture(scope="module")
def embedder() -> StaticEmbedder:
    return StaticEmbedder(SHIPPED_MODEL)


def built(folder: Path, embedder: StaticEmbedder, unanswered: Sequence[str] = UNANSWERED, told: Sequence[str] = ()) -> UnansweredQuestions:
    UnansweredQuestions.build(folder, embedder, unanswered, ANSWERED, told)
    return UnansweredQuestions(folder, embedder)


def test_words_of_unanswered_questions_speak_against_an_answer(tmp_path: Path, embedder: StaticEmbedder) -> None:
    read = built(tmp_path / "a", embedder)
    assert read.evidence("er der lang ventetid") > 0 > read.evidence("hvor længe varer hjælpen")


def test_pairs_tell_what_single_words_do_not(tmp_path: Path, embedder: StaticEmbedder) -> None:
    read = built(tmp_path / "a", embedder)
    assert read.evidence("hvad hedder den") > read.evidence("hvad den") and read.evidence("hedder hvad") < read.evidence("hvad hedder")


def test_word_that_documents_speak_of_weighs_less(tmp_path: Path, embedder: StaticEmbedder) -> None:
    alone, told = built(tmp_path / "a", embedder), built(tmp_path / "b", embedder, told=["Der er ventetid.", "Ventetiden er kort.", "Ingen ventetid."])
    assert told.evidence("ventetid") < alone.evidence("ventetid")


def test_unknown_words_are_no_evidence_and_much_of_one_is_bounded(tmp_path: Path, embedder: StaticEmbedder) -> None:
    read = built(tmp_path / "a", embedder)
    assert read.evidence("qwerty") == read.evidence("") == 0.0
    assert abs(read.evidence("ventetid " * 500)) <= MOST_EVIDENCE


def test_nearness_is_one_for_the_question_itself(tmp_path: Path, embedder: StaticEmbedder) -> None:
    read = built(tmp_path / "a", embedder)
    itself, near, far = embedder.queries([UNANSWERED[2], "hvad hedder lederen", "fodboldklubben søger trænere"])
    assert read.near(itself[None]) == pytest.approx(1.0, abs=1e-5)
    assert read.near(near[None]) > read.near(far[None])


def test_without_unanswered_questions_nothing_speaks_against(tmp_path: Path, embedder: StaticEmbedder) -> None:
    read = built(tmp_path / "a", embedder, unanswered=[])
    assert read.near(embedder.queries(["ventetid"])) == 0.0 and read.evidence("ventetid") == 0.0


def test_few_answered_questions_tell_nothing(tmp_path: Path, embedder: StaticEmbedder) -> None:
    read = built(tmp_path / "a", embedder, unanswered=[f"{question} nummer {number}" for number in range(4) for question in UNANSWERED])
    assert read.near(embedder.queries(["hvad hedder lederen af stedet nummer 1"])) == 0.0 and read.evidence("hvad hedder lederen") == 0.0


def test_questions_that_share_no_word_tell_nothing(tmp_path: Path, embedder: StaticEmbedder) -> None:
    UnansweredQuestions.build(tmp_path / "a", embedder, ["hvad koster rejsen"], ["ventetid", "leder"], [])
    assert UnansweredQuestions(tmp_path / "a", embedder).evidence("hvad koster rejsen") == 0.0
