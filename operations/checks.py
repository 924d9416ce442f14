"""What keeps a production installation from serving: the demo's people, keys and providers, and unsafe databases.

`manage.py check --deploy` shows it all; the web server refuses to start on any error (config/wsgi.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, run_checks
from django.core.checks import Warning as Advice
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection
from django.utils.module_loading import import_string

from accounts.models import User
from documents.institution import left_made_up
from kep_gateway.providers.none import NoProvider

TAG = "fitness"
DEMO_DOMAIN = "@demo.ornek.invalid"
"""The mark of the demo's people: their e-mail addresses end so."""
DEMO_CA_KEY = Path("keys") / "ca-root.p12"
"""The demo's certification authority is known by the private key that lies in it."""
SENDER = frozenset({"detsis", "file_plan", "address", "phone", "email", "kep", "website", "contact"})
UNSAFE = "SELECT name FROM pg_settings WHERE name = ANY(%s) AND setting = 'off' ORDER BY 1"
SAFE = ("fsync", "synchronous_commit", "full_page_writes")


def fit_to_serve(app_configs: Sequence[AppConfig] | None, **more: Any) -> list[CheckMessage]:
    """Return everything that stands against serving the public from this installation."""
    found = [*_settings(), *_database()]
    try:
        return [*found, *_rows()]
    except DatabaseError as error:
        return [*found, Error(f"the database does not answer: {type(error).__name__}", id="sicil.E007")]


def refuse_unfit() -> None:
    """Let nothing be served by an unfit production installation.

    Raises:
        ImproperlyConfigured: all errors at once.
    """
    found = run_checks(tags=[TAG], include_deployment_checks=True) if settings.PRODUCTION else []
    if errors := [str(message.msg) for message in found if message.is_serious()]:
        raise ImproperlyConfigured("production refuses to serve: " + "; ".join(errors))


def _settings() -> Iterator[CheckMessage]:
    trust: Path | None = settings.TRUST_DIR
    if trust is None or not trust.is_dir() or not any(trust.iterdir()):
        hint = "Name the folder of trusted roots and revocation lists."
        yield Error("SICIL_TRUST is empty: no signature could be trusted", hint=hint, id="sicil.E001")
    elif (trust / DEMO_CA_KEY).exists() or trust.resolve() == (settings.DATA_DIR / "demo_ca").resolve():
        yield Error("SICIL_TRUST is the demo's certification authority", id="sicil.E002")
    elif not any(it.suffix == ".crl" for it in trust.rglob("*")):
        hint = "Without them a certificate that was revoked passes for good."
        yield Error("SICIL_TRUST holds no revocation list (*.crl)", hint=hint, id="sicil.E008")
    if lacking := SENDER - set(settings.INSTITUTION) | set(left_made_up(settings.INSTITUTION)):
        hint = "They stand on every letter; what is missing would be the demo's made-up sender's."
        yield Error(f"SICIL_INSTITUTION lacks {', '.join(sorted(lacking))}", hint=hint, id="sicil.E009")
    if not settings.SIGNER:
        yield Error("SICIL_SIGNER is empty: no letter could be signed", id="sicil.E003")
    if not settings.TSA:
        hint = "Name the address of an authority of time stamps (RFC 3161) whose root lies in SICIL_TRUST."
        yield Error(
            "SICIL_TSA is empty: no agreement could be countersigned for the long term", hint=hint, id="sicil.E012"
        )
    yield from _kep(settings.KEP_PROVIDER)


def _kep(name: str) -> Iterator[CheckMessage]:
    try:
        import_string(name)
    except ImportError:
        yield Error(f"SICIL_KEP_PROVIDER {name!r} cannot be imported", id="sicil.E004")
        return
    if ".tests." in name:
        yield Error("SICIL_KEP_PROVIDER is a stand-in of the tests: no notice would leave the house", id="sicil.E004")
    if import_string(name) is NoProvider:
        return
    if not settings.KEP_ENDPOINT.startswith("https://"):
        yield Error("SICIL_KEP_ENDPOINT is no https:// address: notices would go to the sandbox", id="sicil.E010")
    if settings.KEP_TRUST is None or not settings.KEP_TRUST.is_dir():
        hint = "Name the folder of the providers' trusted roots, revocation lists and names (docs/kep.md)."
        yield Error("SICIL_KEP_TRUST is empty: no evidence could be proven", hint=hint, id="sicil.E011")


def _database() -> Iterator[CheckMessage]:
    if connection.vendor == "sqlite" and not settings.ENV.allow_sqlite:
        hint = "Set DATABASE_URL, or SICIL_ALLOW_SQLITE=1 in a small office that takes one writer at a time."
        yield Error("the database is SQLite", hint=hint, id="sicil.E005")


def _rows() -> Iterator[CheckMessage]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(UNSAFE, [list(SAFE)])
            for (name,) in cursor.fetchall():
                hint = "After a power cut, acts that were answered would be missing."
                yield Advice(f"PostgreSQL runs with {name} = off", hint=hint, id="sicil.W001")
        if User._meta.db_table not in connection.introspection.table_names(cursor):
            return  # before the first migrate there is nobody
    if count := User.objects.filter(email__endswith=DEMO_DOMAIN).count():
        yield Error(f"{count} people of the demo can sign in ({DEMO_DOMAIN})", id="sicil.E006")
