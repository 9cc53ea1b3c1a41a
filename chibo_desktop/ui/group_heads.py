"""Words of the table of groups and their members: its sheet, its columns, and what is to be written in them."""

from __future__ import annotations

from collections.abc import Mapping

from chibo_desktop.domain.imports import Head
from chibo_desktop.ui.group_words import POSTS, TIERS

SHEET = "Thành viên các tổ"
HEADS: dict[Head, tuple[str, ...]] = {
    Head.GROUP: ("Tổ", "Tên tổ", "Tổ công tác", "Tổ dự sinh hoạt"),
    Head.TIER: ("Cấp", "Cấp tổ"),
    Head.ASSIGNED: ("Địa bàn", "Phụ trách", "Địa bàn phụ trách", "Tổ chức phụ trách"),
    Head.PERSON: ("Họ tên", "Họ và tên", "Thành viên"),
    Head.POST: ("Chức vụ", "Chức vụ, đơn vị", "Chức vụ, đơn vị công tác"),
    Head.ROLE: ("Vai trò trong tổ", "Nhiệm vụ trong tổ", "Vai trò", "Nhiệm vụ"),
}
_SHORT: dict[str, tuple[str, ...]] = {
    "province": ("Tỉnh",),
    "district": ("Huyện",),
    "commune": ("Xã",),
    "deputy": ("Phó tổ trưởng",),
    "secretary": ("Thư ký",),
    "member": ("Tổ viên",),
}
"""What clerks write besides."""
EXAMPLES: dict[Head, str] = {
    Head.GROUP: "Tổ số 01",
    Head.TIER: "Cấp tỉnh",
    Head.ASSIGNED: "Đảng bộ huyện Bạch Thông; Đảng bộ xã A / Đảng bộ huyện B",
    Head.PERSON: "Ma Từ Đông Điền",
    Head.POST: "Ủy viên Ban Thường vụ Tỉnh ủy",
    Head.ROLE: "Tổ trưởng",
}
WHAT: dict[Head, str] = {
    Head.GROUP: "Ghi ở mọi dòng. Máy nhận ra tổ cũ theo tên và cấp.",
    Head.TIER: "Chọn một từ trong danh sách bên dưới. Hai tổ khác cấp trùng tên thì phải ghi ở mọi dòng.",
    Head.ASSIGNED: "Tên đúng như trong danh mục, hoặc mã; nhiều tổ chức cách nhau bằng dấu chấm phẩy. Nhiều nơi cùng "
    "tên thì ghi thêm cấp trên sau dấu gạch chéo. Ghi một lần ở dòng đầu của tổ là đủ; để trống cả tổ thì giữ như cũ.",
    Head.PERSON: "Mỗi người một dòng. Các dòng của một tổ là toàn bộ thành viên của tổ đó; tổ chưa có ai thì để trống.",
    Head.POST: "Chức vụ, đơn vị công tác. Để trống thì giữ như cũ.",
    Head.ROLE: "Chọn một từ trong danh sách bên dưới. Để trống là thành viên.",
}


def words() -> dict[Head, Mapping[str, tuple[str, ...]]]:
    """What may stand in the columns whose values are codes."""
    known = {Head.TIER: TIERS, Head.ROLE: POSTS}
    return {
        head: {code: (word, *_SHORT.get(code, ())) for code, word in codes.items()} for head, codes in known.items()
    }
