"""Formats: the same text comes out of Word, OpenDocument, HTML, PDF and old encodings; what is left out is told."""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import docx
import pypdfium2
import pytest
from bombs import package, paragraph, word
from docx.enum.text import WD_BREAK
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph, Table
from reportlab.lib.styles import ParagraphStyle

from corpus.catalogue import Entry, read_entry
from corpus.document import Document, Source
from corpus.errors import Refusal
from corpus.extracted import Extracted
from corpus.formats.encoding import decoded
from corpus.formats.kinds import extract
from corpus.reader import read_document

SOURCE = Source("notat", "Notat", "Københavns Kommune", "2026", "gældende")
SENTENCES = [f"Sætning nummer {number} handler om børn og unge, der har brug for hjælp i skolen." for number in range(1, 81)]
BODY = ParagraphStyle("body", fontName="Helvetica", fontSize=10, leading=12, spaceAfter=6)


def shown(extracted: Extracted) -> list[tuple[str, str]]:
    return [(piece.kind, piece.text) for piece in extracted.pieces]


def document_of(extracted: Extracted) -> Document:
    return read_document(SOURCE, extracted.pieces)


def pdf_by(draw: Callable[[Canvas], None]) -> bytes:
    data = io.BytesIO()
    canvas = Canvas(data, pagesize=A4)
    draw(canvas)
    canvas.save()
    return data.getvalue()


# --- Word -------------------------------------------------------------------------------------------------------------


def word_file(write: Callable[[docx.document.Document], None]) -> bytes:
    data, file = io.BytesIO(), docx.Document()
    write(file)
    file.save(data)
    return data.getvalue()


def test_headings_lists_and_tables_of_word() -> None:
    def write(file: docx.document.Document) -> None:
        file.add_heading("U-Start (BUF)", level=1)
        file.add_paragraph("Indsatsen hjælper elever tilbage i skole.")
        file.add_paragraph("Elever fra 0.-9. klasse", style="List Bullet")
        file.add_paragraph("Tal med skolen", style="List Number")
        file.add_paragraph("Tal med forældrene", style="List Number")
        table = file.add_table(rows=2, cols=2)
        table.cell(0, 0).text, table.cell(0, 1).text = "Målgruppe", "Elever med fravær"
        table.cell(1, 0).text = "Hvor"
        table.cell(1, 1).text = "Amager"
        table.cell(1, 1).add_paragraph("Valby", style="List Bullet")

    assert shown(extract(word_file(write))) == [
        ("heading", "U-Start (BUF)"), ("paragraph", "Indsatsen hjælper elever tilbage i skole."), ("item", "Elever fra 0.-9. klasse"),
        ("item", "1) Tal med skolen"), ("item", "2) Tal med forældrene"), ("label", "Målgruppe"), ("paragraph", "Elever med fravær"),
        ("label", "Hvor"), ("paragraph", "Amager"), ("item", "Valby"),
    ]  # fmt: skip


def test_tracked_changes_docx() -> None:
    run = "<w:r><w:t xml:space='preserve'>{}</w:t></w:r>"
    body = (
        "<w:p>" + run.format("Vi hjælper ") + "<w:ins w:id='1' w:author='A'>" + run.format("alle ") + "</w:ins>"
        + "<w:del w:id='2' w:author='A'><w:r><w:delText xml:space='preserve'>de fleste </w:delText></w:r></w:del>" + run.format("børn.") + "</w:p>"
        + "<w:p><w:pPr><w:rPr><w:del w:id='3'/></w:rPr></w:pPr>" + run.format("Skolen ") + "</w:p><w:p>" + run.format("tager kontakt.") + "</w:p>"
        + "<w:p><w:r><w:rPr><w:strike/></w:rPr><w:t>Dette gælder ikke mere.</w:t></w:r>" + run.format("Dette gælder.") + "</w:p>"
    )  # fmt: skip
    document = document_of(extract(word(body)))
    assert document.text == "Vi hjælper alle børn.\n\nSkolen tager kontakt.\n\nDette gælder.\n"
    assert {(repair.before, repair.after, repair.rule) for repair in document.repairs} == {
        ("{++alle ++}", "alle ", "sporet indsættelse"), ("~~de fleste ~~", "", "sporet sletning"),
        ("~~Dette gælder ikke mere.~~", "", "sporet sletning"),
    }  # fmt: skip


