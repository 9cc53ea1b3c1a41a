"""Dates, counts and letters as the printed form wants them (Hướng dẫn 05-HD/VPTW, 27/5/2026)."""

from datetime import date

_POINTS = "abcdđeghiklm"
_WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")


def padded(number: int) -> str:
    """A count in prose: two digits below ten, thousands with a dot. ``3`` is ``03``, ``1992`` is ``1.992``."""
    return f"{number:02d}" if number < 1000 else f"{number:,}".replace(",", ".")


def decimal(value: float, places: int = 1) -> str:
    """A decimal with a comma: ``88.888`` is ``88,9``."""
    return f"{value:.{places}f}".replace(".", ",")


def _month(month: int) -> str:
    return f"{month:02d}" if month < 3 else str(month)


def short_date(day: date) -> str:
    """``05/02/2026``, ``27/5/2026``: a zero before days below ten and before months 1 and 2 only."""
    return f"{day.day:02d}/{_month(day.month)}/{day.year:04d}"


def long_date(day: date) -> str:
    """``ngày 05 tháng 02 năm 2026``."""
    return f"ngày {day.day:02d} tháng {_month(day.month)} năm {day.year:04d}"


def month_of(day: date) -> str:
    """``9/2023``, ``02/2026``."""
    return f"{_month(day.month)}/{day.year:04d}"


def long_month(year: int, month: int) -> str:
    """``tháng 9 năm 2023``."""
    return f"tháng {_month(month)} năm {year:04d}"


def clock_words(hour_minute: str) -> str:
    """``19:30`` as ``19 giờ 30 phút``."""
    hour, minute = hour_minute.split(":")
    return f"{hour} giờ {minute} phút"


def weekday(day: date) -> str:
    return _WEEKDAYS[day.weekday()]


def point_letter(index: int) -> str:
    """Letter of the ``index``-th point (from 0): a, b, c, d, đ, e, g, h, i, k, l, m, then a1, b1 ..."""
    round_, place = divmod(index, len(_POINTS))
    return _POINTS[place] + (str(round_) if round_ else "")


def ordinal_symbol(number: int, symbol: str) -> str:
    """Number and symbol of a document: ``Số 05-BB/CB``, with no colon."""
    return f"Số {number:02d}-{symbol}"
