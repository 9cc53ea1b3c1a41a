"""Erasing a person: what is found, what goes, what stays valid, and that no order of arrival brings it back."""

import itertools
import secrets
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from chibo_desktop.domain.entries import Entry, EntryKind, PartClass
from chibo_desktop.domain.erasing import MASK, HitKind, Sought
from chibo_desktop.domain.ids import DeviceId, PacketId, VisitId
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.domain.visits import VisitState
from chibo_desktop.packets.contents import PartErased, texts_of
from chibo_desktop.packets.entry_intake import ReceivedEntry, parts_of
from chibo_desktop.packets.intake import Raw, open_raw
from chibo_desktop.services import (
    archive,
    backups,
    diary,
    doctor,
    downward,
    drafts,
    erasing,
    erasures_kept,
    founding,
    logbook,
    receipts,
    receiving,
    restoring,
    search,
    sending,
    status,
    visits,
    wiping,
)
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.erasing import Choice, FoundVisit
from chibo_desktop.services.places import Places
from chibo_desktop.services.restoring import Replacement
from chibo_desktop.storage import log, quarantine
from chibo_desktop.storage.log import Source
from chibo_desktop.storage.quarantine import Origin, Reason
from chibo_desktop.storage.slots import Making
from tests.building.enrolled import Enrolled, merge_one
from tests.building.exchange_town import LEAST, PASSPHRASE, amend, enrol, pack, record
from tests.building.pages import holds

THU = "Bàn Hữu Thử"
"""Member, speaker of the second opinion, and in charge of the task of the sample visit."""
WORDS = "Mỗi gia đình đảng viên làm gương"


def seeking(name: str) -> Sought:
    return Sought((name,))


def merged(town: Enrolled) -> VisitId:
    """A visit of the first laptop, at the office; the conclusion mentions the person."""
    (row,) = record(town.first, "Chi bộ A")
    amend(
        town.first,
        row.id,
        lambda visit: replace(visit, closing=replace(visit.closing, conclusion=f"Giao đồng chí {THU} đôn đốc.")),
        f"bổ sung phần giao {THU}",
    )
    merge_one(town.clerk, pack(town.first, town.stick))
    return row.id


def erase_all(desk: Desk, name: str = THU, reason: str = "theo đơn ngày 01/12/2026") -> erasing.Erased:
    """Everything that is offered: names and words whole, mentions masked."""
    choices = [everything(one) for one in erasing.look(desk, seeking(name))]
    return erasing.erase(desk, choices, reason).value


def everything(found: FoundVisit) -> Choice:
    usual = erasing.usual(found)
    mentions = tuple(leaf.path for leaf in found.leaves if leaf.kind is HitKind.MENTION)
    return replace(usual, masked=mentions)


def texts_in(desk: Desk) -> str:
    """Every text of every part in the book."""
    return "\n".join(part.text or "" for entry in log.all_entries(desk.book) for part in entry.parts)


def test_what_is_found_says_why(town: Enrolled) -> None:
    visit = merged(town)
    (found,) = erasing.look(town.clerk, seeking("ban huu thu"))
    kinds = {leaf.path.replace("/", ".").rsplit(".", 1)[-1]: leaf.kind for leaf in found.leaves}
    assert found.row.id == visit
    assert sorted(kinds) == ["conclusion", "name", "reason", "speaker", "text", "who"]
    assert (kinds["name"], kinds["speaker"], kinds["text"]) == (HitKind.NAME, HitKind.NAME, HitKind.SAID)
    assert (kinds["conclusion"], kinds["reason"]) == (HitKind.MENTION, HitKind.MENTION)
    assert "Lường Thị Thí" not in str(found), "nobody else is offered"


def test_looking_is_for_the_office_and_needs_somebody(town: Enrolled) -> None:
    with pytest.raises(Refusal) as refused:
        erasing.look(town.first, seeking(THU))
    assert refused.value.code == "NOT_AN_OFFICE"
    with pytest.raises(Refusal) as refused:
        erasing.look(town.clerk, seeking("  "))
    assert refused.value.code == "PERSON_MISSING"


