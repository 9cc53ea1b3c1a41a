"""Which decided group a machine belongs to, and whom of that group its person is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.groups import DecidedGroup, GroupMember
from chibo_desktop.domain.ids import GroupId, PersonId
from chibo_desktop.domain.text import fold
from chibo_desktop.services.enrolment import RequestView
from chibo_desktop.ui import group_words, space, tokens, words
from chibo_desktop.ui.components.choice import Choice
from chibo_desktop.ui.components.field import Field
from chibo_desktop.ui.speech import tr

EVERY = "every"


class Belonging(QWidget):
    """The group of the same id or name is offered first; `None` leaves what the machine says of itself.

    Machines for which the same group is chosen are one group in every table, what they recorded before included.
    """

    def __init__(self, view: RequestView, decided: Sequence[DecidedGroup]) -> None:
        super().__init__()
        self._view = view
        self._groups = {one.id: one for one in decided}
        own = tr("Như máy ghi: %1", view.group) if view.group else tr("Không thuộc tổ nào")
        offered = [(None, own), *((one.id, group_name(one)) for one in decided), (EVERY, tr("Mọi tổ"))]
        self._group = Choice(offered, _likely(view, decided))
        self._person = Choice([(None, tr("Người khác"))], None)
        column = space.column(self, gap=tokens.S12)
        column.addWidget(Field(tr("Tổ trong quyết định"), self._group))
        self._field = Field(tr("%1 là ai trong tổ", view.person), self._person)
        column.addWidget(self._field)
        self._group.chosen.connect(lambda _: self._offer_people())
        self._offer_people()

    @property
    def group(self) -> GroupId | None:
        """The group that was chosen."""
        value = self._group.value
        return GroupId(str(value)) if value not in (None, EVERY) else None

    @property
    def is_every(self) -> bool:
        """Whether the machine records for every group."""
        return self._group.value == EVERY

    @property
    def person(self) -> PersonId | None:
        """The member that was chosen; only with a group."""
        value = self._person.value
        return PersonId(str(value)) if value is not None and self.group is not None else None

    def choose(self, group: str | None) -> None:
        """Choose a group, as a person does."""
        self._group.set_value(group)
        self._offer_people()

    def _offer_people(self) -> None:
        group = self._groups.get(self.group) if self.group is not None else None
        members = group.members if group is not None else ()
        same = [one.id for one in members if fold(one.name) == fold(self._view.person)]
        offered = [(None, tr("Người khác")), *((one.id, _member_words(one)) for one in members)]
        self._person.set_choices(offered, same[0] if len(same) == 1 else None)
        self._field.setEnabled(bool(members))


def group_name(group: DecidedGroup) -> str:
    """A group as it is offered: with its tier and leader, for many are called by a number."""
    leader = group.leader.name if group.leader is not None else ""
    named = ", ".join(part for part in (group.name, leader) if part)
    return f"{named} ({group_words.tier(group.tier).lower()})"


def _member_words(member: GroupMember) -> str:
    return ", ".join(part for part in (member.name, words.word(member.role).lower(), member.post) if part)


def _likely(view: RequestView, decided: Sequence[DecidedGroup]) -> GroupId | None:
    """The group that the machine names by its id, else the only one of its name and tier."""
    if any(one.id == view.group_id for one in decided):
        return GroupId(view.group_id)
    same = [one.id for one in decided if fold(one.name) == fold(view.group) and one.tier in (view.tier, None)]
    return same[0] if len(same) == 1 else None
