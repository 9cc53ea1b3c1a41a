"""A picture of every page of both roles, for people to look at: `sh installer/test.sh screens`.

The homes are those of the demonstration; pages are found by walking the rail, so that a new page needs nothing here.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from chibo_desktop.app import machine
from chibo_desktop.app.program import Program
from chibo_desktop.app.single import SingleInstance
from chibo_desktop.domain.visits import VisitState
from chibo_desktop.packets.drives import Drive
from chibo_desktop.services import (
    demo,
    drafts,
    exchange,
    machines,
    organisations,
    plans,
    proofs,
    reorganising,
    revocation,
    sending,
    visits,
)
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.places import Places
from chibo_desktop.storage.visit_lists import VisitFilter
from chibo_desktop.ui.page import Page
from chibo_desktop.ui.pages.audit import AuditLogPage
from chibo_desktop.ui.pages.catalogue import CataloguePage
from chibo_desktop.ui.pages.editor.frame import EditorPage
from chibo_desktop.ui.pages.erase import ErasePage
from chibo_desktop.ui.pages.first_run import FirstRunPage
from chibo_desktop.ui.pages.forward import ForwardPage
from chibo_desktop.ui.pages.import_page import ImportPage
from chibo_desktop.ui.pages.import_rows import Shown
from chibo_desktop.ui.pages.key_ceremony import CeremonyPage
from chibo_desktop.ui.pages.office_keys import OfficeKeysPage
from chibo_desktop.ui.pages.organisations import OrganisationsPage
from chibo_desktop.ui.pages.plan import PlanPage
from chibo_desktop.ui.pages.plan_data import Mode
from chibo_desktop.ui.pages.proof import ProofPage
from chibo_desktop.ui.pages.settings import SettingsPage
from chibo_desktop.ui.pages.unlock import UnlockPage
from chibo_desktop.ui.tokens import Scheme
from tests.building import busy_office, june_2023, planning, played_regimes, reorganised, spreadsheets
from tests.building.exchange_town import Clock
from tests.ui.walkers import settle

FOLDER = Path(os.environ.get("CHIBO_SCREENS", "build/screens"))
PASSPHRASE = "một câu dễ nhớ"
LOOKS = (
    ("light", Scheme.LIGHT, 100, (1366, 768)),
    ("dark", Scheme.DARK, 100, (1366, 768)),
    ("light-150", Scheme.LIGHT, 150, (1366, 768)),
    ("light-low", Scheme.LIGHT, 100, (1366, 696)),
    ("light-small", Scheme.LIGHT, 100, (1024, 640)),
)

pytestmark = pytest.mark.screens


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office and two laptops that have done the whole job once."""
    folder = tmp_path_factory.mktemp("demo") / "out"
    os.environ["CHIBO_TEST_KDF"] = "fast"
    demo.play(demo.Stage(folder, PASSPHRASE, machine.now, machine.making()))
    busy = folder / "busy"
    busy.mkdir()
    busy_office.play(busy, PASSPHRASE, Clock(machine.now() - dt.timedelta(hours=3)))
    FOLDER.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def program(request: pytest.FixtureRequest, qapp: QApplication, homes: Path, tmp_path: Path) -> Iterator[Program]:
    """The program at the door of the home named by the test; at a bare machine where it names none."""
    home = tmp_path / "home"
    if request.param:
        shutil.copytree(homes / request.param, home)
    single = SingleInstance(Places(home))
    assert single.claim()
    made = Program(qapp, Places(home), single)
    made.start()
    made.crashes.unwatch()
    yield made
    made.shell.close()
    made.end()
    made.shell.deleteLater()


def take(program: Program, qtbot: QtBot, name: str) -> None:
    """Write the picture of what is seen, in every look."""
    for look, scheme, zoom, size in LOOKS:
        program.theme.set_scheme(scheme)
        program.theme.set_zoom(zoom)
        program.shell.showNormal()
        program.shell.resize(*size)
        qtbot.waitUntil(lambda: not program.jobs.is_busy(), timeout=20_000)
        settle()
        picture = program.shell.grab()
        assert not picture.isNull()
        assert picture.save(str(FOLDER / f"{name}-{look}.png"))


