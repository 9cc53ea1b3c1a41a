"""The protocol of a key ceremony, one page to sign by hand: when, where, who was there, which keys, who keeps them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from chibo_desktop.documents.faces import Cases, Cut
from chibo_desktop.documents.fonts import FontFamily
from chibo_desktop.documents.letterhead import HeadText, Letterhead
from chibo_desktop.documents.lines import Composer, Line
from chibo_desktop.documents.pages import Row, draw_pages, rows_of
from chibo_desktop.documents.paragraphs import Align, Paragraph, Run, bold, plain
from chibo_desktop.documents.profiles import PrintProfile
from chibo_desktop.documents.sheets import ABOVE_BASELINE, Sheets, frame_of
from chibo_desktop.documents.signatures import SignatureBlocks
from chibo_desktop.domain.wording import long_date, padded

TITLE = "BIÊN BẢN"
_SUBJECT = "Về việc lập khóa của văn phòng"
_ABOVE_TITLE = 14.0
_ABOVE_BODY = 10.0
_BODY = 12.5
_CELL = 11.0
_LINE = 16.0
_CELL_LINE = 13.0
_GAP = 3.0
_PADDING = 3.0
_RULE = 0.5
_INK_HEADING = 12.0
_DOTS = "." * 90
_USES = {
    "root": "Khóa gốc",
    "issuer": "Khóa cấp giấy",
    "revoker": "Khóa thu hồi",
    "reader": "Khóa đọc gói",
    "recovery": "Khóa mở lại",
}
_WEAK = (
    "Mức bảo vệ: YẾU. Chỉ một khóa gốc cũng thay đổi được hồ sơ của văn phòng; ai có khóa đó thay được cả văn phòng."
)
_STRONG = "Mức bảo vệ: mọi thay đổi hồ sơ của văn phòng cần chữ ký của {} trong {} khóa gốc."
_HERE, _AWAY, _ELSEWHERE = "Máy của văn phòng", "USB riêng và giấy in", "Máy khác của văn phòng"


@dataclass(frozen=True, slots=True)
class ProtocolKey:
    """A key as it is listed. ``use``: root, issuer, revoker, reader or recovery; ``name``: the beginning of its id;
    ``here``: whether it lies on the office's machine."""

    use: str
    label: str
    name: str
    here: bool

    @property
    def place(self) -> str:
        """Where the private half is, in words."""
        if self.here:
            return _HERE
        return _AWAY if self.use in {"root", "recovery"} else _ELSEWHERE


@dataclass(frozen=True, slots=True)
class Protocol:
    """What the page says. Empty texts and lists leave dotted lines, to be written by hand.

    ``threshold`` of ``root_keys`` must sign; ``signatures``: headings of two or three places for ink.
    """

    office: str
    day: dt.date
    keys: tuple[ProtocolKey, ...]
    card_digits: str
    version: int
    threshold: int
    root_keys: int
    place: str = ""
    superior: str = ""
    present: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ("Người lập", "Người giữ khóa", "Thủ trưởng cơ quan")

    @property
    def strength(self) -> str:
        """How many keys must sign, in one sentence."""
        if self.threshold == 1:
            return _WEAK
        return _STRONG.format(padded(self.threshold), padded(self.root_keys))


def build_protocol(protocol: Protocol, profile: PrintProfile, fonts: FontFamily) -> bytes:
    """The page as PDF, byte for byte the same for the same content. Raises ``Fault("FONT_UNREADABLE")``."""
    cases = Cases(fonts)
    sizes = replace(profile.sizes, body=_BODY)
    profile = replace(
        profile, sizes=sizes, leading=_LINE, leading_most=_LINE, paragraph_gap=_GAP, paragraph_gap_most=_GAP
    )
    sheets = Sheets(profile, cases, False)
    sheets.describe(f"{TITLE} {_SUBJECT}", protocol.office)
    draw_pages(_rows(protocol, profile, cases), sheets)
    return sheets.finish()


