"""A replacement laptop: restored from a backup under new keys, its entries sent on as they were signed."""

import secrets
import shutil
from pathlib import Path

import pytest

from chibo_desktop.domain.entries import EntryKind
from chibo_desktop.domain.outcomes import Fault, Refusal
from chibo_desktop.domain.visits import VisitState
from chibo_desktop.packets.contents import EpochOpened, EpochReason, content_of
from chibo_desktop.services import (
    backups,
    doctor,
    enrolment,
    epochs,
    founding,
    machines,
    receipts,
    receiving,
    releasing,
    restoring,
    revocation,
    sending,
    status,
    visits,
)
from chibo_desktop.services.arriving import Result
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.machines import CertificateState
from chibo_desktop.services.places import Places
from chibo_desktop.services.releasing import Confirmation, Means
from chibo_desktop.services.restoring import Replacement
from chibo_desktop.storage import backup, log
from chibo_desktop.storage.slots import Making
from tests.building.enrolled import FIRST, Enrolled, merge_one
from tests.building.exchange_town import LEAST, PASSPHRASE, amend, pack, record
from tests.services.test_drafts import noted

NEW = "con suối chảy qua bản"
MAKING = Making(secrets.token_bytes, LEAST)


def merged(desk: Desk) -> int:
    return status.status(desk).visits[VisitState.MERGED]


def stick_of(town: Enrolled, name: str) -> Path:
    path = town.root / name
    path.mkdir(exist_ok=True)
    return path


def back_up(town: Enrolled, desk: Desk) -> Path:
    """The backup as it lies on a stick, with the keys beside it."""
    made = backups.back_up_now(desk, stick_of(town, "backup")).value.path
    assert backup.slots_beside(made).exists()
    return made


def replace(town: Enrolled, made: Path, **how: str) -> Desk:
    """Restore onto another machine and open it."""
    places = Places(town.root / "laptop mới")
    wanted = Replacement(made, NEW, **({"old_passphrase": PASSPHRASE} | how))  # type: ignore[arg-type] - texts
    restoring.restore_home(places, wanted, town.clock, MAKING)
    desk = founding.open_desk(places, NEW, town.clock, secrets.token_bytes)
    town._desks.append(desk)  # pyright: ignore[reportPrivateUsage] - closed with the others
    return desk


def enrol(town: Enrolled, laptop: Desk) -> None:
    request = enrolment.make_request(laptop)
    granted = enrolment.grant(town.clerk, request.data, request.digits).value
    enrolment.accept_grant(laptop, granted.data)


def test_the_replacement_sends_on_what_was_not_acknowledged_as_it_was_signed(town: Enrolled) -> None:
    (known, *_) = record(town.first, "Chi bộ A", "Chi bộ B")
    merge_one(town.clerk, pack(town.first, town.stick))
    receipts.write_receipts(town.clerk, town.stick, [town.first.me.device])
    receiving.merge(town.first, [town.stick])
    record(town.first, "Chi bộ C")
    lines = {entry.head.id: entry.envelope for entry in log.own_entries(town.first.book, list(VisitState))}
    made = back_up(town, town.first)
    revocation.revoke(town.clerk, town.first.me.device, "máy bị mất")
    fresh = replace(town, made, machine="Quang Thuận-1 mới")
    assert fresh.me.device != town.first.me.device
    assert fresh.keys.signing.id != town.first.keys.signing.id
    assert (fresh.me.person, fresh.me.group, fresh.me.office) == (
        town.first.me.person, town.first.me.group, town.first.me.office,
    )  # fmt: skip
    assert visits.read_visit(fresh, known.id).is_own
    assert status.status(fresh).visits[VisitState.MERGED] == 2
    path = pack(fresh, stick_of(town, "new"))
    assert merge_one(town.clerk, path).result is Result.WAITING
    enrol(town, fresh)
    assert {row.machine: (row.state, row.replaces) for row in machines.machines(town.clerk)}["Quang Thuận-1 mới"] == (
        CertificateState.VALID, FIRST,
    )  # fmt: skip
    receiving.merge(town.clerk, [])
    assert merged(town.clerk) == 2, "what lies after the last good position waits"
    (late,) = releasing.late_entries(town.clerk)
    assert (late.cell, late.device) == ("Chi bộ C", town.first.me.device)
    releasing.release(town.clerk, [late.entry], Confirmation("Hoàng Văn Mẫu", Means.IN_PERSON, "của tổ"))
    assert merged(town.clerk) == 3
    here = log.entry(town.clerk.book, late.entry)
    assert here is not None
    assert here.envelope == lines[late.entry]
    for desk in (fresh, town.clerk):
        assert doctor.examine(desk).is_sound


