"""The command ``trivsel``: what it prints, its exit codes, and one plain Danish sentence for whatever goes wrong."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from corpus.catalogue import read_catalogue, shipped_entries
from corpus.errors import UnreadableDocument
from graph.fact import Fact
from web.cli import main
from web.facts_table import facts_csv
from web.generations import current
from web.reasons import reason
from web.settings import Settings
from web.startup import Service, open_service

QUESTION = "Dreng i 8. klasse på Amager har over 40 procent fravær, og skolen har prøvet alt"
CPR = "010203-1234"
REPOSITORY = Path(__file__).parents[1]
COMMANDS = {"add", "ask", "build", "check", "diff", "documents", "evaluate", "export", "facts", "remove", "serve", "sparql", "suggest", "text", "train"}

Run = Callable[..., Result]


@pytest.fixture
def run(settings: Settings, service: Service, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command in this process over the built data folder, opened once for all tests."""
    monkeypatch.setenv("TRIVSEL_DATA", str(settings.data))
    monkeypatch.setattr("web.startup.open_service", lambda given, **more: service if replace(given, user=settings.user) == settings else open_service(given, **more))
    monkeypatch.delenv("TRIVSEL_MODEL", raising=False)
    return lambda *arguments, **more: CliRunner().invoke(main, arguments, **more)


