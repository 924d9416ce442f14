"""Other installations for the tests: an environment of their own, and commands run in it."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg
from django.conf import settings
from django.db import connection
from psycopg import sql

from operations.checks import SENDER

Ran = subprocess.CompletedProcess[str]


def environment(data: Path, database: str, **more: str) -> dict[str, str]:
    """Return the surroundings of a test installation; nothing of SICIL_* is inherited."""
    ours = {name: text for name, text in os.environ.items() if not name.startswith(("SICIL_", "CELERY_", "CACHE_"))}
    mine = {"SICIL_MODE": "test", "SICIL_DATA": str(data), "DATABASE_URL": database, "PYTHONWARNINGS": "ignore"}
    return ours | mine | more


def production(data: Path, database: str = "", **more: str) -> dict[str, str]:
    """Return the surroundings of a production installation that is fit to serve, with four keys of its own."""
    keys, trust = data / "keys", data / "trust"
    for folder in (keys, trust):
        folder.mkdir(parents=True, exist_ok=True)
    for name in ("secret", "ledger", "codes", "identity"):
        (keys / f"{name}.key").write_text(secrets.token_urlsafe(48))
    (trust / "kok.pem").write_text("kök")
    (trust / "kok.crl").write_text("iptal")
    return environment(
        data,
        database,
        **{
            "SICIL_MODE": "production",
            "SICIL_HOSTS": '["sicil.ornek.invalid"]',
            "SICIL_SITE": "https://sicil.ornek.invalid",
            "SICIL_TRUST": str(trust),
            "SICIL_SIGNER": "pkcs11:token=Deneme?module-path=/yok.so",
            "SICIL_TSA": "https://zaman.ornek.invalid",
            "SICIL_INSTITUTION": json.dumps(dict.fromkeys(SENDER, "0")),
            "SICIL_ALLOW_SQLITE": "1",
            **more,
        },
    )


def run(place: Mapping[str, str], *words: str) -> Ran:
    """Run Python in an installation."""
    command = [sys.executable, *words]
    return subprocess.run(command, cwd=settings.BASE_DIR, env=place, capture_output=True, text=True, check=False)


def manage(place: Mapping[str, str], *words: str) -> Ran:
    """Run a management command in an installation."""
    return run(place, "manage.py", *words)


@contextmanager
def empty_database(folder: Path) -> Iterator[str]:
    """Give the address of an empty database of the engine that the tests run on."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{folder / 'elsewhere.sqlite3'}"
        return
    name = f"sicil_elsewhere_{secrets.token_hex(6)}"
    held = connection.settings_dict
    place = {"host": held["HOST"], "port": held["PORT"], "user": held["USER"], "password": held["PASSWORD"]}
    with psycopg.connect(**{k: v for k, v in place.items() if v}, dbname="postgres", autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield address(name)
        finally:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def address(name: str) -> str:
    """Return the DATABASE_URL of a database on the server that the tests use."""
    held = connection.settings_dict
    password = f":{quote(held['PASSWORD'])}" if held["PASSWORD"] else ""
    return f"postgres://{held['USER']}{password}@{quote(held['HOST'], safe='')}:{held['PORT'] or 5432}/{name}"
