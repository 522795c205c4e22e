"""What went wrong, in one Danish sentence or a few words; the operating system's own are English."""

from __future__ import annotations

import errno
import socket

_REASONS = {
    errno.EACCES: "adgang nægtet",
    errno.EPERM: "adgang nægtet",
    errno.EROFS: "disken er skrivebeskyttet",
    errno.ENOSPC: "disken er fuld",
    errno.EDQUOT: "pladsen på disken er brugt",
    errno.EFBIG: "filen bliver for stor",
    errno.ENOENT: "findes ikke",
    errno.EEXIST: "det er en fil, ikke en mappe",
    errno.ENOTDIR: "en del af stien er en fil, ikke en mappe",
    errno.EISDIR: "det er en mappe, ikke en fil",
    errno.ENAMETOOLONG: "navnet er for langt",
    errno.EMFILE: "for mange filer er åbne",
    errno.EAGAIN: "der er for mange processer",
    errno.ENOMEM: "der er ikke hukommelse nok",
    errno.EIO: "disken kan ikke læses",
    errno.EADDRINUSE: "porten er i brug",
    errno.EADDRNOTAVAIL: "adressen hører ikke til denne maskine",
}


def reason(error: OSError) -> str:
    """A few Danish words for an error of the operating system."""
    if isinstance(error, socket.gaierror):
        return "adressen findes ikke"
    return _REASONS.get(error.errno or 0, f"fejl {error.errno}" if error.errno else "ukendt fejl")


def plain_sentence(error: Exception) -> str | None:
    """What a user is told of an error that they can mend, None for any other."""
    if type(error).__module__.partition(".")[0] in ("corpus", "ontology", "graph", "search", "web"):
        return str(error)
    if isinstance(error, MemoryError):
        return "Der er ikke hukommelse nok på maskinen. Luk andre programmer, eller giv tjenesten mere, og prøv igen."
    if isinstance(error, UnicodeDecodeError):
        return "Filen er ikke tekst i UTF-8. Gem den som ren tekst, og prøv igen."
    if isinstance(error, OSError) and not isinstance(error, BrokenPipeError):
        return f"{error.filename or 'Filen'} kan ikke bruges ({reason(error)}). Kontrollér sti og rettigheder."
    return None
