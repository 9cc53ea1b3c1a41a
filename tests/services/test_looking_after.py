"""Doctor, status, search, backups, today and settings: looking at what is there."""

import dataclasses
import datetime as dt
from pathlib import Path

import pytest

from chibo_desktop.domain.outcomes import Fault
from chibo_desktop.domain.visits import VisitState
from chibo_desktop.services import backups, diary, doctor, rubrics, search, sending, settings, status, today, visits
from chibo_desktop.services.desk import Role
from chibo_desktop.services.doctor import CheckName
from chibo_desktop.services.places import Places
from chibo_desktop.services.settings import Settings
from chibo_desktop.storage import register
from tests.building.enrolled import Enrolled, merge_one
from tests.building.exchange_town import amend, pack, record
from tests.services.test_drafts import noted


def problems(town: Enrolled) -> dict[CheckName, tuple[str, ...]]:
    return {check.name: check.problems for check in doctor.examine(town.first).checks if check.problems}


def test_a_sound_book_is_sound(town: Enrolled) -> None:
    (row, _) = record(town.first, "Chi bộ A", "Chi bộ B")
    amend(town.first, row.id, lambda visit: noted(visit, "khác"))
    steps: list[tuple[int, int]] = []
    report = doctor.examine(town.first, lambda done, total: steps.append((done, total)))
    assert report.is_sound
    assert {check.name: check.checked for check in report.checks} == {
        CheckName.FILE: 1,
        CheckName.SIGNATURES: 3,
        CheckName.REGISTER: 2,
        CheckName.FORKS: 3,
    }
    assert steps == [(0, 3), (1, 3), (2, 3)]
    assert report.versions.step == report.versions.newest_step


def test_a_register_that_differs_from_the_log_is_found(town: Enrolled) -> None:
    one, two = record(town.first, "Chi bộ A", "Chi bộ B")
    town.first.book.write("UPDATE visit_line SET cell = 'khác' WHERE visit = ?", (one.id,))
    assert problems(town) == {CheckName.REGISTER: (f"{one.id} differs",)}
    register.drop_visit(town.first.book, two.id)
    assert f"{two.id} differs" in problems(town)[CheckName.REGISTER]


def test_minutes_without_entries_are_found(town: Enrolled) -> None:
    (row,) = record(town.first, "Chi bộ A", finalise=False)
    town.first.book.write("UPDATE visit_line SET state = 'merged'")
    assert f"{row.id} without entries" in problems(town)[CheckName.REGISTER]


def test_changed_words_under_a_signature_are_found(town: Enrolled) -> None:
    record(town.first, "Chi bộ A")
    town.first.book.write("UPDATE entry_part SET text = replace(text, 'nông', 'nong') WHERE name = 'words'")
    (problem,) = problems(town)[CheckName.SIGNATURES]
    assert problem.endswith("E_PART")


def test_status_counts_by_state(town: Enrolled) -> None:
    record(town.first, "Chi bộ A")
    pack(town.first, town.stick)
    record(town.first, "Chi bộ B")
    record(town.first, "Chi bộ C", finalise=False)
    found = status.status(town.first)
    assert (found.role, found.machine, found.is_enrolled) == (Role.GROUP, "Quang Thuận-1", True)
    assert {state: count for state, count in found.visits.items() if count} == {
        VisitState.PACKED: 1,
        VisitState.FINALISED: 1,
        VisitState.DRAFT: 1,
    }
    assert (found.gaps, found.forks, found.held, found.conflicts) == ((), (), {}, 0)


def test_the_digest_knows_content_and_not_the_way(town: Enrolled) -> None:
    (row,) = record(town.first, "Chi bộ A")
    before = status.digest(town.first)
    pack(town.first, town.stick)
    record(town.first, "Chi bộ nháp", finalise=False)
    assert status.digest(town.first) == before
    amend(town.first, row.id, lambda visit: noted(visit, "khác"))
    assert status.digest(town.first) != before


def test_search_finds_words_without_marks_wherever_they_stand(town: Enrolled) -> None:
    (row,) = record(town.first, "Chi bộ thôn Nà Lẹng")
    record(town.first, "Chi bộ thôn Đon Bây", finalise=False)
    for text in ("na leng", "LẸNG", "don bay", "lương thị thí", "an toàn sông suối"):
        assert search.search(town.first, text), text
    assert {hit.visit.id for hit in search.search(town.first, "Nà Lẹng nà")} == {row.id}
    for text in ("", " ", '"', "*", "a AND", "NEAR(", "khong-co-tu-nay", "x" * 10_000, "%_'"):
        search.search(town.first, text)
    assert len(search.search(town.first, "chi bo", limit=1)) == 1
    merge_one(town.clerk, pack(town.first, town.stick))
    assert [hit.visit.id for hit in search.search(town.clerk, "ocop")] == [row.id]


def test_a_copy_is_made_checked_and_named(town: Enrolled, tmp_path: Path) -> None:
    assert backups.last_backup(town.first) is None
    record(town.first, "Chi bộ A")
    made = backups.back_up_now(town.first).value
    assert backups.last_backup(town.first) == made
    assert made.path.parent == town.first.places.backups
    other = backups.back_up_now(town.first, tmp_path / "usb").value
    assert backups.last_backup(town.first) == made
    assert other.path.read_bytes()[:16] != b"SQLite format 3\0"
    (tmp_path / "file").write_text("x")
    with pytest.raises((Fault, OSError)):
        backups.back_up_now(town.first, tmp_path / "file")


def test_the_first_page_tells_what_waits(town: Enrolled) -> None:
    (row,) = record(town.first, "Chi bộ A")
    record(town.first, "Chi bộ B", finalise=False)
    withdrawn = record(town.first, "Chi bộ C")[0]
    visits.withdraw(town.first, withdrawn.id, "nhầm")
    page = today.today(town.first)
    assert page.date == dt.date(2026, 12, 2)
    assert ([one.cell for one in page.drafts], page.attended_this_year) == (["Chi bộ B"], 1)
    assert {one.id for one in page.recent} == {row.id, withdrawn.id}
    assert {one.visit for one in page.waiting} >= {row.id}
    assert page.last_backup is None


def test_settings_are_kept_and_never_stop_anybody(tmp_path: Path) -> None:
    places = Places(tmp_path)
    assert settings.load_settings(places) == Settings()
    wanted = dataclasses.replace(Settings(), theme="dark", zoom=150)
    settings.save_settings(places, wanted)
    assert settings.load_settings(places) == wanted
    for damaged in (b"", b"{", b'{"zoom": "x"}', b"\xff"):
        places.settings.write_bytes(damaged)
        assert settings.load_settings(places) == Settings()
    places.settings.write_bytes(b'{"theme": "pink", "zoom": 7}')
    assert settings.load_settings(places) == Settings()


def test_the_diary_holds_codes_and_no_words_of_people(town: Enrolled) -> None:
    record(town.first, "Chi bộ bí mật")
    sending.pack_to(town.first, town.stick)
    lines = diary.recent(town.first)
    assert lines[0].code == "PACKED"
    assert "bí mật" not in str(lines)
    assert "Hoàng" not in str(lines)


def test_rubrics_are_those_that_ship(town: Enrolled) -> None:
    standard = rubrics.rubric()
    assert standard is not None
    assert standard in rubrics.rubrics()
    for name in ("", "none", "../settings", "a/b"):
        assert name == "" or rubrics.rubric(name) is None
