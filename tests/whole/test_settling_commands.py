"""Choosing, linking and taking back on the command line: answers, contracts, refusals."""

import dataclasses
from pathlib import Path

import pytest

from chibo_desktop.domain.ids import VisitId
from chibo_desktop.services import revocation, visits
from tests.building.console import Answer, chibo
from tests.building.enrolled import Enrolled, merge_one
from tests.building.exchange_town import a_visit, amend, pack, record
from tests.building.visits import id_of
from tests.whole.contract import FILE_REPORT, Shape, breaches, plain

CONTRACT: dict[str, Shape] = {
    "conflicts": {
        "conflicts": [
            plain("id visit cell date path asked")
            | {"values": [plain("choice entry kind value machine person group at packet")]}
        ],
        "duplicates": [
            {"first": plain("visit cell date machine person"), "second": plain("visit cell date machine person")}
        ],
    },
    "settle": plain("id entry left"),
    "link": plain("visits same entry"),
    "unlink": plain("visits same entry"),
    "undo-merge": plain("dry_run restored packet number file_name entries hidden changed choices"),
}


HELD = plain(
    "id file_name code data arrived_at number machine item person group entries packed_at bytes sentence releasable"
)
ASIDE = plain("id entry kind subject machine person group seq reason at device cell date code sentence releasable")
QUARANTINE: dict[str, Shape] = {
    "list": {"held": [HELD], "aside": [ASIDE]},
    "show": HELD | plain("lines"),
    "retry": FILE_REPORT,
    "release": plain("entries"),
    "export": plain("file"),
}


