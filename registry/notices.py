"""The letters to integrators."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from documents.kinds import letter_kind

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
