"""Looking over minutes before they are printed: do the numbers agree, and what was left for the pen."""

from collections.abc import Iterator

from chibo_desktop.documents.articles import SECTION_OF
from chibo_desktop.documents.checks import Check, CheckCode
from chibo_desktop.documents.faces import Cases
from chibo_desktop.documents.minutes_options import MinutesOptions
from chibo_desktop.documents.templates import Topic
from chibo_desktop.domain.attendance import counts_from_roster, counts_in_force
from chibo_desktop.domain.visits import AttendanceMode, Section, Visit, standing

UNKNOWN = -1


def check_content(visit: Visit, options: MinutesOptions) -> Iterator[Check]:
    """Counts, proof code, absent parts and what is empty."""
    yield _counts(visit)
    if not options.draft:
        yield Check(CheckCode.PROOF_CODE, options.proof is not None)
    for part in options.absent:
        yield Check(CheckCode.PART_ABSENT, False, (("part", part.name), ("absence", part.absence.value)))
    if options.erased:
        yield Check(CheckCode.ERASED, False, (("leaves", len(options.erased)),))
    for what, is_declared in _left_empty(visit, options):
        yield Check(CheckCode.LEFT_EMPTY, False, (("what", what), ("declared", int(is_declared))))


def check_letters(cases: Cases) -> Iterator[Check]:
    """The face that was used, and letters that it had to borrow or that no face holds."""
    yield Check(CheckCode.FONT, True, (("name", cases.family.name),))
    for code, letters in (
        (CheckCode.LETTERS_SUBSTITUTED, cases.substituted),
        (CheckCode.LETTERS_MISSING, cases.missing),
    ):
        if letters:
            spelt = " ".join(f"{letter} (U+{ord(letter):04X})" for letter in sorted(letters))
            yield Check(code, code is CheckCode.LETTERS_SUBSTITUTED, (("letters", spelt),))


def _counts(visit: Visit) -> Check:
    """Numbers as printed, held against the roster where there is one."""
    attendance = visit.attendance
    counts = counts_in_force(attendance)
    present = UNKNOWN if counts.present is None else counts.present
    total = UNKNOWN if counts.total is None else counts.total
    data: tuple[tuple[str, int], ...] = (("present", present), ("total", total))
    agrees = counts.present is not None
    if attendance.mode is AttendanceMode.ROSTER and attendance.roster:
        roster = counts_from_roster(attendance.roster)
        agrees = (roster.present, roster.total) == (counts.present, counts.total)
        data = (*data, ("roster_present", roster.present or 0))
    return Check(CheckCode.COUNTS, agrees, data)


def _left_empty(visit: Visit, options: MinutesOptions) -> Iterator[tuple[str, bool]]:
    """Paths of fields and sections that stayed empty, with whether the recorder declared them so."""
    session = visit.session
    people_are_absent = any(part.name == "people" for part in options.absent)
    fields = (
        ("cell.name", visit.cell.name),
        ("document.number", visit.document.number is not None),
        ("document.locality", visit.document.locality or not options.template.place_date_line),
        ("session.date", session.date),
        ("session.start", session.start),
        ("session.end", session.end),
        ("session.place", session.place),
        ("chair.name", visit.chair.name or people_are_absent),
        ("secretary.name", visit.secretary.name or people_are_absent),
    )
    for path, value in fields:
        if not value:
            yield path, False
    for topic, section in SECTION_OF.items():
        if topic is not Topic.MEMBERS and not _holds(visit, section):
            yield section.value, section in visit.nothing_in
    if _holds(visit, Section.SCORING) and visit.score.own_points is None:
        yield "score.own_points", False


def _holds(visit: Visit, section: Section) -> bool:
    """Whether anything was recorded in a section of rows."""
    if section is Section.SCORING:
        score = visit.score
        return bool(standing(score.lines)) or score.own_points is not None or bool(score.weak_points)
    return bool(standing(getattr(visit, section.value)))
