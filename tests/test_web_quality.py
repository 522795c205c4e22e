"""The figures that the page Om shows: those that were kept, of which questions and which state of the program, and no question among them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from search import quality as kept
from search.evaluation import measure
from search.quality import MEASURED, Measured, keep_measured, read_measured
from web import quality
from web.cli import main
from web.settings import Settings


def test_last_run_of_each_set_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "quality.json"
    assert read_measured(path) == []
    for figure, commit in ((0.51249, "a1"), (0.61251, "b2")):
        keep_measured(Measured("mine", 10, 2, "2026-11-26", commit, {"intervention_first": figure}), path)
    keep_measured(Measured("andre", 3, 0, "2026-11-27", "c3", {"intervention_first": 1.0}), path)
    assert read_measured(path) == [
        Measured("andre", 3, 0, "2026-11-27", "c3", {"intervention_first": 1.0}), Measured("mine", 10, 2, "2026-11-26", "b2", {"intervention_first": 0.613}),
    ]  # fmt: skip


def test_kept_figures_hold_no_question() -> None:
    rows = json.loads(MEASURED.read_text(encoding="utf-8"))
    assert {row["questions"] for row in rows} >= {"heldout", "questions"}
    assert all(set(row) == {"questions", "count", "unanswerable", "date", "commit", "figures"} for row in rows)
    assert all(set(row["figures"]) == set(measure([], [])) and all(0 <= value <= 1 for value in row["figures"].values()) for row in rows)


def test_page_tells_every_figure_in_words(client: FlaskClient) -> None:
    page = client.get("/om").get_data(as_text=True)
    told = page.partition('id="kvalitet"')[2].partition("<h2")[0]
    for run in read_measured():
        assert f"{round(100 * run.figures['intervention_first'])} pct." in told and f"{round(100 * run.figures['refused_rightly'])} pct." in told
        assert f"<td>{run.count}, heraf {run.unanswerable} " in told and f"<code>{run.commit}</code>" in told
    assert told.count("<td>") == len(read_measured()) * 9 and "Ikke målt" not in told
    assert 'href="/om#kvalitet"' in client.get("/data").get_data(as_text=True)


def test_command_keeps_what_it_measured(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "quality.json"
    monkeypatch.setattr(quality, "keep_measured", lambda run: keep_measured(run, path))
    (tmp_path / "to.jsonl").write_text('{"query": "xyzzy qwerty plugh", "kind": "none"}\n{"query": "U-Start", "interventions": ["U-Start"]}\n', encoding="utf-8")
    ran = CliRunner().invoke(main, ["evaluate", str(tmp_path / "to.jsonl"), "--keep", "abc1234"], env={"TRIVSEL_DATA": str(settings.data)})
    assert ran.exit_code == 0, ran.output
    (run,) = kept.read_measured(path)
    assert (run.questions, run.count, run.unanswerable, run.commit) == ("to", 2, 1, "abc1234")
    assert run.figures["intervention_first"] == 1.0 and run.figures["refused_rightly"] == 1.0
