"""Words of the audit log, without any Qt: the window, the command line and the files of an export say the same."""

from __future__ import annotations

from collections.abc import Sequence

from chibo_desktop.domain.wording import padded, short_date
from chibo_desktop.services import tables
from chibo_desktop.services.audit import AuditFilter, AuditLine
from chibo_desktop.ui.organisation_words import OPERATIONS

DEEDS: dict[str, str] = {
    "merged": "Hợp nhất gói tin",
    "withdrawn": "Rút lại gói tin",
    "restored": "Hợp nhất lại gói đã rút",
    "released": "Cho nhận mục của máy bị mất",
    "granted": "Đăng ký máy",
    "revoked": "Báo mất máy",
    "profile_changed": "Đổi hồ sơ văn phòng",
    "receipts_written": "Làm giấy báo nhận",
    "forwarded": "Gửi lên cấp trên",
    "relayed": "Chuyển tiếp gói niêm phong",
    "unlocked": "Cấp tệp mở khóa",
    "restored_archive": "Khôi phục sổ từ bản sao lưu",
    "settled": "Chọn giá trị",
    "asked": "Giữ cả hai, hỏi lại hai tổ",
    "unsettled": "Rút lại lần chọn",
    "linked": "Nối hai buổi dự là một",
    "unlinked": "Tách: hai buổi dự khác nhau",
    "undone_link": "Rút lại việc nối, tách",
    "returned": "Trả lại để bổ sung",
    "erased": "Xóa theo yêu cầu",
    "epoch": "Mở phần sổ mới của máy",
    "register": "Sửa danh mục",
}
_COUNTED: dict[str, str] = {
    "merged": "%1 mục mới",
    "withdrawn": "%1 mục không tính nữa",
    "restored": "%1 mục",
    "released": "%1 mục",
    "revoked": "%1 mục để riêng",
    "profile_changed": "bản %1",
    "receipts_written": "%1 gói",
    "forwarded": "%1 mục",
    "relayed": "%1 gói",
    "erased": "%1 chỗ",
    "register": "%1 tổ chức",
}
_REASONS_OF_EPOCH: dict[str, str] = {
    "first": "máy mới",
    "restored": "sổ khôi phục từ bản sao lưu",
    "cloned": "sổ chép sang máy khác",
    "no_anchor": "mất mốc ghi sổ",
    "forked": "hai mục cùng một số",
}
HEAD = ("Lúc (theo giờ máy)", "Việc", "Về", "Người làm", "Máy", "Lý do", "Chữ ký")
"""Columns of an export."""
_SHARES = (17, 18, 30, 16, 14, 24, 9)
TITLE = "Nhật ký việc đã làm"


def deed(line: AuditLine) -> str:
    """What was done; a deed of a newer program is named by its code."""
    word = DEEDS.get(line.deed, line.deed)
    operation = OPERATIONS.get(line.path, "") if line.deed == "register" else ""
    return f"{word}: {operation.lower()}" if operation else word


def about(line: AuditLine) -> str:
    """To what or whom: the packet, machine or visit, how many, and the other person."""
    day = f"ngày {short_date(line.day)}" if line.day else ""
    counted = _COUNTED.get(line.deed, "").replace("%1", padded(line.count)) if line.count else ""
    epoch = _REASONS_OF_EPOCH.get(line.path, "") if line.deed == "epoch" else ""
    return ", ".join(part for part in (line.about, day, counted, line.who, epoch) if part)


def at(line: AuditLine) -> str:
    """When, by the clock of the machine; a clock that was behind what its book had seen says so."""
    here = line.at.astimezone()
    told = f"{here:%H:%M} {short_date(here.date())}"
    return told if line.is_clock_sound else f"{told} (đồng hồ có thể sai)"


def signature(line: AuditLine) -> str:
    """Whether the line's signature verifies."""
    return {True: "đúng", False: "không kiểm tra được", None: ""}[line.is_signed]


def cells(line: AuditLine) -> tuple[str, ...]:
    """A line as the cells of an export, in the order of ``HEAD``."""
    return at(line), deed(line), about(line), line.person, line.machine, line.reason, signature(line)


def as_csv(office: str, wanted: AuditFilter, lines: Sequence[AuditLine]) -> bytes:
    """The lines as a file for spreadsheets."""
    del office, wanted  # such a file has a head and rows, and nothing else
    return tables.csv_file(HEAD, map(cells, lines))


def as_pdf(office: str, wanted: AuditFilter, lines: Sequence[AuditLine]) -> bytes:
    """The lines as a table on paper."""
    return tables.pdf_file(TITLE, _note(office, wanted, len(lines)), HEAD, map(cells, lines), _SHARES)


def _note(office: str, wanted: AuditFilter, count: int) -> str:
    """Whose log it is, of which days, and how much of it."""
    parts = [office]
    parts += [f"từ ngày {short_date(wanted.first)}"] if wanted.first else []
    parts += [f"đến ngày {short_date(wanted.last)}"] if wanted.last else []
    parts += [f"chỉ việc “{DEEDS.get(wanted.deed, wanted.deed)}”"] if wanted.deed else []
    parts += [f"có chữ “{wanted.text.strip()}”"] if wanted.text.strip() else []
    return ", ".join((*parts, f"{padded(count)} việc"))
