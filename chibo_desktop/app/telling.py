"""What the command line tells people, in Vietnamese; scripts read the JSON instead."""

from collections.abc import Iterable
from pathlib import Path

from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.domain.register import VisitRow
from chibo_desktop.domain.visits import VisitState
from chibo_desktop.domain.wording import padded, short_date
from chibo_desktop.services.arriving import FileReport, Result
from chibo_desktop.services.demo import Story
from chibo_desktop.services.desk import Role
from chibo_desktop.services.doctor import CheckName, HealthCheck
from chibo_desktop.services.rebuilding import Rebuilt
from chibo_desktop.services.receiving import Verified
from chibo_desktop.services.status import Gap, Status
from chibo_desktop.services.sticks import StickReport
from chibo_desktop.ui import stick_words

STATES = {
    VisitState.DRAFT: "Nháp",
    VisitState.FINALISED: "Đã chốt",
    VisitState.PACKED: "Đã đóng gói",
    VisitState.RECEIVED: "Văn phòng đã nhận",
    VisitState.MERGED: "Đã hợp nhất",
    VisitState.RETURNED: "Trả lại để bổ sung",
    VisitState.WITHDRAWN: "Đã rút",
}
NO_PACKETS = "Ở đây không có gói tin nào để nhận."
_ROLES = {Role.GROUP: "tổ dự sinh hoạt chi bộ", Role.OFFICE: "văn phòng"}
_RESULTS = {
    Result.MERGED: "đã hợp nhất",
    Result.DUPLICATE: "đã có đủ từ trước",
    Result.RECEIPTS: "đã đọc giấy báo nhận",
    Result.WAITING: "để riêng, chờ",
    Result.QUARANTINED: "để riêng, cần xem",
    Result.REFUSED: "không nhận",
    Result.ELSEWHERE: "gửi cho máy khác, để nguyên",
    Result.SEALED: "niêm phong, giữ để chuyển hộ",
}
_CHECKS = {
    CheckName.FILE: "Tệp sổ",
    CheckName.SIGNATURES: "Chữ ký",
    CheckName.REGISTER: "Sổ khớp với các mục đã ký",
    CheckName.FORKS: "Không có hai mục cùng một số",
}


def status_lines(found: Status) -> Iterable[str]:
    yield f"{found.machine} ({_ROLES[found.role]}), gửi lên: {found.office or 'chưa có văn phòng'}"
    yield from (f"  {STATES[state]}: {padded(count)}" for state, count in found.visits.items())
    yield from map(gap_line, found.gaps)
    yield from (f"  Để riêng, {code}: {padded(count)}" for code, count in found.held.items())
    if found.conflicts:
        yield f"  Chỗ khác nhau cần chọn: {padded(found.conflicts)}"
    if found.asked:
        yield f"  Chỗ khác nhau đang hỏi lại: {padded(found.asked)}"
    if found.doubtful:
        yield f"  Nghi trùng buổi dự: {padded(found.doubtful)}"


def gap_line(gap: Gap) -> str:
    span = f"mục {gap.first}" if gap.first == gap.last else f"mục {gap.first}–{gap.last}"
    return f"  Còn thiếu {span} của máy {gap.machine or gap.device}"


def visit_line(row: VisitRow) -> str:
    day = short_date(row.date) if row.date else "chưa ghi ngày"
    return f"{row.id}  {day}  {row.cell}, {row.superior}  [{STATES[row.state]}]"


def file_lines(report: FileReport) -> Iterable[str]:
    counts = report.entries
    yield f"{report.file}: {_RESULTS[report.result]}" + (f" ({report.code})" if report.code else "")
    numbers = (
        (counts.new, "mục mới"),
        (counts.duplicate, "mục đã có"),
        (counts.waiting, "mục chờ"),
        (counts.quarantined, "mục để riêng"),
        (report.conflicts, "chỗ khác nhau"),
    )
    told = [f"{padded(number)} {words}" for number, words in numbers if number]
    if told:
        yield "  " + ", ".join(told)
    if report.receipt_code:
        yield f"  Mã báo nhận để đọc qua điện thoại: {report.receipt_code}"
    if report.receipts:
        merged, received = padded(report.receipts.merged), padded(report.receipts.received)
        yield f"  {report.receipts.office}: {merged} biên bản đã hợp nhất, {received} đã nhận"
    if report.erased:
        yield f"  Đã xóa theo yêu cầu: {padded(report.erased)} phần của biên bản"
    yield from map(gap_line, report.gaps)


def rebuilt_line(made: Rebuilt) -> str:
    differs = "" if made.is_same else "; trước đó sổ hiện khác với các mục đã ký"
    return f"Đã dựng lại {padded(made.visits)} buổi và {padded(made.drafts)} bản nháp từ các mục đã ký{differs}."


def check_line(check: HealthCheck) -> str:
    state = "tốt" if check.is_sound else f"có {padded(len(check.problems))} chỗ cần xem"
    return f"{_CHECKS[check.name]}: {state}" + "".join(f"\n  {problem}" for problem in check.problems[:20])


def story_lines(story: Story, passphrase_is_standard: bool) -> Iterable[str]:
    yield f"Văn phòng đã hợp nhất {padded(story.merged)} biên bản; các máy đã có {padded(story.acknowledged)} báo nhận."
    yield f"Sổ của văn phòng: {story.office}"
    yield from (f"Sổ của tổ: {home}" for home in story.laptops)
    yield from (f"Gói tin: {path}" for path in story.packets)
    yield from (f"Biên bản: {path}" for path in story.minutes)
    yield from (f"Buổi dự (JSON): {path}" for path in story.visits)
    if passphrase_is_standard:
        yield "Mật khẩu của ba sổ: demo"


def packet_number(word: str) -> int:
    """The number of a packet as people type it: 12, 000012, or the name of its file.

    Raises ``Refusal`` PACKET_UNKNOWN.
    """
    digits = Path(word).name.removesuffix(".chibo").rpartition("-")[2]
    if not (digits.isascii() and digits.isdecimal()):
        raise Refusal("PACKET_UNKNOWN", number=word)
    return int(digits)


def stick_lines(report: StickReport, is_office: bool) -> Iterable[str]:
    yield stick_words.summary(report)
    for file in report.files:
        word, meaning = stick_words.STANDINGS[file.standing]
        whose = stick_words.owner(file) or stick_words.DIRECTIONS[file.direction]
        yield f"  {file.name}: {whose} [{word}: {meaning}]"
    yield from (f"  {name}: phần ghi dở" for name in report.rests)
    yield from (f"Nên làm: {stick_words.advice_words(one, is_office=is_office)}" for one in report.advice)


def verified_lines(found: Verified) -> Iterable[str]:
    if found.machine:
        vouched = "chữ ký đúng, máy đã đăng ký" if found.enrolled else "máy chưa đăng ký"
        yield f"{found.machine}, {found.person}, {found.group}: {vouched}"
    if found.number is not None:
        yield f"Gói {found.number:06d}, đóng gói {found.packed_at}"
    yield from (f"  {kind}: {padded(count)}" for kind, count in found.entries.items())
    if found.receipts:
        yield f"  giấy báo nhận: {padded(found.receipts)}"
    yield from (f"  {document}" for document in found.documents)
    if found.receipt_code:
        yield f"Mã báo nhận để đọc qua điện thoại: {found.receipt_code}"
    if found.whole:
        yield "Tệp nguyên vẹn."
