"""What the office wants again goes again, and nothing else: after a gap, after its archive was restored (J14)."""

import shutil
from pathlib import Path

import pytest

from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.domain.visits import VisitState
from chibo_desktop.packets.slips import ResendSlip, short_device, short_epoch
from chibo_desktop.services import epochs, receipts, receiving, resending, sending, status, visits
from chibo_desktop.services.desk import Desk
from tests.building.enrolled import Enrolled, merge_one, state_of
from tests.building.exchange_town import acknowledge, amend, pack, record
from tests.services.test_drafts import noted


def answer(town: Enrolled, clerk: Desk | None = None) -> receipts.Acknowledged:
    (written,) = receipts.write_receipts(clerk or town.clerk, town.stick, [town.first.me.device]).value
    told = merge_one(town.first, written.path).receipts
    assert told is not None
    return told


class Office:
    """An office that can go back to what it was."""

    def __init__(self, town: Enrolled) -> None:
        self.town, self.kept = town, town.root / "kept.db"

    def back_up(self) -> None:
        self.town.clerk.book.write("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copy(self.town.clerk.places.book, self.kept)

    def restore(self) -> Desk:
        """The book of then in the home of now, as after a restored backup."""
        return self.town.restore(self.town.clerk, self.kept)


def test_exactly_what_is_missing_is_packed(town: Enrolled) -> None:
    one, two, three = (record(town.first, f"Chi bộ {name}")[0] for name in "ABC")
    merge_one(town.clerk, pack(town.first, town.stick))
    answer(town)
    record(town.first, "Chi bộ D")
    lost = pack(town.first, town.stick)
    sending.enter_receipt_code(town.first, 2, acknowledge(town.first, 2))
    lost.unlink()
    record(town.first, "Chi bộ E")
    merge_one(town.clerk, pack(town.first, town.stick))
    assert answer(town).missing == ((4, 4),)
    assert resending.asked(town.first) == resending.Asked(resending.asked(town.first).entries, 1, 0, ((4, 4),))
    (file,) = resending.resend(town.first, town.stick).value.files
    assert (file.entries, file.visits) == (1, 1)
    assert resending.asked(town.first) == resending.Asked()
    assert merge_one(town.clerk, file.path).entries.new == 1
    assert status.gaps(town.clerk) == ()
    assert answer(town).missing == ()
    with pytest.raises(Refusal, match="NOTHING_ASKED"):
        resending.resend(town.first, town.stick)
    assert {state_of(town.first, row.id) for row in (one, two, three)} == {VisitState.MERGED}


def test_a_restored_archive_gets_exactly_what_it_lost(town: Enrolled) -> None:
    office = Office(town)
    (kept,) = record(town.first, "Chi bộ A")
    merge_one(town.clerk, pack(town.first, town.stick))
    answer(town)
    office.back_up()
    lost = record(town.first, *(f"Chi bộ {name}" for name in "BCDEF"))
    amend(town.first, kept.id, lambda visit: noted(visit, "bổ sung sau"))
    merge_one(town.clerk, pack(town.first, town.stick))
    stale = receipts.write_receipts(town.clerk, town.root, [town.first.me.device]).value[0].path
    answer(town)
    assert {row.state for row in visits.list_visits(town.first, visits.VisitFilter())} == {VisitState.MERGED}
    before = epochs.current(town.clerk)
    clerk = office.restore()
    assert epochs.current(clerk) != before
    record(town.first, "Chi bộ G")
    last = pack(town.first, town.stick)
    merge_one(clerk, last)
    answer(town, clerk)
    wanted = resending.asked(town.first)
    assert (wanted.visits, wanted.lost, len(wanted.entries)) == (6, 6, 6)
    assert {state_of(town.first, row.id) for row in (*lost, kept)} == {VisitState.FINALISED}
    (file,) = resending.resend(town.first, town.stick).value.files
    assert file.entries == 6
    assert merge_one(clerk, file.path).entries.new == 6
    answer(town, clerk)
    assert resending.asked(town.first) == resending.Asked()
    assert status.digest(clerk) == status.digest(town.first)
    assert status.gaps(clerk) == ()
    merge_one(town.first, stale)  # written before the archive was restored, and late
    assert resending.asked(town.first) == resending.Asked()


def test_a_receipt_from_before_the_restore_promises_nothing(town: Enrolled) -> None:
    office = Office(town)
    record(town.first, "Chi bộ A")
    merge_one(town.clerk, pack(town.first, town.stick))
    answer(town)
    office.back_up()
    (row,) = record(town.first, "Chi bộ B")
    merge_one(town.clerk, pack(town.first, town.stick))
    stale = receipts.write_receipts(town.clerk, town.root, [town.first.me.device]).value[0].path
    clerk = office.restore()
    answer(town, clerk)
    merge_one(town.first, stale)
    assert state_of(town.first, row.id) is VisitState.PACKED
    assert sending.pack_to(town.first, town.stick).value.visits == 1


def test_an_archive_that_lost_nothing_asks_for_nothing(town: Enrolled) -> None:
    office = Office(town)
    (row,) = record(town.first, "Chi bộ A")
    merge_one(town.clerk, pack(town.first, town.stick))
    office.back_up()
    answer(town)
    clerk = office.restore()
    answer(town, clerk)
    assert resending.asked(town.first) == resending.Asked()
    assert state_of(town.first, row.id) is VisitState.MERGED


def test_packing_everything_also_answers_the_request(town: Enrolled) -> None:
    record(town.first, "Chi bộ A")
    pack(town.first, town.stick).unlink()
    sending.enter_receipt_code(town.first, 1, acknowledge(town.first, 1))
    record(town.first, "Chi bộ B")
    merge_one(town.clerk, pack(town.first, town.stick))
    answer(town)
    assert resending.asked(town.first).visits == 1
    sending.pack_to(town.first, town.stick, everything=True)
    assert resending.asked(town.first) == resending.Asked()


def test_a_request_on_paper_is_taken_from_its_text(town: Enrolled, tmp_path: Path) -> None:
    record(town.first, "Chi bộ A", "Chi bộ B", "Chi bộ C")
    device, epoch = town.first.me.device, epochs.current(town.first)
    slip = ResendSlip(short_device(device), short_epoch(epoch), ((1, 1), (3, 9)))
    assert resending.read_slip(town.first, slip.text.lower()).value.visits == 2
    (file,) = resending.resend(town.first, town.stick).value.files
    assert file.entries == 2
    with pytest.raises(Refusal, match="SLIP_ELSEWHERE"):
        resending.read_slip(town.second, slip.text)
    with pytest.raises(Refusal, match="NOTHING_ASKED"):
        resending.read_slip(town.first, ResendSlip(slip.device, slip.epoch, ((90, 99),)).text)
    with pytest.raises(Refusal, match="SLIP_UNREADABLE"):
        resending.read_slip(town.first, "XG1 gì đó")
    assert receiving.inbox(town.first).held == ()
