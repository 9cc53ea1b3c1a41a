"""Every command of the program: its answer, its JSON contract, and a sentence for whatever goes wrong."""

import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest

from chibo_desktop import __version__
from chibo_desktop.services import exchange, founding
from tests.building.console import ENVIRONMENT, PASSPHRASE, ROOT, Answer, chibo, process
from tests.building.enrolled import FIRST
from tests.building.exchange_town import a_visit
from tests.building.killed import open_home
from tests.whole.contract import CONTRACT, REFUSED, breaches

LEAST = {"cell": {"name": "Chi bộ thôn Phiêng An"}, "session": {"date": "2026-11-03"}}
UNKNOWN = "a" * 26


class Homes:
    """An office and a laptop that know each other, nobody has them open, and a stick between them."""

    def __init__(self, template: Path, root: Path) -> None:
        self.root = root
        for name, home in (("office", "office"), ("laptop", f"laptop {FIRST}")):
            shutil.copytree(template / home, root / name)
        self.stick = root / "stick"
        self.stick.mkdir()

    def office(self, *words: str | Path) -> Answer:
        return chibo("--json", "--home", self.root / "office", *words)

    def laptop(self, *words: str | Path, stdin: bytes = b"", passphrase: str = PASSPHRASE) -> Answer:
        return chibo("--json", "--home", self.root / "laptop", *words, stdin=stdin, CHIBO_PASSPHRASE=passphrase)

    def file(self, name: str, content: object) -> Path:
        path = self.root / name
        data = content if isinstance(content, bytes) else json.dumps(content).encode()
        path.write_bytes(data)
        return path

    def visit(self, name: str = "Chi bộ A") -> str:
        """A finalised visit; its id."""
        data = exchange.write_visit(a_visit(name)).encode()
        return self.laptop("visit", "record", "-", "--finalise", stdin=data).json["ids"][0]


@pytest.fixture
def homes(template: Path, tmp_path: Path) -> Homes:
    return Homes(template, tmp_path)


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Answer]:
    """The main job, command by command."""
    root = tmp_path_factory.mktemp("job")
    (root / "stick").mkdir()
    told: dict[str, Answer] = {}

    def run(name: str, home: str, *words: str | Path) -> Answer:
        told[name] = chibo("--home", root / home, *words, "--json")
        return told[name]

    run("init", "office", "init", "--role", "office", "--name", "VP-1", "--group", "Văn phòng")
    run(
        "init",
        "laptop",
        "init",
        "--role",
        "group",
        "--name",
        "M-1",
        "--person",
        "A",
        "--group",
        "Tổ",
        "--tier",
        "commune",
    )
    card = run("office card", "office", "office", "card", "--out", root / "card")
    digits = ["--code", card.json["code"]]
    request = run(
        "enrol request", "laptop", "enrol", "request", "--card", root / "card", *digits, "--out", root / "req"
    )
    run(
        "enrol grant", "office", "enrol", "grant", root / "req", "--code", request.json["code"], "--out", root / "grant"
    )
    run("enrol accept", "laptop", "enrol", "accept", root / "grant")
    (root / "v").write_text("\n".join(exchange.write_visit(a_visit(f"Chi bộ {name}")) for name in "AB"), "utf-8")
    first, second = run("visit record", "laptop", "visit", "record", root / "v").json["ids"]
    for id_ in (first, second):
        run("visit finalise", "laptop", "visit", "finalise", id_)
    (root / "other").write_text(exchange.write_visit(a_visit("Chi bộ C")), "utf-8")
    run("visit amend", "laptop", "visit", "amend", first, root / "other", "--reason", "nhầm chi bộ")
    run("visit show", "laptop", "visit", "show", first)
    run("visit withdraw", "laptop", "visit", "withdraw", second, "--reason", "ghi hai lần")
    run("visit list", "laptop", "visit", "list")
    run("minutes", "laptop", "minutes", first, "--out", root / "m.pdf")
    run("export", "laptop", "export", "--to", root / "stick")
    run("merge --dry-run", "office", "merge", root / "stick", "--dry-run")
    run("merge", "office", "merge", root / "stick")
    run("verify", "office", "verify", *(root / "stick").glob("GOI-*"))
    run("export --receipts", "office", "export", "--to", root / "stick", "--receipts")
    run("merge receipts", "laptop", "merge", root / "stick")
    run("status", "office", "status")
    run("digest", "office", "digest")
    run("search", "office", "search", "chi bo")
    run("doctor", "office", "doctor")
    told["laptop digest"] = chibo("--home", root / "laptop", "digest", "--json")
    return told


