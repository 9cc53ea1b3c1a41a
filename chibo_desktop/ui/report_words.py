"""A report as tables of words and numbers: screen, paper, spreadsheet and Word all show these and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from chibo_desktop.domain.figures import CLASSES, Count, Counted, Extreme, GroupFigures, Measure, TierFigures
from chibo_desktop.domain.organisation_tree import natural
from chibo_desktop.domain.people import Tier
from chibo_desktop.domain.reports import Asked, Report, ReportKind, TextPart
from chibo_desktop.domain.successions import AsOf
from chibo_desktop.domain.wording import decimal, padded, short_date
from chibo_desktop.ui.speech import tr
from chibo_desktop.ui.words import word

Value = str | int
"""A cell: text, or a number that spreadsheets can go on with."""

NO_TIER = "Chưa rõ cấp"

EXTREMES = (
    ("Tổ dự nhiều nhất", True, "groups"),
    ("Tổ dự ít nhất", False, "groups"),
    ("Đảng bộ được dự nhiều nhất", True, "bodies"),
    ("Đảng bộ được dự ít nhất", False, "bodies"),
)
"""The last rows of the half-year table: words, the most or the least, of whom."""


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A table of a report. ``key`` names it in files; ``shares`` are the widths of its columns.

    ``counted``: by row and column, what the visits behind a number are.
    """

    key: str
    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    shares: tuple[int, ...]
    bold: frozenset[int] = frozenset()
    notes: tuple[str, ...] = ()
    counted: Mapping[tuple[int, int], Counted] = field(default_factory=dict[tuple[int, int], Counted])


def period_words(asked: Asked) -> str:
    """What the period is called: "6 tháng đầu năm 2023", "tháng 9 năm 2023"."""
    first, year = asked.first, asked.first.year
    if asked.kind is ReportKind.HALF_YEAR:
        half = "đầu" if first.month == 1 else "cuối"
        return f"6 tháng {half} năm {year}"
    if asked.kind is ReportKind.QUARTER:
        return f"quý {(first.month + 2) // 3} năm {year}"
    if asked.kind is ReportKind.MONTH:
        return f"tháng {first.month} năm {year}"
    if asked.kind is ReportKind.YEAR:
        return f"năm {year}"
    return f"từ {short_date(asked.first)} đến {short_date(asked.last)}"


def as_of_words(as_of: AsOf) -> str:
    """Under which organisations the figures are counted."""
    if as_of is AsOf.THEN:
        return tr("Tổ chức tại thời điểm đó")
    return tr("Quy về tổ chức hiện nay")


def tables_of(report: Report) -> tuple[ReportTable, ...]:
    """All tables of a report, those without a row left out."""
    found = (
        half_year_table(report),
        _months(report),
        _group_table(report, "groups", tr("Kết quả theo từng tổ"), tr("Tổ"), report.groups),
        _group_table(report, "bodies", tr("Kết quả theo từng đảng bộ"), tr("Đảng bộ"), report.bodies),
        _petitions(report),
        _coverage(report),
        _missed(report),
    )
    return tuple(table for table in found if table.rows)


def measures_of(report: Report) -> tuple[Measure, ...]:
    """The rows of the half-year table above the extremes; classes that nobody attended are left out."""
    tiers = report.figures.tiers
    shown = [one for one in CLASSES if any(tier.counts[one].visits for tier in tiers)] or [*CLASSES[:2]]
    return (Measure.ATTENDED, *shown, Measure.COMMITTEE, Measure.THEMATIC)


