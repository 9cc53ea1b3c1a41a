"""Where a book may lie: on a disk of this machine, never on a share or in a folder that another program copies.

SQLite's write-ahead log needs shared memory, which network file systems do not have, and a sync program copies a
database in the middle of a change (https://sqlite.org/wal.html, https://sqlite.org/howtocorrupt.html).
"""

import os
import sys
from pathlib import Path
from typing import Final

from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.domain.text import fold

_NETWORK: Final = (
    "9p afp afs beegfs ceph cifs coda davfs fuse.ceph fuse.davfs2 fuse.glusterfs fuse.google-drive-ocamlfuse "
    "fuse.onedriver fuse.rclone fuse.s3fs fuse.sshfs glusterfs lustre ncpfs nfs nfs4 smb3 smbfs"
)
_SYNCED: Final = (
    "onedrive", "dropbox", "google drive", "googledrive", "my drive", "icloud drive", "iclouddrive", "nextcloud",
    "owncloud", "box sync", "pcloud", "pclouddrive", "megasync", "seafile", "zalo received files",
)  # fmt: skip
_DRIVE_REMOTE: Final = 4


def require_safe(folder: Path, mounts: str | None = None) -> None:
    """Refuse a folder on a network share or under a sync program.

    ``mounts`` is the text of ``/proc/mounts``, read when not given. Raises ``Refusal`` ``PLACE_UNSAFE`` with
    ``reason`` ``network`` or ``synced`` and the offending ``place``.
    """
    folder = folder.resolve()
    for piece in folder.parts:
        name = fold(piece)
        if name in _SYNCED or name.startswith(("onedrive - ", "dropbox (")):
            raise Refusal("PLACE_UNSAFE", reason="synced", place=piece)
    if sys.platform == "win32":
        remote = _is_remote_drive(folder)
    else:
        remote = _file_system(folder, _read_mounts() if mounts is None else mounts) in _NETWORK.split()
    if remote:
        raise Refusal("PLACE_UNSAFE", reason="network", place=str(folder))


def _read_mounts() -> str:
    table = Path("/proc/mounts")
    return table.read_text(encoding="utf-8", errors="replace") if table.exists() else ""


def _file_system(folder: Path, mounts: str) -> str:
    """Type of the file system that holds a folder: of the mount points above it the deepest, of equal ones the last."""
    kind, depth = "", -1
    for line in mounts.splitlines():
        _, point, type_, *_ = [*line.split(" "), "", "", ""]
        at = Path(point.replace("\\040", " "))
        if folder.is_relative_to(at) and len(at.parts) >= depth:
            kind, depth = type_, len(at.parts)
    return kind


def _is_remote_drive(folder: Path) -> bool:
    import ctypes

    if str(folder).startswith("\\\\"):
        return True
    drive = os.path.splitdrive(folder)[0] + "\\"
    kind: int = ctypes.windll.kernel32.GetDriveTypeW(drive)  # type: ignore[attr-defined]  # exists on Windows only
    return kind == _DRIVE_REMOTE
