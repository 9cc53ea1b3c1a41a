"""Sample visits with fixed ids: the two of September 2023 with invented members, and big ones."""

import base64
import datetime as dt
import hashlib

from chibo_desktop.domain.ids import GroupId, ItemId, OrganisationId, PersonId, VisitId
from chibo_desktop.domain.organisations import AreaFlag, CellCategory, CellSnapshot, CellType, Superior
from chibo_desktop.domain.people import GroupSnapshot, MemberKind, Officer, Tier
from chibo_desktop.domain.visits import (
    Addressee,
    AgendaItem,
    Attendance,
    AttendanceMode,
    AttendanceState,
    Attendee,
    Closing,
    Counts,
    DocumentNumber,
    FeeStatus,
    Guidance,
    Opinion,
    OpinionKind,
    Section,
    Session,
    SessionKind,
    Task,
    Visit,
    Visitor,
    Vote,
)


def id_of(label: str) -> str:
    """A random-looking id that is the same in every run."""
    return base64.b32encode(hashlib.sha256(label.encode()).digest()[:16]).decode().rstrip("=").lower()


def item_of(label: str) -> ItemId:
    """A row's id that is the same in every run."""
    return ItemId(base64.b32encode(hashlib.sha256(label.encode()).digest()[:5]).decode().lower())


def phieng_an() -> Visit:
    """The regular meeting of Chi bộ thôn Phiêng An, September 2023: a roster of nine, one absent with reason."""
    return Visit(
        id=VisitId(id_of("visit Phiêng An")),
        cell=village_cell("Chi bộ thôn Phiêng An", "Đảng bộ xã Quang Thuận"),
        group=visiting_group(),
        session=Session(
            kind=SessionKind.REGULAR,
            date=dt.date(2023, 9, 5),
            start="19:30",
            end="21:10",
            place="nhà văn hóa thôn Phiêng An",
            fee=FeeStatus.PAID,
        ),
        document=DocumentNumber(number=9, locality="Phiêng An"),
        visitors=(group_leader("Phiêng An"),),
        chair=Officer("Hoàng Thị Mẫu", "Bí thư chi bộ"),
        secretary=Officer("Lường Thị Thí", "Chi ủy viên"),
        attendance=Attendance(mode=AttendanceMode.ROSTER, roster=_roster_of_phieng_an()),
        agenda=(
            AgendaItem(
                id=item_of("PA agenda 1"),
                title="Kết quả thực hiện nhiệm vụ tháng 8 và nhiệm vụ tháng 9/2023",
                presenter="Hoàng Thị Mẫu",
                content="Chi bộ đã lãnh đạo nhân dân thu hoạch lúa mùa sớm, vệ sinh đường thôn, chuẩn bị năm học mới.",
                conclusion="Chi bộ nhất trí với báo cáo.",
            ),
        ),
        opinions=opinions_of_phieng_an(),
        guidance=guidance_of_phieng_an(),
        tasks=(
            Task(
                id=item_of("PA task 1"),
                task="Rà soát các hộ có thể đón khách du lịch cộng đồng",
                who="Bàn Hữu Thử",
                deadline=dt.date(2023, 9, 30),
            ),
        ),
        votes=(Vote(id=item_of("PA vote 1"), item="Nghị quyết tháng 9/2023", agree=7, against=0, other=0),),
        closing=Closing(
            last_month="Tám việc đề ra trong tháng 8 đã xong bảy việc.",
            ideology="Đảng viên và nhân dân yên tâm sản xuất, phấn khởi với việc làm du lịch.",
            conclusion="Đồng chí chủ trì kết luận, giao chi ủy đôn đốc thực hiện.",
            read_back=True,
            adopted=True,
        ),
        nothing_in=(Section.SCORING, Section.ATTACHMENTS),
    )


