"""Gửi – nhận: where the minutes are, and packing them onto real small file systems that fail in every way."""

import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from chibo_desktop.domain.visits import VisitState
from chibo_desktop.packets import stick as stick_room
from chibo_desktop.services.desk import Desk
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.pages.exchange import ExchangePage
from chibo_desktop.ui.pages.stick_question import NoStickDialog, StickDialog
from chibo_desktop.ui.theme import Theme
from chibo_desktop.ui.tokens import Scheme
from tests.building.exchange_town import Town, know, pack, record, town_in
from tests.ui import walkers
from tests.ui.pages.exchange_page import opened, states


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    yield from town_in(tmp_path)


@pytest.fixture
def laptop(town: Town) -> Desk:
    desk = town.laptop()
    know(desk, town.office())
    return desk


def mounted(place: Path, options: str) -> Path:
    """A tmpfs with those options; skips where this process may not mount."""
    mount = shutil.which("mount")
    if sys.platform != "linux" or mount is None:
        pytest.skip("file systems are mounted for this test on Linux only")
    place.mkdir()
    done = subprocess.run([mount, "-t", "tmpfs", "-o", options, "tmpfs", place], capture_output=True, check=False)
    if done.returncode:
        pytest.skip(f"this process may not mount: {done.stderr.decode(errors='replace').strip()}")
    return place


