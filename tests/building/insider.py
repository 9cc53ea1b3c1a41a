"""Packets of an enrolled machine that breaks the rules itself: every line is signed by its rightful key, and says what
no honest program would say.

``break_rule`` takes a seed and gives the same file for it in every run, and the code by which it must be refused.
"""

import base64
import json
import random
from collections.abc import Callable
from typing import Any

from chibo_desktop.packets.codes import Code
from chibo_desktop.packets.encoding import hash_text
from chibo_desktop.packets.envelope import PayloadType, sign
from chibo_desktop.packets.keys import ReaderKey, SigningKey
from tests.building.hostile import Lines, compact, lines_of, seal, signed_again

Payload = dict[str, Any]
Rule = Callable[[random.Random], tuple[bytes, frozenset[Code]]]


class Insider:
    """Writes one honest packet of a machine anew, one rule broken at a time."""

    def __init__(self, data: bytes, reader: ReaderKey, sender: SigningKey) -> None:
        self.reader = reader
        self.sender = sender
        self.lines = lines_of(data, reader)
        self.entries = [at for at, line in enumerate(self.lines) if self._type(line) == PayloadType.ENTRY]
        self.rules: tuple[Rule, ...] = (
            self.another_author,
            self.another_device,
            self.a_forbidden_kind,
            self.a_broken_chain,
            self.an_empty_entry,
            self.fields_of_wrong_types,
            self.a_key_twice,
            self.a_fraction,
            self.an_entry_signed_as_something_else,
            self.two_signatures,
            self.another_subject,
            self.another_part,
            self.a_part_of_another_class,
            self.a_receipt_of_a_laptop,
            self.a_receipt_that_says_nothing,
            self.an_endless_line,
        )

    def break_rule(self, seed: int) -> tuple[str, bytes, frozenset[Code]]:
        """The rule, the file, and the codes under which it, or the item, may be refused."""
        rule = self.rules[seed % len(self.rules)]
        data, codes = rule(random.Random(seed))
        return rule.__name__, data, codes

    @staticmethod
    def _type(line: bytes) -> str:
        return str(json.loads(line).get("payloadType", ""))

    def _replaced(self, at: int, line: bytes, kind: str = "entry") -> bytes:
        """The packet with another listed line in this place, under a manifest that lists it."""
        place = sum(not one.startswith(b'{"line":"') for one in self.lines[1 : at + 1]) - 1
        old = self.lines[at]

        def change(manifest: Payload) -> None:
            item = manifest["items"][place]
            assert item["hash"] == hash_text(old)
            manifest["items"][place] = item | {"kind": kind, "hash": hash_text(line), "bytes": len(line)}

        lines = signed_again([*self.lines[:at], line, *self.lines[at + 1 :]], self.sender, change)
        return self._sealed(lines)

    def _sealed(self, lines: Lines) -> bytes:
        return seal(lines, [self.reader.recipient])

    def _changed(self, chance: random.Random, change: Callable[[Payload], None]) -> bytes:
        at = chance.choice(self.entries)
        payload = json.loads(base64.b64decode(json.loads(self.lines[at])["payload"]))
        change(payload)
        return self._replaced(at, sign(PayloadType.ENTRY, compact(payload), self.sender))

    def _raw(self, chance: random.Random, payload: bytes) -> bytes:
        return self._replaced(chance.choice(self.entries), sign(PayloadType.ENTRY, payload, self.sender))

    # whose, and what

    def another_author(self, chance: random.Random) -> tuple[bytes, frozenset[Code]]:
        return self._changed(chance, lambda payload: payload.update(author="a" * 26)), frozenset({Code.SCOPE})

    def another_device(self, chance: random.Random) -> tuple[bytes, frozenset[Code]]:
        return self._changed(chance, lambda payload: payload.update(device="a" * 26)), frozenset({Code.SCOPE})

    def a_forbidden_kind(self, chance: random.Random) -> tuple[bytes, frozenset[Code]]:
        kind = chance.choice(
            [
                "organisation.changed",
                "group.decided",
                "person.joined",
                "act.recorded",
                "visit.returned",
                "plan.published",
            ]
        )
        return self._changed(chance, lambda payload: payload.update(kind=kind)), frozenset({Code.SCOPE})

    def a_broken_chain(self, chance: random.Random) -> tuple[bytes, frozenset[Code]]:
        def change(payload: Payload) -> None:
            if payload["seq"] == 1:
                payload["prev"] = "A" * 43
            else:
                payload["prev"] = None

        return self._changed(chance, change), frozenset({Code.CHAIN})

    # what is no entry

    def an_empty_entry(self, chance: random.Random) -> tuple[bytes, frozenset[Code]]:
        return self._raw(chance, chance.choice([b"{}", b"[]", b"null", b"", b"\xff\xfe"])), frozenset({Code.ENTRY})

    def fields_of_wrong_types(self, chance: random.Random) -> tuple[bytes, frozenset[Code]]:
        name = chance.choice(["v", "kind", "subject", "based_on", "seq", "wall", "clock_ok", "parts", "blobs"])
        wrong = chance.choice([-1, {}, 2**53, {"a": []}])
        return self._changed(chance, lambda payload: payload.update({name: wrong})), frozenset({Code.ENTRY})

    def a_key_twice(self, chance: random.Random) -> tuple[bytes, frozenset[Code]]:
        at = chance.choice(self.entries)
        payload = base64.b64decode(json.loads(self.lines[at])["payload"])
        twice = payload[:-1] + chance.choice([b',"seq":1}', b',"author":"x"}', b',"kind":"visit.recorded"}'])
        return self._replaced(at, sign(PayloadType.ENTRY, twice, self.sender)), frozenset({Code.ENTRY})

    def a_fraction(self, chance: random.Random) -> tuple[bytes, frozenset[Code]]:
        wrong = chance.choice([1.5, 1e3, -0.0])
        return self._changed(chance, lambda payload: payload.update(more=wrong)), frozenset({Code.ENTRY})

    # envelopes

    def an_entry_signed_as_something_else(self, chance: random.Random) -> tuple[bytes, frozenset[Code]]:
        at = chance.choice(self.entries)
        payload = base64.b64decode(json.loads(self.lines[at])["payload"])
        other = chance.choice([PayloadType.MANIFEST, PayloadType.RECEIPT, PayloadType.PROFILE])
        return self._replaced(at, sign(other, payload, self.sender)), frozenset({Code.TYPE})

    def two_signatures(self, chance: random.Random) -> tuple[bytes, frozenset[Code]]:
        at = chance.choice(self.entries)
        payload = base64.b64decode(json.loads(self.lines[at])["payload"])
        return self._replaced(at, sign(PayloadType.ENTRY, payload, self.sender, self.sender)), frozenset(
            {Code.ENVELOPE}
        )

    # parts

    def another_subject(self, chance: random.Random) -> tuple[bytes, frozenset[Code]]:
        """The visit in the parts is not the one that the entry is about."""
        return self._changed(chance, lambda payload: payload.update(subject="b" * 26)), frozenset({Code.PART})

    def another_part(self, chance: random.Random) -> tuple[bytes, frozenset[Code]]:
        def change(payload: Payload) -> None:
            chance.choice(payload["parts"])["hash"] = "A" * 43

        return self._changed(chance, change), frozenset({Code.PART})

    def a_part_of_another_class(self, chance: random.Random) -> tuple[bytes, frozenset[Code]]:
        """Names called figures: they would go where names must not go."""

        def change(payload: Payload) -> None:
            payload["parts"][-1]["class"] = "A"

        return self._changed(chance, change), frozenset({Code.PART, Code.ENTRY})

    # receipts

    def a_receipt_of_a_laptop(self, chance: random.Random) -> tuple[bytes, frozenset[Code]]:
        receipt = {
            "office": "a" * 26, "office_name": "x", "audience": "b" * 26, "archive_epoch": "c" * 26,
            "created": "2026-12-01T00:00:00Z", "packets": [], "positions": [], "noted": [], "counts_digest": "A" * 43,
        }  # fmt: skip
        return self._with_receipt(sign(PayloadType.RECEIPT, compact(receipt), self.sender)), frozenset({Code.SCOPE})

    def a_receipt_that_says_nothing(self, chance: random.Random) -> tuple[bytes, frozenset[Code]]:
        payload = chance.choice([b"{}", b"[]", b"1"])
        return self._with_receipt(sign(PayloadType.RECEIPT, payload, self.sender)), frozenset({Code.DOCUMENT})

    def _with_receipt(self, line: bytes) -> bytes:
        def change(manifest: Payload) -> None:
            manifest["items"].append({"kind": "receipt", "hash": hash_text(line), "bytes": len(line)})

        return self._sealed(signed_again([*self.lines, line], self.sender, change))

    # too much

    def an_endless_line(self, chance: random.Random) -> tuple[bytes, frozenset[Code]]:
        noise = base64.b64encode(chance.randbytes(7 << 20))
        return self._replaced(self.entries[0], b'{"payload":"' + noise + b'"}'), frozenset({Code.LINES, Code.SIZE})
