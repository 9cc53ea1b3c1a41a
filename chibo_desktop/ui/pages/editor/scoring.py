"""Section 8: points by the rubric. What can be computed is marked so; a person may overrule it with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from chibo_desktop.domain.ids import ItemId
from chibo_desktop.domain.scoring import (
    Criterion,
    Rubric,
    Source,
    Total,
    grade_of,
    line_of,
    offered_points,
    total_of,
)
from chibo_desktop.domain.visits import Score, ScoreLine, Section, Visit
from chibo_desktop.domain.wording import decimal, padded
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.rubrics import rubric
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.components.number_input import NumberInput
from chibo_desktop.ui.components.rows_model import Column
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.pages.editor.row_board import RowWords
from chibo_desktop.ui.pages.editor.row_form import RowForm
from chibo_desktop.ui.pages.editor.row_section import RowSection
from chibo_desktop.ui.pages.editor.score_head import ScoreHead
from chibo_desktop.ui.speech import tr


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """A criterion with its line; `offered` are the points that the record itself gives, `from_where` its sections."""

    id: ItemId
    criterion: Criterion
    offered: int | None
    points: int | None = None
    not_applicable: bool = False
    reason: str = ""
    struck: bool = False

    @property
    def is_computed(self) -> bool:
        """Are the points the machine's?"""
        return self.offered is not None and self.points == self.offered and not self.not_applicable


class ScoreForm(RowForm[ScoreRow]):
    """Points of one criterion."""

    def __init__(self, row: ScoreRow, number: int) -> None:
        super().__init__(row, number, tr("Dòng %1, %2", number, row.criterion.name))

    def build(self) -> None:
        criterion = self.row.criterion
        self.body.addWidget(Label(criterion.name, "strong", wrap=True))
        line = self.flow()
        line.add(self.count("points", tr("Điểm, tối đa %1", padded(criterion.maximum))))
        self._use = Button("", small=True)
        self._use.clicked.connect(self._use_offered)
        line.add(self._use)
        self._told = Label("", "second", wrap=True)
        self.body.addWidget(self._told)
        self._reason = self.text("reason", tr("Lý do chấm khác số máy tính"), lines=(1, 3))
        self.foot(self.tick("not_applicable", tr("Không áp dụng")))
        self.typed.connect(self.arrange)

    def arrange(self) -> None:
        """Say where the number comes from; ask for a reason only when it is overruled."""
        row = self.collect()
        points = self.fields["points"].widget
        points.setDisabled(row.not_applicable or self.is_read_only)
        overruled = row.offered is not None and not row.not_applicable and row.points != row.offered
        self._reason.setVisible(overruled)
        self._use.setVisible(overruled and not self.is_read_only)
        if row.offered is not None:
            self._use.set_words(tr("Dùng số %1 máy tính", padded(row.offered)))
        sentence, tint = _told(row)
        self._told.setText(sentence)
        self._told.set_tint(tint)
        self._told.setVisible(bool(sentence))

    def _use_offered(self) -> None:
        points = self.fields["points"].widget
        if isinstance(points, NumberInput):
            points.set_value(self.row.offered)
            points.setFocus()
            self.arrange()
            self.settled.emit()


