"""Every code that any room raises has its words, and the words get all the data that they name."""

import ast
import string
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import chibo_desktop
from chibo_desktop.packets.codes import Code
from chibo_desktop.packets.stick import StickFault
from chibo_desktop.storage import faults
from chibo_desktop.ui.failures import FAILURES, REASONS, failure_sentence

PACKAGE = Path(chibo_desktop.__file__).parent
ENUMS = {"Code": Code, "StickFault": StickFault}


@dataclass(frozen=True)
class Raised:
    """A place where a failure is made: its code and the names of its data."""

    place: str
    code: str
    data: frozenset[str]


def raised() -> Iterator[Raised]:
    """Every ``Refusal(...)`` and ``Fault(...)`` whose code stands in the source; others pass a code on."""
    for source in sorted(PACKAGE.rglob("*.py")):
        tree = ast.parse(source.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"Refusal", "Fault"}:
                code = code_of(node.args[0])
                if code is not None:
                    data = frozenset(word.arg for word in node.keywords if word.arg)
                    yield Raised(f"{source.relative_to(PACKAGE)}:{node.lineno}", code, data)


def code_of(node: ast.expr) -> str | None:
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in ENUMS:
        return ENUMS[node.value.id][node.attr].value
    return None


RAISED = tuple(raised())
BY_SYSTEM = faults._SYSTEM  # pyright: ignore[reportPrivateUsage]
BY_SQLITE = set(faults._SQLITE.values())  # pyright: ignore[reportPrivateUsage]
BY_DISK = BY_SQLITE | set(BY_SYSTEM.values())


def test_the_sources_were_read() -> None:
    codes = {one.code for one in RAISED}
    assert {"NOTHING_TO_SEND", "E_SIG", "STICK_FULL", "EXCHANGE_DATE_WRONG", "FILE_MISSING", "BOOK_NEWER"} <= codes
    assert len(codes) > 80


@pytest.mark.parametrize("code", sorted({one.code for one in RAISED} | BY_DISK | set(map(str, StickFault))))
def test_every_code_has_words(code: str) -> None:
    assert code in FAILURES or code in REASONS


def test_every_code_of_packets_has_a_line() -> None:
    assert set(map(str, Code)) == set(REASONS)


@pytest.mark.parametrize("one", RAISED, ids=lambda one: one.place)
def test_words_get_the_data_that_they_name(one: Raised) -> None:
    if one.code not in REASONS and (one.data or named(one.code)):
        assert named(one.code) <= one.data
    sentence = failure_sentence(one.code, dict.fromkeys(one.data, "x"))
    assert "…" not in sentence
    assert "{" not in sentence


@pytest.mark.parametrize("number", sorted(BY_SYSTEM))
def test_words_for_faults_of_the_system_need_no_more_than_the_file(number: int) -> None:
    fault = faults.fault_in(OSError(number, "why", "book.db"))
    assert fault is not None
    assert "…" not in failure_sentence(fault.code, fault.data)


@pytest.mark.parametrize("code", sorted(BY_SQLITE))
def test_words_for_faults_of_the_book_need_nothing(code: str) -> None:
    assert "…" not in failure_sentence(code, {})


def test_no_words_stand_without_a_code() -> None:
    said = {word for source in PACKAGE.rglob("*.py") if source.name != "failures.py" for word in strings_in(source)}
    assert set(FAILURES) <= said


def strings_in(source: Path) -> set[str]:
    nodes = ast.walk(ast.parse(source.read_text(encoding="utf-8")))
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def named(code: str) -> set[str]:
    """Data that the words of a code name."""
    return {name for text in FAILURES.get(code, ()) for _, name, _, _ in string.Formatter().parse(text) if name}
