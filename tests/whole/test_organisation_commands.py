"""The register on the command line: the province of June 2023 through its reorganisations, contracts, refusals."""

import json
import shutil
from pathlib import Path

import pytest

from chibo_desktop.services import founding, organisations
from chibo_desktop.services.desk import Role
from tests.building import june_2023, reorganised
from tests.building.bac_kan import NEW_COMMUNES
from tests.building.console import Answer, chibo
from tests.building.homes import PASSPHRASE, found_home, open_home
from tests.building.june_2023 import PROVINCE
from tests.whole.contract import REFUSED, Shape, breaches, plain

COUNTS: Shape = plain(
    "organisations direct grassroots grassroots_parties grassroots_cells subordinate_cells cells members categories"
)
ON_DAY = "id name parent is_stray level category type areas members code kilometres"
ATTENDED = plain("visits cells")
CHANGED: Shape = plain("entry day operation cells groups planned visits") | {
    "reach": plain("begun ended changed below"),
    "before": COUNTS,
    "now": COUNTS,
    "cautions": [plain("code organisation name day count other")],
}
CONTRACT: dict[str, Shape] = {
    "list": plain("as_of regime")
    | {"counts": COUNTS, "organisations": [plain(f"{ON_DAY} depth cells level_name category_name")]},
    "find": {"hits": [plain("id name superiors former stands")]},
    "show": plain("as_of id name stands")
    | {
        "organisation": plain(ON_DAY),
        "superiors": [plain("name id level")],
        "counts": COUNTS,
        "successors": [plain("id name")],
        "predecessors": [plain("id name")],
        "visits": {"then": ATTENDED, "today": ATTENDED},
    },
    "history": {
        "words": [
            plain("entry operation on decision reason source at person machine is_undone undone")
            | {
                "settings": [
                    plain("organisation sets on name parent level category type areas members code kilometres stands")
                ],
                "successions": [plain("old new on")],
            }
        ]
    },
}
PHIENG_AN = june_2023.named("Chi bộ thôn Phiêng An").id
QUANG_THUAN = june_2023.named("Đảng bộ xã Quang Thuận").id
BACH_THONG = june_2023.named("Đảng bộ huyện Bạch Thông").id


