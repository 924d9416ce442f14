"""A firm's file: one chronology for both sides, what comes next, the calendar of its days, and the same on paper."""

import re
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from pypdf import PdfReader

from accounts.actions.end_mandate import end_mandate
from accounts.models import Mandate
from accounts.tests.sign_in import signed_in
from deadlines.sweeper import sweep
from law.clock import day_end, moved
from ledger.errors import NotAllowed, Refused
from ledger.models import DossierKind
from ledger.numbers import open_dossier
from ledger.verification import verify
from registry.actions.draw_calendar import draw_calendar
from registry.actions.revoke_calendar import revoke_calendar
from registry.calendar_feed import LONGEST, Entry, as_ics, escaped, folded
from registry.calendar_keys import calendar_of, opened
from registry.chronology import chronology, dossiers_of
from registry.coming import coming, next_automatic
from registry.file_pages import printed_file
from registry.models import CalendarKey
from registry.terms import VERIFICATION
from registry.views.files import FEEDS_A_MINUTE, PRINTS_A_MINUTE

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
LAST = date(2026, 6, 30)


# chronology


def test_a_file_is_merged_by_instant_and_each_side_reads_its_own(integrator, breach, filed, officer, day):
    breach(integrator, day(2))
    filed(integrator, day(3), kind="remedy")
    whole, theirs = (chronology(integrator.firm, ministry=it) for it in (True, False))
    assert [it.at for it in whole] == sorted((it.at for it in whole), reverse=True)
    kinds = {it.dossier.kind for it in whole}
    assert {DossierKind.APPLICATION, DossierKind.INTEGRATOR} <= kinds
    assert "Proposed" in {str(it.title) for it in whole} or "Önerildi" in {str(it.title) for it in whole}
    assert len(theirs) < len(whole)
    assert officer.full_name not in {str(it.line.who) for it in theirs if it.line}
    assert officer.full_name in {str(it.line.who) for it in whole if it.line}
    assert not [it for it in theirs if it.letter]  # nothing is on its way yet


def test_a_draft_is_read_by_its_firm_alone_and_a_confidential_file_by_neither(integrator, at):
    with transaction.atomic():
        draft = open_dossier(DossierKind.APPLICATION, firm=integrator.firm, at=at, shown=False)
        asked = open_dossier(DossierKind.DATA_REQUEST, firm=integrator.firm, at=at)
    assert draft in dossiers_of(integrator.firm, ministry=False)
    for ministry in (True, False):
        found = dossiers_of(integrator.firm, ministry=ministry)
        assert asked not in found
        assert (draft in found) != ministry


# what comes


def test_the_next_automatic_event_has_a_day_a_reason_and_what_avoids_it(integrator, day):
    ahead = coming(integrator, day(0), ministry=False)
    found = next_automatic(ahead)
    assert found
    assert found.last_on == LAST
    assert "30.06.2026" in found.follows
    assert found.avoids
    assert "30 Haziran 2026" in found.why
    assert [it.last_on for it in ahead] == sorted(it.last_on for it in ahead)
    both = {it.deadline.term for it in coming(integrator, day(0), ministry=True)}
    assert both - {it.deadline.term for it in ahead} == {VERIFICATION}


def test_nothing_comes_by_itself_once_it_came(integrator):
    sweep(day_end(LAST))
    assert next_automatic(coming(integrator, day_end(LAST), ministry=True)) is None


# the calendar


def parsed(data):
    """Read a calendar strictly (RFC 5545): lines of at most 75 octets ended by CRLF, components that close."""
    assert data.endswith(b"\r\n")
    lines = data.removesuffix(b"\r\n").split(b"\r\n")
    assert all(len(line) <= LONGEST and b"\r" not in line and b"\n" not in line for line in lines)
    unfolded = list[str]()
    for line in lines:
        text = line.decode()
        if text.startswith(" "):
            unfolded[-1] += text[1:]
        else:
            unfolded.append(text)
    root, stack = list[Any](), list[Any]()
    for line in unfolded:
        shape = re.fullmatch(r"([A-Z-]+(?:;[A-Z]+=[^:;]+)*):(.*)", line)
        assert shape, line
        name, value = shape.groups()
        if name == "BEGIN":
            stack.append((value, {}, []))
        elif name == "END":
            done = stack.pop()
            assert done[0] == value
            (stack[-1][2] if stack else root).append(done)
        else:
            assert name not in stack[-1][1], f"{name} twice"
            stack[-1][1][name] = value
    assert not stack
    ((kind, facts, parts),) = root
    assert kind == "VCALENDAR"
    assert facts["VERSION"] == "2.0"
    assert facts["PRODID"]
    assert parts, "a calendar without a component"
    return [found for part, found, _inner in parts if part == "VEVENT"]


def plain(value):
    """Take the escapes of a text away; a bare comma, semicolon or backslash is a fault."""
    assert re.fullmatch(r"(?:[^\\;,]|\\[\\;,nN])*", value), value
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)


def test_the_calendar_holds_last_valid_days_as_days(integrator, day):
    events = parsed(calendar_of(integrator, day(0)))
    ahead = coming(integrator, day(0), ministry=False)
    assert len(events) == len(ahead) > 0
    event = next(it for it in events if it["DTSTART;VALUE=DATE"] == "20260630")
    assert event["DTEND;VALUE=DATE"] == "20260701"
    assert re.fullmatch(r"\d{8}T\d{6}Z", event["DTSTAMP"])
    told = plain(event["DESCRIPTION"])
    (automatic,) = [it for it in ahead if it.automatic]
    assert automatic.why in told
    assert integrator.firm.legal_name not in calendar_of(integrator, day(0)).decode().replace("\r\n ", "")
    assert integrator.firm_code not in told


