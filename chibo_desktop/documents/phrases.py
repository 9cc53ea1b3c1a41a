"""Printed words for the codes of a visit, and the small sentences that minutes are made of."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from chibo_desktop.documents.paragraphs import Paragraph, Run, plain
from chibo_desktop.documents.recorded import Gaps
from chibo_desktop.domain.people import MemberKind, Officer
from chibo_desktop.domain.visits import Addressee, FeeStatus, FollowUpResult, OpinionKind, Visitor
from chibo_desktop.domain.wording import short_date

OPINION_KINDS = {
    OpinionKind.OPINION: "ý kiến",
    OpinionKind.PETITION: "kiến nghị",
    OpinionKind.PROPOSAL: "đề xuất",
}
ADDRESSEES = {
    Addressee.CELL: "chi bộ",
    Addressee.COMMUNE: "đảng ủy xã",
    Addressee.DISTRICT: "huyện ủy",
    Addressee.PROVINCE: "tỉnh ủy",
    Addressee.CENTRAL: "Trung ương",
    Addressee.GOVERNMENT: "chính quyền",
    Addressee.MASS_ORGANISATION: "đoàn thể",
}
FEES = {
    FeeStatus.PAID: "đã nộp đủ",
    FeeStatus.PARTLY: "nộp chưa đủ",
    FeeStatus.UNPAID: "chưa nộp",
}
RESULTS = {
    FollowUpResult.DONE: "đã thực hiện",
    FollowUpResult.PARTLY: "đã thực hiện một phần",
    FollowUpResult.NOT_DONE: "chưa thực hiện",
}
MEMBER_KINDS = {
    MemberKind.OFFICIAL: "",
    MemberKind.PROBATIONARY: "dự bị",
    MemberKind.TEMPORARY: "sinh hoạt tạm thời",
}
MEDIA = {"image/jpeg": "ảnh JPEG", "image/png": "ảnh PNG", "application/pdf": "PDF"}

UNNAMED_SPEAKER = "Một đảng viên"
TO_BE_FILLED = "........................"
"""Dots that invite a pen where the recorder left something open."""

_ENDS = ".!?…:;"


@dataclass(frozen=True, slots=True)
class Told:
    """What an article says: ``lead`` runs in after its label, ``points`` follow as paragraphs of their own."""

    lead: str = ""
    points: tuple[Paragraph, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.lead or self.points)


def closed(text: str) -> str:
    """A sentence with an end: what was written stays as it is, a full stop is added where nothing closes it."""
    text = text.strip()
    return text if not text or text[-1] in _ENDS else f"{text}."


def sentences(*texts: str) -> str:
    """Those of the texts that say something, each closed, as one line of talk."""
    return " ".join(closed(text) for text in texts if text)


def paragraphs_of(text: str, before: tuple[Run, ...] = ()) -> list[Paragraph]:
    """A text as paragraphs, one for each line of it; ``before`` runs into the first."""
    first, *others = [line for line in text.split("\n") if line.strip()] or [""]
    return [Paragraph((*before, Run(first))), *(plain(line) for line in others)]


def dash(*texts: str) -> list[Paragraph]:
    """A point with a dash."""
    return paragraphs_of(f"- {sentences(*texts)}")


def comrade(name: str, post: str = "") -> str:
    """``đồng chí Hoàng Thị Mẫu, Bí thư chi bộ``."""
    return ", ".join(word for word in (f"đồng chí {name}", post) if word)


def comrades(people: Iterable[Officer | Visitor], gaps: Gaps) -> str:
    """Several people by name and post; whoever has neither is left out."""
    named = (comrade(gaps.name(person.name) or TO_BE_FILLED, person.post) for person in people)
    return "; ".join(named)


def speaker(name: str, gaps: Gaps, is_withheld: bool = False) -> str:
    """Who spoke: by name, or *một đảng viên* for one who would not be named."""
    if is_withheld:
        return UNNAMED_SPEAKER
    name = gaps.name(name)
    return f"Đồng chí {name}" if name else UNNAMED_SPEAKER


def deadline(day: dt.date | None, words: str) -> str:
    """``Thời hạn: 31/12/2023, báo cáo cuối năm``; nothing where there is none."""
    told = ", ".join(part for part in (short_date(day) if day else "", words) if part)
    return f"Thời hạn: {told}" if told else ""


def kilobytes(size: int) -> str:
    """``179 KB`` (1 KB is 1,024 bytes), at least 1."""
    return f"{max(1, round(size / 1024)):,} KB".replace(",", ".")
