"""Planning by the command line: every command's answer, and the plan as a page, a spreadsheet and a calendar."""

import datetime as dt
from pathlib import Path

import openpyxl
import pytest
from pypdf import PdfReader

from chibo_desktop.services import founding
from tests.building import planning
from tests.building.console import Answer, chibo, process
from tests.building.homes import PASSPHRASE, found_home, open_home
from tests.building.icalendar_read import events, moment, read_calendar
from tests.building.planning import recorded
from tests.whole.contract import Shape, breaches, plain

VISIT: Shape = plain(
    "id group month cell kind date start end place travel_minutes members priority state new_date reason note kept why"
) | {"cell": plain("name id superiors category type areas"), "members": [plain("id name")]}
TROUBLE: Shape = plain("kind visit other people travel_minutes unvisited kept text") | {"people": [plain("id name")]}
ONE: Shape = {"planned": VISIT, "troubles": [TROUBLE]}
FIGURES: Shape = plain(
    "visits cells covered remote remote_covered overlaps members quotas_short most least member_most member_least "
    "kilometres unknown_ways"
)
CONTRACT: dict[str, Shape] = {
    "propose": plain("months method solver_installed taken")
    | {"greedy": FIGURES, "solver": FIGURES, "visits": [VISIT]},
    "add": ONE,
    "change": ONE,
    "postpone": ONE,
    "cancel": ONE,
    "keep": ONE,
    "remove": plain("id state"),
    "list": plain("month count") | {"visits": [VISIT | plain("published changed")]},
    "check": plain("month open")
    | {"troubles": [TROUBLE], "unvisited": [plain("key last months planned") | {"cell": None}]},
    "quota": plain("year")
    | {"short": [plain("group member planned quota")]}
    | {"groups": [plain("group planned attended postponed cancelled unplanned")]},
    "copy": plain("month") | {"visits": [VISIT]},
    "rules": plain(
        "regular_day first_week_days meeting_minutes combined_minutes travel_minutes period_months long_months "
        "province_quota district_quota commune_quota"
    ),
    "print": plain("file month visits bytes"),
}  # fmt: skip


