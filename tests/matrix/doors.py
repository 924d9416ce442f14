"""Who may open which address, and who may do something there: written by hand, read from no permission.

A new address without a door fails the suite.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from accounts.models import Mail
from contracts.actions.draft_version import draft_version
from documents.models import Letter
from kep_gateway.sandbox.house import Held, House, new_number
from kep_gateway.sandbox.play import write
from ledger.actions.propose import propose
from policies.files import CALENDAR
from registry.actions.draw_calendar import draw_calendar
from registry.models import Integrator
from tests.matrix.country import MINISTRY, ROLES
from tests.matrix.lines import ADMINISTRATOR, APPROVERS, DESK, NOBODY, OFFICER, OWN, SIGNATORY, WITHOUT_ROLE
from tests.matrix.stage import Scene

ANONYMOUS = "anonymous"
EVERYBODY = frozenset({ANONYMOUS, *ROLES})
SIGNED_IN = frozenset(ROLES)
THEIRS = frozenset(MINISTRY)
WATCHERS = ADMINISTRATOR | {"auditor"}

Rest = Callable[[Scene], dict[str, Any]]
MISSING = {"pk": 10**9, "dossier_number": "YOK-1", "number": "YOK-1", "slug": "yok", "code": "YOK", "token": "yok"}
"""What stands in an address instead of a row that exists."""


@dataclass(frozen=True)
class Door:
    """One address: `who` gets in; `sees` knows that the row exists and may not enter (403 instead of 404).

    `does` are those whose bare POST writes a Step; everybody else's leaves no trace. `on` is the scene and its state,
    `rest` what the address is filled with. `locked` answers outsiders: 404 where a row is named, else 403.
    """

    who: frozenset[str]
    on: tuple[str, str] = ("application", "under_review")
    rest: Rest = lambda here: {}
    sees: frozenset[str] = NOBODY
    does: frozenset[str] = NOBODY
    locked: int = 404
    strangers: Mapping[str, Any] = field(default_factory=dict)
    """Words of the address under which nobody finds anything; those of MISSING are tried anyway."""


def pk(here: Scene) -> dict[str, Any]:
    return {"pk": here.row.pk}


def number(here: Scene) -> dict[str, Any]:
    return {"dossier_number": here.row.dossier.number}


def of_dossier(here: Scene) -> dict[str, Any]:
    return {"number": here.row.dossier.number}


def numbered(**more: Any) -> Rest:
    return lambda here: {"dossier_number": here.row.dossier.number, **more}


def named(**more: Any) -> Rest:
    return lambda here: {"pk": here.row.pk, **more}


def proposed(here: Scene) -> dict[str, Any]:
    """The officer's proposal to end the integrator."""
    by, given = here.country.people["officer"], {"document_id": here.document("Dilekçe").pk}
    act = "registry.end_integrator"
    return {"pk": propose(act, Integrator, here.row.pk, by=by, at=here.at, arguments=given).pk}


def certificate(here: Scene) -> dict[str, Any]:
    found = here.row.firm.certificates.earliest("pk")
    return {"dossier_number": here.row.dossier.number, "pk": found.pk, "verb": "dogrula"}


def numbered_pk(here: Scene) -> dict[str, Any]:
    """A row beside the dossier it lies in."""
    return {**number(here), "pk": here.row.pk}


def judged_one(here: Scene) -> dict[str, Any]:
    return {**numbered_pk(here), "verb": "kabul"}


def numbered_verb(here: Scene) -> dict[str, Any]:
    return {**numbered_pk(here), "verb": "degerlendir"}


def youngest_ground(here: Scene) -> dict[str, Any]:
    return {**number(here), "pk": here.row.grounds.latest("pk").pk}


def invited(here: Scene) -> dict[str, Any]:
    """The link that the invitation's e-mail holds."""
    (token,) = re.findall(r"/hesap/davet/([\w-]+)/", Mail.objects.latest("pk").body)
    return {"token": token}


