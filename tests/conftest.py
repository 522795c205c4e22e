"""Shared fixtures: one generation built from the shipped documents, and the application over it."""

from __future__ import annotations

import os
import runpy
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import privacy_guard
import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, sync_playwright
from waitress.server import create_server

from corpus.catalogue import read_catalogue
from corpus.document import Document
from graph.extraction import extract_facts
from graph.fact import Fact
from web.application import create_app
from web.build import build
from web.settings import Settings
from web.startup import Service, open_service

GUARD = Path(__file__).parent / "guard"
ONLY_HERE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
FLAGS = [ONLY_HERE, "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the pictures of the README be taken anew, and the long tests be run in full."""
    parser.addoption("--pictures", action="store_true", help="tag billederne i README igen")
    parser.addoption("--soak", action="store_true", help="kør de lange prøver helt og ikke kun en femtiendedel")
    parser.addoption("--part", default="1/1", help="kun en del af de lange prøver, fx 3/10: hver del har sine egne tal, og alle dele tilsammen er det hele")


def pytest_configure(config: pytest.Config) -> None:
    """Guard this process and all Python processes it starts, and give them a place of their own for passing files."""
    place = Path(tempfile.mkdtemp(prefix="trivsel-tests-"))
    os.environ["TRIVSEL_GUARD"] = str(place / "guard.txt")
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (str(GUARD), os.environ.get("PYTHONPATH"))))
    os.environ["TMPDIR"] = tempfile.tempdir = str(place)
    os.environ["HF_HUB_OFFLINE"] = "1"  # a model that is not here is not looked for elsewhere
    runpy.run_path(str(GUARD / "sitecustomize.py"))  # adds its hook
    sys.addaudithook(privacy_guard.note_writing)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Remember tests whose output or log held something planted."""
    if privacy_guard.planted_in(report.capstdout + report.capstderr + report.caplog):
        privacy_guard.told.append(report.nodeid)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """The run fails where anything looked beyond this machine, or left something planted behind; what a worker found is told by its controller."""
    place = Path(tempfile.gettempdir())
    tried = Path(os.environ["TRIVSEL_GUARD"])
    found = [f"Nåede ud over maskinen: {row}" for row in (sorted(set(tried.read_text(encoding="utf-8").splitlines())) if tried.exists() else [])]
    found += [f"Plantet tekst i filer: {row}" for row in privacy_guard.leaks(place)]
    shutil.rmtree(place, ignore_errors=True)
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput.update(found=found, written=sorted(path for path in privacy_guard.written_by_tests if os.path.isfile(path)))
        return
    found += [*privacy_guard.by_workers, *(f"Plantet tekst i output: {row}" for row in dict.fromkeys(privacy_guard.told))]
    for row in found:
        print(f"\n{row}", file=sys.stderr)
    if found:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object) -> None:
    """Remember what a worker of several found, and which files its tests wrote themselves."""
    told = getattr(node, "workeroutput", {})
    privacy_guard.by_workers.extend(told.get("found", []))
    privacy_guard.written_by_tests.update(told.get("written", []))


@pytest.fixture(scope="session")
def documents() -> list[Document]:
    """The shipped documents."""
    return list(read_catalogue())


@pytest.fixture(scope="session")
def facts(documents: list[Document]) -> list[Fact]:
    """What the shipped documents state."""
    return extract_facts(documents)


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings whose data folder holds one fresh generation."""
    settings = Settings(data=tmp_path_factory.mktemp("data"))
    start = time.process_time()
    build(settings, progress=lambda stage: None)
    (settings.data.parent / "seconds.txt").write_text(str(time.process_time() - start), encoding="utf-8")
    return settings


@pytest.fixture(scope="session")
def seconds(settings: Settings) -> float:
    """The CPU seconds that the fresh generation took."""
    return float((settings.data.parent / "seconds.txt").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def service(settings: Settings) -> Service:
    """The open generation."""
    return open_service(settings)


@pytest.fixture(scope="session")
def much(pytestconfig: pytest.Config) -> int:
    """How many times as much the long tests shall do: 1 in every run, 50 in ``make soak``, divided among its parts."""
    return max(1, 50 // int(pytestconfig.getoption("--part").partition("/")[2])) if pytestconfig.getoption("--soak") else 1


@pytest.fixture(scope="session")
def seed(pytestconfig: pytest.Config) -> int:
    """Where the chance of the long tests begins; another in each part."""
    return int(pytestconfig.getoption("--part").partition("/")[0])


@pytest.fixture
def app(service: Service, settings: Settings) -> Flask:
    """A fresh application."""
    return create_app(service, settings)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A test client of the application."""
    return app.test_client()


@pytest.fixture(scope="session")
def server_url(service: Service, settings: Settings) -> Iterator[str]:
    """The address of the application on a real server and a free port, open for an editor."""
    server = create_server(create_app(service, settings), host="127.0.0.1", port=0, threads=4, asyncore_use_poll=True)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()
    thread.join(timeout=5)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's chromium, one for all tests; where it is missing and CI does not demand it, they are left out with a loud line."""
    chromium = shutil.which("chromium")
    if chromium is None and "CI" not in os.environ:
        pytest.skip("chromium findes ikke på denne maskine: siderne er IKKE prøvet i en browser")
    assert chromium, "chromium mangler, og CI kræver det"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()
