"""What erased text left behind outside its row, and making sure that it goes.

Search, packets kept for copying again, bytes set aside, pages and the log in front of them: after every transaction
that may have erased, and again when the book is opened, for a crash may have come between. A book that was restored
from a backup older than an erasure erases it again.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from chibo_desktop.domain.ids import EntryId, VisitId
from chibo_desktop.domain.outcomes import Fault, Refusal
from chibo_desktop.services import archive, erasures_kept
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.diary import note
from chibo_desktop.storage import backup, quarantine
from chibo_desktop.storage import erasures as erased
from chibo_desktop.storage import packets as packet_book
from chibo_desktop.storage.book import open_book
from chibo_desktop.storage.erasures import Named

_PART_LINE = b'{"line":"part"'


@dataclass(frozen=True, slots=True)
class Finished:
    """What happened after an erasure: packets and files aside that went, and files aside that still hold text."""

    packets: int = 0
    files: int = 0
    still_held: tuple[int, ...] = ()


def finish(desk: Desk) -> Finished:
    """Let nothing outside the rows hold what was erased: call it after every transaction that may have erased."""
    named = erased.unwiped(desk.book)
    if not named:
        return Finished()
    gone = {one.entry for one in named}
    with desk.book.transaction():
        files, still = _clear_quarantine(desk, named)
    packets = _drop_packets(desk, gone)
    _wipe_former_books(desk, named)
    erasures_kept.keep(desk)
    erased.wipe(desk.book)
    return Finished(packets, files, still)


def _drop_packets(desk: Desk, gone: set[EntryId]) -> int:
    """Packets kept for copying again: an export writes what they carried anew from the log, without the text."""
    dropped = 0
    for old in packet_book.outgoing(desk.book):
        file = desk.places.outbox / old.file_name
        if gone & set(old.entries) and file.exists():
            file.unlink()
            dropped += 1
    return dropped


def _wipe_former_books(desk: Desk, named: Sequence[Named]) -> None:
    """Books that a backup has replaced lose the text, too; one that cannot be opened any more is told of."""
    for _, path in backup.backups(desk.places.set_aside):
        try:
            book = open_book(path, desk.master.book_key())
        except (Refusal, Fault) as trouble:
            with desk.book.transaction():
                note(desk, "FORMER_BOOK_UNREADABLE", file=path.name, reason=str(trouble.code))
            continue
        try:
            known = erased.erased_parts(book, [one.entry for one in named])
            with book.transaction():
                erased.erase(book, [one for one in named if (one.entry, one.part) not in known])
            erased.wipe(book)
        finally:
            book.close_as_one_file()


def _clear_quarantine(desk: Desk, named: Sequence[Named]) -> tuple[int, tuple[int, ...]]:
    """How many things set aside lost text, and the files that still hold some because they hold more."""
    parts = {(one.entry, one.part) for one in named}
    cleared = 0
    for number in sorted({number for one in named for number in quarantine.holding(desk.book, one.entry)}):
        lines = quarantine.data_of(desk.book, number).split(b"\n")
        kept = [line for line in lines if not _is_one_of(line, parts)]
        if len(kept) < len(lines):
            quarantine.replace_data(desk.book, number, b"\n".join(kept))
            cleared += 1
    still: list[int] = []
    for held in quarantine.whole_files(desk.book):
        if not _holds(desk, quarantine.data_of(desk.book, held.id), parts):
            continue
        if held.released_at is None:
            still.append(held.id)
        else:
            quarantine.replace_data(desk.book, held.id, b"")
            cleared += 1
    return cleared, tuple(still)


def _holds(desk: Desk, data: bytes, parts: set[tuple[EntryId, str]]) -> bool:
    """Whether a file that this machine can open carries one of these parts; nobody can read another one here."""
    from chibo_desktop.packets.intake import Raw, open_raw  # opening a book need not wait for it

    try:
        stream = open_raw(Raw.of(data), desk.readers).stream
        while (line := stream.take()) is not None:
            if _is_one_of(line, parts):
                return True
    except Refusal:
        return False
    return False


def _is_one_of(line: bytes, parts: set[tuple[EntryId, str]]) -> bool:
    from chibo_desktop.packets.manifest import read_part_line

    if not line.startswith(_PART_LINE):
        return False
    try:
        read = read_part_line(line)
    except ValueError:
        return False
    return (EntryId(read.entry), read.name) in parts


def resume(desk: Desk) -> None:
    """After the book was opened: erase again what a restored book brought back, and finish what a crash left over."""
    lost = erasures_kept.forgotten(desk)
    if lost:
        with desk.book.transaction():
            erasures_kept.put_back(desk, lost)
            archive.refold(desk, tuple(dict.fromkeys(VisitId(entry.head.subject) for entry in lost)))
            note(desk, "ERASED_AGAIN", parts=len(lost))
    finish(desk)