def don_bay() -> Visit:
    """The meeting of Chi bộ thôn Đon Bây in the same month: counts alone, a theme, a speaker withheld."""
    return Visit(
        id=VisitId(id_of("visit Đon Bây")),
        cell=village_cell("Chi bộ thôn Đon Bây", "Đảng bộ xã Vi Hương"),
        group=visiting_group(),
        session=Session(
            kind=SessionKind.REGULAR_THEMATIC,
            date=dt.date(2023, 9, 6),
            start="14:00",
            end="16:15",
            place="nhà họp thôn Đon Bây",
            theme="Nâng cao chất lượng sinh hoạt chi bộ",
            fee=FeeStatus.PARTLY,
            fee_note="còn 01 đồng chí nộp vào tháng sau",
        ),
        document=DocumentNumber(number=11, locality="Vi Hương"),
        visitors=(group_leader("Đon Bây"),),
        chair=Officer("Hà Văn Mẫu", "Bí thư chi bộ"),
        secretary=Officer("Triệu Thị Thử", "Phó Bí thư chi bộ"),
        attendance=Attendance(
            counts=Counts(
                total=17,
                official=16,
                probationary=1,
                exempt=2,
                present=13,
                present_official=12,
                present_probationary=1,
                excused=2,
                unexcused=0,
            ),
            spoke=6,
        ),
        opinions=(
            Opinion(
                id=item_of("DB opinion 1"),
                kind=OpinionKind.PETITION,
                speaker="Nông Văn Ví",
                speaker_withheld=True,
                text="Đường vào khu sản xuất bị sạt lở sau mưa, đề nghị xã sớm cho sửa.",
                addressee=Addressee.COMMUNE,
            ),
        ),
        guidance=(
            Guidance(
                id=item_of("DB guidance 1"),
                by="Ma Từ Đông Điền",
                text="Chuẩn bị nội dung sinh hoạt chuyên đề sớm, gửi tài liệu cho đảng viên trước một ngày.",
                target="chi ủy",
                deadline_words="trước kỳ sinh hoạt tháng 10",
            ),
        ),
        closing=Closing(
            conclusion="Chi bộ thống nhất tổ chức chuyên đề mỗi quý một lần.", read_back=True, adopted=True
        ),
        nothing_in=(Section.TASKS, Section.VOTES, Section.SCORING, Section.ATTACHMENTS),
    )


def big_visit(attendees: int = 200, opinions: int = 60, sentences: int = 3) -> Visit:
    """A visit with as many rows as asked for; every fifth member is absent with a reason."""
    cell = village_cell("Chi bộ Trường Cao đẳng Kỹ thuật và Công nghệ Vùng cao", "Đảng bộ các cơ quan tỉnh")
    speech = " ".join(
        f"Câu thứ {number} nêu việc cần làm trong tháng tới của tổ đảng." for number in range(1, sentences + 1)
    )
    return Visit(
        id=VisitId(id_of(f"big visit {attendees} {opinions}")),
        cell=cell,
        group=visiting_group(),
        session=Session(
            kind=SessionKind.REGULAR, date=dt.date(2026, 12, 3), start="07:30", end="11:30", place="hội trường tầng hai"
        ),
        document=DocumentNumber(number=12, locality="Bắc Kạn"),
        visitors=(group_leader("big"),),
        chair=Officer("Vi Thị Chủ", "Bí thư chi bộ"),
        secretary=Officer("Lý Văn Bút", "Phó Bí thư chi bộ"),
        attendance=Attendance(
            mode=AttendanceMode.ROSTER,
            roster=tuple(
                Attendee(
                    id=item_of(f"big member {number}"),
                    name=f"Nông Văn Thứ {number}",
                    state=AttendanceState.EXCUSED if number % 5 == 0 else AttendanceState.PRESENT,
                    reason=f"đi công tác số {number}" if number % 5 == 0 else "",
                )
                for number in range(1, attendees + 1)
            ),
        ),
        opinions=tuple(
            Opinion(
                id=item_of(f"big opinion {number}"),
                kind=tuple(OpinionKind)[number % 3],
                speaker=f"Nông Văn Thứ {number}",
                topic=f"việc số {number}",
                text=f"Ý kiến số {number}. {speech}",
                addressee=tuple(Addressee)[number % 7],
                answered=number % 4 == 0,
                answer=f"Trả lời ý kiến số {number}." if number % 4 == 0 else "",
            )
            for number in range(1, opinions + 1)
        ),
        closing=Closing(conclusion="Chi bộ thống nhất.", read_back=True, adopted=True),
    )


