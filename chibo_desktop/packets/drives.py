"""Removable drives that are mounted now: where a packet can be written to."""

import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_MOUNTS = Path("/proc/self/mounts")
_BLOCK = Path("/sys/class/block")
_LABELS = Path("/dev/disk/by-label")
_OCTAL = re.compile(r"\\([0-7]{3})")
_WINDOWS_REMOVABLE = 2
_WINDOWS_LETTERS = 26


@dataclass(frozen=True, slots=True)
class Drive:
    """A mounted removable drive: its label for people, where it is, and its free bytes."""

    label: str
    path: Path
    free: int


def removable_drives() -> tuple[Drive, ...]:
    """All that can be reached now, by path. A drive that vanishes while being looked at is left out."""
    found = _windows_drives() if os.name == "nt" else _linux_drives()
    return tuple(sorted(found, key=lambda drive: str(drive.path)))


def _linux_drives() -> Iterator[Drive]:
    if not _MOUNTS.exists():
        return
    seen: set[Path] = set()
    for line in _MOUNTS.read_text("utf-8", "surrogateescape").splitlines():
        device, mounted = (_unescaped(word) for word in line.split()[:2])
        path = Path(mounted)
        if device.startswith("/dev/") and path not in seen and (_is_removable(device) or _is_under_media(path)):
            seen.add(path)
            drive = _drive(_label_of(device) or path.name, path)
            if drive is not None:
                yield drive


def _unescaped(word: str) -> str:
    return _OCTAL.sub(lambda found: chr(int(found[1], 8)), word)


def _is_under_media(path: Path) -> bool:
    return path.is_relative_to("/media") or path.is_relative_to("/run/media")


def _is_removable(device: str) -> bool:
    block = (_BLOCK / Path(device).name).resolve()
    disk = block.parent if (block / "partition").exists() else block
    flag = disk / "removable"
    return flag.exists() and flag.read_text("ascii").strip() == "1"


def _label_of(device: str) -> str | None:
    if not _LABELS.is_dir():
        return None
    target = Path(device).resolve()
    return next((one.name.replace("\\x20", " ") for one in _LABELS.iterdir() if one.resolve() == target), None)


def _drive(label: str, path: Path) -> Drive | None:
    try:
        return Drive(label, path, shutil.disk_usage(path).free)
    except OSError:
        return None


def _windows_drives() -> Iterator[Drive]:
    import ctypes

    windows: Any = getattr(ctypes, "windll").kernel32  # noqa: B009 - an attribute that only Windows has
    letters = windows.GetLogicalDrives()
    for index in range(_WINDOWS_LETTERS):
        root = f"{chr(ord('A') + index)}:\\"
        if not letters >> index & 1 or windows.GetDriveTypeW(root) != _WINDOWS_REMOVABLE:
            continue
        name = ctypes.create_unicode_buffer(261)
        windows.GetVolumeInformationW(root, name, 261, None, None, None, None, 0)
        drive = _drive(name.value or root[:2], Path(root))
        if drive is not None:
            yield drive
