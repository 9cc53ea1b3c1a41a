"""Sentences for every refusal and fault, without any Qt: the windows and the command line say the same.

Form of each: what happened; then what is safe and what to do. ``{name}`` takes the datum of that name.
"""

import datetime as dt
import re
from collections.abc import Mapping

from chibo_desktop.domain.wording import short_date
from chibo_desktop.ui.import_failures import IMPORT_FAILURES

# One line for each reason why a packet, or a part of it, was not taken in.
REASONS: dict[str, str] = {
    "E_SIZE": "Tệp lớn quá mức cho phép",
    "E_FORMAT": "Không phải gói tin của chương trình",
    "E_DECRYPT": "Gói không gửi cho văn phòng này hoặc thiếu khóa",
    "E_GZIP": "Phần nén bị hỏng",
    "E_BOMB": "Nội dung phình to bất thường",
    "E_LINES": "Gói bị cụt, thiếu phần cuối",
    "E_ENVELOPE": "Phần ký sai cấu trúc",
    "E_TYPE": "Loại nội dung không đúng chỗ",
    "E_SIGNER": "Máy gửi chưa đăng ký",
    "E_SIG": "Chữ ký không đúng",
    "E_VERSION": "Cần chương trình mới hơn",
    "E_MANIFEST": "Bảng kê sai hoặc thiếu",
    "E_AUDIENCE": "Gói gửi cho văn phòng khác",
    "E_BODY": "Một mục không đọc được",
    "E_ENTRY": "Một mục thiếu phần bắt buộc",
    "E_PART": "Phần kèm không khớp với mục",
    "E_CHAIN": "Hai mục khác nhau mang cùng một số",
    "E_SCOPE": "Máy này không được ghi cho tổ đó",
    "E_REVOKED": "Máy đã bị thu hồi từ mục này",
    "E_DOCUMENT": "Giấy tờ của văn phòng không đọc được",
    "E_THRESHOLD": "Giấy tờ của văn phòng chưa đủ chữ ký",
    "E_ROLLBACK": "Hồ sơ văn phòng cũ hơn bản đang dùng",
}

DAMAGED = "Tệp hỏng, không đọc hết được"

_DAY = re.compile(r"\d{4}-\d\d-\d\d")

_KEPT = "Những gì đã lưu vẫn còn nguyên."
_NOTHING_TAKEN = "Không có gì được ghi vào sổ."
_ON_MACHINE = "Biên bản còn nguyên trên máy."
_NOTHING_DONE = "Chưa có gì thay đổi."
_BOOK_SAFE = "Sổ và dữ liệu không sao."

