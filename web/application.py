"""The web application: pages and programming interface over an open service."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask
from flask_bootstrap import Bootstrap5
from flask_openapi3.openapi import OpenAPI

from web.access import init_access
from web.analysis_api import analysis_api
from web.api import api
from web.citations import OPENER, SETTINGS, let_go
from web.comparison_api import comparison_api
from web.coverage_pages import coverage_pages
from web.data_pages import data_pages
from web.editing import editing
from web.errors import init_errors, invalid_body
from web.feedback import feedback, init_feedback
from web.freshness import state
from web.goal_pages import goal_pages
from web.graph_access import init_graph_access
from web.headers import init_headers
from web.json_provider import JsonProvider
from web.limiter import EVERY_LIMIT, MANY, MOST, QUESTION_LIMIT, limiter
from web.linked_data import init_converters, linked_data
from web.originals import originals
from web.overlap_pages import overlap_pages
from web.page_files import page_files
from web.pages import pages
from web.privacy import init_privacy
from web.reading_api import reading_api
from web.settings import OIDC, Settings
from web.sparql import sparql
from web.startup import Service
from web.stylesheet import stylesheet
from web.template_words import init_template_words
from web.upkeep_pages import upkeep_pages

LARGEST_BODY = 128 * 1024  # a question of 4,000 characters, each written as up to twelve signs in a form, and its other fields


def create_app(service: Service | Callable[[], Service], settings: Settings) -> Flask:
    """The web application over an open service, or over a function that opens one when it is first needed."""
    app = OpenAPI(__name__, validation_error_callback=invalid_body, doc_ui=False)
    app.config.update(
        BOOTSTRAP_SERVE_LOCAL=True,
        MAX_CONTENT_LENGTH=LARGEST_BODY,
        SEND_FILE_MAX_AGE_DEFAULT=3600,
        TRIVSEL_BASE_IRI=settings.base_iri,
    )
    app.config[QUESTION_LIMIT], app.config[EVERY_LIMIT] = MANY, MOST
    app.json = JsonProvider(app)
    app.extensions[OPENER] = (lambda: service) if isinstance(service, Service) else service
    app.extensions[SETTINGS] = settings
    app.teardown_appcontext(let_go)
    Bootstrap5(app)
    init_headers(app)
    limiter.init_app(app)
    init_privacy(app)
    init_access(app, settings)
    init_errors(app)
    if settings.login.way == OIDC:
        from web.oidc import init_oidc  # its libraries take as long to import as flask

        init_oidc(app, settings)
    init_template_words(app)
    init_graph_access(app, settings)
    init_converters(app)
    init_feedback(app, settings.data)
    for blueprint in (pages, page_files, originals, goal_pages, coverage_pages, upkeep_pages, overlap_pages, sparql, data_pages, editing, feedback, stylesheet, state, linked_data):
        app.register_blueprint(blueprint)
    for interface in (api, reading_api, comparison_api, analysis_api):
        app.register_api(interface)
    return app
