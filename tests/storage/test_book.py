import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from chibo_desktop.domain.outcomes import Fault, Refusal
from chibo_desktop.domain.visits import Closing, Visit
from chibo_desktop.storage import book as book_module
from chibo_desktop.storage.book import Book, check, open_book, versions
from chibo_desktop.storage.drafts import Draft, save_draft
from chibo_desktop.storage.facts import get_fact, put_fact
from chibo_desktop.storage.log import Source, add_entries
from chibo_desktop.storage.quarantine import Origin, Reason, put
from chibo_desktop.storage.register import put_visits
from chibo_desktop.storage.search import settle
from tests.building.stored import KEY, NOW, a_line, an_entry


def test_a_new_book_is_sound_and_says_what_it_is_written_with(book: Book) -> None:
    found = versions(book)
    assert found.step == found.newest_step != ""
    assert found.cipher
    assert tuple(map(int, found.sqlite.split("."))) >= book_module.OLDEST_SQLITE
    assert check(book, full=True) == ()


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("secure_delete", 1), ("trusted_schema", 0),
     ("busy_timeout", 5000), ("cipher_log_level", "NONE")],
)  # fmt: skip
def test_pragmas_hold(book: Book, pragma: str, value: object) -> None:
    assert str(book.rows(f"PRAGMA {pragma}")[0][0]) == str(value)


def test_what_was_committed_is_there_when_the_book_is_opened_again(book: Book) -> None:
    put_fact(book, "role", "group")
    book.close()
    again = open_book(book.path, KEY)
    assert get_fact(again, "role") == "group"
    again.close()


def test_no_book_is_made_where_one_was_expected(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="BOOK_MISSING"):
        open_book(tmp_path / "book.db", KEY)
    assert list(tmp_path.iterdir()) == []


def test_an_emptied_file_does_not_pass_for_a_book(book: Book) -> None:
    put_fact(book, "role", "group")
    book.close()
    book.path.write_bytes(b"")
    with pytest.raises(Refusal, match="BOOK_MISSING"):
        open_book(book.path, KEY)


def test_a_book_whose_making_was_cut_short_is_made_again(tmp_path: Path) -> None:
    (tmp_path / "book.db").write_bytes(b"")
    made = open_book(tmp_path / "book.db", KEY, create=True)
    assert check(made) == ()
    made.close()


def test_a_folder_that_is_missing_is_no_read_only_disk(tmp_path: Path) -> None:
    with pytest.raises(Fault, match="CANNOT_OPEN"):
        open_book(tmp_path / "nowhere" / "book.db", KEY, create=True)


def test_another_key_opens_nothing(book: Book) -> None:
    put_fact(book, "role", "group")
    book.close()
    with pytest.raises(Refusal, match="BOOK_KEY_WRONG"):
        open_book(book.path, bytes(32))
    again = open_book(book.path, KEY)
    assert get_fact(again, "role") == "group"
    again.close()