@pytest.mark.parametrize("command", [name for name in CONTRACT if name != "demo"])
def test_every_answer_keeps_the_contract(answers: dict[str, Answer], command: str) -> None:
    answer = answers[command]
    assert (answer.status, answer.err) == (0, "" if command != "enrol request" else answer.err)
    assert breaches(CONTRACT[command], answer.json) == []


def test_the_job_comes_out_as_it_should(answers: dict[str, Answer]) -> None:
    (merged,) = answers["merge"].json["files"]
    assert merged["entries"] == {"new": 4, "duplicate": 0, "waiting": 0, "quarantined": 0}
    assert (merged["result"], merged["code"], merged["machine"]) == ("merged", None, "M-1")
    (looked,) = answers["merge --dry-run"].json["files"]
    assert looked["entries"] == merged["entries"]
    assert answers["verify"].json["receipt_code"] == merged["receipt_code"] != ""
    (receipt,) = answers["merge receipts"].json["files"]
    assert (receipt["result"], receipt["receipts"]["merged"]) == ("receipts", 2)
    visits = answers["status"].json["visits"]
    assert (visits["merged"], visits["withdrawn"], sum(visits.values())) == (1, 1, 2)
    assert answers["digest"].json == answers["laptop digest"].json
    assert answers["doctor"].json["sound"] is True
    assert [line["kind"] for line in answers["visit show"].json["history"]] == ["visit.recorded", "visit.amended"]
    assert answers["visit list"].json["count"] == 2
    assert len(answers["search"].json["hits"]) == 2


def test_the_program_is_a_process_with_words_before_and_after_the_command(homes: Homes) -> None:
    home = homes.root / "office"
    for words in (["--json", "--home", home, "status"], ["status", "--home", home, "--json"]):
        ended = process(words)
        assert (ended.status, ended.err) == (0, "")
        assert ended.json["role"] == "office"
    spoken = process(["--home", home, "status"])
    assert spoken.status == 0
    assert "Đã hợp nhất" in spoken.out
    assert unicodedata.is_normalized("NFC", spoken.out)
    assert __version__ in process(["--version"]).out


@pytest.mark.parametrize(
    "words",
    [
        ["nonsense"],
        ["visit"],
        ["visit", "show"],
        ["export"],
        ["merge"],
        ["init", "--role", "king", "--name", "x"],
        ["init", "--role", "group"],
        ["visit", "list", "--limit", "0"],
        ["visit", "amend", UNKNOWN, "f"],
        ["--nonsense", "status"],
    ],
)
def test_wrong_usage_ends_with_two(words: list[str], homes: Homes) -> None:
    answer = homes.laptop(*words)
    assert (answer.status, answer.out) == (2, "")
    assert "Usage" in answer.err


def refused(answer: Answer, code: str, *told: str) -> None:
    """Exit 1, one JSON object with the code, and its sentence, which names what is wrong, on stderr."""
    assert answer.status == 1, answer
    assert breaches(REFUSED, {"refused": dict.fromkeys(answer.json["refused"])}) == []
    assert answer.code == code
    sentence = answer.json["refused"]["sentence"]
    assert answer.err == sentence + "\n"
    assert "…" not in sentence
    assert "Traceback" not in answer.err
    assert all(word in sentence for word in told), sentence


