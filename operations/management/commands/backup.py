"""`manage.py backup DIR`: save the installation while it runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from law.clock import now
from ledger.errors import GiveUp
from operations.backup import back_up


class Command(BaseCommand):
    """Save database, documents and manifest into DIR, the keys into a folder apart."""

    help = "Save the database, the documents and, apart, the keys."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the two folders."""
        parser.add_argument("folder", type=Path)
        parser.add_argument("--keys", type=Path, help="folder of the keys; DIR-keys unless given")

    def handle(self, *args: Any, **options: Any) -> None:
        """Save, and print the digest by which the manifest itself can be known again."""
        folder: Path = options["folder"]
        keys: Path = options["keys"] or folder.with_name(f"{folder.name}-keys")
        try:
            manifest, digest = back_up(folder, keys, at=now())
        except GiveUp as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"saved: {len(manifest.files)} files in {folder}; the keys in {keys}: store them elsewhere")
        self.stdout.write(f"manifest.json SHA-256 {digest}")
