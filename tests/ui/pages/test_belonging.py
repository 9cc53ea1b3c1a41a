"""Enrolling and renewing a machine for a decided group, and for a person of the directory."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from chibo_desktop.domain.groups import Post
from chibo_desktop.domain.people import Tier
from chibo_desktop.services import enrolment, groups, machines, people
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.pages.belonging import EVERY, Belonging
from chibo_desktop.ui.pages.machine_actions import RenewDialog
from chibo_desktop.ui.theme import Theme
from chibo_desktop.ui.tokens import Scheme
from tests.building.exchange_town import know, town_in
from tests.building.groups import decision, group, group_id, member
from tests.ui import walkers
from tests.ui.pages.test_machines import Opened

LONG = "Tổ dự sinh hoạt chi bộ phụ trách các xã vùng cao phía bắc huyện Bạch Thông và các đơn vị trực thuộc"


@pytest.fixture
def use(tmp_path: Path, jobs: Jobs, qtbot: Any) -> Iterator[Opened]:
    """An office that has decided about two groups, and the request of a laptop."""
    for town in town_in(tmp_path):
        clerk, laptop = town.office(), town.laptop()
        leader = member("Hoàng Văn Mẫu", Post.LEADER)
        own = replace(group(1), name=LONG, members=(leader, member("Lường Thị Thí")))
        groups.decide(clerk, decision(own, group(2)))
        know(laptop, clerk)
        opened = Opened(town, clerk, jobs, qtbot)
        opened.ask_with(enrolment.make_request(laptop).data)
        yield opened


def test_a_machine_is_enrolled_for_the_group_and_the_person_that_were_chosen(use: Opened) -> None:
    clerk, laptop = use.town._desks[:2]
    choice = use.dialog.reach.belonging
    assert choice.group is None, "its own name is nobody's in the decision"
    assert choice.person is None
    choice.choose(group_id(1))
    assert choice.person == member("Hoàng Văn Mẫu").id, "the member of that very name is offered"
    use.dialog.code.set_digits(enrolment.make_request(laptop).digits)
    use.dialog.press("Đăng ký máy này")
    use.settle()
    assert [row.group for row in machines.machines(clerk)] == [LONG]
    (known,) = people.find(people.people(clerk), "hoang van mau")
    assert laptop.me.person.id in known.ids
    enrolment.accept_grant(laptop, (use.town.stick / "quang-thuan-2.chibo-cap").read_bytes())
    assert laptop.me.group.id == group_id(1)


def test_a_machine_for_every_group_belongs_to_none_of_them(use: Opened) -> None:
    form = use.dialog.reach
    form.belonging.choose(group_id(1))
    form.belonging.choose(EVERY)
    assert (form.reach.any_group, form.reach.group, form.reach.person) == (True, None, None)


@pytest.mark.parametrize(("scheme", "zoom"), [(Scheme.LIGHT, 100), (Scheme.DARK, 100), (Scheme.LIGHT, 150)])
def test_the_dialogs_hold_long_names(use: Opened, theme: Theme, scheme: Scheme, zoom: int, qtbot: Any) -> None:
    theme.set_scheme(scheme)
    theme.set_zoom(zoom)
    use.dialog.reach.belonging.choose(group_id(1))
    use.settle()
    assert walkers.faults(use.dialog) == []
    clerk = use.town._desks[0]
    row = machines.MachineRow(
        clerk.me.device, "M", "P", "", LONG, clerk.today(), machines.CertificateState.VALID, None, 0, ()
    )
    decided = tuple(one.group for one in groups.choosable(clerk))
    dialog = RenewDialog(row, clerk.today(), use.page, decided)
    qtbot.addWidget(dialog)
    dialog.show()
    walkers.settle()
    assert walkers.faults(dialog) == []
    assert dialog.group is None


def test_the_group_of_the_same_id_or_the_only_one_of_the_same_name_is_offered_first(use: Opened) -> None:
    view = replace(use.dialog._request.view, group_id=group_id(2))
    decided = (group(1), group(2))
    assert Belonging(view, decided).group == group_id(2)
    named = replace(view, group_id="x", group="To so 01", tier=Tier.PROVINCE)
    assert Belonging(named, decided).group == group_id(1)
    assert Belonging(named, (group(1), replace(group(2), name="Tổ số 01"))).group is None
    assert Belonging(replace(named, group=""), decided).group is None
