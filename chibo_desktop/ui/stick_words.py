"""What lies on a stick, in words: for the windows and for the command line, so without Qt."""

from __future__ import annotations

from chibo_desktop.services.sticks import Advice, Direction, Standing, StickFile, StickReport

STANDINGS: dict[Standing, tuple[str, str]] = {
    Standing.NEW: ("Có cái mới", "nhận được, máy này chưa có"),
    Standing.KNOWN: ("Đã có đủ", "máy này đã nhận từ trước"),
    Standing.OWN: ("Đang trên đường", "máy này ghi ra, còn nguyên vẹn, chờ báo nhận"),
    Standing.OWN_ACKNOWLEDGED: ("Đã báo nhận", "văn phòng đã có, bỏ khỏi USB được"),
    Standing.OWN_DAMAGED: ("Bản chép hỏng", "khác với gói mà máy này đã ghi"),
    Standing.WAITING: ("Chờ đăng ký", "gói nguyên vẹn, máy gửi chưa đăng ký hoặc cần bản mới"),
    Standing.DAMAGED: ("Tệp hỏng", "không dùng được"),
    Standing.ELSEWHERE: ("Gửi nơi khác", "không gửi cho máy này"),
    Standing.UNREADABLE: ("Không đọc được", "USB không trả lại tệp này"),
}
"""A word for each standing, and what it means."""

DIRECTIONS: dict[Direction, str] = {
    Direction.UP: "gói tin gửi lên",
    Direction.DOWN: "giấy báo nhận gửi xuống",
    Direction.OTHER: "tệp tên lạ",
}

_ADVICE: dict[Advice, tuple[str, str]] = {
    Advice.MERGE: ("Hợp nhất các gói có cái mới ở trang Nhận gói tin.", "Hợp nhất các gói có cái mới."),
    Advice.READ_RECEIPTS: ("Đọc giấy báo nhận từ USB này.", "Đọc giấy báo nhận từ USB này."),
    Advice.CARRY: ("Trả USB cho tổ để đọc giấy báo nhận.", "Mang USB này tới văn phòng."),
    Advice.WRITE_AGAIN: ("Ghi lại giấy báo nhận bị hỏng.", "Chép lại gói bị hỏng, tốt nhất ra USB khác."),
    Advice.ASK_AGAIN: ("Xin tổ chép lại tệp hỏng.", "Xin văn phòng chép lại tệp hỏng."),
    Advice.ENROL: ("Đăng ký máy gửi rồi hợp nhất; không phải xin gửi lại.", ""),
    Advice.WRITE_RECEIPTS: ("Ghi giấy báo nhận để tổ mang về.", ""),
    Advice.REMOVE_RESTS: (
        "Tệp đuôi .part là phần ghi dở của lần trước: không dùng được, xóa đi cho đỡ chật.",
        "Tệp đuôi .part là phần ghi dở của lần trước: không dùng được, xóa đi cho đỡ chật.",
    ),
    Advice.REPLACE_STICK: ("USB này có thể đã hỏng, hãy dùng USB khác.", "USB này có thể đã hỏng, hãy dùng USB khác."),
}
"""What to do at the office, and on the laptop of a group."""


def advice_words(advice: Advice, *, is_office: bool) -> str:
    """What to do next, in a sentence."""
    office, group = _ADVICE[advice]
    return office if is_office else group


def owner(file: StickFile) -> str:
    """Whose it is, as far as it can be opened."""
    return ", ".join(part for part in (file.group, file.machine, file.person) if part)


def summary(report: StickReport) -> str:
    """How much lies there, in a sentence."""
    if not report.files and not report.rests:
        return "USB này không có gói tin nào."
    up = sum(file.direction is Direction.UP for file in report.files)
    down = sum(file.direction is Direction.DOWN for file in report.files)
    new = sum(file.standing is Standing.NEW for file in report.files)
    other = len(report.files) - up - down
    parts = [f"{up:02d} gói tin gửi lên", f"{down:02d} giấy báo nhận gửi xuống"]
    parts += [f"{other:02d} tệp tên lạ"] if other else []
    parts += [f"{len(report.rests):02d} phần ghi dở"] if report.rests else []
    return f"{', '.join(parts)}; {new:02d} tệp có cái mới với máy này."
