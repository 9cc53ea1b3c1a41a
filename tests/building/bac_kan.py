"""Names of Bắc Kạn: its districts and communes of June 2023, and the communes and wards that took their place.

Districts and communes are the real ones (108 units after Nghị quyết 722/NQ-UBTVQH15). Which of them were put together
on 01/7/2025 follows Nghị quyết 1683/NQ-UBTVQH15 as far as it was at hand; it is data to play with, not a source.
"""

DISTRICTS: dict[str, tuple[str, ...]] = {
    "thành phố Bắc Kạn": (
        "phường Đức Xuân", "phường Huyền Tụng", "phường Nguyễn Thị Minh Khai", "phường Phùng Chí Kiên",
        "phường Sông Cầu", "phường Xuất Hóa", "xã Dương Quang", "xã Nông Thượng",
    ),
    "huyện Ba Bể": (
        "thị trấn Chợ Rã", "xã Bành Trạch", "xã Cao Thượng", "xã Chu Hương", "xã Địa Linh", "xã Đồng Phúc",
        "xã Hà Hiệu", "xã Hoàng Trĩ", "xã Khang Ninh", "xã Mỹ Phương", "xã Nam Mẫu", "xã Phúc Lộc", "xã Quảng Khê",
        "xã Thượng Giáo", "xã Yến Dương",
    ),
    "huyện Bạch Thông": (
        "thị trấn Phủ Thông", "xã Cẩm Giàng", "xã Cao Sơn", "xã Dương Phong", "xã Đôn Phong", "xã Lục Bình",
        "xã Mỹ Thanh", "xã Nguyên Phúc", "xã Quang Thuận", "xã Quân Hà", "xã Sỹ Bình", "xã Tân Tú", "xã Vi Hương",
        "xã Vũ Muộn",
    ),
    "huyện Chợ Đồn": (
        "thị trấn Bằng Lũng", "xã Bản Thi", "xã Bằng Lãng", "xã Bằng Phúc", "xã Bình Trung", "xã Đại Sảo",
        "xã Đồng Lạc", "xã Đồng Thắng", "xã Lương Bằng", "xã Nam Cường", "xã Nghĩa Tá", "xã Ngọc Phái",
        "xã Phương Viên", "xã Quảng Bạch", "xã Tân Lập", "xã Xuân Lạc", "xã Yên Mỹ", "xã Yên Phong", "xã Yên Thịnh",
        "xã Yên Thượng",
    ),
    "huyện Chợ Mới": (
        "thị trấn Đồng Tâm", "xã Bình Văn", "xã Cao Kỳ", "xã Hòa Mục", "xã Mai Lạp", "xã Như Cố", "xã Nông Hạ",
        "xã Quảng Chu", "xã Tân Sơn", "xã Thanh Mai", "xã Thanh Thịnh", "xã Thanh Vận", "xã Yên Cư", "xã Yên Hân",
    ),
    "huyện Na Rì": (
        "thị trấn Yến Lạc", "xã Côn Minh", "xã Cư Lễ", "xã Cường Lợi", "xã Dương Sơn", "xã Đổng Xá", "xã Kim Hỷ",
        "xã Kim Lư", "xã Liêm Thủy", "xã Lương Thượng", "xã Quang Phong", "xã Sơn Thành", "xã Trần Phú",
        "xã Văn Lang", "xã Văn Minh", "xã Văn Vũ", "xã Xuân Dương",
    ),
    "huyện Ngân Sơn": (
        "thị trấn Nà Phặc", "thị trấn Vân Tùng", "xã Bằng Vân", "xã Cốc Đán", "xã Đức Vân", "xã Hiệp Lực",
        "xã Thuần Mang", "xã Thượng Ân", "xã Thượng Quan", "xã Trung Hòa",
    ),
    "huyện Pác Nặm": (
        "xã An Thắng", "xã Bằng Thành", "xã Bộc Bố", "xã Cao Tân", "xã Cổ Linh", "xã Công Bằng", "xã Giáo Hiệu",
        "xã Nghiên Loan", "xã Nhạn Môn", "xã Xuân La",
    ),
}  # fmt: skip

