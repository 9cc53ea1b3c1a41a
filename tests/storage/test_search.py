import datetime as dt
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from chibo_desktop.domain.register import VisitRow
from chibo_desktop.domain.text import fold
from chibo_desktop.storage.book import Book, check, open_book
from chibo_desktop.storage.hits import count_hits, find
from chibo_desktop.storage.questions import Term, terms_of
from chibo_desktop.storage.register import put_visits
from chibo_desktop.storage.search import settle
from tests.building.stored import KEY, a_line

_TEXTS = {
    "a": "Chi bộ thôn Phiêng An\nĐề nghị làm đường giao thông nông thôn",
    "b": "Chi bộ thôn Đon Bây\nPhong trào toàn dân đoàn kết; số 05-HD/VPTW",
    "c": "Chi bộ Trường Tiểu học\nKết nạp đảng viên mới, ý kiến ở cơ sở",
}


@pytest.fixture
def filled(book: Book) -> Book:
    lines = [a_line(name, text, date=dt.date(2023, 9, 1 + at)) for at, (name, text) in enumerate(_TEXTS.items())]
    put_visits(book, tuple(lines))
    return book


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("chi bo", "cba"), ("CHI BỘ", "cba"), ("chi bộ thôn", "ba"), ("đường", "a"), ("duong", "a"), ("dan", "cb"),
        ("dang", "c"), ("bây ", "b"), ("tr", "cb"), ("tro", ""), ("truo", "c"), ("thôn đường", "a"),
        ('"giao thông"', "a"), ('"thông giao"', ""), ('"nông th', "a"), ('"giao thông" nông', "a"),
        ("thôn -đường", "b"), ('bộ -"phong trào"', "ca"), ("-đường", ""), ("thôn -đ", "ba"), ("05-HD/VPTW", "b"),
        ("05-hd/vp", "b"), ("ý", "c"), ("y", "c"), ("", ""), ("   ", ""), ('"', ""), ('""', ""), ("-", ""), ("*", ""),
        ("thôn OR trường", ""), ("words:thôn", ""), ("(thôn)", "ba"), ("NEAR(thôn)", ""),
    ],
)  # fmt: skip
def test_what_is_typed_finds(filled: Book, typed: str, expected: str) -> None:
    assert "".join(hit.visit.id for hit in find(filled, typed)) == expected
    assert count_hits(filled, typed) == len(expected)


def test_newest_first_whatever_the_order_of_recording(book: Book) -> None:
    dates = {"a": dt.date(2024, 1, 1), "b": None, "c": dt.date(2023, 1, 1), "d": dt.date(2024, 1, 1)}
    put_visits(book, tuple(a_line(name, "thôn", date=date) for name, date in dates.items()))
    assert "".join(hit.visit.id for hit in find(book, "thôn")) == "bdac"
    assert "".join(hit.visit.id for hit in find(book, "thôn", limit=2, offset=1)) == "da"


def test_words_of_a_visit_that_changes_date_are_found_once(book: Book) -> None:
    for date in (dt.date(2023, 1, 1), None, dt.date(2024, 1, 1)):
        put_visits(book, (a_line("a", "thôn", date=date),))
        assert len(find(book, "thôn")) == 1
    put_visits(book, (a_line("a", "thôn", date=None),))
    put_visits(book, (a_line("a", "bản", date=dt.date(2025, 1, 1)),))
    assert (len(find(book, "thôn")), len(find(book, "bản"))) == (0, 1)


def test_the_index_follows_in_portions(book: Book) -> None:
    put_visits(book, tuple(a_line(str(number), "thôn") for number in range(25)))
    assert settle(book, at_most=10) == 15
    assert settle(book, at_most=0) == 15
    assert settle(book) == 0
    assert count_hits(book, "thôn") == 25
    assert count_hits(book, "thôn", at_most=7) == 7
    assert check(book, full=True) == ()


def _marked(book: Book, typed: str) -> tuple[str, list[str]]:
    (hit,) = find(book, typed, limit=1)
    return hit.snippet, [hit.snippet[start:end] for start, end in hit.marks]