class Office:
    """The home of an office that nobody has open."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def __call__(self, command: str, *words: str | Path) -> Answer:
        answer = chibo("--json", "--home", self.home, command, *words)
        shape = QUARANTINE.get(str(words[0])) if command == "quarantine" else CONTRACT.get(command)
        if answer.status == 0 and shape is not None:
            assert breaches(shape, answer.json) == []
        return answer


@pytest.fixture
def office(template: Path, tmp_path: Path) -> Office:
    """With one value that differs and one meeting that was recorded twice."""
    town = Enrolled(template, tmp_path)
    (row,) = record(town.first, "Chi bộ A")
    merge_one(town.clerk, pack(town.first, town.stick))
    for desk, end in ((town.clerk, "21:30"), (town.first, "21:40")):
        amend(
            desk,
            row.id,
            lambda visit, end=end: dataclasses.replace(visit, session=dataclasses.replace(visit.session, end=end)),
        )
    again = dataclasses.replace(a_visit("Chi bộ A"), id=VisitId(id_of("the same meeting again")))
    visits.record(town.second, [again], finalise_them=True)
    for laptop in (town.first, town.second):
        merge_one(town.clerk, pack(laptop, town.stick))
    town.close()
    return Office(tmp_path / "office")


def values(office: Office) -> dict[str, str]:
    """Number of each value of the one conflict."""
    (found,) = office("conflicts").json["conflicts"]
    return {value["value"]: str(value["choice"]) for value in found["values"]}


def test_a_value_is_chosen_by_its_number_or_entry_and_taken_back(office: Office) -> None:
    (found,) = office("conflicts").json["conflicts"]
    assert found["path"] == "session.end"
    assert list(values(office)) == ["21:40", "21:30"]
    made = office("settle", found["id"], values(office)["21:30"], "--reason", "hỏi bí thư").json
    assert made["left"] == 0
    assert office("visit", "show", found["visit"]).json["visit"]["session"]["end"] == "21:30"
    undone = office("settle", made["entry"], "--undo").json
    assert undone["left"] == 1
    entry = next(value["entry"] for value in found["values"] if value["value"] == "21:40")
    office("settle", found["id"], entry)
    assert office("conflicts").json["conflicts"] == []
    history = office("visit", "show", found["visit"]).json["history"]
    assert [line["choice"]["value"] for line in history if line["choice"]] == ["21:30", None, "21:40"]


def test_asking_and_another_value(office: Office) -> None:
    (found,) = office("conflicts").json["conflicts"]
    assert office("settle", found["id"], "--ask").json["left"] == 0
    assert office("status").json["asked"] == 1
    assert office("conflicts").json["conflicts"][0]["asked"] is True
    assert office("settle", found["id"], "--value", "chín giờ").code == "VALUE_WRONG"
    assert office("settle", found["id"], "--value", "21:35").json["left"] == 0
    assert office("visit", "show", found["visit"]).json["visit"]["session"]["end"] == "21:35"


def test_visits_are_linked_told_apart_and_unlinked(office: Office) -> None:
    (pair,) = office("conflicts").json["duplicates"]
    ids = (pair["first"]["visit"], pair["second"]["visit"])
    assert office("status").json["visits"]["merged"] == 2
    assert office("link", *ids).json["same"] is True
    assert office("status").json["visits"]["merged"] == 1
    assert office("link", *ids).code == "LINK_KNOWN"
    office("unlink", *ids, "--reason", "hai buổi")
    assert office("status").json["visits"]["merged"] == 2
    assert office("unlink", *ids).code == "LINK_UNKNOWN"
    assert office("conflicts").json["duplicates"] == []


def test_what_cannot_be_done_is_refused_in_words(office: Office) -> None:
    (found,) = office("conflicts").json["conflicts"]
    assert office("settle", "nothing", "1").code == "CONFLICT_UNKNOWN"
    assert office("settle", found["id"], "3").code == "CHOICE_UNKNOWN"
    assert office("settle", "x", "--undo").code == "CHOICE_UNKNOWN"
    assert office("settle", found["id"]).status == 2
    assert office("settle", found["id"], "1", "--ask").status == 2
    assert office("link", "x", "y").code == "VISIT_UNKNOWN"


def test_a_packet_is_taken_back_and_brought_back(office: Office) -> None:
    file = sorted((office.home.parent / "stick").glob("GOI-*"))[-1]
    before = office("digest").json
    looked = office("undo-merge", file.name, "--dry-run").json
    assert office("digest").json == before
    done = office("undo-merge", file.name, "--reason", "nhầm").json
    assert {**looked, "dry_run": False} == done
    assert done["entries"] >= 1
    assert office("undo-merge", file.name).code == "MERGED_WITHDRAWN"
    assert office("undo-merge", done["packet"], "--restore").json["restored"] is True
    assert office("digest").json == before
    assert office("undo-merge", done["packet"], "--restore").code == "MERGED_COUNTS"
    assert office("undo-merge", "nothing").code == "MERGED_UNKNOWN"
    assert office("undo-merge", file.name, "--dry-run", "--restore").status == 2


@pytest.fixture
def late(template: Path, tmp_path: Path) -> Office:
    """With a visit that came after its machine was given up, and a broken file."""
    town = Enrolled(template, tmp_path)
    record(town.first, "Chi bộ A")
    merge_one(town.clerk, pack(town.first, town.stick))
    revocation.revoke(town.clerk, town.first.me.device, "mất máy")
    record(town.first, "Chi bộ B")
    file = pack(town.first, town.stick)
    merge_one(town.clerk, file)
    broken = tmp_path / "broken.chibo"
    broken.write_bytes(file.read_bytes()[:-9])
    merge_one(town.clerk, broken)
    town.close()
    return Office(tmp_path / "office")


def test_what_was_set_aside_is_shown_tried_exported_and_released(late: Office, tmp_path: Path) -> None:
    broken, item = late("quarantine", "list").json["held"]
    assert (item["code"], item["machine"], broken["item"]) == ("E_REVOKED", "Quang Thuận-1", None)
    assert broken["sentence"]
    shown = late("quarantine", "show", str(item["id"])).json
    assert shown["lines"][0].startswith('{"payload"')
    again = late("quarantine", "retry", str(broken["id"]))
    assert (again.status, again.json["code"]) == (1, broken["code"])
    out = tmp_path / "out"
    out.mkdir()
    written = late("quarantine", "export", str(item["id"]), "--to", out).json["file"]
    assert Path(written).read_text("utf-8").splitlines() == shown["lines"]
    confirmed = ("--who", "Hoàng Văn Mẫu", "--means", "telephone", "--reason", "của mình")
    assert late("quarantine", "release", str(broken["id"]), *confirmed).code == "HELD_NOT_RELEASED"
    assert late("quarantine", "release", str(item["id"]), *confirmed).json["entries"] == 1
    assert [one["id"] for one in late("quarantine", "list").json["held"]] == [broken["id"]]
    assert late("status").json["visits"]["merged"] == 2
    assert late("quarantine", "retry", str(item["id"])).code == "HELD_UNKNOWN"
    assert late("quarantine", "show", "99").code == "HELD_UNKNOWN"


def test_entries_that_do_not_count_are_listed_too(office: Office) -> None:
    file = sorted((office.home.parent / "stick").glob("GOI-*"))[-1]
    assert office("quarantine", "list").json == {"held": [], "aside": []}
    entries = office("undo-merge", file.name).json["entries"]
    aside = office("quarantine", "list").json["aside"]
    assert [one["reason"] for one in aside] == ["withdrawn"] * entries


def test_entries_of_the_log_are_released_by_the_id_that_the_list_says(template: Path, tmp_path: Path) -> None:
    town = Enrolled(template, tmp_path)
    record(town.first, "Chi bộ A", "Chi bộ B")
    merge_one(town.clerk, pack(town.first, town.stick))
    loss = revocation.loss_of(town.clerk, town.first.me.device)
    revocation.revoke(town.clerk, town.first.me.device, "mất máy", revocation.positions(loss, 0))
    town.close()
    office = Office(tmp_path / "office")
    aside = office("quarantine", "list").json["aside"]
    assert [(one["code"], one["releasable"], one["id"] == one["entry"]) for one in aside] == [
        ("REVOKED", True, True)
    ] * 2
    confirmed = ("--who", "Hoàng Văn Mẫu", "--means", "telephone", "--reason", "của mình")
    assert office("quarantine", "release", *(one["id"] for one in aside), *confirmed).json["entries"] == 2
    assert office("quarantine", "list").json["aside"] == []
    assert office("quarantine", "release", aside[0]["id"], *confirmed).code == "ENTRY_NOT_LATE"


def test_what_was_taken_back_is_not_released_by_word_of_mouth(office: Office) -> None:
    file = sorted((office.home.parent / "stick").glob("GOI-*"))[-1]
    office("undo-merge", file.name)
    (one, *_) = office("quarantine", "list").json["aside"]
    assert one["releasable"] is False
    confirmed = ("--who", "Hoàng Văn Mẫu", "--means", "telephone", "--reason", "của mình")
    assert office("quarantine", "release", one["id"], *confirmed).code == "HELD_NOT_RELEASED"
