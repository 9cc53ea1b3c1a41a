"""One meaning for one text: whatever two programs could read differently is refused."""

import json
import time
from typing import Annotated, Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chibo_desktop.packets import limits, strict_json
from chibo_desktop.packets.strict_json import NotStrictError


class Thing(msgspec.Struct):
    a: Annotated[int, msgspec.Meta(le=limits.JSON_INTEGER)] = 0
    b: str = ""
    c: tuple[int, ...] = ()


REFUSED = [
    b'{"a":1,"a":2}',
    b'{"a":1,"\\u0061":2}',
    b'{"x":{"y":1,"y":1}}',
    b'{"a":1.0}',
    b'{"a":1e3}',
    b'{"a":-0}',
    b'{"a":NaN}',
    b'{"a":Infinity}',
    b'{"x":1.5}',
    b'{"x":9007199254740992}',
    b'{"x":-9007199254740992}',
    b'{"x":123456789012345678901234567890}',
    b'{"b":"\\ud800"}',
    b'{"b":"\\udc00\\ud800"}',
    b'{"x":"\\ud800"}',
    b'{"b":"\xff"}',
    b'{"b":"\xed\xa0\x80"}',
    b'{"b":"\n"}',
    b'{"a":1}{"a":1}',
    b'{"a":1,}',
    b"{'a':1}",
    b"",
    b"\xef\xbb\xbf{}",
    b'{"x":' * 12 + b"[]" + b"}" * 12,
    b'{"x":' * 100_000,
    b"[" * 100_000,
    b'{"a":true}',
    b'{"a":"1"}',
]


@pytest.mark.parametrize("data", REFUSED)
def test_ambiguous_json_is_refused(data: bytes) -> None:
    with pytest.raises(NotStrictError):
        strict_json.read(data, Thing)


@pytest.mark.parametrize(
    "data",
    [
        b'{"a":1,"b":"x"}',
        b'{"b":"x","a":1}',
        b' { "a" : 1 , "b" : "\\u0078" } ',
        b'{"a":1,"b":"x","new":[1,{"deep":null}]}',
        b'{"a":1,"b":"x","new":9007199254740991}',
        b'{"a":1,"b":"x","new":' + b"[" * 11 + b"]" * 11 + b"}",
    ],
)
def test_other_spellings_and_newer_fields_are_read(data: bytes) -> None:
    assert strict_json.read(data, Thing) == Thing(1, "x")


def test_brackets_in_strings_are_no_nesting() -> None:
    assert strict_json.read(b'{"b":"' + b'[{\\"' * 50 + b'","z":0}', Thing).b == '[{"' * 50


def test_an_overlong_text_is_refused() -> None:
    with pytest.raises(NotStrictError):
        strict_json.parse(b'["' + b"x" * (limits.TEXT_CHARACTERS + 1) + b'"]')


@pytest.mark.parametrize("data", [b'"' * 500_000, b'"\\' * 300_000, b'{"a":"' + b"\\u0041" * 100_000])
def test_unfinished_strings_cost_no_more_than_their_length(data: bytes) -> None:
    begun = time.perf_counter()
    with pytest.raises(NotStrictError):
        strict_json.parse(data)
    assert time.perf_counter() - begun < 0.5


TREES = st.recursive(
    st.none() | st.booleans() | st.integers(-limits.JSON_INTEGER, limits.JSON_INTEGER) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=15,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(["x", "y", "z"]), TREES, max_size=3))
def test_strict_json_reads_what_was_written(tree: dict[str, Any]) -> None:
    data = strict_json.write(tree)
    depth_is_fair = len(data) == 0 or _depth(tree) <= limits.JSON_DEPTH
    if depth_is_fair:
        assert strict_json.parse(data) == tree == json.loads(data)
    else:
        with pytest.raises(NotStrictError):
            strict_json.parse(data)


def _depth(value: Any) -> int:
    if isinstance(value, dict):
        return 1 + max(map(_depth, value.values()), default=0)
    if isinstance(value, list):
        return 1 + max(map(_depth, value), default=0)
    return 0


UNCLEAN = ["a\u200bb", "\u202eabc", "\ufeff", "\x7f", "\x85", "e\u0301"]
UNCLEAN_ESCAPES = ['"\\u0000"', '"\\u200B"', '"\\b"', '"\\\\\\f"']
CLEAN = ["Đề nghị – “sửa” đường…", "a\u00a0b", '{\n "a": 1\n}', "€ \\u20AC"]
CLEAN_ESCAPES = ['"\\n\\t\\""', '"\\\\u0000"', '"\\\\b"', '"\\u00e9"']


@pytest.mark.parametrize("text", UNCLEAN + UNCLEAN_ESCAPES)
def test_unclean_text_is_refused(text: str) -> None:
    with pytest.raises(NotStrictError):
        strict_json.check_clean(text)


@pytest.mark.parametrize("text", CLEAN + CLEAN_ESCAPES)
def test_clean_text_is_not(text: str) -> None:
    strict_json.check_clean(text)