@pytest.fixture
def copy(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of one's own to damage; the commands use it."""
    data = tmp_path / "data"
    shutil.copytree(settings.data, data)
    monkeypatch.setenv("TRIVSEL_DATA", str(data))
    return data


def outside(*arguments: str, data: Path, **more: object) -> subprocess.CompletedProcess[str]:
    """Runs the command as a process of its own."""
    environment = {**os.environ, "TRIVSEL_DATA": str(data), **more.pop("env", {})}  # type: ignore[dict-item]
    return subprocess.run(
        [sys.executable, "-c", "from web.cli import main; main()", *arguments],
        capture_output=True, encoding="utf-8", env=environment, cwd=REPOSITORY, timeout=600, **more,  # type: ignore[call-overload]
    )  # fmt: skip


def told(result: Result, code: int) -> str:
    """The one sentence on standard error of a command that failed with a code."""
    assert result.exit_code == code, result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert "Traceback" not in result.output
    lines = [line for line in result.stderr.splitlines() if not line.endswith(" …")]
    assert len(lines) == 1 and re.search(r"[.!?\"]$", lines[0]), result.stderr
    return lines[0]


# ask


def test_answer_in_text(run: Run) -> None:
    result = run("ask", QUESTION)
    assert result.exit_code == 0 and result.stderr == ""
    assert re.search(r"^\d\. U-Start \((stærkt|muligt) match\)$", result.stdout, re.MULTILINE)
    assert re.search(r"^   ».+\n", result.stdout, re.MULTILINE) and "Det siger dokumenterne:" in result.stdout


def test_answer_in_json_is_the_answer_of_the_searcher(run: Run, service: Service) -> None:
    result = run("ask", "--json", QUESTION)
    assert result.exit_code == 0
    given = json.loads(result.stdout)
    assert given == json.loads(json.dumps(service.searcher.ask(QUESTION).to_json()))
    assert given["id"] is None and given["question"] == QUESTION and given["understood"]["districts"] == ["Amager"]
    offer = next(offer for offer in given["interventions"] if offer["id"] == "u-start")
    for quote in offer["quotes"]:
        assert service.document(quote["document"]).text[quote["start"]:quote["end"]] == quote["text"]


def test_batch_keeps_order_and_ids(run: Run, tmp_path: Path, service: Service) -> None:
    rows: list[tuple[object, str]] = [("b", QUESTION), (7, "Hvad er U-Start?"), (None, ""), ("ø", f"barn {CPR}"), ("b", "x" * 10_000), ("a", "æøå 😀")]
    lines = [json.dumps({"id": id_, "query": query}) for id_, query in rows]
    file = tmp_path / "batch.jsonl"
    file.write_text("\n\n".join(lines) + "\n", encoding="utf-8")
    result = run("ask", "--batch", str(file))
    assert result.exit_code == 0, result.stderr
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert [answer["id"] for answer in answers] == [id_ for id_, _ in rows]
    assert answers[0] == json.loads(json.dumps(service.searcher.ask(QUESTION).to_json("b")))
    assert [answer["status"] for answer in answers[2:5]] == ["refused"] * 3
    assert all(answer["interventions"] == answer["passages"] == answer["facts"] == [] and answer["reason"] for answer in answers[2:5])
    assert CPR not in result.stdout and "[fjernet]" in answers[3]["question"]
    assert run("ask", "--batch", "-", input=file.read_bytes()).stdout == result.stdout
    assert run("ask", "--batch", "-", input=b"\xef\xbb\xbf" + file.read_bytes()).stdout == result.stdout


def test_batch_of_nothing_is_nothing(run: Run) -> None:
    result = run("ask", "--batch", "-", input="\n")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")


@pytest.mark.parametrize(
    ("line", "words"),
    [("{\"query\": ", "ikke gyldig JSON"), ("[1]", "ikke af formen"), ("{\"id\": 1}", "ikke af formen"), ("{\"query\": 3}", "ikke af formen"), ("[" * 100_000, "ikke gyldig JSON")],
    ids=["cut", "list", "no query", "number", "deep"],
)
def test_bad_line_of_a_batch_is_named_and_the_answers_before_it_stay(run: Run, line: str, words: str) -> None:
    result = run("ask", "--batch", "-", input=json.dumps({"id": "1", "query": "angst"}) + f"\n\n{line}\n")
    sentence = told(result, 2)
    assert sentence.startswith("Linje 3 ") and words in sentence
    assert json.loads(result.stdout)["id"] == "1"


def test_batch_file_that_cannot_be_read(run: Run, tmp_path: Path) -> None:
    assert "findes ikke" in told(run("ask", "--batch", str(tmp_path / "nej.jsonl")), 1)
    assert "det er en mappe" in told(run("ask", "--batch", str(tmp_path)), 1)
    (tmp_path / "latin.jsonl").write_bytes('{"query": "på"}'.encode("latin-1"))
    assert "UTF-8" in told(run("ask", "--batch", str(tmp_path / "latin.jsonl")), 1)


@pytest.mark.parametrize("question", ["", "   ", "\n\t"])
def test_empty_question(run: Run, question: str) -> None:
    result = run("ask", question)
    assert told(result, 1) == "Skriv et spørgsmål." and result.stdout == ""


def test_question_of_ten_thousand_letters(run: Run) -> None:
    result = run("ask", "--json", "barn " * 2000)
    assert told(result, 1) == "Skriv kortere – højst 4.000 tegn." and result.stdout == ""


@pytest.mark.parametrize("number", [CPR, "0102031234", "010203 1234", "01 02 03-1234", "710203-1234"])
def test_cpr_number_is_refused_masked_and_never_echoed(run: Run, number: str) -> None:
    for form in ([], ["--json"]):
        result = run("ask", *form, f"Min søn {number} har angst")
        assert result.exit_code == 1
        assert number not in result.output and "cpr-nummer" in result.stderr
        if form:
            answer = json.loads(result.stdout)
            assert answer["status"] == "refused" and answer["question"] == "Min søn [fjernet] har angst"
            assert answer["interventions"] == answer["passages"] == answer["facts"] == answer["near_misses"] == []
        else:
            assert result.stdout == ""


@pytest.mark.parametrize(
    "arguments",
    [["text", CPR], ["facts", "--subject", CPR], ["facts", "--relation", CPR], ["ask", "--batch", f"{CPR}.jsonl"], ["sparql", CPR], [CPR], ["ask", "a", CPR],
     ["export", CPR], ["ask", f"--{CPR}"], ["check", "--shapes", f"{CPR}.ttl"], ["evaluate", f"{CPR}.jsonl"]],
)  # fmt: skip
def test_cpr_number_in_any_argument_is_not_echoed(run: Run, arguments: list[str]) -> None:
    result = run(*arguments)
    told(result, result.exit_code)
    assert result.exit_code in (1, 2) and CPR not in result.output


def test_bytes_that_are_not_utf8_in_an_argument(settings: Settings) -> None:
    result = subprocess.run(
        [sys.executable, "-c", "from web.cli import main; main()", "ask", "--json", b"angst \xff\xfe hos mit barn"],
        capture_output=True, env={**os.environ, "TRIVSEL_DATA": str(settings.data)}, cwd=REPOSITORY, timeout=600,
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout)["question"] == "angst ?? hos mit barn"


def test_half_signs_in_a_batch(run: Run) -> None:
    result = run("ask", "--batch", "-", input='{"id": "1", "query": "angst \\ud800 hos mit barn"}\n')
    assert result.exit_code == 0 and json.loads(result.stdout)["question"] == "angst ? hos mit barn"


def test_terminal_without_danish_letters(settings: Settings) -> None:
    result = outside("ask", "--json", "Hvad er U-Start?", data=settings.data, env={"PYTHONIOENCODING": "ascii", "LC_ALL": "C"})
    assert result.returncode == 0, result.stderr
    assert " › " in json.loads(result.stdout)["passages"][0]["section"]


# facts, sparql, export, check, documents, text


def test_facts_as_json_lines(run: Run, service: Service) -> None:
    result = run("facts")
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    facts = [*service.stated, *service.links]
    assert result.exit_code == 0 and len(rows) == len(facts) > 500
    assert rows == [json.loads(json.dumps(fact.to_json())) for fact in facts]
    assert len({row["id"] for row in rows}) == len(rows)
    for row in rows:
        assert service.document(row["document"]).text[row["start"]:row["end"]] == row["quote"]


def test_facts_narrowed(run: Run) -> None:
    rows = [json.loads(line) for line in run("facts", "--subject", "U-Start", "--relation", "age_min").stdout.splitlines()]
    assert {(row["subject"], row["relation"]) for row in rows} <= {("U-Start", "age_min")}
    laws = [json.loads(line)["object"] for line in run("facts", "--subject", "U-Start", "--relation", "legal_basis").stdout.splitlines()]
    assert "Barnets lov § 32" in laws
    nothing = run("facts", "--subject", "U-Start", "--relation", "risk_factor_of")
    assert (nothing.exit_code, nothing.stdout) == (0, "")
    assert "Mente du »U-Start«" in told(run("facts", "--subject", "u-start"), 1)
    assert "»legal_basi« findes ikke" in told(run("facts", "--relation", "legal_basi"), 1)


def test_facts_as_csv(run: Run, service: Service) -> None:
    written = run("facts", "--format", "csv").stdout_bytes
    assert written.startswith(b"\xef\xbb\xbfid;subject;relation;object;") and written.count(b"\r\n") > 500
    rows = list(csv.DictReader(io.StringIO(written.decode("utf-8-sig"), newline=""), delimiter=";"))
    facts = [*service.stated, *service.links]
    assert [row["id"] for row in rows] == [fact.id for fact in facts]
    for row, fact in zip(rows, facts):
        assert row["quote"] in (fact.quote, f"'{fact.quote}") and int(row["start"]) == fact.start
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row.values())
    empty = run("facts", "--format", "csv", "--subject", "U-Start", "--relation", "risk_factor_of").stdout_bytes
    assert empty == written[:written.index(b"\r\n") + 2]


