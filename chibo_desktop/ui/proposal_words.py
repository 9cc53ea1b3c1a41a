"""What proposals for a plan say, in words: the window and the command line say the same."""

from __future__ import annotations

from collections.abc import Sequence

from chibo_desktop.domain.plans import PlannedVisit
from chibo_desktop.domain.proposal_figures import ProposalFigures
from chibo_desktop.domain.proposing import Method, Why
from chibo_desktop.domain.wording import padded
from chibo_desktop.services.proposals import Proposed
from chibo_desktop.ui.speech import tr
from chibo_desktop.ui.words import word


def why_words(visit: PlannedVisit) -> str:
    """Why a visit is proposed; codes of later programs are left out."""
    known = set(Why)
    told = "; ".join(word(Why(code)).lower() for code in visit.why if code in known)
    return told[:1].upper() + told[1:]


def figure_lines(figures: Sequence[ProposalFigures]) -> list[tuple[str, tuple[str, ...]]]:
    """Each figure with its name, for one proposal or several side by side."""
    told = (
        (tr("Số buổi đề xuất"), [padded(one.visits) for one in figures]),
        (tr("Chi bộ được dự trong kỳ"), [_of(one.covered, one.cells) for one in figures]),
        (tr("Vùng sâu, xa, khó khăn"), [_of(one.remote_covered, one.remote) for one in figures]),
        (tr("Chỗ vướng"), [padded(one.overlaps) for one in figures]),
        (tr("Người đủ số buổi"), [_of(one.members - one.quotas_short, one.members) for one in figures]),
        (tr("Một tổ, nhiều và ít nhất"), [_span(one.most, one.least) for one in figures]),
        (tr("Một người, nhiều và ít nhất"), [_span(one.member_most, one.member_least) for one in figures]),
        (tr("Đường đi và về, ki-lô-mét"), [padded(one.kilometres) for one in figures]),
        (tr("Buổi chưa rõ đường đi"), [padded(one.unknown_ways) for one in figures]),
    )
    return [(name, tuple(values)) for name, values in told]


def method_note(found: Proposed) -> str:
    """By which of the two ways the proposal was made, and why; said plainly where the solver is not installed."""
    if found.solver is None:
        return tr("Máy này chưa cài bộ tối ưu nên đề xuất theo cách có sẵn. Kế hoạch vẫn dùng được như thường.")
    if found.best.method is Method.SOLVER:
        return tr("Đề xuất của bộ tối ưu, không kém cách có sẵn ở điểm nào.")
    return tr("Bộ tối ưu không tìm được kế hoạch tốt hơn, nên đề xuất theo cách có sẵn.")


def _of(part: int, all_: int) -> str:
    return f"{padded(part)} / {padded(all_)}"


def _span(most: int, least: int) -> str:
    return f"{padded(most)}, {padded(least)}"
