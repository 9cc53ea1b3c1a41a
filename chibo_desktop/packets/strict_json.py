"""JSON from outside, read strictly: one meaning for one text, whichever program reads it.

Refused: bytes that are not UTF-8, duplicate keys, NaN and infinities, numbers that are no integers or lie beyond
``limits.JSON_INTEGER``, nesting beyond ``limits.JSON_DEPTH``, lone surrogates, overlong texts.

The fast way rests on one thought: if a typed value, written out again, gives the very bytes that were read, then those
bytes held no duplicate key, no unknown field, no float and no second spelling. Whatever fails that test - a field of a
newer program, say - goes the slow way through the checks one by one.
"""

import json
import re
import unicodedata
from typing import Any, NoReturn, TypeVar, cast

import msgspec

from chibo_desktop.packets import limits

T = TypeVar("T")
Json = dict[str, "Json"] | list["Json"] | str | int | bool | None

_BRACKET_OR_STRING = re.compile(r'"[^"\\]*(?:\\.?[^"\\]*)*(?:"|\Z)|[{}\[\]]', re.DOTALL)
"""An unfinished string reaches to the end, so that the search is linear whatever the text."""

_SURROGATE = re.compile("[\ud800-\udfff]")

_UNCLEAN = re.compile(
    "[\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
    r"|(?<!\\)(?:\\\\)*\\(?:[bf]|u(?:00[01]|007[fF]|00[89]|00[aA][dD]|061[cC]|200[b-fB-F]|202[89a-eA-E]|206|[fF][eE][fF][fF]))"
)
"""Controls, and letters that nobody sees or that turn the direction of reading: never in honest text."""

_encoder = msgspec.json.Encoder()
_decoders: dict[Any, msgspec.json.Decoder[Any]] = {}


class NotStrictError(ValueError):
    """The text is not JSON as this format allows it."""


def write(value: object) -> bytes:
    """Compact UTF-8 JSON with keys in declared order."""
    return _encoder.encode(value)


def read(data: bytes | str, shape: type[T], longest_text: int = limits.TEXT_CHARACTERS) -> T:
    """The value of strict JSON as ``shape``, fields of newer programs left out. Raises ``NotStrictError``.

    Decoding text leaves its UTF-8 with the string, so that whoever needs the bytes afterwards has them for nothing.
    """
    try:
        value = decoder_of(shape).decode(data)
        spelled = data.encode("utf-8") if isinstance(data, str) else data
        if _encoder.encode(value) == spelled:
            return value
        return msgspec.convert(parse(spelled, longest_text), shape)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise NotStrictError(str(error)) from error


def decoder_of(shape: type[T]) -> "msgspec.json.Decoder[T]":
    if shape not in _decoders:
        _decoders[shape] = msgspec.json.Decoder(shape)
    return _decoders[shape]


def parse(data: bytes, longest_text: int = limits.TEXT_CHARACTERS) -> Json:
    """Plain values of strict JSON, checked one by one. Raises ``NotStrictError``."""
    try:
        text = data.decode("utf-8")
        _check_depth(text)
        value = json.loads(
            text,
            object_pairs_hook=_unique,
            parse_float=_refuse_number,
            parse_constant=_refuse_number,
            parse_int=_bounded,
        )
    except (ValueError, RecursionError) as error:
        raise NotStrictError(str(error)) from error
    _check_texts(value, longest_text)
    return cast(Json, value)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotStrictError("duplicate key")
    return found


def _refuse_number(literal: str) -> NoReturn:
    raise NotStrictError(f"not an integer: {literal[:20]}")


def _bounded(literal: str) -> int:
    if len(literal) > 17 or literal == "-0" or abs(number := int(literal)) > limits.JSON_INTEGER:
        raise NotStrictError("integer out of range")
    return number


def _check_depth(text: str) -> None:
    depth = 0
    for token in _BRACKET_OR_STRING.finditer(text):
        letter = token[0][0]
        if letter in "{[":
            depth += 1
            if depth > limits.JSON_DEPTH:
                raise NotStrictError("nested too deeply")
        elif letter in "}]":
            depth -= 1


def _check_texts(value: Any, longest: int) -> None:
    waiting: list[Any] = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            if len(item) > longest:
                raise NotStrictError("text too long")
            if _SURROGATE.search(item):
                raise NotStrictError("lone surrogate")
        elif isinstance(item, dict):
            pairs = cast(dict[str, Any], item)
            waiting.extend(pairs.keys())
            waiting.extend(pairs.values())
        elif isinstance(item, list):
            waiting.extend(cast(list[Any], item))


def check_clean(text: str, data: bytes | None = None) -> None:
    """Raises ``NotStrictError`` unless JSON text is NFC and free of controls and invisible letters, escaped or not.

    ``data`` is the text as UTF-8, where the caller has it. Single bytes are looked for first because that costs next
    to nothing and honest text rarely holds them.
    """
    raw = text.encode("utf-8", "surrogatepass") if data is None else data
    if _may_be_unclean(text, raw) and _UNCLEAN.search(text):
        raise NotStrictError("control or invisible characters")
    if not unicodedata.is_normalized("NFC", text):
        raise NotStrictError("not NFC")


def _may_be_unclean(text: str, data: bytes) -> bool:
    if b"\\" in data and ("\\u" in text or "\\b" in text or "\\f" in text):
        return True
    has_lead = b"\xe2" in data or b"\xc2" in data or b"\xef" in data or b"\xd8" in data or b"\x7f" in data
    return has_lead and not text.isprintable()