@pytest.mark.parametrize("text", ["=1+1", "+45 33", "-2", "@SUM(A1)", "\tx", "\rx", "a=b", "", "-"])
def test_formulas_are_disarmed(text: str) -> None:
    fact = Fact(text, "type", text, "d", "s", text, 0, 1, value=-5.0)
    [read] = csv.DictReader(io.StringIO(facts_csv([fact]).removeprefix("\ufeff"), newline=""), delimiter=";")
    armed = text[:1] in set("=+-@\t\r")
    assert read["subject"] == read["object"] == read["quote"] == (f"'{text}" if armed else text)
    assert read["value"] == "-5.0"


def test_sparql(run: Run) -> None:
    query = "SELECT (COUNT(*) AS ?antal) WHERE { ?s ?p ?o }"
    direct, piped = run("sparql", query), run("sparql", "-", input=query)
    assert direct.exit_code == piped.exit_code == 0 and direct.stdout == piped.stdout
    [row] = json.loads(direct.stdout)["results"]["bindings"]
    assert int(row["antal"]["value"]) > 5000
    label = run("sparql", 'SELECT ?s WHERE { ?s ?p "U-Start"@da } LIMIT 1')
    assert json.loads(label.stdout)["results"]["bindings"]


def test_sparql_tells_when_rows_are_left_out(run: Run) -> None:
    result = run("sparql", "SELECT ?s WHERE { ?s ?p ?o }")
    assert result.exit_code == 0 and len(json.loads(result.stdout)["results"]["bindings"]) == 10_000
    assert result.stderr == "Kun de første 10000 rækker er vist.\n"


