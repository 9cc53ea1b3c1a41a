"""The log of the program: codes, ids and numbers, one line each. Words of people never stand in it."""

import datetime as dt
import re
from pathlib import Path

LARGEST = 512 * 1024
"""Bytes after which the log is put aside; one older log is kept."""

_HARMLESS = re.compile(r"[A-Za-z0-9_.:+/-]{1,80}")


class ProgramLog:
    """Appends lines to ``program.log`` in a folder. A log that cannot be written stops nobody's work."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def file(self) -> Path:
        return self._folder / "program.log"

    def write(self, at: dt.datetime, code: str, **facts: str | int) -> None:
        """One line. A fact that is not an id, a code or a number is left out, so that no text slips in."""
        words = [f"{name}={_harmless(fact)}" for name, fact in facts.items()]
        line = " ".join((at.astimezone(dt.UTC).isoformat(timespec="milliseconds"), code, *words))
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._put_aside()
            with self.file.open("a", encoding="ascii") as log:
                log.write(line + "\n")
        except OSError:
            return  # a full disk is told by whatever the person is doing, not by the log about it

    def _put_aside(self) -> None:
        if self.file.exists() and self.file.stat().st_size > LARGEST:
            self.file.replace(self._folder / "program.1.log")


def _harmless(fact: str | int) -> str:
    words = str(fact)
    return words if _HARMLESS.fullmatch(words) else "?"
