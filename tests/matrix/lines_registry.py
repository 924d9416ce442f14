"""Lines of the registry and the agreements."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from contracts.models import AgreementVersion
from law.clock import legal_day
from registry.actions.draw_calendar import draw_calendar
from registry.models import Requirement
from registry.requirements import set_in_force
from tests.matrix.lines import ADMINISTRATOR, APPROVERS, DESK, NOBODY, OFFICER, OWN, SIGNATORY, Line, everywhere
from tests.matrix.scenes_registry import body_of, newer_certificate
from tests.matrix.stage import Scene


def breach(here: Scene) -> dict[str, Any]:
    """A fresh proof of a breach."""
    said = {"article": "m. 7", "why_no_period": "İspatlandı.", "hearing": "Dinlendi."}
    return {"proof_id": here.document("Yeni ispat").pk, **said}


def ground(here: Scene) -> dict[str, Any]:
    """The integrator's youngest ground, open or not, and a document about it."""
    found = here.row.grounds.order_by("-pk").first()
    return {"ground_id": found.pk if found else 0, "document_id": here.document("Karar").pk}


def certificate_of(here: Scene) -> dict[str, Any]:
    """The integrator's certificate."""
    return {"certificate_id": here.row.firm.certificates.earliest("pk").pk}


def with_a_calendar(here: Scene) -> dict[str, Any]:
    """The firm's person has a calendar address, where one can be had."""
    if here.row.ended_at is None:
        draw_calendar(here.row.pk, by=here.story.person, at=here.at)
    return {}


