"""Dates, counts and letters as the printed form wants them."""

from datetime import date

import pytest

from chibo_desktop.domain import wording


@pytest.mark.parametrize(
    ("number", "text"), [(0, "00"), (3, "03"), (9, "09"), (10, "10"), (999, "999"), (1992, "1.992"), (36872, "36.872")]
)
def test_counts_in_prose(number: int, text: str) -> None:
    assert wording.padded(number) == text


def test_decimals_have_a_comma() -> None:
    assert wording.decimal(88.888) == "88,9"
    assert wording.decimal(100, 0) == "100"
    assert wording.decimal(2.5, 2) == "2,50"


@pytest.mark.parametrize(
    ("day", "short", "long"),
    [
        (date(2026, 2, 5), "05/02/2026", "ngày 05 tháng 02 năm 2026"),
        (date(2026, 5, 27), "27/5/2026", "ngày 27 tháng 5 năm 2026"),
        (date(2023, 9, 22), "22/9/2023", "ngày 22 tháng 9 năm 2023"),
        (date(2026, 1, 10), "10/01/2026", "ngày 10 tháng 01 năm 2026"),
        (date(2026, 3, 9), "09/3/2026", "ngày 09 tháng 3 năm 2026"),
        (date(2026, 12, 3), "03/12/2026", "ngày 03 tháng 12 năm 2026"),
    ],
)
def test_zeros_stand_before_days_below_ten_and_months_one_and_two(day: date, short: str, long: str) -> None:
    assert wording.short_date(day) == short
    assert wording.long_date(day) == long


def test_months() -> None:
    assert wording.month_of(date(2023, 9, 1)) == "9/2023"
    assert wording.month_of(date(2026, 2, 1)) == "02/2026"
    assert wording.long_month(2023, 9) == "tháng 9 năm 2023"
    assert wording.long_month(2026, 1) == "tháng 01 năm 2026"


def test_hours_and_days_of_the_week() -> None:
    assert wording.clock_words("19:30") == "19 giờ 30 phút"
    assert wording.weekday(date(2026, 11, 23)) == "Thứ Hai"
    assert wording.weekday(date(2026, 11, 29)) == "Chủ nhật"


def test_point_letters_leave_out_what_vietnamese_leaves_out() -> None:
    letters = [wording.point_letter(index) for index in range(15)]
    assert letters == ["a", "b", "c", "d", "đ", "e", "g", "h", "i", "k", "l", "m", "a1", "b1", "c1"]


def test_number_and_symbol_have_no_colon() -> None:
    assert wording.ordinal_symbol(5, "BB/CB") == "Số 05-BB/CB"
    assert wording.ordinal_symbol(130, "KH/TU") == "Số 130-KH/TU"
