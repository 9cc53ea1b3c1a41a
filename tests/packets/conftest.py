"""One office, one enrolled laptop with two visits in its log, made once: none of the tests changes them."""

import pytest

from chibo_desktop.packets.packing import PackedFile
from tests.building.exchange import Machine, Office, packet_of
from tests.building.full_visit import everything
from tests.building.visits import phieng_an


@pytest.fixture(scope="session")
def office() -> Office:
    return Office()


@pytest.fixture(scope="session")
def laptop(office: Office) -> Machine:
    machine = Machine("laptop")
    office.enrol(machine)
    machine.record(phieng_an())
    machine.record(everything())
    return machine


@pytest.fixture(scope="session")
def packet(office: Office, laptop: Machine) -> PackedFile:
    return packet_of(laptop, office)
