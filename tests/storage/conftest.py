"""A real encrypted book in a fresh folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from chibo_desktop.storage.book import Book, open_book
from tests.building.stored import KEY


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    opened = open_book(tmp_path / "book.db", KEY, create=True)
    yield opened
    opened.close()
