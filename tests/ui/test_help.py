import re
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QTextDocument
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from chibo_desktop.ui import handbook
from chibo_desktop.ui.help import HelpPage
from tests.ui.walkers import settle

CHAPTERS = sorted(path.stem for path in handbook.FOLDER.glob("*.md"))
LINK = r"(!?)\[([^\]]*)\]\(([^)]+)\)"


def links_of(text: str) -> list[tuple[bool, str, str]]:
    return [(mark == "!", words, address) for mark, words, address in re.findall(LINK, text)]


def test_the_contents_name_every_chapter_once() -> None:
    named = [chapter.key for part in handbook.parts() for chapter in part.chapters]
    assert sorted(named) == CHAPTERS
    assert all(chapter.title for part in handbook.parts() for chapter in part.chapters)


def test_every_page_has_a_chapter() -> None:
    source = Path(handbook.__file__).parent
    keys = {
        key
        for path in source.rglob("*.py")
        for key in re.findall(r'help_key(?:: str)? = "([a-z_]+)"', path.read_text())
    }
    assert keys - {"help"} <= set(CHAPTERS)


@pytest.mark.parametrize("key", CHAPTERS)
def test_links_lead_to_chapters_and_pictures_are_there_and_described(key: str) -> None:
    for is_picture, words, address in links_of(handbook.text_of(key)):
        assert words, address
        assert handbook.picture_at(address) if is_picture else handbook.chapter_at(address), address


def test_no_picture_lies_there_for_nothing() -> None:
    shown = {address for key in CHAPTERS for is_picture, _, address in links_of(handbook.text_of(key)) if is_picture}
    assert {f"pictures/{path.name}" for path in (handbook.FOLDER / "pictures").glob("*.png")} == shown


@pytest.mark.parametrize(
    "address", ["../words/x.md", "/etc/passwd", "http://x/y.md", "unknown.md", "//server/share.md"]
)
def test_other_addresses_lead_nowhere(address: str) -> None:
    assert handbook.chapter_at(address) is None
    assert handbook.picture_at(address.replace(".md", ".png")) is None


@pytest.fixture
def page(qtbot: QtBot) -> Any:
    made: Any = HelpPage("receive")
    qtbot.addWidget(made)
    made.resize(1260, 700)
    made.show()
    settle()
    return made


def test_it_opens_at_the_chapter_of_the_page(page: Any) -> None:
    assert page._contents.current == "receive"
    assert page._text.document().firstBlock().text() == "Nhận gói tin"
    page.open_chapter("no_such_chapter")
    assert page._contents.current == handbook.FIRST


def test_chapters_are_chosen_by_arrows_and_by_links(page: Any) -> None:
    page._contents.list.setFocus()
    QTest.keyClick(page._contents.list, Qt.Key.Key_Down)
    assert page._contents.current == "conflicts"
    assert page._text.document().firstBlock().text() == handbook.text_of("conflicts").split("\n")[0].removeprefix("# ")
    page._text._follow(QUrl("machines.md"))
    assert page._contents.current == "machines"
    page._text._follow(QUrl("https://example.org"))
    assert page._contents.current == "machines"


def test_nothing_but_own_pictures_is_loaded(page: Any) -> None:
    kind = QTextDocument.ResourceType.ImageResource.value
    assert page._text.loadResource(kind, QUrl("pictures/../../icons/back.svg")) is None
    assert page._text.loadResource(kind, QUrl("file:///etc/passwd")) is None
    assert page._text.loadResource(QTextDocument.ResourceType.StyleSheetResource.value, QUrl("pictures/a.png")) is None
