"""What all commands share: the open generation, and errors as one plain Danish sentence with the right exit code."""

from __future__ import annotations

import functools
import logging
import sys
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

import click

P = ParamSpec("P")
R = TypeVar("R")

FAILED, WRONG_USE = 1, 2

_USAGE = (
    ("No such command", "Kommandoen findes ikke. Skriv »trivsel --help« for at se, hvilke der er."),
    ("No such option", "Tilvalget findes ikke. Skriv »trivsel KOMMANDO --help« for at se, hvilke der er."),
    ("Missing argument", "Der mangler noget i kommandoen. Skriv »trivsel KOMMANDO --help« for at se hvad."),
    ("Got unexpected extra argument", "Der er for mange ord i kommandoen. Sæt anførselstegn om spørgsmålet."),
    ("Invalid value", "En værdi i kommandoen er ikke gyldig. Skriv »trivsel KOMMANDO --help« for at se, hvad der kan stå."),
)


class Trivsel(click.Group):
    """The command group: usage errors in Danish, and never a traceback for what a user can mend."""

    def main(self, *args: Any, standalone_mode: bool = True, **kwargs: Any) -> Any:
        logging.basicConfig(level=logging.WARNING, format="%(message)s")
        try:
            return super().main(*args, standalone_mode=False, **kwargs)
        except click.UsageError as error:
            self._end(_danish(error.format_message()), WRONG_USE)
        except click.ClickException as error:
            self._end(error.format_message(), FAILED)
        except (click.Abort, KeyboardInterrupt):
            self._end("Afbrudt.", FAILED)
        except BrokenPipeError:
            sys.stderr.close()
            sys.exit(FAILED)

    @staticmethod
    def _end(message: str, code: int) -> None:
        click.echo(message, err=True)
        sys.exit(code)


def _danish(message: str) -> str:
    return next((danish for english, danish in _USAGE if message.startswith(english)), message)


def fail_plainly(command: Callable[P, R]) -> Callable[P, R]:
    """Let a command end in one sentence when it meets an error that the user can mend."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except Exception as error:
            if type(error).__module__.partition(".")[0] in ("corpus", "ontology", "graph", "search", "web"):
                raise click.ClickException(str(error)) from error
            if isinstance(error, (OSError, UnicodeDecodeError)) and not isinstance(error, BrokenPipeError):
                raise click.ClickException(_file_error(error)) from error
            raise

    return run


def _file_error(error: OSError | UnicodeDecodeError) -> str:
    if isinstance(error, UnicodeDecodeError):
        return "Filen er ikke tekst i UTF-8. Gem den som ren tekst, og prøv igen."
    return f"{error.filename or 'Filen'} kan ikke bruges ({error.strerror}). Kontrollér sti og rettigheder."


@functools.cache
def opened() -> Any:
    """The current generation, built first when there is none."""
    from web.settings import Settings
    from web.startup import Service, open_service

    settings = Settings.from_environment()
    if not (settings.data / "CURRENT").exists():
        from web.build import build

        build(settings, progress=lambda stage: click.echo(f"{stage} …", err=True))
    service: Service = open_service(settings)
    return service
