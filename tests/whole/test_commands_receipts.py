"""The commands about what comes back: their answers, their JSON, and their refusals, on real homes."""

import re
import shutil
from pathlib import Path

import pytest

from chibo_desktop.services import exchange
from tests.building.console import Answer, chibo
from tests.building.enrolled import FIRST
from tests.building.exchange_town import a_visit
from tests.building.paper import text_of
from tests.whole.contract import ROW, WRITTEN, Shape, breaches, plain

CONTRACT: dict[str, Shape] = {
    "return": plain(ROW),
    "stick": {
        "folder": None,
        "files": [
            plain("name direction standing bytes code machine person group number packed_at entries"),
        ],
        "rests": None,
        "advice": None,
    },
    "receipt code": plain("file_name number device machine received_at visits code"),
    "receipt enter": plain("accepted refused visits"),
    "receipt paper": plain("file pages"),
    "receipt request": plain("file pages"),
    "resend": WRITTEN,
}


class Homes:
    """An office and a laptop that know each other, and a stick between them."""

    def __init__(self, template: Path, root: Path) -> None:
        self.root = root
        for name, home in (("office", "office"), ("laptop", f"laptop {FIRST}")):
            shutil.copytree(template / home, root / name)
        self.stick = root / "stick"
        self.stick.mkdir()

    def office(self, *words: str | Path, json: bool = True) -> Answer:
        return chibo(*(("--json",) if json else ()), "--home", self.root / "office", *words)

    def laptop(self, *words: str | Path, stdin: bytes = b"", json: bool = True) -> Answer:
        return chibo(*(("--json",) if json else ()), "--home", self.root / "laptop", *words, stdin=stdin)

    def visit(self, name: str) -> str:
        data = exchange.write_visit(a_visit(name)).encode()
        return self.laptop("visit", "record", "-", "--finalise", stdin=data).json["ids"][0]

    def export(self) -> Path:
        (file,) = self.laptop("export", "--to", self.stick).json["files"]
        return Path(file["path"])


@pytest.fixture
def homes(template: Path, tmp_path: Path) -> Homes:
    return Homes(template, tmp_path)


def kept(name: str, answer: Answer) -> Answer:
    assert (answer.status, answer.err) == (0, "")
    assert breaches(CONTRACT[name], answer.json) == []
    return answer


def test_sent_back_amended_and_answered(homes: Homes) -> None:
    visit = homes.visit("Chi bộ A")
    homes.export()
    homes.office("merge", homes.stick)
    row = kept("return", homes.office("return", visit, "--reason", "thiếu thư ký", "--path", "secretary")).json
    assert (row["state"], row["state_by"]) == ("returned", "thiếu thư ký")
    homes.office("export", "--to", homes.stick, "--receipts")
    homes.laptop("merge", homes.stick)
    shown = homes.laptop("visit", "show", visit).json
    assert shown["state"] == "returned"
    assert [line["reason"] for line in shown["history"]] == ["", "thiếu thư ký"]
    assert homes.office("return", visit, "--reason", " ").code == "REASON_MISSING"
    assert homes.office("return", visit, "--reason", "x", "--path", "y").code == "PATH_UNKNOWN"
    assert homes.laptop("return", visit, "--reason", "x").code == "NOT_AN_OFFICE"


def test_eight_digits_and_slips(homes: Homes) -> None:
    homes.visit("Chi bộ A")
    path = homes.export()
    assert homes.office("receipt", "code", path.name).code == "PACKET_UNKNOWN"
    homes.office("merge", homes.stick)
    code = kept("receipt code", homes.office("receipt", "code", path.name)).json["code"]
    spoken = homes.office("receipt", "code", "1", json=False).out
    assert f"{code[:4]} {code[4:]}" in spoken
    wrong = f"{(int(code) + 1) % 10**8:08d}"
    assert homes.laptop("receipt", "enter", "1", wrong).code == "RECEIPT_CODE_WRONG"
    assert homes.laptop("receipt", "enter", "x", wrong).code == "PACKET_UNKNOWN"
    entered = kept("receipt enter", homes.laptop("receipt", "enter", path.name, code[:4], code[4:])).json
    assert entered == {"accepted": [1], "refused": [], "visits": 1}
    out = homes.root / "phieu.pdf"
    assert kept("receipt paper", homes.office("receipt", "paper", "--out", out)).json["pages"] == 1
    line = re.search(r"BN1-\S+", text_of(out.read_bytes()))
    assert line is not None
    kept("receipt enter", homes.laptop("receipt", "enter", line[0]))
    refused = homes.laptop("receipt", "enter", line[0][:-8] + wrong)
    assert (refused.status, refused.json["refused"]) == (1, [1])
    assert "Mã báo nhận chưa đúng" in refused.err


def test_nothing_is_asked_for_where_nothing_is_missing(homes: Homes) -> None:
    homes.visit("Chi bộ A")
    homes.export()
    homes.office("merge", homes.stick)
    device = homes.laptop("status").json["device"]
    out = homes.root / "xin.pdf"
    assert homes.office("receipt", "request", device, "--out", out).code == "NOTHING_MISSING"
    assert homes.office("receipt", "request", "a" * 26, "--out", out).code == "MACHINE_UNKNOWN"
    assert homes.laptop("resend", "--to", homes.stick).code == "NOTHING_ASKED"
    assert homes.laptop("resend", "--to", homes.root / "nowhere").code == "FOLDER_MISSING"
    assert homes.laptop("resend", "--to", homes.stick, "--slip", "XG1 sai").code == "SLIP_UNREADABLE"
    assert not out.exists()


def test_a_stick_is_looked_through(homes: Homes) -> None:
    homes.visit("Chi bộ A")
    path = homes.export()
    report = kept("stick", homes.office("stick", homes.stick)).json
    assert [(file["name"], file["standing"]) for file in report["files"]] == [(path.name, "new")]
    assert report["advice"] == ["merge"]
    spoken = homes.laptop("stick", homes.stick, json=False).out
    assert "01 gói tin gửi lên" in spoken
    assert "Nên làm: Mang USB này tới văn phòng." in spoken
    assert homes.office("stick", homes.root / "nowhere").code == "FOLDER_MISSING"
    assert homes.office("status").json["visits"]["merged"] == 0


def test_a_gap_in_the_receipt_is_resent_exactly(homes: Homes) -> None:
    for name in "ABC":
        homes.visit(f"Chi bộ {name}")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("chibo_desktop.packets.limits.SPLIT_ENTRIES", 1)
        files = [Path(file["path"]) for file in homes.laptop("export", "--to", homes.stick).json["files"]]
    assert len(files) == 3
    files[1].unlink()
    homes.office("merge", homes.stick)
    device = homes.laptop("status").json["device"]
    out = homes.root / "xin.pdf"
    kept("receipt request", homes.office("receipt", "request", device, "--out", out))
    text = text_of(out.read_bytes())
    assert "còn thiếu mục 2 " in text
    assert "gói 000002" in text
    line = re.search(r"XG1-\S+", text)
    assert line is not None
    (again,) = kept("resend", homes.laptop("resend", "--to", homes.stick, "--slip", line[0])).json["files"]
    assert again["entries"] == 1
    (report,) = homes.office("merge", again["path"]).json["files"]
    assert report["entries"]["new"] == 1
    assert homes.office("status").json["gaps"] == []
