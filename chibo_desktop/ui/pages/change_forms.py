"""The fields of each change of the register, and the word that they make."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from chibo_desktop.domain import operations
from chibo_desktop.domain.ids import OrganisationId
from chibo_desktop.domain.operations import Abolished, Unit
from chibo_desktop.domain.organisations import CellType
from chibo_desktop.domain.regimes import Named
from chibo_desktop.domain.reorganisation import Attribute, Setting
from chibo_desktop.domain.text import clean_name
from chibo_desktop.services import regimes
from chibo_desktop.ui import space, tokens
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.checkbox import Checkbox
from chibo_desktop.ui.components.choice import Choice
from chibo_desktop.ui.components.field import Field
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.components.number_input import NumberInput
from chibo_desktop.ui.components.text_input import LineInput, TextInput
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.pages.change_dialog import ChangeForm, Making, Offered, OrganisationInput, Subject, side_by_side
from chibo_desktop.ui.speech import tr
from chibo_desktop.ui.words import choices


class RenameForm(ChangeForm):
    """Another name."""

    def __init__(self, offered: Offered, subject: Subject | None) -> None:
        super().__init__(offered, subject)
        self.deed = tr("Đổi tên")
        self.name = LineInput(self.about.name, limit=300)
        self.line(tr("Tên mới"), self.name)

    @property
    def title(self) -> str:
        return tr("Đổi tên %1", self.about.name)

    def making(self) -> Making | None:
        name = clean_name(self.name.words())
        if not name or name == self.about.name:
            return None
        return lambda _, ruling: operations.rename(self.about.id, name, ruling)


class MoveForm(ChangeForm):
    """Another superior, with everything below."""

    def __init__(self, offered: Offered, subject: Subject | None) -> None:
        super().__init__(offered, subject)
        self.deed = tr("Chuyển cấp trên")
        self.parent_ = OrganisationInput(offered, tr("Gõ tên, không cần dấu"))
        self.line(tr("Cấp trên mới"), self.parent_)

    @property
    def title(self) -> str:
        return tr("Chuyển %1 sang cấp trên khác", self.about.name)

    def making(self) -> Making | None:
        parent = self.parent_.value
        if parent is None:
            return None
        return lambda _, ruling: operations.move([self.about.id], parent, ruling)


class MergeForm(ChangeForm):
    """Others that are merged with it, into one of the register or a new one."""

    def __init__(self, offered: Offered, subject: Subject | None) -> None:
        super().__init__(offered, subject)
        self.deed = tr("Sáp nhập")
        self._fresh = offered.fresh_id()
        self.others = OrganisationsPicked(offered)
        self.others.input.text_committed.connect(lambda _: self.edited.emit())
        self.others.removed = self.edited.emit
        self.column.addWidget(self.others)
        self.into = OrganisationInput(offered, tr("Tên tổ chức nhận, hoặc tên mới"))
        hint = tr("Chọn một tổ chức đang có, hoặc gõ tên mới để lập tổ chức mới.")
        self.line(tr("Thành"), self.into, hint)

    @property
    def title(self) -> str:
        return tr("Sáp nhập %1 với tổ chức khác", self.about.name)

    def making(self) -> Making | None:
        merged = tuple(dict.fromkeys((self.about.id, *self.others.picked)))
        name, into = clean_name(self.into.words()), self.into.value
        if not name or (len(merged) < 2 and into in (None, self.about.id)):
            return None
        if into is not None:
            return lambda tree, ruling: operations.merge(tree, Unit(into, merged), ruling)
        return lambda tree, ruling: operations.merge(
            tree,
            Unit(
                self._fresh,
                merged,
                new=operations.founding(self._fresh, name, **operations.alike(tree, merged)),
            ),
            ruling,
        )


class SplitForm(ChangeForm):
    """The names of what comes of it; the first one carries the history on."""

    def __init__(self, offered: Offered, subject: Subject | None) -> None:
        super().__init__(offered, subject)
        self.deed = tr("Chia tách")
        self._fresh = [offered.fresh_id() for _ in range(20)]
        self.names = TextInput(lines=(3, 6), limit=4000)
        self.names.text_changed_settled.connect(lambda _: self.edited.emit())
        hint = tr("Mỗi dòng một tên. Tổ chức ở dòng đầu nhận mọi tổ chức ở dưới và kế tục số liệu; chuyển đi sau.")
        self.column.addWidget(Field(tr("Các tổ chức mới"), self.names, hint))
        self.keeps = Checkbox(tr("Tổ chức cũ vẫn còn, chỉ tách bớt"))
        self.keeps.clicked.connect(lambda _: self.edited.emit())
        self.column.addWidget(self.keeps)

    @property
    def title(self) -> str:
        return tr("Chia tách %1", self.about.name)

    def making(self) -> Making | None:
        names = [clean_name(line) for line in self.names.words().splitlines() if line.strip()][: len(self._fresh)]
        keeps = self.keeps.isChecked()
        if len(names) < (1 if keeps else 2):
            return None

        def make(tree, ruling):
            like = operations.alike(tree, [self.about.id]) | {"members": None}
            units = [
                Unit(id_, new=operations.founding(id_, name, **like))
                for id_, name in zip(self._fresh, names, strict=False)
            ]
            return operations.split(tree, self.about.id, units, ruling, keeps=keeps)

        return make


class DissolveForm(ChangeForm):
    """The end, and what takes its place if anything does."""

    def __init__(self, offered: Offered, subject: Subject | None) -> None:
        super().__init__(offered, subject)
        self.deed = tr("Ghi kết thúc")
        self.heir = OrganisationInput(offered, tr("Không có"))
        hint = tr("Tổ chức này nhận mọi tổ chức ở dưới và số liệu; bỏ trống nếu không có.")
        self.line(tr("Tổ chức kế tục"), self.heir, hint)

    @property
    def title(self) -> str:
        return tr("Giải thể, kết thúc %1", self.about.name)

    def making(self) -> Making | None:
        heir = self.heir.value
        if clean_name(self.heir.words()) and heir is None:
            return None
        return lambda tree, ruling: operations.dissolve(tree, [self.about.id], ruling, heir=heir)


class CategoriseForm(ChangeForm):
    """Another category, for it alone or for all of the same category below its superior's whole tree."""

    def __init__(self, offered: Offered, subject: Subject | None) -> None:
        super().__init__(offered, subject)
        self.deed = tr("Đổi loại hình")
        self.category = Choice([])
        self.set_day(offered.day)
        self.column.addWidget(self.field(tr("Loại hình mới"), self.category))
        self.all = Checkbox(tr("Cả mọi tổ chức khác cùng loại hình"))
        self.all.clicked.connect(lambda _: self.edited.emit())
        self.column.addWidget(self.all)

    @property
    def title(self) -> str:
        return tr("Đổi loại hình %1", self.about.name)

    def set_day(self, day: dt.date) -> None:
        self.category.set_choices(_named(regimes.regime_of(day).categories), self.category.value)

    def making(self) -> Making | None:
        category = self.category.value
        if not isinstance(category, str):
            return None
        former = self.about.on_day.category if self.about.on_day is not None and self.all.isChecked() else None

        def make(tree, ruling):
            alike = [one.id for one in tree.below(None) if former is not None and one.category == former]
            return operations.recategorise(dict.fromkeys((self.about.id, *alike), category), ruling)

        return make


