"""Production takes nothing for granted: it refuses to start, or to serve, with anything of the demo's."""

from __future__ import annotations

import shutil

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from accounts.models import User
from documents import demo_ca
from operations.checks import DEMO_DOMAIN, SENDER, fit_to_serve, refuse_unfit
from operations.tests.elsewhere import production, run

SETTINGS = ("-c", "import config.settings")
KEYS = ("secret", "ledger", "codes", "identity")


def starts(place: dict[str, str]) -> str:
    """Import the settings; return what was said against it, empty where they are taken."""
    done = run(place, *SETTINGS)
    assert (done.returncode == 0) == (not done.stderr), done.stderr
    return done.stderr.strip().splitlines()[-1] if done.stderr else ""


def test_a_fit_installation_starts(tmp_path):
    assert starts(production(tmp_path)) == ""


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"SICIL_DEBUG": "1"}, "refuses DEBUG"),
        ({"SICIL_HOSTS": "[]"}, "SICIL_HOSTS"),
        ({"SICIL_SITE": "http://sicil.ornek.invalid"}, "https SICIL_SITE"),
        ({"SICIL_KEYS": "/yok"}, "No such file"),
    ],
)
def test_a_setting_of_the_demo_is_refused(tmp_path, changed, said):
    assert said in starts(production(tmp_path, **changed))


@pytest.mark.parametrize("text", ["demo-" + "x" * 60, "test-" + "x" * 60, "x" * 42])
def test_demo_and_short_keys_are_refused(tmp_path, text):
    place = production(tmp_path)
    (tmp_path / "keys" / "codes.key").write_text(text)
    assert "demo keys and short keys" in starts(place)


def test_two_equal_keys_are_refused(tmp_path):
    place = production(tmp_path)
    shutil.copy(tmp_path / "keys" / "codes.key", tmp_path / "keys" / "identity.key")
    assert "four different keys" in starts(place)


@pytest.mark.parametrize("name", KEYS)
def test_production_makes_no_key(tmp_path, name):
    place = production(tmp_path)
    (tmp_path / "keys" / f"{name}.key").unlink()
    assert f"{name}.key" in starts(place)
    assert not (tmp_path / "keys" / f"{name}.key").exists()


@pytest.fixture
def fit(settings, tmp_path):
    """This installation, as if it were in production and fit."""
    folder = tmp_path / "trust"
    folder.mkdir()
    (folder / "kok.pem").write_text("kök")
    (folder / "kok.crl").write_text("iptal")
    settings.PRODUCTION = True
    settings.INSTITUTION = dict.fromkeys(SENDER, "0")
    settings.TRUST_DIR, settings.SIGNER = folder, "pkcs11:token=Deneme?module-path=/yok.so"
    settings.TSA = "https://zaman.ornek.invalid"
    settings.KEP_PROVIDER = "kep_gateway.providers.none.NoProvider"
    settings.ENV = settings.ENV.model_copy(update={"allow_sqlite": True})
    return settings


def ids() -> set[str]:
    return {str(message.id) for message in fit_to_serve(None) if message.is_serious()}


@pytest.mark.django_db
@pytest.mark.engine
def test_a_fit_installation_serves(fit):
    assert ids() == set()
    refuse_unfit()


@pytest.mark.django_db
def test_people_of_the_demo_are_refused(fit):
    User.objects.create_user(f"memur{DEMO_DOMAIN.upper()}", None, full_name="Oya Memur")
    assert ids() == {"sicil.E006"}
    with pytest.raises(ImproperlyConfigured, match="1 people of the demo"):
        refuse_unfit()


@pytest.mark.django_db
def test_the_demo_s_certification_authority_is_refused_under_any_name(fit, tmp_path):
    fit.PRODUCTION, fit.DATA_DIR = False, tmp_path
    shutil.copytree(demo_ca.folder(), tmp_path / "guvenilen")
    fit.PRODUCTION = True
    for folder in ("demo_ca", "guvenilen"):
        fit.TRUST_DIR = tmp_path / folder
        assert ids() == {"sicil.E002"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("setting", "value", "expected"),
    [
        ("TRUST_DIR", None, "sicil.E001"),
        ("SIGNER", "", "sicil.E003"),
        ("TSA", "", "sicil.E012"),
        ("INSTITUTION", {"detsis": "0"}, "sicil.E009"),
        ("INSTITUTION", dict.fromkeys(SENDER, "0") | {"detsis": "00000000"}, "sicil.E009"),
        ("INSTITUTION", dict.fromkeys(SENDER, "0") | {"phone": " "}, "sicil.E009"),
        ("KEP_PROVIDER", "kep_gateway.providers.folder.FolderProvider", "sicil.E004"),
        ("KEP_PROVIDER", "kep_gateway.providers.yok.Provider", "sicil.E004"),
    ],
)
def test_each_lack_has_its_error(fit, setting, value, expected):
    setattr(fit, setting, value)
    assert ids() == {expected}


@pytest.mark.django_db
def test_a_trust_store_without_revocation_lists_is_refused(fit):
    (fit.TRUST_DIR / "kok.crl").unlink()
    assert ids() == {"sicil.E008"}


@pytest.mark.django_db
def test_an_empty_trust_store_is_refused(fit, tmp_path):
    fit.TRUST_DIR = tmp_path / "bos"
    fit.TRUST_DIR.mkdir()
    assert ids() == {"sicil.E001"}


@pytest.mark.django_db
@pytest.mark.engine
def test_sqlite_wants_to_be_acknowledged(fit):
    fit.ENV = fit.ENV.model_copy(update={"allow_sqlite": False})
    assert ids() == ({"sicil.E005"} if connection.vendor == "sqlite" else set())


@pytest.mark.django_db
@pytest.mark.engine
def test_an_unsafe_postgresql_is_a_warning(fit, on_postgresql):
    if on_postgresql:
        connection.cursor().execute("SET LOCAL synchronous_commit = off")
    advice = [m for m in fit_to_serve(None) if not m.is_serious() and "synchronous_commit" in m.msg]
    assert [m.id for m in advice] == (["sicil.W001"] if on_postgresql else [])


@pytest.mark.django_db
def test_only_production_refuses(fit):
    fit.PRODUCTION, fit.SIGNER = False, ""
    refuse_unfit()


def test_the_web_server_does_not_start_unfit(tmp_path):
    """All reasons at once, before any request."""
    done = run(production(tmp_path, SICIL_SIGNER="", SICIL_ALLOW_SQLITE="0"), "-c", "import config.wsgi")
    assert done.returncode != 0
    assert "production refuses to serve" in done.stderr
    assert "SICIL_SIGNER" in done.stderr
    assert "SQLite" in done.stderr
