"""Copies of the book from the command line: making, carrying, going back over a home that works, taking back."""

from pathlib import Path
from typing import Any

import pytest

from chibo_desktop.services import exchange
from chibo_desktop.storage import backup
from tests.building.console import Answer, chibo
from tests.building.exchange_town import a_visit
from tests.whole.contract import CONTRACT, TRUST, breaches


@pytest.fixture
def home(tmp_path: Path) -> Path:
    place = tmp_path / "laptop"
    assert chibo("--home", place, "init", "--role", "group", "--name", "M-1", "--group", "Tổ 5").status == 0
    return place


def told(command: str, answer: Answer) -> dict[str, Any]:
    assert (answer.status, answer.err) == (0, "")
    assert breaches(TRUST[command], answer.json) == []
    return answer.json


def write(home: Path, name: str, *more: str) -> None:
    data = exchange.write_visit(a_visit(name)).encode()
    assert chibo("--home", home, "visit", "record", "-", *more, stdin=data).status == 0


def run(home: Path, *words: str | Path) -> Answer:
    return chibo("--json", "--home", home, *words)


def test_a_copy_is_made_listed_checked_and_carried(home: Path, tmp_path: Path) -> None:
    assert told("backup list", run(home, "backup", "list")) == {"due": True, "backups": []}
    made = told("backup", run(home, "backup"))
    assert told("backup list", chibo("--home", home, "backup", "list", "--json")) == {"due": False, "backups": [made]}
    assert told("backup check", run(home, "backup", "check", made["path"]))["sound"]
    stick = tmp_path / "stick"
    assert run(home, "backup", "--to", stick).code == "FOLDER_MISSING"
    stick.mkdir()
    carried = Path(told("backup", run(home, "backup", "--to", stick))["path"])
    assert carried.parent == stick
    assert backup.slots_beside(carried).exists()
    assert carried.read_bytes() == (home / "backups" / carried.name).read_bytes(), "the copy at home stays"
    data = bytearray(carried.read_bytes())
    data[len(data) // 2] ^= 1
    carried.write_bytes(bytes(data))
    assert run(home, "backup", "check", carried).code == "COPY_DAMAGED"
    assert run(home, "backup", "check", stick / "nothing.db").code == "FILE_MISSING"
    assert "đã mở lại và khớp" in chibo("--home", home, "backup").out


def test_everything_derived_is_made_again(home: Path) -> None:
    write(home, "Chi bộ A", "--finalise")
    before = run(home, "digest").json["digest"]
    answer = run(home, "doctor", "--rebuild")
    assert breaches(CONTRACT["doctor"], answer.json) == []
    made = answer.json["rebuilt"]
    assert (made["visits"], made["before"], made["digest"]) == (1, before, before)
    assert "Đã dựng lại 01 buổi" in chibo("--home", home, "doctor", "--rebuild").out
    assert run(home, "doctor").json["rebuilt"] is None


def test_going_back_over_a_home_that_works_and_taking_back(home: Path) -> None:
    made = told("backup", run(home, "backup"))["path"]
    write(home, "Chi bộ A", "--finalise")
    write(home, "Chi bộ B")
    before = run(home, "digest").json
    refused = run(home, "restore", made)
    assert refused.code == "RESTORE_UNCONFIRMED"
    assert refused.json["refused"]["data"] == {"minutes": 2, "drafts": 1, "entries": 1}
    assert "02 biên bản" in refused.err or "2 biên bản" in refused.err
    assert run(home, "digest").json == before
    done = told("restore --yes", run(home, "restore", made, "--yes"))
    assert (done["minutes"], done["file"]) == (2, Path(made).name)
    assert run(home, "visit", "list").json["count"] == 0
    (book,) = told("backup aside list", run(home, "backup", "aside", "list"))["books"]
    assert (book["name"], book["minutes"], book["drafts"], book["taken_at"]) == (done["aside"], 2, 1, None)
    taken = told("backup aside take-back", run(home, "backup", "aside", "take-back", book["name"]))
    assert (taken["entries"], taken["minutes"], taken["drafts"]) == (1, 1, 1)
    assert run(home, "digest").json == before
    assert run(home, "doctor").json["sound"]
    assert run(home, "backup", "aside", "take-back", "nothing").code == "FORMER_BOOK_UNKNOWN"
    assert "mọi biên bản đã có trong sổ" in chibo("--home", home, "backup", "aside", "list").out
