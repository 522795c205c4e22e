"""Starting a command loads nothing that it does not use: seconds matter on the command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from web.settings import Settings

HEAVY = (
    "torch", "sentence_transformers", "transformers", "rdflib", "pyoxigraph", "oxrdflib", "pyshacl", "flask", "waitress", "networkx", "scipy", "authlib", "faiss",
    "tantivy", "numpy", "pymilvus", "grpc", "requests",
)  # fmt: skip
REPOSITORY = Path(__file__).parents[1]


def loaded(code: str, settings: Settings) -> set[str]:
    """The heavy libraries that a fresh process holds after some code."""
    script = f"{code}\nimport json, sys\nprint(json.dumps([name for name in {HEAVY!r} if name in sys.modules]))"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, encoding="utf-8", timeout=600, cwd=REPOSITORY,
        env={**os.environ, "TRIVSEL_DATA": str(settings.data)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_commands_load_nothing_heavy(settings: Settings) -> None:
    assert loaded("import web.cli", settings) == set()


def test_question_loads_only_what_searching_needs(settings: Settings) -> None:
    code = "from click.testing import CliRunner\nfrom web.cli import main\nassert CliRunner().invoke(main, ['ask', 'angst hos barn på 8']).exit_code == 0"
    assert loaded(code, settings) == {"faiss", "tantivy", "numpy"}


def test_serving_loads_nothing_that_only_building_needs_and_reads_no_dictionary(settings: Settings) -> None:
    """The process that listens holds almost nothing; one that answers, once it has opened its generation, nothing that it does not use."""
    assert loaded("import web.serving", settings) == {"waitress"}
    opening = (
        "import socket, corpus.danish\nfrom web.answering import _opened\nfrom web.wire import Wire\n"
        "one, other = socket.socketpair()\nassert _opened(Wire(one), {'key': '00', 'instead_of': ''}) is not None\n"
        "assert corpus.danish._computed.cache_info().currsize == 0"
    )
    assert loaded(opening, settings) == {"flask", "faiss", "tantivy", "numpy", "rdflib", "pyoxigraph"}


@pytest.mark.parametrize("module", ["corpus.reader", "ontology.names", "graph.fact", "web.generations", "web.settings", "web.reasons"])
def test_module_loads_nothing_heavy(settings: Settings, module: str) -> None:
    assert loaded(f"import {module}", settings) == set()
