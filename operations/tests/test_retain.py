"""Retention: what may go goes, legal records never, and one table covers every row there is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.actions.invite import invite
from accounts.mail import MOST_ATTEMPTS, enqueue
from accounts.models import Invitation, Mail
from accounts.tests.sign_in import signed_in
from kep_gateway.models import Evidence
from law.clock import moved
from ledger.acts import Rule
from ledger.errors import NotAllowed, Refused
from ledger.models import Audience, Step
from ledger.verification import verify
from operations.actions.remove_expired import remove_expired
from operations.retention import KINDS, REMOVABLE
from policies.catalogue import CATALOGUE
from policies.files import file_of

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


@pytest.fixture
def kept(firm, compliance, at):
    """One of everything that can go: a sent, a given-up and a waiting e-mail, an invitation, a session."""
    for _n in range(3):
        enqueue("kisi@ornek.invalid", "Konu", "Metin", at=at)
    sent, given_up, _waiting = Mail.objects.order_by("pk")
    sent.sent_at, given_up.attempts = at, MOST_ATTEMPTS
    sent.save()
    given_up.save()
    invite(firm.pk, by=compliance, at=at, email="davetli@ornek.invalid")
    client = signed_in(Client(), compliance)
    client.get("/saglik")
    session = Session.objects.get()
    session.expire_date = at + timedelta(hours=12)
    session.save()
    UserSession.objects.get_or_create(
        user=compliance, session_key=session.session_key, defaults={"ip": "127.0.0.1", "user_agent": "x"}
    )
    return firm


def retain(capsys, *words):
    call_command("retain", *words)
    return capsys.readouterr().out


def numbers(shown: str) -> dict[str, int]:
    return {line.split()[0]: int(line.split()[1]) for line in shown.splitlines()}


def test_nothing_goes_before_its_time(kept, capsys, day):
    with moved(day(0) + timedelta(hours=11)):
        assert "nothing has had its time" in retain(capsys)
    assert Session.objects.exists()
    assert not Step.objects.filter(act="operations.remove_expired").exists()


def test_what_has_had_its_time_goes_and_a_step_says_so(kept, capsys, day):
    before = Step.objects.count()
    with moved(day(1)):
        assert numbers(retain(capsys, "--simulate"))["session"] == 2
        assert retain(capsys).strip() == "mail: 0, invitation: 0, session: 2"
    with moved(day(91)):
        assert retain(capsys).strip() == "mail: 2, invitation: 0, session: 0"
    with moved(day(380)):
        assert retain(capsys).strip() == "mail: 0, invitation: 1, session: 0"
    assert not Session.objects.exists()
    assert not UserSession.objects.exists()
    assert not Invitation.objects.exists()
    assert not Mail.objects.filter(sent_at__isnull=False).exists()
    assert Mail.objects.filter(sent_at=None, attempts=0).exists()  # still waiting to be sent
    step = Step.objects.filter(act="operations.remove_expired").latest("pk")
    assert (step.rule, step.audience) == ("retention", Audience.MINISTRY)
    assert Step.objects.count() == before + 3
    assert list(verify()) == []


def test_an_accepted_invitation_stays(kept, outsider, capsys, day, at):
    invitation = Invitation.objects.get()
    invitation.accepted_at, invitation.accepted_by = at, outsider
    invitation.save()
    with moved(day(800)):
        retain(capsys)
    assert Invitation.objects.filter(pk=invitation.pk).exists()


def test_looking_changes_nothing(kept, capsys):
    held = {model: model.objects.count() for model in (Mail, Invitation, Session, UserSession)}
    steps = Step.objects.count()
    shown = numbers(retain(capsys, "--simulate", "2200-01-01"))
    assert {key: n for key, n in shown.items() if n} == {
        "mail": 2, "invitation": 1, "session": 2
    }  # fmt: skip
    assert {model: model.objects.count() for model in held} == held
    assert Step.objects.count() == steps


def test_legal_records_are_shown_and_never_removed(kept, capsys, day, at):
    kept.dossier.closed_at = at
    kept.dossier.save()
    with moved(day(366 * 30)):
        assert numbers(retain(capsys, "--simulate"))["dossier"] == 1
        retain(capsys)
    kept.dossier.refresh_from_db()
    assert kept.dossier.steps.exists()
    assert Evidence._meta.label not in {label for kind in REMOVABLE for label in kind.rows}


def test_only_the_rule_may_remove(kept, administrator, day):
    file = file_of("retention.mail_days", at=day(1))
    for by in (administrator, Rule("sweeper")):
        with pytest.raises(NotAllowed):
            remove_expired(file.pk, by=by, at=day(400))
    assert Mail.objects.count() >= 3


def test_with_nothing_due_the_act_says_so(firm, day):
    file = file_of("retention.mail_days", at=day(1))
    with pytest.raises(Refused) as refused:
        remove_expired(file.pk, by=Rule("retention"), at=day(1))
    assert refused.value.codes == {"nothing_due"}


def test_the_documents_say_the_same_lengths():
    text = (settings.BASE_DIR / "docs" / "personal-data.md").read_text()
    told = {cells[1].strip(): cells[5].strip() for line in text.splitlines() if len(cells := line.split("|")) == 8}
    for kind in KINDS:
        for label in kind.rows if kind.policy else ():
            assert told[f"`{label}`"].startswith(f"{CATALOGUE[kind.policy].default} {kind.unit} "), label


def test_a_day_that_is_none_is_refused(capsys):
    with pytest.raises(CommandError, match="no day"):
        call_command("retain", "--simulate", "yarın")
