"""Periods that people ask figures for: months, quarters, half-years and years that have begun."""

import datetime as dt

Period = tuple[dt.date, dt.date]
"""First and last day, both included."""

YEARS_BACK = 4


def months_from(year: int, month: int, count: int) -> Period:
    """So many whole months, the first of which is given."""
    following = dt.date(year + (month - 1 + count) // 12, (month - 1 + count) % 12 + 1, 1)
    return dt.date(year, month, 1), following - dt.timedelta(days=1)


def half_year_of(day: dt.date) -> Period:
    """The half-year in which a day lies."""
    return months_from(day.year, 1 if day.month <= 6 else 7, 6)


def periods_until(day: dt.date) -> tuple[Period, ...]:
    """What is offered on a day: the half-years and years that have begun, the latest first, then quarters and months.

    Quarters and months are those of the last twelve months.
    """
    found: list[Period] = []
    for year in range(day.year, day.year - YEARS_BACK - 1, -1):
        found += [half for half in (months_from(year, 7, 6), months_from(year, 1, 6)) if half[0] <= day]
        found.append(months_from(year, 1, 12))
    quarter, month = (day.month - 1) // 3, day.month - 1
    found += [_months_before(day.year, quarter * 3 - 3 * back, 3) for back in range(4)]
    found += [_months_before(day.year, month - back, 1) for back in range(12)]
    return tuple(found)


def _months_before(year: int, index: int, count: int) -> Period:
    """``index``: months from January of that year, below zero in years before."""
    return months_from(year + index // 12, index % 12 + 1, count)
