"""Sentences for what is refused about spreadsheets from outside; ``failures`` takes them in."""

_NOTHING_TAKEN = "Không có gì được ghi vào sổ."
_NOTHING_DONE = "Chưa có gì thay đổi."

IMPORT_FAILURES: dict[str, tuple[str, str]] = {
    "SHEET_TOO_LARGE": (
        "Tệp bảng tính lớn quá mức đọc được ({limit} MB).",
        f"{_NOTHING_TAKEN} Hãy chia thành nhiều tệp.",
    ),
    "SHEET_OLD_EXCEL": (
        "Tệp là Excel đời cũ (.xls) hoặc có mật khẩu.",
        f"{_NOTHING_TAKEN} Hãy mở bằng Excel, bỏ mật khẩu và lưu lại dạng .xlsx.",
    ),
    "SHEET_DAMAGED": (
        "Tệp bảng tính hỏng, không đọc được.",
        f"{_NOTHING_TAKEN} Hãy mở bằng Excel rồi lưu lại dạng .xlsx.",
    ),
    "SHEET_FORMAT": ("Đây không phải tệp Excel (.xlsx) hay CSV.", f"{_NOTHING_TAKEN} Hãy lưu lại dạng .xlsx."),
    "SHEET_ENCODING": (
        "Không rõ tệp CSV gõ bằng bảng mã nào (có thể là TCVN3 hoặc VNI).",
        f"{_NOTHING_TAKEN} Hãy chuyển sang Unicode, hoặc lưu lại dạng .xlsx hay CSV UTF-8.",
    ),
    "ROSTER_NOT_FOUND": ("Tệp {file} không có cột Họ và tên.", f"{_NOTHING_DONE} Hãy chọn tệp khác, hoặc sửa đầu cột."),
    "ROSTER_WRONG": (
        "Danh sách trong tệp {file} có {count} chỗ phải sửa, chỗ đầu ở dòng {row}.",
        f"{_NOTHING_DONE} Hãy sửa trong tệp rồi chọn lại.",
    ),
    "IMPORT_UNKNOWN": ("Không có lần nhập {entry}.", f"{_NOTHING_DONE} Hãy chép đúng mã mà org imports kể ra."),
    "IMPORT_UNDONE": ("Lần nhập từ tệp {source} đã hoàn tác rồi.", _NOTHING_DONE),
    "IMPORT_BUILT_ON": (
        "Sau lần nhập này đã có thay đổi về {count} tổ chức mà chỉ lần nhập này có.",
        f"{_NOTHING_DONE} Hãy hoàn tác những thay đổi sau đó trước.",
    ),
}
