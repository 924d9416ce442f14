from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from law.calendar import CalendarGap
from law.clock import legal_day
from ledger.actions.approve import approve
from ledger.actions.propose import propose
from ledger.errors import NotAllowed, Refused
from ledger.models import Dossier, DossierKind
from ledger.verification import verify
from policies.actions.set_policy import set_policy
from policies.catalogue import CATALOGUE
from policies.files import CALENDAR, file_of
from policies.models import CalendarDay, CalendarYear, Policy, PolicyFile
from policies.queries import calendar, calendar_version, counting, value

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
SOURCE = "Resmî Gazete"
PAPER = "b" * 64


def proposed(act, key, by, at, **arguments):
    return propose(act, PolicyFile, file_of(key, at=at).pk, by=by, at=at, arguments=arguments)


def codes_of(act, key, by, at, **arguments):
    with pytest.raises(Refused) as refused:
        proposed(act, key, by, at, **arguments)
    return refused.value.codes


@pytest.mark.parametrize("key", sorted(CATALOGUE))
def test_every_default_passes_its_own_check(key):
    kind = CATALOGUE[key]
    kind.check(kind.default)
    assert value(key, date(2026, 3, 2)) == kind.default


@pytest.mark.parametrize(
    ("key", "bad"),
    [
        ("service.kep", "never"),
        ("calendar.half_days_close", "yes"),
        ("finding.security_hours", 73),
        ("finding.security_hours", True),
        ("document.grace", {"days": 1}),
        ("document.grace", {"days": -1, "working": False}),
        ("document.grace", {"days": 1, "working": "no"}),
        ("document.warnings", [1, 7]),
        ("document.warnings", [7, 7]),
        ("document.warnings", "7"),
        ("letter.challenge", " "),
        ("letter.challenge", ""),
        ("letter.challenge.registry.passivated", " "),
        ("passivation.document_not_shown", "automatic"),
        ("passivation.remedy_insufficient", "automatic"),
        ("passivation.contract_breach", "approver_alone"),
        ("passivation.document_lapsed", "approver_alone"),
    ],
)
def test_a_value_the_policy_cannot_have_is_refused_at_its_field(officer, at, key, bad):
    with pytest.raises(ValidationError):
        CATALOGUE[key].check(bad)
    arguments = {"value": bad, "in_force_from": "2026-03-02", "citation": SOURCE}
    assert codes_of("policies.set_policy", key, officer, at, **arguments) == {"bad_value"}


def test_a_policy_counts_from_its_day_and_the_history_stays(officer, approver, at, day):
    for n, hours in ((0, 48), (10, 12)):
        start = legal_day(day(n)).isoformat()
        arguments = {"value": hours, "in_force_from": start, "citation": SOURCE}
        proposal = proposed("policies.set_policy", "finding.security_hours", officer, at, **arguments)
        approve(proposal.pk, by=approver, at=at)
    today = legal_day(at)
    on = [value("finding.security_hours", today + timedelta(days=n)) for n in (-1, 0, 9, 10)]
    assert on == [24, 48, 48, 12]
    assert Policy.objects.filter(key="finding.security_hours").count() == 2
    assert list(verify()) == []


def test_the_preview_tells_the_value_of_now_and_the_one_to_come(officer, at):
    arguments = {"value": 1, "in_force_from": "2026-03-05", "citation": SOURCE}
    preview = proposed("policies.set_policy", "finding.security_hours", officer, at, **arguments).preview
    assert (preview["from"], preview["to"]) == (24, 1)


def test_two_persons_set_a_policy(officer, approver, auditor, inspector, compliance, at):
    arguments = {"value": 1, "in_force_from": "2026-03-05", "citation": SOURCE}
    for person in (auditor, inspector, compliance):
        with pytest.raises(NotAllowed):
            proposed("policies.set_policy", "finding.security_hours", person, at, **arguments)
    file = file_of("finding.security_hours", at=at)
    with pytest.raises(Refused) as alone:
        set_policy(file.pk, by=approver, at=at, value=1, in_force_from="2026-03-05", citation=SOURCE)
    assert alone.value.codes == {"second_person"}
    proposal = proposed("policies.set_policy", "finding.security_hours", approver, at, **arguments)
    with pytest.raises(Refused) as own:
        approve(proposal.pk, by=approver, at=at)
    assert own.value.codes == {"own_proposal"}
    with pytest.raises(NotAllowed):
        approve(proposal.pk, by=officer, at=at)