def test_what_waits_of_a_lost_machine_is_counted_there_and_not_with_its_replacement(town: Enrolled) -> None:
    lost = town.first.me.device
    record(town.first, "Chi bộ A")
    merge_one(town.clerk, pack(town.first, town.stick))
    record(town.first, "Chi bộ B")
    laptop = replace(town, back_up(town, town.first))
    revocation.revoke(town.clerk, lost, "mất trên đường")
    enrol(town, laptop)
    merge_one(town.clerk, pack(laptop, stick_of(town, "mới")))
    rows = {row.device: row for row in machines.machines(town.clerk)}
    assert rows[lost].late == len(releasing.late_entries(town.clerk, lost)) == 1
    assert rows[laptop.me.device].late == len(releasing.late_entries(town.clerk, laptop.me.device)) == 0


def test_the_receipt_of_the_replacement_covers_the_machine_before_it(town: Enrolled) -> None:
    record(town.first, "Chi bộ A")
    made = back_up(town, town.first)
    fresh = replace(town, made)
    enrol(town, fresh)
    record(fresh, "Chi bộ B")
    merge_one(town.clerk, pack(fresh, town.stick))
    assert merged(town.clerk) == 2, "nothing was revoked: what the old machine signed counts"
    receipts.write_receipts(town.clerk, town.stick, [fresh.me.device])
    receiving.merge(fresh, [town.stick])
    assert merged(fresh) == 2
    with pytest.raises(Refusal, match="NOTHING_TO_SEND"):
        pack(fresh, town.stick)


def test_the_log_of_the_replacement_begins_anew_and_names_the_old_end(town: Enrolled) -> None:
    record(town.first, "Chi bộ A", "Chi bộ B")
    old = epochs.current(town.first)
    fresh = replace(town, back_up(town, town.first))
    (first,) = [one for one in log.all_entries(fresh.book) if one.head.device == fresh.me.device]
    told = content_of(first)
    assert isinstance(told, EpochOpened)
    assert (first.head.kind, first.head.seq, told.reason) == (EntryKind.EPOCH_OPENED, 1, EpochReason.RESTORED)
    assert [(one.epoch, one.seq) for one in told.old_heads] == [(old, 2)]
    record(fresh, "Chi bộ C")
    founding.close_desk(fresh)
    again = founding.open_desk(fresh.places, NEW, town.clock, secrets.token_bytes)
    places = [(one.head.device, one.head.epoch, one.head.seq) for one in log.all_entries(again.book)]
    assert len(places) == len(set(places)) == 4
    assert len({epoch for _, epoch, _ in places}) == 2, "opening it again is no second restore"
    founding.close_desk(again)


def test_what_was_amended_on_both_is_a_conflict_and_no_loss(town: Enrolled) -> None:
    (row,) = record(town.first, "Chi bộ A")
    merge_one(town.clerk, pack(town.first, town.stick))
    made = back_up(town, town.first)
    amend(town.first, row.id, lambda visit: noted(visit, "trên máy cũ"))
    merge_one(town.clerk, pack(town.first, stick_of(town, "old")))
    fresh = replace(town, made)
    enrol(town, fresh)
    amend(fresh, row.id, lambda visit: noted(visit, "trên máy mới"))
    merge_one(town.clerk, pack(fresh, stick_of(town, "new")))
    assert status.status(town.clerk).conflicts == 1


