"""Words for keys and changes of a profile, without any Qt: the windows and the command line say the same."""

from chibo_desktop.services.profile_changes import Difference, Matter

ROLES: dict[str, str] = {
    "root": "Khóa gốc",
    "issuer": "Khóa cấp giấy",
    "revoker": "Khóa thu hồi",
    "reader": "Khóa đọc gói",
    "recovery": "Khóa mở lại",
}

# What a key is for, in a few words under its name.
PURPOSES: dict[str, str] = {
    "root": "ký khi thay đổi hồ sơ của văn phòng",
    "issuer": "ký giấy chứng nhận cho máy của tổ",
    "revoker": "ký danh sách máy báo mất",
    "reader": "mở gói tin hằng ngày",
    "recovery": "khi máy cháy, hỏng, quên mật khẩu",
}

_DIFFERENCES: dict[Matter, str] = {
    Matter.NAME: "Tên văn phòng thành: {name}",
    Matter.ROOT_KEY_ADDED: "Thêm khóa gốc: {label}",
    Matter.ROOT_KEY_REMOVED: "Bỏ khóa gốc: {label}",
    Matter.THRESHOLD: "Số chữ ký cần có: {threshold} trong {keys} khóa gốc",
    Matter.ISSUER: "Thay khóa cấp giấy",
    Matter.REVOKER: "Thay khóa thu hồi",
    Matter.VOID: "Không tin chữ ký của khóa cũ nữa; giấy tờ được ký lại bằng khóa mới",
    Matter.READER_ADDED: "Thêm khóa đọc gói: {label}",
    Matter.READER_REMOVED: "Bỏ khóa đọc gói: {label}",
    Matter.READER_REPLACED: "Thay khóa đọc gói: {label}",
    Matter.RECOVERY_ADDED: "Thêm khóa mở lại: {label}",
    Matter.RECOVERY_REMOVED: "Bỏ khóa mở lại: {label}",
    Matter.RECOVERY_REPLACED: "Thay khóa mở lại: {label}",
    Matter.UPSTREAM: "Văn phòng cấp trên: {office}",
    Matter.WITHHOLD: "Phần không chuyển lên trên: {classes}",
}
_LABELS = {"daily": "máy của văn phòng", "recovery": "khóa lập lúc đầu"}
_CLASSES = {"": "không giữ lại gì", "B": "lời ghi", "C": "tên người", "B C": "lời ghi và tên người"}


def key_label(label: str) -> str:
    """What people call a key; two labels are given by the program itself."""
    return _LABELS.get(label, label)


def difference_sentence(one: Difference) -> str:
    """One thing that changes, as a line."""
    data = dict(one.data)
    if "label" in data:
        data["label"] = key_label(str(data["label"]))
    if one.matter is Matter.WITHHOLD:
        data["classes"] = _CLASSES.get(str(data["classes"]), str(data["classes"]))
    if one.matter is Matter.UPSTREAM and not data["office"]:
        data["office"] = "không có"
    return _DIFFERENCES[one.matter].format_map(data)
