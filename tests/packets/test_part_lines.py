"""The short way of reading a part line takes nothing that the strict way refuses, and reads nothing differently."""

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chibo_desktop.packets import strict_json
from chibo_desktop.packets.manifest import PartLine, read_part_line
from chibo_desktop.packets.strict_json import NotStrictError

ENTRY, SALT = "A" * 43, "B" * 21 + "A"
BEFORE = f'{{"line":"part","entry":"{ENTRY}","name":"words","salt":"{SALT}","text":"'.encode()
TEXTS = st.text(st.characters(codec="utf-8") | st.sampled_from('\\"{}:\n\0\u0301\u200b'), max_size=40)
PIECES = [b"\\", b'"', b"n", b"u", b"0041", b"\0", b"\t", b"\xc3\xa1", b"\xff", b"a", b"}"]
INSIDE = st.lists(st.sampled_from(PIECES), max_size=12)
REFUSALS = (NotStrictError, msgspec.DecodeError, UnicodeDecodeError)


def strictly(line: bytes) -> PartLine | None:
    try:
        return strict_json.read(line, PartLine, longest_text=len(line))
    except NotStrictError:
        return None


@given(TEXTS)
def test_every_text_is_read_back(text: str) -> None:
    read = read_part_line(strict_json.write(PartLine("part", ENTRY, "words", SALT, text)))
    assert (read.entry, read.name, read.salt, read.text, read.data) == (ENTRY, "words", SALT, text, text.encode())


@given(TEXTS)
def test_so_is_the_text_of_a_program_that_escapes_all_but_ascii(text: str) -> None:
    line = BEFORE[:-1] + json.dumps(text).encode() + b"}"
    assert read_part_line(line).text == text


@given(INSIDE.map(b"".join))
def test_whatever_stands_between_the_quotes_both_ways_agree(inside: bytes) -> None:
    line = BEFORE + inside + b'"}'
    strict = strictly(line)
    if strict is None:
        with pytest.raises(REFUSALS):
            read_part_line(line)
    else:
        assert read_part_line(line).text == strict.text


@pytest.mark.parametrize("end", [b"}", b'"', b'"}}', b'\\"}', b'"} ', b"", b'","new":1}', b'","text":"{}"}'])
def test_no_end_but_the_one(end: bytes) -> None:
    line = BEFORE + b"{}" + end
    strict = strictly(line)
    if strict is None:
        with pytest.raises(REFUSALS):
            read_part_line(line)
    else:
        assert read_part_line(line).text == strict.text == "{}"


def test_an_opening_quote_is_no_closing_one() -> None:
    with pytest.raises(REFUSALS):
        read_part_line(BEFORE + b"}")
