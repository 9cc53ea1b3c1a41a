"""Spreadsheets on the command line: the province from one file in one command, contracts, refusals."""

from pathlib import Path

import pytest

from tests.building import june_2023
from tests.building.console import chibo
from tests.building.spreadsheets import GOOD, organisations
from tests.whole.contract import REFUSED, Shape, breaches, plain

REPORT: Shape = plain("organisations rosters stopped entry") | {
    "tables": [plain("kind sheet lines")],
    "lines": [plain("table sheet row name verdict changes")],
    "notes": [plain("trouble sheet row column stops sentence remedy") | {"data": None}],
}
IMPORT = plain("entry at source on decision organisations rosters undone")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    assert chibo("init", "--role", "office", "--name", "Văn phòng", "--home", tmp_path / "home").status == 0
    return tmp_path / "home"


def saved(folder: Path, data: bytes, name: str = "bac kan.xlsx") -> Path:
    (folder / name).write_bytes(data)
    return folder / name


def test_the_province_of_june_2023_comes_from_one_file_in_one_command(home: Path, tmp_path: Path) -> None:
    file = saved(tmp_path, june_2023.workbook())
    found = chibo("org", "import", file, "--home", home, "--json").json
    assert not breaches(REPORT, found)
    assert (found["organisations"], found["notes"]) == (len(june_2023.places()), [])
    assert found["organisations"] == 1 + june_2023.DIRECT + june_2023.GRASSROOTS + june_2023.BELOW
    counts = chibo("org", "list", "--counts", "--as-of", "2023-06-30", "--home", home, "--json").json["counts"]
    told = [counts["categories"][one] for one in ("direct", "grassroots_party", "grassroots", "subordinate")]
    assert told == [11, 173, 259, 1_992]
    assert (counts["grassroots"], counts["members"]) == (432, 36_872)
    again = chibo("org", "import", file, "--home", home)
    assert (again.status, again.out.splitlines()[-1]) == (0, "Không có gì mới: sổ đã có đúng như tệp.")
    (one,) = chibo("org", "imports", "--home", home, "--json").json["imports"]
    assert not breaches(IMPORT, one)
    assert (one["source"], one["entry"]) == ("bac kan.xlsx", found["entry"])
    undone = chibo("org", "import", "--undo", one["entry"], "--reason", "sai ngày", "--home", home, "--json").json
    assert not breaches(plain("undone entry"), undone)
    assert chibo("doctor", "--home", home).status == 0


def test_a_dry_run_tells_and_writes_nothing(home: Path, tmp_path: Path) -> None:
    before = chibo("digest", "--home", home).out
    dry = chibo("org", "import", saved(tmp_path, organisations(*GOOD).data), "--dry-run", "--home", home)
    assert dry.out.splitlines() == ["Tổ chức: 03 mới", "Nếu nhập, sổ sẽ ghi 03 tổ chức."]
    assert chibo("digest", "--home", home).out == before


def test_a_bad_file_is_refused_line_by_line(home: Path, tmp_path: Path) -> None:
    rows = [GOOD[0], ("02", "Đảng bộ xã B", "Đảng bộ C", None, None, "chín")]
    file = saved(tmp_path, organisations(*rows).data)
    told = chibo("org", "import", file, "--home", home)
    assert told.status == 1
    assert told.err.splitlines() == [
        "sheet Tổ chức, dòng 3, cột Số đảng viên: “chín” không phải số nguyên. Gõ lại bằng chữ số.",
        "sheet Tổ chức, dòng 3, cột Cấp trên trực tiếp: Không có cấp trên “Đảng bộ C”. "
        "Ghi đúng tên hoặc mã, hoặc thêm dòng cho tổ chức đó.",
    ]
    found = chibo("org", "import", file, "--home", home, "--json")
    assert not breaches(REPORT, found.json)
    assert (found.status, found.json["stopped"], found.json["entry"]) == (1, True, None)


def test_what_is_no_spreadsheet_is_refused_in_a_sentence(home: Path, tmp_path: Path) -> None:
    refused = chibo("org", "import", saved(tmp_path, b"PK\x03\x04 no"), "--home", home, "--json")
    assert not breaches(REFUSED, refused.json)
    assert refused.code == "SHEET_DAMAGED"
    assert chibo("org", "import", "--undo", "x", "--home", home, "--json").code == "IMPORT_UNKNOWN"
    assert chibo("org", "import", "--home", home).status == 2


def test_template_and_export_are_read_back(home: Path, tmp_path: Path) -> None:
    chibo("org", "import", saved(tmp_path, organisations(*GOOD).data), "--home", home)
    written = chibo("org", "export", "--out", tmp_path / "out.xlsx", "--home", home, "--json").json
    assert not breaches(plain("file as_of"), written)
    again = chibo("org", "import", tmp_path / "out.xlsx", "--home", home, "--json").json
    assert [line["verdict"] for line in again["lines"]] == ["same"] * 3
    assert not breaches(plain("file"), chibo("org", "template", "--out", tmp_path / "mau.xlsx", "--json").json)
