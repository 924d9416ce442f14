import csv
import io
import json
from datetime import date, timedelta
from xml.etree import ElementTree as ET

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.actions.rename_firm import rename_firm
from conftest import T0
from deadlines.sweeper import sweep
from law.clock import day_end, legal_day, moved
from ledger import chain
from ledger.actions.approve import approve
from ledger.actions.propose import propose
from ledger.append_only import unguarded
from ledger.verification import verify
from policies.files import file_of
from policies.models import PolicyFile
from registry.feed import NAMESPACE
from registry.models import Ground, Integrator, Publication
from registry.publication import build, content_of
from registry.reading import current

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
END = day_end(date(2026, 6, 30))


@pytest.fixture
def publicity(officer, approver):
    """`publicity(at, "none", day)`: two persons decide at an instant what the list tells of grounds from a day on."""

    def decided(at, value, day=None):
        on = legal_day(at) if day is None else day
        said = {"value": value, "in_force_from": on.isoformat(), "citation": "Karar"}
        with moved(at):
            file = file_of("list.grounds", at=at)
            proposal = propose("policies.set_policy", PolicyFile, file.pk, by=officer, at=at, arguments=said)
            approve(proposal.pk, by=approver, at=at)

    return decided


def agree(publication, ground):
    """Tell whether all spellings of a publication tell of its one firm's ground alike: named, or not at all."""
    entry, (row,) = listed(publication)["entries"][0], rows(publication)
    told = any("m. 2" in title for title in titles(publication))
    return entry["history"][-1]["ground"] == ground and row["ground"] == (ground or "") and told == bool(ground)


def listed(publication):
    return json.loads(bytes(publication.as_json))


def rows(publication):
    text = bytes(publication.as_csv).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def titles(publication):
    feed = ET.fromstring(bytes(publication.as_atom))
    return [entry.findtext(f"{{{NAMESPACE}}}title") for entry in feed.iter(f"{{{NAMESPACE}}}entry")]


def test_the_shape_is_as_agreed(integrator, other_integrator):
    content = listed(current(T0))
    assert list(content) == ["sequence", "issued_at", "entries"]
    assert content["sequence"] == 2
    assert content["issued_at"].startswith("2026-03-02T12:00:0")
    assert content["issued_at"].endswith("+03:00")
    first, second = content["entries"]
    assert first == {
        "slug": other_integrator.slug,
        "legal_name": "Çınar Bilişim Ltd. Şti.",
        "standing": "active",
        "since": "2026-03-02",
        "products": ["=ABS(A1)", "Çınar Ofis"],
        "province": "",
        "website": "",
        "history": [{"standing": "active", "from": "2026-03-02", "clause": None, "ground": None}],
    }
    assert second["legal_name"] == "Işık İSG Yazılım A.Ş."


def test_the_firm_code_and_numbers_are_never_in_it(integrator, other_integrator, breach, day):
    breach(integrator, day(1))
    for publication in Publication.objects.all():
        for part in (publication.as_json, publication.as_csv, publication.as_atom):
            text = bytes(part).decode()
            for secret in (integrator.firm_code, integrator.firm.vkn, "kep.tr", "Ufuk", integrator.dossier.number):
                assert secret not in text


def test_csv_has_one_row_each_and_no_formula(other_integrator):
    raw = bytes(current(T0).as_csv)
    assert raw.startswith(b"\xef\xbb\xbfslug;legal_name;")
    (row,) = rows(current(T0))
    assert row["products"] == "'=ABS(A1), Çınar Ofis"
    assert (row["standing"], row["standing_from"], row["clause"]) == ("active", "2026-03-02", "")


def test_a_breach_its_stay_and_annulment_are_told(integrator, breach, decide, filed, day):
    ground = breach(integrator, day(2))
    entry = listed(current(day(2)))["entries"][0]
    assert entry["standing"] == "passive"
    assert entry["history"][-1] == {
        "standing": "passive", "from": "2026-03-04", "clause": "2", "ground": "contract_breach",
    }  # fmt: skip
    court = filed(integrator, day(3), kind="court")
    said = {"ground_id": ground.pk, "document_id": court.pk}
    decide("suspend_ground", integrator, day(4), **said)
    assert [it["standing"] for it in listed(current(day(4)))["entries"][0]["history"]] == [
        "active",
        "passive",
        "active",
    ]
    decide("lift_suspension", integrator, day(6), **said)
    decide("annul_ground", integrator, day(8), **said)
    after = listed(current(day(8)))["entries"][0]
    assert [it["standing"] for it in after["history"]] == ["active"]
    told = titles(current(day(8)))
    assert len(told) == 5
    assert told[0].startswith("Düzeltme: Işık İSG Yazılım A.Ş. firmasının 04.03.2026 tarihli")
    assert list(verify()) == []


