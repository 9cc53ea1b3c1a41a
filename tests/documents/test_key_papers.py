"""The page of a key and the protocol of a ceremony, read back from the PDF by other programs."""

import datetime as dt
from dataclasses import replace

from chibo_desktop.documents.fonts import standard_family
from chibo_desktop.documents.key_page import KeyPage, build_key_page
from chibo_desktop.documents.key_protocol import Protocol, ProtocolKey, build_protocol
from chibo_desktop.documents.profiles import load_profile
from chibo_desktop.documents.qr_modules import modules_of_text
from chibo_desktop.packets import paper_keys
from tests.building.exchange import bytes_from
from tests.building.paper import pages_of, picture_of, text_of

SECRET = bytes_from("paper")(32)
PAGE = KeyPage(
    office="Văn phòng Đảng ủy xã Quang Thuận",
    label="Chìa 1, đ/c Mẫu giữ",
    name="NmnZmmW8",
    day=dt.date(2026, 11, 24),
    code=paper_keys.root_code(SECRET),
    rows=paper_keys.rows_of(SECRET),
    threshold=2,
    keys=3,
)
ROOTS = tuple(ProtocolKey("root", f"Chìa {number}, đ/c Mẫu giữ", f"abcdefg{number}", False) for number in range(1, 4))
REST = (
    ProtocolKey("issuer", "", "issuer00", True),
    ProtocolKey("revoker", "", "revoker0", True),
    ProtocolKey("reader", "", "READER00", True),
    ProtocolKey("recovery", "Két của Văn phòng", "RECOVERY", False),
)
PROTOCOL = Protocol(PAGE.office, PAGE.day, (*ROOTS, *REST), "12345 67890 12345", 2, 2, 3)


def page_pdf(page: KeyPage) -> bytes:
    return build_key_page(page, load_profile(), standard_family())


def protocol_pdf(protocol: Protocol) -> bytes:
    return build_protocol(protocol, load_profile(), standard_family())


def test_the_rows_on_the_page_are_the_key() -> None:
    (page,) = pages_of(page_pdf(PAGE))
    rows = [line.replace(" – ", "-") for line in page.splitlines() if line.count(" – ") == 2]
    assert paper_keys.typed_key("\n".join(rows)) == SECRET
    assert "cần 02 trong 03 khóa gốc" in text_of(page_pdf(PAGE))


def test_the_code_on_the_page_is_the_key() -> None:
    """Each module is looked at in the middle, on the page as it is drawn."""
    dpi = 300
    mm = dpi / 25.4
    modules = modules_of_text(PAGE.code)
    picture = picture_of(page_pdf(PAGE), 1, dpi)
    left, side = round(30 * mm), 50 * mm
    module = side / len(modules)
    edge = [picture.getpixel((round(left + module / 2), y)) for y in range(picture.height)]
    top = next(y for y in range(picture.height) if all(grey == 0 for grey in edge[y : y + round(6.5 * module)]))

    def is_black(row: int, column: int) -> bool:
        grey = picture.getpixel((round(left + (column + 0.5) * module), round(top + (row + 0.5) * module)))
        assert isinstance(grey, int)
        return grey < 128

    read = tuple(tuple(int(is_black(row, column)) for column in range(len(modules))) for row in range(len(modules)))
    assert read == modules


def test_a_key_that_rules_alone_is_told_to_do_so() -> None:
    alone = text_of(page_pdf(replace(PAGE, threshold=1, keys=1)))
    assert "Một mình khóa này thay đổi được hồ sơ" in alone
    recovery = text_of(page_pdf(replace(PAGE, threshold=0, keys=0, code=paper_keys.recovery_code(SECRET))))
    assert "KHÓA MỞ LẠI CỦA VĂN PHÒNG" in recovery
    assert "cháy, hỏng" in recovery


def test_the_protocol_is_one_page_with_its_keys_and_places_for_ink() -> None:
    pdf = protocol_pdf(PROTOCOL)
    assert pdf == protocol_pdf(PROTOCOL), "the same bytes for the same ceremony"
    assert len(pages_of(pdf)) == 1
    text = text_of(pdf)
    for key in PROTOCOL.keys:
        assert key.name in text
        assert key.label in text
    for words in ("12345 67890 12345", "02 trong 03 khóa gốc", "NGƯỜI LẬP", "NGƯỜI GIỮ KHÓA", "THỦ TRƯỞNG CƠ QUAN"):
        assert words in text


def test_one_root_key_is_called_weak() -> None:
    weak = replace(PROTOCOL, keys=(replace(ROOTS[0], here=True), *REST[:3]), threshold=1, root_keys=1)
    text = text_of(protocol_pdf(weak))
    assert "Mức bảo vệ: YẾU" in text
    assert "không còn nằm trên máy" not in text, "nothing has left the machine"


def test_five_root_keys_and_people_still_fit_on_the_page() -> None:
    roots = tuple(ProtocolKey("root", f"Chìa {number}", f"abcdefg{number}", False) for number in range(5))
    readers = tuple(ProtocolKey("reader", f"Máy {number}", f"READER0{number}", False) for number in range(2))
    present = ("Nguyễn Thị Mẫu, chuyên viên Văn phòng", "Lường Văn Thử, Phó Chánh Văn phòng", "Triệu Văn Dụ")
    full = replace(PROTOCOL, keys=(*roots, *REST, *readers), present=present, superior="Tỉnh ủy Thái Nguyên")
    pdf = protocol_pdf(full)
    assert len(pages_of(pdf)) == 1
    assert "Máy khác của văn phòng" in text_of(pdf)
