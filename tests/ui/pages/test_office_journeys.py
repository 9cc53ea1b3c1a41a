"""Journeys of a clerk from beginning to end: a mixed stick (J6), a choice and a double (J7), taking back (J15)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from chibo_desktop.domain.entries import EntryKind
from chibo_desktop.domain.visits import VisitState
from chibo_desktop.packets import limits
from chibo_desktop.services import archive, receiving, status, visits
from chibo_desktop.services.desk import Desk
from chibo_desktop.storage import quarantine
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.pages.conflict_rows import key_of
from chibo_desktop.ui.pages.receive_rows import MergedKey
from tests.building.exchange_town import Town, amend, enrol, pack, record, town_in
from tests.building.hostile import Lines, lines_of, seal, signed_again
from tests.ui.pages import test_conflicts as inbox
from tests.ui.pages.test_receive import Opened, Stick


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    yield from town_in(tmp_path)


def test_j6_a_stick_with_a_clean_packet_a_gap_a_stranger_and_a_broken_file(town: Town, jobs: Jobs, qtbot: Any) -> None:
    stick = Stick(town)
    use = Opened(stick.clerk, jobs, qtbot, town.stick)
    assert use.titles() == ["Mới trên USB (02)", "Để riêng, cần xem (02)", "Hôm nay đã hợp nhất (01)"]
    use.choose(stick.clean)
    use.page.preview.merge.click()
    use.settle()
    assert status.status(stick.clerk).visits[VisitState.MERGED] == 3
    use.choose(stick.gap)
    assert "Còn thiếu mục" in use.told(), "M14"
    use.choose(use.held("E_SIGNER"))
    assert "Gói này từ máy chưa đăng ký." in use.told(), "M15"
    use.choose(use.held("E_DECRYPT"))
    assert "Tệp hỏng, không đọc hết được." in use.told(), "M16"
    for held in use.page._seen.inbox.held:
        assert quarantine.data_of(stick.clerk.book, held.id) in {file.read_bytes() for file in town.stick.iterdir()}
    use.choose(stick.clean)
    assert "Gói này đã có đủ từ" in use.told(), "M19"
    assert status.status(stick.clerk).visits[VisitState.MERGED] == 3


def a_difference(town: Town) -> Desk:
    clerk, laptop = town.office(), town.laptop()
    enrol(laptop, clerk)
    (row,) = record(laptop, "Chi bộ thôn Phiêng An")
    receiving.merge(clerk, [pack(laptop, town.stick)])
    amend(clerk, row.id, inbox.ending("21:30", "văn phòng ghi"))
    amend(laptop, row.id, inbox.ending("21:40", "tổ ghi"))
    receiving.merge(clerk, [pack(laptop, town.stick)])
    return clerk


def test_j7_choose_undo_ask_and_link_what_was_recorded_twice(town: Town, jobs: Jobs, qtbot: Any) -> None:
    clerk = a_difference(town)
    inbox.add_a_meeting_recorded_twice(town, clerk)
    page = inbox.opened(clerk, jobs, qtbot)
    before = status.status(clerk).visits[VisitState.MERGED]
    end = inbox.values_of(page, "session.end")
    inbox.choose(page, key_of(end))
    inbox.press(page, "1", jobs, qtbot)
    assert visits.read_visit(clerk, end.visit.id).visit.session.end == end.values[0].value
    assert page.list.current == key_of(inbox.values_of(page, "/text")), "the next one is open"
    assert page.list.list.hasFocus()
    qtbot.keyClick(page.list.list, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    inbox.rest(page, jobs, qtbot)
    inbox.choose(page, key_of(inbox.values_of(page, "session.end")))
    inbox.press(page, "3", jobs, qtbot)
    assert inbox.values_of(page, "session.end").is_asked
    (pair,) = page._found.doubtful
    inbox.choose(page, key_of(pair))
    inbox.press(page, "1", jobs, qtbot)
    assert status.status(clerk).visits[VisitState.MERGED] == before - 1, "counted once"
    signed = [entry for entry in archive.entries(clerk, end.visit.id) if entry.head.device == clerk.me.device]
    assert [entry.head.kind for entry in signed].count(EntryKind.CONFLICT_SETTLED) == 3, "choice, undo, question"
    told = {line.choice.value for line in visits.history(clerk, end.visit.id) if line.choice}
    assert told == {end.values[0].value, None}
    assert {version.visit.session.end for version in archive.versions(signed) if version.visit} == {"21:30"}


def spoilt(lines: Lines) -> Lines:
    """The manifest with one letter of its signed payload changed."""
    first = bytearray(lines[0])
    place = first.index(b'"payload":"') + 30
    first[place] = ord("A") if first[place] != ord("A") else ord("B")
    return [bytes(first), *lines[1:]]


def test_j15_merge_take_back_and_what_waits_until_its_cause_is_gone(
    town: Town, jobs: Jobs, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk, laptop = town.office(), town.laptop()
    enrol(laptop, clerk)
    record(laptop, "Chi bộ A", "Chi bộ B")
    receiving.merge(clerk, [pack(laptop, town.root)])
    before = status.digest(clerk)
    record(laptop, "Chi bộ C")
    lines = lines_of(pack(laptop, town.stick).read_bytes(), laptop.keys.reader)
    use = Opened(clerk, jobs, qtbot, town.stick)
    use.page.preview.merge.click()
    use.settle()
    assert status.status(clerk).visits[VisitState.MERGED] == 3
    use.choose(next(key for key in use.page.list.keys if isinstance(key, MergedKey)))
    use.page.preview.take_back.click()
    use.settle()
    dialog = use.page.taking_back.dialog
    assert dialog is not None
    assert dialog.safe.text() == "Giữ nguyên", "M13"
    dialog.press("Rút lại")
    use.settle()
    assert status.digest(clerk) == before, "the figures are as before"

    readers = [key.recipient for key in clerk.readers]
    (town.root / "bad.chibo").write_bytes(seal(spoilt(lines), readers))
    newer = signed_again(lines, laptop.keys.signing, lambda manifest: manifest.update(min_reader=2))
    (town.root / "newer.chibo").write_bytes(seal(newer, readers))
    use.page.ask_files = lambda: [str(town.root / "bad.chibo"), str(town.root / "newer.chibo")]
    use.page.open.click()
    use.settle()
    use.choose(use.held("E_SIG"))
    assert "Chữ ký không đúng. Không có gì được nhập." in use.told(), "M17"
    use.choose(use.held("E_VERSION"))
    assert "Gói này cần chương trình mới hơn." in use.told(), "M18"
    use.page.preview.retry.click()
    use.settle()
    held = use.held("E_VERSION")
    assert quarantine.data_of(clerk.book, held) == (town.root / "newer.chibo").read_bytes()
    monkeypatch.setattr(limits, "FORMAT_VERSION", 2)
    use.choose(held)
    use.page.preview.retry.click()
    use.settle()
    assert status.status(clerk).visits[VisitState.MERGED] == 3
    assert sorted(status.status(clerk).held) == ["E_SIG"]
