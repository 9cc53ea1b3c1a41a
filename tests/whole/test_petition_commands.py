"""Petitions followed up by the command line."""

import json
from pathlib import Path

import pytest

from tests.building.console import chibo
from tests.whole.contract import breaches

LINE = (
    "id visit item kind addressee deadline state since due reported_back cell superior cell_id date group group_id "
    "who text topic answer overdue news_after_end"
)
STEPS = "entry state date body number text reported_back device author"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    assert chibo("init", "--role", "group", "--name", "Quang Thuận-2", "--home", tmp_path / "home").status == 0
    visit = {
        "cell": {"name": "Chi bộ thôn Phiêng An"},
        "session": {"date": "2026-09-05"},
        "opinions": [{"kind": "petition", "speaker": "Nông Văn Ví", "text": "sửa đường", "addressee": "commune"}],
        "guidance": [{"by": "Ma Từ Đông Điền", "text": "giữ nghề dệt"}],
    }
    file = tmp_path / "visit.json"
    file.write_text(json.dumps(visit), encoding="utf-8")
    assert chibo("visit", "record", file, "--finalise", "--home", tmp_path / "home").status == 0
    return tmp_path / "home"


def test_from_the_list_to_the_cell_that_was_told(home: Path) -> None:
    found = chibo("petition", "list", "--home", home, "--json").json
    assert not breaches({"counts": {"new": None}, "petitions": [dict.fromkeys(LINE.split())]}, found)
    assert found["counts"] == {"new": 2}
    road = next(one for one in found["petitions"] if one["kind"] == "petition")
    assert (road["text"], road["who"], road["addressee"], road["due"]) == (
        "sửa đường",
        "Nông Văn Ví",
        "commune",
        "2026-10-05",
    )
    step = chibo(
        "petition", "step", road["id"], "--state", "answered", "--on", "2026-10-01", "--body", "UBND xã",
        "--number", "12/CV", "--text", "đã sửa", "--home", home, "--json",
    ).json  # fmt: skip
    assert not breaches(dict.fromkeys(LINE.split()) | {"steps": [dict.fromkeys(STEPS.split())], "findings": []}, step)
    assert step["state"] == "answered"
    assert [one["id"] for one in chibo("petition", "list", "--untold", "--home", home, "--json").json["petitions"]] == [
        road["id"]
    ]
    told = chibo("petition", "told", road["id"], "--on", "2026-10-05", "--home", home, "--json").json
    assert told["reported_back"] == "2026-10-05"
    assert chibo("petition", "list", "--untold", "--home", home, "--json").json["petitions"] == []
    shown = chibo("petition", "show", road["id"], "--home", home)
    assert "UBND xã" in shown.out
    assert "Đã trả lời" in shown.out


def test_closing_overdue_and_terms(home: Path) -> None:
    assert chibo("petition", "terms", "--home", home, "--json").json == {"days": 30, "levels": {}}
    answer = chibo("petition", "terms", "--days", "45", "--level", "commune", "10", "--home", home, "--json")
    assert answer.json == {"days": 45, "levels": {"commune": 10}}
    assert chibo("petition", "terms", "--days", "0", "--home", home, "--json").code == "TERM_WRONG"
    late = chibo("petition", "list", "--overdue", "--home", home, "--json").json["petitions"]
    assert {one["due"] for one in late} <= {"2026-09-15", "2026-10-20"}
    road = next(one for one in late if one["kind"] == "petition")
    assert chibo("petition", "close", road["id"], "--text", "xong", "--home", home, "--json").json["state"] == "closed"
    assert (
        chibo("petition", "list", "--kind", "petition", "--open", "--home", home).out == "Không có việc nào như vậy.\n"
    )


def test_what_is_refused(home: Path) -> None:
    assert chibo("petition", "show", "a/b", "--home", home, "--json").code == "STATEMENT_UNKNOWN"
    road = chibo("petition", "list", "--kind", "petition", "--home", home, "--json").json["petitions"][0]["id"]
    early = chibo("petition", "close", road, "--on", "2026-09-04", "--home", home, "--json")
    assert early.code == "STEP_BEFORE_VISIT"
    assert "05/9/2026" in early.err
    assert chibo("petition", "list", "--state", "lost", "--home", home).status == 2
