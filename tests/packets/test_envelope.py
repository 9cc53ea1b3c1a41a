"""Signatures: the bytes that were signed, by the key that is trusted for them, as the kind that they are."""

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.packets import envelope
from chibo_desktop.packets.codes import Code
from chibo_desktop.packets.encoding import from_text, to_text
from chibo_desktop.packets.envelope import PayloadType
from chibo_desktop.packets.keys import PublicKey, ReaderKey, SigningKey
from tests.building.exchange import bytes_from

KEY = SigningKey.generate(bytes_from("envelope"))
OTHER = SigningKey.generate(bytes_from("other envelope"))
PAYLOAD = '{"words":"Chi bộ thôn Phiêng An"}'.encode()
LINE = envelope.sign(PayloadType.ENTRY, PAYLOAD, KEY)
KNOWN = {KEY.id: KEY.public}.get


def code_of(line: bytes, payload_type: str = PayloadType.ENTRY) -> str:
    with pytest.raises(Refusal) as refused:
        envelope.verify(line, KNOWN, payload_type)
    return refused.value.code


def test_pae_is_that_of_the_dsse_protocol() -> None:
    assert envelope.pae("http://example.com/HelloWorld", b"hello world") == (
        b"DSSEv1 29 http://example.com/HelloWorld 11 hello world"
    )


def test_a_signed_payload_comes_back_as_it_was() -> None:
    signed = envelope.verify(LINE, KNOWN, PayloadType.ENTRY)
    assert (signed.payload, signed.signer, signed.line) == (PAYLOAD, KEY.id, LINE)
    assert signed.id == envelope.id_of(PayloadType.ENTRY, PAYLOAD)


def test_each_wrong_has_its_code() -> None:
    assert code_of(envelope.sign(PayloadType.ENTRY, PAYLOAD, OTHER)) == Code.SIGNER
    assert code_of(LINE, PayloadType.RECEIPT) == Code.TYPE
    assert code_of(envelope.sign(PayloadType.ENTRY, PAYLOAD, KEY, OTHER)) == Code.ENVELOPE
    plain = json.loads(LINE)
    forged = plain | {"payload": base64.b64encode(PAYLOAD + b" ").decode()}
    assert code_of(json.dumps(forged).encode()) == Code.SIG
    assert code_of(json.dumps(plain | {"signatures": []}).encode()) == Code.ENVELOPE
    assert code_of(json.dumps(plain | {"payload": plain["payload"].rstrip("=") + "\n"}).encode()) == Code.ENVELOPE


def test_an_envelope_written_by_another_program_is_read() -> None:
    spaced = json.dumps(json.loads(LINE) | {"extension": {"a": [1]}}, indent=1).encode()
    assert envelope.verify(spaced, KNOWN, PayloadType.ENTRY).payload == PAYLOAD


@given(st.integers(0, len(LINE) * 8 - 1))
def test_any_flipped_bit_is_a_refusal_or_changes_nothing_that_was_signed(bit: int) -> None:
    line = bytearray(LINE)
    line[bit // 8] ^= 1 << bit % 8
    with pytest.raises(Refusal):
        envelope.verify(bytes(line), KNOWN, PayloadType.ENTRY)


def test_several_signatures_count_each_key_once() -> None:
    line = envelope.add_signature(envelope.add_signature(LINE, OTHER), OTHER)
    assert envelope.valid_signers(envelope.read(line), [KEY.public, OTHER.public]) == {KEY.id, OTHER.id}
    assert envelope.valid_signers(envelope.read(line), [OTHER.public]) == {OTHER.id}


@pytest.mark.parametrize(
    "raw", [bytes(32), b"\x01" + bytes(31), b"\xff" * 32, bytes(31), b"\xec" + b"\xff" * 30 + b"\x7f"]
)
def test_keys_of_small_order_are_refused(raw: bytes) -> None:
    with pytest.raises(ValueError, match="not a usable"):
        PublicKey.of(raw)


@given(st.binary(max_size=70))
def test_bytes_have_one_spelling(data: bytes) -> None:
    assert from_text(to_text(data)) == data


@pytest.mark.parametrize("text", ["AB", "AA==", "A", "A+", "a b", "é", "AA\n"])
def test_another_spelling_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not"):
        from_text(text)


def test_secrets_are_not_shown() -> None:
    reader = ReaderKey.generate()
    assert ReaderKey.of_secret(reader.secret) == reader
    assert reader.secret not in repr(reader)
    assert repr(KEY.seed) not in repr(KEY)
    with pytest.raises(ValueError, match="not an age identity"):
        ReaderKey.of_secret("AGE-SECRET-KEY-1QQQQ")
