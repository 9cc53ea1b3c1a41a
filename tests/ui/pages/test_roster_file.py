"""Section 2 at a laptop: beginning with the people whom a spreadsheet lists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from chibo_desktop.domain.visits import Attendance, AttendanceMode, Visit
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.founding import close_desk
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.pages.editor.attendance import AttendanceSection
from chibo_desktop.ui.theme import Theme
from tests.building.spreadsheets import MEMBERS, delimited, rosters
from tests.building.visits import phieng_an
from tests.ui.pages.row_home import SectionWindow, open_group_home, settle
from tests.ui.walkers import faults


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    opened = open_group_home(tmp_path)
    yield opened
    close_desk(opened)


@pytest.fixture
def window(desk: Desk, jobs: Jobs, qtbot: Any, theme: Theme) -> Iterator[SectionWindow]:
    visit: Visit = replace(phieng_an(), attendance=Attendance(mode=AttendanceMode.ROSTER))
    window = SectionWindow(AttendanceSection(desk, jobs), visit)
    window.open(False)
    settle()
    yield window
    window.close()
    window.deleteLater()


def test_the_people_of_a_file_are_present(window: SectionWindow, qtbot: Any, jobs: Jobs, tmp_path: Path) -> None:
    section = window.section
    assert isinstance(section, AttendanceSection)
    assert section._from_file.isVisible()
    assert faults(window) == []
    (tmp_path / "ds.xlsx").write_bytes(rosters(*MEMBERS).data)
    section.open_file(tmp_path / "ds.xlsx")
    qtbot.waitUntil(lambda: not jobs.is_busy(), timeout=10_000)
    settle()
    found = section.collect(phieng_an()).attendance.roster
    assert [one.name for one in found] == ["Hoàng Thị Mẫu", "Lường Văn Thử"]
    assert not section._from_file.isVisible()


def test_a_file_without_names_is_refused_in_words(
    window: SectionWindow, qtbot: Any, jobs: Jobs, tmp_path: Path
) -> None:
    section = window.section
    assert isinstance(section, AttendanceSection)
    (tmp_path / "chi tieu.csv").write_bytes(delimited([["Ngày", "Số tiền"], ["1/1", 5]]).data)
    section.open_file(tmp_path / "chi tieu.csv")
    qtbot.waitUntil(lambda: not jobs.is_busy(), timeout=10_000)
    settle()
    told = " ".join(label.text() for label in window.findChildren(Label) if label.isVisibleTo(window))
    assert "không có cột Họ và tên" in told
    assert section._from_file.isVisible()
