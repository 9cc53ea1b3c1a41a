"""Key files, typed keys and unlock files, honest and hostile: one reading each, or a refusal."""

import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.domain.paper_code import ALPHABET
from chibo_desktop.packets import age, bech32, key_file, paper_keys, unlocking
from chibo_desktop.packets.key_file import KeyTag, KeyUse, PrivateKey, Sealing
from chibo_desktop.packets.keys import ReaderKey, SigningKey
from chibo_desktop.packets.unlocking import Whose
from tests.building.exchange import NOON, bytes_from
from tests.building.visits import id_of

PHRASE = "câu của người giữ khóa"
MEMORY = 8 * 1024 * 1024
ROOT = PrivateKey(KeyUse.ROOT, SigningKey.generate(bytes_from("root")).seed)
RECOVERY = PrivateKey(KeyUse.RECOVERY, bytes_from("recovery")(32))
TAG = KeyTag(id_of("office"), "Văn phòng Tỉnh ủy", "Chìa 1, đ/c Mẫu giữ", "2026-11-24T08:00:00Z")
WHOSE = Whose(id_of("office"), "Văn phòng Tỉnh ủy", id_of("device"))

secrets_of_keys = st.binary(min_size=32, max_size=32)


def sealed(key: PrivateKey = ROOT) -> bytes:
    return key_file.seal_key(key, TAG, Sealing(PHRASE, 1, MEMORY, bytes_from("sealing")))


@pytest.mark.parametrize("key", [ROOT, RECOVERY])
def test_a_key_file_opens_with_its_passphrase(key: PrivateKey) -> None:
    data = sealed(key)
    found, header = key_file.open_key(data, PHRASE)
    assert found == key
    assert (header.use, header.label, header.key) == (key.use, TAG.label, key.public)
    assert key.raw not in data
    assert len(key_file.file_name(key)) <= 24
    with pytest.raises(Refusal, match="KEY_PASSPHRASE_WRONG"):
        key_file.open_key(data, PHRASE + "x")


def test_the_same_words_open_however_the_keyboard_composed_them() -> None:
    import unicodedata

    assert key_file.open_key(sealed(), unicodedata.normalize("NFD", PHRASE))[0] == ROOT


def test_every_flipped_bit_of_a_key_file_is_a_refusal() -> None:
    data = sealed()
    for at in range(len(data)):
        changed = bytearray(data)
        changed[at] ^= 1 << at % 8
        with pytest.raises(Refusal, match=r"KEY_(FILE_INVALID|PASSPHRASE_WRONG)"):
            key_file.open_key(bytes(changed), PHRASE)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"passes":1', b'"passes":65'),
        (b'"memory":8388608', b'"memory":9999999999'),
        (b'"memory":8388608', b'"memory":1'),
        (b'"use":"root"', b'"use":"recovery"'),
        (b'"use":"root"', b'"use":"root","use":"root"'),
        (b'"label":"', b'"label":"\xe2\x80\xae'),
        (b"argon2id", b"scrypt!!"),
        (b"chibo key v1", b"chibo key v2"),
    ],
)
def test_headers_that_no_honest_program_wrote_are_refused_at_once(old: bytes, new: bytes) -> None:
    data = sealed()
    assert old in data
    begun = time.monotonic()
    with pytest.raises(Refusal, match=r"KEY_(FILE_INVALID|PASSPHRASE_WRONG)"):
        key_file.open_key(data.replace(old, new), PHRASE)
    assert time.monotonic() - begun < 1


@pytest.mark.parametrize("data", [b"", b"chibo key v1\n", b"chibo key v1\n{}\n\n", b"x" * 10_000, b"\xff" * 50])
def test_what_is_no_key_file_is_refused(data: bytes) -> None:
    with pytest.raises(Refusal, match="KEY_FILE_INVALID"):
        key_file.open_key(data, PHRASE)


@given(st.binary(max_size=400))
def test_bytes_of_chance_are_never_a_key_file(data: bytes) -> None:
    for one in (data, key_file.MARK + data):
        with pytest.raises(Refusal, match="KEY_FILE_INVALID"):
            key_file.read_header(one)


@given(secrets_of_keys)
def test_age_identities_are_spelled_as_age_spells_them(raw: bytes) -> None:
    line = bech32.age_secret_of(raw)
    assert bech32.raw_of_age_secret(line) == bech32.raw_of_age_secret(line.lower()) == raw
    assert age.recipient_of(line).startswith("age1"), "the library reads it"


def test_keys_of_the_library_survive() -> None:
    for _ in range(50):
        secret = age.new_secret()
        assert bech32.age_secret_of(bech32.raw_of_age_secret(secret)) == secret


def test_every_wrong_letter_of_an_age_identity_is_noticed() -> None:
    line = bech32.age_secret_of(RECOVERY.raw)
    for at in range(len("AGE-SECRET-KEY-1"), len(line)):
        for letter in "QP9":
            if line[at] != letter:
                with pytest.raises(ValueError, match="age identity"):
                    bech32.raw_of_age_secret(line[:at] + letter + line[at + 1 :])
    for text in ("", "age1xyz", "AGE-SECRET-KEY-1", line[:-1], line + "Q", line[:20].lower() + line[20:]):
        with pytest.raises(ValueError, match="age identity"):
            bech32.raw_of_age_secret(text)


