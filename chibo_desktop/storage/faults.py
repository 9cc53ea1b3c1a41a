"""Errors of the disk and of SQLite, named once.

A full disk often shows as "cannot rollback": SQLite has rolled back by itself, and the true error hides in the context
of the one that is raised. So the whole chain is searched.
"""

import errno
from collections.abc import Iterator
from types import TracebackType
from typing import Final

import peewee

from chibo_desktop.domain.outcomes import Fault
from chibo_desktop.storage.cipher import Error

_NOTADB: Final = 26
_SQLITE: Final = {
    5: "BUSY",
    6: "BUSY",
    8: "READ_ONLY",
    10: "IO_ERROR",
    11: "BOOK_DAMAGED",
    13: "DISK_FULL",
    14: "CANNOT_OPEN",
    _NOTADB: "BOOK_DAMAGED",
}
"""Primary result codes, https://sqlite.org/rescode.html"""

_SAID: Final = {
    "database is locked": 5,
    "attempt to write a readonly database": 8,
    "disk I/O error": 10,
    "database disk image is malformed": 11,
    "database or disk is full": 13,
    "unable to open database file": 14,
}

_SYSTEM: Final = {
    errno.ENOSPC: "DISK_FULL",
    errno.EDQUOT: "DISK_FULL",
    errno.EFBIG: "DISK_FULL",
    errno.EROFS: "READ_ONLY",
    errno.EACCES: "READ_ONLY",
    errno.EPERM: "READ_ONLY",
    errno.EIO: "IO_ERROR",
    errno.ENODEV: "IO_ERROR",
    errno.ENXIO: "IO_ERROR",
    errno.ENOENT: "FILE_MISSING",
}


def fault_in(error: BaseException) -> Fault | None:
    """The fault of the environment behind an error, or ``None`` when it is a bug of the program."""
    return next((Fault(code, **_where(link)) for link in _chain(error) if (code := _code(link))), None)


def is_not_a_database(error: BaseException) -> bool:
    """Whether SQLite could not read the first page: another key, or another kind of file."""
    return any(isinstance(link, Error) and _primary(link) == _NOTADB for link in _chain(error))


def _chain(error: BaseException) -> Iterator[BaseException]:
    waiting, seen = [error], set[int]()
    while waiting:
        link = waiting.pop(0)
        if id(link) in seen:
            continue
        seen.add(id(link))
        yield link
        waiting += [cause for cause in (link.__cause__, link.__context__) if cause is not None]


def _code(error: BaseException) -> str | None:
    if isinstance(error, Error):
        return _SQLITE.get(_primary(error))
    if isinstance(error, OSError):
        return _SYSTEM.get(error.errno or 0)
    return None


def _where(error: BaseException) -> dict[str, str]:
    """The file that the system named, so that people can be told."""
    name: str | bytes | int | None = getattr(error, "filename", None)
    return {"file": name} if isinstance(name, str) else {}


def _primary(error: BaseException) -> int:
    """SQLite's primary result code; a failed backup carries its message alone."""
    code: int = getattr(error, "sqlite_errorcode", 0)
    return code & 0xFF or _SAID.get(str(error), 0)


class faults_named:  # noqa: N801 - reads as a phrase: ``with faults_named():``
    """Whatever inside fails because of the environment leaves as a ``Fault``; everything else passes unchanged."""

    __slots__ = ()

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None or not isinstance(error, (Error, peewee.PeeweeException, OSError)):
            return
        if fault := fault_in(error):
            raise fault from error
