"""Slips that go back to a group on paper: what the office has received, and what it asks to be sent again.

Each line that a laptop can take in stands beside its QR code, in letters that can be typed.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from chibo_desktop.documents.faces import Cases, Cut
from chibo_desktop.documents.fonts import FontFamily
from chibo_desktop.documents.letterhead import HeadText, Letterhead
from chibo_desktop.documents.lines import one_line
from chibo_desktop.documents.pages import Row, draw_pages, rows_of
from chibo_desktop.documents.paragraphs import Align, Paragraph, Run, bold, italic, plain
from chibo_desktop.documents.profiles import POINTS_PER_MM, PrintProfile
from chibo_desktop.documents.qr_modules import QUIET_MODULES, draw_modules, modules_of_text
from chibo_desktop.documents.sheets import Sheets, frame_of
from chibo_desktop.documents.signatures import SignatureBlocks
from chibo_desktop.domain.wording import long_date, padded, short_date

RECEIPT_TITLE = "PHIẾU BÁO NHẬN"
RESEND_TITLE = "PHIẾU XIN GỬI LẠI"

_HOW_TO_ENTER = (
    "Văn phòng đã nhận các gói tin sau. Trên máy của tổ, mở trang Gửi – nhận, bấm Nhập mã báo nhận 8 số rồi gõ 8 số "
    "của từng gói; hoặc bấm Dán phiếu của văn phòng rồi dán chữ của mã QR."
)
_HOW_TO_SEND = (
    "Trên máy của tổ, mở trang Gửi – nhận, bấm Dán phiếu của văn phòng rồi gõ dòng chữ bên mã QR, sau đó bấm Đóng gói "
    "lại. Cách khác: bấm Chép lại gói cũ và chép đúng gói ghi ở trên. Gửi trùng không sao."
)
_HOW_TO_COPY = (
    "Trên máy của tổ, mở trang Gửi – nhận, bấm Chép lại gói cũ, chọn đúng gói đó và chép ra USB khác. "
    "Gửi trùng không sao."
)
_NO_RECEIPT = "Phiếu này không thay giấy báo nhận có chữ ký trong USB."
_MOST_NUMBERS = 12
"""Numbers of packets that a slip names one by one."""

_ABOVE_TITLE = 16.0
_ABOVE_BODY = 12.0
_UNNUMBERED = 10_000
_SIDE = 20.0 * POINTS_PER_MM
_BETWEEN = 13.0
_FACT_SIZE, _CODE_SIZE, _TEXT_SIZE, _TYPED_SIZE = 12.0, 20.0, 10.0, 15.0


Spans = tuple[tuple[int, int], ...]
"""First and last number of each stretch, both included."""


@dataclass(frozen=True, slots=True)
class Head:
    """Which office writes, on which day, and to whom: group, machine and person, "" where unknown."""

    office: str
    day: dt.date
    group: str
    machine: str
    person: str


@dataclass(frozen=True, slots=True)
class ReceivedPacket:
    """A packet that came in: its number, when, how many minutes, its eight digits, and its line to be typed."""

    number: int
    day: dt.date
    visits: int
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class ReceiptPage:
    """*Phiếu báo nhận*: what came of one machine, and what is still missing."""

    head: Head
    packets: tuple[ReceivedPacket, ...]
    missing: Spans = ()


@dataclass(frozen=True, slots=True)
class DamagedFile:
    """A packet that cannot be read: the name of its file without ending, and its number (0 is unknown)."""

    name: str
    number: int


@dataclass(frozen=True, slots=True)
class ResendPage:
    """*Phiếu xin gửi lại*: entries that are missing, each stretch with its line to be typed, and where they may lie."""

    head: Head
    wanted: tuple[tuple[Spans, str], ...]
    packets: tuple[int, ...]
    damaged: DamagedFile | None = None


@dataclass(frozen=True, slots=True)
class _CodedLine:
    """Something that a laptop can take in: facts about it, figures to be read out (or ""), and its text."""

    fact: str
    figures: str
    text: str


@dataclass(frozen=True, slots=True)
class _Slip:
    """A page as it is set. ``before`` and ``after`` are sentences around the coded lines."""

    title: str
    head: Head
    before: tuple[str, ...]
    lines: tuple[_CodedLine, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SlipDocument:
    """The file and its number of pages."""

    pdf: bytes
    pages: int


def build_slips(pages: Sequence[ReceiptPage | ResendPage], profile: PrintProfile, fonts: FontFamily) -> SlipDocument:
    """Every slip begins a page; byte for byte the same for the same content.

    Raises ``Fault("FONT_UNREADABLE")`` when a font file went away.
    """
    slips = [_received(page) if isinstance(page, ReceiptPage) else _wanted(page) for page in pages]
    profile = replace(profile, first_numbered_page=_UNNUMBERED)
    cases = Cases(fonts)
    sheets = Sheets(profile, cases, False)
    sheets.describe(slips[0].title, slips[0].head.office)
    count = sum(draw_pages(_page(slip, profile, cases), sheets) for slip in slips)
    return SlipDocument(sheets.finish(), count)


def _received(page: ReceiptPage) -> _Slip:
    lines = tuple(
        _CodedLine(
            f"Gói {one.number:06d}, nhận ngày {short_date(one.day)}, {padded(one.visits)} biên bản",
            f"{one.code[:4]} {one.code[4:]}",
            one.text,
        )
        for one in page.packets
    )
    lacking = f"Văn phòng còn thiếu mục {_spans(page.missing)} của máy này; xin tổ đóng gói và gửi lại."
    return _Slip(
        RECEIPT_TITLE, page.head, (_HOW_TO_ENTER,), lines, (*((lacking,) if page.missing else ()), _NO_RECEIPT)
    )


def _wanted(page: ResendPage) -> _Slip:
    if page.damaged is not None:
        number = f"gói {page.damaged.number:06d}" if page.damaged.number else "gói này"
        told = f"Tệp {page.damaged.name} không đọc hết được; văn phòng giữ nguyên tệp đó. Xin tổ chép lại {number}."
        return _Slip(RESEND_TITLE, page.head, (told, _HOW_TO_COPY), (), ())
    every = tuple(span for spans, _ in page.wanted for span in spans)
    what = f"Văn phòng còn thiếu mục {_spans(every)} của máy {page.head.machine}."
    if page.packets:
        what += f" Các mục này có thể nằm trong gói {_numbers(page.packets)}, còn trên USB của tổ."
    lines = tuple(_CodedLine(f"Mục {_spans(spans)}", "", text) for spans, text in page.wanted)
    return _Slip(RESEND_TITLE, page.head, (what, _HOW_TO_SEND), lines, ())


def _spans(spans: Spans) -> str:
    return ", ".join(f"{first}" if first == last else f"{first}–{last}" for first, last in spans)


def _numbers(numbers: Sequence[int]) -> str:
    told = ", ".join(f"{number:06d}" for number in numbers[-_MOST_NUMBERS:])
    return f"{told} (và các gói trước đó)" if len(numbers) > _MOST_NUMBERS else told


def _addressee(head: Head) -> str:
    return ", ".join(part for part in (head.group, f"máy {head.machine}", head.person) if part)


def _page(slip: _Slip, profile: PrintProfile, cases: Cases) -> Sequence[Row]:
    width = frame_of(profile, 1, False).width
    title = Paragraph((bold(slip.title),), Align.CENTRED, stays_with_next=True, size=profile.sizes.type_name)
    to_whom = Paragraph((Run("Kính gửi: "), bold(_addressee(slip.head))), Align.CENTRED, stays_with_next=True)

    def told(paragraphs: Iterable[Paragraph], above: float) -> list[Row]:
        found: list[Row] = [row for one in paragraphs for row in rows_of(one, profile, cases, width)]
        if found:
            found[0].gap = above
        return found

    rows: list[Row] = [
        Letterhead(HeadText("", slip.head.office, "", long_date(slip.head.day)), profile.sizes, cases, width)
    ]
    rows += told((title, to_whom), _ABOVE_TITLE)
    rows += told(map(plain, slip.before), _ABOVE_BODY)
    rows += [CodedRow(line, cases) for line in slip.lines]
    rows += told((Paragraph((italic(sentence),)) for sentence in slip.after), _ABOVE_BODY)
    blocks = SignatureBlocks((("NGƯỜI NHẬN PHIẾU", ""), ("NGƯỜI LẬP PHIẾU", "")), profile.sizes, cases, width)
    return [*rows, blocks]


class CodedRow:
    """The QR code at the left; beside it the fact, the figures and the text."""

    gap = _BETWEEN
    stretch = 0.0
    stays = False
    is_pinned = False
    extent = _SIDE

    def __init__(self, line: _CodedLine, cases: Cases) -> None:
        self._modules = modules_of_text(line.text)
        told = ((line.fact, Cut.REGULAR, _FACT_SIZE), (line.figures, Cut.BOLD, _CODE_SIZE))
        self._lines = [(one_line(cases, text, cut, size), size) for text, cut, size in told if text]
        cut, size = (Cut.REGULAR, _TEXT_SIZE) if line.figures else (Cut.BOLD, _TYPED_SIZE)
        self._lines.append((one_line(cases, line.text, cut, size), size))

    def draw(self, sheets: Sheets, top: float) -> None:
        """Spread the lines over the height of the code."""
        left, bottom = sheets.frame.left, top - self.extent
        draw_modules(sheets, self._modules, left, bottom, _SIDE)
        x = left + _SIDE + QUIET_MODULES * _SIDE / len(self._modules)
        free = self.extent - sum(size for _, size in self._lines)
        between = free / len(self._lines)
        at = top - between / 2
        for line, size in self._lines:
            sheets.write(line, size, x, at - size * 0.8)
            at -= size + between
