"""The style sheets: only what pages use, from our own host, within their budget."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from web.stylesheet import used_rules

STATIC = Path(__file__).parent.parent / "web" / "static"


def test_rules_without_their_classes_go() -> None:
    css = ":root{--a:1}a,.b{c:d}.e .f:not(.g,.h){i:j}@media print{.k{l:m}.b{n:o}}@media screen{.k{l:m}}@keyframes p{0%{q:r}}"
    assert list(used_rules(css, {"b", "e", "f"})) == [":root{--a:1}", "a,.b{c:d}", "@media print{.b{n:o}}"]
    assert "".join(used_rules(css, {"e", "f", "g", "h"})) == ":root{--a:1}a{c:d}.e .f:not(.g,.h){i:j}"


def test_bootstrap_has_the_rules_of_every_class_in_use(client: FlaskClient) -> None:
    css = client.get("/bootstrap.css").get_data(as_text=True)
    assert css.startswith("/*!") and "MIT" in css[:300]
    for rule in (".btn{", ".btn-primary{", ".form-control{", ".form-select{", ".table{", ".visually-hidden", ":root", "--bs-body-bg"):
        assert rule in css, rule
    assert ".carousel" not in css and "@import" not in css and not re.search(r"url\(['\"]?https?:", css)
    etag = client.get("/bootstrap.css").headers["ETag"]
    assert client.get("/bootstrap.css", headers={"If-None-Match": etag}).status_code == 304


def test_bootstrap_serve_local_true(app: Flask, client: FlaskClient) -> None:
    assert app.config["BOOTSTRAP_SERVE_LOCAL"] is True
    page = client.get("/").get_data(as_text=True)
    assert re.findall(r'<link rel="stylesheet" href="([^"]+)">', page) == ["/bootstrap.css", "/static/trivsel.css"]


def test_budget_of_styles_and_script_is_kept(client: FlaskClient) -> None:
    sheets = [client.get("/bootstrap.css").data, (STATIC / "trivsel.css").read_bytes()]
    assert sum(len(gzip.compress(sheet)) for sheet in sheets) <= 35_000
    assert (STATIC / "trivsel.js").stat().st_size <= 8_000
    assert "@font-face" not in b"".join(sheets).decode()
