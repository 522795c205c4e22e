"""Adds many made-up documents (municipality.py) in one run and measures it: time, memory and growth; run by hand, it takes minutes.

    python tests/benchmarks/many_documents.py FOLDER [DOCUMENTS] [KILL_AFTER]

FOLDER is emptied and used for the files and the data. With KILL_AFTER the first run is killed after so many seconds and the command is
given again, which must pass over what was read already.
"""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from municipality import markdown


def main(folder: Path, count: int, kill_after: float | None) -> None:
    """Make the files, add them, and tell what it took."""
    shutil.rmtree(folder, ignore_errors=True)
    files = folder / "files"
    files.mkdir(parents=True)
    paths = [files / f"plan-{number:04d}.md" for number in range(count)]
    for number, path in enumerate(paths):
        path.write_text(markdown(number), encoding="utf-8")
    size = sum(path.stat().st_size for path in paths)
    print(f"{count} dokumenter, {size / 1e6:.1f} MB tekst", flush=True)
    command = [sys.executable, "-c", "from web.cli import main; main()", "add", *map(str, paths)]
    environment = {**os.environ, "TRIVSEL_DATA": str(folder / "data")}
    if kill_after:
        running = subprocess.Popen(command, env=environment, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        time.sleep(kill_after)
        os.killpg(running.pid, signal.SIGKILL)
        done = running.communicate()[1].count(" afsnit, ")
        print(f"Dræbt efter {kill_after:.0f} s: {done} dokumenter læst færdig", flush=True)
    start = time.monotonic()
    with open(folder / "progress.txt", "w", encoding="utf-8") as progress, open(folder / "report.txt", "w", encoding="utf-8") as report:
        subprocess.run(command, env=environment, check=True, stdout=report, stderr=progress)
    seconds = time.monotonic() - start
    lines = (folder / "progress.txt").read_text(encoding="utf-8").splitlines()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    grown = sum(path.stat().st_size for path in (folder / "data").rglob("*") if path.is_file())
    print(f"Tilføjet på {seconds:.0f} s ({used.ru_utime + used.ru_stime:.0f} s regnetid i alt), højst {used.ru_maxrss / 1024:.0f} MB; data fylder {grown / 1e6:.0f} MB")
    print(f"Fremdrift: {len(lines)} linjer, {sum('læser' in line for line in lines)} læst, {sum('er her allerede' in line for line in lines)} var her allerede")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1000, float(sys.argv[3]) if len(sys.argv) > 3 else None)
