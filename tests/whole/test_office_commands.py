"""Erasing, the proof of paper and the audit log on the command line: answers, contracts, refusals."""

import csv
import dataclasses
import io
from pathlib import Path

import pytest
from pypdf import PdfReader

from chibo_desktop.domain.erasing import MASK
from chibo_desktop.services import minutes, proofs
from tests.building.console import Answer, chibo
from tests.building.enrolled import Enrolled, merge_one
from tests.building.exchange_town import amend, pack, record
from tests.services.test_proofs import photo_of
from tests.whole.contract import ROW, Shape, breaches, plain

THU = "Bàn Hữu Thử"
CONTRACT: dict[str, Shape] = {
    "erase": {
        "found": [plain("visit names") | {"leaves": [plain("path kind texts rows")]}],
        "chosen": [plain("visit gone masked names")],
        "registers": [plain("id kind name names") | {"leaves": [plain("path kind texts")]}],
        "erased": plain("visits leaves parts others") | {"finished": plain("packets files still_held")},
    },
    "proof": plain("verdict erased")
    | {
        "row": plain(ROW),
        "since": [plain("entry kind at is_clock_sound person machine reason")],
        "notes": [plain("path before after rows")],
    },
    "log": plain("total files")
    | {"lines": [plain("entry deed at is_clock_sound person machine about day count who path reason is_signed")]},
}


class Office:
    """The home of an office that nobody has open, a visit that it merged, and the code of its first print."""

    def __init__(self, home: Path, visit: str, code: str, pdf: bytes) -> None:
        self.home, self.visit, self.code, self.pdf = home, visit, code, pdf

    def __call__(self, command: str, *words: str | Path) -> Answer:
        answer = chibo("--json", "--home", self.home, command, *words)
        if answer.status == 0:
            assert breaches(CONTRACT[command], answer.json) == []
        return answer

    def shown(self) -> str:
        return chibo("--home", self.home, "visit", "show", self.visit).out


@pytest.fixture
def office(template: Path, tmp_path: Path) -> Office:
    town = Enrolled(template, tmp_path)
    (row,) = record(town.first, "Chi bộ thôn Khuổi Đu")
    code, pdf = proofs.code_of(town.first, row.id), minutes.build_minutes(town.first, row.id).pdf
    amend(
        town.first,
        row.id,
        lambda visit: dataclasses.replace(visit, closing=dataclasses.replace(visit.closing, conclusion=f"Giao {THU}.")),
    )
    merge_one(town.clerk, pack(town.first, town.stick))
    town.close()
    return Office(town.clerk.places.home, row.id, code, pdf)


def test_looking_changes_nothing(office: Office) -> None:
    answer = office("erase", "--name", "ban huu thu", "--dry-run")
    (found,) = answer.json["found"]
    assert {leaf["kind"] for leaf in found["leaves"]} == {"name", "said", "mention"}
    assert answer.json["erased"] is None
    assert THU in office.shown()


def test_erasing_takes_names_and_words_and_leaves_mentions_alone(office: Office) -> None:
    answer = office("erase", "--name", THU, "--reason", "theo đơn")
    assert (answer.json["erased"]["visits"], answer.json["erased"]["leaves"]) == (1, 4)
    assert office.shown().count(THU) == 1
    again = office("erase", "--name", THU, "--mentions", "--reason", "theo đơn")
    assert (again.status, THU in office.shown(), f"Giao {MASK}." in office.shown()) == (0, False, True)
    assert chibo("--home", office.home, "doctor").status == 0
    assert office("erase", "--name", THU, "--reason", "theo đơn").code == "NOTHING_TO_ERASE"


