"""Answers of the command line: one JSON object, or lines for people; refusals as a sentence on stderr."""

import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import click
import msgspec

from chibo_desktop.domain.outcomes import Cancelled, Datum, Fault, Refusal
from chibo_desktop.ui.failures import failure_sentence

DONE, REFUSED = 0, 1


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command has to say: ``data`` is the JSON contract, ``lines`` are for people."""

    data: dict[str, Any]
    lines: tuple[str, ...] = ()
    troubles: tuple[str, ...] = ()
    """Sentences for stderr about things that did not go through although the command as a whole was carried out."""
    is_refused: bool = False


def plain(value: object) -> Any:
    """Any value of the house as JSON data; paths as text."""
    return msgspec.to_builtins(value, str_keys=True, enc_hook=str)


def say(answer: Answer, as_json: bool) -> int:
    """Print the answer. Returns the exit status."""
    if as_json:
        click.echo(json.dumps(answer.data, ensure_ascii=False))
    else:
        for line in answer.lines:
            click.echo(line)
    _complain(answer.troubles)
    return REFUSED if answer.is_refused else DONE


def refuse(trouble: Refusal | Fault | Cancelled, as_json: bool) -> int:
    """Print what was refused, in words on stderr and as an object where JSON was asked for."""
    if isinstance(trouble, Cancelled):
        code, data = "CANCELLED", dict[str, Datum]()
    else:
        code, data = trouble.code, dict(trouble.data)
    words = failure_sentence(str(code), data)
    if as_json:
        click.echo(json.dumps({"refused": {"code": str(code), "data": data, "sentence": words}}, ensure_ascii=False))
    _complain((words,))
    return REFUSED


def _complain(sentences: Iterable[str]) -> None:
    for sentence in sentences:
        click.echo(sentence, err=True)


def use_utf8() -> None:
    """Vietnamese must come out whole on any console, the old code pages of Windows included."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")
