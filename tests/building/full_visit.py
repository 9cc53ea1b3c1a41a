"""A sample visit with fixed ids in which every field holds something."""

import datetime as dt

from chibo_desktop.domain.ids import PersonId, VisitId
from chibo_desktop.domain.people import MemberKind, Officer
from chibo_desktop.domain.visits import (
    Addressee,
    AgendaItem,
    Attachment,
    Attendance,
    AttendanceMode,
    AttendanceState,
    Attendee,
    Closing,
    Counts,
    DocumentNumber,
    FeeStatus,
    FollowUp,
    FollowUpResult,
    Guest,
    Guidance,
    Opinion,
    OpinionKind,
    Remark,
    Score,
    ScoreLine,
    Session,
    SessionKind,
    Task,
    Visit,
    Visitor,
    Vote,
)
from tests.building.visits import (
    group_leader,
    guidance_of_phieng_an,
    id_of,
    item_of,
    opinions_of_phieng_an,
    village_cell,
    visiting_group,
)


def everything() -> Visit:
    """A visit in which every field holds something, every state and kind occurs, and some rows are struck."""
    return Visit(
        id=VisitId(id_of("visit with everything")),
        cell=village_cell("Chi bộ thôn Phiêng An", "Đảng bộ xã Quang Thuận"),
        group=visiting_group(),
        session=Session(
            kind=SessionKind.REGULAR_THEMATIC,
            date=dt.date(2026, 12, 3),
            start="19:30",
            end="21:45",
            month="2026-11",
            place="nhà văn hóa thôn Phiêng An",
            theme="Đảng viên gương mẫu phát triển du lịch cộng đồng",
            fee=FeeStatus.UNPAID,
            fee_note="sẽ thu vào tuần sau",
        ),
        document=DocumentNumber(number=5, locality="Phiêng An"),
        visitors=(
            group_leader("everything"),
            Visitor(id=item_of("E visitor 2"), name="Đinh Thị Hữu Tá", post="Phó Trưởng ban Tuyên giáo", person=None),
            Visitor(id=item_of("E visitor 3"), name="Gạch Bỏ Một", post="Ghi nhầm", struck=True),
        ),
        chair=Officer("Hoàng Thị Mẫu", "Bí thư chi bộ"),
        secretary=Officer("Lường Thị Thí", "Chi ủy viên"),
        attendance=Attendance(
            mode=AttendanceMode.ROSTER,
            counts=Counts(
                total=10,
                official=8,
                probationary=1,
                temporary=1,
                exempt=1,
                elsewhere=1,
                present=5,
                excused=2,
                unexcused=1,
            ),
            roster=_roster_with_every_state(),
            guests=_guests(),
            spoke=4,
            prefer_typed=False,
            prefer_reason="Đếm lại lúc 20 giờ",
        ),
        agenda=_agenda_with_remarks(),
        opinions=_opinions_of_every_kind(),
        guidance=(
            *guidance_of_phieng_an(),
            Guidance(id=item_of("E guidance x"), by="Gạch Bỏ Hai", text="Lời đã gạch bỏ", struck=True),
        ),
        tasks=(
            Task(
                id=item_of("E task 1"),
                task="Lập tổ tự quản đường thôn",
                who="Bàn Hữu Thử",
                deadline=dt.date(2027, 1, 5),
            ),
            Task(
                id=item_of("E task 2"),
                task="Vận động thêm hai hộ làm nhà lưu trú",
                who="chi ủy",
                deadline_words="trước mùa lễ hội",
            ),
        ),
        votes=(
            Vote(id=item_of("E vote 1"), item="Thông qua nghị quyết tháng 12", agree=3, against=0, other=0),
            Vote(id=item_of("E vote 2"), item="Khen thưởng cuối năm", agree=1, against=1, other=1),
        ),
        follow_ups=(
            FollowUp(
                id=item_of("E follow 1"),
                statement=f"{id_of('visit Phiêng An')}/{item_of('PA opinion 1')}",
                result=FollowUpResult.DONE,
                note="Đã có người trông suối trong hè",
            ),
            FollowUp(
                id=item_of("E follow 2"),
                statement=f"{id_of('visit Phiêng An')}/{item_of('PA guidance 2')}",
                result=FollowUpResult.PARTLY,
                note="Mới có một sản phẩm được xếp hạng",
            ),
        ),
        score=Score(
            rubric="HD42-2025",
            lines=(
                ScoreLine(id=item_of("E score 1"), criterion="1", points=5, computed=True),
                ScoreLine(id=item_of("E score 2"), criterion="2", points=3, reason="Vắng hai đồng chí"),
                ScoreLine(id=item_of("E score 3"), criterion="3", applicable=False, reason="Không có chi ủy"),
            ),
            own_points=92,
            weak_points="Ít đảng viên trẻ phát biểu",
        ),
        closing=Closing(
            last_month="Nhiệm vụ tháng trước đã làm đủ.",
            ideology="Nhân dân đồng tình với chủ trương làm đường.",
            delegate_statement="Đồng chí trưởng đoàn biểu dương nền nếp sinh hoạt.",
            cell_reply="Chi bộ xin tiếp thu và sẽ thực hiện.",
            conclusion="Chi bộ thống nhất các nội dung trên.",
            handed_over="Một bộ tài liệu học tập, một lá cờ Đảng",
            read_back=True,
            adopted=True,
        ),
        attachments=(
            Attachment(
                id=item_of("E attachment 1"),
                hash="47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU",
                bytes=183_204,
                type="image/jpeg",
                label="Ảnh chụp sổ ghi tay, trang 3",
            ),
        ),
        handwritten_part=True,
    )


