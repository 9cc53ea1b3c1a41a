from pathlib import Path

import pytest
from playhouse.schema_diff import diff_models

from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.storage import book as book_module
from chibo_desktop.storage import schema
from chibo_desktop.storage.book import Book, open_book
from chibo_desktop.storage.facts import get_fact, put_fact
from chibo_desktop.storage.models import TABLES, Table
from tests.building.stored import KEY


def test_steps_and_models_agree(book: Book) -> None:
    assert not diff_models(book.database, TABLES), str(diff_models(book.database, TABLES))


def test_every_table_is_named_in_the_list_of_models() -> None:
    assert set(TABLES) == set(Table.__subclasses__())


def test_columns_allow_null_where_models_do(book: Book) -> None:
    with book.database.bind_ctx(TABLES):
        for table in TABLES:
            nullable = {column.name: column.null for column in book.database.get_columns(table._meta.table_name)}  # type: ignore[attr-defined]
            declared = {field.column_name: field.null for field in table._meta.sorted_fields}  # type: ignore[attr-defined]
            assert {**nullable, "id": False} == declared


def test_columns_hold_their_type_only(book: Book) -> None:
    for (name,) in book.rows("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%fts5%'"):
        if name in {table._meta.table_name for table in TABLES}:  # type: ignore[attr-defined]
            assert book.rows("SELECT strict FROM pragma_table_list WHERE name = ?", (name,)) == [(1,)]


@pytest.fixture
def later_steps(tmp_path: Path) -> Path:
    folder = tmp_path / "steps"
    folder.mkdir()
    for step in schema.STEPS.glob("0*.py"):
        (folder / step.name).write_text(step.read_text(encoding="utf-8"), encoding="utf-8")
    return folder


def _use(monkeypatch: pytest.MonkeyPatch, steps: Path) -> None:
    monkeypatch.setattr(schema, "STEPS", steps)


def test_a_later_step_changes_a_book_with_data_after_copying_it(
    book: Book, later_steps: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_fact(book, "role", "office")
    book.close()
    step = "def up(migrator, database):\n    database.execute_sql('ALTER TABLE fact ADD COLUMN since INTEGER')\n"
    (later_steps / "0900_since.py").write_text(step)
    _use(monkeypatch, later_steps)
    upgraded = open_book(book.path, KEY)
    assert get_fact(upgraded, "role") == "office"
    assert upgraded.rows("SELECT since FROM fact") == [(None,)]
    assert book_module.versions(upgraded).step == "0900_since"
    upgraded.close()
    monkeypatch.undo()
    with pytest.raises(Refusal, match="BOOK_NEWER"):
        open_book(book.path, KEY)
    before = open_book(book.path.with_name("book.db.before-0900_since"), KEY)
    assert get_fact(before, "role") == "office"
    before.close()


def test_a_step_that_fails_leaves_the_book_as_it_was(
    book: Book, later_steps: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_fact(book, "role", "office")
    book.close()
    step = "def up(migrator, database):\n    database.execute_sql('DELETE FROM fact')\n    raise KeyError('a bug')\n"
    (later_steps / "0900_fails.py").write_text(step)
    _use(monkeypatch, later_steps)
    with pytest.raises(KeyError):
        open_book(book.path, KEY)
    monkeypatch.undo()
    again = open_book(book.path, KEY)
    assert get_fact(again, "role") == "office"
    again.close()