def test_an_event_keeps_its_name_and_says_that_the_matter_moved(integrator, filed, day):
    before = {it["UID"]: it for it in parsed(calendar_of(integrator, day(0)))}
    assert calendar_of(integrator, day(0)) == calendar_of(integrator, day(1))
    filed(integrator, day(1))
    integrator.dossier.refresh_from_db()
    after = {it["UID"]: it for it in parsed(calendar_of(integrator, day(1)))}
    assert before.keys() == after.keys()
    assert all(int(after[uid]["SEQUENCE"]) > int(it["SEQUENCE"]) for uid, it in before.items())


def test_a_calendar_on_which_no_term_runs_is_a_calendar_still(at):
    assert parsed(as_ics("Boş", "https://sicil.ornek.invalid/", [])) == []


@pytest.mark.parametrize(
    "text",
    ["a,b;c\\d", "satır\r\nsonu\rve\n", "ğüşıöç" * 40, "x" * 74, "x" * 75, "x" * 76, "😀" * 60, "\u202egizli\x07"],
)
def test_any_text_is_folded_and_escaped_so_that_it_comes_back(text, at):
    entry = Entry("sure-1@ornek", LAST, text, f"{text}\n{text}", 3, at)
    (event,) = parsed(as_ics("Süreler", "https://sicil.ornek.invalid/", [entry]))
    assert escaped(plain(event["SUMMARY"])) == escaped(text) == event["SUMMARY"]
    assert plain(event["DESCRIPTION"]).count(plain(event["SUMMARY"])) >= 1


def test_a_folded_line_breaks_within_no_character():
    for length in range(60, 160):
        for line in folded("ş" * length).split(b"\r\n"):
            line.decode()
            assert len(line) <= LONGEST


# its key


def test_a_key_is_the_persons_own_renewed_and_revoked(integrator, compliance, outsider, officer, at, day):
    first = draw_calendar(integrator.pk, by=compliance, at=at)
    assert opened(first) == integrator
    assert first not in CalendarKey.objects.get().digest
    second = draw_calendar(integrator.pk, by=compliance, at=day(1))
    assert opened(first) is None
    assert opened(second) == integrator
    for stranger in (outsider, officer):
        with pytest.raises(NotAllowed):
            draw_calendar(integrator.pk, by=stranger, at=day(1))
    revoke_calendar(integrator.pk, by=compliance, at=day(2))
    assert opened(second) is None
    with pytest.raises(Refused) as refused:
        revoke_calendar(integrator.pk, by=compliance, at=day(2))
    assert refused.value.codes == {"no_calendar"}
    assert list(verify()) == []


def test_a_key_of_somebody_who_left_the_firm_opens_nothing(integrator, compliance, officer, papered, at, day):
    secret = draw_calendar(integrator.pk, by=compliance, at=at)
    mandate = Mandate.objects.get(person=compliance, until_at=None)
    end_mandate(mandate.pk, by=officer, at=day(1), document=papered(integrator.firm.dossier))
    assert opened(secret) is None


def test_the_database_keeps_one_live_key_for_each_person(integrator, compliance, at):
    draw_calendar(integrator.pk, by=compliance, at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        CalendarKey.objects.create(integrator=integrator, person=compliance, digest="x" * 64, made_at=at)


def test_the_calendar_is_drawn_once_in_clear_and_asked_not_too_often(client, integrator, compliance, at):
    place = f"/portal/entegrator/{integrator.dossier.number}/takvim/"
    with moved(at):
        signed_in(client, compliance)
        page = client.post(f"{place}olustur/").content.decode()
        (path,) = re.findall(r"(/takvim/[\w-]+\.ics)", page)
        assert path not in client.get(place).content.decode()
        client.logout()
        answer = client.get(path)
        assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
        assert parsed(answer.content)
        assert client.get("/takvim/yok.ics").status_code == 404
        statuses = {client.get(path).status_code for _ in range(FEEDS_A_MINUTE)}
        assert statuses == {200, 429}
        client.force_login(compliance, backend="accounts.signed_in.SignedIn")
        assert client.post(f"{place}iptal/").status_code == 302


# pages and paper


def test_both_sides_open_the_file_and_print_it(client, integrator, breach, compliance, officer, day):
    breach(integrator, day(1))
    number = integrator.dossier.number
    with moved(day(2)):
        signed_in(client, compliance)
        page = client.get(f"/portal/entegrator/{number}/dosya-gecmisi/")
        assert page.status_code == 200
        assert "30.06.2026" in page.content.decode()
        assert officer.full_name not in page.content.decode()
        paper = client.get(f"/portal/entegrator/{number}/dosya-gecmisi/dosya.pdf")
        assert paper.content.startswith(b"%PDF")
        assert paper.headers["Cache-Control"] == "private, no-store"
        again = {client.get(paper.request["PATH_INFO"]).status_code for _ in range(PRINTS_A_MINUTE)}
        assert again == {200, 429}


def text_of(data):
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages)


def test_the_paper_holds_the_whole_file_for_each_side(integrator, breach, filed, officer, second_officer, day):
    breach(integrator, day(1))
    document = filed(integrator, day(2), kind="remedy")
    whole, theirs = (printed_file(integrator, day(3), ministry=it) for it in (True, False))
    for data in (whole, theirs):
        assert len(PdfReader(BytesIO(data)).pages) >= 2
        told = text_of(data)
        assert integrator.firm.vkn in told
        assert "sözleşmeye aykırı" in told.casefold()
    squeezed = re.sub(r"\s", "", text_of(whole))
    assert document.sha256 in squeezed
    assert officer.full_name in text_of(whole)
    assert officer.full_name not in text_of(theirs)
    assert (day(3) + timedelta(hours=3)).strftime("%d.%m.%Y") in text_of(theirs)
