"""Well signed, and still no proof: the wrong provider, the wrong time, another message."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace

from bench.evidence.corpus import (
    DAY,
    HOUR,
    OURS,
    PACKAGE,
    PAPERS,
    REM,
    THEIRS,
    THIRD,
    XADES,
    T,
    edited,
    event,
    lists,
    mail,
    number,
    record,
    stamp,
    text_of,
    unstamped,
    with_lists,
    xml,
)
from bench.evidence.forgeries import UNSOUND, forgery
from bench.evidence.forging import about_nobody, taken_stamp
from kep_gateway.evidence.trust import trust
from kep_gateway.sandbox import ca, mint, signing

# providers that may not say this
forgery("delivery by a third provider", "wrong_provider", lambda: xml(by=THIRD))
forgery("delivery by our own provider", "wrong_provider", lambda: xml(by=OURS))
forgery("acceptance by the recipient's provider", "wrong_provider", lambda: xml(event(10), by=THEIRS))
forgery("opening by our own provider", "wrong_provider", lambda: xml(event(60), by=OURS))
forgery("relay failure by the recipient's provider", "wrong_provider", lambda: xml(event(31), by=THEIRS))
forgery("names another issuer than its signer", "wrong_provider", lambda: xml(named=THIRD))
forgery("names an unknown issuer", "wrong_provider", lambda: xml(named="hs77.kep.tr"))
forgery("record: by a third provider", "wrong_provider", lambda: record(by=THIRD))
forgery(
    "record: names a third provider",
    "wrong_provider",
    lambda: record(change=lambda it: it.replace(b"<kephs>hs02", b"<kephs>hs03")),
)
forgery("S/MIME: sent by a third provider", "wrong_provider", lambda: mail(by=THIRD))

# time
forgery("no stamp", "unstamped", lambda: unstamped(event(), THEIRS))
forgery("record: no stamp", "unstamped", lambda: signing.signed_cms(mint.record_xml(event()), ca.hand(OURS), at=T))
forgery("stamp of other bytes", "stamp_broken", lambda: xml(stamped=lambda data: stamp()(data + b"x")))
forgery("record: stamp of other bytes", "stamp_broken", lambda: record(stamped=lambda data: stamp()(data + b"x")))
forgery("stamp taken from another piece", "stamp_broken", lambda: edited(xml(), taken_stamp))
forgery(
    "stamp is noise",
    "stamp_broken",
    lambda: edited(xml(), lambda it: setattr(next(it.iter(f"{XADES}EncapsulatedTimeStamp")), "text", "MIIBCg==")),
)
forgery(
    "stamp with a changed instant",
    "stamp_broken",
    lambda: xml(stamped=lambda data: stamp()(data).replace(b"20260313090000Z", b"20260312090000Z")),
)
forgery("stamp of an unknown authority", "stamp_untrusted", lambda: xml(stamped=stamp(hand=PAPERS.stranger_tsa)))
forgery(
    "record: stamp of an unknown authority", "stamp_untrusted", lambda: record(stamped=stamp(hand=PAPERS.stranger_tsa))
)
forgery("stamped by the provider himself", "stamp_untrusted", lambda: xml(stamped=stamp(hand=ca.hand(THEIRS))))
forgery(
    "stamp by a certificate that is not for stamps",
    "stamp_untrusted",
    lambda: xml(stamped=stamp(hand=ca.certify("Deneme", PAPERS.stamping))),
)
forgery(
    "stamp authority revoked",
    "stamp_untrusted",
    xml,
    trust=lambda: with_lists(*lists(stamping={number(ca.TSA): T - DAY})),
)
forgery("stamp in the future", "stamp_in_future", lambda: xml(stamped=stamp(T + DAY)), judged_at=T)
forgery("record: stamp in the future", "stamp_in_future", lambda: record(stamped=stamp(T + DAY)))
forgery("stamp before the event", "stamp_before_event", lambda: xml(stamped=stamp(T - DAY)))
forgery("stamp a month later", "stamp_too_late", lambda: xml(stamped=stamp(T + 30 * DAY)), at=T + 31 * DAY)
forgery(
    "event in the future",
    "event_in_future",
    lambda: xml(event(at=T + HOUR + 8 * HOUR / 60), stamped=stamp(T + HOUR + HOUR / 15)),
)
forgery(
    "event before the message",
    "event_before_sending",
    lambda: xml(event(at=T - 3 * DAY), at=T - 3 * DAY),
    judged_at=T - 3 * DAY,
)
forgery("naive instant", "naive_instant", lambda: xml(change=text_of("r:EventTime", "2026-03-13T09:00:00")))
forgery(
    "record: naive instant",
    "naive_instant",
    lambda: record(change=lambda it: it.replace(b"09:00:00.000+00:00", b"09:00:00")),
)
forgery("30 February", "malformed", lambda: xml(change=text_of("r:EventTime", "2026-02-30T09:00:00+00:00")))
forgery("no instant", "malformed", lambda: xml(change=text_of("r:EventTime", "dün öğleden sonra")))
forgery(
    "record: malformed instant",
    "malformed",
    lambda: record(change=lambda it: it.replace(b"2026-03-13T", b"13.03.2026 ")),
)

# what it says
forgery("no number", "malformed", lambda: xml(change=lambda it: it.remove(it.find(f"{REM}EvidenceIdentifier"))))
forgery("two instants", "malformed", lambda: xml(change=lambda it: it.append(deepcopy(it.find(f"{REM}EventTime")))))
forgery("two recipients, about nobody", "malformed", lambda: xml(change=about_nobody))
forgery(
    "two senders",
    "malformed",
    lambda: xml(change=lambda it: it.find(f"{REM}SenderDetails").append(deepcopy(it.find(f"{REM}SenderDetails")[0]))),
)
forgery(
    "unknown root", "unknown_event", lambda: xml(change=lambda it: setattr(it, "tag", f"{REM}ReceivedByNonREMSystem"))
)
forgery(
    "EN 319 522 evidence, whose fields are not known for certain",
    "unknown_event",
    lambda: xml(change=lambda it: setattr(it, "tag", "{http://uri.etsi.org/19522/v1#}Evidence")),
)
forgery(
    "root of another namespace",
    "unknown_event",
    lambda: xml(change=lambda it: setattr(it, "tag", "{urn:x}DeliveryNonDeliveryToRecipient")),
)
forgery(
    "unknown event code",
    "unknown_event",
    lambda: xml(change=text_of("r:EventCode", "http:uri.etsi.org/02640/Event#Tebligat")),
)
forgery(
    "not fetched in time",
    "unknown_event",
    lambda: xml(event(60), change=text_of("r:EventCode", "http:uri.etsi.org/02640/Event#RetrievalExpiration")),
)
forgery(
    "event of another root",
    "unknown_event",
    lambda: xml(event(40), change=text_of("r:EventCode", "http:uri.etsi.org/02640/Event#Acceptance")),
)
forgery("record: unknown type", "unknown_event", lambda: record(change=lambda it: it.replace(b"Id>40<", b"Id>99<")))
for _family, _make in (("ETSI", xml), ("record", record)):
    forgery(f"{_family}: another message", "other_message", lambda make=_make: make(event(message_id="20260313-8")))
    forgery(f"{_family}: another reference", "other_reference", lambda make=_make: make(event(our_reference="5a")))
    forgery(f"{_family}: another sender", "other_sender", lambda make=_make: make(event(sender=f"sgk@{OURS}")))
    forgery(
        f"{_family}: another recipient", "other_recipient", lambda make=_make: make(event(recipient=f"cinar@{THEIRS}"))
    )
    forgery(f"{_family}: another package", "other_package", lambda make=_make: make(event(digest=PACKAGE[::-1])))
forgery(
    "another notice's evidence",
    "other_message other_reference",
    lambda: mail(xml(event(message_id="1", our_reference="2"))),
)
forgery(
    "nobody is trusted",
    "untrusted unknown_provider",
    xml,
    trust=lambda: replace(trust(), roots=(), providers={}),
    **UNSOUND,
)
