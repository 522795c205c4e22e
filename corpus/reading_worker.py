"""A process that reads one file from its standard input and writes what it found as JSON, within limits it cannot leave.

Why a script of its own: it is started by path in a fresh interpreter, without the environment's settings for Python; only here
are the libraries for file formats loaded.
"""

from __future__ import annotations

import json
import sys
from typing import Any


def main() -> None:
    """Read the file under the limits named in the first argument."""
    settings = json.loads(sys.argv[1])
    sys.path[:] = settings["path"]
    from corpus.confinement import leave_network, limit_files, limit_memory, limit_time
    from corpus.limits import Limits

    limits = Limits(**settings["limits"])
    leave_network()
    limit_files()
    limit_memory(limits.memory)
    limit_time(limits.seconds, limits.wall_for(0))

    def expect(pages: int, scanned: int = 0) -> None:
        limit_time(limits.seconds_for(pages), limits.wall_for(pages, scanned))

    json.dump(_read(sys.stdin.buffer.read(), limits, expect), sys.stdout)
    sys.stdout.flush()


def _read(data: bytes, limits: Any, expect: Any) -> dict[str, Any]:
    """What the file holds, or why it is refused; whatever a library raises means that the file is not as it should be."""
    from corpus.errors import Refusal
    from corpus.reading import DAMAGED

    try:
        from corpus.formats.kinds import extract

        return extract(data, limits, expect).to_json()
    except Refusal as refusal:
        return {"refused": refusal.reason, "personal": refusal.is_personal}
    except MemoryError:
        reason = "kræver for meget hukommelse at læse. Del filen i flere, eller gem den igen fra det program, den er lavet i."
        return {"refused": reason, "personal": False}
    except Exception:  # the libraries raise anything at all for damaged files
        return {"refused": DAMAGED, "personal": False}


if __name__ == "__main__":
    main()
