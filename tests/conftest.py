"""Shared fixtures: one generation built from the shipped documents, and the application over it."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from waitress.server import create_server

from web.application import create_app
from web.build import build
from web.settings import Settings
from web.startup import Service, open_service


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
    """The address of the application on a real server and a free port."""
    server = create_server(create_app(service, settings), host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()
    thread.join(timeout=5)