class Office:
    """The home of an office that nobody has open."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def __call__(self, command: str, *words: str | Path) -> Answer:
        answer = chibo("--json", "--home", self.home, "org", command, *words, CHIBO_PASSPHRASE=PASSPHRASE)
        shape = CONTRACT.get(command, CHANGED) if answer.status == 0 else REFUSED
        assert breaches(shape, answer.json) == []
        return answer

    def said(self, *words: str | Path) -> str:
        return chibo("--home", self.home, "org", *words, CHIBO_PASSPHRASE=PASSPHRASE).out


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("office") / "office"
    found_home(folder, Role.OFFICE)
    desk = open_home(folder)
    organisations.say(desk, june_2023.founding())
    founding.close_desk(desk)
    return folder


@pytest.fixture
def office(founded: Path, tmp_path: Path) -> Office:
    shutil.copytree(founded, tmp_path / "office")
    return Office(tmp_path / "office")


def test_the_list_of_june_2023_has_the_counts_of_its_report(office: Office) -> None:
    answer = office("list", "--as-of", "2023-06-30").json
    counts = answer["counts"]
    assert (counts["direct"], counts["grassroots"]) == (11, 432)
    assert (counts["grassroots_parties"], counts["grassroots_cells"]) == (173, 259)
    assert (counts["subordinate_cells"], counts["cells"], counts["members"]) == (1_992, 2_251, 36_872)
    assert answer["regime"] == "I"
    assert len(answer["organisations"]) == counts["organisations"] == 2_436
    assert answer["organisations"][0]["name"] == "Đảng bộ tỉnh Bắc Kạn"
    told = office.said("list", "--as-of", "2023-06-30", "--counts")
    for words in ("11 tổ chức trực thuộc tỉnh ủy", "432 tổ chức cơ sở đảng (173", "259 chi bộ cơ sở)", "1.992 chi bộ"):
        assert words in told
    assert "\n" not in told.strip()
    below = office("list", "--as-of", "2023-06-30", "--under", BACH_THONG).json
    assert below["counts"]["cells"] < 400
    assert {one["depth"] for one in below["organisations"]} == {2, 3}


def test_the_district_level_is_abolished_by_one_command_and_each_day_keeps_its_tree(
    office: Office, tmp_path: Path
) -> None:
    units = tmp_path / "units.json"
    units.write_text(json.dumps(_units()), encoding="utf-8")
    words = ("abolish-level", "district", "--on", "2025-07-01", "--units", units, "--decision", "1683/NQ-UBTVQH15")
    looked = office(*words, "--dry-run").json
    assert looked["entry"] is None
    assert len(looked["reach"]["ended"]) == 1 + 8 + 108
    assert office("list", "--counts", "--as-of", "2025-07-01").json["counts"] == looked["before"]
    done = office(*words).json
    assert done["entry"]
    assert (done["now"], done["cells"]) == (looked["now"], looked["cells"])
    after = office("list", "--as-of", "2025-07-01").json
    assert after["counts"]["cells"] == 2_251
    assert [one["name"] for one in after["organisations"] if one["depth"] == 0] == ["Đảng bộ tỉnh Thái Nguyên"]
    assert after["counts"]["categories"]["commune_party"] == len(NEW_COMMUNES)
    office("categorise", "--from", "grassroots", "--from", "subordinate", "--as", "cell", "--on", "2026-07-26")
    last = office("list", "--as-of", "2026-07-26", "--counts").json
    assert (last["regime"], last["counts"]["categories"]["cell"], last["counts"]["subordinate_cells"]) == (
        "III", 2_251, 0,
    )  # fmt: skip
    assert office("list", "--counts", "--as-of", "2023-06-30").json["counts"] == looked["before"]
    shown = office("show", QUANG_THUAN, "--as-of", "2026-12-01").json
    assert not shown["stands"]
    (heir,) = shown["successors"]
    assert heir["name"] == "Đảng bộ xã Bạch Thông"
    assert [one["name"] for one in office("show", heir["id"], "--as-of", "2026-12-01").json["predecessors"]] != []
    back = office("undo", done["entry"], "--reason", "ghi nhầm").json
    assert back["operation"] == "reversed"
    assert office("list", "--counts", "--as-of", "2025-07-01").json["counts"] == looked["before"]
    office("undo", back["entry"])
    assert office("list", "--counts", "--as-of", "2025-07-01").json["counts"] == after["counts"]


def _units() -> list[dict[str, object]]:
    """The units of 2025 as a clerk would list them: new communes by a word of the file, old ones by their ids."""
    found: list[dict[str, object]] = [
        {"id": "TN", "name": "Đảng bộ tỉnh Thái Nguyên", "level": "province", "merges": [PROVINCE.id],
         "takes": [june_2023.named(name).id for name in reorganised.KEPT]}
    ]  # fmt: skip
    for name, olds in NEW_COMMUNES.items():
        merges = [june_2023.named(f"Đảng bộ {old}").id for old in olds]
        found.append(
            {"name": f"Đảng bộ {name}", "parent": "TN", "level": "commune", "category": "commune_party",
             "merges": merges}
        )  # fmt: skip
    return found


def test_organisations_are_added_renamed_moved_merged_and_dissolved(office: Office) -> None:
    added = office(
        "add", "Chi bộ thôn Mới", "--parent", QUANG_THUAN, "--category", "subordinate", "--level", "cell", "--on",
        "2024-01-01", "--type", "village", "--area", "remote", "--members", "12",
    ).json  # fmt: skip
    (new,) = added["reach"]["begun"]
    assert added["now"]["members"] == added["before"]["members"] + 12
    office("rename", new, "Chi bộ thôn Mới 1", "--on", "2024-06-01", "--decision", "05-QĐ/ĐU")
    office("correct", new, "--kilometres", "7")
    vi_huong = june_2023.named("Đảng bộ xã Vi Hương").id
    office("move", new, "--to", vi_huong, "--on", "2024-07-01")
    shown = office("show", new, "--as-of", "2024-08-01").json
    assert (shown["name"], shown["superiors"][0]["id"]) == ("Chi bộ thôn Mới 1", vi_huong)
    assert shown["organisation"]["kilometres"] == 7
    merged = office("merge", new, PHIENG_AN, "--into", PHIENG_AN, "--on", "2024-09-01").json
    assert merged["reach"]["ended"] == [new]
    told = office("history", new).json["words"]
    assert [one["operation"] for one in told] == ["merged", "moved", "corrected", "renamed", "registered"]
    assert "Sáp nhập từ ngày 01/9/2024" in office.said("history", new)
    assert office("find", "thon moi 1", "--as-of", "2024-10-01").json["hits"][0]["stands"] is False
    both = office("merge", PHIENG_AN, QUANG_THUAN, "--name", "Chi bộ Chung", "--on", "2024-10-01", "--dry-run").json
    assert both["entry"] is None
    gone = office("dissolve", PHIENG_AN, "--heir", QUANG_THUAN, "--on", "2024-11-01").json
    assert gone["cells"] == 1


def test_visits_are_listed_by_the_organisation_under_which_they_count(office: Office) -> None:
    answer = chibo(
        "--json", "--home", office.home, "visit", "list", "--under", QUANG_THUAN, CHIBO_PASSPHRASE=PASSPHRASE
    )
    assert answer.json == {"count": 0, "visits": []}
    refused = chibo("--json", "--home", office.home, "visit", "list", "--under", "x", CHIBO_PASSPHRASE=PASSPHRASE)
    assert refused.code == "ORGANISATION_UNKNOWN"


def test_a_split_gives_out_what_stood_below(office: Office, tmp_path: Path) -> None:
    units = tmp_path / "units.json"
    units.write_text(
        json.dumps(
            [
                {"name": "Đảng bộ xã Quang Thuận A", "parent": BACH_THONG, "category": "grassroots_party"},
                {"name": "Đảng bộ xã Quang Thuận B", "parent": BACH_THONG, "takes": [PHIENG_AN]},
            ]
        )
    )
    done = office("split", QUANG_THUAN, "--units", units, "--on", "2024-01-01").json
    assert len(done["reach"]["begun"]) == 2
    shown = office("show", QUANG_THUAN, "--as-of", "2024-02-01").json
    assert [one["name"] for one in shown["successors"]] == ["Đảng bộ xã Quang Thuận A", "Đảng bộ xã Quang Thuận B"]
    above = office("show", PHIENG_AN, "--as-of", "2024-02-01").json["superiors"][0]["name"]
    assert above == "Đảng bộ xã Quang Thuận B"


def test_refusals_are_told_and_change_nothing(office: Office, tmp_path: Path) -> None:
    bad = tmp_path / "bad.json"
    for text in ("{}", '[{"nam": 1}]', "\xff"):
        bad.write_text(text, encoding="latin-1")
        answer = office("split", QUANG_THUAN, "--units", bad, "--on", "2024-01-01")
        assert answer.json["refused"]["code"] == "UNITS_UNREADABLE"
    bad.write_text("[]")
    assert office("split", QUANG_THUAN, "--units", bad, "--on", "2024-01-01").json["refused"]["code"] == "UNITS_NONE"
    refused = office("move", BACH_THONG, "--to", PHIENG_AN, "--on", "2024-01-01")
    assert refused.json["refused"]["code"] == "ORGANISATION_CYCLE"
    assert "không thể ở dưới" in refused.json["refused"]["sentence"]
    for words in (("show", "x"), ("history", "x"), ("list", "--under", "x")):
        assert office(*words).json["refused"]["code"] == "ORGANISATION_UNKNOWN"
    assert office("undo", "x").json["refused"]["code"] == "CHANGE_UNKNOWN"
    assert len(office("history").json["words"]) == 1
