"""Lines of the applications, documents, notices and terms."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from kep_gateway.models import Means
from law.clock import legal_day
from tests.matrix.lines import (
    ADMINISTRATOR,
    APPROVERS,
    DESK,
    GONE,
    HIDDEN,
    NO_LONGER,
    NOBODY,
    NOT_REVIEWED,
    NOT_THEIRS,
    OFFICER,
    OWN,
    Line,
    everywhere,
)
from tests.matrix.scenes_desk import evidence
from tests.matrix.stage import Scene


def proof(here: Scene) -> dict[str, Any]:
    """A document of the application as proof of a listed ground."""
    document = here.row.dossier.documents.first()
    return {"ground": "no_authority", "document": document.pk if document else 0}


APPLICATIONS = {
    "applications.start": Line(
        "firm", OWN,
        GONE | everywhere({"open_application"}, "applying", "under review") | {"integrator": {"is_integrator"}},
        closed=NO_LONGER,
    ),
    "applications.fill_in": Line(
        "application", OWN, NOT_THEIRS, given=lambda here: {"product": "Ürün", "remote_ip": "192.0.2.1"}
    ),
    "applications.attach": Line("item", OWN, NOT_THEIRS, given=lambda here: {"received": here.received()}),
    "applications.take_back": Line("attachment", OWN, NOT_THEIRS),
    "applications.submit": Line("application", OWN),
    "applications.complete": Line(
        "application", OWN, everywhere(
            {"nothing_asked"}, "draft", "submitted", "under_review", "suitable", "approved", "withdrawn", "rejected"
        ),
    ),
    "applications.withdraw": Line("application", OWN),
    "applications.take_up": Line(
        "application", OFFICER, {"deficient": {"with_the_firm"}, "suitable": {"suitable"}}, closed=HIDDEN
    ),
    "applications.judge": Line(
        "item", OFFICER, NOT_REVIEWED, closed=HIDDEN,
        given=lambda here: {"mark": "deficient", "reason": "Okunmuyor."},
    ),
    "applications.compose_request": Line(
        "application", OFFICER, NOT_REVIEWED, closed=HIDDEN, given=lambda here: {"asked": "information"}
    ),
    "applications.send_request": Line(
        "request", OFFICER,
        everywhere({"not_signed"}, "draft", "initialled", "signing", "discarded") | {"sent": {"sent", "moved_on"}},
    ),
    "applications.file_document": Line(
        "application", DESK, closed=HIDDEN, given=lambda here: {"received": here.received(), "title": "Karar"}
    ),
    "applications.find_suitable": Line("application", OFFICER, closed=HIDDEN),
    "applications.review_again": Line(
        "application", OFFICER, everywhere({"not_suitable"}, "submitted", "deficient"), closed=HIDDEN
    ),
    "applications.approve": Line("application", APPROVERS, first=DESK, also=frozenset({"registry.admit"})),
    "applications.reject": Line("application", APPROVERS, first=DESK, given=proof),
    "applications.withdraw_proposals": Line(
        "application", NOBODY,
        everywhere({"undecided", "nothing_proposed"}, "draft", "submitted", "under_review", "deficient", "suitable")
        | everywhere({"nothing_proposed"}, "approved", "withdrawn", "rejected"),
        rules=frozenset({"decision"}),
    ),
}  # fmt: skip

DOCUMENTS = {
    "documents.file_in_dossier": Line(
        "file", DESK | ADMINISTRATOR,
        closed={"of a firm": ADMINISTRATOR}
        | dict.fromkeys(("of an application", "of a person"), DESK | ADMINISTRATOR),
        given=lambda here: {"received": here.received(), "title": "Belge"},
    ),
    "documents.edit_letter": Line(
        "letter", OFFICER, everywhere({"not_a_draft"}, "initialled", "signing", "signed", "sent", "discarded"),
        given=lambda here: {"subject": "Konu", "body": "Metin."},
    ),
    "documents.initial_letter": Line("letter", OFFICER),
    "documents.discard_letter": Line("letter", OFFICER),
    "documents.return_letter": Line("letter", DESK, given=lambda here: {"reason": "Eksik."}),
    "documents.sign_letter": Line(
        "letter", APPROVERS, {"draft": {"not_initialled"}},
        {("approver", "draft"): {"not_initialled", "no_authority"}, ("approver", "initialled"): {"no_authority"}},
    ),
    "documents.name_ministry_signatory": Line(
        "person", ADMINISTRATOR,
        everywhere({"no_role"}, "newcomer", "of a firm", "newcomer, one administrator"),
        closed={"administrator": ADMINISTRATOR}, first=ADMINISTRATOR,
        given=lambda here: {
            "title": "Daire Başkanı", "key_name": "anahtar", "source": "Yönerge",
            "from_on": legal_day(here.at).isoformat(),
        },
    ),
    "documents.end_ministry_signatory": Line(
        "person", ADMINISTRATOR,
        everywhere({"not_held"}, "newcomer", "officer", "of a firm", "administrator", "newcomer, one administrator"),
        given=lambda here: {"until_on": legal_day(here.at)},
    ),
    "documents.seal_letter": Line("letter", NOBODY, rules=frozenset({"campaign", "decision", "sweeper"})),
    "documents.bind_letter": Line(
        "letter to bind", NOBODY, {"signing": {"not_verified"}}, rules=frozenset({"signer"})
    ),
    "documents.retry_signing": Line("signing", DESK, everywhere({"not_failed"}, "prepared", "verified")),
    "documents.settle_scan": Line(
        "document", NOBODY, everywhere({"not_quarantined"}, "clean", "infected"), rules=frozenset({"scanner"}),
        given=lambda here: {"found": ""},
    ),
}  # fmt: skip

KEP = {
    "kep_gateway.hand_over": Line(
        "notice", NOBODY, rules=frozenset({"outbox"}), given=lambda here: {"message_id": "ileti-9"}
    ),
    "kep_gateway.give_up": Line(
        "notice", NOBODY, everywhere({"handed_over"}, "handed_over", "silent"), rules=frozenset({"outbox"})
    ),
    "kep_gateway.lose_track": Line("notice", NOBODY, rules=frozenset({"outbox"})),
    "kep_gateway.take_evidence": Line(
        "notice", NOBODY, everywhere({"not_handed_over"}, "waiting", "unknown"), rules=frozenset({"evidence"}),
        given=lambda here: {"evidence": evidence("delil-9", here.at)},
    ),
    "kep_gateway.refuse_evidence": Line(
        "notice", NOBODY, everywhere({"not_handed_over"}, "waiting", "unknown", "failed", "replaced"),
        rules=frozenset({"evidence"}),
        given=lambda here: {"issued": evidence("sahte", here.at).issued, "codes": ("unsigned",)},
    ),
    "kep_gateway.hold_outbox": Line("nothing", NOBODY, rules=frozenset({"outbox"})),
    "kep_gateway.release_outbox": Line(
        "hold of the outbox", APPROVERS | ADMINISTRATOR, {"released": {"released"}}
    ),
    "kep_gateway.open_term": Line(
        "notice whose term waits", NOBODY, {"waiting for a year": {"calendar_gap"}}, rules=frozenset({"calendar"})
    ),
    "kep_gateway.resolve_unknown": Line(
        "notice", DESK,
        everywhere({"known"}, "waiting", "handed_over", "silent", "served", "disputed", "failed", "replaced"),
        given=lambda here: {"handed_over": False},
    ),
    "kep_gateway.serve_otherwise": Line(
        "notice", DESK, {"waiting": {"on_its_way"}, "handed_over": {"not_silent"}},
        given=lambda here: {
            "means": Means.BY_HAND, "event_at": here.at, "reference": "T-9", "proof": here.received("tutanak.pdf"),
        },
    ),
    "kep_gateway.settle_review": Line(
        "notice", DESK,
        everywhere({"no_review"}, "waiting", "unknown", "handed_over", "silent", "served", "failed", "replaced"),
        given=lambda here: {"accept": True, "reason": "Delil açıktır."},
        also=frozenset({"deadlines.service_corrected"}),
    ),
}  # fmt: skip

DEADLINES = {
    "deadlines.elapse": Line(
        "deadline", NOBODY, {"open": {"running"}} | everywhere({"closed"}, "elapsed", "met", "cancelled"),
        rules=frozenset({"sweeper"}),
    ),
    "deadlines.calendar_extended": Line(
        "deadline", NOBODY, everywhere({"closed"}, "due", "elapsed", "met", "cancelled"),
        rules=frozenset({"calendar"}),
    ),
    "deadlines.service_corrected": Line(
        "deadline", DESK, everywhere({"closed"}, "elapsed", "met", "cancelled"),
        given=lambda here: {"served_on": here.row.start_on + timedelta(days=1), "evidence": "tutanak"},
    ),
}  # fmt: skip
