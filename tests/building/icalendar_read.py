"""Reading a calendar strictly, by the letter of RFC 5545 and without any of the program's own code."""

import datetime as dt
import re
from dataclasses import dataclass, field

_NAME = re.compile(r"[A-Z0-9-]+")
_PARAMETER = re.compile(r';([A-Z-]+)=("[^"]*"|[^;:,"]*)')
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_MEANT = {"\\": "\\", ";": ";", ",": ",", "n": "\n", "N": "\n"}


@dataclass
class Line:
    name: str
    parameters: dict[str, str]
    value: str


@dataclass
class Component:
    """What stands between BEGIN and END."""

    name: str
    lines: list[Line] = field(default_factory=list)
    inner: list["Component"] = field(default_factory=list)

    def one(self, name: str) -> Line:
        (found,) = [line for line in self.lines if line.name == name]
        return found

    def has(self, name: str) -> bool:
        return any(line.name == name for line in self.lines)

    def text(self, name: str) -> str:
        """A value of type TEXT, unescaped; a bare comma or semicolon would make a list of it."""
        value = self.one(name).value
        assert not re.search(r"(?<!\\)(?:\\\\)*[,;]", value), value
        return _ESCAPE.sub(lambda found: _MEANT[found[1]], value)


def read_calendar(data: bytes) -> Component:
    """The calendar, or an ``AssertionError`` that says what is against the rules."""
    assert data.endswith(b"\r\n"), "the last line has an end, too"
    raw = data.split(b"\r\n")[:-1]
    for one in raw:
        assert b"\n" not in one, "a line ends in CR LF and nothing else"
        assert b"\r" not in one
        assert len(one) <= 75, f"{len(one)} bytes in a line"
        one.decode("utf-8")  # a letter that was parted would not decode
    unfolded: list[str] = []
    for one in raw:
        if one[:1] in (b" ", b"\t"):
            unfolded[-1] += one[1:].decode("utf-8")
        else:
            unfolded.append(one.decode("utf-8"))
    (calendar,) = _components([_line(text) for text in unfolded])
    _check(calendar)
    return calendar


def _line(text: str) -> Line:
    name = _NAME.match(text)
    assert name, text
    rest, parameters = text[name.end() :], {}
    while found := _PARAMETER.match(rest):
        parameters[found[1]] = found[2].strip('"')
        rest = rest[found.end() :]
    assert rest.startswith(":"), text
    assert not re.search("[\x00-\x08\x0a-\x1f\x7f]", rest), "control characters have no place in a value"
    return Line(name[0], parameters, rest[1:])


def _components(lines: list[Line]) -> list[Component]:
    found: list[Component] = []
    open_: list[Component] = []
    for line in lines:
        if line.name == "BEGIN":
            open_.append(Component(line.value))
        elif line.name == "END":
            done = open_.pop()
            assert done.name == line.value
            (open_[-1].inner if open_ else found).append(done)
        else:
            open_[-1].lines.append(line)
    assert not open_
    return found


def _check(calendar: Component) -> None:
    assert calendar.name == "VCALENDAR"
    assert calendar.one("VERSION").value == "2.0"
    assert calendar.one("PRODID").value
    zones = {one.one("TZID").value for one in calendar.inner if one.name == "VTIMEZONE"}
    uids: set[str] = set()
    for event in (one for one in calendar.inner if one.name == "VEVENT"):
        uid = event.one("UID").value
        assert uid not in uids
        uids.add(uid)
        assert re.fullmatch(r"\d{8}T\d{6}Z", event.one("DTSTAMP").value)
        begins, ends = event.one("DTSTART"), event.one("DTEND")
        assert begins.parameters == ends.parameters
        assert begins.parameters.get("TZID", next(iter(zones))) in zones
        assert moment(begins) < moment(ends)
        assert event.one("STATUS").value in {"TENTATIVE", "CONFIRMED", "CANCELLED"}


def events(calendar: Component) -> dict[str, Component]:
    """The events by their UID."""
    return {one.one("UID").value: one for one in calendar.inner if one.name == "VEVENT"}


def moment(line: Line) -> str:
    """A day as ``2026-12-03``, a moment as ``2026-12-03 14:00:00``."""
    value = line.value
    day = dt.date(int(value[:4]), int(value[4:6]), int(value[6:8])).isoformat()
    if line.parameters.get("VALUE") == "DATE":
        assert len(value) == 8
        return day
    assert value[8] == "T"
    return f"{day} {dt.time(int(value[9:11]), int(value[11:13]), int(value[13:15]))}"