REMOTE = frozenset((
    "xã An Thắng", "xã Bằng Thành", "xã Cao Tân", "xã Cổ Linh", "xã Công Bằng", "xã Giáo Hiệu", "xã Nhạn Môn",
    "xã Xuân La", "xã Cao Sơn", "xã Vũ Muộn", "xã Sỹ Bình", "xã Mỹ Thanh", "xã Vi Hương", "xã Nam Mẫu",
    "xã Cao Thượng", "xã Xuân Lạc", "xã Bản Thi", "xã Tân Lập", "xã Thượng Quan", "xã Thuần Mang", "xã Cốc Đán",
    "xã Liêm Thủy", "xã Đổng Xá", "xã Văn Vũ", "xã Kim Hỷ", "xã Bình Văn", "xã Mai Lạp", "xã Yên Cư",
))  # fmt: skip
"""Communes far from anywhere, for the flags of areas."""

NEW_COMMUNES: dict[str, tuple[str, ...]] = {
    "phường Đức Xuân": ("phường Nguyễn Thị Minh Khai", "phường Huyền Tụng", "phường Đức Xuân"),
    "phường Bắc Kạn": ("phường Sông Cầu", "phường Phùng Chí Kiên", "phường Xuất Hóa", "xã Nông Thượng"),
    "xã Phong Quang": ("xã Dương Quang", "xã Đôn Phong"),
    "xã Ba Bể": ("xã Cao Thượng", "xã Nam Mẫu", "xã Khang Ninh"),
    "xã Chợ Rã": ("thị trấn Chợ Rã", "xã Thượng Giáo", "xã Địa Linh"),
    "xã Phúc Lộc": ("xã Hà Hiệu", "xã Bành Trạch", "xã Phúc Lộc"),
    "xã Thượng Minh": ("xã Yến Dương", "xã Chu Hương", "xã Mỹ Phương"),
    "xã Đồng Phúc": ("xã Quảng Khê", "xã Hoàng Trĩ", "xã Bằng Phúc", "xã Đồng Phúc"),
    "xã Phủ Thông": ("thị trấn Phủ Thông", "xã Vi Hương", "xã Tân Tú", "xã Lục Bình"),
    "xã Cẩm Giàng": ("xã Quân Hà", "xã Nguyên Phúc", "xã Mỹ Thanh", "xã Cẩm Giàng"),
    "xã Vĩnh Thông": ("xã Sỹ Bình", "xã Vũ Muộn", "xã Cao Sơn"),
    "xã Bạch Thông": ("xã Đồng Thắng", "xã Dương Phong", "xã Quang Thuận"),
    "xã Nam Cường": ("xã Xuân Lạc", "xã Đồng Lạc", "xã Nam Cường"),
    "xã Quảng Bạch": ("xã Tân Lập", "xã Quảng Bạch"),
    "xã Yên Thịnh": ("xã Bản Thi", "xã Yên Thượng", "xã Yên Thịnh"),
    "xã Chợ Đồn": ("thị trấn Bằng Lũng", "xã Ngọc Phái", "xã Phương Viên", "xã Bằng Lãng"),
    "xã Yên Phong": ("xã Đại Sảo", "xã Yên Mỹ", "xã Yên Phong"),
    "xã Nghĩa Tá": ("xã Lương Bằng", "xã Bình Trung", "xã Nghĩa Tá"),
    "xã Tân Kỳ": ("xã Tân Sơn", "xã Hòa Mục", "xã Cao Kỳ"),
    "xã Thanh Mai": ("xã Thanh Vận", "xã Mai Lạp", "xã Thanh Mai"),
    "xã Thanh Thịnh": ("xã Nông Hạ", "xã Thanh Thịnh"),
    "xã Chợ Mới": ("thị trấn Đồng Tâm", "xã Quảng Chu", "xã Như Cố"),
    "xã Yên Bình": ("xã Yên Cư", "xã Bình Văn", "xã Yên Hân"),
    "xã Văn Lang": ("xã Kim Hỷ", "xã Lương Thượng", "xã Văn Lang"),
    "xã Cường Lợi": ("xã Văn Vũ", "xã Cường Lợi"),
    "xã Na Rì": ("thị trấn Yến Lạc", "xã Sơn Thành", "xã Kim Lư"),
    "xã Trần Phú": ("xã Văn Minh", "xã Cư Lễ", "xã Trần Phú"),
    "xã Côn Minh": ("xã Quang Phong", "xã Dương Sơn", "xã Côn Minh"),
    "xã Xuân Dương": ("xã Đổng Xá", "xã Liêm Thủy", "xã Xuân Dương"),
    "xã Nà Phặc": ("thị trấn Nà Phặc", "xã Trung Hòa"),
    "xã Ngân Sơn": ("thị trấn Vân Tùng", "xã Cốc Đán"),
    "xã Bằng Vân": ("xã Thượng Ân", "xã Đức Vân", "xã Bằng Vân"),
    "xã Hiệp Lực": ("xã Thuần Mang", "xã Hiệp Lực"),
    "xã Thượng Quan": ("xã Thượng Quan",),
    "xã Bằng Thành": ("xã Bộc Bố", "xã Nhạn Môn", "xã Giáo Hiệu", "xã Bằng Thành"),
    "xã Nghiên Loan": ("xã An Thắng", "xã Xuân La", "xã Nghiên Loan"),
    "xã Cao Minh": ("xã Công Bằng", "xã Cổ Linh", "xã Cao Tân"),
}
"""What took the place of the 108, by the new name: 37 of the 92 communes and wards of Thái Nguyên."""

