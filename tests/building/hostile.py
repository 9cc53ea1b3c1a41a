"""Packets as an attacker makes them: opened, spoilt in one way, and encrypted again to the right readers.

Whoever holds a public recipient can encrypt, so the age layer alone protects nothing: every mutation below is one that
passes it. ``spoil`` takes a seed and gives the same file for it in every run.
"""

import base64
import gzip
import json
import random
import zlib
from collections.abc import Callable, Sequence
from typing import Any

from chibo_desktop.packets import age
from chibo_desktop.packets.envelope import PayloadType, sign
from chibo_desktop.packets.keys import ReaderKey, SigningKey

Lines = list[bytes]


def lines_of(data: bytes, reader: ReaderKey) -> Lines:
    """The lines of an honest packet."""
    return gzip.decompress(age.decrypt(data, [reader.secret])).split(b"\n")[:-1]


def seal(lines: Sequence[bytes], recipients: Sequence[str]) -> bytes:
    """Lines as a packet, honest or not."""
    return seal_bytes(b"".join(line + b"\n" for line in lines), recipients)


def seal_bytes(plain: bytes, recipients: Sequence[str]) -> bytes:
    return age.encrypt(gzip.compress(plain, 1, mtime=0), recipients)


def signed_again(lines: Lines, key: SigningKey, change: Callable[[dict[str, Any]], None]) -> Lines:
    """The lines with a manifest that was changed and signed by ``key``."""
    manifest = json.loads(base64.b64decode(json.loads(lines[0])["payload"]))
    change(manifest)
    payload = json.dumps(manifest, separators=(",", ":"), ensure_ascii=False).encode()
    return [sign(PayloadType.MANIFEST, payload, key), *lines[1:]]


def bomb(recipient: str, mebibytes: int = 100) -> bytes:
    """Blanks without end in a few hundred kilobytes."""
    compressor = zlib.compressobj(9, zlib.DEFLATED, 31)
    piece = b" " * (1 << 20)
    packed = b"".join([*(compressor.compress(piece) for _ in range(mebibytes)), compressor.flush()])
    return age.encrypt(packed, [recipient])


def bomb_of_lines(recipient: str, mebibytes: int = 100) -> bytes:
    """The same in short lines, so that no single line is too long."""
    compressor = zlib.compressobj(9, zlib.DEFLATED, 31)
    piece = (b" " * 1023 + b"\n") * 1024
    packed = b"".join([*(compressor.compress(piece) for _ in range(mebibytes)), compressor.flush()])
    return age.encrypt(packed, [recipient])


def header_flood(stanzas: int) -> bytes:
    """An age header of many well-formed stanzas: quadratic work for whoever parses it."""
    stanza = b"-> X25519 " + b"A" * 43 + b"\n" + b"B" * 43 + b"\n"
    return b"age-encryption.org/v1\n" + stanza * stanzas + b"--- " + b"C" * 43 + b"\n" + b"x" * 64


