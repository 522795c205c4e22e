"""Namespaces of the graph, and the slug that makes an IRI of a label."""

from __future__ import annotations

import re
import unicodedata

DEFAULT_BASE = "https://trivselsgrafen.example/"

TG = DEFAULT_BASE + "ontologi#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCT = "http://purl.org/dc/terms/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
XSD = "http://www.w3.org/2001/XMLSchema#"
CPSV = "http://purl.org/vocab/cpsv#"
CV = "http://data.europa.eu/m8g/"
ELI = "http://data.europa.eu/eli/ontology#"
ORG = "http://www.w3.org/ns/org#"
OA = "http://www.w3.org/ns/oa#"
PROV = "http://www.w3.org/ns/prov#"
SCHEMA = "https://schema.org/"

PREFIXES = {
    "tg": TG, "skos": SKOS, "dct": DCT, "rdf": RDF, "rdfs": RDFS, "xsd": XSD, "cpsv": CPSV, "cv": CV,
    "eli": ELI, "org": ORG, "oa": OA, "prov": PROV, "schema": SCHEMA,
}  # fmt: skip

_DANISH = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "§": "par"})


def slug(label: str) -> str:
    """A short ASCII name for an IRI: ``Kom glad i skole – hver dag`` becomes ``kom-glad-i-skole-hver-dag``."""
    plain = unicodedata.normalize("NFKD", label.casefold().translate(_DANISH)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80].strip("-") or "uden-navn"