def test_files_that_are_not_there_or_not_what_they_should_be(homes: Homes, tmp_path: Path) -> None:
    missing, folder, junk = tmp_path / "không có", tmp_path / "stick", homes.file("junk", b"\x00\xff junk")
    id_ = homes.visit()
    for words in (
        ["visit", "record", missing],
        ["visit", "amend", id_, missing, "--reason", "x"],
        ["merge", missing],
        ["verify", missing],
        ["enrol", "request", "--card", missing, "--out", tmp_path / "out"],
        ["enrol", "accept", missing],
    ):
        refused(homes.laptop(*words), "FILE_MISSING", "không có")
    for words in (["visit", "record", folder], ["verify", folder], ["enrol", "accept", folder]):
        refused(homes.laptop(*words), "FILE_UNREADABLE", "stick")
    refused(homes.laptop("visit", "record", junk), "EXCHANGE_NOT_TEXT", "byte 1")
    refused(homes.laptop("enrol", "request", "--card", junk, "--out", tmp_path / "out"), "CARD_INVALID")
    refused(homes.laptop("enrol", "accept", junk), "GRANT_INVALID")
    refused(homes.office("enrol", "grant", junk, "--code", "1", "--out", tmp_path / "out"), "REQUEST_INVALID")
    assert not (tmp_path / "out").exists()
    answer = homes.office("merge", junk, folder)
    assert (answer.status, [one["code"] for one in answer.json["files"]]) == (1, ["E_FORMAT"])
    assert answer.json["files"][0]["sentence"] in answer.err
    answer = homes.office("verify", junk)
    assert (answer.status, answer.json["whole"]) == (1, False)


def test_places_to_write_that_are_none(homes: Homes, tmp_path: Path) -> None:
    id_, nowhere = homes.visit(), tmp_path / "nowhere"
    refused(homes.laptop("minutes", id_, "--out", nowhere / "m.pdf"), "FOLDER_MISSING", "nowhere")
    refused(homes.laptop("export", "--to", nowhere), "FOLDER_MISSING", "nowhere")
    refused(homes.office("office", "card", "--out", nowhere / "card"), "FOLDER_MISSING", "nowhere")
    refused(homes.laptop("minutes", id_, "--out", homes.stick), "PATH_UNUSABLE", "stick")
    refused(homes.laptop("minutes", id_, "--out", tmp_path / ("x" * 300)), "PATH_UNUSABLE")
    refused(homes.laptop("export", "--to", homes.file("file", b"")), "FOLDER_MISSING")
    assert list(homes.stick.iterdir()) == []
    for where in (tmp_path / "file" / "home", tmp_path / ("x" * 300)):
        answer = chibo("--json", "--home", where, "init", "--role", "group", "--name", "x")
        refused(answer, "PATH_UNUSABLE")
    refused(chibo("--json", "demo", tmp_path / "file"), "PATH_UNUSABLE")
    refused(chibo("--json", "demo", tmp_path), "FOLDER_TAKEN")


def test_homes_that_do_not_open(homes: Homes, tmp_path: Path) -> None:
    refused(homes.laptop("status", passphrase="sai"), "PASSPHRASE_WRONG")
    refused(chibo("--json", "--home", tmp_path / "none", "status"), "HOME_MISSING", "none")
    refused(homes.laptop("init", "--role", "group", "--name", "x"), "HOME_TAKEN", "laptop")
    (tmp_path / "laptop" / "book.db").write_bytes(b"x" * 8192)
    refused(homes.laptop("status"), "BOOK_KEY_WRONG")
    (tmp_path / "laptop" / "book.db").unlink()
    refused(homes.laptop("status"), "BOOK_MISSING")
    (tmp_path / "laptop" / "slots.json").write_text("{")
    refused(homes.laptop("status"), "SLOTS_DAMAGED", "slots.json")


def test_a_home_of_a_newer_program_is_left_alone(homes: Homes) -> None:
    desk = open_home(homes.root / "office")
    desk.book.write("UPDATE schema_migration SET name = '9999_later' WHERE name LIKE '0001%'")
    founding.close_desk(desk)
    refused(homes.office("status"), "BOOK_NEWER")