def test_a_person_is_found_by_id_under_the_name_that_the_minutes_use(town: Enrolled) -> None:
    visit = merged(town)
    person = visits.read_visit(town.clerk, visit).visit.visitors[0].person
    (found,) = erasing.look(town.clerk, Sought((), person))
    assert found.names == ("Ma Từ Đông Điền",)
    assert sum(leaf.path.startswith("guidance/") and leaf.kind is HitKind.SAID for leaf in found.leaves) == 5


def test_names_and_words_are_gone_and_figures_stay(town: Enrolled) -> None:
    visit = merged(town)
    before = visits.read_visit(town.clerk, visit)
    done = erase_all(town.clerk)
    after = visits.read_visit(town.clerk, visit)
    assert (done.visits, done.parts) == (1, 4)
    assert THU not in str(after)
    assert WORDS not in str(after)
    assert after.visit.closing.conclusion == f"Giao đồng chí {MASK} đôn đốc."
    assert after.visit.opinions[0] == before.visit.opinions[0], "the words of others stay"
    assert replace(after.row, state_at=before.row.state_at) == before.row, "every figure of the register"
    assert after.visit.attendance.counts == before.visit.attendance.counts
    assert len(after.visit.attendance.roster) == 9
    assert {path.rpartition("/")[2] for path in after.erased} == {"name", "speaker", "text", "who"}
    assert after.absent == frozenset()


def test_nothing_is_left_in_the_book_and_every_signature_is_valid(town: Enrolled) -> None:
    merged(town)
    assert THU in texts_in(town.clerk)
    assert search.search(town.clerk, "ban huu thu")
    erase_all(town.clerk)
    assert THU not in texts_in(town.clerk)
    assert WORDS not in texts_in(town.clerk)
    assert not search.search(town.clerk, "đi đầu xây dựng")
    assert search.search(town.clerk, "nông thôn mới"), "others are found as before"
    report = doctor.examine(town.clerk)
    assert report.is_sound, report
    assert status.status(town.clerk).gaps == ()


def test_an_old_packet_does_not_bring_it_back(town: Enrolled, tmp_path: Path) -> None:
    visit = merged(town)
    erase_all(town.clerk)
    digest = status.digest(town.clerk)
    again = sending.pack_to(town.first, tmp_path, everything=True).value.files[0]
    merge_one(town.clerk, again.path)
    assert THU not in texts_in(town.clerk)
    assert status.digest(town.clerk) == digest
    assert visits.read_visit(town.clerk, visit).visit.tasks[0].who == ""


def test_a_second_erasure_stands_in_the_place_of_the_first(town: Enrolled) -> None:
    visit = merged(town)
    erase_all(town.clerk)
    first = visits.read_visit(town.clerk, visit).erased
    erase_all(town.clerk, "Hoàng Thị Mẫu")
    view = visits.read_visit(town.clerk, visit)
    assert set(first) < set(view.erased)
    assert "Hoàng Thị Mẫu" not in texts_in(town.clerk), "what the first erasure left held the second name"
    assert view.visit.opinions[0].kind
    assert view.visit.guidance[0].text
    assert doctor.examine(town.clerk).is_sound


def test_nothing_to_erase_is_said(town: Enrolled) -> None:
    merged(town)
    erase_all(town.clerk)
    assert erasing.look(town.clerk, seeking(THU)) == ()
    with pytest.raises(Refusal) as refused:
        erasing.erase(town.clerk, [], "theo đơn")
    assert refused.value.code == "NOTHING_TO_ERASE"
    with pytest.raises(Refusal) as refused:
        erasing.erase(town.clerk, [Choice(VisitId("x"))], " ")
    assert refused.value.code == "REASON_MISSING"
    with pytest.raises(Refusal) as refused:
        erasing.erase(town.clerk, [Choice(VisitId("x"), names=(THU,))], "theo đơn của bàn hữu thử")
    assert refused.value.code == "REASON_NAMES", "the reason stays for good"


def test_an_amendment_after_the_erasure_counts(town: Enrolled) -> None:
    visit = merged(town)
    erase_all(town.clerk)
    amend(town.first, visit, lambda one: replace(one, tasks=(replace(one.tasks[0], who="Triệu Văn Dụ"),)))
    merge_one(town.clerk, pack(town.first, town.stick))
    view = visits.read_visit(town.clerk, visit)
    assert view.visit.tasks[0].who == "Triệu Văn Dụ"
    assert not any(path.endswith("/who") for path in view.erased)
    assert THU not in texts_in(town.clerk), "the amendment carried the old words along: they went with it"


