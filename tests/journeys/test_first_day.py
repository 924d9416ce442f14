"""The first real day of the registry, told through HTTP."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from xml.etree import ElementTree as ET

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import Firm
from applications.models import Application
from conftest import person
from documents import demo_ca
from kep_gateway.models import Notice
from ledger.models import Proposal
from ledger.verification import verify
from operations.demo.samples import certificate_fields, pdf
from registry.models import Integrator

pytestmark = pytest.mark.django_db

NUMBER = "10000000146"  # a synthetic identity number with correct check digits
FILES = (
    "application_form", "backup_procedure", "data_change_procedure", "remote_access_form", "product_introduction",
    "signatory_circular", "demonstration", "conformance_result", "commitment",
)  # fmt: skip
ATOM = "{http://www.w3.org/2005/Atom}"


def file(name, data=None):
    return SimpleUploadedFile(f"{name}.pdf", data or pdf(name, "Işık"))


class Applicant:
    """The firm's compliance officer at the portal."""

    def __init__(self, journey, kep="isik@hs01.kep.tr"):
        self.journey = journey
        self.browser = journey.browser(person("Ufuk Uyum"))
        self.browser.post(
            "/portal/firma/kayit/",
            {
                "legal_name": "Işık İSG Yazılım A.Ş.",
                "vkn": "1234567890",
                "kep": kep,
                "province": "İstanbul",
                "website": "https://isik.ornek.invalid",
                "postal": "Örnek Mah. 1. Sok. No: 2 Şişli/İstanbul",
            },
        )
        self.firm = Firm.objects.get()
        demo_ca.issue("Işıl Müdür", NUMBER, key_name="isik-journey")
        self.browser.post(
            f"/portal/firma/{self.firm.dossier.number}/imza-yetkilisi/",
            {"full_name": "Işıl Müdür", "identity_number": NUMBER, "source": "İmza sirküleri", "from_on": "2026-01-01"},
        )

    def start(self):
        self.browser.post(f"/portal/basvur/{self.firm.pk}/")
        self.application = Application.objects.get()
        self.page = f"/portal/basvuru/{self.application.dossier.number}/"
        self.browser.post(f"{self.page}bilgi/", {"product": "Işık İSG", "remote_ip": "192.0.2.10"})

    def send(self, key, data=None, **more):
        self.browser.post(f"{self.page}belge/{key}/", {"file": file(key, data), **more})

    def send_certificate(self, until=date(2027, 12, 31)):
        fields = certificate_fields("Işık İSG Yazılım A.Ş.", issued=date(2025, 1, 1), until=until, number="ISMS-1")
        self.send("iso_27001", **{name: value for name, value in fields.items() if value})

    def sign_agreement(self):
        number = self.application.dossier.number
        self.browser.post(f"/portal/sozlesme/{number}/iste/")
        self.journey.wait()
        assert f"/portal/sozlesme/{number}/indir/" in self.browser.get(f"/portal/sozlesme/{number}/").content.decode()
        issued = b"".join(self.browser.post(f"/portal/sozlesme/{number}/indir/", status=200).streaming_content)
        self.send("agreement", demo_ca.sign_as(issued, "isik-journey", at=self.journey.at), ink="electronic")


class Desk:
    """The officer and the two who sign and decide, at their desks."""

    def __init__(self, journey, application=None):
        self.journey, self.application = journey, application
        self.officer = journey.browser(journey.world.officer)
        self.director = journey.browser(journey.world.approver)
        self.page = f"/masa/basvuru/{application.dossier.number}/" if application else "/masa/"

    def judge(self, key, mark="met", reason=""):
        self.officer.post(f"{self.page}degerlendir/{key}/", {"mark": mark, "reason": reason})

    def sign_letter(self, dossier):
        letter = dossier.letters.latest("pk")
        self.officer.post(f"/masa/yazi/{letter.pk}/parafla/")
        self.director.post(f"/masa/yazi/{letter.pk}/imzala/")
        self.journey.wait()

    def decide(self):
        proposal = Proposal.objects.get(outcome="open")
        self.director.post(f"/masa/oneriler/{proposal.pk}/onayla/")


