"""Lines out of compressed bytes, a piece at a time: whatever the bytes would grow to, memory stays flat."""

import zlib
from collections import deque
from collections.abc import Iterator

from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.packets import limits
from chibo_desktop.packets.codes import Code

_GZIP = 16 + zlib.MAX_WBITS
_INPUT_PIECE = 64 * limits.KIB
_OUTPUT_PIECE = 256 * limits.KIB


def inflated_lines(data: bytes) -> Iterator[bytes]:
    """The lines of one gzip member (RFC 1952) without their ends.

    Raises ``Refusal`` E_GZIP for damage, a missing end or bytes after it, E_BOMB beyond ``limits.INFLATED_BYTES`` or
    ``limits.INFLATION_RATIO``, E_LINES for a line that is too long, empty, or unfinished.
    """
    held = b""
    for piece in _inflated(data):
        lines = piece.split(b"\n")
        lines[0] = held + lines[0]
        held = lines.pop()
        for line in lines:
            if not line or len(line) > limits.LINE_BYTES:
                raise Refusal(Code.LINES, bytes=len(line))
            yield line
        if len(held) > limits.LINE_BYTES:
            raise Refusal(Code.LINES, bytes=len(held))
    if held:
        raise Refusal(Code.LINES, what="unfinished")


def _inflated(data: bytes) -> Iterator[bytes]:
    inflater = zlib.decompressobj(_GZIP)
    total = 0
    bound = min(limits.INFLATED_BYTES, max(limits.INFLATION_FLOOR, limits.INFLATION_RATIO * len(data)))
    for at in range(0, len(data), _INPUT_PIECE):
        pending = data[at : at + _INPUT_PIECE]
        while pending and not inflater.eof:
            try:
                piece = inflater.decompress(pending, _OUTPUT_PIECE)
            except zlib.error as error:
                raise Refusal(Code.GZIP) from error
            pending = inflater.unconsumed_tail
            total += len(piece)
            if total > bound:
                raise Refusal(Code.BOMB, bytes=total, limit=bound)
            yield piece
        if inflater.eof and (inflater.unused_data or at + _INPUT_PIECE < len(data)):
            raise Refusal(Code.GZIP, what="bytes after the end")
    if not inflater.eof:
        raise Refusal(Code.GZIP, what="cut off")


class LineStream:
    """Lines one after the other, with a look ahead."""

    def __init__(self, lines: Iterator[bytes]) -> None:
        self._lines = lines
        self._seen: deque[bytes] = deque()
        self.number = -1
        self.next: bytes | None = None
        self.take()

    def take(self) -> bytes | None:
        """The next line, or ``None`` after the last. ``number`` is its place, from 0."""
        line = self.next
        self.number += line is not None
        self.next = self._seen.popleft() if self._seen else next(self._lines, None)
        return line

    def ahead(self, place: int) -> bytes | None:
        """The line that comes ``place`` (from 1) after the next; it stays to be taken. ``None`` beyond the end."""
        while len(self._seen) < place:
            line = next(self._lines, None)
            if line is None:
                return None
            self._seen.append(line)
        return self._seen[place - 1]
