"""Long seeded runs: generated questions, calls and documents. Every run does a fiftieth of them, ``make soak`` all, in parts of its own.

Of the questions of a long run four in five are made by Hypothesis, the others by atheris, which keeps what reaches code that nothing reached before.
"""

from __future__ import annotations

import json
import os
import random
import re
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import hypothesis
import pytest
import schemathesis
from bombs import page, paragraph, word
from flask import Flask
from hypothesis import HealthCheck, Phase, given
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error

from corpus.catalogue import SHIPPED
from corpus.errors import CorpusError, Refusal
from corpus.formats.kinds import extract
from corpus.reading import read_file
from web.application import create_app
from web.limiter import EVERY_LIMIT, QUESTION_LIMIT
from web.settings import Settings
from web.startup import Service

QUESTIONS, GUIDED, CALLS, DOCUMENTS, FILES = 1_600, 400, 400, 96, 4  # of every run; a fiftieth of what the long run does
SLOWEST = 2.0  # seconds of the processor for one question of any kind
GROWTH = 60 << 20  # bytes that the process may grow by
ROUND = 200  # Hypothesis keeps all it has made of one round
FUZZ = Path(__file__).parent / "fuzz" / "questions.py"

ALL_CODES = st.characters(exclude_categories=())
ODD = ["", "\u202e", "\u200b", "\x00", "\ud800", "🙂" * 40, "a\u0301" * 200, "'; DROP TABLE", "{{7*7}}", "<script>", "%s%n", "../../etc/passwd", "NaN", "§" * 50, "９ år", "-1 år", "10¹⁰ år"]


