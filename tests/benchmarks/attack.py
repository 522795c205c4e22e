"""What others notice while the SPARQL endpoint is attacked: ``python tests/benchmarks/attack.py [seconds]``; it needs a built data folder.

Questions and pages are asked at a fifth of the most that is answered, first alone and then while attackers send every probe over and
over. It prints one figure a line and ends with 1 where the slowest answers to others took more than three times as long as alone, a
probe was answered wrongly or late, or another request failed.
"""

from __future__ import annotations

import sys
import threading
import time
from collections import Counter
from http.client import HTTPConnection
from urllib.parse import urlencode

from load import Seen, drive, quantile, run_all, with_server

ATTACKERS = 6
SHARE = 0.2
LATE = 3.0  # seconds
_X = 'SELECT ?z { BIND("aaaaaaaaaaaaaaaa" AS ?x0) '
PROBES = {
    "service": "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "service, written in codes": r"SELECT * { \u0053ERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "service silent, variable": "SELECT * { ?s ?p ?o . SERVICE SILENT ?o { ?a ?b ?c } }",
    "from http": "SELECT * FROM <http://127.0.0.1:9/a> { ?s ?p ?o }",
    "from file": "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
    "load": "LOAD <file:///etc/passwd>",
    "insert": "INSERT DATA { <urn:a> <urn:b> 1 }",
    "regex": 'SELECT * { ?s ?p ?o FILTER REGEX(STR(?o), "^(a+)+$") }',
    "regex on a's": f'SELECT ?x {{ BIND("{"a" * 33}b" AS ?x) FILTER REGEX(?x, "^(a+)+$") }}',
    "doubling": _X + " ".join(f"BIND(CONCAT(?x{i}, ?x{i}) AS ?x{i + 1})" for i in range(30)) + " BIND(STRLEN(?x30) AS ?z) }",
    "200 groups": "SELECT * " + "{" * 200 + "?s ?p ?o" + "}" * 200,
    "2,000 groups": "SELECT * " + "{" * 2_000 + "?s ?p ?o" + "}" * 2_000,
    "6,000 brackets": "SELECT * { ?s ?p ?o FILTER(" + "(" * 6_000 + "1" + ")" * 6_000 + ") }",
    "50,000 groups": "SELECT * " + "{" * 50_000 + "?s ?p ?o" + "}" * 50_000,
    "many values": "SELECT * { VALUES ?x { " + "1 " * 7_000 + "} ?s ?p ?x }",
    "100,000 values": "SELECT * { VALUES ?x { " + "1 " * 50_000 + "} }",
    "free path": "SELECT (COUNT(*) AS ?n) { ?a (<urn:a>|^<urn:a>|!<urn:c>|^!<urn:d>)* ?b }",
    "cross product": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "sorted cross product": "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?a ?f",
    "everything in one": "SELECT (GROUP_CONCAT(?o) AS ?x) { ?s ?p ?o . ?a ?b ?c }",
    "explosion": "CONSTRUCT { ?a ?e ?c . ?d ?b ?f } { ?a ?b ?c . ?d ?e ?f }",
}
REFUSED = {400, 413, 503}
ANSWERED = {"regex", "regex on a's", "200 groups", "many values", "explosion", "free path", "everything in one", "sorted cross product"}  # these may also be answered, within the limits


def attack(port: int, until: float, number: int, ends: Counter[str], wrong: list[str]) -> None:
    """Send every probe over and over, each attacker beginning with another."""
    names = list(PROBES)
    while time.perf_counter() < until:
        name = names[number % len(names)]
        number += 1
        started = time.perf_counter()
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request("POST", "/sparql", urlencode({"query": PROBES[name]}), {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"})
        response = connection.getresponse()
        response.read()
        connection.close()
        ends[f"{response.status}"] += 1
        if response.status not in REFUSED and not (response.status == 200 and name in ANSWERED):
            wrong.append(f"{name}: {response.status}")
        if (seconds := time.perf_counter() - started) > LATE:
            wrong.append(f"{name}: {seconds:.1f} s")


def main(seconds: float) -> int:
    """Measure, print, and say whether it holds."""
    return with_server(lambda pid, port, data: judge(port, seconds))


def judge(port: int, seconds: float) -> int:
    """Compare what others see alone with what they see during the attack."""
    drive(port, 10, None, sparql=False)
    rate = SHARE * len(drive(port, 10, None, sparql=False).times) / 10
    alone, under, ends, wrong = drive(port, seconds, rate, sparql=False), Seen(), Counter[str](), list[str]()
    until = time.perf_counter() + seconds
    attackers = [lambda number=number: attack(port, until, 4 * number, ends, wrong) for number in range(ATTACKERS)]
    run_all([*attackers, lambda: under.__dict__.update(drive(port, seconds, rate, sparql=False).__dict__)])
    before, slow = quantile(alone.times, 0.99), quantile(under.times, 0.99)
    for name, value in {
        "others' requests a second": round(rate, 1), "alone, p50 ms": round(quantile(alone.times, 0.5), 1), "alone, p99 ms": round(before, 1),
        "attacked, p50 ms": round(quantile(under.times, 0.5), 1), "attacked, p99 ms": round(slow, 1), "p99 attacked : alone": round(slow / before, 2),
        "failures of others": len(alone.failures) + len(under.failures), "probes": ends.total(), "their statuses": dict(ends), "threads": threading.active_count(),
    }.items():
        print(f"{name}: {value}")
    print(*sorted(set(wrong)), sep="\n")
    return int(slow > 3 * before or bool(wrong) or bool(alone.failures or under.failures))


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 30.0))
