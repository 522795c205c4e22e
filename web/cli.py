"""The command ``trivsel``: composes the parts, prints, and turns every foreseen error into one plain sentence."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from corpus.confinement import stand_back
from search.answer import REFUSED
from web.commands import FAILED, Trivsel, WrongUse, as_text, fail_plainly, opened, tell
from web.document_commands import COMMANDS

_HELP = {"help_option_names": ["-h", "--help"]}
_AS_OF = click.option("--as-of", metavar="ÅÅÅÅ-MM-DD", help="Som det var den dag: med de udgaver af dokumenterne, der gjaldt.")


@click.group(cls=Trivsel, context_settings=_HELP)
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
    stand_back()
    from web.build import build as build_generation
    from web.settings import Settings

    folder = build_generation(Settings.from_environment(), progress=tell)
    click.echo(f"Bygget: {folder.name}")


@main.command()
@click.argument("question", required=False, metavar="SPØRGSMÅL")
@click.option("--json", "as_json", is_flag=True, help="Skriv svaret som JSON.")
@click.option("--batch", type=click.Path(allow_dash=True), help="Fil med et spørgsmål pr. linje som JSON, eller - for standard input.")
@_AS_OF
@fail_plainly
def ask(question: str | None, as_json: bool, batch: str | None, as_of: str | None) -> None:
    """Stil et spørgsmål på almindeligt dansk."""
    from web import printing

    if batch is not None and question is not None:
        raise WrongUse("Skriv enten et spørgsmål eller --batch, ikke begge dele.")
    if batch is not None:
        _ask_batch(batch, as_of)
        return
    if question is None:
        raise WrongUse("Skriv et spørgsmål, fx: trivsel ask \"Hvilken hjælp findes til skolefravær på Amager?\"")
    service = opened(as_of)
    answer = service.searcher.ask(as_text(question))
    is_refused = answer.status == REFUSED
    if as_json:
        click.echo(json.dumps(answer.to_json(), ensure_ascii=False, indent=2))
    else:
        click.echo(printing.answer(answer, service), err=is_refused)
    if is_refused:
        if as_json:
            click.echo(answer.reason, err=True)
        sys.exit(FAILED)


def _ask_batch(batch: str, as_of: str | None) -> None:
    searcher = opened(as_of).searcher
    for number, row in _rows(batch):
        if not isinstance(row, dict) or not isinstance(row.get("query"), str):
            raise WrongUse(f"Linje {number} er ikke af formen {{\"id\": …, \"query\": \"…\"}}.")
        click.echo(json.dumps(searcher.ask_line(as_text(row["query"])).to_json(row.get("id")), ensure_ascii=False))


def _rows(batch: str) -> Iterator[tuple[int, Any]]:
    """The lines of a batch that are not blank, each with its number."""
    with click.open_file(batch, encoding="utf-8-sig") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                try:
                    yield number, json.loads(line)
                except (ValueError, RecursionError) as error:
                    raise WrongUse(f"Linje {number} er ikke gyldig JSON. Ret linjen, og prøv igen.") from error


@main.command()
@click.option("--format", "form", type=click.Choice(["jsonl", "csv"]), default="jsonl", show_default=True, help="Formen, der skrives i.")
@click.option("--subject", help="Kun oplysninger om dette.")
@click.option("--relation", help="Kun oplysninger af denne slags.")
@_AS_OF
@fail_plainly
def facts(form: str, subject: str | None, relation: str | None, as_of: str | None) -> None:
    """Skriv alle oplysninger med citat, én pr. linje; basis viser, hvad der står i kilden, og hvad der er udledt."""
    found = opened(as_of).facts(subject, relation, inferred=True)
    if form == "csv":
        from web.facts_table import facts_csv

        sys.stdout.buffer.write(facts_csv(found).encode("utf-8"))
        return
    for fact in found:
        click.echo(json.dumps(fact.to_json(), ensure_ascii=False))


@main.command()
@click.option("--format", "form", type=click.Choice(["text", "json", "csv"]), default="text", show_default=True, help="Formen, der skrives i.")
@fail_plainly
def overlaps(form: str) -> None:
    """Vis, hvor indsatser ligner hinanden, og hvad de deler."""
    from web import comparisons

    found = opened().overlaps
    if form == "csv":
        sys.stdout.buffer.write(comparisons.overlaps_csv(found).encode("utf-8"))
        return
    click.echo(comparisons.overlaps_json(found) if form == "json" else comparisons.overlaps_text(found))


@main.command()
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Formen, der skrives i.")
@fail_plainly
def conflicts(form: str) -> None:
    """Vis, hvor dokumenterne siger noget forskelligt, og hvad du kan stole på."""
    from web import comparisons

    found = opened().conflicts
    click.echo(comparisons.conflicts_json(found) if form == "json" else comparisons.conflicts_text(found))


@main.command()
@click.argument("goal", required=False, metavar="MÅL")
@click.option("--format", "form", type=click.Choice(["text", "json", "csv"]), default="text", show_default=True, help="Formen, der skrives i.")
@fail_plainly
def trace(goal: str | None, form: str) -> None:
    """Følg mål til indsatser og love, eller en indsats tilbage til dens mål.

    MÅL er et mål, et pejlemærke, et fokusområde, et kapitel eller en indsats. Uden MÅL vises alle.
    """
    from web import trace_printing
    from web.trace_selection import selected

    service = opened()
    found = selected(service.analyses, as_text(goal) if goal is not None else None)
    if form == "json":
        click.echo(json.dumps(found.to_json(), ensure_ascii=False, indent=2))
    elif form == "csv":
        from web.trace_table import traces_csv

        sys.stdout.buffer.write(traces_csv(found).encode("utf-8"))
    else:
        click.echo(trace_printing.selection(found, service.index))


@main.command()
@click.argument("decision", type=click.Choice(["accept", "reject"]), metavar="accept|reject")
@click.argument("link", metavar="LINK")
@click.option("--by", "who", required=True, help="Navnet på den, der afgør det.")
@click.option("--why", required=True, help="Begrundelsen, med dine egne ord.")
@fail_plainly
def review(decision: str, link: str, who: str, why: str) -> None:
    """Godkend eller afvis et udledt link.

    LINK er id'et fra »trivsel facts«. Afgørelsen gælder fra næste »trivsel build«.
    """
    from web.reviewing import decide

    click.echo(decide(opened(), decision, as_text(link), as_text(who), as_text(why)))


@main.command()
@click.argument("query", metavar="FORESPØRGSEL")
@_AS_OF
@fail_plainly
def sparql(query: str, as_of: str | None) -> None:
    """Spørg grafen med SPARQL.

    Skriv - for at læse forespørgslen fra standard input.
    """
    text = sys.stdin.buffer.read().decode("utf-8-sig") if query == "-" else as_text(query)
    found = opened(as_of).sparql(text)
    sys.stdout.buffer.write(found.body + b"\n")
    if found.truncated:
        click.echo(f"Kun de første {found.rows} rækker er vist.", err=True)


@main.command()
@click.argument("form", type=click.Choice(["turtle", "trig", "jsonld", "nquads"]))
@fail_plainly
def export(form: str) -> None:
    """Skriv hele grafen."""
    sys.stdout.buffer.write(opened().export(form))


@main.command()
@click.option("--shapes", type=click.Path(path_type=Path), multiple=True, help="Flere SHACL-former at kontrollere med.")
@fail_plainly
def check(shapes: tuple[Path, ...]) -> None:
    """Kontrollér citater, ordlister og former; alle fejl vises."""
    from web.checking import check as check_all
    from web.settings import Settings

    problems = check_all(opened(quotes_hold=False), Settings.from_environment().vocabularies, shapes)
    for problem in problems:
        click.echo(problem)
    if problems:
        raise click.ClickException(f"{len(problems)} fejl fundet.")
    click.echo("Alt er i orden.")


@main.command()
@fail_plainly
def train() -> None:
    """Træn den medfølgende sprogmodel og vægtene for tegn på fare igen."""
    from corpus.catalogue import read_catalogue
    from graph.asked import asked_of
    from graph.extraction import extract_facts
    from graph.offers import offers_of
    from ontology.vocabulary import read_vocabulary
    from search.embedder import SHIPPED_MODEL
    from search.hint_training import EXAMPLES, train_hints
    from search.hints import WEIGHTS
    from search.training import train as train_model

    documents = list(read_catalogue())
    offers = offers_of(extract_facts(documents))
    answers = {passage.id: passage.text for document in documents for passage in document.passages} | {offer.id: offer.label for offer in offers}
    asked = asked_of(documents, offers)
    count = train_hints(WEIGHTS, read_vocabulary(EXAMPLES.stem, EXAMPLES.parent), read_vocabulary("needs"), asked, read_vocabulary("safety"))
    click.echo(f"Tegn på fare er lært af {count} tekster")
    used = train_model(SHIPPED_MODEL, read_vocabulary("needs"), documents, asked, answers)
    click.echo("Trænet på " + ", ".join(f"{count} par fra {name}" for name, count in used.items()))


@main.command()
@click.argument("questions", metavar="FIL", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Skriv tallene som JSON.")
@click.option("--keep", metavar="COMMIT", help="Gem tallene til siden Om, målt på denne commit; kun den samlede søgning måles.")
@fail_plainly
def evaluate(questions: Path, as_json: bool, keep: str | None) -> None:
    """Mål svarene på spørgsmål med facit."""
    from search.evaluation import WAYS, read_questions
    from search.evaluation import evaluate as measure
    from web import printing
    from web.quality import keep_figures

    rows = read_questions(questions)
    figures = measure(opened().searcher, rows, dict(list(WAYS.items())[:1]) if keep else WAYS)
    if keep:
        keep_figures(questions, rows, figures, keep)
    click.echo(json.dumps(figures, ensure_ascii=False, indent=2) if as_json else printing.figures(figures))


for command in COMMANDS:
    main.add_command(command)