FAILURES: dict[str, tuple[str, str]] = {
    # opening
    "HOME_MISSING": ("Ở thư mục {place} chưa có sổ.", "Hãy lập sổ bằng lệnh init, hoặc chọn thư mục khác."),
    "HOME_TAKEN": ("Thư mục {place} đã có một sổ.", "Sổ đó không bị đổi. Hãy chọn thư mục khác."),
    "NAME_MISSING": ("Chưa có tên máy.", "Chưa có gì được lập. Hãy gõ tên máy."),
    "NAME_LONG": ("Tên hoặc chức vụ dài quá {longest} ký tự.", "Chưa có gì được lập. Hãy gõ ngắn hơn."),
    "PASSPHRASE_WRONG": ("Mật khẩu chưa đúng.", "Dữ liệu không sao. Hãy gõ lại."),
    "PASSPHRASE_SHORT": ("Mật khẩu ngắn quá.", "Chưa có gì thay đổi. Hãy dùng ít nhất {least} ký tự."),
    "RECOVERY_CODE_WRONG": ("Mã khôi phục này của sổ khác.", "Dữ liệu không sao. Hãy tìm đúng tờ giấy của máy này."),
    "RECOVERY_CODE_TYPED_WRONG": ("Mã khôi phục gõ chưa đúng.", "Dữ liệu không sao. Hãy xem lại từng nhóm."),
    "SLOTS_DAMAGED": ("Tệp khóa {file} bị hỏng.", "Sổ chưa bị đụng tới. Hãy khôi phục từ bản sao lưu."),
    "SEAL_BROKEN": ("Tệp {file} bị hỏng hoặc của máy khác.", "Sổ chưa bị đụng tới. Hãy hỏi văn phòng."),
    "BOOK_MISSING": ("Không thấy tệp sổ.", "Các bản sao lưu vẫn còn. Hãy khôi phục từ bản sao lưu."),
    "BOOK_KEY_WRONG": ("Khóa không mở được tệp sổ.", "Không có gì bị đổi. Hãy khôi phục từ bản sao lưu."),
    "BOOK_NEWER": ("Sổ do chương trình mới hơn ghi.", "Sổ không bị đổi. Hãy cập nhật chương trình rồi mở lại."),
    "BOOK_DAMAGED": ("Tệp sổ bị hỏng.", "Các bản sao lưu vẫn còn. Hãy khôi phục từ bản sao lưu gần nhất."),
    "PLACE_UNSAFE": (
        "Thư mục này ở ổ mạng hoặc thư mục tự sao chép.",
        "Chưa có gì được ghi. Hãy đặt sổ ở ổ đĩa của chính máy này.",
    ),
    "SQLITE_TOO_OLD": ("Thành phần lưu trữ cũ quá.", f"{_KEPT} Hãy cài lại chương trình."),
    "CIPHER_MISSING": ("Thiếu thành phần mã hóa.", f"{_KEPT} Hãy cài lại chương trình."),
    "WAL_REFUSED": ("Ổ đĩa này không giữ được sổ an toàn.", f"{_KEPT} Hãy đặt sổ ở ổ đĩa khác."),
    "COPY_DAMAGED": ("Bản sao lưu đọc lại không khớp.", "Sổ không bị đổi. Hãy sao lưu ra ổ khác."),
    # disk
    "PATH_UNUSABLE": ("Không dùng được {file}: {why}.", f"{_KEPT} Hãy xem lại tên và quyền."),
    "DISK_FULL": ("Ổ đĩa đã đầy.", f"{_KEPT} Hãy xóa bớt tệp rồi thử lại."),
    "READ_ONLY": ("Nơi này không cho ghi.", f"{_KEPT} Hãy chọn nơi khác."),
    "IO_ERROR": ("Ổ đĩa đọc ghi bị lỗi.", f"{_KEPT} Hãy thử lại, và sao lưu ra ổ khác."),
    "BUSY": ("Sổ đang được chương trình khác dùng.", f"{_KEPT} Hãy đóng cửa sổ kia rồi thử lại."),
    "CANNOT_OPEN": ("Không mở được tệp sổ.", f"{_KEPT} Hãy xem quyền của thư mục rồi thử lại."),
    "FILE_MISSING": ("Không có tệp {file}.", f"{_KEPT} Hãy xem lại tên tệp."),
    "FILE_UNREADABLE": ("Không đọc được tệp {file}.", f"{_KEPT} Hãy xem lại quyền, hoặc thử chép tệp sang nơi khác."),
    "FILE_UNWRITABLE": ("Không ghi được tệp {file}: {why}.", f"{_KEPT} Hãy chọn nơi khác."),
    "PRINT_FAILED": ("Máy in {printer} không nhận bản in.", f"{_KEPT} Hãy xem lại máy in, hoặc lưu PDF."),
    "FILE_TOO_LARGE": ("Tệp {file} lớn quá mức cho phép.", _NOTHING_TAKEN),
    "FOLDER_MISSING": ("Không có thư mục {folder}.", f"{_KEPT} Hãy xem lại tên thư mục."),
    "FOLDER_TAKEN": ("Thư mục {folder} không trống.", "Không có gì bị đổi. Hãy chọn thư mục mới hoặc trống."),
    # sticks
    "STICK_FULL": ("USB đã đầy.", f"{_ON_MACHINE} Hãy xóa bớt tệp trên USB hoặc dùng USB khác."),
    "STICK_READ_ONLY": ("USB bị khóa ghi.", f"{_ON_MACHINE} Gạt nút khóa trên USB hoặc dùng USB khác."),
    "STICK_GONE": ("USB bị rút khi chưa xong.", f"{_ON_MACHINE} Cắm lại rồi đóng gói lần nữa."),
    "STICK_READBACK": ("Đọc lại không khớp.", f"{_ON_MACHINE} USB này có thể đã hỏng, hãy dùng USB khác."),
    "STICK_NAME_TAKEN": ("Trên USB đã có tệp {name}.", f"{_ON_MACHINE} Tệp cũ không bị ghi đè; hãy dùng nơi khác."),
    "STICK_BROKEN": ("USB đọc ghi bị lỗi.", f"{_ON_MACHINE} Hãy dùng USB khác."),
    # visits
    "VISIT_UNKNOWN": ("Không có buổi dự {visit}.", f"{_KEPT} Hãy xem lại mã bằng lệnh visit list."),
    "VISIT_EXISTS": ("Buổi dự {visit} đã có trong sổ.", "Bản đang có không bị đổi; muốn sửa hãy làm bản bổ sung."),
    "VISIT_WITHDRAWN": ("Biên bản {visit} đã rút.", "Bản đã rút vẫn giữ trong sổ và không sửa được nữa."),
    "VISIT_WITHOUT_CONTENT": ("Nội dung biên bản chưa về tới.", f"{_KEPT} Hãy xin máy ghi buổi dự gửi lại."),
    "DRAFT_UNKNOWN": ("Không có bản nháp {visit}.", f"{_KEPT} Có thể bản này đã chốt."),
    "DRAFT_EXISTS": ("Biên bản {visit} đang có bản bổ sung viết dở.", f"{_KEPT} Hãy chốt hoặc bỏ bản đó trước."),
    "NOTHING_CHANGED": ("Bản bổ sung không khác bản đã chốt.", "Bản đã chốt vẫn giữ. Hãy sửa rồi chốt lại."),
    "REASON_MISSING": ("Chưa ghi lý do.", "Chưa có gì thay đổi. Hãy ghi lý do."),
    "STATEMENT_UNKNOWN": (
        "Sổ không có kiến nghị hay ý kiến chỉ đạo {statement}.",
        "Chưa có gì thay đổi. Hãy lấy mã trong danh sách kiến nghị.",
    ),
    "STEP_BEFORE_VISIT": (
        "Ngày của bước này trước ngày dự sinh hoạt ({day}).",
        "Chưa có gì thay đổi. Hãy xem lại ngày.",
    ),
    "STEP_TOO_LONG": ("Nội dung của bước dài quá {longest} ký tự.", "Chưa có gì thay đổi. Hãy ghi ngắn hơn."),
    "PERIOD_WRONG": ("Ngày cuối kỳ trước ngày đầu kỳ.", "Chưa có gì thay đổi. Hãy xem lại hai ngày."),
    "REPORT_FILE_KIND": (
        "Không biết loại tệp {file}.",
        "Chưa có gì được ghi. Hãy đặt đuôi tệp là .pdf, .docx, .xlsx hoặc .csv.",
    ),
    "REPORT_UNKNOWN": (
        "Không có báo cáo {report} trong sổ.",
        "Chưa có gì thay đổi. Hãy lấy mã trong danh sách báo cáo.",
    ),
    "REPORT_TEXT_LONG": ("Phần lời dài quá {longest} ký tự.", "Chưa có gì thay đổi. Hãy ghi ngắn hơn."),
    "TERM_WRONG": ("Số ngày phải từ 1 đến 3650.", "Chưa có gì thay đổi. Hãy gõ lại số ngày."),
    "REASON_LONG": ("Lý do dài quá {longest} ký tự.", "Chưa có gì thay đổi. Hãy ghi ngắn hơn."),
    "PATH_UNKNOWN": ("Biên bản không có chỗ nào tên {path}.", "Chưa có gì thay đổi. Hãy xem lại tên chỗ cần bổ sung."),
    "CELL_MISSING": ("Chưa ghi tên chi bộ.", "Bản nháp vẫn còn. Hãy ghi tên chi bộ rồi chốt."),
    "DATE_MISSING": ("Chưa ghi ngày họp.", "Bản nháp vẫn còn. Hãy ghi ngày họp rồi chốt."),
    "GROUP_OTHER": ("Buổi dự này của tổ khác: {group}.", f"{_NOTHING_TAKEN} Hãy ghi ở máy của tổ đó."),
    "IS_OFFICE": ("Đây là máy của văn phòng.", f"{_KEPT} Việc này làm ở máy của tổ."),
    "ATTACHMENT_TYPE": ("Tệp {file} không phải ảnh JPG, PNG hay PDF.", f"{_KEPT} Hãy chọn tệp khác."),
    "ATTACHMENT_SIZE": ("Tệp {file} lớn quá 10 MB.", f"{_KEPT} Hãy thu nhỏ rồi thêm lại."),
    "ATTACHMENT_MISSING": (
        "Tệp kèm {label} không có trong sổ này.",
        "Bản nháp vẫn còn. Hãy bỏ dòng đó hoặc thêm lại tệp.",
    ),
    "VISIT_TOO_LONG": (
        "Biên bản dài quá mức gửi được: {length} byte, chỉ được {longest}.",
        "Bản nháp vẫn còn. Hãy chuyển bớt nội dung sang tệp kèm.",
    ),
    "PROOF_MISTYPED": ("Mã đối chiếu gõ sai.", "Không có gì thay đổi. Hãy xem lại từng nhóm ở cuối bản in."),
    "PICTURE_TOO_LARGE": ("Tệp ảnh lớn quá {limit} MB.", "Không có gì thay đổi. Hãy chụp lại riêng phần mã."),
    "PICTURE_UNREADABLE": ("Không đọc được tệp ảnh này.", "Không có gì thay đổi. Hãy dùng ảnh JPG, PNG hoặc PDF."),
    "PICTURE_WITHOUT_CODE": (
        "Không thấy mã đối chiếu trong ảnh.",
        "Không có gì thay đổi. Hãy chụp gần, đủ sáng, hoặc gõ mã in cạnh ô vuông.",
    ),
    "PERSON_MISSING": ("Chưa ghi người cần xóa.", "Chưa có gì thay đổi. Hãy ghi họ tên hoặc mã người."),
    "REASON_NAMES": (
        "Lý do có tên người cần xóa.",
        "Chưa xóa gì. Lý do được ký và giữ mãi; hãy ghi số, ngày của đơn thay cho tên.",
    ),
    "NOTHING_TO_ERASE": ("Không có chỗ nào để xóa.", "Chưa có gì thay đổi. Có thể các chỗ đó đã xóa từ trước."),
    "LEAF_UNKNOWN": ("Không hiểu chỗ {leaf}.", "Chưa có gì thay đổi. Hãy chép đúng chỗ mà --dry-run kể ra."),
    "FONT_MISSING": ("Thiếu phông chữ có đủ dấu tiếng Việt.", "Biên bản không bị ảnh hưởng. Hãy cài phông Liberation."),
    "FONT_UNREADABLE": ("Không đọc được tệp phông chữ.", "Biên bản không bị ảnh hưởng. Hãy cài lại phông chữ."),
    "PROFILE_UNKNOWN": ("Không có mẫu in này.", "Biên bản không bị ảnh hưởng. Hãy chọn mẫu khác."),
    "TEMPLATE_UNKNOWN": ("Không có mẫu biên bản này.", "Biên bản không bị ảnh hưởng. Hãy cập nhật chương trình."),
    # exchange form
    "EXCHANGE_NOT_TEXT": ("Tệp không phải văn bản UTF-8, từ byte {place}.", _NOTHING_TAKEN),
    "EXCHANGE_NOT_JSON": ("Dòng {line}, cột {column} không phải JSON.", _NOTHING_TAKEN),
    "EXCHANGE_NOT_ONE": ("Cần đúng một buổi dự, tệp có {count}.", _NOTHING_TAKEN),
    "EXCHANGE_FIELD_DOUBLED": ("Trường {path} ghi hai lần.", f"{_NOTHING_TAKEN} Hãy bỏ một trong hai."),
    "EXCHANGE_FIELD_MISSING": ("Mục {item} của tệp: thiếu trường {path}.", f"{_NOTHING_TAKEN} Hãy ghi thêm trường đó."),
    "EXCHANGE_FIELD_UNKNOWN": ("Mục {item} của tệp: không có trường nào tên {path}.", _NOTHING_TAKEN),
    "EXCHANGE_FIELD_WRONG": ("Mục {item} của tệp: trường {path} sai kiểu ({expected}).", _NOTHING_TAKEN),
    "EXCHANGE_TEXT_TOO_LONG": (
        "Mục {item} của tệp: trường {path} dài {length} ký tự, chỉ được {longest}.",
        _NOTHING_TAKEN,
    ),
    "EXCHANGE_TIME_WRONG": (
        "Mục {item} của tệp: giờ ở {path} viết như 19:30, không phải {value}.",
        _NOTHING_TAKEN,
    ),
    "EXCHANGE_MONTH_WRONG": ("Mục {item} của tệp: tháng ở {path} phải viết như 2026-09.", _NOTHING_TAKEN),
    "EXCHANGE_NUMBER_WRONG": ("Mục {item} của tệp: số {value} ở {path} không hợp lý.", _NOTHING_TAKEN),
    "EXCHANGE_DATE_WRONG": ("Mục {item} của tệp: ngày {value} ở {path} không hợp lý.", _NOTHING_TAKEN),
    "EXCHANGE_ID_WRONG": ("Mục {item} của tệp: mã ở {path} sai dạng hoặc trùng.", _NOTHING_TAKEN),
    # groups and people
    "OUTPUT_KIND": ("Không làm được tệp {file}.", f"{_NOTHING_DONE} Hãy đặt tên tệp kết thúc bằng .pdf hoặc .xlsx."),
    "DECISION_NOT_ONE": ("Cần đúng một quyết định, tệp có {count}.", _NOTHING_TAKEN),
    "DECISION_UNKNOWN": ("Không có quyết định {decision}.", f"{_KEPT} Hãy xem lại mã bằng lệnh group list."),
    "DECISION_SAME": ("Quyết định {number} đã có trong sổ đúng như vậy.", f"{_NOTHING_DONE} Hãy sửa rồi ban hành lại."),
    "DECISION_IDS": ("Mã tổ {group} đứng hai lần trong một quyết định.", f"{_NOTHING_TAKEN} Hãy bỏ một trong hai."),
    "GROUP_UNKNOWN": (
        "Không quyết định nào còn hiệu lực có tổ {group}.",
        f"{_NOTHING_DONE} Hãy xem lại mã tổ.",
    ),
    "PERSON_NOT_KNOWN": ("Không có người {person} trong danh bạ.", f"{_NOTHING_DONE} Hãy xem lại bằng group people."),
    "PERSON_SELF": ("Mã {person} đã là của chính người đó.", f"{_NOTHING_DONE} Hãy chọn hai mã khác nhau."),
    "PERSON_NOT_JOINED": ("Người {person} chưa ghép với ai.", _NOTHING_DONE),
    # enrolment
    "CARD_INVALID": ("Đây không phải thẻ văn phòng đúng.", f"{_KEPT} Hãy xin văn phòng chép lại thẻ."),
    "DIGITS_WRONG": ("15 số chưa đúng.", "Chưa có gì thay đổi. Hãy gọi hỏi và gõ lại."),
    "OTHER_OFFICE": ("Máy này đã gửi lên {office}.", "Chưa có gì thay đổi. Muốn gửi nơi khác hãy lập sổ mới."),
    "NO_OFFICE": ("Máy này chưa nhận thẻ của văn phòng nào.", f"{_ON_MACHINE} Hãy nhận thẻ văn phòng trước."),
    "NOT_AN_OFFICE": ("Đây không phải máy của văn phòng.", f"{_KEPT} Việc này làm ở máy của văn phòng."),
    "REQUEST_INVALID": ("Đây không phải phiếu đăng ký máy đúng.", f"{_KEPT} Hãy xin tổ làm lại phiếu."),
    "REQUEST_ELSEWHERE": ("Máy {machine} xin đăng ký với văn phòng khác.", f"{_KEPT} Chưa cấp gì."),
    "GRANT_INVALID": ("Đây không phải giấy đăng ký đúng.", f"{_KEPT} Hãy xin văn phòng chép lại."),
    "GRANT_ELSEWHERE": ("Giấy đăng ký này cấp cho máy khác.", f"{_KEPT} Hãy xin đúng giấy của máy này."),
    "MACHINE_UNKNOWN": ("Không có máy {device} trong danh mục.", f"{_KEPT} Hãy đăng ký máy trước."),
    # offices above and below
    "OWN_CARD": ("Đây là thẻ của chính văn phòng này.", f"{_NOTHING_DONE} Hãy dùng tệp thẻ của văn phòng cấp trên."),
    "OTHER_UPPER": (
        "Văn phòng này đã nhận {office} là cấp trên.",
        f"{_NOTHING_DONE} Một văn phòng chỉ chuyển lên một cấp trên.",
    ),
    "UPPER_BELOW": ("{office} là văn phòng cấp dưới của văn phòng này.", f"{_NOTHING_DONE} Hãy xem lại tệp thẻ."),
    "NO_UPPER": ("Văn phòng này chưa nhận thẻ của cấp trên nào.", f"{_KEPT} Hãy nhận thẻ của cấp trên trong Cài đặt."),
    "OFFICE_ABOVE": ("{office} là cấp trên, hoặc chính là văn phòng này.", f"{_NOTHING_DONE} Chưa cấp gì."),
    "CARD_DIGITS_WRONG": (
        "15 số của thẻ văn phòng cấp dưới chưa đúng.",
        "Chưa có gì thay đổi. Hãy gọi hỏi và gõ lại.",
    ),
    "REQUEST_OF_OFFICE": (
        "Tệp này là của một văn phòng cấp dưới: {office}.",
        f"{_NOTHING_DONE} Cần gõ cả 15 số của thẻ văn phòng đó.",
    ),
    "NOTHING_TO_FORWARD": ("Không còn mục nào phải chuyển lên.", "Mọi mục đã có ở {office}."),
    "NOTHING_TO_CARRY": ("Không có gói niêm phong nào phải chuyển hộ.", "Các gói đã giữ vẫn còn nguyên."),
    "SEALED_UNKNOWN": ("Không có gói niêm phong số {number}.", f"{_KEPT} Hãy xem lại danh sách."),
    # office keys
    "KEY_FILE_INVALID": (
        "Đây không phải tệp khóa của văn phòng, hoặc tệp đã hỏng.",
        f"{_NOTHING_DONE} Hãy dùng bản khác.",
    ),
    "KEY_PASSPHRASE_WRONG": (
        "Mật khẩu của khóa {label} chưa đúng, hoặc tệp khóa đã bị đổi.",
        f"{_NOTHING_DONE} Hãy gõ lại, hoặc dùng tờ giấy in của khóa này.",
    ),
    "PAPER_KEY_ROW": ("Dòng {row} của mã khóa gõ chưa đúng.", f"{_NOTHING_DONE} Hãy so lại dòng đó với giấy."),
    "PAPER_KEY_LENGTH": (
        "Mã khóa có {letters} chữ, cần {wanted}.",
        f"{_NOTHING_DONE} Hãy gõ đủ bốn dòng như trên giấy.",
    ),
    "KEY_NOT_ROOT": ("Khóa này không phải khóa gốc của văn phòng.", f"{_NOTHING_DONE} Hãy dùng đúng khóa."),
    "KEY_HAS_SIGNED": ("Khóa {label} đã ký đề xuất này.", f"{_NOTHING_DONE} Cần chữ ký của một khóa khác."),
    "PROPOSAL_OTHER": ("Tệp này là một đề xuất khác.", f"{_NOTHING_DONE} Hãy dùng tệp của đề xuất đang chờ."),
    "PROPOSAL_INVALID": ("Đây không phải đề xuất đúng của văn phòng.", f"{_NOTHING_DONE} Hãy xin chép lại tệp."),
    "ROOT_COUNT": ("Số khóa gốc không hợp lý.", f"{_NOTHING_DONE} Cần từ 1 đến {{most}} khóa, mỗi khóa một lần."),
    "ROOT_UNKNOWN": ("Không có khóa gốc {key}.", f"{_NOTHING_DONE} Hãy xem lại danh sách khóa."),
    "THRESHOLD_WRONG": (
        "Không thể cần {threshold} chữ ký khi có {keys} khóa.",
        f"{_NOTHING_DONE} Hãy chọn số chữ ký từ 1 đến số khóa.",
    ),
    "LABEL_MISSING": ("Chưa ghi tên gọi của khóa.", f"{_NOTHING_DONE} Hãy ghi tên, ví dụ tên người giữ khóa."),
    "LABEL_TWICE": ("Hai khóa mang cùng một tên gọi.", f"{_NOTHING_DONE} Hãy đặt tên khác nhau."),
    "READER_UNKNOWN": ("Không có máy đọc {reader}.", f"{_NOTHING_DONE} Hãy xem lại danh sách khóa đọc."),
    "READER_INVALID": (
        "Mã nhận của máy khác không đúng.",
        f"{_NOTHING_DONE} Mã bắt đầu bằng age1 và dài 62 chữ; hãy chép lại.",
    ),
    "READERS_COUNT": ("Số khóa đọc hằng ngày không hợp lý.", f"{_NOTHING_DONE} Cần từ 1 đến {{most}} khóa khác nhau."),
    "RECOVERY_COUNT": ("Số khóa mở lại không hợp lý.", f"{_NOTHING_DONE} Cần từ 1 đến {{most}} khóa khác nhau."),
    "CHANGE_EMPTY": ("Không có gì khác với hồ sơ đang dùng.", f"{_NOTHING_DONE} Hãy chọn việc cần đổi."),
    "PROPOSAL_OPEN": (
        "Đang có một đề xuất chờ chữ ký.",
        f"{_NOTHING_DONE} Hãy ký cho xong, hoặc bỏ đề xuất đó trước.",
    ),
    "PROPOSAL_NONE": ("Không có đề xuất nào đang chờ chữ ký.", f"{_NOTHING_DONE} Hãy làm đề xuất trước."),
    "PROPOSAL_APPLIED": (
        "Đề xuất này đã thành hồ sơ số {version} của văn phòng.",
        f"{_NOTHING_DONE} Không cần ký thêm.",
    ),
    "PROFILE_BEHIND": (
        "Sổ này chỉ có hồ sơ văn phòng số {version}, máy đã thấy số {newest}.",
        f"{_NOTHING_DONE} Hãy nhận thẻ mới nhất của văn phòng (một máy của tổ có thể đang giữ) rồi làm lại.",
    ),
    "OFFICE_NOT_READY": (
        "Văn phòng dựng lại từ giấy chưa xong: hồ sơ chưa ghi khóa của máy này.",
        f"{_KEPT} Mở gói tin thì được; muốn cấp giấy hãy ký đề xuất bằng đủ khóa gốc.",
    ),
    "KEY_STICK_TAKEN": (
        "USB này đã có khóa {label}.",
        f"{_NOTHING_DONE} Mỗi khóa nằm trên một USB riêng: hãy cắm USB khác.",
    ),
    "CEREMONY_UNFINISHED": (
        "Khóa {label} chưa đủ USB và giấy.",
        f"{_NOTHING_DONE} Hãy ghi khóa đó ra USB, in trang khóa rồi gõ lại một dòng.",
    ),
    "RECOVERY_KEY_OTHER": (
        "Đây không phải khóa mở lại của văn phòng này.",
        f"{_NOTHING_DONE} Hãy tìm đúng tờ giấy khóa mở lại.",
    ),
    "RECOVERY_KEY_AWAY": (
        "Khóa mở lại không nằm trên máy này.",
        f"{_NOTHING_DONE} Hãy lấy tờ giấy hoặc USB của khóa mở lại.",
    ),
    # forgotten passphrase
    "UNLOCK_NO_OFFICE": (
        "Máy này chưa được văn phòng nào giữ hộ cách mở lại.",
        f"{_BOOK_SAFE} Hãy dùng mã khôi phục trên giấy.",
    ),
    "UNLOCK_NONE": ("Máy này chưa làm tệp xin mở khóa nào.", f"{_BOOK_SAFE} Hãy làm tệp xin mở khóa trước."),
    "UNLOCK_ELSEWHERE": (
        "Tệp này xin mở khóa ở văn phòng khác: {office}.",
        f"{_NOTHING_DONE} Hãy chuyển tệp tới đúng văn phòng.",
    ),
    "UNLOCK_REVOKED": (
        "Máy {machine} đã báo mất nên không được mở khóa.",
        f"{_NOTHING_DONE} Nếu máy đã tìm thấy, hãy đăng ký lại máy trước.",
    ),
    "UNLOCK_REQUEST_INVALID": ("Đây không phải tệp xin mở khóa.", f"{_NOTHING_DONE} Hãy xin tổ làm lại tệp."),
    "UNLOCK_REQUEST_ALTERED": (
        "Tệp xin mở khóa ghi một máy, nhưng phần niêm phong là của máy khác.",
        f"{_NOTHING_DONE} Tệp đã bị sửa; hãy gọi cho tổ trưởng trước khi làm tiếp.",
    ),
    "UNLOCK_KEY_OTHER": (
        "Khóa mở lại này không mở được tệp.",
        f"{_NOTHING_DONE} Máy của tổ có thể niêm phong bằng khóa cũ: hãy tìm tờ giấy của khóa mở lại trước đó.",
    ),
    "UNLOCK_ANSWER_INVALID": ("Đây không phải tệp trả lời mở khóa.", f"{_BOOK_SAFE} Hãy xin văn phòng chép lại."),
    "UNLOCK_ANSWER_OTHER": (
        "Tệp trả lời này cho lần xin khác, hoặc đã hỏng.",
        f"{_BOOK_SAFE} Hãy dùng đúng tệp văn phòng vừa làm, hoặc làm tệp xin mới.",
    ),
    "NO_SOUND_BACKUP": (
        "Trên máy này không có bản sao lưu nào dùng được.",
        "Chưa có gì thay đổi. Hãy tìm bản sao lưu trên USB, hoặc gọi người phụ trách kỹ thuật.",
    ),
    "BACKUP_KEY_NEEDED": (
        "Bản sao lưu {file} được khóa bằng mật khẩu khác, hoặc phần đầu của tệp đã hỏng.",
        "Chưa có gì thay đổi. Hãy gõ mật khẩu lúc sao lưu hoặc mã khôi phục trên giấy, hoặc chọn bản khác.",
    ),
    "BACKUP_OTHER_MACHINE": (
        "Bản sao lưu này của máy {machine}, không phải của sổ trên máy này.",
        "Chưa có gì thay đổi. Sổ của máy khác thì khôi phục ở lần mở đầu tiên trên một máy chưa có sổ.",
    ),
    "RESTORE_UNCONFIRMED": (
        "Trên máy này đang có sổ; bản sao lưu thiếu {minutes} biên bản ghi sau đó.",
        "Chưa có gì thay đổi. Thêm --yes để khôi phục: sổ hiện nay được cất riêng, không bị xóa, lấy lại được.",
    ),
    "FORMER_BOOK_UNKNOWN": ("Không có sổ cất riêng tên {name}.", "Chưa có gì thay đổi. Hãy xem lại danh sách."),
    "BACKUP_WITHOUT_KEYS": (
        "Bản sao lưu {file} thiếu tệp khóa đi kèm (đuôi .keys).",
        "Chưa có gì thay đổi. Hãy chép cả hai tệp cùng tên từ nơi sao lưu.",
    ),
    "NOT_ENROLLED": (
        "Máy này chưa được văn phòng đăng ký.",
        "Chưa có gì thay đổi. Khóa chỉ cần đổi sau khi máy đã được đăng ký.",
    ),
    "CERTIFICATE_SPAN": (
        "Giấy chứng nhận phải hết hạn từ hôm nay đến {most} ngày tới.",
        "Chưa có gì thay đổi. Hãy chọn ngày khác.",
    ),
    "CERTIFICATE_ENDED": (
        "Giấy chứng nhận của máy {machine} đã hết hạn, khóa cũ không thay được.",
        "Chưa có gì thay đổi. Hãy đăng ký lại máy bằng 15 số.",
    ),
    "MACHINE_REVOKED": (
        "Máy {machine} đã được báo mất.",
        f"{_KEPT} Máy tìm lại được thì đổi khóa ở Cài đặt, rồi đăng ký lại bằng 15 số.",
    ),
    "ROTATION_INVALID": (
        "Đây không phải giấy đổi khóa đúng.",
        f"{_KEPT} Hãy xin tổ lưu lại tệp, hoặc đăng ký lại máy.",
    ),
    "PERSON_NAMELESS": ("Chưa ghi tên người.", "Chưa có gì thay đổi. Hãy gõ họ tên."),
    "PERSON_UNKNOWN": ("Không có người {person} ở máy này.", f"{_KEPT} Hãy thêm người đó ở Cài đặt trước."),
    "PEOPLE_FULL": ("Một máy có nhiều nhất {most} người dùng.", "Chưa có gì thay đổi."),
    # lost machines
    "EPOCH_UNKNOWN": ("Chưa biết đợt ghi đó của máy {machine}.", f"{_KEPT} Bỏ trống để lấy đến mục đang có."),
    "MACHINE_OWN": ("Đây là chính máy này.", f"{_KEPT} Máy mất thì báo ở một máy khác của văn phòng."),
    "ENTRY_NOT_LATE": ("Mục {entry} không bị để riêng vì báo mất.", f"{_KEPT} Có thể mục này đã được nhận lại."),
    "CONFIRMATION_MISSING": ("Chưa ghi ai xác nhận.", "Chưa có gì thay đổi. Hãy ghi tên người xác nhận."),
    "NOTHING_CHOSEN": ("Chưa chọn mục nào.", "Chưa có gì thay đổi. Hãy chọn mục cần nhận lại."),
    # exchange
    "NOTHING_TO_SEND": ("Không còn biên bản nào phải gửi.", "Mọi biên bản đã chốt đều đã tới văn phòng."),
    "NOTHING_RECEIVED": ("Chưa có máy nào gửi gói tin.", "Chưa có gì để báo nhận."),
    "PACKET_UNKNOWN": ("Không có gói {number} trên máy này.", f"{_ON_MACHINE} Hãy xem lại số gói."),
    "RECEIPT_CODE_WRONG": (
        "Mã báo nhận chưa đúng.",
        "Không có gì thay đổi. Kiểm tra lại 8 số và số gói {number} với văn phòng.",
    ),
    "PACKET_AMBIGUOUS": (
        "Có nhiều máy gửi gói {number}.",
        "Không có gì thay đổi. Hãy gõ cả tên tệp gói, như GOI-7F3K-000012.",
    ),
    "NOTHING_MISSING": ("Không thiếu mục nào của máy {machine}.", "Không phải xin gửi lại gì."),
    "NOTHING_ASKED": ("Văn phòng không xin gửi lại mục nào của máy này.", f"{_ON_MACHINE} Không phải làm gì."),
    "SLIP_UNREADABLE": ("Chữ trên phiếu chưa đúng.", "Không có gì thay đổi. Hãy gõ lại đủ cả dòng dưới mã QR."),
    "SLIP_ELSEWHERE": ("Phiếu này của máy khác.", "Không có gì thay đổi. Hãy dùng đúng phiếu của máy này."),
    "HELD_UNKNOWN": ("Mục để riêng {number} không còn chờ.", f"{_KEPT} Có thể mục này đã hợp nhất."),
    "HELD_NOT_RELEASED": (
        "Mục này không thể cho vào sổ bằng lời xác nhận ({why}).",
        "Mục được giữ nguyên ở Để riêng. Khi nguyên nhân đã hết, hãy bấm Thử lại.",
    ),
    # choosing
    "CONFLICT_UNKNOWN": ("Chỗ {conflict} không còn chờ chọn.", f"{_KEPT} Có thể đã được chọn rồi."),
    "CONFLICT_CHANGED": ("Vừa có thêm một giá trị khác ở chỗ này.", "Chưa chọn gì. Hãy xem lại rồi chọn."),
    "CHOICE_UNKNOWN": ("Không có giá trị {choice} để chọn.", "Chưa có gì thay đổi. Hãy xem lại bằng lệnh conflicts."),
    "CHOICE_UNDONE": ("Lần chọn này đã được hoàn tác.", "Không có gì thay đổi thêm."),
    "CHOICE_WHOLE": ("Biên bản chỉ có thể giữ hoặc rút.", "Chưa chọn gì. Hãy chọn một trong hai."),
    "VALUE_WRONG": ("Chỗ này không ghi được “{value}”.", "Chưa chọn gì. Hãy gõ lại đúng dạng."),
    # plans
    "PLAN_MONTH_WRONG": ("Không có tháng “{month}”.", f"{_NOTHING_DONE} Hãy ghi năm-tháng, như 2026-12."),
    "PLAN_GROUP_MISSING": ("Chưa chọn tổ.", f"{_NOTHING_DONE} Hãy chọn tổ đi dự."),
    "PLAN_GROUP_UNKNOWN": ("Có {found} tổ tên “{group}”.", f"{_NOTHING_DONE} Hãy ghi đúng tên hoặc mã của một tổ."),
    "PLAN_MEMBER_UNKNOWN": ("{group} không có ai tên “{member}”.", f"{_NOTHING_DONE} Hãy xem lại quyết định."),
    "PLAN_CELL_AMBIGUOUS": ("Có {found} chi bộ tên “{cell}”.", f"{_NOTHING_DONE} Hãy ghi thêm cấp trên, hoặc mã."),
    "PLAN_TROUBLE_UNKNOWN": ("Buổi {planned} không vướng chỗ đó.", f"{_NOTHING_DONE} Hãy xem lại bằng plan check."),
    "PLAN_FILE_KIND": ("Không làm được tệp {file}.", f"{_NOTHING_DONE} Tên tệp phải kết thúc bằng .pdf, .xlsx, .ics."),
    "PLAN_CELL_MISSING": ("Chưa chọn chi bộ.", f"{_NOTHING_DONE} Hãy chọn chi bộ sẽ dự."),
    "PLAN_TIME_WRONG": ("Không có giờ “{time}”.", f"{_NOTHING_DONE} Hãy ghi giờ:phút, như 14:00."),
    "PLAN_TRAVEL_WRONG": ("Đường đi {minutes} phút là không đúng.", f"{_NOTHING_DONE} Hãy ghi từ 0 đến 1.440 phút."),
    "PLAN_KNOWN": ("Buổi {planned} đã có trong kế hoạch.", f"{_NOTHING_DONE} Hãy sửa buổi đã có."),
    "PLAN_UNKNOWN": ("Kế hoạch không có buổi {planned}.", f"{_NOTHING_DONE} Hãy xem lại danh sách."),
    "PLAN_CANCELLED": ("Buổi này đã hủy.", f"{_NOTHING_DONE} Nếu vẫn dự, hãy ghi buổi dự mới."),
    "NOTHING_TO_PUBLISH": ("Kế hoạch các tháng này không có gì mới.", "Bản phát hành trước vẫn đúng."),
    "NO_MACHINES": (
        "Các tổ này chưa có máy nào đã đăng ký.",
        "Kế hoạch vẫn ở văn phòng. Hãy in lịch, hoặc đăng ký máy của tổ.",
    ),
    "PLAN_NOTHING_TO_COPY": ("Tháng {month} không có buổi nào để chép thêm.", _NOTHING_DONE),
    "PLAN_RULE_WRONG": ("Quy định {rule} không nhận số {value}.", f"{_NOTHING_DONE} Hãy ghi số khác."),
    "PLAN_OPTION_WRONG": ("Đề xuất không nhận {option} là “{value}”.", f"{_NOTHING_DONE} Hãy ghi số khác."),
    "PLAN_WITHOUT_GROUPS": ("Chưa tổ nào được phân công chi bộ.", f"{_NOTHING_DONE} Hãy ghi quyết định các tổ."),
    "PLAN_NOTHING_CHOSEN": ("Chưa chọn buổi nào để nhận.", f"{_NOTHING_DONE} Hãy đánh dấu các buổi muốn nhận."),
    "PLAN_SOLVER_MISSING": ("Máy này chưa cài bộ tối ưu.", f"{_NOTHING_DONE} Hãy dùng cách có sẵn, hoặc cài thêm."),
    "LINK_SELF": ("Không nối biên bản {visit} với chính nó được.", "Chưa có gì thay đổi. Hãy chọn hai biên bản."),
    "LINK_KNOWN": ("Hai biên bản {one} và {other} đã được xem xét như vậy rồi.", "Không có gì thay đổi."),
    "LINK_UNKNOWN": ("Hai biên bản {one} và {other} chưa được nối.", "Không có gì thay đổi."),
    "MERGED_UNKNOWN": ("Chưa hợp nhất gói {packet} nào ở đây.", f"{_KEPT} Hãy xem lại tên gói."),
    "MERGED_WITHDRAWN": ("Gói {packet} đã được rút lại từ trước.", "Gói gốc vẫn giữ, hợp nhất lại lúc nào cũng được."),
    "MERGED_COUNTS": ("Gói {packet} đang có trong sổ chung.", "Không có gì thay đổi."),
    # the register of organisations
    "ORGANISATION_UNKNOWN": (
        "Trong danh mục không có tổ chức {organisation}.",
        f"{_NOTHING_DONE} Hãy tìm lại tổ chức theo tên.",
    ),
    "ORGANISATION_NAMELESS": ("Chưa ghi tên tổ chức.", f"{_NOTHING_DONE} Hãy gõ tên."),
    "ORGANISATION_SELF": (
        "{name} không thể nhập vào chính mình.",
        f"{_NOTHING_DONE} Hãy chọn tổ chức khác để nhận.",
    ),
    "ORGANISATION_CYCLE": (
        "{name} không thể ở dưới {under}, vì {under} ở dưới {name}.",
        f"{_NOTHING_DONE} Hãy chọn cấp trên khác.",
    ),
    "ORGANISATION_ENDS_BEFORE": (
        "{name} chỉ có từ ngày {day}, không thể kết thúc trước hoặc trong ngày đó.",
        f"{_NOTHING_DONE} Hãy xem lại ngày.",
    ),
    "REGISTER_UNCHANGED": ("Danh mục đã đúng như vậy rồi.", "Không có gì thay đổi."),
    "UNITS_UNREADABLE": ("Không đọc được tệp các đơn vị ({why}).", f"{_NOTHING_DONE} Hãy xem lại tệp."),
    "UNITS_NONE": ("Tệp các đơn vị không có đơn vị nào.", f"{_NOTHING_DONE} Hãy xem lại tệp."),
    "CHANGE_UNKNOWN": ("Danh mục không có việc {entry}.", f"{_NOTHING_DONE} Hãy xem lại lịch sử."),
    "CHANGE_UNDONE": ("Việc này đã được hủy bỏ rồi.", "Không có gì thay đổi thêm."),
    "CANCELLED": ("Đã dừng lại.", "Không có gì thay đổi."),
} | IMPORT_FAILURES