def run(strategy: st.SearchStrategy[object], count: int, look: Callable[[object], None], seed: int) -> None:
    """Look at so many generated values, the same for the same seed."""
    quiet = hypothesis.settings(max_examples=count, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    hypothesis.seed(seed)(quiet(given(strategy)(lambda value: look(value))))()


@pytest.fixture(scope="module")
def app(service: Service, settings: Settings) -> Flask:
    """An application without limits on how often it may be asked."""
    app = create_app(service, settings)
    app.config[QUESTION_LIMIT] = app.config[EVERY_LIMIT] = 100_000_000
    return app


def _question(chance: random.Random, known: Sequence[str]) -> str:
    """Words of the documents and signs of any kind, in any order; one in a hundred is as long as a question may be, or longer."""
    def part() -> str:
        kind = chance.randrange(8)
        if kind < 5:
            return chance.choice(known)
        if kind == 5:
            return f"{chance.randrange(100)} år"
        if kind == 6:
            return chance.choice(ODD)
        return "".join(chr(chance.choice((chance.randrange(0x250), chance.randrange(0x3000), chance.randrange(0x110000)))) for _ in range(chance.randrange(14)))

    if chance.random() < 0.01:
        return "".join(chr(chance.randrange(0x20, 0x3000)) for _ in range(chance.randrange(4_100))) if chance.random() < 0.5 else " ".join(part() for _ in range(350))
    return " ".join(part() for _ in range(chance.randrange(12)))


def _known(service: Service) -> list[str]:
    words = sorted(set(" ".join(passage.text for passage in service.index.passages.values()).split()))
    return words + [topic.label for topic in service.index.topics.values()] + [offer.label for offer in service.index.offers.values()]


def _questions(known: Sequence[str]) -> st.SearchStrategy[str]:
    return st.text(ALL_CODES, max_size=60) | st.integers(0, 2**64).map(lambda number: _question(random.Random(number), known))


def test_generated_questions_are_answered_or_explained(app: Flask, service: Service, much: int, seed: int) -> None:
    client = app.test_client()
    statuses: Counter[int] = Counter()

    def ask(question: object) -> None:
        started = time.process_time()
        response = client.post("/api/v1/ask", data=json.dumps({"query": question}), content_type="application/json")
        assert time.process_time() - started < SLOWEST, repr(question)
        statuses[response.status_code] += 1
        assert response.status_code in (200, 422), repr(question)
        if response.status_code == 200:
            answer = response.get_json()
            for quote in [*answer["passages"], *(quote for offer in answer["interventions"] for quote in offer["quotes"])]:
                assert service.documents[quote["document"]].text[quote["start"]:quote["end"]] == quote["text"]

    before, questions = _resident(), _questions(_known(service))
    for number in range(QUESTIONS * much // ROUND):
        run(questions, ROUND, ask, 1_000 * seed + number)
        before = before if number else _resident()  # all that answering reads is read
    assert statuses.total() >= QUESTIONS * much and statuses[200] > statuses.total() / 3 and _resident() - before < GROWTH
    print(f"{statuses.total()} spørgsmål fra Hypothesis: {dict(statuses)}")


def test_questions_guided_by_what_code_they_reach(settings: Settings, pytestconfig: pytest.Config, much: int, seed: int, tmp_path: Path) -> None:
    """Atheris in a process of its own; left out of every run but the long ones, since it must watch each line of the code."""
    if not pytestconfig.getoption("--soak"):
        pytest.skip("kun i make soak")
    pytest.importorskip("atheris", reason="installér tilvalget soak")
    done = subprocess.run(
        [sys.executable, str(FUZZ), str(settings.data), f"-runs={GUIDED * much}", f"-seed={seed}", "-max_len=4200", "-timeout=20", "-rss_limit_mb=1500", f"-artifact_prefix={tmp_path}/"],
        capture_output=True, encoding="utf-8", errors="replace", cwd=FUZZ.parents[2], env={**os.environ, "PYTHONPATH": str(FUZZ.parents[2])},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    ran = re.search(r"Done (\d+) (?:runs|in)", done.stderr)
    assert ran and int(ran.group(1)) >= GUIDED * much, done.stderr[-500:]
    print(f"{ran.group(1)} spørgsmål fra atheris")


def _resident() -> int:
    with open("/proc/self/statm", encoding="ascii") as statm:
        return int(statm.read().split()[1]) * resource.getpagesize()


def test_generated_calls_of_the_interface_never_fail(app: Flask, much: int, seed: int) -> None:
    described = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    operations = [found.ok() for found in described.get_all_operations()]
    assert len(operations) > 8
    calls = 0

    def call(case: object) -> None:
        nonlocal calls
        assert isinstance(case, schemathesis.Case)
        case.call_and_validate(checks=[not_a_server_error])
        calls += 1

    while calls < CALLS * much:  # an operation without parameters has few calls of its own
        for number, operation in enumerate(operations):
            run(operation.as_strategy(), min(ROUND, CALLS * much // len(operations) + 1), call, 1_000_000 * seed + calls + number)
    print(f"{calls} kald")


VALID = [
    page(b"BT /F 12 Tf 72 700 Td (Barnet trives godt i skolen.) Tj ET"), word(paragraph("Barnet trives.") * 20), b"<!doctype html><h1>Trivsel</h1><p>Barnet trives.</p><table><tr><td>a<td>b</table>",
    (SHIPPED / "praksisoverblik.md").read_bytes()[:20_000] if (SHIPPED / "praksisoverblik.md").exists() else b"# Trivsel\n\nBarnet trives.\n",
]  # fmt: skip


def _mutated(chance: random.Random) -> bytes:
    """A valid file with some places changed: bits flipped, parts cut out, doubled, moved or put in from elsewhere."""
    data = bytearray(chance.choice(VALID))
    for _ in range(chance.randint(1, 6)):
        at, length = chance.randrange(len(data) + 1), chance.randint(1, 60)
        kind = chance.randrange(5)
        if kind == 0 and data:
            data[min(at, len(data) - 1)] ^= 1 << chance.randrange(8)
        elif kind == 1:
            del data[at:at + length]
        elif kind == 2:
            data[at:at] = data[at:at + length] * chance.randint(1, 50)
        elif kind == 3:
            data[at:at] = chance.randbytes(length)
        else:
            other = chance.choice(VALID)
            data[at:at] = other[:chance.randrange(len(other))]
    return bytes(data)


def test_mutated_documents_give_a_text_or_a_reason(much: int, seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    outcomes: Counter[str] = Counter()
    for number in range(DOCUMENTS * much):
        started = time.process_time()
        try:
            outcomes["text"] += bool(extract(_mutated(chance)).pieces)
        except Refusal as refusal:
            assert refusal.reason.endswith("."), number
            outcomes["reason"] += 1
        except Exception:  # the process that reads files makes a sentence of it, as the next lines see
            outcomes["damaged"] += 1
        assert time.process_time() - started < 10, number
    for number in range(FILES * much):
        path = tmp_path / f"fil{number}"
        path.write_bytes(_mutated(chance))
        try:
            read_file(path)
            outcomes["text"] += 1
        except CorpusError as error:
            assert str(error).startswith(path.name) and str(error).endswith(".")
            outcomes["reason"] += 1
    assert outcomes["text"] > 10 and outcomes["reason"] > 0 and outcomes.total() >= DOCUMENTS * much
    print(f"{outcomes.total()} dokumenter: {dict(outcomes)}")
