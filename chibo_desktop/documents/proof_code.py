"""The proof at the foot of the last page, as QR code and as text."""

import functools

import segno

from chibo_desktop.documents.faces import Cases, Cut
from chibo_desktop.documents.lines import one_line
from chibo_desktop.documents.profiles import POINTS_PER_MM
from chibo_desktop.documents.sheets import Sheets
from chibo_desktop.domain.proofs import Proof, proof_code, proof_text

_SIDE = 18.0 * POINTS_PER_MM
_QUIET_MODULES = 4
_SIZE = 8.0
_PITCH = 10.0


@functools.lru_cache(maxsize=8)
def modules_of(proof: Proof) -> tuple[tuple[int, ...], ...]:
    """Rows of the QR code (ISO/IEC 18004, error correction M), 1 is black, without its quiet zone.

    Choosing the mask costs more than a page of text, and preview, file and printer ask for the same code.
    """
    code = segno.make(proof_text(proof), error="m", micro=False, boost_error=False)
    return tuple(tuple(row) for row in code.matrix)


class ProofCode:
    """The code as one row at the lower end of the last page."""

    gap = 12.0
    stretch = 0.0
    stays = False
    is_pinned = True
    extent = _SIDE

    def __init__(self, proof: Proof, cases: Cases) -> None:
        self._modules = modules_of(proof)
        self._lines = [
            one_line(cases, text, cut, _SIZE)
            for text, cut in (
                (f"Mã đối chiếu: {proof_code(proof)}", Cut.BOLD),
                (f"Biên bản: {proof.visit}", Cut.REGULAR),
                (f"Nội dung: {proof.content_hash}", Cut.REGULAR),
                (f"Chữ ký gói tin: {proof.signature}", Cut.REGULAR),
                ("Mã dùng để đối chiếu với sổ, không thay chữ ký trên giấy.", Cut.ITALIC),
            )
        ]

    def draw(self, sheets: Sheets, top: float) -> None:
        left, bottom = sheets.frame.left, top - self.extent
        sheets.fill(self._rectangles(left, bottom))
        module = _SIDE / len(self._modules)
        baseline = bottom + (len(self._lines) - 1) * _PITCH + 2.0
        for line in self._lines:
            sheets.write(line, _SIZE, left + _SIDE + _QUIET_MODULES * module, baseline)
            baseline -= _PITCH

    def _rectangles(self, left: float, bottom: float) -> list[tuple[float, float, float, float]]:
        """One rectangle for each run of black modules in a row."""
        module = _SIDE / len(self._modules)
        found: list[tuple[float, float, float, float]] = []
        for row, modules in enumerate(self._modules):
            y = bottom + _SIDE - (row + 1) * module
            start = None
            for column, black in enumerate((*modules, 0)):
                if black and start is None:
                    start = column
                elif not black and start is not None:
                    found.append((left + start * module, y, (column - start) * module, module))
                    start = None
        return found
