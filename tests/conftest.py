"""Shared fixtures: one generation built from the shipped documents, and the application over it."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, sync_playwright
from waitress.server import create_server

from web.application import create_app
from web.build import build
from web.settings import Settings
from web.startup import Service, open_service

FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the pictures of the README be taken anew."""
    parser.addoption("--pictures", action="store_true", help="tag billederne i README igen")


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings whose data folder holds one fresh generation."""
    settings = Settings(data=tmp_path_factory.mktemp("data"))
    build(settings, progress=lambda stage: None)
    return settings


@pytest.fixture(scope="session")
def service(settings: Settings) -> Service:
    """The open generation."""
    return open_service(settings)


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
    server = create_server(create_app(service, replace(settings, editor_key="en nøgle")), host="127.0.0.1", port=0, threads=4)
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
