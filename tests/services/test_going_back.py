"""A backup in the place of a book that works: nothing is lost, nothing used twice, all of it can be had back."""

import os
import secrets
from pathlib import Path

import pytest

from chibo_desktop.domain.ids import VisitId
from chibo_desktop.domain.outcomes import Cancelled, Fault, Refusal
from chibo_desktop.domain.visits import VisitState
from chibo_desktop.packets.manifest import ItemKind
from chibo_desktop.services import (
    backups,
    doctor,
    drafts,
    epochs,
    former_books,
    founding,
    going_back,
    own_keys,
    receipts,
    receiving,
    resending,
    revocation,
    sending,
    status,
    visits,
    withdrawing,
)
from chibo_desktop.services.arriving import Result
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.going_back import Wanted
from chibo_desktop.storage import log
from chibo_desktop.storage.book import open_book
from chibo_desktop.storage.slots import Cost
from tests.building.enrolled import Enrolled, merge_one, state_of
from tests.building.exchange_town import LEAST, PASSPHRASE, amend, pack, record
from tests.services.test_drafts import noted
from tests.services.test_erasing import THU, erase_all, merged, texts_in


def back_up(desk: Desk, folder: Path | None = None) -> Path:
    return backups.back_up_now(desk, folder).value.path


def go_back(desk: Desk, backup: Path) -> going_back.GoneBack:
    """Restore over the home that works."""
    return going_back.go_back(desk, going_back.prepare(desk, Wanted(backup))).value


def everything(desk: Desk) -> tuple[str, set[str], dict[VisitId, object], dict[VisitState, int]]:
    """The merged state, every entry, every draft, every state of delivery."""
    kept = {row.id: drafts.load_draft(desk, row.id).visit for row in visits.list_visits(desk, visits.VisitFilter())
            if row.state is VisitState.DRAFT}  # fmt: skip
    return (
        status.digest(desk),
        {entry.head.id for entry in log.all_entries(desk.book) if entry.head.kind != "device.epoch_opened"},
        dict(kept),
        status.status(desk).visits,
    )


def assert_sound(desk: Desk) -> None:
    report = doctor.examine(desk)
    assert report.is_sound, [check for check in report.checks if check.problems]
    places = [(one.head.device, one.head.epoch, one.head.seq) for one in log.all_entries(desk.book)]
    assert len(places) == len(set(places))
    assert not desk.places.restoring.exists()


def worked_on(town: Enrolled) -> tuple[Desk, Path]:
    """A laptop with a backup, and all kinds of work after it."""
    laptop = town.first
    first, second = record(laptop, "Chi bộ A", "Chi bộ B")
    record(laptop, "Chi bộ nháp", finalise=False)
    backup = back_up(laptop)
    record(laptop, "Chi bộ C")
    merge_one(town.clerk, pack(laptop, town.stick))
    receipts.write_receipts(town.clerk, town.stick, [laptop.me.device])
    receiving.merge(laptop, [town.stick])
    amend(laptop, first.id, lambda visit: noted(visit, "thêm"))
    visits.withdraw(laptop, second.id, "nhầm")
    (draft,) = [row for row in visits.list_visits(laptop, visits.VisitFilter()) if row.state is VisitState.DRAFT]
    content = drafts.load_draft(laptop, draft.id).visit
    drafts.save_draft(laptop, noted(content, "viết thêm sau sao lưu"), "general")
    record(laptop, "Chi bộ nháp mới", finalise=False)
    return laptop, backup


def test_the_present_book_is_set_aside_and_all_of_it_comes_back(town: Enrolled) -> None:
    laptop, backup = worked_on(town)
    before = everything(laptop)
    epoch = epochs.current(laptop)
    prepared = going_back.prepare(laptop, Wanted(backup))
    assert (prepared.minutes, prepared.drafts) == (5, 2), "C, A amended, B withdrawn, two drafts"
    assert everything(laptop) == before, "making ready touches nothing"
    done = going_back.go_back(laptop, prepared).value
    assert epochs.current(laptop) != epoch
    assert len(visits.list_visits(laptop, visits.VisitFilter())) == 3
    assert sending.to_send(laptop).finalised == 2
    (former,) = former_books.former_books(laptop)
    assert (former.name, former.minutes, former.drafts, former.taken_at) == (done.aside, 5, 2, None)
    assert_sound(laptop)

    taken = former_books.take_back(laptop, former.name).value
    assert (taken.minutes, taken.drafts, taken.doubled_drafts, taken.refused) == (3, 2, 0, ())
    assert everything(laptop) == before
    assert_sound(laptop)
    (former,) = former_books.former_books(laptop)
    assert (former.minutes, former.entries) == (0, 0)
    assert former.taken_at is not None
    again = former_books.take_back(laptop, former.name).value
    assert (again.entries, again.drafts, again.doubled_drafts) == (0, 0, 0)
    assert everything(laptop) == before
    laptop = town.reopen(laptop)
    assert everything(laptop) == before
    merge_one(town.clerk, pack(laptop, town.stick))
    assert status.status(town.clerk).gaps == ()
    assert status.status(town.clerk).forks == ()
    assert_sound(town.clerk)


