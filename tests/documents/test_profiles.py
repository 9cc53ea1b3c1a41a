import datetime as dt
import itertools

import pytest

from chibo_desktop.documents.profiles import list_profiles, load_profile
from chibo_desktop.documents.templates import Topic, load_template
from chibo_desktop.domain.outcomes import Refusal


def test_the_profile_in_force_is_the_standard_one():
    profile = load_profile()
    assert profile.name == "HD05-2026"
    assert profile.source == "Hướng dẫn 05-HD/VPTW, 27/5/2026"
    margins = profile.margins
    assert (margins.top, margins.bottom, margins.left, margins.right) == (20, 20, 30, 15)
    sizes = profile.sizes
    assert (sizes.party_name, sizes.place_date, sizes.superior, sizes.issuer, sizes.body) == (15, 14, 14, 14, 14)
    assert (sizes.type_name, sizes.recipients, sizes.distribution, sizes.page_number) == (16, 12, 12, 14)
    assert (profile.indent_mm, profile.page_number_top_mm, profile.first_numbered_page) == (10, 10, 2)


def test_profiles_follow_each_other_without_a_gap():
    profiles = list_profiles()
    assert [profile.name for profile in profiles] == ["HD05-2026", "HD36-2018", "HD11-2004"]
    assert profiles[0].valid_to is None
    for newer, older in itertools.pairwise(profiles):
        assert older.valid_to == newer.valid_from - dt.timedelta(days=1)


@pytest.mark.parametrize("name", ["HD99-1999", "../words/minutes-2026"])
def test_unknown_profile(name):
    with pytest.raises(Refusal) as caught:
        load_profile(name)
    assert caught.value.code == "PROFILE_UNKNOWN"
    assert caught.value.data == {"profile": name}


def test_the_standard_template_tells_every_topic_once():
    template = load_template()
    told = [article.topic for chapter in template.chapters for article in chapter.articles]
    assert sorted(told) == sorted(Topic)
    assert (template.signatures.left, template.signatures.right) == ("NGƯỜI GHI BIÊN BẢN", "CHỦ TRÌ")


def test_unknown_template():
    with pytest.raises(Refusal, match="TEMPLATE_UNKNOWN"):
        load_template("minutes-1900")
