"""The lines of the diary in words: one sentence for each code that services note."""

from __future__ import annotations

from collections.abc import Mapping

from chibo_desktop.domain.outcomes import Datum
from chibo_desktop.domain.wording import padded
from chibo_desktop.ui import sentences
from chibo_desktop.ui.speech import tr


def diary_sentence(code: str, data: Mapping[str, Datum]) -> str:
    """What was done. A code without a sentence is named, so that it can be asked about."""
    written = _SENTENCES.get(code)
    return written(data) if written else tr("Việc có mã %1", code)


def _set_aside(data: Mapping[str, Datum]) -> str:
    reason = str(data.get("reason", ""))
    told = sentences.reason(reason) if reason in sentences.REASONS else reason
    return tr("Để riêng tệp %1: %2", data.get("file", ""), told)


def _failure(data: Mapping[str, Datum]) -> str:
    return sentences.failure_text(str(data.get("reason", "")), {})[0]


_SENTENCES = {
    "SET_ASIDE": _set_aside,
    "MERGED": lambda data: tr("Hợp nhất %1 của máy %2", data.get("file", ""), data.get("machine", "")),
    "MERGE_WITHDRAWN": lambda data: tr("Rút lại %1, ẩn %2 biên bản", data.get("file", ""), _count(data.get("hidden"))),
    "MERGE_RESTORED": lambda data: tr("Hợp nhất lại %1", data.get("file", "")),
    "BACKED_UP_TO_STICK": lambda data: tr("Sao lưu ra USB: %1", data.get("file", "")),
    "NOT_BACKED_UP": lambda data: tr("Chưa sao lưu được trước khi hợp nhất: %1", _failure(data)),
    "BACKUP_RESTORED": lambda data: tr("Khôi phục bản sao lưu %1, sổ trước đó được cất riêng", data.get("file", "")),
    "TAKEN_BACK": lambda data: tr(
        "Lấy lại từ sổ cất riêng: %1 mục, %2 bản nháp", _count(data.get("entries")), _count(data.get("drafts"))
    ),
    "FORMER_BOOK_UNREADABLE": lambda data: tr("Không mở được sổ cất riêng %1", data.get("file", "")),
    "REBUILT": lambda data: tr("Dựng lại sổ từ các mục đã ký: %1 buổi", _count(data.get("visits"))),
    "BACKED_UP": lambda data: tr("Sao lưu: %1", data.get("file", "")),
    "CARD_ACCEPTED": lambda _: tr("Nhận thẻ của văn phòng"),
    "MACHINE_ENROLLED": lambda data: tr("Đăng ký máy %1", data.get("machine", "")),
    "MACHINE_REVOKED": lambda data: tr(
        "Báo mất máy %1, để riêng %2 mục", data.get("machine", ""), _count(data.get("aside"))
    ),
    "ENTRIES_RELEASED": lambda data: tr("Nhận lại %1 mục của máy đã báo mất", _count(data.get("entries"))),
    "GROUPS_DECIDED": lambda data: tr("Ban hành quyết định về %1 tổ", _count(data.get("groups"))),
    "MACHINE_RENEWED": lambda data: tr("Gia hạn giấy chứng nhận của máy %1", data.get("machine", "")),
    "KEY_ROTATED": lambda _: tr("Đổi khóa của máy này"),
    "ROTATION_ACCEPTED": lambda data: tr("Nhận khóa mới của máy %1", data.get("machine", "")),
    "HOME_RESTORED": lambda data: tr("Khôi phục sổ của máy %1 vào máy này", data.get("former", "")),
    "PERSON_ADDED": lambda _: tr("Thêm một người dùng máy này"),
    "GROUP_FOLLOWED": lambda _: tr("Máy thuộc tổ ghi trong giấy chứng nhận"),
    "GRANT_ACCEPTED": lambda _: tr("Nhận giấy chứng nhận của văn phòng"),
    "RECEIPT_WRITTEN": lambda data: tr(
        "Làm giấy báo nhận số %1 cho máy %2", data.get("number", ""), data.get("machine", "")
    ),
    "RECEIPT_READ": lambda data: tr("Đọc giấy báo nhận: %1 biên bản đã hợp nhất", _count(data.get("merged"))),
    "PACKED": lambda data: tr("Đóng gói số %1", data.get("number", "")),
    "RETURNED": lambda _: tr("Trả lại một biên bản để bổ sung"),
    "PAPERS_FILED": lambda data: tr("Nhận giấy tờ của văn phòng kèm trong gói: %1", _count(data.get("papers"))),
    "ERASED": lambda data: tr("Xóa theo yêu cầu %1 phần của biên bản", _count(data.get("parts"))),
    "ERASED_AGAIN": lambda data: tr(
        "Sổ khôi phục từ bản sao lưu cũ: xóa lại %1 phần đã xóa theo yêu cầu", _count(data.get("parts"))
    ),
    "UPPER_CARD_ACCEPTED": lambda _: tr("Nhận thẻ của văn phòng cấp trên"),
    "UPPER_GRANT_ACCEPTED": lambda _: tr("Nhận giấy chứng nhận của văn phòng cấp trên"),
    "UPPER_RECEIPT_READ": lambda data: tr("Đọc giấy báo nhận của cấp trên: %1", data.get("office", "")),
    "OFFICE_ENROLLED": lambda _: tr("Đăng ký một văn phòng cấp dưới"),
    "FORWARDED": lambda data: tr("Chuyển lên cấp trên gói số %1", data.get("number", "")),
    "IMPORTED": lambda data: tr(
        "Nhập từ bảng tính: %1 tổ chức, %2 danh sách chi bộ",
        _count(data.get("organisations")),
        _count(data.get("rosters")),
    ),
    "IMPORT_UNDONE": lambda data: tr(
        "Hoàn tác một lần nhập: %1 tổ chức, %2 danh sách chi bộ",
        _count(data.get("organisations")),
        _count(data.get("rosters")),
    ),
    "SEALED_KEPT": lambda data: tr("Giữ gói niêm phong %1 để chuyển hộ", data.get("file", "")),
    "SEALED_CARRIED": lambda data: tr("Chuyển hộ gói niêm phong %1", data.get("file", "")),
    "PAPERS_SIGNED_ANEW": lambda data: tr("Ký lại bằng khóa mới %1 giấy tờ", _count(data.get("papers"))),
    "PROPOSAL_SIGNED": lambda data: tr(
        "Đề xuất hồ sơ văn phòng số %1, có %2 chữ ký", data.get("version", ""), _count(data.get("signatures"))
    ),
    "PROPOSAL_GIVEN_UP": lambda data: tr("Bỏ đề xuất hồ sơ văn phòng số %1", data.get("version", "")),
    "PROFILE_CHANGED": lambda data: tr("Hồ sơ văn phòng thành số %1", data.get("version", "")),
    "RECOVERY_KEY_LENT": lambda _: tr("Nhập khóa mở lại cho một lần mở sổ"),
    "UNLOCK_GRANTED": lambda data: tr("Làm tệp trả lời mở khóa cho máy %1", data.get("machine", "")),
    "UNLOCKED_BY_OFFICE": lambda _: tr("Mở lại sổ nhờ văn phòng, đặt mật khẩu mới"),
    "RECOVERY_CODE_RENEWED": lambda _: tr("Làm mã khôi phục mới"),
    "RECEIPT_CODE": lambda data: tr("Nhập mã báo nhận của gói %1", data.get("number", "")),
}


def _count(value: Datum | None) -> str:
    return padded(value) if isinstance(value, int) else ""
