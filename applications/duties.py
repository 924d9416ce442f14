"""What integrators' lasting conditions need of the ministry, for the worklist: one prepared question each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.db.models import CharField, DateTimeField, Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast, Concat
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applications.waiting import NEVER, SHOWN, Matter, Task
from contracts.models import Ink, Kind, Renewal, SignedAgreement
from deadlines.models import Deadline, DeadlineStatus
from ledger.prepared import Given, Prepared
from registry.lifecycle import DemandStatus
from registry.models import Demand, Ground, Obligation, Showing
from registry.obligations import FIRST_SHOWING

CONDITIONS: Mapping[str, str | Promise] = {
    "shown": _("Judge the document that was shown"),
    "undecided": _("Decide whether it concerns the integrator"),
    "not_shown": _("Not shown in time: decide"),
    "answered": _("Judge the document that was asked for"),
    "over": _("The term to show it is over: say what was shown"),
    "by_itself": _("Look at what happened by itself"),
}
_LINE = ("what", "about", "since", "due_at", *SHOWN)
_OPEN = {"obligation__ended_at": None, "obligation__integrator__ended_at": None}
_SHOWN = (
    Showing.objects.filter(accepted_at=None, refused_at=None, **_OPEN)
    .annotate(what=Value("shown"), about=F("obligation__requirement__title_tr"), since=F("sent_at"))
    .annotate(due_at=F("obligation__deadline__due_at"))
)
_OWED = Obligation.objects.filter(ended_at=None, integrator__ended_at=None)
_UNDECIDED = _OWED.filter(concerned=None).annotate(
    what=Value("undecided"), about=F("requirement__title_tr"), since=F("dossier__opened_at"), due_at=NEVER
)
_WAITS = Showing.objects.filter(obligation=OuterRef("pk"), accepted_at=None, refused_at=None)
_FOUND = Ground.objects.filter(obligation=OuterRef("pk"), closing="")
_NOT_SHOWN = (
    _OWED.filter(deadline__term=FIRST_SHOWING, deadline__status=DeadlineStatus.ELAPSED)
    .exclude(Exists(_WAITS))
    .exclude(Exists(_FOUND))
    .annotate(what=Value("not_shown"), about=F("requirement__title_tr"), since=F("deadline__due_at"), due_at=NEVER)
)
_DEMANDED = Demand.objects.filter(integrator__ended_at=None).annotate(about=F("requirement__title_tr"), due_at=NEVER)
_ANSWERED = _DEMANDED.filter(status=DemandStatus.ANSWERED).annotate(what=Value("answered"), since=F("answered_at"))
_ELAPSED = Deadline.objects.filter(dossier=OuterRef("dossier"), status=DeadlineStatus.ELAPSED)
_ELAPSED = _ELAPSED.filter(term=Concat(Value("demand_"), Cast(OuterRef("pk"), CharField())))
_OVER = (
    _DEMANDED.filter(status=DemandStatus.ASKED)
    .annotate(what=Value("over"), since=Subquery(_ELAPSED.values("due_at")[:1]))
    .exclude(since=None)
)
_BY_ITSELF = Ground.objects.filter(reviewed_at=None, at__lte=Given("at", DateTimeField())).exclude(rule="")
_CONDITIONS = Prepared(
    lambda: (
        _SHOWN.order_by()
        .values_list(*_LINE)
        .union(
            _UNDECIDED.order_by().values_list(*_LINE),
            _NOT_SHOWN.order_by().values_list(*_LINE),
            _ANSWERED.order_by().values_list(*_LINE),
            _OVER.order_by().values_list(*_LINE),
            _BY_ITSELF.annotate(what=Value("by_itself"), about=F("kind"), since=F("recorded_at"), due_at=NEVER)
            .order_by()
            .values_list("what", "about", "since", "due_at", *(f"integrator__{path}" for path in SHOWN)),
            all=True,
        )
    )
)


def conditions(at: datetime) -> Iterator[Task]:
    """Yield what was shown and waits for judgement, what is to be decided, and what happened by itself."""
    for what, about, since, due_at, firm, *matter in _CONDITIONS.rows(at=at):
        said = firm if what == "by_itself" else f"{firm}: {about}"
        yield Task(CONDITIONS[what], said, since, due_at, "registry:desk_conditions", matter[0], Matter(*matter))


AGREEMENTS: Mapping[str, str | Promise] = {
    "compare": _("Compare the agreement with the paper original"),
    "countersign": _("Countersign the renewed agreement"),
    "late": _("Decide: the renewed agreement did not come back"),
}


_AGREEMENT = ("what", "since", "text", "due_at", *SHOWN)
_SENT = SignedAgreement.objects.filter(dossier__integrator__ended_at=None, copy__superseded_at=None).filter(
    dossier__integrator__isnull=False, flaws=[]
)
_INK = (
    _SENT.filter(ink=Ink.WET, verified_at=None)
    .annotate(what=Value("compare"), since=F("sent_at"), text=F("copy__kind"), due_at=NEVER)
    .order_by()
    .values_list(*_AGREEMENT)
)
_SEEN = Q(ink=Ink.ELECTRONIC) | Q(verified_at__isnull=False)
_ONE_SIDED = (
    _SENT.filter(_SEEN, copy__kind=Kind.AGREEMENT, countersigning=None, countersigned=None)
    .annotate(what=Value("countersign"), since=F("sent_at"), text=F("copy__kind"), due_at=NEVER)
    .order_by()
    .values_list(*_AGREEMENT)
)
_UNRETURNED = Ground.objects.filter(
    integrator=OuterRef("integrator"), closing="", deadline__term=OuterRef("deadline__term")
)
_AFTER = Renewal.objects.filter(
    integrator=OuterRef("integrator"), version__kind=OuterRef("version__kind"), asked_at__gt=OuterRef("asked_at")
)
_LATE = (
    Renewal.objects.filter(~Exists(_UNRETURNED), ~Exists(_AFTER), integrator__ended_at=None, sent=None)
    .filter(deadline__status=DeadlineStatus.ELAPSED, deadline__arises="")
    .annotate(what=Value("late"), since=F("deadline__due_at"), text=F("version__kind"), due_at=NEVER)
    .order_by()
    .values_list(*_AGREEMENT)
)
_AGREEMENTS = Prepared(lambda: _INK.union(_ONE_SIDED, _LATE, all=True))


def agreements() -> Iterator[Task]:
    """Yield, in one question, what renewed agreements need of the ministry: eyes, its signature, or a decision."""
    for what, since, text, due_at, firm, *matter in _AGREEMENTS.rows():
        where = ("desk_agreement_of", (text, matter[0]), Matter(*matter))
        yield Task(AGREEMENTS[what], firm, since, due_at, *where)