def drawn(here: Scene) -> dict[str, Any]:
    """The secret of a calendar's address."""
    return {"token": draw_calendar(here.row.pk, by=here.story.person, at=here.at)}


def decided_letter(here: Scene) -> dict[str, Any]:
    """The signed letter about deficiencies, which waits to be sent."""
    return {"code": Letter.objects.get(pk=here.row.pk).verification_code}


def in_a_mailbox(here: Scene) -> dict[str, Any]:
    """A message in a firm's mailbox at the sandbox's KEP provider."""
    sent_at = here.at - timedelta(minutes=1)
    mail = write("isggm@hs01.kep.tr", "isik@hs01.kep.tr", "Yazı", "Sayın ilgili,", at=sent_at)
    held = Held(new_number(), "deneme", "isggm@hs01.kep.tr", "isik@hs01.kep.tr", "Yazı", "0" * 64, sent_at)
    House().put(held, mail)
    return {"code": held.number}


def text_of(number: int, **more: Any) -> Rest:
    return lambda here: {"kind": "agreement", "number": number, **more}


def of_kind(here: Scene) -> dict[str, Any]:
    return {"kind": "agreement", "number": here.row.dossier.number}


def drafted(here: Scene) -> dict[str, Any]:
    """A draft that an administrator uploaded."""
    text = "Sözleşme\n# Taraflar\nTaraflar budur.\n".encode()
    given = {"by": here.country.people["administrator"], "at": here.at, "received": here.received(), "text": text}
    return {"pk": draft_version(here.row.pk, **given).pk}


FIRM, MANDATE, SIGNATORY_ROW = ("firm", "live"), ("mandate", "live"), ("signatory", "live")
REVIEWED, ACTIVE = ("application", "under_review"), ("integrator", "active")
LETTER, SENT, AGREEMENT = ("letter", "initialled"), ("letter", "sent"), ("dossier of an agreement", "new data")
SIGNED, SERVED, COLLEAGUE = ("signed agreement", "electronic"), ("notice", "served"), frozenset({"nobody"})
MAIL = ("KEP message", "waiting")
READERS = OWN | THEIRS
ASKED, BREACH = ("subject's request", "identified"), ("breach", "open")
ANSWERS = ADMINISTRATOR | APPROVERS

PUBLIC = {
    "set_language": Door(EVERYBODY),
    "health": Door(EVERYBODY),
    "registry:list": Door(EVERYBODY),
    "registry:published": Door(EVERYBODY, rest=lambda here: {"spelling": "json"}),
    "registry:firm": Door(EVERYBODY, ACTIVE, lambda here: {"slug": here.row.slug}),
    "registry:guide": Door(EVERYBODY),
    "design": Door(EVERYBODY),
    "registry:machine": Door(EVERYBODY),
    "privacy": Door(EVERYBODY),
    "verify": Door(EVERYBODY),
    "verify_letter": Door(EVERYBODY, SENT, decided_letter),
    "agreements": Door(EVERYBODY),
    "agreement_text": Door(EVERYBODY, rest=text_of(1), strangers={"number": 99}),
    "agreement_changes": Door(EVERYBODY, ("version", "renewed"), text_of(2), strangers={"number": 99}),
    "agreement_blank": Door(EVERYBODY, rest=text_of(1, ending="pdf"), strangers={"number": 99}),
    "registry:calendar": Door(EVERYBODY, ACTIVE, drawn),
    "invitation": Door(EVERYBODY, ("invitation", "open"), invited, does=COLLEAGUE),
    "kep:mailboxes": Door(EVERYBODY),
    "kep:mail": Door(EVERYBODY, rest=in_a_mailbox),
    "kep:open_mail": Door(EVERYBODY, rest=in_a_mailbox),
    "me": Door(SIGNED_IN),
    "home": Door(SIGNED_IN),
}