class _Particulars(ChangeForm):
    """What is said of one organisation: a new one, or one that was described wrongly."""

    begins_empty = True

    def _build(self, parent: OrganisationId | None) -> None:
        self.name = LineInput(limit=300)
        self.line(tr("Tên"), self.name)
        self.parent_ = OrganisationInput(self.offered, tr("Không có cấp trên"))
        self.parent_.show_organisation(parent)
        self.line(tr("Cấp trên trực tiếp"), self.parent_)
        self.level, self.category = Choice([]), Choice([])
        self.set_day(self.offered.day)
        self.type = Choice([(None, tr("Chưa rõ")), *choices(CellType)])
        self.members = NumberInput()
        for pair in (
            (self.field(tr("Cấp"), self.level), self.field(tr("Loại hình"), self.category)),
            (self.field(tr("Nơi sinh hoạt"), self.type), self.field(tr("Số đảng viên"), self.members)),
        ):
            self.column.addLayout(side_by_side(*pair))

    def set_day(self, day: dt.date) -> None:
        regime = regimes.regime_of(day)
        for choice, offered in ((self.level, regime.levels), (self.category, regime.categories)):
            kept = choice.value
            known = {one.code for one in offered}
            old = [] if kept is None or kept in known else [Named(str(kept), regimes.name_on(str(kept), None))]
            choice.set_choices([(None, tr("Chưa rõ")), *_named((*offered, *old))], kept)

    def _said(self, organisation: OrganisationId) -> Setting:
        return operations.founding(
            organisation,
            clean_name(self.name.words()),
            parent=self.parent_.value,
            level=self.level.value,
            category=self.category.value,
            type=self.type.value,
            members=self.members.value,
        )


class AddForm(_Particulars):
    """A new organisation."""

    needs_subject = False

    def __init__(self, offered: Offered, subject: Subject | None) -> None:
        super().__init__(offered, subject)
        self.deed = tr("Thêm tổ chức")
        self._fresh = offered.fresh_id()
        self._build(subject.id if subject is not None else None)

    @property
    def title(self) -> str:
        return tr("Thêm tổ chức vào danh mục")

    def making(self) -> Making | None:
        if not clean_name(self.name.words()) or (clean_name(self.parent_.words()) and self.parent_.value is None):
            return None
        said = self._said(self._fresh)
        return lambda _, ruling: operations.register([said], ruling)