def test_footnotes_and_comments_of_word() -> None:
    note = f'<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:footnote w:id="2">{paragraph("Se loven.")}</w:footnote></w:footnotes>'
    comment = note.replace("footnotes", "comments").replace("footnote", "comment").replace("Se loven.", "Er det rigtigt?")
    body = "<w:p><w:r><w:t>Barnet trives</w:t></w:r><w:r><w:footnoteReference w:id='2'/></w:r><w:r><w:t>.</w:t></w:r></w:p>" + paragraph("Mere tekst.")
    extracted = extract(word(body, more={"word/footnotes.xml": note, "word/comments.xml": comment}))
    assert shown(extracted) == [("paragraph", "Barnet trives¹."), ("paragraph", "Mere tekst."), ("paragraph", "¹ Se loven.")]
    assert extracted.notes == ("Kommentar i margenen, ikke læst som tekst: Er det rigtigt?",)
    assert [block.kind for block in document_of(extracted).blocks] == ["paragraph", "paragraph", "footnote"]


def test_text_boxes_and_page_headers_of_word() -> None:
    box = "<w:p><w:r><w:pict><w:txbxContent>" + paragraph("Tekst i en boks.") + "</w:txbxContent></w:pict><w:t>Tekst ved siden af.</w:t></w:r></w:p>"
    extracted = extract(word(box, more={"word/header1.xml": "<x>Fortroligt</x>"}))
    assert shown(extracted) == [("paragraph", "Tekst ved siden af."), ("paragraph", "Tekst i en boks.")]


def test_word_typed_line_by_line_keeps_lines_together() -> None:
    lines = ["Trin 1", "Skolen ringer hjem", "", "Trin 2", "Skolen holder møde", "", "Trin 3", "", "Trin 4", "", "Trin 5"]
    pieces = shown(extract(word("".join(paragraph(line) for line in lines))))
    assert pieces[0] == ("paragraph", "Trin 1\nSkolen ringer hjem") and len(pieces) == 5


def test_number_in_a_page_header_of_word_is_refused() -> None:
    with pytest.raises(Refusal, match=r"^indeholder et cpr-nummer \(01••••-••••\) og er ikke læst\.") as refused:
        extract(word(paragraph("Barnet trives."), more={"word/header1.xml": "<x>Sag 010190-1234</x>"}))
    assert refused.value.is_personal


def test_page_break_of_word_is_no_line() -> None:
    def write(file: docx.document.Document) -> None:
        file.add_paragraph("Første del ").add_run().add_break(WD_BREAK.PAGE)
        file.add_paragraph("Anden del")

    assert shown(extract(word_file(write))) == [("paragraph", "Første del"), ("paragraph", "Anden del")]


# --- OpenDocument and HTML --------------------------------------------------------------------------------------------

ODT = """<office:document-content xmlns:office="urn:o" xmlns:text="urn:t" xmlns:table="urn:tb"><office:body><office:text>
<text:tracked-changes><text:changed-region text:id="c1"><text:deletion><text:p>gamle </text:p></text:deletion></text:changed-region></text:tracked-changes>
<text:h text:outline-level="2">Målgruppe</text:h><text:p>Den <text:change text:change-id="c1"/>nye<text:s text:c="1"/>tekst<text:note><text:note-citation>1</text:note-citation>
<text:note-body><text:p>Se loven.</text:p></text:note-body></text:note>.</text:p><text:list><text:list-item><text:p>Elever</text:p></text:list-item></text:list>
<table:table><table:table-row><table:table-cell><text:p>Hvor</text:p></table:table-cell><table:table-cell><text:p>Amager</text:p></table:table-cell></table:table-row></table:table>
</office:text></office:body></office:document-content>"""


