"""What people said and who they are stands in no file in plain: not in the home, not on the stick, not in a log."""

import dataclasses
import gzip
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from chibo_desktop.domain.ids import ItemId
from chibo_desktop.domain.text import fold
from chibo_desktop.domain.visits import Attendee, Closing, Guidance, Opinion, Visit
from chibo_desktop.services import backups, drafts, former_books, going_back, receipts, receiving, settings, visits
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.settings import Settings
from tests.building.enrolled import Enrolled
from tests.building.exchange_town import PASSPHRASE, a_visit, amend, pack
from tests.building.hostile import lines_of
from tests.services.test_drafts import PNG

SYLLABLES = ("ấp ổi ước ợt ỹ đạn ẵm ẻn ịt ọc", "ủng ứng ỳ ằng ẽ ỗi ũi ữ ặc ỏ")
PLANTED = tuple(f"Bí Mật Số Đặc Biệt {word}" for line in SYLLABLES for word in line.split())


def planted_visit() -> Visit:
    """Twenty strings, each in a field of its own."""
    name, cell, place, chair, secretary, member, reason, *rest = PLANTED
    visit = a_visit(cell)
    opinions = tuple(
        Opinion(ItemId(f"aaaaaaa{letter}"), speaker=speaker, text=text)
        for letter, speaker, text in zip("abc", rest[0:3], rest[3:6], strict=True)
    )
    guidance = (Guidance(ItemId("bbbbbbbb"), by=rest[6], text=rest[7], target=rest[8]),)
    roster = (Attendee(ItemId("cccccccc"), name=member, reason=reason),)
    return dataclasses.replace(
        visit,
        session=dataclasses.replace(visit.session, place=place, theme=name),
        chair=dataclasses.replace(visit.chair, name=chair),
        secretary=dataclasses.replace(visit.secretary, name=secretary),
        attendance=dataclasses.replace(visit.attendance, roster=roster),
        opinions=opinions,
        guidance=guidance,
        closing=Closing(rest[9], rest[10], conclusion=rest[11]),
    )


def forms_of(text: str) -> Iterator[bytes]:
    """A text as it may lie in a file."""
    for written in (text, unicodedata.normalize("NFD", text), fold(text), text.upper()):
        yield written.encode()
        yield written.encode("utf-16-le")
        yield written.encode("utf-16-be")
        yield written.encode("ascii", "backslashreplace")


def found_in(root: Path, texts: tuple[str, ...]) -> set[tuple[str, str]]:
    """Name of the file and text, wherever one stands in plain."""
    files = [path for path in root.rglob("*") if path.is_file()]
    assert files
    return {(path.name, text) for path in files for text in texts if is_in(path.read_bytes(), text)}


def is_in(data: bytes, text: str) -> bool:
    return any(form in data for form in forms_of(text))


def work_through(town: Enrolled, desk: Desk, tmp_path: Path) -> None:
    """Draft, attachment, finalising, amending, packing, merging, receipts, backup, a log, an error in it."""
    visit = planted_visit()
    picture = tmp_path / "picture"
    picture.write_bytes(PNG)
    attached = drafts.attach(desk, picture, PLANTED[0])
    drafts.save_draft(desk, dataclasses.replace(visit, attachments=(attached,)), "closing")
    visits.finalise(desk, visit.id)
    amend(desk, visit.id, lambda old: dataclasses.replace(old, opinions=old.opinions[:2]), reason=PLANTED[1])
    settings.save_settings(desk.places, Settings())
    pack(desk, town.stick)
    backups.back_up_now(desk)
    receiving.merge(town.clerk, [town.stick])
    receipts.write_receipts(town.clerk, town.stick)
    receiving.merge(desk, [town.stick])
    drafts.begin_amendment(desk, visit.id, PLANTED[2])


def test_planted_words_are_in_no_file(town: Enrolled, tmp_path: Path) -> None:
    assert len(PLANTED) == 20
    work_through(town, town.first, tmp_path)
    for desk in (town.first, town.clerk):
        assert (desk.places.home / "book.db-wal").stat().st_size > 0, "looked at while the book is open"
    people = (PASSPHRASE, "Hoàng Văn Mẫu", "Tổ số 05", "Quang Thuận-1")
    assert found_in(tmp_path, (*PLANTED, *people)) == set()
    town.close()
    assert found_in(tmp_path, (*PLANTED, *people)) == set()


def test_planted_words_are_in_no_file_while_a_backup_takes_the_place_of_the_book(
    town: Enrolled, tmp_path: Path
) -> None:
    desk = town.first
    work_through(town, desk, tmp_path)
    (backup,) = [one.path for one in backups.list_backups(desk)]
    backups.back_up_to_stick(desk, town.stick)
    prepared = going_back.prepare(desk, going_back.Wanted(backup))
    assert prepared.staged.exists()
    assert found_in(tmp_path, PLANTED) == set(), "what is made ready is sealed, too"
    aside = going_back.go_back(desk, prepared).value.aside
    assert found_in(tmp_path, PLANTED) == set()
    former_books.take_back(desk, aside)
    assert found_in(tmp_path, PLANTED) == set()


def test_the_search_for_words_would_find_them(town: Enrolled, tmp_path: Path) -> None:
    work_through(town, town.first, tmp_path)
    (packet,) = town.stick.glob("GOI-*")
    plain = b"\n".join(lines_of(packet.read_bytes(), town.first.keys.reader))
    (tmp_path / "plain").write_bytes(plain)
    assert {text for _, text in found_in(tmp_path, PLANTED)} >= set(PLANTED[:18])
    (tmp_path / "plain").write_bytes(gzip.compress(plain))
    assert found_in(tmp_path, PLANTED) == set()
