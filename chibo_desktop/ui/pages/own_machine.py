"""What a group does with its own machine: show its request as letters and QR, give it a new key, share it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication, QTextOption
from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.outcomes import Outcome
from chibo_desktop.domain.people import Person
from chibo_desktop.domain.wording import padded, short_date
from chibo_desktop.services import enrolment, own_keys, sharing
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.enrolment import RequestFile
from chibo_desktop.services.machines import CertificateState, OwnStanding
from chibo_desktop.services.own_keys import Rotated
from chibo_desktop.ui import space, tokens
from chibo_desktop.ui.components.banner import Banner, BannerArea
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.choice import Choice
from chibo_desktop.ui.components.dialog import Dialog
from chibo_desktop.ui.components.field import Field
from chibo_desktop.ui.components.flow import Flow
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.components.qr_view import QrView
from chibo_desktop.ui.components.text_input import LineInput, TextInput
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.pages.settings_cards import SettingsCard
from chibo_desktop.ui.speech import tr


def standing_words(standing: OwnStanding) -> tuple[str, str]:
    """How this machine stands with its office, in a sentence with its date, and the tint."""
    day = short_date(standing.until)
    if standing.state is CertificateState.REVOKED:
        told = tr("Máy này đã bị báo mất. Biên bản vẫn ghi được; đổi khóa rồi xin đăng ký lại bằng 15 số.")
        return told, "err"
    if standing.state is CertificateState.ENDED:
        told = tr("Giấy chứng nhận hết hạn ngày %1. Vẫn ghi và gửi được; gói sắp tới tự xin gia hạn.", day)
        return told, "warn"
    if standing.state is CertificateState.ENDING:
        told = tr("Giấy chứng nhận còn %1 ngày, đến ngày %2. Gói sắp tới tự xin gia hạn.", padded(standing.days), day)
        return told, "warn"
    return tr("Đã đăng ký với %1, đến ngày %2.", standing.office, day), ""


def remind_of_certificate(banners: BannerArea, standing: OwnStanding | None) -> None:
    """Remind while the certificate ends soon, has ended, or the machine was given up; nothing is ever stopped by it."""
    key = "certificate"
    if standing is None or standing.state is CertificateState.VALID:
        banners.take(key)
    elif not banners.shows(key):
        lost = standing.state is CertificateState.REVOKED
        title = tr("Máy này đã bị báo mất.") if lost else tr("Giấy chứng nhận của máy này cần gia hạn.")
        banners.put(key, Banner("warn", title, standing_words(standing)[0], [tr("Để sau")]))


class RequestDialog(Dialog):
    """The request as a QR and as letters, to be pasted into a message or typed; never beside its fifteen digits."""

    paper_requested = Signal()

    def __init__(self, request: RequestFile, parent: QWidget) -> None:
        super().__init__(
            tr("Phiếu xin đăng ký của máy này"),
            tr("Văn phòng đọc mã QR, hoặc dán dòng chữ dưới đây. 15 số chỉ đọc qua điện thoại, không gửi cùng phiếu."),
            (tr("Đóng"),),
            parent=parent,
        )
        self.code = QrView(tr("Mã QR của phiếu"))
        self.code.show_modules(enrolment.qr_of(request))
        self.text = TextInput(request.text, lines=(2, 4))
        self.text.setReadOnly(True)
        self.text.setWordWrapMode(QTextOption.WrapMode.WrapAnywhere)
        self.copy = Button(tr("Chép dòng chữ"), icon=Icon.COPY)
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(request.text))
        self.body.addWidget(self.code)
        self.body.addWidget(Field(tr("Nội dung phiếu"), self.text))
        self.print = Button(tr("In phiếu, lưu PDF…"), icon=Icon.PRINTER)
        self.print.clicked.connect(self._ask_for_paper)
        self.body.addWidget(Flow(self.copy, self.print, gap=tokens.S12))

    def _ask_for_paper(self) -> None:
        self.accept()
        self.paper_requested.emit()


class RotateDialog(Dialog):
    """Says what a new key means before it is made."""

    def __init__(self, parent: QWidget) -> None:
        self.do = tr("Đổi khóa")
        super().__init__(
            tr("Đổi khóa của máy này?"),
            tr(
                "Nên đổi khi nghi có người đã chép máy này. Biên bản đã ký vẫn giữ giá trị; khóa cũ xác nhận khóa mới "
                "nên không cần đọc lại 15 số. Gói sắp tới mang giấy đổi khóa cho văn phòng."
            ),
            (tr("Giữ khóa cũ"), self.do),
            parent=parent,
        )


class SharedCard(SettingsCard):
    """Who works at this machine now, and who else may; the office agrees with the next packet."""

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__(tr("Nhiều người cùng dùng máy"))
        self._desk, self._jobs = desk, jobs
        hint = tr("Người đang chọn là người ghi của biên bản. Thêm người thì gói sắp tới xin văn phòng chấp thuận.")
        self.working = Choice([])
        self.name = LineInput(limit=300)
        self.post = LineInput(limit=300)
        self._name = Field(tr("Họ tên người cùng dùng"), self.name)
        self.more = Button(tr("Thêm người"), icon=Icon.PLUS)
        self.key = Button(tr("Đổi khóa của máy…"), "quiet", Icon.KEY)
        for field in (self.working, self.name, self.post):
            space.fix(field, max_width=440)
        self.add(
            Label(hint, "second", wrap=True),
            Field(tr("Người đang ghi"), self.working),
            self._name,
            Field(tr("Chức vụ"), self.post),
            Flow(self.more, self.key, gap=tokens.S12),
            self.said,
        )
        self.working.activated.connect(lambda _: self._work())
        self.more.clicked.connect(self._add)
        self.key.clicked.connect(self._ask_key)
        self.ask_key = self._key_dialog

    def refresh(self) -> None:
        me = self._desk.me
        people: list[tuple[object, str]] = [
            (person.id, ", ".join(one for one in (person.name, person.post) if one)) for person in me.people
        ]
        self.working.set_choices(people, me.author.id)

    def _work(self) -> None:
        person = self.working.value
        chosen = next((one.id for one in self._desk.me.people if one.id == person), None)
        if chosen is not None:
            self._jobs.submit(partial(sharing.work_as, self._desk, chosen), self._working, self.refuse)

    def _working(self, outcome: Outcome[Person]) -> None:
        self.tell(tr("Người đang ghi: %1.", outcome.value.name), "ok")
        self.did.emit("", "", outcome.changes)

    def _add(self) -> None:
        name = self.name.words().strip()
        self._name.set_trouble("" if name else tr("Cần gõ họ tên."))
        if name:
            post = self.post.words().strip()
            self._jobs.submit(partial(sharing.add_person, self._desk, name, post), self._added, self.refuse)

    def _added(self, outcome: Outcome[Person]) -> None:
        self.name.clear()
        self.post.clear()
        self.refresh()
        self.tell(tr("Đã thêm %1. Biên bản người này ghi chờ văn phòng chấp thuận.", outcome.value.name), "ok")
        self.did.emit("", "", outcome.changes)

    def _ask_key(self) -> None:
        if self.ask_key():
            self._jobs.submit(partial(own_keys.rotate, self._desk), self._rotated, self.refuse)

    def _key_dialog(self) -> bool:
        dialog = RotateDialog(self)
        return dialog.ask() == dialog.do

    def _rotated(self, outcome: Outcome[Rotated]) -> None:
        self.tell(tr("Đã đổi khóa. Hãy đóng gói để văn phòng nhận khóa mới."), "ok")
        self.did.emit("", "", outcome.changes)
