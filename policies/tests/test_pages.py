import re

import pytest
from django.utils.html import escape
from django.utils.translation import override

from accounts.tests.sign_in import signed_in
from ledger.models import Proposal
from policies.catalogue import CATALOGUE, shown
from policies.forms import policy_form
from policies.measures import Measure
from policies.models import CalendarDay, Policy
from policies.wording import in_words

pytestmark = pytest.mark.django_db
SOURCE = "Resmî Gazete, 1.3.2026"


def text_of(answer) -> str:
    return str(answer.content.decode())


@pytest.fixture
def decided(client, officer, approver):
    """Proposes through the form as the officer and approves as the approver."""

    def decide(path, given):
        client.logout()
        signed_in(client, officer)
        answer = client.post(path, given)
        assert answer.status_code == 302, text_of(answer)
        client.logout()
        signed_in(client, approver)
        assert client.post(f"/masa/oneriler/{Proposal.objects.latest('pk').pk}/onayla/").status_code == 302

    return decide


def test_every_policy_is_listed_with_value_clause_and_form(client, officer):
    page = text_of(signed_in(client, officer).get("/masa/politikalar/"))
    for kind in CATALOGUE.values():
        assert kind.reason.replace("'", "&#x27;") in page
        there = f"/masa/politikalar/{kind.key}/oner/"
        assert (there in page) == (not kind.fixed), "where nothing can be chosen, nothing is offered"
        assert client.get(there).status_code == (404 if kind.fixed else 200)
    assert client.get("/masa/politikalar/yok/oner/").status_code == 404


def written(typed) -> dict[str, object]:
    """What a browser sends of a value's field; a pair where there are two."""
    return {f"value_{n}": it for n, it in enumerate(typed)} if isinstance(typed, tuple) else {"value": typed}


@pytest.mark.parametrize(
    ("key", "typed", "value"),
    [
        ("finding.security_hours", "48", 48),
        ("document.warnings", "7, 60", [60, 7]),
        ("document.warnings", "7\r\n60;60\r\n\r\n180", [180, 60, 7]),
        ("document.warnings", " ", []),
        ("document.grace", ("3", "working"), {"days": 3, "working": True}),
        ("document.grace", ("0", "calendar"), {"days": 0, "working": False}),
        ("passive.operations", ["read", "sign_in"], ["read", "sign_in"]),
        ("calendar.half_days_close", "False", False),
        ("service.kep", "delivery_day", "delivery_day"),
        ("letter.challenge", "Dava açılabilir.", "Dava açılabilir."),
        (
            "letter.challenge.registry.passivated",
            "Yedi gün içinde dava açılabilir.",
            "Yedi gün içinde dava açılabilir.",
        ),
        ("letter.challenge.registry.passivated", "", ""),
    ],
)
def test_a_policy_is_proposed_through_its_form_and_approved(client, decided, key, typed, value):
    given = {**written(typed), "in_force_from": "2026-03-05", "citation": SOURCE}
    decided(f"/masa/politikalar/{key}/oner/", given)
    assert Policy.objects.get(key=key).value == value
    page = text_of(client.get("/masa/politikalar/"))
    assert SOURCE in page
    assert "05.03.2026" in page


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        ("finding.security_hours", "çok"),
        ("finding.security_hours", "73"),
        ("document.warnings", "[60, 7]"),
        ("document.warnings", "60, 0"),
        ("document.warnings", "60, 99999"),
        ("document.warnings", ", ".join(map(str, range(1, 22)))),
        ("document.grace", ("", "working")),
        ("document.grace", ("91", "working")),
        ("document.grace", ("3", "weeks")),
        ("passive.operations", ["read", "all"]),
        ("calendar.half_days_close", ""),
        ("service.kep", "hiç"),
    ],
)
def test_a_bad_value_stands_at_its_field(client, officer, key, typed):
    signed_in(client, officer)
    given = {**written(typed), "in_force_from": "2026-03-05", "citation": SOURCE}
    answer = client.post(f"/masa/politikalar/{key}/oner/", given)
    assert answer.status_code == 422
    page = text_of(answer)
    assert 'id="id_value_error"' in page
    assert SOURCE in page
    if isinstance(typed, str):
        assert escape(typed) in page or key in {"service.kep", "calendar.half_days_close"}, "nothing typed is lost"