class Spoiler:
    """Spoils one honest packet in many ways."""

    def __init__(self, data: bytes, reader: ReaderKey, sender: SigningKey, stranger: SigningKey) -> None:
        self.data = data
        self.reader = reader
        self.sender = sender
        self.stranger = stranger
        self.lines = lines_of(data, reader)
        self.ways: tuple[Callable[[random.Random], bytes], ...] = (
            self.flip_cipher,
            self.truncate_cipher,
            self.flip_plain,
            self.truncate_plain,
            self.swap_lines,
            self.drop_line,
            self.double_line,
            self.insert_line,
            self.change_letter_inside_part,
            self.wrong_type,
            self.flip_inside_line,
            self.change_field,
            self.unknown_signer,
            self.other_audience,
            self.change_manifest,
            self.deep_line,
            self.append_after_gzip,
            self.drop_parts,
        )

    def spoil(self, seed: int) -> tuple[str, bytes]:
        """The name of the way and the spoilt file."""
        chance = random.Random(seed)
        way = self.ways[seed % len(self.ways)]
        return way.__name__, way(chance)

    def _seal(self, lines: Sequence[bytes]) -> bytes:
        return seal(lines, [self.reader.recipient])

    def flip_cipher(self, chance: random.Random) -> bytes:
        return flipped(self.data, chance)

    def truncate_cipher(self, chance: random.Random) -> bytes:
        return self.data[: chance.randrange(len(self.data))]

    def flip_plain(self, chance: random.Random) -> bytes:
        packed = gzip.compress(b"".join(line + b"\n" for line in self.lines), 6, mtime=0)
        return age.encrypt(flipped_but_for_os_byte(packed, chance), [self.reader.recipient])

    def truncate_plain(self, chance: random.Random) -> bytes:
        plain = b"".join(line + b"\n" for line in self.lines)
        return seal_bytes(plain[: chance.randrange(len(plain))], [self.reader.recipient])

    def swap_lines(self, chance: random.Random) -> bytes:
        lines = list(self.lines)
        one, other = chance.sample(range(len(lines)), 2)
        lines[one], lines[other] = lines[other], lines[one]
        return self._seal(lines)

    def drop_line(self, chance: random.Random) -> bytes:
        lines = list(self.lines)
        del lines[chance.randrange(len(lines))]
        return self._seal(lines)

    def double_line(self, chance: random.Random) -> bytes:
        lines = list(self.lines)
        at = chance.randrange(len(lines))
        lines.insert(at, lines[at])
        return self._seal(lines)

    def insert_line(self, chance: random.Random) -> bytes:
        junk = chance.choice(
            [b"{}", b"[]", b"null", b"\xff", b'{"line":"part"}', b'{"line":"blob"}', b'{"line":"x"}', b"1"]
        )
        lines = list(self.lines)
        lines.insert(chance.randrange(len(lines) + 1), junk)
        return self._seal(lines)

    def change_letter_inside_part(self, chance: random.Random) -> bytes:
        at = chance.choice([at for at, line in enumerate(self.lines) if line.startswith(b'{"line":"part"')])
        line = self.lines[at].decode()
        start = line.index('"text":"') + 8
        place = chance.randrange(start, len(line) - 2)
        other = "x" if line[place] != "x" else "y"
        return self._seal(
            [*self.lines[:at], (line[:place] + other + line[place + 1 :]).encode(), *self.lines[at + 1 :]]
        )

    def wrong_type(self, chance: random.Random) -> bytes:
        at = chance.randrange(len(self.lines))
        value = json.loads(self.lines[at])
        name = chance.choice(list(value))
        value[name] = chance.choice(
            [None, 1, -1, 2**60, True, [], {}, "", "\ud800".encode("utf-8", "surrogatepass").hex()]
        )
        return self._seal([*self.lines[:at], compact(value), *self.lines[at + 1 :]])

    def flip_inside_line(self, chance: random.Random) -> bytes:
        at = chance.randrange(len(self.lines))
        return self._seal([*self.lines[:at], flipped(self.lines[at], chance), *self.lines[at + 1 :]])

    def change_field(self, chance: random.Random) -> bytes:
        """Other content under an old signature."""
        at = chance.choice([at for at, line in enumerate(self.lines) if line.startswith(b'{"payload"')])
        value = json.loads(self.lines[at])
        payload = json.loads(base64.b64decode(value["payload"]))
        name = chance.choice(list(payload))
        payload[name] = chance.choice([other for other in ("x", 7, None, [], {}) if other != payload[name]])
        value["payload"] = base64.b64encode(compact(payload)).decode()
        return self._seal([*self.lines[:at], compact(value), *self.lines[at + 1 :]])

    def unknown_signer(self, chance: random.Random) -> bytes:
        return self._seal(signed_again(self.lines, self.stranger, lambda manifest: None))

    def other_audience(self, chance: random.Random) -> bytes:
        def change(manifest: dict[str, Any]) -> None:
            manifest["audience"] = "a" * 26

        return self._seal(signed_again(self.lines, self.sender, change))

    def change_manifest(self, chance: random.Random) -> bytes:
        """A manifest that its rightful signer signed and that says nonsense."""

        def change(manifest: dict[str, Any]) -> None:
            name = chance.choice(["format", "min_reader", "part", "parts", "device", "audience", "created", "items"])
            manifest[name] = chance.choice([None, -1, 0, 99, 1.5, "x", [], [{}], {"a": 1}])

        return self._seal(signed_again(self.lines, self.sender, change))

    def deep_line(self, chance: random.Random) -> bytes:
        depth = chance.choice([13, 1_000, 100_000])
        junk = chance.choice([b"[", b'{"a":']) * depth
        at = chance.randrange(len(self.lines))
        return self._seal([*self.lines[:at], junk, *self.lines[at + 1 :]])

    def append_after_gzip(self, chance: random.Random) -> bytes:
        packed = gzip.compress(b"".join(line + b"\n" for line in self.lines), 6, mtime=0)
        more = chance.choice([b"\0", b"x" * 100, gzip.compress(b"{}\n"), packed])
        return age.encrypt(packed + more, [self.reader.recipient])

    def drop_parts(self, chance: random.Random) -> bytes:
        """A relay that withholds without saying so."""
        gone = chance.choice([b'"name":"people"', b'"name":"words"', b'"name":"figures"'])
        return self._seal([line for line in self.lines if gone not in line])


def compact(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()


def flipped(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :]


def flipped_but_for_os_byte(packed: bytes, chance: random.Random) -> bytes:
    """A flip anywhere but in the ten bytes of the gzip header, whose time and system bytes mean nothing."""
    return packed[:10] + flipped(packed[10:], chance)