def in_file(desk: Desk, text: str) -> bool:
    return holds(desk.places.book, desk.master.book_key(), text)


def test_the_words_are_not_in_the_file_any_more(town: Enrolled) -> None:
    merged(town)
    search.search(town.clerk, "ban huu thu")
    assert in_file(town.clerk, THU)
    erase_all(town.clerk)
    for text in (THU, WORDS, "gắn với du lịch cộng đồng"):
        assert not in_file(town.clerk, text), text
    assert not town.clerk.places.book.with_name("book.db-wal").stat().st_size
    assert in_file(town.clerk, "Hoàng Thị Mẫu"), "what was not erased is still there, and would be found"


def test_words_of_search_go_too(town: Enrolled) -> None:
    (row,) = record(town.first, "Chi bộ A")
    odd = "khongaikhacnoi"
    amend(
        town.first,
        row.id,
        lambda visit: replace(visit, opinions=(visit.opinions[0], replace(visit.opinions[1], text=odd))),
    )
    merge_one(town.clerk, pack(town.first, town.stick))
    assert search.search(town.clerk, odd[:8])
    assert in_file(town.clerk, odd)
    words = town.clerk.book.rows("SELECT word FROM indexed_word")
    erase_all(town.clerk)
    assert not in_file(town.clerk, odd)
    left = town.clerk.book.rows("SELECT word FROM indexed_word")
    assert set(words) - set(left) >= {(odd,)}
    assert len(left) > len(words) - 12, "words that others use stay"


def erasure_entries(desk: Desk) -> tuple[Entry, ...]:
    return tuple(entry for entry in log.all_entries(desk.book) if entry.head.kind == "part.erased")


def carry(desk: Desk, entries: Sequence[Entry]) -> None:
    """Entries as a packet would bring them, taken in by the same steps as merging."""
    with desk.book.transaction():
        added = log.add_entries(desk.book, entries, Source(PacketId("packet"), desk.clock()))
        fresh = set(added.new)
        received = [ReceivedEntry(one, parts_of(one)) for one in entries if one.head.id in fresh]
        archive.take_in(desk, received, log.written_of_again(desk.book, [one.head.subject for one in entries]))
    wiping.finish(desk)


def test_a_laptop_follows_and_its_kept_packets_go(town: Enrolled) -> None:
    visit = merged(town)
    kept = sending.past_packets(town.first)
    erase_all(town.clerk)
    down = downward.entries_for(town.clerk, town.first.me.device)
    assert len(down) == 4
    carry(town.first, down)
    view = visits.read_visit(town.first, visit)
    assert THU not in str(view)
    assert len(view.erased) == 4
    assert not in_file(town.first, THU)
    assert (len(kept), sending.past_packets(town.first)) == (1, ()), "the packet held the words"
    assert diary.recent(town.first, 1)[0].code == "ERASED"
    assert doctor.examine(town.first).is_sound
    assert status.digest(town.first) == status.digest(town.clerk)


def test_only_those_who_hold_the_words_are_told(town: Enrolled) -> None:
    merged(town)
    record(town.second, "Chi bộ B")
    merge_one(town.clerk, pack(town.second, town.stick))
    first, second = erasing.look(town.clerk, seeking(THU))
    mine = first if "A" in first.row.cell else second
    erasing.erase(town.clerk, [everything(mine)], "theo đơn")
    assert downward.entries_for(town.clerk, DeviceId("nobody")) == ()
    assert downward.entries_for(town.clerk, town.second.me.device) == ()
    assert len(downward.entries_for(town.clerk, town.first.me.device)) == 4


def test_the_next_receipt_carries_it_to_the_laptop(town: Enrolled) -> None:
    visit = merged(town)
    erase_all(town.clerk)
    (answer,) = receipts.write_receipts(town.clerk, town.stick).value
    (report,) = receiving.merge(town.first, [answer.path]).value.files
    assert report.erased == 4
    assert THU not in str(visits.read_visit(town.first, visit))
    assert not in_file(town.first, WORDS)
    assert sending.past_packets(town.first) == ()
    assert status.digest(town.first) == status.digest(town.clerk)


