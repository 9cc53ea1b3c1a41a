"""A question on paper: what machines wrote differently about one field, for each group to answer with a pen."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from chibo_desktop.documents.faces import Cases
from chibo_desktop.documents.fonts import FontFamily
from chibo_desktop.documents.letterhead import HeadText, Letterhead
from chibo_desktop.documents.pages import Row, draw_pages, rows_of
from chibo_desktop.documents.paragraphs import Align, Paragraph, Run, bold, plain
from chibo_desktop.documents.profiles import PrintProfile
from chibo_desktop.documents.sheets import Sheets, frame_of
from chibo_desktop.documents.signatures import SignatureBlocks

TITLE = "PHIẾU HỎI LẠI"
_ABOVE_TITLE = 16.0
_ABOVE_BODY = 14.0
_UNNUMBERED = 10_000
_DOTS = "." * 96
_TICK = "[......]"


@dataclass(frozen=True, slots=True)
class Answer:
    """One of the values: whose it is and what it says, in the words of the minutes."""

    source: str
    value: str


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: by which office, of whom (a page each), about which field of which minutes."""

    office: str
    place_date: str
    addressees: tuple[str, ...]
    minutes: str
    field: str
    answers: tuple[Answer, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SlipDocument:
    """The file and its number of pages."""

    pdf: bytes
    pages: int


def build_question_slip(question: Question, profile: PrintProfile, fonts: FontFamily) -> SlipDocument:
    """A page for everybody who is asked, all with the same words; byte for byte the same for the same question."""
    profile = replace(profile, first_numbered_page=_UNNUMBERED)
    cases = Cases(fonts)
    sheets = Sheets(profile, cases, False)
    sheets.describe(f"{TITLE} {question.minutes}", question.office)
    pages = sum(draw_pages(_page(question, who, profile, cases), sheets) for who in question.addressees)
    return SlipDocument(sheets.finish(), pages)


def _page(question: Question, who: str, profile: PrintProfile, cases: Cases) -> Sequence[Row]:
    width = frame_of(profile, 1, False).width
    head = Letterhead(HeadText("", question.office, "", question.place_date), profile.sizes, cases, width)
    title = rows_of(
        Paragraph((bold(TITLE),), Align.CENTRED, stays_with_next=True, size=profile.sizes.type_name),
        profile, cases, width,
    )  # fmt: skip
    title[0].gap = _ABOVE_TITLE
    body = [row for paragraph in _paragraphs(question, who) for row in rows_of(paragraph, profile, cases, width)]
    body[0].gap = _ABOVE_BODY
    body[-1].stays = True
    blocks = SignatureBlocks((("NGƯỜI TRẢ LỜI", ""), ("NGƯỜI HỎI", "")), profile.sizes, cases, width)
    return [head, *title, *body, blocks]


def _paragraphs(question: Question, who: str) -> Sequence[Paragraph]:
    lines = [
        Paragraph((Run("Kính gửi: "), bold(who)), stays_with_next=True),
        plain(f"Về biên bản {question.minutes}."),
        Paragraph((Run("Các máy ghi khác nhau ở mục: "), bold(f"{question.field}.")), stays_with_next=True),
    ]
    for number, answer in enumerate(question.answers, start=1):
        lines.append(Paragraph((bold(f"{number}. {answer.source}: "), Run(answer.value))))
    if question.reason:
        lines.append(plain(f"Ghi chú của văn phòng: {question.reason}"))
    lines += [
        plain("Đề nghị đồng chí đánh dấu bản đúng, hoặc ghi lại cho đúng, rồi gửi phiếu này về văn phòng:"),
        *(plain(f"{_TICK} bản {number} đúng") for number in range(1, len(question.answers) + 1)),
        plain(f"{_TICK} bản khác, ghi lại như sau:"),
        plain(_DOTS),
        plain(_DOTS),
        plain("Nếu tổ làm bản bổ sung và gửi gói tin mới, văn phòng sẽ thấy ngay trong mục Xung đột."),
    ]
    return lines
