"""Text that people write loses what nobody sees, and nothing else."""

import pytest

from ledger.text import clean, legible, one_line


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\0b", "ab"),
        ("a\x08b\x1fc\x7fd\x85e\x9ff", "abcdef"),
        ("a\ufffeb\uffffc\ufdd0d\U0001fffee", "abcde"),
        ("a\u200e\u200f\u202a\u202e\u2066\u2069\u061cb", "ab"),
        ("\ufeffa\u200bb\u2060c", "abc"),
        ("a\ud800b", "ab"),
        ("bir\r\niki\rüç\u2028dört\n\tbeş", "bir\niki\nüç\ndört\n\tbeş"),
        ("I\u0307s\u0327ik", "İşik"),
        ("e\x08\u0301", "é"),
    ],
)
def test_what_nobody_sees_falls_away(typed, kept):
    assert clean(typed) == kept
    assert clean(kept) == kept


@pytest.mark.parametrize(
    "name",
    ["Işık İSG Yazılım A.Ş.", "شركة السلامة", "חברת הבטיחות", "می\u200cشود", "क्\u200dष", "安全 株式会社", "😀 A.Ş."],
)
def test_the_names_of_the_world_stay_as_they_are(name):
    assert clean(name) == one_line(name) == name
    assert legible(name)


def test_a_name_stands_on_one_line():
    assert one_line(" Işık \n\tİSG\u00a0 A.Ş.\x08 ") == "Işık İSG A.Ş."


@pytest.mark.parametrize("name", ["", " ", "\u200e\u202e", "\u200b", "\u200d", "\u0301", "\u3164", "—", "..."])
def test_a_name_without_letters_is_no_name(name):
    assert not legible(name)


def test_a_name_of_digits_can_be_read():
    assert legible("3 \u0301")