@pytest.mark.parametrize(
    ("query", "words"),
    [("SELECT WHERE", "ikke gyldig SPARQL"), ("DELETE WHERE { ?s ?p ?o }", "kun læses"), ("", ""), ("SELECT * { SERVICE <http://a.example/> { ?s ?p ?o } }", "SERVICE er ikke tilladt")],
)
def test_sparql_that_cannot_be_answered(run: Run, query: str, words: str) -> None:
    assert words in told(run("sparql", query), 1)


def test_sparql_input_that_is_not_text(run: Run) -> None:
    assert "UTF-8" in told(run("sparql", "-", input=b"SELECT \xff"), 1)


@pytest.mark.parametrize(("form", "start"), [("turtle", b"@prefix "), ("trig", b"@prefix "), ("jsonld", b"["), ("nquads", b"<")])
def test_export(run: Run, service: Service, form: str, start: bytes) -> None:
    result = run("export", form)
    assert result.exit_code == 0 and result.stdout_bytes.startswith((start, b"{" if form == "jsonld" else start))
    assert result.stdout_bytes == service.export(form) and "U-Start".encode() in result.stdout_bytes


def test_check_finds_all_in_order(run: Run) -> None:
    result = run("check")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "Alt er i orden.\n", "")


def test_check_tells_every_moved_quote_and_every_violation_of_other_shapes(copy: Path, tmp_path: Path) -> None:
    """A generation whose files agree with its manifest but not with each other."""
    folder = current(copy)
    document = json.loads((folder / "documents" / "praksisoverblik.json").read_text(encoding="utf-8"))
    rewrite(folder, "documents/praksisoverblik.json", json.dumps({**document, "text": " " + document["text"]}))
    shapes = tmp_path / "mine.ttl"
    shapes.write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix cpsv: <http://purl.org/vocab/cpsv#> .\n"
        '<urn:s> a sh:NodeShape ; sh:targetClass cpsv:PublicService ; sh:property [ sh:path <urn:mangler> ; sh:minCount 1 ; sh:message "mangler noget"@da ] .\n',
        encoding="utf-8",
    )
    result = CliRunner().invoke(main, ["check", "--shapes", str(shapes)])
    problems = result.stdout.splitlines()
    assert told(result, 1) == f"{len(problems)} fejl fundet."
    moved = [line for line in problems if line.startswith("Citatet for U-Start (")]
    assert moved and all("står ikke i praksisoverblik på plads" in line for line in moved)
    assert any(line.startswith("Afsnittet praksisoverblik") for line in problems)
    assert not any("i handlevejledning på plads" in line for line in problems)
    broken = [line for line in problems if "urn:mangler" in line]
    assert len(broken) >= 10 and any("u-start" in line.casefold() for line in broken)


def test_check_with_shapes_that_cannot_be_read(run: Run, tmp_path: Path) -> None:
    assert "nej.ttl" in told(run("check", "--shapes", str(tmp_path / "nej.ttl")), 1)
    (tmp_path / "brudt.ttl").write_text("<a> <b> .\n")
    assert "brudt.ttl har en fejl i linje 1" in told(run("check", "--shapes", str(tmp_path / "brudt.ttl")), 1)


def rewrite(folder: Path, name: str, text: str) -> None:
    """Write a file of a generation and its checksum."""
    (folder / name).write_text(text, encoding="utf-8")
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["files"][name] = hashlib.sha256((folder / name).read_bytes()).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest))


def test_documents(run: Run) -> None:
    rows = [line.split("\t") for line in run("documents").stdout.splitlines()]
    assert [row[0] for row in rows] == ["trivselsstrategi", "handlevejledning", "integrationspolitik", "praksisoverblik"]
    assert {row[0]: row[3] for row in rows}["integrationspolitik"] == "udkast" and all(len(row) == 4 and row[1] for row in rows)


