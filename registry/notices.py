"""The letters to integrators."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from documents.kinds import Opens, letter_kind
from registry.terms import DEMAND

PASSIVE = "Yetkinin pasife alınması"

LAPSED = letter_kind(
    "registry.lapsed",
    PASSIVE,
    acts=("registry.lapse",),
    clause="2",
    facts=("certificate", "lapsed_on"),
    challenge=_("Challenge text of one letter: made passive, a document lapsed"),
    sealed=True,
)
NOT_HOLDING = letter_kind(
    "registry.not_holding",
    PASSIVE,
    acts=("registry.passivate_lapsed",),
    clause="2",
    facts=("certificate", "lapsed_on", "said"),
    challenge=_("Challenge text of one letter: made passive, a document fails"),
)
PASSIVATED = letter_kind(
    "registry.passivated",
    PASSIVE,
    acts=("registry.passivate",),
    clause="2",
    facts=("proof", "article", "why_no_period", "hearing"),
    challenge=_("Challenge text of one letter: made passive, contract breach"),
)
STAYED = letter_kind(
    "registry.stayed",
    "Pasife alma işleminin durdurulması",
    acts=("registry.suspend_ground",),
    clause="2",
    facts=("ground_on", "document"),
)
STAY_LIFTED = letter_kind(
    "registry.stay_lifted",
    "Durdurmanın kalkması",
    acts=("registry.lift_suspension",),
    clause="2",
    facts=("ground_on", "document"),
    challenge=_("Challenge text of one letter: a court's stay is lifted"),
)
ANNULLED = letter_kind(
    "registry.annulled",
    "Pasife alma işleminin iptali",
    acts=("registry.annul_ground",),
    clause="2",
    facts=("ground_on", "document"),
)
REACTIVATED = letter_kind(
    "registry.reactivated", "Yetkinin yeniden aktif edilmesi", acts=("registry.reactivate",), clause="2"
)
ENDED = letter_kind(
    "registry.ended",
    "Entegratörlüğün sona ermesi",
    acts=("registry.end_integrator",),
    clause="2",
    facts=("document",),
    challenge=_("Challenge text of one letter: the integrator ends"),
)
CERTIFICATE_REFUSED = letter_kind(
    "registry.certificate_refused",
    "Sunulan belgenin kabul edilmemesi",
    acts=("registry.refuse_certificate",),
    clause="2/b",
    facts=("certificate", "body", "reason", "active_through"),
    challenge=_("Challenge text of one letter: a certificate is refused"),
)
VALIDITY_RENEWED = letter_kind(
    "registry.validity_renewed",
    "Belge geçerlilik süresinin yeniden hesaplanması",
    acts=("registry.renew_validity",),
    clause="2/b",
    facts=("certificate", "valid_through"),
    sealed=True,
)
LISTING_CHANGED = letter_kind(
    "registry.listing_changed",
    "Entegratör listesindeki bilgilerinizin değişmesi",
    acts=("registry.change_listing",),
    clause="2/c",
    facts=("changes", "reason"),
    sealed=True,
)
DOCUMENT_LAPSED = letter_kind(
    "registry.document_lapsed",
    PASSIVE,
    acts=("registry.lapse",),
    clause="2",
    facts=("what", "lapsed_on"),
    challenge=_("Challenge text of one letter: made passive, another document"),
    sealed=True,
)
UNRETURNED = letter_kind(
    "registry.unreturned",
    PASSIVE,
    acts=("registry.run_out",),
    clause="2",
    facts=("what", "last_on", "rests_on"),
    challenge=_("Challenge text of one letter: made passive, agreement not sent back"),
    sealed=True,
)
NOT_SHOWN = letter_kind(
    "registry.not_shown",
    PASSIVE,
    acts=("registry.passivate_not_shown",),
    clause="2",
    facts=("what", "last_on", "asked"),
    challenge=_("Challenge text of one letter: made passive, a document not shown"),
)
LAPSE_AHEAD = letter_kind(
    "registry.lapse_ahead",
    "Belgenin geçerlilik süresi",
    acts=("registry.warn",),
    clause="2",
    facts=("what", "last_on", "automatic"),
    sealed=True,
)
LAPSE_HELD = letter_kind(
    "registry.lapse_held",
    "Belgenin geçerlilik süresi",
    acts=("registry.hold_lapse",),
    clause="2",
    facts=("ends",),
    sealed=True,
)
DUTIES_BEGUN = letter_kind(
    "registry.duties_begun",
    "Sürekli bulundurulacak belgeler",
    acts=("registry.owe",),
    clause="2",
    facts=("version", "duties"),
    sealed=True,
)
CONCERN_DECIDED = letter_kind(
    "registry.concern_decided",
    "Koşula bağlı belge yükümlülüğü",
    acts=("registry.decide_concern",),
    clause="2",
    facts=("what", "concerned", "reason", "last_on"),
    challenge=_("Challenge text of one letter: whether a conditional document concerns the firm"),
)
DOCUMENT_ACCEPTED = letter_kind(
    "registry.document_accepted",
    "Sunulan belgenin kabulü",
    acts=("registry.accept_showing",),
    clause="2",
    facts=("what", "holds_through"),
    sealed=True,
)
DOCUMENT_REFUSED = letter_kind(
    "registry.document_refused",
    "Sunulan belgenin kabul edilmemesi",
    acts=("registry.refuse_showing",),
    clause="2",
    facts=("what", "reason"),
    challenge=_("Challenge text of one letter: a document shown is refused"),
)
DOCUMENT_DEMANDED = letter_kind(
    "registry.document_demanded",
    "Belge ibrazı",
    acts=("registry.demand_document",),
    clause="3/a",
    facts=("what", "reason", "days"),
    opens=Opens(DEMAND, length="demand.days", remind="demand.reminders"),
)
ANSWER_RETURNED = letter_kind(
    "registry.answer_returned",
    "Gönderilen belge",
    acts=("registry.judge_answer",),
    clause="3/a",
    facts=("what", "reason", "over"),
    challenge=_("Challenge text of one letter: a document shown does not do"),
)
DEMAND_WITHDRAWN = letter_kind(
    "registry.demand_withdrawn",
    "Belge ibrazı isteminin geri alınması",
    acts=("registry.withdraw_demand",),
    clause="3/a",
    facts=("what",),
)
