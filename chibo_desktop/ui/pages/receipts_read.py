"""What the office's answers come to, in words: what turned, what it returned, what it still misses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from chibo_desktop.domain.ids import VisitId
from chibo_desktop.domain.outcomes import Outcome
from chibo_desktop.domain.visits import VisitState
from chibo_desktop.domain.wording import padded
from chibo_desktop.services import receiving, visits
from chibo_desktop.services.arriving import FileReport, Result
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.visits import VisitFilter
from chibo_desktop.ui import quantities, sentences
from chibo_desktop.ui.components.banner import Banner
from chibo_desktop.ui.components.notice import NoticeWords
from chibo_desktop.ui.speech import tr


@dataclass(frozen=True, slots=True)
class ReceiptsRead:
    """What to say after reading. `banner` makes it on the GUI thread; `returned` is the minutes it is about."""

    notice: NoticeWords | None = None
    banner: Callable[[], Banner] | None = None
    returned: VisitId | None = None


def read(desk: Desk, paths: Sequence[Path]) -> Outcome[ReceiptsRead]:
    """Believe the receipts among these files and folders. Runs on the worker thread; raises as `receiving.merge`."""
    outcome = receiving.merge(desk, paths)
    return Outcome(_told(desk, outcome.value.files), outcome.changes)


def _told(desk: Desk, files: Sequence[FileReport]) -> ReceiptsRead:
    answers = [file.receipts for file in files if file.receipts is not None]
    if not answers:
        return ReceiptsRead(banner=partial(_nothing_for_us, tuple(files)))
    last = answers[-1]
    notice = _notice(last.office, sum(one.merged for one in answers), sum(one.received for one in answers))
    if any(one.returned for one in answers):
        back = visits.list_visits(desk, VisitFilter(states=(VisitState.RETURNED,)))
        if back:
            words = partial(sentences.banner, "M11", padded(len(back)), back[0].state_by)
            return ReceiptsRead(notice, words, back[0].id)
    if last.missing:
        return ReceiptsRead(notice, partial(_missing, quantities.ranges(last.missing)))
    return ReceiptsRead(notice)


def _notice(office: str, merged: int, received: int) -> NoticeWords:
    title = tr("Đã đọc giấy báo nhận của %1.", office)
    if merged and received:
        text = tr("%1 biên bản đã vào sổ chung, %2 biên bản văn phòng đã nhận.", padded(merged), padded(received))
    elif merged:
        text = tr("%1 biên bản đã vào sổ chung.", padded(merged))
    elif received:
        text = tr("%1 biên bản văn phòng đã nhận.", padded(received))
    else:
        text = tr("Không có biên bản nào đổi trạng thái.")
    return NoticeWords(title, text, stays=True)


def _missing(spans: str) -> Banner:
    return Banner(
        "warn",
        tr("Văn phòng còn thiếu mục %1 của máy này.", spans),
        tr("Biên bản còn nguyên trên máy. Hãy đóng gói lại tất cả; cái đã có sẽ không bị trùng."),
        [tr("Đóng gói lại tất cả"), tr("Để sau")],
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
