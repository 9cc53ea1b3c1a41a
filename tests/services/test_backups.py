"""Copies of the book by themselves: when one is due, what is kept, before a large merge, on a stick."""

import datetime as dt
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from chibo_desktop.domain.outcomes import Cancelled, Changes, Fault, Refusal
from chibo_desktop.packets import stick
from chibo_desktop.services import backups, diary, founding, going_back, receiving, visits
from chibo_desktop.services.backups import Step, Watch
from chibo_desktop.services.going_back import Wanted
from chibo_desktop.storage import backup as stored
from chibo_desktop.storage import copying
from chibo_desktop.storage.book import open_book
from chibo_desktop.storage.log import all_entries
from tests.building.enrolled import Enrolled, merge_one
from tests.building.exchange_town import pack, record
from tests.packets.test_stick import mounted, unmount


def hours(number: float) -> dt.timedelta:
    return dt.timedelta(hours=number)


def test_a_copy_is_due_after_twenty_hours(town: Enrolled) -> None:
    record(town.first, "Chi bộ A")
    assert backups.is_due(town.first), "there is none"
    made = backups.back_up_if_due(town.first).value
    assert made is not None
    town.clock.now += hours(19)
    assert backups.back_up_if_due(town.first).value is None
    town.clock.now += hours(1)
    again = backups.back_up_if_due(town.first).value
    assert again is not None
    assert [one.path for one in backups.list_backups(town.first)] == [again.path, made.path]
    assert backups.back_up_if_due(town.first).changes == Changes()


def test_a_copy_of_the_future_is_no_reason_not_to_make_one(town: Enrolled) -> None:
    backups.back_up_now(town.first)
    town.clock.now -= dt.timedelta(days=2500)
    assert backups.is_due(town.first), "the clock was wrong then, or is now"
    for _ in range(20):
        town.clock.now += hours(25)
        made = backups.back_up_now(town.first).value
        assert made.path.exists(), "what was just made is never thinned away, whatever date it bears"


def test_seven_days_four_weeks_and_six_months_of_daily_copies_stay(town: Enrolled) -> None:
    for _ in range(60):
        town.clock.now += hours(24)
        backups.back_up_if_due(town.first)
    days = [one.made_at.date() for one in backups.list_backups(town.first)]
    assert days[:7] == [days[0] - dt.timedelta(days=back) for back in range(7)]
    assert 9 <= len(days) <= 7 + 4 + 6
    assert {(day.year, day.month) for day in days} == {(2026, 12), (2027, 1)}
    for one in backups.list_backups(town.first):
        backups.check(town.first, one.path)
    assert len(list(town.first.places.backups.glob("*.keys"))) == len(days), "the key of a copy goes with it"


def test_the_work_at_the_desk_goes_on_while_a_copy_is_made(town: Enrolled) -> None:
    record(town.first, "Chi bộ A")
    told: list[tuple[Step, int, int]] = []

    def write_meanwhile(step: Step, done: int, total: int) -> None:
        told.append((step, done, total))
        if len(told) == 1:
            record(town.first, "Chi bộ B")

    with backups.apart(town.first) as own:
        made = backups.back_up_now(own, watch=Watch(write_meanwhile)).value
    assert {step for step, *_ in told} == {copying.CopyStep.COPYING, copying.CopyStep.CHECKING}
    copy = open_book(made.path, town.first.master.book_key())
    assert len(list(all_entries(copy))) == 1
    copy.close()
    assert len(list(all_entries(town.first.book))) == 2
    founding.close_desk(town.open("laptop Quang Thuận-1"))


def test_a_stopped_copy_leaves_nothing(town: Enrolled) -> None:
    with pytest.raises(Cancelled):
        backups.back_up_now(town.first, watch=Watch(cancelled=lambda: True))
    assert list(town.first.places.backups.iterdir()) == []
    assert backups.last_backup(town.first) is None


def test_before_a_large_merge_there_is_a_fresh_copy(town: Enrolled, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backups, "LARGE_MERGE", (2, 10**9))
    record(town.first, "Chi bộ A")
    first = pack(town.first, town.stick)
    merge_one(town.clerk, first)
    assert backups.list_backups(town.clerk) == (), "one packet is taken back more easily"
    record(town.first, "Chi bộ B")
    later = [first, pack(town.first, town.stick)]
    receiving.merge(town.clerk, later, dry_run=True)
    assert backups.list_backups(town.clerk) == ()
    receiving.merge(town.clerk, later)
    (made,) = backups.list_backups(town.clerk)
    copy = open_book(made.path, town.clerk.master.book_key())
    assert len([one for one in all_entries(copy) if one.head.kind == "visit.recorded"]) == 1
    copy.close()
    receiving.merge(town.clerk, later)
    assert len(backups.list_backups(town.clerk)) == 1, "one that is an hour old serves"


def test_a_copy_that_fails_stops_no_merge_and_is_noted(town: Enrolled, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backups, "LARGE_MERGE", (1, 0))
    record(town.first, "Chi bộ A")
    first = pack(town.first, town.stick)
    merge_one(town.clerk, first)
    assert backups.list_backups(town.clerk) == (), "a single file is no large merge, whatever it weighs"
    record(town.first, "Chi bộ B")
    town.clock.now += hours(2)

    def full(*_: object, **__: object) -> None:
        raise Fault("DISK_FULL")

    monkeypatch.setattr(stored, "make_backup", full)
    (_, second) = receiving.merge(town.clerk, [first, pack(town.first, town.stick)]).value.files
    assert second.entries.new == 1
    assert "NOT_BACKED_UP" in [one.code for one in diary.recent(town.clerk)]


