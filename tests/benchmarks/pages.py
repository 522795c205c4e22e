"""How long the server works on a warm page, and how large pages are: python tests/benchmarks/pages.py [QUESTIONS.jsonl].

It needs a built data folder. Each page is asked for several times after a first; times are of the processor.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from flask.testing import FlaskClient
from measuring import machine, quantile, table, timed
from werkzeug.test import TestResponse

from search.evaluation import read_questions
from web.application import create_app
from web.limiter import QUESTION_LIMIT
from web.memory import lasting
from web.settings import Settings
from web.startup import open_service

DEVELOPMENT = Path(__file__).parents[1] / "questions" / "development.jsonl"
ROUNDS = 20
AIM, LARGEST = 80, 60_000  # milliseconds, bytes
PATHS = (
    "/", "/indsatser", "/indsats/u-start", "/indsats/skolefravaersraadgivere", "/indsats/u-start/handout", "/trappen", "/overlap", "/overlap?fra=0",
    "/overlap/kom-glad-i-skole-hver-dag/skolefravaersraadgivere", "/uenigheder", "/maal", "/maal/huller", "/maal/tidlig-hjaelp-der-forebygger",
    "/maal/fra-indsats/u-start", "/daekning", "/eftersyn", "/dokumenter", "/dokument/praksisoverblik", "/dokument/handlevejledning",
    "/dokument/trivselsstrategi", "/dokument/integrationspolitik", "/om", "/data", "/ontologi", "/bydel/amager", "/forvaltning/sof", "/sparql", "/besked",
)  # fmt: skip


def row(name: str, calls: list[Callable[[], TestResponse]], rounds: int) -> list[str]:
    """The figures of some requests, each made once before it is measured."""
    for call in calls:
        assert call().status_code == 200, name
    found = [timed(call) for _ in range(rounds) for call in calls]
    times, size = [time for _, time in found], max(len(response.data) for response, _ in found)
    mark = "" if quantile(times, 0.95) <= AIM and size <= LARGEST else " **beyond the aim**"
    return [name, f"{quantile(times, 0.5):.1f}", f"{quantile(times, 0.95):.1f}", f"{size / 1000:.1f}{mark}"]


def main(path: Path) -> None:
    """Measure all and print a table."""
    settings = Settings.from_environment()
    with lasting():  # as the service does
        service = open_service(settings)
        service.read_all()
        app = create_app(service, settings)
    app.config[QUESTION_LIMIT] = 100_000
    client: FlaskClient = app.test_client()
    questions = [one["query"] for one in read_questions(path)]
    answers = [lambda question=question: client.post("/spoerg", data={"q": question}) for question in questions]
    rows = [row(one, [lambda one=one: client.get(one)], ROUNDS) for one in PATHS]  # type: ignore[misc]
    print(machine(), "\n")
    print(table(["page", "p50 ms", "p95 ms (aim: 80)", "largest kB (aim: 60)"], [*rows, row(f"{len(questions)} answers", answers, 1)]))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else DEVELOPMENT)
