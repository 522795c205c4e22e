"""The files as they came: byte for byte, of the right kind, under a harmless name, and no address leads to any other file."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from corpus.catalogue import SHIPPED, Entry
from corpus.document import Source
from corpus.library import Kept
from corpus.originals import HTML, MARKDOWN, OPEN_DOCUMENT, PDF, PLAIN, WORD, Original, originals_of
from web import originals, pages
from web.citations import page_at, source_words
from web.startup import Service


def packed(name: str, content: bytes = b"") -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr(name, content)
    return kept.getvalue()


def kept_as(tmp_path: Path, content: bytes, name: str) -> list[Original]:
    """What is found of one of the user's own files, kept under its checksum."""
    sha256 = hashlib.sha256(content).hexdigest()
    path = tmp_path / sha256
    path.write_bytes(content)
    kept = Kept("x", "x@2026", "X", "Y", "2026", "gældende", sha256, name, "2026-01-01T00:00:00+01:00", "mads")
    return originals_of(Entry(Source("x", "X", "Y", "2026", "gældende", sha256), "x@2026", ((path, sha256),), (), kept))


@pytest.mark.parametrize(
    ("content", "name", "media_type", "saved_as"),
    [
        (b"%PDF-1.7\n...", "Notat.pdf", PDF, "Notat.pdf"),
        (b"%PDF-1.7\n...", "Notat.txt", PDF, "Notat.txt.pdf"),
        (packed("word/document.xml"), "Aftale om Amager.docx", WORD, "Aftale om Amager.docx"),
        (packed("content.xml"), "Aftale.odt", OPEN_DOCUMENT, "Aftale.odt"),
        (b"<!doctype html><title>x</title><script>alert(1)</script>", "side.htm", HTML, "side.htm.html"),
        (b"\xef\xbb\xbf# Plan", "plan.md", MARKDOWN, "plan.md"),
        ("Blåbær på Østerbro".encode("latin-1"), "Blåbær.txt", PLAIN, "Blåbær.txt"),
        (b"tekst", "../../../etc/passwd", PLAIN, "passwd.txt"),
        (b"tekst", "C:\\Users\\x\\liste.txt", PLAIN, "liste.txt"),
        (b"tekst", "a\r\nSet-Cookie: b=c.txt", PLAIN, "a_Set-Cookie_ b_c.txt"),
        (b"tekst", "…", PLAIN, "_.txt"),
        (b"tekst", "..", PLAIN, "dokument.txt"),
    ],
)
def test_kind_is_told_by_the_bytes_and_the_name_is_no_path(tmp_path: Path, content: bytes, name: str, media_type: str, saved_as: str) -> None:
    (file,) = kept_as(tmp_path, content, name)
    assert (file.media_type, file.name, file.size) == (media_type, saved_as, len(content)) and file.is_whole()


def test_shipped_files_come_as_they_are(client: FlaskClient, service: Service) -> None:
    for id_, names in {"handlevejledning": ["handlevejledning.md"], "trivselsstrategi": ["trivselsstrategi.md", "trivselsstrategi-pdf.txt"]}.items():
        page = client.get(f"/dokument/{id_}").get_data(as_text=True)
        listed = client.get(f"/api/v1/documents/{id_}").get_json()["originals"]
        assert [row["name"] for row in listed] == names
        for number, (name, row) in enumerate(zip(names, listed, strict=True), 1):
            content = (SHIPPED / name).read_bytes()
            assert f'href="/dokument/{id_}/original/{number}"' in page
            for address in (f"/dokument/{id_}/original/{number}", row["url"]):
                with client.get(address) as sent:
                    assert sent.status_code == 200 and sent.data == content and hashlib.sha256(content).hexdigest() == row["sha256"]
                    assert sent.headers["Content-Disposition"] == f"attachment; filename={name}" and sent.headers["X-Content-Type-Options"] == "nosniff"
                    assert sent.headers["Content-Type"] == row["media_type"] == (PLAIN if name.endswith(".txt") else MARKDOWN)
    assert service.documents["handlevejledning"].source.sha256 == client.get("/api/v1/documents/handlevejledning").get_json()["originals"][0]["sha256"]