def test_no_position_is_used_twice_whatever_is_written_before_taking_back(town: Enrolled) -> None:
    laptop, backup = worked_on(town)
    entries = everything(laptop)[1]
    go_back(laptop, backup)
    record(laptop, "Chi bộ D")
    (row,) = [row for row in visits.list_visits(laptop, visits.VisitFilter()) if row.state is VisitState.DRAFT]
    mine = noted(drafts.load_draft(laptop, row.id).visit, "viết lại trên sổ khôi phục")
    drafts.save_draft(laptop, mine, "general")
    (former,) = former_books.former_books(laptop)
    taken = former_books.take_back(laptop, former.name).value
    assert (taken.drafts, taken.doubled_drafts) == (1, 1), "both books had gone on with one draft"
    assert entries < everything(laptop)[1]
    written = [visit.closing.conclusion for visit in everything(laptop)[2].values()]  # type: ignore[attr-defined]
    assert len(written) == 3
    assert_sound(laptop)
    merge_one(town.clerk, pack(laptop, town.stick))
    assert status.status(town.clerk).forks == ()


def test_a_restored_book_with_nothing_written_since_begins_an_epoch_too(town: Enrolled) -> None:
    record(town.first, "Chi bộ A")
    backup = back_up(town.first)
    epoch = epochs.current(town.first)
    done = go_back(town.first, backup)
    assert (done.minutes, done.entries) == (0, 0)
    assert epochs.current(town.first) != epoch
    after = epochs.current(town.first)
    assert epochs.current(town.reopen(town.first)) == after, "opening it again is no second restore"


def test_what_was_drafted_and_finalised_since_is_there_once(town: Enrolled) -> None:
    laptop = town.first
    (draft,) = record(laptop, "Chi bộ A", finalise=False)
    backup = back_up(laptop)
    visits.finalise(laptop, draft.id)
    before = everything(laptop)
    go_back(laptop, backup)
    assert state_of(laptop, draft.id) is VisitState.DRAFT
    (former,) = former_books.former_books(laptop)
    former_books.take_back(laptop, former.name)
    assert everything(laptop) == before
    assert state_of(laptop, draft.id) is VisitState.FINALISED


def test_an_office_goes_back_and_laptops_offer_exactly_what_it_lost(town: Enrolled) -> None:
    record(town.first, "Chi bộ A")
    merge_one(town.clerk, pack(town.first, town.stick))
    backup = back_up(town.clerk)
    record(town.first, "Chi bộ B", "Chi bộ C")
    merge_one(town.clerk, pack(town.first, town.stick))
    before = everything(town.clerk)
    receipts.write_receipts(town.clerk, town.stick, [town.first.me.device])
    receiving.merge(town.first, [town.stick])
    assert resending.asked(town.first).visits == 0
    go_back(town.clerk, backup)
    later = town.root / "later"
    later.mkdir()
    receipts.write_receipts(town.clerk, later, [town.first.me.device])
    receiving.merge(town.first, [later])
    asked = resending.asked(town.first)
    assert (asked.visits, asked.lost) == (2, 2)
    resending.resend(town.first, later)
    receiving.merge(town.clerk, [later])
    assert everything(town.clerk)[0] == before[0]
    (former,) = former_books.former_books(town.clerk)
    former_books.take_back(town.clerk, former.name)
    assert everything(town.clerk)[0] == before[0], "what came again is not doubled"
    assert_sound(town.clerk)


