"""Searching everything that a person of the ministry may see: one question for each kind of row, exact hits first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Case, Count, Exists, OuterRef, Q, QuerySet, When, Window
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from accounts.models import Firm, KepAddress, User
from applications.search import search as applications_that_fit
from documents.models import Letter
from kep_gateway.inbox.queries import fitting
from kep_gateway.models import IncomingMail, Notice
from ledger.acts import may
from ledger.models import CONFIDENTIAL, Dossier
from operations import hits
from operations.asked import Asked
from operations.hits import Hit
from registry.models import Certificate, Integrator, Product

AT_MOST = 10
"""How many of a kind are shown."""


@dataclass(frozen=True)
class Kind:
    """One kind of row: who sees it, what it is found by, the question, and the full list that takes the query.

    `permission` is the one that the row's own page asks. `full` is that list's address and its word for the query.
    """

    name: str
    label: str | Promise
    found_by: str | Promise
    permission: str
    find: Callable[[Asked], QuerySet[Any]]
    hit: Callable[[Any], Hit]
    full: tuple[str, str] | None = None


@dataclass(frozen=True)
class Group:
    """What was found of one kind: how many, the first of them, and the address of the full list where some are left."""

    kind: Kind
    count: int
    exact: bool
    hits: tuple[Hit, ...]
    full: str = ""


def kinds_for(person: User) -> list[Kind]:
    """Return the kinds that a person may see."""
    return [kind for kind in KINDS if may(person, kind.permission)]


def search(asked: Asked, person: User) -> list[Group]:
    """Return what fits and the person may see, by kind; a kind with an exact hit comes before the others."""
    found = [group for kind in kinds_for(person) for group in _found(kind, asked)]
    return sorted(found, key=lambda group: not group.exact)


def _found(kind: Kind, asked: Asked) -> Iterator[Group]:
    rows = list(kind.find(asked)[:AT_MOST])
    if rows:
        count, full = rows[0].found, ""
        if kind.full and count > len(rows):
            address, name = kind.full
            full = f"{reverse(address)}?{urlencode({name: asked.words})}"
        yield Group(kind, count, rows[0].exact, tuple(map(kind.hit, rows)), full)


def _ranked(rows: QuerySet[Any], exact: Q, *order: str) -> QuerySet[Any]:
    """Return rows with their number on each, the exact ones first: one question where page and count would be two."""
    first = Case(When(exact, then=True), default=False, output_field=BooleanField())
    ranked: QuerySet[Any] = rows.annotate(exact=first, found=Window(Count("*"))).order_by("-exact", *order)
    return ranked


def _of_firm(asked: Asked) -> Q:
    return Q(firm__name_key__contains=asked.key) | Q(firm__vkn=asked.compact)


def firms(asked: Asked) -> QuerySet[Any]:
    """Find firms by name, tax number, MERSİS number, dossier, or the beginning of a KEP address that they ever had."""
    had = KepAddress.objects.filter(firm=OuterRef("pk"), address__istartswith=asked.words)
    exact = Q(vkn=asked.compact) | Q(dossier__number__iexact=asked.words)
    fits = exact | Q(name_key__contains=asked.key) | Q(dossier__number__icontains=asked.words)
    # most firms have no MERSİS number, and of a query without letters nothing is left
    fits |= Exists(had) | (Q(mersis=asked.compact) & ~Q(mersis=""))
    return _ranked(Firm.objects.filter(fits).select_related("dossier"), exact, "name_order", "pk")


def applications(asked: Asked) -> QuerySet[Any]:
    """Find what was handed in as the list of applications finds it."""
    rows = applications_that_fit(asked.words, "")
    return _ranked(rows, Q(dossier__number__iexact=asked.words), "-submitted_at", "-pk")


def integrators(asked: Asked) -> QuerySet[Any]:
    """Find integrators by firm, dossier, firm code, public address, or a product's name, withdrawn ones included."""
    named = Product.objects.filter(integrator=OuterRef("pk"), name__iregex=asked.folded)
    exact = Q(firm_code__iexact=asked.compact) | Q(dossier__number__iexact=asked.words)
    fits = exact | _of_firm(asked) | Q(dossier__number__icontains=asked.words) | Q(slug__icontains=asked.words)
    rows = Integrator.objects.filter(fits | Exists(named)).select_related("firm", "dossier")
    return _ranked(rows, exact, "firm__name_order", "pk")