def test_a_key_of_another_length_is_a_mistake_of_the_program(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        open_book(tmp_path / "book.db", b"short", create=True)


def test_a_book_of_a_newer_program_is_left_alone(book: Book) -> None:
    book.write("INSERT INTO schema_migration (name, applied) VALUES ('9999_from_the_future', '2099-01-01')")
    book.close()
    with pytest.raises(Refusal, match="BOOK_NEWER") as refused:
        open_book(book.path, KEY)
    assert refused.value.data == {"step": "9999_from_the_future"}


def test_an_old_sqlite_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(book_module, "OLDEST_SQLITE", (99, 0, 0))  # cannot be caused otherwise
    with pytest.raises(Fault, match="SQLITE_TOO_OLD"):
        open_book(tmp_path / "book.db", KEY, create=True)


def test_nothing_readable_lies_in_the_folder(book: Book) -> None:
    planted = "Nguyễn Thị Bí Mật"
    save_draft(book, Draft(Visit("draft", closing=Closing(conclusion=planted)), "closing", NOW), None)  # type: ignore[arg-type]  # any text is an id here
    put_visits(book, (a_line(words=planted, cell=planted),))
    settle(book)
    add_entries(book, (an_entry(subject=planted),), Source(None, NOW))
    put(book, Origin("hash", "file", NOW), Reason("E_SIGNER", {}), planted.encode())
    files = {path.name: path.read_bytes() for path in book.path.parent.iterdir()}
    assert files["book.db-wal"]
    for piece in (planted.encode(), b"Nguy", "Bí Mật".encode(), b"bi mat", b"SQLite format 3", b"visit_line"):
        assert [name for name, data in files.items() if piece in data] == []


def test_plain_sqlite_cannot_read_it(book: Book) -> None:
    book.close()
    with sqlite3.connect(book.path) as plain, pytest.raises(sqlite3.DatabaseError, match="not a database"):
        plain.execute("SELECT * FROM fact").fetchall()
    plain.close()


def test_a_page_that_was_changed_is_reported(book: Book) -> None:
    with book.transaction():
        for number in range(2000):
            put_fact(book, f"fact {number}", "value")
    book.close()
    data = bytearray(book.path.read_bytes())
    data[len(data) // 2] ^= 1
    book.path.write_bytes(data)
    damaged = open_book(book.path, KEY)
    try:
        problems = check(damaged, full=True)
    except Fault as fault:
        problems = (fault.code,)
    damaged.close()
    assert problems


def _put_and_fail(book: Book, name: str) -> None:
    with book.transaction():
        put_fact(book, name, "yes")
        raise KeyError(name)


def test_a_transaction_is_all_or_nothing(book: Book) -> None:
    with pytest.raises(KeyError):
        _put_and_fail(book, "kept")
    assert get_fact(book, "kept") is None


def test_an_inner_transaction_can_fail_alone(book: Book) -> None:
    with book.transaction():
        put_fact(book, "outer", "yes")
        with pytest.raises(KeyError):
            _put_and_fail(book, "inner")
    assert (get_fact(book, "outer"), get_fact(book, "inner")) == ("yes", None)


def test_a_book_may_be_handed_to_another_thread(book: Book) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as worker:
        worker.submit(put_fact, book, "from", "the worker").result()
    assert get_fact(book, "from") == "the worker"


_OTHER_PROCESS = """
import sys
import threading
from pathlib import Path
from chibo_desktop.storage.book import open_book
from chibo_desktop.storage.facts import put_fact
from tests.building.stored import KEY
book = open_book(Path(sys.argv[1]), KEY)
exec(sys.argv[2])
"""


def _start(path: Path, work: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", _OTHER_PROCESS, str(path), work],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def _said(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_two_writers_wait_for_each_other(book: Book) -> None:
    count = "\n".join(
        ("for number in range(50):", "    with book.transaction():",
         "        value = int(book.row(\"SELECT coalesce(max(CAST(value AS INT)), 0) FROM fact\")[0])",
         "        put_fact(book, f'{sys.argv[0]}', str(value + 1))", "print('done')")
    )  # fmt: skip
    other = _start(book.path, count)
    for _ in range(50):
        with book.transaction():
            (value,) = book.rows("SELECT coalesce(max(CAST(value AS INT)), 0) FROM fact")[0]
            put_fact(book, "here", str(value + 1))
    assert _said(other) == "done"
    assert other.wait() == 0
    assert book.rows("SELECT max(CAST(value AS INT)) FROM fact") == [(100,)]
    other.communicate()


def test_a_writer_that_never_ends_makes_the_other_say_so(book: Book) -> None:
    hold = "with book.transaction():\n    print('held', flush=True)\n    sys.stdin.read()"
    other = _start(book.path, hold)
    assert _said(other) == "held"
    book.write("PRAGMA busy_timeout = 50")
    with pytest.raises(Fault, match="BUSY"):
        put_fact(book, "role", "group")
    other.communicate()
    put_fact(book, "role", "group")
    assert get_fact(book, "role") == "group"


def test_what_was_acknowledged_survives_kill_9(book: Book) -> None:
    endless = (
        "import itertools\nfor number in itertools.count():\n"
        "    with book.transaction():\n"
        "        put_fact(book, 'a', str(number))\n        put_fact(book, 'b', str(number))\n"
        "    print(number, flush=True)"
    )
    book.close()
    for last in (0, 3, 17):
        other = _start(book.path, endless)
        acknowledged = -1
        while acknowledged < last:
            acknowledged = int(_said(other))
        other.kill()
        assert other.stdout is not None
        rest = other.stdout.read()  # communicate() would lose what readline() has buffered
        other.communicate()
        acknowledged = max([acknowledged, *map(int, rest.split("\n")[:-1])])
        again = open_book(book.path, KEY)
        assert get_fact(again, "a") == get_fact(again, "b")
        assert int(get_fact(again, "a") or -1) in (acknowledged, acknowledged + 1)
        assert check(again) == ()
        again.close()


def test_while_a_commit_is_written_something_else_is_done_and_the_book_is_left_alone(book: Book) -> None:
    done: list[str] = []
    threads: set[str] = set()

    def meanwhile() -> bool:
        done.append("a little")
        return len(done) < 3

    with book.sharing(meanwhile):
        with book.transaction():
            put_fact(book, "role", "group")
            assert not done, "nothing before the commit"
        book.beside(lambda: threads.add(threading.current_thread().name))
        book.beside(lambda: book.beside(lambda: put_fact(book, "name", "x")))
    assert {"a little"} == set(done)
    assert threads != {threading.current_thread().name}
    before = len(done)
    put_fact(book, "role", "office")
    assert len(done) == before
    assert (get_fact(book, "role"), get_fact(book, "name")) == ("office", "x")


def test_a_commit_that_fails_beside_other_work_fails_the_transaction(book: Book) -> None:
    with book.sharing(lambda: False):
        with pytest.raises(Exception, match="FOREIGN KEY"):
            _put_what_cannot_be_committed(book)
        assert get_fact(book, "role") is None
        put_fact(book, "role", "office")
    assert get_fact(book, "role") == "office"


def _put_what_cannot_be_committed(book: Book) -> None:
    with book.transaction():
        put_fact(book, "role", "group")
        book.write("PRAGMA defer_foreign_keys = 1")
        book.write("INSERT INTO carried (entry, packet) VALUES (17, 'of no entry')")


@pytest.mark.parametrize("count", [0, 1, 15, 16, 17, 63, 64, 65, 200])
def test_many_rows_are_written_in_their_order(book: Book, count: int) -> None:
    rows = [(number, "chain", f"{number}") for number in range(1, count + 1)]
    with book.transaction():
        book.write_many("INSERT INTO chain (id, device, epoch) VALUES (?, ?, CAST(? AS TEXT))", rows)
    assert book.rows("SELECT id, device, epoch FROM chain ORDER BY rowid") == rows


def test_of_many_rows_all_or_none_are_written(book: Book) -> None:
    rows = [(number % 70 + 1, "chain", f"{number}") for number in range(100)]
    with pytest.raises(Exception, match="UNIQUE"), book.transaction():
        book.write_many("INSERT INTO chain (id, device, epoch) VALUES (?, ?, ?)", rows)
    assert book.rows("SELECT count(*) FROM chain") == [(0,)]
