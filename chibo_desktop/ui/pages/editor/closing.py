"""Section 9: how the meeting ended; reading back, adoption and who signs."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.visits import Section, Visit
from chibo_desktop.services.desk import Desk
from chibo_desktop.ui import tokens
from chibo_desktop.ui.components.card import Card
from chibo_desktop.ui.components.flow import Flow
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.pages.editor.form_section import FormSection
from chibo_desktop.ui.speech import tr


class ClosingSection(FormSection):
    """The conclusion first, for it is what is written while people still sit."""

    section = Section.CLOSING
    secrets = True

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__(desk, jobs)
        said = Card(gap=tokens.S12)
        said.add(
            self.text("closing.conclusion", tr("Kết luận của chủ trì")),
            self.text("closing.last_month", tr("Đánh giá tháng trước")),
            self.text("closing.ideology", tr("Tư tưởng đảng viên, dư luận nhân dân")),
            self.text("closing.delegate_statement", tr("Phát biểu của đại biểu cấp trên")),
            self.text("closing.cell_reply", tr("Chi bộ tiếp thu")),
            self.text("closing.handed_over", tr("Tài liệu, quà đã trao"), lines=(1, 4)),
        )
        self._chair, self._secretary = Label("", "medium", wrap=True), Label("", "medium", wrap=True)
        ended = Card(tr("Đọc lại, thông qua, ký"), gap=tokens.S12)
        ended.add(
            Flow(
                self.tick("closing.read_back", tr("Đã đọc lại trước cuộc họp")),
                self.tick("closing.adopted", tr("Cuộc họp đã thông qua")),
                self.tick("handwritten_part", tr("Có phần ghi tay, không đưa vào máy")),
                gap=tokens.S20,
            ),
            Flow(_signature(tr("Người ghi biên bản"), self._secretary), _signature(tr("Chủ trì"), self._chair), gap=48),
        )
        for part in (said, ended):
            self.body.addWidget(part)
        self.body.addStretch(1)

    def show(self, visit: Visit) -> None:  # pyright: ignore[reportIncompatibleMethodOverride] - a section shows a visit
        super().show(visit)
        unnamed = tr("chưa ghi, điền ở mục 1")
        self._chair.setText(visit.chair.name or unnamed)
        self._secretary.setText(visit.secretary.name or unnamed)


def _signature(who: str, name: Label) -> QWidget:
    from chibo_desktop.ui import space

    block = QWidget()
    space.put(space.column(block, gap=tokens.S4), Label(who, "label"), name)
    space.fix(block, min_width=216)
    return block
