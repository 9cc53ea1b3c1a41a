"""Minutes of a visit as PDF: byte for byte the same for the same visit and options."""

import threading
from dataclasses import dataclass

from chibo_desktop.documents.articles import gaps_of, write_articles
from chibo_desktop.documents.checks import Check, CheckCode
from chibo_desktop.documents.faces import Cases
from chibo_desktop.documents.inspection import check_content, check_letters
from chibo_desktop.documents.letterhead import HeadText, Letterhead
from chibo_desktop.documents.minutes_options import MinutesOptions
from chibo_desktop.documents.pages import Row, TextRow, draw_pages, rows_of
from chibo_desktop.documents.paragraphs import Align, Paragraph, Run, bold, italic
from chibo_desktop.documents.proof_code import ProofCode
from chibo_desktop.documents.recorded import ABSENCES
from chibo_desktop.documents.sheets import Sheets, frame_of
from chibo_desktop.documents.signatures import Recipients, SignatureBlocks
from chibo_desktop.domain.entries import Absence
from chibo_desktop.domain.erasing import with_note
from chibo_desktop.domain.visits import Visit
from chibo_desktop.domain.wording import long_date, long_month, ordinal_symbol, padded

DRAFT_MARK = "BẢN NHÁP"
WITHDRAWN_MARK = "ĐÃ RÚT"

_ABOVE_TITLE = 16.0
_ABOVE_BODY = 14.0
_LINES_WITH_SIGNATURES = 2
_press = threading.Lock()
"""Faces are shared between documents and cannot serve two at once."""


@dataclass(frozen=True, slots=True)
class MinutesDocument:
    """The file, its number of pages, and what was found while it was set."""

    pdf: bytes
    pages: int
    checks: tuple[Check, ...]


def build_minutes(visit: Visit, options: MinutesOptions) -> MinutesDocument:
    """Set the minutes of a visit under a print profile (``HD05-2026``: Hướng dẫn 05-HD/VPTW, 27/5/2026).

    Nothing recorded is cut, whatever its length. Raises ``Fault("FONT_UNREADABLE")`` when a font file went away.
    """
    with _press:
        return _build(with_note(visit, options.erased, f"({ABSENCES[Absence.ERASED]})"), options)


def _build(visit: Visit, options: MinutesOptions) -> MinutesDocument:
    cases = Cases(options.fonts)
    width = frame_of(options.profile, 1, options.duplex).width
    mark = WITHDRAWN_MARK if options.withdrawn else DRAFT_MARK if options.draft else ""
    sheets = Sheets(options.profile, cases, options.duplex, mark)
    title = " ".join(part for part in ("Biên bản", visit.cell.name, f"({mark})" if mark else "") if part)
    sheets.describe(title, visit.cell.name)
    signatures = _signatures(visit, options, cases, width)
    rows = [
        *_head(visit, options, cases, width),
        *_body(visit, options, cases, width),
        signatures,
        *_tail(options, cases, width),
    ]
    pages = draw_pages(rows, sheets)
    checks = (
        *check_content(visit, options),
        Check(CheckCode.SIGNATURE_BLOCKS, signatures.blocks == 2, (("blocks", signatures.blocks),)),
        Check(CheckCode.PAGES, not sheets.cut_lines, (("pages", pages), ("cut", sheets.cut_lines))),
        *check_letters(cases),
    )
    return MinutesDocument(sheets.finish(), pages, checks)


def _head(visit: Visit, options: MinutesOptions, cases: Cases, width: float) -> list[Row]:
    """Letterhead, name of the type, subject, and the marks of an amended or withdrawn document."""
    profile, template = options.profile, options.template
    superiors = visit.cell.superiors
    text = HeadText(
        superior=superiors[0].name if superiors else "",
        issuer=visit.cell.name,
        number=_number(visit),
        place_date=_place_date(visit) if template.place_date_line else "",
        distribution_mark=template.distribution_mark,
    )
    rows: list[Row] = [Letterhead(text, profile.sizes, cases, width)]
    lines = [
        _title(bold(template.title), profile.sizes.type_name),
        _title(bold(_subject(visit, options)), profile.sizes.subject),
        _title(Run(template.dashes), profile.sizes.subject),
    ]
    if options.amended:
        lines.append(_title(italic(f"(Bản bổ sung lần {padded(options.amended)})"), profile.sizes.body))
    if options.withdrawn:
        lines.append(_title(italic("(Biên bản đã rút)"), profile.sizes.body))
    for place, paragraph in enumerate(lines):
        told = rows_of(paragraph, profile, cases, width)
        if told:
            told[0].gap = told[0].extent * 0.2 if place else _ABOVE_TITLE
            told[0].stretch = 0.0
        rows += told
    return rows


def _title(run: Run, size: float) -> Paragraph:
    return Paragraph((run,), Align.CENTRED, stays_with_next=True, size=size)


def _number(visit: Visit) -> str:
    document = visit.document
    return (
        f"Số .....-{document.symbol}" if document.number is None else ordinal_symbol(document.number, document.symbol)
    )


def _place_date(visit: Visit) -> str:
    date = visit.session.date
    day = long_date(date) if date else "ngày ..... tháng ..... năm ........."
    return ", ".join(part for part in (visit.document.locality, day) if part)


def _subject(visit: Visit, options: MinutesOptions) -> str:
    """The subject of the kind of session, with the month that the meeting stands for."""
    session = visit.session
    month = "tháng ..... năm ........."
    if session.month:
        year, number = session.month.split("-")
        month = long_month(int(year), int(number))
    elif session.date:
        month = long_month(session.date.year, session.date.month)
    return options.template.subjects.get(session.kind, "").replace("{month}", month)


def _body(visit: Visit, options: MinutesOptions, cases: Cases, width: float) -> list[TextRow]:
    """All articles; the last lines stay with the signatures."""
    rows = [
        row for paragraph in write_articles(visit, options) for row in rows_of(paragraph, options.profile, cases, width)
    ]
    if rows:
        rows[0].gap = _ABOVE_BODY
    for row in rows[-_LINES_WITH_SIGNATURES:]:
        row.stays = True
    return rows


def _signatures(visit: Visit, options: MinutesOptions, cases: Cases, width: float) -> SignatureBlocks:
    gaps, headings = gaps_of(options), options.template.signatures
    blocks = ((headings.left, gaps.name(visit.secretary.name)), (headings.right, gaps.name(visit.chair.name)))
    return SignatureBlocks(blocks, options.profile.sizes, cases, width)


def _tail(options: MinutesOptions, cases: Cases, width: float) -> list[Row]:
    """What follows the signatures, all of it on their page: confirmation, recipients, proof code."""
    template, sizes = options.template, options.profile.sizes
    rows: list[Row] = []
    if template.signatures.confirmation:
        rows.append(SignatureBlocks(((template.signatures.confirmation, ""),), sizes, cases, width))
    if template.recipients:
        rows.append(Recipients(template.recipients, sizes, cases, width))
    if options.proof and not options.draft:
        rows.append(ProofCode(options.proof, cases))
    return rows
