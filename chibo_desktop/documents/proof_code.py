"""The proof at the foot of the last page, as QR code and as text."""

from chibo_desktop.documents.faces import Cases, Cut
from chibo_desktop.documents.lines import one_line
from chibo_desktop.documents.profiles import POINTS_PER_MM
from chibo_desktop.documents.qr_modules import QUIET_MODULES, draw_modules, modules_of_text
from chibo_desktop.documents.sheets import Sheets
from chibo_desktop.domain.proofs import Proof, proof_code, proof_text

_SIDE = 18.0 * POINTS_PER_MM
_SIZE = 8.0
_PITCH = 10.0


def modules_of(proof: Proof) -> tuple[tuple[int, ...], ...]:
    """The modules of a proof's QR code."""
    return modules_of_text(proof_text(proof))


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
        draw_modules(sheets, self._modules, left, bottom, _SIDE)
        module = _SIDE / len(self._modules)
        baseline = bottom + (len(self._lines) - 1) * _PITCH + 2.0
        for line in self._lines:
            sheets.write(line, _SIZE, left + _SIDE + QUIET_MODULES * module, baseline)
            baseline -= _PITCH