def public(journey):
    """Return what the three machine forms say of every firm; they must agree."""
    listed = json.loads(journey.visit("/liste.json"))
    rows = list(csv.DictReader(io.StringIO(journey.visit("/liste.csv")), delimiter=";"))
    feed = ET.fromstring(journey.visit("/liste.atom"))
    said = {entry["slug"]: entry["standing"] for entry in listed["entries"]}
    assert {row["slug"]: row["standing"] for row in rows} == said
    assert len(feed.findall(f"{ATOM}entry")) == listed["sequence"]
    html = journey.visit("/")
    for entry in listed["entries"]:
        assert entry["legal_name"] in html
    return listed


def as_integrator(journey, act, **data):
    """Let the officer propose an act on the integrator after its preview, and the director approve it."""
    number = Integrator.objects.get().dossier.number
    desk = Desk(journey)
    address = f"/masa/entegrator/{number}/oner/{act}/"
    desk.officer.post(address, data, status=200)
    desk.officer.post(address, data | {"confirm": "1"})
    desk.decide()
    desk.sign_letter(Integrator.objects.get().dossier)


def put_document(journey, title, kind="proof"):
    number = Integrator.objects.get().dossier.number
    data = {"title": title, "kind": kind, "file": file("belge", pdf(title, "Işık"))}
    Desk(journey).officer.post(f"/masa/entegrator/{number}/dosya/", data)
    return Integrator.objects.get().dossier.documents.latest("pk").pk


def approved(journey, applicant=None):
    """Tell the story up to the public list, with a deficiency on the way."""
    applicant = applicant or Applicant(journey)
    applicant.start()
    for key in FILES:
        if key != "backup_procedure":
            applicant.send(key)
    applicant.send_certificate()
    applicant.sign_agreement()
    applicant.browser.post(f"{applicant.page}gonder/")
    desk = Desk(journey, applicant.application)
    assert "Işık" in desk.officer.get("/masa/").content.decode()
    desk.officer.post(f"{desk.page}incele/")
    for key in (*FILES, "iso_27001", "agreement"):
        missing = key == "backup_procedure"
        desk.judge(key, "deficient" if missing else "met", "Belge gönderilmemiştir." if missing else "")
    desk.officer.post(f"{desk.page}yazi/", {"asked": "completion"})
    desk.sign_letter(applicant.application.dossier)
    request = applicant.application.requests.get()
    desk.officer.post(f"/masa/istek/{request.pk}/gonder/")
    journey.wait()
    return applicant, desk


def completed(journey, applicant, desk):
    applicant.send("backup_procedure")
    applicant.browser.post(f"{applicant.page}tamamla/")
    desk.judge("backup_procedure")
    desk.officer.post(f"{desk.page}uygun-bul/")
    signed = applicant.application.dossier.signed_agreements.get()
    desk.director.post(f"/masa/sozlesme/{signed.pk}/karsi-imza/", {"next": desk.page})
    journey.wait()
    assert public(journey)["entries"] == []
    desk.officer.post(f"{desk.page}oner-onay/")
    desk.decide()
    desk.sign_letter(applicant.application.dossier)