def _rows(protocol: Protocol, profile: PrintProfile, cases: Cases) -> Sequence[Row]:
    width = frame_of(profile, 1, False).width
    head = HeadText(protocol.superior, protocol.office, "Số .....-BB/VP", long_date(protocol.day))
    rows: list[Row] = [Letterhead(head, profile.sizes, cases, width)]
    for place, (words, size) in enumerate(((TITLE, profile.sizes.type_name), (_SUBJECT, profile.sizes.subject))):
        told = rows_of(Paragraph((bold(words),), Align.CENTRED, stays_with_next=True, size=size), profile, cases, width)
        told[0].gap = 2.0 if place else _ABOVE_TITLE
        rows += told
    opening = [row for one in _opening(protocol) for row in rows_of(one, profile, cases, width)]
    opening[0].gap = _ABOVE_BODY
    rows += opening
    rows.append(KeyTable(protocol.keys, cases, width))
    rows += [row for one in _closing(protocol) for row in rows_of(one, profile, cases, width)]
    sizes = replace(profile.sizes, authority=_INK_HEADING)
    rows.append(SignatureBlocks(tuple((heading, "") for heading in protocol.signatures), sizes, cases, width))
    return rows


def _opening(protocol: Protocol) -> Sequence[Paragraph]:
    present = protocol.present or (_DOTS, _DOTS, _DOTS)
    where = protocol.place or _DOTS[:40]
    return (
        plain(f"Hôm nay, {long_date(protocol.day)}, tại {where}, {protocol.office} đã lập và giao các khóa dưới đây."),
        Paragraph((Run("Thành phần tham dự:"),), stays_with_next=True),
        *(Paragraph((Run(f"{number}. {who}"),)) for number, who in enumerate(present, start=1)),
        plain(protocol.strength),
        Paragraph((Run(f"Các khóa theo hồ sơ số {protocol.version} của văn phòng:"),), stays_with_next=True),
    )


def _closing(protocol: Protocol) -> Sequence[Paragraph]:
    digits = plain(f"Mười lăm số của thẻ văn phòng: {protocol.card_digits}.")
    end = plain("Biên bản đã được đọc lại, mọi người nhất trí và cùng ký.")
    if all(one.place != _AWAY for one in protocol.keys):
        return digits, end
    return (
        digits,
        plain(
            f"Mỗi khóa ghi “{_AWAY}” đã được ghi ra một USB riêng, đọc lại và khớp, in ra giấy và gõ lại đúng; khóa đó "
            "không còn nằm trên máy của văn phòng. USB và giấy được giao cho người giữ, cất riêng từng nơi."
        ),
        end,
    )


class KeyTable:
    """The keys as a table with rules; long names go on in the next line."""

    gap = 8.0
    stretch = 0.0
    stays = True
    is_pinned = False
    _HEADS = ("Khóa", "Tên gọi, người giữ", "Mã khóa", "Nơi cất")
    _SHARES = (0.17, 0.36, 0.19, 0.28)

    def __init__(self, keys: Sequence[ProtocolKey], cases: Cases, width: float) -> None:
        self._width = width
        composer = Composer(cases, _CELL)
        cells = [self._HEADS, *((_USES[one.use], one.label, one.name, one.place) for one in keys)]
        self._rows: list[list[list[Line]]] = []
        for place, row in enumerate(cells):
            cut = Cut.REGULAR if place else Cut.BOLD
            self._rows.append(
                [
                    composer.lines((Run(text, cut),), share * width - 2 * _PADDING) if text else []
                    for text, share in zip(row, self._SHARES, strict=True)
                ]
            )
        self._heights = [max(1, *(len(cell) for cell in row)) * _CELL_LINE + 2 * _PADDING for row in self._rows]
        self.extent = sum(self._heights)

    def draw(self, sheets: Sheets, top: float) -> None:
        """Rules around every row, the words inside."""
        left = sheets.frame.left
        y = top
        for row, height in zip(self._rows, self._heights, strict=True):
            sheets.rule(left, y, self._width, _RULE)
            x = left
            for cell, share in zip(row, self._SHARES, strict=True):
                baseline = y - _PADDING - _CELL * ABOVE_BASELINE
                for line in cell:
                    sheets.write(line, _CELL, x + _PADDING, baseline)
                    baseline -= _CELL_LINE
                x += share * self._width
            y -= height
        sheets.rule(left, y, self._width, _RULE)
        edges = [left + sum(self._SHARES[:place]) * self._width for place in range(len(self._SHARES) + 1)]
        sheets.fill([(x - _RULE / 2, y, _RULE, top - y) for x in edges])
