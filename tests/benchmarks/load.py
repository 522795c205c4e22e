"""Load on a real server: measures the most it can do, then asks at 80 % of it while two whole builds run and come into use.

Run by hand: ``python tests/benchmarks/load.py [seconds]``; it needs a built data folder, of which it takes a copy. A document is added to it
(warming up: the first build, and the first change of generation), then taken out and added again while it is measured; this goes on until the
second is in use, however long that takes. With the document some questions have another answer, so that one made of both generations
would be seen: each must be the one or the other, letter by letter. It prints one figure a line and ends with 1 where an answer failed, the slowest
were too slow, memory grew, or an answer was neither.
"""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path

from measuring import UNBOUNDED, held

from web.generations import current
from web.settings import Settings

CLIENTS = 8
WARM = 10.0  # seconds at full speed, to find the most
QUESTIONS = ("angst hos barn på 9 år", "Hvad hjælp findes til elever med bekymrende fravær på Amager?", "hvem ringer jeg til om vold", "pige 14 år skolevægring Vanløse", "underretning frist")
PAGES = ("/", "/indsatser", "/trappen", "/dokument/praksisoverblik", "/om", "/data")
DOCUMENT = """# Ro i hallen

Ro i hallen er en indsats for børn på 7-12 år med angst og skolevægring. Indsatsen findes på skoler på Amager og i Vanløse.

Målgruppe: elever med bekymrende fravær, som har brug for ro om morgenen. Kontakt: 33 17 33 33.
"""
SETTLES = 6.0  # seconds after a change in which what belonged to the last generation goes
QUERY = "query=SELECT+%3Fs+%3Fl+%7B+%3Fs+%3Chttp%3A%2F%2Fwww.w3.org%2F2004%2F02%2Fskos%2Fcore%23prefLabel%3E+%3Fl+%7D+LIMIT+20"


@dataclass
class Seen:
    """What the clients saw: seconds and status of each request, and the generations told of."""

    times: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    answers: dict[str, set[str]] = field(default_factory=dict)