def test_from_application_to_list_and_back(journey):
    applicant, desk = approved(journey)
    journey.wait(days=6)
    notice = Notice.objects.get()
    assert (notice.status, notice.served_on) == ("served", date(2026, 3, 7))
    assert [it.issuer for it in notice.evidence.all()] == ["hs01.kep.tr"] * 4, "accepted, relayed, delivered, opened"
    assert all(it.signer and it.stamped_at for it in notice.evidence.all()), "each was verified"
    assert not notice.refused_evidence.exists()
    deadline = applicant.application.dossier.deadlines.get(term="completion")
    assert (deadline.raw_on, deadline.effective_on) == (date(2026, 6, 7), date(2026, 6, 8))
    assert "Pazartesi" in applicant.browser.get(applicant.page).content.decode()
    completed(journey, applicant, desk)

    listed = public(journey)
    assert [(e["legal_name"], e["standing"], e["since"]) for e in listed["entries"]] == [
        ("Işık İSG Yazılım A.Ş.", "active", "2026-03-08")
    ]
    number = Integrator.objects.get().dossier.number
    page = applicant.browser.post(f"/portal/entegrator/{number}/sifre/olustur/", status=200).content.decode()
    assert re.search(r"isg_[0-9A-Za-z]{33}", page)
    code = Integrator.objects.get().firm_code
    for path in ("/", "/liste.json", "/liste.csv", "/liste.atom", f"/firma/{listed['entries'][0]['slug']}/"):
        assert code not in journey.visit(path)

    proof = put_document(journey, "Sözleşmeye aykırılık tutanağı")
    breach = {"proof_id": proof, "article": "Madde 6", "why_no_period": "İspatlandı.", "hearing": "Dinlendi."}
    as_integrator(journey, "passivate", **breach)
    after = public(journey)
    assert after["entries"][0]["standing"] == "passive"
    assert after["entries"][0]["history"][-1]["clause"] == "2"
    assert after["sequence"] == listed["sequence"] + 1

    journey.wait(days=3)
    remedy = {"title": "Giderim raporu", "file": file("giderim")}
    applicant.browser.post(f"/portal/entegrator/{number}/dosya/", remedy)
    remedy_id = Integrator.objects.get().dossier.documents.latest("pk").pk
    as_integrator(journey, "reactivate", remedy_id=remedy_id)
    final = public(journey)
    assert [h["standing"] for h in final["entries"][0]["history"]] == ["active", "passive", "active"]
    assert list(verify()) == []


def test_kep_fails_and_service_by_hand_takes_over(journey):
    applicant, desk = approved(journey, Applicant(journey, kep="yok@hs01.kep.tr"))
    journey.wait(days=1)
    failed = Notice.objects.get()
    assert failed.status == "failed"
    assert not applicant.application.dossier.deadlines.filter(term="completion").exists()
    assert f"/masa/kep/{failed.pk}/" in desk.officer.get("/masa/").content.decode()
    record = {"means": "by_hand", "event_at": "2026-03-03T10:00", "reference": "T-1", "file": file("tutanak")}
    desk.officer.post(f"/masa/kep/{failed.pk}/baska-yolla/", record)
    deadline = applicant.application.dossier.deadlines.get(term="completion")
    assert (deadline.start_on, deadline.raw_on) == (date(2026, 3, 3), date(2026, 6, 3))
    completed(journey, applicant, desk)
    assert public(journey)["entries"][0]["standing"] == "active"


def test_a_ground_is_annulled(journey):
    applicant, desk = approved(journey)
    journey.wait(days=6)
    completed(journey, applicant, desk)
    proof = put_document(journey, "Tutanak")
    breach = {"proof_id": proof, "article": "Madde 6", "why_no_period": "İspatlandı.", "hearing": "Dinlendi."}
    as_integrator(journey, "passivate", **breach)
    assert public(journey)["entries"][0]["standing"] == "passive"
    journey.wait(days=10)
    ruling = put_document(journey, "İptal kararı", "court")
    ground = Integrator.objects.get().grounds.get()
    as_integrator(journey, "annul_ground", ground_id=ground.pk, document_id=ruling)
    annulled_on = Integrator.objects.get().grounds.get().closed_at
    entry = public(journey)["entries"][0]
    assert (entry["standing"], [h["standing"] for h in entry["history"]]) == ("active", ["active"])
    assert f"{annulled_on:%d.%m.%Y}" in journey.visit(f"/firma/{entry['slug']}/")
