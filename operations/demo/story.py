"""One firm's story, told by running the acts: each method is a thing that somebody does at `self.at`.

The demo tells forty of them; tests tell theirs to bring data into a state. Nothing here writes a row itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from accounts.actions.name_signatory import name_signatory
from accounts.actions.register_firm import register_firm
from accounts.models import Firm, User
from applications.actions.attach import attach
from applications.actions.complete import complete
from applications.actions.compose_request import compose_request
from applications.actions.fill_in import fill_in
from applications.actions.find_suitable import find_suitable
from applications.actions.judge import judge
from applications.actions.send_request import send_request
from applications.actions.start import start
from applications.actions.submit import submit
from applications.actions.take_up import take_up
from applications.actions.withdraw import withdraw
from applications.models import Application, Asked, Item, Mark, Request
from contracts import campaigns, issuing
from contracts.actions.receive_signed import receive_signed
from contracts.actions.request_copy import request_copy
from contracts.actions.request_countersignature import request_countersignature
from contracts.copies import counting, live_copy
from contracts.models import AgreementCopy, Ink
from deadlines.sweeper import sweep
from documents import demo_ca, signing, store
from documents.actions.initial_letter import initial_letter
from documents.actions.sign_letter import sign_letter
from documents.intake import PDF_OR_SCAN, PDF_OR_WORD, receive
from documents.lifecycle import LetterStatus
from documents.models import Document, Letter
from kep_gateway import outbox
from kep_gateway.actions.serve_otherwise import serve_otherwise
from kep_gateway.inbox.loop import take_inbox
from kep_gateway.lifecycle import NoticeStatus
from kep_gateway.models import Means
from kep_gateway.sandbox import play
from kep_gateway.sandbox.house import House
from law.clock import legal_day, moved
from ledger.actions.approve import approve
from ledger.actions.propose import propose
from ledger.models import Dossier, Proposal
from operations.demo.identities import identity_number, mersis_number, tax_number
from operations.demo.people import World, person
from operations.demo.samples import certificate_fields, pdf, upload
from registry.actions.accept_certificate import accept_certificate
from registry.actions.draw_secret import draw_secret
from registry.actions.enter_certificate import enter_certificate
from registry.actions.file_document import file_document
from registry.actions.verify_certificate import verify_certificate
from registry.carrying import next_audit
from registry.lifecycle import CertificateStatus
from registry.models import Evidenced, Integrator


class Story:
    """What happened to one firm, and when."""

    def __init__(self, world: World, name: str, *, kep: str, begins: datetime, province: str = "Ankara") -> None:
        """Begin: nothing has happened yet."""
        self.world, self.name, self.kep, self.at, self.province = world, name, kep, begins, province
        self.local = kep.partition("@")[0]
        self.person: User
        self.firm: Firm
        self.key: str
        self.application: Application
        self.request: Request

    def do(self, act: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Run an act at the story's instant, as the clock would read then."""
        with moved(self.at):
            return act(*args, at=self.at, **kwargs)

    def wait(self, *, days: int = 0, hours: int = 1) -> Story:
        """Let time pass; the loops go round at the end of it."""
        self.at += timedelta(days=days, hours=hours)
        return self.run_loops()

    def run_loops(self) -> Story:
        """Let the worker's loops go round once: signing, printing, notices, evidence, terms."""
        with moved(self.at):
            issuing.run_waiting(self.at)
            signing.run_waiting(self.at)
            campaigns.run_waiting(self.at)
            outbox.deliver(self.at)
            outbox.collect(self.at)
            take_inbox(self.at)
            sweep(self.at)
        return self

    def register(self) -> Story:
        """A person signs up and registers the firm; whoever binds it by signature is named."""
        rng = self.world.rng
        vkn = tax_number(rng)
        self.person = person(f"{self.name.split()[0]} Yetkilisi", self.local, self.at)
        self.firm = self.do(
            register_firm,
            by=self.person,
            legal_name=self.name,
            vkn=vkn,
            kep=self.kep,
            mersis=mersis_number(vkn),
            province=self.province,
            website=f"https://{self.local}.ornek.invalid",
            postal=f"Örnek Mah. {rng.randrange(1, 99)}. Sok. No: {rng.randrange(1, 60)} {self.province}",
        )
        number = identity_number(rng)
        self.key = f"{self.local}-{number}"
        demo_ca.issue(f"{self.name.split()[0]} Müdür", number, key_name=self.key)
        self.do(
            name_signatory,
            self.firm.pk,
            by=self.person,
            full_name=f"{self.name.split()[0]} Müdür",
            identity_number=number,
            source="İmza sirküleri",
            from_on=legal_day(self.at) - timedelta(days=365),
        )
        return self

    def start(self, product: str = "") -> Story:
        """The firm starts an application and names its product."""
        self.application = self.do(start, self.firm.pk, by=self.person)
        name = product or f"{self.name.split()[0]} İSG"
        address = f"192.0.2.{self.world.rng.randrange(1, 255)}"
        self.do(fill_in, self.application.pk, by=self.person, product=name, remote_ip=address)
        return self

    def item(self, key: str) -> Item:
        """Return one item of the application."""
        return self.application.items.select_related("requirement").get(requirement__key=key)

    def send(self, key: str, data: bytes | None = None, **more: Any) -> Story:
        """The firm sends one document."""
        title = self.item(key).requirement.title_tr
        file = upload(f"{key}.pdf", data or pdf(title, self.name))
        received = self.do(receive, file, accept=PDF_OR_SCAN | PDF_OR_WORD)
        self.do(attach, self.item(key).pk, by=self.person, received=received, **more)
        return self

    def send_certificate(
        self, *, until: date | None = None, issued: date | None = None, edition: str = "2022", holder: str = ""
    ) -> Story:
        """The firm sends its ISO/IEC 27001 certificate."""
        issued = issued or legal_day(self.at) - timedelta(days=200)
        until = until or issued + timedelta(days=3 * 365)
        number = f"ISMS-{self.world.rng.randrange(10_000, 99_999)}"
        fields = certificate_fields(holder or self.name, issued=issued, until=until, edition=edition, number=number)
        return self.send("iso_27001", fields=fields)

    def issued(self, dossier: Dossier, kind: str = "agreement") -> AgreementCopy:
        """Return the copy of the agreement or the commitment that the firm holds; it asks for one where it has none."""
        if live_copy(dossier, kind) is None:
            self.do(request_copy, dossier.pk, by=self.person, kind=kind)
            self.run_loops()
        copy = live_copy(dossier, kind)
        assert copy
        assert copy.pdf
        return copy

    def sign_agreement(self, *, key_name: str = "", unsigned: bool = False, kind: str = "agreement") -> Story:
        """The firm asks for the agreement, signs its exact bytes and sends them back."""
        issued = store.read(self.issued(self.application.dossier, kind).pdf.sha256)  # type: ignore[union-attr]  # issued
        signed = issued if unsigned else demo_ca.sign_as(issued, key_name or self.key, at=self.at)
        return self.send(kind, signed, ink=Ink.ELECTRONIC)

    def renew_agreement(self, *, kind: str = "agreement") -> Story:
        """The integrator signs the newest version and sends it back."""
        copy = self.issued(self.integrator.dossier, kind)
        signed = demo_ca.sign_as(store.read(copy.pdf.sha256), self.key, at=self.at)  # type: ignore[union-attr]  # issued
        received = self.do(receive, upload("sozlesme.pdf", signed))
        self.do(receive_signed, copy.pk, by=self.person, received=received, ink=Ink.ELECTRONIC)
        return self

    def send_all(self, *, but: Iterable[str] = (), **certificate: Any) -> Story:
        """The firm sends everything but some."""
        left_out = set(but)
        for item in self.application.items.select_related("requirement"):
            key, how = item.requirement.key, item.requirement.evidenced
            if key in left_out:
                continue
            if how in {Evidenced.AGREEMENT, Evidenced.COMMITMENT}:
                self.sign_agreement(kind=key)
            elif how == Evidenced.CERTIFICATE:
                self.send_certificate(**certificate)
            else:
                self.send(key)
        return self

    def submit(self) -> Story:
        """The firm hands the application in."""
        self.do(submit, self.application.pk, by=self.person)
        return self

    def take_up(self) -> Story:
        """An officer takes it up."""
        self.do(take_up, self.application.pk, by=self.world.officer)
        return self

    def judge(self, deficient: Mapping[str, str] | None = None) -> Story:
        """The officer judges every requirement that is not judged: met, or deficient with the given reason."""
        reasons = deficient or {}
        for item in self.application.items.filter(mark=Mark.OPEN).select_related("requirement"):
            reason = reasons.get(item.requirement.key, "")
            mark = Mark.DEFICIENT if reason else Mark.MET
            self.do(judge, item.pk, by=self.world.officer, mark=mark, reason=reason)
        return self

    def write(self, asked: Asked = Asked.COMPLETION) -> Story:
        """The officer drafts the letter and puts it forward."""
        self.request = self.do(compose_request, self.application.pk, by=self.world.officer, asked=asked)
        self.do(initial_letter, self.request.letter.pk, by=self.world.officer)
        return self

    def sign(self) -> Story:
        """The general director signs, and the worker makes the signature."""
        self.do(sign_letter, self.request.letter.pk, by=self.world.approver)
        return self.run_loops()

    def post(self) -> Story:
        """The officer sends the signed letter; the loops hand it over."""
        self.do(send_request, self.request.pk, by=self.world.officer)
        return self.wait(hours=2)

    def notify_deficiencies(self, **reasons: str) -> Story:
        """Judge, write, sign and send in one breath."""
        return self.judge(reasons).write().sign().post()

    def complete(self) -> Story:
        """The firm says that it has completed what was asked for."""
        self.do(complete, self.application.pk, by=self.person)
        return self

    def find_suitable(self) -> Story:
        """The officer finds the application suitable."""
        self.do(find_suitable, self.application.pk, by=self.world.officer)
        return self

    def countersign(self) -> Story:
        """The general director countersigns the agreement, and the worker makes the signature."""
        signed = counting(self.application.dossier)
        assert signed
        self.do(request_countersignature, signed.pk, by=self.world.approver)
        return self.run_loops()

    def propose(self, act: str, model: Any, pk: int, **arguments: Any) -> Proposal:
        """The officer proposes an act that needs two persons."""
        proposal: Proposal = self.do(propose, act, model, pk, by=self.world.officer, arguments=arguments)
        return proposal

    def decide(self, act: str, model: Any, pk: int, **arguments: Any) -> Story:
        """The officer proposes and an approver approves; the decision's letter is signed and goes out."""
        proposal = self.propose(act, model, pk, **arguments)
        self.do(approve, proposal.pk, by=self.world.approver)
        for letter in Letter.objects.filter(firm=self.firm, status=LetterStatus.DRAFT):
            self.do(initial_letter, letter.pk, by=self.world.officer)
            self.do(sign_letter, letter.pk, by=self.world.approver)
        return self.run_loops()

    def approve(self) -> Story:
        """Two persons approve the application."""
        return self.decide("applications.approve", Application, self.application.pk)

    @property
    def integrator(self) -> Integrator:
        """The firm as an integrator, as it was admitted last."""
        return Integrator.objects.filter(firm=self.firm).latest("pk")

    def become_integrator(self, **certificate: Any) -> Story:
        """Apply with everything, be reviewed, countersigned and approved."""
        self.register().start().send_all(**certificate).submit().wait(days=2)
        self.take_up().judge().find_suitable().countersign().wait(days=1)
        return self.approve()

    def file(self, title: str, kind: str = "proof", *, by: User | None = None) -> Document:
        """A document is put into the integrator's dossier."""
        received = self.do(receive, upload("belge.pdf", pdf(title, self.name)))
        author = by or self.world.officer
        kept: Document = self.do(
            file_document, self.integrator.pk, by=author, received=received, title=title, kind=kind
        )
        return kept

    def breach(self) -> Story:
        """A breach of the agreement is proven, and two persons make the authority passive."""
        proof = self.file("Sözleşmeye aykırılık tespit tutanağı")
        return self.decide(
            "registry.passivate",
            Integrator,
            self.integrator.pk,
            proof_id=proof.pk,
            article="Madde 6",
            why_no_period="Aykırılık denetim dışında ispatlanmıştır; Genelge m. 2 bu hâlde süre öngörmemektedir.",
            hearing="Firmanın yazılı açıklaması alınmış ve değerlendirilmiştir.",
        )

    def on_ground(self, act: str, title: str, kind: str) -> Story:
        """Two persons annul a ground, or enter or lift a court's stay of it, with a document."""
        ground = self.integrator.grounds.latest("pk")
        document = self.file(title, kind)
        return self.decide(act, Integrator, self.integrator.pk, ground_id=ground.pk, document_id=document.pk)

    def renew(self, *, until: date, accept: bool = True) -> Story:
        """The firm enters a newer certificate; the officer verifies and accepts it."""
        issued = legal_day(self.at) - timedelta(days=3)
        number = f"ISMS-{self.world.rng.randrange(10_000, 99_999)}"
        fields = certificate_fields(self.name, issued=issued, until=until, number=number)
        received = self.do(receive, upload("iso27001.pdf", pdf("ISO/IEC 27001", self.name)))
        dossier = self.integrator.dossier
        entered = self.do(enter_certificate, dossier.pk, by=self.person, received=received, fields=fields)
        if accept:
            self.do(accept_certificate, entered.pk, by=self.world.officer)
        return self.run_loops()

    def verify(self) -> Story:
        """The officer asks the certification body whether the certificate stands, and of an audit that was due."""
        held = self.integrator.firm.certificates.exclude(accepted_at=None).latest("accepted_at")
        planned, audits = next_audit(held), dict[str, date]()
        if planned is not None and planned <= legal_day(self.at):
            audits = {"surveillance_on": planned, "next_surveillance_on": planned + timedelta(days=365)}
        self.do(
            verify_certificate,
            held.pk,
            by=self.world.officer,
            how="Belgelendirme kuruluşunun doğrulama sayfası",
            reference=f"DGR-{self.at:%Y%m%d}-{held.pk}",
            verified_on=legal_day(self.at),
            status=CertificateStatus.VALID,
            **audits,
        )
        return self

    def reactivate(self) -> Story:
        """Every ground is remedied: two persons make the authority active again."""
        remedy = self.file("Aykırılığın giderildiğine dair rapor", "remedy", by=self.person)
        return self.decide("registry.reactivate", Integrator, self.integrator.pk, remedy_id=remedy.pk)

    def end(self) -> Story:
        """Two persons end the integrator, with its own request as document."""
        document = self.file("Entegratörlükten ayrılma dilekçesi", "decision")
        return self.decide("registry.end_integrator", Integrator, self.integrator.pk, document_id=document.pk)

    def serve_by_hand(self) -> Story:
        """After a failed KEP the letter is handed over against a signed record."""
        failed = self.application.dossier.notices.filter(status=NoticeStatus.FAILED).latest("pk")
        proof = self.do(receive, upload("tutanak.pdf", pdf("Tebliğ tutanağı", self.name)))
        self.do(
            serve_otherwise,
            failed.pk,
            by=self.world.officer,
            means=Means.BY_HAND,
            event_at=self.at - timedelta(hours=2),
            reference=f"TUTANAK-{failed.pk}",
            proof=proof,
        )
        return self.run_loops()

    def reply(self, text: str) -> Story:
        """The firm answers the newest letter in its mailbox by KEP, with a document; the sandbox carries it."""
        house, file = House(), play.File("dilekce.pdf", "application/pdf", pdf("Dilekçe", self.name))
        with moved(self.at):
            letter = house.mailbox(self.kep)[-1]
            play.answer(house, letter, subject=f"YNT: {letter.subject}", text=text, files=[file])
        return self.run_loops()

    def draw_secret(self) -> str:
        """The firm draws its secret."""
        secret: str = self.do(draw_secret, self.integrator.pk, by=self.person)
        return secret

    def reject(self, ground: str) -> Story:
        """Two persons reject the application on a listed ground, proven by one of its documents."""
        proof = self.application.dossier.documents.order_by("pk")[0]
        return self.decide("applications.reject", Application, self.application.pk, ground=ground, document=proof.pk)

    def withdraw(self) -> Story:
        """The firm takes its application back."""
        self.do(withdraw, self.application.pk, by=self.person)
        return self
