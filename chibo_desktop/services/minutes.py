"""Minutes on paper: a draft with its mark, a finalised visit with its proof code."""

import hashlib
from dataclasses import replace

from chibo_desktop.documents.fonts import standard_family
from chibo_desktop.documents.minutes import MinutesDocument
from chibo_desktop.documents.minutes import build_minutes as set_minutes
from chibo_desktop.documents.minutes_options import (
    AbsentPart,
    CriterionWords,
    MinutesOptions,
    RubricWords,
    StatementWords,
)
from chibo_desktop.documents.profiles import STANDARD_PROFILE, load_profile
from chibo_desktop.documents.templates import load_template
from chibo_desktop.domain.entries import Entry
from chibo_desktop.domain.ids import VisitId
from chibo_desktop.domain.proofs import Proof
from chibo_desktop.domain.scoring import grade_of, total_of
from chibo_desktop.domain.visits import Visit, VisitState, standing
from chibo_desktop.packets.encoding import to_text
from chibo_desktop.packets.envelope import read as read_envelope
from chibo_desktop.services import archive, rubrics, statements, visits
from chibo_desktop.services.desk import Desk
from chibo_desktop.storage import drafts as drawer

_SIGNATURE_LETTERS = 16


def build_minutes(
    desk: Desk, visit: VisitId, *, profile: str = STANDARD_PROFILE, duplex: bool = False
) -> MinutesDocument:
    """The minutes of a visit as PDF; of a draft or an amendment under way, the draft with its mark.

    Raises ``Refusal`` VISIT_UNKNOWN; ``Fault`` FONT_MISSING.
    """
    draft = drawer.load_draft(desk.book, visit)
    if draft is not None:
        return set_minutes(draft.visit, _options(desk, draft.visit, profile, duplex, draft=True))
    view = visits.read_visit(desk, visit)
    found = archive.entries(desk, visit)
    options = replace(
        _options(desk, view.visit, profile, duplex, draft=False),
        proof=proof_of(visit, found),
        amended=view.row.amendments or None,
        withdrawn=view.row.state is VisitState.WITHDRAWN,
        absent=_absent(found),
        erased=view.erased,
        masked=view.is_masked,
    )
    return set_minutes(view.visit, options)


def proof_of(visit: VisitId, found: tuple[Entry, ...]) -> Proof:
    """What ties paper to register: the visit, the hash of the entries that it is printed from, the last signature.

    The hash is SHA-256 over the sorted entry ids: each of them binds its content.
    """
    ids = sorted(entry.head.id for entry in found if archive.is_about_visit(entry))
    content = hashlib.sha256("\n".join(ids).encode("ascii")).digest()
    last = max(filter(archive.is_about_visit, found), key=lambda entry: (entry.head.seq, entry.head.id))
    signature = to_text(read_envelope(last.envelope).signatures[0][1])
    return Proof(visit, to_text(content), signature[:_SIGNATURE_LETTERS])


def _options(desk: Desk, visit: Visit, profile: str, duplex: bool, *, draft: bool) -> MinutesOptions:
    return MinutesOptions(
        profile=load_profile(profile),
        template=load_template(visit.template),
        fonts=standard_family(),
        draft=draft,
        duplex=duplex,
        rubric=_rubric_words(visit),
        statements=_statements(desk, visit),
    )


def _rubric_words(visit: Visit) -> RubricWords | None:
    rubric = rubrics.rubric(visit.score.rubric) if visit.score.rubric else None
    if rubric is None:
        return None
    found = grade_of(rubric, total_of(rubric, visit.score))
    criteria = tuple(CriterionWords(one.id, one.name, one.maximum) for one in rubric.criteria)
    return RubricWords(rubric.title, criteria, found.name if found else "")


def _statements(desk: Desk, visit: Visit) -> tuple[StatementWords, ...]:
    """The words of the earlier statements that the visit reports on."""
    wanted = {row.statement for row in standing(visit.follow_ups)}
    earlier = [VisitId(statement.split("/")[0]) for statement in wanted]
    rows = statements.statements_of(desk, list(dict.fromkeys(earlier)))
    return tuple(
        StatementWords(f"{row.visit}/{row.item}", row.text) for row in rows if f"{row.visit}/{row.item}" in wanted
    )


def _absent(found: tuple[Entry, ...]) -> tuple[AbsentPart, ...]:
    about = filter(archive.is_about_visit, found)
    missing = {part.name: part.absent for entry in about for part in entry.parts if part.absent is not None}
    return tuple(AbsentPart(name, absence) for name, absence in missing.items())
