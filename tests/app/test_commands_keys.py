"""Office keys and forgotten passphrases from the command line: everything that the windows can do, as a contract."""

from pathlib import Path
from typing import Any

import pytest

from chibo_desktop.packets.paper_keys import typed_key
from tests.building.console import PASSPHRASE, Answer, chibo
from tests.building.paper import pages_of

PHRASE = "câu của người giữ khóa"
NEW = "con suối chảy qua bản"


class Desktop:
    """An office and a laptop on one table, with sticks and papers."""

    def __init__(self, root: Path) -> None:
        self.root, self.office, self.laptop = root, root / "office", root / "laptop"
        self.sticks = [root / f"stick-{number}" for number in range(4)]
        self.paper = root / "paper"
        for folder in (*self.sticks, self.paper):
            folder.mkdir()

    def run(self, home: Path, *words: str | Path, status: int = 0, **environment: Any) -> Answer:
        told = chibo("--home", home, "--json", *words, CHIBO_KEY_PASSPHRASE=PHRASE, **environment)
        assert told.status == status, told.err
        return told

    def enrol(self) -> None:
        self.run(self.office, "init", "--role", "office", "--name", "Văn phòng xã")
        self.run(self.laptop, "init", "--role", "group", "--name", "Quang Thuận-2", "--person", "Hoàng Văn Mẫu")
        card = self.run(self.office, "office", "card", "--out", self.root / "card").json["code"]
        asked = self.run(
            self.laptop, "enrol", "request", "--card", self.root / "card", "--code", card, "--out", self.root / "ask"
        ).json["code"]
        self.run(self.office, "enrol", "grant", self.root / "ask", "--code", asked, "--out", self.root / "grant")
        self.run(self.laptop, "enrol", "accept", self.root / "grant")

    def ceremony(self) -> Answer:
        to = [word for stick in self.sticks for word in ("--to", stick)]
        labels = [word for label in ("A", "B", "C") for word in ("--label", label)]
        return self.run(
            self.office,
            "profile",
            "ceremony",
            *labels,
            "--threshold",
            "2",
            "--recovery",
            "Két",
            *to,
            "--paper",
            self.paper,
        )

    def stick_file(self, number: int) -> Path:
        (found,) = self.sticks[number].iterdir()
        return found


@pytest.fixture
def desktop(tmp_path: Path) -> Desktop:
    found = Desktop(tmp_path)
    found.enrol()
    return found


def test_the_keys_leave_the_machine_and_changes_need_two_of_them(desktop: Desktop) -> None:
    before = desktop.run(desktop.office, "profile", "show").json
    assert (before["weak"], before["version"]) == (True, 1)
    made = desktop.ceremony().json
    assert (made["applied"], made["version"]) == (True, 2)
    assert [key["label"] for key in made["keys"]] == ["A", "B", "C", "Két"]
    listed = desktop.run(desktop.office, "profile", "keys").json
    assert (listed["weak"], listed["threshold"], listed["root_keys"]) == (False, 2, 3)
    assert [row["here"] for row in listed["rows"] if row["role"] in {"root", "recovery"}] == [False] * 4
    pending = desktop.root / "proposal"
    told = desktop.run(desktop.office, "profile", "propose", "--name", "Văn phòng phường", "--out", pending).json
    assert (told["applied"], told["old"]["threshold"]) == (False, 2)
    carried = desktop.root / "signed"
    elsewhere = desktop.root / "no home at all"
    desktop.run(elsewhere, "profile", "sign", pending, "--key", desktop.stick_file(0), "--out", carried)
    again = desktop.run(elsewhere, "profile", "sign", carried, "--key", desktop.stick_file(0), status=1)
    assert again.code == "KEY_HAS_SIGNED"
    assert not desktop.run(desktop.office, "profile", "apply", carried).json["applied"]
    assert desktop.run(desktop.office, "profile", "sign", "--key", desktop.stick_file(2)).json["applied"]
    shown = desktop.run(desktop.office, "profile", "show", "--out", desktop.root / "newest").json
    assert (shown["name"], shown["version"], shown["code"]) == ("Văn phòng phường", 3, before["code"])
    assert desktop.run(desktop.office, "profile", "pending").json == {"proposal": None}


def test_a_key_is_typed_from_its_page(desktop: Desktop) -> None:
    made = desktop.ceremony().json
    (page,) = pages_of(Path(made["keys"][1]["page"]).read_bytes())
    rows = "\n".join(line for line in page.splitlines() if line.count(" – ") == 2)
    assert len(typed_key(rows)) == 32
    (desktop.root / "rows").write_text(rows, encoding="utf-8")
    desktop.run(desktop.office, "profile", "propose", "--rotate-issuer")
    told = desktop.run(desktop.office, "profile", "sign", "--key", desktop.root / "rows").json
    assert [one["has_signed"] for one in told["old"]["signers"]] == [False, True, False]
    wrong = rows.replace(rows[0], "0" if rows[0] != "0" else "1", 1)
    (desktop.root / "wrong").write_text(wrong, encoding="utf-8")
    refused = desktop.run(desktop.office, "profile", "sign", "--key", desktop.root / "wrong", status=1)
    assert refused.json["refused"]["code"] == "PAPER_KEY_ROW"
    assert "Dòng 1" in refused.err
    assert desktop.run(desktop.office, "profile", "drop").json == {"dropped": 3}
    assert desktop.run(desktop.office, "profile", "drop", status=1).code == "PROPOSAL_NONE"


