import pytest

from accounts.turkish import lower, search_key, sort_key


@pytest.mark.parametrize("name", ["IŞIK İSG", "Işık İsg", "ışık  isg", "ISIK isg", "Is\u0327ik isg"])
def test_spellings_of_one_name_share_their_key(name):
    assert search_key(name) == "isik isg"


def test_dotted_and_dotless_i_are_two_letters():
    assert lower("IİÇĞ") == "ıiçğ"


def test_names_stand_in_the_order_of_the_dictionary():
    names = ["Çınar", "Cem", "Işık", "İnci", "Zafer", "Şule", "Su", "Öz", "Oya", "Ğ", "Güneş"]
    assert sorted(names, key=sort_key) == [
        "Cem",
        "Çınar",
        "Güneş",
        "Ğ",
        "Işık",
        "İnci",
        "Oya",
        "Öz",
        "Su",
        "Şule",
        "Zafer",
    ]