def test_pdf_opens_in_the_browser_and_html_is_only_saved(client: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = [*kept_as(tmp_path, b"%PDF-1.7\n...", "Årsplan 2027.pdf"), *kept_as(tmp_path, b"<html><script>alert(1)</script>", "side.html")]
    monkeypatch.setattr(originals, "files_of", lambda document: files)
    with client.get("/dokument/praksisoverblik/original/1") as pdf, client.get("/dokument/praksisoverblik/original/2") as page:
        named = pdf.headers["Content-Disposition"]
        assert pdf.headers["Content-Type"] == PDF and named.startswith("inline; ") and named.endswith("filename*=UTF-8''%C3%85rsplan%202027.pdf")
        assert page.headers["Content-Disposition"] == "attachment; filename=side.html" and "script-src" not in page.headers["Content-Security-Policy"]
        assert all(sent.headers["Content-Security-Policy"].startswith("default-src 'none'") for sent in (pdf, page))


def test_original_opens_at_the_page_of_what_is_cited(client: FlaskClient, service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "files_of", lambda document: kept_as(tmp_path, b"%PDF-1.7\n...", "Notat.pdf"))
    monkeypatch.setattr(pages, "page_at", lambda document, start: 6)
    shown = client.get("/dokument/praksisoverblik?fra=100&til=140").get_data(as_text=True)
    assert '<a href="/dokument/praksisoverblik/original/1#page=6">Åbn originalen (PDF, s. 6)</a>' in shown
    assert "Praksisoverblik – igangværende fraværsindsatser, april 2026, s. 6" in shown
    unmarked = client.get("/dokument/praksisoverblik").get_data(as_text=True)
    assert '<a href="/dokument/praksisoverblik/original/1">Åbn originalen (PDF, 0,1 MB)</a>' in unmarked


def test_pages_are_told_only_where_files_have_them(service: Service) -> None:
    overview = service.documents["praksisoverblik"]
    assert page_at(overview, 100) is None and source_words(overview.source, 6).endswith("april 2026, s. 6")
    paged = replace(overview, blocks=tuple(replace(block, page=3) for block in overview.blocks))
    assert page_at(paged, paged.blocks[0].start) == 3 and page_at(paged, len(paged.text) + 9) is None


def test_scanned_pages_are_told_where_they_stand_and_unread_ones_with_what_to_do(client: FlaskClient, service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    overview = service.documents["praksisoverblik"]
    half = len(overview.blocks) // 2
    blocks = tuple(replace(block, page=1 if place < half else 2) for place, block in enumerate(overview.blocks))
    monkeypatch.setitem(service.documents._read, overview.id, replace(overview, blocks=blocks, pages=5, scanned=(2,), unread=(3, 4, 5)))
    page = client.get(f"/dokument/{overview.id}?fra={blocks[half].start}&til={blocks[half].end}").get_data(as_text=True)
    told = '<p class="scan"><strong>Side 2.</strong> Denne side er scannet. Teksten kan have fejl.</p>'
    assert page.count(told) == 1 and re.search(f'{re.escape(told)}\\s*<[^>]*id="a-{blocks[half].start}"', page)
    assert "<strong>Ikke læst: side 3-5.</strong>" in page and "Tesseract med dansk" in page and "<dt>Sider</dt><dd>5</dd>" in page
    assert f'<a href="/dokument/{overview.id}">Side 3-5</a>' in client.get("/data").get_data(as_text=True)
    assert "<strong>Ikke læst:</strong> side 3-5." in client.get("/dokumenter").get_data(as_text=True)
    told_to_programs = client.get(f"/api/v1/documents/{overview.id}").get_json()
    assert (told_to_programs["pages"], told_to_programs["scanned"], told_to_programs["unread"]) == (5, [2], [3, 4, 5])


def test_day_a_document_was_fetched_is_told(client: FlaskClient, service: Service) -> None:
    assert "<dt>Hentet</dt><dd>21. november 2026</dd>" in client.get("/dokument/praksisoverblik").get_data(as_text=True)
    assert client.get("/dokumenter").get_data(as_text=True).count("Hentet 21. november 2026") == len(service.documents)
    assert f"{len(service.documents)} dokumenter, senest hentet 21. november 2026," in client.get("/om").get_data(as_text=True)


def test_changed_or_missing_file_is_never_given(client: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (file,) = kept_as(tmp_path, b"%PDF-1.7\n...", "Notat.pdf")
    monkeypatch.setattr(originals, "files_of", lambda document: [file])
    file.path.write_bytes(b"%PDF-1.7\n..!")
    assert client.get("/dokument/praksisoverblik/original/1").status_code == 404
    file.path.unlink()
    assert client.get("/dokument/praksisoverblik/original/1").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/dokument/praksisoverblik/original/0", "/dokument/praksisoverblik/original/2", "/dokument/praksisoverblik/original/-1", "/dokument/praksisoverblik/original/99999999999999999999",
        "/dokument/praksisoverblik/original/../../sources.csv", "/dokument/praksisoverblik/original/..%2f..%2fsources.csv", "/dokument/..%2fsources/original/1",
        "/dokument/%2e%2e/original/1", "/dokument/findes-ikke/original/1", "/api/v1/documents/findes-ikke/originals/1", "/api/v1/documents/..%2fslips/originals/1",
        "/api/v1/documents/praksisoverblik/originals/2",
    ],
)  # fmt: skip
def test_no_address_leads_to_another_file(client: FlaskClient, address: str) -> None:
    sent = client.get(address)
    assert sent.status_code == 404 and b"sha256," not in sent.data
