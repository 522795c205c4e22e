"""Who may come in, and who may change something: readers and editors, by the machine itself, a trusted proxy or OpenID Connect.

Why no login on this machine alone: whoever can reach 127.0.0.1 can run the commands as well. There the user of the machine is the
editor, but only under the machine's own name: a foreign name that was pointed at 127.0.0.1 must not change anything.
Why the token of a form is computed and not kept: it is a keyed hash of the user's name and role, so it needs no cookie, and no other site
can know it; and what a foreign name is shown, as a reader, opens nothing to an editor.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from http import HTTPStatus
from typing import ParamSpec

from flask import Flask, current_app, g, make_response, request, session
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import Forbidden, Unauthorized

from web.audit import BEGUN, DONE, FAILED, REFUSED, AuditLog
from web.settings import LOCAL, PROXY, Settings

READER, EDITOR = "læser", "redaktør"
TOKEN_FIELD = "bevis"
USER = "bruger"  # where a session keeps the name of who has logged in
OPEN_ENDPOINTS = frozenset({"state.health", "state.ready", "oidc.start", "oidc.back", "static"})
_KEY = "trivselsgrafen-access"
_NAME = re.compile(r"[\w.@+\-\\ ]{1,200}")
_HERE = re.compile(r"(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?", re.IGNORECASE)

P = ParamSpec("P")
View = Callable[P, ResponseReturnValue]


class NotLoggedIn(Unauthorized):
    """The visitor has to log in first."""


class StaleForm(Forbidden):
    """A form that changes something came without the token of its page."""


@dataclass(frozen=True)
class Visitor:
    """Who sends a request; ``role`` is READER or EDITOR."""

    name: str
    role: str


class Access:
    """The access of one application."""

    def __init__(self, settings: Settings) -> None:
        self.login, self.log = settings.login, AuditLog(settings.data)
        self._user = settings.user or "lokal bruger"
        self._key = settings.key
        self._proxies = [ipaddress.ip_network(address, strict=False) for address in settings.login.proxies]

    def visitor(self) -> Visitor:
        """Who sends this request.

        Raises NotLoggedIn where nobody is known, Forbidden where a request did not come through the proxy.
        """
        if self.login.way == LOCAL:
            return Visitor(self._user, EDITOR if self._is_here() else READER)
        if self.login.way == PROXY and not self._came_through_proxy():
            raise Forbidden
        name = request.headers.get(self.login.header, "").strip() if self.login.way == PROXY else session.get(USER, "")
        if not _NAME.fullmatch(name):
            raise NotLoggedIn
        return Visitor(name, EDITOR if name in self.login.editors else READER)

    def token(self, who: Visitor) -> str:
        """The token of a visitor's forms; another after every start of the service."""
        return hmac.new(self._key, f"{who.role} {who.name}".encode(), hashlib.sha256).hexdigest()

    def _is_here(self) -> bool:
        return _is_loopback(request.remote_addr) and _HERE.fullmatch(request.host) is not None

    def _came_through_proxy(self) -> bool:
        try:
            address = ipaddress.ip_address(request.remote_addr or "")
        except ValueError:
            return False
        return any(address in network for network in self._proxies)


def init_access(app: Flask, settings: Settings) -> None:
    """Let in only who may come in; templates get ``visitor()`` and ``form_token()``."""
    access = Access(settings)
    app.extensions[_KEY] = access
    app.jinja_env.globals.update(visitor=visitor, form_token=form_token, TOKEN_FIELD=TOKEN_FIELD)

    @app.before_request
    def let_in() -> None:
        if request.endpoint not in OPEN_ENDPOINTS:
            g.visitor = access.visitor()


def visitor() -> Visitor:
    """Who sends this request."""
    found: Visitor = g.visitor
    return found


def login_name() -> str:
    """The name that the sender of this request has logged in with, empty where nobody has to or nobody has."""
    access = _access()
    try:
        return "" if access.login.way == LOCAL else access.visitor().name
    except (NotLoggedIn, Forbidden):
        return ""


def form_token() -> str:
    """The token that a form which keeps something sends along in the field TOKEN_FIELD."""
    return _access().token(visitor())


def is_from_our_page() -> bool:
    """True where what was sent holds the token of its page."""
    sent = request.form.get(TOKEN_FIELD, "") or request.headers.get("X-Form-Token", "")
    return hmac.compare_digest(sent.encode("utf-8", "replace"), form_token().encode())


def note(detail: str) -> None:
    """Tell the audit log what the change of this request is about, such as the id of a document."""
    g.audit_detail = detail


def editor_only(what: str, largest: int | None = None) -> Callable[[View[P]], View[P]]:
    """Let only editors use a view; what is sent to it needs the token of its form, and is written to the audit log as ``what``.

    The log gets one line before the view runs and one after, with the details the view gives to ``note``. ``largest`` is how many
    bytes an editor may send, where that is more than others may.
    """

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def run(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
            if visitor().role != EDITOR:
                raise Forbidden
            if request.method in ("GET", "HEAD", "OPTIONS"):
                return view(*args, **kwargs)
            request.max_content_length = largest or request.max_content_length
            if not is_from_our_page():
                raise StaleForm
            return _logged(what, lambda: view(*args, **kwargs))

        return run

    return decorate


def _logged(what: str, change: Callable[[], ResponseReturnValue]) -> ResponseReturnValue:
    log, name = _access().log, visitor().name
    log.put(name, what, BEGUN)
    try:
        response = make_response(change())
    except Exception:
        log.put(name, what, FAILED, g.get("audit_detail", ""))
        raise
    outcome = DONE if response.status_code < HTTPStatus.BAD_REQUEST else REFUSED
    log.put(name, what, outcome, g.get("audit_detail", ""))
    return response


def _access() -> Access:
    access: Access = current_app.extensions[_KEY]
    return access


def _is_loopback(address: str | None) -> bool:
    try:
        return ipaddress.ip_address(address or "").is_loopback
    except ValueError:
        return False