def test_snippets_show_the_words_as_written(filled: Book) -> None:
    assert _marked(filled, "duong giao") == ("Đề nghị làm đường giao thông nông thôn", ["đường", "giao"])
    assert _marked(filled, '"phong tr')[1] == ["Phong tr"]
    assert _marked(filled, "thôn -đường")[1] == ["thôn"]


def test_long_lines_are_cut_at_words(book: Book) -> None:
    put_visits(book, (a_line("a", "mở đầu " + "lời dài " * 100 + "Đường liên thôn " + "còn nữa " * 100),))
    snippet, marked = _marked(book, "duong lien")
    assert marked == ["Đường", "liên"]
    assert len(snippet) <= 120
    assert snippet.split()[0] in {"lời", "dài"}
    assert snippet.split()[-1] in {"còn", "nữa"}


def test_letters_that_fold_into_several_keep_marks_in_place(book: Book) -> None:
    put_visits(book, (a_line("a", "ßßß ﬁne đường"),))
    assert _marked(book, "duong") == ("ßßß ﬁne đường", ["đường"])


def test_only_the_last_word_may_be_unfinished() -> None:
    assert terms_of('Đường "giao th') == (Term(("duong",), False, False), Term(("giao", "th"), False, True))
    assert terms_of("-đư") == (Term(("du",), True, False),)
    assert terms_of("th ") == (Term(("th",), False, False),)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=300) | st.text(alphabet="\"-*:()^{}+ ANDORNTEthôđ\x00\udc80_;'", max_size=40))
@example(text='"\x00"*')
@example(text="-" * 200)
@example(text='a"b' * 100)
@example(text="\ud800")
def test_any_text_is_a_question(filled: Book, text: str) -> None:
    assert count_hits(filled, text) == len(find(filled, text))


WORD = st.sampled_from(["thôn", "bản", "làng", "đường", "giao", "nông", "thông", "Đảng", "dân", "ở"])


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.lists(WORD, max_size=6), max_size=6), wanted=st.lists(WORD, min_size=1, max_size=3))
def test_search_finds_what_reading_everything_finds(tmp_path: Path, texts: list[list[str]], wanted: list[str]) -> None:
    book = open_book(tmp_path / "book.db", KEY, create=True)
    try:
        numbered = {str(number): " ".join(words) for number, words in enumerate(texts)}
        for name in (str(number) for number in range(6)):
            put_visits(book, (a_line(name, numbered.get(name, "")),))
        words, phrase = [fold(word) for word in wanted], fold(" ".join(wanted))
        all_words = {name for name, text in numbered.items() if set(words) <= set(fold(text).split())}
        in_order = {name for name, text in numbered.items() if f" {phrase} " in f" {fold(text)} "}
        assert {hit.visit.id for hit in find(book, " ".join(wanted) + " ")} == all_words
        assert {hit.visit.id for hit in find(book, f'"{" ".join(wanted)}"')} == in_order
    finally:
        book.close()


@pytest.mark.bench
def test_typing_is_answered_at_once_over_many_visits(book: Book) -> None:
    """p95 of a key stroke over 24,000 visits is some 8 ms; here a tenth of them, with room for a slow machine."""
    texts = ["\n".join((*_TEXTS.values(), f"nghị quyết số {number} về {number % 97}")) for number in range(2400)]
    for at in range(0, 2400, 24):
        put_visits(book, tuple(a_line(str(n), texts[n], date=dt.date(2023, 1, 1 + n % 28)) for n in range(at, at + 24)))
    settle(book)
    spent = []
    for typed in ("đường giao thông nông thôn", '"phong trào toàn dân" -giám', "nghị quyết số 12"):
        for end in range(1, len(typed) + 1):
            begun = time.perf_counter()
            find(book, typed[:end])
            spent.append(time.perf_counter() - begun)
    assert sorted(spent)[int(len(spent) * 0.95)] < 0.020


def test_hits_carry_the_line_of_the_register(filled: Book) -> None:
    (hit,) = find(filled, "đường")
    assert isinstance(hit.visit, VisitRow)
    assert hit.visit.date == dt.date(2023, 9, 1)
