"""The change that waits for signatures, and what else can be done about keys."""

from __future__ import annotations

from chibo_desktop.domain.wording import padded
from chibo_desktop.services.profile_proposals import ProposalView, Signer, TallyView
from chibo_desktop.ui import space, tokens
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.card import Card
from chibo_desktop.ui.components.chip import Chip, ChipLook
from chibo_desktop.ui.components.flow import Flow
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.components.notice import NoticeWords
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.key_words import difference_sentence, key_label
from chibo_desktop.ui.speech import tr


class ProposalCard(Card):
    """What would change, who has signed, and the ways to further signatures."""

    def __init__(self) -> None:
        super().__init__(gap=tokens.S12, margin=tokens.S20)
        self.setAccessibleName(tr("Đề xuất đang chờ chữ ký"))
        self._title = Label("", "heading", wrap=True)
        self._told = space.column(gap=tokens.S8)
        self.sign = Button(tr("Ký bằng một khóa gốc…"), icon=Icon.KEY)
        self.save = Button(tr("Lưu đề xuất thành tệp…"), "quiet", Icon.DOWNLOAD)
        self.take = Button(tr("Nhận chữ ký từ tệp…"), "quiet", Icon.UPLOAD)
        self.drop = Button(tr("Bỏ đề xuất…"), "quiet", Icon.CLOSE)
        self.add(self._title)
        self.body.addLayout(self._told)
        self.add(Flow(self.sign, self.save, self.take, self.drop, gap=tokens.S12))

    def show_proposal(self, view: ProposalView) -> None:
        """Show this proposal as it stands."""
        self._title.setText(tr("Đề xuất hồ sơ số %1, đang chờ chữ ký", view.version))
        while (item := self._told.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for one in view.changes:
            self._told.addWidget(Label(difference_sentence(one), wrap=True))
        self._tally(tr("Khóa gốc hiện nay"), view.old)
        if {one.name for one in view.old.signers} != {one.name for one in view.new.signers}:
            self._tally(tr("Khóa gốc mới"), view.new)

    def _tally(self, name: str, tally: TallyView) -> None:
        words = tr("%1: %2 trong %3 chữ ký cần có", name, padded(tally.signed), padded(tally.threshold))
        self._told.addWidget(Label(words, "strong", wrap=True))
        self._told.addWidget(Flow(*(Chip(_signer(one)) for one in tally.signers), gap=tokens.S8))


def _signer(one: Signer) -> ChipLook:
    label = key_label(one.label) or one.name
    if one.has_signed:
        return ChipLook(label, "ok", Icon.CHECK_CIRCLE, told=tr("%1, đã ký", label))
    return ChipLook(label, "neutral", Icon.CIRCLE, told=tr("%1, chưa ký", label))


class DeedsCard(Card):
    """What can be begun, each with one sentence on what it is for."""

    def __init__(self) -> None:
        super().__init__(gap=tokens.S12, margin=tokens.S20)
        self.setAccessibleName(tr("Việc khác về khóa"))
        self.add(Label(tr("Việc khác"), "heading"))
        self._captions: dict[Button, Label] = {}
        self.rebuild = self._deed(
            tr("Dựng lại khóa của máy này"),
            Icon.REFRESH,
            tr("Đề xuất hồ sơ ghi khóa mới của máy này; cần đủ khóa gốc."),
        )
        self.change = self._deed(
            tr("Thay đổi hồ sơ…"),
            Icon.PEN,
            tr("Tên văn phòng; thay khóa cấp giấy, thu hồi, đọc gói; phần không chuyển."),
        )
        self.unlock = self._deed(
            tr("Mở khóa cho máy quên mật khẩu…"),
            Icon.UNLOCK,
            tr("Nhận tệp xin mở khóa của tổ, nghe đọc 15 số, trả tệp."),
        )
        self.lend = self._deed(
            tr("Mở gói bằng khóa mở lại…"), Icon.BOX, tr("Khi máy cũ của văn phòng hỏng: khóa chỉ dùng cho lần này.")
        )
        self.card = self._deed(
            tr("Nhận thẻ mới nhất…"),
            Icon.FILE,
            tr("Khi sổ khôi phục từ bản cũ: lấy lại hồ sơ từ thẻ của một máy khác."),
        )

    def _deed(self, words: str, icon: Icon, told: str) -> Button:
        button = Button(words, "", icon)
        self._captions[button] = Label(told, "caption", wrap=True)
        self.add(button, self._captions[button])
        return button

    def show_state(self, *, has_proposal: bool, is_ready: bool) -> None:
        """One proposal at a time; rebuilding only where a machine was set up from paper."""
        self.change.setEnabled(not has_proposal and is_ready)
        self.rebuild.setEnabled(not has_proposal and not is_ready)
        for widget in (self.rebuild, self._captions[self.rebuild]):
            widget.setVisible(not is_ready)
        self.unlock.setEnabled(is_ready)


def proposal_words(view: ProposalView) -> NoticeWords:
    """What became of a proposal: it is the profile, or it still lacks signatures."""
    if view.applied:
        text = tr("Máy của tổ nhận hồ sơ mới cùng giấy báo nhận lần tới.")
        return NoticeWords(tr("Hồ sơ văn phòng nay là số %1.", view.version), text)
    missing = padded(max(view.old.missing, view.new.missing))
    title = tr("Đề xuất hồ sơ số %1 đang chờ chữ ký.", view.version)
    return NoticeWords(title, tr("Còn thiếu %1 chữ ký. Hồ sơ đang dùng chưa đổi.", missing))
