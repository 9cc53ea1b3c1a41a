from collections.abc import Iterator, Sequence

import pytest

from chibo_desktop.domain.ids import VisitId
from chibo_desktop.storage import words
from chibo_desktop.storage.book import Book, open_book
from chibo_desktop.storage.hits import find
from chibo_desktop.storage.register import RegisterLine, put_visits
from chibo_desktop.storage.search import settle
from tests.building.stored import KEY, a_line

A, B = VisitId("a"), VisitId("b")


class Shelf:
    """A source of words that notes what it was asked for."""

    def __init__(self, **held: str) -> None:
        self.held = {VisitId(visit): text for visit, text in held.items()}
        self.asked: list[VisitId] = []

    def __call__(self, visits: Sequence[VisitId]) -> dict[VisitId, str]:
        self.asked.extend(visits)
        return {visit: self.held[visit] for visit in visits if visit in self.held}


@pytest.fixture
def other(book: Book) -> Iterator[Book]:
    """The same book, opened once more."""
    opened = open_book(book.path, KEY)
    yield opened
    opened.close()


def _found(book: Book, typed: str) -> list[str]:
    return [hit.visit.id for hit in find(book, typed)]


def _put_and_break_off(book: Book, line: RegisterLine) -> None:
    with book.transaction():
        put_visits(book, (line,))
        raise KeyboardInterrupt


def test_words_that_were_just_written_are_not_made_again(book: Book) -> None:
    book.words.source = shelf = Shelf()
    put_visits(book, (a_line("a", "đường liên thôn"),))
    assert find(book, "duong")[0].snippet == "đường liên thôn"
    assert shelf.asked == []


def test_what_waited_when_the_program_was_killed_is_indexed_from_its_content(book: Book, other: Book) -> None:
    put_visits(book, (a_line("a", "đường"), a_line("b", "cầu")))
    other.words.source = shelf = Shelf(a="đường", b="cầu")
    assert _found(other, "duong") == ["a"]
    assert shelf.asked == [A, B]


def test_a_rollback_takes_words_back(book: Book) -> None:
    put_visits(book, (a_line("a", "cũ"),))
    book.words.source = Shelf(a="cũ")
    with pytest.raises(KeyboardInterrupt):
        _put_and_break_off(book, a_line("a", "mới"))
    assert (_found(book, "cu"), _found(book, "moi")) == (["a"], [])


def test_words_that_somebody_else_has_replaced_are_made_again(book: Book, other: Book) -> None:
    put_visits(book, (a_line("a", "cũ kỹ"),))
    put_visits(other, (a_line("a", "mới tinh"),))
    book.words.source = Shelf(a="mới tinh")
    assert (_found(book, "cu"), _found(book, "moi")) == ([], ["a"])


def test_a_visit_of_which_nobody_knows_words_is_shown_by_its_cell(book: Book, other: Book) -> None:
    put_visits(book, (a_line("a", "đường"),))
    assert settle(book) == 0
    (hit,) = find(other, "duong")
    assert (hit.snippet, hit.marks) == (hit.visit.cell, ())


def test_memory_is_bounded_and_a_full_one_is_indexed(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "REMEMBERED", 10)
    book.words.source = shelf = Shelf()
    for begin in range(0, 30, 5):
        put_visits(book, tuple(a_line(str(number), "thôn") for number in range(begin, begin + 5)))
    assert settle(book, at_most=0) == 10
    assert not book.words.has_room(1)
    assert len(find(book, "thôn", limit=50)) == 30
    assert len(shelf.asked) == 20


def test_words_that_somebody_folded_are_indexed_so_and_never_those_of_an_older_line(book: Book) -> None:
    put_visits(
        book, (RegisterLine(a_line("a").row, "đường", "con duong cu"), RegisterLine(a_line("b").row, "rừng", "rung"))
    )
    put_visits(book, (a_line("a", "trường"),))
    assert _found(book, "truong") == ["a"]
    assert _found(book, "con duong") == []
    assert _found(book, "rung") == ["b"]
    put_visits(book, (RegisterLine(a_line("b").row, "suối", "suoi"),))
    with pytest.raises(KeyboardInterrupt):
        _put_and_break_off(book, RegisterLine(a_line("b").row, "núi", "nui"))
    book.words.source = Shelf(b="suối")
    assert _found(book, "suoi") == ["b"]
    assert _found(book, "nui") == []