def test_single_leaves_can_be_added_and_kept(office: Office) -> None:
    paths = [leaf["path"] for leaf in office("erase", "--name", THU, "--dry-run").json["found"][0]["leaves"]]
    text = next(path for path in paths if path.endswith("/text"))
    words = ("--leaf", f"{office.visit}:closing.conclusion", "--keep", f"{office.visit}:{text}")
    answer = office("erase", "--name", THU, *words, "--reason", "theo đơn")
    (chosen,) = answer.json["chosen"]
    assert "closing.conclusion" in chosen["gone"]
    assert text not in chosen["gone"]
    assert "Mỗi gia đình đảng viên làm gương" in office.shown()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--reason", "x"), "PERSON_MISSING"),
        (("--name", THU), "REASON_MISSING"),
        (("--name", "Không Có Ai", "--reason", "x"), "NOTHING_TO_ERASE"),
        (("--name", THU, "--leaf", "nonsense", "--reason", "x"), "LEAF_UNKNOWN"),
        (("--name", THU, "--leaf", "visit:session.date", "--reason", "x"), "LEAF_UNKNOWN"),
    ],
)
def test_what_cannot_be_erased_is_refused(office: Office, words: tuple[str, ...], code: str) -> None:
    answer = office("erase", *words)
    assert (answer.status, answer.code) == (1, code)
    assert THU in office.shown()


def test_people_read_what_would_happen(office: Office) -> None:
    answer = chibo("--home", office.home, "erase", "--name", THU, "--dry-run")
    assert "[xóa] tên: tasks/" in answer.out
    assert "[giữ] nhắc tên: closing.conclusion = Giao Bàn Hữu Thử." in answer.out


def test_a_proof_is_answered(office: Office, tmp_path: Path) -> None:
    answer = office("proof", office.code)
    assert answer.json["verdict"] == "changed"
    assert [note["path"] for note in answer.json["notes"]] == ["closing.conclusion"]
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(photo_of(office.pdf))
    assert office("proof", "--file", photo).json["verdict"] == "changed"
    assert office("proof", "nonsense").code == "PROOF_MISTYPED"
    assert office("proof").code == "PROOF_MISTYPED"
    photo.write_bytes(b"nothing")
    assert office("proof", "--file", photo).code == "PICTURE_UNREADABLE"
    told = chibo("--home", office.home, "proof", office.code).out
    assert told.startswith("đã sửa sau khi in\n")
    assert "ghi sót" in told


def test_the_log_is_listed_filtered_and_written(office: Office, tmp_path: Path) -> None:
    office("erase", "--name", THU, "--reason", "=theo đơn")
    answer = office("log")
    assert [line["deed"] for line in answer.json["lines"]] == ["erased"] * 4 + ["merged", "granted", "granted"]
    assert all(line["is_signed"] for line in answer.json["lines"])
    assert office("log", "--kind", "granted", "--limit", "1").json["total"] == 2
    assert office("log", "--from", "2030-01-01").json["total"] == 0
    assert office("log", "--text", "khuoi du").json["total"] == 4
    assert office("log", "--kind", "nonsense").status == 2
    table, paper = tmp_path / "log.csv", tmp_path / "log.pdf"
    written = office("log", "--kind", "erased", "--csv", table, "--pdf", paper)
    assert written.json["files"] == [str(table), str(paper)]
    rows = list(csv.reader(io.StringIO(table.read_bytes().decode("utf-8-sig"), newline="")))
    assert (len(rows), rows[1][1], rows[1][5]) == (5, "Xóa theo yêu cầu", "'=theo đơn")
    assert "Chi bộ thôn Khuổi Đu" in " ".join(page.extract_text() for page in PdfReader(paper).pages)
    assert "Hợp nhất gói tin" in chibo("--home", office.home, "log").out


def test_a_laptop_has_none_of_it(template: Path, tmp_path: Path) -> None:
    town = Enrolled(template, tmp_path)
    town.close()
    for words in (("erase", "--name", THU, "--dry-run"), ("log",)):
        assert chibo("--json", "--home", town.first.places.home, *words).code == "NOT_AN_OFFICE"