class Office:
    """The home of an office that plans, which nobody has open."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def __call__(self, command: str, *words: str | Path) -> Answer:
        answer = chibo("--json", "--home", self.home, "plan", command, *words, CHIBO_PASSPHRASE=PASSPHRASE)
        if answer.status == 0:
            assert breaches(CONTRACT[command], answer.json) == []
        return answer

    def told(self, command: str, *words: str | Path) -> str:
        return chibo("--home", self.home, "plan", command, *words, CHIBO_PASSPHRASE=PASSPHRASE).out

    def add(self, group: str, cell: str, *words: str) -> str:
        return self("add", "--group", group, "--cell", cell, *words).json["planned"]["id"]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    desk = planning.found_planning_office(tmp_path / "office")
    recorded(desk, "Phiêng An", dt.date(2026, 1, 20))
    founding.close_desk(desk)
    return Office(tmp_path / "office")


def test_from_the_first_visit_to_the_reason_on_paper(office: Office, tmp_path: Path) -> None:
    first = office.add("tổ số 05", "chi bộ thôn nà thử", "--date", "2026-12-03", "--start", "14:00", "--end", "15:30")
    second = office(
        "add", "--group", "to so 02", "--cell", "Chi bo thon Na Thu", "--date", "2026-12-03", "--start", "14:00",
        "--member", "Hoàng Văn Mẫu", "--travel", "50",
    ).json  # fmt: skip
    (trouble,) = second["troubles"]
    assert trouble["text"] == ("Thôn Nà Thử ngày 03/12, 14:00: tổ số 02 cấp tỉnh và tổ số 05 cấp xã cùng đăng ký.")
    assert second["planned"]["members"] == [{"id": planning.MAU.id, "name": "Hoàng Văn Mẫu"}]
    checked = office("check", "--month", "2026-12").json
    assert checked["open"] == 1
    assert [one["months"] for one in checked["unvisited"] if one["key"] == planning.cell_id("Phiêng An")] == [11]
    kept = office(
        "keep", trouble["visit"], "--trouble", "same_cell", "--other", trouble["other"],
        "--reason", "hai tổ cùng dự; đại hội, bầu cử",
    ).json  # fmt: skip
    assert kept["troubles"][0]["kept"] == "hai tổ cùng dự; đại hội, bầu cử"
    assert office("check", "--month", "2026-12").json["open"] == 0
    postponed = office("postpone", first, "--to", "2026-12-09", "--reason", "chi bộ họp muộn").json
    assert postponed["planned"]["new_date"] == "2026-12-09"
    assert office("print", "--month", "2026-12", "--out", tmp_path / "lich.pdf").json["visits"] == 2
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(tmp_path / "lich.pdf").pages).split())
    for words in ("ĐẢNG CỘNG SẢN VIỆT NAM", "LỊCH DỰ SINH HOẠT CHI BỘ", "Tháng 12 năm 2026", "NGƯỜI DUYỆT",
                  "lý do: hai tổ cùng dự; đại hội, bầu cử", "Hoãn từ ngày 03/12: chi bộ họp muộn"):  # fmt: skip
        assert words in text, text


def test_the_spreadsheet_and_the_calendar_say_what_the_list_says(office: Office, tmp_path: Path) -> None:
    first = office.add("Tổ số 05", "Chi bộ thôn Đon Bây", "--date", "2026-12-05", "--start", "14:00", "--end", "15:30")
    undated = office.add("Tổ số 05", "Chi bộ thôn Pác Mẫu", "--month", "2026-12", "--note", "=HYPERLINK(1)")
    gone = office.add("Tổ số 02", "Chi bộ thôn Nà Thử", "--date", "2026-12-04")
    office("cancel", gone, "--reason", "trùng, hủy")
    listed = office("list", "--month", "2026-12").json["visits"]
    assert [one["id"] for one in listed] == [gone, first, undated]
    office("print", "--month", "2026-12", "--out", tmp_path / "lich.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "lich.xlsx").worksheets[0]
    head, *rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
    assert head[:3] == ["TT", "Ngày", "Thứ"]
    assert [f"{row[1]:%d/%m/%Y}" if row[1] else None for row in rows] == ["04/12/2026", "05/12/2026", None]
    assert (rows[0][12], rows[0][13]) == ("Hủy", "trùng, hủy")
    assert rows[2][15] == "=HYPERLINK(1)"
    assert sheet.cell(6, 16).data_type == "s"
    office("print", "--month", "2026-12", "--out", tmp_path / "lich.ics")
    found = events(read_calendar((tmp_path / "lich.ics").read_bytes()))
    assert set(found) == {f"{first}@chibo", f"{gone}@chibo"}
    assert moment(found[f"{first}@chibo"].one("DTEND")) == "2026-12-05 15:30:00"
    assert found[f"{gone}@chibo"].one("STATUS").value == "CANCELLED"
    assert "Hủy: trùng, hủy" in found[f"{gone}@chibo"].text("DESCRIPTION")


def test_changing_says_only_what_is_named(office: Office) -> None:
    made = office.add("Tổ số 05", "Chi bộ thôn Nà Thử", "--date", "2026-12-03", "--start", "14:00", "--travel", "40")
    changed = office("change", made, "--date", "2027-01-04", "--start", "", "--kind", "thematic").json["planned"]
    assert (changed["month"], changed["start"], changed["kind"]) == ("2027-01", None, "thematic")
    assert (changed["travel_minutes"], changed["cell"]["name"]) == (40, "Chi bộ thôn Nà Thử")
    elsewhere = office("change", made, "--cell", "Chi bộ Trạm Y tế", "--superior", "Đảng bộ xã Mới").json["planned"]
    assert (elsewhere["cell"]["id"], elsewhere["cell"]["superiors"][0]["name"]) == (None, "Đảng bộ xã Mới")


def test_a_week_a_group_a_copy_and_what_is_left_out(office: Office) -> None:
    office.add("Tổ số 05", "Chi bộ thôn Nà Thử", "--date", "2026-12-03")
    office.add("Tổ số 02", "Chi bộ thôn Phiêng An", "--date", "2026-12-08")
    assert office("list", "--week", "2026-12-06").json["count"] == 1
    assert office("list", "--month", "2026-12", "--group", "Tổ số 02").json["count"] == 1
    assert office("list", "--month", "2027-01").json["count"] == 0
    copied = office("copy", "--from", "2026-12", "--to", "2027-01").json["visits"]
    assert [one["date"] for one in copied] == ["2027-01-03", "2027-01-08"]
    assert office("remove", copied[0]["id"]).json["state"] == "removed"
    assert office("list", "--month", "2027-01").json["count"] == 1
    assert office("copy", "--from", "2026-11", "--to", "2027-01").code == "PLAN_NOTHING_TO_COPY"


def test_quotas_and_rules(office: Office) -> None:
    office.add("Tổ số 05", "Chi bộ thôn Nà Thử", "--date", "2026-12-03")
    found = office("quota", "--year", "2026").json
    assert [(one["member"]["name"], one["planned"], one["quota"]) for one in found["short"]] == [
        ("Hoàng Văn Mẫu", 0, 2),
        ("Hoàng Văn Mẫu", 1, 6),
        ("Lường Thị Thử", 1, 6),
    ]
    assert office("rules", "--set", "commune_quota=1").json["commune_quota"] == 1
    assert len(office("quota", "--year", "2026").json["short"]) == 1
    for wrong in ("commune_quota=x", "nothing=1", "period_months=5"):
        assert office("rules", "--set", wrong).code == "PLAN_RULE_WRONG"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("add", "--group", "Tổ số 99", "--cell", "X"), "PLAN_GROUP_UNKNOWN"),
        (("add", "--group", "Tổ số 05", "--cell", "X", "--month", "2026-1"), "PLAN_MONTH_WRONG"),
        (("add", "--group", "Tổ số 05", "--cell", " "), "PLAN_CELL_MISSING"),
        (("add", "--group", "Tổ số 05", "--cell", "X", "--start", "2pm"), "PLAN_TIME_WRONG"),
        (("add", "--group", "Tổ số 05", "--cell", "X", "--member", "Ai đó"), "PLAN_MEMBER_UNKNOWN"),
        (("cancel", "x", "--reason", "y"), "PLAN_UNKNOWN"),
        (("keep", "x", "--trouble", "same_cell", "--reason", "y"), "PLAN_UNKNOWN"),
        (("print", "--out", "lich.doc"), "PLAN_FILE_KIND"),
    ],
)
def test_what_cannot_be_done_says_why(office: Office, words: tuple[str, ...], code: str) -> None:
    answer = office(*words)
    assert (answer.status, answer.code) == (1, code)
    assert answer.err.strip()


def test_keeping_names_a_trouble_that_is_there(office: Office) -> None:
    made = office.add("Tổ số 05", "Chi bộ thôn Nà Thử", "--date", "2026-12-20")
    assert office("keep", made, "--trouble", "same_cell", "--reason", "y").code == "PLAN_TROUBLE_UNKNOWN"
    assert office("keep", made, "--trouble", "outside_first_week", "--reason", " ").code == "REASON_MISSING"
    told = office.told("keep", made, "--trouble", "outside_first_week", "--reason", "chi bộ họp muộn")
    assert "Thôn Nà Thử ngày 20/12. Giữ: chi bộ họp muộn" in told


def test_a_laptop_does_not_plan(tmp_path: Path) -> None:
    found_home(tmp_path / "laptop")
    desk = open_home(tmp_path / "laptop")
    founding.close_desk(desk)
    answer = Office(tmp_path / "laptop")("copy", "--from", "2026-12", "--to", "2027-01")
    assert answer.code == "PLAN_NOTHING_TO_COPY"
    assert Office(tmp_path / "laptop")("rules", "--set", "commune_quota=1").code == "NOT_AN_OFFICE"


def test_a_plan_is_proposed_with_the_figures_of_both_ways_and_taken(office: Office) -> None:
    proposed = office("propose", "--month", "2026-12", "--month", "2027-01", "--visits", "2").json
    assert (proposed["solver_installed"], proposed["taken"], proposed["solver"]["overlaps"]) == (True, 0, 0)
    assert proposed["solver"]["covered"] >= proposed["greedy"]["covered"] > 0
    assert office("list", "--month", "2026-12").json["count"] == 0
    told = office.told("propose", "--month", "2026-12", "--group", "tổ số 02", "--method", "greedy")
    for words in ("Cách có sẵn", "Bộ tối ưu", "Chi bộ được dự trong kỳ", "Chưa có gì được ghi vào kế hoạch.",
                  "Chưa được dự lần nào"):  # fmt: skip
        assert words in told, told
    taken = office("propose", "--month", "2026-12", "--method", "greedy", "--take").json
    assert (taken["method"], taken["taken"]) == ("greedy", len(taken["visits"]))
    listed = office("list", "--month", "2026-12").json["visits"]
    assert {one["id"] for one in listed} == {one["id"] for one in taken["visits"]}
    assert office("check", "--month", "2026-12").json["open"] == 0
    assert office("propose", "--month", "2026-12", "--together", "0").code == "PLAN_OPTION_WRONG"


def test_the_solver_says_nothing_on_standard_output(office: Office) -> None:
    words = ("--json", "--home", str(office.home), "plan", "propose", "--month", "2026-12")
    answer = process(words, CHIBO_PASSPHRASE=PASSPHRASE)
    assert answer.json["solver_installed"] is True
