"""The one cast of every test: people, a firm, the moved clock, both database engines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial, wraps
from random import Random
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.cache import cache as counters
from django.db import connection, transaction
from django.test import TransactionTestCase
from django.utils import translation
from pytest_django.plugin import blocking_manager_key

from accounts.actions.register_firm import register_firm
from accounts.models import Firm, Role, RoleGrant, User
from accounts.second_factor import give_totp
from accounts.tests.sign_in import TOTP_SECRET
from accounts.turkish import search_key
from contracts import issuing, word
from documents import demo_ca, intake, pades, printing, registering, signatures, signer, signing
from documents.actions.file_in_dossier import file_in_dossier
from documents.content import PDF
from documents.intake import Received
from documents.models import Letter
from law.clock import moved
from ledger.models import Dossier
from operations.demo.people import World, ministry
from operations.demo.story import Story
from operations.first_start import furnish
from policies.loading import load_years
from policies.models import Policy
from tests.ground import GROUND, Told
from tests.pattern import Pattern, drop_pattern
from tests.rows import Floor

GUARDED_TABLES = (
    "ledger_step",
    "ledger_seal",
    "kep_gateway_evidence",
    "kep_gateway_refusedevidence",
    "kep_gateway_refusedlook",
    "kep_gateway_mailreopening",
    "kep_gateway_mailattachment",
    "privacy_reading",
    "privacy_breachfacts",
    "registry_publication",
    "contracts_agreementversion",
)
T0 = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
"""Monday, 2 March 2026, 12:00 in Istanbul: the day on which most tests begin."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the browser, whose tests are the longest; keep the matrix together: it shares one country."""
    items.sort(key=lambda item: ("browser" not in item.keywords, item.path.parent.name == "matrix"))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings: None, worker_id: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """Of several processes, have the first migrate a database and each copy it."""
    with pytest.MonkeyPatch.context() as patch:
        if worker_id != "master":
            pattern = Pattern(tmp_path_factory.getbasetemp().parent, worker_id)
            patch.setattr(connection.creation, "create_test_db", pattern.copy)
        yield


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Remove the pattern, from the process that outlives the others."""
    if connection.vendor == "postgresql" and session.config.getoption("numprocesses", None):
        with session.config.stash[blocking_manager_key].unblock():
            drop_pattern()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Load the official holidays once into the test database."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        load_years(2018, 2035, at=T0)
        GROUND.floor = floor = Floor()
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _case: floor.sweep(GUARDED_TABLES))
        yield


@pytest.fixture
def _django_db_helper(
    _django_db_helper: None, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Let every test stand on the ground that others reached."""
    with GROUND.under(monkeypatch, committed=not connection.in_atomic_block):
        yield


@pytest.fixture(autouse=True, scope="session")
def _own_mailboxes(worker_id: str) -> None:
    """Give each process a KEP folder, which `GROUND` empties before a test."""
    settings.KEP_FOLDER = settings.DATA_DIR / f"kep-{worker_id}"


@pytest.fixture(autouse=True, scope="session")
def _made_once() -> Iterator[None]:
    """Keep what was printed, signed and judged: half the suite would wait for the same bytes again and again.

    Each is asked where the product uses it; the tests of printing and of signatures themselves ask afresh.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(registering, "new_code", _code_of_the_next)  # else no two letters would be alike
        patch.setattr(printing, "printed", kept(printing.printed, lambda page: page))
        patch.setattr(issuing, "as_docx", kept(word.as_docx, lambda sheet, at: (repr(sheet), at)))
        judge = kept(signatures.verdicts, lambda pdf, *, at: (pdf, at, _trusted()))
        sign = kept(pades.embed, lambda pdf, signer, **how: (pdf, signer.signing_cert.sha256, *how.values()))
        for module in (intake, signing):
            patch.setattr(module, "verdicts", judge)
        lasting = kept(signer.sign_lasting, lambda pdf, key, **how: (pdf, key, *how.values(), _trusted()))
        patch.setattr(signing, "sign_lasting", lasting)
        for module in (signer, demo_ca):
            patch.setattr(module, "embed", sign)
        yield


KEPT = 512


def kept(make: Callable[..., Any], key_of: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that makes a thing once for each key."""
    held: dict[Any, Any] = {}

    @wraps(make)
    def asked(*args: Any, **kwargs: Any) -> Any:
        key = key_of(*args, **kwargs)
        if key not in held:
            if len(held) >= KEPT:
                held.clear()
            held[key] = make(*args, **kwargs)
        return held[key]

    return asked


