"""How often one address may ask."""

from __future__ import annotations

import logging

from flask import current_app
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

QUESTION_LIMIT = "QUESTION_LIMIT"
MANY = "600 per minute"  # a whole school may share one address, a batch may use the API; only floods are stopped

limiter = Limiter(get_remote_address, storage_uri="memory://", headers_enabled=True)

logging.getLogger("flask-limiter").disabled = True  # it would write addresses


def question_limit() -> str:
    """The limit in force for questions."""
    limit: str = current_app.config[QUESTION_LIMIT]
    return limit
