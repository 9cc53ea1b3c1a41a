"""Groups on the command line: decisions in and out, who is where, people, paper; the contract of each."""

import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pypdfium2
import pytest

from chibo_desktop.services import organisations
from chibo_desktop.services.desk import Role
from chibo_desktop.services.founding import close_desk
from tests.building.console import Answer, chibo
from tests.building.exchange_town import Town, know
from tests.building.groups import member, org, registered
from tests.building.homes import PASSPHRASE, found_home, open_home
from tests.whole.contract import Shape, breaches, plain

FINDING = plain("kind groups person organisations tier decision sentence")
MEMBER = plain("id role name post")
GROUP = plain("id name tier organisations") | {"members": [MEMBER]}
DECISION = plain("id number date issuer valid_from valid_to revoked note") | {"groups": [GROUP]}
PERSON = plain("id name post groups cells ids")
CONTRACT: dict[str, Shape] = {
    "list": plain("day")
    | {
        "groups": [plain("decision number id name tier leader members organisations cells")],
        "decisions": [
            plain("id number date issuer valid_from valid_to groups people revoked holds is_signed is_draft")
        ],
    },
    "show": plain("day") | {"decision": DECISION, "units": [plain("id name superiors stands")], "findings": [FINDING]},
    "decide": plain("id entry") | {"findings": [FINDING]},
    "copy": plain("file id entry") | {"decision": DECISION},
    "revoke": plain("id entry"),
    "print": plain("file id groups bytes"),
    "of": plain("cell day") | {"groups": [plain("decision number") | {"group": GROUP}]},
    "people": {"people": [PERSON]},
    "join": plain("person entry"),
    "separate": plain("person entry"),
    "template": plain("file"),
    "export": plain("file id groups"),
    "import": plain("draft saved stopped")
    | {
        "tables": [plain("kind sheet lines")],
        "lines": [plain("table sheet row name verdict changes")],
        "notes": [plain("trouble sheet row column stops sentence remedy") | {"data": None}],
        "decision": DECISION,
    },
    "drop": plain("id"),
}
LONG = "Ủy viên Ban Thường vụ Tỉnh ủy, Trưởng ban Dân vận Tỉnh ủy, Chủ tịch Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh"