@pytest.mark.parametrize("id_", [UNKNOWN, "x", "", "../../etc/passwd", "' OR 1=1", "𠮷" * 100])
def test_ids_that_nobody_knows(homes: Homes, id_: str) -> None:
    for words in (
        ["visit", "show", id_],
        ["minutes", id_, "--out", homes.root / "m"],
        ["visit", "withdraw", id_, "--reason", "x"],
    ):
        refused(homes.laptop(*words), "VISIT_UNKNOWN")
    refused(homes.laptop("visit", "finalise", id_), "DRAFT_UNKNOWN")
    visit = homes.file("v", LEAST)
    refused(homes.laptop("visit", "amend", id_, visit, "--reason", "x"), "VISIT_UNKNOWN")


def test_words_that_are_no_text(homes: Homes) -> None:
    for words in (["visit", "show", b"\xff\xfe"], ["search", b"\xff"], ["--home", b"/nowhere\xff", "status"]):
        ended = process(["--json", "--home", homes.root / "laptop", *words])
        assert ended.status in {0, 1}
        assert "Traceback" not in ended.err
        assert ended.json


@pytest.mark.parametrize(
    ("content", "code", "told"),
    [
        (b"", "EXCHANGE_NOT_JSON", "Dòng 1"),
        (b'{\n "cell": {"name": "A"},,\n}', "EXCHANGE_NOT_JSON", "Dòng 2"),
        ({"cell": {"name": "A"}}, "EXCHANGE_FIELD_MISSING", "session.date"),
        (LEAST | {"opinions": [{"text": 7}]}, "EXCHANGE_FIELD_WRONG", "opinions[0].text"),
        (LEAST | {"tuoi": 7}, "EXCHANGE_FIELD_UNKNOWN", "tuoi"),
        (LEAST | {"session": {"date": "1900-01-01"}}, "EXCHANGE_DATE_WRONG", "1900-01-01"),
        (LEAST | {"closing": {"conclusion": "đ" * 5_000_000}}, "EXCHANGE_TEXT_TOO_LONG", "closing.conclusion"),
        (LEAST | {"session": {"date": "2026-11-03", "start": "25:00"}}, "EXCHANGE_TIME_WRONG", "25:00"),
        (LEAST | {"group": {"id": "b" * 26, "name": "Tổ khác"}}, "GROUP_OTHER", "Tổ khác"),
    ],
)
def test_visits_that_are_wrong_change_nothing(homes: Homes, content: object, code: str, told: str) -> None:
    refused(homes.laptop("visit", "record", homes.file("v", content), "--finalise"), code, told)
    assert homes.laptop("visit", "list").json["count"] == 0


def test_one_wrong_visit_among_good_ones_keeps_them_all_out(homes: Homes) -> None:
    lines = b"\n".join(json.dumps(one).encode() for one in (LEAST, LEAST, {}))
    refused(homes.laptop("visit", "record", homes.file("v", lines)), "EXCHANGE_FIELD_MISSING", "Mục 3")
    assert homes.laptop("visit", "list").json["count"] == 0
    two = homes.file("two", [LEAST, LEAST])
    assert len(homes.laptop("visit", "record", two).json["ids"]) == 2
    id_ = homes.visit()
    refused(homes.laptop("visit", "amend", id_, two, "--reason", "x"), "EXCHANGE_NOT_ONE", "2")
    refused(homes.laptop("visit", "amend", id_, homes.file("v", LEAST), "--reason", " "), "REASON_MISSING")


def test_decomposed_text_from_a_pipe_comes_out_composed(homes: Homes) -> None:
    name = "Chi bộ thôn Phiêng Ản"
    decomposed = json.dumps(LEAST | {"cell": {"name": unicodedata.normalize("NFD", name)}}, ensure_ascii=False)
    (id_,) = homes.laptop("visit", "record", "-", stdin=decomposed.encode()).json["ids"]
    shown = homes.laptop("visit", "show", id_)
    assert shown.json["visit"]["cell"]["name"] == name
    assert unicodedata.is_normalized("NFC", shown.out)