PORTAL = {
    "portal": Door(SIGNED_IN),
    "portal_firms": Door(SIGNED_IN),
    "kep:firm_notices": Door(SIGNED_IN),
    "registry:portal": Door(SIGNED_IN),
    "portal_register_firm": Door(WITHOUT_ROLE, locked=403),
    "portal_end_mandate": Door(OWN | COLLEAGUE, MANDATE, pk, does=OWN | COLLEAGUE),
    "portal_end_signatory": Door(OWN, SIGNATORY_ROW, pk),
    "portal_firm": Door(OWN, FIRM, number),
    "portal_firm_act": Door(OWN, FIRM, numbered(act="adres"), strangers={"act": "unvan"}),
    "portal_start": Door(OWN, FIRM, pk, does=OWN),
    "portal_application": Door(READERS, REVIEWED, number),
    "portal_details": Door(OWN, REVIEWED, number, THEIRS),
    "portal_item": Door(READERS, REVIEWED, numbered(key="backup_procedure"), strangers={"key": "yok"}),
    "portal_hand_in": Door(READERS, REVIEWED, number),
    "portal_answer": Door(READERS, ("application", "deficient"), number, does=OWN),
    "portal_withdraw": Door(OWN, REVIEWED, number, THEIRS, does=OWN),
    "portal_take_back": Door(OWN, ("attachment", "deficient"), pk, does=OWN),
    "portal_agreement": Door(OWN, AGREEMENT, of_kind),
    "portal_agreement_ask": Door(OWN, AGREEMENT, of_kind, does=OWN),
    "portal_agreement_take": Door(OWN, AGREEMENT, of_kind, does=OWN),
    "portal_agreement_send": Door(OWN, AGREEMENT, of_kind),
    "registry:portal_certificate": Door(OWN, ACTIVE, number),
    "registry:portal_document": Door(OWN, ACTIVE, number),
    "registry:portal_conditions": Door(OWN, ACTIVE, number),
    "registry:portal_show": Door(OWN, ("obligation", "owed"), numbered_pk),
    "registry:portal_demand": Door(OWN, ("demand", "asked"), numbered_pk),
    "registry:portal_secret": Door(OWN, ACTIVE, number),
    "registry:portal_file": Door(OWN, ACTIVE, number),
    "registry:portal_paper": Door(OWN, ACTIVE, number),
    "registry:portal_calendar": Door(OWN, ACTIVE, number),
    "registry:portal_calendar_act": Door(OWN, ACTIVE, numbered(verb="olustur"), does=OWN, strangers={"verb": "yok"}),
    "registry:portal_draw": Door(OWN, ACTIVE, number, does=OWN),
    "privacy:firm_readings": Door(OWN, FIRM, number),
    "document": Door(READERS, ("document", "clean"), pk),
    "firm_letter": Door(OWN, SENT, pk),
    "kep:firm_notice": Door(OWN, SERVED, pk),
}

TABLES = {
    "desk": Door(THEIRS, locked=403),
    "desk_search": Door(THEIRS, locked=403),
    "desk_search_all": Door(THEIRS, locked=403),
    "desk_proposals": Door(THEIRS, locked=403),
    "desk_take_on": Door(DESK, locked=403),
    "desk_assign": Door(DESK, REVIEWED, of_dossier, does=DESK),
    "desk_people": Door(WATCHERS, locked=403),
    "desk_invite_person": Door(ADMINISTRATOR, locked=403),
    "desk_signatories": Door(WATCHERS, locked=403),
    "desk_firms": Door(THEIRS, locked=403),
    "desk_policies": Door(THEIRS, locked=403),
    "desk_propose_policy": Door(
        DESK | ADMINISTRATOR, rest=lambda here: {"key": "finding.security_hours"}, locked=403, strangers={"key": "yok"}
    ),
    "desk_calendar": Door(THEIRS, locked=403),
    "desk_calendar_act": Door(
        DESK | ADMINISTRATOR, rest=lambda here: {"act": "tatil"}, locked=403, strangers={"act": CALENDAR}
    ),
    "desk_agreements": Door(THEIRS, locked=403),
    "kep:outbox": Door(THEIRS, locked=403),
    "kep:address": Door(THEIRS, locked=403),
    "kep:inbox": Door(THEIRS, locked=403),
    "privacy:desk": Door(DESK | WATCHERS, locked=403),
    "privacy:readings": Door(WATCHERS, locked=403),
    "privacy:reason": Door(THEIRS, locked=403),
    "privacy:new_request": Door(DESK | ADMINISTRATOR, locked=403),
    "privacy:new_breach": Door(ANSWERS, locked=403),
    "registry:desk": Door(THEIRS, locked=403),
    "registry:desk_requirements": Door(THEIRS, locked=403),
    "registry:desk_adopt_requirements": Door(DESK, locked=403),
    "registry:desk_bodies": Door(THEIRS, locked=403),
    "registry:desk_enter_body": Door(OFFICER, locked=403),
}

