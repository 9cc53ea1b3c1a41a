"""Files that are opened ahead come in their order, with what they raised in their turn, and are judged anew."""

from pathlib import Path

import pytest

from chibo_desktop.domain.outcomes import Fault
from chibo_desktop.packets import intake, looking
from chibo_desktop.services import arriving, packet_files, papers, receiving, revocation
from chibo_desktop.services.ahead import Arrivals, Arrived
from chibo_desktop.services.arriving import Result
from chibo_desktop.services.desk import Desk
from tests.building.enrolled import Enrolled
from tests.building.exchange_town import pack, record


def reader_of(desk: Desk) -> intake.Desk:
    return intake.Desk(desk.readers, arriving.audiences(desk), papers.trust_book(desk))


def both_packed(town: Enrolled) -> list[Path]:
    record(town.first, "Chi bộ A")
    record(town.second, "Chi bộ B")
    return [pack(town.first, town.stick), pack(town.second, town.stick)]


def test_files_come_in_their_order_opened_or_not(town: Enrolled) -> None:
    packets = both_packed(town)
    other = town.stick / "no packet.chibo"
    other.write_bytes(b"not a packet")
    coming = Arrivals([packets[0], other, packets[1], packets[0]], packet_files.read_packet_file)
    assert not coming.look_ahead(), "nobody has said who reads"
    first = coming.take()
    coming.reader = reader_of(town.clerk)
    while coming.look_ahead():
        pass
    rest = [coming.take() for _ in range(3)]
    assert [one.data for one in (first, *rest)] == [
        path.read_bytes() for path in (packets[0], other, packets[1], packets[0])
    ]
    assert [one.looked is not None for one in (first, *rest)] == [False, False, True, True]
    assert not coming.look_ahead()


def test_a_file_whose_turn_has_come_is_opened_to_its_end(town: Enrolled) -> None:
    packets = both_packed(town)
    coming = Arrivals(packets, packet_files.read_packet_file)
    coming.reader = reader_of(town.clerk)
    assert coming.look_ahead()
    assert coming.look_ahead()
    assert coming.take().looked is not None
    assert coming.take().looked is None


def test_what_a_file_raises_is_raised_in_its_turn(tmp_path: Path) -> None:
    def read(path: Path) -> bytes:
        if path.name == "pulled":
            raise Fault("FILE_UNREADABLE", file=path.name)
        if path.name == "bug":
            raise ZeroDivisionError
        return b"x"

    coming = Arrivals([tmp_path / name for name in ("pulled", "bug", "whole")], read)
    coming.reader = intake.Desk((), frozenset(), papers.TrustBook())
    while coming.look_ahead():
        pass
    with pytest.raises(Fault, match="FILE_UNREADABLE"):
        coming.take()
    with pytest.raises(ZeroDivisionError):
        coming.take()
    assert coming.take() == Arrived(b"x")


def test_large_files_wait_for_their_turn(town: Enrolled, monkeypatch: pytest.MonkeyPatch) -> None:
    packets = both_packed(town)
    monkeypatch.setattr(looking, "LARGEST", 10)
    coming = Arrivals(packets, packet_files.read_packet_file)
    coming.reader = reader_of(town.clerk)
    while coming.look_ahead():
        pass
    assert [coming.take().looked for _ in packets] == [None, None]


def test_a_file_that_was_judged_by_other_papers_is_judged_again(
    town: Enrolled, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The machine of the second file is given up while the first one is written, after the second was opened."""
    packets = both_packed(town)
    taken = arriving.take
    opened: list[object] = []

    def take(desk: Desk, arrived: Arrived, name: str, *, rehearse: bool, place: str = ""):
        opened.append(arrived.looked)
        if len(opened) == 2:
            assert arrived.looked is not None
            revocation.revoke(desk, town.second.me.device, "mất máy", ())
        return taken(desk, arrived, name, rehearse=rehearse, place=place)

    monkeypatch.setattr(arriving, "take", take)
    first, second = receiving.merge(town.clerk, packets).value.files
    assert (first.result, first.entries.quarantined) == (Result.MERGED, 0)
    assert second.entries.new == 0
    assert second.code == "E_REVOKED"


def test_merging_many_files_opens_each_once(town: Enrolled, monkeypatch: pytest.MonkeyPatch) -> None:
    packets = both_packed(town)
    times: list[str] = []
    understanding = intake.understanding

    def counted(verified: intake.Verified, trust: papers.TrustBook):
        times.append(verified.raw.hash)
        return understanding(verified, trust)

    monkeypatch.setattr(intake, "understanding", counted)
    files = receiving.merge(town.clerk, packets).value.files
    assert [one.result for one in files] == [Result.MERGED, Result.MERGED]
    assert len(times) == len(set(times)) == 2
