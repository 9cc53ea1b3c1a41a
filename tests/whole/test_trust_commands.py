"""The command line about whom to believe: renewed, changed, shared and lost machines, from request to release."""

from pathlib import Path
from typing import Any

import pytest

from chibo_desktop.services import backups, exchange, founding
from tests.building import killed
from tests.building.console import PASSPHRASE, Answer, chibo
from tests.building.exchange_town import a_visit
from tests.building.paper import text_of
from tests.whole.contract import TRUST, breaches

UNKNOWN = "a" * 26


class Job:
    """An office and a laptop from the first command on."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.stick = root / "stick"
        self.stick.mkdir()
        office = ("init", "--role", "office", "--name", "VP-1", "--group", "Văn phòng")
        laptop = ("init", "--role", "group", "--name", "M-1", "--person", "Hoàng Văn Mẫu", "--group", "Tổ số 05")
        assert self.office(*office).status == self.laptop(*laptop).status == 0

    def office(self, *words: str | Path) -> Answer:
        return chibo("--json", "--home", self.root / "office", *words)

    def laptop(self, *words: str | Path, stdin: bytes = b"") -> Answer:
        return chibo("--json", "--home", self.root / "laptop", *words, stdin=stdin)

    def visit(self, name: str) -> None:
        data = exchange.write_visit(a_visit(name)).encode()
        assert self.laptop("visit", "record", "-", "--finalise", stdin=data).status == 0

    def send(self) -> dict[str, Any]:
        """Pack and merge; what became of the file."""
        (file,) = self.laptop("export", "--to", self.stick).json["files"]
        return self.office("merge", file["path"]).json["files"][0]

    def get_to_know(self, *reach: str) -> str:
        """Enrol by the text form of the request; the device."""
        card = self.office("office", "card", "--out", self.root / "card").json
        asked = self.laptop(
            "enrol",
            "request",
            "--card",
            self.root / "card",
            "--code",
            card["code"],
            "--text",
            "--paper",
            self.root / "xin.pdf",
        ).json
        assert asked["text"] in "".join(text_of((self.root / "xin.pdf").read_bytes()).split())
        (self.root / "text").write_text(asked["text"][:200] + "\n" + asked["text"][200:].lower(), "ascii")
        words = ("enrol", "grant", self.root / "text", "--code", asked["code"], "--out", self.root / "grant")
        granted = self.office(*words, *reach)
        assert granted.status == 0, granted.err
        assert self.laptop("enrol", "accept", self.root / "grant").status == 0
        return granted.json["device"]


@pytest.fixture
def job(tmp_path: Path) -> Job:
    return Job(tmp_path)


def told(command: str, answer: Answer) -> dict[str, Any]:
    assert (answer.status, answer.err) == (0, "")
    assert breaches(TRUST[command], answer.json) == []
    return answer.json


def test_a_laptop_is_enrolled_renewed_changed_and_lost(job: Job) -> None:
    device = job.get_to_know("--until", "2027-06-30", "--any-group")
    job.visit("Chi bộ A")
    assert job.send()["result"] == "merged"
    (row,) = told("enrol list", job.office("enrol", "list"))["machines"]
    assert (row["machine"], row["state"], row["until"]) == ("M-1", "valid", "2027-06-30")
    renewed = told(
        "enrol renew", job.office("enrol", "renew", device, "--until", "2027-09-01", "--out", job.root / "g")
    )
    assert renewed["until"] == "2027-09-01"
    assert job.laptop("enrol", "accept", job.root / "g").json["until"].startswith("2027-09-01")
    told("enrol rotate", job.laptop("enrol", "rotate", "--out", job.root / "rotation"))
    job.visit("Chi bộ B")
    assert job.send()["result"] == "waiting"
    answer = job.office("enrol", "grant", job.root / "rotation", "--out", job.root / "next")
    assert (answer.status, answer.json["until"]) == (0, "2027-09-01")
    assert job.office("merge", job.stick).json["files"][-1]["result"] == "merged"
    lost = told("revoke", job.office("revoke", device, "--after", "1", "--reason", "mất ở bến xe"))
    assert (lost["machine"], lost["set_aside"]) == ("M-1", 1)
    assert job.office("status").json["visits"]["merged"] == 1
    job.visit("Chi bộ C")
    report = job.send()
    counts = {"new": 0, "duplicate": 1, "waiting": 0, "quarantined": 2}
    assert (report["code"], report["entries"]) == ("E_REVOKED", counts)
    (row,) = told("enrol list", job.office("enrol", "list"))["machines"]
    assert (row["state"], row["late"], row["reason"]) == ("revoked", 2, "mất ở bến xe")
    assert job.office("doctor").json["sound"]


def test_a_backup_goes_on_at_another_machine(job: Job) -> None:
    job.get_to_know()
    job.visit("Chi bộ A")
    desk = killed.open_home(job.root / "laptop")
    made = backups.back_up_now(desk, job.root / "copies").value.path
    founding.close_desk(desk)
    words = ("--json", "--home", job.root / "new", "restore", made, "--name", "M-2")
    found = told("restore", chibo(*words, CHIBO_OLD_PASSPHRASE=PASSPHRASE, CHIBO_PASSPHRASE="câu mới dài hơn"))
    assert (found["machine"], found["former"], found["person"]) == ("M-2", "M-1", "Hoàng Văn Mẫu")
    status = chibo("--json", "--home", job.root / "new", "status", CHIBO_PASSPHRASE="câu mới dài hơn").json
    assert (status["visits"]["finalised"], status["is_enrolled"]) == (1, False)
    again = chibo(*words, CHIBO_OLD_PASSPHRASE=PASSPHRASE, CHIBO_PASSPHRASE="câu mới dài hơn")
    assert again.code == "RESTORE_UNCONFIRMED", "a home that works is not replaced without a word"
    elsewhere = chibo("--json", "--home", job.root / "other", "restore", job.root / "nothing.db")
    assert elsewhere.code == "BACKUP_WITHOUT_KEYS"


def test_a_second_person_is_added_and_writes(job: Job) -> None:
    device = job.get_to_know()
    person = told("enrol person", job.laptop("enrol", "person", "Lường Thị Thí", "--post", "tổ viên"))
    told("enrol work-as", job.laptop("enrol", "work-as", str(person["id"])))
    job.visit("Chi bộ A")
    assert job.send()["code"] == "E_SCOPE"
    told("enrol renew", job.office("enrol", "renew", device))
    assert job.office("status").json["visits"]["merged"] == 1


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["revoke", UNKNOWN, "--reason", "mất"], "MACHINE_UNKNOWN"),
        (["revoke", "DEVICE", "--reason", " "], "REASON_MISSING"),
        (["revoke", "DEVICE", "--reason", "mất", "--after", "3"], "EPOCH_UNKNOWN"),
        (["revoke", "DEVICE", "--reason", "mất", "--after", "3", "--epoch", UNKNOWN], "EPOCH_UNKNOWN"),
        (["enrol", "renew", UNKNOWN], "MACHINE_UNKNOWN"),
        (["enrol", "renew", "DEVICE", "--until", "2040-01-01"], "CERTIFICATE_SPAN"),
    ],
)
def test_what_the_office_cannot_do_is_a_sentence(job: Job, words: list[str], code: str) -> None:
    device = job.get_to_know()
    answer = job.office(*(device if word == "DEVICE" else word for word in words))
    assert (answer.status, answer.code) == (1, code)
    assert answer.err.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["enrol", "person", " "], "PERSON_NAMELESS"),
        (["enrol", "person", "x" * 301], "NAME_LONG"),
        (["enrol", "work-as", UNKNOWN], "PERSON_UNKNOWN"),
        (["enrol", "rotate"], "NO_OFFICE"),
        (["enrol", "request", "--text"], "NO_OFFICE"),
        (["revoke", UNKNOWN, "--reason", "mất"], "NOT_AN_OFFICE"),
    ],
)
def test_what_a_laptop_cannot_do_is_a_sentence(job: Job, words: list[str], code: str) -> None:
    answer = job.laptop(*words)
    assert (answer.status, answer.code) == (1, code)


def test_a_request_needs_a_place_to_go(job: Job) -> None:
    assert job.laptop("enrol", "request").status == 2


def test_a_shared_laptop_has_sixteen_people_at_most(job: Job) -> None:
    for number in range(15):
        assert job.laptop("enrol", "person", f"Người {number}").status == 0
    assert job.laptop("enrol", "person", "Người thứ mười bảy").code == "PEOPLE_FULL"
