"""Reading in a process of its own: every attack ends within its bound with a Danish sentence, and the next file is read."""

from __future__ import annotations

import logging
import os
import time
from pathlib import Path

import pytest
from bombs import FOREIGN_FILE, LAUGHS, WORD, looping_pages, many_pages, package, page, paragraph, pdf, word
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from corpus.document import Source
from corpus.errors import CorpusError, PersonalNumberFound, Refusal, UnreadableDocument
from corpus.extracted import Extracted
from corpus.formats.kinds import LONGEST_PIECE, extract
from corpus.limits import Limits
from corpus.markup import read_pieces
from corpus.reader import read_document
from corpus.reading import read_file

GOOD = page(b"BT /F 12 Tf 72 700 Td (Barnet trives godt i skolen.) Tj ET")
SHORT = Limits(seconds=1, page_seconds=0, wall=4)
BOUND = 20  # seconds for one attack on a busy machine
DAMAGED = "kan ikke læses; filen er beskadiget."


def write(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def test_text_is_read(tmp_path: Path) -> None:
    extracted = read_file(write(tmp_path, "notat.txt", "Børnene trives.\n".encode("cp1252")))
    assert [(piece.kind, piece.text) for piece in extracted.pieces] == [("paragraph", "Børnene trives.")]
    assert (extracted.format, extracted.pages, extracted.notes) == ("text", None, ("Teksten er læst som Windows-1252.",))


def test_page_is_read(tmp_path: Path) -> None:
    extracted = read_file(write(tmp_path, "notat.pdf", GOOD))
    assert [(piece.text, piece.page) for piece in extracted.pieces] == [("Barnet trives godt i skolen.", 1)]


def test_format_is_found_by_content_and_told(tmp_path: Path) -> None:
    extracted = read_file(write(tmp_path, "notat.docx", GOOD))
    assert extracted.format == "pdf" and extracted.notes == ("Filen hedder .docx, men er læst som pdf.",)


def test_macros_are_never_run(tmp_path: Path) -> None:
    extracted = read_file(write(tmp_path, "notat.docm", word(paragraph("Barnet trives."), more={"word/vbaProject.bin": b"x"})))
    assert extracted.notes == ("Filen indeholder makroer. De er ikke kørt og ikke læst.",)


def test_number_is_refused_and_never_echoed(tmp_path: Path) -> None:
    with pytest.raises(PersonalNumberFound) as refused:
        read_file(write(tmp_path, "sag.docx", word(paragraph("Barnet har nummer 010190-1234."))))
    assert str(refused.value) == "sag.docx indeholder et cpr-nummer (01••••-••••) og er ikke læst. Fjern nummeret, og prøv igen."


ATTACKS = {
    "empty.pdf": (b"", "er tom."),
    "blanks.txt": (b" \n\0\n", "er tom."),
    "many.docx": (word(paragraph("x"), more={f"word/media/{number}.xml": b"" for number in range(10_001)}), "består af 10003 dele, og højst 10000 kan læses"),
    "bomb.docx": (word(paragraph("x"), more={"word/media/a.xml": b"0" * 150_000_000}), "pakker sig ud til mere, end der kan læses"),
    "laughs.docx": (word(paragraph("&a9;"), LAUGHS), "indeholder XML-erklæringer (DOCTYPE)"),
    "entity.docx": (word(paragraph("&x;"), FOREIGN_FILE), "indeholder XML-erklæringer (DOCTYPE)"),
    "wide.docx": (
        package({"word/document.xml": f'<?xml version="1.0" encoding="utf-16"?>{LAUGHS}<w:document xmlns:w="{WORD}"/>'.encode("utf-16")}),
        "indeholder XML-erklæringer (DOCTYPE)",
    ),
    "deep.docx": (word("".join(f"<w:p a='{n}'>" for n in range(20_000)) + "</w:p>" * 20_000), DAMAGED),
    "path.docx": (word(paragraph("x"), more={"../../etc/x.xml": "a"}), "indeholder stier, der fører ud af filen"),
    "nested.zip": (package({"a.docx": word(paragraph("x"))}), "er en pakket fil, som hverken er Word"),
    "half.docx": (word(paragraph("Barnet trives."))[:300], "kan ikke læses; filen er ufuldstændig eller beskadiget."),
    "old.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 100, "er beskyttet med adgangskode eller i et gammelt Office-format."),
    "picture.pdf": (b"\x89PNG\r\n\x1a\n" + b"x" * 100, "er et billede."),
    "binary.txt": (bytes(range(256)) * 20, "er ikke tekst, men en binær fil."),
    "half.pdf": (GOOD[: len(GOOD) // 2], "er ufuldstændig: slutningen af filen mangler."),
    "broken.pdf": (b"%PDF-1.7\nvaas\n%%EOF\n", DAMAGED),
    "none.pdf": (pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>"]), "har ingen sider."),
    "loop.pdf": (looping_pages(), "har ingen sider."),
    "blank.pdf": (page(b""), "indeholder ingen tekst."),
}
SLOW_ATTACKS = {
    "flate.pdf": page(b"0" * 50_000_000),
    "twice.pdf": page(b" " * 300_000_000, 2),
    "orders.pdf": page(b"q Q " * 2_000_000),
    "kids.pdf": many_pages(100_000),
    "rows.md": b"a\tb\n" * 400_000,
}


@pytest.mark.parametrize("name", ATTACKS)
def test_attack_is_refused_with_reason_and_remedy(name: str) -> None:
    data, reason = ATTACKS[name]
    started = time.monotonic()
    if reason == DAMAGED:  # whatever the library raised becomes this sentence in the process
        with pytest.raises(Exception, match="."):
            extract(data)
    else:
        with pytest.raises(Refusal) as refused:
            extract(data)
        assert refused.value.reason.startswith(reason)
        assert refused.value.reason.count(".") >= 2 and refused.value.reason.endswith(".")
    assert time.monotonic() - started < BOUND


@pytest.mark.parametrize("name", SLOW_ATTACKS)
def test_attack_on_time_or_memory_ends_within_its_bound(name: str, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL)
    started = time.monotonic()
    with pytest.raises(UnreadableDocument) as refused:
        read_file(write(tmp_path, name, SLOW_ATTACKS[name]), SHORT)
    assert time.monotonic() - started < BOUND
    reasons = ("tager for lang tid at læse.", "kræver for meget hukommelse at læse.", "indeholder ingen tekst.", "indeholder mere tekst,")
    assert str(refused.value).removeprefix(f"{name} ").startswith(reasons), refused.value


def test_batch_goes_on_after_attacks(tmp_path: Path) -> None:
    outcomes = []
    for name in ("broken.pdf", "deep.docx", "half.pdf", "good.pdf"):
        try:
            outcomes.append(read_file(write(tmp_path, name, ATTACKS[name][0] if name in ATTACKS else GOOD)).pieces[0].text)
        except CorpusError as error:
            outcomes.append(str(error))
    assert outcomes == [
        f"broken.pdf {DAMAGED} Gem den igen fra det program, den er lavet i, og prøv igen.",
        f"deep.docx {DAMAGED} Gem den igen fra det program, den er lavet i, og prøv igen.",
        "half.pdf er ufuldstændig: slutningen af filen mangler. Hent eller gem den igen, og prøv igen.",
        "Barnet trives godt i skolen.",
    ]


def test_memory_is_bounded(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument, match=r"^stor\.md (kræver for meget hukommelse|kan ikke læses)"):
        read_file(write(tmp_path, "stor.md", b"Barnet trives. " * 2_000_000), Limits(memory=40_000_000))


@pytest.mark.parametrize(
    ("limits", "reason"),
    [(Limits(file=10), "er for stor: højst 0 MB"), (Limits(pages=1), "har flere end 1 sider."), (Limits(characters=5), "indeholder mere tekst"), (Limits(output=20), "indeholder mere tekst")],
)  # fmt: skip
def test_limits_are_told(limits: Limits, reason: str, tmp_path: Path) -> None:
    two = pdf([
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>", b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
    ])  # fmt: skip
    with pytest.raises(UnreadableDocument) as refused:
        read_file(write(tmp_path, "to.pdf", two if limits.pages == 1 else GOOD), limits)
    assert str(refused.value).startswith(f"to.pdf {reason}")


@pytest.mark.parametrize(("name", "reason"), [("findes-ikke.pdf", "findes ikke."), (".", "er en mappe."), ("a" * 300, "kan ikke åbnes."), ("nul\0.pdf", "kan ikke åbnes.")])
def test_path_that_is_no_file(name: str, reason: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument, match=reason.replace(".", r"\.")):
        read_file(tmp_path / name)


def test_pipe_is_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UnreadableDocument, match="er ikke en almindelig fil"):
        read_file(tmp_path / "pipe")


def test_endless_line_is_cut_between_words() -> None:
    extracted = extract(b"Barnet trives godt i skolen. " * 10_000)
    assert max(len(piece.text) for piece in extracted.pieces) <= LONGEST_PIECE
    assert " ".join(piece.text for piece in extracted.pieces) == ("Barnet trives godt i skolen. " * 10_000).strip()


def outcome(data: bytes) -> Extracted | str:
    """What a process would answer: the text, or a sentence."""
    try:
        return extract(data)
    except Refusal as refusal:
        return refusal.reason
    except Exception:  # as in the process: the libraries raise anything for damaged files
        return DAMAGED


VALID = [GOOD, word(paragraph("Barnet trives.")), b"<!doctype html><p>Barnet trives.</p>", "Børn trives.\n\n- ja\n\na\tb\n".encode()]
mutated = st.builds(
    lambda data, at, junk, cut: data[: int(at * len(data))] + junk + data[int(at * len(data)) + cut:],
    st.sampled_from(VALID), st.floats(0, 1), st.binary(max_size=8), st.integers(0, 40),
)  # fmt: skip


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(st.binary(max_size=400), mutated))
@example(b"PK\x03\x04")
@example(b"%PDF-%%EOF")
def test_any_bytes_give_a_document_or_a_sentence(data: bytes) -> None:
    found = outcome(data)
    if isinstance(found, str):
        assert found.endswith(".")
    else:
        assert Extracted.from_json(found.to_json()) == found
        assert read_document(Source("x", "X", "KK", "2026", "gældende"), found.pieces).text.endswith("\n")


@settings(max_examples=5, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=mutated)
def test_any_file_gives_a_document_or_a_plain_error(data: bytes, tmp_path: Path) -> None:
    try:
        assert read_file(write(tmp_path, "fil.pdf", data)).pieces
    except CorpusError as error:
        assert str(error).startswith("fil.pdf ") and str(error).endswith(".")


LONG_LINES = {
    "dashes": "-" * 40_000 + "x", "dashes and bars": "| - " * 10_000 + "x", "heading": "# a" + " #" * 20_000 + "x", "comments": "<!-- " * 8_000, "tags": "<a " * 12_000,
    "items": "<li " * 10_000 + "•", "bars": "|" * 40_000 + "x", "blanks": " " * 40_000 + "x|",
}  # fmt: skip


@pytest.mark.parametrize("name", LONG_LINES)
def test_long_line_takes_time_in_proportion(name: str) -> None:
    started = time.process_time()
    read_pieces(LONG_LINES[name])
    assert time.process_time() - started < 1.0
