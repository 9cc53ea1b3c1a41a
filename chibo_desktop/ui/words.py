"""Vietnamese words for the enums of the domain, keyed by the enum's value."""

from __future__ import annotations

from enum import StrEnum

from chibo_desktop.ui import group_words
from chibo_desktop.ui.speech import tr

# Keyed by the name of the enum, then by its value: `other` means different things in different lists.
WORDS: dict[str, dict[str, str]] = {
    "SessionKind": {
        "regular": "Định kỳ",
        "thematic": "Chuyên đề",
        "regular_thematic": "Định kỳ kết hợp chuyên đề",
        "party_committee": "Họp đảng ủy cơ sở",
        "cell_committee": "Họp chi ủy",
        "congress": "Đại hội",
        "extraordinary": "Bất thường",
        "review": "Kiểm điểm",
        "other": "Khác",
    },
    "FeeStatus": {"paid": "Đã đóng đủ", "partly": "Đóng chưa đủ", "unpaid": "Chưa đóng"},
    "AttendanceMode": {"roster": "Theo danh sách", "counts": "Chỉ ghi số lượng"},
    "AttendanceState": {
        "present": "Có mặt",
        "excused": "Vắng có lý do",
        "unexcused": "Vắng không lý do",
        "exempt": "Miễn sinh hoạt",
        "elsewhere": "Nơi khác",
    },
    "MemberKind": {"official": "Chính thức", "probationary": "Dự bị", "temporary": "Sinh hoạt tạm thời"},
    "Role": {
        "secretary": "Bí thư",
        "deputy_secretary": "Phó bí thư",
        "committee_member": "Chi ủy viên",
        "member": "Đảng viên",
        "minute_taker": "Thư ký",
        "chair": "Chủ trì",
        "superior_delegate": "Đại biểu cấp trên",
        "guest": "Khách mời",
    },
    "OpinionKind": {"opinion": "Ý kiến", "petition": "Kiến nghị", "proposal": "Đề xuất"},
    "Addressee": {
        "cell": "Chi bộ",
        "commune": "Đảng ủy xã",
        "district": "Huyện ủy",
        "province": "Tỉnh ủy",
        "central": "Trung ương",
        "government": "Chính quyền",
        "mass_organisation": "Đoàn thể",
    },
    "StepState": {
        "new": "Mới",
        "forwarded": "Đã chuyển",
        "in_progress": "Đang giải quyết",
        "answered": "Đã trả lời",
        "not_competent": "Không thuộc thẩm quyền",
        "closed": "Đóng",
    },
    "Age": {"up_to_30_days": "Đến 30 ngày", "31_to_90_days": "31 đến 90 ngày", "over_90_days": "Trên 90 ngày"},
    "Measure": {
        "attended": "Chi bộ được dự",
        "grassroots": "Chi bộ cơ sở",
        "subordinate": "Chi bộ trực thuộc đảng ủy cơ sở",
        "cell": "Chi bộ",
        "unclassed": "Chi bộ chưa rõ loại",
        "committee": "Cuộc họp đảng ủy cơ sở được dự",
        "thematic": "Buổi sinh hoạt chuyên đề",
        "remote": "Chi bộ vùng sâu, xa, khó khăn, biên giới",
    },
    "StatementKind": {
        "opinion": "Ý kiến",
        "petition": "Kiến nghị",
        "proposal": "Đề xuất",
        "guidance": "Ý kiến chỉ đạo",
    },
    "PlanState": {
        "planned": "Dự kiến",
        "confirmed": "Đã xác nhận",
        "attended": "Đã dự",
        "postponed": "Hoãn",
        "cancelled": "Hủy",
    },
    "Answer": {"confirmed": "Xác nhận", "postponed": "Hoãn", "cancelled": "Hủy"},
    "TroubleKind": {
        "same_cell": "Hai tổ cùng một chi bộ",
        "two_places": "Không kịp di chuyển",
        "group_twice": "Một tổ ở hai nơi",
        "repeated_cell": "Dự lại trong kỳ",
        "outside_first_week": "Ngoài tuần đầu của tháng",
    },
    "Priority": {"remote": "Vùng xa, khó khăn", "long_unvisited": "Lâu chưa được dự"},
    "Why": {
        "remote": "Vùng sâu, xa, khó khăn, biên giới",
        "never_visited": "Chưa được dự lần nào",
        "long_unvisited": "Lâu chưa được dự",
        "turn": "Trong kỳ chưa ai dự",
        "quota": "Người dự thiếu số buổi",
        "near": "Cùng chuyến với buổi gần đó",
        "again": "Tổ đã hết chi bộ chưa dự",
    },
    "Method": {"greedy": "Cách có sẵn", "solver": "Bộ tối ưu"},
    "AsideReason": {
        "withdrawn": "Gói tin đã rút lại",
        "revoked": "Ghi sau vị trí báo mất máy",
        "foreign": "Ghi về biên bản của nơi khác",
    },
    "FollowUpResult": {"done": "Đã làm", "not_done": "Chưa làm", "partly": "Làm một phần"},
    "Section": {
        "general": "Thông tin chung",
        "attendance": "Thành phần dự",
        "agenda": "Nội dung, chương trình",
        "opinions": "Ý kiến, kiến nghị",
        "guidance": "Ý kiến chỉ đạo",
        "tasks": "Nhiệm vụ tháng tới",
        "votes": "Biểu quyết",
        "scoring": "Chấm điểm",
        "closing": "Kết luận, đọc lại",
        "attachments": "Tệp kèm theo",
    },
    "Tier": group_words.TIERS,
    "Post": group_words.POSTS,
    "CellCategory": {
        "grassroots": "Chi bộ cơ sở",
        "subordinate": "Chi bộ trực thuộc đảng ủy cơ sở",
        "cell": "Chi bộ",
        "committee": "Đảng ủy cơ sở",
    },
    "CellType": {
        "village": "Thôn, bản, xóm",
        "urban_group": "Tổ dân phố",
        "agency": "Cơ quan hành chính",
        "public_unit": "Đơn vị sự nghiệp",
        "state_enterprise": "Doanh nghiệp nhà nước",
        "private_enterprise": "Doanh nghiệp ngoài nhà nước",
        "military": "Quân sự",
        "police_border": "Công an, biên phòng",
        "cooperative": "Hợp tác xã",
        "students": "Học sinh, sinh viên",
        "other": "Khác",
    },
    "AreaFlag": {"deep": "Vùng sâu", "remote": "Vùng xa", "difficult": "Khó khăn", "border": "Biên giới"},
    "Means": {"in_person": "Gặp trực tiếp", "telephone": "Qua điện thoại", "paper": "Giấy có chữ ký"},
    "MachineRole": {"group": "Tổ dự sinh hoạt chi bộ", "office": "Văn phòng, Ban Tổ chức"},
}


def word(value: StrEnum) -> str:
    """The word for a value: `word(SessionKind.REGULAR)` is *Định kỳ*."""
    return tr(WORDS[type(value).__name__][value.value])


def choices(kind: type[StrEnum]) -> list[tuple[object, str]]:
    """All values of an enum with their words, in the enum's order: what `Segmented` and `Choice` take."""
    return [(value, word(value)) for value in kind]
