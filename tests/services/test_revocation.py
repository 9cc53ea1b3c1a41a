"""A lost laptop: what counts up to a position, what waits after it, and whose word lets it count."""

import itertools
from pathlib import Path

import pytest

from chibo_desktop.domain.ids import DeviceId, EntryId
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.domain.visits import VisitState
from chibo_desktop.packets.codes import Code
from chibo_desktop.packets.trust_documents import LastGood
from chibo_desktop.services import (
    conflicts,
    doctor,
    epochs,
    machines,
    papers,
    receipts,
    receiving,
    releasing,
    revocation,
    sending,
    status,
)  # fmt: skip
from chibo_desktop.services.machines import CertificateState
from chibo_desktop.services.releasing import Confirmation, Means
from chibo_desktop.storage import log, quarantine
from chibo_desktop.storage.trust_documents import DocumentKind
from tests.building.enrolled import Enrolled, merge_one
from tests.building.exchange_town import amend, pack, record
from tests.services.test_drafts import noted

BY_PHONE = Confirmation("Hoàng Văn Mẫu", Means.TELEPHONE, "ghi trước khi mất máy")


def merged(town: Enrolled) -> int:
    return status.status(town.clerk).visits[VisitState.MERGED]


def folder(town: Enrolled, name: str) -> Path:
    path = town.root / name
    path.mkdir(exist_ok=True)
    return path


def lose(town: Enrolled, *after: LastGood) -> revocation.Revoked:
    return revocation.revoke(town.clerk, town.first.me.device, "mất trên đường đi họp", after).value


def here(town: Enrolled, seq: int) -> LastGood:
    return LastGood(epochs.current(town.first), seq)


def test_what_the_office_held_stays_and_what_comes_later_waits(town: Enrolled) -> None:
    record(town.first, "Chi bộ A", "Chi bộ B")
    merge_one(town.clerk, pack(town.first, town.stick))
    loss = revocation.loss_of(town.clerk, town.first.me.device)
    assert (loss.machine, loss.person) == ("Quang Thuận-1", "Hoàng Văn Mẫu")
    assert [(end.epoch, end.seq, end.entries) for end in loss.ends] == [(epochs.current(town.first), 2, 2)]
    revoked = lose(town)
    assert (revoked.version, revoked.set_aside) == (1, 0)
    assert merged(town) == 2
    record(town.first, "Chi bộ C")
    report = merge_one(town.clerk, pack(town.first, town.stick))
    assert (report.entries.new, report.entries.quarantined, report.code) == (0, 1, Code.REVOKED)
    assert merged(town) == 2
    (late,) = releasing.late_entries(town.clerk)
    assert (late.machine, late.person, late.seq, late.cell) == ("Quang Thuận-1", "Hoàng Văn Mẫu", 3, "Chi bộ C")
    assert late.held is not None
    (row,) = [row for row in machines.machines(town.clerk) if row.device == town.first.me.device]
    assert row.state is CertificateState.REVOKED


def test_an_earlier_position_sets_aside_what_had_been_merged(town: Enrolled) -> None:
    (first, *_) = record(town.first, "Chi bộ A", "Chi bộ B", "Chi bộ C")
    amend(town.first, first.id, lambda visit: noted(visit, "kẻ gian sửa"))
    merge_one(town.clerk, pack(town.first, town.stick))
    assert merged(town) == 3
    assert lose(town, here(town, 2)).set_aside == 2
    assert merged(town) == 2
    assert [(late.seq, late.held) for late in releasing.late_entries(town.clerk)] == [(3, None), (4, None)]
    assert doctor.examine(town.clerk).is_sound
    assert lose(town, here(town, 3)).set_aside == 0
    assert merged(town) == 3, "a later position lets what it covers count again"
    assert [late.seq for late in releasing.late_entries(town.clerk)] == [4]


