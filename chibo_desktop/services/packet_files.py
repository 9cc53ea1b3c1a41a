"""Packet files where they lie: which of a stick or folder may be for this machine, and their bytes."""

from collections.abc import Iterable
from pathlib import Path

from chibo_desktop.domain.outcomes import Fault
from chibo_desktop.packets import limits
from chibo_desktop.packets.packing import DOWNWARD, UPWARD
from chibo_desktop.services.desk import Desk, recall_upper


def packet_files(paths: Iterable[Path], desk: Desk) -> tuple[Path, ...]:
    """The files themselves, and every packet directly inside a folder, by name.

    Raises ``Fault`` FILE_MISSING, FILE_UNREADABLE (a stick that does not answer).

    Of a folder the files of the other direction are left out: a stick carries packets up and receipts down. An office
    that reports to another one takes both: its own receipts come on the same sticks.
    """
    both = desk.is_office and recall_upper(desk.book) is not None
    away = "/" if both else f"{DOWNWARD if desk.is_office else UPWARD}-"
    found: list[Path] = []
    for path in paths:
        try:
            found.extend(_files_of(path, away))
        except OSError as error:
            raise Fault("FILE_UNREADABLE", file=str(path), why=error.strerror or "") from error
    return tuple(found)


def _files_of(path: Path, away: str) -> list[Path]:
    if path.is_dir():
        return sorted(file for file in path.glob("*.chibo") if not file.name.startswith(away))
    if path.exists():
        return [path]
    raise Fault("FILE_MISSING", file=str(path))


def read_packet_file(path: Path) -> bytes:
    """At most one byte more than a packet may have. Raises ``Fault`` FILE_UNREADABLE."""
    try:
        with path.open("rb") as file:
            return file.read(limits.FILE_BYTES + 1)
    except OSError as error:
        raise Fault("FILE_UNREADABLE", file=path.name, why=error.strerror or "") from error