def test_a_draft_of_an_amendment_loses_what_it_copied_and_keeps_what_was_typed(town: Enrolled) -> None:
    visit = merged(town)
    erase_all(town.clerk)
    drafts.begin_amendment(town.first, visit, "sửa")
    draft = drafts.load_draft(town.first, visit).visit
    tasks = (replace(draft.tasks[0], who="Bàn Hữu Thử và chi đoàn"),)
    drafts.save_draft(town.first, replace(draft, tasks=tasks), "tasks")
    carry(town.first, downward.entries_for(town.clerk, town.first.me.device))
    left = drafts.load_draft(town.first, visit).visit
    assert left.opinions[1].speaker == ""
    assert left.closing.conclusion == f"Giao đồng chí {MASK} đôn đốc."
    assert left.tasks == tasks, "what somebody wrote since is his own"


def test_a_laptop_cannot_erase_what_another_group_wrote(town: Enrolled) -> None:
    visit = merged(town)
    entry = archive.entries(town.clerk, visit)[0]
    told = PartErased(entry.head.id, "words")
    forged = stranger_says(town.second, visit, told)
    carry(town.clerk, [forged])
    assert WORDS in str(visits.read_visit(town.clerk, visit).visit)
    assert doctor.examine(town.clerk).is_sound


@pytest.mark.parametrize(
    ("part", "subject"),
    [("figures", None), ("nothing", None), ("words", "another visit")],
    ids=["figures", "none", "else"],
)
def test_no_figures_go_and_nothing_under_another_name(town: Enrolled, part: str, subject: str | None) -> None:
    visit = merged(town)
    entry = archive.entries(town.clerk, visit)[0]
    before = status.digest(town.clerk)
    told = PartErased(entry.head.id, part, ("closing.conclusion",))
    stranger_says(town.clerk, VisitId(subject or visit), told)
    with town.clerk.book.transaction():
        archive.refold(town.clerk, (visit, VisitId(subject or visit)))
    assert status.digest(town.clerk) == before
    assert THU in str(visits.read_visit(town.clerk, visit).visit)


def stranger_says(laptop: Desk, visit: VisitId, told: PartErased) -> Entry:
    with logbook.writing(laptop) as pen:
        return pen.write(EntryKind.PART_ERASED, visit, (*texts_of(told), ("left", PartClass.WORDS, "{}")))


def test_a_machine_may_erase_its_own(town: Enrolled) -> None:
    visit = merged(town)
    entry = archive.entries(town.first, visit)[1]
    told = PartErased(entry.head.id, "words", ("closing.conclusion",))
    carry(town.clerk, [stranger_says(town.first, visit, told)])
    view = visits.read_visit(town.clerk, visit)
    assert view.visit.closing.conclusion == ""
    assert PartClass.WORDS in view.absent, "what stood in its place did not fit: nothing is left, and nothing breaks"
    assert view.visit.opinions[1].speaker == THU


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))), ids=lambda order: "".join(map(str, order)))
def test_no_order_of_arrival_makes_a_difference(town: Enrolled, order: tuple[int, ...]) -> None:
    """The record, the amendment and the erasures reach another office machine in every order, everything twice."""
    visit = merged(town)
    erase_all(town.clerk)
    digest = status.digest(town.clerk)
    whole = log.own_entries(town.first.book, list(VisitState))
    record_, amendment_ = (entry for entry in whole if entry.head.subject == visit)
    bundles = ([record_], [amendment_], list(erasure_entries(town.clerk)))
    reader = town.second
    for place in (*order, *order):
        carry(reader, bundles[place])
    assert status.digest(reader) == digest
    assert THU not in texts_in(reader)
    assert not in_file(reader, WORDS)
    register = doctor.examine(reader).checks[2]
    assert (register.name, register.problems) == (doctor.CheckName.REGISTER, ())


