"""The list of sections, the number below it and the question before finalising speak of the same sections."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from chibo_desktop.domain.visits import Closing, Section
from chibo_desktop.ui.components.section_list import SectionList
from chibo_desktop.ui.pages.editor import progress
from tests.building.visits import phieng_an

HALF = replace(phieng_an(), opinions=(), closing=Closing(cell_reply="Chi bộ tiếp thu."))


@pytest.mark.parametrize("opened", [None, *Section])
def test_the_number_is_what_the_list_shows(opened: Section | None, qtbot: QtBot) -> None:
    views = progress.survey(HALF, ())
    rows = progress.section_rows(views, opened)
    listed = SectionList(rows)
    qtbot.addWidget(listed)
    shown_open = [row.number for row in rows if row.state not in ("done", "none")]
    assert tuple(shown_open) == progress.unfinished(views)
    said = [label.text() for label in listed.findChildren(QLabel)]
    assert f"Còn {len(shown_open):02d} mục trước khi chốt" in said


def test_an_open_section_that_wants_more_is_half_done() -> None:
    views = progress.survey(HALF, ())
    states = {row.key: row.state for row in progress.section_rows(views, Section.CLOSING)}
    assert states[Section.CLOSING] == "started"
    left = {row.key: row.state for row in progress.section_rows(views, None)}
    assert left[Section.CLOSING] == "check"