def test_an_office_takes_everything_back_itself(town: Enrolled) -> None:
    record(town.first, "Chi bộ A")
    early = pack(town.first, town.stick)
    merge_one(town.clerk, early)
    backup = back_up(town.clerk)
    record(town.first, "Chi bộ B")
    merge_one(town.clerk, pack(town.first, town.stick))
    (packet,) = [one for one in receiving.inbox(town.clerk).merged_today if one.file_name == early.name]
    withdrawing.withdraw(town.clerk, packet.packet)
    record(town.second, "Chi bộ D")
    merge_one(town.clerk, pack(town.second, town.root / "stick"))
    broken = town.stick / "GOI-XXXX-000001.chibo"
    broken.write_bytes(b"age-encryption.org/v1\nbroken")
    receiving.merge(town.clerk, [broken])
    before, inbox = everything(town.clerk), receiving.inbox(town.clerk)
    go_back(town.clerk, backup)
    assert everything(town.clerk) != before
    (former,) = former_books.former_books(town.clerk)
    former_books.take_back(town.clerk, former.name)
    assert everything(town.clerk) == before
    after = receiving.inbox(town.clerk)
    assert [one.file_name for one in after.held] == [one.file_name for one in inbox.held]
    assert {one.packet for one in after.withdrawn} == {one.packet for one in inbox.withdrawn}
    assert {one.packet for one in after.merged_today} == {one.packet for one in inbox.merged_today}
    assert_sound(town.clerk)


def test_a_revocation_and_a_new_key_are_not_forgotten(town: Enrolled) -> None:
    record(town.first, "Chi bộ A")
    merge_one(town.clerk, pack(town.first, town.stick))
    office, laptop = back_up(town.clerk), back_up(town.first)
    revocation.revoke(town.clerk, town.second.me.device, "mất")
    own_keys.rotate(town.first)
    go_back(town.clerk, office)
    go_back(town.first, laptop)
    record(town.second, "Chi bộ của kẻ trộm")
    record(town.first, "Chi bộ B")
    thief = merge_one(town.clerk, pack(town.second, town.stick))
    assert {row.cell for row in visits.list_visits(town.clerk, visits.VisitFilter())} == {"Chi bộ A"}
    assert (thief.entries.new, thief.entries.quarantined) == (0, 1)
    assert merge_one(town.clerk, pack(town.first, town.stick)).result is Result.WAITING, (
        "the new key waits for its answer"
    )
    assert ItemKind.ROTATION in [one.kind for one in own_keys.introduction(town.first)], "the old key vouches for it"
    assert_sound(town.first)
    assert_sound(town.clerk)


def test_what_was_erased_since_is_erased_again(town: Enrolled) -> None:
    visit = merged(town)
    backup = back_up(town.clerk)
    erase_all(town.clerk)
    before = everything(town.clerk)
    go_back(town.clerk, backup)
    assert THU not in str(visits.read_visit(town.clerk, visit))
    assert THU not in texts_in(town.clerk)
    (former,) = former_books.former_books(town.clerk)
    former_books.take_back(town.clerk, former.name)
    assert everything(town.clerk) == before
    assert_sound(town.clerk)


def test_what_is_erased_later_goes_from_the_set_aside_book_too(town: Enrolled) -> None:
    visit = merged(town)
    backup = back_up(town.clerk)
    record(town.first, "Chi bộ sau")
    merge_one(town.clerk, pack(town.first, town.stick))
    go_back(town.clerk, backup)
    erase_all(town.clerk)
    (former,) = former_books.former_books(town.clerk)
    there = open_book(former.path, town.clerk.master.book_key())
    held = [part.text or "" for one in log.entries_of(there, [visit])[visit] for part in one.parts]
    there.close()
    assert THU not in "".join(held)
    former_books.take_back(town.clerk, former.name)
    assert {row.cell for row in visits.list_visits(town.clerk, visits.VisitFilter())} == {"Chi bộ A", "Chi bộ sau"}
    assert_sound(town.clerk)


def test_another_program_with_the_book_open_is_refused_and_nothing_changes(
    town: Enrolled, monkeypatch: pytest.MonkeyPatch
) -> None:
    laptop, backup = worked_on(town)
    before = everything(laptop)
    prepared = going_back.prepare(laptop, Wanted(backup))
    laptop.book.rows("PRAGMA busy_timeout = 50")
    other = open_book(laptop.places.book, laptop.master.book_key())
    other.rows("SELECT count(*) FROM log_entry")
    with pytest.raises(Fault, match="BUSY"):
        going_back.go_back(laptop, prepared)
    other.close()
    assert everything(laptop) == before
    going_back.go_back(laptop, prepared)
    assert everything(laptop) != before