UNNAMED = ("Việc này chưa làm được.", f"{_KEPT} Khi hỏi văn phòng, hãy đọc mã này: {{code}}.")


def failure_text(code: str, data: Mapping[str, object]) -> tuple[str, str]:
    """What happened; and what is safe and to be done. A code without a sentence is named, to ask about it.

    >>> failure_text("DATE_MISSING", {})[0]
    'Chưa ghi ngày họp.'
    """
    if code in REASONS:
        return f"{reason_of(code, data)}.", "Tệp gốc được giữ nguyên; các gói khác không bị ảnh hưởng."
    title, text = FAILURES.get(code, UNNAMED)
    words = _Words(data, code=code)
    return title.format_map(words), text.format_map(words)


def reason_of(code: str, data: Mapping[str, object]) -> str:
    """The line of ``REASONS``; a file that a key of ours fits, and that still does not open, is damaged.

    >>> reason_of("E_DECRYPT", {"why": "damaged"})
    'Tệp hỏng, không đọc hết được'
    """
    return DAMAGED if code == "E_DECRYPT" and data.get("why") == "damaged" else REASONS[code]


def failure_sentence(code: str, data: Mapping[str, object]) -> str:
    """The whole of :func:`failure_text` as one line."""
    return " ".join(failure_text(code, data))


class _Words(dict[str, object]):
    """Data of a failure; a datum that is missing shows as dots instead of stopping the message."""

    def __init__(self, data: Mapping[str, object], code: str) -> None:
        super().__init__(data, code=code)
        if _DAY.fullmatch(day := str(data.get("day", ""))):  # as scripts read it
            self["day"] = short_date(dt.date.fromisoformat(day))

    def __missing__(self, key: str) -> str:
        return "…"
