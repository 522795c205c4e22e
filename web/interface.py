"""A part of the programming interface; its description is worked out when someone asks for it.

Why then: the schemas of all answers are a tenth of a start, and few ever read them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.info import Info
from flask_openapi3.models.tag import Tag
from flask_openapi3.openapi import OpenAPI
from flask_openapi3.utils import parse_parameters

from web.api_shapes import Problem

_ABOUT = Info(title="Trivselsgrafen", version="1", description="Spørg til indsatser for børn og unges trivsel i København.")


class Interface(APIBlueprint):  # type: ignore[misc]
    """Routes under /api/v1 that read their arguments by models; ``problems`` are the statuses that any of them may end in."""

    def __init__(self, name: str, import_name: str, title: str, description: str, problems: Iterable[int]) -> None:
        super().__init__(name, import_name, url_prefix="/api/v1", abp_tags=[Tag(name=title, description=description)], abp_responses={code: Problem for code in problems})
        self._undescribed: list[tuple[str, Callable[..., object], dict[str, Any]]] = []

    def _collect_openapi_info(self, rule: str, func: Callable[..., object], **told: Any) -> Any:
        """Called for each route as it is declared: keep what is told of it, and give the models of its arguments."""
        self._undescribed.append((rule, func, told))
        return parse_parameters(func, doc_ui=False)

    def describe(self) -> None:
        """Work out the description of the routes declared so far."""
        for rule, func, told in self._undescribed:
            super()._collect_openapi_info(rule, func, **told)
        self._undescribed = []


@lru_cache(maxsize=1)
def described(interfaces: tuple[Interface, ...]) -> dict[str, Any]:
    """The OpenAPI description of several parts together."""
    told = OpenAPI(__name__, info=_ABOUT, doc_ui=False, security_schemes={})  # else it would hold a null for schemes, which OpenAPI does not allow
    for interface in interfaces:
        interface.describe()
        told.register_api(interface)
    whole: dict[str, Any] = told.api_doc
    return whole
