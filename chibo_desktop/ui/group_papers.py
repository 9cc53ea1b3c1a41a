"""The appendix of a decision about groups, for paper and as a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chibo_desktop.domain.groups import DecidedGroup, Decision, GroupMember
from chibo_desktop.domain.wording import long_date, padded
from chibo_desktop.services import tables
from chibo_desktop.services.group_views import DecisionView
from chibo_desktop.ui import group_words

_TITLE = "DANH SÁCH CÁC TỔ DỰ SINH HOẠT CHI BỘ"
_HEAD = ("TT", "Họ và tên", "Chức vụ", "Nhiệm vụ trong tổ")
_SHARES = (6, 30, 44, 20)


def appendix_pdf(view: DecisionView) -> bytes:
    """The groups of a decision on landscape pages in the printed form: under a line for each group its members.

    Raises ``Fault`` FONT_MISSING.
    """
    decision = view.decision
    head = tables.HeadText("", decision.issuer, "", long_date(decision.date) if decision.date else "")
    rows = tuple(_paper_rows(view))
    return tables.form_file(tables.TableText(_TITLE, _note(decision), _HEAD, rows, _SHARES, tables.Form(head)))


def _note(decision: Decision) -> str:
    cited = group_words.title(decision.number, decision.date)
    by = f" của {decision.issuer}" if decision.issuer else ""
    held = f"có hiệu lực {group_words.validity(decision.valid_from, decision.valid_to)}"
    gone = ", đã thu hồi" if decision.revoked else ""
    return f"(Kèm theo {cited}{by}; {held}{gone})"


def _paper_rows(view: DecisionView) -> Iterator[tuple[str, ...]]:
    for group in view.decision.groups:
        yield (_group_line(view, group),)
        for place, member in enumerate(group.members, start=1):
            yield padded(place), member.name, member.post, group_words.POSTS[member.role]


def _group_line(view: DecisionView, group: DecidedGroup) -> str:
    units = "; ".join(group_words.unit_words(view.unit(unit)) for unit in group.organisations)
    named = f"{group.name} ({group_words.tier(group.tier).lower()})" if group.tier else group.name
    return f"{named}. Phụ trách: {units}" if units else f"{named}. Chưa giao tổ chức nào"


def appendix_xlsx(view: DecisionView) -> bytes:
    """The same as a spreadsheet: groups, members, and what each group is assigned."""
    decision = view.decision
    note = _note(decision)
    text, number = tables.Kind.TEXT, tables.Kind.NUMBER
    place = tables.Column("TT", 6, number)
    group_columns = (place, _column("Tổ", 24), _column("Cấp", 12), _column("Tổ trưởng", 28))
    groups = tables.Sheet(
        "Các tổ",
        (*group_columns, tables.Column("Số người", 10, number), _column("Phụ trách", 70)),
        _group_rows(view),
        _TITLE,
        note,
    )
    post = tables.Column("Nhiệm vụ trong tổ", 18, text)
    members = tables.Sheet(
        "Thành viên",
        (place, _column("Tổ", 24), _column("Họ và tên", 28), _column("Chức vụ", 44), post),
        _member_rows(decision.groups),
        _TITLE,
        note,
    )
    units = tables.Sheet(
        "Phân công",
        (place, _column("Tổ", 24), _column("Tổ chức", 44), _column("Cấp trên", 60)),
        _unit_rows(view),
        _TITLE,
        note,
    )
    return tables.xlsx_file((groups, members, units), decision.issuer)


def _column(head: str, width: float) -> tables.Column:
    return tables.Column(head, width)


def _group_rows(view: DecisionView) -> Iterator[tuple[tables.Cell, ...]]:
    for place, group in enumerate(view.decision.groups, start=1):
        leader = group.leader.name if group.leader else ""
        units = "; ".join(group_words.unit_words(view.unit(unit)) for unit in group.organisations)
        yield place, group.name, group_words.tier(group.tier), leader, len(group.members), units


def _member_rows(groups: Sequence[DecidedGroup]) -> Iterator[tuple[tables.Cell, ...]]:
    every: list[tuple[str, GroupMember]] = [(group.name, member) for group in groups for member in group.members]
    for place, (group, member) in enumerate(every, start=1):
        yield place, group, member.name, member.post, group_words.POSTS[member.role]


def _unit_rows(view: DecisionView) -> Iterator[tuple[tables.Cell, ...]]:
    every = [(group.name, view.unit(unit)) for group in view.decision.groups for unit in group.organisations]
    for place, (group, unit) in enumerate(every, start=1):
        yield place, group, unit.name or unit.id, ", ".join(unit.superiors)