def test_text_is_what_offsets_refer_to(run: Run, service: Service) -> None:
    for id_, document in service.documents.items():
        assert run("text", id_).stdout_bytes == document.text.encode()
    assert "Mente du »praksisoverblik«?" in told(run("text", "praksisoverblikket"), 1)


def test_evaluate_with_a_file_that_is_no_questions(run: Run, tmp_path: Path) -> None:
    assert "findes ikke" in told(run("evaluate", str(tmp_path / "nej.jsonl")), 1)
    (tmp_path / "q.jsonl").write_text('{"query": "a"}\n{')
    assert "q.jsonl, linje 2" in told(run("evaluate", str(tmp_path / "q.jsonl")), 1)


# wrong use and help


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["findes-ikke"], "Kommandoen findes ikke"), (["ask", "--ukendt"], "Tilvalget findes ikke"), (["--ukendt"], "Tilvalget findes ikke"),
        (["ask"], "Skriv et spørgsmål, fx"), (["text"], "mangler noget"), (["sparql"], "mangler noget"), (["export"], "mangler noget"),
        (["export", "xml"], "ikke gyldig"), (["facts", "--format", "xml"], "ikke gyldig"), (["serve", "--port", "99999"], "ikke gyldig"),
        (["serve", "--port", "otte"], "ikke gyldig"), (["ask", "--batch"], "kan ikke bruges sådan"), (["ask", "--json=ja", "x"], "kan ikke bruges sådan"),
        (["ask", "Hvem", "hjælper?"], "for mange ord"), (["ask", "x", "--batch", "-"], "ikke begge dele"), (["documents", "x"], "for mange ord"),
    ],
)  # fmt: skip
def test_wrong_use(run: Run, arguments: list[str], words: str) -> None:
    result = run(*arguments)
    assert words in told(result, 2) and result.stdout == ""


def test_no_command_shows_the_help(run: Run) -> None:
    result = run()
    assert result.exit_code == 2 and "Kommandoer:" in result.stderr


@pytest.mark.parametrize("command", sorted(COMMANDS | {""}))
def test_help_is_danish(run: Run, command: str) -> None:
    for flag in ("--help", "-h"):
        result = run(*filter(None, (command, flag)))
        assert result.exit_code == 0 and result.stderr == ""
        assert result.stdout.startswith("Brug: ") and "Tilvalg:" in result.stdout and "Vis denne hjælp." in result.stdout
        english = re.compile(r"\b(Usage|Options|Commands|Show|default|COMMAND|ARGS|TEXT|PATH|INTEGER|FILE|QUERY|QUESTION)\b")
        assert not english.search(result.stdout), result.stdout


def test_help_names_every_command() -> None:
    assert set(main.commands) >= COMMANDS
    assert all(command.help and isinstance(command, click.Command) for command in main.commands.values())


# the data folder and its files


def test_first_question_builds_what_is_missing_the_same_with_other_hashes(settings: Settings, tmp_path: Path) -> None:
    data = tmp_path / "ny" / "mappe"
    result = outside("ask", "--json", QUESTION, data=data, env={"PYTHONHASHSEED": "4242"})
    assert result.returncode == 0, result.stderr
    stages = ("Læser dokumenterne", "Finder oplysninger", "Sammenligner indsatser og dokumenter", "Følger målene", "Bygger grafen", "Bygger søgeindekset")
    assert result.stderr.splitlines() == [f"{stage} …" for stage in stages]
    assert json.loads(result.stdout)["status"] == "answered"
    old, new = current(settings.data), current(data)
    names = sorted(path.name for path in old.glob("trivselsgrafen.*"))
    assert names == [f"trivselsgrafen.{suffix}" for suffix in ("jsonld", "nq", "trig", "ttl")]
    for name in [*names, "index.json", "facts/rows.jsonl", "overlaps.json", "conflicts.json", "analyses.json", "documents/praksisoverblik.json", "entries/vectors.faiss", "needs/labels.npy", "labels/needs/rows.npy"]:
        assert (old / name).read_bytes() == (new / name).read_bytes(), f"{name} differs"


