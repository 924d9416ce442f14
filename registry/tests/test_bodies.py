"""Bodies: certificates hang on them; when one falls, integrators become tasks and nobody becomes passive."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override

from applications.worklist import worklist
from law.clock import legal_day, moved
from ledger.errors import NotAllowed, Refused
from ledger.models import DossierKind
from ledger.numbers import open_dossier
from policies.files import BODIES, REQUIREMENTS, file_of
from registry.actions.assign_body import assign_body
from registry.actions.change_body import change_body
from registry.actions.enter_body import enter_body
from registry.actions.refuse_certificate import refuse_certificate
from registry.actions.verify_certificate import verify_certificate
from registry.bodies import SHIPPED, load_bodies, resting_on, unassigned
from registry.models import Body, BodyStanding, Certificate
from registry.queries import standing_of
from registry.tests.conftest import admitted, enter

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
FALLEN = "The certification body is suspended or withdrawn: verify anew, decide"
UNAUDITED = "The surveillance audit's day has passed: ask the certification body"
NAME = "Örnek Belgelendirme"


def entered(by, at, **more):
    said = {"kind": "certification", "name": NAME, "country": "TR", "citation": "TÜRKAK listesi"} | more
    return enter_body(file_of(BODIES, at=at).pk, by=by, at=at, **said)


def suspended(body, by, at, status="suspended"):
    return change_body(body.pk, by=by, at=at, status=status, since_on=legal_day(at), citation="TÜRKAK duyurusu")


def tasks(person, at):
    with override("en"):
        return [str(it.what) for it in worklist(person, at)]


@pytest.fixture
def body(officer, at):
    load_bodies(at)
    return entered(officer, at, accreditation_number="AB-0001", accredited_by=Body.objects.get(name="TÜRKAK").pk)


def test_the_table_begins_once_with_accreditation_bodies_and_their_source(at):
    load_bodies(at)
    load_bodies(at + timedelta(days=1))
    assert Body.objects.filter(kind="accreditation", status="active").count() == len(SHIPPED)
    assert BodyStanding.objects.exclude(citation="").filter(officer=None).count() == len(SHIPPED)


def test_a_body_is_entered_once_by_an_officer(body, officer, inspector, at):
    assert body.dossier.steps.get().act == "registry.enter_body"
    with pytest.raises(NotAllowed):
        entered(inspector, at, name="Başka")
    for said, codes in (
        ({"name": "ÖRNEK BELGELENDIRME"}, {"known"}),
        ({"name": " "}, {"no_name"}),
        ({"name": "Yeni", "country": "tr"}, {"bad_country"}),
        ({"name": "Yeni", "accreditation_number": "ab 0001", "accredited_by": body.accredited_by_id}, {"number_taken"}),
        ({"name": "Yeni", "accredited_by": body.pk}, {"no_accreditor"}),
        ({"name": "Yeni", "kind": "accreditation", "accredited_by": body.accredited_by_id}, {"not_accredited"}),
        ({"name": "Yeni", "citation": " "}, {"no_citation"}),
        ({"name": "Yeni", "document": "f" * 64}, {"no_document"}),
    ):
        with pytest.raises(Refused) as refused:
            entered(officer, at, **said)
        assert refused.value.codes == codes, said
    other = file_of(REQUIREMENTS, at=at).pk
    with pytest.raises(Refused) as refused:
        enter_body(other, by=officer, at=at, kind="certification", name="Yeni", country="TR", citation="Liste")
    assert refused.value.codes == {"other_file"}


def test_a_status_rests_on_a_source_and_leaves_its_history(body, officer, at, day, papered):
    paper = papered(body.dossier)
    for said, codes in (
        ({"status": "active"}, {"same_status"}),
        ({"since_on": legal_day(day(1))}, {"in_future"}),
        ({"citation": ""}, {"no_citation"}),
        ({"document": "f" * 64}, {"no_document"}),
    ):
        given: dict[str, Any] = {"status": "suspended", "since_on": legal_day(at), "citation": "Duyuru"} | said
        with pytest.raises(Refused) as refused:
            change_body(body.pk, by=officer, at=at, **given)
        assert refused.value.codes == codes
    change_body(
        body.pk, by=officer, at=at, status="suspended", since_on=legal_day(at), citation="Duyuru", document=paper
    )
    suspended(body, officer, day(9), "withdrawn")
    history = body.standings.values_list("status", "citation", "document__sha256")
    assert list(history) == [
        ("withdrawn", "TÜRKAK duyurusu", None),
        ("suspended", "Duyuru", paper),
        ("active", "TÜRKAK listesi", None),
    ]
    with pytest.raises(IntegrityError), transaction.atomic():
        Body.objects.create(
            dossier=body.dossier, kind="certification", name="X", name_key="x", country="TR", status="suspended",
            changed_at=at, entered_at=at,
        )  # fmt: skip


@pytest.mark.parametrize(
    "said",
    [
        {"body": "örnek belgelendirme", "body_accreditation": "AB-7777"},
        {"body": "Ornek Belgelendırme Hizmetleri", "body_accreditation": "AB 0001"},
    ],
)
def test_a_certificate_finds_its_body_by_name_or_number(body, integrator, compliance, at, said):
    assert enter(integrator.dossier, by=compliance, at=at, **said).certifier == body


@pytest.mark.parametrize(
    "printed",
    [
        {"body": "YENİ BELGELENDİRME", "body_accreditation": "AB-7777"},
        {"body": "Yeni Belgelendirme Hizmetleri", "body_accreditation": "ab 0009"},
    ],
)
def test_a_body_that_is_entered_later_finds_its_certificates(integrator, compliance, officer, at, printed):
    held = [enter(integrator.dossier, by=compliance, at=at, **printed) for _time in range(2)]
    other = enter(integrator.dossier, by=compliance, at=at, body="Başka Belgelendirme", body_accreditation="AB-0008")
    made = entered(officer, at, name="Yeni Belgelendirme", accreditation_number="AB-0009")
    hanging = Certificate.objects.filter(certifier=made)
    assert set(hanging) == set(held)
    assert not Certificate.objects.get(pk=other.pk).certifier
    assert made.dossier.steps.latest("n").facts == {"body": made.pk, "kind": "certification", "certificates": 2}
    assert not list(unassigned(made))
    assert {it.body for it in hanging} == {printed["body"]}, "what is printed stays"


def test_what_could_mean_two_bodies_hangs_on_none_of_them_whenever_they_are_entered(
    body, integrator, compliance, officer, at
):
    numbered = entered(officer, at, name="Numaralı Belgelendirme", accreditation_number="AB-0009")
    two_ways = enter(integrator.dossier, by=compliance, at=at, body=NAME, body_accreditation="AB-0009")
    assert two_ways.certifier is None
    third = entered(
        officer, at, name="Üçüncü", accreditation_number="AB-0009", accredited_by=Body.objects.get(name="UKAS").pk
    )
    assert Certificate.objects.get(pk=two_ways.pk).certifier is None
    assert list(unassigned(third)) == list(unassigned(numbered)) == [two_ways]
    assert third.dossier.steps.latest("n").facts["certificates"] == 0


def test_a_later_body_takes_no_certificate_that_hangs_already_or_was_refused(body, integrator, compliance, officer, at):
    printed = {"body": "Geç Belgelendirme", "body_accreditation": "AB-0009"}
    assigned, refused = (enter(integrator.dossier, by=compliance, at=at, **printed) for _time in range(2))
    assign_body(assigned.pk, by=officer, at=at, body_id=body.pk)
    refuse_certificate(refused.pk, by=officer, at=at, reason="Okunmuyor.")
    made = entered(officer, at, name=printed["body"])
    assert not made.certificates.exists()
    assert made.dossier.steps.latest("n").facts["certificates"] == 0


def test_an_accreditation_body_takes_no_certificates(integrator, compliance, officer, at):
    enter(integrator.dossier, by=compliance, at=at, body="Yeni Kurum", body_accreditation="AB-0009")
    made = entered(officer, at, name="Yeni Kurum", kind="accreditation")
    assert not made.certificates.exists()


def test_a_draft_finds_its_body_as_well(firm, compliance, officer, at):
    with moved(at):
        draft = open_dossier(DossierKind.APPLICATION, firm=firm, at=at, shown=False)
        held = enter(draft, by=compliance, at=at)
    assert entered(officer, at) == Certificate.objects.get(pk=held.pk).certifier


def test_a_certificate_that_could_mean_two_bodies_is_an_officers_to_assign(
    body, integrator, compliance, officer, inspector, at
):
    other = entered(officer, at, name="Başka Belgelendirme A.Ş.", accreditation_number="AB-0002")
    two_ways = {"body": other.name, "body_accreditation": "AB-0001"}
    held = enter(integrator.dossier, by=compliance, at=at, **two_ways)
    assert held.certifier is None
    assert list(unassigned(body)) == list(unassigned(other)) == [held]
    with pytest.raises(NotAllowed):
        assign_body(held.pk, by=inspector, at=at, body_id=other.pk)
    for wrong, code in ((body.accredited_by_id, "no_body"), (0, "no_body")):
        with pytest.raises(Refused) as refused:
            assign_body(held.pk, by=officer, at=at, body_id=wrong)
        assert refused.value.codes == {code}
    assert assign_body(held.pk, by=officer, at=at, body_id=other.pk).certifier == other
    assert held.dossier.steps.latest("n").facts == {"certificate": held.pk, "body": other.pk, "body_before": None}
    with pytest.raises(Refused) as refused:
        assign_body(held.pk, by=officer, at=at, body_id=other.pk)
    assert refused.value.codes == {"same_body"}


@pytest.mark.parametrize("whose", ["own", "accreditor"])
def test_who_rests_on_a_fallen_body_is_a_task_until_verified_anew(
    body, firm, compliance, officer, approver, at, day, whose
):
    integrator = admitted(firm, compliance, officer, approver)
    (held,) = Certificate.objects.filter(firm=firm)
    assert held.certifier == body
    assert FALLEN not in tasks(officer, at)
    fallen = body if whose == "own" else body.accredited_by
    with moved(day(3)):
        verify_certificate(held.pk, by=officer, at=day(1), how="web", reference="1", verified_on=legal_day(day(1)))
        suspended(fallen, officer, day(3))
    assert FALLEN in tasks(officer, day(3))
    assert standing_of(integrator, day(3)) == "active", "nothing happens by itself"
    assert resting_on(fallen) == [(integrator, held)]
    verify_certificate(held.pk, by=officer, at=day(4), how="web", reference="2", verified_on=legal_day(day(4)))
    assert FALLEN not in tasks(officer, day(4))
    suspended(fallen, officer, day(5), "withdrawn")
    assert FALLEN in tasks(officer, day(5)), "another status is asked about anew"
    suspended(fallen, officer, day(6), "active")
    assert FALLEN not in tasks(officer, day(6))


def test_a_surveillance_audit_that_nobody_heard_of_is_a_task_after_some_patience(
    firm, compliance, officer, approver, at, day, in_force
):
    planned = legal_day(day(5))
    integrator = admitted(firm, compliance, officer, approver, next_surveillance_on=planned)
    (held,) = Certificate.objects.filter(firm=firm)
    assert UNAUDITED not in tasks(officer, day(5 + 30))
    assert UNAUDITED in tasks(officer, day(5 + 31))
    in_force("certificate.surveillance_days", 0)
    assert UNAUDITED in tasks(officer, day(6))
    said: dict[str, Any] = {"how": "web", "reference": "1", "verified_on": legal_day(day(6))}
    verify_certificate(held.pk, by=officer, at=day(6), **said)
    assert UNAUDITED in tasks(officer, day(6)), "it names no audit"
    after = legal_day(day(60))
    verify_certificate(held.pk, by=officer, at=day(6), **said, surveillance_on=planned, next_surveillance_on=after)
    assert UNAUDITED not in tasks(officer, day(60))
    assert UNAUDITED in tasks(officer, day(61))
    assert standing_of(integrator, day(61)) == "active"


@pytest.mark.parametrize(
    ("audits", "code"),
    [
        ({"surveillance_on": date(2020, 1, 1)}, "surveillance_before_issue"),
        ({"surveillance_on": date(2026, 3, 3)}, "surveillance_to_come"),
        ({"next_surveillance_on": date(2026, 9, 1)}, "no_surveillance"),
        ({"surveillance_on": date(2026, 3, 1), "next_surveillance_on": date(2026, 3, 1)}, "surveillance_order"),
    ],
)
def test_audits_out_of_their_order_are_refused(integrator, officer, at, audits, code):
    (held,) = Certificate.objects.filter(firm=integrator.firm)
    with pytest.raises(Refused) as refused:
        verify_certificate(held.pk, by=officer, at=at, how="web", reference="1", verified_on=legal_day(at), **audits)
    assert refused.value.codes == {code}