def test_what_waits_in_quarantine_loses_it_too(town: Enrolled) -> None:
    merged(town)
    (packet,) = town.stick.glob("GOI-*.chibo")
    with town.clerk.book.transaction():
        origin = Origin("hash", packet.name, town.clerk.clock(), 1, town.first.me.device)
        released = quarantine.put(town.clerk.book, origin, Reason("E_SIGNER", {}), packet.read_bytes())
        quarantine.release(town.clerk.book, released, town.clerk.clock(), "merged")
        lines = lines_of(town.clerk, packet)
        item = replace(origin, item="entry:2")
        held = quarantine.put(town.clerk.book, item, Reason("E_SCOPE", {}), b"\n".join(lines) + b"\n")
        waits = quarantine.put(
            town.clerk.book, replace(origin, file_hash="b"), Reason("E_VERSION", {}), packet.read_bytes()
        )
    done = erase_all(town.clerk)
    assert quarantine.data_of(town.clerk.book, released) == b""
    assert THU.encode() not in quarantine.data_of(town.clerk.book, held)
    assert b'"payloadType"' in quarantine.data_of(town.clerk.book, held), "the signed line stays"
    assert (done.finished.files, done.finished.still_held) == (2, (waits,))


def lines_of(desk: Desk, packet: Path) -> list[bytes]:
    stream = open_raw(Raw.read(packet), desk.readers).stream
    return list(iter(stream.take, None))


def test_a_restored_book_erases_again(town: Enrolled, tmp_path: Path) -> None:
    visit = merged(town)
    backup = backups.back_up_now(town.clerk).value
    erase_all(town.clerk)
    assert erasures_kept.since(town.clerk, backup.made_at) == 4
    assert erasures_kept.since(town.clerk, town.clerk.clock()) == 0
    digest = status.digest(town.clerk)
    book = town.clerk.places.book
    founding.close_desk(town.clerk)
    shutil.copyfile(backup.path, book)
    clerk = town.open("office")
    assert THU not in str(visits.read_visit(clerk, visit))
    assert not in_file(clerk, WORDS)
    assert status.digest(clerk) == digest
    assert "ERASED_AGAIN" in [one.code for one in diary.recent(clerk)]
    assert doctor.examine(clerk).is_sound
    founding.close_desk(clerk)


def replaced(town: Enrolled, backup: Path) -> Desk:
    """Another laptop that goes on with the book of a backup."""
    places = Places(town.root / "laptop mới")
    wanted = Replacement(backup, "con suối chảy qua bản", PASSPHRASE)
    restoring.restore_home(places, wanted, town.clock, Making(secrets.token_bytes, LEAST))
    desk = founding.open_desk(places, wanted.passphrase, town.clock, secrets.token_bytes)
    town._desks.append(desk)  # pyright: ignore[reportPrivateUsage] - closed with the others
    return desk


def test_a_replacement_is_told_by_the_office_and_erases(town: Enrolled, tmp_path: Path) -> None:
    visit = merged(town)
    backup = backups.back_up_now(town.first, tmp_path / "stick of old").value.path
    erase_all(town.clerk)
    fresh = replaced(town, backup)
    assert THU in str(visits.read_visit(fresh, visit)), "the backup is older, and nobody has told it yet"
    enrol(fresh, town.clerk)
    receipts.write_receipts(town.clerk, town.stick, [fresh.me.device])
    receiving.merge(fresh, [town.stick])
    assert THU not in str(visits.read_visit(fresh, visit))
    assert not in_file(fresh, WORDS)


def test_a_backup_with_the_list_beside_it_is_erased_when_it_is_opened_elsewhere(town: Enrolled) -> None:
    visit = merged(town)
    backup = backups.back_up_now(town.first).value.path
    erase_all(town.clerk)
    receipts.write_receipts(town.clerk, town.stick)
    receiving.merge(town.first, [town.stick])
    fresh = replaced(town, backup)
    assert THU not in str(visits.read_visit(fresh, visit))
    assert not in_file(fresh, WORDS)
    assert doctor.examine(fresh).is_sound


def test_a_crash_between_erasing_and_wiping_is_made_good_at_the_next_opening(
    town: Enrolled, monkeypatch: pytest.MonkeyPatch
) -> None:
    merged(town)
    monkeypatch.setattr(wiping, "finish", lambda _: wiping.Finished())
    erase_all(town.clerk)
    monkeypatch.undo()
    assert not town.clerk.places.erasures.exists()
    clerk = town.reopen(town.clerk)
    assert clerk.places.erasures.exists()
    assert not in_file(clerk, WORDS)