def _roster_with_every_state() -> tuple[Attendee, ...]:
    official, probationary, temporary = MemberKind.OFFICIAL, MemberKind.PROBATIONARY, MemberKind.TEMPORARY
    present, excused = AttendanceState.PRESENT, AttendanceState.EXCUSED
    return (
        Attendee(item_of("E m1"), "Hoàng Thị Mẫu", "Bí thư", person=PersonId(id_of("person Hoàng Thị Mẫu"))),
        Attendee(item_of("E m2"), "Lường Thị Thí", "Chi ủy viên"),
        Attendee(item_of("E m3"), "Bàn Hữu Thử", late_minutes=15),
        Attendee(item_of("E m4"), "Hà Thị Giả", kind=probationary, left_early_minutes=20),
        Attendee(item_of("E m5"), "Vũ Tạm Trú", kind=temporary, state=present),
        Attendee(item_of("E m6"), "Nông Thị Ví", state=excused, reason="đi khám bệnh"),
        Attendee(item_of("E m7"), "Đặng Văn Trưng", state=excused, reason="trực ở trạm y tế xã"),
        Attendee(item_of("E m8"), "Lý Văn Khuyết", state=AttendanceState.UNEXCUSED, reason="không báo trước"),
        Attendee(item_of("E m9"), "Triệu Thị Cao Niên", state=AttendanceState.EXEMPT, reason="tuổi cao"),
        Attendee(
            item_of("E m10"), "Nông Văn Xa", state=AttendanceState.ELSEWHERE, reason="học ở Hà Nội", kind=official
        ),
        Attendee(item_of("E m11"), "Gạch Bỏ Ba", struck=True),
    )


def _guests() -> tuple[Guest, ...]:
    return (
        Guest(item_of("E guest 1"), "Lường Văn Khách", "Trưởng thôn", "thôn Phiêng An"),
        Guest(item_of("E guest 2"), "Hà Thị Mời", "Chi hội trưởng", "Chi hội Phụ nữ", invited=True, present=False),
        Guest(item_of("E guest 3"), "Đàm Văn Ghé", "Công an viên", "Công an xã", invited=False),
    )


def _agenda_with_remarks() -> tuple[AgendaItem, ...]:
    return (
        AgendaItem(
            id=item_of("E agenda 1"),
            title="Đánh giá tháng 11",
            presenter="Hoàng Thị Mẫu",
            content="Đọc báo cáo kết quả tháng 11.\nĐọc dự thảo nghị quyết tháng 12.",
            remarks=(
                Remark(item_of("E remark 1"), "Bàn Hữu Thử", "Đề nghị ghi rõ số mét đường đã làm."),
                Remark(item_of("E remark 2"), "Hà Thị Giả", "Đề nghị thêm việc của đoàn thanh niên."),
                Remark(item_of("E remark x"), "Gạch Bỏ Bốn", "Lời nhận xét gạch bỏ", struck=True),
            ),
            conclusion="Chi bộ thống nhất sửa báo cáo.",
        ),
        AgendaItem(id=item_of("E agenda 2"), title="Chuyên đề quý IV", presenter="Lường Thị Thí"),
        AgendaItem(id=item_of("E agenda x"), title="Mục gạch bỏ", struck=True),
    )


def _opinions_of_every_kind() -> tuple[Opinion, ...]:
    return (
        *opinions_of_phieng_an(),
        Opinion(
            id=item_of("E opinion 3"),
            kind=OpinionKind.PROPOSAL,
            speaker="Đặng Tên Giấu",
            speaker_withheld=True,
            topic="điện sinh hoạt",
            text="Đề xuất kéo điện tới xóm Nà Lẹng.",
            addressee=Addressee.GOVERNMENT,
        ),
        Opinion(
            id=item_of("E opinion 4"),
            kind=OpinionKind.PETITION,
            text="Kiến nghị tăng phụ cấp cho bí thư chi bộ thôn.",
            addressee=Addressee.CENTRAL,
            answered=True,
        ),
        Opinion(id=item_of("E opinion x"), speaker="Gạch Bỏ Năm", text="Ý kiến gạch bỏ", struck=True),
    )
