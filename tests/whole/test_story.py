"""One story from the command line, from the first card to the upper office's receipt: what a province does in a year.

Enrolment, three visits, a conflict that somebody settles, minutes that are returned and amended, a receipt by
telephone, a laptop that is stolen and replaced, names that do not travel upward, and a person who asks to be erased.
"""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.building.console import chibo
from tests.building.visits import id_of

ROOT = Path(__file__).parents[2]
SAMPLE = json.loads((ROOT / "resources" / "sample" / "phieng-an.json").read_text(encoding="utf-8"))
CELLS = (
    "Chi bộ thôn Phiêng An",
    "Chi bộ thôn Nà Thử",
    "Chi bộ thôn Khuổi Dú",
    "Chi bộ thôn Bản Mẫu",
    "Chi bộ thôn Nà Mẫu",
)
NAME = "Lường Thị Thí"


@dataclass
class Homes:
    """Homes by name, and sticks."""

    root: Path
    sticks: int = 0
    ids: list[str] = field(default_factory=list)

    def say(self, home: str, *words: str | Path) -> dict[str, Any]:
        """What a command answers; it must succeed."""
        answer = chibo("--home", self.root / home, "--json", *words)
        assert answer.status == 0, (words, answer.out, answer.err)
        return answer.json

    def refused(self, home: str, *words: str | Path) -> str:
        """The code with which a command is refused."""
        answer = chibo("--home", self.root / home, "--json", *words)
        assert answer.status == 1, (words, answer.out)
        assert answer.err.strip(), "a sentence says why"
        return str(answer.json["refused"]["code"]) if "refused" in answer.json else ""

    def stick(self) -> Path:
        """An empty stick."""
        self.sticks += 1
        folder = self.root / f"stick {self.sticks}"
        folder.mkdir()
        return folder

    def visit(self, place: int, **changes: Any) -> Path:
        """A file with a visit to one of the cells."""
        visit = json.loads(json.dumps(SAMPLE)) | {"id": id_of(f"story {place}"), "group": {}}
        visit["cell"]["name"] = CELLS[place]
        for path, value in changes.items():
            section, name = path.split("__")
            visit[section][name] = value
        file = self.root / f"visit-{place}-{len(changes)}.json"
        file.write_text(json.dumps(visit, ensure_ascii=False), encoding="utf-8")
        return file

    def enrol(self, laptop: str, office: str = "office") -> None:
        card, ask, answer = (self.root / f"{laptop}.{name}" for name in ("card", "ask", "answer"))
        digits = self.say(office, "office", "card", "--out", card)["code"]
        code = self.say(laptop, "enrol", "request", "--card", card, "--code", digits, "--out", ask)["code"]
        self.say(office, "enrol", "grant", ask, "--code", code, "--out", answer)
        self.say(laptop, "enrol", "accept", answer)

    def carry_up(self, laptop: str, office: str = "office") -> list[dict[str, Any]]:
        """Pack on a stick, merge at the office: what became of each file."""
        stick = self.stick()
        self.say(laptop, "export", "--to", stick)
        files: list[dict[str, Any]] = self.say(office, "merge", stick)["files"]
        return files

    def carry_down(self, office: str, *laptops: str) -> None:
        stick = self.stick()
        self.say(office, "export", "--receipts", "--to", stick)
        for laptop in laptops:
            self.say(laptop, "merge", stick)

    def state(self, home: str, place: int) -> str:
        return str(self.say(home, "visit", "show", id_of(f"story {place}"))["state"])


@pytest.fixture
def homes(tmp_path: Path) -> Homes:
    made = Homes(tmp_path)
    made.say("province", "init", "--role", "office", "--name", "Tỉnh-1", "--group", "Văn phòng Tỉnh ủy")
    made.say("office", "init", "--role", "office", "--name", "Xã-1", "--group", "Văn phòng Đảng ủy xã Quang Thuận")
    leader = ("--person", "Hoàng Văn Mẫu", "--post", "tổ trưởng", "--group", "Tổ số 05")
    made.say("laptop", "init", "--role", "group", "--name", "Quang Thuận-2", *leader)
    made.say("replacement", "init", "--role", "group", "--name", "Quang Thuận-4", *leader)
    made.enrol("laptop")
    return made


def test_a_year_of_a_province(homes: Homes) -> None:
    say = homes.say
    for place in range(3):
        say("laptop", "visit", "record", homes.visit(place), "--finalise")
    (came,) = homes.carry_up("laptop")
    assert (came["result"], len(came["visits"])) == ("merged", 3)

    conflict_is_settled(homes)
    minutes_come_back(homes)
    receipt_by_telephone(homes)
    laptop_is_stolen(homes)
    names_stay_below(homes)
    somebody_is_erased(homes)

    acts = {line["deed"] for line in say("office", "log", "--limit", "500")["lines"]}
    assert {"merged", "granted", "settled", "returned", "revoked", "released", "forwarded", "erased"} <= acts
    for home in ("province", "office", "laptop", "replacement"):
        assert say(home, "doctor")["sound"], home


def conflict_is_settled(homes: Homes) -> None:
    visit = id_of("story 0")
    for home, end in (("office", "21:30"), ("laptop", "21:40")):
        homes.say(home, "visit", "amend", visit, homes.visit(0, session__end=end), "--reason", "theo biên bản giấy")
    (came,) = homes.carry_up("laptop")
    assert came["conflicts"] == 1
    (differing,) = homes.say("office", "conflicts")["conflicts"]
    assert len(differing["values"]) == 2
    homes.say("office", "settle", differing["id"], "2", "--reason", "hai bên đã thống nhất")
    assert homes.say("office", "conflicts")["conflicts"] == []
    kinds = [line["kind"] for line in homes.say("office", "visit", "show", visit)["history"]]
    assert kinds.count("visit.amended") == 2
    assert kinds.count("conflict.settled") == 1