def test_a_leader_confirms_what_is_theirs_by_name_and_means(town: Enrolled) -> None:
    record(town.first, "Chi bộ A", "Chi bộ B")
    merge_one(town.clerk, pack(town.first, town.stick))
    record(town.first, "Chi bộ C", "Chi bộ D")
    lose(town, here(town, 1))
    merge_one(town.clerk, pack(town.first, town.stick))
    late = releasing.late_entries(town.clerk, town.first.me.device)
    assert [(one.cell, one.held is None) for one in late] == [
        ("Chi bộ B", True), ("Chi bộ C", False), ("Chi bộ D", False)
    ]  # fmt: skip
    assert merged(town) == 1
    chosen = [late[0].entry, late[1].entry]
    assert releasing.release(town.clerk, chosen, BY_PHONE).value.entries == 2
    assert merged(town) == 3
    assert [one.cell for one in releasing.late_entries(town.clerk)] == ["Chi bộ D"]
    acts = log.entries_of(town.clerk.book, [town.first.me.device])[town.first.me.device]
    (act,) = [entry for entry in acts if '"act":"released"' in (entry.parts[0].text or "")]
    people, words = act.part("people"), act.part("words")
    assert people is not None
    assert words is not None
    assert "Hoàng Văn Mẫu" in (people.text or "")
    assert "ghi trước khi mất máy" in (words.text or "")
    assert act.signer == town.clerk.keys.signing.id
    report = doctor.examine(town.clerk)
    assert report.is_sound, report
    again = town.reopen(town.clerk)
    assert status.status(again).visits[VisitState.MERGED] == 3


def test_what_was_released_stays_so_when_the_machine_is_given_up_again(town: Enrolled) -> None:
    record(town.first, "Chi bộ A", "Chi bộ B")
    merge_one(town.clerk, pack(town.first, town.stick))
    lose(town, here(town, 0))
    late = releasing.late_entries(town.clerk)
    releasing.release(town.clerk, [late[1].entry], BY_PHONE)
    assert merged(town) == 1
    lose(town, here(town, 0))
    assert merged(town) == 1
    record(town.first, "Chi bộ C")
    path = pack(town.first, town.stick)
    report = merge_one(town.clerk, path)
    assert (report.entries.duplicate, report.entries.quarantined) == (1, 2)
    assert [one.held is None for one in releasing.late_entries(town.clerk)] == [True, False], "held once, not twice"


@pytest.mark.parametrize("order", list(itertools.permutations(["first", "second", "revoke"])), ids="-".join)
def test_whichever_comes_first_the_state_is_the_same(town: Enrolled, order: tuple[str, ...]) -> None:
    (row, _) = record(town.first, "Chi bộ A", "Chi bộ B")
    one = pack(town.first, folder(town, "one"))
    amend(town.first, row.id, lambda visit: noted(visit, "muộn"))
    record(town.first, "Chi bộ C")
    two = pack(town.first, folder(town, "two"))
    acts = {
        "first": lambda: merge_one(town.clerk, one),
        "second": lambda: merge_one(town.clerk, two),
        "revoke": lambda: lose(town, here(town, 2)),
    }
    for name in order:
        acts[name]()
    assert merged(town) == 2
    assert [late.seq for late in releasing.late_entries(town.clerk)] == [3, 4]
    assert not any("muộn" in str(note) for note in conflicts.conflicts(town.clerk))
    before = status.digest(town.clerk)
    releasing.release(town.clerk, [late.entry for late in releasing.late_entries(town.clerk)], BY_PHONE)
    assert merged(town) == 3
    assert status.digest(town.clerk) != before
    assert doctor.examine(town.clerk).is_sound


def test_the_digest_is_that_of_an_office_that_never_saw_the_late_ones(town: Enrolled) -> None:
    record(town.first, "Chi bộ A")
    one = pack(town.first, folder(town, "one"))
    merge_one(town.clerk, one)
    alone = status.digest(town.clerk)
    record(town.first, "Chi bộ B")
    merge_one(town.clerk, pack(town.first, folder(town, "two")))
    assert status.digest(town.clerk) != alone
    lose(town, here(town, 1))
    assert status.digest(town.clerk) == alone


