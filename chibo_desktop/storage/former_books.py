"""A backup takes the place of a book that still works: the files, so that at every moment one of the two is whole.

The next book lies ready under its own name in one folder, the present one gets a second name in another folder, and
then one rename puts the next book in the place of the present one. Before that rename the old book works, after it the
new one. Both folders use the name of a dated backup, so a name tells when a book was set aside.
"""

import os
import shutil
from pathlib import Path

from chibo_desktop.domain.outcomes import Fault
from chibo_desktop.storage.backup import backups
from chibo_desktop.storage.book import Book
from chibo_desktop.storage.cipher import connect
from chibo_desktop.storage.faults import faults_named
from chibo_desktop.storage.files import sync_folder


def set_aside(book: Path, target: Path) -> None:
    """Give a closed book a second name, or a copy where the file system has no second names. Raises ``Fault``."""
    part = target.with_name(target.name + ".part")
    with faults_named():
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(book, target)
        except FileExistsError:
            raise
        except OSError:  # not every file system has links, and each refuses in words of its own
            try:
                shutil.copyfile(book, part)
                with part.open("rb+") as file:
                    os.fsync(file.fileno())
                part.replace(target)
            finally:
                part.unlink(missing_ok=True)
        sync_folder(target.parent)


def set_broken_aside(book: Path, target: Path) -> None:
    """Keep what is left of a book that cannot be opened, its write-ahead log too, and clear the way for another one.

    Whatever of it is missing is no hindrance. Raises ``Fault``.
    """
    for ending in ("", "-wal"):
        left = book.with_name(book.name + ending)
        if left.exists():
            set_aside(left, target.with_name(target.name + ending))
    with faults_named():
        for ending in ("-wal", "-shm"):
            book.with_name(book.name + ending).unlink(missing_ok=True)


def make_one_file(book: Book) -> None:
    """Close a book so that its file alone is all of it, even where damaged pages have put its connection out of order.

    Raises ``Fault`` BUSY where somebody else has it open; then it stays open here, too.
    """
    try:
        book.close_as_one_file()
    except Fault as fault:
        if fault.code == "BUSY":
            raise
        book.close()
        fresh = connect(book.path, book.passphrase)
        try:
            with faults_named():
                fresh.execute("PRAGMA journal_mode = DELETE").fetchall()
        finally:
            fresh.close()


def take_place(staged: Path, book: Path) -> None:
    """The one moment: put the next book where the present one is. Raises ``Fault``."""
    with faults_named():
        staged.replace(book)
        sync_folder(book.parent)


def clear_interrupted(restoring: Path, aside: Path) -> None:
    """Take away what a restore left that was given up or cut off before its moment: the old book is the book.

    A next book that still lies ready never took its place, so what stands aside under its name is the present book.
    """
    if not restoring.is_dir():
        return
    with faults_named():
        for _, staged in backups(restoring):
            (aside / staged.name).unlink(missing_ok=True)
        for left in aside.glob("*.part"):
            left.unlink(missing_ok=True)
        for left in sorted(restoring.iterdir()):
            left.unlink()
        restoring.rmdir()
