"""The command line between offices: request, grant, accept, forward, receipts, sealed packets."""

import json
from pathlib import Path

import pytest

from chibo_desktop.services import exchange
from tests.building.console import Answer, chibo
from tests.building.exchange_town import a_visit


class Two:
    """A province and a commune set up by commands alone, and a laptop of the commune."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for name, words in (("province", "Văn phòng Tỉnh ủy"), ("commune", "Văn phòng Đảng ủy xã")):
            self.at(name, "init", "--role", "office", "--name", f"máy {name}", "--group", words)
        self.at("laptop", "init", "--role", "group", "--name", "Quang Thuận-1", "--group", "Tổ số 05")
        for stick in ("up", "up 2", "down"):
            (root / stick).mkdir()

    def at(self, home: str, *words: str | Path, stdin: bytes = b"") -> Answer:
        return chibo("--json", "--home", self.root / home, *words, stdin=stdin)

    def enrol(self, lower: str, upper: str) -> Answer:
        card, ask, answer = (self.root / f"{lower}.{kind}" for kind in ("card", "ask", "answer"))
        code = self.at(upper, "office", "card", "--out", card).json["code"]
        asked = self.at(lower, "enrol", "request", "--card", card, "--code", code, "--out", ask).json
        more = ("--card-code", asked["card_code"]) if "card_code" in asked else ()
        granted = self.at(upper, "enrol", "grant", ask, "--code", asked["code"], *more, "--out", answer)
        assert granted.status == 0, granted
        return self.at(lower, "enrol", "accept", answer)


@pytest.fixture
def two(tmp_path: Path) -> Two:
    return Two(tmp_path)


def test_offices_meet_and_forward_by_commands(two: Two) -> None:
    assert two.enrol("laptop", "commune").json["office"] == "Văn phòng Đảng ủy xã"
    assert two.enrol("commune", "province").json["office"] == "Văn phòng Tỉnh ủy"
    data = exchange.write_visit(a_visit("Chi bộ thôn Phiêng An")).encode()
    visit = two.at("laptop", "visit", "record", "-", "--finalise", stdin=data).json["ids"][0]
    two.at("laptop", "export", "--to", two.root / "up")
    two.at("commune", "merge", two.root / "up")
    waiting = two.at("commune", "forward").json
    assert (waiting["office"], waiting["visits"]) == ("Văn phòng Tỉnh ủy", 1)
    done = two.at("commune", "forward", "--to", two.root / "up 2", "--withhold", "C")
    assert done.status == 0, done
    assert done.json["withheld"] == ["C"]
    assert two.at("province", "merge", two.root / "up 2").status == 0
    assert two.at("province", "visit", "show", visit).json["absent"] == ["C"]
    (row,) = two.at("province", "office", "subordinates").json["offices"]
    assert (row["name"], row["devices"]) == ("Văn phòng Đảng ủy xã", 1)
    two.at("province", "export", "--to", two.root / "down", "--receipts")
    assert two.at("commune", "merge", two.root / "down").json["files"][0]["result"] == "receipts"
    refused = two.at("commune", "forward", "--to", two.root / "up 2")
    assert (refused.status, refused.code) == (1, "NOTHING_TO_FORWARD")
    two.at("commune", "export", "--to", two.root / "down", "--receipts")
    two.at("laptop", "merge", two.root / "down")
    above = two.at("laptop", "visit", "show", visit).json["above"]
    assert [one["name"] for one in above] == ["Văn phòng Tỉnh ủy"]


def test_an_office_below_needs_both_numbers(two: Two) -> None:
    card, ask = two.root / "card", two.root / "ask"
    code = two.at("province", "office", "card", "--out", card).json["code"]
    asked = two.at("commune", "enrol", "request", "--card", card, "--code", code, "--out", ask).json
    out = two.root / "answer"
    for words in ((), ("--card-code", asked["code"])):
        refused = two.at("province", "enrol", "grant", ask, "--code", asked["code"], *words, "--out", out)
        assert (refused.status, refused.code) == (1, "CARD_DIGITS_WRONG")
    refused = two.at(
        "province", "enrol", "grant", ask, "--code", "0" * 15, "--card-code", asked["card_code"], "--out", out
    )
    assert refused.code == "DIGITS_WRONG"
    assert not out.exists()


def test_what_an_office_cannot_do_upward_is_said(two: Two) -> None:
    assert two.at("commune", "forward").code == "NO_UPPER"
    assert two.at("laptop", "forward").code == "NOT_AN_OFFICE"
    card = two.root / "own"
    two.at("commune", "office", "card", "--out", card)
    refused = two.at("commune", "enrol", "request", "--card", card, "--out", two.root / "ask")
    assert refused.code == "OWN_CARD"


def test_a_sealed_packet_is_listed_and_carried(two: Two) -> None:
    two.enrol("laptop", "commune")
    data = json.dumps({"cell": {"name": "Chi bộ A"}, "session": {"date": "2026-11-03"}}).encode()
    two.at("laptop", "visit", "record", "-", "--finalise", stdin=data)
    two.at("laptop", "export", "--to", two.root / "up")
    merged = two.at("province", "merge", two.root / "up")
    assert (merged.status, merged.json["files"][0]["result"]) == (0, "sealed")
    (packet,) = two.at("province", "office", "sealed").json["packets"]
    assert packet["forwarded_at"] is None
    (carried,) = two.at("province", "forward", "--sealed", "--to", two.root / "up 2").json["sealed"]
    assert Path(carried).read_bytes() == next((two.root / "up").glob("GOI-*")).read_bytes()
    assert two.at("province", "office", "sealed").json["packets"][0]["forwarded_to"] == "up 2"
