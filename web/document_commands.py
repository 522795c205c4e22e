"""The commands about documents: add, remove, list, read and compare them."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from corpus.confinement import stand_back
from web.commands import FAILED, WrongUse, as_text, fail_plainly, opened, tell
from web.danish_help import DanishCommand


@click.command(cls=DanishCommand)
@click.argument("files", nargs=-1, required=True, metavar="FIL…", type=click.Path(path_type=Path))
@click.option("--title", default="", help="Titlen; ellers den første overskrift.")
@click.option("--publisher", default="", help="Udgiveren; ellers Københavns Kommune.")
@click.option("--date", default="", help="Dokumentets dato: ÅÅÅÅ, ÅÅÅÅ-MM eller ÅÅÅÅ-MM-DD; ellers i dag.")
@click.option("--status", type=click.Choice(["gældende", "udkast"]), help="Ellers gældende.")
@click.option("--supersedes", default="", metavar="ID", help="Dokumentet, som filen er en ny udgave af.")
@fail_plainly
def add(files: tuple[Path, ...], title: str, publisher: str, date: str, status: str | None, supersedes: str) -> None:
    """Tilføj dine egne dokumenter, og byg graf og søgeindeks med dem.

    Hvert dokument tilføjes helt eller slet ikke. Bliver kommandoen afbrudt, så giv den igen: det, der er læst, læses ikke en gang til.
    """
    stand_back()
    from web import reporting
    from web.adding import Wishes
    from web.adding import add as add_documents
    from web.settings import Settings

    wishes = Wishes(as_text(title), as_text(publisher), date, status or "", as_text(supersedes))
    report = add_documents(Settings.from_environment(), files, wishes, tell)
    if words := reporting.report(report):
        click.echo(words)
    for failure in report.failures:
        click.echo(failure, err=True)
    if report.failures:
        click.echo(f"{len(report.failures)} af {len(files)} filer er ikke tilføjet.", err=True)
        sys.exit(FAILED)


@click.command(cls=DanishCommand)
@click.argument("id_", metavar="ID")
@fail_plainly
def remove(id_: str) -> None:
    """Fjern et af dine egne dokumenter; gjaldt en tidligere udgave før det, gælder den igen."""
    stand_back()
    from web.adding import remove as remove_document
    from web.settings import Settings

    kept = remove_document(Settings.from_environment(), as_text(id_), tell)
    click.echo(f"Fjernet: {kept.edition} – {kept.title}")


@click.command(cls=DanishCommand)
@fail_plainly
def documents() -> None:
    """Vis dokumenterne og deres udgaver."""
    from corpus.catalogue import entries
    from corpus.library import Library
    from web import reporting
    from web.listing import listed
    from web.settings import Settings

    service = opened()
    built = (*service.editions.chosen, *service.editions.replaced)
    click.echo(reporting.documents(listed(entries(Library(Settings.from_environment().data)), built)))


@click.command(cls=DanishCommand)
@click.argument("id_", metavar="ID")
@click.option("--repairs", is_flag=True, help="Skriv i stedet, hvad der er rettet i forhold til kilden, én rettelse pr. linje.")
@fail_plainly
def text(id_: str, repairs: bool) -> None:
    """Skriv et dokuments rene tekst.

    Det er den tekst, alle citaters pladser regnes i.
    """
    document = opened().document(id_)
    if not repairs:
        click.echo(document.text, nl=False)
        return
    for repair in document.repairs:
        click.echo(json.dumps(repair.to_json(), ensure_ascii=False))


@click.command(cls=DanishCommand)
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW", required=False)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Formen, der skrives i.")
@click.option("--questions", type=click.Path(path_type=Path), metavar="FIL", help="Vis også, hvilke spørgsmål i filen der får et andet svar.")
@fail_plainly
def diff(old: str, new: str | None, form: str, questions: Path | None) -> None:
    """Vis, hvad der er nyt, væk og ændret fra én udgave til en anden.

    OLD er den tidligere udgave, for eksempel praksisoverblik@2026-04, og NEW den senere; uden NEW den, der gælder nu.
    """
    from web.difference_view import answers_changed, as_text, changes_between
    from web.settings import Settings
    from web.timeline import service_with

    service = opened()
    before = service.document(old).source
    changes = changes_between(service, before.id, new or before.work)
    settings = Settings.from_environment()
    answers = answers_changed(service_with(settings, before.id, tell), service_with(settings, new or before.work, tell), questions) if questions else []
    if form == "text":
        click.echo(as_text(changes, answers))
        return
    rows = {"changes": [change.to_json() for change in changes], "answers": [answer.to_json() for answer in answers]}
    click.echo(json.dumps(rows, ensure_ascii=False, indent=2))


@click.command(cls=DanishCommand)
@click.argument("decision", required=False, type=click.Choice(["accept"]), metavar="[accept")
@click.argument("id_", required=False, metavar="ID]")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Formen, der skrives i.")
@fail_plainly
def suggest(decision: str | None, id_: str | None, form: str) -> None:
    """Vis navne, som ordlisterne mangler: indsatser, love, skoler og behov.

    Med accept og et id skrives navnet i din egen ordliste. Det gælder fra næste »trivsel build«.
    """
    from web import suggesting
    from web.settings import Settings

    settings = Settings.from_environment()
    if decision is not None:
        if id_ is None:
            raise WrongUse("Skriv, hvilket forslag der godkendes: trivsel suggest accept ID")
        click.echo(suggesting.accept(opened(), settings, as_text(id_)))
        return
    rows = suggesting.suggested(opened(), settings)
    words = json.dumps([row.to_json() for row in rows], ensure_ascii=False, indent=2) if form == "json" else suggesting.as_text(rows)
    click.echo(words)


COMMANDS = (add, remove, documents, text, diff, suggest)