ENDED = {"ended": {"ended"}}
HOLDING = ("active", "withdrawn")
REGISTRY = {
    "registry.enter_certificate": Line(
        "dossier", OWN, everywhere({"no_place"}, "of a firm", "of an application"),
        given=lambda here: {"received": here.received(), "fields": newer_certificate(here)},
    ),
    "registry.accept_certificate": Line(
        "certificate", OFFICER, everywhere({"judged"}, "accepted", "refused"),
        also=frozenset({"registry.renew_validity", "documents.seal_letter"}),
    ),
    "registry.refuse_certificate": Line(
        "certificate", OFFICER, everywhere({"judged"}, "accepted", "refused"),
        given=lambda here: {"reason": "Okunmuyor."},
    ),
    "registry.verify_certificate": Line(
        "certificate", OFFICER, {"refused": {"refused"}},
        given=lambda here: {"how": "web", "reference": "1", "verified_on": legal_day(here.at)},
    ),
    "registry.assign_body": Line(
        "certificate", OFFICER, {"refused": {"refused"}}, given=lambda here: {"body_id": body_of(here).pk}
    ),
    "registry.enter_body": Line(
        "file of bodies", OFFICER,
        given=lambda here: {"kind": "certification", "name": "Güney Belgelendirme", "country": "TR", "citation": "Liste"},
    ),
    "registry.change_body": Line(
        "body", OFFICER, {"suspended": {"same_status"}},
        given=lambda here: {"status": "suspended", "since_on": legal_day(here.at), "citation": "Duyuru"},
    ),
    "registry.file_document": Line(
        "integrator", DESK | OWN, given=lambda here: {"received": here.received(), "title": "Belge"}
    ),
    "registry.change_listing": Line(
        "integrator", OFFICER, ENDED,
        given=lambda here: {
            "products": ["Yeni ürün"], "province": "İzmir", "website": "https://yeni.ornek.invalid", "reason": "Dilekçe",
        },
        also=frozenset({"documents.seal_letter"}),
    ),
    "registry.draw_calendar": Line("integrator", OWN, ENDED),
    "registry.revoke_calendar": Line("integrator", OWN, {"ended": {"no_calendar"}}, given=with_a_calendar),
    "registry.draw_secret": Line("integrator", OWN, ENDED | everywhere({"passive"}, "passive", "lapsed")),
    "registry.admit": Line(
        "firm", APPROVERS,
        everywhere({"not_accepted", "second_person"}, "live", "applying", "under review")
        | {"integrator": {"already", "second_person"}, "ended": {"firm_ended", "not_accepted", "second_person"}},
        given=lambda here: {
            "certificate_id": here.country.active.firm.certificates.earliest("pk").pk,
            "products": ["Ürün"],
            "proposal": None,
        },
    ),
    "registry.lapse": Line(
        "integrator to lapse", NOBODY,
        everywhere({"running", "covered"}, "active", "passive", "stayed")
        | {"withdrawn": {"running"}, "lapsed": {"running"}, "ended": {"ended", "running", "covered"}},
        rules=frozenset({"sweeper"}), also=frozenset({"documents.seal_letter"}),
    ),
    "registry.renew_validity": Line(
        "integrator", NOBODY,
        everywhere({"unchanged"}, "active", "passive", "stayed", "withdrawn")
        | {"lapsed": {"lapsed", "unchanged"}, "ended": {"ended"}},
        rules=frozenset({"certificate", "sweeper"}),
    ),
    "registry.passivate": Line("integrator", APPROVERS, ENDED, first=DESK, given=breach),
    "registry.passivate_lapsed": Line(
        "integrator", APPROVERS,
        everywhere({"covered"}, "active", "passive", "stayed") | {"lapsed": {"lapsed"}, "ended": {"ended", "covered"}},
        first=DESK, given=certificate_of,
    ),
    "registry.annul_ground": Line(
        "integrator", APPROVERS, everywhere({"no_ground"}, "active", "withdrawn", "ended"), first=DESK, given=ground
    ),
    "registry.suspend_ground": Line(
        "integrator", APPROVERS,
        everywhere({"no_ground"}, "active", "withdrawn", "ended") | {"stayed": {"no_ground", "stayed"}},
        first=DESK, given=ground,
    ),
    "registry.lift_suspension": Line(
        "integrator", APPROVERS,
        everywhere({"no_stay", "no_ground", "not_stayed"}, "active", "withdrawn", "ended")
        | everywhere({"no_stay", "not_stayed"}, "passive", "lapsed"),
        first=DESK, given=ground,
    ),
    "registry.reactivate": Line(
        "integrator", APPROVERS,
        {
            "active": {"no_ground"},
            "withdrawn": {"no_ground", "no_certificate"},
            "lapsed": {"no_certificate"},
            "ended": {"ended", "no_ground"},
        },
        first=DESK, given=lambda here: {"remedy_id": here.document("Giderim").pk},
    ),
    "registry.adopt_requirements": Line(
        "requirement sets", APPROVERS, {"all stored": {"none_shipped"}}, first=DESK,
        given=lambda here: {"in_force_from": legal_day(here.at).isoformat(), "citation": "Karar"},
    ),
    "registry.owe": Line(
        "integrator of a new set", NOBODY, {"owes nothing new": {"unchanged"}, "ended": {"ended", "unchanged"}},
        rules=frozenset({"sweeper"}), also=frozenset({"documents.seal_letter"}),
    ),
    "registry.decide_concern": Line(
        "obligation", OFFICER, {"waiting": {"every"}, "dropped": {"not_owed"}},
        given=lambda here: {"concerned": False, "decision": "Kendi binasında."},
    ),
    "registry.show_document": Line(
        "obligation", OWN,
        {
            "undecided": {"not_concerned"},
            "waiting": {"waiting", "end_unasked"},
            "dropped": {"not_owed", "not_concerned"},
        },
        given=lambda here: {
            "received": here.received(), "dated_on": legal_day(here.at), "valid_until_on": legal_day(here.at),
        },
    ),
    "registry.accept_showing": Line(
        "showing", OFFICER, everywhere({"judged"}, "accepted", "refused"), also=frozenset({"documents.seal_letter"})
    ),
    "registry.refuse_showing": Line(
        "showing", OFFICER, everywhere({"judged"}, "accepted", "refused"), given=lambda here: {"reason": "Okunmuyor."}
    ),
    "registry.hold_lapse": Line(
        "integrator", NOBODY,
        everywhere({"unchanged"}, "active", "passive", "stayed", "withdrawn", "lapsed")
        | {"ended": {"ended", "unchanged"}},
        rules=frozenset({"renewal"}),
    ),
    "registry.run_out": Line(
        "integrator to lapse", NOBODY,
        everywhere({"running"}, "active", "passive", "stayed", "lapsed", "withdrawn", "due")
        | {"ended": {"ended", "running"}},
        rules=frozenset({"sweeper"}),
    ),
    "registry.warn": Line(
        "integrator", NOBODY, everywhere({"closed"}, "lapsed") | {"ended": {"ended", "closed"}},
        given=lambda here: {"deadline_id": here.row.dossier.deadlines.filter(term="certificate_validity").latest("pk").pk},
        rules=frozenset({"sweeper"}), also=frozenset({"documents.seal_letter"}),
    ),
    "registry.review_ground": Line(
        "integrator", OFFICER, everywhere({"none_waits"}, "active", "passive", "stayed", "withdrawn", "ended"),
        given=lambda here: {"ground_id": ground(here)["ground_id"], "review": "Doğru."},
    ),
    "registry.demand_document": Line(
        "integrator", OFFICER, ENDED,
        given=lambda here: {
            "requirement_id": Requirement.objects.get(requirement_set=set_in_force(legal_day(here.at)), key="signatory_circular").pk,
            "reason": "Yetki değişmiş.",
        },
    ),
    "registry.answer_demand": Line("demand", OWN, given=lambda here: {"received": here.received()}),
    "registry.record_answer": Line("demand", OFFICER, given=lambda here: {"document_id": here.document("Yanıt").pk}),
    "registry.judge_answer": Line(
        "demand", OFFICER, everywhere({"not_answered"}, "asked", "shown", "not_shown", "withdrawn"),
        given=lambda here: {"shown": False, "judgement": "Eski tarihlidir."},
    ),
    "registry.find_not_shown": Line(
        "demand", OFFICER, {"asked": {"running"}, "answered": {"answered"}, "shown": {"running"}},
        given=lambda here: {"judgement": "Gelmedi."},
    ),
    "registry.withdraw_demand": Line("demand", OFFICER, given=lambda here: {"reason": "Yanlışlıkla."}),
    "registry.passivate_not_shown": Line(
        "integrator that shows", APPROVERS, {"all": {"all_shown"}, "nothing, and ended": {"ended"}},
        first=DESK, given=lambda here: {"deadline_id": here.row.dossier.deadlines.filter(term__startswith="demand_").latest("pk").pk},
    ),
    "registry.end_integrator": Line(
        "integrator", APPROVERS, ENDED, first=DESK, given=lambda here: {"document_id": here.document("Dilekçe").pk}
    ),
}  # fmt: skip