def test_a_policy_never_reaches_back_and_never_lacks_its_source(officer, approver, at, day):
    arguments = {"value": 1, "in_force_from": "2026-03-01", "citation": " "}
    codes = codes_of("policies.set_policy", "finding.security_hours", officer, at, **arguments)
    assert codes == {"in_the_past", "no_citation"}
    arguments = {"value": 1, "in_force_from": "soon", "citation": SOURCE}
    codes = codes_of("policies.set_policy", "finding.security_hours", officer, at, **arguments)
    assert codes == {"bad_in_force_from"}
    arguments = {"value": 1, "in_force_from": "2026-03-03", "citation": SOURCE}
    proposal = proposed("policies.set_policy", "finding.security_hours", officer, at, **arguments)
    with pytest.raises(Refused) as late:
        approve(proposal.pk, by=approver, at=day(2))
    assert late.value.codes == {"in_the_past"}


def test_the_calendar_is_no_policy(officer, at):
    arguments = {"value": 1, "in_force_from": "2026-03-03", "citation": SOURCE}
    assert codes_of("policies.set_policy", CALENDAR, officer, at, **arguments) == {"no_policy"}


def test_half_days_roll_by_the_policy_of_the_start_day(officer, approver, at):
    arguments = {"value": False, "in_force_from": "2026-03-10", "citation": SOURCE}
    proposal = proposed("policies.set_policy", "calendar.half_days_close", officer, at, **arguments)
    approve(proposal.pk, by=approver, at=at)
    assert [counting(date(2026, 3, n)).half_days_close for n in (9, 10)] == [True, False]


def test_all_files_share_one_dossier(at):
    assert file_of(CALENDAR, at=at).dossier == file_of("service.kep", at=at).dossier
    assert file_of(CALENDAR, at=at) == file_of(CALENDAR, at=at)
    assert Dossier.objects.filter(kind=DossierKind.POLICY).count() == 1


def test_a_holiday_is_added_by_two_persons_and_the_calendar_gets_a_new_version(officer, approver, at):
    before = calendar_version()
    arguments = {"day": "2026-07-16", "name": "Özel tatil", "source": SOURCE, "half": True}
    proposal = proposed("policies.add_holiday", CALENDAR, officer, at, **arguments)
    approve(proposal.pk, by=approver, at=at)
    assert calendar_version() != before
    assert calendar().closed(date(2026, 7, 16), half_days_close=True) == "Özel tatil"
    assert calendar().closed(date(2026, 7, 16), half_days_close=False) is None
    whole = arguments | {"half": False}
    approve(proposed("policies.add_holiday", CALENDAR, officer, at, **whole).pk, by=approver, at=at)
    assert calendar().closed(date(2026, 7, 16), half_days_close=False) == "Özel tatil"


@pytest.mark.parametrize(
    ("arguments", "codes"),
    [
        ({"day": "x", "name": " ", "source": ""}, {"bad_day", "no_name", "no_source"}),
        ({"day": "2026-04-23", "name": "X", "source": SOURCE}, {"known"}),
        ({"day": "2026-10-28", "name": "X", "source": SOURCE, "half": True}, {"known"}),
        ({"day": "2036-07-16", "name": "X", "source": SOURCE}, {"unknown_year"}),
        ({"day": "2026-03-01", "name": "X", "source": SOURCE}, {"gone_by"}),
    ],
)
def test_a_holiday_that_cannot_be_is_refused(officer, at, arguments, codes):
    assert codes_of("policies.add_holiday", CALENDAR, officer, at, **arguments) == codes


def test_a_day_gone_by_is_added_with_the_published_decision(officer, approver, at, papered):
    arguments = {"day": "2026-02-27", "name": "X", "source": SOURCE, "document": PAPER}
    assert codes_of("policies.add_holiday", CALENDAR, officer, at, **arguments) == {"no_document"}
    papered(file_of(CALENDAR, at=at).dossier, PAPER)
    proposal = proposed("policies.add_holiday", CALENDAR, officer, at, **arguments)
    added = approve(proposal.pk, by=approver, at=at)
    assert CalendarDay.objects.get(pk=added.pk).day == date(2026, 2, 27)
    assert proposal.dossier.steps.last().documents == [PAPER]


def test_the_next_year_is_loaded_by_two_persons(officer, approver, at):
    with pytest.raises(CalendarGap):
        calendar().closed(date(2036, 1, 1), half_days_close=True)
    proposal = proposed("policies.load_year", CALENDAR, officer, at, year=2036)
    assert {"day": "2036-01-01", "name": "Yılbaşı", "half": False} in proposal.preview["days"]
    approve(proposal.pk, by=approver, at=at)
    assert calendar().closed(date(2036, 1, 1), half_days_close=True) == "Yılbaşı"
    assert CalendarYear.objects.filter(year=2036).exists()


@pytest.mark.parametrize(
    ("year", "codes"), [(2035, {"loaded"}), (2040, {"not_next"}), (99999, {"not_next", "unknown"})]
)
def test_years_are_loaded_one_after_another(officer, at, year, codes):
    assert codes_of("policies.load_year", CALENDAR, officer, at, year=year) == codes