SEATS: dict[str, str] = {
    "thành phố Bắc Kạn": "phường Đức Xuân",
    "huyện Ba Bể": "xã Chợ Rã",
    "huyện Bạch Thông": "xã Phủ Thông",
    "huyện Chợ Đồn": "xã Chợ Đồn",
    "huyện Chợ Mới": "xã Chợ Mới",
    "huyện Na Rì": "xã Na Rì",
    "huyện Ngân Sơn": "xã Ngân Sơn",
    "huyện Pác Nặm": "xã Bằng Thành",
}
"""The new commune at the seat of each district: what the offices of the district belonged to is taken on there."""

HAMLETS = (
    "Nà Mu", "Bản Lấp", "Khuổi Cò", "Nà Hin", "Bản Chàn", "Phiêng Kham", "Nà Lìu", "Cốc Pái", "Khuổi Thiêu", "Nà Bản",
    "Bản Cháo", "Nà Ngăm", "Lủng Pảng", "Khau Cưởm", "Nà Đình", "Pác Chang", "Bản Giềng", "Nà Váng", "Khuổi Khe",
    "Tham Chè", "Nà Khoang", "Bản Đâng", "Phiêng Lầu", "Cốc Lải",
)  # fmt: skip
STREETS = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16", "17", "18")
"""Groups of a town or ward, by number."""
OFFICES = (
    "Văn phòng Huyện ủy", "Ban Tổ chức", "Ban Tuyên giáo", "Ban Dân vận", "Ủy ban Kiểm tra", "Ủy ban Mặt trận Tổ quốc",
    "Hội Nông dân", "Hội Liên hiệp Phụ nữ", "Đoàn Thanh niên", "Hội Cựu chiến binh", "Tòa án nhân dân",
    "Viện Kiểm sát nhân dân", "Chi cục Thi hành án dân sự", "Kho bạc Nhà nước", "Chi cục Thuế", "Hạt Kiểm lâm",
    "Phòng Giáo dục và Đào tạo", "Trường Trung học phổ thông", "Trường Phổ thông dân tộc nội trú",
    "Trung tâm Giáo dục nghề nghiệp", "Ngân hàng Nông nghiệp", "Ngân hàng Chính sách xã hội", "Bưu điện", "Điện lực",
    "Hợp tác xã Tân Mẫu", "Bảo hiểm xã hội",
)  # fmt: skip
"""Bodies of a district that have a cell of their own."""
BODIES = (
    "Văn phòng Tỉnh ủy", "Ban Tổ chức Tỉnh ủy", "Ban Tuyên giáo Tỉnh ủy", "Ban Dân vận Tỉnh ủy", "Ủy ban Kiểm tra",
    "Sở Nội vụ", "Sở Tài chính", "Sở Y tế", "Sở Giáo dục và Đào tạo", "Sở Công Thương", "Sở Xây dựng", "Sở Tư pháp",
    "Sở Kế hoạch và Đầu tư", "Sở Giao thông vận tải", "Sở Khoa học và Công nghệ", "Sở Tài nguyên và Môi trường",
    "Sở Văn hóa, Thể thao và Du lịch", "Sở Thông tin và Truyền thông", "Sở Lao động, Thương binh và Xã hội",
    "Sở Nông nghiệp và Phát triển nông thôn", "Thanh tra tỉnh", "Cục Thống kê", "Cục Thuế", "Kho bạc Nhà nước",
    "Tòa án nhân dân tỉnh", "Viện Kiểm sát nhân dân tỉnh", "Bệnh viện Đa khoa", "Trường Cao đẳng", "Báo Bắc Kạn",
    "Trường Chính trị",
)  # fmt: skip
"""Bodies of the province, whose organisations belong to the one of the provincial offices."""
