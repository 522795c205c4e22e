"""The shipped documents made into Word and PDF files by LibreOffice and read back: their facts come out as from the text."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest
from conversion import OFFICE, as_html, convert

from corpus.catalogue import SHIPPED, read_catalogue
from corpus.document import Document
from corpus.reader import read_document
from corpus.reading import read_file
from graph.extraction import extract_facts

LEAST = 0.98
IDS = ("trivselsstrategi", "handlevejledning", "integrationspolitik", "praksisoverblik")

pytestmark = pytest.mark.skipif(not OFFICE and "CI" not in os.environ, reason="LibreOffice (soffice) is not installed; CI installs it")

Saying = tuple[str, str, str | None, float | None]


@pytest.fixture(scope="module")
def documents() -> dict[str, Document]:
    return {document.id: document for document in read_catalogue()}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The four documents as Word and PDF files."""
    folder = tmp_path_factory.mktemp("converted")
    pages = [folder / f"{id_}.html" for id_ in IDS]
    for page in pages:
        page.write_text(as_html((SHIPPED / f"{page.stem}.md").read_text(encoding="utf-8")), encoding="utf-8")
    for format_ in ("docx", "pdf"):
        convert(pages, format_, folder)
    return folder


def said(document: Document) -> Counter[Saying]:
    return Counter((fact.subject, fact.relation, fact.object, fact.value) for fact in extract_facts([document]))


@pytest.mark.parametrize("format_", ["docx", "pdf"])
@pytest.mark.parametrize("id_", IDS)
def test_facts_of_a_converted_document(id_: str, format_: str, documents: dict[str, Document], folder: Path) -> None:
    extracted = read_file(folder / f"{id_}.{format_}")
    others = [(SHIPPED / "trivselsstrategi-pdf.txt").read_text(encoding="utf-8")] if id_ == "trivselsstrategi" else []
    expected, found = said(documents[id_]), said(read_document(documents[id_].source, extracted.pieces, others))
    assert (extracted.format, expected.total() > 300) == (format_, True)
    assert (expected & found).total() >= LEAST * expected.total(), expected - found
    assert (found - expected).total() <= (1 - LEAST) * expected.total(), found - expected