def test_the_list_reaches_the_laptops_and_sets_nothing_of_their_own_aside(town: Enrolled) -> None:
    record(town.first, "Chi bộ A")
    record(town.second, "Chi bộ B")
    for laptop in (town.first, town.second):
        merge_one(town.clerk, pack(laptop, town.stick))
    lose(town, here(town, 0))
    (only,) = receipts.write_receipts(town.clerk, town.stick).value
    assert only.path.exists(), "a lost machine gets no receipt unless it is named"
    receipts.write_receipts(town.clerk, town.stick, [town.first.me.device])
    for laptop in (town.first, town.second):
        receiving.merge(laptop, [town.stick])
        known = papers.trust_book(laptop).revocation_of(town.first.keys.signing.id)
        assert known is not None
        assert known.reason == "mất trên đường đi họp"
    assert sum(status.status(town.first).visits.values()) == 1, "its own book keeps everything"
    assert doctor.examine(town.first).is_sound


def test_a_receipt_tells_the_laptop_what_waits(town: Enrolled) -> None:
    record(town.first, "Chi bộ A")
    merge_one(town.clerk, pack(town.first, town.stick))
    lose(town)
    record(town.first, "Chi bộ B")
    merge_one(town.clerk, pack(town.first, town.stick))
    receipts.write_receipts(town.clerk, town.stick, [town.first.me.device])
    receiving.merge(town.first, [town.stick])
    assert status.status(town.first).visits[VisitState.MERGED] == 1
    assert sending.to_send(town.first).total == 0, "it lies at the office, in quarantine"


def test_what_cannot_be_done_is_refused_in_code(town: Enrolled) -> None:
    with pytest.raises(Refusal, match="NOT_AN_OFFICE"):
        revocation.revoke(town.first, town.second.me.device, "mất")
    with pytest.raises(Refusal, match="MACHINE_OWN"):
        revocation.revoke(town.clerk, town.clerk.me.device, "mất")
    with pytest.raises(Refusal, match="MACHINE_UNKNOWN"):
        revocation.loss_of(town.clerk, DeviceId("ai đó"))
    with pytest.raises(Refusal, match="REASON_MISSING"):
        revocation.revoke(town.clerk, town.first.me.device, "  ")
    assert papers.lines(town.clerk, DocumentKind.REVOCATION) == ()
    with pytest.raises(Refusal, match="NOT_AN_OFFICE"):
        releasing.release(town.first, [], BY_PHONE)
    with pytest.raises(Refusal, match="NOTHING_CHOSEN"):
        releasing.release(town.clerk, [], BY_PHONE)
    (row,) = record(town.first, "Chi bộ A")
    merge_one(town.clerk, pack(town.first, town.stick))
    (entry,) = log.entries_of(town.clerk.book, [row.id])[row.id]
    with pytest.raises(Refusal, match="ENTRY_NOT_LATE"):
        releasing.release(town.clerk, [entry.head.id], BY_PHONE)
    lose(town, here(town, 0))
    for confirmation, code in (
        (Confirmation(" ", Means.PAPER, "vì sao"), "CONFIRMATION_MISSING"),
        (Confirmation("Ai đó", Means.PAPER, ""), "REASON_MISSING"),
    ):
        with pytest.raises(Refusal, match=code):
            releasing.release(town.clerk, [EntryId(entry.head.id)], confirmation)
    assert merged(town) == 0


def test_nothing_is_ever_thrown_away(town: Enrolled) -> None:
    record(town.first, "Chi bộ A", "Chi bộ B")
    merge_one(town.clerk, pack(town.first, town.stick))
    lose(town, here(town, 1))
    record(town.first, "Chi bộ C")
    merge_one(town.clerk, pack(town.first, town.stick))
    releasing.release(town.clerk, [late.entry for late in releasing.late_entries(town.clerk)], BY_PHONE)
    kept = quarantine.held(town.clerk.book, open_only=False)
    assert [(one.reason.code, one.released_how) for one in kept] == [(Code.REVOKED, "merged")]
    assert quarantine.held(town.clerk.book) == ()
