"""Vietnamese names for the leaves of a visit: `opinions/abcd2345/text` is *Ý kiến, kiến nghị: Nội dung*.

Every leaf that a visit can have has a name here; a test goes through them all.
"""

from __future__ import annotations

import datetime as dt

from chibo_desktop.domain.wording import short_date
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
}
_YES_NO = {"True": "có", "False": "không"}


def kind_of(path: str) -> str:
    """The path without the ids of rows: `attendance.roster/zzzz2222/state` is `attendance.roster.state`."""
    return ".".join(path.split("/")[::2])


def name(path: str) -> str:
    """The leaf alone: *Giờ kết thúc*."""
    kind = kind_of(path)
    last = kind.rsplit(".", 1)[-1]
    return tr(_LEAVES.get(kind) or _LEAVES[last])


def place(path: str) -> str:
    """Where in the minutes the leaf stands: *Thành phần dự*, *Danh sách đảng viên*; "" for the minutes as a whole."""
    kind = kind_of(path)
    while "." in kind:
        kind = kind.rsplit(".", 1)[0]
        if kind in _BRANCHES:
            return tr(_BRANCHES[kind])
    return ""


def full_name(path: str) -> str:
    """Place and leaf: *Ý kiến, kiến nghị: Nội dung*."""
    where = place(path)
    return tr("%1: %2", where, name(path)) if where else name(path)


def value(path: str, shown: str) -> str:
    """A value as the services give it, in the words of the minutes; an empty one says so."""
    if not shown or shown in ("()", "None"):
        return tr("(để trống)")
    words = WORDS.get(_ENUMS.get(kind_of(path), ""), {})
    if shown in words:
        return tr(words[shown])
    if shown in _YES_NO:
        return tr(_YES_NO[shown])
    return _day(shown) or shown


def _day(shown: str) -> str:
    try:
        return short_date(dt.date.fromisoformat(shown)) if len(shown) == len("2026-12-03") else ""
    except ValueError:
        return ""
