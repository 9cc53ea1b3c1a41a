"""From codes to sentences: messages, reasons of refusal, states. Every word for a code of the rooms below is here."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from chibo_desktop.domain.outcomes import Cancelled, Fault, Refusal
from chibo_desktop.ui.failures import REASONS, failure_text
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.messages import MESSAGES, Message
from chibo_desktop.ui.speech import tr

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from chibo_desktop.ui.components.banner import Banner
    from chibo_desktop.ui.components.chip import ChipLook
    from chibo_desktop.ui.components.dialog import Dialog
    from chibo_desktop.ui.components.notice import NoticeWords

# Which whole message explains a reason.
EXPLAINED_BY: dict[str, str] = {"E_SIGNER": "M15", "E_SIG": "M17", "E_VERSION": "M18"}
_BROKEN_FILE = "M16"

# Packets that are whole and meant for somebody else: nothing is broken, and nobody has to copy anything again.
FOR_OTHERS: dict[str, tuple[str, str]] = {
    "E_AUDIENCE": (
        "Gói này gửi cho văn phòng khác.",
        "Gói được giữ nguyên ở mục Để riêng, không có gì được nhập. Hãy trả USB để tổ đưa tới đúng nơi nhận.",
    ),
    "E_DECRYPT": (
        "Văn phòng này không mở được gói.",
        "Gói được giữ nguyên ở mục Để riêng. Nếu là gói của nơi khác, hãy trả USB để tổ đưa tới đúng nơi; nếu gửi cho "
        "văn phòng này, xin tổ đóng gói lại.",
    ),
}

# Word, second line in village words, tone, icon, outlined.
STATES: dict[str, tuple[str, str, str, Icon, bool]] = {
    "draft": ("Nháp", "đang ghi, còn sửa được", "neutral", Icon.PEN, False),
    "finalised": ("Đã chốt", "đã khóa, còn ở máy này", "neutral", Icon.LOCK, False),
    "packed": ("Đã đóng gói", "chưa chắc đã tới nơi", "warn", Icon.BOX, True),
    "received": ("Văn phòng đã nhận", "có giấy báo nhận", "info", Icon.TRAY, False),
    "merged": ("Đã hợp nhất", "đã vào sổ chung", "ok", Icon.CHECK_CIRCLE, False),
    "returned": ("Trả lại để bổ sung", "văn phòng cần bổ sung", "err", Icon.RETURN, False),
    "withdrawn": ("Đã rút", "không tính vào báo cáo", "neutral", Icon.UNDO, False),
    # packets at the office
    "unknown_signer": ("Chưa đăng ký", "máy chưa đăng ký với văn phòng", "info", Icon.USER, False),
    "elsewhere": ("Gửi nơi khác", "không gửi cho văn phòng này", "neutral", Icon.ARROW_RIGHT, False),
    "broken": ("Tệp hỏng", "không đọc hết được", "err", Icon.OCTAGON, False),
    "gap": ("Còn thiếu", "thiếu một số mục trước đó", "warn", Icon.TRIANGLE, False),
    "ready": ("Sẵn sàng", "hợp nhất được ngay", "ok", Icon.CHECK_CIRCLE, False),
    "known": ("Đã có đủ", "không có gì mới", "neutral", Icon.CHECK, False),
    # petitions
    "new": ("Mới", "", "info", Icon.COMMENT, False),
    "forwarded": ("Đã chuyển", "", "info", Icon.ARROW_RIGHT, False),
    "in_progress": ("Đang giải quyết", "", "info", Icon.HALF, False),
    "answered": ("Đã trả lời", "", "ok", Icon.CHECK_CIRCLE, False),
    "not_competent": ("Không thuộc thẩm quyền", "", "neutral", Icon.DASH, False),
    "closed": ("Đóng", "", "neutral", Icon.CHECK, False),
    # plan
    "planned": ("Dự kiến", "", "neutral", Icon.CALENDAR, True),
    "confirmed": ("Đã xác nhận", "", "info", Icon.CALENDAR_CHECK, False),
    "attended": ("Đã dự", "", "ok", Icon.CHECK_CIRCLE, False),
    "postponed": ("Hoãn", "", "warn", Icon.CLOCK, True),
    "cancelled": ("Hủy", "", "neutral", Icon.CLOSE, False),
}


def banner(code: str, *values: object, without: Collection[str] = ()) -> Banner:
    """The banner of a message, filled; its buttons carry the words of the message, but for those it goes without."""
    from chibo_desktop.ui.components.banner import Banner

    message, (title, text), buttons = _filled(code, values, "banner")
    return Banner(message.tone, title, text, [word for word in buttons if word not in without])


def dialog(code: str, *values: object, parent: QWidget | None = None) -> Dialog:
    """The dialog of a message, filled; the safe button is its default."""
    from chibo_desktop.ui.components.dialog import Dialog

    message, (title, text), buttons = _filled(code, values, "dialog")
    return Dialog(title, text, buttons, [tr(word, *values) for word in message.danger], parent)


def dialog_words(code: str, *values: object) -> tuple[str, str, list[str]]:
    """Title, text and buttons of a message that a dialog of its own shows, with a field in it."""
    _, (title, text), buttons = _filled(code, values, "dialog")
    return title, text, buttons


def notice(code: str, *values: object, on_action: Callable[[], object] | None = None) -> NoticeWords:
    """The notice of a message, filled; it always has its own `Đóng`, so that only another word becomes an action."""
    from chibo_desktop.ui.components.notice import NoticeWords

    _, (title, text), buttons = _filled(code, values, "notice")
    action = next((word for word in buttons if word != tr("Đóng")), "")
    return NoticeWords(title, text, action if on_action else "", on_action, stays=not action)


def reason(code: str) -> str:
    """One line for an `E_` code."""
    return tr(REASONS[code])


def explanation(code: str) -> str:
    """The message that explains an `E_` code in full: M15 to M18."""
    return EXPLAINED_BY.get(code, _BROKEN_FILE)


def of_failure(failure: Refusal | Fault | Cancelled) -> tuple[str, str]:
    """Title and text for a failure. A code without a sentence of its own is named, so that it can be asked about."""
    if isinstance(failure, Cancelled):
        return tr("Đã dừng lại."), tr("Không có gì thay đổi.")
    return failure_text(failure.code, failure.data)


def state_chip(state: str, told: str = "") -> ChipLook:
    """The chip of a state: of a visit, of a packet, of a petition, of a planned visit."""
    from chibo_desktop.ui.components.chip import ChipLook

    word, second, tone, icon, outlined = STATES[str(state)]
    return ChipLook(tr(word), tone, icon, outlined, told or _joined(tr(word), tr(second) if second else ""))


def state_words(state: str) -> tuple[str, str]:
    """Word of a state and its second line in village words."""
    word, second, *_ = STATES[str(state)]
    return tr(word), tr(second) if second else ""


def _joined(word: str, second: str) -> str:
    return f"{word}, {second}" if second else word


def _filled(code: str, values: tuple[object, ...], kind: str) -> tuple[Message, tuple[str, str], list[str]]:
    message = MESSAGES[code]
    if message.kind != kind:
        raise ValueError(f"{code} is a {message.kind}")
    words = (tr(message.title, *values), tr(message.text, *values))
    return message, words, [tr(word, *values) for word in message.buttons]
