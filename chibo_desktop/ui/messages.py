"""The messages of the program, word for word: what happened, what is safe, what to do.

`%1`, `%2` ... are numbered over title and text together. The first button is the default and the safe one; `danger`
names the buttons that lose something or cannot be taken back.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Message:
    """One message. `kind`: banner, dialog or notice; `tone` of a banner: info, warn, error."""

    kind: str
    title: str
    text: str
    buttons: tuple[str, ...]
    tone: str = "warn"
    danger: tuple[str, ...] = ()


MESSAGES: dict[str, Message] = {
    "M01": Message(
        "banner",
        "Chưa lưu được vào ổ đĩa.",
        "Chữ vừa gõ còn trên màn hình, đừng tắt máy. Ổ %1 còn %2: hãy xóa bớt tệp, máy sẽ tự thử lại.",
        ("Thử lại", "Chép nội dung ra USB"),
        "error",
    ),
    "M02": Message(
        "banner",
        "Đã mở lại bản nháp %1.",
        "Lần trước máy tắt đột ngột lúc %2; mọi chữ đến %3 đều còn.",
        ("Ghi tiếp", "Xem danh sách"),
        "info",
    ),
    "M03": Message(
        "dialog",
        "Chốt biên bản %1, %2?",
        "Sau khi chốt, biên bản được ký và khóa; muốn sửa phải làm bản bổ sung có lý do. %3",
        ("Chưa chốt", "Chốt biên bản"),
    ),
    "M04": Message(
        "dialog",
        "Số liệu chưa khớp.",
        "Mục 1 ghi %1 có mặt, danh sách cho %2. Hai số đều được giữ, biên bản in số đã chọn.",
        ("Xem lại", "Dùng số %2", "Giữ số %1"),
    ),
    "M05": Message("notice", "Đã bỏ dòng %1.", "Có thể lấy lại cho tới khi chốt.", ("Hoàn tác",)),
    "M06": Message(
        "banner",
        "USB đã đầy.",
        "Biên bản còn nguyên trên máy. Cần thêm %1: xóa bớt tệp trên USB hoặc dùng USB khác.",
        ("Thử lại", "Chọn USB khác"),
        "error",
    ),
    "M07": Message(
        "banner",
        "USB bị khóa ghi.",
        "Biên bản còn nguyên trên máy. Gạt nút khóa trên USB hoặc dùng USB khác.",
        ("Thử lại", "Chọn USB khác"),
        "error",
    ),
    "M08": Message(
        "banner",
        "USB bị rút khi chưa xong.",
        "Biên bản còn nguyên trên máy, gói dở trên USB không dùng được. Cắm lại rồi đóng gói lần nữa.",
        ("Đóng gói lại", "Để sau"),
        "error",
    ),
    "M09": Message(
        "banner",
        "Đọc lại không khớp.",
        "Biên bản còn nguyên trên máy. USB này có thể đã hỏng, đừng gửi nó đi. Hãy dùng USB khác.",
        ("Chọn USB khác", "Thử lại"),
        "error",
    ),
    "M10": Message(
        "notice",
        "Đã ghi xong, có thể rút USB.",
        "Gói %1 có %2 biên bản, đã đọc lại và khớp. Khi nào có giấy báo nhận mới là đã tới.",
        ("Đóng",),
    ),
    "M11": Message(
        "banner",
        "Văn phòng trả lại %1 biên bản.",
        "Bản đã chốt vẫn giữ. Lý do: %2. Hãy làm bản bổ sung.",
        ("Làm bản bổ sung", "Xem biên bản"),
        "error",
    ),
    "M12": Message(
        "banner",
        "Mã báo nhận chưa đúng.",
        "Không có gì thay đổi. Kiểm tra lại 8 số và số gói %1 với văn phòng.",
        ("Nhập lại", "Để sau"),
        "error",
    ),
    "M13": Message(
        "dialog",
        "Rút lại gói %1 khỏi sổ chung?",
        "Gói gốc vẫn giữ; %2 biên bản ẩn khỏi báo cáo cho tới khi hợp nhất lại. %3 lần chọn sau đó sẽ cần xem lại.",
        ("Giữ nguyên", "Rút lại"),
        danger=("Rút lại",),
    ),
    "M14": Message(
        "banner",
        "Còn thiếu mục %1 của máy %2.",
        "Các mục khác vẫn hợp nhất được. Gói %3 có thể còn trên USB của tổ.",
        ("In phiếu xin gửi lại", "Đóng"),
    ),
    "M15": Message(
        "banner",
        "Gói này từ máy chưa đăng ký.",
        "Gói được giữ nguyên ở mục Để riêng. Đăng ký máy rồi bấm Thử lại, không cần xin gửi lại.",
        ("Đăng ký máy", "Để sau"),
        "info",
    ),
    "M16": Message(
        "banner",
        "Tệp hỏng, không đọc hết được.",
        "Tệp gốc được giữ ở mục Để riêng; các gói khác không bị ảnh hưởng. Xin tổ chép lại gói %1.",
        ("In phiếu xin gửi lại", "Đóng"),
        "error",
    ),
    "M17": Message(
        "banner",
        "Chữ ký không đúng.",
        "Không có gì được nhập. Tệp có thể đã bị sửa sau khi ký; hãy gọi cho người gửi trước khi làm tiếp.",
        ("Để riêng", "Xem chi tiết"),
        "error",
    ),
    "M18": Message(
        "banner",
        "Gói này cần chương trình mới hơn.",
        "Gói được giữ nguyên. Cập nhật chương trình rồi bấm Thử lại.",
        ("Đóng", "Cách cập nhật"),
    ),
    "M19": Message(
        "notice",
        "Gói này đã có đủ từ %1.",
        "Không có gì trùng lặp, có thể đưa lại giấy báo nhận.",
        ("Đóng", "In phiếu báo nhận"),
    ),
    "M20": Message(
        "banner",
        "Không tạo được bản in.",
        "Biên bản không bị ảnh hưởng. Thiếu phông chữ có đủ dấu tiếng Việt; chọn phông khác trong Cài đặt.",
        ("Thử lại", "Mở Cài đặt"),
        "error",
    ),
    "M21": Message(
        "dialog",
        "Hai tổ cùng dự %1 ngày %2.",
        "Vẫn lưu được. Hãy đổi ngày, hoặc giữ và ghi lý do.",
        ("Đổi ngày", "Giữ, ghi lý do"),
    ),
    "M22": Message(
        "banner",
        "Đồng hồ máy có thể sai (%1).",
        "Biên bản vẫn lưu và đúng thứ tự. Hãy chỉnh ngày giờ của máy.",
        ("Cách chỉnh", "Đóng"),
    ),
    "M23": Message(
        "dialog",
        "Khôi phục bản sao lưu ngày %1?",
        "Sổ hiện nay được cất riêng, không bị xóa. %2 biên bản ghi sau ngày đó nằm ở sổ cất riêng, có thể lấy lại.",
        ("Không khôi phục", "Khôi phục"),
        danger=("Khôi phục",),
    ),
    "M24": Message(
        "banner",
        "Văn phòng đã dùng lại bản sao lưu cũ.",
        "Biên bản của đồng chí còn nguyên trên máy. %1 biên bản cần gửi lại.",
        ("Đóng gói lại %1 biên bản", "Để sau"),
    ),
    "M25": Message(
        "dialog",
        "Đang đóng gói, chưa xong.",
        "Biên bản còn nguyên trên máy; nếu thoát bây giờ, USB chưa dùng được.",
        ("Đợi cho xong", "Dừng và thoát"),
        danger=("Dừng và thoát",),
    ),
    "M26": Message(
        "dialog",
        "Xóa tên và lời của một người?",
        "Số liệu và chữ ký vẫn đúng, chỗ đó ghi “đã xóa theo yêu cầu”. Việc này không lấy lại được.",
        ("Không xóa", "Xóa"),
        danger=("Xóa",),
    ),
    "M27": Message(
        "dialog",
        "Chương trình gặp lỗi và cần mở lại.",
        "Mọi chữ đến %1 đã lưu. Báo lỗi dưới đây không chứa nội dung biên bản.",
        ("Mở lại", "Chép báo lỗi"),
    ),
    "M28": Message(
        "banner",
        "Sổ đang mở ở cửa sổ khác.",
        "Không có gì bị ảnh hưởng; cửa sổ kia sẽ được đưa ra trước.",
        ("Đóng",),
        "info",
    ),
}