def test_it_can_be_stopped_and_given_up(town: Enrolled) -> None:
    laptop, backup = worked_on(town)
    before = everything(laptop)
    with pytest.raises(Cancelled):
        going_back.prepare(laptop, Wanted(backup), backups.Watch(cancelled=lambda: True))
    assert not laptop.places.restoring.exists()
    prepared = going_back.prepare(laptop, Wanted(backup))
    going_back.give_up(laptop)
    with pytest.raises(Fault, match="FILE_MISSING"):
        going_back.go_back(laptop, prepared)
    assert everything(laptop) == before
    assert former_books.former_books(laptop) == ()
    go_back(laptop, backup)
    (former,) = former_books.former_books(laptop)
    held = everything(laptop)
    with pytest.raises(Cancelled):
        former_books.take_back(laptop, former.name, cancelled=lambda: True)
    assert everything(laptop) == held
    with pytest.raises(Refusal, match="FORMER_BOOK_UNKNOWN"):
        former_books.take_back(laptop, "book-1.db")


def test_a_backup_from_before_another_passphrase_opens_by_the_key_of_the_home(town: Enrolled) -> None:
    record(town.first, "Chi bộ A")
    backup = back_up(town.first, town.root / "usb")
    founding.change_passphrase(town.first, PASSPHRASE, "một câu khác hẳn", Cost(LEAST.passes, LEAST.memory))
    record(town.first, "Chi bộ B")
    go_back(town.first, backup)
    assert founding.open_desk(town.first.places, "một câu khác hẳn", town.clock, secrets.token_bytes).book


def test_what_cannot_be_gone_back_to_is_refused_and_leaves_the_book(town: Enrolled, tmp_path: Path) -> None:
    record(town.first, "Chi bộ A")
    before = everything(town.first)
    others = back_up(town.second, town.root / "usb")
    with pytest.raises(Refusal, match="BACKUP_KEY_NEEDED"):
        going_back.prepare(town.first, Wanted(others))
    with pytest.raises(Refusal, match="PASSPHRASE_WRONG"):
        going_back.prepare(town.first, Wanted(others, "sai"))
    with pytest.raises(Refusal, match="BACKUP_OTHER_MACHINE"):
        going_back.prepare(town.first, Wanted(others, PASSPHRASE))
    with pytest.raises(Fault, match="FILE_MISSING"):
        going_back.prepare(town.first, Wanted(tmp_path / "nothing.db"))
    mine = back_up(town.first)
    data = bytearray(mine.read_bytes())
    data[len(data) // 2] ^= 1
    (tmp_path / mine.name).write_bytes(bytes(data))
    with pytest.raises(Fault, match="COPY_DAMAGED"):
        going_back.prepare(town.first, Wanted(tmp_path / mine.name))
    assert everything(town.first) == before
    assert not town.first.places.restoring.exists()


def test_a_disk_without_links_sets_a_copy_aside(town: Enrolled, monkeypatch: pytest.MonkeyPatch) -> None:
    laptop, backup = worked_on(town)
    before = everything(laptop)

    def no_links(*_: object) -> None:
        raise OSError(95, "no links here")

    monkeypatch.setattr(os, "link", no_links)
    go_back(laptop, backup)
    (former,) = former_books.former_books(laptop)
    former_books.take_back(laptop, former.name)
    assert everything(laptop) == before


def test_a_set_aside_book_stays_secret_and_can_be_replaced_again(town: Enrolled) -> None:
    laptop, backup = worked_on(town)
    go_back(laptop, backup)
    record(laptop, "Chi bộ E")
    go_back(laptop, backup)
    former = former_books.former_books(laptop)
    assert len(former) == 2
    assert [one.minutes for one in former] == [1, 5]
    for one in former:
        assert "Chi bộ C".encode() not in one.path.read_bytes()
        former_books.take_back(laptop, one.name)
    assert {row.cell for row in visits.list_visits(laptop, visits.VisitFilter())} >= {"Chi bộ C", "Chi bộ E"}
    assert_sound(laptop)