def test_a_stick_gets_the_copy_its_keys_and_what_was_erased(town: Enrolled) -> None:
    record(town.first, "Chi bộ A")
    told: list[str] = []
    made = backups.back_up_to_stick(town.first, town.stick, Watch(lambda step, done, total: told.append(step))).value
    names = sorted(path.name for path in town.stick.iterdir())
    assert names == sorted([made.path.name, stored.slots_beside(made.path).name])
    assert list(dict.fromkeys(told)) == [
        *("copying", "reopening", "checking", "writing", "syncing", "reading_back", "naming", "done"),
    ]  # fmt: skip
    backups.check(town.first, made.path)
    home = town.first.places.backups / made.path.name
    assert home.read_bytes() == made.path.read_bytes()
    assert b"device.sealed" not in made.path.read_bytes()
    assert town.first.keys.signing.seed not in made.path.read_bytes()


@pytest.mark.parametrize("fails", [1, 2])
def test_a_stick_that_fails_holds_nothing_of_it(town: Enrolled, monkeypatch: pytest.MonkeyPatch, fails: int) -> None:
    record(town.first, "Chi bộ A")
    write, calls = stick.copy_file, [0]

    def failing(source: Path, folder: Path, *more: object, **named: object) -> Path:
        calls[0] += 1
        if calls[0] == fails:
            raise Fault(stick.StickFault.READBACK, folder=str(folder))
        return write(source, folder, *more, **named)  # type: ignore[arg-type] - passed on as they are

    monkeypatch.setattr(stick, "copy_file", failing)
    with pytest.raises(Fault, match="STICK_READBACK"):
        backups.back_up_to_stick(town.first, town.stick)
    assert list(town.stick.iterdir()) == []
    assert len(backups.list_backups(town.first)) == 1


@pytest.fixture
def real_stick(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own, as a stick is one."""
    place = tmp_path / "real stick"
    mounted(place, "-o", "size=1m")
    yield place
    if place.is_mount():
        unmount(place)


def test_a_real_stick_is_written_full_locked_and_pulled_out(town: Enrolled, real_stick: Path) -> None:
    record(town.first, "Chi bộ A")
    made = backups.back_up_to_stick(town.first, real_stick).value
    backups.check(town.first, made.path)
    backups.back_up_to_stick(town.first, real_stick)
    with pytest.raises(Fault, match="STICK_FULL"):
        backups.back_up_to_stick(town.first, real_stick)
    whole = {path.stem for path in real_stick.glob("book-*.db")}
    assert {path.stem for path in real_stick.iterdir()} == whole, "no keys without their copy, no rest of one"
    for path in real_stick.glob("book-*.db"):
        backups.check(town.first, path)
    unmount(real_stick)
    real_stick.rmdir()
    mounted(real_stick, "-o", "size=1m,ro")
    with pytest.raises(Fault, match="STICK_READ_ONLY"):
        backups.back_up_to_stick(town.first, real_stick)
    unmount(real_stick)
    real_stick.rmdir()
    with pytest.raises(Fault, match="STICK_GONE"):
        backups.back_up_to_stick(town.first, real_stick)
    assert len(backups.list_backups(town.first)) >= 1, "the copy at home stays, whatever becomes of the stick"


def test_a_stick_that_is_pulled_out_in_the_middle(town: Enrolled, real_stick: Path) -> None:
    record(town.first, "Chi bộ A")

    def pull(step: Step, done: int, total: int) -> None:
        if step is stick.Step.READING_BACK and real_stick.is_mount():
            unmount(real_stick, "-l")

    with pytest.raises(Fault, match="STICK_GONE"):
        backups.back_up_to_stick(town.first, real_stick, Watch(pull))
    assert len(backups.list_backups(town.first)) == 1


def test_going_back_to_a_copy_on_a_locked_stick_leaves_it_as_it_is(town: Enrolled, real_stick: Path) -> None:
    (row,) = record(town.first, "Chi bộ A")
    made = backups.back_up_to_stick(town.first, real_stick).value.path
    record(town.first, "Chi bộ B")
    before = {path.name: path.read_bytes() for path in real_stick.iterdir()}
    remount(real_stick, "ro")
    done = going_back.go_back(town.first, going_back.prepare(town.first, Wanted(made))).value
    assert done.minutes == 1
    assert [one.id for one in visits.list_visits(town.first, visits.VisitFilter())] == [row.id]
    assert {path.name: path.read_bytes() for path in real_stick.iterdir()} == before


def remount(place: Path, options: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{options}", place], check=True)


def test_a_copy_that_rotted_is_found_out(town: Enrolled) -> None:
    record(town.first, "Chi bộ A")
    made = backups.back_up_now(town.first).value.path
    backups.check(town.first, made)
    with pytest.raises(Refusal, match="BOOK_KEY_WRONG"):
        backups.check(town.second, made)
    data = bytearray(made.read_bytes())
    data[-2000] ^= 1
    made.write_bytes(bytes(data))
    with pytest.raises(Fault, match="COPY_DAMAGED"):
        backups.check(town.first, made)
