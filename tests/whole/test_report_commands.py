"""Figures of a period by the command line."""

import json
from pathlib import Path

from tests.building.console import chibo
from tests.whole.contract import breaches

DATA = (
    "report file kind first last as_of unit group visits made_at made_by tiers months groups bodies petitions coverage "
    "names texts"
)
KEPT = "id kind first last as_of made_at made_by visits"
PERIOD = ("--from", "2026-07-01", "--to", "2026-12-31")


def test_a_report_is_made_kept_listed_and_shown_as_it_was(tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert chibo("init", "--role", "group", "--name", "Quang Thuận-2", "--home", home).status == 0
    file = tmp_path / "visit.json"
    file.write_text(json.dumps({"cell": {"name": "Chi bộ thôn Phiêng An"}, "session": {"date": "2026-09-05"}}))
    assert chibo("visit", "record", file, "--finalise", "--home", home).status == 0
    made = chibo("report", "half-year", *PERIOD, "--keep", "--home", home, "--json").json
    assert not breaches(dict.fromkeys(DATA.split()), made)
    assert (made["kind"], made["visits"]) == ("half_year", 1)
    (tier,) = made["tiers"]
    assert tier["counts"]["attended"] == {"visits": 1, "cells": 1}
    (kept,) = chibo("report", "list", "--home", home, "--json").json["reports"]
    assert not breaches(dict.fromkeys(KEPT.split()), kept)
    assert kept["id"] == made["report"]
    shown = chibo("report", "show", kept["id"], "--home", home, "--json").json
    assert shown["since"] == {"entries": 0, "visits": []}
    assert {name: shown[name] for name in made if name != "file"} == {k: v for k, v in made.items() if k != "file"}
    assert "01 lượt" in chibo("report", "show", kept["id"], "--home", home).out


def test_what_is_refused(tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert chibo("init", "--role", "group", "--name", "Quang Thuận-2", "--home", home).status == 0
    backwards = ("--from", "2026-12-31", "--to", "2026-07-01")
    assert chibo("report", "half-year", *backwards, "--home", home, "--json").code == "PERIOD_WRONG"
    assert chibo("report", "half-year", *PERIOD, "--unit", "x", "--home", home, "--json").code == "ORGANISATION_UNKNOWN"
    assert chibo("report", "show", "x", "--home", home, "--json").code == "REPORT_UNKNOWN"
    assert chibo("report", "list", "--home", home).out == "Chưa lưu báo cáo nào.\n"
