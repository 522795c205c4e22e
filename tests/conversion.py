"""Makes Word, OpenDocument, PDF and HTML files of the shipped documents with LibreOffice, for tests that read them back."""

from __future__ import annotations

import html
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

OFFICE = shutil.which("soffice")

_RULE_ROW = re.compile(r"^[\s|:-]*-{3,}[\s|:-]*$")
_INLINE = ((r"\*\*(.+?)\*\*", r"<b>\1</b>"), (r"\*(.+?)\*", r"<i>\1</i>"), (r"~~(.+?)~~", r"<s>\1</s>"), (r"\[([^\]]*)\]\(#[^)]*\)", r"\1"))
STYLE = "<style>td { vertical-align: top } p, li { font-family: Liberation Serif; font-size: 11pt }</style>"


def as_html(text: str) -> str:
    """A page of HTML with the paragraphs, lists, lines and tables of Markdown-like text."""
    return f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>x</title>{STYLE}</head><body>{"".join(_blocks(text))}</body></html>'


def _blocks(text: str) -> Iterator[str]:
    lines = (re.sub(r"^\s*\|(.*)\|\s*$", lambda row: row.group(1).replace("|", "\t"), line) for line in text.splitlines())
    lines = (line for line in lines if not (_RULE_ROW.match(line) and line.strip()))
    for kind, group in groupby(lines, key=_kind):
        if kind == "table":
            rows = ("".join(f"<td>{_cell(cell)}</td>" for cell in line.split("\t")) for line in group)
            yield f"<table border=\"1\">{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"
        elif kind == "list":
            yield f"<ul>{''.join(f'<li>{_inline(line.lstrip()[1:].strip())}</li>' for line in group)}</ul>"
        elif kind == "text":
            yield f"<p>{'<br>'.join(_inline(line) for line in group)}</p>"


def _kind(line: str) -> str:
    return "blank" if not line.strip() else "table" if "\t" in line else "list" if re.match(r"\s*[-•] ", line) else "text"


def _cell(text: str) -> str:
    """The HTML of a cell; bullets in it become items."""
    if "•" not in text:
        return _styled(text)
    lead, *items = re.split(r"•", text)
    parts = [re.sub(r"</?ul[^>]*>|</?li>", "", item) for item in items]
    rest = [re.split(r"(?=<p>)", part, maxsplit=1) for part in parts]
    return _styled(re.sub(r"<ul[^>]*>", "", lead)) + "".join(f"<ul><li>{_styled(one[0])}</li></ul>{_styled(one[1]) if one[1:] else ''}" for one in rest)


def _inline(text: str) -> str:
    return _styled(html.escape(html.unescape(text), quote=False)) if "<" not in text else _styled(text)


def _styled(text: str) -> str:
    for pattern, replacement in _INLINE:
        text = re.sub(pattern, replacement, text)
    return text


FILTERS = {"docx": "docx:MS Word 2007 XML", "pdf": "pdf:writer_pdf_Export", "odt": "odt"}


def convert(pages: Sequence[Path], format_: str, folder: Path) -> None:
    """Convert pages of HTML to docx, pdf or odt in a folder, all by one start of LibreOffice."""
    assert OFFICE
    command = [OFFICE, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--infilter=HTML (StarWriter)"]
    files = [str(page) for page in pages]
    subprocess.run([*command, "--convert-to", FILTERS[format_], "--outdir", str(folder), *files], check=True, capture_output=True, timeout=240)
