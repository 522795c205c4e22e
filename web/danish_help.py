"""The help of the commands in Danish: Click's own words are English."""

from __future__ import annotations

from collections.abc import Iterable

import click

_HEADINGS = {"Options": "Tilvalg", "Commands": "Kommandoer", "Positional arguments": "Argumenter"}
_USAGE = (("[OPTIONS]", "[TILVALG]"), ("COMMAND [ARGS]...", "KOMMANDO [ARGUMENTER]…"))
_TERMS = (("INTEGER RANGE", "TAL"), ("TEXT", "TEKST"), ("PATH", "STI"))
_TEXTS = (("Show this message and exit.", "Vis denne hjælp."), ("[default: ", "[ellers: "))


class DanishFormatter(click.HelpFormatter):
    """Writes help with Danish headings and words."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the line that shows how the command is written."""
        super().write_usage(prog, _replaced(args, _USAGE), "Brug: " if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        """Write the heading of a list."""
        super().write_heading(_HEADINGS.get(heading, heading))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write a list of options or commands."""
        super().write_dl([(_replaced(term, _TERMS), _replaced(text, _TEXTS)) for term, text in rows], col_max, col_spacing)


class _DanishContext(click.Context):
    formatter_class = DanishFormatter


class DanishCommand(click.Command):
    """A command with Danish help."""

    context_class = _DanishContext


class DanishGroup(click.Group):
    """A group of commands with Danish help."""

    context_class = _DanishContext
    command_class = DanishCommand


def _replaced(text: str, words: Iterable[tuple[str, str]]) -> str:
    for english, danish in words:
        text = text.replace(english, danish)
    return text