@pytest.fixture
def mount(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    places: list[Path] = []

    def make(options: str) -> Path:
        places.append(mounted(tmp_path / "mounted", options))
        return places[-1]

    yield make
    for place in places:
        if place.is_mount():
            subprocess.run(["umount", "-l", str(place)], check=True)


def before(monkeypatch: pytest.MonkeyPatch, step: str, act: Callable[..., object]) -> None:
    """Let something happen to the stick right before a step of the writing: what no file system does on demand."""
    real = getattr(stick_room, step)

    def acted(*arguments: Any) -> Any:
        act(*arguments)
        return real(*arguments)

    monkeypatch.setattr(stick_room, step, acted)


# the list


def test_every_state_has_its_figure_and_choosing_one_filters(town: Town, laptop: Desk, jobs: Jobs, qtbot: Any) -> None:
    record(laptop, "Chi bộ thôn Pác Mẫu")
    pack(laptop, town.stick)
    record(laptop, "Chi bộ thôn Nà Thử", "Chi bộ thôn Đon Bây")
    record(laptop, "Chi bộ Trạm Y tế xã", finalise=False)
    use = opened(laptop, jobs, qtbot)
    page = use.page
    assert [row.cell for row in page.table.rows_model.rows if row.state is VisitState.PACKED] == ["Chi bộ thôn Pác Mẫu"]
    assert len(page.table.rows_model.rows) == 4
    page.away.chosen.emit("finalised")
    use.settle()
    assert {row.cell for row in page.table.rows_model.rows} == {"Chi bộ thôn Nà Thử", "Chi bộ thôn Đon Bây"}
    page.away.chosen.emit("finalised")
    use.settle()
    assert len(page.table.rows_model.rows) == 4


def test_a_page_without_minutes_says_what_will_be_here(laptop: Desk, jobs: Jobs, qtbot: Any) -> None:
    use = opened(laptop, jobs, qtbot)
    assert not use.page.export.isEnabled()
    assert not use.page.code.isEnabled()
    assert walkers.faults(use.page) == []


def test_long_lists_come_in_pieces(laptop: Desk, jobs: Jobs, qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chibo_desktop.ui.pages.exchange.PIECE", 2)
    record(laptop, *(f"Chi bộ thôn {name}" for name in ("Một", "Hai", "Ba")))
    use = opened(laptop, jobs, qtbot)
    use.page.filter.choose("all")
    use.settle()
    assert len(use.page.table.rows_model.rows) == 2
    use.page.more.click()
    use.settle()
    assert len(use.page.table.rows_model.rows) == 3
    assert not use.page.more.isVisibleTo(use.page)


# packing


def test_packing_says_done_only_after_reading_back(town: Town, laptop: Desk, jobs: Jobs, qtbot: Any) -> None:
    record(laptop, "Chi bộ thôn Nà Thử", "Chi bộ thôn Đon Bây")
    use = opened(laptop, jobs, qtbot, town.stick)
    use.export()
    (file,) = town.stick.iterdir()
    assert [words.title for words in use.said] == ["Đã ghi xong, có thể rút USB."]
    assert file.stem in use.said[0].text
    assert "02 biên bản" in use.said[0].text
    assert use.said[0].stays
    assert states(laptop) == {VisitState.PACKED: 2}
    assert {use.page.panel.steps.state(key) for key in ("found", "sealed", "written", "read", "done")} == {"done"}
    assert not use.page.banners.keys()


def test_the_name_of_the_file_is_shown_while_it_is_written(
    town: Town, laptop: Desk, jobs: Jobs, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    gates = {step: threading.Event() for step in ("_write", "_name")}
    for step, gate in gates.items():
        before(monkeypatch, step, lambda *_, gate=gate: gate.wait(10))
    record(laptop, "Chi bộ thôn Nà Thử")
    use = opened(laptop, jobs, qtbot, town.stick)
    use.page.export.click()
    qtbot.waitUntil(lambda: use.page.panel.steps.state("written") == "running")
    assert any(words.startswith("Đang ghi GOI-") for words in shown(use.page))
    gates["_write"].set()
    qtbot.waitUntil(lambda: any(words.startswith("GOI-") for words in shown(use.page)))
    assert use.page.panel.steps.state("read") != "done"
    gates["_name"].set()
    use.settle()
    (file,) = town.stick.iterdir()
    assert file.name in shown(use.page)


def shown(page: ExchangePage) -> list[str]:
    return [label.text() for label in page.panel.findChildren(Label) if label.isVisibleTo(page)]


def test_a_full_stick(town: Town, laptop: Desk, jobs: Jobs, qtbot: Any, mount: Callable[[str], Path]) -> None:
    record(laptop, "Chi bộ thôn Nà Thử")
    place = mount("size=4k")
    use = opened(laptop, jobs, qtbot, place)
    use.export()
    assert "USB đã đầy" in use.banner("export").told
    assert "KB" in use.banner("export").told
    assert states(laptop) == {VisitState.FINALISED: 1}
    assert list(place.iterdir()) == []
    use.page.sticks.ask_folder = lambda: str(town.stick)
    use.press("export", "Chọn USB khác")
    assert isinstance(use.page.sticks.dialog, StickDialog)
    use.page.sticks.dialog.press("Chọn thư mục…")
    use.settle()
    assert states(laptop) == {VisitState.PACKED: 1}
    assert len(list(town.stick.iterdir())) == 1


def test_a_locked_stick(laptop: Desk, jobs: Jobs, qtbot: Any, mount: Callable[[str], Path]) -> None:
    record(laptop, "Chi bộ thôn Nà Thử")
    use = opened(laptop, jobs, qtbot, mount("ro,size=1m"))
    use.export()
    assert "USB bị khóa ghi" in use.banner("export").told
    assert states(laptop) == {VisitState.FINALISED: 1}
    assert use.said == []


def test_a_stick_that_is_pulled_out(
    laptop: Desk, jobs: Jobs, qtbot: Any, mount: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    record(laptop, "Chi bộ thôn Nà Thử")
    place = mount("size=1m")
    folder = place / "goi tin"
    folder.mkdir()
    with monkeypatch.context() as pulled:
        before(pulled, "_read_back", lambda *_: subprocess.run(["umount", "-l", str(place)], check=True))
        use = opened(laptop, jobs, qtbot, folder)
        use.export()
    assert "USB bị rút khi chưa xong" in use.banner("export").told
    assert states(laptop) == {VisitState.FINALISED: 1}
    folder.mkdir()  # plugged in again
    use.press("export", "Đóng gói lại")
    assert states(laptop) == {VisitState.PACKED: 1}
    assert len(list(folder.iterdir())) == 1


def test_a_stick_that_gives_back_something_else(
    town: Town, laptop: Desk, jobs: Jobs, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def spoil(part: Path, *_: object) -> None:
        part.write_bytes(b"\0" * part.stat().st_size)

    record(laptop, "Chi bộ thôn Nà Thử")
    before(monkeypatch, "_read_back", spoil)
    use = opened(laptop, jobs, qtbot, town.stick)
    use.export()
    assert "Đọc lại không khớp" in use.banner("export").told
    assert states(laptop) == {VisitState.FINALISED: 1}
    assert list(town.stick.iterdir()) == []
    assert use.page.panel.steps.state("read") == "failed"


@pytest.mark.parametrize("step", ["_check_room", "_write", "_read_back"])
def test_stopping_at_each_step_leaves_the_stick_as_it_was(
    step: str, town: Town, laptop: Desk, jobs: Jobs, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    record(laptop, "Chi bộ thôn Nà Thử")
    before(monkeypatch, step, lambda *_: jobs.stop())
    use = opened(laptop, jobs, qtbot, town.stick)
    use.export()
    assert "Đã dừng lại" in use.page.panel.said.text()
    assert list(town.stick.iterdir()) == []
    assert states(laptop) == {VisitState.FINALISED: 1}
    assert use.said == []
    assert not use.page.banners.keys()


def test_the_stop_button_stops_and_gives_the_focus_back(
    town: Town, laptop: Desk, jobs: Jobs, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = threading.Event()
    record(laptop, "Chi bộ thôn Nà Thử")
    before(monkeypatch, "_read_back", lambda *_: gate.wait(10))
    use = opened(laptop, jobs, qtbot, town.stick)
    use.page.activateWindow()
    use.page.export.click()
    qtbot.waitUntil(lambda: use.page.panel.steps.state("written") == "running")
    assert use.page.panel.is_running()
    assert not use.page.export.isVisibleTo(use.page)
    assert QApplication.focusWidget() is use.page.panel.steps.stop
    use.page.panel.steps.stop.click()
    gate.set()
    use.settle()
    assert "Đã dừng lại" in use.page.panel.said.text()
    assert QApplication.focusWidget() is use.page.export
    assert list(town.stick.iterdir()) == []


def test_nobody_guesses_among_several_sticks(town: Town, laptop: Desk, jobs: Jobs, qtbot: Any) -> None:
    other = town.root / "other"
    other.mkdir()
    record(laptop, "Chi bộ thôn Nà Thử")
    use = opened(laptop, jobs, qtbot, town.stick, other)
    use.export()
    dialog = use.page.sticks.dialog
    assert isinstance(dialog, StickDialog)
    assert not any(radio.isChecked() for radio in dialog.radios)
    assert not dialog.buttons[2].isEnabled()
    assert walkers.unsafe_default(dialog) == []
    dialog.radios[1].click()
    dialog.press("Dùng USB này")
    use.settle()
    assert list(town.stick.iterdir()) == []
    assert len(list(other.iterdir())) == 1


def test_without_a_stick_a_folder_will_do(town: Town, laptop: Desk, jobs: Jobs, qtbot: Any) -> None:
    record(laptop, "Chi bộ thôn Nà Thử")
    use = opened(laptop, jobs, qtbot)
    use.page.sticks.ask_folder = lambda: str(town.stick)
    use.export()
    assert isinstance(use.page.sticks.dialog, NoStickDialog)
    use.page.sticks.dialog.press("Chọn thư mục…")
    use.settle()
    assert len(list(town.stick.iterdir())) == 1


def test_without_an_office_the_way_leads_to_the_settings(town: Town, jobs: Jobs, qtbot: Any) -> None:
    laptop = town.laptop()
    record(laptop, "Chi bộ thôn Nà Thử")
    use = opened(laptop, jobs, qtbot, town.stick)
    asked: list[str] = []
    use.page.open_requested.connect(lambda key, _: asked.append(key))
    use.export()
    use.press("export", "Mở Cài đặt")
    assert asked == ["settings"]
    assert list(town.stick.iterdir()) == []


def test_an_old_packet_is_copied_byte_for_byte(town: Town, laptop: Desk, jobs: Jobs, qtbot: Any) -> None:
    record(laptop, "Chi bộ thôn Nà Thử")
    first = pack(laptop, town.stick)
    data = first.read_bytes()
    first.unlink()
    use = opened(laptop, jobs, qtbot, town.stick)
    use.page.panel.copy.click()
    assert use.page.dialog is not None
    use.page.dialog.press("Chép ra USB")
    use.settle()
    assert first.read_bytes() == data
    assert use.said[-1].title == "Đã ghi xong, có thể rút USB."


def test_a_large_export_is_several_files_and_all_are_named(
    town: Town, laptop: Desk, jobs: Jobs, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chibo_desktop.packets.limits.SPLIT_ENTRIES", 1)
    record(laptop, "Chi bộ thôn Nà Thử", "Chi bộ thôn Đon Bây")
    use = opened(laptop, jobs, qtbot, town.stick)
    use.export()
    files = sorted(town.stick.iterdir())
    assert len(files) == 2
    (words,) = use.said
    assert all(file.stem in words.text for file in files)
    assert "02 biên bản" in words.text
    assert states(laptop) == {VisitState.PACKED: 2}


def test_a_file_that_was_whole_before_the_stick_failed_is_told(
    town: Town, laptop: Desk, jobs: Jobs, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chibo_desktop.packets.limits.SPLIT_ENTRIES", 1)
    record(laptop, "Chi bộ thôn Nà Thử", "Chi bộ thôn Đon Bây")

    def spoil(part: Path, *_: object) -> None:
        if part.stem.endswith("000002.chibo"):
            part.write_bytes(b"spoilt")

    before(monkeypatch, "_read_back", spoil)
    use = opened(laptop, jobs, qtbot, town.stick)
    use.export()
    assert "Đọc lại không khớp" in use.banner("export").told
    assert "01 gói ghi trọn trước đó vẫn dùng được" in use.page.panel.said.text()
    assert states(laptop) == {VisitState.PACKED: 1, VisitState.FINALISED: 1}
    assert len(list(town.stick.iterdir())) == 1
    assert use.said == []


# the look


@pytest.mark.parametrize(
    ("scheme", "zoom", "size"),
    [
        (Scheme.LIGHT, 100, (1262, 768)),
        (Scheme.DARK, 100, (1262, 696)),
        (Scheme.LIGHT, 150, (1210, 768)),
        (Scheme.LIGHT, 100, (920, 640)),
    ],
)
def test_the_walkers_find_nothing(
    scheme: Scheme, zoom: int, size: tuple[int, int], town: Town, laptop: Desk, jobs: Jobs, qtbot: Any, theme: Theme
) -> None:
    theme.set_scheme(scheme)
    theme.set_zoom(zoom)
    long = "Chi bộ cơ quan Trung tâm Văn hóa, Thông tin và Truyền thông huyện Bạch Thông"
    record(laptop, "Chi bộ thôn Pác Mẫu", long)
    pack(laptop, town.stick)
    record(laptop, "Chi bộ thôn Nà Thử")
    use = opened(laptop, jobs, qtbot, town.stick)
    use.page.resize(*size)
    walkers.settle()
    assert walkers.faults(use.page) == []
    use.page.panel.start("KINGSTON (E:), còn trống 6,2 GB")
    use.page._show_running(running=True)
    use.page.panel.show_step("checking", 0, 100, "GOI-HXVH-000012.chibo")
    use.page.panel.show_step("reading_back", 40 * 2**20, 66 * 2**20, "GOI-HXVH-000012.chibo")
    qtbot.waitUntil(lambda: not walkers.clipped_text(use.page))  # nested layouts take some rounds
    assert walkers.faults(use.page) == []