@pytest.mark.parametrize("command", [["ask", "angst"], ["build"], ["facts"], ["serve", "--port", "0"]])
def test_data_folder_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]) -> None:
    (tmp_path / "fil").write_text("x")
    monkeypatch.setenv("TRIVSEL_DATA", str(tmp_path / "fil" / "data"))
    sentence = told(CliRunner().invoke(main, command), 1)
    assert sentence.startswith("Der kan ikke skrives i ") and "Kontrollér plads og rettigheder" in sentence


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_data_folder_without_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tmp_path.chmod(0o500)
    monkeypatch.setenv("TRIVSEL_DATA", str(tmp_path / "data"))
    assert "adgang nægtet" in told(CliRunner().invoke(main, ["build"]), 1)


@pytest.mark.parametrize("name", ["index.json", "entries/vectors.faiss", "needs/needs.json", "trivselsgrafen.ttl", "documents/handlevejledning.json"])
def test_flipped_byte_says_build_again(copy: Path, name: str) -> None:
    path = current(copy) / name
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    for command in (["ask", "angst"], ["facts"], ["check"], ["serve", "--port", "0"]):
        sentence = told(CliRunner().invoke(main, command), 1)
        assert name in sentence and "beskadiget" in sentence and "Kør »trivsel build«" in sentence


def test_pointer_to_nothing_says_build_again(copy: Path) -> None:
    (copy / "CURRENT").write_text("gen-99")
    assert "Kør »trivsel build«" in told(CliRunner().invoke(main, ["ask", "angst"]), 1)


def test_generation_of_another_edition_says_build_again(copy: Path) -> None:
    folder = current(copy)
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps({**manifest, "format": manifest["format"] - 1}))
    assert "en anden udgave af programmet. Kør »trivsel build«" in told(CliRunner().invoke(main, ["ask", "angst"]), 1)


def test_model_that_is_not_there(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "modules.json").write_text('[{"type": "StaticEmbedding", "path": ""}]')
    monkeypatch.setenv("TRIVSEL_MODEL", str(tmp_path))
    assert "TRIVSEL_MODEL" in told(run("ask", "angst"), 1)


# documents that are not text

ROWS = "id,title,publisher,date,status,sha256,file,role\n"


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"\xff\xd8\xff\xe0 billede", "ikke tekst i UTF-8"), (b"tekst\0mere", "binær fil"), (b"", "er tom"), (b" \n", "er tom"), (None, "findes ikke")],
)
def test_document_that_is_not_text(tmp_path: Path, content: bytes | None, words: str) -> None:
    if content is not None:
        (tmp_path / "brev.txt").write_bytes(content)
    digest = hashlib.sha256(content or b"").hexdigest()
    (tmp_path / "sources.csv").write_text(f"{ROWS}brev,Brev,BUF,2024,gældende,{digest},brev.txt,text\n", encoding="utf-8")
    with pytest.raises(UnreadableDocument, match=words) as caught:
        list(read_catalogue(tmp_path))
    assert str(caught.value).startswith("brev.txt ")


def test_document_that_differs_from_its_checksum(tmp_path: Path) -> None:
    (tmp_path / "brev.txt").write_text("# Overskrift\n\nTekst.\n", encoding="utf-8")
    (tmp_path / "sources.csv").write_text(f"{ROWS}brev,Brev,BUF,2024,gældende,{'0' * 64},brev.txt,text\n", encoding="utf-8")
    with pytest.raises(UnreadableDocument, match="brev.txt er ændret"):
        list(read_catalogue(tmp_path))