def parts_of(page: Page | None) -> list[tuple[str, str | None]]:
    """The parts of a page that is divided, as the ends of names of pictures and the subjects that open them."""
    if isinstance(page, CataloguePage):
        return [(f"-{key}", key) for key in page.keys]
    return [("", None)]


def enter(program: Program, qtbot: QtBot) -> Desk:
    """Type the passphrase at the door."""
    (page,) = program.shell.findChildren(UnlockPage)
    page.field.input.setText(PASSPHRASE)
    page.open.click()
    qtbot.waitUntil(lambda: program.shell.page is not None, timeout=20_000)
    assert program.desk is not None
    return program.desk


@pytest.mark.parametrize("program", ["laptop-1", "office"], indirect=True, ids=["group", "office"])
def test_every_page_of_the_rail(program: Program, qtbot: QtBot, request: pytest.FixtureRequest) -> None:
    role = request.node.callspec.id
    take(program, qtbot, f"{role}-unlock")
    enter(program, qtbot)
    keys = program.shell.rail.keys()
    assert len(keys) >= 4
    for key in keys:
        for part, subject in parts_of(program.shell.open_page(key)):
            program.shell.open_page(key, subject)
            take(program, qtbot, f"{role}-{key}{part}")
            program.shell.show_help()
            take(program, qtbot, f"{role}-{key}{part}-help")


