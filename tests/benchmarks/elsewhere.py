"""What it costs to keep the vectors in a Milvus and the graph at an endpoint: PYTHONPATH=tests python tests/benchmarks/elsewhere.py [TIMES].

It needs a built data folder, and asks servers in processes or threads of this machine, so the way over a net is not in the figures: add it.
Times are of the clock, as most of the work is done by others; both ways take turns, A B A B. TIMES writes the same texts several times
over, for a larger index. The Milvus is milvus-lite, which is made for tests: a real one is faster at many vectors.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from flask.testing import FlaskClient
from measuring import machine, quantile, table
from milvus_server import free_port, milvus_server
from sparql_server import Endpoint, endpoint_of

from search.embedder import load_embedder
from search.evaluation import read_questions
from search.milvus import Milvus
from search.profiles import Profile
from search.vectors import VectorIndex, profile_texts
from web.application import create_app
from web.limiter import EVERY_LIMIT, QUESTION_LIMIT
from web.settings import Settings
from web.startup import Service, open_service

DEVELOPMENT = Path(__file__).parents[1] / "questions" / "development.jsonl"
QUESTIONS, ROUNDS, NEAREST = 40, 5, 480
PAGES = ("/indsats/u-start", "/bydel/amager", "/behov/skolefravaer", "/ontologi.ttl", "/niveau/mistrivsel.ttl")
LOOK_UP = "/sparql?query=SELECT+?s+?l+WHERE+{+?s+<http://www.w3.org/2004/02/skos/core%23prefLabel>+?l+}+LIMIT+20"

Rows = list[list[str]]


def clock(run: Callable[[], object]) -> float:
    """How long something takes, in milliseconds."""
    start = time.perf_counter()
    run()
    return 1000 * (time.perf_counter() - start)


def spread(times: list[float]) -> str:
    return f"{quantile(times, 0.5):.1f} / {quantile(times, 0.95):.1f}"


def vectors(service: Service, times: int, folder: Path) -> Rows:
    """One search among the vectors of all passages, in faiss and in Milvus."""
    embedder = load_embedder()
    profiles = [Profile(f"{passage.id}-{turn}", passage.section, f"{passage.text} {turn or ''}", {}) for turn in range(times) for passage in service.index.passages.values()]
    texts = list(profile_texts(profiles))
    questions = [question["query"] for question in read_questions(DEVELOPMENT)[:QUESTIONS]]
    with milvus_server(folder / "milvus", port := free_port()):
        ways = {"faiss": None, "milvus-lite": Milvus(f"http://127.0.0.1:{port}")}
        built = {name: clock(lambda name=name, way=way: VectorIndex.build(folder / name, embedder, texts, questions, way)) for name, way in ways.items()}
        opened = {name: VectorIndex(folder / name, embedder, way) for name, way in ways.items()}
        took: dict[str, list[float]] = {name: [] for name in ways}
        for question in questions:
            for name, index in opened.items():
                took[name].append(clock(lambda index=index, question=question: index.search([question], NEAREST)))
    return [[f"{len(texts)} vectors, {name}", f"{built[name] / 1000:.1f} s", spread(took[name])] for name in ways]


def pages(here: FlaskClient, there: FlaskClient, endpoint: Endpoint) -> Rows:
    """A page or file seen for the first time and again, with the store here and with the endpoint."""
    rows = []
    for path in (*PAGES, LOOK_UP):
        here.get(path)
        before = len(endpoint.queries)
        first, queries = clock(lambda path=path: there.get(path)), len(endpoint.queries) - before
        took: tuple[list[float], list[float]] = ([], [])
        for _ in range(ROUNDS):
            for times, client in zip(took, (here, there)):
                times.append(clock(lambda client=client, path=path: client.get(path)))
        rows.append([path.partition("?")[0], spread(took[0]), f"{first:.0f} ({queries})", spread(took[1])])
    return rows


def main() -> None:
    """Print both tables."""
    settings = Settings.from_environment()
    service = open_service(settings)
    print(machine())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print(table(["vectors", "written", "a search, p50 / p95 ms"], vectors(service, int(sys.argv[1]) if len(sys.argv) > 1 else 1, folder)))
        with endpoint_of(service.folder, folder / "endpoint") as endpoint:
            apps = [create_app(service, one) for one in (settings, replace(settings, graph=endpoint.address))]
            for app in apps:
                app.config[QUESTION_LIMIT] = app.config[EVERY_LIMIT] = 1_000_000
            print()
            print(table(["page", "store here, p50 / p95 ms", "endpoint, first time ms (queries)", "endpoint, again"], pages(apps[0].test_client(), apps[1].test_client(), endpoint)))


if __name__ == "__main__":
    main()
