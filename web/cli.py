"""The command ``trivsel``: composes the parts, prints, and turns every foreseen error into one plain sentence."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from web import printing
from web.commands import Trivsel, fail_plainly, opened

_DANISH_HELP = {"help_option_names": ["-h", "--help"]}


@click.group(cls=Trivsel, context_settings=_DANISH_HELP)
def main() -> None:
    """Trivselsgrafen: find hjælp og svar med kilde i Københavns Kommunes dokumenter om børns trivsel."""


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Adressen, der lyttes på.")
@click.option("--port", default=8080, show_default=True, type=click.IntRange(0, 65535), help="Porten, der lyttes på.")
@fail_plainly
def serve(host: str, port: int) -> None:
    """Byg det, der mangler, og vis siderne."""
    from web.serving import serve_forever

    serve_forever(host, port, announce=click.echo)


@main.command()
@fail_plainly
def build() -> None:
    """Byg graf og søgeindeks af dokumenterne."""
    from web.build import build as build_generation
    from web.settings import Settings

    folder = build_generation(Settings.from_environment(), progress=lambda stage: click.echo(f"{stage} …", err=True))
    click.echo(f"Bygget: {folder.name}")


@main.command()
@click.argument("question", required=False)
@click.option("--json", "as_json", is_flag=True, help="Skriv svaret som JSON.")
@click.option("--batch", type=click.Path(allow_dash=True), help="Fil med et spørgsmål pr. linje som JSON, eller - for standard input.")
@fail_plainly
def ask(question: str | None, as_json: bool, batch: str | None) -> None:
    """Stil et spørgsmål på almindeligt dansk."""
    if batch is not None:
        _ask_batch(batch)
        return
    if question is None:
        raise click.UsageError("Skriv et spørgsmål, fx: trivsel ask \"Hvilken hjælp findes til skolefravær på Amager?\"")
    answer = opened().searcher.ask(question)
    click.echo(json.dumps(answer.to_json(), ensure_ascii=False, indent=2) if as_json else printing.answer(answer, opened().index))
    if answer.status == "refused":
        sys.exit(1)


def _ask_batch(batch: str) -> None:
    searcher = opened().searcher
    for number, row in enumerate(_rows(batch), start=1):
        if not isinstance(row, dict) or not isinstance(row.get("query"), str):
            raise click.UsageError(f"Linje {number} er ikke af formen {{\"id\": …, \"query\": \"…\"}}.")
        click.echo(json.dumps(searcher.ask_line(row["query"]).to_json(row.get("id")), ensure_ascii=False))


def _rows(batch: str) -> Iterator[Any]:
    with click.open_file(batch, encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                try:
                    yield json.loads(line)
                except ValueError as error:
                    raise click.UsageError(f"Linje {number} er ikke gyldig JSON.") from error


@main.command()
@click.option("--format", "form", type=click.Choice(["jsonl", "csv"]), default="jsonl", show_default=True)
@click.option("--subject", help="Kun oplysninger om dette.")
@click.option("--relation", help="Kun oplysninger af denne slags.")
@fail_plainly
def facts(form: str, subject: str | None, relation: str | None) -> None:
    """Skriv alle oplysninger med citat, én pr. linje."""
    rows = [fact.to_json() for fact in opened().facts(subject, relation)]
    click.echo(_csv(rows) if form == "csv" else "\n".join(json.dumps(row, ensure_ascii=False) for row in rows), nl=form != "csv")


def _csv(rows: list[dict[str, Any]]) -> str:
    """Semicolons and a byte order mark, so that Excel opens it in Danish; formulas are disarmed."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.DictWriter(out, fieldnames=list(rows[0]) if rows else ["subject"], delimiter=";", lineterminator="\r\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: _disarmed(value) for name, value in row.items()})
    return out.getvalue()


def _disarmed(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@\t\r" and value else value


@main.command()
@click.argument("query")
@fail_plainly
def sparql(query: str) -> None:
    """Spørg grafen med SPARQL; - læser forespørgslen fra standard input."""
    text = click.get_text_stream("stdin").read() if query == "-" else query
    found = opened().sparql(text)
    click.get_binary_stream("stdout").write(found.body + b"\n")
    if found.truncated:
        click.echo(f"Kun de første {found.rows} rækker er vist.", err=True)


@main.command()
@click.argument("form", type=click.Choice(["turtle", "trig", "jsonld", "nquads"]))
@fail_plainly
def export(form: str) -> None:
    """Skriv hele grafen."""
    click.get_binary_stream("stdout").write(opened().export(form))


@main.command()
@click.option("--shapes", type=click.Path(path_type=Path), multiple=True, help="Flere SHACL-former at kontrollere med.")
@fail_plainly
def check(shapes: tuple[Path, ...]) -> None:
    """Kontrollér citater, ordlister og former; alle fejl vises."""
    from web.checking import check as check_all

    problems = check_all(opened(), shapes)
    for problem in problems:
        click.echo(problem)
    if problems:
        raise click.ClickException(f"{len(problems)} fejl fundet.")
    click.echo("Alt er i orden.")


@main.command()
@fail_plainly
def documents() -> None:
    """Vis dokumenterne."""
    for row in opened().index.sources.values():
        click.echo(f"{row['id']}\t{row['title']}\t{row['date']}\t{row['status']}")


@main.command()
@click.argument("id_", metavar="ID")
@fail_plainly
def text(id_: str) -> None:
    """Skriv et dokuments rene tekst, som alle citaters pladser regnes i."""
    click.echo(opened().document(id_).text, nl=False)


@main.command()
@fail_plainly
def train() -> None:
    """Træn den medfølgende sprogmodel igen."""
    from corpus.catalogue import read_catalogue
    from ontology.vocabulary import read_vocabulary
    from search.embedder import SHIPPED_MODEL
    from search.training import train as train_model

    used = train_model(SHIPPED_MODEL, read_vocabulary("needs"), list(read_catalogue()))
    click.echo("Trænet på " + ", ".join(f"{count} par fra {name}" for name, count in used.items()))


@main.command()
@click.argument("questions", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Skriv tallene som JSON.")
@fail_plainly
def evaluate(questions: Path, as_json: bool) -> None:
    """Mål svarene på spørgsmål med facit."""
    from search.evaluation import evaluate as measure
    from search.evaluation import read_questions

    figures = measure(opened().searcher, read_questions(questions))
    click.echo(json.dumps(figures, ensure_ascii=False, indent=2) if as_json else printing.figures(figures))
