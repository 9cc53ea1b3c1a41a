"""Vietnamese words for the leaves of a visit: the text of the third opinion is *Ý kiến 3, nội dung*.

Every leaf that a visit can have has a name here; a test goes through them all. The numbers of rows come from
`domain.fields.row_numbers`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from chibo_desktop.domain.fields import row_numbers
from chibo_desktop.domain.wording import short_date
from chibo_desktop.services.archive import shown
from chibo_desktop.services.visits import VisitView
from chibo_desktop.ui.speech import tr
from chibo_desktop.ui.words import WORDS

# By the attributes that lead to it, the ids of rows left out.
_BRANCHES: dict[str, str] = {
    "cell": "Chi bộ",
    "group": "Tổ dự",
    "session": "Thông tin chung",
    "document": "Biên bản",
    "visitors": "Cấp trên dự",
    "chair": "Chủ trì",
    "secretary": "Thư ký",
    "attendance": "Thành phần dự",
    "attendance.counts": "Số lượng",
    "attendance.roster": "Danh sách đảng viên",
    "attendance.guests": "Khách mời",
    "agenda": "Nội dung, chương trình",
    "agenda.remarks": "Phát biểu",
    "opinions": "Ý kiến, kiến nghị",
    "guidance": "Ý kiến chỉ đạo",
    "tasks": "Nhiệm vụ tháng tới",
    "votes": "Biểu quyết",
    "follow_ups": "Việc kỳ trước",
    "score": "Chấm điểm",
    "score.lines": "Tiêu chí",
    "closing": "Kết luận",
    "attachments": "Tệp kèm theo",
}
_ROWS: dict[str, str] = {
    "visitors": "Người cấp trên %1",
    "attendance.roster": "Đảng viên %1",
    "attendance.guests": "Khách mời %1",
    "agenda": "Mục %1",
    "agenda.remarks": "Phát biểu %1",
    "opinions": "Ý kiến %1",
    "guidance": "Chỉ đạo %1",
    "tasks": "Nhiệm vụ %1",
    "votes": "Biểu quyết %1",
    "follow_ups": "Việc kỳ trước %1",
    "score.lines": "Tiêu chí %1",
    "attachments": "Tệp %1",
}
_LEAVES: dict[str, str] = {
    "id": "Mã",
    "name": "Họ và tên",
    "post": "Chức vụ",
    "kind": "Loại",
    "state": "Trạng thái",
    "reason": "Lý do",
    "person": "Mã người",
    "struck": "Bỏ dòng",
    "text": "Nội dung",
    "title": "Nội dung",
    "content": "Diễn biến",
    "speaker": "Người nêu",
    "deadline": "Thời hạn",
    "deadline_words": "Thời hạn ghi bằng chữ",
    "conclusion": "Kết luận",
    "cell.name": "Tên chi bộ",
    "cell.id": "Mã chi bộ",
    "cell.category": "Cấp chi bộ",
    "cell.type": "Loại hình",
    "cell.areas": "Địa bàn",
    "cell.superiors": "Cấp trên",
    "group.name": "Tên tổ",
    "group.id": "Mã tổ",
    "group.tier": "Cấp của tổ",
    "session.kind": "Loại buổi",
    "session.date": "Ngày họp",
    "session.start": "Giờ bắt đầu",
    "session.end": "Giờ kết thúc",
    "session.month": "Sinh hoạt của tháng",
    "session.place": "Nơi họp",
    "session.theme": "Chuyên đề",
    "session.fee": "Đảng phí",
    "session.fee_note": "Ghi chú đảng phí",
    "document.number": "Số biên bản",
    "document.symbol": "Ký hiệu",
    "document.locality": "Địa danh",
    "attendance.mode": "Cách ghi",
    "attendance.spoke": "Số người phát biểu",
    "attendance.prefer_typed": "Dùng số đã gõ",
    "attendance.prefer_reason": "Lý do dùng số đã gõ",
    "attendance.counts.total": "Tổng số",
    "attendance.counts.official": "Chính thức",
    "attendance.counts.probationary": "Dự bị",
    "attendance.counts.temporary": "Sinh hoạt tạm thời",
    "attendance.counts.exempt": "Miễn sinh hoạt",
    "attendance.counts.elsewhere": "Nơi khác",
    "attendance.counts.present": "Có mặt",
    "attendance.counts.present_official": "Chính thức có mặt",
    "attendance.counts.present_probationary": "Dự bị có mặt",
    "attendance.counts.excused": "Vắng có lý do",
    "attendance.counts.unexcused": "Vắng không lý do",
    "attendance.roster.late_minutes": "Đến muộn (phút)",
    "attendance.roster.left_early_minutes": "Về sớm (phút)",
    "attendance.guests.body": "Cơ quan",
    "attendance.guests.invited": "Mời",
    "attendance.guests.present": "Có mặt",
    "agenda.presenter": "Người trình bày",
    "agenda.remarks.speaker": "Người phát biểu",
    "agenda.remarks.content": "Nội dung phát biểu",
    "opinions.speaker_withheld": "Không muốn ghi tên",
    "opinions.topic": "Chủ đề",
    "opinions.addressee": "Gửi cấp",
    "opinions.answered": "Đã trả lời tại chỗ",
    "opinions.answer": "Trả lời",
    "guidance.by": "Người chỉ đạo",
    "guidance.target": "Nơi thực hiện",
    "tasks.task": "Nhiệm vụ",
    "tasks.who": "Người thực hiện",
    "votes.item": "Nội dung biểu quyết",
    "votes.agree": "Tán thành",
    "votes.against": "Không tán thành",
    "votes.other": "Ý kiến khác",
    "follow_ups.statement": "Việc",
    "follow_ups.result": "Kết quả",
    "follow_ups.note": "Ghi chú",
    "score.rubric": "Bộ tiêu chí",
    "score.own_points": "Điểm chi bộ tự chấm",
    "score.weak_points": "Hạn chế",
    "score.lines.criterion": "Tiêu chí",
    "score.lines.points": "Điểm",
    "score.lines.applicable": "Có áp dụng",
    "score.lines.computed": "Máy tính",
    "closing.last_month": "Kết quả tháng trước",
    "closing.ideology": "Tình hình tư tưởng",
    "closing.delegate_statement": "Phát biểu của cấp trên",
    "closing.cell_reply": "Tiếp thu của chi bộ",
    "closing.handed_over": "Bàn giao",
    "closing.read_back": "Đã đọc lại",
    "closing.adopted": "Đã thông qua",
    "attachments.hash": "Dấu vân tay của tệp",
    "attachments.bytes": "Số byte",
    "attachments.type": "Loại tệp",
    "attachments.label": "Tên tệp",
    "nothing_in": "Mục không có nội dung",
    "handwritten_part": "Có phần ghi tay",
    "template": "Mẫu biên bản",
}
_ENUMS: dict[str, str] = {
    "session.kind": "SessionKind",
    "session.fee": "FeeStatus",
    "attendance.mode": "AttendanceMode",
    "attendance.roster.kind": "MemberKind",
    "attendance.roster.state": "AttendanceState",
    "opinions.kind": "OpinionKind",
    "opinions.addressee": "Addressee",
    "follow_ups.result": "FollowUpResult",
    "group.tier": "Tier",
    "cell.category": "CellCategory",
    "cell.type": "CellType",
    "cell.areas": "AreaFlag",
    "nothing_in": "Section",
}
_PERSONS = frozenset({"chair", "secretary"})
_YES_NO = {"True": "có", "False": "không"}


@dataclass(frozen=True, slots=True)
class Difference:
    """A leaf for which several values stand, ready to be read."""

    place: str
    values: str


def differences(view: VisitView) -> tuple[Difference, ...]:
    """What machines say differently about a visit; the value that is shown stands first."""
    return tuple(
        Difference(
            full_name(conflict.path, row_numbers(view.visit, conflict.path)),
            "  |  ".join(value(conflict.path, shown(one.value)) for one in conflict.candidates),
        )
        for conflict in view.conflicts
    )


def kind_of(path: str) -> str:
    """The path without the ids of rows: `attendance.roster/zzzz2222/state` is `attendance.roster.state`."""
    return ".".join(path.split("/")[::2])


def name(path: str, rows: Sequence[int] = ()) -> str:
    """The leaf, and in which row or of whom: *Giờ kết thúc*, *Ý kiến 3, nội dung*, *Thư ký, họ và tên*."""
    kind = kind_of(path)
    leaf = tr(_LEAVES.get(kind) or _LEAVES[kind.rsplit(".", 1)[-1]])
    row = _row(path, rows) or _person(kind)
    if not row:
        return leaf
    return tr("%1: %2", leaf, row) if is_struck_mark(path) else tr("%1, %2", row, leaf[0].lower() + leaf[1:])


def _person(kind: str) -> str:
    """*Chủ trì*, *Thư ký*: whose name or post a leaf is that stands in no row; "" for any other."""
    whose = kind.split(".", 1)[0]
    return tr(_BRANCHES[whose]) if whose in _PERSONS else ""


def is_struck_mark(path: str) -> bool:
    """Does the leaf say whether its row was struck?"""
    return path.endswith("/struck")


def _row(path: str, rows: Sequence[int]) -> str:
    """*Ý kiến 3*, *Mục 2, phát biểu 1*; "" for a leaf of no row, or of one that has no number."""
    found, steps = "", path.split("/")[:-1:2]
    if not rows or 0 in rows:
        return found
    for at, number in enumerate(rows):
        words = tr(_ROWS[".".join(steps[: at + 1])], number)
        found = tr("%1, %2", found, words[0].lower() + words[1:]) if found else words
    return found


def place(path: str) -> str:
    """Where in the minutes the leaf stands: *Thành phần dự*, *Danh sách đảng viên*; "" for the minutes as a whole."""
    kind = kind_of(path)
    while "." in kind:
        kind = kind.rsplit(".", 1)[0]
        if kind in _BRANCHES:
            return tr(_BRANCHES[kind])
    return ""


def full_name(path: str, rows: Sequence[int] = ()) -> str:
    """The leaf with its row, or with its place where it has no row: *Thông tin chung: Giờ kết thúc*.

    Without a path it is about the minutes as a whole: edited on one machine, withdrawn on another.
    """
    if not path:
        return tr("Rút biên bản")
    where = "" if _row(path, rows) or _person(kind_of(path)) else place(path)
    return tr("%1: %2", where, name(path)) if where else name(path, rows)


def said(text: str) -> str:
    """What somebody said; where nothing is left of it, that."""
    return text or tr("(lời ghi đã xóa hoặc không chuyển)")


def value(path: str, found: str) -> str:
    """A value as the services give it, in the words of the minutes; an empty one says so."""
    if not path:
        return tr("Rút biên bản, không tính vào sổ") if found == str(True) else tr("Giữ biên bản trong sổ")
    if not found:
        return tr("(để trống)")
    kind = kind_of(path)
    if kind in _ENUMS:
        words = WORDS[_ENUMS[kind]]
        return ", ".join(tr(words[one]) if one in words else one for one in found.split(", "))
    if found in _YES_NO:
        return tr(_YES_NO[found])
    return _day(found) or found


def _day(found: str) -> str:
    try:
        return short_date(dt.date.fromisoformat(found)) if len(found) == len("2026-12-03") else ""
    except ValueError:
        return ""