def test_open_document() -> None:
    extracted = extract(package({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": ODT}))
    assert (extracted.format, extracted.pieces[0].level) == ("odt", 2)
    assert [piece for piece in shown(extracted)] == [
        ("heading", "Målgruppe"), ("paragraph", "Den ~~gamle ~~nye tekst¹."), ("item", "Elever"), ("label", "Hvor"), ("paragraph", "Amager"),
        ("paragraph", "¹ Se loven."),
    ]  # fmt: skip
    assert "Den nye tekst¹." in document_of(extracted).text


def test_web_page() -> None:
    page = """<!doctype html><html><head><meta charset="iso-8859-1"><title>x</title><style>p {}</style></head><body><nav>Menu</nav>
    <h2>Målgruppe</h2><p>Elever <b>med</b><br>fravær</p><ul><li>Én<ul><li>To</li></ul></li></ul><p hidden>Skjult</p>Løs tekst
    <table><tr><th>Hvor</th><td>Amager</td></tr></table><script>alert(1)</script><p>Vi <del>kan</del><ins>skal</ins> hjælpe.</p></body></html>"""
    extracted = extract(page.encode("latin-1"))
    assert shown(extracted) == [
        ("heading", "Målgruppe"), ("paragraph", "Elever med\nfravær"), ("item", "Én"), ("item", "To"), ("paragraph", "Løs tekst"), ("label", "Hvor"),
        ("paragraph", "Amager"), ("paragraph", "Vi ~~kan~~{++skal++} hjælpe."),
    ]  # fmt: skip
    assert document_of(extracted).text.endswith("Vi skal hjælpe.\n")
    assert extracted.notes == ("Menuer, formularer og sidefod på siden er ikke læst.",)


def test_hostile_page_is_only_text() -> None:
    page = b'<html><body><h1>Hej <img src=x onerror=alert(1)></h1><p>{{7*7}} <a href="javascript:alert(1)">her</a></p></body></html>'
    assert shown(extract(page)) == [("heading", "Hej"), ("paragraph", "{{7*7}} her")]


# --- encodings --------------------------------------------------------------------------------------------------------

DANISH = "Børnene på Ørestad Skole må gerne være med – “æblegrød” og åbne døre.\n"


@pytest.mark.parametrize("name", ["utf-8", "utf-8-sig", "cp1252", "mac_roman", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_encoding_is_found_out(name: str) -> None:
    assert decoded(DANISH.encode(name))[0] == DANISH


@pytest.mark.parametrize("name", ["cp865", "cp850"])
def test_encoding_of_dos_is_found_out(name: str) -> None:
    text = "Børnene på skolen må gerne være med til at åbne døre, og det gør de på en god måde.\n"
    assert decoded(text.encode("cp850"))[0] == text
    assert decoded(text.encode("latin-1"))[0] == text


def test_lines_of_another_encoding_are_read_and_told() -> None:
    lines = [f"Linje {number} på dansk".encode() for number in range(9)] + ["Sidste linje på dansk".encode("cp1252")]
    text, note = decoded(b"\n".join(lines))
    assert text.endswith("Sidste linje på dansk") and note == "1 linjer er i et andet tegnsæt end resten og er læst som Windows-1252."


def test_letters_are_composed_and_hidden_signs_told() -> None:
    extracted = extract("A\u030arhus og \u202eskjult\u202c tekst.".encode())
    assert extracted.pieces[0].text.startswith("Århus")
    assert extracted.notes == ("Skjulte tegn, der vender tekstens retning, er fjernet.",)
    assert document_of(extracted).text == "Århus og skjult tekst.\n"


def test_form_feeds_are_pages() -> None:
    document = document_of(extract("Første side har tekst.\n\fAnden side har tekst.\n".encode()))
    assert [passage.page for passage in document.passages] == [1, 2] or [block.page for block in document.blocks] == [1, 2]


# --- PDF --------------------------------------------------------------------------------------------------------------


def two_columns(sentences: int = 80, mark: str = "Side") -> bytes:
    data = io.BytesIO()
    frames = [Frame(left, 60, 230, 700, id=str(left)) for left in (60, 310)]

    def furniture(canvas: Canvas, template: BaseDocTemplate) -> None:
        canvas.drawString(60, 815, "Notat om trivsel")
        canvas.drawString(290, 25, f"{mark} {template.page}")

    template = BaseDocTemplate(data, pagesize=A4, pageTemplates=[PageTemplate(frames=frames, onPage=furniture)])
    template.build([Paragraph(" ".join(SENTENCES[at:at + 4]), BODY) for at in range(0, sentences, 4)])
    return data.getvalue()


def test_two_column_pdf() -> None:
    extracted = extract(two_columns())
    text = document_of(extracted).text
    places = [text.index(sentence) for sentence in SENTENCES]
    assert extracted.pages == 2 and places == sorted(places)
    assert "Notat om trivsel" not in text and "Side 1" not in text
    assert extracted.notes == ("Sidehoved, sidefod og sidetal er ikke læst, fx »Notat om trivsel«.",)


@pytest.mark.parametrize("sentences", [28, 40])
def test_last_column_may_be_the_shorter(sentences: int) -> None:
    """As on the last page of most documents in columns; a mark at its foot stands on this page alone."""
    text = document_of(extract(two_columns(sentences, "Trivsel i skolen – side"))).text
    places = [text.index(sentence) for sentence in SENTENCES[:sentences]]
    assert places == sorted(places) and "– side 1" not in text


def test_pages_of_a_pdf_are_those_of_its_passages() -> None:
    document = document_of(extract(two_columns()))
    assert {passage.page for passage in document.passages} == {1, 2}
    assert document.passages[0].page == 1 and document.passages[-1].page == 2


def test_headings_bullets_and_cut_words_of_a_pdf() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 18)
        canvas.drawString(72, 740, "Tidlig hjælp")
        canvas.setFont("Helvetica", 11)
        lines = ["Kommunen arbejder for at styrke børns og unges trivsel i alle skoler, og det gør vi med et fælles ud-", "gangspunkt i børne-", "og ungdomspolitikken."]
        for at, line in enumerate(lines):
            canvas.drawString(72, 710 - 13 * at, line)
        for at, line in enumerate(["Elever med fravær", "Elever uden fravær"]):
            canvas.drawString(80, 650 - 20 * at, "•")
            canvas.drawString(98, 650 - 20 * at, line)

    assert shown(extract(pdf_by(draw))) == [
        ("heading", "Tidlig hjælp"),
        ("paragraph", "Kommunen arbejder for at styrke børns og unges trivsel i alle skoler, og det gør vi med et fælles udgangspunkt i børne- og ungdomspolitikken."),
        ("item", "Elever med fravær"), ("item", "Elever uden fravær"),
    ]  # fmt: skip


def test_table_with_rules_is_read_by_its_cells() -> None:
    data = io.BytesIO()
    rows = [["Målgruppe", Paragraph("Elever med fravær over 10 pct. i den almene skole, som har brug for hjælp.", BODY)], ["Hvor", Paragraph("Amager og Valby", BODY)]]
    table = Table(rows, colWidths=[90, 120], style=[("GRID", (0, 0), (-1, -1), 0.5, "black")])
    BaseDocTemplate(data, pageTemplates=[PageTemplate(frames=[Frame(60, 60, 400, 700)])]).build([Paragraph("Før tabellen.", BODY), table, Paragraph("Efter tabellen.", BODY)])
    assert shown(extract(data.getvalue())) == [
        ("paragraph", "Før tabellen."), ("label", "Målgruppe"), ("paragraph", "Elever med fravær over 10 pct. i den almene skole, som har brug for hjælp."),
        ("label", "Hvor"), ("paragraph", "Amager og Valby"), ("paragraph", "Efter tabellen."),
    ]  # fmt: skip


def test_number_in_a_pdf_is_refused_with_its_page() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "Barnet trives godt.")
        canvas.showPage()
        canvas.drawString(72, 700, "Barnet har nummer 010190-1234.")

    with pytest.raises(Refusal) as refused:
        extract(pdf_by(draw))
    assert refused.value.reason == "indeholder et cpr-nummer (01••••-••••) på side 2 og er ikke læst. Fjern nummeret, og prøv igen."


def test_protected_pdf_is_refused() -> None:
    data = io.BytesIO()
    canvas = Canvas(data, encrypt="hemmeligt")
    canvas.drawString(72, 700, "Barnet trives.")
    canvas.save()
    with pytest.raises(Refusal, match=r"^er beskyttet med adgangskode\. Gem den uden adgangskode"):
        extract(data.getvalue())


# --- scanned pages ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def picture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The picture of a page of text."""

    def text(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 16)
        for at, line in enumerate(["Skolen skal tale med barnet", "og med forældrene om fravær."]):
            canvas.drawString(72, 700 - 24 * at, line)

    bitmap = pypdfium2.PdfDocument(pdf_by(text))[0].render(scale=2).to_pil()
    picture = tmp_path_factory.mktemp("scan") / "side.png"
    bitmap.save(picture)
    return picture


@pytest.fixture(scope="module")
def scanned(picture: Path) -> bytes:
    """A PDF of one page that is a picture."""
    return pdf_by(lambda canvas: canvas.drawImage(str(picture), 0, 0, *A4))


def test_scanned_page_is_read_where_tesseract_is(scanned: bytes) -> None:
    if not shutil.which("tesseract") and "CI" not in os.environ:
        pytest.skip("Tesseract is not installed; CI installs it")
    extracted = extract(scanned)
    assert " ".join(extracted.pieces[0].text.split()) == "Skolen skal tale med barnet og med forældrene om fravær."
    assert extracted.pieces[0].page == 1
    assert extracted.notes == ("Scannede sider læst med tekstgenkendelse; der kan være læsefejl: side 1.",)
    assert (extracted.pages, extracted.scanned, extracted.unread) == (1, (1,), ())


def test_scanned_page_among_others_is_missing_where_tesseract_is_not(picture: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    def pages(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "Barnet trives i skolen.")
        canvas.showPage()
        canvas.drawImage(str(picture), 0, 0, *A4)

    extracted = extract(pdf_by(pages))
    assert [piece.text for piece in extracted.pieces] == ["Barnet trives i skolen."]
    assert (extracted.pages, extracted.scanned, extracted.unread) == (2, (), (2,)) and extracted.notes == ("Side 2 er scannet og er ikke læst.",)
    assert Extracted.from_json(extracted.to_json()) == extracted
    entry = Entry(SOURCE, "notat@2026", ((tmp_path, ""),))
    document = read_entry(entry, lambda path, sha256: extracted)
    assert (document.pages, document.scanned, document.unread) == (2, (), (2,)) and Document.from_json(document.to_json()) == document


def test_scanned_page_is_told_where_tesseract_is_not(scanned: bytes, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Refusal, match=r"^består af scannede billeder og er ikke læst \(tekstgenkendelse med Tesseract og dansk er ikke installeret\)\."):
        extract(scanned)
