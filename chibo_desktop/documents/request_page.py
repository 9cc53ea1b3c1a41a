"""*Phiếu xin đăng ký* on paper: who asks, the request as a QR code and as letters, and what both sides do with it.

The fifteen digits never stand on it: whoever brings the paper must not be able to answer the question that they ask.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from chibo_desktop.documents.faces import Cases, Cut
from chibo_desktop.documents.fonts import FontFamily
from chibo_desktop.documents.letterhead import HeadText, Letterhead
from chibo_desktop.documents.lines import one_line
from chibo_desktop.documents.pages import Row, draw_pages, rows_of
from chibo_desktop.documents.paragraphs import Align, Paragraph, Run, bold, italic
from chibo_desktop.documents.profiles import POINTS_PER_MM, PrintProfile
from chibo_desktop.documents.qr_modules import draw_modules, modules_of_text
from chibo_desktop.documents.sheets import Sheets, frame_of
from chibo_desktop.domain.wording import long_date

TITLE = "PHIẾU XIN ĐĂNG KÝ MÁY"

_OFFICE = (
    "Ở văn phòng: mở Danh mục, bấm Dán phiếu xin đăng ký, đưa máy đọc mã vuông vào ô đó hoặc gõ dòng chữ dưới mã "
    "(dấu cách, xuống dòng, chữ hoa hay thường đều được). Rồi gọi cho người đứng tên, nghe đọc 15 số và gõ vào."
)
_GROUP = (
    "Ở tổ: khi văn phòng gọi, mở Cài đặt, mục Văn phòng nhận gói tin, đọc 15 số đang hiện ở đó. Không ghi 15 số lên "
    "phiếu này. Trong lúc chờ vẫn ghi và đóng gói được, không phải gửi lại."
)
_WARNING = "Phiếu không chứa bí mật nào; ai sửa phiếu thì 15 số sẽ không khớp."
_ABOVE_TITLE, _ABOVE_BODY, _UNNUMBERED = 16.0, 12.0, 10_000
_TOLD_SIZE = 12.0
_SIDE = 58.0 * POINTS_PER_MM
_LETTERS, _GROUP_OF = 60, 5
_TYPED_SIZE, _PITCH, _UNDER_CODE = 10.0, 13.0, 8.0


@dataclass(frozen=True, slots=True)
class RequestPage:
    """What stands on the page; ``text`` is the request in letters, which the QR code holds, too."""

    office: str
    day: dt.date
    machine: str
    person: str
    post: str
    group: str
    text: str


def build_request_page(page: RequestPage, profile: PrintProfile, fonts: FontFamily) -> bytes:
    """The page as PDF, byte for byte the same for the same request. Raises ``Fault("FONT_UNREADABLE")``."""
    profile = replace(profile, first_numbered_page=_UNNUMBERED)
    cases = Cases(fonts)
    sheets = Sheets(profile, cases, False)
    sheets.describe(TITLE, page.group)
    draw_pages(_rows(page, profile, cases, frame_of(profile, 1, False).width), sheets)
    return sheets.finish()


def _rows(page: RequestPage, profile: PrintProfile, cases: Cases, width: float) -> Sequence[Row]:
    def told(paragraphs: Sequence[Paragraph], above: float) -> list[Row]:
        found: list[Row] = [row for one in paragraphs for row in rows_of(one, profile, cases, width)]
        found[0].gap = above
        return found

    title = Paragraph((bold(TITLE),), Align.CENTRED, stays_with_next=True, size=profile.sizes.type_name)
    to_whom = Paragraph((Run("Kính gửi: "), bold(page.office)), Align.CENTRED, stays_with_next=True)
    facts = (("Máy", (page.machine, page.group)), ("Người đứng tên", (page.person, page.post)))
    steps = [Paragraph((words,), size=_TOLD_SIZE) for words in (Run(_OFFICE), Run(_GROUP), italic(_WARNING))]
    lines = [
        Paragraph((Run(f"{name}: "), bold(", ".join(fact for fact in words if fact))), is_indented=False)
        for name, words in facts
    ]
    return [
        Letterhead(HeadText("", page.group, "", long_date(page.day)), profile.sizes, cases, width),
        *told((title, to_whom), _ABOVE_TITLE),
        *told(lines, _ABOVE_BODY),
        _Code(page.text),
        *(_Typed(letters, cases, is_first=not at) for at, letters in enumerate(_typed_lines(page.text))),
        *told(steps, _ABOVE_BODY),
    ]


def _typed_lines(text: str) -> list[str]:
    """Lines of twelve groups of five letters, as somebody types them without losing the place."""
    rows = [text[at : at + _LETTERS] for at in range(0, len(text), _LETTERS)]
    return [" ".join(row[at : at + _GROUP_OF] for at in range(0, len(row), _GROUP_OF)) for row in rows]


class _Code:
    """The QR code, in the middle of the page."""

    gap = 12.0
    stretch = 0.0
    stays = True
    is_pinned = False
    extent = _SIDE

    def __init__(self, text: str) -> None:
        self._modules = modules_of_text(text)

    def draw(self, sheets: Sheets, top: float) -> None:
        left = sheets.frame.left + (sheets.frame.width - _SIDE) / 2
        draw_modules(sheets, self._modules, left, top - _SIDE, _SIDE)


class _Typed:
    """A line of the text form."""

    stretch = 0.0
    stays = True
    is_pinned = False
    extent = _PITCH

    def __init__(self, letters: str, cases: Cases, *, is_first: bool) -> None:
        self.gap = _UNDER_CODE if is_first else 0.0
        self._line = one_line(cases, letters, Cut.REGULAR, _TYPED_SIZE)

    def draw(self, sheets: Sheets, top: float) -> None:
        sheets.write(self._line, _TYPED_SIZE, sheets.frame.left, top - _TYPED_SIZE - 2.0)