def test_roles_refuse_what_is_not_theirs(homes: Homes) -> None:
    visit = homes.file("v", LEAST)
    refused(homes.office("visit", "record", visit), "IS_OFFICE")
    refused(homes.laptop("office", "card", "--out", homes.root / "c"), "NOT_AN_OFFICE")
    refused(homes.laptop("export", "--to", homes.stick, "--receipts"), "NOT_AN_OFFICE")
    refused(homes.laptop("export", "--to", homes.stick), "NOTHING_TO_SEND")
    refused(homes.office("export", "--to", homes.stick), "NOTHING_RECEIVED")
    refused(homes.office("export", "--to", homes.stick, "--device", UNKNOWN), "MACHINE_UNKNOWN", UNKNOWN)


def test_the_passphrase_is_asked_for_on_the_terminal_and_never_on_stdout(homes: Homes) -> None:
    environment = {name: word for name, word in (os.environ | ENVIRONMENT).items() if name != "CHIBO_PASSPHRASE"}
    words = [sys.executable, "-m", "chibo_desktop", "--json", "--home", str(homes.root / "office"), "status"]
    try:
        keyboard, terminal = pytest.importorskip("pty").openpty()
    except OSError as error:
        pytest.skip(f"this machine has no terminal to give: {error}")
    pipe = subprocess.PIPE
    with subprocess.Popen(
        words, stdin=terminal, stdout=pipe, stderr=pipe, env=environment, cwd=ROOT, start_new_session=True
    ) as asked:
        os.close(terminal)
        assert asked.stderr is not None
        said = b""
        while b"M\xe1\xba\xadt kh\xe1\xba\xa9u: " not in said:
            heard = asked.stderr.read(1)
            assert heard, said
            said += heard
        os.write(keyboard, PASSPHRASE.encode() + b"\n")
        out, err = asked.communicate(timeout=30)
        os.close(keyboard)
    assert asked.returncode == 0, err
    assert json.loads(out)["role"] == "office"
    assert PASSPHRASE.encode() not in out + said + err


def test_nobody_at_the_terminal_is_no_crash(homes: Homes) -> None:
    words = [sys.executable, "-m", "chibo_desktop", "--json", "--home", str(homes.root / "office"), "status"]
    environment = {name: word for name, word in (os.environ | ENVIRONMENT).items() if name != "CHIBO_PASSPHRASE"}
    ended = subprocess.run(
        words,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env=environment,
        cwd=ROOT,
        check=False,
        timeout=30,
        start_new_session=True,
    )
    assert (ended.returncode, ended.stdout) == (1, b"")
    assert b"Traceback" not in ended.stderr


