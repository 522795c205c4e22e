"""What the benchmarks share: processor time, quantiles, memory, tables, and what machine it was."""

from __future__ import annotations

import os
import platform
import resource
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import datetime, timezone
from pathlib import Path
from typing import TypeVar

# a service on a free port whose processes bound nobody: all requests of a benchmark come from one address
UNBOUNDED = (
    "import sys; from web import processes; from web.cli import main; sys.argv = ['trivsel', 'serve', '--port', '0']; "
    "processes._COMMAND[-1] = 'from web import application, answering; application.MANY = application.MOST = 1_000_000; answering.main()'; main()"
)

T = TypeVar("T")
Row = Sequence[str]


def timed(run: Callable[[], T]) -> tuple[T, float]:
    """What a function returns, and the milliseconds of processor time that all threads of this process took."""
    start = time.process_time()
    return run(), 1000 * (time.process_time() - start)


def lasted(run: Callable[[], T]) -> tuple[T, float]:
    """What a function returns, and the seconds that went by meanwhile: work that other processes take part in."""
    start = time.monotonic()
    return run(), time.monotonic() - start


def quantile(times: Sequence[float], share: float) -> float:
    """The time within which a share of the calls was done; 0.5 is the median."""
    return sorted(times)[min(len(times) - 1, int(share * len(times)))]


def family(pid: int) -> list[int]:
    """A process and all that it started and these started."""
    children: list[int] = []
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(FileNotFoundError, ProcessLookupError):  # a thread may end meanwhile
            children += map(int, path.read_text().split())
    return [pid, *(one for child in children for one in family(child))]


def worked(pid: int) -> float:
    """The seconds of processor time that a process and those it started have taken."""
    fields = [Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split() for one in family(pid)]
    return sum(int(user) + int(system) for user, system in (row[11:13] for row in fields)) / os.sysconf("SC_CLK_TCK")


def held(pid: int) -> int:
    """The memory of a process and those it started, in bytes; what some of them share is counted once."""
    told = [Path(f"/proc/{one}/smaps_rollup").read_text() for one in family(pid)]
    return 1024 * sum(int(line.split()[1]) for text in told for line in text.splitlines() if line.startswith("Pss:"))


def most_memory() -> float:
    """The most memory that this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def resident() -> float:
    """The memory that this process holds now, in MB."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE") / 1e6


def own() -> float:
    """The memory that this process holds now and that is no file's, in MB: what is mapped from files can be let go of and read again."""
    return int(Path("/proc/self/status").read_text().partition("RssAnon:")[2].split()[0]) * 1024 / 1e6


def size_of(folder: Path) -> float:
    """The size of all files of a folder, in MB."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def machine() -> str:
    """The day, the size of the machine and how loaded it is: what figures can only be read with."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    today = datetime.now(timezone.utc).strftime("%Y-%m-%d %H:%M UTC")
    return f"{today}; {os.cpu_count()} cores, {memory:.0f} GB, Python {platform.python_version()}; load {load}"


def table(head: Row, rows: Iterable[Row]) -> str:
    """A Markdown table."""
    return "\n".join(f"| {' | '.join(row)} |" for row in [head, ["---"] * len(head), *rows])
