"""Why the operating system refused something, in Danish: its own words are English."""

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
    errno.EIO: "disken kan ikke læses",
    errno.EADDRINUSE: "porten er i brug",
    errno.EADDRNOTAVAIL: "adressen hører ikke til denne maskine",
}


def reason(error: OSError) -> str:
    """A few Danish words for an error of the operating system."""
    if isinstance(error, socket.gaierror):
        return "adressen findes ikke"
    return _REASONS.get(error.errno or 0, f"fejl {error.errno}" if error.errno else "ukendt fejl")