class CorrectForm(_Particulars):
    """What was said wrongly of it; what is left as it is, is not said again."""

    def __init__(self, offered: Offered, subject: Subject | None) -> None:
        super().__init__(offered, subject)
        self.deed = tr("Ghi chỗ sửa")
        here = self.about.on_day
        self._build(here.parent if here is not None else None)
        self.name.set_words(self.about.name)
        if here is not None:
            self._keep(self.level, here.level)
            self._keep(self.category, here.category)
            self.type.set_value(here.type)
            self.members.set_value(here.members)
        self._before = self._said(self.about.id)

    def _keep(self, choice: Choice, code: str | None) -> None:
        """What it is now, also where the regime of the day does not know it."""
        choice.set_value(code)
        if choice.value != code and code is not None:
            choice.set_choices([*choice.choices, (code, regimes.name_on(code, None))], code)

    @property
    def title(self) -> str:
        return tr("Sửa chỗ ghi sai của %1", self.about.name)

    def making(self) -> Making | None:
        said = self._said(self.about.id)
        changed = tuple(one for one in Attribute if getattr(said, one.value) != getattr(self._before, one.value))
        if not changed:
            return None
        return lambda _, ruling: operations.correct([replace(said, sets=changed)], ruling)


class AbolishForm(ChangeForm):
    """A level of which nothing is left; what stood below goes to the superiors or to one organisation."""

    needs_subject = False

    def __init__(self, offered: Offered, subject: Subject | None) -> None:
        super().__init__(offered, subject)
        self.deed = tr("Bỏ cấp này")
        used = {one.level for one in offered.tree.organisations.values()}
        levels = [one for one in regimes.regimes() for one in one.levels if one.code in used]
        self.level = Choice(_named({one.code: one for one in reversed(levels)}.values()))
        self.column.addWidget(self.field(tr("Cấp"), self.level))
        self.kept = OrganisationsPicked(offered, tr("Tổ chức của cấp này vẫn giữ"))
        self.kept.input.text_committed.connect(lambda _: self.edited.emit())
        self.kept.removed = self.edited.emit
        self.column.addWidget(self.kept)
        self.rest = OrganisationInput(offered, tr("Cấp trên kế tiếp"))
        hint = tr("Bỏ trống: về cấp trên của tổ chức bị bỏ. Số liệu quy về nơi nhận.")
        self.line(tr("Tổ chức ở dưới chuyển về"), self.rest, hint)

    @property
    def title(self) -> str:
        return tr("Bỏ một cấp của tổ chức")

    def making(self) -> Making | None:
        level, rest = self.level.value, self.rest.value
        if not isinstance(level, str) or (clean_name(self.rest.words()) and rest is None):
            return None
        wanted = Abolished(level, self.kept.picked, rest)
        return lambda tree, ruling: operations.abolish_level(tree, wanted, (), ruling)


class OrganisationsPicked(QWidget):
    """Organisations picked one after the other; each can be taken out again."""

    def __init__(self, offered: Offered, label: str = "") -> None:
        super().__init__()
        self._offered = offered
        self._picked: dict[OrganisationId, QWidget] = {}
        self.removed = lambda: None
        self.input = OrganisationInput(offered, tr("Gõ tên để thêm"))
        self._column = space.column(self, gap=tokens.S4)
        self._column.addWidget(Field(label or tr("Nhập cùng với"), self.input))
        self.input.text_committed.connect(lambda _: self._take())

    @property
    def picked(self) -> tuple[OrganisationId, ...]:
        """Those that were picked, and the one whose name stands in the field."""
        typed = self.input.value
        return (*self._picked, *((typed,) if typed is not None else ()))

    def _take(self) -> None:
        one = self.input.value
        if one is None or one in self._picked:
            return
        line = QWidget()
        row = space.row(line, gap=tokens.S8)
        name = self._offered.tree.organisations[one].name
        out = Button(tr("Bỏ %1", name), "icon", Icon.CLOSE, small=True)
        out.clicked.connect(lambda: self._drop(one))
        space.put(row, Label(name, wrap=True), None, out)
        self._picked[one] = line
        self._column.addWidget(line)
        self.input.set_words("")

    def _drop(self, one: OrganisationId) -> None:
        line = self._picked.pop(one)
        line.hide()
        line.deleteLater()
        self.input.setFocus()
        self.removed()


def _named(found: Iterable[Named]) -> list[tuple[object, str]]:
    return [(one.code, one.name) for one in found]


FORMS: dict[str, type[ChangeForm]] = {
    "add": AddForm,
    "rename": RenameForm,
    "move": MoveForm,
    "merge": MergeForm,
    "split": SplitForm,
    "dissolve": DissolveForm,
    "categorise": CategoriseForm,
    "correct": CorrectForm,
    "abolish": AbolishForm,
}
"""By the operation that the page asks for."""
