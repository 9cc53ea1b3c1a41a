"""Words for one leaf of a visit: in which section it stands, in which row, and what it is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from chibo_desktop.domain.visits import Section, Visit
from chibo_desktop.domain.wording import short_date
from chibo_desktop.services.visits import VisitView
from chibo_desktop.ui.speech import tr
from chibo_desktop.ui.words import WORDS, word

_SECTIONS: dict[str, Section] = {
    "cell": Section.GENERAL,
    "group": Section.GENERAL,
    "session": Section.GENERAL,
    "document": Section.GENERAL,
    "visitors": Section.GENERAL,
    "chair": Section.GENERAL,
    "secretary": Section.GENERAL,
    "score": Section.SCORING,
    "follow_ups": Section.OPINIONS,
}

_LEAVES: dict[str, str] = {
    "session.date": "Ngày họp",
    "session.start": "Bắt đầu",
    "session.end": "Kết thúc",
    "session.place": "Nơi họp",
    "session.kind": "Loại buổi",
    "session.theme": "Chuyên đề",
    "session.month": "Sinh hoạt tháng",
    "session.fee": "Đảng phí",
    "session.fee_note": "Ghi chú đảng phí",
    "cell.name": "Chi bộ",
    "cell.superiors": "Cấp trên",
    "document.number": "Số biên bản",
    "document.locality": "Địa danh",
    "chair.name": "Chủ trì",
    "chair.post": "Chức vụ chủ trì",
    "secretary.name": "Thư ký",
    "secretary.post": "Chức vụ thư ký",
    "attendance.counts.total": "Tổng số",
    "attendance.counts.present": "Có mặt",
    "attendance.counts.excused": "Vắng có lý do",
    "attendance.counts.unexcused": "Vắng không lý do",
    "attendance.counts.exempt": "Miễn sinh hoạt",
    "attendance.spoke": "Số người phát biểu",
    "closing.conclusion": "Kết luận",
    "closing.read_back": "Đã đọc lại",
    "closing.adopted": "Đã thông qua",
    "name": "Họ và tên",
    "post": "Chức vụ",
    "state": "Trạng thái",
    "reason": "Lý do",
    "kind": "Loại",
    "speaker": "Người nêu",
    "text": "Nội dung",
    "addressee": "Gửi cấp",
    "answered": "Đã trả lời",
    "answer": "Trả lời",
    "by": "Người chỉ đạo",
    "target": "Nơi thực hiện",
    "deadline": "Thời hạn",
    "task": "Nhiệm vụ",
    "who": "Người thực hiện",
    "title": "Nội dung",
    "presenter": "Người trình bày",
    "conclusion": "Kết luận",
    "item": "Nội dung biểu quyết",
    "agree": "Tán thành",
    "against": "Không tán thành",
    "other": "Ý kiến khác",
    "points": "Điểm",
    "struck": "Bỏ dòng",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """A leaf for which several values stand, ready to be read."""

    place: str
    values: str


def differences(view: VisitView) -> tuple[Difference, ...]:
    """What machines say differently about a visit; the value that is shown stands first."""
    return tuple(
        Difference(
            place(conflict.path, view.visit), "  |  ".join(value(candidate.value) for candidate in conflict.candidates)
        )
        for conflict in view.conflicts
    )


def place(path: str, visit: Visit) -> str:
    """Section, row and name of a leaf: *Ý kiến, kiến nghị, dòng 2: Nội dung*."""
    root = path.replace("/", ".").split(".")[0]
    section = word(_SECTIONS[root]) if root in _SECTIONS else tr(WORDS["Section"].get(root, root))
    steps = path.split("/")
    leaf = steps[-1]
    name = tr(_LEAVES[leaf]) if leaf in _LEAVES else ""
    row = _row_number(steps, visit)
    head = tr("%1, dòng %2", section, row) if row else section
    return tr("%1: %2", head, name) if name else head


def value(found: object) -> str:
    """A value as people read it."""
    if isinstance(found, StrEnum):
        return word(found)
    if isinstance(found, bool):
        return tr("có") if found else tr("không")
    if isinstance(found, dt.date):
        return short_date(found)
    return tr("(để trống)") if found in (None, "", ()) else str(found)


def _row_number(steps: list[str], visit: Visit) -> int:
    if len(steps) < 3:
        return 0
    rows: object = visit
    for name in steps[0].split("."):
        rows = getattr(rows, name, ())
    ids = [row.id for row in rows] if isinstance(rows, tuple) else []
    return ids.index(steps[1]) + 1 if steps[1] in ids else 0