def test_atom_is_valid_enough_for_readers(integrator, breach, day):
    breach(integrator, day(2))
    feed = ET.fromstring(bytes(current(day(2)).as_atom))
    assert feed.tag == f"{{{NAMESPACE}}}feed"
    for element in (feed, *feed.iter(f"{{{NAMESPACE}}}entry")):
        for name in ("id", "title", "updated"):
            assert element.findtext(f"{{{NAMESPACE}}}{name}")
    ids = [entry.findtext(f"{{{NAMESPACE}}}id") for entry in feed.iter(f"{{{NAMESPACE}}}entry")]
    assert len(set(ids)) == 2


def test_reading_after_a_lapse_needs_no_sweeper(integrator):
    before = current(END - timedelta(seconds=1))
    assert listed(before)["entries"][0]["standing"] == "active"
    with moved(END + timedelta(days=3)):
        after = current(END + timedelta(days=3))
    assert listed(after)["entries"][0]["history"][-1] == {
        "standing": "passive", "from": "2026-07-01", "clause": "2", "ground": "document_lapsed",
    }  # fmt: skip
    assert after.pk
    assert Ground.objects.get().at == END
    assert list(verify()) == []


def test_where_the_lapse_cannot_be_recorded_the_bytes_are_derived_afresh(integrator):
    # the database refuses every new ground: what fell due cannot be recorded
    if connection.vendor == "postgresql":
        sql = "CREATE RULE stop_here AS ON INSERT TO registry_ground DO INSTEAD SELECT 1/0"
    else:
        sql = "CREATE TRIGGER stop_here BEFORE INSERT ON registry_ground BEGIN SELECT RAISE(ABORT, 'no'); END"
    with connection.cursor() as cursor:
        cursor.execute(sql)
    after = current(END)
    assert [after.pk or 0, Ground.objects.count()] == [0, 0]
    assert listed(after)["entries"][0]["standing"] == "passive"
    with connection.cursor() as cursor:
        drop = "RULE stop_here ON registry_ground" if connection.vendor == "postgresql" else "TRIGGER stop_here"
        cursor.execute(f"DROP {drop}")


def test_ended_firms_leave_the_list_and_stay_in_the_feed(integrator, decide, filed, day):
    paper = filed(integrator, day(1), kind="decision")
    decide("end_integrator", integrator, day(2), document_id=paper.pk)
    assert listed(current(day(2)))["entries"] == []
    assert "sona erdi" in titles(current(day(2)))[0]


def test_the_policy_may_hide_grounds(integrator, breach, day, publicity):
    publicity(T0, "none")
    breach(integrator, day(2))
    assert listed(current(day(2)))["entries"][0]["history"][-1]["ground"] is None
    assert "m. 2" not in titles(current(day(2)))[0]


def test_a_firms_new_name_is_published(integrator, officer, papered, day):
    paper = papered(integrator.firm.dossier)
    with moved(day(1)):
        rename_firm(integrator.firm_id, by=officer, at=day(1), legal_name="Işık A.Ş.", document=paper)
    assert listed(current(day(1)))["entries"][0]["legal_name"] == "Işık A.Ş."
    assert Publication.objects.count() == 2
    assert list(verify()) == []


def test_publications_are_numbered_chained_and_cannot_be_changed(integrator, other_integrator):
    first, second = Publication.objects.all()
    assert (first.sequence, second.sequence, second.previous) == (1, 2, first.digest)
    first.as_json = b"{}"
    with pytest.raises(IntegrityError), transaction.atomic():
        first.save()


CHANGES = {
    "sequence": (17, {"sequence"}),
    "issued_at": (T0 + timedelta(microseconds=1), {"issued_at"}),
    "event": ("x", {"event"}),
    "event_slug": ("x", {"event_slug"}),
    "as_json": (b"{}", {"as_json"}),
    "as_csv": (b"x", {"as_csv"}),
    "as_atom": (b"<feed/>", {"as_atom"}),
    "canonical": ("{}", {"canonical"}),
    "previous": ("0" * 64, {"previous"}),
    "digest": ("0" * 64, {"digest", "mac"}),
    "mac": ("0" * 64, {"mac"}),
}
"""For every column of a publication another value, and the keys that must be named."""


def put(publication, **columns):
    """Set columns of a publication as somebody with the database's password could."""
    fields = [it for it in Publication._meta.concrete_fields if it.name in columns]
    stored = [it.get_db_prep_save(columns[it.name], connection) for it in fields]
    names = ", ".join(f"{it.column} = %s" for it in fields)
    with unguarded("registry_publication"), connection.cursor() as cursor:
        cursor.execute(f"UPDATE registry_publication SET {names} WHERE id = %s", [*stored, publication.pk])


