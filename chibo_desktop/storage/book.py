"""The encrypted book: opening it safely, and one transaction at a time.

A book is used by one thread at a time; it may be handed over, never shared. The standard ``sqlite3`` must never open
the same file: two SQLite libraries in one process break each other's POSIX locks.
"""

import os
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

from playhouse.sqlcipher_ext import SqlCipherDatabase

from chibo_desktop.domain.outcomes import Fault, Refusal
from chibo_desktop.storage import places, schema
from chibo_desktop.storage.cipher import VERSION, VERSION_INFO
from chibo_desktop.storage.copying import UNWATCHED, Watched, copy_book
from chibo_desktop.storage.faults import faults_named, is_not_a_database
from chibo_desktop.storage.words import Words

KEY_BYTES: Final = 32
OLDEST_SQLITE: Final = (3, 51, 3)
"""First release whose write-ahead log cannot lose a commit when it is reset, https://sqlite.org/wal.html#walresetbug"""

_PRAGMAS: Final = (
    ("cipher_log_level", "NONE"),
    ("busy_timeout", 5000),  # milliseconds; peewee's class for this cipher ignores timeout=
    ("journal_mode", "WAL"),
    ("synchronous", "FULL"),  # NORMAL lost acknowledged commits in two of three simulated power cuts
    ("foreign_keys", 1),
    ("secure_delete", 1),
    ("trusted_schema", 0),
    ("cache_size", -16_384),  # KiB; a page in the cache is not decrypted again
)
_FULL: Final = 2
_SHARED_MEMORY: Final = 32 * 1024
"""Bytes of the file that SQLite lays beside a book to open it; without room for them it speaks of a broken disk."""

_ONE_ROW: Final = re.compile(r"VALUES (\([^()]*(?:\([^()]*\)[^()]*)*\))\Z")
_MOST_ROWS: Final = 64
_FEWEST_ROWS: Final = 16
"""Rows of one ``INSERT``: a power of two, so that there are only few statements to prepare and to remember."""

Row = tuple[Any, ...]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Versions:
    """What a book is written by and with; ``step`` is the last change of tables that it has taken."""

    step: str
    newest_step: str
    sqlite: str
    cipher: str
    page_size: int


class _Database(SqlCipherDatabase):
    """The database, and who else has something to do while it writes."""

    second: Executor | None = None
    meanwhile: Callable[[], bool] = staticmethod(lambda: False)

    def commit(self) -> Any:
        return self.beside(super().commit)

    def beside(self, work: Callable[[], T]) -> T:
        """What ``work`` comes to: in a second thread, where there is one, while this one calls ``meanwhile``."""
        second, self.second = self.second, None
        if second is None:
            return work()
        working = second.submit(work)
        try:
            while not working.done() and self.meanwhile():
                pass
        finally:
            wait((working,))
            self.second = second
        return working.result()


class Book:
    """An open book. Made by ``open_book`` only."""

    def __init__(self, path: Path, database: _Database) -> None:
        self.path = path
        self.database = database
        self.words = Words()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing. The outermost begins IMMEDIATE and commits to the disk; inner ones are savepoints.

        Raises ``Fault`` ``DISK_FULL``, ``READ_ONLY``, ``IO_ERROR``, ``BUSY`` or ``BOOK_DAMAGED``; then nothing of the
        transaction has been kept.
        """
        try:
            with faults_named(), self.database.atomic():
                yield
        except BaseException:
            self.words.forget()
            raise

    @contextmanager
    def sharing(self, meanwhile: Callable[[], bool]) -> Iterator[None]:
        """While the block runs, call ``meanwhile`` during commits and ``beside`` as long as it says that there is more.

        Writing is done outside the interpreter for the most part. So it goes to a second thread, and nobody but that
        touches the book until it has ended. ``meanwhile`` does a little at a time and raises nothing.
        """
        with ThreadPoolExecutor(max_workers=1, thread_name_prefix="book") as second:
            self.database.second, self.database.meanwhile = second, meanwhile
            try:
                yield
            finally:
                self.database.second = None

    def beside(self, work: Callable[[], T]) -> T:
        """Carry out ``work``, which may use the book; inside ``sharing`` something else is done meanwhile."""
        return self.database.beside(work)

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        """All rows of a statement."""
        with faults_named():
            return self._connection.execute(sql, values).fetchall()

    def row(self, sql: str, values: Sequence[Any] = ()) -> Row | None:
        """First row of a statement."""
        with faults_named():
            return self._connection.execute(sql, values).fetchone()

    def write(self, sql: str, values: Sequence[Any] = ()) -> int:
        """Carry out one statement; the number of rows that it touched."""
        with faults_named():
            return self._connection.execute(sql, values).rowcount

    def write_many(self, sql: str, rows: Sequence[Row]) -> None:
        """One statement for many rows. Call it inside a transaction: each row would be its own otherwise.

        Rows of an ``INSERT`` go in by the dozen, so that one call leaves the interpreter for a while, not many for a
        moment each.
        """
        found = _ONE_ROW.search(sql)
        at = 0
        with faults_named():
            while found is not None and (size := _dozens(len(rows) - at)):
                values = [value for row in rows[at : at + size] for value in row]
                self._connection.execute(f"{sql}{f', {found[1]}' * (size - 1)}", values)
                at += size
            if at < len(rows):
                self._connection.executemany(sql, rows[at:])

    def query(self, query: Any) -> list[Row]:
        """All rows of a peewee select as tuples."""
        with faults_named():
            return list(query.tuples().execute(self.database))

    def carry_out(self, query: Any) -> int:
        """A peewee insert, update or delete; what peewee says of it: a row id or the number of rows."""
        with faults_named():
            return query.execute(self.database)

    def copy_to(self, target: Path, watched: Watched = UNWATCHED) -> None:
        """A consistent copy under the same key, taken by SQLite's online backup while the book stays open."""
        with faults_named():
            copy_book(self._connection, target, self.passphrase, watched)

    @property
    def passphrase(self) -> str:
        """The key in the cipher's own form, ``x'..'``."""
        return str(self.database.connect_params["passphrase"])

    def close_as_one_file(self) -> None:
        """Close the book so that its file alone is all of it: the write-ahead log is taken in and gone.

        Raises ``Fault`` ``BUSY`` where somebody else has it open; then it stays open here, too.
        """
        with faults_named():
            if self._connection.execute("PRAGMA journal_mode = DELETE").fetchall() != [("delete",)]:
                raise Fault("BUSY", path=str(self.path))
        self.close()

    def close(self) -> None:
        self.database.close()

    @property
    def _connection(self) -> Any:
        return self.database.connection()


