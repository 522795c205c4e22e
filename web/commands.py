"""What all commands share: the open generation, and errors as one plain Danish sentence with the right exit code."""

from __future__ import annotations

import functools
import io
import logging
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

import click

from corpus.cpr import mask_cpr
from web.danish_help import DanishGroup
from web.memory import demand_memory, lasting
from web.reasons import plain_sentence

if TYPE_CHECKING:  # starting a command must not load what it does not use
    from web.startup import Service

P = ParamSpec("P")
R = TypeVar("R")

FAILED, WRONG_USE = 1, 2

_USAGE = (
    ("No such command", "Kommandoen findes ikke. Skriv »trivsel --help« for at se, hvilke der er."),
    ("No such option", "Tilvalget findes ikke. Skriv »trivsel KOMMANDO --help« for at se, hvilke der er."),
    ("Missing", "Der mangler noget i kommandoen. Skriv »trivsel KOMMANDO --help« for at se hvad."),
    ("Got unexpected extra argument", "Der er for mange ord i kommandoen. Sæt anførselstegn om spørgsmålet."),
    ("Invalid value", "En værdi i kommandoen er ikke gyldig. Skriv »trivsel KOMMANDO --help« for at se, hvad der kan stå."),
)
_OTHER_USAGE = "Kommandoen kan ikke bruges sådan. Skriv »trivsel KOMMANDO --help« for at se hvordan."


class WrongUse(click.UsageError):
    """The command is not used as it can be; the message says so in Danish."""


class Trivsel(DanishGroup):
    """The command group: usage errors in Danish, and never a traceback for what a user can mend."""

    def main(
        self, args: Sequence[str] | None = None, prog_name: str | None = None, complete_var: str | None = None, standalone_mode: bool = True, **extra: Any
    ) -> Any:  # fmt: skip
        """Run one command and end with its exit code."""
        logging.basicConfig(level=logging.WARNING, format="%(message)s")
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(encoding="utf-8", errors="replace")  # quotes hold signs that a Latin-1 terminal lacks
        try:
            return super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
        except click.exceptions.NoArgsIsHelpError as error:
            self._end(error.format_message(), WRONG_USE)
        except WrongUse as error:
            self._end(error.format_message(), WRONG_USE)
        except click.UsageError as error:
            self._end(_danish(error.format_message()), WRONG_USE)
        except click.ClickException as error:
            self._end(error.format_message(), FAILED)
        except (click.Abort, KeyboardInterrupt):
            self._end("Afbrudt.", FAILED)

    @staticmethod
    def _end(message: str, code: int) -> None:
        click.echo(mask_cpr(message).rstrip(), err=True)
        sys.exit(code)


def _danish(message: str) -> str:
    return next((danish for english, danish in _USAGE if message.startswith(english)), _OTHER_USAGE)


def fail_plainly(command: Callable[P, R]) -> Callable[P, R]:
    """Let a command end in one sentence when it meets an error that the user can mend."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            demand_memory()
            return command(*args, **kwargs)
        except click.ClickException:
            raise
        except Exception as error:
            if (sentence := plain_sentence(error)) is None:
                raise
            raise click.ClickException(sentence) from error

    return run


def opened(as_of: str | None = None, quotes_hold: bool = True) -> Service:
    """The current generation, built first when there is none; with a day as it was on that day. ``quotes_hold`` refuses one with a quote out of place."""
    from web.generations import is_built
    from web.settings import Settings

    settings = Settings.from_environment()
    if not is_built(settings.data):
        from web.build import build

        build(settings, progress=tell)
    if as_of is not None:
        from web.timeline import service_as_of

        return service_as_of(settings, as_of, progress=tell)
    with lasting():
        from web.startup import open_service

        return open_service(settings, quotes_hold=quotes_hold)


def tell(stage: str) -> None:
    """Tell of progress, where it does not mix with what a command gives."""
    click.echo(f"{stage} …", err=True)


def as_text(argument: str) -> str:
    """An argument without the half signs that bytes outside UTF-8 become."""
    return argument.encode("utf-8", "replace").decode("utf-8")
