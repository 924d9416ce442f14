import pytest

from accounts.tests.names import IN_ORDER
from accounts.turkish import LONGEST_SORT_KEY, lower, search_key, sort_key


@pytest.mark.parametrize("name", ["IŞIK İSG", "Işık İsg", "ışık  isg", "ISIK isg", "Is\u0327ik isg"])
def test_spellings_of_one_name_share_their_key(name):
    assert search_key(name) == "isik isg"


def test_dotted_and_dotless_i_are_two_letters():
    assert lower("IİÇĞ") == "ıiçğ"


def test_names_stand_in_the_order_of_the_dictionary():
    assert sorted(IN_ORDER, key=sort_key) == IN_ORDER
    assert sorted(IN_ORDER) != IN_ORDER, "plain order is another"


def test_the_key_is_one_order_for_everybody():
    assert len({sort_key(name) for name in IN_ORDER}) == len(IN_ORDER)
    assert sort_key("I\u0307nci") == sort_key("İnci"), "however its letters are composed"
    assert all(len(sort_key(name * 300)) <= LONGEST_SORT_KEY for name in ("ı", "字", "\ufdfa", "\U0001f600"))
