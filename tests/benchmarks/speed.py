"""How fast a command starts, a server is ready, and an answer comes: python tests/benchmarks/speed.py [QUESTIONS.jsonl].

It needs a built data folder. Times are of the processor, so that what else the machine does counts little; where a person waits the time
of the clock is given too. Commands that are compared take turns: A B A B.
"""

from __future__ import annotations

import json
import os
import re
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from http.client import HTTPConnection
from pathlib import Path

from measuring import UNBOUNDED, machine, quantile, table, timed, worked

from graph.sparql import WorkerPool
from search.evaluation import read_questions
from web.memory import lasting
from web.settings import Settings
from web.startup import open_service

DEVELOPMENT = Path(__file__).parents[1] / "questions" / "development.jsonl"
ROUNDS = 5
CLIENTS = 4
SECONDS = 8.0
LIBRARIES = "import flask, rdflib, numpy"
ASK = "import sys; from web.cli import main; sys.argv = ['trivsel', 'ask', 'angst hos barn på 9 år']; main()"
LOOK_UP = "SELECT ?s ?l WHERE { ?s <http://www.w3.org/2004/02/skos/core#prefLabel> ?l } LIMIT 20"

Rows = list[list[str]]


def cold() -> Rows:
    """A question on the command line beside importing three libraries, in seconds of the processor."""
    took: dict[str, list[float]] = {LIBRARIES: [], ASK: []}
    for _ in range(1 + ROUNDS):  # the first reads the files from disk
        for program, times in took.items():
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    libraries, ask = (quantile(times[1:], 0.5) for times in took.values())
    return [["importing flask, rdflib and numpy", f"{libraries:.2f} s"], ["trivsel ask", f"{ask:.2f} s, {ask / libraries:.2f} times that (aim: 4)"]]


def warm(questions: list[str], data: Path) -> Rows:
    """Answers and look-ups in a running process, in milliseconds of the processor, and of the clock for what another process does."""
    with lasting():  # as a service opens it
        service = open_service(Settings(data))
    for question in questions:
        service.searcher.ask_line(question)
    times = [timed(lambda question=question: service.searcher.ask_line(question))[1] for question in questions]
    rows = [["warm answer", f"p50 {quantile(times, 0.5):.1f}, p95 {quantile(times, 0.95):.1f} ms (aim: 10, 30)"]]
    notices = [timed(lambda question=question: service.searcher.index.safety.notices(question))[1] for question in questions]
    rows.append(["of it, the look for safety", f"p50 {quantile(notices, 0.5):.2f}, p95 {quantile(notices, 0.95):.2f} ms (aim: 1)"])
    with WorkerPool(service.folder / "store") as pool:
        for _ in range(20):
            pool.query(LOOK_UP)
        clock = [clocked(lambda: pool.query(LOOK_UP)) for _ in range(300)]
    return [*rows, ["SPARQL look-up, time of the clock", f"p50 {quantile(clock, 0.5):.2f}, best {min(clock):.2f} ms (aim: p50 1)"]]


def clocked(run: Callable[[], object]) -> float:
    """Milliseconds of the clock."""
    started = time.perf_counter()
    run()
    return 1000 * (time.perf_counter() - started)


def served(questions: list[str]) -> Rows:
    """A server of its own: how long until it answers, and how many answers it gives to clients that ask at once."""
    started = time.perf_counter()
    server = subprocess.Popen([sys.executable, "-c", UNBOUNDED], stdout=subprocess.PIPE, encoding="utf-8", env={**os.environ, "PYTHONUNBUFFERED": "1"})
    try:
        assert server.stdout is not None
        found = re.search(r":(\d+)/", server.stdout.readline())
        assert found
        port = int(found.group(1))
        ask(HTTPConnection("127.0.0.1", port), questions[0])
        ready, work = time.perf_counter() - started, worked(server.pid)
        count, seconds = asked_at_once(port, questions)
        rate = count / (worked(server.pid) - work)
        return [
            ["trivsel serve, first answer", f"{work:.1f} s of the processor, {ready:.1f} s of the clock (aim: ready in 3 s)"],
            ["answers over HTTP", f"{count / seconds:.0f} a second, {rate:.0f} a second of the server's processor time (aim: 150 on 2 cores)"],
        ]
    finally:
        server.terminate()
        server.wait(20)


def asked_at_once(port: int, questions: list[str]) -> tuple[int, float]:
    """How many answers several clients get in some seconds, and the seconds."""
    counts, until = [0] * CLIENTS, time.perf_counter() + SECONDS

    def client(number: int) -> None:
        connection = HTTPConnection("127.0.0.1", port)
        while time.perf_counter() < until:
            ask(connection, questions[(number + CLIENTS * counts[number]) % len(questions)])
            counts[number] += 1

    started = time.perf_counter()
    threads = [threading.Thread(target=client, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts), time.perf_counter() - started


def ask(connection: HTTPConnection, question: str) -> None:
    """One question over HTTP, its answer read to the end."""
    connection.request("POST", "/api/v1/ask", json.dumps({"query": question}).encode(), {"Content-Type": "application/json"})
    response = connection.getresponse()
    body = response.read()
    assert response.status == 200, body


def main(path: Path) -> None:
    """Measure all and print a table."""
    questions = [row["query"] for row in read_questions(path)]
    print(machine(), "\n")
    print(table(["what", "figure"], [*cold(), *warm(questions, Settings.from_environment().data), *served(questions)]))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else DEVELOPMENT)
