"""The vectors that other programs are written against: our reader and standard tools must agree on them."""

import base64
import gzip
import hashlib
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from securesystemslib.dsse import Envelope
from securesystemslib.signer import Key  # pyright: ignore[reportPrivateImportUsage] - its documented place

from chibo_desktop.packets import trust_documents as documents
from chibo_desktop.packets.encoding import from_text, to_text
from chibo_desktop.packets.envelope import PayloadType, read
from chibo_desktop.packets.intake import open_packet
from chibo_desktop.packets.keys import SigningKey
from chibo_desktop.packets.receipts import acknowledgement_code
from tests.building import vectors

ED25519_PREFIX = bytes.fromhex("302a300506032b6570032100")
"""DER of a public Ed25519 key up to its 32 bytes (RFC 8410), as openssl wants it."""


def expected() -> dict[str, Any]:
    return json.loads((vectors.FOLDER / "expected.json").read_text("utf-8"))


def lines() -> list[bytes]:
    return (vectors.FOLDER / "packet-v1.jsonl").read_bytes().split(b"\n")[:-1]


def tool(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"the command {name} is not installed here")
    return found


def test_our_reader_finds_what_is_expected() -> None:
    told = expected()
    office, laptop = vectors.sides()
    understood = open_packet((vectors.FOLDER / "packet-v1.chibo").read_bytes(), office.desk())
    assert understood.refused == ()
    assert [one.entry for one in understood.entries] == laptop.log
    assert [one.entry.head.id for one in understood.entries] == [one["id"] for one in told["entries"]]
    assert [[part.text for part in one.entry.parts] for one in understood.entries] == [
        [part["text"] for part in one["parts"]] for one in told["entries"]
    ]
    assert understood.file_hash == told["file_hash"]
    assert understood.code == told["ack_code"]


def test_what_is_written_today_is_what_was_written_then() -> None:
    office, laptop = vectors.sides()
    told = expected()
    for entry, one in zip(laptop.log, told["entries"], strict=True):
        assert read(entry.envelope).payload.decode() == one["payload"]
    assert office.card + b"\n" == (vectors.FOLDER / "card-v1.jsonl").read_bytes()
    assert laptop.request(office.id) + b"\n" == (vectors.FOLDER / "request-v1.jsonl").read_bytes()


def test_hashes_and_codes_follow_from_the_specification_alone() -> None:
    told = expected()
    for one in told["entries"]:
        pae = bytes.fromhex(one["pae_hex"])
        payload = one["payload"].encode()
        kind = b"application/vnd.chibo.entry.v1+json"
        assert pae == b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(payload), payload)
        assert one["id"] == to_text(hashlib.sha256(pae).digest())
        for part in one["parts"]:
            bound = b"chibo part v1\n" + from_text(part["salt"]) + part["text"].encode()
            assert part["hash"] == to_text(hashlib.sha256(bound).digest())
    assert acknowledgement_code(from_text(told["ack_secret"]), told["file_hash"]) == told["ack_code"]
    assert SigningKey.of_seed(from_text(told["laptop"]["seed"])).public.text == told["laptop"]["public_key"]
    key_hash = hashlib.sha256(from_text(told["laptop"]["public_key"])).digest()
    assert told["laptop"]["key_id"] == to_text(key_hash)


@pytest.mark.parametrize(("name", "field"), [("card-v1.jsonl", "card_digits"), ("request-v1.jsonl", "request_digits")])
def test_digits_are_those_that_were_read_out(name: str, field: str) -> None:
    (line,) = documents.read_document_file((vectors.FOLDER / name).read_bytes()).lines
    assert documents.are_same_digits(documents.fifteen_digits(line[1]), expected()[field])


def test_age_gunzip_and_openssl_read_a_packet_without_us(tmp_path: Path) -> None:
    age, gunzip, openssl = tool("age"), tool("gunzip"), tool("openssl")
    packed = subprocess.run(
        [age, "-d", "-i", vectors.FOLDER / "reader.key", vectors.FOLDER / "packet-v1.chibo"],
        check=True,
        capture_output=True,
    ).stdout
    plain = subprocess.run([gunzip], input=packed, check=True, capture_output=True).stdout
    assert plain == (vectors.FOLDER / "packet-v1.jsonl").read_bytes()
    (tmp_path / "key.der").write_bytes(ED25519_PREFIX + from_text(expected()["laptop"]["public_key"]))
    for line in plain.splitlines():
        if not line.startswith(b'{"payload"'):
            continue
        envelope = json.loads(line)
        payload = base64.b64decode(envelope["payload"])
        kind = envelope["payloadType"].encode()
        (tmp_path / "pae").write_bytes(b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(payload), payload))
        (tmp_path / "sig").write_bytes(base64.b64decode(envelope["signatures"][0]["sig"]))
        command = ["pkeyutl", "-verify", "-pubin", "-inkey", "key.der", "-keyform", "DER", "-rawin"]
        command += ["-in", "pae", "-sigfile", "sig"]
        subprocess.run([openssl, *command], cwd=tmp_path, check=True, capture_output=True)


def test_another_library_verifies_our_signatures() -> None:
    public = from_text(expected()["laptop"]["public_key"]).hex()
    plain = {"keytype": "ed25519", "scheme": "ed25519", "keyval": {"public": public}}
    key = Key.from_dict(expected()["laptop"]["key_id"], plain)
    for line in lines():
        if line.startswith(b'{"payload"'):
            Envelope.from_dict(json.loads(line)).verify([key], 1)


def test_the_packet_is_the_lines_compressed_without_a_time() -> None:
    office, _ = vectors.sides()
    from chibo_desktop.packets import age

    packed = age.decrypt((vectors.FOLDER / "packet-v1.chibo").read_bytes(), [office.reader.secret])
    assert packed[4:8] == bytes(4)
    assert gzip.decompress(packed).split(b"\n")[:-1] == lines()
    assert json.loads(lines()[0])["payloadType"] == PayloadType.MANIFEST
