"""A stick that fails on purpose, put between the program and a real folder.

The folder is the medium: what lies in it is what another machine would read. Between the program and the medium stands
a cache of pages, as in every operating system: what was written is read back from there, whatever the medium made of
it, until it was synced and dropped. So a program that does not ask for the medium itself is found out.

Only calls on files below the folder pass through here. A fault decides, from its own source of chance, when it strikes.
"""

import errno
import os
import shutil
from collections import namedtuple
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

Usage = namedtuple("Usage", "total used free")
ROOM = 6 * 2**30


class StickFaulty:
    """How a stick is broken. Each method is asked at its moment; the plain stick lets everything pass."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.calls = 0
        self.gone_at: int | None = None
        """Number of the call at which the stick is pulled out; ``None`` never."""

    def writes(self, at: int, data: bytes) -> tuple[int, bytes]:
        """Where on the medium the bytes end, and which bytes. Raises ``OSError``."""
        return at, data

    def opens_for_writing(self) -> None:
        """Raises ``OSError``."""

    def syncs(self) -> None:
        """Raises ``OSError``."""

    def reads(self, data: bytes) -> bytes:
        """What the wire makes of what the medium gave. Raises ``OSError``."""
        return data

    def names(self) -> None:
        """A link or a new name is asked for. Raises ``OSError``."""


class Sound(StickFaulty):
    """Nothing is wrong."""


class PulledOut(StickFaulty):
    """At some call, and from then on, there is no stick; what was not synced is lost."""

    def __init__(self, chance: Random) -> None:
        super().__init__(chance)
        self.gone_at = chance.randint(1, 24)


class Full(StickFaulty):
    """Another program has taken the room: after some bytes there is none."""

    def __init__(self, chance: Random) -> None:
        super().__init__(chance)
        self.left = chance.randint(0, 9_000)

    def writes(self, at: int, data: bytes) -> tuple[int, bytes]:
        if self.left <= 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        kept = data[: self.left]
        self.left -= len(kept)
        return at, kept


class SyncFails(StickFaulty):
    """The medium reports that it could not keep what was written."""

    def __init__(self, chance: Random) -> None:
        super().__init__(chance)
        self.countdown = chance.randint(1, 4)

    def syncs(self) -> None:
        self.countdown -= 1
        if self.countdown <= 0:
            raise OSError(errno.EIO, "Input/output error")


class SilentFlip(StickFaulty):
    """One bit of what is written changes on the medium; nobody says so."""

    def writes(self, at: int, data: bytes) -> tuple[int, bytes]:
        spoilt = bytearray(data)
        spoilt[self.chance.randrange(len(data))] ^= 1 << self.chance.randrange(8)
        return at, bytes(spoilt)


class SilentTruncation(StickFaulty):
    """Everything beyond some byte is dropped on the medium; nobody says so."""

    def __init__(self, chance: Random) -> None:
        super().__init__(chance)
        self.end = chance.randint(0, 4_000)

    def writes(self, at: int, data: bytes) -> tuple[int, bytes]:
        return at, data[: max(0, self.end - at)]


class ReadOnly(StickFaulty):
    """The switch is on from the beginning, or the system locks the stick after it found damage."""

    def __init__(self, chance: Random) -> None:
        super().__init__(chance)
        self.countdown = chance.randint(0, 5)

    def _lock(self) -> None:
        self.countdown -= 1
        if self.countdown < 0:
            raise OSError(errno.EROFS, "Read-only file system")

    opens_for_writing = names = _lock

    def writes(self, at: int, data: bytes) -> tuple[int, bytes]:
        self._lock()
        return at, data


class FakeCapacity(StickFaulty):
    """It reports six gigabytes and has a few kilobytes: what lies beyond wraps around and overwrites the beginning."""

    def __init__(self, chance: Random) -> None:
        super().__init__(chance)
        self.size = chance.randint(200, 4_000)
        self.wraps = chance.random() < 0.5

    def writes(self, at: int, data: bytes) -> tuple[int, bytes]:
        if at + len(data) <= self.size:
            return at, data
        if not self.wraps:
            return at, data[: max(0, self.size - at)].ljust(len(data), b"\0")
        image = bytearray(data[: self.size].ljust(len(data), b"\0"))
        beyond = data[self.size :]
        image[: min(len(beyond), self.size)] = beyond[: self.size]
        return at, bytes(image)


class FlakyRead(StickFaulty):
    """What is read differs from time to time, or cannot be read."""

    def reads(self, data: bytes) -> bytes:
        kind = self.chance.randrange(3)
        if kind == 0 or not data:
            return data
        if kind == 1:
            raise OSError(errno.EIO, "Input/output error")
        spoilt = bytearray(data)
        spoilt[self.chance.randrange(len(data))] ^= 0x10
        return bytes(spoilt)


class RenameRefused(StickFaulty):
    """The directory takes no other name."""

    def names(self) -> None:
        code = self.chance.choice((errno.EACCES, errno.EIO, errno.EINVAL))
        raise OSError(code, os.strerror(code))


class LosesNames(StickFaulty):
    """After the new name was taken the data behind it is cut: a directory that points elsewhere."""


FAULTS: tuple[type[StickFaulty], ...] = (
    PulledOut, Full, SyncFails, SilentFlip, SilentTruncation, ReadOnly, FakeCapacity, FlakyRead, RenameRefused,
    LosesNames,
)  # fmt: skip


class Front:
    """The calls of the operating system on files below ``folder``, as long as it is installed."""

    def __init__(self, folder: Path, fault: StickFaulty, patch: pytest.MonkeyPatch) -> None:
        self.folder, self.fault = str(folder.resolve()), fault
        self.has_links = fault.chance.random() < 0.5  # ext4 has them, FAT has none
        self.cache: dict[str, bytearray] = {}
        self.synced: set[str] = set()
        self.open_files: dict[int, tuple[str, int]] = {}
        self.is_gone = False
        self.real: dict[str, Callable[..., Any]] = {}
        names = (
            "open",
            "write",
            "read",
            "fsync",
            "close",
            "link",
            "rename",
            "unlink",
            "posix_fadvise",
            "lstat",
            "stat",
        )
        for name in names:
            self.real[name] = getattr(os, name)
            patch.setattr(os, name, getattr(self, name))
        self.real["disk_usage"] = shutil.disk_usage
        patch.setattr(shutil, "disk_usage", self.disk_usage)

    def _is_mine(self, path: Any) -> bool:
        return not isinstance(path, int) and os.fspath(path).startswith(self.folder)

    def _call(self) -> None:
        """Every call on the stick is counted; once it is gone each fails."""
        self.fault.calls += 1
        if self.fault.gone_at is not None and self.fault.calls >= self.fault.gone_at and not self.is_gone:
            self.is_gone = True
            self._lose_what_was_not_synced()
        if self.is_gone:
            raise OSError(errno.ENODEV, "No such device")

    def _lose_what_was_not_synced(self) -> None:
        for path in self.cache:
            if path not in self.synced and Path(path).exists():
                os.truncate(path, self.fault.chance.randint(0, self.real["stat"](path).st_size))

    def disk_usage(self, path: Any) -> Any:
        if not self._is_mine(path):
            return self.real["disk_usage"](path)
        self._call()
        return Usage(ROOM, 0, ROOM)

    def lstat(self, path: Any, *rest: Any, **more: Any) -> Any:
        if self._is_mine(path):
            self._call()
        return self.real["lstat"](path, *rest, **more)

    def stat(self, path: Any, *rest: Any, **more: Any) -> Any:
        if self._is_mine(path):
            self._call()
        return self.real["stat"](path, *rest, **more)

    def open(self, path: Any, flags: int, *rest: Any, **more: Any) -> int:
        if not self._is_mine(path):
            return self.real["open"](path, flags, *rest, **more)
        self._call()
        if flags & (os.O_WRONLY | os.O_RDWR):
            self.fault.opens_for_writing()
        handle = self.real["open"](path, flags, *rest, **more)
        self.open_files[handle] = os.fspath(path), 0
        return handle

    def close(self, handle: int) -> None:
        self.open_files.pop(handle, None)
        self.real["close"](handle)

    def write(self, handle: int, data: Any) -> int:
        if handle not in self.open_files:
            return self.real["write"](handle, data)
        self._call()
        path, at = self.open_files[handle]
        given = bytes(data)[: self.fault.chance.randint(1, 4_096)]  # systems may take less than they are given
        place, kept = self.fault.writes(at, given)
        taken = len(given) if not isinstance(self.fault, Full) else len(kept)
        os.pwrite(handle, kept, place)
        pages = self.cache.setdefault(path, bytearray())
        pages[at : at + taken] = given[:taken]
        self.synced.discard(path)
        self.open_files[handle] = path, at + taken
        return taken

    def read(self, handle: int, count: int) -> bytes:
        if handle not in self.open_files:
            return self.real["read"](handle, count)
        self._call()
        path, at = self.open_files[handle]
        pages = self.cache.get(path)
        medium = pages is None
        data = self.fault.reads(os.pread(handle, count, at)) if medium else bytes(pages[at : at + count])
        self.open_files[handle] = path, at + len(data)
        return data

    def fsync(self, handle: int) -> None:
        if handle not in self.open_files:
            self.real["fsync"](handle)
            return
        self._call()
        self.fault.syncs()
        self.synced.add(self.open_files[handle][0])

    def posix_fadvise(self, handle: int, offset: int, length: int, advice: int) -> None:
        if handle not in self.open_files:
            self.real["posix_fadvise"](handle, offset, length, advice)
            return
        self._call()
        path, _ = self.open_files[handle]
        if path in self.synced:  # pages that wait to be written are not dropped
            self.cache.pop(path, None)

    def link(self, source: Any, target: Any, **more: Any) -> None:
        self._name("link", source, target, **more)

    def rename(self, source: Any, target: Any, **more: Any) -> None:
        self._name("rename", source, target, **more)

    def _name(self, call: str, source: Any, target: Any, **more: Any) -> None:
        if not self._is_mine(target):
            self.real[call](source, target, **more)
            return
        self._call()
        if call == "link" and not self.has_links:
            raise OSError(errno.EPERM, "Operation not permitted")
        self.fault.names()
        self.real[call](source, target, **more)
        old, new = os.fspath(source), os.fspath(target)
        if old in self.cache:  # pages belong to the file, whatever it is called
            self.cache[new] = self.cache[old]
        if old in self.synced:
            self.synced.add(new)
        if isinstance(self.fault, LosesNames):
            os.truncate(target, self.fault.chance.randint(0, self.real["stat"](target).st_size - 1))

    def unlink(self, path: Any, *rest: Any, **more: Any) -> None:
        if self._is_mine(path):
            self._call()
            self.cache.pop(os.fspath(path), None)
        self.real["unlink"](path, *rest, **more)
