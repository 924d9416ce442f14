"""Words of the registry: a certificate's edition and status, an integrator's standing, grounds and how they end."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField

from ledger.lifecycle import Matter, arrow
from ledger.models import Dossier


class Edition(models.TextChoices):
    """Editions of the standard; those of 2013/2017 are void from 01.11.2025 whatever they print."""

    E2013 = "2013", "ISO/IEC 27001:2013"
    E2017 = "2017", "TS EN ISO/IEC 27001:2017"
    E2022 = "2022", "ISO/IEC 27001:2022"


class CertificateStatus(models.TextChoices):
    """What the certification body says of a certificate."""

    VALID = "valid", _("valid")
    SUSPENDED = "suspended", _("suspended")
    WITHDRAWN = "withdrawn", _("withdrawn")
    SCOPE_REDUCED = "scope_reduced", _("scope reduced")
    EXPIRED = "expired", _("expired")


class BodyKind(models.TextChoices):
    """What a body does: it certifies firms, or it accredits those that certify."""

    CERTIFICATION = "certification", _("certification body")
    ACCREDITATION = "accreditation", _("accreditation body")


class BodyStatus(models.TextChoices):
    """How a body's own accreditation, or an accreditation body's recognition, stands."""

    ACTIVE = "active", _("active")
    SUSPENDED = "suspended", _("suspended")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Standing(models.TextChoices):
    """Derived, never stored: candidate, active, passive, ended."""

    CANDIDATE = "candidate", _("candidate")
    ACTIVE = "active", _("active")
    PASSIVE = "passive", _("passive")
    ENDED = "ended", _("ended")


class GroundKind(models.TextChoices):
    """Why an authority is made passive. No other ground exists (clause 2)."""

    DOCUMENT_LAPSED = "document_lapsed", _("a document's validity ended")
    DOCUMENT_NOT_SHOWN = "document_not_shown", _("a document was not shown")
    AGREEMENT_NOT_RETURNED = "agreement_unreturned", _("the renewed agreement was not sent back in time")
    CONTRACT_BREACH = "contract_breach", _("acted against the agreement")


CLAUSE_OF = dict.fromkeys(GroundKind, "2")
"""The clause on which each ground rests: no other makes passive."""


class Concern(models.TextChoices):
    """Whether what concerns only some concerns an integrator: derived, never stored."""

    UNDECIDED = "undecided", _("to be decided")
    CONCERNED = "concerned", _("concerns the firm")
    NOT_CONCERNED = "not_concerned", _("does not concern the firm")


class DemandStatus(models.TextChoices):
    """Where an on-demand check of a document's currency stands."""

    ASKED = "asked", _("asked for")
    ANSWERED = "answered", _("shown, waiting to be judged")
    SHOWN = "shown", _("shown and accepted")
    NOT_SHOWN = "not_shown", _("not shown")
    WITHDRAWN = "withdrawn", _("withdrawn")


class DemandLifecycle(Matter):
    """asked for ⇄ shown, waiting to be judged → shown and accepted, or not shown; or withdrawn."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="demands")
    status: models.CharField[str, str] = FSMField(
        _("status"), default=DemandStatus.ASKED, choices=DemandStatus.choices, protected=True, max_length=10
    )

    class Meta:
        abstract = True
        base_manager_name = "objects"

    @arrow([DemandStatus.ASKED], DemandStatus.ANSWERED)
    def to_answered(self) -> None:
        """The firm shows the document, or an officer records what came by KEP."""

    @arrow([DemandStatus.ANSWERED], DemandStatus.ASKED)
    def to_asked(self) -> None:
        """What was shown does not do; the remaining time runs on."""

    @arrow([DemandStatus.ANSWERED], DemandStatus.SHOWN)
    def to_shown(self) -> None:
        """An officer accepts what was shown."""

    @arrow([DemandStatus.ASKED, DemandStatus.ANSWERED], DemandStatus.NOT_SHOWN)
    def to_not_shown(self) -> None:
        """The term is over and nothing that does was shown."""

    @arrow([DemandStatus.ASKED, DemandStatus.ANSWERED], DemandStatus.WITHDRAWN)
    def to_withdrawn(self) -> None:
        """An officer takes the demand back."""


class Closing(models.TextChoices):
    """How a ground ended."""

    REMEDIED = "remedied", _("remedied")
    ANNULLED = "annulled", _("annulled: it never was")