DOSSIERS = {
    "desk_file": Door(DESK, ("file", "of a firm"), of_dossier),
    "desk_signatory_act": Door(
        ADMINISTRATOR, ("person", "officer"), named(act="yetki-oner"), WATCHERS, strangers={"act": "yok"}
    ),
    "desk_approve": Door(DESK, ACTIVE, proposed, does=APPROVERS),
    "desk_decline": Door(DESK, ACTIVE, proposed),
    "desk_compare": Door(DESK, ACTIVE, proposed),
    "desk_person": Door(WATCHERS, ("person", "officer"), pk),
    "desk_person_act": Door(
        ADMINISTRATOR, ("person", "officer"), named(act="gorev-ver"), WATCHERS, strangers={"act": "yok"}
    ),
    "desk_end_mandate": Door(OFFICER, MANDATE, pk, THEIRS),
    "desk_end_signatory": Door(OFFICER, SIGNATORY_ROW, pk, THEIRS),
    "desk_firm": Door(THEIRS, FIRM, number),
    "desk_firm_act": Door(OFFICER, FIRM, numbered(act="unvan"), THEIRS, strangers={"act": "yok"}),
    "desk_application": Door(THEIRS, REVIEWED, number),
    "desk_judge": Door(OFFICER, REVIEWED, numbered(key="backup_procedure"), THEIRS, strangers={"key": "yok"}),
    "desk_file_document": Door(DESK, REVIEWED, number, THEIRS),
    "desk_compose": Door(OFFICER, REVIEWED, number, THEIRS),
    "desk_propose_approval": Door(THEIRS, ("application", "suitable"), number, does=DESK),
    "desk_propose_rejection": Door(DESK, REVIEWED, number, THEIRS),
    "desk_simple": Door(
        THEIRS, ("application", "submitted"), numbered(act="incele"), does=OFFICER, strangers={"act": "yok"}
    ),
    "desk_send_request": Door(THEIRS, ("request", "signed"), pk, does=OFFICER),
    "desk_letter": Door(THEIRS, LETTER, pk),
    "desk_letter_preview": Door(OFFICER, LETTER, pk),
    "desk_letter_return": Door(THEIRS, LETTER, pk),
    "desk_letter_retry": Door(THEIRS, ("letter", "signing"), pk),
    "desk_letter_word": Door(THEIRS, LETTER, pk),
    "desk_letter_act": Door(THEIRS, LETTER, named(act="imzala"), does=SIGNATORY, strangers={"act": "yok"}),
    "kep:notice": Door(THEIRS, SERVED, pk),
    "kep:proof": Door(THEIRS, SERVED, pk),
    "kep:release_outbox": Door(
        APPROVERS | ADMINISTRATOR, ("hold of the outbox", "standing"), pk, does=APPROVERS | ADMINISTRATOR
    ),
    "kep:serve_otherwise": Door(DESK, SERVED, pk),
    "kep:settle_review": Door(DESK, ("notice", "disputed"), pk),
    "kep:resolve_unknown": Door(DESK, ("notice", "unknown"), pk),
    "kep:note_refused_evidence": Door(DESK, ("notice with refused evidence", "not looked at"), pk),
    "kep:incoming": Door(THEIRS, MAIL, pk),
    "kep:match_mail": Door(DESK, MAIL, pk),
    "kep:dismiss_mail": Door(DESK, MAIL, pk),
    "kep:settle_mail": Door(DESK, ("KEP message", "matched"), pk, does=DESK),
    "kep:reopen_mail": Door(DESK, ("KEP message", "dismissed"), pk),
    "privacy:request": Door(ANSWERS | {"auditor"}, ASKED, number),
    "privacy:request_act": Door(
        ANSWERS, ASKED, numbered(act="cevapla"), frozenset({"auditor"}), strangers={"act": "yok"}
    ),
    "privacy:breach": Door(ANSWERS | {"auditor"}, BREACH, number),
    "privacy:breach_act": Door(
        ANSWERS, BREACH, numbered(act="kapat"), frozenset({"auditor"}), strangers={"act": "yok"}
    ),
    "registry:desk_integrator": Door(THEIRS, ACTIVE, number),
    "registry:desk_document": Door(DESK, ACTIVE, number, THEIRS),
    "registry:desk_listing": Door(OFFICER, ACTIVE, number, THEIRS),
    "registry:propose": Door(DESK, ACTIVE, numbered(verb="passivate"), THEIRS, strangers={"verb": "admit"}),
    "registry:desk_file": Door(THEIRS, ACTIVE, number),
    "registry:desk_paper": Door(THEIRS, ACTIVE, number),
    "registry:desk_conditions": Door(THEIRS, ACTIVE, number),
    "registry:desk_concern": Door(OFFICER, ("obligation", "undecided"), numbered_pk, THEIRS),
    "registry:desk_showing": Door(
        OFFICER, ("showing", "waiting"), judged_one, THEIRS, does=OFFICER, strangers={"verb": "yok"}
    ),
    "registry:desk_demand_document": Door(OFFICER, ACTIVE, number, THEIRS),
    "registry:desk_demand": Door(OFFICER, ("demand", "answered"), numbered_verb, THEIRS, strangers={"verb": "yok"}),
    "registry:desk_review": Door(OFFICER, ("integrator", "lapsed"), youngest_ground, THEIRS),
    "registry:desk_certificate": Door(OFFICER, ACTIVE, certificate, THEIRS, strangers={"verb": "yok"}),
    "registry:desk_body": Door(THEIRS, ("body", "active"), pk),
    "registry:desk_change_body": Door(OFFICER, ("body", "active"), pk, THEIRS),
    "desk_agreement_propose": Door(DESK, ("version", "newest"), pk),
    "desk_agreement_draft": Door(ADMINISTRATOR, ("version", "newest"), pk),
    "desk_draft": Door(THEIRS, ("version", "newest"), drafted),
    "desk_campaign": Door(THEIRS, ("version", "renewed"), pk),
    "desk_campaign_export": Door(THEIRS, ("version", "renewed"), pk),
    "desk_campaign_chase": Door(DESK, ("version", "renewed"), pk, does=DESK),
    "desk_agreement_of": Door(THEIRS, ACTIVE, of_kind),
    "desk_renewal_passivate": Door(DESK, ("renewal", "refused"), pk, THEIRS, does=DESK),
    "desk_agreement_ink": Door(OFFICER, ("signed agreement", "wet"), pk),
    "desk_agreement_countersign": Door(SIGNATORY, SIGNED, pk, does=SIGNATORY),
    "desk_agreement_upload": Door(OFFICER, ("signed agreement", "compared"), pk),
}

DOORS: dict[str, Door] = {**PUBLIC, **PORTAL, **TABLES, **DOSSIERS}
