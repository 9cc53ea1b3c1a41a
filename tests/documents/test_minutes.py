import dataclasses
import datetime as dt
import re
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from chibo_desktop.documents.checks import CheckCode
from chibo_desktop.documents.minutes_options import AbsentPart, CriterionWords, RubricWords, StatementWords
from chibo_desktop.documents.templates import Chapter
from chibo_desktop.domain.entries import Absence, PartClass
from chibo_desktop.domain.fields import assemble, leaves, part_of
from chibo_desktop.domain.organisations import CellSnapshot
from chibo_desktop.domain.visits import Session, SessionKind, Visit
from tests.building.full_visit import everything
from tests.building.paper import PROOF, minutes_of, pages_of, standard_options, text_of, title_of
from tests.building.visits import big_visit, don_bay, phieng_an


def recorded_texts(visit: Visit) -> set[str]:
    """Everything that people wrote into a visit, struck rows left out."""
    found = leaves(visit)
    struck = {path.removesuffix("struck") for path, value in found.items() if path.endswith("/struck") and value}
    spoken = (PartClass.WORDS, PartClass.PEOPLE)
    texts = {
        value
        for path, value in found.items()
        if value and isinstance(value, str) and part_of(path) in spoken and not path.startswith(tuple(struck))
    }
    return texts | {
        visit.session.place,
        visit.cell.name,
        visit.group.name,
        *(body.name for body in visit.cell.superiors),
    }


def without_part(visit: Visit, part: PartClass) -> Visit:
    return assemble({path: value for path, value in leaves(visit).items() if part_of(path) is not part})


def of_code(checks, code):
    return [dict(check.data) | {"good": check.is_good} for check in checks if check.code is code]


def test_every_recorded_word_is_printed_in_nfc():
    visit = everything()
    text = text_of(minutes_of(visit).pdf)
    kept_back = {"Đặng Tên Giấu", "Đếm lại lúc 20 giờ"}
    lines = {line for told in recorded_texts(visit) - kept_back for line in told.split("\n")}
    assert len(lines) > 70
    assert sorted(line for line in lines if line not in text) == []
    assert "Đặng Tên Giấu" not in text


def test_struck_rows_are_left_out():
    text = text_of(minutes_of(everything()).pdf).lower()
    assert "gạch bỏ" not in text
    assert "ghi nhầm" not in text


def test_headings_of_the_form():
    text = text_of(minutes_of(phieng_an()).pdf)
    for heading in (
        "ĐẢNG BỘ XÃ QUANG THUẬN",
        "CHI BỘ THÔN PHIÊNG AN",
        "ĐẢNG CỘNG SẢN VIỆT NAM",
        "Phiêng An, ngày 05 tháng 9 năm 2023",
        "Số 09-BB/CB",
        "BIÊN BẢN Sinh hoạt chi bộ định kỳ tháng 9 năm 2023",
        "Thời gian, địa điểm: 19 giờ 30 phút ngày 05/9/2023, tại nhà văn hóa thôn Phiêng An.",
        "Thành phần: Tổng số đảng viên: 09 (chính thức 08, dự bị 01). Có mặt: 08/09 (chính thức 07/08, dự bị 01/01). "
        "Vắng có lý do: 01 (Nông Thị Ví, đi khám bệnh). Vắng không lý do: 00.",
        "Chủ trì: đồng chí Hoàng Thị Mẫu, Bí thư chi bộ. Người ghi biên bản: đồng chí Lường Thị Thí, Chi ủy viên.",
        "I. NỘI DUNG",
        "Chi bộ có 02 ý kiến, trong đó 01 kiến nghị:",
        "tán thành 07, không tán thành 00, ý kiến khác 00; đạt quá nửa số đảng viên được biểu quyết có mặt (07).",
        "II. KẾT LUẬN",
        "Buổi sinh hoạt kết thúc lúc 21 giờ 10 phút cùng ngày, thời lượng 100 phút.",
        "NGƯỜI GHI BIÊN BẢN",
        "CHỦ TRÌ",
    ):
        assert heading in text


