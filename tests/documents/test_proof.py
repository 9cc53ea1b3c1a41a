import segno

from chibo_desktop.documents.proof_code import modules_of
from chibo_desktop.domain.proofs import proof_code, proof_text
from tests.building.paper import PROOF, minutes_of, picture_of, text_of
from tests.building.visits import phieng_an

DPI = 600
MM = DPI / 25.4
SIDE_MM = 18


def test_text_of_the_code():
    assert proof_text(PROOF) == f"chibo:1:{PROOF.visit}:{PROOF.content_hash}:{PROOF.signature}"


def test_printed_modules_are_those_of_the_text():
    """Each module is looked at in the middle, on the page as it is drawn, and compared with a code made afresh."""
    expected = segno.make_qr(
        f"chibo:1:{PROOF.visit}:{PROOF.content_hash}:{PROOF.signature}", error="m", boost_error=False
    )
    rows = [list(row) for row in expected.matrix]
    document = minutes_of(phieng_an(), proof=PROOF)
    picture = picture_of(document.pdf, document.pages, DPI)
    left, bottom, module = 30 * MM, picture.height - 20 * MM, SIDE_MM * MM / len(rows)
    top = bottom - SIDE_MM * MM

    def is_black(row: int, column: int) -> bool:
        grey = picture.getpixel((round(left + (column + 0.5) * module), round(top + (row + 0.5) * module)))
        assert isinstance(grey, int)
        return grey < 128

    assert [[int(is_black(row, column)) for column in range(len(rows))] for row in range(len(rows))] == rows


def test_the_code_has_its_quiet_zone():
    document = minutes_of(phieng_an(), proof=PROOF)
    picture = picture_of(document.pdf, document.pages, DPI)
    module = SIDE_MM * MM / len(modules_of(PROOF))
    left, top = round((30 + SIDE_MM) * MM + 1), round(picture.height - (20 + SIDE_MM) * MM)
    assert picture.crop((left, top, round(left + 3.8 * module), top + round(SIDE_MM * MM))).getextrema()[0] == 255


def test_the_same_stands_beside_it_in_letters_on_the_last_page():
    text = text_of(minutes_of(phieng_an(), proof=PROOF).pdf)
    for words in (proof_code(PROOF), PROOF.visit, PROOF.content_hash, PROOF.signature):
        assert words in text