@given(secrets_of_keys)
def test_typed_rows_give_the_key_back(raw: bytes) -> None:
    rows = paper_keys.rows_of(raw)
    assert [len(row) for row in rows] == [17] * 4
    for typed in ("\n".join(rows), " ".join(rows).lower(), "".join(rows).replace("-", ""), paper_keys.root_code(raw)):
        assert paper_keys.typed_key(typed) == raw
    assert paper_keys.typed_key(paper_keys.recovery_code(raw).lower()) == raw


@given(secrets_of_keys, st.integers(0, 59), st.sampled_from(ALPHABET))
def test_a_wrong_letter_is_told_by_its_row(raw: bytes, at: int, letter: str) -> None:
    letters = "".join(paper_keys.rows_of(raw)).replace("-", "")
    if letters[at] != letter:
        with pytest.raises(Refusal) as refused:
            paper_keys.typed_key(letters[:at] + letter + letters[at + 1 :])
        assert (refused.value.code, refused.value.data) == ("PAPER_KEY_ROW", {"row": at // 15 + 1})


@given(secrets_of_keys, st.permutations(range(4)))
def test_rows_in_another_order_are_noticed(raw: bytes, order: list[int]) -> None:
    rows = paper_keys.rows_of(raw)
    if [rows[place] for place in order] != list(rows):
        with pytest.raises(Refusal, match="PAPER_KEY_ROW"):
            paper_keys.typed_key("".join(rows[place] for place in order))


@given(st.text(max_size=80))
def test_typed_text_is_a_key_or_a_refusal(typed: str) -> None:
    with pytest.raises(Refusal, match="PAPER_KEY"):
        paper_keys.typed_key(typed)


def test_a_printed_recovery_key_opens_packets_with_age_itself(tmp_path: Path) -> None:
    """Whoever has nothing but the paper and the command ``age`` can read what was packed."""
    if shutil.which("age") is None:
        pytest.skip("the command age is not installed here")
    (tmp_path / "key").write_text(paper_keys.recovery_code(RECOVERY.raw) + "\n")
    (tmp_path / "file").write_bytes(age.encrypt(b"words", [RECOVERY.reader.recipient]))
    told = subprocess.run(["age", "-d", "-i", tmp_path / "key", tmp_path / "file"], capture_output=True, check=True)
    assert told.stdout == b"words"


# unlock files


def asked(master: bytes = b"m" * 32) -> tuple[bytes, ReaderKey]:
    once = ReaderKey.generate()
    slot = unlocking.seal_statement(WHOSE, ("Quang Thuận-2", "Hoàng Văn Mẫu"), master, (RECOVERY.reader.recipient,))
    return unlocking.write_request(WHOSE, slot, once.recipient, NOON), once


def test_the_master_key_goes_through_request_and_answer() -> None:
    data, once = asked()
    request = unlocking.read_request(data)
    assert request.whose == WHOSE
    statement = unlocking.open_statement(request, (ReaderKey.generate(), RECOVERY.reader))
    answer = unlocking.write_answer(data, request, statement)
    assert unlocking.open_answer(answer, data, once) == b"m" * 32
    other, _ = asked()
    with pytest.raises(Refusal, match="UNLOCK_ANSWER_OTHER"):
        unlocking.open_answer(answer, other, once)
    with pytest.raises(Refusal, match="UNLOCK_ANSWER_OTHER"):
        unlocking.open_answer(answer, data, ReaderKey.generate())


def test_the_digits_belong_to_every_byte_of_the_request() -> None:
    data, _ = asked()
    digits = unlocking.request_digits(data)
    assert len(digits.replace(" ", "")) == 15
    assert unlocking.request_digits(data.replace("Tỉnh".encode(), "Tịnh".encode())) != digits


def outcome(data: bytes) -> object:
    """Whose statement a request file holds, or the code with which it is refused."""
    try:
        return unlocking.open_statement(unlocking.read_request(data), (RECOVERY.reader,)).whose
    except Refusal as refusal:
        return refusal.code


def test_a_changed_request_is_refused_or_names_what_it_says() -> None:
    """Only another recipient or time gets through: that shows in the digits."""
    data, _ = asked()
    found = {outcome(data[:at] + bytes([data[at] ^ 1 << at % 8]) + data[at + 1 :]) for at in range(len(data))}
    allowed = {"UNLOCK_REQUEST_INVALID", "UNLOCK_REQUEST_ALTERED", "UNLOCK_KEY_OTHER"}
    assert {one for one in found if isinstance(one, str)} == allowed
    assert {one for one in found if not isinstance(one, str)} <= {WHOSE}


@given(st.binary(max_size=300))
def test_bytes_of_chance_are_no_unlock_file(data: bytes) -> None:
    with pytest.raises(Refusal, match="UNLOCK_REQUEST_INVALID"):
        unlocking.read_request(data)
    with pytest.raises(Refusal, match="UNLOCK_ANSWER_INVALID"):
        unlocking.open_answer(data, b"", RECOVERY.reader)


def test_an_age_file_with_another_content_is_no_answer() -> None:
    data, once = asked()
    for content in (b"", b"{}", os.urandom(100), b'{"format":"chibo unlock answer v1"}'):
        with pytest.raises(Refusal, match="UNLOCK_ANSWER_INVALID"):
            unlocking.open_answer(age.encrypt(content, [once.recipient]), data, once)
