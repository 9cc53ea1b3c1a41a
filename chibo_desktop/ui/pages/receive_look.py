"""Looking for packets: on every stick, among the files that a person opened, and what the book holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from chibo_desktop.domain.outcomes import Fault
from chibo_desktop.services import packet_files, receiving
from chibo_desktop.services.arriving import FileReport
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.receiving import Inbox
from chibo_desktop.services.sending import Drive

Stamp = tuple[Path, int, int]
"""A file as it was when it was looked at: another time or size is another file."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What is plugged in, which packet files lie there, and what the book holds."""

    drives: tuple[Drive, ...]
    files: tuple[Stamp, ...]
    inbox: Inbox


def look(desk: Desk, drives: Callable[[], Sequence[Drive]], opened: Sequence[Path]) -> Seen:
    """Find packet files on all sticks and among the opened ones. Runs on the worker thread."""
    found = tuple(drives())
    places = [drive.path for drive in found if drive.path.is_dir()] + [path for path in opened if path.exists()]
    files = dict.fromkeys(packet_files.packet_files(places, desk))
    return Seen(found, tuple(_stamp(path) for path in files if path.exists()), receiving.inbox(desk))


def _stamp(path: Path) -> Stamp:
    facts = path.stat()
    return path, facts.st_mtime_ns, facts.st_size


def fault_of(report: FileReport) -> Fault:
    """Why a file could not even be read: the stick is gone or broken."""
    return Fault(report.code or "FILE_UNREADABLE", **report.data)
