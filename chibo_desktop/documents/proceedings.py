"""The body of minutes: what was reported, said, asked, ordered, decided and scored."""

from collections.abc import Callable

from chibo_desktop.documents.minutes_options import RubricWords
from chibo_desktop.documents.paragraphs import Paragraph
from chibo_desktop.documents.phrases import (
    ADDRESSEES,
    MEDIA,
    OPINION_KINDS,
    RESULTS,
    Told,
    closed,
    dash,
    deadline,
    kilobytes,
    paragraphs_of,
    sentences,
    speaker,
)
from chibo_desktop.documents.recorded import Gaps, Recorded
from chibo_desktop.domain.attendance import counts_in_force
from chibo_desktop.domain.rules import is_passed, minutes_between
from chibo_desktop.domain.visits import (
    Addressee,
    AgendaItem,
    Attachment,
    Closing,
    Opinion,
    OpinionKind,
    ScoreLine,
    Vote,
    standing,
)
from chibo_desktop.domain.wording import clock_words, padded, point_letter


def tell_follow_ups(recorded: Recorded) -> Told:
    """What became of earlier statements; one whose text is not at hand is named by its code."""
    visit, gaps = recorded.visit, recorded.gaps
    known = {statement.id: statement.text for statement in recorded.statements}
    points: list[Paragraph] = []
    for row in standing(visit.follow_ups):
        subject = known.get(row.statement) or f"Ý kiến, chỉ đạo mã {row.statement.rpartition('/')[2]}"
        points += dash(f"{subject.rstrip('.')}: {RESULTS[row.result]}", gaps.said(row.note))
    return Told(points=tuple(points))


def closing_text(choose: Callable[[Closing], str]) -> Callable[[Recorded], Told]:
    """A writer of one text of the closing section."""

    def tell(recorded: Recorded) -> Told:
        return Told(closed(choose(recorded.visit.closing)))

    return tell


def tell_agenda(recorded: Recorded) -> Told:
    """Items as points a, b, c, d, đ ...; a single item runs in after the label."""
    visit, gaps = recorded.visit, recorded.gaps
    items: tuple[AgendaItem, ...] = standing(visit.agenda)
    if len(items) == 1:
        first, *others = _agenda_item(items[0], gaps, "")
        return Told(first.runs[0].text, tuple(others))
    points: list[Paragraph] = []
    for place, item in enumerate(items):
        points += _agenda_item(item, gaps, f"{point_letter(place)}) ")
    return Told(points=tuple(points))


def _agenda_item(item: AgendaItem, gaps: Gaps, letter: str) -> list[Paragraph]:
    presenter = f"Đồng chí {item.presenter} trình bày" if item.presenter else ""
    told = paragraphs_of(f"{letter}{sentences(gaps.said(item.title), presenter, item.content)}")
    for remark in standing(item.remarks):
        told += dash(f"{speaker(remark.speaker, gaps)}: {gaps.said(remark.content)}")
    if item.conclusion:
        told += paragraphs_of(closed(f"Kết luận: {item.conclusion}"))
    return told


def tell_opinions(recorded: Recorded) -> Told:
    """``Chi bộ có 04 ý kiến, trong đó 02 kiến nghị:`` and the opinions in the order in which they were raised."""
    visit, gaps = recorded.visit, recorded.gaps
    rows: tuple[Opinion, ...] = standing(visit.opinions)
    if not rows:
        return Told()
    special = [
        f"{padded(number)} {OPINION_KINDS[kind]}"
        for kind in (OpinionKind.PETITION, OpinionKind.PROPOSAL)
        if (number := sum(row.kind is kind for row in rows))
    ]
    among = f", trong đó {', '.join(special)}" if special else ""
    points: list[Paragraph] = []
    for row in rows:
        points += _opinion(row, gaps)
    return Told(f"Chi bộ có {padded(len(rows))} ý kiến{among}:", tuple(points))


def _opinion(row: Opinion, gaps: Gaps) -> list[Paragraph]:
    notes: list[str] = []
    if row.kind is not OpinionKind.OPINION or row.addressee is not Addressee.CELL:
        notes.append(f"{OPINION_KINDS[row.kind]} với {ADDRESSEES[row.addressee]}")
    if row.topic:
        notes.append(f"chủ đề: {row.topic}")
    about = f" ({'; '.join(notes)})" if notes else ""
    answer = ""
    if row.answer:
        answer = f"{'Trả lời tại chỗ' if row.answered else 'Trả lời'}: {row.answer}"
    elif row.answered:
        answer = "Đã trả lời tại chỗ"
    who = speaker(row.speaker, gaps, row.speaker_withheld)
    return dash(f"{who}{about}: {gaps.said(row.text)}", answer)


def tell_guidance(recorded: Recorded) -> Told:
    visit, gaps = recorded.visit, recorded.gaps
    points: list[Paragraph] = []
    for row in standing(visit.guidance):
        by = gaps.name(row.by)
        words = gaps.said(row.text)
        points += dash(
            f"Đồng chí {by}: {words}" if by else words,
            f"Nơi thực hiện: {row.target}" if row.target else "",
            deadline(row.deadline, row.deadline_words),
        )
    return Told(points=tuple(points))


