"""Work in steps that can be watched and stopped: each step has its line, the running one its bar."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from chibo_desktop.ui import space, tokens
from chibo_desktop.ui.components.banner import Banner
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.label import IconLabel, Label
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.speech import announce, tr

_STATES = {
    "waiting": (Icon.CIRCLE, "strong"),
    "running": (Icon.CLOCK, "focus"),
    "done": (Icon.CHECK_CIRCLE, "ok"),
    "failed": (Icon.OCTAGON, "err"),
}


class StepList(QWidget):
    """`steps`: (key, words) in order. `cancel_requested` when *Dừng lại* is pressed.

    `warning` and `stop_note` stand above and below the stop button; all three only while `set_running(True)`.
    """

    cancel_requested = Signal()

    def __init__(self, steps: Sequence[tuple[str, str]], stop_note: str = "", warning: str = "") -> None:
        super().__init__()
        column = space.column(self, gap=tokens.S12)
        self._steps: dict[str, _Step] = {}
        for key, words in steps:
            self._steps[key] = _Step(words)
            column.addWidget(self._steps[key])
        self.stop = Button(tr("Dừng lại"), icon=Icon.CLOSE)
        self.stop.clicked.connect(self.cancel_requested)
        self.note = Label(stop_note, "caption", wrap=True)
        self.warning = Banner("warn", warning, icon=Icon.OCTAGON)
        column.addSpacing(tokens.S4)
        column.addWidget(self.warning)
        column.addWidget(self.stop)
        column.addWidget(self.note)
        self.set_running(False)

    def set_running(self, running: bool) -> None:
        """Show the stop button and its note only while something can be stopped."""
        self.stop.setVisible(running)
        self.warning.setVisible(running and bool(self.warning.told))
        self.note.setVisible(running and bool(self.note.text()))

    def begin(self, key: str) -> None:
        """This step runs now; every step before it is done."""
        for name, step in self._steps.items():
            if name == key:
                break
            step.set_state("done")
        self._steps[key].set_state("running")
        announce(self, self._steps[key].words)

    def finish(self, key: str, fact: str = "") -> None:
        """This step is done; `fact` stands below it: `KINGSTON (E:), còn trống 6,2 GB`."""
        self._steps[key].set_state("done")
        self._steps[key].set_fact(fact)

    def name(self, key: str, words: str) -> None:
        """Call the step something else: what was to be written is now said to be written."""
        self._steps[key].set_words(words)

    def fail(self, key: str, fact: str = "") -> None:
        """This step failed; the banner of the page says what is safe and what to do."""
        self._steps[key].set_state("failed")
        self._steps[key].set_fact(fact)

    def set_progress(self, key: str, done: int, total: int, words: tuple[str, str] = ("", "")) -> None:
        """How far the step is; `words`: left and right below the bar, `4,1 / 6,6 MB`, `còn khoảng 10 giây`."""
        self._steps[key].set_progress(done, total, words)

    def reset(self) -> None:
        """All steps wait again."""
        for step in self._steps.values():
            step.set_state("waiting")
            step.set_fact("")

    def state(self, key: str) -> str:
        """waiting, running, done or failed."""
        return self._steps[key].state


class _Step(QWidget):
    def __init__(self, words: str) -> None:
        super().__init__()
        self.words = words
        self.state = "waiting"
        self._icon = IconLabel(*_STATES["waiting"], tokens.ICON_BANNER)
        self._words = Label(words, "second")
        self._fact = Label("", "caption", wrap=True)
        self._bar = QProgressBar()
        self._bar.setProperty("look", "running")
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(words)
        self._left, self._right = Label("", "muted"), Label("", "muted")
        lines = space.column()
        below = space.row()
        space.put(below, self._left, None, self._right)
        lines.addWidget(self._words)
        lines.addWidget(self._fact)
        self._progress = QWidget()
        bar = space.column(self._progress, (0, tokens.S4, 0, 0), tokens.S4)
        bar.addWidget(self._bar)
        bar.addLayout(below)
        lines.addWidget(self._progress)
        whole = space.row(self, gap=tokens.S12)
        mark = space.column(margins=(0, 2, 0, 0))
        mark.addWidget(self._icon)
        mark.addStretch(1)
        whole.addLayout(mark)
        whole.addLayout(lines, 1)
        self.set_state("waiting")
        self.set_fact("")

    def set_state(self, state: str) -> None:
        self.state = state
        self._icon.set_icon(*_STATES[state])
        self._words.setProperty("look", "second" if state == "waiting" else "strong")
        self._words.style().unpolish(self._words)
        self._words.style().polish(self._words)
        self._progress.hide()

    def set_words(self, words: str) -> None:
        self.words = words
        self._words.setText(words)
        self._bar.setAccessibleName(words)

    def set_fact(self, fact: str) -> None:
        self._fact.setText(fact)
        self._fact.setVisible(bool(fact))

    def set_progress(self, done: int, total: int, words: tuple[str, str]) -> None:
        self._progress.show()
        # Qt counts in 32 bits: thousandths serve every size
        self._bar.setRange(0, 1000)
        self._bar.setValue(min(1000, done * 1000 // total) if total else 0)
        self._left.setText(words[0])
        self._right.setText(words[1])
