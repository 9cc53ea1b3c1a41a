"""Writing a file onto a stick so that "done" is true: written, synced, read back, compared, renamed, read once more.

Nothing ever stands under the final name that was not read back whole, and nothing is ever overwritten. What is read
back comes from the medium and not from memory: sticks that report more room than they have are found out by that.
"""

import contextlib
import errno
import hashlib
import os
import shutil
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from chibo_desktop.domain.outcomes import Cancelled, Fault
from chibo_desktop.packets.limits import KIB, MIB

_PIECE = MIB
_SPACE_FACTOR = 2
_MARGIN = 64 * KIB
"""Room beside a file that is as large as a whole book, of which twice as much would be asking too much."""
_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0)
_NO_LINKS = frozenset({errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EOPNOTSUPP, errno.EMLINK})


class Step(StrEnum):
    """What is going on, in this order."""

    CHECKING = "checking"
    WRITING = "writing"
    SYNCING = "syncing"
    READING_BACK = "reading_back"
    NAMING = "naming"
    DONE = "done"


class StickFault(StrEnum):
    """Codes of the faults of a stick."""

    FULL = "STICK_FULL"
    READ_ONLY = "STICK_READ_ONLY"
    GONE = "STICK_GONE"
    READBACK = "STICK_READBACK"
    NAME_TAKEN = "STICK_NAME_TAKEN"
    BROKEN = "STICK_BROKEN"


_FAULT_OF_ERROR = {
    errno.ENOSPC: StickFault.FULL,
    errno.EDQUOT: StickFault.FULL,
    errno.EFBIG: StickFault.FULL,
    errno.EROFS: StickFault.READ_ONLY,
    errno.EACCES: StickFault.READ_ONLY,
    errno.EPERM: StickFault.READ_ONLY,
    errno.ENOENT: StickFault.GONE,
    errno.ENOTDIR: StickFault.GONE,
    errno.ENODEV: StickFault.GONE,
    errno.ENXIO: StickFault.GONE,
    errno.ESTALE: StickFault.GONE,
    errno.EEXIST: StickFault.NAME_TAKEN,
}
_FAULT_OF_WINDOWS_ERROR = {
    19: StickFault.READ_ONLY,  # ERROR_WRITE_PROTECT
    21: StickFault.GONE,  # ERROR_NOT_READY
    39: StickFault.FULL,  # ERROR_HANDLE_DISK_FULL
    112: StickFault.FULL,  # ERROR_DISK_FULL
    1006: StickFault.GONE,  # ERROR_FILE_INVALID: the volume was changed from outside
    1117: StickFault.GONE,  # ERROR_IO_DEVICE
    1167: StickFault.GONE,  # ERROR_DEVICE_NOT_CONNECTED
}

Progress = Callable[[Step, int, int, str], None]
"""The step, bytes done, bytes in all, and the name of the file."""
IsCancelled = Callable[[], bool]
_Tell = Callable[[Step, int], None]
_Bytes = bytes | memoryview


@dataclass(frozen=True, slots=True)
class _Content:
    """What is written: how many bytes, their SHA-256, and the bytes piece by piece, as often as they are asked for."""

    size: int
    digest: bytes
    pieces: Callable[[], Iterator[_Bytes]]


def silent(step: Step, done: int, total: int, name: str) -> None:
    """A progress that tells nobody."""


def never() -> bool:
    """A wish to stop that never comes."""
    return False


def write_packet(
    folder: Path, name: str, data: bytes, progress: Progress = silent, is_cancelled: IsCancelled = never
) -> Path:
    """Writes ``data`` as ``folder / name`` and returns that path only when it may be believed.

    ``is_cancelled`` is asked before each piece. Raises ``Cancelled``, or ``Fault`` with a code of ``StickFault``;
    either leaves nothing under the final name and, as long as the stick can be reached, no ``*.part``.
    """

    def pieces() -> Iterator[_Bytes]:
        view = memoryview(data)
        return (view[at : at + _PIECE] for at in range(0, len(view), _PIECE))

    content = _Content(len(data), hashlib.sha256(data).digest(), pieces)
    return _write_whole(folder / name, content, progress, is_cancelled, _SPACE_FACTOR * len(data))


def copy_file(source: Path, folder: Path, progress: Progress = silent, is_cancelled: IsCancelled = never) -> Path:
    """Writes a file of this machine, however large, under its own name into ``folder``. Raises as ``write_packet``,
    and ``OSError`` where the source itself cannot be read.
    """
    with source.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").digest()
        size = file.tell()
    content = _Content(size, digest, lambda: _pieces_of(source))
    return _write_whole(folder / source.name, content, progress, is_cancelled, size + _MARGIN)


def replace_file(source: Path, folder: Path) -> None:
    """Lets ``folder`` have this small file, if it is there, instead of an older one of its name: whole or not at all.

    Raises ``Fault`` with a code of ``StickFault``.
    """
    if not source.exists():
        return
    data = source.read_bytes()
    final, part = folder / source.name, folder / f"{source.name}.part"
    content = _Content(len(data), hashlib.sha256(data).digest(), lambda: iter((data,)))
    with _classified(folder, source.name):
        try:
            _write(part, content, _untold, never)
            _read_back(part, content, _untold, never)
            part.replace(final)
        except BaseException:
            _remove(part)
            raise
        _sync_folder(folder)