@pytest.mark.parametrize("kind", CATALOGUE.values(), ids=lambda it: it.key)
def test_a_form_begins_with_what_counts_today_and_takes_it_back(kind):
    form = policy_form(kind.key, kind.default)()
    drawn = form["value"]
    assert in_words(shown(kind.default), kind.measure) in str(drawn.help_text)
    assert not re.search(r"[\[{]", str(drawn.field.prepare_value(kind.default)) if kind.measure else "")
    given = written(
        tuple(drawn.field.widget.decompress(kind.default)) if kind.key == "document.grace" else drawn.value()
    )
    sent = {**given, "in_force_from": "2026-03-05", "citation": SOURCE}
    again = policy_form(kind.key, kind.default)(sent)
    assert again.is_valid(), again.errors
    assert again.cleaned_data["value"] == kind.default


def test_the_second_person_reads_both_values_in_words(client, officer, approver):
    signed_in(client, officer)
    for key, typed in (("document.warnings", "45, 10"), ("document.grace", ("3", "working"))):
        given = {**written(typed), "in_force_from": "2026-03-05", "citation": SOURCE}
        assert client.post(f"/masa/politikalar/{key}/oner/", given).status_code == 302
    client.logout()
    with override("en"):
        page = text_of(signed_in(client, approver).get("/masa/oneriler/", headers={"accept-language": "en"}))
    for told in ("90, 60, 30, 7, 1 days before", "45, 10 days before", "0 calendar days", "3 working days"):
        assert f"<dd>{told}</dd>" in page
    assert "document." not in page, "no name of code"


def test_a_day_in_the_past_stands_at_its_field(client, officer):
    signed_in(client, officer)
    given = {"value": "1", "in_force_from": "2026-03-01", "citation": SOURCE}
    answer = client.post("/masa/politikalar/finding.security_hours/oner/", given)
    assert answer.status_code == 409
    assert 'id="id_in_force_from_error"' in text_of(answer)


def test_a_holiday_and_a_year_are_proposed_and_approved(client, decided):
    decided("/masa/takvim/tatil/oner/", {"day": "2026-07-16", "name": "Özel tatil", "source": SOURCE})
    decided("/masa/takvim/yil/oner/", {"year": "2036"})
    assert "Özel tatil" in text_of(client.get("/masa/takvim/"))
    assert CalendarDay.objects.filter(day__year=2036).exists()
    assert "Yılbaşı" in text_of(client.get("/masa/takvim/?yil=2036"))


def test_an_unknown_year_says_so(client, auditor):
    signed_in(client, auditor)
    page = text_of(client.get("/masa/takvim/?yil=2050"))
    assert 'class="errors"' in page
    assert "/oner/" not in page
    assert client.get("/masa/takvim/?yil=99999").status_code == 200
    assert client.get("/masa/takvim/?yil=x").status_code == 200


@pytest.mark.parametrize(("who", "status"), [("auditor", 403), ("inspector", 403), ("compliance", 403)])
def test_readers_propose_nothing(request, client, who, status):
    person = request.getfixturevalue(who)
    signed_in(client, person, second_factor=bool(person.roles))
    for path in ("/masa/politikalar/finding.security_hours/oner/", "/masa/takvim/tatil/oner/"):
        assert client.get(path).status_code == status
    assert client.get("/masa/politikalar/").status_code == (200 if person.roles else 403)


def test_an_unknown_act_of_the_calendar_is_no_page(client, officer):
    assert signed_in(client, officer).get("/masa/takvim/sil/oner/").status_code == 404


def test_values_are_told_in_words_with_what_they_count():
    with override("en"):
        assert in_words({"days": 3, "working": True}) == "3 working days"
        assert in_words({"days": 1, "working": False}) == "1 calendar day"
        assert in_words([60, 7], Measure.DAYS) == "60, 7 days before"
        assert in_words([], Measure.DAYS) == "none"
        assert in_words(["sign_in", "sandbox"]) == "sign in, sandbox"
        assert in_words(True) == "yes"


@pytest.mark.parametrize("kind", CATALOGUE.values(), ids=lambda it: it.key)
def test_no_value_is_a_bare_number_or_a_name_of_code(kind):
    told = in_words(shown(kind.default), kind.measure)
    assert not re.fullmatch(r"[\d, ]*", told)
    assert "_" not in told


@pytest.mark.parametrize(
    ("asked", "year"), [("0", 1), ("9999", 9999), ("12345", 9999), ("9" * 5000, 9999), ("x", 2026)]
)
def test_a_year_that_no_calendar_has_is_moved_to_the_nearest(client, officer, asked, year):
    answer = signed_in(client, officer).get("/masa/takvim/", {"yil": asked})
    assert (answer.status_code, answer.context["year"]) == (200, str(year))