def test_the_code_on_paper_opens_a_backup_too(town: Enrolled) -> None:
    record(town.first, "Chi bộ A")
    code = founding.renew_recovery_code(town.first)
    made = back_up(town, town.first)
    fresh = replace(town, made, old_passphrase="", recovery_code=code)
    assert sending.to_send(fresh).finalised == 1
    assert fresh.master != town.first.master, "whoever has the old machine cannot open later copies"
    with pytest.raises(Refusal, match="PASSPHRASE_WRONG"):
        founding.open_desk(fresh.places, PASSPHRASE, town.clock, secrets.token_bytes)


def test_a_machine_can_be_replaced_twice(town: Enrolled) -> None:
    record(town.first, "Chi bộ A")
    second = replace(town, back_up(town, town.first))
    enrol(town, second)
    record(second, "Chi bộ B")
    third_places = Places(town.root / "laptop thứ ba")
    made = backups.back_up_now(second, stick_of(town, "backup 2")).value.path
    restoring.restore_home(third_places, Replacement(made, NEW, NEW), town.clock, MAKING)
    third = founding.open_desk(third_places, NEW, town.clock, secrets.token_bytes)
    town._desks.append(third)  # pyright: ignore[reportPrivateUsage] - closed with the others
    assert third.me.former == (town.first.me.device, second.me.device)
    enrol(town, third)
    merge_one(town.clerk, pack(third, town.stick))
    assert merged(town.clerk) == 2
    receipts.write_receipts(town.clerk, town.stick, [third.me.device])
    receiving.merge(third, [town.stick])
    assert merged(third) == 2
    assert doctor.examine(third).is_sound


def test_an_office_stands_again_and_waits_for_its_root(town: Enrolled) -> None:
    record(town.first, "Chi bộ A")
    merge_one(town.clerk, pack(town.first, town.stick))
    made = back_up(town, town.clerk)
    places = Places(town.root / "office mới")
    restoring.restore_home(places, Replacement(made, NEW, PASSPHRASE), town.clock, MAKING)
    desk = founding.open_desk(places, NEW, town.clock, secrets.token_bytes)
    town._desks.append(desk)  # pyright: ignore[reportPrivateUsage] - closed with the others
    assert merged(desk) == 1
    with pytest.raises(Refusal, match="OFFICE_NOT_READY"):
        revocation.revoke(desk, town.first.me.device, "mất")


def test_what_cannot_be_restored_is_refused_and_leaves_no_home(town: Enrolled, tmp_path: Path) -> None:
    made = back_up(town, town.first)
    places = Places(town.root / "laptop mới")
    alone = tmp_path / made.name
    shutil.copyfile(made, alone)
    for backup_file, how, code in (
        (alone, {"old_passphrase": PASSPHRASE}, "BACKUP_WITHOUT_KEYS"),
        (tmp_path / "nothing.db", {"old_passphrase": PASSPHRASE}, "BACKUP_WITHOUT_KEYS"),
        (made, {"old_passphrase": "khác"}, "PASSPHRASE_WRONG"),
        (made, {"recovery_code": "AAAA"}, "RECOVERY_CODE_TYPED_WRONG"),
    ):
        with pytest.raises(Refusal, match=code):
            restoring.restore_home(places, Replacement(backup_file, NEW, **how), town.clock, MAKING)
    with pytest.raises(Refusal, match="HOME_TAKEN"):
        restoring.restore_home(town.second.places, Replacement(made, NEW, PASSPHRASE), town.clock, MAKING)
    shutil.copyfile(backup.slots_beside(made), backup.slots_beside(alone))
    data = bytearray(alone.read_bytes())
    data[len(data) // 2] ^= 1
    alone.write_bytes(bytes(data))
    with pytest.raises((Fault, Refusal), match=r"COPY_DAMAGED|BOOK_KEY_WRONG"):
        restoring.restore_home(places, Replacement(alone, NEW, PASSPHRASE), town.clock, MAKING)
    assert not places.slots.exists()
    assert not places.book.exists()
