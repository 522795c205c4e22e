"""A re-issued overview: the shipped one with four changes, and what these change in its facts."""

from __future__ import annotations

from typing import Any

from corpus.catalogue import SHIPPED
from graph.fact import Fact

OLD, NEW = "praksisoverblik@2026-04", "praksisoverblik"
CHANGES = [
    ("Aldersgruppe: 6-16 år.", "Aldersgruppe: 7-15 år."),
    ("Midlertidigt med 3,6 mio. kr. årligt fra 2025-28", "Midlertidigt med 4,25 mio. kr. årligt fra 2026-29"),
    ("Tagensbo Skole (NØB), Ellebjerg Skole (VVK)", "Tagensbo Skole (NØB), Lykkebo Skole (VVK)"),
    ("fra 0.-9. klasse med bekymrende fravær", "fra 3.-9. klasse med bekymrende fravær"),
]
CHANGED = {
    ("Mind My Mind", "age_min", 6, 7), ("Mind My Mind", "age_max", 16, 15), ("Skolefraværsrådgivere", "funding_amount", 3_600_000, 4_250_000),
    ("Den koordinerende fraværsindsats", "grade_min", 0, 3),
}  # fmt: skip
TOUCHED = {"Mind My Mind", "Skolefraværsrådgivere", "Den koordinerende fraværsindsats", "Ellebjerg Skole", "Lykkebo Skole"}

Saying = tuple[str, str, str | None, float | None, str | None]


def reissued() -> str:
    """The text of the new edition."""
    raw = (SHIPPED / "praksisoverblik.md").read_text(encoding="utf-8")
    for before, after in CHANGES:
        assert raw.count(before) == 1, before
        raw = raw.replace(before, after)
    return raw


def said(facts: list[Fact]) -> set[Saying]:
    """What facts say, wherever they say it."""
    return {(fact.subject, fact.relation, fact.object, fact.value, fact.unit) for fact in facts}


def assert_exactly_the_changes(rows: list[dict[str, Any]]) -> None:
    """That a difference holds the four changes and nothing else."""
    changed = {(row["subject"], row["relation"], row["before"]["value"], row["after"]["value"]) for row in rows if row["kind"] == "changed" and row["after"]["value"]}
    assert changed == CHANGED
    assert {row["subject"] for row in rows} == TOUCHED
    schools = {(row["kind"], (row["after"] or row["before"])["object"]) for row in rows if row["relation"] == "school"}
    assert schools == {("added", "Lykkebo Skole"), ("removed", "Ellebjerg Skole")}