@pytest.mark.parametrize("program", ["busy/office", "busy/first"], indirect=True, ids=["office", "group"])
def test_every_page_while_much_is_waiting(
    program: Program, qtbot: QtBot, homes: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    role = request.node.callspec.id
    stick = homes / "busy" / ("office stick" if role == "office" else "laptop stick")
    monkeypatch.setattr(sending, "removable_drives", lambda: (Drive("USB ĐỎ", stick, 3_400_000_000),))
    enter(program, qtbot)
    keys = program.shell.rail.keys()
    for key in keys:
        for part, subject in parts_of(program.shell.open_page(key)):
            program.shell.open_page(key, subject)
            take(program, qtbot, f"busy-{role}-{key}{part}")


@pytest.mark.parametrize("program", ["laptop-1"], indirect=True, ids=["group"])
def test_a_visit_that_is_read_written_and_printed(program: Program, qtbot: QtBot) -> None:
    desk = enter(program, qtbot)
    qtbot.waitUntil(lambda: not program.jobs.is_busy(), timeout=20_000)
    (row, *_) = visits.list_visits(desk, VisitFilter())
    assert row.state is not VisitState.DRAFT
    passages = program.passages
    assert passages is not None
    passages.edit(row.id)
    take(program, qtbot, "group-visit-read")
    passages.preview(row.id)
    take(program, qtbot, "group-print-preview")
    sample = next(iter(exchange.read_visits((demo.SAMPLES / "don-bay.json").read_bytes(), desk.random)))
    (draft,) = visits.record(desk, [sample], finalise_them=False).value
    drafts.load_draft(desk, draft.id)
    passages.edit(draft.id)
    page = program.shell.page
    assert isinstance(page, EditorPage)
    qtbot.waitUntil(lambda: not program.jobs.is_busy(), timeout=20_000)
    for number in range(1, 11):
        take(program, qtbot, f"group-editor-{number:02d}")
        page._step(1)


@pytest.mark.parametrize("program", ["busy/office"], indirect=True, ids=["office"])
def test_what_an_office_does_with_people_and_paper(program: Program, qtbot: QtBot) -> None:
    """Erasing, the proof of paper, the audit log: reached as a clerk reaches them."""
    desk = enter(program, qtbot)
    passages = program.passages
    assert passages is not None
    (row, *_) = visits.list_visits(desk, VisitFilter())
    name = next(one.name for one in visits.read_visit(desk, row.id).visit.attendance.roster if one.name)
    passages.erase()
    page = program.shell.page
    assert isinstance(page, ErasePage)
    take(program, qtbot, "office-erase-empty")
    page.name.setText(name)
    page.look()
    take(program, qtbot, "office-erase")
    assert page.rows.rowCount() > 0
    passages.prove()
    page = program.shell.page
    assert isinstance(page, ProofPage)
    page.code.setText(proofs.code_of(desk, row.id))
    page.check()
    take(program, qtbot, "office-proof")
    assert page.result.isVisible()
    program.shell.open_page("settings")
    settings = program.shell.page
    assert isinstance(settings, SettingsPage)
    assert settings.audit is not None
    settings.audit.all.click()
    assert isinstance(program.shell.page, AuditLogPage)
    take(program, qtbot, "office-audit")


@pytest.mark.parametrize("program", ["busy/office"], indirect=True, ids=["office"])
def test_what_an_office_does_with_spreadsheets(program: Program, qtbot: QtBot, tmp_path: Path) -> None:
    """Importing a province, and a file that has to be mended first: reached as a clerk reaches it."""
    enter(program, qtbot)
    catalogue = program.shell.open_page("catalogue", "organisations")
    assert isinstance(catalogue, CataloguePage)
    part = catalogue.part
    assert isinstance(part, OrganisationsPage)
    part.import_.click()
    page = program.shell.page
    assert isinstance(page, ImportPage)
    (tmp_path / "danh muc.xlsx").write_bytes(spreadsheets.organisations(*MISTAKEN).data)
    page.open_file(tmp_path / "danh muc.xlsx")
    take(program, qtbot, "office-import-mend")
    page.shown.choose(Shown.ALL)
    take(program, qtbot, "office-import")
    (tmp_path / "bac kan.xlsx").write_bytes(june_2023.workbook())
    page.open_file(tmp_path / "bac kan.xlsx")
    qtbot.waitUntil(lambda: not program.jobs.is_busy(), timeout=20_000)
    page.carry_out()
    take(program, qtbot, "office-imports")
    assert page.done_before.rowCount() == 1


MISTAKEN = (
    *spreadsheets.GOOD,
    ("04", "Chi bộ thôn Nà Mu", "Đảng bộ xã Quang Thuần", "Chi bộ trực thuộc đảng ủy cơ sở", "Vùng sâu", "mười hai"),
    ("05", "Chi bộ thôn Phieng An", "Đảng bộ xã Quang Thuận", "Chi bộ trực thuộc đảng ủy cơ sở", None, "12"),
    ("05", "Chi bộ thôn Tà Đinh", "Đảng bộ xã Quang Thuận", "Chi bộ trực thuộc đảng ủy cơ sở", None, 14),
    ("07", "Chi bộ thôn Boóc Khún", "Đảng bộ xã Quang Thuận", "Chi bộ trực thuộc đảng ủy cơ sở", None, 11),
)


@pytest.mark.parametrize("program", ["busy/office"], indirect=True, ids=["office"])
def test_what_an_office_does_with_keys_and_above(program: Program, qtbot: QtBot) -> None:
    """Office keys and their ceremony, sending upward, a machine that was lost."""
    desk = enter(program, qtbot)
    shell, jobs = program.shell, program.jobs
    shell.push(ForwardPage(desk, jobs))
    take(program, qtbot, "office-forward")
    shell.push(OfficeKeysPage(desk, jobs, machine.making))
    take(program, qtbot, "office-keys")
    page = shell.page
    assert isinstance(page, OfficeKeysPage)
    page.begin.click()
    take(program, qtbot, "office-ceremony")
    (lost, *_) = machines.machines(desk)
    revocation.revoke(desk, lost.device, "mất trên đường về")
    shell.open_page("catalogue", "machines")
    take(program, qtbot, "office-machines-lost")


@pytest.mark.parametrize("program", ["office"], indirect=True, ids=["office"])
def test_a_month_that_is_planned(program: Program, qtbot: QtBot) -> None:
    """The planner with something to look at, in its three views, and the form of a visit."""
    desk = enter(program, qtbot)
    planning.fill(desk)
    plans.add(desk, planning.a_busy_month())
    page = program.shell.open_page("plan")
    assert isinstance(page, PlanPage)
    page.show_day(dt.date(2026, 12, 3))
    for mode in Mode:
        page.show_mode(mode)
        qtbot.waitUntil(lambda: page.checked is not None and bool(page.checked.open), timeout=20_000)
        take(program, qtbot, f"office-planned-{mode.value}")
    assert page.looked is not None
    page.open_form(page.looked.lines[0].visit)
    take(program, qtbot, "office-planned-form")


@pytest.mark.parametrize("program", ["office"], indirect=True, ids=["office"])
def test_the_register_of_a_province(program: Program, qtbot: QtBot) -> None:
    """The tree of June 2023, what was found, what has ended since, and the list of what was said."""
    desk = enter(program, qtbot)
    reorganising.carry_out(desk, june_2023.founding())
    reorganising.carry_out(desk, played_regimes.abolishing(organisations.tree(desk, reorganised.ABOLISHED)))
    shell = program.shell
    shell.open_page("catalogue", ("organisations", june_2023.named("Đảng bộ xã Quang Thuận").id))
    page = shell.page
    assert isinstance(page, CataloguePage)
    take(program, qtbot, "office-organisation-ended")
    part = page.part
    assert isinstance(part, OrganisationsPage)
    part.show_day(june_2023.JUNE)
    qtbot.waitUntil(lambda: not program.jobs.is_busy() and not part.pause.isActive(), timeout=20_000)
    take(program, qtbot, "office-organisations")
    part.search.setText("phieng an")
    part.search.commit()
    take(program, qtbot, "office-organisations-found")
    part.said.click()
    take(program, qtbot, "office-organisation-words")


@pytest.mark.parametrize("program", ["busy/first"], indirect=True, ids=["group"])
def test_a_forgotten_passphrase(program: Program, qtbot: QtBot) -> None:
    (page,) = program.shell.findChildren(UnlockPage)
    page.forgotten.click()
    take(program, qtbot, "group-forgotten")


@pytest.mark.parametrize("program", ["office"], indirect=True, ids=["office"])
def test_the_keys_of_an_office(program: Program, qtbot: QtBot) -> None:
    enter(program, qtbot)
    program.shell.open_page("settings")
    settings = program.shell.page
    assert isinstance(settings, SettingsPage)
    assert settings.keys is not None
    settings.keys.open.click()
    page = program.shell.page
    assert isinstance(page, OfficeKeysPage)
    qtbot.waitUntil(page.begin.isEnabled, timeout=20_000)
    page.deeds.change.click()
    take(program, qtbot, "office-keys-change")
    program.shell.go_back()
    page.begin.click()
    ceremony = program.shell.page
    assert isinstance(ceremony, CeremonyPage)
    for line, label in zip(ceremony.plan.labels, ("Chìa 1, đ/c Mẫu giữ", "Chìa 2", "Chìa 3"), strict=False):
        line.setText(label)
    take(program, qtbot, "office-ceremony-plan")
    ceremony.onward.click()
    qtbot.waitUntil(lambda: ceremony.place == 1, timeout=20_000)
    take(program, qtbot, "office-ceremony-key")


@pytest.mark.parametrize("program", [""], indirect=True, ids=["bare"])
def test_the_first_run(program: Program, qtbot: QtBot) -> None:
    (page,) = program.shell.findChildren(FirstRunPage)
    page.code.show_code("7F3K9-2M4QT-XW8ZP-60HJV-CDN51-RSG3B", "Quang Thuận-2")
    for place in range(len(page.steps)):
        page._show(place)
        take(program, qtbot, f"first-run-{place + 1}")