class Office:
    """The home of an office with a register, that nobody has open."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def ask(self, command: str, *words: str | Path, stdin: bytes = b"") -> Answer:
        answer = chibo(
            "--json", "--home", self.home, "group", command, *words, stdin=stdin, CHIBO_PASSPHRASE=PASSPHRASE
        )
        if answer.status == 0 and "--alike" not in words:
            assert breaches(CONTRACT[command], answer.json) == []
        return answer

    def done(self, command: str, *words: str | Path, stdin: bytes = b"") -> dict[str, Any]:
        answer = self.ask(command, *words, stdin=stdin)
        assert answer.status == 0, answer.err
        return answer.json


@pytest.fixture
def office(tmp_path: Path) -> Office:
    home = tmp_path / "office"
    found_home(home, Role.OFFICE)
    desk = open_home(home)
    organisations.say(desk, registered())
    close_desk(desk)
    return Office(home)


def wording(**more: Any) -> bytes:
    leader = {"name": "Ma Từ Đông Điền", "role": "leader", "post": LONG, "id": member("Ma Từ Đông Điền").id}
    alike = {"name": "Ma Tư Đông Điền"}
    groups = [
        {
            "name": "Tổ số 01",
            "tier": "province",
            "organisations": [org("bachthong")],
            "members": [leader, {"name": "=CMD|' /C calc'!A0", "post": "Tỉnh ủy viên"}],
        },
        {
            "name": "Tổ số 02",
            "tier": "province",
            "organisations": [org("chomoi")],
            "members": [alike],
        },
    ]
    year = {"date": "2026-01-05", "valid_from": "2026-01-01", "valid_to": "2026-12-31"}
    return json.dumps({"number": "12-QĐ/TU", "issuer": "Tỉnh ủy Bắc Kạn", "groups": groups, **year, **more}).encode()


def test_a_decision_comes_in_is_shown_copied_and_revoked(office: Office, tmp_path: Path) -> None:
    decided = office.done("decide", "-", stdin=wording())
    assert [one["kind"] for one in decided["findings"]] == ["leaderless"]
    shown = office.done("show", decided["id"])
    assert shown["decision"]["groups"][0]["members"][0]["post"] == LONG
    assert {unit["name"] for unit in shown["units"]} == {"Đảng bộ huyện Bạch Thông", "Đảng bộ huyện Chợ Mới"}
    copy = tmp_path / "copy.json"
    words = ("--number", "07-QĐ/TU", "--from", "2027-01-01", "--to", "2027-12-31")
    copied = office.done("copy", decided["id"], *words, "--out", copy)
    assert json.loads(copy.read_text(encoding="utf-8")) == copied["decision"]
    assert [one["id"] for one in office.done("list")["decisions"]] == [decided["id"]]
    again = office.done("decide", copy)
    assert again["id"] == copied["id"] != decided["id"]
    listed = office.done("list", "--as-of", "2027-05-01")
    assert [(one["name"], one["leader"], one["cells"]) for one in listed["groups"]] == [
        ("Tổ số 01", "Ma Từ Đông Điền", 3),
        ("Tổ số 02", "", 1),
    ]
    (of,) = office.done("of", org("phiengan"), "--as-of", "2026-06-01")["groups"]
    assert (of["number"], of["group"]["name"]) == ("12-QĐ/TU", "Tổ số 01")
    office.done("revoke", decided["id"], "--reason", "Thay thế")
    assert office.done("of", org("phiengan"), "--as-of", "2026-06-01")["groups"] == []
    assert office.done("copy", decided["id"], *words, "--decide")["id"] not in {decided["id"], again["id"]}


def test_what_is_wrong_in_a_file_is_told_with_its_path_and_nothing_is_written(office: Office) -> None:
    answer = office.ask("decide", "-", stdin=wording(vald_from="2026-01-01"))
    assert (answer.status, answer.code) == (1, "EXCHANGE_FIELD_UNKNOWN")
    assert "vald_from" in answer.err
    assert office.ask("show", "x").code == "DECISION_UNKNOWN"
    assert office.done("list")["decisions"] == []


def test_people_are_found_joined_and_separated(office: Office) -> None:
    office.done("decide", "-", stdin=wording())
    found = office.done("people", "dong dien")["people"]
    assert len(found) == 2
    (pair,) = office.done("people", "--alike")["pairs"]
    one, other = (person["id"] for person in pair)
    office.done("join", one, other)
    (joined,) = office.done("people", "dong dien")["people"]
    office.done("separate", joined["id"])
    assert len(office.done("people", "dong dien")["people"]) == 2


def test_the_appendix_on_paper_and_as_a_spreadsheet_says_everything(office: Office, tmp_path: Path) -> None:
    decided = office.done("decide", "-", stdin=wording())
    pdf, sheet = tmp_path / "phu-luc.pdf", tmp_path / "phu-luc.xlsx"
    office.done("print", decided["id"], "--out", pdf)
    office.done("print", decided["id"], "--out", sheet)
    text = " ".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf.read_bytes()))
    words = " ".join(text.split())
    said = ("12-QĐ/TU", "05/01/2026", "Ma Từ Đông Điền", LONG, "Đảng bộ huyện Bạch Thông", "Tổ trưởng", "31/12/2026")
    assert [one for one in said if one not in words] == []
    book = openpyxl.load_workbook(io.BytesIO(sheet.read_bytes()))
    assert book.sheetnames == ["Các tổ", "Thành viên", "Phân công"]
    cells = [cell for page in book for row in page.iter_rows() for cell in row if cell.value is not None]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"], "no name is ever worked out"
    assert {"=CMD|' /C calc'!A0", LONG, "Đảng bộ huyện Chợ Mới"} <= {str(cell.value) for cell in cells}
    assert office.ask("print", decided["id"], "--out", tmp_path / "x.doc").code == "OUTPUT_KIND"


def test_lines_for_people(office: Office) -> None:
    def lines(*words: str) -> str:
        return chibo("--home", office.home, "group", *words, CHIBO_PASSPHRASE=PASSPHRASE).out

    assert lines("list") == "Chưa có quyết định nào.\n"
    decided = office.done("decide", "-", stdin=wording())
    listed = lines("list", "--as-of", "2026-06-01")
    assert "Tổ số 01 (Cấp tỉnh), Ma Từ Đông Điền: 02 người, 03 chi bộ" in listed
    assert "Quyết định số 12-QĐ/TU ngày 05/01/2026, từ 01/01/2026 đến 31/12/2026: 02 tổ, 03 người" in listed
    assert '"number": "12-QĐ/TU"' in lines("show", decided["id"])
    assert "Tổ số 01" in lines("of", org("phiengan"), "--as-of", "2026-06-01")
    assert "chưa thuộc tổ nào" in lines("of", org("phiengan"), "--as-of", "2020-06-01")


def test_a_machine_is_enrolled_and_renewed_for_a_decided_group(tmp_path: Path) -> None:
    town = Town(tmp_path)
    clerk, laptop = town.office(), town.laptop()
    know(laptop, clerk)
    homes = {"office": clerk.places.home, "laptop": laptop.places.home}
    town.close()

    def run(where: str, *words: str | Path, stdin: bytes = b"") -> Answer:
        return chibo("--json", "--home", homes[where], *words, stdin=stdin)

    decided = run("office", "group", "decide", "-", stdin=wording())
    first, second = (one["id"] for one in run("office", "group", "show", decided.json["id"]).json["decision"]["groups"])
    request, grant = tmp_path / "request", tmp_path / "grant"
    asked = run("laptop", "enrol", "request", "--out", request).json
    words = ("enrol", "grant", request, "--code", asked["code"], "--out", grant)
    assert run("office", *words, "--group", "x" * 26).code == "GROUP_UNKNOWN"
    (person,) = run("office", "group", "people", "dan van").json["people"]
    granted = run("office", *words, "--group", first, "--person", person["id"])
    assert granted.status == 0, granted.err
    assert run("laptop", "enrol", "accept", grant).status == 0
    assert run("office", "enrol", "list").json["machines"][0]["group"] == "Tổ số 01"
    (joined,) = run("office", "group", "people", "dan van").json["people"]
    assert len(joined["ids"]) == 2
    device = granted.json["device"]
    assert run("office", "enrol", "renew", device, "--group", second, "--out", grant).status == 0
    assert run("laptop", "enrol", "accept", grant).status == 0
    assert run("office", "enrol", "list").json["machines"][0]["group"] == "Tổ số 02"
    assert run("laptop", "group", "decide", "-", stdin=wording()).code == "NOT_AN_OFFICE"


def test_a_decision_goes_out_as_a_spreadsheet_and_comes_back_as_a_draft(office: Office, tmp_path: Path) -> None:
    decided = office.done("decide", "-", stdin=wording())["id"]
    file = tmp_path / "to.xlsx"
    assert office.done("export", decided, "--out", file)["groups"] == 2
    same = office.done("import", file, "--draft", decided)
    assert (same["saved"], same["notes"], {one["verdict"] for one in same["lines"]}) == (False, [], {"same"})
    assert office.done("import", file, "--dry-run")["saved"] is False
    assert len(office.done("list")["decisions"]) == 1
    fresh = office.done("import", file)
    assert (fresh["saved"], fresh["draft"] != decided) == (True, True)
    assert fresh["decision"]["groups"] == office.done("show", decided)["decision"]["groups"]
    assert office.done("import", file)["draft"] == fresh["draft"]
    shown = office.done("show", fresh["draft"], "--draft")["decision"]
    assert shown == fresh["decision"]
    office.done("drop", fresh["draft"])
    assert len(office.done("list")["decisions"]) == 1


def test_a_draft_from_a_spreadsheet_is_signed_as_any_other(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "to.csv"
    file.write_text("Tổ,Cấp,Địa bàn,Họ tên\nTổ số 01,Tỉnh,Đảng bộ huyện Chợ Mới,Ma Từ Đông Điền\n", encoding="utf-8")
    draft = office.done("import", file)["decision"]
    office.done("decide", "-", stdin=json.dumps({**draft, "number": "1-QĐ/TU"}).encode())
    (row,) = office.done("list")["decisions"]
    assert (row["id"], row["is_signed"], row["is_draft"]) == (draft["id"], True, False)


def test_a_bad_spreadsheet_of_groups_is_refused_line_by_line(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "to.csv"
    file.write_text("Tổ,Địa bàn,Họ tên\nTổ số 01,Đảng bộ Ba Bể,Ma Từ Đông Điền\n", encoding="utf-8")
    answer = chibo("--home", office.home, "group", "import", file, CHIBO_PASSPHRASE=PASSPHRASE)
    assert answer.status == 1
    assert answer.err.splitlines() == [
        "sheet to.csv, dòng 2, cột Địa bàn: Danh mục không có “Đảng bộ Ba Bể”. "
        "Ghi đúng tên hoặc mã; nhiều nơi thì cách nhau bằng dấu chấm phẩy."
    ]
    assert office.done("list")["decisions"] == []


def test_the_template_of_groups_is_read_as_an_empty_table(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "mau.xlsx"
    office.done("template", "--out", file)
    told = office.done("import", file, "--dry-run")
    assert (told["tables"], told["notes"]) == ([{"kind": "groups", "sheet": "Thành viên các tổ", "lines": 0}], [])