def test_what_only_codes_recorded_is_said_in_words():
    text = text_of(minutes_of(everything()).pdf)
    for words in (
        "kết hợp chuyên đề tháng 11 năm 2026",
        "Bàn Hữu Thử (đến muộn 15 phút)",
        "Hà Thị Giả (dự bị, về sớm 20 phút)",
        "Vắng không lý do: 01 (Lý Văn Khuyết, không báo trước)",
        "Miễn sinh hoạt: 01 (Triệu Thị Cao Niên, tuổi cao)",
        "Sinh hoạt tạm thời nơi khác: 01 (Nông Văn Xa, học ở Hà Nội)",
        "Số đảng viên phát biểu: 04",
        "Có dự, không qua mời: Đàm Văn Ghé, Công an viên, Công an xã",
        "Được mời, vắng mặt: Hà Thị Mời",
        "Đảng phí: chưa nộp; sẽ thu vào tuần sau.",
        "a) Đánh giá tháng 11. Đồng chí Hoàng Thị Mẫu trình bày.",
        "b) Chuyên đề quý IV.",
        "Một đảng viên (đề xuất với chính quyền; chủ đề: điện sinh hoạt): Đề xuất kéo điện",
        "Một đảng viên (kiến nghị với Trung ương): Kiến nghị tăng phụ cấp cho bí thư chi bộ thôn. Đã trả lời tại chỗ.",
        "Thời hạn: 31/12/2023, báo cáo kết quả vào kỳ sinh hoạt cuối năm.",
        "tán thành 01, không tán thành 01, ý kiến khác 01; không đạt quá nửa số đảng viên được biểu quyết có mặt (03).",
        "Chi bộ tự chấm: 92 điểm.",
        "Một phần nội dung được ghi bằng tay, không đưa vào máy.",
        "Ảnh chụp sổ ghi tay, trang 3 (ảnh JPEG, 179 KB).",
    ):
        assert words in text


def test_names_of_rubric_and_earlier_statements_come_from_outside():
    visit = everything()
    rubric = RubricWords(
        "HD42-2025", (CriterionWords("1", "Chấp hành thời gian", 5), CriterionWords("2", "Tỷ lệ dự", 5)), "Khá"
    )
    statement = StatementWords(visit.follow_ups[0].statement, "Sinh hoạt hè cho học sinh.")
    text = text_of(minutes_of(visit, rubric=rubric, statements=(statement,)).pdf)
    assert "1. Chấp hành thời gian: 05/05 điểm (tính từ số liệu đã ghi)." in text
    assert "Tiêu chí 3: không áp dụng. Không có chi ủy." in text
    assert "Tổng số điểm: 08/10. Xếp loại: Khá." in text
    assert "Sinh hoạt hè cho học sinh: đã thực hiện." in text
    assert f"mã {visit.follow_ups[1].statement[-8:]}: đã thực hiện một phần." in text


def test_identical_input_gives_identical_bytes():
    visit, changes = everything(), {"proof": PROOF, "amended": 2, "duplex": True}
    first = minutes_of(visit, **changes).pdf
    minutes_of(big_visit(attendees=3, opinions=2))
    assert minutes_of(visit, **changes).pdf == first


def test_minutes_built_at_the_same_time_do_not_disturb_each_other():
    visits = [phieng_an(), don_bay(), everything(), big_visit(attendees=20, opinions=9)] * 2
    alone = [minutes_of(visit).pdf for visit in visits]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda visit: minutes_of(visit).pdf, visits)) == alone


@pytest.mark.bench
def test_two_pages_are_set_before_anybody_waits():
    def seconds() -> float:
        started = time.perf_counter()
        minutes_of(phieng_an(), proof=PROOF)
        return time.perf_counter() - started

    assert min(seconds() for _ in range(7)) < 0.1


def test_fonts_are_embedded_and_subset():
    pdf = minutes_of(everything(), proof=PROOF).pdf
    told = (
        subprocess.run(["pdffonts", "-"], input=pdf, capture_output=True, check=True).stdout.decode().splitlines()[2:]
    )
    fonts = [line.split() for line in told]
    assert len(fonts) >= 3
    assert all("+" in font[0] and font[-5:-2] == ["yes", "yes", "yes"] for font in fonts)
    assert len(pdf) < 150_000


def test_counts_alone_are_enough():
    text = text_of(minutes_of(don_bay()).pdf)
    assert (
        "Có mặt: 13/17 (chính thức 12/16, dự bị 01/01). Vắng có lý do: 02. Vắng không lý do: 00. Miễn sinh hoạt: 02."
        in text
    )
    assert "Một đảng viên (kiến nghị với đảng ủy xã): Đường vào khu sản xuất" in text
    assert "Nông Văn Ví" not in text


def test_declared_empty_sections_are_said_to_be_empty_or_left_out_by_template():
    text = text_of(minutes_of(don_bay()).pdf)
    assert re.search(r"\d\. Nhiệm vụ tháng tới\. Không có\.", text)
    assert "Chấm điểm" not in text
    template = standard_options().template
    silent = tuple(
        Chapter(tuple(dataclasses.replace(article, when_none="") for article in chapter.articles), chapter.heading)
        for chapter in template.chapters
    )
    text = text_of(minutes_of(don_bay(), template=dataclasses.replace(template, chapters=silent)).pdf)
    assert "Nhiệm vụ tháng tới" not in text


