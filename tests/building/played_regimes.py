"""The reorganisations of Bắc Kạn as an office carries them out, operation by operation."""

from chibo_desktop.domain import operations
from chibo_desktop.domain.ids import OrganisationId
from chibo_desktop.domain.operations import Abolished, Ruling, Unit
from chibo_desktop.domain.organisation_tree import Tree
from chibo_desktop.domain.reorganisation import Reorganisation
from tests.building.bac_kan import NEW_COMMUNES, SEATS
from tests.building.june_2023 import PROVINCE
from tests.building.reorganised import ABOLISHED, KEPT, ONE_WORD, THAI_NGUYEN, new_commune

MERGED_BY = "Nghị quyết 1683/NQ-UBTVQH15 ngày 16/6/2025"


def abolishing(tree: Tree) -> Reorganisation:
    """No districts any more: Bắc Kạn becomes part of Thái Nguyên, old communes become new ones, all in one word."""
    by_name = {one.name: one.id for one in tree.organisations.values() if one.level in ("district", "commune")}
    province = operations.founding(THAI_NGUYEN, "Đảng bộ tỉnh Thái Nguyên", level="province")
    units = [Unit(THAI_NGUYEN, (PROVINCE.id,), tuple(by_name[name] for name in KEPT), province)]
    seats = {seat: f"Đảng bộ {district}" for district, seat in SEATS.items()}
    for name, olds in NEW_COMMUNES.items():
        merges = tuple(by_name[f"Đảng bộ {old}"] for old in olds)
        new = operations.founding(
            new_commune(name), f"Đảng bộ {name}", parent=THAI_NGUYEN, level="commune", category="commune_party"
        )
        units.append(Unit(new_commune(name), merges, _offices(tree, by_name.get(seats.get(name, ""))), new))
    return operations.abolish_level(tree, Abolished("district"), units, Ruling(ABOLISHED, MERGED_BY))


def _offices(tree: Tree, district: OrganisationId | None) -> tuple[OrganisationId, ...]:
    """What stands below a district and is no commune: the new commune at its seat takes it on."""
    below = tree.children.get(district, ()) if district is not None else ()
    places = tuple(f"Đảng bộ {kind}" for kind in ("xã", "phường", "thị trấn"))
    return tuple(one for one in below if not tree.organisations[one].name.startswith(places))


def one_word(tree: Tree) -> Reorganisation:
    """Quy định 208-QĐ/TW: every cell is a *chi bộ*, and the commune is itself the grassroots organisation."""
    categories = {one.id: "cell" for one in tree.organisations.values() if one.is_cell}
    communes = {one.id: "grassroots_party" for one in tree.organisations.values() if one.category == "commune_party"}
    return operations.recategorise({**categories, **communes}, Ruling(ONE_WORD, "Quy định 208-QĐ/TW ngày 26/7/2026"))