def test_changes_of_a_weak_office_are_applied_at_once(desktop: Desktop) -> None:
    run = desktop.run
    assert run(desktop.office, "profile", "propose", "--withhold", "C").json["applied"]
    assert run(desktop.office, "profile", "propose", "--upstream", "tinh", "Văn phòng Tỉnh ủy").json["version"] == 3
    assert run(desktop.office, "profile", "show").json["upstream"] == {"office": "tinh", "name": "Văn phòng Tỉnh ủy"}
    assert run(desktop.office, "profile", "propose", "--no-upstream", "--withhold-nothing").json["applied"]
    assert run(desktop.office, "profile", "propose", status=1).code == "CHANGE_EMPTY"
    assert run(desktop.office, "profile", "propose", "--threshold", "2", status=1).code == "THRESHOLD_WRONG"
    assert run(desktop.laptop, "profile", "propose", "--name", "x", status=1).code == "NOT_AN_OFFICE"
    assert run(desktop.office, "profile", "show", "--out", desktop.root / "card").json["versions"] == 4
    assert run(desktop.office, "profile", "apply", desktop.root / "card").json == {"version": 4}
    assert run(desktop.office, "profile", "apply", desktop.root / "ask", status=1).code == "CARD_INVALID"


def test_the_protocol_is_written(desktop: Desktop) -> None:
    out = desktop.root / "protocol.pdf"
    desktop.run(desktop.office, "profile", "protocol", "--out", out, "--place", "Quang Thuận", "--present", "Đ/c Mẫu")
    (page,) = pages_of(out.read_bytes())
    assert "YẾU" in page
    assert "Đ/c Mẫu" in page


def test_a_forgotten_passphrase(desktop: Desktop) -> None:
    desktop.ceremony()
    ask, answer = desktop.root / "unlock-ask", desktop.root / "unlock-answer"
    asked = desktop.run(desktop.laptop, "unlock", "request", "--out", ask, CHIBO_PASSPHRASE="quên mất rồi").json
    digits = ("--code", asked["code"], "--out", answer)
    told = desktop.run(desktop.office, "unlock", "grant", ask, *digits, status=1)
    assert told.code == "RECOVERY_KEY_AWAY"
    # the laptop has not heard of the new recovery key: its slot is still for the one before
    told = desktop.run(desktop.office, "unlock", "grant", ask, *digits, "--key", desktop.stick_file(3), status=1)
    assert told.code == "UNLOCK_KEY_OTHER"
    desktop.run(desktop.office, "profile", "show", "--out", desktop.root / "card")
    desktop.run(desktop.laptop, "enrol", "request", "--card", desktop.root / "card", "--out", desktop.root / "x")
    asked = desktop.run(desktop.laptop, "unlock", "request", "--out", ask).json
    digits = ("--code", asked["code"], "--out", answer)
    wrong = desktop.run(
        desktop.office,
        "unlock",
        "grant",
        ask,
        "--code",
        "1" * 15,
        "--out",
        answer,
        "--key",
        desktop.stick_file(3),
        status=1,
    )
    assert wrong.code == "DIGITS_WRONG"
    desktop.run(desktop.office, "unlock", "grant", ask, *digits, "--key", desktop.stick_file(3))
    assert desktop.run(desktop.laptop, "unlock", "accept", ask, status=1, CHIBO_PASSPHRASE=NEW).code.startswith(
        "UNLOCK"
    )
    assert desktop.run(desktop.laptop, "unlock", "accept", answer, CHIBO_PASSPHRASE=NEW).json["machine"]
    assert desktop.run(desktop.laptop, "status", status=1).code == "PASSPHRASE_WRONG"
    desktop.run(desktop.laptop, "status", CHIBO_PASSPHRASE=NEW)
    assert PASSPHRASE != NEW


def test_an_office_from_paper(desktop: Desktop) -> None:
    desktop.ceremony()
    desktop.run(desktop.office, "profile", "show", "--out", desktop.root / "card")
    again = desktop.root / "again"
    desktop.run(again, "init", "--role", "office", "--name", "Văn phòng-2", "--card", desktop.root / "card")
    assert desktop.run(again, "profile", "keys").json["ready"] is False
    rotated = ("--rotate-issuer", "--rotate-revoker", "--rotate-reader")
    desktop.run(again, "profile", "propose", *rotated)
    desktop.run(again, "profile", "sign", "--key", desktop.stick_file(0))
    assert desktop.run(again, "profile", "sign", "--key", desktop.stick_file(1)).json["applied"]
    assert desktop.run(again, "profile", "keys").json["ready"] is True
