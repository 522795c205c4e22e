"""Work shared out among processes, one for each core of the machine.

Why no pool of the standard library: one that loses a process while it starts another waits for ever. Here each process has a pipe of its own, which
ends with either side, so nobody waits for one that is gone.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from multiprocessing.connection import Connection, Pipe, wait
from subprocess import DEVNULL, Popen
from typing import Any, TypeVar

MOST = 8  # processes; each takes some 130 MB

_PROGRAM = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from corpus.cores import take_part; take_part(int(sys.argv[2]))"

Part = TypeVar("Part")
Result = TypeVar("Result")


class Interrupted(Exception):
    """A process that took part in the work has ended before its time; the message says so in Danish."""


def on_all_cores(work: Callable[[Part], Result], parts: Iterable[Part], begin: Callable[..., None], *given: Any) -> Iterator[Result]:
    """What work on each part gives, in order; each process first calls ``begin`` with what is given. It starts in a fresh interpreter.

    Raises Interrupted, and whatever the work raises.
    """
    with ExitStack() as stack:
        pipes = [stack.enter_context(_helper(work, begin, given)) for _ in range(min(MOST, os.cpu_count() or 1))]
        yield from _shared_out(parts, pipes)


@contextmanager
def _helper(work: Callable[[Any], Any], begin: Callable[..., None], given: tuple[Any, ...]) -> Iterator[Connection]:
    """The pipe to a new process; it is a session of its own, which no Ctrl-C reaches: this side alone tells of one."""
    ours, theirs = Pipe()
    with ours:
        with theirs:
            number = theirs.fileno()
            process = Popen([sys.executable, "-c", _PROGRAM, json.dumps(sys.path), str(number)], stdin=DEVNULL, pass_fds=[number], start_new_session=True)
        try:
            with _reached():
                ours.send((work, begin, given))
            yield ours
        finally:
            process.terminate()
            process.wait()


def _shared_out(parts: Iterable[Any], free: list[Connection]) -> Iterator[Any]:
    """The results of all parts in order; whoever is done with one is handed the next."""
    left = enumerate(parts)
    at_work: dict[Connection, int] = {}
    done: dict[int, Any] = {}
    turn = 0
    while True:
        for pipe, (number, part) in zip(free, left):
            with _reached():
                pipe.send(part)
            at_work[pipe] = number
        if not at_work:
            return
        free = [pipe for pipe in wait(list(at_work)) if isinstance(pipe, Connection)]
        for pipe in free:
            with _reached():
                result, error = pipe.recv()
            if error is not None:
                raise error
            done[at_work.pop(pipe)] = result
        while turn in done:
            yield done.pop(turn)
            turn += 1


@contextmanager
def _reached() -> Iterator[None]:
    try:
        yield
    except (EOFError, OSError) as error:
        raise Interrupted("En proces, der hjalp med arbejdet, blev stoppet undervejs. Det sker mest, når maskinen mangler hukommelse. Prøv igen.") from error


def take_part(number: int) -> None:
    """Work on what comes through the pipe of a number until the other side is done or gone."""
    with suppress(EOFError, OSError), Connection(number) as pipe:
        work, begin, given = pipe.recv()
        _, error = _tried(begin, *given)
        while True:
            part = pipe.recv()
            pipe.send((None, error) if error else _tried(work, part))


def _tried(function: Callable[..., Any], *arguments: Any) -> tuple[Any, Exception | None]:
    """What a function gives, or what it raises."""
    try:
        return function(*arguments), None
    except Exception as error:  # whatever it is, it is raised on the other side
        return None, error