def minutes_come_back(homes: Homes) -> None:
    visit = id_of("story 1")
    homes.say("office", "return", visit, "--reason", "thiếu tên thư ký")
    homes.carry_down("office", "laptop")
    assert homes.state("laptop", 1) == "returned"
    assert homes.state("laptop", 0) == "merged"
    homes.say("laptop", "visit", "amend", visit, homes.visit(1, secretary__name=NAME), "--reason", "bổ sung thư ký")
    homes.carry_up("laptop")
    assert homes.state("office", 1) == "merged"
    kinds = [line["kind"] for line in homes.say("laptop", "visit", "show", visit)["history"]]
    assert kinds == ["visit.recorded", "visit.returned", "visit.amended"]
    code = homes.root / "minutes.pdf"
    assert homes.say("laptop", "minutes", visit, "--out", code)["pages"] >= 1


def receipt_by_telephone(homes: Homes) -> None:
    homes.carry_down("office", "laptop")
    homes.say("laptop", "visit", "record", homes.visit(3), "--finalise")
    stick = homes.stick()
    (sent,) = homes.say("laptop", "export", "--to", stick)["files"]
    homes.say("office", "merge", stick)
    digits = homes.say("office", "receipt", "code", sent["name"])["code"]
    wrong = f"{(int(digits) + 1) % 10**8:08d}"
    assert homes.refused("laptop", "receipt", "enter", str(sent["number"]), wrong) == "RECEIPT_CODE_WRONG"
    assert homes.state("laptop", 3) == "packed"
    homes.say("laptop", "receipt", "enter", str(sent["number"]), digits)
    assert homes.state("laptop", 3) == "received"


def laptop_is_stolen(homes: Homes) -> None:
    device = homes.say("laptop", "status")["device"]
    visit = id_of("story 2")
    late = homes.visit(2, session__place="Nhà văn hóa thôn")
    homes.say("laptop", "visit", "amend", visit, late, "--reason", "viết sau khi mất máy")
    stick = homes.stick()
    homes.say("laptop", "export", "--to", stick)
    homes.say("office", "revoke", device, "--reason", "mất trên đường về")
    before = homes.say("office", "digest")
    (came,) = homes.say("office", "merge", stick)["files"]
    assert (came["code"], came["entries"]["new"], came["entries"]["quarantined"]) == ("E_REVOKED", 0, 1)
    assert homes.say("office", "digest") == before, "nothing after the last good position counts by itself"
    (item,) = homes.say("office", "quarantine", "list")["held"]
    assert item["code"] == "E_REVOKED"
    words = ("--who", "Hoàng Văn Mẫu", "--means", "telephone", "--reason", "tổ trưởng xác nhận là của mình")
    homes.say("office", "quarantine", "release", str(item["id"]), *words)
    assert homes.say("office", "quarantine", "list")["held"] == []
    assert homes.say("office", "visit", "show", visit)["visit"]["session"]["place"] == "Nhà văn hóa thôn"
    homes.enrol("replacement")
    homes.say("replacement", "visit", "record", homes.visit(4, secretary__name=NAME), "--finalise")
    homes.carry_up("replacement")


def names_stay_below(homes: Homes) -> None:
    card, ask, answer = (homes.root / f"upper.{name}" for name in ("card", "ask", "answer"))
    digits = homes.say("province", "office", "card", "--out", card)["code"]
    code = homes.say("office", "enrol", "request", "--card", card, "--code", digits, "--out", ask)["code"]
    own = homes.say("office", "office", "card", "--out", homes.root / "own.card")["code"]
    homes.say("province", "enrol", "grant", ask, "--code", code, "--card-code", own, "--out", answer)
    homes.say("office", "enrol", "accept", answer)
    stick = homes.stick()
    homes.say("office", "forward", "--to", stick, "--withhold", "C")
    files = homes.say("province", "merge", stick)["files"]
    assert {file["result"] for file in files} == {"merged"}
    below, above = homes.say("office", "status")["visits"], homes.say("province", "status")["visits"]
    assert above == below
    shown = homes.say("province", "visit", "show", id_of("story 1"))
    assert shown["absent"] == ["C"]
    assert NAME not in json.dumps(shown, ensure_ascii=False)
    homes.carry_down("province", "office")
    homes.carry_down("office", "replacement")
    (above,) = homes.say("replacement", "visit", "show", id_of("story 4"))["above"]
    assert above["name"] == "Văn phòng Tỉnh ủy"


def somebody_is_erased(homes: Homes) -> None:
    found = homes.say("office", "erase", "--name", NAME, "--dry-run")
    assert found["found"]
    homes.say("office", "erase", "--name", NAME, "--reason", "theo đơn đề nghị")
    for place in range(5):
        assert NAME not in json.dumps(homes.say("office", "visit", "show", id_of(f"story {place}")), ensure_ascii=False)
    assert NAME in json.dumps(homes.say("replacement", "visit", "show", id_of("story 4")), ensure_ascii=False)
    homes.carry_down("office", "replacement")
    assert NAME not in json.dumps(homes.say("replacement", "visit", "show", id_of("story 4")), ensure_ascii=False)
    stick = homes.stick()
    homes.say("office", "forward", "--to", stick)
    homes.say("province", "merge", stick)
    assert NAME not in json.dumps(homes.say("province", "visit", "show", id_of("story 1")), ensure_ascii=False)
