"""Removable drives that are mounted now: where a packet can be written to."""

import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chibo_desktop.packets import windows_drives

_OCTAL = re.compile(r"\\([0-7]{3})")
_SYSTEM = frozenset({"/", "/boot", "/boot/efi", "/boot/firmware", "/home", "/usr", "/var"})
"""Mount points that belong to the system even where it runs from a removable disk."""


@dataclass(frozen=True, slots=True)
class Drive:
    """A mounted removable drive: its label for people, where it is, its free bytes; ``locked``: read-only."""

    label: str
    path: Path
    free: int
    locked: bool = False


def removable_drives() -> tuple[Drive, ...]:
    """All that can be reached now, by path. A drive that vanishes while being looked at is left out."""
    found = _windows(windows_drives.kernel()) if os.name == "nt" else linux_drives()
    return tuple(sorted(found, key=lambda drive: str(drive.path)))


def linux_drives(root: Path = Path("/")) -> Iterator[Drive]:
    """Drives that the kernel calls removable, that hang on USB, or that a desktop has mounted below ``/media``.

    ``root``: where ``proc``, ``sys`` and ``dev`` are looked for.
    """
    mounts = root / "proc/self/mounts"
    if not mounts.exists():
        return
    seen: set[Path] = set()
    for line in mounts.read_text("utf-8", "surrogateescape").splitlines():
        device, mounted, _, options, *_ = (_unescaped(word) for word in line.split())
        path = Path(mounted)
        if not device.startswith("/dev/") or mounted in _SYSTEM or path in seen:
            continue
        if _is_removable(root, device) or _is_under_media(path):
            seen.add(path)
            drive = _drive(_label_of(root, device) or path.name, path, locked="ro" in options.split(","))
            if drive is not None:
                yield drive


def _unescaped(word: str) -> str:
    return _OCTAL.sub(lambda found: chr(int(found[1], 8)), word)


def _is_under_media(path: Path) -> bool:
    return path.is_relative_to("/media") or path.is_relative_to("/run/media")


def _is_removable(root: Path, device: str) -> bool:
    """A stick says so itself; a disk in a case does not, but hangs on the bus."""
    block = (root / "sys/class/block" / Path(device).name).resolve()
    disk = block.parent if (block / "partition").exists() else block
    flag = disk / "removable"
    if flag.exists() and flag.read_text("ascii").strip() == "1":
        return True
    return any(re.fullmatch(r"usb\d+", part) for part in block.parts)


def _label_of(root: Path, device: str) -> str | None:
    labels = root / "dev/disk/by-label"
    if not labels.is_dir():
        return None
    target = (root / device.removeprefix("/")).resolve()
    return next((one.name.replace("\\x20", " ") for one in labels.iterdir() if one.resolve() == target), None)


def _drive(label: str, path: Path, *, locked: bool) -> Drive | None:
    try:
        return Drive(label, path, shutil.disk_usage(path).free, locked)
    except OSError:
        return None


def _windows(kernel: Any) -> Iterator[Drive]:
    for volume in windows_drives.removable_volumes(kernel):
        drive = _drive(volume.name or volume.root[:2], Path(volume.root), locked=volume.locked)
        if drive is not None:
            yield drive
