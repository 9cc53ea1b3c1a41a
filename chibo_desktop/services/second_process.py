"""The second process that looks into files: when it is worth its start, how it begins, and that it ends."""

from __future__ import annotations

import os
import signal
import sys
import types
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.packets import limits, looked_bytes, looking, second_reader
from chibo_desktop.packets.intake import Desk
from chibo_desktop.packets.looking import Looked

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

WORTHWHILE: Final = 1 * limits.MIB
"""Bytes of files from which a second process saves more than its start takes."""
_GRACE: Final = 1.0
"""Seconds that are waited for a killed process to be gone."""


class LostError(Exception):
    """The second process has ended, or says what makes no sense."""


class SecondProcess:
    """A process that looks into files in the order in which it is asked. Made by ``second_process`` only."""

    def __init__(self, process: BaseProcess, questions: Connection, answers: Connection) -> None:
        self._process, self._questions, self._answers = process, questions, answers
        self._is_ready = self._is_over = False
        self._desk: Desk | None = None

    def is_ready(self) -> bool:
        """Whether it has begun by now. Raises ``LostError``."""
        with _losing():
            if not self._is_ready and self._answers.poll():
                self._is_ready = self._answers.recv_bytes(len(second_reader.READY)) == second_reader.READY
        return self._is_ready

    def ask(self, path: Path, desk: Desk) -> None:
        """Let it see what a file says to ``desk``. Raises ``LostError``."""
        with _losing():
            if self._desk is None or not _is_same(desk, self._desk):
                self._questions.send(desk)
                self._desk = desk
            self._questions.send(str(path))

    def answer(self, desk: Desk, seconds: float = 0) -> tuple[bytes | None, Looked | None] | None:
        """Bytes of the next file and what they say to ``desk``, for whom it was asked; ``None`` where nothing comes in
        so many seconds. Raises ``LostError``."""
        with _losing():
            if not self._answers.poll(seconds):
                return None
            found = looked_bytes.of_bytes(self._answers.recv_bytes(second_reader.ANSWER_BYTES))
            return found.data, found.looked(desk.trust)

    def end(self) -> None:
        """End it at once: it has nothing that anybody would miss, and forgets the keys."""
        if not self._is_over:
            self._is_over = True
            self._questions.close()
            self._answers.close()
            self._process.kill()
            self._process.join(_GRACE)
            if self._process.exitcode is not None:  # else it hangs in a drive that does not answer
                self._process.close()


@contextmanager
def second_process(files: Sequence[Path]) -> Generator[SecondProcess | None]:
    """A second process for as long as the block runs, where these files are worth it and the machine can give one."""
    process = _begin() if _has_second_core() and _bytes_of(files) >= WORTHWHILE else None
    try:
        yield process
    finally:
        if process is not None:
            process.end()


def _is_same(one: Desk, other: Desk) -> bool:
    return one.trust is other.trust and (one.secrets, one.audiences) == (other.secrets, other.audiences)


@contextmanager
def _losing() -> Generator[None]:
    try:
        yield
    except (EOFError, OSError, ValueError, msgspec.MsgspecError, Refusal) as error:
        raise LostError from error


def _has_second_core() -> bool:
    return (os.cpu_count() or 1 if sys.platform in ("win32", "darwin") else len(os.sched_getaffinity(0))) > 1


def _bytes_of(files: Sequence[Path]) -> int:
    """Bytes of those files that are looked into before their turn."""
    return sum(size for file in files if (size := _size(file)) <= looking.LARGEST)


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:  # said when its turn has come
        return 0


def _begin() -> SecondProcess | None:
    """Start it; ``None`` where this process may have no other, or the system has no room for one.

    Fresh, never forked: a fork would carry the open book, its locks and the threads of the windows along.
    """
    import multiprocessing  # only those who merge much need to wait for it

    if multiprocessing.current_process().daemon:
        return None
    context = multiprocessing.get_context("spawn")
    asked, questions = context.Pipe(duplex=False)
    answers, answered = context.Pipe(duplex=False)
    process = context.Process(target=second_reader.serve, args=(asked, answered), name="second reader", daemon=True)
    try:
        with _without_main(), _without_interrupts():
            process.start()
    except OSError:
        questions.close()
        answers.close()
        return None
    finally:
        asked.close()
        answered.close()
    return SecondProcess(process, questions, answers)


@contextmanager
def _without_main() -> Generator[None]:
    """The new process would import the program's main module first: windows, commands, the database - or run somebody's
    script a second time."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = types.ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


@contextmanager
def _without_interrupts() -> Generator[None]:
    """Ctrl-C is said to this process and not to the other, which inherits what is blocked."""
    if sys.platform == "win32":
        yield
        return
    from multiprocessing import resource_tracker

    resource_tracker.ensure_running()  # else it begins below, and unblocks what was blocked
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
