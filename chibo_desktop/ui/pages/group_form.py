"""One group of a decision, open for typing: its name and tier, the organisations that it is assigned, its members."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.groups import DecidedGroup, GroupMember, Post
from chibo_desktop.domain.ids import OrganisationId
from chibo_desktop.domain.people import Tier
from chibo_desktop.services import people
from chibo_desktop.services.group_views import UnitName
from chibo_desktop.services.people import KnownPerson
from chibo_desktop.ui import group_words, space, tokens, words
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.card import Card
from chibo_desktop.ui.components.completer import CompleterInput
from chibo_desktop.ui.components.field import Field
from chibo_desktop.ui.components.flow import Flow
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.components.rows_model import Column, RowsModel
from chibo_desktop.ui.components.segmented import Segmented
from chibo_desktop.ui.components.table import Table, TableCard
from chibo_desktop.ui.components.text_input import LineInput
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.pages.member_form import MemberForm
from chibo_desktop.ui.speech import tr


@dataclass(frozen=True, slots=True)
class Directory:
    """What can be chosen from: people, and the organisations of the day."""

    people: tuple[KnownPerson, ...] = ()
    units: tuple[UnitName, ...] = ()


class GroupForm(QWidget):
    """`edited` after every change; `group` is what stands on the screen. `new_member` makes somebody with a new id."""

    edited = Signal()
    removal_requested = Signal()

    def __init__(self, new_member: Callable[[], GroupMember]) -> None:
        super().__init__()
        self._new_member = new_member
        self._group = DecidedGroup("", "")  # type: ignore[arg-type] - nothing is open yet
        self._directory = Directory()
        self._names: dict[OrganisationId, UnitName] = {}
        self._offers: dict[str, OrganisationId] = {}
        self._form: MemberForm | None = None
        self._build()
        self._connect()

    def _build(self) -> None:
        column = space.column(self, gap=tokens.S16)
        column.addWidget(self._head())
        self.units = Table(units_model(self._unit), tr("Tổ chức được giao"))
        self.add_unit = CompleterInput((), "", tr("Gõ tên tổ chức, không cần dấu"))
        self.drop_unit = Button(tr("Bỏ tổ chức đang chọn"), "quiet", Icon.TRASH, small=True)
        told = tr("Giao một tổ chức là giao cả các chi bộ bên dưới.")
        column.addWidget(Label(tr("Tổ chức được giao"), "heading"))
        column.addWidget(TableCard(self.units))
        column.addWidget(Field(tr("Thêm tổ chức"), self.add_unit, told))
        column.addWidget(Flow(self.drop_unit, gap=tokens.S12))
        column.addWidget(Label(tr("Người trong tổ"), "heading"))
        self.members = Table(members_model(), tr("Người trong tổ"))
        column.addWidget(TableCard(self.members))
        self.add_member = Button(tr("Thêm người"), icon=Icon.PLUS, small=True)
        self.drop_member = Button(tr("Bỏ người đang chọn"), "quiet", Icon.TRASH, small=True)
        self.drop_group = Button(tr("Bỏ tổ này khỏi quyết định"), "quiet", Icon.TRASH, small=True)
        column.addWidget(Flow(self.add_member, self.drop_member, self.drop_group, gap=tokens.S12))
        column.addStretch(1)

    def _head(self) -> Card:
        card = Card(gap=tokens.S12)
        self.name = LineInput(placeholder=tr("Tổ số 01"))
        tiers = [*words.choices(Tier), (None, group_words.NO_TIER)]
        self.tier = Segmented(tiers, None, small=True)
        card.add(Field(tr("Tên tổ"), self.name), Field(tr("Cấp"), self.tier))
        return card

    def _connect(self) -> None:
        self.name.text_changed_settled.connect(lambda _: self.edited.emit())
        self.name.text_committed.connect(lambda _: self.edited.emit())
        self.tier.chosen.connect(lambda _: self.edited.emit())
        self.add_unit.picked.connect(self._assign)
        self.drop_unit.clicked.connect(lambda: self._unassign(self.units.currentIndex().row()))
        self.units.row_removal_requested.connect(self._unassign)
        self.members.row_opened.connect(lambda _: self._open(self.members.currentIndex().row()))
        self.members.new_row_requested.connect(self._add)
        self.members.row_removal_requested.connect(self._drop)
        self.members.row_move_requested.connect(self._move)
        self.add_member.clicked.connect(self._add)
        self.drop_member.clicked.connect(lambda: self._drop(self.members.currentIndex().row()))
        self.drop_group.clicked.connect(self.removal_requested)

    # what the page calls

    def show_group(self, group: DecidedGroup, directory: Directory) -> None:
        """Open a group; nothing is told."""
        self._close_form()
        self._group = group
        if directory is not self._directory:
            self._directory = directory
            self._names = {one.id: one for one in directory.units}
            self._offers = {_offered(one): one.id for one in directory.units}
            self.add_unit.set_names(tuple(self._offers))
        self.name.set_words(group.name)
        self.tier.set_value(group.tier)
        self._show_units()
        self._show_members()

    def leave(self) -> None:
        """Take in what is being typed."""
        self.name.commit()
        self._close_form()

    @property
    def group(self) -> DecidedGroup:
        """The group as it stands on the screen."""
        tier = self.tier.value
        name = self._group.name if self.name.composing else self.name.words()
        return replace(self._group, name=name, tier=tier if isinstance(tier, Tier) else None)

    @property
    def is_composing(self) -> bool:
        """Is a word being composed?"""
        return self.name.composing or (self._form is not None and self._form.is_composing())

    # organisations

    def _unit(self, id_: OrganisationId) -> UnitName:
        return self._names.get(id_, UnitName(id_, "", stands=False))

    def _show_units(self) -> None:
        self.units.rows_model.set_rows(self._group.organisations)
        self.drop_unit.setVisible(bool(self._group.organisations))

    def _assign(self, offered: str) -> None:
        id_ = self._offers.get(offered)
        self.add_unit.set_words("")
        if id_ is not None and id_ not in self._group.organisations:
            self._group = replace(self.group, organisations=(*self._group.organisations, id_))
            self._show_units()
            self.edited.emit()

    def _unassign(self, place: int) -> None:
        kept = self._group.organisations
        if 0 <= place < len(kept):
            self._group = replace(self.group, organisations=(*kept[:place], *kept[place + 1 :]))
            self._show_units()
            self.units.choose(min(place, len(kept) - 2))
            self.edited.emit()

    # members

    def _show_members(self) -> None:
        self.members.rows_model.set_rows(self._group.members)
        self.drop_member.setVisible(bool(self._group.members))

    def _set_members(self, members: Sequence[GroupMember], current: int) -> None:
        self._group = replace(self.group, members=tuple(members))
        self._show_members()
        self.members.choose(current)
        self.edited.emit()

    def _add(self) -> None:
        self._close_form()
        member = self._new_member()
        has_leader = any(one.role is Post.LEADER for one in self._group.members)
        fresh = member if has_leader else replace(member, role=Post.LEADER)
        self._set_members((*self._group.members, fresh), len(self._group.members))
        self._open(len(self._group.members) - 1)

    def _open(self, place: int) -> None:
        if not 0 <= place < len(self._group.members):
            return
        self._close_form()
        form = MemberForm(self._group.members[place], place + 1, self._directory.people)
        self._form = form
        form.edited.connect(lambda: self._take(place))
        form.finished.connect(self._finish)
        form.cancelled.connect(self._cancel)
        self.members.open_editor(place, form)

    def _take(self, place: int) -> None:
        """What is typed in the open row counts at once, but the row stays open."""
        if self._form is not None and place < len(self._group.members):
            members = list(self._group.members)
            members[place] = self._form.member
            self._group = replace(self.group, members=tuple(members))
            self.edited.emit()

    def _finish(self) -> None:
        """Ctrl+Enter: the next row, or a new one after the last."""
        place = self.members.edited
        self._close_form()
        if place + 1 < len(self._group.members):
            self._open(place + 1)
        elif self._group.members and self._group.members[-1].name:
            self._add()

    def _cancel(self) -> None:
        """Esc: the row as it was; one that was only begun goes."""
        place, form = self.members.edited, self._form
        self._form = None
        self.members.close_editor()
        if form is not None and place >= 0:
            members = list(self._group.members)
            members[place : place + 1] = [form.before] if form.before.name else []
            self._set_members(members, min(place, len(members) - 1))

    def _close_form(self) -> None:
        """The open row is left: somebody of quite another name is somebody else."""
        form, place = self._form, self.members.edited
        self._form = None
        if form is None or place < 0:
            return
        member = form.member
        self.members.close_editor()
        members = list(self._group.members)
        members[place : place + 1] = [self._as_left(form.before, member)] if member.name.strip() else []
        if tuple(members) != self._group.members:
            self._group = replace(self.group, members=tuple(members))
            self.edited.emit()
        self._show_members()
        self.members.choose(min(place, len(members) - 1))

    def _drop(self, place: int) -> None:
        self._close_form()
        members = list(self._group.members)
        if 0 <= place < len(members):
            del members[place]
            self._set_members(members, min(place, len(members) - 1))

    def _move(self, place: int, step: int) -> None:
        self._close_form()
        members = list(self._group.members)
        if 0 <= place + step < len(members):
            members[place], members[place + step] = members[place + step], members[place]
            self._set_members(members, place + step)

    def _as_left(self, before: GroupMember, member: GroupMember) -> GroupMember:
        """A row that named one person and names quite another one now is about somebody new."""
        if before.id == member.id and before.name and not people.is_same_name(before.name, member.name):
            return replace(member, id=self._new_member().id)
        return member


def _offered(unit: UnitName) -> str:
    return ", ".join((unit.name, *unit.superiors))


def units_model(unit_of: Callable[[OrganisationId], UnitName]) -> RowsModel[OrganisationId]:
    """One line for each organisation, with its superiors below its name."""

    def name(id_: OrganisationId) -> str:
        unit = unit_of(id_)
        return unit.name or tr("Không có trong danh mục vào ngày này (%1)", id_)

    return RowsModel(
        [Column(tr("Tổ chức"), name, second=lambda id_: ", ".join(unit_of(id_).superiors), look="medium")],
        lambda id_: ", ".join((name(id_), *unit_of(id_).superiors)),
    )


def members_model() -> RowsModel[GroupMember]:
    """One line for each member."""
    nameless = tr("(chưa ghi tên)")
    columns: list[Column[GroupMember]] = [
        Column(tr("Họ và tên"), lambda row: row.name or nameless, second=lambda row: row.post, look="medium"),
        Column(tr("Trong tổ"), lambda row: words.word(row.role), width=132, look="second"),
    ]

    def spoken(row: GroupMember) -> str:
        return ", ".join(part for part in (row.name or nameless, words.word(row.role), row.post) if part)

    return RowsModel(columns, spoken)