@pytest.mark.django_db(transaction=True)
def test_every_column_of_a_publication_is_watched(integrator, other_integrator):
    """All columns but the row's own id, which nothing rests on."""
    kept, last = Publication.objects.order_by("sequence")
    assert set(CHANGES) == {it.name for it in Publication._meta.concrete_fields} - {"id"}
    for column, (value, keys) in CHANGES.items():
        put(kept, **{column: value})
        named = {it.row: set(it.keys) for it in verify() if "rows say" not in it.row}
        row = "Publication 17" if column == "sequence" else "Publication 1"
        assert keys <= named[row], column
        assert set(named) <= {row, f"Publication {last.sequence}"}, column
        put(kept, **{column: getattr(kept, column)})
        assert list(verify()) == [], column


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("nonsense", ["", "{", "[]", "7", "null", '"sequence"'])
def test_a_canonical_text_of_a_publication_that_is_none_is_named(integrator, nonsense):
    put(Publication.objects.get(), canonical=nonsense)
    assert [(it.row, it.keys) for it in verify()] == [("Publication 1", ("canonical",))]


@pytest.mark.django_db(transaction=True)
def test_a_forger_of_the_list_lacks_the_key(integrator):
    forged = Publication.objects.get()
    forged.as_csv = b"forged"
    text = chain.canonical(content_of(forged))
    put(forged, as_csv=b"forged", canonical=text, digest=chain.digest(text))
    assert {it.row: set(it.keys) for it in verify()} == {
        "Publication 1": {"mac"},
        "Publication 1: not what the rows say": {"as_csv"},
    }


def test_a_list_that_is_not_what_the_rows_say_is_named(integrator):
    row = Integrator.objects.get()
    row.slug = "baska"
    row.save()
    (finding,) = verify()
    assert "Publication 1" in finding.row
    assert set(finding.keys) == {"as_json", "as_csv", "as_atom"}


@pytest.mark.django_db(transaction=True)
def test_a_missing_publication_is_named(integrator, other_integrator, breach, day):
    breach(integrator, day(1))
    with unguarded("registry_publication"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM registry_publication WHERE sequence = 2")
    assert [set(finding.keys) for finding in verify()] == [{"previous", "sequence"}]


def test_lapses_of_several_firms_are_published_each(integrator, other_integrator):
    with moved(END):
        sweep(END)
    assert Publication.objects.count() == 4
    assert {it["standing"] for it in listed(current(END))["entries"]} == {"passive"}
    assert list(verify()) == []


def test_a_policy_for_today_is_published_at_once(client, integrator, breach, day, publicity):
    publicity(T0, "none")
    publicity(T0, "clause_and_kind")
    assert Publication.objects.count() == 1, "nobody is passive: the list of today says the same"
    breach(integrator, day(2))
    publicity(day(2), "none")
    newest = Publication.objects.latest("sequence")
    assert (newest.sequence, newest.event) == (3, "policies.set_policy")
    assert agree(newest, None)
    with moved(day(2)):
        assert "m. 2" not in client.get(f"/firma/{integrator.slug}/").content.decode()
    assert list(verify()) == []
    publicity(day(4), "clause_and_kind")
    assert agree(Publication.objects.latest("sequence"), "contract_breach")
    assert list(verify()) == []


def test_a_policy_of_a_coming_day_begins_on_its_day_whoever_reads_first(integrator, breach, day, publicity):
    breach(integrator, day(1))
    begins = day_end(legal_day(day(4)))
    publicity(day(2), "none", legal_day(day(5)))
    before = current(begins - timedelta(seconds=1))
    assert (before.sequence, agree(before, "contract_breach")) == (2, True)
    with moved(begins):
        assert list(verify()) == [], "the newest list is what its own day says"
        first, second = current(begins), current(begins)
    assert (first.sequence, second.sequence, first.event) == (3, 3, "policies.set_policy")
    assert agree(first, None)
    assert list(verify()) == []


def test_a_renewal_publishes_nothing_and_the_list_stays_good(integrator, renewed, day):
    renewed(integrator, day(20))
    assert Publication.objects.count() == 1
    with moved(END):
        assert current(END).sequence == 1
    assert listed(current(END))["entries"][0]["standing"] == "active"
    assert Integrator.objects.filter(active_until__gt=END).exists()


def test_an_annulment_that_renews_is_published_once_under_its_own_name(integrator, renewed, decide, filed):
    with moved(END):
        sweep(END)
    later = END + timedelta(days=2)
    renewed(integrator, later)
    court = filed(integrator, later, kind="court")
    decide("annul_ground", integrator, later, ground_id=Ground.objects.get().pk, document_id=court.pk)
    events = list(Publication.objects.values_list("sequence", "event"))
    assert events == [(1, "registry.admit"), (2, "registry.lapse"), (3, "registry.annul_ground")]
    assert list(verify()) == []


def test_a_publication_that_was_written_with_more_columns_is_whole(integrator):
    newest = Publication.objects.get()
    older = build(2, T0, event="registry.admit", previous=newest.digest)
    older.canonical = chain.canonical(content_of(older) | {"good_until": None})
    older.digest = chain.digest(older.canonical)
    older.mac = chain.mac(older.digest)
    older.save(force_insert=True)
    assert list(verify()) == []