@contextlib.contextmanager
def mounted(at: Path, options: str) -> Iterator[None]:
    """A small file system of its own; only root may make one."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("needs root on Linux")
    at.mkdir(exist_ok=True)
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", at], check=False, capture_output=True)
    if made.returncode:
        pytest.skip("this machine lets nobody mount")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", at], check=True)


def test_a_full_and_a_read_only_stick_are_told_and_nothing_is_lost(homes: Homes) -> None:
    id_ = homes.visit()
    with mounted(homes.stick, "size=16k"):
        (homes.stick / "film").write_bytes(b"x" * 10_000)
        refused(homes.laptop("export", "--to", homes.stick), "STICK_FULL", "USB")
        assert [path.name for path in homes.stick.iterdir()] == ["film"]
        refused(homes.laptop("minutes", id_, "--out", homes.stick / "m.pdf"), "DISK_FULL")
        assert [path.name for path in homes.stick.iterdir()] == ["film"]
        (homes.stick / "film").unlink()
        subprocess.run(["mount", "-o", "remount,ro", homes.stick], check=True)
        refused(homes.laptop("export", "--to", homes.stick), "STICK_READ_ONLY", "USB")
        refused(homes.laptop("minutes", id_, "--out", homes.stick / "m.pdf"), "READ_ONLY")
    assert homes.laptop("visit", "show", id_).json["state"] == "finalised"
    assert homes.laptop("export", "--to", homes.stick).status == 0


def test_a_home_on_a_full_or_read_only_disk_is_told_and_keeps_what_it_had(homes: Homes, tmp_path: Path) -> None:
    at = tmp_path / "disk"
    with mounted(at, "size=4m"):
        shutil.copytree(homes.root / "laptop", at / "laptop")
        home = ("--json", "--home", at / "laptop")
        data = exchange.write_visit(a_visit("Chi bộ A")).encode()
        (id_,) = chibo(*home, "visit", "record", "-", stdin=data).json["ids"]
        fill(at / "film")
        refused(chibo(*home, "visit", "finalise", id_), "DISK_FULL")
        (at / "film").unlink()
        assert chibo(*home, "visit", "finalise", id_).json["state"] == "finalised"
        subprocess.run(["mount", "-o", "remount,ro", at], check=True)
        answer = chibo(*home, "visit", "withdraw", id_, "--reason", "x")
        assert answer.status == 1
        assert answer.code in {"READ_ONLY", "CANNOT_OPEN"}
        subprocess.run(["mount", "-o", "remount,rw", at], check=True)
        assert chibo(*home, "visit", "show", id_).json["state"] == "finalised"
        assert chibo(*home, "doctor").json["sound"]
        fill(at / "film")
        refused(chibo("--json", "demo", at / "demo"), "DISK_FULL")


def fill(path: Path) -> None:
    """Leave no room on the disk."""
    handle = os.open(path, os.O_CREAT | os.O_WRONLY)
    with contextlib.suppress(OSError):
        while True:
            os.write(handle, b"x" * 4096)
    os.close(handle)


def test_the_demonstration_leaves_what_it_says(tmp_path: Path) -> None:
    begun = time.perf_counter()
    ended = process(["--json", "demo", tmp_path / "demo"], CHIBO_PASSPHRASE="", CHIBO_TEST_KDF="")
    assert time.perf_counter() - begun < 20
    assert (ended.status, ended.err) == (0, "")
    assert breaches(CONTRACT["demo"], ended.json) == []
    left = {path.name for path in (tmp_path / "demo").iterdir()}
    assert left == {"office", "laptop-1", "laptop-2", "packets", "minutes", "visits"}
    counted = chibo("--json", "--home", tmp_path / "demo" / "office", "status", CHIBO_PASSPHRASE="demo").json
    assert counted["visits"]["merged"] == 2
    assert (counted["gaps"], counted["held"], counted["conflicts"]) == ([], {}, 0)
    form = json.loads((ROOT / "resources" / "schemas" / "visit.schema.json").read_text("utf-8"))
    for path in (tmp_path / "demo" / "visits").iterdir():
        jsonschema.validate(json.loads(path.read_text("utf-8")), form)


def strings_in(value: object) -> Iterator[str]:
    """Every text of a visit that people wrote."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name not in {"id", "person", "level"}:
                yield from strings_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings_in(inner)
    elif isinstance(value, str) and not value.isascii():
        yield value


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs poppler")
def test_printed_minutes_hold_every_word_that_was_recorded(homes: Homes) -> None:
    sample = ROOT / "resources" / "sample" / "phieng-an.json"
    (id_,) = homes.laptop("visit", "record", sample, "--finalise").json["ids"]
    pdf = homes.root / "m.pdf"
    assert homes.laptop("minutes", id_, "--out", pdf).json["pages"] >= 1
    printed = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, check=True).stdout.decode()
    assert unicodedata.is_normalized("NFC", printed)
    words = set(re.findall(r"\w+", printed.lower()))
    for text in strings_in(homes.laptop("visit", "show", id_).json["visit"]):
        assert set(re.findall(r"\w+", text.lower())) <= words, text
