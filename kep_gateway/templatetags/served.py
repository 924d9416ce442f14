"""How far a notice has come, in the words of the day on which the page is read."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from documents.models import Letter
from kep_gateway.lifecycle import NoticeStatus
from kep_gateway.models import Notice
from kep_gateway.opinion import ServiceRule
from law.clock import legal_day
from law.explain import date_short
from ledger.edge import received_at
from ledger.templatetags.chips import chip

register = template.Library()


@register.simple_tag(takes_context=True)
def service_chip(context: dict[str, Any], notice: Notice) -> SafeString:
    """Show a notice's status; one that counts as served only at the end of a day to come says so."""
    on, today = notice.served_on, legal_day(received_at(context["request"]))
    ends_day = notice.served_policy == ServiceRule.FIFTH_DAY
    if notice.status == NoticeStatus.SERVED and on and (on > today or (on == today and ends_day)):
        return chip("", _("counts as served at the end of %(day)s") % {"day": date_short(on)}, "warn")
    return chip(notice.status, notice.get_status_display())


@register.simple_tag(takes_context=True)
def goes_to(context: dict[str, Any], letter: Letter) -> str:
    """Return where a letter that has not left goes: the KEP address of its firm now, empty where it has none."""
    return letter.firm.kep_on(received_at(context["request"]))