def village_cell(name: str, superior: str) -> CellSnapshot:
    return CellSnapshot(
        name=name,
        id=OrganisationId(id_of(name)),
        superiors=(
            Superior(superior, OrganisationId(id_of(superior)), "commune"),
            Superior("Đảng bộ huyện Bạch Thông", OrganisationId(id_of("Bạch Thông")), "district"),
            Superior("Đảng bộ tỉnh Bắc Kạn", OrganisationId(id_of("Bắc Kạn")), "province"),
        ),
        category=CellCategory.SUBORDINATE,
        type=CellType.VILLAGE,
        areas=(AreaFlag.REMOTE,),
    )


def visiting_group() -> GroupSnapshot:
    return GroupSnapshot("Tổ dự sinh hoạt chi bộ huyện Bạch Thông", GroupId(id_of("group Bạch Thông")), Tier.PROVINCE)


def group_leader(label: str) -> Visitor:
    return Visitor(
        id=item_of(f"visitor {label}"),
        name="Ma Từ Đông Điền",
        post="Ủy viên Ban Thường vụ, Trưởng ban Dân vận Tỉnh ủy, tổ trưởng tổ dự sinh hoạt chi bộ",
        person=PersonId(id_of("person Ma Từ Đông Điền")),
    )


def _roster_of_phieng_an() -> tuple[Attendee, ...]:
    present = (
        ("Hoàng Thị Mẫu", "Bí thư", MemberKind.OFFICIAL),
        ("Lường Thị Thí", "Chi ủy viên", MemberKind.OFFICIAL),
        ("Bàn Hữu Thử", "", MemberKind.OFFICIAL),
        ("Triệu Văn Dụ", "", MemberKind.OFFICIAL),
        ("Nông Văn Phỏng", "", MemberKind.OFFICIAL),
        ("Lý Thị Tượng", "", MemberKind.OFFICIAL),
        ("Đặng Văn Trưng", "", MemberKind.OFFICIAL),
        ("Hà Thị Giả", "", MemberKind.PROBATIONARY),
    )
    rows = tuple(Attendee(id=item_of(f"PA {name}"), name=name, post=post, kind=kind) for name, post, kind in present)
    absent = Attendee(
        id=item_of("PA Nông Thị Ví"), name="Nông Thị Ví", state=AttendanceState.EXCUSED, reason="đi khám bệnh"
    )
    return (*rows, absent)


def opinions_of_phieng_an() -> tuple[Opinion, ...]:
    return (
        Opinion(
            id=item_of("PA opinion 1"),
            kind=OpinionKind.PETITION,
            speaker="Lường Thị Thí",
            topic="sinh hoạt hè",
            text="Sinh hoạt hè cho học sinh trong thôn cần có người phụ trách, bảo đảm an toàn sông suối.",
            addressee=Addressee.CELL,
            answered=True,
            answer="Chi bộ giao chi đoàn thôn phụ trách.",
        ),
        Opinion(
            id=item_of("PA opinion 2"),
            speaker="Bàn Hữu Thử",
            text="Mỗi gia đình đảng viên làm gương, đi đầu xây dựng nông thôn mới gắn với du lịch cộng đồng.",
        ),
    )


def guidance_of_phieng_an() -> tuple[Guidance, ...]:
    return (
        Guidance(
            id=item_of("PA guidance 1"),
            by="Ma Từ Đông Điền",
            text="Bám sát chỉ đạo của Đảng bộ tỉnh, tiếp tục nâng cao chất lượng sinh hoạt chi bộ; đảng viên gương mẫu "
            "phát triển kinh tế hộ gia đình.",
            target="Chi bộ thôn Phiêng An",
        ),
        Guidance(
            id=item_of("PA guidance 2"),
            by="Ma Từ Đông Điền",
            text="Trong du lịch cộng đồng, phát huy nghề truyền thống thành sản phẩm OCOP và giữ gìn môi trường.",
            target="chi ủy và các hộ làm du lịch",
            deadline=dt.date(2023, 12, 31),
            deadline_words="báo cáo kết quả vào kỳ sinh hoạt cuối năm",
        ),
    )
