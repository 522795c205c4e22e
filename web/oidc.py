"""Log in with OpenID Connect: the authorization code flow with PKCE, by Authlib.

Why only the name is kept, in a signed cookie: the service needs to know who changes something, and nothing else of anybody. The key
of the signature is made anew at every start, so a restart ends all sessions; the provider then logs people in again by itself.
"""

from __future__ import annotations

import logging
import hashlib
from datetime import timedelta
from http import HTTPStatus

from authlib.integrations.base_client import OAuthError  # type: ignore[import-untyped]
from authlib.integrations.flask_client import OAuth  # type: ignore[import-untyped]
from flask import Blueprint, Flask, current_app, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from joserfc.errors import JoseError
from requests import RequestException
from werkzeug.exceptions import ServiceUnavailable

from web.access import USER, NotLoggedIn
from web.errors import http_error
from web.settings import Settings

LASTS = timedelta(hours=8)
WAIT = 10  # seconds for an answer of the provider
_CLAIMS = ("preferred_username", "email", "sub")  # the first that is there names the user
_BACK_TO = "tilbage"
_KEY = "trivselsgrafen-oidc"

_log = logging.getLogger(__name__)

oidc = Blueprint("oidc", __name__)


def init_oidc(app: Flask, settings: Settings) -> None:
    """Register the provider and the pages that lead to it and back."""
    login = settings.login
    app.secret_key = hashlib.sha256(b"login" + settings.key).digest()  # another than that of forms
    app.config.update(
        SESSION_COOKIE_NAME="login", SESSION_COOKIE_HTTPONLY=True, SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=login.address.startswith("https:"), PERMANENT_SESSION_LIFETIME=LASTS, SESSION_REFRESH_EACH_REQUEST=False,
        TRIVSEL_ADDRESS=login.address,
    )  # fmt: skip
    providers = OAuth(app)
    app.extensions[_KEY] = providers.register(
        "provider", client_id=login.client, client_secret=login.secret, server_metadata_url=f"{login.issuer}/.well-known/openid-configuration",
        client_kwargs={"scope": "openid profile email", "code_challenge_method": "S256", "default_timeout": WAIT},
    )  # fmt: skip
    app.register_blueprint(oidc)
    app.register_error_handler(NotLoggedIn, _send_to_log_in)


@oidc.get("/login")
def start() -> ResponseReturnValue:
    """Lead to the provider."""
    session.clear()
    session[_BACK_TO] = _own_path(request.args.get("til", "/"))
    try:
        response: ResponseReturnValue = current_app.extensions[_KEY].authorize_redirect(f"{current_app.config['TRIVSEL_ADDRESS']}{url_for('oidc.back')}")
    except (RequestException, OAuthError, ValueError) as error:
        raise _unavailable(error) from error
    return response


@oidc.get("/login/tilbage")
def back() -> ResponseReturnValue:
    """Take the visitor back from the provider, checked and named."""
    target = session.get(_BACK_TO, "/")
    try:
        claims = current_app.extensions[_KEY].authorize_access_token().get("userinfo") or {}
    except (OAuthError, JoseError) as error:
        session.clear()
        raise NotLoggedIn from error
    except (RequestException, ValueError) as error:
        raise _unavailable(error) from error
    session.clear()
    name = next((str(claims[claim]) for claim in _CLAIMS if claims.get(claim)), "")
    if not name:
        raise NotLoggedIn
    session[USER] = name
    session.permanent = True
    return redirect(target, HTTPStatus.SEE_OTHER)


def _send_to_log_in(error: NotLoggedIn) -> ResponseReturnValue:
    """A page is led to the login; a program, and what was refused by the provider, is told."""
    if request.method != "GET" or request.path.startswith("/api/") or request.endpoint == "oidc.back":
        return http_error(error)
    return redirect(url_for("oidc.start", til=request.path), HTTPStatus.SEE_OTHER)


def _own_path(text: str) -> str:
    return text if text.startswith("/") and not text.startswith(("//", "/\\")) and text.isprintable() else "/"


def _unavailable(error: Exception) -> ServiceUnavailable:
    _log.error("Udbyderen af login svarer ikke (%s).", type(error).__name__)
    return ServiceUnavailable()
