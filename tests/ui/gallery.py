"""Shows every component on pages of their own and grabs pictures: `python tests/ui/gallery.py FOLDER`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication, QWidget

from chibo_desktop.ui import space, tokens
from chibo_desktop.ui.components.banner import Banner
from chibo_desktop.ui.components.beside import Beside
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.card import Card
from chibo_desktop.ui.components.checkbox import Checkbox, Radio
from chibo_desktop.ui.components.chip import Chip, ChipLook
from chibo_desktop.ui.components.choice import Choice
from chibo_desktop.ui.components.completer import PersonCombo
from chibo_desktop.ui.components.empty_state import EmptyState
from chibo_desktop.ui.components.field import Field
from chibo_desktop.ui.components.flow import Flow
from chibo_desktop.ui.components.key_cap import HintLine
from chibo_desktop.ui.components.label import IconLabel, Label, LongLabel
from chibo_desktop.ui.components.notice import NoticeWords
from chibo_desktop.ui.components.row_editor import RowEditor
from chibo_desktop.ui.components.rows_model import Column, RowsModel
from chibo_desktop.ui.components.scroll_page import ScrollPage, SidePanel
from chibo_desktop.ui.components.section_frame import SectionFrame
from chibo_desktop.ui.components.section_list import SectionList, SectionRow
from chibo_desktop.ui.components.segmented import Segmented
from chibo_desktop.ui.components.state_cells import Cell, StateCells
from chibo_desktop.ui.components.step_list import StepList
from chibo_desktop.ui.components.table import Table, TableCard
from chibo_desktop.ui.components.text_input import LineInput, TextInput
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.inside import PageEntry
from chibo_desktop.ui.page import Page
from chibo_desktop.ui.shell import Shell
from chibo_desktop.ui.shortcuts import PAGES, Keys
from chibo_desktop.ui.theme import Theme
from chibo_desktop.ui.tokens import Scheme

STATES = (
    ChipLook("Nháp", "neutral", Icon.PEN),
    ChipLook("Đã chốt", "neutral", Icon.LOCK),
    ChipLook("Đã đóng gói", "warn", Icon.BOX, outlined=True),
    ChipLook("Văn phòng đã nhận", "info", Icon.TRAY),
    ChipLook("Đã hợp nhất", "ok", Icon.CHECK_CIRCLE),
    ChipLook("Trả lại để bổ sung", "err", Icon.RETURN),
)
SECTIONS = (
    SectionRow("1", 1, "Thông tin chung", "done"),
    SectionRow("2", 2, "Thành phần dự", "done", "08/09"),
    SectionRow("3", 3, "Nội dung, chương trình", "done"),
    SectionRow("4", 4, "Ý kiến, kiến nghị", "started", "4"),
    SectionRow("5", 5, "Ý kiến chỉ đạo"),
    SectionRow("6", 6, "Nhiệm vụ tháng tới", "done", "3"),
    SectionRow("7", 7, "Biểu quyết", "none", "Không có"),
    SectionRow("8", 8, "Chấm điểm", "check", "Thiếu 2"),
    SectionRow("9", 9, "Kết luận, đọc lại"),
    SectionRow("10", 10, "Tệp kèm theo", "done", "2"),
)


class OpinionsPage(Page):
    """The editor of picture 02."""

    def __init__(self) -> None:
        super().__init__(
            "Chi bộ thôn Phiêng An",
            "Đảng bộ xã Quang Thuận  ·  định kỳ kết hợp chuyên đề tháng 12/2026  ·  03/12/2026, 19:30",
            back=True,
        )
        self.header.set_chips([STATES[0]])
        status = QWidget()
        row = space.row(status, gap=tokens.S8)
        space.put(row, IconLabel(Icon.CHECK_CIRCLE, "ok", tokens.ICON_INLINE), Label("Đã lưu 19:42:07", "caption"))
        self.header.set_actions(
            [
                status,
                Button("Xem bản in", icon=Icon.EYE, key=Keys.PRINT),
                Button("Chốt biên bản", "primary", Icon.LOCK, Keys.FINALISE),
            ]
        )
        sections = SectionList(SECTIONS)
        sections.choose("4")
        self.set_content(SectionFrame(sections, ScrollPage(self._content())), scrolls=False, margins=False)

    def _content(self) -> QWidget:
        content = QWidget()
        column = space.column(content, (tokens.S24, tokens.S12), tokens.S12)
        head = space.row(gap=tokens.S12)
        words = space.column()
        words.addWidget(Label("4. Ý kiến, kiến nghị", "heading"))
        words.addWidget(
            LongLabel("04 ý kiến  ·  02 kiến nghị cần theo dõi  ·  06/08 đảng viên có mặt đã phát biểu", "caption")
        )
        head.addLayout(words, 1)
        space.put(head, Button("Dán nhiều dòng", "quiet", Icon.CLIP), Button("Thêm dòng", icon=Icon.PLUS))
        column.addLayout(head)
        column.addWidget(
            Banner(
                "info",
                "Kỳ trước còn 02 kiến nghị và 01 ý kiến chỉ đạo chưa xong ở chi bộ này.",
                buttons=["Xem và ghi kết quả"],
                icon=Icon.HISTORY,
            )
        )
        column.addWidget(self._table())
        column.addStretch(1)
        column.addWidget(
            HintLine(
                [
                    ("Đổi chỗ dòng", "Alt+Up Alt+Down"),
                    ("Chép ô trên", "Ctrl+D"),
                    ("Mục trước, sau", "Ctrl+PgUp Ctrl+PgDown"),
                ]
            )
        )
        foot = space.row(gap=tokens.S8)
        foot.addWidget(IconLabel(Icon.INFO, "text2", tokens.ICON_INLINE))
        foot.addWidget(
            Label(
                "Không ghi nội dung mật vào máy. Việc mật ghi tay, đánh dấu “Có phần ghi tay, không đưa vào máy”.",
                "caption",
                wrap=True,
            ),
            1,
        )
        column.addLayout(foot)
        return content

    def _table(self) -> QWidget:
        done = (Icon.CHECK_CIRCLE, "ok", "đã trả lời tại chỗ")
        wait = (Icon.CLOCK, "warn", "chưa trả lời")
        rows = [
            (
                "1",
                ChipLook("Ý kiến"),
                "Lường Thị Thí",
                "Sinh hoạt hè cho học sinh trong thôn cần có người phụ trách, bảo đảm an toàn sông suối.",
                "Chi bộ",
                done,
            ),
            (
                "2",
                ChipLook("Ý kiến"),
                "Bàn Hữu Thử",
                "Mỗi gia đình đảng viên làm gương trong xây dựng nông thôn mới gắn với du lịch cộng đồng.",
                "Chi bộ",
                done,
            ),
            (
                "3",
                ChipLook("Kiến nghị", "info"),
                "Một đảng viên",
                "Đề nghị xã sớm sửa đoạn đường vào thôn bị sạt lở, xe chở khách không vào được.",
                "Đảng ủy xã",
                wait,
            ),
            ("4", ChipLook("Kiến nghị", "info"), "Triệu Văn Dụ", "", "Đảng ủy xã", wait),
        ]
        model: RowsModel[Any] = RowsModel(
            [
                Column("TT", lambda r: r[0], width=40, look="second"),
                Column("Loại", chip=lambda r: r[1], width=108),
                Column("Người nêu", lambda r: r[2], width=162),
                Column("Nội dung", lambda r: r[3], wraps=True),
                Column("Gửi cấp", lambda r: r[4], width=120, look="second"),
                Column("", icon=lambda r: r[5], width=48),
            ]
        )
        model.set_rows(rows)
        self.table = Table(model, "Ý kiến, kiến nghị")
        self.footer = QWidget()
        line = space.row(self.footer, (tokens.S16, tokens.S12), tokens.S12)
        from chibo_desktop.ui.components.key_cap import KeyCap

        space.put(
            line,
            IconLabel(Icon.PLUS, "muted", tokens.ICON_INLINE),
            Label("Dòng mới: gõ loại, người nêu, nội dung…", tint="muted"),
            None,
            KeyCap("Enter"),
        )
        return TableCard(self.table, self.footer)

    def open_row(self) -> None:
        """Open the fourth row, as in the picture."""
        editor = RowEditor("4", "Dòng 4")
        kinds = Segmented([("o", "Ý kiến"), ("p", "Kiến nghị"), ("r", "Đề xuất")], "p", digits=True)
        person = PersonCombo(["Một đảng viên", "Triệu Văn Dụ"], "Triệu Văn Dụ")
        space.fix(person, width=216)
        level = Choice([("x", "Đảng ủy xã"), ("c", "Chi bộ")], "x")
        space.fix(level, width=176)
        fields = (Field("Loại", kinds), Field("Người nêu", person), Field("Gửi cấp", level))
        editor.body.addWidget(Flow(*fields, gap=tokens.S12))
        text = TextInput(
            "Hỗ trợ vay vốn để các hộ sửa nhà làm điểm đón khách, giữ nghề dệt truyền thống làm sản phẩm OC"
        )
        editor.body.addWidget(Field("Nội dung", text))
        ticks = space.row(gap=tokens.S20)
        boxes = Flow(Checkbox("Đã trả lời tại chỗ"), Checkbox("Người nêu không muốn ghi tên", True), gap=tokens.S20)
        ticks.addWidget(boxes, 1)
        ticks.addWidget(HintLine([("Xong dòng", "Ctrl+Return"), ("Bỏ sửa", "Esc")]))
        editor.body.addLayout(ticks)
        editor.set_first(text)
        self.table.open_editor(3, editor)


class ExportPage(Page):
    """The page of picture 04."""

    def __init__(self) -> None:
        super().__init__("Gửi – nhận", "Máy Quang Thuận-2  ·  Tổ số 05  ·  gửi lên: Văn phòng Đảng ủy xã Quang Thuận")
        self.header.set_actions(
            [Button("Nhập mã báo nhận 8 số", icon=Icon.PHONE), Button("Đọc giấy báo nhận từ USB", icon=Icon.DOWNLOAD)]
        )
        content = QWidget()
        column = space.column(content, gap=tokens.S16)
        column.addWidget(self._cells())
        column.addWidget(SidePanel(self._list(), self._steps()))
        column.addStretch(1)
        self.set_content(content)

    def _cells(self) -> QWidget:
        first, second = QWidget(), QWidget()
        left = space.column(first, gap=tokens.S4)
        left.addWidget(Label("Chưa về tới văn phòng", "label"))
        left.addWidget(
            StateCells(
                [
                    Cell("draft", "Nháp", "1", "đang ghi, còn sửa được", Icon.PEN),
                    Cell("final", "Đã chốt", "2", "đã khóa, còn ở máy này", Icon.LOCK),
                    Cell("packed", "Đã đóng gói", "1", "chưa chắc đã tới nơi", Icon.BOX, "warn"),
                ],
                clickable=True,
            )
        )
        right = space.column(second, gap=tokens.S4)
        right.addWidget(Label("Văn phòng đã có", "label"))
        right.addWidget(
            StateCells(
                [
                    Cell("received", "Văn phòng đã nhận", "3", "có giấy báo nhận", Icon.TRAY, "info"),
                    Cell("merged", "Đã hợp nhất", "14", "đã vào sổ chung", Icon.CHECK_CIRCLE, "ok"),
                ],
                clickable=True,
            )
        )
        arrow = IconLabel(Icon.ARROW_RIGHT, "muted")
        return Beside(first, arrow, second, shares=(3, 0, 2), gap=tokens.S16, only_across=[arrow])

    def _list(self) -> QWidget:
        content = QWidget()
        column = space.column(content, gap=tokens.S12)
        head = Beside(
            Label("Từng biên bản", "heading"),
            Segmented([(1, "Còn phải gửi (04)"), (2, "Tất cả (22)")], 2, small=True),
            shares=(1, 0),
        )
        column.addWidget(head)
        rows = [
            ("Chi bộ thôn Khuổi Dụ", "05/11/2026  ·  định kỳ", STATES[5], "30/11/2026", "Văn phòng: thiếu tên thư ký"),
            ("Chi bộ Trạm Y tế xã", "03/11/2026  ·  định kỳ", STATES[1], "01/12/2026, 20:02", "Hoàng Văn Mẫu, máy này"),
            (
                "Chi bộ thôn Pác Mẫu",
                "06/10/2026  ·  định kỳ",
                STATES[2],
                "12/11/2026, 07:45",
                "gói 000011, chờ báo nhận",
            ),
            ("Chi bộ thôn Đon Bây", "03/10/2026  ·  định kỳ", STATES[3], "20/10/2026", "giấy báo nhận số 0008"),
            ("Chi bộ thôn Phiêng An", "03/9/2026  ·  định kỳ", STATES[4], "06/10/2026", "giấy báo nhận số 0007"),
        ]
        model: RowsModel[Any] = RowsModel(
            [
                Column("Biên bản", lambda r: r[0], second=lambda r: r[1], sort=lambda r: r[0]),
                Column("Trạng thái", chip=lambda r: r[2], width=212),
                Column("Ngày, bởi ai", lambda r: r[3], second=lambda r: r[4], width=230, look="body"),
            ]
        )
        model.set_rows(rows)
        column.addWidget(TableCard(Table(model, "Từng biên bản")))
        column.addStretch(1)
        return content

    def _steps(self) -> QWidget:
        card = Card(gap=tokens.S12, margin=tokens.S20)
        card.add(Label("Đóng gói vào USB", "heading"), Label("02 biên bản mới chốt, 01 gói gửi lại", "caption"))
        steps = StepList(
            [
                ("find", "Tìm thấy USB"),
                ("sign", "Ký và mã hóa"),
                ("write", "Đã ghi tệp"),
                ("read", "Đang đọc lại để so từng phần"),
                ("end", "Xong, có thể rút USB"),
            ],
            "Dừng lại thì biên bản vẫn nguyên trên máy, USB không bị đổi.",
            "Đừng rút USB lúc này.",
        )
        steps.begin("read")
        steps.finish("find", "KINGSTON (E:), còn trống 6,2 GB")
        steps.finish("sign", "Chỉ văn phòng xã mở được")
        steps.finish("write", "GOI-7F3K-000012.chibo")
        steps.set_progress("read", 41, 66, ("4,1 / 6,6 MB", "còn khoảng 10 giây"))
        steps.set_running(True)
        card.add(steps)
        return card


class PartsPage(Page):
    """Everything else."""

    def __init__(self) -> None:
        super().__init__("Các thành phần", "Mọi thứ còn lại trên một trang")
        self.header.set_actions([Button("Tìm", icon=Icon.SEARCH), Button("Ghi buổi dự", "primary", Icon.PLUS)])
        content = QWidget()
        column = space.column(content, gap=tokens.S16)
        column.addWidget(Flow(*[Chip(look) for look in STATES], gap=tokens.S8))
        disabled = Button("Không bấm được", icon=Icon.LOCK)
        disabled.setEnabled(False)
        buttons = (
            Button("Bỏ qua", small=True),
            Button("Xem kế hoạch", "link"),
            Button("Hồ sơ chi bộ", "quiet", Icon.FILE),
            Button("Xóa", "danger", Icon.TRASH),
            disabled,
            Button("Tháng sau", "icon", Icon.CHEVRON_RIGHT),
        )
        column.addWidget(Flow(*buttons, gap=tokens.S12))
        trouble = Field("Kết thúc", LineInput("17:00"))
        trouble.set_trouble("Giờ kết thúc sớm hơn giờ bắt đầu.")
        fields = (
            Field("Nơi họp", LineInput("", "nhà văn hóa thôn"), "Ghi như trên giấy."),
            trouble,
            Field("Loại buổi", Choice([(1, "Định kỳ"), (2, "Chuyên đề")], 1)),
            Field("Người", PersonCombo(["Điều khiển"], "ỖẶ Ngyễn")),
        )
        column.addWidget(Flow(*fields, gap=tokens.S12))
        ticks = space.row(gap=tokens.S20)
        space.put(ticks, Checkbox("Đã đọc lại", True), Checkbox("Đã thông qua"), Radio("Một", True), Radio("Hai"), None)
        column.addLayout(ticks)
        column.addWidget(
            StateCells(
                [
                    Cell("1", "Tổng số", "09"),
                    Cell("2", "Có mặt", "08", tint="ok", figure_tint=True),
                    Cell("3", "Vắng có lý do", "01", tint="warn", figure_tint=True),
                    Cell("4", "Biên bản mới", "05", icon=Icon.PLUS, tint="ok"),
                    Cell("5", "Tỷ lệ 08/09", "88,9 %"),
                ],
                "counts",
            )
        )
        column.addWidget(
            Banner("warn", "Mục 1 ghi 07 đảng viên có mặt, danh sách cho 08.", buttons=["Dùng số 08", "Giữ số 07"])
        )
        column.addWidget(
            Banner(
                "error",
                "USB đã đầy.",
                "Biên bản còn nguyên trên máy. Cần thêm 4 MB: xóa bớt tệp trên USB hoặc dùng USB khác.",
                ["Thử lại", "Chọn USB khác"],
            )
        )
        column.addWidget(Banner("ok", "Cả hai bản đều được giữ mãi trong lịch sử."))
        column.addWidget(Field("Kết luận", TextInput("ỖẶ dòng một\nỖẶgy dòng hai\nba")))
        column.addStretch(1)
        self.set_content(content)


class EmptyPage(Page):
    """The page of picture 12."""

    def __init__(self) -> None:
        super().__init__("Buổi dự", "Máy Quang Thuận-2  ·  Tổ số 05")
        card = Card()
        card.add(
            EmptyState(
                "Chưa có buổi dự nào",
                "Khi đồng chí ghi buổi dự đầu tiên, biên bản sẽ hiện ở đây và được lưu ngay sau mỗi lần gõ.",
                [
                    Button("Ghi buổi dự đầu tiên", "primary", Icon.PLUS),
                    Button("Lấy kế hoạch từ USB của văn phòng", icon=Icon.USB),
                ],
                [("Ghi buổi dự mới", "Ctrl+N"), ("Tìm", "Ctrl+F"), ("Hướng dẫn", "F1")],
            )
        )
        self.set_content(card, scrolls=False)


def shell_of_group(theme: Theme) -> Shell:
    """A shell with the rail of a group and the pages of this gallery."""
    shell = Shell(theme, "Sổ dự sinh hoạt chi bộ")
    entries = [
        ("home", Icon.CALENDAR_CHECK, "Hôm nay", PartsPage),
        ("visits", Icon.PEN, "Buổi dự", OpinionsPage),
        ("petitions", Icon.COMMENT, "Kiến nghị", PartsPage),
        ("plan", Icon.CALENDAR, "Kế hoạch", PartsPage),
        ("cells", Icon.USERS, "Chi bộ", EmptyPage),
        ("exchange", Icon.TRANSFER, "Gửi – nhận", ExportPage),
    ]
    for (key, icon, title, factory), shortcut in zip(entries, PAGES, strict=False):
        shell.add_page(PageEntry(key, icon, title, shortcut, factory))
    shell.add_page(PageEntry("settings", Icon.SLIDERS, "Cài đặt", Keys.SETTINGS, PartsPage, at_end=True))
    shell.rail.set_badge("petitions", 5)
    shell.rail.set_badge("exchange", 4)
    return shell


def grab_all(folder: Path, sizes=((1366, 768), (1024, 640))) -> None:
    """Write pictures of every page, light and dark, at 100 and 150 %."""
    app = QApplication([])
    folder.mkdir(parents=True, exist_ok=True)
    theme = Theme(app, Scheme.LIGHT)
    shell = shell_of_group(theme)
    shell.show()
    shell.activateWindow()
    for scheme, zoom, size in (
        (Scheme.LIGHT, 100, 0),
        (Scheme.DARK, 100, 0),
        (Scheme.LIGHT, 150, 0),
        (Scheme.LIGHT, 100, 1),
    ):
        theme.set_scheme(scheme)
        theme.set_zoom(zoom)
        shell.resize(*sizes[size])
        for key in ("home", "visits", "cells", "exchange"):
            page = shell.open_page(key)
            if isinstance(page, OpinionsPage):
                page.open_row()
            shell.notices.hide()
            if key == "cells":
                shell.notices.say(NoticeWords("Đã bỏ dòng 3.", "Có thể lấy lại cho tới khi chốt.", "Hoàn tác"))
            for _ in range(5):
                app.processEvents()
            shell.grab().save(str(folder / f"{key}-{scheme}-{zoom}-{size}.png"))


if __name__ == "__main__":
    grab_all(Path(sys.argv[1]))
