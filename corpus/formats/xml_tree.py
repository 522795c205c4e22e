"""XML of strangers: no entities, no network, no endless depth."""

from __future__ import annotations

from typing import Any, TypeAlias

from lxml import etree

Element: TypeAlias = Any  # lxml ships no types


def parsed(data: bytes) -> Element:
    """The root of an XML text; raises lxml's XMLSyntaxError for anything broken or nested deeper than 256."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True)
    return etree.fromstring(data, parser)


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rsplit("}", 1)[-1]


def attribute(element: Element, name: str) -> str | None:
    """An attribute by its name without namespace."""
    return next((value for key, value in element.attrib.items() if key.rsplit("}", 1)[-1] == name), None)


def child(element: Element | None, *names: str) -> Element | None:
    """The first child by local name, of the first child by local name, and so on."""
    for name in names:
        if element is None:
            return None
        element = next((below for below in element if local(below) == name), None)
    return element
