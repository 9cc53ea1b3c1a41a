"""The roster of one visit from a spreadsheet, at the laptop."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.domain.people import MemberKind
from chibo_desktop.domain.visits import AttendanceState
from chibo_desktop.services import founding
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.import_attendance import attendees_in
from chibo_desktop.ui import import_words
from tests.building.homes import found_home, open_home
from tests.building.spreadsheets import MEMBERS, ROSTER_HEAD, delimited, organisations, rosters

WORDS = import_words.vocabulary()
CELL = "Chi bộ thôn Phiêng An"


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Desk]:
    found_home(tmp_path / "laptop")
    desk = open_home(tmp_path / "laptop")
    yield desk
    founding.close_desk(desk)


def test_a_list_of_names_is_enough(laptop: Desk) -> None:
    found = attendees_in(
        laptop, delimited([["STT", "Họ tên"], [1, "Hoàng Thị Mẫu"], [2, "Lường Văn Thử"]]), WORDS, CELL
    )
    assert [one.name for one in found] == ["Hoàng Thị Mẫu", "Lường Văn Thử"]
    assert {one.state for one in found} == {AttendanceState.PRESENT}
    assert len({one.id for one in found}) == 2


def test_of_a_list_of_many_cells_those_of_the_visit_are_taken(laptop: Desk) -> None:
    other = ("Chi bộ thôn Khác", None, "Bàn Thị Ví", None, None, None)
    found = attendees_in(laptop, rosters(other, *MEMBERS), WORDS, "chi bộ thôn Phiêng An")
    assert [(one.name, one.post, one.kind, one.state) for one in found] == [
        ("Hoàng Thị Mẫu", "Bí thư", MemberKind.OFFICIAL, AttendanceState.PRESENT),
        ("Lường Văn Thử", "", MemberKind.PROBATIONARY, AttendanceState.EXEMPT),
    ]


def test_what_is_wrong_is_refused_in_words(laptop: Desk) -> None:
    with pytest.raises(Refusal, match="ROSTER_NOT_FOUND"):
        attendees_in(laptop, organisations(("01", "Đảng bộ A", None, None, None, None)), WORDS, CELL)
    wrong = (CELL, None, "Hoàng Thị Mẫu", None, "rất chính thức", None)
    with pytest.raises(Refusal, match=r"ROSTER_WRONG .*count=1, row=2"):
        attendees_in(laptop, rosters(wrong, head=ROSTER_HEAD), WORDS, CELL)
