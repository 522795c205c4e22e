"""The style sheets: only what pages use, from our own host, within their budget."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
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


@pytest.mark.parametrize("ink, ground", [
    ("ink", "paper"), ("soft", "paper"), ("link", "paper"), ("link", "ground"), ("link", "possible-ground"), ("ink", "possible-ground"), ("bar-text", "bar"),
    ("ink", "draft-ground"), ("ink", "strong-ground"), ("link", "draft-ground"), ("link", "strong-ground"), ("soft", "ground"), ("accent-text", "accent"),
    ("inferred", "inferred-ground"), ("stated", "paper"), ("danger", "paper"), ("draft", "draft-ground"),
])  # fmt: skip
def test_text_on_drawings_and_lists_has_contrast(ink: str, ground: str) -> None:
    """The colours that axe cannot measure where they stand: at least 4.5 to 1 in both themes (WCAG 1.4.3)."""
    css = (STATIC / "trivsel.css").read_text(encoding="utf-8")
    blocks = re.findall(r"(:root|\[data-bs-theme=\"dark\"\]|:root:not\(\[data-bs-theme\]\)) \{(.*?)\n *\}", css, re.DOTALL)[:3]
    light, dark, by_system = (dict(re.findall(r"--tg-([\w-]+): (#[0-9a-f]{3,6})\b", block)) for _, block in blocks)
    assert dark == by_system and set(light) == set(dark) and light["paper"] != dark["paper"]
    for theme in (light, dark):
        assert _contrast(theme[ink], theme[ground]) >= 4.5, (theme[ink], theme[ground])


def _contrast(one: str, other: str) -> float:
    low, high = sorted(map(_luminance, (one, other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    """Relative luminance as WCAG defines it."""
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[at:at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
