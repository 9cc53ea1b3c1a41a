"""Để riêng of Nhận gói tin: entries of the log that do not count, with their reason, and the way to let them count."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from chibo_desktop.domain.visits import VisitState
from chibo_desktop.services import revocation, status
from chibo_desktop.services.releasing import Confirmation, Means
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.pages.aside_rows import AsideKey
from chibo_desktop.ui.pages.late_entries import LateEntriesPage
from chibo_desktop.ui.theme import Theme
from chibo_desktop.ui.tokens import Scheme
from tests.building.enrolled import merge_one
from tests.building.exchange_town import Town, enrol, pack, record, town_in
from tests.services.test_foreign import OURS, THEIRS, Office, withdraw
from tests.services.test_foreign import plain as a_plain_visit
from tests.ui import walkers
from tests.ui.pages.test_receive import Opened

CONFIRMED = Confirmation("Hoàng Văn Mẫu", Means.TELEPHONE, "của tổ")


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    yield from town_in(tmp_path)


@pytest.fixture
def use(town: Town, jobs: Jobs, qtbot: Any) -> Opened:
    """A machine that was lost with two visits too many, another one's late visit in quarantine, a stranger's word."""
    clerk, lost, late = town.office(), town.laptop(), town.laptop("Quang Thuận-3")
    for laptop in (lost, late):
        enrol(laptop, clerk)
    record(lost, "Chi bộ thôn Nà Thử", "Chi bộ thôn Pác Mẫu")
    merge_one(clerk, pack(lost, town.root))
    loss = revocation.loss_of(clerk, lost.me.device)
    revocation.revoke(clerk, lost.me.device, "mất máy", revocation.positions(loss, 0))
    revocation.revoke(clerk, late.me.device, "mất máy")
    record(late, "Chi bộ thôn Vi Hương")
    merge_one(clerk, pack(late, town.root))
    bureau = Office(clerk)
    mine, thief = bureau.machine("Bạch Thông-1", OURS), bureau.machine("Chợ Đồn-1", THEIRS)
    for machine in (mine, thief):
        bureau.vouch(machine, machine.group)
    visit = a_plain_visit("Chi bộ thôn Phiêng An")
    first = mine.record(visit)
    bureau.merge(bureau.packet(mine, first))
    bureau.merge(bureau.packet(thief, withdraw(thief, visit, first)))
    return Opened(clerk, jobs, qtbot)


def keys(use: Opened) -> dict[str, AsideKey]:
    return {key.code: key for key in use.page.list.keys if isinstance(key, AsideKey)}


def test_what_does_not_count_is_listed_beside_what_waits(use: Opened) -> None:
    assert "Để riêng, cần xem (03)" in use.titles()
    use.choose(keys(use)["foreign"])
    assert "máy của tổ hoặc văn phòng khác" in use.told()
    (row,) = use.page.preview.entries.rows_model.rows
    assert (row.cell, row.kind) == ("Chi bộ thôn Phiêng An", "visit.withdrawn")
    assert not use.page.preview.late.isVisible(), "the office says so itself, or widens the certificate"
    assert not use.page.preview.retry.isVisible(), "it is judged whenever anything comes"


def test_the_late_entries_of_a_machine_are_released_from_here(use: Opened) -> None:
    use.choose(keys(use)["revoked"])
    cells = [row.cell for row in use.page.preview.entries.rows_model.rows]
    assert cells == ["Chi bộ thôn Nà Thử", "Chi bộ thôn Pác Mẫu"], "by what they say, for no register has them"
    use.page.preview.late.click()
    use.settle()
    (late,) = use.pushed
    assert isinstance(late, LateEntriesPage)
    release_all(use, late)
    assert "revoked" not in keys(use)


def test_a_late_item_of_quarantine_leads_to_the_same_door(use: Opened) -> None:
    use.choose(use.held("E_REVOKED"))
    use.page.preview.late.click()
    use.settle()
    (late,) = use.pushed
    assert isinstance(late, LateEntriesPage)
    assert "Quang Thuận-3" in late.header.title
    release_all(use, late)
    assert use.page._seen.inbox.held == ()


def release_all(use: Opened, late: LateEntriesPage) -> None:
    before = status.status(use.page._desk).visits[VisitState.MERGED]
    late.ask_word = lambda _: CONFIRMED
    late.refresh()
    use.settle()
    late.all.click()
    use.settle()
    assert status.status(use.page._desk).visits[VisitState.MERGED] > before
    use.page.refresh()
    use.settle()


LOOKS = [(Scheme.LIGHT, 100, (1262, 768)), (Scheme.DARK, 150, (1210, 696)), (Scheme.LIGHT, 100, (920, 640))]


@pytest.mark.parametrize(("scheme", "zoom", "size"), LOOKS)
@pytest.mark.parametrize("code", ["revoked", "foreign"])
def test_the_walkers_find_nothing(
    use: Opened, theme: Theme, code: str, scheme: Scheme, zoom: int, size: tuple[int, int]
) -> None:
    theme.set_scheme(scheme)
    theme.set_zoom(zoom)
    use.page.resize(*size)
    use.choose(keys(use)[code])
    use.settle()
    assert walkers.faults(use.page) == []