def one(connection: HTTPConnection, chance: random.Random, seen: Seen, sparql: bool) -> None:
    """One request: a question in seven of ten, a page in two, a query in one, or none of these."""
    kind = chance.random() * (1.0 if sparql else 0.9)
    headers: dict[str, str] = {}
    if kind < 0.7:
        question = chance.choice(QUESTIONS)
        request = ("POST", "/api/v1/ask", json.dumps({"query": question}).encode(), {"Content-Type": "application/json"})
    elif kind < 0.9:
        question, request = "", ("GET", chance.choice(PAGES), None, headers)
    else:
        question, request = "", ("POST", "/sparql", QUERY.encode(), {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"})
    started = time.perf_counter()
    connection.request(*request)
    response = connection.getresponse()
    body = response.read()
    seen.times.append(time.perf_counter() - started)
    if response.status != 200:
        seen.failures.append(f"{response.status} {request[1]}")
    if question:
        seen.answers.setdefault(question, set()).add(json.dumps({**json.loads(body), "id": None}, sort_keys=True))


def drive(port: int, seconds: float, rate: float | None, sparql: bool = True, more: Callable[[], bool] = lambda: False) -> Seen:
    """Send requests for some seconds and while there is more to see, as fast as they are answered or at a rate, with queries among them or without."""
    seen, until = Seen(), time.perf_counter() + seconds

    def client(number: int) -> None:
        chance = random.Random(number)
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        due = time.perf_counter() + number / (rate or CLIENTS)
        while time.perf_counter() < until or more():
            if rate:
                time.sleep(max(0.0, due - time.perf_counter()))
                due += CLIENTS / rate
            try:
                one(connection, chance, seen, sparql)
            except OSError as error:
                seen.failures.append(type(error).__name__)
                connection.close()

    run_all([lambda number=number: client(number) for number in range(CLIENTS)])
    return seen


def run_all(tasks: list[Callable[[], None]]) -> None:
    """Run tasks at once, and wait for all."""
    threads = [threading.Thread(target=task) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def quantile(times: list[float], share: float) -> float:
    """The time within which a share of the requests was answered, in milliseconds."""
    return 1000 * sorted(times)[min(len(times) - 1, int(share * len(times)))]


def change(port: int, data: Path, *command: str) -> None:
    """Run a command that builds a generation, and wait until it is in use and what belonged to the last is gone."""
    subprocess.run(
        [sys.executable, "-c", "from web.cli import main; main()", *command], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env={**os.environ, "TRIVSEL_DATA": str(data)},
    )  # fmt: skip
    while _generation(port) != current(data).name:
        time.sleep(0.5)
    time.sleep(SETTLES)


def _generation(port: int) -> str:
    """The generation that is answered from."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", "/ready")
    generation: str = json.loads(connection.getresponse().read())["generation"]
    connection.close()
    return generation


def main(seconds: float) -> int:
    """Measure, print, and say whether it holds."""
    return with_server(lambda pid, port, data: judge(pid, port, data, seconds))


def with_server(look: Callable[[int, int, Path], int]) -> int:
    """What comes of looking at a server over a copy of the data folder: at its process, its port and its data."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        shutil.copytree(Settings.from_environment().data, data)
        server = subprocess.Popen(
            [sys.executable, "-c", UNBOUNDED], stdout=subprocess.PIPE, encoding="utf-8",
            env={**os.environ, "TRIVSEL_DATA": str(data), "PYTHONUNBUFFERED": "1"},
        )  # fmt: skip
        try:
            assert server.stdout is not None
            found = re.search(r":(\d+)/", server.stdout.readline())
            assert found
            return look(server.pid, int(found.group(1)), data)
        finally:
            server.terminate()
            server.wait(20)


def judge(pid: int, port: int, data: Path, seconds: float) -> int:
    """Drive the server and compare what was seen with what it must hold."""
    document = data.parent / "ro-i-hallen.md"
    document.write_text(DOCUMENT, encoding="utf-8")
    drive(port, WARM, None)  # everything read once
    most = len(drive(port, WARM, None).times) / WARM
    without, first = drive(port, WARM, 0.8 * most), held(pid)
    change(port, data, "add", str(document))
    with_it, before = drive(port, WARM, 0.8 * most), held(pid)
    changes = threading.Thread(target=lambda: [change(port, data, *command) for command in (("remove", document.stem), ("add", str(document)))])
    changes.start()
    seen = drive(port, seconds, 0.8 * most, more=changes.is_alive)
    grown = held(pid) / before - 1
    known = {question: without.answers[question] | with_it.answers[question] for question in QUESTIONS}
    neither = sum(len(seen.answers[question] - known[question]) for question in QUESTIONS)
    told_apart = sum(without.answers[question].isdisjoint(with_it.answers[question]) for question in QUESTIONS)
    middle, slow = quantile(seen.times, 0.5), quantile(seen.times, 0.99)
    for name, value in {
        "requests a second at most": round(most, 1), "no build, p50 ms": round(quantile(with_it.times, 0.5), 1), "no build, p99 ms": round(quantile(with_it.times, 0.99), 1),
        "requests": len(seen.times), "failures": len(seen.failures), "p50 ms": round(middle, 1), "p99 ms": round(slow, 1), "p99 : p50": round(slow / middle, 1),
        "memory MB, one generation": first >> 20, "memory MB, after a change": before >> 20, "memory grown after two more %": round(100 * grown, 1),
        "questions answered otherwise with the document": f"{told_apart} of {len(QUESTIONS)}", "answers of neither generation": neither, "generation at the end": _generation(port),
    }.items():
        print(f"{name}: {value}")
    print(*sorted(set(seen.failures)), sep="\n")
    one_each = all(len(answers) == 1 for phase in (without, with_it) for answers in phase.answers.values())
    return int(bool(seen.failures) or slow > 5 * middle or grown > 0.05 or bool(neither) or not told_apart or not one_each)


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 60.0))