def _pieces_of(source: Path) -> Iterator[_Bytes]:
    with source.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece


def _write_whole(final: Path, content: _Content, progress: Progress, is_cancelled: IsCancelled, needed: int) -> Path:
    folder, name = final.parent, final.name
    part = folder / f"{name}.part"

    def tell(step: Step, done: int) -> None:
        progress(step, done, content.size, name)

    with _classified(folder, name):
        tell(Step.CHECKING, 0)
        _check_room(final, needed)
        try:
            _write(part, content, tell, is_cancelled)
            _read_back(part, content, tell, is_cancelled)
            tell(Step.NAMING, content.size)
            _name(part, final)
        except BaseException:
            _remove(part)
            raise
        _confirm(final, content)
    tell(Step.DONE, content.size)
    return final


@contextlib.contextmanager
def _classified(folder: Path, name: str) -> Generator[None, None, None]:
    try:
        yield
    except OSError as error:
        raise Fault(_code_of(error, folder), errno=error.errno or 0, name=name, folder=str(folder)) from error


def _code_of(error: OSError, folder: Path) -> StickFault:
    code = _FAULT_OF_WINDOWS_ERROR.get(getattr(error, "winerror", 0) or 0)
    if code is not None:
        return code
    code = _FAULT_OF_ERROR.get(error.errno or 0, StickFault.BROKEN)
    if code is StickFault.BROKEN and not _is_there(folder):
        return StickFault.GONE
    return code


def _is_there(folder: Path) -> bool:
    try:
        return folder.is_dir()
    except OSError:  # asked of a device that is gone, even this question fails
        return False


def files_in(folder: Path, pattern: str) -> tuple[Path, ...]:
    """The files of a folder on a stick whose names fit, by name. Raises ``Fault`` with a code of ``StickFault``."""
    with _classified(folder, pattern):
        return tuple(sorted(folder.glob(pattern)))


def _check_room(final: Path, needed: int) -> None:
    folder = final.parent
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise Fault(StickFault.FULL, free=free, needed=needed, folder=str(folder))
    if os.path.lexists(final):
        raise Fault(StickFault.NAME_TAKEN, name=final.name, folder=str(folder))


def _confirm(final: Path, content: _Content) -> None:
    """The name must be on the medium, too, with the same bytes behind it; else it is taken away again."""
    try:
        _sync_folder(final.parent)
        _read_back(final, content, _untold, never)
    except BaseException:
        _remove(final)
        raise


def _untold(step: Step, done: int) -> None:
    """The second reading is part of giving the name."""


def _write(part: Path, content: _Content, tell: _Tell, is_cancelled: IsCancelled) -> None:
    part.unlink(missing_ok=True)
    handle = os.open(part, _CREATE, 0o644)
    try:
        at = 0
        for piece in content.pieces():
            left = memoryview(piece)
            while left:
                _stop_if(is_cancelled)
                written = os.write(handle, left)
                at, left = at + written, left[written:]
                tell(Step.WRITING, at)
        _stop_if(is_cancelled)
        tell(Step.SYNCING, at)
        os.fsync(handle)
    finally:
        os.close(handle)


def _read_back(part: Path, content: _Content, tell: _Tell, is_cancelled: IsCancelled) -> None:
    digest = hashlib.sha256()
    handle = os.open(part, _READ)
    try:
        _forget_cache(handle)
        at = 0
        while piece := os.read(handle, _PIECE):
            _stop_if(is_cancelled)
            digest.update(piece)
            at += len(piece)
            tell(Step.READING_BACK, at)
    finally:
        os.close(handle)
    if at != content.size or digest.digest() != content.digest:
        raise Fault(StickFault.READBACK, name=part.name, folder=str(part.parent))
    _stop_if(is_cancelled)


def _forget_cache(handle: int) -> None:
    """Asks the system to read from the medium and not from memory; where it cannot, the comparison still stands."""
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)


def _name(part: Path, final: Path) -> None:
    """Renames without replacing: by a second link where the file system has links, else after a last look (FAT)."""
    if os.name == "nt":
        part.rename(final)  # never replaces on Windows
        return
    try:
        os.link(part, final)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        if os.path.lexists(final):
            raise FileExistsError(errno.EEXIST, "name taken", str(final)) from error
        part.rename(final)
    else:
        part.unlink()


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno != errno.EINVAL:  # some file systems cannot sync a folder, and need not
            raise
    finally:
        os.close(handle)


def _remove(file: Path) -> None:
    with contextlib.suppress(OSError):  # the stick may be gone, and the first failure is the one to tell
        file.unlink(missing_ok=True)


def _stop_if(is_cancelled: IsCancelled) -> None:
    if is_cancelled():
        raise Cancelled
