"""Opens the packages that Word and OpenDocument files are, only when they cannot unpack to more than the limits."""

from __future__ import annotations

import io
import re
import zipfile

from corpus.errors import Refusal
from corpus.limits import MEGABYTE, Limits

ENTITIES_IN = 1 << 16  # bytes of an XML part in which a document type may be declared
SMALL = 1 << 20  # bytes; a part that unpacks to less may be packed as tightly as it likes
MOST_MEMBERS = 10_000

_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_DAMAGED = "kan ikke læses; filen er ufuldstændig eller beskadiget. Gem den igen fra det program, den er lavet i, og prøv igen."
_BOMB = "pakker sig ud til mere, end der kan læses ({size} MB). Gem filen igen uden store billeder, eller del den i flere."


class Package:
    """A package whose members have been measured."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._names = frozenset(archive.namelist())

    def holds(self, name: str) -> bool:
        """Whether the package has a member of this name."""
        return name in self._names

    def names(self, *starts: str) -> list[str]:
        """The XML members whose names begin so, in order."""
        return sorted(name for name in self._names if name.startswith(starts) and name.endswith(".xml"))

    def read(self, name: str) -> bytes:
        """The bytes of a member; nothing where it has none of this name."""
        return self._archive.read(name) if name in self._names else b""


def open_package(data: bytes, limits: Limits) -> Package:
    """The package in these bytes, after its sizes, names and XML declarations are found harmless.

    Raises Refusal when it is damaged, encrypted, a bomb, or declares a document type or entities.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = archive.infolist()
        _measure(members, limits)
        for member in members:
            _refuse_declarations(archive, member)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError, ValueError) as error:
        raise Refusal(_DAMAGED) from error
    package = Package(archive)
    if b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise Refusal("er beskyttet med adgangskode. Gem den uden adgangskode, og prøv igen.")
    return package


def _measure(members: list[zipfile.ZipInfo], limits: Limits) -> None:
    """Why the stated sizes suffice: reading a member stops at its stated size."""
    total = sum(member.file_size for member in members)
    tight = any(member.file_size > max(SMALL, limits.ratio * member.compress_size) for member in members)
    if total > limits.unpacked or tight:
        raise Refusal(_BOMB.format(size=total // MEGABYTE))
    if len(members) > MOST_MEMBERS:
        raise Refusal(f"består af {len(members)} dele, og højst {MOST_MEMBERS} kan læses. Gem filen igen uden billeder, eller del den i flere.")
    if any(member.flag_bits & 1 for member in members):
        raise Refusal("er beskyttet med adgangskode. Gem den uden adgangskode, og prøv igen.")
    if any(member.filename.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", member.filename) for member in members):
        raise Refusal("indeholder stier, der fører ud af filen, og er ikke læst. Gem den igen fra det program, den er lavet i.")


def _refuse_declarations(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """No honest Word or OpenDocument file declares a document type; entities are how XML is made to explode or to read other files."""
    if not member.filename.lower().endswith((".xml", ".rels", ".rdf")):
        return
    with archive.open(member) as part:
        head = part.read(ENTITIES_IN).replace(b"\0", b"")  # UTF-16 has a zero in every letter of the declaration
    if _DECLARATION.search(head):
        raise Refusal("indeholder XML-erklæringer (DOCTYPE), som kan være skadelige, og er ikke læst. Gem den igen fra det program, den er lavet i.")
