"""Web pages (HTML): headings, paragraphs, lists and tables; scripts, styles and menus are left out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree, html

from corpus.formats.encoding import decoded
from corpus.formats.found import Cell, Found, joined_changes
from corpus.formats.xml_tree import Element

_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_LEFT_OUT = frozenset("script style nav template noscript head iframe object svg math select button form footer".split())
_CODE = frozenset("head script style template noscript".split())
_INLINE = frozenset("a abbr b bdi bdo big br cite code del dfn em font i img ins kbd label mark q s samp small span strike strong sub sup time tt u var wbr".split())
_BLANKS = re.compile(r"[ \t\r\n\f]+")
DECLARED_IN = 2_048  # bytes in which a page names its encoding
DEEPEST = 200  # elements within one another; deeper ones are no text for people


def read_webpage(data: bytes) -> Found:
    """The text of a page of HTML."""
    declared = _CHARSET.search(data[:DECLARED_IN])
    text, note = decoded(data, declared.group(1).decode("ascii") if declared else None)
    found = Found("html", notes=[note] if note else [])
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    for element in [*root.iter(*_LEFT_OUT)]:
        found.left_out.append((None, "".join(element.itertext())))
    _read(root, found, 0)
    if any("".join(element.itertext()).strip() for element in root.iter(*_LEFT_OUT - _CODE)):
        found.note("Menuer, formularer og sidefod på siden er ikke læst.")
    return found


def _read(element: Element, found: Found, depth: int) -> None:
    """Add the blocks below an element; runs of text between them are paragraphs."""
    if depth > DEEPEST:
        found.note("Meget dybt indlejrede dele af siden er ikke læst.")
        return
    run = [element.text or ""]
    for part in element:
        if _is_hidden(part):
            pass
        elif part.tag in _INLINE and not _holds_block(part):
            run.append(_text(part))
        else:
            _end(run, found)
            _block(part, found, depth + 1)
        run.append(_blank(part.tail))
    _end(run, found)


def _end(run: list[str], found: Found) -> None:
    found.paragraph(_trimmed("".join(run)))
    run.clear()


def _block(element: Element, found: Found, depth: int) -> None:
    tag = str(element.tag)
    if re.fullmatch(r"h[1-6]", tag):
        found.heading(int(tag[1]), _trimmed(_text(element)))
    elif tag == "table":
        found.table([[_cell(cell) for cell in row.iterchildren("td", "th")] for row in _rows(element)])
    elif tag == "li" and not _holds_block(element):
        found.item(_trimmed(_text(element)))
    elif tag == "li":
        for kind, text in _cell(element):
            found.item(text) if kind == "item" or text == _first(element) else found.paragraph(text)
    elif tag == "pre":
        found.paragraph("".join(element.itertext()))
    else:
        _read(element, found, depth)


def _first(element: Element) -> str:
    return next((text for _, text in _cell(element)), "")


def _rows(table: Element) -> Iterator[Element]:
    for part in table.iterchildren("tr", "thead", "tbody", "tfoot"):
        if part.tag == "tr":
            yield part
        else:
            yield from part.iterchildren("tr")


def _cell(cell: Element) -> Cell:
    """The paragraphs and items of a cell, read like a page of its own."""
    inner = Found("html")
    _read(cell, inner, 0)
    return [("item", text[2:]) if text.startswith("- ") else ("paragraph", text.lstrip("# ")) for _, text in inner.blocks]


def _is_hidden(element: Element) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return element.tag in _LEFT_OUT or "hidden" in element.attrib or "display:none" in style or not isinstance(element.tag, str)


def _holds_block(element: Element) -> bool:
    return any(part.tag not in _INLINE for part in element.iterdescendants(etree.Element))


def _text(element: Element) -> str:
    """The text of an element; what an author struck out or inserted is marked."""
    if element.tag == "br":
        return "\n"
    parts = [_blank(element.text)]
    for part in element:
        parts += [_text(part) if not _is_hidden(part) else "", _blank(part.tail)]
    text = "".join(parts)
    if element.tag in ("del", "s", "strike") and text.strip():
        return f"~~{text}~~"
    return joined_changes(f"{{++{text}++}}" if element.tag == "ins" and text.strip() else text)


def _blank(text: str | None) -> str:
    return _BLANKS.sub(" ", text or "")


def _trimmed(text: str) -> str:
    return "\n".join(line.strip() for line in text.split("\n")).strip()
