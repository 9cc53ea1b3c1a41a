"""The tables of words: complete, in order, in the right form."""

from __future__ import annotations

import ast
import enum
import re
import unicodedata
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from chibo_desktop.domain import organisations, people, plans, visits
from chibo_desktop.domain.outcomes import Cancelled, Fault, Refusal
from chibo_desktop.domain.visits import SessionKind, VisitState
from chibo_desktop.ui import messages, sentences, words
from chibo_desktop.ui.speech import tr
from tests.ui.walkers import BANNED, unsafe_default

UI = Path(messages.__file__).parent
SOURCES = sorted(UI.rglob("*.py"))
FULL = [f"giá trị {number}" for number in range(1, 6)]


def test_all_messages_are_there() -> None:
    assert list(messages.MESSAGES) == [f"M{number:02d}" for number in range(1, 29)]


@pytest.mark.parametrize("code", list(messages.MESSAGES))
def test_each_message_says_what_is_safe_and_what_to_do(code: str) -> None:
    message = messages.MESSAGES[code]
    assert message.title.endswith((".", "?"))
    assert message.text.endswith((".", "%3"))
    assert 1 <= len(message.buttons) <= (3 if message.kind == "dialog" else 2)
    whole = f"{message.title} {message.text} {' '.join(message.buttons)}"
    assert "!" not in whole
    assert not {"Có", "Không", "OK"} & set(message.buttons)
    assert unicodedata.is_normalized("NFC", whole)
    assert set(message.danger) <= set(message.buttons[1:])
    places = sorted({int(found) for found in re.findall(r"%(\d)", whole)})
    assert places == list(range(1, len(places) + 1))


@pytest.mark.parametrize("code", [c for c, m in messages.MESSAGES.items() if m.kind == "dialog"])
def test_the_safe_answer_of_each_dialog_is_its_default(code: str, qtbot: QtBot) -> None:
    dialog = sentences.dialog(code, *FULL)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    assert unsafe_default(dialog) == []
    assert dialog.answer == dialog.safe.text(), "Esc answers with the safe one"


@pytest.mark.parametrize("code", [c for c, m in messages.MESSAGES.items() if m.kind == "banner"])
def test_each_banner_can_be_made(code: str, qtbot: QtBot) -> None:
    banner = sentences.banner(code, *FULL)
    qtbot.addWidget(banner)
    assert "%" not in banner.told
    assert all("%" not in button.text() for button in banner.buttons)


@pytest.mark.parametrize("code", [c for c, m in messages.MESSAGES.items() if m.kind == "notice"])
def test_each_notice_can_be_made(code: str) -> None:
    notice = sentences.notice(code, *FULL, on_action=lambda: None)
    assert "%" not in notice.title + notice.text


def test_a_message_is_not_shown_in_another_form() -> None:
    with pytest.raises(ValueError, match="M03"):
        sentences.banner("M03", *FULL)


def test_values_are_not_read_as_places() -> None:
    assert tr("Mục %1/%2", "%2", "b") == "Mục %2/b"


def test_every_reason_has_its_line_and_its_message() -> None:
    for code in sentences.REASONS:
        assert sentences.reason(code)
        assert sentences.explanation(code) in messages.MESSAGES
    assert sentences.explanation("E_SIGNER") == "M15"
    assert sentences.explanation("E_LINES") == "M16"


def test_every_failure_gets_a_sentence() -> None:
    assert sentences.of_failure(Cancelled())[0] == "Đã dừng lại."
    assert sentences.of_failure(Refusal("E_SIG"))[0].startswith("Chữ ký không đúng")
    assert "NOBODY_KNOWS" in sentences.of_failure(Fault("NOBODY_KNOWS"))[1]


def test_every_state_of_a_visit_has_its_chip() -> None:
    chips = {state: sentences.state_chip(state) for state in VisitState}
    assert chips[VisitState.PACKED].outlined
    assert not chips[VisitState.RECEIVED].outlined
    assert len({chip.word for chip in chips.values()}) == len(chips)
    assert all(chip.icon for chip in chips.values())


def test_every_enum_of_the_domain_has_its_words() -> None:
    for module in (visits, people, organisations, plans):
        for name, kind in vars(module).items():
            if isinstance(kind, type) and issubclass(kind, enum.StrEnum) and kind is not enum.StrEnum:
                if kind is VisitState:
                    continue
                assert set(words.WORDS[name]) == {value.value for value in kind}, name
    assert words.word(SessionKind.REGULAR) == "Định kỳ"
    assert [word for _, word in words.choices(SessionKind)][1] == "Chuyên đề"


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
def test_sentences_are_literals_in_nfc_without_words_of_computers(source: Path) -> None:
    tree = ast.parse(source.read_text(encoding="utf-8"))
    tables = ("sentences.py", "words.py", "speech.py")  # these translate from their tables
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "tr":
            sentence = node.args[0]
            assert not isinstance(sentence, ast.JoinedStr | ast.BinOp), f"{source.name}:{node.lineno}"
            if not source.name.endswith(tables):
                if not isinstance(sentence, ast.Constant):
                    continue  # looked up in a table of literals
                assert len(set(re.findall(r"%\d", str(sentence.value)))) <= len(node.args) - 1, (
                    f"{source.name}:{node.lineno}"
                )
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            assert unicodedata.is_normalized("NFC", node.value), f"{source.name}:{node.lineno}"
            spoken = not node.value.isascii()
            assert not (spoken and BANNED.search(node.value)), f"{source.name}:{node.lineno}"


@pytest.mark.parametrize("source", [s for s in SOURCES if s.name != "tokens.py"], ids=lambda path: path.name)
def test_colours_are_named_in_one_file(source: Path) -> None:
    assert not re.search(r"#[0-9A-Fa-f]{6}\b", source.read_text(encoding="utf-8"))
