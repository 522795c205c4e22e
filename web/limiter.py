"""How often one visitor may ask, and how often one may fetch anything at all.

Why a visitor is a name where people log in: behind a proxy all come from one address.
"""

from __future__ import annotations

import logging

from flask import current_app
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from web.access import login_name
from web.counting import Counts

QUESTION_LIMIT = "QUESTION_LIMIT"
MANY = "600 per minute"  # a whole school may share one address, a batch may use the API; only floods are stopped

EVERY_LIMIT = "EVERY_LIMIT"
MOST = "6000 per minute"  # anything at all, styles and pictures among it


def _visitor() -> str:
    return login_name() or get_remote_address()


def every_limit() -> str:
    """The limit in force for all requests of a visitor together."""
    limit: str = current_app.config[EVERY_LIMIT]
    return limit


limiter = Limiter(_visitor, application_limits=[every_limit], storage_uri=f"{Counts.STORAGE_SCHEME[0]}://", headers_enabled=True)

logging.getLogger("flask-limiter").disabled = True  # it would write addresses


def question_limit() -> str:
    """The limit in force for questions."""
    limit: str = current_app.config[QUESTION_LIMIT]
    return limit
