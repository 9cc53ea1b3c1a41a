"""Sentences for what the rules find: each with the numbers, none of them a refusal."""

from __future__ import annotations

import datetime as dt

from chibo_desktop.domain.rules import Finding, FindingCode
from chibo_desktop.domain.wording import padded, short_date
from chibo_desktop.ui.speech import tr

# `{name}` takes the datum of that name: numbers padded, dates written as on paper.
_SENTENCES: dict[FindingCode, str] = {
    FindingCode.DATE_MISSING: "Chưa ghi ngày họp.",
    FindingCode.DATE_IN_FUTURE: "Ngày họp {date} chưa tới.",
    FindingCode.DATE_LONG_PAST: "Ngày họp {date} đã quá lâu; xem lại năm.",
    FindingCode.OUTSIDE_FIRST_WEEK: "Họp ngày {date}, sau {days} ngày đầu của tháng.",
    FindingCode.END_BEFORE_START: "Giờ kết thúc {end} không sau giờ bắt đầu {start}.",
    FindingCode.TOO_SHORT: "Buổi họp dài {minutes} phút, quy định ít nhất {least} phút.",
    FindingCode.CELL_MISSING: "Chưa ghi tên chi bộ.",
    FindingCode.CHAIR_MISSING: "Chưa ghi người chủ trì.",
    FindingCode.SECRETARY_MISSING: "Chưa ghi thư ký.",
    FindingCode.THEME_MISSING: "Chưa ghi tên chuyên đề.",
    FindingCode.COUNTS_DIFFER: "Mục 1 ghi {typed} đảng viên có mặt, danh sách cho {roster}.",
    FindingCode.PRESENT_OVER_TOTAL: "Có mặt {present}, nhiều hơn tổng số {total}.",
    FindingCode.SUM_DIFFERS: "Có mặt, vắng và miễn cộng lại là {sum}, tổng số ghi {total}.",
    FindingCode.QUORUM_SHORT: "Có mặt {present} trên {members} đảng viên chính thức, chưa đủ hai phần ba.",
    FindingCode.NOBODY_EXPECTED: "Cả {total} đảng viên đều miễn hoặc sinh hoạt nơi khác.",
    FindingCode.SPOKE_OVER_PRESENT: "Ghi {spoke} người phát biểu, chỉ có {present} người có mặt.",
    FindingCode.VOTES_OVER_VOTERS: "Biểu quyết {row}: {votes} phiếu, chỉ có {voters} người được biểu quyết.",
    FindingCode.VOTE_NOT_PASSED: "Biểu quyết {row}: tán thành {agree} trên {voters}, chưa quá nửa.",
}


def sentence(finding: Finding) -> str:
    """What was found, with its numbers."""
    data = {name: _shown(name, value) for name, value in finding.data}
    return tr(_SENTENCES[finding.code]).format(**data)


def _shown(name: str, value: object) -> str:
    if name == "date":
        return short_date(dt.date.fromisoformat(str(value)))
    return padded(value) if isinstance(value, int) else str(value)
