from string import printable

from hypothesis import given
from hypothesis import strategies as st

from registry import firm_codes, keys

bodies = st.text(firm_codes.ALPHABET, min_size=10, max_size=10)
places = st.integers(0, 10)


def checked(body):
    return next(body + c for c in firm_codes.ALPHABET if firm_codes.valid(body + c))


def test_the_alphabet_has_33_different_characters_and_no_letter_like_a_digit():
    assert len(set(firm_codes.ALPHABET)) == 33
    assert not set("IOU") & set(firm_codes.ALPHABET)


def test_made_codes_are_valid_and_differ():
    made = {firm_codes.make() for _ in range(500)}
    assert len(made) == 500
    assert all(firm_codes.valid(code) for code in made)


@given(bodies)
def test_every_body_has_exactly_one_check_character(body):
    assert sum(firm_codes.valid(body + c) for c in firm_codes.ALPHABET) == 1


@given(bodies, places, st.sampled_from(firm_codes.ALPHABET))
def test_every_single_substitution_is_caught(body, place, other):
    code = checked(body)
    wrong = code[:place] + other + code[place + 1 :]
    assert firm_codes.valid(wrong) == (wrong == code)


@given(bodies, st.integers(0, 9))
def test_every_transposition_of_neighbours_is_caught(body, place):
    code = checked(body)
    wrong = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert firm_codes.valid(wrong) == (wrong == code)


@given(st.text(printable, max_size=14))
def test_anything_else_is_no_code(text):
    if len(text) != 11 or set(text) - set(firm_codes.ALPHABET):
        assert not firm_codes.valid(text)


def test_secrets_are_recognisable_long_enough_and_checked():
    made = {keys.make() for _ in range(200)}
    assert len(made) == 200
    for secret in made:
        assert secret.startswith("isg_")
        assert keys.well_formed(secret)
        wrong = secret[:6] + ("a" if secret[6] != "a" else "b") + secret[7:]
        assert not keys.well_formed(wrong)
    assert not keys.well_formed("isg_")
    assert not keys.well_formed("")
    assert 62**27 > 2**128


def test_the_digest_is_keyed(settings):
    secret = keys.make()
    before = keys.digest(secret)
    settings.CODES_KEY = b"another"
    assert keys.digest(secret) != before
    assert secret not in before
