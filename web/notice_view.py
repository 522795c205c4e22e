"""Notices as pages show them: by kind, those on safety first, each with the sentence it rests on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from search.answer import Notice
from web.citations import Citation, cite
from web.startup import Service

SAFETY, CRISIS = "safety", "crisis"
_TITLES = {
    SAFETY: "Mistanke om vold, overgreb eller negativ social kontrol? Læs det her først",
    CRISIS: "Er et barn eller en ung i fare? Læs det her først",
}
_OTHER_TITLE = "Husk din pligt"


@dataclass(frozen=True)
class NoticeView:
    """A notice with the sentence it rests on, where that is found."""

    text: str
    citation: Citation | None


@dataclass(frozen=True)
class NoticeGroup:
    """The notices of one kind under one heading."""

    is_safety: bool
    title: str
    notices: tuple[NoticeView, ...]


def notice_groups(service: Service, notices: tuple[Notice, ...]) -> tuple[NoticeGroup, ...]:
    """The notices by kind, those on safety first; what is said twice is told once."""
    kinds = sorted({notice.kind for notice in notices}, key=lambda kind: (kind not in _TITLES, kind))
    return tuple(
        NoticeGroup(kind in _TITLES, _TITLES.get(kind, _OTHER_TITLE), tuple(_notice(service, notice) for notice in _told_once(notices) if notice.kind == kind))
        for kind in kinds
    )


def _told_once(notices: Iterable[Notice]) -> list[Notice]:
    """The first of those notices of a kind that are of the same words, in whatever order."""
    return list({(notice.kind, frozenset(notice.text.casefold().split())): notice for notice in reversed(tuple(notices))}.values())[::-1]


def _notice(service: Service, notice: Notice) -> NoticeView:
    document = service.documents.get(notice.document)
    start = document.text.find(notice.quote) if document and notice.quote else -1
    return NoticeView(notice.text, cite(service, notice.document, start, start + len(notice.quote)) if start >= 0 else None)
