"""The settings: the only place that reads the environment."""

from __future__ import annotations

import ipaddress
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from platformdirs import user_data_path

from ontology.names import DEFAULT_BASE


LOCAL, PROXY, OIDC = "", "proxy", "oidc"
MOST_PROCESSES = 64


class SettingsError(Exception):
    """A setting is missing or cannot be used; the message names it and says what to write, in Danish."""


@dataclass(frozen=True)
class Login:
    """Who may come in. ``way`` is LOCAL (this machine only), PROXY (a header from listed addresses) or OIDC.

    ``editors`` are the names that may change something; everyone else who is let in reads. ``address`` is where browsers find the service.
    """

    way: str = LOCAL
    editors: frozenset[str] = frozenset()
    header: str = "X-Remote-User"
    proxies: tuple[str, ...] = ()
    address: str = ""
    issuer: str = ""
    client: str = ""
    secret: str = field(default="", repr=False)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Login:
        """Read TRIVSEL_AUTH and what the chosen way needs.

        Raises SettingsError for an unknown way, or where something that it needs is missing.
        """
        login = cls(
            way=environment.get("TRIVSEL_AUTH") or LOCAL,
            editors=frozenset(_listed(environment.get("TRIVSEL_EDITORS"))),
            header=environment.get("TRIVSEL_AUTH_HEADER") or cls.header,
            proxies=_listed(environment.get("TRIVSEL_AUTH_PROXIES")),
            address=(environment.get("TRIVSEL_ADDRESS") or "").rstrip("/"),
            issuer=(environment.get("TRIVSEL_OIDC_ISSUER") or "").rstrip("/"),
            client=environment.get("TRIVSEL_OIDC_CLIENT") or "",
            secret=environment.get("TRIVSEL_OIDC_SECRET") or "",
        )
        if login.way not in _NEEDED:
            raise SettingsError(f"TRIVSEL_AUTH kan være {PROXY} eller {OIDC}, ikke »{login.way}«.")
        missing = [name for name, part in _NEEDED[login.way].items() if not getattr(login, part)]
        if missing:
            raise SettingsError(f"TRIVSEL_AUTH={login.way} kræver også {' og '.join(missing)}.")
        return login


_NEEDED = {
    LOCAL: {},
    PROXY: {"TRIVSEL_AUTH_PROXIES": "proxies"},
    OIDC: {"TRIVSEL_OIDC_ISSUER": "issuer", "TRIVSEL_OIDC_CLIENT": "client", "TRIVSEL_OIDC_SECRET": "secret", "TRIVSEL_ADDRESS": "address"},
}


def is_only_here(host: str) -> bool:
    """True for the addresses by which a machine reaches itself alone."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _milvus(address: str) -> str:
    """The address of a Milvus as its client takes it: encrypted, unless it is on this machine.

    Raises SettingsError for anything but milvus://host:port and a file that ends in .db.
    """
    if address.endswith(".db") and "://" not in address:
        return address
    scheme, _, rest = address.partition("://")
    if scheme != "milvus" or not _host(address):
        raise SettingsError("TRIVSEL_VECTORS skal være milvus://vært:port eller en fil, der ender på .db.")
    return f"{'http' if is_only_here(_host(address)) else 'https'}://{rest}"


def _endpoint(address: str) -> str:
    """The address of a SPARQL endpoint, checked.

    Raises SettingsError for anything but https, and http on this machine.
    """
    scheme = address.partition("://")[0]
    if not _host(address) or not (scheme == "https" or scheme == "http" and is_only_here(_host(address))):
        raise SettingsError("TRIVSEL_GRAPH skal være https://vært/sti; http kan kun bruges på denne maskine.")
    return address


def _processes(number: str | None) -> int:
    """How many processes answer: as told, else one for each of the first two cores.

    Raises SettingsError for anything but a number from 1 to 64.
    """
    if not number:
        return min(2, os.cpu_count() or 1)
    if not number.isdecimal() or not 1 <= int(number) <= MOST_PROCESSES:
        raise SettingsError(f"TRIVSEL_PROCESSES skal være et tal fra 1 til {MOST_PROCESSES}.")
    return int(number)


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _listed(names: str | None) -> tuple[str, ...]:
    return tuple(name.strip() for name in (names or "").split(",") if name.strip())


@dataclass(frozen=True)
class Settings:
    """``data`` is the folder of generations and the user's documents; ``model`` another embedding model than the shipped one.

    ``user`` is who uses the commands on this machine; ``login`` says who may use the pages and add documents there. ``vectors`` is the
    Milvus that keeps the vectors instead of the data folder, ``graph`` the SPARQL endpoint that the pages read the graph from instead.
    ``processes`` is how many answer at once, ``key`` what proves that a form or a login is our own: another at every start of the service.
    """

    data: Path
    base_iri: str = DEFAULT_BASE
    model: str | None = None
    user: str = ""
    login: Login = Login()
    vectors: str = field(default="", repr=False)
    graph: str = field(default="", repr=False)
    processes: int = 1
    key: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False, compare=False)

    @property
    def vocabularies(self) -> Path:
        """Where the user's own vocabulary files are kept."""
        return self.data / "vocabularies"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """Read TRIVSEL_DATA, TRIVSEL_BASE_IRI, TRIVSEL_MODEL, TRIVSEL_VECTORS, TRIVSEL_GRAPH, TRIVSEL_PROCESSES, the name of the user and who may log in.

        Each has a default. Raises SettingsError where one cannot be used or the settings of the login do not fit together.
        """
        vectors = _milvus(address) if (address := environment.get("TRIVSEL_VECTORS")) else ""
        return cls(
            data=Path(environment.get("TRIVSEL_DATA") or user_data_path("trivselsgrafen")),
            base_iri=environment.get("TRIVSEL_BASE_IRI") or DEFAULT_BASE,
            model=environment.get("TRIVSEL_MODEL") or None,
            user=environment.get("USER") or environment.get("LOGNAME") or "",
            login=Login.from_environment(environment),
            graph=_endpoint(graph) if (graph := environment.get("TRIVSEL_GRAPH")) else "",
            vectors=vectors,
            processes=1 if vectors else _processes(environment.get("TRIVSEL_PROCESSES")),  # a connection to a Milvus cannot be shared by copies
        )