CONTRACTS = {
    "contracts.request_copy": Line(
        "dossier of an agreement", OWN,
        {
            "same data": {"same_copy"},
            "countersigned": {"same_copy", "countersigned", "with_the_ministry"},
            "of a firm": {"wrong_dossier"},
        },
    ),
    "contracts.issue_copy": Line(
        "copy", NOBODY, {"issued": {"issued"}, "superseded": {"issued", "superseded"}}, rules=frozenset({"renderer"}),
        given=lambda here: dict.fromkeys(("pdf", "docx"), here.row.dossier.documents.first()),
    ),
    "contracts.receive_signed": Line(
        "copy", OWN, {"requested": {"not_issued"}}, given=lambda here: {"received": here.received(), "ink": "wet"}
    ),
    "contracts.verify_ink": Line(
        "signed agreement", OFFICER,
        everywhere({"electronic"}, "electronic", "countersigned", "bound")
        | everywhere({"verified"}, "compared", "renewed"),
        given=lambda here: {"confirmed": True, "note": "Aynıdır."},
    ),
    "contracts.request_countersignature": Line(
        "signed agreement", SIGNATORY,
        {
            "wet": {"wet", "agreement_ink_waits"},
            "compared": {"wet"},
            "countersigned": {"requested"},
            "bound": {"requested", "closed"},
            "renewed": {"wet", "requested"},
        },
    ),
    "contracts.conclude": Line(
        "signed agreement", NOBODY,
        everywhere({"in_application", "countersignature_missing"}, "electronic", "compared")
        | {
            "wet": {"in_application", "countersignature_nothing"},
            "countersigned": {"in_application"},
            "bound": {"in_application", "bound"},
        },
        rules=frozenset({"signer"}),
    ),
    "contracts.ask_to_sign": Line(
        "integrator to ask", NOBODY, {"asked": {"asked"}, "late": {"over"}, **ENDED}, rules=frozenset({"campaign"}),
        given=lambda here: {"version_id": AgreementVersion.objects.get(kind="agreement", number=2).pk},
        also=frozenset({"documents.seal_letter"}),
    ),
    "contracts.count_anew": Line(
        "renewal", NOBODY, everywhere({"unchanged"}, "running", "lapsed", "refused", "signed") | ENDED,
        rules=frozenset({"followup"}),
    ),
    "contracts.passivate_unreturned": Line(
        "renewal", APPROVERS,
        {"running": {"running"}, "lapsed": {"found"}, "signed": {"signed"}, "ended": {"ended", "running"}}, first=DESK,
    ),
    "contracts.take_copy": Line("copy", OWN, {"requested": {"not_issued"}}),
    "contracts.draft_version": Line(
        "version", ADMINISTRATOR, {"older": {"not_newest"}},
        given=lambda here: {"received": here.received(), "text": "Sözleşme\n# Taraflar\nTaraflar budur.\n".encode()},
    ),
    "contracts.chase": Line("version", DESK, everywhere({"nobody"}, "newest", "older")),
    "contracts.upload_countersigned": Line(
        "signed agreement", OFFICER,
        {
            "electronic": {"electronic"},
            "wet": {"agreement_ink_waits"},
            "countersigned": {"electronic"},
            "bound": {"electronic", "bound"},
        },
        given=lambda here: {"received": here.received()},
    ),
    "contracts.publish_version": Line(
        "version", APPROVERS,
        {"older": {"not_newest", "same_text"}, "renewed": {"term_runs", "same_text"}}, first=DESK,
        given=lambda here: {
            "template": "agreement_v2",
            "effective_on": (legal_day(here.at) + timedelta(days=60)).isoformat(),
        },
    ),
}  # fmt: skip