def open_book(path: Path, key: bytes, *, create: bool = False) -> Book:
    """Open a book with its 32-byte key, bringing its tables up to date; ``create`` makes it where there is none.

    Before a step changes a book that has data, a copy is laid beside it as ``<name>.before-<step>``.
    Raises ``Refusal``: ``PLACE_UNSAFE``, ``BOOK_MISSING``, ``BOOK_KEY_WRONG`` (or the first page is damaged: the cipher
    cannot tell), ``BOOK_NEWER``. Raises ``Fault``: ``SQLITE_TOO_OLD``, ``CIPHER_MISSING``, ``WAL_REFUSED`` and those of
    the disk.
    """
    if len(key) != KEY_BYTES:
        raise ValueError("a book's key has 32 bytes")
    places.require_safe(path.parent)
    if not create and not path.exists():
        raise Refusal("BOOK_MISSING", path=str(path))
    book = Book(path, _database(path, key))
    try:
        _connect(book)
        _require_sound(book)
        with faults_named():
            _bring_up_to_date(book, create)
    except BaseException:
        book.close()
        raise
    return book


def _dozens(left: int) -> int:
    """How many of these rows are written at once; 0 where they are too few for that."""
    return 0 if left < _FEWEST_ROWS else min(_MOST_ROWS, 1 << (left.bit_length() - 1))


def _database(path: Path, key: bytes) -> _Database:
    return _Database(
        str(path),
        pragmas=_PRAGMAS,
        lock_type="IMMEDIATE",  # deferred transactions end in "database is locked" whatever the timeout
        thread_safe=False,  # one connection that may be handed over, not one per thread
        check_same_thread=False,
        passphrase=f"x'{key.hex()}'",
    )


def _connect(book: Book) -> None:
    if VERSION_INFO < OLDEST_SQLITE:
        raise Fault("SQLITE_TOO_OLD", version=VERSION)
    try:
        with faults_named():
            book.database.connect()
            book.database.get_tables()
    except Fault as fault:
        if is_not_a_database(fault):
            raise Refusal("BOOK_KEY_WRONG", path=str(book.path)) from fault
        folder = book.path.parent
        if fault.code == "CANNOT_OPEN" and folder.is_dir() and not os.access(folder, os.W_OK):
            raise Fault("READ_ONLY", path=str(book.path)) from fault
        if fault.code == "IO_ERROR" and shutil.disk_usage(folder).free < _SHARED_MEMORY:
            raise Fault("DISK_FULL", path=str(book.path)) from fault
        raise


def _require_sound(book: Book) -> None:
    if not book.rows("PRAGMA cipher_version") or book.rows("PRAGMA cipher_status") != [("1",)]:
        raise Fault("CIPHER_MISSING")
    if book.rows("PRAGMA journal_mode") != [("wal",)] or book.rows("PRAGMA synchronous") != [(_FULL,)]:
        raise Fault("WAL_REFUSED")


def _bring_up_to_date(book: Book, create: bool) -> None:
    pending = schema.pending(book.database)
    if not pending:
        return
    is_empty = pending == schema.steps()
    if is_empty and not create:
        # A file that lost its content must not pass for a book that never had any.
        raise Refusal("BOOK_MISSING", path=str(book.path))
    if not is_empty:
        book.copy_to(book.path.with_name(f"{book.path.name}.before-{pending[0]}"))
    schema.upgrade(book.database)


def check(book: Book, *, full: bool = False) -> tuple[str, ...]:
    """What is wrong with the file, in SQLite's words; empty when it is sound. ``full`` also reads every page's seal."""
    problems = [row[0] for row in book.rows("PRAGMA integrity_check" if full else "PRAGMA quick_check")]
    problems += [f"foreign key of {row[0]}" for row in book.rows("PRAGMA foreign_key_check")]
    if full:
        problems += [row[0] for row in book.rows("PRAGMA cipher_integrity_check")]
        book.write("INSERT INTO search_index(search_index) VALUES('integrity-check')")
    return tuple(problem for problem in problems if problem != "ok")


def versions(book: Book) -> Versions:
    """Versions for ``doctor`` and crash reports."""
    applied = book.row("SELECT max(name) FROM schema_migration")
    cipher = book.row("PRAGMA cipher_version")
    page = book.row("PRAGMA page_size")
    return Versions(
        step=applied[0] if applied else "",
        newest_step=schema.steps()[-1],
        sqlite=VERSION,
        cipher=cipher[0] if cipher else "",
        page_size=int(page[0]) if page else 0,
    )
