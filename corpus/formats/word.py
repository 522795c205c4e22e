"""Word files (.docx): headings by style, lists, tables, footnotes, and changes that an author tracked.

Why not a library for Word: the text of tracked changes, notes, comments and text boxes is beyond what the known one reads, and the
bounds on packages hold for OpenDocument too; what is left is a walk over the XML.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from corpus.formats.found import SUPERSCRIPTS, Cell, Found, joined_changes
from corpus.formats.package import Package
from corpus.formats.typed_lines import TypedLines
from corpus.formats.word_parts import Numbering, Styles, notes_of
from corpus.formats.xml_tree import Element, attribute, child, local, parsed

_INSERTED, _DELETED = frozenset({"ins", "moveTo"}), frozenset({"del", "moveFrom"})
_SKIPPED = frozenset({"pPr", "rPr", "instrText", "txbxContent", "Fallback", "sdtPr", "delInstrText"})
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}


def read_word(package: Package) -> Found:
    """The text of a Word file, as its author last wrote it; headers and footers are left out."""
    reader = _Reader(package)
    body = child(parsed(package.read("word/document.xml")), "body")
    reader.read(body if body is not None else ())
    reader.finish(package)
    return reader.found


class _Reader:
    """Walks the body; paragraphs wait until it is known whether the next belongs to them."""

    def __init__(self, package: Package) -> None:
        self.found = Found("docx")
        self._styles, self._numbering = Styles(package), Numbering(package)
        self._notes = {kind: notes_of(package, f"{kind}s", kind) for kind in ("footnote", "endnote")}
        self._footnotes: list[str] = []
        self._note_count = 0
        self._open = ""  # text of a paragraph whose end was deleted
        self._lines = TypedLines(self.found)

    def read(self, body: Iterable[Element]) -> None:
        blocks = list(_blocks(body))
        self._lines.learn([_plain(block) for block in blocks if local(block) == "p" and not self._is_marked(block)])
        for block in blocks:
            self._table(block) if local(block) == "tbl" else self._paragraph(block)
        self._lines.flush()

    def finish(self, package: Package) -> None:
        """Add the notes left, and tell what was not read."""
        self._add_footnotes()
        comments = notes_of(package, "comments", "comment")
        for comment in comments.values():
            text = " ".join(self._text(paragraph) for paragraph in comment)
            self.found.left_out.append((None, text))
            self.found.note(f"Kommentar i margenen, ikke læst som tekst: {text}")
        for name in package.names("word/header", "word/footer"):
            self.found.left_out.append((None, "".join(parsed(package.read(name)).itertext())))
        if package.holds("word/vbaProject.bin"):
            self.found.note("Filen indeholder makroer. De er ikke kørt og ikke læst.")

    def _is_marked(self, paragraph: Element) -> bool:
        """Whether a paragraph is a heading or an item by its style."""
        style = _style_of(paragraph)
        return self._styles.level(style) is not None or self._list(paragraph) is not None

    def _list(self, paragraph: Element) -> tuple[str, str] | None:
        """The list and the depth of an item."""
        own = child(paragraph, "pPr", "numPr")
        id_ = _value(child(own, "numId")) or self._styles.list_id(_style_of(paragraph))
        return (id_, _value(child(own, "ilvl")) or "0") if id_ and id_ != "0" else None

    def _paragraph(self, paragraph: Element) -> None:
        text = self._open + self._text(paragraph)
        self._open = ""
        if child(paragraph, "pPr", "rPr", "del") is not None:
            self._open = text
            return
        level, listed = self._styles.level(_style_of(paragraph)), self._list(paragraph)
        if level and text.strip():
            self._lines.flush()
            self._add_footnotes()
            self.found.heading(level, text)
        elif listed and text.strip():
            self._lines.flush()
            self.found.item(text, self._numbering.next(*listed))
        else:
            self._lines.add(text)
        for box in _boxes(paragraph):
            self._lines.flush()
            for block in _blocks(box):
                self._table(block) if local(block) == "tbl" else self._paragraph(block)

    def _add_footnotes(self) -> None:
        for footnote in self._footnotes:
            self.found.paragraph(footnote)
        self._footnotes = []

    def _table(self, table: Element) -> None:
        self._lines.flush()
        rows = [row for row in _below(table, "tr") if child(row, "trPr", "del") is None]
        if len(rows) < sum(1 for _ in _below(table, "tr")):
            self.found.note("Slettede rækker i en tabel er ikke læst.")
        self.found.table([[self._cell(cell) for cell in _below(row, "tc")] for row in rows])

    def _cell(self, cell: Element) -> Cell:
        texts = [("item" if self._list(paragraph) else "paragraph", self._text(paragraph)) for paragraph in _paragraphs(cell)]
        return [(kind, text) for kind, text in texts if text.strip()]

    def _text(self, element: Element) -> str:
        return joined_changes("".join(self._runs(element)))

    def _runs(self, element: Element) -> Iterator[str]:
        """The text of a paragraph in order, with tracked changes marked."""
        for part in element:
            name = local(part)
            if name in _SKIPPED or (name == "r" and _is_on(part, "vanish")):
                continue
            if name in ("t", "delText"):
                yield part.text or ""
            elif name in _SIGNS:
                yield "" if attribute(part, "type") in ("page", "column") else _SIGNS[name]
            elif name in ("footnoteReference", "endnoteReference"):
                yield self._note(name.removesuffix("Reference"), attribute(part, "id") or "")
            else:
                yield _changed("".join(self._runs(part)), _change(part))

    def _note(self, kind: str, id_: str) -> str:
        note = self._notes[kind].pop(id_, None)
        if note is None:
            return ""
        self._note_count += 1
        number = str(self._note_count).translate(SUPERSCRIPTS)
        self._footnotes.append(f"{number} {' '.join(self._text(paragraph).strip() for paragraph in note)}")
        return number


def _change(part: Element) -> str:
    """What an author tracked about a run: inserted, deleted, or nothing; text struck out by hand counts as deleted."""
    name = local(part)
    if name in _INSERTED:
        return "inserted"
    struck = name == "r" and (_is_on(part, "strike") or _is_on(part, "dstrike"))
    return "deleted" if name in _DELETED or struck else ""


def _changed(text: str, change: str) -> str:
    if not text.strip() or not change:
        return "" if change == "deleted" else text
    if change == "inserted":
        return text if "~~" in text else f"{{++{text}++}}"
    return f"~~{text.replace('~~', '').replace('{++', '').replace('++}', '')}~~"


def _is_on(run: Element, name: str) -> bool:
    mark = child(run, "rPr", name)
    return mark is not None and attribute(mark, "val") not in ("0", "false", "none")


def _style_of(paragraph: Element) -> str | None:
    return _value(child(paragraph, "pPr", "pStyle"))


def _value(element: Element | None) -> str | None:
    return None if element is None else attribute(element, "val")


def _blocks(body: Iterable[Element]) -> Iterator[Element]:
    """Paragraphs and tables in order, out of whatever holds them (content controls, tracked moves)."""
    for element in body:
        if local(element) in ("p", "tbl"):
            yield element
        elif local(element) not in _SKIPPED:
            yield from _blocks(element)


def _below(element: Element, name: str) -> Iterator[Element]:
    """The rows of a table or the cells of a row, out of content controls, without those of tables within."""
    for part in element:
        if local(part) == name:
            yield part
        elif local(part) in ("sdt", "sdtContent", "customXml"):
            yield from _below(part, name)


def _paragraphs(cell: Element) -> Iterator[Element]:
    """The paragraphs of a cell, those of tables within it too."""
    for block in _blocks(cell):
        if local(block) == "p":
            yield block
        else:
            for row in _below(block, "tr"):
                for inner in _below(row, "tc"):
                    yield from _paragraphs(inner)


def _boxes(paragraph: Element) -> Iterator[Element]:
    """The text boxes anchored in a paragraph, each once: its older double for old programs is left out."""
    for part in paragraph:
        if local(part) == "txbxContent":
            yield part
        elif local(part) != "Fallback":
            yield from _boxes(part)


def _plain(paragraph: Element) -> str:
    return "".join(part.text or "" for part in paragraph.iter() if local(part) == "t").strip()