class ScoringSection(RowSection[ScoreRow]):
    """The lines of the rubric; total, class and percentage above; the cell's own score beside them."""

    section = Section.SCORING
    attribute = "score"

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        self._ids: dict[str, ItemId] = {}
        super().__init__(desk, jobs)
        self._head = ScoreHead()
        self._head.edited.connect(self._head_edited)
        self.board.put_above(self._head)

    def said(self) -> RowWords:
        return RowWords(
            table=tr("Chấm điểm"),
            empty=tr("Chưa chấm điểm"),
            empty_more=tr("Thời lượng, tỷ lệ dự và số người phát biểu được máy tính sẵn từ mục 1, 2, 4."),
            add=tr("Bắt đầu chấm"),
            nothing=tr("Không chấm điểm"),
            declared=tr("Đã ghi: buổi này không chấm điểm"),
            fixed=True,
            secrets=False,
        )

    def columns(self) -> Sequence[Column[ScoreRow]]:
        return (
            Column(tr("Tiêu chí"), lambda row: row.criterion.name, second=lambda row: _told(row)[0]),
            Column(tr("Điểm"), _points, width=110, number=True),
            Column(tr("Tối đa"), lambda row: padded(row.criterion.maximum), width=104, number=True, look="second"),
            Column("", icon=_icon, width=56),
        )

    def blank(self, item: ItemId) -> ScoreRow:  # a line of the rubric is never taken for an empty row
        return ScoreRow(item, Criterion("", "", 0), None)

    def make_form(self, row: ScoreRow, number: int) -> ScoreForm:
        return ScoreForm(row, number)

    def rows_of(self, visit: Visit) -> tuple[ScoreRow, ...]:
        used = self._rubric(visit)
        if used is None or not visit.score.lines:
            return ()
        return tuple(self._row(visit, criterion) for criterion in used.criteria)

    def with_rows(self, visit: Visit, rows: tuple[ScoreRow, ...]) -> Visit:
        used = self._rubric(visit)
        own_points, weak_points = self._head.own_points, self._head.weak_points
        if used is None or not rows:
            score = replace(visit.score, own_points=own_points, weak_points=weak_points)
            return replace(visit, score=replace(score, lines=() if used else score.lines))
        lines = tuple(_line(row, offered_points(row.criterion, visit)) for row in rows)
        return replace(visit, score=Score(used.version, lines, own_points, weak_points))

    def show(self, visit: Visit) -> None:  # pyright: ignore[reportIncompatibleMethodOverride] - a section shows a visit
        """Show lines and the cell's own score."""
        self._head.show_own(visit.score.own_points, visit.score.weak_points)
        super().show(visit)

    def set_read_only(self, read_only: bool) -> None:
        """Finalised: points can be read."""
        super().set_read_only(read_only)
        self._head.set_read_only(read_only)

    def add_row(self) -> None:
        """Begin to score: every line of the rubric, what can be computed filled in."""
        used = self._rubric(self.visit) if self.visit is not None else None
        if used is None or self.visit is None or self.is_read_only or self.rows:
            return
        visit = self.visit
        self.add_rows([self._row(visit, criterion) for criterion in used.criteria])
        self.board.rest_on(0)

    def sub_line(self, visit: Visit) -> str:
        used = self._rubric(visit)
        if used is None:
            return tr("Máy này không có bảng điểm %1", visit.score.rubric or "")
        total = total_of(used, visit.score)
        self._show_total(used, visit.score, total)
        if not visit.score.lines or not total.missing:
            return used.title
        return "  ·  ".join((used.title, tr("thiếu %1 dòng", padded(total.missing))))

    def spoken(self, row: ScoreRow) -> str:
        if row.not_applicable:
            return tr("%1, không áp dụng", row.criterion.name)
        most = padded(row.criterion.maximum)
        points = tr("%1 trên %2 điểm", padded(row.points), most) if row.points is not None else tr("chưa có điểm")
        return ", ".join(part for part in (row.criterion.name, points, _told(row)[0]) if part)

    def _rubric(self, visit: Visit | None) -> Rubric | None:
        return rubric(visit.score.rubric if visit is not None else None)

    def _row(self, visit: Visit, criterion: Criterion) -> ScoreRow:
        offered = offered_points(criterion, visit)
        line = line_of(visit.score, criterion.id)
        if line is None:
            item = self._ids.setdefault(criterion.id, self.new_item())
            return ScoreRow(item, criterion, offered, offered)
        points = offered if line.computed and offered is not None else line.points
        return ScoreRow(line.id, criterion, offered, points, not line.applicable, line.reason)

    def _show_total(self, used: Rubric, score: Score, total: Total) -> None:
        found = grade_of(used, total)
        percent = total.percent
        self._head.show_total(
            f"{padded(total.points)}/{padded(total.maximum)}",
            decimal(percent) if percent is not None else "",
            found.name if found else "",
            is_scored=bool(score.lines),
        )

    def _head_edited(self) -> None:
        self.edited.emit()


_SECTION_OF = {Source.DURATION: "1", Source.ATTENDANCE: "2", Source.SPEAKERS: "4"}


def _line(row: ScoreRow, offered: int | None) -> ScoreLine:
    points = offered if row.is_computed and offered is not None else row.points
    overruled = row.offered is not None and not row.is_computed
    return ScoreLine(
        id=row.id,
        criterion=row.criterion.id,
        points=None if row.not_applicable else points,
        applicable=not row.not_applicable,
        computed=row.is_computed,
        reason=row.reason if overruled else "",
    )


def _told(row: ScoreRow) -> tuple[str, str]:
    """Where the points come from, or what is wrong with them; the tint of the sentence."""
    if row.not_applicable:
        return tr("Không áp dụng; tổng tối đa giảm %1 điểm", padded(row.criterion.maximum)), ""
    if row.points is not None and row.points > row.criterion.maximum:
        return tr("Quá số điểm tối đa %1", padded(row.criterion.maximum)), "warn"
    if row.offered is None or row.criterion.source is None:
        return "", ""
    if row.is_computed:
        return tr("Máy tính từ mục %1", _SECTION_OF[row.criterion.source]), "info"
    if row.reason:
        return tr("Máy tính cho %1; chấm khác vì: %2", padded(row.offered), row.reason), ""
    return tr("Máy tính cho %1; cần ghi lý do chấm khác", padded(row.offered)), "warn"


def _points(row: ScoreRow) -> str:
    if row.not_applicable:
        return "–"
    return padded(row.points) if row.points is not None else ""


def _icon(row: ScoreRow) -> tuple[Icon, str, str]:
    if row.not_applicable:
        return Icon.DASH, "muted", tr("không áp dụng")
    sentence, tint = _told(row)
    if tint == "warn":
        return Icon.TRIANGLE, "warn", sentence
    if row.points is None:
        return Icon.CIRCLE, "strong", tr("chưa có điểm")
    return Icon.CHECK_CIRCLE, "ok", tr("đã có điểm")
