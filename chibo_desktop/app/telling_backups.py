"""What the command line tells people about copies of the book, in Vietnamese; scripts read the JSON instead."""

from collections.abc import Iterable
from pathlib import Path

from chibo_desktop.domain.wording import decimal, padded, short_date
from chibo_desktop.services.backups import Backup
from chibo_desktop.services.former_books import FormerBook, TakenBack
from chibo_desktop.services.going_back import GoneBack, Prepared
from chibo_desktop.services.restoring import Restored

NO_BACKUPS = "Chưa có bản sao lưu nào trong sổ này."
NOTHING_ASIDE = "Không có sổ nào cất riêng."


def _size(count: int) -> str:
    return f"{decimal(count / 1024**2)} MB"


def backup_line(backup: Backup) -> str:
    at = backup.made_at.astimezone()
    return f"{at:%H:%M} {short_date(at.date())}  {_size(backup.bytes)}  đã mở lại và khớp  {backup.path}"


def sound_line(file: Path) -> str:
    return f"{file}: đọc lại được hết, khớp."


def former_line(book: FormerBook) -> str:
    at = book.set_aside_at.astimezone()
    more = f"còn {padded(book.minutes)} biên bản chưa có trong sổ" if book.minutes else "mọi biên bản đã có trong sổ"
    return f"{book.name}  cất riêng {at:%H:%M} {short_date(at.date())}  {_size(book.bytes)}  {more}"


def taken_line(taken: TakenBack) -> str:
    told = (
        f"Đã lấy lại {padded(taken.minutes)} biên bản ({padded(taken.entries)} mục), {padded(taken.drafts)} bản nháp."
    )
    if taken.doubled_drafts:
        told += f" {padded(taken.doubled_drafts)} bản nháp được viết tiếp ở cả hai sổ: giữ cả hai."
    if taken.unreadable:
        told += f" {padded(taken.unreadable)} mục không đọc được nữa vì tệp sổ đó bị hỏng."
    return told


def gone_back_lines(prepared: Prepared, done: GoneBack) -> Iterable[str]:
    yield f"Đã khôi phục {prepared.file}. Sổ trước đó được cất riêng: {done.aside}"
    if done.minutes:
        yield f"{padded(done.minutes)} biên bản ghi sau đó nằm ở sổ cất riêng: backup aside take-back {done.aside}"


def replaced_broken_lines(file: str, aside: str) -> Iterable[str]:
    yield f"Sổ không mở được nữa. Đã khôi phục {file}; phần còn lại của sổ hỏng được giữ: set-aside/{aside}"
    yield "Không so được với sổ hỏng. Biên bản ghi sau bản sao lưu mà đã đóng gói thì còn ở thư mục outbox và ở USB."


def replaced_lines(found: Restored, home: Path) -> Iterable[str]:
    yield f"Đã khôi phục sổ của máy {found.former} vào {home}."
    yield f"Mã khôi phục, ghi ra giấy ngay: {found.recovery_code}"
    yield "Máy này cần được văn phòng đăng ký: enrol request, rồi đọc 15 số."
    yield "Phần văn phòng đã xóa theo yêu cầu sau ngày sao lưu được xóa lại khi mở sổ và đọc giấy báo nhận kế tiếp."
