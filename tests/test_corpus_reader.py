"""Reading files: what goes wrong is told in Danish, with the file's name and what to do."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import pytest

from corpus import reader
from corpus.catalogue import SHIPPED, read_catalogue
from corpus.document import Document, Source
from corpus.errors import CorpusError, PersonalNumberFound, UnreadableDocument
from corpus.markup import read_pieces
from corpus.reader import read_document, read_text

SOURCE = Source("notat", "Notat om trivsel", "Københavns Kommune", "2026", "gældende")
HEADER = "id,file,role,title,publisher,date,status,sha256,note"
TEXT = "Overskrift\n\nBarnet trives godt i skolen.\n"


def write(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def read(raw: str, extractions: Sequence[str] = ()) -> Document:
    return read_document(SOURCE, read_pieces(raw), extractions)


def catalogue(folder: Path, *rows: str) -> Path:
    write(folder, "sources.csv", "\n".join([HEADER, *rows]).encode())
    return folder


def row(folder: Path, name: str, role: str = "text", sha256: str | None = None) -> str:
    digest = sha256 or hashlib.sha256((folder / name).read_bytes()).hexdigest()
    return f"notat,{name},{role},Notat,Københavns Kommune,2026,gældende,{digest},"


@pytest.mark.parametrize(
    ("name", "data", "reason", "remedy"),
    [
        ("tom.md", b"", "er tom", "Vælg en fil med tekst i."),
        ("blank.md", b" \n\t \n", "er tom", "Vælg en fil med tekst i."),
        ("bom.md", b"\xef\xbb\xbf", "er tom", "Vælg en fil med tekst i."),
        ("billede.png", b"\x89PNG\r\n\x1a\n\xff\xfe\x00", "er ikke tekst i UTF-8", "Gem filen som ren tekst i UTF-8, og prøv igen."),
        ("gammel.txt", "Børn og unge på Nørrebro".encode("latin-1"), "er ikke tekst i UTF-8", "Gem filen som ren tekst i UTF-8, og prøv igen."),
        ("windows.txt", "Børn og unge".encode("utf-16"), "er ikke tekst i UTF-8", "Gem filen som ren tekst i UTF-8, og prøv igen."),
        ("nul.txt", b"Barnet\0trives.", "er ikke tekst, men en binær fil", "Gem den som ren tekst, og prøv igen."),
    ],
)
def test_unreadable_files_are_named_with_a_remedy(tmp_path: Path, name: str, data: bytes, reason: str, remedy: str) -> None:
    with pytest.raises(UnreadableDocument) as error:
        read_text(write(tmp_path, name, data))
    assert str(error.value) == f"{name} {reason}. {remedy}"


def test_missing_file_is_named_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument, match=r"^findes-ikke\.md findes ikke\. Kontrollér stien\.$"):
        read_text(tmp_path / "findes-ikke.md")


def test_folder_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "mappe").mkdir()
    with pytest.raises(UnreadableDocument, match=r"^mappe er en mappe\. Vælg en fil\.$"):
        read_text(tmp_path / "mappe")


def test_file_without_permission_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path, "låst.md", TEXT.encode())

    def refuse(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(UnreadableDocument) as error:
        read_text(path)
    assert str(error.value) == "låst.md kan ikke åbnes. Kontrollér, at du har lov til at læse den."


def test_file_that_is_too_large_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "LARGEST_FILE", 10)
    with pytest.raises(UnreadableDocument, match=r"^stor\.md er for stor"):
        read_text(write(tmp_path, "stor.md", TEXT.encode()))


def test_byte_order_mark_is_no_text(tmp_path: Path) -> None:
    assert read_text(write(tmp_path, "bom.md", b"\xef\xbb\xbf" + TEXT.encode())) == TEXT


def test_lines_of_windows_read_like_lines_of_unix() -> None:
    assert read(TEXT.replace("\n", "\r\n")).text == read(TEXT).text == TEXT


def test_catalogue_reads_its_documents(tmp_path: Path) -> None:
    write(tmp_path, "notat.md", TEXT.encode())
    (document,) = read_catalogue(catalogue(tmp_path, row(tmp_path, "notat.md")))
    assert (document.id, document.source.title, document.text) == ("notat", "Notat", TEXT)
    assert document.source.sha256 == hashlib.sha256(TEXT.encode()).hexdigest()


def test_changed_file_is_refused_with_a_remedy(tmp_path: Path) -> None:
    write(tmp_path, "notat.md", TEXT.encode())
    folder = catalogue(tmp_path, row(tmp_path, "notat.md"))
    write(tmp_path, "notat.md", TEXT.encode() + b"Nyt.")
    with pytest.raises(UnreadableDocument) as error:
        list(read_catalogue(folder))
    assert str(error.value) == (
        "notat.md er ændret: kontrolsummen passer ikke med sources.csv. Hent filen igen, eller ret sources.csv."
    )


def test_catalogue_names_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument, match=r"^borte\.md findes ikke\."):
        list(read_catalogue(catalogue(tmp_path, row(tmp_path, "borte.md", sha256="0" * 64))))


def test_catalogue_without_its_list_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument, match=r"^sources\.csv findes ikke\."):
        list(read_catalogue(tmp_path))


def test_catalogue_names_what_a_line_lacks(tmp_path: Path) -> None:
    write(tmp_path, "notat.md", TEXT.encode())
    with pytest.raises(UnreadableDocument, match=r"^sources\.csv mangler title, status for notat\.md\. Udfyld linjen"):
        list(read_catalogue(catalogue(tmp_path, "notat,notat.md,text,,KK,2026,,abc,")))


def test_shipped_checksums_are_those_of_the_files() -> None:
    assert {document.id: document.source.sha256 for document in read_catalogue()} == {
        name: hashlib.sha256((SHIPPED / f"{name}.md").read_bytes()).hexdigest()
        for name in ("trivselsstrategi", "handlevejledning", "integrationspolitik", "praksisoverblik")
    }


@pytest.mark.parametrize(
    "number",
    ["010190-1234", "0101901234", "010190 1234", "670761–4285", "010190\u200b-1234", "**010190**-1234", "010190<b>-1234</b>", "0101~~xx~~901234"],
)
def test_cpr_number_in_a_document_is_refused_without_echo(number: str) -> None:
    with pytest.raises(PersonalNumberFound) as error:
        read(f"Overskrift\n\nBarnet har nummer {number} i systemet.\n")
    assert str(error.value) == "Notat om trivsel indeholder et cpr-nummer og er ikke læst. Fjern nummeret, og prøv igen."
    assert isinstance(error.value, CorpusError)


def test_cpr_number_in_another_extraction_is_refused() -> None:
    with pytest.raises(PersonalNumberFound):
        read(TEXT, ["Barnet 010190-1234 trives."])


def test_cpr_number_in_a_title_is_refused_and_masked() -> None:
    with pytest.raises(PersonalNumberFound) as error:
        read_document(Source("x", "Sag 010190-1234", "KK", "2026", "gældende"), read_pieces(TEXT))
    assert str(error.value).startswith("Sag [fjernet] indeholder et cpr-nummer")


def test_cpr_number_in_a_file_name_is_never_echoed(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument) as error:
        read_text(tmp_path / "0101901234.md")
    assert str(error.value) == "[fjernet].md findes ikke. Kontrollér stien."


def test_telephone_numbers_of_the_shipped_documents_are_no_cpr_numbers() -> None:
    (guideline,) = [document for document in read_catalogue() if document.id == "handlevejledning"]
    assert "33 17 33 33" in guideline.text and "33174710" in guideline.text


def test_document_of_marks_only_has_no_text() -> None:
    document = read("---\n\n**\n\n<p></p>\n")
    assert (document.text.strip(), document.passages, document.sections) == ("", (), ())


# --- two extractions --------------------------------------------------------------------------------------------------


def test_word_that_only_one_extraction_has_gives_way() -> None:
    document = read("Mål\n\nBarnet skal være tryk i skolen.\n", ["Barnet skal være\ntryg i sko-\nlen."])
    assert document.text == "Mål\n\nBarnet skal være tryg i skolen.\n"
    assert [(repair.before, repair.after) for repair in document.repairs] == [("tryk", "tryg")]


def test_word_that_both_extractions_use_stands() -> None:
    ours = "Mål\n\nDet er vigtigt for barnet. Vi kommer før klokken ni.\n"
    document = read(ours, ["Det er vigtigt før barnet. Vi kommer før klokken ni. Nu for alle."])
    assert document.text == ours
    assert [(repair.before, repair.after) for repair in document.repairs] == [("før", "for")]


def test_different_layout_of_another_extraction_changes_nothing() -> None:
    ours = "Mål\n\nVi hjælper børn og unge.\n\nMidler\n\nVi har penge nok til alle.\n"
    document = read(ours, ["Vi har penge nok til alle. Helt andre ord står her. Vi hjælper børn og unge."])
    assert (document.text, document.repairs) == (ours, ())
