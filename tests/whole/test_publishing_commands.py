"""A plan on its way down and its answers on their way up, by the command line alone."""

import datetime as dt
from pathlib import Path

import pytest

from chibo_desktop.domain.ids import GroupId, PlannedId
from chibo_desktop.domain.organisations import CellSnapshot
from chibo_desktop.domain.plans import PlannedVisit
from chibo_desktop.services import plans
from tests.building.console import Answer, chibo
from tests.building.enrolled import Enrolled
from tests.whole.contract import breaches, plain

VISIT = plain(
    "id group month cell kind date start end place travel_minutes members priority state new_date reason note kept why"
) | {"cell": None}
CONTRACT = {
    "publish": plain("dry_run")
    | {
        "groups": [plain("group name visits new changed gone cells rosters waiting devices is_news")],
        "files": [plain("path name number packet visits entries bytes answers statements")],
    },
    "answer": {"planned": VISIT},
    "own": {"visits": [VISIT], "news": [{"news": None, "visit": VISIT, "before": None}]},
    "begin": plain("id visit"),
}


class Closed:
    """An office and a laptop of one group that nobody has open, and a visit that is planned."""

    def __init__(self, town: Enrolled) -> None:
        visit = PlannedVisit(
            PlannedId(""),
            GroupId(town.first.me.group.id),
            "2026-12",
            CellSnapshot("Chi bộ thôn Phiêng An"),
            date=dt.date(2026, 12, 3),
            start="14:00",
        )
        self.planned = plans.add(town.clerk, [visit]).value.visits[0].id
        self.stick = town.stick
        self.office, self.laptop = town.clerk.places.home, town.first.places.home
        town.close()

    def __call__(self, home: Path, command: str, *words: str | Path) -> Answer:
        answer = chibo("--json", "--home", home, "plan", command, *words)
        if answer.status == 0:
            assert breaches(CONTRACT[command], answer.json) == []
        return answer


@pytest.fixture
def closed(template: Path, tmp_path: Path) -> Closed:
    return Closed(Enrolled(template, tmp_path))


def test_published_carried_answered_and_begun(closed: Closed) -> None:
    looked = closed(closed.office, "publish", "--month", "2026-12", "--dry-run").json
    assert looked["dry_run"]
    assert looked["files"] == []
    published = closed(closed.office, "publish", "--month", "2026-12", "--to", closed.stick).json
    assert published["groups"] == looked["groups"]
    assert len(published["files"]) == 2
    assert chibo("--home", closed.laptop, "merge", closed.stick).status == 0
    own = closed(closed.laptop, "own", "--seen").json
    assert [(piece["news"], piece["visit"]["id"]) for piece in own["news"]] == [("new", closed.planned)]
    assert closed(closed.laptop, "own").json["news"] == []
    answered = closed(
        closed.laptop, "answer", closed.planned, "--postpone", "--to", "2026-12-09", "--reason", "chi bộ họp muộn"
    ).json["planned"]
    assert (answered["state"], answered["new_date"]) == ("postponed", "2026-12-09")
    begun = closed(closed.laptop, "begin", closed.planned).json
    assert begun["visit"]["session"]["date"] == "2026-12-09"
    assert begun["visit"]["cell"]["name"] == "Chi bộ thôn Phiêng An"
    assert chibo("--home", closed.laptop, "export", "--to", closed.stick).status == 0
    assert chibo("--home", closed.office, "merge", closed.stick).status == 0
    shown = chibo("--home", closed.office, "plan", "list", "--month", "2026-12").out
    assert "chi bộ họp muộn" in shown or "Hoãn" in shown
    again = closed(closed.office, "publish", "--month", "2026-12").json
    assert [one["is_news"] for one in again["groups"]] == [True], "the group is told that its answer stands"
    assert closed(closed.office, "publish", "--month", "2026-12").code == "NOTHING_TO_PUBLISH"


def test_what_is_refused(closed: Closed) -> None:
    assert closed(closed.laptop, "publish", "--month", "2026-12").code == "NOT_AN_OFFICE"
    assert closed(closed.office, "publish", "--month", "2026-13").code == "PLAN_MONTH_WRONG"
    assert closed(closed.office, "publish", "--month", "2026-12", "--group", "x").code == "GROUP_UNKNOWN"
    assert closed(closed.laptop, "answer", closed.planned, "--confirm").code == "PLAN_UNKNOWN"
    assert chibo("--home", closed.laptop, "plan", "answer", closed.planned).status == 2
    assert chibo("--home", closed.laptop, "plan", "own").out == "Văn phòng chưa gửi kế hoạch.\n"