def half_year_table(report: Report) -> ReportTable:
    """The table of both tiers: visits and distinct cells of each measure, and the extremes."""
    tiers = report.figures.tiers
    head = (tr("Chỉ tiêu"), *(words for one in tiers for words in _tier_heads(one.tier)))
    rows: list[tuple[Value, ...]] = []
    counted: dict[tuple[int, int], Counted] = {}
    for measure in measures_of(report):
        for place, tier in enumerate(tiers):
            counted |= _counted_pair((len(rows), 1 + 2 * place), Counted(measure, (tier.tier,)))
        label = f"Trong đó: {word(measure)}" if measure in CLASSES else word(measure)
        rows.append((label, *(number for tier in tiers for number in _pair(tier.counts[measure]))))
    for label, most, who in EXTREMES:
        for place, tier in enumerate(tiers):
            counted |= dict(_counted_extreme((len(rows), 1 + 2 * place), tier, who, most=most))
        pairs = (extreme_pair(tier, who, most=most) for tier in tiers)
        rows.append((tr(label), *("" if one is None else one.count for pair in pairs for one in pair)))
    shares = (34, *([66 // (2 * max(1, len(tiers)))] * 2 * len(tiers)))
    notes = tuple(note for tier in tiers for note in _extreme_notes(tier, report))
    title = tr("Kết quả dự sinh hoạt chi bộ")
    return ReportTable("figures", title, head, tuple(rows), shares, frozenset({0}), notes, counted)


def chart_of(report: Report) -> tuple[tuple[str, ...], tuple[tuple[str, tuple[int, ...]], ...]]:
    """Visits to cells by month: the months, and for each tier its numbers."""
    months = tuple(dict.fromkeys(one.month for one in report.figures.months))
    found = {(one.month, one.tier): one.visits for one in report.figures.months}
    tiers = [tier.tier for tier in report.figures.tiers]
    series = tuple((tier_words(tier), tuple(found.get((month, tier), 0) for month in months)) for tier in tiers)
    return months, tuple(one for one in series if any(one[1]))


def tier_words(tier: Tier | None) -> str:
    return NO_TIER if tier is None else word(tier)


def text_heading(part: TextPart) -> str:
    """The heading of what is written beside the figures."""
    return {
        TextPart.STRENGTHS: tr("Ưu điểm"),
        TextPart.LIMITS: tr("Hạn chế"),
        TextPart.CAUSES: tr("Nguyên nhân"),
        TextPart.ORIENTATION: tr("Phương hướng thời gian tới"),
    }[part]


def _tier_heads(tier: Tier | None) -> tuple[str, str]:
    return f"{tier_words(tier)}, số lượt", f"{tier_words(tier)}, số nơi"


def _pair(count: Count) -> tuple[int, int]:
    return count.visits, count.cells


def extreme_pair(tier: TierFigures, who: str, *, most: bool) -> tuple[Extreme | None, Extreme | None]:
    """The most or the least of ``groups`` or ``bodies``: by visits, and by distinct cells."""
    found = tier.groups if who == "groups" else tier.bodies
    return (found.most_visits, found.most_cells) if most else (found.least_visits, found.least_cells)


def _counted_pair(at: tuple[int, int], counted: Counted) -> dict[tuple[int, int], Counted]:
    """Visits stand at that row and column, the distinct cells beside them."""
    row, column = at
    return {at: counted, (row, column + 1): replace(counted, distinct=True)}


def _counted_extreme(
    at: tuple[int, int], tier: TierFigures, who: str, *, most: bool
) -> Iterator[tuple[tuple[int, int], Counted]]:
    """The first of those who are equal stands for them."""
    row, column = at
    for place, one in enumerate(extreme_pair(tier, who, most=most)):
        if one is not None:
            first = one.who[0]
            group, body = (first, None) if who == "groups" else (None, first)
            yield (
                (row, column + place),
                Counted(Measure.ATTENDED, (tier.tier,), distinct=bool(place), group=group, body=body),
            )


def _extreme_notes(tier: TierFigures, report: Report) -> Iterator[str]:
    """Who the extremes are, by visits."""
    for found, most, least in (
        (tier.groups, tr("tổ dự nhiều nhất"), tr("tổ dự ít nhất")),
        (tier.bodies, tr("đảng bộ được dự nhiều nhất"), tr("đảng bộ được dự ít nhất")),
    ):
        for extreme, words in ((found.most_visits, most), (found.least_visits, least)):
            if extreme is not None:
                yield f"{tier_words(tier.tier)}, {words}: {_named(extreme, report)} ({padded(extreme.count)} lượt)."


def _named(extreme: Extreme, report: Report) -> str:
    names = [report.names.get(who, who) for who in extreme.who]
    shown = ", ".join(names[:3])
    return shown if len(names) <= 3 else f"{shown} và {padded(len(names) - 3)} nơi khác"


def _months(report: Report) -> ReportTable:
    months, series = chart_of(report)
    rows = tuple(
        (_month(month), *(values[place] for _, values in series), sum(values[place] for _, values in series))
        for place, month in enumerate(months)
    )
    head = (tr("Tháng"), *(name for name, _ in series), tr("Cộng"))
    every = tuple(tier.tier for tier in report.figures.tiers)
    shown = [*((tier,) for tier in every if tier_words(tier) in head), every]
    counted = {
        (row, column): Counted(Measure.ATTENDED, tiers, month=month)
        for row, month in enumerate(months)
        for column, tiers in enumerate(shown, 1)
    }
    shares = (25, *([75 // len(head[1:])] * len(head[1:])))
    return ReportTable("months", tr("Số lượt dự theo tháng"), head, rows, shares, counted=counted)


def _month(month: str) -> str:
    year, _, number = month.partition("-")
    return f"{int(number):02d}/{year}" if number in {"01", "02"} else f"{int(number)}/{year}"


def _group_table(report: Report, key: str, title: str, head: str, found: Sequence[GroupFigures]) -> ReportTable:
    measures = (Measure.ATTENDED, Measure.COMMITTEE, Measure.THEMATIC, Measure.REMOTE)
    order = [*Tier, None]
    named = sorted(found, key=lambda one: (order.index(one.tier), natural(report.names.get(one.who, one.who))))
    rows = tuple(
        (
            report.names.get(one.who, one.who) or tr("Chưa rõ"),
            tier_words(one.tier),
            *_pair(one.counts[Measure.ATTENDED]),
            *(one.counts[measure].visits for measure in measures[1:]),
        )
        for one in named
    )
    heads = (
        head, tr("Cấp"), tr("Số lượt"), tr("Số chi bộ"), tr("Họp đảng ủy"), tr("Chuyên đề"), tr("Vùng khó khăn"),
    )  # fmt: skip
    counted: dict[tuple[int, int], Counted] = {}
    for row, one in enumerate(named):
        group, body = (one.who, None) if key == "groups" else (None, one.who)
        counted |= _counted_pair((row, 2), Counted(Measure.ATTENDED, (one.tier,), group=group, body=body))
        for column, measure in enumerate(measures[1:], 4):
            counted[row, column] = Counted(measure, (one.tier,), group=group, body=body)
    return ReportTable(key, title, heads, rows, (36, 14, 10, 10, 10, 10, 10), counted=counted)


def _petitions(report: Report) -> ReportTable:
    found = report.petitions
    rows: list[tuple[Value, ...]] = [(word(kind), number) for kind, number in found.by_kind.items()]
    rows += [(f"{tr('Trạng thái')}: {word(state)}", number) for state, number in found.by_state.items()]
    rows += [(f"{tr('Gửi')}: {word(level)}", number) for level, number in found.by_level.items()]
    if rows:
        waits = zip((tr("đến 30 ngày"), tr("từ 31 đến 90 ngày"), tr("trên 90 ngày")), found.waiting, strict=True)
        rows += [(f"{tr('Đang chờ')} {words}", number) for words, number in waits]
        rows += [(tr("Quá hạn trả lời"), found.overdue), (tr("Đã xong, chưa báo lại chi bộ"), found.untold)]
    title = tr("Ý kiến, kiến nghị và ý kiến chỉ đạo")
    return ReportTable("petitions", title, (tr("Nội dung"), tr("Số lượng")), tuple(rows), (75, 25))


def _coverage(report: Report) -> ReportTable:
    found = report.coverage
    rows = tuple(
        (words, share.attended, share.all, f"{decimal(100 * share.attended / share.all)} %")
        for words, share in (
            (tr("Chi bộ vùng sâu, xa, khó khăn, biên giới"), found.remote),
            (tr("Tất cả các chi bộ"), found.every),
        )
        if share.all
    )
    head = (tr("Phạm vi"), tr("Đã được dự"), tr("Tổng số"), tr("Tỷ lệ"))
    return ReportTable("coverage", tr("Độ bao phủ"), head, rows, (49, 19, 16, 16))


def _missed(report: Report) -> ReportTable:
    names = sorted(report.names.get(one, one) for one in report.coverage.missed)
    rows = tuple((place, name) for place, name in enumerate(names, 1))
    return ReportTable(
        "missed", tr("Chi bộ vùng khó khăn chưa được dự trong kỳ"), (tr("TT"), tr("Chi bộ")), rows, (10, 90)
    )
