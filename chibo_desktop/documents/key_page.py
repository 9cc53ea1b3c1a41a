"""The page of a private key: QR code, four rows to be typed back, and what the one who keeps it has to know.

Whoever holds this page holds the key. It is made once, in the ceremony, and exists nowhere else.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from chibo_desktop.documents.faces import Cases, Cut
from chibo_desktop.documents.fonts import FontFamily
from chibo_desktop.documents.lines import one_line
from chibo_desktop.documents.pages import Row, draw_pages, rows_of
from chibo_desktop.documents.paragraphs import Align, Paragraph, Run, bold, italic, plain
from chibo_desktop.documents.profiles import POINTS_PER_MM, PrintProfile
from chibo_desktop.documents.qr_modules import QUIET_MODULES, draw_modules, modules_of_text
from chibo_desktop.documents.sheets import Sheets, frame_of
from chibo_desktop.documents.signatures import SignatureBlocks
from chibo_desktop.domain.wording import long_date, padded

_SIDE = 50.0 * POINTS_PER_MM
_ROW_SIZE = 21.0
_NUMBER_SIZE = 11.0
_ABOVE_BODY = 14.0
_UNNUMBERED = 10_000
_KEEPER = "Người giữ khóa"
_ROOT = (
    "Khóa này cùng ký khi thay đổi hồ sơ của văn phòng: cần {} trong {} khóa gốc. Mất một khóa thì các khóa còn lại "
    "lập khóa mới thay nó. Mỗi khóa do một người giữ, cất riêng từng nơi."
)
_ROOT_ALONE = (
    "Một mình khóa này thay đổi được hồ sơ của văn phòng. Mất khóa thì không thay đổi được gì nữa; lộ khóa thì người "
    "khác thay được cả văn phòng."
)
_RECOVERY = (
    "Khóa này mở được mọi gói tin gửi về văn phòng khi máy của văn phòng cháy, hỏng, và mở lại được máy của tổ khi "
    "quên mật khẩu. Cất trong két, tách khỏi máy và khỏi các khóa gốc."
)
_TYPED = (
    "Khi máy hỏi mã khóa: đưa máy đọc mã vuông, hoặc gõ lần lượt bốn dòng trên; chữ hoa, chữ thường, dấu gạch đều "
    "được. Gõ sai thì máy chỉ ra dòng sai."
)
_WARNING = "Không chụp ảnh, không gửi qua mạng tờ giấy này."


@dataclass(frozen=True, slots=True)
class KeyPage:
    """What stands on the page. ``code`` goes into the QR code, ``rows`` are typed back.

    ``threshold`` of ``keys`` root keys must sign; both are 0 on the page of a recovery key.
    """

    office: str
    label: str
    name: str
    day: dt.date
    code: str
    rows: tuple[str, ...]
    threshold: int = 0
    keys: int = 0

    @property
    def is_root(self) -> bool:
        return self.threshold > 0

    @property
    def title(self) -> str:
        return "KHÓA GỐC CỦA VĂN PHÒNG" if self.is_root else "KHÓA MỞ LẠI CỦA VĂN PHÒNG"

    @property
    def use(self) -> str:
        """What the key is for, in one paragraph."""
        if not self.is_root:
            return _RECOVERY
        return _ROOT_ALONE if self.keys == 1 else _ROOT.format(padded(self.threshold), padded(self.keys))


def build_key_page(page: KeyPage, profile: PrintProfile, fonts: FontFamily) -> bytes:
    """The page as PDF, byte for byte the same for the same key. Raises ``Fault("FONT_UNREADABLE")``."""
    profile = replace(profile, first_numbered_page=_UNNUMBERED)
    cases = Cases(fonts)
    width = frame_of(profile, 1, False).width
    sheets = Sheets(profile, cases, False)
    sheets.describe(page.title, page.office)
    draw_pages(_rows(page, profile, cases, width), sheets)
    return sheets.finish()


def _rows(page: KeyPage, profile: PrintProfile, cases: Cases, width: float) -> Sequence[Row]:
    head = [
        Paragraph((bold(page.office.upper()),), Align.CENTRED, stays_with_next=True),
        Paragraph((bold(page.title),), Align.CENTRED, stays_with_next=True, size=profile.sizes.type_name),
    ]
    told_facts = (("Tên gọi", page.label), ("Mã khóa", page.name), ("Lập", long_date(page.day)))
    facts = [Paragraph((Run(f"{name}: "), bold(fact)), is_indented=False) for name, fact in told_facts]
    rows: list[Row] = [row for one in (*head, *facts) for row in rows_of(one, profile, cases, width)]
    rows.append(KeyBlock(page, cases))
    body = [plain(page.use), plain(_TYPED), Paragraph((italic(_WARNING),))]
    told = [row for one in body for row in rows_of(one, profile, cases, width)]
    told[0].gap = _ABOVE_BODY
    return [*rows, *told, SignatureBlocks((("", ""), (_KEEPER, "")), profile.sizes, cases, width)]


class KeyBlock:
    """The QR code, and beside it the rows, each with its number."""

    gap = 16.0
    stretch = 0.0
    stays = True
    is_pinned = False
    extent = _SIDE

    def __init__(self, page: KeyPage, cases: Cases) -> None:
        self._modules = modules_of_text(page.code)
        self._rows = [
            (
                one_line(cases, f"Dòng {number}", Cut.REGULAR, _NUMBER_SIZE),
                one_line(cases, row.replace("-", " – "), Cut.BOLD, _ROW_SIZE),
            )
            for number, row in enumerate(page.rows, start=1)
        ]

    def draw(self, sheets: Sheets, top: float) -> None:
        """The code at the left edge, the rows spread over its height."""
        left, bottom = sheets.frame.left, top - self.extent
        draw_modules(sheets, self._modules, left, bottom, _SIDE)
        x = left + _SIDE + QUIET_MODULES * _SIDE / len(self._modules)
        pitch = self.extent / len(self._rows)
        for place, (number, row) in enumerate(self._rows):
            upper = top - place * pitch
            sheets.write(number, _NUMBER_SIZE, x, upper - _NUMBER_SIZE)
            sheets.write(row, _ROW_SIZE, x, upper - _NUMBER_SIZE - _ROW_SIZE)