def tell_tasks(recorded: Recorded) -> Told:
    visit, gaps = recorded.visit, recorded.gaps
    points: list[Paragraph] = []
    for row in standing(visit.tasks):
        who = gaps.name(row.who)
        points += dash(
            gaps.said(row.task),
            f"Phụ trách: {who}" if who else "",
            deadline(row.deadline, row.deadline_words),
        )
    return Told(points=tuple(points))


def tell_votes(recorded: Recorded) -> Told:
    """Votes with whether more than half of the official members present agreed."""
    visit, gaps = recorded.visit, recorded.gaps
    counts = counts_in_force(visit.attendance)
    voters = counts.present_official if counts.present_official is not None else counts.present
    points: list[Paragraph] = []
    for row in standing(visit.votes):
        points += dash(f"{gaps.said(row.item)}: {_vote(row, voters)}")
    return Told(points=tuple(points))


def _vote(row: Vote, voters: int | None) -> str:
    numbers = (("tán thành", row.agree), ("không tán thành", row.against), ("ý kiến khác", row.other))
    told = ", ".join(f"{label} {padded(number)}" for label, number in numbers if number is not None)
    if row.agree is None or voters is None:
        return told
    outcome = "đạt quá nửa" if is_passed(row.agree, voters) else "không đạt quá nửa"
    return f"{told}; {outcome} số đảng viên được biểu quyết có mặt ({padded(voters)})"


def tell_scoring(recorded: Recorded) -> Told:
    score, rubric = recorded.visit.score, recorded.rubric
    lines: tuple[ScoreLine, ...] = standing(score.lines)
    title = rubric.title if rubric else score.rubric
    points: list[Paragraph] = []
    for row in lines:
        points += _score_line(row, rubric)
    counted = [row.points for row in lines if row.applicable and row.points is not None]
    sum_ = f"Tổng số điểm: {padded(sum(counted))}{_most(lines, rubric)}" if counted else ""
    rest = sentences(
        sum_,
        f"Xếp loại: {rubric.score_class}" if rubric and rubric.score_class else "",
        f"Chi bộ tự chấm: {padded(score.own_points)} điểm" if score.own_points is not None else "",
        f"Hạn chế: {score.weak_points}" if score.weak_points else "",
    )
    if not lines:
        return Told(rest)
    points += paragraphs_of(rest) if rest else []
    return Told(f"Theo bộ tiêu chí {title}:" if title else "", tuple(points))


def _score_line(row: ScoreLine, rubric: RubricWords | None) -> list[Paragraph]:
    criteria = {criterion.id: criterion for criterion in rubric.criteria} if rubric else {}
    criterion = criteria.get(row.criterion)
    name = f"{row.criterion}. {criterion.name}" if criterion else f"Tiêu chí {row.criterion}"
    if not row.applicable:
        return dash(f"{name}: không áp dụng", row.reason)
    if row.points is None:
        return dash(f"{name}: chưa chấm", row.reason)
    most = f"/{padded(criterion.most)}" if criterion else ""
    how = " (tính từ số liệu đã ghi)" if row.computed else ""
    return dash(f"{name}: {padded(row.points)}{most} điểm{how}", row.reason)


def _most(lines: tuple[ScoreLine, ...], rubric: RubricWords | None) -> str:
    """The highest sum that the scored criteria allow, where the rubric tells it of all of them."""
    criteria = {criterion.id: criterion.most for criterion in rubric.criteria} if rubric else {}
    scored = [row.criterion for row in lines if row.applicable]
    if not scored or any(criterion not in criteria for criterion in scored):
        return ""
    return f"/{padded(sum(criteria[criterion] for criterion in scored))}"


def tell_attachments(recorded: Recorded) -> Told:
    visit, gaps = recorded.visit, recorded.gaps
    rows: tuple[Attachment, ...] = standing(visit.attachments)
    points: list[Paragraph] = []
    for row in rows:
        points += dash(f"{gaps.said(row.label)} ({MEDIA.get(row.type, row.type)}, {kilobytes(row.bytes)})")
    return Told(points=tuple(points))


def tell_handwritten(recorded: Recorded) -> Told:
    return Told("Một phần nội dung được ghi bằng tay, không đưa vào máy." if recorded.visit.handwritten_part else "")


def tell_adoption(recorded: Recorded) -> Told:
    """When the meeting ended and whether the minutes were read back and adopted."""
    session, closing = recorded.visit.session, recorded.visit.closing
    end = ""
    if session.end:
        minutes = minutes_between(session.start, session.end)
        length = f" cùng ngày, thời lượng {padded(minutes)} phút" if minutes is not None and minutes > 0 else ""
        end = f"Buổi sinh hoạt kết thúc lúc {clock_words(session.end)}{length}"
    adopted = ""
    if closing.read_back and closing.adopted:
        adopted = "Biên bản đã được đọc lại cho hội nghị nghe và được hội nghị thông qua"
    elif closing.read_back:
        adopted = "Biên bản đã được đọc lại cho hội nghị nghe"
    elif closing.adopted:
        adopted = "Biên bản đã được hội nghị thông qua"
    return Told(sentences(end, adopted))
