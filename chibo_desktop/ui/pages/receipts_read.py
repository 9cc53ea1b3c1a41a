"""What the office's answers come to, in words: what turned, what it returned, what it still misses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from chibo_desktop.domain.outcomes import Outcome
from chibo_desktop.domain.wording import padded
from chibo_desktop.services import own_plan, receiving, resending, slips
from chibo_desktop.services.arriving import FileReport, Result
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.resending import Asked
from chibo_desktop.services.slips import SlipRead
from chibo_desktop.ui import quantities, sentences
from chibo_desktop.ui.components.banner import Banner
from chibo_desktop.ui.components.notice import NoticeWords
from chibo_desktop.ui.speech import tr

REQUEST_MARK = "XG1"
"""How requests to send again begin."""


@dataclass(frozen=True, slots=True)
class ReceiptsRead:
    """What to say after reading. `banner` makes it on the GUI thread."""

    notice: NoticeWords | None = None
    banner: Callable[[], Banner] | None = None


def read(desk: Desk, paths: Sequence[Path]) -> Outcome[ReceiptsRead]:
    """Believe the receipts among these files and folders. Runs on the worker thread; raises as `receiving.merge`."""
    before = set(own_plan.news(desk))
    outcome = receiving.merge(desk, paths)
    planned = sum(piece not in before for piece in own_plan.news(desk))
    return Outcome(_told(outcome.value.files, planned), outcome.changes)


def _told(files: Sequence[FileReport], planned: int) -> ReceiptsRead:
    answers = [file.receipts for file in files if file.receipts is not None]
    if not answers:
        return ReceiptsRead(banner=partial(_nothing_for_us, tuple(files)))
    last = answers[-1]
    merged, received = sum(one.merged for one in answers), sum(one.received for one in answers)
    returned, erased = sum(one.returned for one in answers), sum(file.erased for file in files)
    notice = _notice(last.office, merged, received, returned, erased)
    return ReceiptsRead(replace(notice, text=_with_plan(notice.text, planned)))


def _with_plan(text: str, planned: int) -> str:
    """What was new of the plan is said, too: it comes in the same file."""
    return text if not planned else tr("%1 Kế hoạch của tổ có %2 chỗ mới.", text, padded(planned))


def take_slip(desk: Desk, text: str) -> Outcome[ReceiptsRead]:
    """Take in the text of a slip: acknowledgements, or a request. Raises ``Refusal`` SLIP_UNREADABLE ..."""
    if REQUEST_MARK in text.upper():
        asked = resending.read_slip(desk, text)
        words = NoticeWords(
            tr("Đã ghi nhận phiếu xin gửi lại."), tr("%1 mục cần gửi lại.", padded(len(asked.value.entries)))
        )
        return Outcome(ReceiptsRead(words), asked.changes)
    read = slips.enter_receipts(desk, text)
    return Outcome(_slip_told(read.value), read.changes)


def _slip_told(read: SlipRead) -> ReceiptsRead:
    accepted, refused = (", ".join(map(quantities.packet_number, numbers)) for numbers in (read.accepted, read.refused))
    notice = None
    if read.accepted:
        text = tr("%1 biên bản chuyển sang Văn phòng đã nhận.", padded(read.visits))
        notice = NoticeWords(tr("Văn phòng đã nhận gói %1.", accepted), text, stays=True)
    return ReceiptsRead(notice, partial(_wrong_codes, refused) if refused else None)


def _wrong_codes(numbers: str) -> Banner:
    return sentences.banner("M12", numbers, without=(tr("Nhập lại"),))


def _notice(office: str, merged: int, received: int, returned: int, erased: int) -> NoticeWords:
    title = tr("Đã đọc giấy báo nhận của %1.", office)
    if merged and received:
        text = tr("%1 biên bản đã vào sổ chung, %2 biên bản văn phòng đã nhận.", padded(merged), padded(received))
    elif merged:
        text = tr("%1 biên bản đã vào sổ chung.", padded(merged))
    elif received:
        text = tr("%1 biên bản văn phòng đã nhận.", padded(received))
    else:
        text = "" if returned else tr("Không có biên bản nào đổi trạng thái.")
    if returned:
        text = tr("%1 %2 biên bản trả lại để bổ sung.", text, padded(returned)).strip()
    if erased:
        text = tr("%1 Văn phòng báo xóa theo yêu cầu: đã xóa %2 phần trên máy này.", text, padded(erased))
    return NoticeWords(title, text, stays=True)


def missing(asked: Asked) -> Banner:
    """The office has gaps: it wants exactly these entries again."""
    count = padded(len(asked.entries))
    return Banner(
        "warn",
        tr("Văn phòng còn thiếu mục %1 của máy này.", quantities.ranges(asked.spans)),
        tr("Biên bản còn nguyên trên máy. Đóng gói lại đúng các mục đó; cái đã có sẽ không bị trùng."),
        [tr("Đóng gói lại %1 mục", count), tr("Để sau")],
    )


def _nothing_for_us(files: Sequence[FileReport]) -> Banner:
    buttons = [tr("Chọn tệp khác…"), tr("Đóng")]
    if any(file.result is Result.DUPLICATE for file in files):
        return Banner("info", tr("Giấy báo nhận này đã đọc rồi."), tr("Không có gì thay đổi."), buttons)
    broken = next((file for file in files if file.result in (Result.QUARANTINED, Result.WAITING)), None)
    if broken is not None and broken.code is not None:
        text = tr("Trạng thái biên bản không đổi. Tệp %1 được giữ riêng; xin văn phòng chép lại.", broken.file)
        return Banner("error", tr("Giấy báo nhận không dùng được: %1.", sentences.reason(broken.code)), text, buttons)
    return Banner(
        "info",
        tr("Ở đây không có giấy báo nhận cho máy này."),
        tr("Trạng thái biên bản không đổi. Hãy dùng đúng USB mà văn phòng trả lại."),
        buttons,
    )


def code_notice(number: int, count: int) -> NoticeWords:
    """After eight right digits."""
    title = tr("Văn phòng đã nhận gói %1.", quantities.packet_number(number))
    return NoticeWords(title, tr("%1 biên bản chuyển sang Văn phòng đã nhận.", padded(count)))
