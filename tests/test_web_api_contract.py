"""The programming interface against its own OpenAPI description: no failure of ours, every answer as it is described."""

from __future__ import annotations

from collections import Counter

import hypothesis
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance, status_code_conformance

from web.application import create_app
from web.limiter import QUESTION_LIMIT
from web.settings import Settings
from web.startup import Service

CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)
EXAMPLES = 12  # calls of each operation


@pytest.fixture(scope="module")
def described(service: Service, settings: Settings) -> schemathesis.BaseSchema:
    """The description, read from the application that it describes."""
    app = create_app(service, settings)
    app.config[QUESTION_LIMIT] = 100_000
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)


def test_every_answer_is_as_described(described: schemathesis.BaseSchema) -> None:
    operations = [found.ok() for found in described.get_all_operations()]
    assert {operation.path for operation in operations} >= {"/api/v1/ask", "/api/v1/facts", "/api/v1/interventions/{id}", "/api/v1/documents/{id}", "/api/v1/ladder"}
    statuses: Counter[int] = Counter()
    for operation in operations:
        call = given(case=operation.as_strategy())(lambda case: statuses.update([case.call_and_validate(checks=CHECKS).status_code]))
        hypothesis.settings(max_examples=EXAMPLES, derandomize=True, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))(call)()
    assert statuses[200] > EXAMPLES and set(statuses) <= {200, 400, 404, 422}, statuses


@pytest.mark.parametrize("body", [{"query": "angst"}, {"query": "xyzzy qwerty"}, {"query": "dreng 010203-1234 er ked af det"}, {"query": "En pige bliver slået derhjemme", "age": 13}])
def test_questions_of_every_kind_are_as_described(described: schemathesis.BaseSchema, body: dict[str, object]) -> None:
    described["/api/v1/ask"]["POST"].Case(body=body, media_type="application/json").call_and_validate(checks=CHECKS)
