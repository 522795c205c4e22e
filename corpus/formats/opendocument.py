"""OpenDocument text (.odt): headings, lists, tables, footnotes, and changes that an author tracked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from corpus.formats.found import SUPERSCRIPTS, Cell, Found, joined_changes
from corpus.formats.package import Package
from corpus.formats.typed_lines import TypedLines
from corpus.formats.xml_tree import Element, attribute, child, local, parsed

_TEXT = frozenset({"h", "p"})
_SKIPPED = frozenset({"tracked-changes", "sequence-decls", "forms", "annotation-end", "bookmark", "soft-page-break"})
_HOLDERS = frozenset({"section", "index-body", "table-of-content", "list-header", "index-title"})
MOST_BLANKS = 100  # blanks that one element may stand for


def read_opendocument(package: Package) -> Found:
    """The text of an OpenDocument file, as its author last wrote it; headers and footers are left out."""
    root = parsed(package.read("content.xml"))
    body = child(root, "body", "text")
    reader = _Reader(_deletions(body))
    reader.read(body if body is not None else ())
    reader.add_footnotes()
    styles = package.read("styles.xml")
    if styles:
        reader.found.left_out.append((None, " ".join(parsed(styles).itertext())))
    return reader.found


def _deletions(body: Element | None) -> dict[str, str | None]:
    """Tracked changes by id: the deleted text, or None for an insertion."""
    changes: dict[str, str | None] = {}
    regions = child(body, "tracked-changes")
    for region in () if regions is None else regions:
        deletion = child(region, "deletion")
        texts = [] if deletion is None else ["".join(part.itertext()) for part in deletion if local(part) in _TEXT]
        changes[attribute(region, "id") or ""] = " ".join(texts) if deletion is not None else None
    return changes


class _Reader:
    """Walks the text; an insertion may begin in one paragraph and end in another."""

    def __init__(self, changes: dict[str, str | None]) -> None:
        self.found = Found("odt")
        self._lines = TypedLines(self.found)
        self._changes = changes
        self._inserting: set[str] = set()
        self._footnotes: list[str] = []
        self._note_count = 0

    def read(self, blocks: Iterable[Element]) -> None:
        blocks = list(blocks)
        self._lines.learn(["".join(block.itertext()) for block in blocks if local(block) == "p"])
        for block in blocks:
            if local(block) == "p":
                self._lines.add(self._text(block))
            else:
                self._lines.flush()
                self._block(block)
            for box in block.iter() if local(block) in _TEXT else ():
                if local(box) == "text-box":
                    self.read(box)
        self._lines.flush()

    def add_footnotes(self) -> None:
        for footnote in self._footnotes:
            self.found.paragraph(footnote)
        self._footnotes = []

    def _block(self, block: Element) -> None:
        name = local(block)
        if name == "h":
            self.add_footnotes()
            self.found.heading(_number(attribute(block, "outline-level")), self._text(block))
        elif name == "list":
            for item in _items(block):
                self.found.item(self._text(item))
        elif name == "table":
            self.found.table([[self._cell(cell) for cell in row if local(cell) == "table-cell"] for row in _rows(block)])
        elif name in _HOLDERS:
            self.read(block)

    def _cell(self, cell: Element) -> Cell:
        return [(kind, text) for kind, paragraph in _of_cell(cell) if (text := self._text(paragraph)).strip()]

    def _text(self, paragraph: Element) -> str:
        return joined_changes("".join(self._parts(paragraph)))

    def _parts(self, element: Element) -> Iterator[str]:
        yield self._said(element.text)
        for part in element:
            name = local(part)
            if name == "s":
                yield " " * min(_number(attribute(part, "c")), MOST_BLANKS)
            elif name in ("tab", "line-break"):
                yield "\t" if name == "tab" else "\n"
            elif name == "note":
                yield self._note(part)
            elif name == "annotation":
                self._comment(part)
            elif name.startswith("change"):
                yield self._change(part, name)
            elif name not in _SKIPPED and name != "frame":
                yield from self._parts(part)
            yield self._said(part.tail)

    def _said(self, text: str | None) -> str:
        return f"{{++{text}++}}" if text and text.strip() and self._inserting else text or ""

    def _change(self, mark: Element, name: str) -> str:
        id_ = attribute(mark, "change-id") or ""
        if name == "change-start":
            self._inserting.add(id_)
        elif name == "change-end":
            self._inserting.discard(id_)
        deleted = self._changes.get(id_)
        return f"~~{deleted}~~" if name == "change" and deleted and deleted.strip() else ""

    def _note(self, note: Element) -> str:
        self._note_count += 1
        number = str(self._note_count).translate(SUPERSCRIPTS)
        body = child(note, "note-body")
        texts = [] if body is None else [self._text(paragraph).strip() for paragraph in body]
        self._footnotes.append(f"{number} {' '.join(texts)}")
        return number

    def _comment(self, annotation: Element) -> None:
        text = " ".join("".join(part.itertext()) for part in annotation if local(part) == "p")
        self.found.left_out.append((None, text))
        self.found.note(f"Kommentar i margenen, ikke læst som tekst: {text}")


def _number(value: str | None) -> int:
    return int(value) if value and value.isdigit() else 1


def _items(list_: Element) -> Iterator[Element]:
    """The paragraphs of a list and of the lists within it."""
    for item in list_:
        for part in item:
            if local(part) in _TEXT:
                yield part
            elif local(part) == "list":
                yield from _items(part)


def _rows(table: Element) -> Iterator[Element]:
    for part in table:
        if local(part) == "table-row":
            yield part
        elif local(part) in ("table-header-rows", "table-rows", "table-row-group"):
            yield from _rows(part)


def _of_cell(cell: Element) -> Iterator[tuple[str, Element]]:
    for part in cell:
        if local(part) in _TEXT:
            yield "paragraph", part
        elif local(part) == "list":
            yield from (("item", paragraph) for paragraph in _items(part))
        elif local(part) == "table":
            for row in _rows(part):
                for inner in row:
                    yield from _of_cell(inner)
