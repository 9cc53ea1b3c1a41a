import datetime as dt
from pathlib import Path

import pytest

from chibo_desktop.domain.outcomes import Cancelled, Fault, Refusal
from chibo_desktop.storage import copying
from chibo_desktop.storage.backup import backups, latest, make_backup, thin
from chibo_desktop.storage.book import Book, check, open_book
from chibo_desktop.storage.cipher import connect
from chibo_desktop.storage.copying import CopyStep, Watched
from chibo_desktop.storage.facts import get_fact, put_fact
from chibo_desktop.storage.hits import find
from chibo_desktop.storage.log import Source, add_entries, all_entries
from chibo_desktop.storage.register import put_visits
from tests.building.stored import KEY, NOW, a_line, an_entry


def test_a_backup_is_a_whole_book_in_one_file(book: Book, tmp_path: Path) -> None:
    entries = tuple(an_entry(seq=seq) for seq in range(1, 30))
    add_entries(book, entries, Source(None, NOW))
    put_visits(book, (a_line("a", "đường"),))
    made = make_backup(book, tmp_path / "backups", NOW)
    put_fact(book, "after", "the backup")
    assert [path.name for path in made.parent.iterdir()] == [made.name]
    copy = open_book(made, KEY)
    assert tuple(all_entries(copy)) == entries
    copy.words.source = lambda visits: dict.fromkeys(visits, "đường")
    assert len(find(copy, "duong")) == 1
    assert get_fact(copy, "after") is None
    assert check(copy, full=True) == ()
    copy.close()


def test_a_backup_is_as_secret_as_the_book(book: Book, tmp_path: Path) -> None:
    put_fact(book, "name", "Nguyễn Thị Bí Mật")
    made = make_backup(book, tmp_path / "backups", NOW)
    assert "Bí Mật".encode() not in made.read_bytes()
    with pytest.raises(Refusal, match="BOOK_KEY_WRONG"):
        open_book(made, bytes(32))


def test_a_backup_does_not_see_what_is_not_committed(book: Book, tmp_path: Path) -> None:
    put_fact(book, "role", "group")
    other = open_book(book.path, KEY)
    with book.transaction():
        put_fact(book, "role", "office")
        made = make_backup(other, tmp_path / "backups", NOW)
    other.close()
    copy = open_book(made, KEY)
    assert get_fact(copy, "role") == "group"
    copy.close()


def test_a_copy_that_does_not_read_back_gets_no_name(
    book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_entries(book, tuple(an_entry(seq=seq) for seq in range(1, 300)), Source(None, NOW))
    copy_well = copying._copy

    def copy_badly(source: object, part: Path, passphrase: str, watched: copying.Watched) -> None:
        copy_well(source, part, passphrase, watched)
        data = bytearray(part.read_bytes())
        data[len(data) // 2] ^= 1
        part.write_bytes(data)

    monkeypatch.setattr(copying, "_copy", copy_badly)  # a disk that writes wrongly cannot be had here
    with pytest.raises(Fault):
        make_backup(book, tmp_path / "backups", NOW)
    assert list((tmp_path / "backups").iterdir()) == []


def test_a_copy_that_lacks_rows_gets_no_name(book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add_entries(book, tuple(an_entry(seq=seq) for seq in range(1, 9)), Source(None, NOW))
    copy_well = copying._copy

    def copy_less(source: object, part: Path, passphrase: str, watched: copying.Watched) -> None:
        copy_well(source, part, passphrase, watched)
        copy = connect(part, passphrase)
        copy.execute("DELETE FROM entry_part WHERE id = 1")
        copy.close()

    monkeypatch.setattr(copying, "_copy", copy_less)  # a sound file that is not the whole book
    with pytest.raises(Fault, match="COPY_DAMAGED"):
        make_backup(book, tmp_path / "backups", NOW)
    assert list((tmp_path / "backups").iterdir()) == []


def test_a_backup_is_of_one_moment_and_can_be_stopped(book: Book, tmp_path: Path) -> None:
    add_entries(book, tuple(an_entry(seq=seq) for seq in range(1, 4000)), Source(None, NOW))
    other = open_book(book.path, KEY)
    told: list[tuple[CopyStep, int, int]] = []

    def write_meanwhile(step: CopyStep, done: int, total: int) -> None:
        told.append((step, done, total))
        put_fact(other, "written", str(len(told)))

    made = make_backup(book, tmp_path / "backups", NOW, watched=Watched(write_meanwhile))
    copied = [done for step, done, _ in told if step is CopyStep.COPYING]
    assert len(copied) > 1
    assert copied == sorted(set(copied)), "nobody who writes makes it begin anew"
    assert {CopyStep.CHECKING} < {step for step, *_ in told}
    copy = open_book(made, KEY)
    assert get_fact(copy, "written") is None
    copy.close()
    for moment in range(1, len(told)):
        asked = iter(range(moment))
        watched = Watched(cancelled=lambda asked=asked: next(asked, None) is None)
        with pytest.raises(Cancelled):
            make_backup(book, tmp_path / "stopped", NOW, watched=watched)
        assert list((tmp_path / "stopped").iterdir()) == []
    put_fact(book, "after", "the snapshot is let go")
    other.close()


def _touch(folder: Path, at: dt.datetime) -> Path:
    path = folder / at.strftime("book-%Y%m%dT%H%M%S%fZ.db")
    path.write_bytes(b"")
    return path


def test_seven_days_four_weeks_and_six_months_are_kept(tmp_path: Path) -> None:
    made = [_touch(tmp_path, NOW - dt.timedelta(hours=12 * half)) for half in range(2 * 365)]
    removed = thin(tmp_path)
    kept = [path for path in made if path.exists()]
    assert sorted(kept + list(removed)) == sorted(made)
    assert kept[0] == made[0] == latest(tmp_path)
    days = [at.date() for at, _ in backups(tmp_path)]
    assert days[:3] == [NOW.date(), (NOW - dt.timedelta(hours=12)).date(), (NOW - dt.timedelta(hours=24)).date()]
    days = sorted(set(days), reverse=True)
    assert len(days) >= len(kept) - 2, "only of the last three may two be of one day"
    assert days[:7] == [NOW.date() - dt.timedelta(days=day) for day in range(7)]
    assert {(2026, week) for week in (38, 37, 36, 35)} <= {day.isocalendar()[:2] for day in days}
    assert len({(day.year, day.month) for day in days}) == 6
    assert len(days) <= 7 + 4 + 6
    assert thin(tmp_path) == ()


def test_few_backups_and_foreign_files_are_left_alone(tmp_path: Path) -> None:
    first, second = _touch(tmp_path, NOW - dt.timedelta(days=400)), _touch(tmp_path, NOW)
    foreign = tmp_path / "book-of-my-own.db"
    foreign.write_bytes(b"")
    assert thin(tmp_path) == ()
    assert [path for _, path in backups(tmp_path)] == [second, first]
    assert foreign.exists()
    assert latest(tmp_path / "nowhere") is None