@pytest.mark.parametrize(
    ("part", "name", "kept", "gone"),
    [
        (PartClass.PEOPLE, "people", "Đường vào khu sản xuất", "Hà Văn Mẫu"),
        (PartClass.WORDS, "words", "Hà Văn Mẫu", "Đường vào khu sản xuất"),
    ],
)
@pytest.mark.parametrize(
    ("absence", "reason"), [(Absence.WITHHELD, "không chuyển"), (Absence.ERASED, "đã xóa theo yêu cầu")]
)
def test_absent_parts_are_named(part, name, kept, gone, absence, reason):
    document = minutes_of(without_part(don_bay(), part), absent=(AbsentPart(name, absence),))
    text = text_of(document.pdf)
    assert reason in text
    assert kept in text
    assert gone not in text
    assert of_code(document.checks, CheckCode.PART_ABSENT) == [{"part": name, "absence": absence.value, "good": False}]


def test_checks_tell_what_the_screen_shows():
    document = minutes_of(phieng_an(), proof=PROOF)
    checks = document.checks
    assert of_code(checks, CheckCode.COUNTS) == [{"present": 8, "total": 9, "roster_present": 8, "good": True}]
    assert of_code(checks, CheckCode.SIGNATURE_BLOCKS) == [{"blocks": 2, "good": True}]
    assert of_code(checks, CheckCode.PAGES) == [{"pages": 2, "cut": 0, "good": True}]
    assert of_code(checks, CheckCode.PROOF_CODE) == [{"good": True}]
    assert [found["what"] for found in of_code(checks, CheckCode.LEFT_EMPTY)] == ["scoring", "attachments"]
    assert document.pages == len(pages_of(document.pdf)) == 2


def test_checks_find_typed_counts_that_the_roster_contradicts():
    visit = phieng_an()
    counts = dataclasses.replace(visit.attendance.counts, total=9, present=7)
    attendance = dataclasses.replace(visit.attendance, counts=counts, prefer_typed=True, prefer_reason="đếm lại")
    document = minutes_of(dataclasses.replace(visit, attendance=attendance))
    assert of_code(document.checks, CheckCode.COUNTS) == [
        {"present": 7, "total": 9, "roster_present": 8, "good": False}
    ]
    assert "Có mặt: 07/09. " in text_of(document.pdf)
    assert "Số liệu ghi theo số đếm tại chỗ: đếm lại." in text_of(document.pdf)


def test_a_visit_with_nothing_in_it_still_prints_and_names_what_is_empty():
    document = minutes_of(Visit(id=phieng_an().id), draft=True)
    empty = {found["what"] for found in of_code(document.checks, CheckCode.LEFT_EMPTY)}
    assert {"cell.name", "document.number", "session.date", "chair.name", "opinions"} <= empty
    assert of_code(document.checks, CheckCode.PROOF_CODE) == []
    assert "ngày ..... tháng ..... năm ........." in text_of(document.pdf)


@pytest.mark.parametrize("kind", SessionKind)
def test_every_kind_of_session_has_a_subject(kind):
    session = Session(kind=kind, date=dt.date(2026, 2, 3))
    text = text_of(minutes_of(Visit(id=phieng_an().id, cell=CellSnapshot("Chi bộ Một"), session=session)).pdf)
    assert re.search(r"BIÊN BẢN \S.*tháng 02 năm 2026", text)


def test_marks_of_drafts_amendments_and_withdrawn_minutes():
    draft = minutes_of(phieng_an(), draft=True, proof=PROOF).pdf
    assert title_of(draft) == "Biên bản Chi bộ thôn Phiêng An (BẢN NHÁP)"
    assert PROOF.content_hash not in text_of(draft)
    assert "(Bản bổ sung lần 02)" in text_of(minutes_of(phieng_an(), amended=2).pdf)
    withdrawn = minutes_of(phieng_an(), withdrawn=True).pdf
    assert title_of(withdrawn) == "Biên bản Chi bộ thôn Phiêng An (ĐÃ RÚT)"
    assert "(Biên bản đã rút)" in text_of(withdrawn)


def test_the_draft_mark_does_not_disturb_the_text():
    assert text_of(minutes_of(phieng_an(), draft=True).pdf) == text_of(minutes_of(phieng_an()).pdf)


def test_place_and_date_and_dashes_are_options_of_the_template():
    template = dataclasses.replace(
        standard_options().template,
        place_date_line=False,
        dashes="",
        distribution_mark="Lưu hành nội bộ",
        recipients=("Lưu chi bộ",),
    )
    text = text_of(minutes_of(phieng_an(), template=template).pdf)
    assert "ngày 05 tháng 9" not in text
    assert "-----" not in text
    assert "LƯU HÀNH NỘI BỘ" in text
    assert "Nơi nhận: - Lưu chi bộ." in text