def test_build_with_a_damaged_document_keeps_the_old_generation(copy: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    before = current(copy)
    (tmp_path / "sources.csv").write_bytes(b"\xff\xfe")
    monkeypatch.setattr("web.build.entries", lambda library: shipped_entries(tmp_path))
    result = CliRunner().invoke(main, ["build"])
    assert "sources.csv er ikke tekst i UTF-8" in told(result, 1)
    assert current(copy) == before and not list(copy.glob(".tmp-*"))


# serve


def test_port_in_use(run: Run) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        sentence = told(run("serve", "--port", str(port)), 1)
    assert sentence == f"Der kan ikke lyttes på 127.0.0.1:{port} (porten er i brug). Vælg en anden adresse med --host eller port med --port."


@pytest.mark.parametrize(("host", "words"), [("192.0.2.1", "ikke til denne maskine"), ("a" * 70 + ".dk", "")])
def test_host_that_is_not_ours(run: Run, monkeypatch: pytest.MonkeyPatch, host: str, words: str) -> None:
    monkeypatch.setenv("TRIVSEL_AUTH", "proxy")
    monkeypatch.setenv("TRIVSEL_AUTH_PROXIES", "127.0.0.1")
    sentence = told(run("serve", "--host", host, "--port", "0"), 1)
    assert sentence.startswith(f"Der kan ikke lyttes på {host}:0 (") and words in sentence


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "kk.example", "localhost.kk.example", ""])
def test_nobody_else_can_reach_a_service_without_a_login(run: Run, host: str) -> None:
    sentence = told(run("serve", "--host", host, "--port", "0"), 1)
    assert sentence == (
        f"På {host} kan andre nå tjenesten, og den har ikke noget login. Sæt TRIVSEL_AUTH til proxy eller oidc (se README), eller brug --host 127.0.0.1."
    )


@pytest.mark.parametrize(
    ("way", "words"),
    [("saml", "kan være proxy eller oidc, ikke »saml«"), ("proxy", "kræver også TRIVSEL_AUTH_PROXIES"), ("oidc", "TRIVSEL_OIDC_ISSUER og TRIVSEL_OIDC_CLIENT og")],
)
def test_login_that_is_not_set_up_is_explained(run: Run, monkeypatch: pytest.MonkeyPatch, way: str, words: str) -> None:
    monkeypatch.setenv("TRIVSEL_AUTH", way)
    assert words in told(run("serve", "--host", "0.0.0.0", "--port", "0"), 1)


def test_serve_announces_its_address_answers_and_stops(settings: Settings) -> None:
    serving = subprocess.Popen(
        [sys.executable, "-c", "from web.cli import main; main()", "serve", "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        encoding="utf-8", env={**os.environ, "TRIVSEL_DATA": str(settings.data), "PYTHONUNBUFFERED": "1"}, cwd=REPOSITORY,
    )  # fmt: skip
    try:
        assert serving.stdout is not None
        line = serving.stdout.readline()
        address = re.search(r"http://127\.0\.0\.1:\d+/", line)
        assert address, line
        with urllib.request.urlopen(address.group(), timeout=20) as page:
            assert page.status == 200 and "Trivselsgrafen" in page.read().decode()
        serving.send_signal(signal.SIGINT)
        out, err = serving.communicate(timeout=20)
    finally:
        serving.kill()
        serving.wait()
    assert serving.returncode in (0, 1) and "Traceback" not in out + err


# as a process of its own


def test_process_ends_with_the_code_and_one_sentence(settings: Settings) -> None:
    script = Path(sys.executable).with_name("trivsel")
    for arguments, code, words in ((["ask", ""], 1, "Skriv et spørgsmål."), (["ask", "--nej"], 2, "Tilvalget findes ikke"), (["ask", CPR], 1, "cpr-nummer")):
        done = subprocess.run(
            [str(script), *arguments], capture_output=True, encoding="utf-8", env={**os.environ, "TRIVSEL_DATA": str(settings.data)}, timeout=600
        )
        assert done.returncode == code and words in done.stderr
        assert "Traceback" not in done.stderr and CPR not in done.stdout + done.stderr


def test_reader_that_goes_away_is_no_error(settings: Settings) -> None:
    code = "from web.cli import main; main(['facts'])"
    done = subprocess.run(
        ["bash", "-c", '"$0" -c "$1" | head -n 1', sys.executable, code], capture_output=True, encoding="utf-8", timeout=600,
        env={**os.environ, "TRIVSEL_DATA": str(settings.data)}, cwd=REPOSITORY,
    )  # fmt: skip
    assert json.loads(done.stdout)["relation"] and done.stderr == ""


def test_reasons_are_danish_for_every_common_error() -> None:
    assert reason(PermissionError(13, "Permission denied")) == "adgang nægtet"
    assert reason(OSError(28, "No space left on device")) == "disken er fuld"
    assert reason(OSError(95, "Operation not supported")) == "fejl 95"
    assert reason(OSError("odd")) == "ukendt fejl"
