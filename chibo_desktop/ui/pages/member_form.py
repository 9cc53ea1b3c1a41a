"""One member of a group, opened for typing: found in the directory, or somebody new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal

from chibo_desktop.domain.groups import GroupMember, Post
from chibo_desktop.services import people
from chibo_desktop.services.people import KnownPerson
from chibo_desktop.ui import space, tokens, words
from chibo_desktop.ui.components.choice import Choice
from chibo_desktop.ui.components.completer import CompleterInput
from chibo_desktop.ui.components.field import Field
from chibo_desktop.ui.components.row_editor import RowEditor
from chibo_desktop.ui.components.text_input import LineInput
from chibo_desktop.ui.speech import tr

_ROLE_WIDTH = 150


class MemberForm(RowEditor):
    """`edited` after every change; `member` is the row as it stands. Choosing somebody takes his id, name and post."""

    edited = Signal()

    def __init__(self, member: GroupMember, number: int, known: Sequence[KnownPerson]) -> None:
        super().__init__(f"{number}", tr("Người thứ %1 của tổ", number))
        self._first_row = self._member = member
        self._known = known
        self._by_words = {_offer(one): one for one in known}
        self.name = CompleterInput(tuple(self._by_words), member.name, tr("Gõ tên, không cần dấu"))
        self.post = LineInput(member.post)
        self.role = Choice(words.choices(Post), member.role)
        self.name_field = Field(tr("Họ và tên"), self.name)
        role = Field(tr("Trong tổ"), self.role)
        space.fix(role, width=_ROLE_WIDTH)
        line = space.row(gap=tokens.S12)
        line.addWidget(self.name_field, 1)
        line.addWidget(role)
        self.body.addLayout(line)
        self.body.addWidget(Field(tr("Chức vụ"), self.post))
        self.set_first(self.name)
        self.name.picked.connect(self._pick)
        self.name.text_changed_settled.connect(lambda _: self._typed())
        self.name.text_committed.connect(lambda _: self._typed())
        self.post.text_changed_settled.connect(lambda _: self._typed())
        self.post.text_committed.connect(lambda _: self._typed())
        self.role.chosen.connect(lambda _: self._typed())

    @property
    def member(self) -> GroupMember:
        """The row as it stands on the screen; of a word being composed nothing."""
        role = self.role.value
        return replace(
            self._member,
            name=self._member.name if self.name.composing else self.name.words(),
            post=self._member.post if self.post.composing else self.post.words(),
            role=role if isinstance(role, Post) else Post.MEMBER,
        )

    @property
    def before(self) -> GroupMember:
        """The row as it was when it was opened."""
        return self._first_row

    def _pick(self, offered: str) -> None:
        one = self._by_words.get(offered)
        if one is not None:
            self._member = replace(self._member, id=one.id)
            self.name.set_words(one.name)
            self.post.set_words(one.post or self.post.words())
            self._typed()

    def _typed(self) -> None:
        name = self.name.words()
        if name in self._by_words:
            return  # an offer that is about to be taken
        self._hint(name)
        self.edited.emit()

    def _hint(self, name: str) -> None:
        """Who bears nearly that name and is another person so far."""
        others = [one for one in people.alike(self._known, name) if self._member.id not in (one.id, *one.ids)]
        names = ", ".join(dict.fromkeys(_offer(one) for one in others[:2]))
        told = tr("Trong danh bạ có %1. Nếu là người đó, hãy chọn trong danh sách hiện ra khi gõ.", names)
        self.name_field.set_hint(told if names else "", "warn")


def _offer(one: KnownPerson) -> str:
    """How somebody is offered: enough to tell two people of one name apart."""
    place = next(iter((*one.groups, *one.cells)), "")
    return ", ".join(part for part in (one.name, one.post, place) if part)
