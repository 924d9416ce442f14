"""Why a piece of evidence proves nothing: every code with its sentence."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

REASONS: Mapping[str, StrPromise] = MappingProxyType(
    {
        "too_large": _("The file is larger than evidence may be."),
        "nested": _("The file has more parts inside each other than evidence may have."),
        "doctype": _("The XML declares a document type, entities or a character set that evidence has no need of."),
        "unreadable": _("The file cannot be read as evidence: it is damaged, cut off or something else."),
        "several": _("The file holds more than one piece of evidence, or none."),
        "unsigned": _("There is no signature."),
        "partly_signed": _("Only a part of the message is signed."),
        "several_signatures": _("There is more than one signature where one was expected."),
        "broken": _("The signature does not verify: the content was changed, or another key signed it."),
        "wrapped": _("The signature does not cover the whole document."),
        "same_ids": _("Two elements of the document have the same identifier."),
        "weak": _("A digest or a key of the signature is too weak (below SHA-256 or RSA 2048)."),
        "certificate_unbound": _("The signature does not bind the certificate it was made with."),
        "untrusted": _("The signer's certificate does not lead to an authority that we trust."),
        "self_signed": _("The signer made the certificate himself; no authority stands behind it."),
        "expired": _("The signer's certificate was not valid when the time stamp was made."),
        "revoked": _("The signer's certificate was revoked."),
        "no_list": _("There is no revocation list for the signer's certificate."),
        "stale_list": _("The revocation list for the signer's certificate is out of date."),
        "wrong_use": _("The signer's certificate is not meant for signatures."),
        "unknown_provider": _("The certificate is not that of a registered KEP provider."),
        "wrong_provider": _("This provider cannot issue this kind of evidence for this message."),
        "unstamped": _("There is no time stamp."),
        "stamp_broken": _("The time stamp does not verify, or was made for other bytes."),
        "stamp_untrusted": _("The time stamp does not come from an authority that we trust."),
        "stamp_in_future": _("The time stamp lies in the future."),
        "stamp_before_event": _("The time stamp is older than the event."),
        "stamp_too_late": _("The time stamp was made long after the event."),
        "event_in_future": _("The event lies in the future."),
        "event_before_sending": _("The event is older than the handing over of the message."),
        "naive_instant": _("The instant of the event names no time zone."),
        "malformed": _("A field that evidence must have is missing, doubled or malformed."),
        "unknown_event": _("The kind of evidence or of event is not one that we know."),
        "other_message": _("The evidence is about another message: the provider's number differs."),
        "other_reference": _("The evidence is about another message: our own number differs."),
        "other_sender": _("The evidence names another sender."),
        "other_recipient": _("The evidence names another recipient."),
        "other_package": _("The evidence is about other content: the digest of the package differs."),
        "weak_package": _("The evidence binds the package by a digest that is too weak (below SHA-256)."),
    }
)