def letters(asked: Asked) -> QuerySet[Any]:
    """Find letters by subject, number, verification code or firm."""
    exact = Q(verification_code=asked.compact)
    if asked.number is not None:
        exact |= Q(number=asked.number)
    rows = Letter.objects.filter(dossier__shown_at__isnull=False).select_related("firm")
    fits = exact | Q(subject__iregex=asked.folded) | _of_firm(asked)
    return _ranked(rows.filter(fits), exact, "-drafted_at", "-pk")


def notices(asked: Asked) -> QuerySet[Any]:
    """Find notices by the provider's name for the message, by ours, or by firm."""
    exact = Q(message_id__iexact=asked.words) | Q(reference__iexact=asked.words)
    rows = Notice.objects.filter(dossier__shown_at__isnull=False).select_related("firm", "letter")
    fits = exact | Q(message_id__icontains=asked.words) | _of_firm(asked)
    return _ranked(rows.filter(fits), exact, "-created_at", "-pk")


def mails(asked: Asked) -> QuerySet[Any]:
    """Find KEP messages to us by sender, subject, the provider's name for them, firm or dossier."""
    exact = Q(message_id__iexact=asked.words) | Q(sender__iexact=asked.words)
    fits = exact | fitting(asked.words)
    rows = IncomingMail.objects.select_related("dossier__firm").defer("text", "words", "answers")
    return _ranked(rows.filter(fits), exact, "-received_at", "-pk")


def certificates(asked: Asked) -> QuerySet[Any]:
    """Find certificates by number or firm; those of a draft are the firm's own."""
    rows = Certificate.objects.filter(dossier__shown_at__isnull=False).select_related("firm", "dossier")
    fits = Q(number__icontains=asked.words) | _of_firm(asked)
    return _ranked(rows.filter(fits), Q(number__iexact=asked.words), "-valid_until_on", "-pk")


def people(asked: Asked) -> QuerySet[Any]:
    """Find people by name or e-mail address."""
    fits = Q(full_name__iregex=asked.folded) | Q(email__icontains=asked.words)
    return _ranked(User.objects.filter(fits), Q(email__iexact=asked.words), "name_order", "pk")


def data_files(asked: Asked) -> QuerySet[Any]:
    """Find data subjects' requests and breaches by dossier, requests also by who asks."""
    rows = Dossier.objects.filter(kind__in=CONFIDENTIAL).select_related("subjectrequest", "breach")
    fits = Q(number__icontains=asked.words) | Q(subjectrequest__full_name__iregex=asked.folded)
    return _ranked(rows.filter(fits), Q(number__iexact=asked.words), "-opened_at", "-pk")


KINDS = (
    Kind(
        "firms",
        _("Firms"),
        _("name, tax number, MERSİS number, KEP address, dossier number"),
        "accounts.see_firms",
        firms,
        hits.firm_hit,
        ("desk_firms", "ara"),
    ),
    Kind(
        "applications",
        _("Applications"),
        _("firm, dossier number, product"),
        "applications.see_all",
        applications,
        hits.application_hit,
        ("desk_search", "q"),
    ),
    Kind(
        "integrators",
        _("Integrators"),
        _("firm, dossier number, firm code, public address, product"),
        "registry.see_integrators",
        integrators,
        hits.integrator_hit,
        ("registry:desk", "q"),
    ),
    Kind(
        "letters",
        _("Letters"),
        _("subject, number on the letter, verification code, firm"),
        "documents.see_letter",
        letters,
        hits.letter_hit,
    ),
    Kind(
        "notices",
        _("Notices"),
        _("the message's number at the provider or at the ministry, firm"),
        "kep_gateway.see_outbox",
        notices,
        hits.notice_hit,
    ),
    Kind(
        "mails",
        _("KEP messages to us"),
        _("sender, subject, the message's number at the provider, firm, dossier number"),
        "kep_gateway.see_inbox",
        mails,
        hits.mail_hit,
        ("kep:inbox", "q"),
    ),
    Kind(
        "certificates",
        _("Certificates"),
        _("certificate number, firm"),
        "registry.see_integrators",
        certificates,
        hits.certificate_hit,
    ),
    Kind(
        "data_files",
        _("Personal data"),
        _("dossier number, who asks about their data"),
        "privacy.see",
        data_files,
        hits.data_file_hit,
    ),
    Kind("people", _("People"), _("name, e-mail address"), "accounts.see_people", people, hits.person_hit),
)
