"""A full and a read-only disk, on real small file systems; skipped where mounting is not allowed."""

import errno
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from chibo_desktop.domain.outcomes import Fault, Refusal
from chibo_desktop.storage.backup import make_backup
from chibo_desktop.storage.book import Book, check, open_book
from chibo_desktop.storage.facts import get_fact, put_fact
from chibo_desktop.storage.faults import fault_in, faults_named
from chibo_desktop.storage.files import write_file
from chibo_desktop.storage.log import Source, add_entries, known
from tests.building.stored import KEY, NOW, an_entry


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("mounting needs the rights of root")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def _fill_up(book: Book) -> int:
    """Write until the disk is full; the number of values that were acknowledged."""
    for number in range(10_000):
        try:
            with book.transaction():
                put_fact(book, f"fact {number}", "x" * 50_000)
                put_fact(book, "last", str(number))
        except Fault as fault:
            if fault.code == "DISK_FULL":
                return number
            raise
    raise AssertionError("the disk never filled up")


def test_a_full_disk_is_named_and_nothing_acknowledged_is_lost(small_disk: Path) -> None:
    book = open_book(small_disk / "book.db", KEY, create=True)
    acknowledged = _fill_up(book)
    assert acknowledged > 3
    assert get_fact(book, "last") == str(acknowledged - 1)
    book.close()
    again = open_book(small_disk / "book.db", KEY)
    assert get_fact(again, "last") == str(acknowledged - 1)
    assert get_fact(again, f"fact {acknowledged}") is None
    assert check(again, full=True) == ()
    again.close()


def test_work_goes_on_when_there_is_room_again(small_disk: Path) -> None:
    ballast = small_disk / "ballast"
    book = open_book(small_disk / "book.db", KEY, create=True)
    ballast.write_bytes(bytes(600_000))
    acknowledged = _fill_up(book)
    ballast.unlink()
    put_fact(book, "last", "after")
    assert get_fact(book, "last") == "after"
    assert get_fact(book, f"fact {acknowledged}") is None
    book.close()


def test_a_packet_that_does_not_fit_is_not_merged_at_all(small_disk: Path) -> None:
    book = open_book(small_disk / "book.db", KEY, create=True)
    entries = tuple(an_entry(seq=seq, subject="x" * 2000) for seq in range(1, 1500))
    with pytest.raises(Fault, match="DISK_FULL"):
        add_entries(book, entries, Source(None, NOW))
    assert known(book, [entry.head.id for entry in entries]) == frozenset()
    assert check(book) == ()
    book.close()


def test_a_file_or_backup_that_does_not_fit_leaves_the_old_one_and_no_rest(small_disk: Path) -> None:
    write_file(small_disk / "slots.json", b"old")
    with pytest.raises(Fault, match="DISK_FULL"):
        write_file(small_disk / "slots.json", bytes(3_000_000))
    assert (small_disk / "slots.json").read_bytes() == b"old"
    book = open_book(small_disk / "book.db", KEY, create=True)
    acknowledged = _fill_up(book)
    with pytest.raises(Fault, match="DISK_FULL"):
        make_backup(book, small_disk / "backups", NOW)
    assert list((small_disk / "backups").iterdir()) == []
    assert get_fact(book, "last") == str(acknowledged - 1)
    book.close()


def test_a_read_only_disk_is_named(small_disk: Path) -> None:
    book = open_book(small_disk / "book.db", KEY, create=True)
    put_fact(book, "role", "group")
    book.close()
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with pytest.raises(Fault, match="READ_ONLY"):
        open_book(small_disk / "book.db", KEY)
    with pytest.raises(Fault, match="READ_ONLY"):
        write_file(small_disk / "slots.json", b"new")
    subprocess.run(["mount", "-o", "remount,rw", str(small_disk)], check=True)
    again = open_book(small_disk / "book.db", KEY)
    assert get_fact(again, "role") == "group"
    again.close()


@pytest.mark.parametrize(
    ("number", "code"),
    [(errno.ENOSPC, "DISK_FULL"), (errno.EROFS, "READ_ONLY"), (errno.EIO, "IO_ERROR"), (errno.ENOENT, "FILE_MISSING")],
)
def test_errors_of_the_system_have_names(number: int, code: str) -> None:
    with pytest.raises(Fault) as named, faults_named():
        raise OSError(number, "as the system says")
    assert named.value.code == code


def test_the_true_error_is_found_behind_the_one_that_hides_it() -> None:
    try:
        try:
            raise OSError(errno.ENOSPC, "no space left")
        except OSError:
            raise RuntimeError("cannot rollback - no transaction is active") from None
    except RuntimeError as error:
        found = fault_in(error)
    assert found is not None
    assert found.code == "DISK_FULL"


@pytest.mark.parametrize("bug", [KeyError("x"), OSError("without a number"), Refusal("VISIT_UNKNOWN")])
def test_bugs_and_refusals_pass_unchanged(bug: Exception) -> None:
    fail: Callable[[], None] = lambda: (_ for _ in ()).throw(bug)  # noqa: E731
    with pytest.raises(type(bug)) as passed, faults_named():
        fail()
    assert passed.value is bug