def _code_of_the_next() -> str:
    """Return a code that the letters of one database do not share, and that is the same in every test."""
    place, letters = Letter.objects.exclude(number=None).count(), registering.CODE_LETTERS
    return "".join(letters[place // 32**n % 32] for n in range(registering.CODE_LENGTH))


def _trusted() -> tuple[Any, ...]:
    """Return what tells one trust store from another."""
    folder = settings.TRUST_DIR or demo_ca.folder()
    return tuple((file.name, file.stat().st_mtime_ns, file.stat().st_size) for file in sorted(folder.iterdir()))


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    """Start every test at T0."""
    with moved(T0):
        yield


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    """Start every test in Turkish, whatever language the last page of the test before was read in."""
    with translation.override("tr"):
        yield


@pytest.fixture(autouse=True)
def _no_rate_limits_from_before() -> None:
    """Forget what earlier tests counted: tries of passwords, codes that were used."""
    counters.clear()


@pytest.fixture
def at() -> datetime:
    """The instant at which the test begins."""
    return T0


@pytest.fixture
def day() -> Callable[[int], datetime]:
    """`day(3)` is three days after T0, at the same hour."""
    return lambda n: T0 + timedelta(days=n)


def person(name: str, *roles: Role) -> User:
    """Make a person with roles; whoever has one has a second factor too, as the house demands."""
    made: User = GROUND.reach(("person", name, roles), partial(_person, name, roles))
    return made


def _person(name: str, roles: tuple[Role, ...]) -> User:
    local_part = search_key(name).replace(" ", ".")
    user = User.objects.create_user(f"{local_part}@ornek.invalid", "parola-parola-1", full_name=name)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    if roles:
        give_totp(user, TOTP_SECRET)
    for role in roles:
        RoleGrant.objects.create(person=user, role=role, granted_at=T0 - timedelta(days=30))
    return user


@pytest.fixture
def officer(db: None) -> User:
    return person("Oya Memur", Role.OFFICER)


@pytest.fixture
def second_officer(db: None) -> User:
    return person("Orhan Memur", Role.OFFICER)


@pytest.fixture
def approver(db: None) -> User:
    return person("Ayla Onay", Role.APPROVER)


@pytest.fixture
def second_approver(db: None) -> User:
    return person("Aslan Onay", Role.APPROVER)


@pytest.fixture
def administrator(db: None) -> User:
    return person("Yusuf Yönetici", Role.ADMINISTRATOR)


@pytest.fixture
def second_administrator(db: None) -> User:
    return person("Yasemin Yönetici", Role.ADMINISTRATOR)


@pytest.fixture
def inspector(db: None) -> User:
    return person("Müge Müfettiş", Role.INSPECTOR)


@pytest.fixture
def auditor(db: None) -> User:
    return person("Deniz Denetçi", Role.AUDITOR)


@pytest.fixture
def compliance(db: None) -> User:
    """The compliance officer who acts for `firm`."""
    return person("Ufuk Uyum")


@pytest.fixture
def outsider(db: None) -> User:
    """Somebody who acts for `other_firm` only."""
    return person("Yabancı Kişi")


@pytest.fixture
def firm(compliance: User) -> Firm:
    return _firm(by=compliance, legal_name="Işık İSG Yazılım A.Ş.", vkn="1234567890", kep="isik@hs01.kep.tr")


@pytest.fixture
def other_firm(outsider: User) -> Firm:
    return _firm(by=outsider, legal_name="Çınar Bilişim Ltd. Şti.", vkn="4840847211", kep="cinar@hs02.kep.tr")


def _firm(**facts: Any) -> Firm:
    made: Firm = GROUND.reach(("firm", facts["vkn"]), partial(register_firm, at=T0, **facts))
    return made


@pytest.fixture
def in_force(firm: Firm) -> Callable[..., Policy]:
    """Return a policy's value as decided long ago; its row lies in the firm's dossier, since tests have no other."""

    def decided(key: str, value: Any, since: date = date(2020, 1, 1)) -> Policy:
        facts = {"citation": "deneme", "dossier": firm.dossier, "decided_at": T0}
        return Policy.objects.create(key=key, value=value, in_force_from=since, **facts)

    return decided


@pytest.fixture
def world(db: None) -> World:
    """The ministry as the stories of firms know it."""

    def build() -> World:
        with transaction.atomic():
            furnish(T0)
            return ministry(T0, Random(7))

    world: World = GROUND.reach("world", build)
    GROUND.call(world=world, **{name: it for name, it in vars(world).items() if name != "rng"})
    return world


@pytest.fixture
def story(world: World) -> Story:
    """A firm to whom things happen by acts and loops, letters signed and served included."""
    told = Told(world, "Işık İSG Yazılım A.Ş.", kep="isik@hs01.kep.tr", begins=T0)
    GROUND.call(story=told)
    return told


PAPER = "a" * 64


@pytest.fixture
def papered(officer: User) -> Callable[..., str]:
    """`papered(firm.dossier)` puts a document into a file and returns its SHA-256."""

    def put(dossier: Dossier, sha256: str = PAPER) -> str:
        received = Received(sha256, 1, PDF, "belge.pdf", T0)
        return file_in_dossier(dossier.pk, by=officer, at=T0, received=received, title="Belge").sha256

    return put


@pytest.fixture
def on_postgresql(db: None) -> bool:
    return connection.vendor == "postgresql"
